from __future__ import annotations

import math
from pathlib import Path

import planted_series as planted
from planted_series import CRISIS, PAIR, START, add, feed, rings

from tocsin.warning.book import Book
from tocsin.warning.feeds.codes import TYPES
from tocsin.warning.series import Collector, iso_day
from tocsin.warning.watch import Setting, present, walk

NAME = "-".join(PAIR)


def of_pair(found: list[tuple[str, int]]) -> list[int]:
    return [day for name, day in found if name == NAME]


def test_a_step_up_rings_within_ten_days_and_once() -> None:
    days = of_pair(rings(feed(lambda day: 1.5 if CRISIS <= day < CRISIS + 60 else 0.05)))
    assert len(days) == 1 and CRISIS <= days[0] <= CRISIS + 10


def test_a_ramp_rings_before_it_has_reached_half_of_its_height() -> None:
    def rate(day: int) -> float:
        return 0.05 + 1.5 * min(1, max(0, (day - CRISIS) / 180))

    days = of_pair(rings(feed(rate)))
    assert days and CRISIS <= days[0] <= CRISIS + 90


def test_a_pair_from_nothing_rings() -> None:
    days = of_pair(rings(feed(lambda day: 0.8 if day >= CRISIS else 0.0)))
    assert days and CRISIS <= days[0] <= CRISIS + 14


def test_a_season_that_comes_every_year_does_not_ring_again() -> None:
    def rate(day: int) -> float:
        return 0.05 + 0.5 * max(0.0, math.sin(2 * math.pi * (day - START) / 365)) ** 8

    assert not [day for day in of_pair(rings(feed(rate))) if day >= START + 2 * 365]


def test_silence_over_the_holidays_and_the_return_from_it_do_not_ring() -> None:
    def world(day: int) -> float:
        return 0.05 if CRISIS <= day < CRISIS + 21 else 1.0

    assert not [day for name, day in rings(feed(lambda day: 0.1, world=world)) if CRISIS <= day < CRISIS + 60]


def test_doubled_reporting_does_not_ring() -> None:
    found = rings(feed(lambda day: 0.1, world=lambda day: 2.0 if day >= CRISIS else 1.0))
    assert len([day for _, day in found if CRISIS <= day < CRISIS + 90]) <= 1, "of 31 pairs in a quarter"


def test_the_same_events_told_a_hundred_times_do_not_ring() -> None:
    quiet = rings(feed(lambda day: 0.1))
    loud = rings(feed(lambda day: 0.1, copies=lambda day: 100.0 if day >= CRISIS else 1.0))
    assert loud == quiet


def test_one_outlets_flood_of_one_story_does_not_ring() -> None:
    collector = Collector()
    for day in range(START, START + planted.DAYS, 9):
        add(collector, PAIR, day, TYPES.index("ACCUSE"))
    for _ in range(400):
        add(collector, PAIR, CRISIS, TYPES.index("THREATEN"), copies=50)
    assert not rings(collector.series())


def test_quiet_pairs_ring_within_the_nominal_budget() -> None:
    found = rings(feed(lambda day: 0.1), budget=0.5, first=START + 400)
    years = 31 * (planted.DAYS - 400) / 365
    assert len(found) / years <= 0.5


def test_an_alarm_rings_once_is_stood_down_and_survives_a_restart(tmp_path: Path) -> None:
    series = feed(lambda day: 1.5 if CRISIS <= day < CRISIS + 40 else 0.02)
    whole = [
        (w.status, w.date)
        for w in walk(series, [], Setting(0.1), Book(), (CRISIS - 30, CRISIS + 120))
        if w.dyad == PAIR
    ]
    assert [status for status, _ in whole] == ["rings", "stood down"]
    book, parts = Book(), []
    for first in range(CRISIS - 30, CRISIS + 120, 10):
        parts += [
            (w.status, w.date) for w in walk(series, [], Setting(0.1), book, (first, first + 9)) if w.dyad == PAIR
        ]
    assert parts == whole


def test_a_feed_that_rewrites_its_dates_does_not_ring_twice() -> None:
    def crisis(day: int) -> float:
        return 1.5 if CRISIS <= day < CRISIS + 10 else 0.02

    book = Book()
    first = list(walk(feed(crisis), [], Setting(0.1), book, (CRISIS - 30, CRISIS + 12)))
    moved = feed(lambda day: crisis(day - 3))
    again = list(walk(moved, [], Setting(0.1), book, (CRISIS - 30, CRISIS + 60)))
    assert sum(w.status == "rings" and w.dyad == PAIR for w in [*first, *again]) == 1


def test_a_silent_feed_is_said_to_be_thin_and_its_silence_stands_nothing_down() -> None:
    series = feed(
        lambda day: 1.5 if CRISIS <= day < CRISIS + 20 else 0.0, world=lambda day: 0.02 if day > CRISIS + 20 else 1
    )
    book = Book()
    list(walk(series, [], Setting(0.1), book, (CRISIS - 10, CRISIS + 60)))
    assert book.standing(PAIR) is not None
    shown = [w for w in present(series, [], Setting(0.1), book, CRISIS + 60) if w.dyad == PAIR]
    assert "thin" in str(shown[0].coverage["note"])


def test_each_warning_names_its_evidence_and_what_is_left_without_the_strongest() -> None:
    series = feed(lambda day: 1.5 if CRISIS <= day < CRISIS + 40 else 0.05)
    ring = next(w for w in walk(series, [], Setting(0.1), Book(), (CRISIS - 30, CRISIS + 40)) if w.dyad == PAIR)
    assert ring.evidence and all(sight.date <= ring.date for sight in ring.evidence)
    assert ring.without_strongest and ring.probability == {"30d": None, "90d": None} and not ring.calibrated
    assert iso_day(CRISIS) <= ring.date
