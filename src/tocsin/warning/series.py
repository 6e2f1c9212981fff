"""The series that every view is computed from: unique events per day, pair, direction and type.

Invariants:
- an event counts once a day, source, target and type, however often it is reported; its reports are `copies`, kept
  apart as salience and never counted. A feed whose dates all fall on the first of a month gives monthly counts: there
  `unique` is the month's count;
- `day` is the first day on which the event could be known: the later of its date and the day its feed added it, and
  the last day of the month in a monthly feed. What is asked "before day d" can therefore not hold what came later;
- entries are sorted by day; a pair is undirected, its parties in alphabetical order, `way` 0 from the first to the
  second.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
EPOCH = np.datetime64("1970-01-01", "D")


class Counts(NamedTuple):
    """Entries as parallel arrays: day (days since 1970-01-01), pair, way, type, rung, unique events, reports."""

    day: Ints
    pair: Ints
    way: Ints
    kind: Ints
    rung: Ints
    unique: Ints
    copies: Ints


class Series(NamedTuple):
    """The unique events between parties; `pairs[i]` are the indices of the i-th pair's parties in `parties`."""

    parties: tuple[str, ...]
    pairs: Ints
    counts: Counts
    monthly: bool

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """The codes of each pair's parties, alphabetically."""
        return tuple((self.parties[a], self.parties[b]) for a, b in self.pairs.tolist())


def day_number(iso: str) -> int:
    """Return the days from 1970-01-01 to an ISO day."""
    return int(np.datetime64(iso, "D").astype(int))


def iso_day(day: int) -> str:
    """Return the ISO form of a day number."""
    return str(EPOCH + np.timedelta64(int(day), "D"))


class Collector:
    """Takes events one by one and makes a Series of them.

    `groups` maps a party's code to the groups of the user's own that it belongs to; what a member does counts for the
    member and, against parties outside, for the group.
    """

    def __init__(self, groups: Mapping[str, Sequence[str]] | None = None) -> None:
        self._groups = groups or {}
        self._parties: dict[str, int] = {}
        self._pairs: dict[tuple[int, int], int] = {}
        self._keys: dict[tuple[str, str], tuple[int, int] | None] = {}
        self._rows = array("i")
        self.dates: set[int] = set()

    def pair_of(self, source: str, target: str) -> tuple[int, int] | None:
        """Return (pair, way) of two parties, or None where both are one."""
        key = (source, target)
        if key not in self._keys:
            self._keys[key] = self._make_pair(source, target)
        return self._keys[key]

    def add(self, row: tuple[int, int, int, int, int, int, int], dated: int) -> None:
        """Add (day known, pair, way, type, rung, unique, copies); `dated` is the day that the feed gives."""
        self._rows.extend(row)
        self.dates.add(dated)

    def series(self) -> Series:
        """Return the series of everything added."""
        raw = np.array(self._rows, dtype=np.int64).reshape(-1, 7)
        monthly = len(self.dates) > 1 and _all_first_of_month(self.dates)
        if monthly:
            raw[:, 0] = _month_end(raw[:, 0])
        raw = self._with_groups(raw)
        pairs = np.array(list(self._pairs), dtype=np.int32).reshape(-1, 2)
        return Series(tuple(self._parties), pairs, _unique(raw, monthly), monthly)

    def _with_groups(self, raw: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Add to entries those of the groups that their parties belong to."""
        if not self._groups:
            return raw
        parties = tuple(self._parties)
        sides = [group_dyads(parties[a], parties[b], self._groups) for a, b in list(self._pairs)]
        parts = [raw]
        for number in range(max(map(len, sides), default=0)):
            to = np.array([side[number] if number < len(side) else None for side in sides], dtype=object)
            keys = [None if dyad is None else self._make_pair(*dyad) for dyad in to]
            pair, way = (np.array([-1 if key is None else key[i] for key in keys], dtype=np.int64) for i in (0, 1))
            new = raw[pair[raw[:, 1]] >= 0]
            parts.append(np.column_stack([new[:, 0], pair[new[:, 1]], new[:, 2] ^ way[new[:, 1]], new[:, 3:]]))
        return np.concatenate(parts)

    def _make_pair(self, source: str, target: str) -> tuple[int, int] | None:
        if source == target:
            return None
        first, second = sorted((source, target))
        key = tuple(self._parties.setdefault(name, len(self._parties)) for name in (first, second))
        return self._pairs.setdefault((key[0], key[1]), len(self._pairs)), int(source != first)


def _unique(raw: npt.NDArray[np.int64], monthly: bool) -> Counts:
    """Collapse entries to one a day, pair, way and type; the highest rung of them stands."""
    if not len(raw):
        return Counts(*np.zeros((7, 0), dtype=np.int32))
    raw = raw[np.lexsort((raw[:, 3], raw[:, 2], raw[:, 1], raw[:, 0]))]
    new = np.ones(len(raw), dtype=bool)
    new[1:] = (raw[1:, :4] != raw[:-1, :4]).any(1)
    starts = np.flatnonzero(new)
    unique = np.add.reduceat(raw[:, 5], starts) if monthly else np.ones(len(starts), dtype=np.int64)
    rung = np.maximum.reduceat(raw[:, 4], starts)
    copies = np.add.reduceat(raw[:, 6], starts)
    day, pair, way, kind = raw[starts, :4].T
    return Counts(*np.stack([day, pair, way, kind, rung, unique, copies]).astype(np.int32))


def _all_first_of_month(days: set[int]) -> bool:
    """Tell whether every day is the first of a month."""
    found = np.array(sorted(days), dtype="datetime64[D]")
    return bool((found == found.astype("datetime64[M]").astype("datetime64[D]")).all())


def _month_end(days: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the last day of each day's month."""
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    return ((months + 1).astype("datetime64[D]") - np.timedelta64(1, "D")).astype(np.int64)


def merge_groups(rows: Sequence[tuple[str, Sequence[str]]]) -> dict[str, tuple[str, ...]]:
    """Return code -> groups of a user's own groups."""
    found: dict[str, tuple[str, ...]] = {}
    for group, members in rows:
        for member in members:
            found[member] = (*found.get(member, ()), group)
    return found


def group_dyads(source: str, target: str, groups: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return the dyads beside their own that an event between two parties counts for, none within a group."""
    of_source, of_target = groups.get(source, ()), groups.get(target, ())
    return [
        (one, other)
        for one in (source, *of_source)
        for other in (target, *of_target)
        if (one, other) != (source, target) and one != other and one not in of_target and other not in of_source
    ]
