"""The forecast: how likely an onset is within the horizon, from all views of a pair.

Five members are fitted and the mean of their log-odds taken: ridge logistic regressions on the pair's history, on the
summary views and on every view, and short runs of boosted trees of four leaves on the summaries and on every view.
Onsets are few (some hundred in a fit), so each member is held back hard: what a flexible model gains on the years of
the fit it loses on the years after. All members count alike: no choice among them could be told from chance. Views
are standardised by the fit and clipped at six deviations; nothing is per country. Pair-days without an onset are so
many and so alike that random parts of them, weighted up, stand for all; each run of trees has a part of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from tocsin.warning.forecast.panel import Floats
from tocsin.warning.forecast.views import VIEWS, columns_of

Doubles = npt.NDArray[np.float64]

_CLIP = 6.0


class Sample(NamedTuple):
    """Pair-days with their views: `values[i]` are the views of pair `pair[i]` at `day[i]`, named by `names`.

    `onset[i]` is True where an onset of the pair falls into [day, day + horizon); `ongoing[i]` where one fell into the
    90 days before.
    """

    names: tuple[str, ...]
    pair: npt.NDArray[np.int64]
    day: npt.NDArray[np.int64]
    values: Floats
    onset: npt.NDArray[np.bool_]
    ongoing: npt.NDArray[np.bool_]

    def where(self, mask: npt.NDArray[np.bool_]) -> Sample:
        """Return the rows for which the mask holds."""
        return Sample(
            self.names, self.pair[mask], self.day[mask], self.values[mask], self.onset[mask], self.ongoing[mask]
        )


class Member(Protocol):
    """One fitted model: log-odds from views."""

    def log_odds(self, values: Floats) -> Doubles:
        """Return the log-odds of an onset for each row of views."""
        ...


class Logistic(NamedTuple):
    """A ridge logistic regression on some columns: weights on standardised views, and an intercept."""

    columns: npt.NDArray[np.int64]
    mean: Doubles
    deviation: Doubles
    weights: Doubles
    intercept: float

    def log_odds(self, values: Floats) -> Doubles:
        """Return the log-odds of an onset for each row of views."""
        return np.asarray(
            _standardised(values[:, self.columns], self.mean, self.deviation) @ self.weights + self.intercept
        )


class Trees(NamedTuple):
    """Boosted trees as flat tables, so that weights are plain numbers in a file and not a pickled object.

    A node without children has `left` 0 and adds `value`; others send a row left where its column is at most
    `threshold`. `roots` are the nodes at which the trees begin; the sum of the leaves is scaled by `scale`.
    """

    columns: npt.NDArray[np.int64]
    roots: npt.NDArray[np.int64]
    feature: npt.NDArray[np.int64]
    threshold: Doubles
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    value: Doubles
    start: float
    scale: float

    def log_odds(self, values: Floats) -> Doubles:
        """Return the log-odds of an onset for each row of views."""
        taken = np.asfortranarray(values[:, self.columns])
        total = np.zeros(len(taken))
        everyone = np.arange(len(taken))
        for root in self.roots:
            waiting = [(int(root), everyone)]
            while waiting:
                node, rows = waiting.pop()
                if not self.left[node]:
                    total[rows] += self.value[node]
                    continue
                below = taken[rows, self.feature[node]] <= self.threshold[node]
                waiting.append((int(self.left[node]), rows[below]))
                waiting.append((int(self.right[node]), rows[~below]))
        return np.asarray(total * self.scale + self.start)


class Model(NamedTuple):
    """The members of a forecast; their mean log-odds are its own."""

    names: tuple[str, ...]
    members: tuple[Member, ...]

    def log_odds(self, values: Floats) -> Doubles:
        """Return the uncalibrated log-odds of an onset for each row of views."""
        return np.asarray(np.stack([member.log_odds(values) for member in self.members]).mean(0))


def fit_model(sample: Sample, views: Sequence[str] = VIEWS) -> Model:
    """Fit the members on a sample, leaving out every view that is not named (for ablations)."""
    history = columns_of(sample.names, [view for view in views if view == "history"])
    everything = columns_of(sample.names, views)
    summaries = np.array(
        [c for c in everything if sample.names[c].startswith(_SUMMARY) or "decayed" in sample.names[c]]
    )
    members: list[Member] = [
        fit_trees(sample, everything, leaves=4, rounds=200, rate=0.03),
        fit_logistic(sample, everything, ridge=0.003),
    ]
    if len(summaries):
        members.append(fit_trees(sample, summaries, leaves=4, rounds=200, rate=0.03))
        members.append(fit_logistic(sample, summaries, ridge=0.01))
    if len(history):
        members.append(fit_logistic(sample, history, ridge=0.01))
    return Model(sample.names, tuple(members))


_SUMMARY = ("history.", "place.", "spill.", "ladder.", "talks.", "change.surprise.", "change.rise.")
_PLENTY = 30_000  # pair-days without an onset that stand for all in one run of trees
_MOST = 150_000  # and in a logistic regression
_DRAWS = 4
_SEED = 20140226


class Weighted(NamedTuple):
    """Rows of a sample with the number of pair-days that each stands for."""

    values: Floats
    onset: npt.NDArray[np.bool_]
    weight: Doubles


def thinned(sample: Sample, number: int, draw: int = 0) -> Weighted:
    """Keep every row with an onset, and a random part of the others with weights that make up for the rest."""
    calm = np.flatnonzero(~sample.onset)
    kept = calm
    if len(calm) > number:
        kept = np.random.default_rng((_SEED, draw)).choice(calm, number, replace=False)
    rows = np.sort(np.concatenate([np.flatnonzero(sample.onset), kept]))
    onset = sample.onset[rows]
    return Weighted(sample.values[rows], onset, np.where(onset, 1.0, len(calm) / max(1, len(kept))))


def fit_logistic(whole: Sample, columns: npt.NDArray[np.int64], ridge: float) -> Logistic:
    """Fit a logistic regression; `ridge` is the inverse strength of its penalty (scikit-learn's C)."""
    from sklearn.linear_model import LogisticRegression  # loaded where a model is fitted, and nowhere else

    sample = thinned(whole, _MOST)
    chosen = sample.values[:, columns].astype(np.float64)
    mean = np.average(chosen, axis=0, weights=sample.weight)
    deviation = np.sqrt(np.average((chosen - mean) ** 2, axis=0, weights=sample.weight)) + 1e-9
    fitted = LogisticRegression(C=ridge, max_iter=500)
    fitted.fit(_standardised(chosen, mean, deviation), sample.onset, sample_weight=sample.weight)
    return Logistic(columns, mean, deviation, fitted.coef_[0], float(fitted.intercept_[0]))


def fit_trees(whole: Sample, columns: npt.NDArray[np.int64], *, leaves: int, rounds: int, rate: float) -> Trees:
    """Fit boosted trees on several draws of pair-days and columns and put all into one table.

    They see the thinned rows unweighted, and the log of what each row stands for is taken off their log-odds.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    nodes: list[npt.NDArray[np.void]] = []
    roots: list[int] = []
    start = 0.0
    for draw in range(_DRAWS):
        sample = thinned(whole, _PLENTY, draw)
        least = min(30, len(sample.onset) // 50)
        with threadpool_limits(1):  # the rounds are so short that threads cost ten times what they save
            fitted = HistGradientBoostingClassifier(
                max_iter=rounds, learning_rate=rate, max_leaf_nodes=leaves, min_samples_leaf=least,
                l2_regularization=5.0, max_features=0.3, early_stopping=False, random_state=draw,
            ).fit(sample.values[:, columns], sample.onset)  # fmt: skip
        start += (float(fitted._baseline_prediction[0, 0]) - float(np.log(sample.weight.max()))) / _DRAWS
        for predictor in (trees[0] for trees in fitted._predictors):
            roots.append(sum(map(len, nodes)))
            nodes.append(predictor.nodes)
    offsets = np.repeat(roots, [len(found) for found in nodes])
    table = np.concatenate(nodes)
    inner = ~table["is_leaf"].astype(bool)
    return Trees(
        columns, np.array(roots), table["feature_idx"].astype(np.int64), table["num_threshold"].astype(np.float64),
        np.where(inner, table["left"] + offsets, 0), np.where(inner, table["right"] + offsets, 0),
        table["value"].astype(np.float64), start, 1 / _DRAWS,
    )  # fmt: skip


def _standardised(values: npt.NDArray[np.floating], mean: Doubles, deviation: Doubles) -> Doubles:
    """Return views in deviations from the mean of the fit, clipped."""
    return np.asarray(np.clip((values.astype(np.float64) - mean) / deviation, -_CLIP, _CLIP))


def chance(log_odds: Doubles) -> Doubles:
    """Return the probability that log-odds stand for."""
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -30, 30))))
