"""When something is said: by the verb of the cue, and by the times beside it."""

from __future__ import annotations

import pytest

from tocsin.reading import analyse
from tocsin.records import Article
from tocsin.statements import find_statements


def tenses(text: str, published: str | None = "2031-05-14") -> list[str | None]:
    reading = next(analyse([Article(id="tense", text=text, published=published)]))
    return [statement.tense for statement in find_statements(reading)]


@pytest.mark.parametrize(("text", "tense"), [
    ("The envoy said that the harbour was mined.", "past"),
    ("The envoy has said that the harbour is mined.", "past"),
    ("The envoy says that the harbour was mined.", "present"),
    ("The envoy is warning that the harbour was mined.", "present"),
    ("The envoy will tell the council that the harbour was mined.", "future"),
    ("The envoy had said that the harbour was mined.", "earlier"),
    ("The envoy had been accused of mining the harbour.", "earlier"),
    ("The envoy did not say whether the harbour was mined.", "past"),
    ("The envoy would not say whether the harbour was mined.", "past"),
    ("“The harbour is mined,” says the envoy.", "present"),
    ("“The harbour is mined,” the envoy said.", "past"),
])  # fmt: skip
def test_the_verb_group_of_the_cue_gives_the_tense(text: str, tense: str) -> None:
    assert tenses(text) == [tense]


@pytest.mark.parametrize("text", [
    "The envoy is set to tell the council that the harbour was mined.",
    "The envoy is going to warn the council that the harbour was mined.",
    "The envoy is about to announce that the harbour is open.",
    "The envoy is due to announce that the harbour is open.",
    "The envoy is to announce that the harbour is open.",
])  # fmt: skip
def test_an_infinitive_behind_a_plan_lies_ahead(text: str) -> None:
    assert tenses(text)[-1] == "future"


def test_an_expectation_is_held_when_its_own_verb_says() -> None:
    assert tenses("The envoy is expected to tell the council that the harbour was mined.") == ["present"]


def test_a_verb_without_tense_takes_that_of_the_verb_it_hangs_on() -> None:
    assert tenses("The envoy said the harbour was mined, adding that divers would clear it.") == ["past", "past"]
    assert tenses("The envoy will praise the truce and urge both sides to keep it.") == ["future", "future"]
    assert tenses("The envoy went on to warn that the harbour was mined.") == ["past"]


@pytest.mark.parametrize("text", [
    "Last month the envoy said that the harbour was mined.",
    "In 2028, the envoy said that the harbour was mined.",
    "The envoy said three weeks ago that the harbour was mined.",
    "The envoy previously said that the harbour was mined.",
])  # fmt: skip
def test_what_was_said_well_before_the_article_is_earlier(text: str) -> None:
    assert tenses(text) == ["earlier"]


def test_what_was_said_within_the_week_is_past() -> None:
    assert tenses("The envoy said on Monday that the harbour was mined.") == ["past"]
    assert tenses("The envoy said on Monday that the harbour was mined.", published=None) == ["past"]


def test_a_time_in_the_content_does_not_date_the_cue() -> None:
    assert tenses("The envoy said that the harbour was mined last year.") == ["past"]
    assert tenses("The envoy says that the harbour will open next month.") == ["present"]


def test_a_time_that_dates_another_verb_does_not_date_the_cue() -> None:
    assert tenses("The envoy, who took office last year, said that the harbour was mined.") == ["past"]


def test_a_present_cue_with_a_time_ahead_is_future() -> None:
    assert tenses("Next week the envoy tells the council that the harbour was mined.") == ["future"]


def test_a_cue_without_a_verb_has_no_tense() -> None:
    assert tenses("According to the envoy, the harbour was mined.") == [None]
