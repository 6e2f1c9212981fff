"""What is known of every pair at a day: counts in windows, decayed counts, last sightings and past onsets.

Algorithm: the panel walks forward in time. `advance(day)` takes in what became known before `day` and nothing later,
so that whatever is computed from a panel cannot hold the future. Windows are exact: an entry is added once and
subtracted when it leaves, so that a step costs what happened in it and not the length of the past. Decayed counts
halve every half-life and are multiplied at each step. The last row of every table is the whole feed, its volume.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tocsin.warning.feeds.codes import TYPES
from tocsin.warning.forecast.geography import nearness
from tocsin.warning.onsets import Onset
from tocsin.warning.series import Series

Floats = npt.NDArray[np.float32]

CLASSES = (
    "other",
    "cooperation",
    "request",
    "accuse",
    "threaten",
    "protest",
    "sanction",
    "mobilize",
    "coerce",
    "assault",
)
_CLASS_OF = {"COMMENT": 0, "APPEAL": 0, "REQUEST": 2, "ACCUSE": 3, "REJECT": 3, "THREATEN": 4, "PROTEST": 5} | {
    "SANCTION": 6, "MOBILIZE": 7, "COERCE": 8, "ASSAULT": 9,
}  # fmt: skip
CLASS_OF_TYPE = np.array([_CLASS_OF.get(name, 1) for name in TYPES], dtype=np.int64)

WINDOWS = (3, 28, 90, 337, 365, 393, 1095, 1825)
"""Days; 28 is four whole weeks, and no more than one month of a monthly feed; 337 to 393 is the season a year ago."""
HALF_LIVES = (30.0, 365.0, 1095.0, 3650.0)  # days, of decayed counts
ONSET_HALF_LIVES = (183.0, 365.0, 1095.0, 1826.0, 3650.0)
NEVER = -40_000  # a day before every feed
_RUNGS = 9


class Panel:
    """The state of all pairs of a series at `day`; walk it forward with `advance`.

    `counts[w]` are unique events in the last w days, `decayed[h]` decayed counts, both (pairs + 1, classes);
    `both_ways` events in the last 365 days by direction; `last[pair, class]` the last day of each class;
    `rung_last[pair, rung]` and `rung_before[pair, rung]` the last day of each rung at all and before the last 28 days;
    `own` and `other` past onsets of the kind that is forecast and of other kinds, decayed (pairs, half-lives), with
    `own_last`, `other_last`, `own_count` and `other_count`.
    """

    def __init__(self, series: Series, own: Sequence[Onset] = (), other: Sequence[Onset] = ()) -> None:
        self.series = with_pairs(series, [onset.pair for onset in (*own, *other)])
        self.names = self.series.names
        self.day = NEVER
        size = len(self.names) + 1
        self.counts = {window: np.zeros((size, len(CLASSES)), np.float32) for window in WINDOWS}
        self.decayed = {half: np.zeros((size, len(CLASSES)), np.float32) for half in HALF_LIVES}
        self.total = np.zeros(size, np.float32)
        self.both_ways = np.zeros((size, 2), np.float32)
        self.last = np.full((size, len(CLASSES)), NEVER, np.int32)
        self.first = np.full(size, -NEVER, np.int32)
        self.rung_last = np.full((size, _RUNGS), NEVER, np.int32)
        self.rung_before = np.full((size, _RUNGS), NEVER, np.int32)
        self.nearness = nearness(self.names)
        self._next = 0
        self._out = dict.fromkeys(WINDOWS, 0)
        self.classes = CLASS_OF_TYPE[self.series.counts.kind]
        self._order = np.argsort(self.series.counts.pair, kind="stable")
        self._begin = np.searchsorted(self.series.counts.pair[self._order], np.arange(size))
        index = {pair: number for number, pair in enumerate(self.names)}
        self._onsets = [_Past(onsets, index, size) for onsets in (own, other)]

    @property
    def own(self) -> _Past:
        """The past onsets of the kind that is forecast."""
        return self._onsets[0]

    @property
    def other(self) -> _Past:
        """The past onsets of every other kind."""
        return self._onsets[1]

    def rows(self, pair: int) -> npt.NDArray[np.int64]:
        """Return the rows of the series that are of a pair and known at the panel's day, oldest first."""
        found = self._order[self._begin[pair] : self._begin[pair + 1]]
        return found[self.series.counts.day[found] < self.day]

    def advance(self, day: int) -> None:
        """Take in everything known before `day`; a panel never goes back."""
        if day < self.day:
            raise ValueError(f"a panel at day {self.day} cannot go back to {day}")
        counts = self.series.counts
        stop = int(np.searchsorted(counts.day, np.int32(day)))
        for half, table in self.decayed.items():
            table *= np.float32(0.5 ** ((day - self.day) / half)) if self.day > NEVER else np.float32(1)
        self._add(slice(self._next, stop), day)
        for window in WINDOWS:
            gone = int(np.searchsorted(counts.day, np.int32(day - window)))
            self._remove(slice(self._out[window], gone), window)
            self._out[window] = gone
        for past in self._onsets:
            past.advance(day, self.day)
        self._next, self.day = stop, day

    def _add(self, new: slice, day: int) -> None:
        """Add new entries to every table."""
        counts = self.series.counts
        if new.start == new.stop:
            return
        pair, kind, unique = counts.pair[new], self.classes[new], counts.unique[new].astype(np.float32)
        for table in self.counts.values():
            _accumulate(table, pair, kind, unique)
        for half, table in self.decayed.items():
            _accumulate(table, pair, kind, (unique * 0.5 ** ((day - counts.day[new]) / half)).astype(np.float32))
        conflict = kind >= _CONFLICT
        np.add.at(self.total, pair[conflict], unique[conflict])
        np.add.at(self.both_ways, (pair[conflict], counts.way[new][conflict]), unique[conflict])
        np.maximum.at(self.last, (pair, kind), counts.day[new])
        np.minimum.at(self.first, pair, counts.day[new])
        np.maximum.at(self.rung_last, (pair, counts.rung[new]), counts.day[new])

    def _remove(self, gone: slice, window: int) -> None:
        """Take the entries that left a window out of its counts."""
        counts = self.series.counts
        if gone.start == gone.stop:
            return
        pair, kind, unique = counts.pair[gone], self.classes[gone], counts.unique[gone].astype(np.float32)
        _accumulate(self.counts[window], pair, kind, -unique)
        if window == 28:
            np.maximum.at(self.rung_before, (pair, counts.rung[gone]), counts.day[gone])
        if window == 365:
            conflict = kind >= _CONFLICT
            np.subtract.at(self.both_ways, (pair[conflict], counts.way[gone][conflict]), unique[conflict])


