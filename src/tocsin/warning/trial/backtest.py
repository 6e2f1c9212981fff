"""The back-test: fit, tune and test split in time, against baselines, at a budget of false alarms, with its misses.

The model and every baseline are fitted on the first stretch, calibrated on the second, which also sets their alarm
thresholds, and scored once on the third. All see the same pair-days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from tocsin.errors import UsageError
from tocsin.warning.forecast.baselines import fit_baselines
from tocsin.warning.forecast.calibration import fit_calibration
from tocsin.warning.forecast.model import Member, Sample, fit_model
from tocsin.warning.forecast.panel import Panel
from tocsin.warning.forecast.samples import (
    Scored,
    Span,
    Split,
    forecast_days,
    joined,
    sample_days,
    score_days,
    warmed_up,
)
from tocsin.warning.forecast.views import VIEWS
from tocsin.warning.onsets import Onset, of_kind
from tocsin.warning.series import Series, iso_day
from tocsin.warning.trial import alarms, scoring

_FIT_EVERY = 7  # days between the forecast days of a fit at daily steps: neighbouring days teach the same


class Plan(NamedTuple):
    """What is forecast and how: the split in time, kind of onset (None for all), horizon in days, step, views."""

    split: Split
    kind: str | None = None
    horizon: int = 90
    step: str = "month"
    views: tuple[str, ...] = VIEWS


class Tested(NamedTuple):
    """A back-test before its scores: the fit's sample, the scored tune and test spans, the panel, the onsets."""

    fit: Sample
    tune: Scored
    test: Scored
    panel: Panel
    own: list[Onset]


def run_backtest(series: Series, onsets: Sequence[Onset], plan: Plan) -> dict[str, Any]:
    """Back-test the model and the baselines and return everything as plain values for JSON."""
    tested = score_spans(series, onsets, plan)
    fit, tune, test, panel, own = tested
    shared = max(1.0, plan.horizon / (30.4 if plan.step == "month" else 1.0))
    truth = truth_of(panel, own, test, float(fit.onset.mean()))
    draws = scoring.crisis_draws(truth)
    found: dict[str, dict[str, Any]] = {}
    scores: dict[str, scoring.Draws] = {}
    outcomes: dict[str, alarms.Outcome] = {}
    by_pair = _by_pair(panel, own)
    table: list[dict[str, object]] = []
    error = 0.0
    for name in test.log_odds:
        calibration = fit_calibration(tune.log_odds[name], tune.onset, shared)
        probability = calibration.probability(test.log_odds[name])
        scores[name] = scoring.score(probability, truth, draws)
        budgets, outcomes[name] = _at_budgets(name, (tune, test), by_pair)
        found[name] = {
            **scoring.summary(scores[name]),
            "at_budget": budgets,
            "interval": {key: scoring.interval(values) for key, values in scores[name].items()},
        }
        if name == "model":
            table, error = scoring.reliability(probability, truth)
    in_test = [onset for onset in own if plan.split.test.first <= onset.day <= plan.split.test.last]
    return {
        "model": {**found.pop("model"), "calibration_error": round(error, 6)},
        "baselines": found,
        "differences": _differences(scores),
        "misses": _misses(outcomes["model"], panel, in_test),
        "reliability": table,
        "protocol": _protocol(plan, (fit, tune, test), truth),
    }


def score_spans(series: Series, onsets: Sequence[Onset], plan: Plan) -> Tested:
    """Fit the model and the baselines on the first span, then walk on and score the other two."""
    if series.monthly and plan.step == "day":
        raise UsageError("the feed holds monthly counts; use --step month")
    own = of_kind(list(onsets), plan.kind)
    other = [onset for onset in onsets if plan.kind is not None and onset.kind != plan.kind]
    panel = Panel(series, own, other)
    split = plan.split
    days = forecast_days(Span(warmed_up(series, split.fit.last), split.fit.last), plan.step, plan.horizon)
    fit = joined(sample_days(panel, own, days[:: _FIT_EVERY if plan.step == "day" else 1], plan.horizon))
    if not fit.onset.any():
        raise UsageError("no onset of a watched pair in the span of the fit; give other dates or another --kind")
    members: dict[str, Member] = {"model": fit_model(fit, plan.views), **fit_baselines(fit)}
    tune, test = (
        score_days(sample_days(panel, own, forecast_days(span, plan.step, plan.horizon), plan.horizon), members)
        for span in (split.tune, split.test)
    )
    return Tested(fit, tune, test, panel, own)


