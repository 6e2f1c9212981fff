"""What matters on the morning of a brief comes first, and no article or quarrel fills a section."""

from __future__ import annotations

from tocsin.briefing.ranking import TIMELESS, Clock, set_clock, spread, weigh_channel
from tocsin.records import Change, Channel, Evidence


def channel(kind: str, parties: tuple[str, ...], day: str) -> Channel:
    evidence = Evidence(article="a", span=(0, 4), text="text", published=day)
    change = Change(state="open", date=day, evidence=evidence)
    return Channel(id="c", kind=kind, name=kind, parties=parties, state="open", since=day, changes=(change,))


def test_news_of_a_full_day_is_old_the_day_after() -> None:
    clock = set_clock(["2019-04-01"] * 90 + ["2019-04-02"] * 90)
    assert clock == Clock("2019-04-02", 1.5)
    assert clock.freshness("2019-04-02") == 1.0
    assert clock.freshness("2019-03-30") == 0.25


def test_where_articles_are_months_apart_news_ages_slowly() -> None:
    days = [f"2018-{month:02}-01" for month in range(1, 13)] + ["2019-10-01"]
    assert set_clock(days).freshness("2018-12-01") > 0.2


def test_without_days_nothing_is_fresher_than_the_rest() -> None:
    assert set_clock([]) == TIMELESS
    assert TIMELESS.freshness(None) == TIMELESS.freshness("2019-04-02") == 1.0


def test_a_ceasefire_of_two_comes_before_what_one_proposes() -> None:
    clock = Clock("2019-04-02")
    assert weigh_channel(channel("ceasefire", ("DRN", "HLV"), "2019-04-01"), clock) > weigh_channel(
        channel("talks", ("DRN",), "2019-04-01"), clock
    )


def test_no_source_fills_a_list() -> None:
    taken, left = spread(["a1", "a2", "a3", "b1", "c1"], lambda item: item[0], 2, total=3)
    assert (taken, left) == (["a1", "a2", "b1"], 2)
