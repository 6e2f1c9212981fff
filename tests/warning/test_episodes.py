from __future__ import annotations

from tocsin.warning.episodes import past_episodes
from tocsin.warning.feeds.codes import TYPES
from tocsin.warning.forecast.panel import Panel
from tocsin.warning.onsets import Onset
from tocsin.warning.series import Collector, day_number

DAY = day_number("2015-06-01")


def panel(acts: list[tuple[str, str, int]], onsets: list[Onset]) -> Panel:
    collector = Collector()
    pair, way = collector.pair_of("BEN", "TGO") or (0, 0)
    for day, kind, rung in acts:
        number = day_number(day)
        collector.add((number, pair, way, TYPES.index(kind), rung, 1, 1), number)
    found = Panel(collector.series(), onsets)
    found.advance(DAY)
    return found


def test_past_episodes_say_how_high_they_went_and_what_came_of_them() -> None:
    acts = [
        ("2012-03-01", "SANCTION", 3), ("2012-03-20", "ASSAULT", 7),
        ("2013-09-05", "SANCTION", 3),
        ("2015-05-25", "SANCTION", 3), ("2014-01-01", "ACCUSE", 1),
    ]  # fmt: skip
    onsets = [Onset(("BEN", "TGO"), day_number("2012-03-19"), "THE FORD", "ICB")]
    found = past_episodes(panel(sorted(acts), onsets), 0, onsets)
    assert found == [
        "2013-09-05: 1 hostile act, up to reduced relations; no onset known; then quiet for 627 days",
        "2012-03-01 to 2012-03-20: 2 hostile acts, up to clash; THE FORD (ICB) on 2012-03-19; then quiet for 534 days",
    ], "newest first, and the present one is left out"


def test_an_onset_that_no_feed_tells_of_is_an_episode_and_one_to_come_is_not() -> None:
    onsets = [
        Onset(("BEN", "TGO"), day_number("2010-02-01"), "MID 1", "MID"),
        Onset(("BEN", "TGO"), day_number("2016-02-01"), "MID 2", "MID"),
    ]
    found = past_episodes(panel([("2014-01-01", "ACCUSE", 1)], onsets), 0, onsets)
    assert len(found) == 1 and "MID 1 (MID) on 2010-02-01" in found[0]
