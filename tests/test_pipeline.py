"""The whole chain, from a text to its brief."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import tocsin
from tocsin import intake, pipeline
from tocsin.briefing import Brief
from tocsin.lexicon import DATA
from tocsin.records import Article, Evidence, Party, Reading

DEMO = Path(str(DATA)) / "demo"
OWN = DEMO / "parties.csv"


@pytest.fixture(scope="module")
def demo() -> list[Reading]:
    articles = [found for found in intake.read_inputs([DEMO / "articles"]) if isinstance(found, Article)]
    return list(pipeline.read_all(articles, own_parties=OWN))


def assert_in_place(reading: Reading) -> None:
    """Every span of every record lies in the text and equals its text."""
    text = reading.article.text

    def check(party: Party | None) -> None:
        if party is not None:
            assert text[slice(*party.span)] == party.text

    for statement in reading.statements:
        check(statement.speaker)
        check(statement.addressee)
        if statement.cue is not None:
            assert text[slice(*statement.cue.span)] == statement.cue.text
        assert " ".join(text[slice(*span)] for span in statement.content.spans) == statement.content.text
        assert all(0 <= start < end <= len(text) for start, end in statement.content.spans)
        assert 0 <= statement.confidence <= 1
    for event in reading.events:
        for party in (*event.actors, *event.recipients):
            check(party)
        assert text[slice(*event.trigger.span)] == event.trigger.text
        assert event.sentence[0] <= event.trigger.span[0] < event.trigger.span[1] <= event.sentence[1] <= len(text)
        if event.place is not None:
            assert text[slice(*event.place.span)] == event.place.text
        assert -10 <= event.score <= 10
        assert 0 <= event.confidence <= 1
        assert event.attributed_to is None or event.attributed_to in {s.id for s in reading.statements}
    ids = [record.id for record in (*reading.statements, *reading.events)]
    assert len(ids) == len(set(ids))


def test_every_span_of_the_demo_lies_in_its_text_and_equals_it(demo: list[Reading]) -> None:
    for reading in demo:
        assert_in_place(reading)


def test_two_processes_give_what_one_gives_in_the_same_order(demo: list[Reading]) -> None:
    articles = [reading.article for reading in demo]
    assert list(pipeline.read_all(articles, processes=2, own_parties=OWN)) == demo


def test_reading_twice_gives_the_same_ids() -> None:
    text = "Norway expelled two Danish diplomats on Monday, the ministry said."
    assert tocsin.read(text).events == tocsin.read(text).events


def test_a_date_in_the_first_lines_resolves_the_days_of_the_text() -> None:
    reading = tocsin.read("March 4, 2019\n\nNorway expelled two Danish diplomats on Saturday.")
    assert (reading.article.published, reading.article.published_from) == ("2019-03-04", "text")
    assert reading.events[0].date == "2019-03-02"


def test_a_lone_surrogate_is_replaced_offset_for_offset() -> None:
    assert tocsin.read("Norway \ud800 agreed.").article.text == "Norway \ufffd agreed."


def every_line(brief: Brief) -> list[Evidence]:
    lines = [brief.opening, *(line for section in brief.sections for line in section.lines)]
    assert all(line.evidence for line in lines)
    return [found for line in lines for found in (*line.evidence, *([line.against] if line.against else []))]


def test_every_line_of_the_brief_stands_on_a_stored_sentence(demo: list[Reading]) -> None:
    texts = {reading.article.id: reading.article.text for reading in demo}
    evidence = every_line(pipeline.brief(demo))
    assert len(evidence) > 30
    for found in evidence:
        assert texts[found.article][slice(*found.span)] == found.text


def test_each_line_is_the_sentence_that_it_stands_on(demo: list[Reading]) -> None:
    for section in pipeline.brief(demo).sections:
        for line in section.lines:
            assert line.text == line.evidence[0].text


def test_the_brief_of_nothing_says_so() -> None:
    brief = pipeline.brief([], skipped=[("x.txt", "there is no text in it")])
    assert brief.articles == 0
    assert brief.skipped == (("x.txt", "there is no text in it"),)


def test_the_component_puts_statements_and_events_on_a_doc() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("tocsin")
    doc = nlp('Norway expelled two Danish diplomats on Monday. "We object," the Danish minister said.')
    assert [event.type for event in doc._.events] == ["SANCTION"]
    assert [statement.form for statement in doc._.statements] == ["direct"]


FRAGMENTS = st.sampled_from(
    [
        *("Norway", "Denmark's", "“", "”", '"', "'", "said", "that", "accused", "troops", ".", ",", "\n\n", " ", "he"),
        *(
            "of",
            "sanctions on",
            "will",
            "not",
            "—",
            "(AP)",
            "Monday",
            "\u2028",
            "\u00a0",
            "\U0001f514",
            "the",
            "minister",
        ),
        "attacked",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300) | st.lists(FRAGMENTS, max_size=60).map(" ".join))
def test_any_text_is_read_with_every_record_in_place(text: str) -> None:
    reading = tocsin.read(text, date="2019-03-04")
    assert reading.article.text == text
    assert_in_place(reading)


def test_a_line_of_five_million_characters_is_refused_and_not_read_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("word " * 1_000_000, encoding="utf-8")
    (found,) = intake.read_inputs([path])
    assert not isinstance(found, Article)
    assert "TOCSIN_MAX_ARTICLE_CHARS" in str(found)
