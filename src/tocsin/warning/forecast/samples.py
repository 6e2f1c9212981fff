"""Makes samples of pair-days for fitting and testing, split in time so that nothing of the future leaks.

A pair-day belongs to a split only where its whole horizon does: what is fitted up to a day has seen no onset after it,
and no label of a test is cut off. The views come from a Panel that has advanced to the day and no further.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.errors import UsageError
from tocsin.warning.forecast.model import Doubles, Member, Sample
from tocsin.warning.forecast.panel import Panel
from tocsin.warning.forecast.views import view, watched
from tocsin.warning.onsets import Onset
from tocsin.warning.series import Series

_WARM_UP = 1461  # days at the start of a feed for which there is too little past to learn from


class Span(NamedTuple):
    """A stretch of days, both inclusive, as day numbers."""

    first: int
    last: int


class Split(NamedTuple):
    """The three stretches of a back-test, in order and without overlap."""

    fit: Span
    tune: Span
    test: Span


def forecast_days(span: Span, step: str, horizon: int) -> list[int]:
    """Return the days on which a forecast is made in a span: all whose whole horizon lies in it."""
    last = span.last - horizon + 1
    if last < span.first:
        return []
    if step == "month":
        months = np.arange(
            np.datetime64(span.first, "D").astype("datetime64[M]"),
            np.datetime64(last, "D").astype("datetime64[M]") + 1,
        )
        days = months.astype("datetime64[D]").astype(int).tolist()
    else:
        days = list(range(span.first, last + 1))
    return [day for day in days if span.first <= day <= last]


def warmed_up(series: Series, fit_until: int) -> int:
    """Return the first day from which a fit learns: four years after the feed begins, or a third of what there is."""
    days = series.counts.day
    if not len(days) or int(days[0]) >= fit_until:
        raise UsageError("the feed holds nothing before --fit-until; give earlier events or a later day")
    return int(days[0]) + min(_WARM_UP, (fit_until - int(days[0])) // 3)


def sample_days(
    panel: Panel, onsets: Sequence[Onset], days: Iterable[int], horizon: int, *, least: int = 20
) -> Iterator[Sample]:
    """Walk a panel through the days and yield the views of each with what came within the horizon."""
    first, last = _next_and_last(panel, onsets)
    for day in days:
        panel.advance(day)
        pairs = watched(panel, least)
        table = view(panel, pairs)
        coming, past = first(day)[pairs], last(day)[pairs]
        yield Sample(
            table.names, pairs, np.full(len(pairs), day), table.values,
            (coming >= day) & (coming < day + horizon), past >= day - 90,
        )  # fmt: skip


def joined(samples: Iterable[Sample]) -> Sample:
    """Put samples together; raises UsageError where there is none."""
    found = list(samples)
    if not found or not sum(len(sample.pair) for sample in found):
        raise UsageError("no pair of the feed has enough events in one of the spans; give more events or other dates")
    return Sample(
        found[0].names,
        np.concatenate([sample.pair for sample in found]),
        np.concatenate([sample.day for sample in found]),
        np.concatenate([sample.values for sample in found]),
        np.concatenate([sample.onset for sample in found]),
        np.concatenate([sample.ongoing for sample in found]),
    )


class Scored(NamedTuple):
    """Forecast pair-days without their views: `log_odds[name]` of each member, and what came of them."""

    pair: npt.NDArray[np.int64]
    day: npt.NDArray[np.int64]
    onset: npt.NDArray[np.bool_]
    log_odds: dict[str, Doubles]


_ROWS = 50_000  # pair-days whose views are held at once: views of every day of a long span would not fit in memory


def score_days(samples: Iterable[Sample], members: Mapping[str, Member]) -> Scored:
    """Score samples as they come and keep the log-odds only; raises UsageError where there is none."""
    parts: list[Scored] = []
    held: list[Sample] = []
    for sample in chain(samples, [None]):
        if sample is not None:
            held.append(sample)
        if held and (sample is None or sum(len(one.pair) for one in held) >= _ROWS):
            block = joined(held)
            odds = {name: member.log_odds(block.values) for name, member in members.items()}
            parts.append(Scored(block.pair, block.day, block.onset, odds))
            held = []
    if not parts:
        raise UsageError("a span is shorter than the horizon; give other dates")
    return Scored(
        np.concatenate([part.pair for part in parts]),
        np.concatenate([part.day for part in parts]),
        np.concatenate([part.onset for part in parts]),
        {name: np.concatenate([part.log_odds[name] for part in parts]) for name in members},
    )


class _Lookup:
    """Finds, for a day, each pair's onset in one direction of time."""

    def __init__(self, size: int, by_pair: dict[int, list[int]], *, forward: bool) -> None:
        self._size, self._by_pair, self._forward = size, by_pair, forward

    def __call__(self, day: int) -> npt.NDArray[np.int64]:
        """Return each pair's next onset from `day` on, or its last before it (out of reach where there is none)."""
        far = 1 << 40
        found = np.full(self._size, far if self._forward else -far, dtype=np.int64)
        for pair, days in self._by_pair.items():
            if self._forward:
                found[pair] = next((when for when in days if when >= day), far)
            else:
                found[pair] = next((when for when in reversed(days) if when < day), -far)
        return found


def _next_and_last(panel: Panel, onsets: Sequence[Onset]) -> tuple[_Lookup, _Lookup]:
    """Return the look-ups of each pair's next and last onset; pairs that the panel does not know are left out."""
    index = {name: number for number, name in enumerate(panel.names)}
    by_pair: dict[int, list[int]] = defaultdict(list)
    for onset in onsets:
        if onset.pair in index:
            by_pair[index[onset.pair]].append(onset.day)
    return _Lookup(len(index), by_pair, forward=True), _Lookup(len(index), by_pair, forward=False)
