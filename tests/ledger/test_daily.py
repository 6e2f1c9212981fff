"""The unique events of a ledger day by day."""

from __future__ import annotations

from planted import reading

from tocsin import chronicle
from tocsin.ledger import Correction, DailyEvent, Ledger, read_daily_events
from tocsin.records import Reading

SHELLED = "Drennia shelled Halvera near Varrin."
WIRE = (
    "Drennia shelled Halvera near Varrin before dawn with rockets.",
    "Eleven houses on the eastern bank burned until noon, the fire brigade of the district counted.",
    "Farmers drove their cattle over the footbridge while the siren of the sugar mill went on without a pause.",
    "The ferry to Ostrel stays in port until the harbour master has looked at the pier and its cranes.",
)
OWN = (
    (
        "Drennia shelled Halvera near Varrin before dawn, our reporter saw.",
        "In the market hall nobody slept that night.",
    ),
    (
        "Drennia shelled Halvera near Varrin with rockets before dawn.",
        "Our photographer counted nine craters in a rye field.",
    ),
    (
        "Drennia shelled Halvera near Varrin, said nobody but the burnt roofs.",
        "The school bus turned round at the mill.",
    ),
)


def events_of(ledger: Ledger, since: str | None = None, until: str | None = None) -> list[DailyEvent]:
    chronicle.settle(ledger)
    return list(read_daily_events(ledger, since, until))


def test_an_event_told_by_two_outlets_in_the_same_words_comes_once_with_its_counts(ledger: Ledger) -> None:
    ledger.add([
        reading("a", SHELLED, outlet="Gull", day="2019-04-02"), reading("b", SHELLED, outlet="Tern", day="2019-04-02"),
    ])  # fmt: skip
    (found,) = events_of(ledger)
    assert (found.source, found.target, found.type, found.day) == ("DRN", "HLV", "ASSAULT", "2019-04-02")
    assert (found.reports, found.outlets, found.articles) == (2, 2, ("a", "b"))
    assert [evidence.text for evidence in found.evidence] == [SHELLED, SHELLED]
    assert found.speaker is None and found.added


def test_wire_copies_of_one_event_in_five_articles_count_once_with_one_origin(ledger: Ledger) -> None:
    for i in range(5):  # each added and joined for itself
        ledger.add([reading(f"w{i}", *WIRE, outlet=f"Outlet {i}", day=f"2019-04-0{2 + i // 3}")])
        chronicle.settle(ledger)
    (found,) = events_of(ledger)
    assert (found.reports, found.outlets, found.origins, found.first_seen) == (5, 5, 1, "2019-04-02")


def test_independent_reports_of_one_event_count_once_with_an_origin_each(ledger: Ledger) -> None:
    ledger.add([reading(f"i{i}", *lines, outlet=f"Outlet {i}") for i, lines in enumerate(OWN)])
    (found,) = events_of(ledger)
    assert (found.reports, found.origins) == (3, 3)


def test_independent_reports_beside_wire_copies_add_their_own_origins_only(ledger: Ledger) -> None:
    copies = [reading(f"w{i}", *WIRE, outlet=f"Outlet {i}") for i in range(5)]
    ledger.add([*copies, *(reading(f"i{i}", *lines, outlet=f"Paper {i}") for i, lines in enumerate(OWN[:2]))])
    (found,) = events_of(ledger)
    assert (found.reports, found.origins) == (7, 3)


def test_an_article_published_anew_under_a_later_date_keeps_the_day_on_which_its_event_was_first_seen(
    ledger: Ledger,
) -> None:
    ledger.add([reading("a", SHELLED, day="2019-04-02", url="https://gull.example/1")])
    chronicle.settle(ledger)
    ledger.add([reading("b", SHELLED, "Nobody was hurt.", day="2019-04-09", url="https://gull.example/1")])
    (found,) = events_of(ledger)
    assert (found.first_seen, found.articles) == ("2019-04-02", ("b",))
    assert events_of(ledger, since="2019-04-03") == []
    assert len(events_of(ledger, until="2019-04-02")) == 1


def test_an_event_that_reports_date_differently_is_first_seen_on_the_day_of_the_first_report(ledger: Ledger) -> None:
    ledger.add([reading("a", SHELLED, day="2019-04-02"), reading("b", SHELLED, day="2019-04-03", outlet="Tern")])
    (found,) = events_of(ledger)
    assert (found.first_seen, found.reports) == ("2019-04-02", 2)


def test_events_of_two_pairs_or_days_stay_apart_in_order_of_the_day_they_were_seen(ledger: Ledger) -> None:
    made: list[Reading] = [
        reading("c", "Ostmark met Halvera.", day="2019-04-20"), reading("a", SHELLED, day="2019-04-02"),
        reading("b", SHELLED, "It rained.", day="2019-04-12"),
    ]  # fmt: skip
    ledger.add(made)
    assert [found.articles[0] for found in events_of(ledger)] == ["a", "b", "c"]
    assert [found.articles[0] for found in events_of(ledger, "2019-04-03", "2019-04-12")] == ["b"]


def test_a_dismissed_event_is_left_out(ledger: Ledger) -> None:
    ledger.add([reading("a", SHELLED)])
    (found,) = events_of(ledger)
    ledger.correct([Correction(kind="dismiss", target=str(found.evidence[0].record))])
    assert events_of(ledger) == []


def test_a_claim_names_whose_word_it_is(ledger: Ledger) -> None:
    import msgspec

    claimed = reading("a", "Ostmark said the siege goes on.", SHELLED)
    event = msgspec.structs.replace(claimed.events[0], attributed_to=claimed.statements[0].id)
    ledger.add([msgspec.structs.replace(claimed, events=(event,))])
    (found,) = events_of(ledger)
    assert found.speaker == "OSM"
