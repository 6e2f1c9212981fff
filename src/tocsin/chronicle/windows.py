"""Cuts the days of a ledger that have changed into windows, each to be joined by itself.

Algorithm: up to some thousands of articles, one window holds everything. In a larger ledger, runs of changed days make
windows of at most so many changed articles. What a changed article can concern lies within days on both sides: those
are replaced, and as many again are read for them. How many days that is depends on how dense the ledger is: a week
where it can be, less where a week holds more articles than can be joined at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

WHOLE = 2_000  # articles up to which everything is found anew
MOST = 10_000  # articles that are joined at once
_PIECE = 1_500  # changed articles in one window
_REACHES = ((7, 14), (3, 6), (1, 2), (0, 1), (0, 0))  # days on both sides that are replaced and read


class Window(NamedTuple):
    """Changed days, and the first and last of the days to replace and to read (None: everything, "": undated)."""

    days: tuple[str, ...]
    replaced: tuple[str, str] | None
    read: tuple[str, str] | None

    def holds(self, day: str) -> bool:
        """Tell whether what was found on a day is replaced."""
        return self.replaced is None or self.replaced[0] <= day <= self.replaced[1]

    def each_day(self) -> tuple[str, ...] | None:
        """Return every day to replace (None: all that there are)."""
        return None if self.replaced is None else tuple(_each_day(*self.replaced))


def cut(changed: Sequence[str], counts: Sequence[tuple[str, int]], whole: int = WHOLE) -> Iterator[Window]:
    """Yield the windows of changed days; `counts` holds the number of articles of each day, in order."""
    if not changed:
        return
    if sum(number for _, number in counts) <= whole:
        yield Window(tuple(changed), None, None)
        return
    if "" in changed:
        yield Window(("",), ("", ""), ("", ""))
    held = dict(counts)
    run: list[str] = []
    number = 0
    for day in sorted(filter(None, changed)):
        apart = bool(run) and day > shift(run[-1], _REACHES[0][0])
        if run and (apart or number + held.get(day, 0) > _PIECE):
            yield _window(run, counts)
            run, number = [], 0
        run.append(day)
        number += held.get(day, 0)
    if run:
        yield _window(run, counts)


def _window(run: Sequence[str], counts: Sequence[tuple[str, int]]) -> Window:
    """Make the window of a run of changed days, as wide as the number of articles around them lets it be."""
    first, last = run[0], run[-1]

    def around(days: int) -> tuple[str, str]:
        return shift(first, -days), shift(last, days)

    def held(days: int) -> int:
        return sum(number for day, number in counts if around(days)[0] <= day <= around(days)[1])

    replaced, read = next((reach for reach in _REACHES if held(reach[1]) <= MOST), _REACHES[-1])
    return Window(tuple(run), around(replaced), around(read))


def shift(day: str, by: int) -> str:
    """Return the ISO day so many days later."""
    return (date.fromisoformat(day) + timedelta(by)).isoformat()


def _each_day(first: str, last: str) -> Iterator[str]:
    """Yield the days from one to another; for undated articles that is "" alone."""
    yield first
    while first < last:
        first = shift(first, 1)
        yield first
