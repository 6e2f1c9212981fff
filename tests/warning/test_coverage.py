from __future__ import annotations

import numpy as np

from tocsin.warning.coverage import coverage_of, reporting_of, share_of_usual
from tocsin.warning.feeds.codes import TYPES
from tocsin.warning.feeds.developments import Told
from tocsin.warning.forecast.panel import Panel
from tocsin.warning.series import Collector, iso_day

KIND = TYPES.index("THREATEN")
DAY = 16_000


def panel(days: list[int]) -> Panel:
    collector = Collector()
    pair, way = collector.pair_of("BEN", "TGO") or (0, 0)
    for day in days:
        collector.add((day, pair, way, KIND, 2, 1, 1), day)
    found = Panel(collector.series())
    found.advance(DAY + 1)
    return found


def told(day: int, sources: set[int]) -> dict[tuple[str, str, int, int], list[Told]]:
    return {("BEN", "TGO", day, KIND): [Told(iso_day(day), "Benin threatened Togo.", "a", 1, frozenset(sources))]}


def test_one_origin_is_thin_and_widens_the_interval_and_two_are_not() -> None:
    found = panel(list(range(DAY - 800, DAY + 1, 5)))
    one = coverage_of(found, 0, told(DAY, {1}), None)
    two = coverage_of(found, 0, told(DAY, {1, 2}), None)
    assert one.single and "one origin" in str(one.told["note"])
    assert not two.single and two.told["note"] == "usual"
    assert one.widening > two.widening


def test_a_feed_without_articles_claims_nothing_about_origins() -> None:
    found = coverage_of(panel(list(range(DAY - 800, DAY + 1, 5))), 0, {}, None)
    assert "origins" not in found.told and not found.single


def test_a_drop_in_the_number_of_articles_is_thin_though_events_go_on() -> None:
    days = [*range(DAY - 800, DAY - 20), DAY - 3]
    reporting = reporting_of((day, "Gull" if day % 2 else "Tern") for day in days)
    found = panel(list(range(DAY - 800, DAY + 1, 5)))
    assert share_of_usual(found, reporting) < 0.2 < share_of_usual(found)
    coverage = coverage_of(found, 0, {}, reporting)
    assert coverage.thin and "no sign of calm" in str(coverage.told["note"])
    assert coverage.told["articles_28d"] == 8


def test_an_outlet_that_fell_silent_is_named() -> None:
    days = [(day, "Gull") for day in range(DAY - 60, DAY - 20, 3)] + [(day, "Tern") for day in range(DAY - 60, DAY)]
    assert reporting_of(days).silent(DAY) == ["Gull"]


def test_a_short_past_is_said() -> None:
    found = coverage_of(panel(list(range(DAY - 40, DAY + 1, 2))), 0, {}, None)
    assert "begin 41 days ago" in str(found.told["note"])
    assert found.widening >= 1.5 and np.isfinite(found.widening)
