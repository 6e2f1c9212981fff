"""Rings, stands and stands down: alarms from a row of scores, and what they cost and catch.

An alarm rings when a pair's score reaches the threshold and no alarm of the pair stands. It stands for 60 days, or
until an onset comes, and does not repeat; then it is stood down, or renewed where the score is still that high. In the
184 days after an onset nothing rings: the crisis is there, and while it lasts there is hardly ever another onset.

Credit: a ring 1 to 90 days before an onset is early, one 0 to 7 days after it a detection, anything else a false alarm,
but for the 90 days after an onset, which count on neither side. Rings of a pair within 28 days are one. The threshold
is the lowest whose false alarms per dyad-year stay within the budget on the tune years.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.warning.forecast.model import Doubles

STANDS = 60  # days
EARLY = 90
DETECTED = 7
_AFTER = 90
_QUIET = (
    184  # in the development data before 2009, onsets are four times rarer from day 91 to 184 than in the next year
)
_MERGE = 28
BUDGETS = (0.1, 0.25, 0.5, 1.0)
_ROUNDS = 24


class Scores(NamedTuple):
    """Scores of pairs over time: `values[i, t]` of pair `pairs[i]` on `days[t]` (-inf where it is not watched)."""

    pairs: npt.NDArray[np.int64]
    days: npt.NDArray[np.int64]
    values: Doubles


class Outcome(NamedTuple):
    """What a threshold's rings came to.

    `rings[i]` are the days of pair i's rings; `early` and `detected` the onsets caught, with days of lead; `missed` the
    others; `false_alarms` per `dyad_years`; `chance_early` how many onsets as many rings would have caught at random
    days of random pairs, `chance_own` at random days of the same pair each.
    """

    rings: dict[int, list[int]]
    early: list[tuple[int, int]]
    leads: list[int]
    detected: list[tuple[int, int]]
    missed: list[tuple[int, int]]
    false_alarms: int
    dyad_years: float
    chance_early: float
    chance_own: float


class _Grid(NamedTuple):
    """Masks over pairs and days: `closed` where nothing counts, `quiet` where nothing rings, `before` an onset."""

    scores: Scores
    closed: npt.NDArray[np.bool_]
    quiet: npt.NDArray[np.bool_]
    before: npt.NDArray[np.bool_]
    step: float


def grid_of(pair: npt.NDArray[np.int64], day: npt.NDArray[np.int64], value: Doubles) -> Scores:
    """Arrange scores of pair-days as a table."""
    pairs, row = np.unique(pair, return_inverse=True)
    days, column = np.unique(day, return_inverse=True)
    table = np.full((len(pairs), len(days)), -np.inf)
    table[row, column] = value
    return Scores(pairs, days, table)


def find_threshold(scores: Scores, onsets: Mapping[int, Sequence[int]], budget: float) -> float:
    """Return the lowest threshold whose false alarms per dyad-year are within the budget."""
    grid = _masks(scores, onsets)
    levels = np.unique(scores.values[np.isfinite(scores.values)])
    low, high = 0, len(levels)
    for _ in range(_ROUNDS):
        if low >= high:
            break
        middle = (low + high) // 2
        false_alarms, years = _false_alarms(grid, _ring(grid, float(levels[middle])))
        if false_alarms > budget * years:
            low = middle + 1
        else:
            high = middle
    return float(levels[min(low, len(levels) - 1)]) if low < len(levels) else float("inf")


def judge(scores: Scores, onsets: Mapping[int, Sequence[int]], threshold: float) -> Outcome:
    """Ring at a threshold and credit the rings; only onsets with 90 scored days before them can be called."""
    grid = _masks(scores, onsets)
    rung = _ring(grid, threshold)
    false_alarms, years = _false_alarms(grid, rung)
    first, last = int(scores.days[0]), int(scores.days[-1])
    row_of = {pair: row for row, pair in enumerate(scores.pairs.tolist())}
    rings = {
        int(scores.pairs[row]): scores.days[np.flatnonzero(rung[row])].tolist() for row in np.flatnonzero(rung.any(1))
    }
    early, leads, detected, missed, own = [], [], [], [], 0.0
    open_days = np.isfinite(scores.values) & ~grid.closed
    for pair, days in onsets.items():
        for onset in days:
            if not first + EARLY - grid.step <= onset <= last + EARLY:
                continue
            gaps = [onset - ring for ring in rings.get(pair, ()) if -DETECTED <= onset - ring <= EARLY]
            if any(gap >= 1 for gap in gaps):
                early.append((pair, onset))
                leads.append(max(gaps))
            elif gaps:
                detected.append((pair, onset))
            else:
                missed.append((pair, onset))
            if pair in row_of:
                own += _own_chance(rung[row_of[pair]], open_days[row_of[pair]], grid.step)
    counted = rung & open_days
    rate = counted.sum() / max(1, open_days.sum())
    tries = max(1, int(EARLY // grid.step))
    chance = (len(early) + len(detected) + len(missed)) * float(1 - (1 - rate) ** tries)
    return Outcome(rings, early, leads, detected, missed, false_alarms, years, chance, own)


def _masks(scores: Scores, onsets: Mapping[int, Sequence[int]]) -> _Grid:
    """Mark the days after each onset, and those within the early window before it."""
    closed, quiet, before = (np.zeros(scores.values.shape, dtype=bool) for _ in range(3))
    row_of = {pair: row for row, pair in enumerate(scores.pairs.tolist())}
    for pair, days in onsets.items():
        if (row := row_of.get(pair)) is None:
            continue
        for onset in days:
            gap = scores.days - onset
            closed[row] |= (gap > DETECTED) & (gap <= _AFTER)
            quiet[row] |= (gap > DETECTED) & (gap <= _QUIET)
            before[row] |= (gap >= -EARLY) & (gap <= DETECTED)
    step = float(np.median(np.diff(scores.days))) if len(scores.days) > 1 else 1.0
    return _Grid(scores, closed, quiet, before, step)


def _ring(grid: _Grid, threshold: float) -> npt.NDArray[np.bool_]:
    """Return where an alarm rings."""
    days, values = grid.scores.days, grid.scores.values
    rung = np.zeros(values.shape, dtype=bool)
    until = np.full(len(values), -(1 << 40), dtype=np.int64)
    for column, day in enumerate(days.tolist()):
        new = (values[:, column] >= threshold) & (until <= day) & ~grid.quiet[:, column]
        rung[:, column] = new
        until[new] = day + max(_MERGE, STANDS - int(grid.step) // 3)
    return rung


def _false_alarms(grid: _Grid, rung: npt.NDArray[np.bool_]) -> tuple[int, float]:
    """Return the number of false alarms and the dyad-years in which there could be any."""
    watched = np.isfinite(grid.scores.values) & ~grid.closed
    return int((rung & watched & ~grid.before).sum()), float(watched.sum()) * grid.step / 365.25


def _own_chance(rung: npt.NDArray[np.bool_], open_days: npt.NDArray[np.bool_], step: float) -> float:
    """Return the chance that a pair's own rings, moved round the span together, would be early."""
    steps = rung[open_days].astype(np.float64)
    tries = max(1, int(EARLY // step))
    if len(steps) <= tries:
        return float(steps.any())
    wrapped = np.concatenate([steps, steps[: tries - 1]])
    return float((np.convolve(wrapped, np.ones(tries), mode="valid") > 0).mean())
