"""Turns a model's log-odds into probabilities on years that it was not fitted on, with an interval.

The probability comes from a logistic curve through the log-odds (slope and intercept, held towards slope 1), which
keeps the order of pairs. The interval holds both what the curve could be otherwise (95%, from its curvature) and
Venn-Abers' bounds: isotonic regression is run twice with the pair's own score added, once as an onset and once as none,
and the two answers bound what the tune years can tell without a curve. They are computed on a grid of scores. Source:
Vovk and Petej, Venn-Abers predictors, 2014.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.warning.forecast.model import Doubles, chance

_GRID = 64
_HELD = 100.0  # strength with which the slope is held at 1: about what a hundred onsets would weigh

_HELD_AT = 0.25  # and the intercept at 0, so that tune years without an onset do not say "never"


class Calibration(NamedTuple):
    """A fitted calibration: the curve with the variances of slope and intercept and their covariance, and the
    Venn-Abers bounds on a grid of log-odds.
    """

    slope: float
    intercept: float
    spread: Doubles
    grid: Doubles
    low: Doubles
    high: Doubles

    def probability(self, log_odds: Doubles) -> Doubles:
        """Return the calibrated probability."""
        return chance(self.slope * log_odds + self.intercept)

    def interval(self, log_odds: Doubles) -> tuple[Doubles, Doubles]:
        """Return the bounds of the probability; they always hold it."""
        low, high = (np.interp(log_odds, self.grid, bound) for bound in (self.low, self.high))
        slope, both, intercept = self.spread
        half = 1.96 * np.sqrt(np.maximum(slope * log_odds**2 + 2 * both * log_odds + intercept, 0))
        middle = self.slope * log_odds + self.intercept
        return np.minimum(low, chance(middle - half)), np.maximum(high, chance(middle + half))


def fit_calibration(log_odds: Doubles, onset: npt.NDArray[np.bool_], clusters: float = 3.0) -> Calibration:
    """Fit a calibration on scored pair-days.

    `clusters` is how many pair-days share one onset (3 at monthly steps and 90 days): the bounds are those of
    independent onsets, so each counts as a fraction.
    """
    slope, intercept, spread = _curve(log_odds, onset, clusters)
    grid = np.unique(np.quantile(log_odds, 1 - np.geomspace(1, 1 / max(2, len(log_odds)), _GRID)))
    low, high = _venn_abers(log_odds, onset, grid, clusters)
    return Calibration(slope, intercept, spread, grid, low, high)


def _curve(log_odds: Doubles, onset: npt.NDArray[np.bool_], clusters: float) -> tuple[float, float, Doubles]:
    """Fit slope and intercept by Newton's method on the log-likelihood, with a penalty that holds the slope near 1.

    The variances (slope, covariance, intercept) are those of independent onsets, times the pair-days that share one.
    """
    slope, intercept = 1.0, 0.0
    target = onset.astype(np.float64)
    for _ in range(50):
        p = chance(slope * log_odds + intercept)
        weight = np.maximum(p * (1 - p), 1e-12)
        gradient = np.array(
            [((target - p) * log_odds).sum() - _HELD * (slope - 1), (target - p).sum() - _HELD_AT * intercept]
        )
        cross = float((weight * log_odds).sum())
        hessian = np.array(
            [[float((weight * log_odds**2).sum()) + _HELD, cross], [cross, float(weight.sum()) + _HELD_AT]]
        )
        step = np.clip(np.linalg.solve(hessian, gradient), -1, 1)
        slope, intercept = slope + step[0], intercept + step[1]
        if np.abs(step).max() < 1e-8:
            break
    around = np.linalg.inv(hessian) * clusters
    return max(slope, 0.1), intercept, np.array([around[0, 0], around[0, 1], around[1, 1]])


def _venn_abers(
    log_odds: Doubles, onset: npt.NDArray[np.bool_], grid: Doubles, clusters: float
) -> tuple[Doubles, Doubles]:
    """Return both isotonic answers at each score of the grid, never falling along it."""
    from sklearn.isotonic import isotonic_regression

    order = np.argsort(log_odds, kind="stable")
    scores, hits = log_odds[order], onset[order].astype(np.float64)
    cell = np.unique(np.searchsorted(scores, np.quantile(scores, np.linspace(0, 1, 1500))))
    top = np.arange(max(0, len(scores) - 3000), len(scores))  # the few highest scores are kept one by one
    starts = np.unique(np.concatenate([cell[cell < len(scores)], top, [0]]))
    weights = np.diff(np.append(starts, len(scores))).astype(np.float64)
    means = np.add.reduceat(hits, starts) / weights
    centres = scores[starts]
    bounds = []
    for label in (0.0, 1.0):
        found = []
        for score in grid:
            at = int(np.searchsorted(centres, score, side="right"))
            fitted = isotonic_regression(
                np.insert(means, at, label), sample_weight=np.insert(weights / clusters, at, 1.0)
            )
            found.append(fitted[at])
        bounds.append(np.maximum.accumulate(np.array(found)))
    return bounds[0], bounds[1]
