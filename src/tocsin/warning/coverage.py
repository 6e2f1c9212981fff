"""How much is reported: whether the sources are as talkative as usual, and how many stand behind an alarm.

A drop in volume is never read as calm, and a word from a single origin is never read as certain: both are said, and
both widen the interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.warning.feeds.developments import Key, Told
from tocsin.warning.forecast.panel import Panel
from tocsin.warning.forecast.views import GROUPS

THIN = 0.5  # share of the usual volume
_RECENT = 28
_SILENT = 14  # days without an article after which a lively outlet counts as silent
_LIVELY = 5  # articles in the 60 days before


class Reporting(NamedTuple):
    """The articles that a series is made of: their days in order, and the outlet of each ("" where unknown)."""

    days: npt.NDArray[np.int64]
    outlets: tuple[str, ...]

    def between(self, first: int, last: int) -> tuple[int, int]:
        """Return the articles and outlets of a span of days, both inclusive."""
        begin, end = np.searchsorted(self.days, [first, last + 1])
        return int(end - begin), len(set(self.outlets[begin:end]))

    def silent(self, day: int) -> list[str]:
        """Name the outlets that were lively and have published nothing for two weeks."""
        old, new, end = np.searchsorted(self.days, [day - _SILENT - 60, day - _SILENT + 1, day + 1])
        before = self.outlets[old:new]
        now = set(self.outlets[new:end])
        return sorted(name for name in set(before) - now if name and before.count(name) >= _LIVELY)


def reporting_of(articles: Iterable[tuple[int, str | None]]) -> Reporting:
    """Collect (day, outlet) of articles."""
    found = sorted((day, outlet or "") for day, outlet in articles)
    return Reporting(np.array([day for day, _ in found], dtype=np.int64), tuple(outlet for _, outlet in found))


class Coverage(NamedTuple):
    """What is said of a pair's coverage, and by how much it widens an interval (1 where nothing is amiss)."""

    told: dict[str, float | str]
    thin: bool
    single: bool
    widening: float


def coverage_of(panel: Panel, pair: int, told: Mapping[Key, Sequence[Told]], reporting: Reporting | None) -> Coverage:
    """Say how much is reported now against the usual, how much of the pair, and by how many origins."""
    share = share_of_usual(panel, reporting)
    origins = origins_behind(panel, pair, told)
    found: dict[str, float | str] = {
        "share_of_usual": round(share, 3), "events_28d": int(panel.counts[_RECENT][pair].sum()),
    }  # fmt: skip
    notes = []
    if share < THIN:
        notes.append("thin: the sources report less than half of the usual, which is no sign of calm")
    if origins is not None:
        found["origins"] = origins
        if origins == 1:
            notes.append("thin: all that rings it comes from one origin")
    if reporting is not None:
        day = panel.day - 1
        found["articles_28d"], found["outlets_28d"] = reporting.between(day - _RECENT + 1, day)
        if silent := reporting.silent(day):
            notes.append(f"silent for two weeks: {', '.join(silent[:5])}")
    if (known := age(panel)) < 365:
        notes.append(f"short: the sources begin {known} days ago, so little is known of what is usual")
    found["note"] = "; ".join(notes) or "usual"
    single = origins == 1
    widening = 1 / np.sqrt(np.clip(share, 0.05, 1)) * (2.0 if single else 1.0) * (1.5 if known < 365 else 1.0)
    return Coverage(found, share < THIN, single, float(widening))


def origins_behind(panel: Panel, pair: int, told: Mapping[Key, Sequence[Told]]) -> int | None:
    """Return how many independent origins report the pair's conflict of the last four weeks; None where unknown."""
    if not told:
        return None
    counts, rows, (a, b) = panel.series.counts, panel.rows(pair), panel.names[pair]
    recent = rows[counts.day[rows] >= panel.day - _RECENT]
    recent = recent[np.isin(panel.classes[recent], GROUPS["conflict"])]
    found: set[int] = set()
    for row in recent.tolist():
        ends = (b, a) if counts.way[row] else (a, b)
        for piece in told.get((*ends, int(counts.day[row]), int(counts.kind[row])), ()):
            found |= piece.sources
    return len(found)


def age(panel: Panel) -> int:
    """Return the days since the feed began."""
    days = panel.series.counts.day
    return panel.day - int(days[0]) if len(days) else 0


def share_of_usual(panel: Panel, reporting: Reporting | None = None) -> float:
    """Return what came in the last two or four weeks as a share of the usual of three years, the lower of both.

    Articles are counted where they are known, else events.
    """
    known = panel.series.counts.day if reporting is None else reporting.days
    span = min(1095, panel.day - int(known[0]) if len(known) else 0)
    return min(_share(known, panel.day, days, max(days, span)) for days in (14, 28))


def _share(known: npt.NDArray[np.integer], day: int, days: int, span: int) -> float:
    recent, usual = (np.searchsorted(known, day) - np.searchsorted(known, day - n) for n in (days, span))
    return float(recent) / max(1e-9, float(usual) * days / span)