_CONFLICT = CLASSES.index("request")


class _Past:
    """Past onsets of one kind as a panel knows them."""

    def __init__(self, onsets: Sequence[Onset], index: dict[tuple[str, str], int], size: int) -> None:
        self.onsets = tuple(onsets)
        self._day = np.array([onset.day for onset in onsets], dtype=np.int32)
        self._pair = np.array([index[onset.pair] for onset in onsets], dtype=np.int32)
        self._next = 0
        self.decayed = np.zeros((size, len(ONSET_HALF_LIVES)), np.float32)
        self.last = np.full(size, NEVER, np.int32)
        self.number = np.zeros(size, np.float32)

    @property
    def first(self) -> int:
        """The day of the first onset so far, or one after everything."""
        return int(self._day[0]) if self._next else -NEVER

    def advance(self, day: int, before: int) -> None:
        """Take in the onsets before `day`."""
        stop = int(np.searchsorted(self._day, day))
        pair, when = self._pair[self._next : stop], self._day[self._next : stop]
        if before > NEVER:
            self.decayed *= np.float32(0.5) ** np.float32((day - before) / np.array(ONSET_HALF_LIVES))
        for column, half in enumerate(ONSET_HALF_LIVES):
            np.add.at(self.decayed[:, column], pair, (0.5 ** ((day - when) / half)).astype(np.float32))
        np.maximum.at(self.last, pair, when)
        np.add.at(self.number, pair, 1)
        self._next = stop


def _accumulate(table: Floats, pair: npt.NDArray[np.int32], kind: npt.NDArray[np.int64], weight: Floats) -> None:
    """Add weights to a table by pair and class, and to its last row, the whole feed."""
    np.add.at(table, (pair, kind), weight)
    table[-1] += np.bincount(kind, weights=weight, minlength=len(CLASSES)).astype(np.float32)


def with_pairs(series: Series, wanted: Sequence[tuple[str, str]]) -> Series:
    """Return the series with pairs that it never mentions added, so that their onsets are not forgotten."""
    known = set(series.names)
    parties = list(series.parties)
    index = {name: number for number, name in enumerate(parties)}
    new = []
    for pair in dict.fromkeys(wanted):
        if pair not in known:
            for name in pair:
                if name not in index:
                    index[name] = len(parties)
                    parties.append(name)
            new.append([index[pair[0]], index[pair[1]]])
    if not new:
        return series
    return series._replace(parties=tuple(parties), pairs=np.concatenate([series.pairs, np.array(new, dtype=np.int32)]))
