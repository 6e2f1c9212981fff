from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.reading.boilerplate import mark_boilerplate

_GOLDEN = Path(__file__).parents[1] / "golden" / "boilerplate"
_OPENING = (
    "PORT ALDEN — The envoy of Marland left the talks on the strait early on Friday, two officials said.\n\n"
    "The defence ministry of Cassia said that its exercise near the strait would end next week as planned.\n\n"
)
_CLOSING = "\n\nCassia denied the charge on Saturday and accused Marland of sending patrol boats across the line.\n"


def _read(name: str) -> str:
    return (_GOLDEN / name).read_text(encoding="utf-8").split("\n", 1)[1].rstrip("\n")


def _marked(text: str) -> list[tuple[str, str]]:
    return [(mark.kind, text[slice(*mark.span)]) for mark in mark_boilerplate(text)]


def _cover(text: str) -> str:
    """Return `text` with all that is marked blanked."""
    letters = list(text)
    for mark in mark_boilerplate(text):
        letters[slice(*mark.span)] = " " * (mark.span[1] - mark.span[0])
    return "".join(letters)


@pytest.mark.parametrize("group", _read("marked.txt").split("\n\n"))
def test_what_is_not_the_articles_own_is_marked_and_the_article_is_not(group):
    assert _cover(_OPENING + group + _CLOSING).split() == (_OPENING + _CLOSING).split()


@pytest.mark.parametrize("paragraph", _read("unmarked.txt").split("\n"))
def test_article_text_that_resembles_boilerplate_is_not_marked(paragraph):
    assert _marked(_OPENING + paragraph + _CLOSING) == []


def test_article_paragraphs_side_by_side_are_not_marked():
    assert _marked(_read("unmarked.txt")) == []


def test_an_article_about_donations_and_newsletters_is_not_marked():
    text = (
        "Charities count record gifts\n\nThe fund said that donations for refugees had doubled since the border "
        "closed, and that supporters had signed up for its newsletter in large numbers.\n\n“Please donate what you "
        "can, no matter how small,” its director told viewers. “Your support makes a world of difference to us.”\n\n"
        "The Gazette, which calls itself independent, asked its readers to subscribe, and 4,000 of them did so."
    )
    assert _marked(text) == []


def test_a_caption_printed_twice_is_marked_once():
    caption = "A patrol boat of Marland left the harbour on Friday. Cassia sent two of its own."
    text = f"Talks fail\n\n{caption}\n{caption}\n\n" + _OPENING
    assert _marked(text) == [("caption-copy", caption)]
    assert mark_boilerplate(text)[0].span[0] > text.index(caption)


def test_a_pull_quotation_is_marked_and_the_paragraph_it_comes_from_is_not():
    quotation = "“We will not sign under the guns of a fleet.”"
    paragraph = f"{quotation} The envoy said so at the harbour, before he boarded the plane."
    assert _marked(f"{_OPENING}{quotation}\n\n{paragraph}\n\nHe left.") == [("pull-quote", quotation)]
    assert _marked(f"{_OPENING}{paragraph}\n\n{quotation}\n\nHe left.") == [("pull-quote", quotation)]


def test_an_article_pasted_twice_is_read_once():
    assert _cover(_OPENING + _CLOSING + _OPENING + _CLOSING).split() == (_OPENING + _CLOSING).split()


def test_an_appeal_in_a_text_without_line_breaks_is_marked_and_no_more():
    appeal = "Dear readers, we have a small favour to ask. Please support our independent journalism with a gift."
    text = _OPENING.replace("\n\n", " ") + appeal + _CLOSING.replace("\n", " ")
    assert _cover(text).split() == (_OPENING + _CLOSING).split()


def test_a_button_run_into_the_next_sentence_takes_little_of_it_along():
    text = _OPENING.replace("\n\n", " ") + "Continue reading the main story The envoy of Cassia, who had come from the "
    text += "capital on the night train with six of his aides and a box of maps, then left as well."
    assert _marked(text) == [("navigation", "Continue reading the main story")]


def test_an_appeal_in_hard_wrapped_lines_is_marked_whole():
    appeal = (
        "We have a small favour to ask. Our newsroom in Port\nAlden is funded by readers like you. If you can, please\n"
        "support us with a gift of any size. It takes less than\na minute, and every contribution counts. Thank you."
    )
    story = (
        "The envoy of Marland left the talks on the strait\nearly on Friday, two officials said, and the\ndefence "
        "ministry of Cassia said that its exercise\nnear the strait would end next week as planned."
    )
    assert _marked(f"{story}\n\n{appeal}\n\n{story.replace('Friday', 'Monday')}") == [("appeal", appeal)]


def test_a_short_line_that_opens_the_text_is_a_headline_and_no_link():
    assert _marked("Watch the strait: why Cassia moves its fleet\n\n" + _OPENING) == []


def test_headlines_under_a_related_header_are_marked_until_the_story_goes_on():
    text = _OPENING + "Related stories\nCassia moves two warships to the strait\nThe strait in five maps" + _CLOSING
    assert [kind for kind, _ in _marked(text)] == ["related"] * 3


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Please support our independent journalism today.", "appeal"),
        ("Get the day's headlines in your inbox.", "newsletter"),
        ("Story continues below", "navigation"),
        ("ADVERTISEMENT", "advert"),
        ("Follow us on Twitter.", "social"),
        ("Related: Cassia moves two warships", "related"),
        ("Join the conversation", "comment"),
        ("Have a news tip? Email us at tips@alden.example", "contact"),
        ("We use cookies to improve your experience.", "cookies"),
        ("© 2031 Alden Post. All rights reserved.", "copyright"),
        ("Editor's note: This article was amended on Friday.", "note"),
    ],
)
def test_each_mark_says_its_kind(line, kind):
    assert _marked(_OPENING + line + _CLOSING) == [(kind, line)]


_PIECES = st.sampled_from(
    ["sign up ", "newsletter", "\n", "\r\n", "“", "”", '"', "Related stories\n", "Please donate. ", "We said. ",
     "İ", "ß", "\u2028", "😀", "read more", "JUST WATCHED ", "Hide caption", " ", "© ",
     "A line long enough to be copied.\n"]
)  # fmt: skip


@settings(deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=40).map("".join)))
def test_marks_of_any_text_are_sorted_disjoint_and_tight(text):
    reached = 0
    for mark in mark_boilerplate(text):
        start, end = mark.span
        assert reached <= start < end <= len(text)
        assert not text[start].isspace() and not text[end - 1].isspace()
        reached = end


@pytest.mark.parametrize(
    "piece", ["x", "please support our journalism ", '"you ', "a. ", "sign up\n", "pic.twitter.com/x "]
)
def test_an_enormous_text_takes_time_in_proportion(piece):
    mark_boilerplate(piece * (1_000_000 // len(piece)))
