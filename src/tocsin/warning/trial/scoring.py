"""Scores forecasts as a conflict researcher would: ranking, probability, and recall of a short list, by crisis.

Positive pair-days of one onset are one crisis. Intervals are bootstrapped over crises, because the pair-days of one
crisis are no independent evidence: crises are drawn with replacement, pair-days without an onset stay as they are.
Ties share what they would gain, so that a forecast that says the same of everyone gets no credit for an order.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.warning.forecast.model import Doubles

_DRAWS = 1000
_SEED = 20140226
_TOP = 20
_EDGES = (0.0, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
SCORES = ("auroc", "aupr", "brier", "brier_skill", "log_score", "recall_top20")

Draws = dict[str, Doubles]


class Truth(NamedTuple):
    """What came of the scored pair-days: onset or not, the number of its crisis (-1 for none), the step of each row.

    `climate` is the rate of onsets in the years of the fit, against which skill is measured.
    """

    onset: npt.NDArray[np.bool_]
    crisis: npt.NDArray[np.int64]
    step: npt.NDArray[np.int64]
    climate: float


def crisis_draws(truth: Truth) -> Doubles:
    """Return the weights of each crisis, first as they are and then in every bootstrap draw, (draws + 1, crises)."""
    number = int(truth.crisis.max()) + 1 if len(truth.crisis) else 0
    if number < 1:
        return np.ones((1, 0))
    drawn = np.random.default_rng(_SEED).multinomial(number, np.full(number, 1 / number), size=_DRAWS)
    return np.vstack([np.ones(number), drawn]).astype(np.float64)


def score(probability: Doubles, truth: Truth, draws: Doubles) -> Draws:
    """Return each score as an array: the value itself, then the value in each bootstrap draw."""
    positive = np.flatnonzero(truth.onset)
    if not len(positive):
        return {name: np.full(len(draws), np.nan) for name in SCORES}
    positive = positive[np.argsort(-probability[positive], kind="stable")]
    weight = draws[:, truth.crisis[positive]]
    total = np.maximum(weight.sum(1), 1e-12)
    negatives = np.sort(probability[~truth.onset])
    mine = probability[positive]
    above = len(negatives) - np.searchsorted(negatives, mine, side="left")
    ties = above - (len(negatives) - np.searchsorted(negatives, mine, side="right"))
    last_tie = np.searchsorted(-mine, -mine, side="right") - 1
    hits = np.cumsum(weight, axis=1)[:, last_tie]
    aupr = (weight * hits / np.maximum(hits + above, 1e-12)).sum(1) / total
    auroc = (weight * (1 - (above - ties / 2) / max(1, len(negatives)))).sum(1) / total
    rows = total + len(negatives)
    brier = ((weight * (1 - mine) ** 2).sum(1) + (negatives**2).sum()) / rows
    reference = (total * (1 - truth.climate) ** 2 + len(negatives) * truth.climate**2) / rows
    log_loss = -((weight * np.log(np.clip(mine, 1e-9, 1))).sum(1) + np.log(np.clip(1 - negatives, 1e-9, 1)).sum())
    top = (weight * _listed(probability, truth.step)[positive]).sum(1) / total
    return {
        "auroc": auroc, "aupr": aupr, "brier": brier, "brier_skill": 1 - brier / reference,
        "log_score": log_loss / rows, "recall_top20": top,
    }  # fmt: skip


def _listed(probability: Doubles, step: npt.NDArray[np.int64]) -> Doubles:
    """Return for each row the chance that it is among the twenty highest of its step (a fraction only for ties)."""
    found = np.zeros(len(probability))
    order = np.argsort(step, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(step[order])) + 1):
        scores = np.sort(probability[rows])
        higher = len(rows) - np.searchsorted(scores, probability[rows], side="right")
        same = len(rows) - higher - np.searchsorted(scores, probability[rows], side="left")
        found[rows] = np.clip((_TOP - higher) / np.maximum(same, 1), 0, 1)
    return found


def summary(scores: Draws) -> dict[str, float]:
    """Return the scores themselves, rounded for print."""
    return {name: round(float(values[0]), 6) for name, values in scores.items()}


def interval(values: Doubles) -> list[float]:
    """Return the 95% interval of the bootstrap draws of a score."""
    if len(values) < 2:
        return [float("nan"), float("nan")]
    return [round(float(bound), 6) for bound in np.quantile(values[1:], [0.025, 0.975])]


def reliability(probability: Doubles, truth: Truth) -> tuple[list[dict[str, object]], float]:
    """Return the reliability table and the expected calibration error (mean absolute gap weighted by rows).

    Each bin has its rows, the mean forecast, the share that came true and its 95% interval, for which the pair-days
    of one crisis count together: the number of pair-days that came true is taken to vary as if whole crises did.
    """
    table: list[dict[str, object]] = []
    error = 0.0
    place = np.clip(np.searchsorted(_EDGES, probability, side="right") - 1, 0, len(_EDGES) - 2)
    for number in range(len(_EDGES) - 1):
        inside = place == number
        rows = int(inside.sum())
        if not rows:
            continue
        expected, came = float(probability[inside].mean()), int(truth.onset[inside].sum())
        crises = len(np.unique(truth.crisis[inside & truth.onset]))
        error += rows * abs(expected - came / rows)
        size = came / crises if crises else 1.0
        low, high = _wilson(came / rows, rows / size)
        table.append({
            "from": _EDGES[number], "to": _EDGES[number + 1], "rows": rows, "crises": crises,
            "forecast": round(expected, 6), "observed": round(came / rows, 6),
            "interval": [round(low, 6), round(high, 6)], "onsets_expected": round(expected * rows, 2),
        })  # fmt: skip
    return table, error / max(1, len(probability))


def _wilson(share: float, size: float) -> tuple[float, float]:
    """Return Wilson's 95% interval of a share."""
    z = 1.96
    middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z * np.sqrt(share * (1 - share) / size + z * z / (4 * size * size)) / (1 + z * z / size)
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))
