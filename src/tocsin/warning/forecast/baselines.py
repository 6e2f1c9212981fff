"""The simple forecasts that a warning has to beat, each from what was known at the time.

climatology: the rate of onsets in the years of the fit, the same for all. history: boosted trees on the pair's past
onsets alone; history_logistic the same by a logistic regression, which is the harder one. level: conflict events of
the last twelve months. persistence: an onset in the last twelve months. count: conflict events of the last four weeks.
ewma: the exponentially weighted mean of conflict events, half of its weight on the last thirty days. The single-number
ones are put through a logistic curve on the years of the fit.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tocsin.warning.forecast.model import Doubles, Member, Sample, fit_logistic, fit_trees
from tocsin.warning.forecast.panel import Floats
from tocsin.warning.forecast.views import columns_of

_SINGLE = {
    "level": "level.conflict.365",
    "persistence": "history.own.365",
    "count": "change.count.28",
    "ewma": "change.ewma",
}


class _Constant(NamedTuple):
    """The same log-odds for everyone."""

    value: float

    def log_odds(self, values: Floats) -> Doubles:
        """Return the log-odds of the base rate for each row."""
        return np.full(len(values), self.value)


def fit_baselines(sample: Sample) -> dict[str, Member]:
    """Fit every baseline on the years of the fit."""
    rate = (sample.onset.sum() + 0.5) / (len(sample.onset) + 1)
    history = columns_of(sample.names, ["history"])
    found: dict[str, Member] = {
        "climatology": _Constant(float(np.log(rate / (1 - rate)))),
        "history": fit_trees(sample, history, leaves=6, rounds=100, rate=0.05),
        "history_logistic": fit_logistic(sample, history, ridge=0.01),
    }
    for name, column in _SINGLE.items():
        found[name] = fit_logistic(sample, np.array([sample.names.index(column)]), ridge=1.0)
    return found
