"""Listings show what a filter names, newest first, and counts over time are the sums of what is there."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest
from planted import crisis, reading

from tocsin.errors import UsageError
from tocsin.ledger import Filter, Ledger
from tocsin.records import Reading

GIVEN = [
    reading("a", "Drennia shelled Halvera near Varrin.", "Halvera said the gas pipeline was cut.", day="2019-03-01"),
    reading("b", "Drennia met Halvera.", "Ostmark said both should talk.", outlet="Tern", day="2019-03-05"),
    reading("c", "Ostmark sanctioned Drennia.", "Ostmark threatened Drennia.", outlet="Tern", day="2019-03-09"),
    reading("d", "Halvera shelled Ostmark.", day="2019-03-12", modality="negated"),
]


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    ledger.add(GIVEN)
    return ledger


@pytest.mark.parametrize(
    ("asked", "articles"),
    [
        (Filter(), "dccba"),
        (Filter(limit=2), "dc"),
        (Filter(party="OSM"), "dcc"),
        (Filter(party="ostmark"), "dcc"),
        (Filter(party="Nobody"), ""),
        (Filter(between=("HLV", "DRN")), "ba"),
        (Filter(between=("DRN", "HLV"), types=("assault",)), "a"),
        (Filter(party="DRN", between=("OSM", "DRN")), "cc"),
        (Filter(types=("ASSAULT", "CONSULT")), "dba"),
        (Filter(modality="negated"), "d"),
        (Filter(since="2019-03-05", until="2019-03-09"), "ccb"),
        (Filter(outlet="Tern"), "ccb"),
        (Filter(place="varrin"), "a"),
        (Filter(place="HLV"), "a"),
        (Filter(text="shelled"), "da"),
        (Filter(text='"shelled halvera"'), "a"),
        (Filter(text="pipeline"), ""),
        (Filter(article="b"), "b"),
        (Filter(party="DRN", outlet="Tern", types=("SANCTION",), since="2019-03-01", text="sanctioned"), "c"),
    ],
)
def test_events_are_listed_by_every_filter(filled: Ledger, asked: Filter, articles: str) -> None:
    assert "".join(row.article for row in filled.events(asked)) == articles


@pytest.mark.parametrize(
    ("asked", "articles"),
    [
        (Filter(), "ba"),
        (Filter(party="HLV"), "a"),
        (Filter(party="DRN"), ""),
        (Filter(acts=("state",)), "ba"),
        (Filter(acts=("deny",)), ""),
        (Filter(text="gas pipelines"), "a"),
        (Filter(outlet="Tern"), "b"),
        (Filter(until="2019-03-04"), "a"),
    ],
)
def test_statements_are_listed_by_every_filter(filled: Ledger, asked: Filter, articles: str) -> None:
    assert "".join(row.article for row in filled.statements(asked)) == articles


def test_a_listed_event_carries_its_record_its_sentence_and_its_article(filled: Ledger) -> None:
    (row,) = filled.events(Filter(types=("CONSULT",)))
    assert row.event == GIVEN[1].events[0]
    assert (row.sentence, row.outlet, row.published, row.day) == (
        "Drennia met Halvera.", "Tern", "2019-03-05", "2019-03-05"
    )  # fmt: skip
    assert (row.standing, row.correction) == ("current", None)


def test_a_search_finds_articles_with_the_sentence_that_holds_the_words(filled: Ledger) -> None:
    (found,) = filled.search("pipeline cut")
    assert found.article == "a"
    assert found.sentence.text == "Halvera said the gas pipeline was cut."
    assert GIVEN[0].article.text[slice(*found.sentence.span)] == found.sentence.text
    assert [row.article for row in filled.search("Ostmark", Filter(since="2019-03-06"))] == ["d", "c"]


@pytest.mark.parametrize("text", ['"', "- * &", "", '"" ()'])
def test_a_search_without_a_word_is_refused(filled: Ledger, text: str) -> None:
    with pytest.raises(UsageError, match="no word"):
        list(filled.search(text))


@pytest.mark.parametrize("text", ['pipe" OR x', "NOT pipeline", "body:x", "a* ^b", "it's", 'NEAR("a b")', "x AND"])
def test_what_is_searched_for_is_never_taken_as_a_query(filled: Ledger, text: str) -> None:
    list(filled.search(text))
    list(filled.events(Filter(text=text)))


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (Filter(types=("WAR",)), "no type 'WAR'"),
        (Filter(acts=("shout",)), "no act 'shout'"),
        (Filter(modality="maybe"), "no modality"),
        (Filter(since="2014-03"), "no ISO day"),
        (Filter(until="tomorrow"), "no ISO day"),
    ],
)
def test_a_filter_that_nothing_could_match_is_refused(filled: Ledger, asked: Filter, fault: str) -> None:
    for ask in (filled.events, filled.statements, filled.articles, filled.series):
        with pytest.raises(UsageError, match=fault):
            list(ask(asked))


def test_a_state_is_asked_for_by_its_code_whatever_it_is_called(filled: Ledger) -> None:
    assert filled.name_party("OSTMARK") == "OSM"
    assert filled.name_party("nobody") is None


def test_articles_are_found_by_the_parties_of_their_events_and_statements(ledger: Ledger) -> None:
    ledger.add([
        reading("a", "Drennia shelled Halvera near Varrin."), reading("b", "Ostmark said that it rains."),
        reading("c", "Ostmark met Halvera."),
    ])  # fmt: skip
    assert {row.article for row in ledger.articles(Filter(party="OSM"))} == {"b", "c"}
    assert {row.article for row in ledger.articles(Filter(between=("halvera", "OSM")))} == {"c"}
    assert [row.article for row in ledger.search("rains", Filter(party="ostmark"))] == ["b"]
    assert list(ledger.search("rains", Filter(party="HLV"))) == []


def test_a_series_holds_the_sums_of_the_events(ledger: Ledger) -> None:
    given = crisis(120)
    ledger.add(given)
    wanted = Counter(
        (found.article.published[:7], event.type)  # type: ignore[index]
        for found in given
        for event in found.events
        if {party.key for party in (*event.actors, *event.recipients)} == {"DRN", "HLV"}
    )
    points = ledger.series(Filter(between=("HLV", "DRN")), by="month", split=("type",))
    assert {(point.day, point.type): point.events for point in points} == dict(wanted)


def test_a_symmetric_event_counts_once_in_its_dyad(ledger: Ledger) -> None:
    ledger.add([reading("a", "Drennia met Halvera."), reading("b", "Halvera met Drennia.", day="2019-05-01")])
    points = list(ledger.series(split=("source", "target")))
    assert [(point.source, point.target, point.events) for point in points] == [("DRN", "HLV", 1), ("DRN", "HLV", 1)]


def test_readings_of_a_span_of_days_come_in_order_of_publication(filled: Ledger) -> None:
    assert [found.article.id for found in filled.readings("2019-03-02", "2019-03-12")] == ["b", "c", "d"]


def test_text_that_is_no_plain_ascii_is_kept_and_found(ledger: Ledger) -> None:
    odd = reading("x", "Drennia shelled Halvera at “Ørsk” 🚢 — 12.", outlet="Žurnál", day="2019-04-02T10:00:00+02:00")
    odd = msgspec.structs.replace(odd, article=msgspec.structs.replace(odd.article, title="a'b\"c; DROP TABLE events"))
    ledger.add([odd])
    assert [row.outlet for row in ledger.events(Filter(text="Ørsk", outlet="Žurnál"))] == ["Žurnál"]
    assert list(ledger.readings()) == [odd]


def test_an_empty_ledger_answers_every_question(ledger: Ledger) -> None:
    empty: list[Reading] = list(ledger.readings())
    assert empty == [] == list(ledger.events()) == list(ledger.statements()) == list(ledger.search("war"))
    assert list(ledger.series()) == []
    assert ledger.status().first is None
    assert ledger.verify().faults == ()


def test_a_surname_finds_the_whole_names_that_end_in_it(ledger: Ledger) -> None:
    made = reading("a", "Drennia shelled Halvera near Varrin.")
    names = ("Ilka Soren", "Mara Soren", "Sorena Ilk")
    actors = tuple(
        msgspec.structs.replace(made.events[0].actors[0], name=name, country=None, code=None) for name in names
    )
    ledger.add([msgspec.structs.replace(made, events=(msgspec.structs.replace(made.events[0], actors=actors),))])
    assert ledger.surnamed("Soren") == ("ilka soren", "mara soren")
    assert ledger.surnamed("Nobody") == ()
