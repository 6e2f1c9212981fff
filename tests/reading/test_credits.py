import pytest

from tocsin.reading.credits import find_credits
from tocsin.reading.dateline import find_dateline
from tocsin.records import Block

_STORY = "The envoy left the talks early on Friday, two officials told Reuters, and flew home to Marland."


def _find(*paragraphs: str):
    text, blocks = "", []
    for paragraph in paragraphs:
        blocks.append(Block((len(text), len(text) + len(paragraph)), "body"))
        text += paragraph + "\n"
    return find_credits(text, blocks, find_dateline(text, blocks)), text


@pytest.mark.parametrize(
    ("line", "byline", "outlet", "agencies"),
    [
        ("By JO MARSH", "JO MARSH", None, ()),
        ("By Jo Marsh and Al Reed, Alden Times", "Jo Marsh and Al Reed", "Alden Times", ()),
        ("by Jo Marsh, Al Reed & Ana de la Cruz", "Jo Marsh, Al Reed & Ana de la Cruz", None, ()),
        ("By Jo Marsh | May 4, 2031", "Jo Marsh", None, ()),
        ("By Jo Marsh, Associated Press", "Jo Marsh", None, ("AP",)),
        ("JO MARSH, Associated Press", "JO MARSH", None, ("AP",)),
        ("By Jo Marsh, CNN", "Jo Marsh", "CNN", ()),
        ("By The Associated Press", "The Associated Press", None, ("AP",)),
        ("Jo Marsh in Port Alden", "Jo Marsh", None, ()),
        ("By Jo Marsh in Port Alden", "Jo Marsh", None, ()),
        ("Written by Jo Marsh", "Jo Marsh", None, ()),
    ],
)
def test_a_byline_is_read_with_what_stands_beside_the_names(line, byline, outlet, agencies):
    credits, text = _find("Envoy leaves talks", line, _STORY)
    assert (credits.byline, credits.outlet, credits.agencies) == (byline, outlet, agencies)
    assert text[slice(*credits.byline_span)] == line


@pytest.mark.parametrize(
    "line",
    ["By Friday, the envoy had left.", "By then, Marland had agreed to talks.", "by the sea", "By and large it holds!"],
)
def test_a_sentence_that_opens_with_by_is_no_byline(line):
    assert _find("Envoy leaves", line, _STORY)[0].byline is None


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        ("(AP, Reuters)", ("AP", "Reuters")),
        ("AFP/dpa", ("AFP", "dpa")),
        ("Source: Xinhua", ("Xinhua",)),
        ("With AFP and Interfax", ("AFP", "Interfax")),
        ("The Associated Press contributed to this report.", ("AP",)),
        ("Alden News' Jo Marsh and Reuters contributed to this report.", ("Reuters",)),
        ("Based on reporting by AP and Interfax", ("AP", "Interfax")),
        ("(Reporting by Jo Marsh; Editing by Al Reed)", ()),
        ("(With inputs from agencies)", ()),
        ("Contributing: Jo Marsh in Khorva; Associated Press", ("AP",)),
        ("This article is based in part on wire service reports.", ()),
    ],
)
def test_a_credit_line_is_found_with_its_agencies(line, agencies):
    credits, text = _find(_STORY, line)
    assert set(credits.agencies) == set(agencies)
    assert [text[slice(*span)] for span in credits.lines] == [line]


@pytest.mark.parametrize("mark", ["(AP)", "— AFP", "- Reuters"])
def test_an_agency_behind_the_last_sentence_is_credited(mark):
    credits, text = _find(_STORY, f"He gave no reason. {mark}")
    assert len(credits.agencies) == 1
    assert [text[slice(*span)] for span in credits.lines] == [mark]


@pytest.mark.parametrize(
    "line",
    [
        "With its attack, Cassia breaks the truce.",
        "From the start, the talks were doomed.",
        "The raids contributed to a rise in tension.",
        "He was quoted by Interfax.",
        "“Reporting by the envoy's aides contributed to this report,” he said.",
        "The boat left port. (Photo: Al Reed, AFP/Getty Images)",
        "Talks resumed — reluctantly.",
    ],
)
def test_article_text_credits_nobody(line):
    credits, _ = _find(_STORY, line)
    assert (credits.agencies, credits.lines) == ((), ())


def test_the_agency_of_the_dateline_is_credited():
    assert _find("KHORVA, Marland (AP) — " + _STORY)[0].agencies == ("AP",)