def truth_of(panel: Panel, own: Sequence[Onset], test: Scored, climate: float) -> scoring.Truth:
    """Number the crises of a test."""
    by_pair = _by_pair(panel, own)
    numbers: dict[tuple[int, int], int] = {}
    crisis = np.full(len(test.pair), -1, dtype=np.int64)
    for row in np.flatnonzero(test.onset):
        pair, day = int(test.pair[row]), int(test.day[row])
        onset = next(when for when in by_pair[pair] if when >= day)
        crisis[row] = numbers.setdefault((pair, onset), len(numbers))
    return scoring.Truth(test.onset, crisis, test.day, climate)


def _by_pair(panel: Panel, own: Sequence[Onset]) -> dict[int, list[int]]:
    """Return the days of each pair's onsets."""
    index = {name: number for number, name in enumerate(panel.names)}
    found: dict[int, list[int]] = defaultdict(list)
    for onset in own:
        found[index[onset.pair]].append(onset.day)
    return found


def _at_budgets(
    name: str, spans: tuple[Scored, Scored], onsets: Mapping[int, Sequence[int]]
) -> tuple[dict[str, Any], alarms.Outcome]:
    """Return what the alarms of a forecast come to at each budget, and the outcome at 0.5."""
    tune, test = (alarms.grid_of(span.pair, span.day, span.log_odds[name]) for span in spans)
    found: dict[str, Any] = {}
    outcomes = {}
    for budget in alarms.BUDGETS:
        threshold = alarms.find_threshold(tune, onsets, budget)
        outcome = outcomes[budget] = alarms.judge(test, onsets, threshold)
        hits = len(outcome.early) + len(outcome.detected)
        found[f"{budget:g}"] = {
            "early": len(outcome.early),
            "detected": len(outcome.detected),
            "missed": len(outcome.missed),
            "chance_early": round(outcome.chance_early, 2),
            "chance_own_rate": round(outcome.chance_own, 2),
            "precision": round(hits / max(1, hits + outcome.false_alarms), 4),
            "lead_days": sorted(outcome.leads),
            "false_alarms": outcome.false_alarms,
            "false_alarms_per_dyad_year": round(outcome.false_alarms / max(outcome.dyad_years, 1e-9), 4),
        }
    return found, outcomes[0.5]


def _differences(scores: Mapping[str, scoring.Draws]) -> dict[str, Any]:
    """Return by how much the model beats the best baseline on each score, with the interval over crises."""
    found: dict[str, Any] = {}
    rivals = [name for name in scores if name != "model"]
    for key in ("aupr", "brier_skill", "recall_top20"):
        best = max(rivals, key=lambda name: float(scores[name][key][0]))
        for rival in dict.fromkeys((best, "history", "history_logistic")):
            gap = scores["model"][key] - scores[rival][key]
            found.setdefault(key, []).append({
                "against": rival, "best": rival == best, "difference": round(float(gap[0]), 6),
                "interval": scoring.interval(gap), "share_above_zero": round(float((gap[1:] > 0).mean()), 4),
            })  # fmt: skip
    return found


def _misses(outcome: alarms.Outcome, panel: Panel, wanted: Sequence[Onset]) -> list[dict[str, str]]:
    """Name the onsets that the alarm at 0.5 false alarms per dyad-year neither called nor detected."""
    missed = set(outcome.missed)
    index = {name: number for number, name in enumerate(panel.names)}
    return [
        {"a": onset.pair[0], "b": onset.pair[1], "onset": iso_day(onset.day), "what": onset.what}
        for onset in wanted
        if (index[onset.pair], onset.day) in missed
    ]


def _protocol(plan: Plan, samples: Sequence[Sample | Scored], truth: scoring.Truth) -> dict[str, Any]:
    """Say what was done, in numbers."""
    described: dict[str, Any] = {
        "kind": plan.kind, "horizon_days": plan.horizon, "step": plan.step, "views": list(plan.views),
        "crises_in_test": int(truth.crisis.max()) + 1 if len(truth.crisis) else 0,
    }  # fmt: skip
    for name, sample in zip(("fit", "tune", "test"), samples, strict=True):
        described[name] = {
            "first_forecast": iso_day(int(sample.day.min())), "last_forecast": iso_day(int(sample.day.max())),
            "pair_days": len(sample.pair), "with_onset": int(sample.onset.sum()),
        }  # fmt: skip
    return described
