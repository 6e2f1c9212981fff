import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.dateline import find_dateline
from tocsin.records import Block


def _find(*paragraphs: str, kinds: str = ""):
    text, blocks = "", []
    for i, paragraph in enumerate(paragraphs):
        kind = "headline" if kinds[i : i + 1] == "h" else "boilerplate" if kinds[i : i + 1] == "x" else "body"
        blocks.append(Block((len(text), len(text) + len(paragraph)), kind))
        text += paragraph + "\n\n"
    return find_dateline(text, blocks), text


@pytest.mark.parametrize(
    ("opening", "written", "place", "agencies", "day"),
    [
        ("LONDON — It left.", "LONDON", "LONDON", (), None),
        ("KHORVA, Marland (AP) — It left.", "KHORVA, Marland (AP)", "KHORVA, Marland", ("AP",), None),
        ("MOSCOW, March 3 (Reuters) - It left.", "MOSCOW, March 3 (Reuters)", "MOSCOW", ("Reuters",), "March 3"),
        ("Recife, Feb 26 - It left.", "Recife, Feb 26", "Recife", (), "Feb 26"),
        ("BEIJING, Feb. 26 (Xinhua) -- It left.", "BEIJING, Feb. 26 (Xinhua)", "BEIJING", ("Xinhua",), "Feb. 26"),
        ("KHORVA, May 4 /ITAR-TASS/. It left.", "KHORVA, May 4 /ITAR-TASS/", "KHORVA", ("TASS",), "May 4"),
        ("KHORVA. May 4 (Interfax) - It left.", "KHORVA. May 4 (Interfax)", "KHORVA", ("Interfax",), "May 4"),
        ("Prague, 4 May 2031 (ČTK) — It left.", "Prague, 4 May 2031 (ČTK)", "Prague", ("CTK",), "4 May 2031"),
        ("KHORVA/ELM Marland (AFP) - It left.", "KHORVA/ELM Marland (AFP)", "KHORVA/ELM Marland", ("AFP",), None),
        ("(Reuters) - It left.", "(Reuters)", None, ("Reuters",), None),
        ("(ANSA) Rome, May 4 - It left.", "(ANSA) Rome, May 4", "Rome", ("ANSA",), "May 4"),
        ("GENEVA: It left.", "GENEVA", "GENEVA", (), None),
        ("UNITED NATIONS (AP) – It left.", "UNITED NATIONS (AP)", "UNITED NATIONS", ("AP",), None),
        ("ABOARD THE KESTREL (AP) — It left.", "ABOARD THE KESTREL (AP)", "ABOARD THE KESTREL", ("AP",), None),
        ("Near the border (AP) -- It left.", "Near the border (AP)", "Near the border", ("AP",), None),
        ("KHORVA (AP, Reuters) — It left.", "KHORVA (AP, Reuters)", "KHORVA", ("AP", "Reuters"), None),
    ],
)  # fmt: skip
def test_a_dateline_is_read_as_written(opening, written, place, agencies, day):
    found, text = _find(opening)
    assert (found.text, found.place, found.agencies, found.day) == (written, place, agencies, day)
    assert text[slice(*found.span)] == written
    assert text[found.resumes :].startswith("It left")


@pytest.mark.parametrize(
    "opening",
    [
        "Orlova — the minister — said nothing.",
        "ANCHOR: Good evening.",
        "UPDATE: It left.",
        "SEE ALSO: The strait in maps",
        "BREAKING - It left.",
        "NATO — The alliance met.",
        "In the capital, the envoy — a friend of his — left.",
        "TALKS FAIL AGAIN - It left.",
        "The envoy (a friend of his) left.",
        "KHORVA — where it all began",
        "",
    ],
)
def test_other_openings_are_no_dateline(opening):
    assert _find(opening)[0] is None


def test_an_outlet_that_names_itself_is_no_agency():
    found, _ = _find("Khorva, Marland (CNN) -- It left.")
    assert (found.outlet, found.agencies) == ("CNN", ())


def test_a_dateline_behind_headline_appeal_and_caption_is_found():
    found, _ = _find("TALKS FAIL — AGAIN", "LONDON — Support us", "A boat left port.", "LONDON — It left.", kinds="hx")
    assert found.span == (60, 66)


def test_a_dash_deep_in_the_story_opens_no_dateline():
    assert _find(*["The envoy said so. " * 10] * 4, "KHORVA — It left.")[0] is None


@given(st.text(alphabet="AbC ,.(—-)/:\n1May é", max_size=80))
def test_any_opening_keeps_its_offsets(opening):
    found, text = _find(opening)
    if found is not None:
        assert text[slice(*found.span)] == found.text
        assert found.span[1] <= found.resumes <= len(text)
