"""The numbers behind a plot of one pair: its counts by week (or day, or month) and view, its alarms and its onsets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.errors import UsageError
from tocsin.warning.book import Book
from tocsin.warning.forecast.panel import CLASS_OF_TYPE, CLASSES
from tocsin.warning.forecast.views import GROUPS
from tocsin.warning.onsets import Onset
from tocsin.warning.series import Counts, Series

_WEEK = 7
_SHORT = 60  # days up to which a plot shows each day by itself


class Picture(NamedTuple):
    """One pair over time: `starts` are the first days of its weeks, the counts are by week.

    A short span is cut into days instead, a monthly feed into months. `highest` is the highest rung of each; `alarms`
    are (rang, ended or None), `onsets` days.
    """

    dyad: tuple[str, str]
    starts: list[int]
    escalation: list[int]
    other_conflict: list[int]
    cooperation: list[int]
    highest: list[int]
    alarms: list[tuple[int, int | None]]
    onsets: list[int]
    last: int


def picture(
    series: Series, dyad: tuple[str, str], book: Book, onsets: Sequence[Onset], span: tuple[int, int]
) -> Picture:
    """Collect what a plot of a pair shows within a span of days; raises UsageError where the feed has no such pair."""
    names = series.names
    if dyad not in names:
        raise UsageError(f"the feed holds no event between {dyad[0]} and {dyad[1]}")
    rows = series.counts.pair == names.index(dyad)
    counts = Counts(*(column[rows] for column in series.counts))
    width = 30 if series.monthly else 1 if span[1] - span[0] < _SHORT else _WEEK
    weeks = max(1, -(-(span[1] - span[0] + 1) // width))
    inside = (counts.day >= span[0]) & (counts.day <= span[1])
    week = (counts.day[inside] - span[0]) // width
    kind, unique = CLASS_OF_TYPE[counts.kind[inside]], counts.unique[inside]
    escalatory = np.isin(kind, GROUPS["escalation"])
    conflict = np.isin(kind, GROUPS["conflict"]) & ~escalatory
    highest = np.zeros(weeks, dtype=np.int64)
    np.maximum.at(highest, week, counts.rung[inside])

    def by_week(mask: npt.NDArray[np.bool_]) -> list[int]:
        return [int(total) for total in np.bincount(week[mask], weights=unique[mask], minlength=weeks)]

    return Picture(
        dyad, [span[0] + number * width for number in range(weeks)], by_week(escalatory), by_week(conflict),
        by_week(kind == CLASSES.index("cooperation")), highest.tolist(),
        [(alarm.day, alarm.ended) for alarm in book.alarms if alarm.dyad == dyad],
        [onset.day for onset in onsets if onset.pair == dyad and span[0] <= onset.day <= span[1]], span[1],
    )  # fmt: skip
