"""Weights of a user's own: fitted by `tocsin warn fit` on a feed and a list of onsets, kept as plain numbers in JSON.

Nothing fitted ships with Tocsin, because no event feed with a list of onsets has terms that allow it. A file of weights
holds a forecast for 30 and one for 90 days, each with members, calibration and alarm thresholds, and says up to which
day it has seen onsets; it is not used for days before that.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from tocsin.errors import UsageError, why
from tocsin.warning.forecast.calibration import Calibration, fit_calibration
from tocsin.warning.forecast.model import Doubles, Logistic, Member, Model, Trees, fit_model
from tocsin.warning.forecast.panel import Panel
from tocsin.warning.forecast.samples import Span, forecast_days, joined, sample_days, score_days, warmed_up
from tocsin.warning.forecast.views import VIEWS, columns_of, view, watched
from tocsin.warning.onsets import Onset, of_kind
from tocsin.warning.series import Series, iso_day
from tocsin.warning.trial.alarms import BUDGETS, find_threshold, grid_of

VERSION = 2
HORIZONS = (30, 90)


class Head(NamedTuple):
    """A forecast for one horizon: the model, its calibration, and thresholds in log-odds by budget."""

    model: Model
    calibration: Calibration
    thresholds: dict[str, float]


class Weights(NamedTuple):
    """Fitted weights: the kind of onset, the base rate within 90 days, the last day seen, a head per horizon."""

    kind: str | None
    climate: float
    seen_until: str
    step: str
    heads: dict[int, Head]

    def log_odds(self, panel: Panel, pairs: npt.NDArray[np.int64]) -> Doubles:
        """Return the 90-day log-odds of pairs at the panel's day."""
        return self.heads[90].model.log_odds(view(panel, pairs).values)

    def threshold(self, budget: float) -> float:
        """Return the 90-day log-odds at which the budget of false alarms per dyad-year was met in the tune years."""
        known = sorted((float(key), value) for key, value in self.heads[90].thresholds.items())
        at = np.interp(np.log(budget), np.log([key for key, _ in known]), [value for _, value in known])
        return float(at)

    def level(self, log_odds: float, budget: float) -> Any:
        """Return the level that log-odds reach at a budget, or None."""
        if log_odds >= self.threshold(budget / 5):
            return "alert"
        if log_odds >= self.threshold(budget):
            return "warning"
        return "watch" if log_odds >= self.threshold(budget * 4) else None

    def probabilities(
        self, panel: Panel, pair: int, widening: float
    ) -> tuple[dict[str, float | None], dict[str, list[float] | None]]:
        """Return the probability and its interval at each horizon, widened by a factor for thin coverage."""
        table = view(panel, np.array([pair]))
        probability: dict[str, float | None] = {}
        interval: dict[str, list[float] | None] = {}
        for horizon, head in self.heads.items():
            odds = head.model.log_odds(table.values)
            middle = float(head.calibration.probability(odds)[0])
            low, high = (float(bound[0]) for bound in head.calibration.interval(odds))
            probability[f"{horizon}d"] = round(middle, 6)
            wide = (max(0.0, middle - (middle - low) * widening), min(1.0, middle + (high - middle) * widening))
            interval[f"{horizon}d"] = [round(float(bound), 6) for bound in wide]
        return probability, interval

    def components(self, panel: Panel, pair: int) -> dict[str, float]:
        """Return by how much the 90-day log-odds would fall if a view were that of the middle watched pair."""
        pairs = watched(panel)
        table = view(panel, np.unique(np.append(pairs, pair)))
        middle = np.median(table.values, axis=0)
        mine = table.values[[int(np.searchsorted(table.pairs, pair))]]
        model = self.heads[90].model
        whole = float(model.log_odds(mine)[0])
        found = {}
        for name in VIEWS:
            without = mine.copy()
            columns = columns_of(table.names, [name])
            without[:, columns] = middle[columns]
            found[name] = round(float(whole - model.log_odds(without)[0]), 3)
        return found


def fit_weights(
    series: Series, onsets: Sequence[Onset], *, kind: str | None, fit_until: int, tune_until: int, step: str
) -> Weights:
    """Fit both horizons up to `fit_until`; calibrate and set thresholds on what follows to `tune_until`."""
    own = of_kind(list(onsets), kind)
    other = [onset for onset in onsets if kind is not None and onset.kind != kind]
    heads = {}
    climate = 0.0
    for horizon in HORIZONS:
        panel = Panel(series, own, other)
        fit_days = forecast_days(Span(warmed_up(series, fit_until), fit_until), step, horizon)
        fit = joined(sample_days(panel, own, fit_days[:: 7 if step == "day" else 1], horizon))
        if not fit.onset.any():
            raise UsageError("no onset of a watched pair in the span of the fit; give other dates or another --kind")
        model = fit_model(fit)
        days = forecast_days(Span(fit_until + 1, tune_until), step, horizon)
        tune = score_days(sample_days(panel, own, days, horizon), {"model": model})
        odds = tune.log_odds["model"]
        shared = max(1.0, horizon / (30.4 if step == "month" else 1.0))
        index = {name: number for number, name in enumerate(panel.names)}
        by_pair: dict[int, list[int]] = {}
        for onset in own:
            by_pair.setdefault(index[onset.pair], []).append(onset.day)
        grid = grid_of(tune.pair, tune.day, odds)
        thresholds = {f"{budget:g}": find_threshold(grid, by_pair, budget) for budget in BUDGETS}
        heads[horizon] = Head(model, fit_calibration(odds, tune.onset, shared), thresholds)
        climate = float(fit.onset.mean())
    return Weights(kind, climate, iso_day(tune_until), step, heads)


def save_weights(weights: Weights, path: Path) -> None:
    """Write weights as JSON."""
    heads = {}
    for horizon, head in weights.heads.items():
        heads[str(horizon)] = {
            "members": [{"form": type(member).__name__, **_plain(member)} for member in head.model.members],
            "calibration": _plain(head.calibration),
            "thresholds": {key: value if np.isfinite(value) else 1e9 for key, value in head.thresholds.items()},
        }
    names = weights.heads[90].model.names
    found = {"version": VERSION, **weights._asdict(), "views": list(names), "heads": heads}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.encode(found))


def load_weights(path: Path) -> Weights:
    """Read weights; raises UsageError where the file is none of this version."""
    try:
        found = msgspec.json.decode(path.read_bytes())
        if found["version"] != VERSION:
            raise UsageError(f"{path}: weights of version {found['version']}; fit them again with `tocsin warn fit`")
        names = tuple(found["views"])
        heads = {}
        for horizon, head in found["heads"].items():
            members: list[Member] = []
            for member in head["members"]:
                form = {"Logistic": Logistic, "Trees": Trees}[member.pop("form")]
                members.append(form(**_arrays(member)))
            heads[int(horizon)] = Head(
                Model(names, tuple(members)), Calibration(**_arrays(head["calibration"])), head["thresholds"]
            )
        return Weights(found["kind"], found["climate"], found["seen_until"], found["step"], heads)
    except (OSError, msgspec.DecodeError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{path}: no weights of Tocsin ({why(error)}); make them with `tocsin warn fit`") from error


def _plain(record: Any) -> dict[str, Any]:
    """Turn a record of arrays into plain values."""
    return {
        key: value.tolist() if isinstance(value, np.ndarray | np.generic) else value
        for key, value in record._asdict().items()
    }


def _arrays(values: dict[str, Any]) -> dict[str, Any]:
    """Turn lists back into arrays."""
    return {key: np.array(value) if isinstance(value, list) else value for key, value in values.items()}
