"""The uncalibrated detector: how surprising a pair's last days are, as false alarms a year if nothing were up.

Algorithm: escalatory events (threats, sanctions, mobilisation, coercion, force) and all conflict events are counted
over 3, 28 and 90 days. What to expect comes from the pair's own past three years, before the window, held towards the
mean of all pairs (empirical Bayes, gamma prior), times the feed's volume now against then (the pair's own events left
out), and never less than in the same weeks of last year. The count is compared with a negative binomial; the smallest
tail probability over windows, a window-limited sequential test for a change, is expressed as the number of false alarms
a year that a threshold there would cost a quiet pair. A single report rings nothing: four weeks must hold three
conflict events, two of them escalatory, or six with one.

Nothing is fitted on past crises, so there is no probability of an onset: `tocsin warn fit` makes one from a feed and a
list of onsets.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.warning.coverage import age
from tocsin.warning.forecast.panel import Floats, Panel
from tocsin.warning.forecast.views import GROUPS

LOOKS = (3, 28, 90)
_TESTED = ("escalation", "conflict")
_PRIOR = 0.5  # shape of the gamma prior: the weight of half an event
_SPREAD = 0.25  # how far rates wander beyond the prior: variance of the rate over its square
_STEADY = 20.0  # events by which the ratio of volumes is held towards 1
_SETTLING = 14  # days at the start of a feed in which nothing is unusual yet


class Surprise(NamedTuple):
    """How surprising each pair is: `rate` in nominal false alarms a year, `window` and `group` of the sharpest test.

    `number`, `expected` and `size` (of the negative binomial) belong to that test; `rung` is the highest rung of the
    last four weeks and `first` tells whether it had not been reached in the year before.
    """

    pairs: npt.NDArray[np.int64]
    rate: npt.NDArray[np.float64]
    window: npt.NDArray[np.int64]
    group: npt.NDArray[np.int64]
    number: npt.NDArray[np.float64]
    expected: npt.NDArray[np.float64]
    size: npt.NDArray[np.float64]
    rung: npt.NDArray[np.int64]
    first: npt.NDArray[np.bool_]


def surprise(panel: Panel, pairs: npt.NDArray[np.int64] | None = None) -> Surprise:
    """Test the pairs that had a conflict event in the last 90 days (or those given) for a change."""
    conflict = GROUPS["conflict"]
    if pairs is None:
        pairs = np.flatnonzero(panel.counts[90][:-1, conflict].sum(1) > 0)
    looks = LOOKS[1:] if panel.series.monthly else LOOKS
    tests = [(window, group) for window in looks for group in range(len(_TESTED))]
    found = [_test(panel, pairs, window, GROUPS[_TESTED[group]]) for window, group in tests]
    rates = np.stack([test[0] for test in found])
    for number, (window, group) in enumerate(tests):
        if window == max(LOOKS):
            rates[number, _falling(panel, pairs, GROUPS[_TESTED[group]])] = np.inf
    best = rates.argmin(0) if len(pairs) else np.zeros(0, dtype=np.int64)
    column = np.arange(len(pairs))
    rung, first = top_rung(panel, pairs)
    enough = _enough(panel, pairs)
    rate = np.where(enough & (age(panel) >= _SETTLING), rates[best, column], np.inf)
    chosen = [np.stack([test[part] for test in found])[best, column] for part in (1, 2, 3)]
    return Surprise(
        pairs, rate, np.array([test[0] for test in tests])[best], np.array([test[1] for test in tests])[best],
        chosen[0], chosen[1], chosen[2], rung, first,
    )  # fmt: skip


def _enough(panel: Panel, pairs: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Tell where four weeks hold more than a single report."""
    month = panel.counts[28][pairs]
    conflict, escalatory = (month[:, GROUPS[name]].sum(1) for name in ("conflict", "escalation"))
    return np.asarray(((conflict >= 3) & (escalatory >= 2)) | ((conflict >= 6) & (escalatory >= 1)))


