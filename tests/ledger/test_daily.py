"""The unique events of a ledger day by day."""

from __future__ import annotations

from planted import reading

from tocsin.ledger import Ledger, read_daily_events

SHELLED = "Drennia shelled Halvera near Varrin."


def test_an_event_told_by_two_outlets_in_the_same_words_comes_once_with_its_counts(ledger: Ledger) -> None:
    ledger.add([
        reading("a", SHELLED, outlet="Gull", day="2019-04-02"), reading("b", SHELLED, outlet="Tern", day="2019-04-02"),
    ])  # fmt: skip
    (found,) = read_daily_events(ledger)
    assert (found.source, found.target, found.type, found.day) == ("DRN", "HLV", "ASSAULT", "2019-04-02")
    assert (found.reports, found.outlets, found.origins, found.articles) == (2, 2, 1, ("a", "b"))
    assert [evidence.text for evidence in found.evidence] == [SHELLED, SHELLED]
    assert found.speaker is None


def test_an_article_published_anew_under_a_later_date_keeps_the_day_on_which_its_event_was_first_seen(
    ledger: Ledger,
) -> None:
    ledger.add([reading("a", SHELLED, day="2019-04-02", url="https://gull.example/1")])
    ledger.add([reading("b", SHELLED, "Nobody was hurt.", day="2019-04-09", url="https://gull.example/1")])
    (found,) = read_daily_events(ledger)
    assert (found.first_seen, found.articles) == ("2019-04-02", ("b",))
    assert list(read_daily_events(ledger, since="2019-04-03")) == []


def test_a_dismissed_event_is_left_out(ledger: Ledger) -> None:
    from tocsin.ledger import Correction

    ledger.add([reading("a", SHELLED)])
    (found,) = read_daily_events(ledger)
    ledger.correct([Correction(kind="dismiss", target=str(found.evidence[0].record))])
    assert list(read_daily_events(ledger)) == []
