from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from tocsin.warning.forecast.calibration import fit_calibration
from tocsin.warning.forecast.model import chance
from tocsin.warning.trial.alarms import find_threshold, grid_of, judge
from tocsin.warning.trial.scoring import Truth, crisis_draws, reliability, score


def truth_of(onset: np.ndarray, steps: int = 1) -> Truth:  # type: ignore[type-arg]
    crisis = np.where(onset, np.cumsum(onset) - 1, -1)
    return Truth(onset, crisis, np.arange(len(onset)) % steps, 0.1)


@given(st.integers(0, 10_000), st.sampled_from([1, 3, 1000]))
def test_the_scores_agree_with_the_reference_with_and_without_ties(seed: int, levels: int) -> None:
    random = np.random.default_rng(seed)
    probability = np.round(random.random(60) * levels) / levels
    onset = random.random(60) < 0.3
    if not 0 < onset.sum() < 60:
        return
    truth = truth_of(onset)
    found = score(probability, truth, crisis_draws(truth)[:1])
    assert found["aupr"][0] == pytest.approx(average_precision_score(onset, probability))
    assert found["auroc"][0] == pytest.approx(roc_auc_score(onset, probability))
    assert found["brier"][0] == pytest.approx(float(((probability - onset) ** 2).mean()))


def test_a_forecast_that_says_the_same_of_all_gets_no_credit_for_the_order_of_rows() -> None:
    onset = np.zeros(1000, dtype=bool)
    onset[:10] = True
    truth = truth_of(onset)
    found = score(np.full(1000, 0.1), truth, crisis_draws(truth)[:1])
    assert found["recall_top20"][0] == pytest.approx(0.02)
    assert found["auroc"][0] == pytest.approx(0.5)


def test_overconfident_scores_are_drawn_back_and_the_interval_holds_the_probability() -> None:
    random = np.random.default_rng(1)
    odds = random.normal(-3, 1.5, 20_000)
    onset = random.random(20_000) < chance(odds)
    fitted = fit_calibration(odds + 2, onset)
    probability = fitted.probability(odds + 2)
    assert abs(probability.mean() - onset.mean()) < 0.002
    low, high = fitted.interval(odds + 2)
    assert (low <= probability).all() and (probability <= high).all()
    table, error = reliability(probability, truth_of(onset))
    assert error < 0.005 and sum(int(str(row["rows"])) for row in table) == 20_000


def test_rings_are_credited_as_the_protocol_says() -> None:
    days = np.arange(0, 400)
    values = np.zeros(400)
    values[[100, 110, 200, 300, 355]] = 1
    scores = grid_of(np.zeros(400, dtype=np.int64), days, values)
    found = judge(scores, {0: [150, 350]}, 0.5)
    assert found.early == [(0, 150)] and found.leads == [50]
    assert found.detected == [(0, 350)]
    assert found.rings[0] == [100, 355], (
        "a standing alarm does not repeat, and nothing rings for half a year after an onset"
    )
    assert found.false_alarms == 0


def test_the_threshold_keeps_to_the_budget() -> None:
    random = np.random.default_rng(5)
    pair = np.repeat(np.arange(40), 365)
    day = np.tile(np.arange(365), 40)
    scores = grid_of(pair, day, random.random(len(pair)))
    for budget in (0.1, 0.5, 1.0):
        found = judge(scores, {}, find_threshold(scores, {}, budget))
        assert 0 < found.false_alarms / found.dyad_years <= budget