def _falling(panel: Panel, pairs: npt.NDArray[np.int64], columns: list[int]) -> npt.NDArray[np.bool_]:
    """Tell where the last four weeks hold less than their part of the quarter: that rise is past."""
    month, quarter = (panel.counts[window][pairs][:, columns].sum(1) for window in (28, max(LOOKS)))
    return np.asarray(month * 3 < quarter * 0.9)


def top_rung(panel: Panel, pairs: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return the highest rung of the last four weeks, and whether nothing so high came in the year before."""
    rungs = np.arange(panel.rung_last.shape[1])
    recent = (panel.rung_last[pairs] >= panel.day - 28) * rungs
    before = (panel.rung_before[pairs] >= panel.day - 28 - 365) * rungs
    top = recent.max(1) if len(pairs) else np.zeros(0, dtype=np.int64)
    return top, (top > 0) & (top > (before.max(1) if len(pairs) else 0))


def _test(
    panel: Panel, pairs: npt.NDArray[np.int64], window: int, columns: list[int]
) -> tuple[npt.NDArray[np.float64], Floats, Floats, npt.NDArray[np.float64]]:
    """Return nominal false alarms a year, the count, what was expected and its spread, for one window and group."""
    gap = max(window, 28)
    past_days = max(1, min(1095, age(panel)) - gap)
    new = panel.counts[window][pairs][:, columns].sum(1)
    past = np.maximum(panel.counts[1095][:, columns].sum(1) - panel.counts[gap][:, columns].sum(1), 0)
    known = max(1, int((panel.first[:-1] < panel.day).sum()))
    prior_rate = (float(past[-1]) + 1) / (known * past_days + 365)
    exposure = _volume_ratio(panel, pairs, window, gap, past_days) * window
    shape = past[pairs] + _PRIOR
    rate = shape / (past_days + _PRIOR / prior_rate)
    expected = rate * exposure
    if age(panel) > 393:
        season = np.maximum(panel.counts[393] - panel.counts[337], 0)[pairs][:, columns].sum(1) * (window / 56)
        expected = np.maximum(expected, season)
    size = 1 / (1 / shape + _SPREAD)
    return nominal_rate(new, expected, size, window), new, expected, size


def nominal_rate(
    count: npt.NDArray[np.floating],
    expected: npt.NDArray[np.floating],
    size: npt.NDArray[np.floating],
    window: npt.NDArray[np.int64] | int,
) -> npt.NDArray[np.float64]:
    """Return the false alarms a year of a threshold at a count, for a negative binomial of this mean and size."""
    from scipy.special import betainc

    mean = np.maximum(expected, 1e-9)
    tail = np.where(count > 0, betainc(np.maximum(count, 0.5), size, mean / (size + mean)), 1.0)  # P(at least so many)
    return np.asarray(tail * (365.25 / window * len(LOOKS) * len(_TESTED)))


def bounds(seen: Surprise, widening: float) -> tuple[float, float]:
    """Return the nominal rates of the first pair if its count were off by twice its root, times a widening for thin
    sources: what more and what fewer reports would have said. Where nothing can ring yet both are that.
    """
    if not np.isfinite(seen.rate[0]):
        return 1e6, 1e6
    count = seen.number[:1]
    half = 2 * np.sqrt(count) * widening
    low, high = (
        float(nominal_rate(np.maximum(changed, 0), seen.expected[:1], seen.size[:1], seen.window[:1])[0])
        for changed in (count + half, count - half)
    )
    return low, min(high, 1e6)


def _volume_ratio(
    panel: Panel, pairs: npt.NDArray[np.int64], window: int, gap: int, past_days: int
) -> npt.NDArray[np.float64]:
    """Return the feed's volume in a window against its past, without each pair's own events, held towards 1.

    A drop in volume is never read as calm, and neither does it make ordinary counts surprising: the ratio stays
    between a half and ten.
    """
    new = panel.counts[window].sum(1)
    past = np.maximum(panel.counts[1095].sum(1) - panel.counts[gap].sum(1), 0) * (window / past_days)
    others_new, others_past = new[-1] - new[pairs], past[-1] - past[pairs]
    return np.asarray(np.clip((others_new + _STEADY) / (others_past + _STEADY), 0.5, 10))
