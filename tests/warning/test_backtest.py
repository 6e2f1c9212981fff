from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tocsin.errors import UsageError
from tocsin.warning.feeds.codes import TYPES
from tocsin.warning.forecast.panel import Panel
from tocsin.warning.forecast.samples import Span, Split, forecast_days
from tocsin.warning.forecast.views import view
from tocsin.warning.forecast.weights import fit_weights, load_weights, save_weights
from tocsin.warning.onsets import Onset
from tocsin.warning.series import Collector, Series, day_number, iso_day
from tocsin.warning.trial.backtest import Plan, run_backtest, score_spans

PAIRS = [(f"C{a:02}", f"D{b:02}") for a in range(8) for b in range(8)]
FIRST, LAST = day_number("2001-01-01"), day_number("2012-12-31")
SPLIT = Split(
    Span(FIRST, day_number("2008-12-31")),
    Span(day_number("2009-01-01"), day_number("2010-12-31")),
    Span(day_number("2011-01-01"), LAST),
)


def months() -> list[int]:
    found = np.arange(np.datetime64("2001-01"), np.datetime64("2013-01"))
    return [int(day) for day in found.astype("datetime64[D]").astype(int)]


def world(seed: int = 3, *, leak: bool = False) -> tuple[Series, list[Onset]]:
    """Monthly counts of 64 pairs; a rise of threats in the quarter before leads to an onset in one case of three.

    With `leak`, the rise comes in the three months after the onset instead, where a forecast must not see it.
    """
    random = np.random.default_rng(seed)
    collector, onsets = Collector(), []
    kinds = [TYPES.index(name) for name in ("ACCUSE", "THREATEN", "MOBILIZE")]
    steps = months()
    risk = random.gamma(0.5, 0.012, len(PAIRS))
    for number, pair in enumerate(PAIRS):
        hot = np.zeros(len(steps))
        for month in range(3, len(steps) - 3):
            if random.random() < risk[number]:
                onsets.append(Onset(pair, steps[month], f"crisis {number}", "K"))
                hot[month + 1 : month + 4] += leak * 12.0
                hot[month - 3 : month] += (not leak) * 12.0
            elif random.random() < risk[number] / 2:
                hot[month - 3 : month] += (not leak) * 12.0
        for month, day in enumerate(steps):
            for kind in kinds:
                count = int(random.poisson(1.0 + hot[month]))
                found = collector.pair_of(*pair)
                if count and found:
                    collector.add((day, *found, kind, 2, count, count), day)
    return collector.series(), sorted(onsets, key=lambda onset: onset.day)


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    series, onsets = world()
    return run_backtest(series, onsets, Plan(SPLIT, "K"))


def test_a_planted_precursor_is_found_and_beats_every_baseline(found: dict[str, Any]) -> None:
    best = max(scores["aupr"] for scores in found["baselines"].values())
    assert found["model"]["aupr"] > 0.25
    assert found["model"]["aupr"] > 0.9 * best
    assert found["model"]["aupr"] > 2 * found["baselines"]["history"]["aupr"]


def test_all_the_promised_numbers_are_there(found: dict[str, Any]) -> None:
    baselines = {"climatology", "history", "level", "persistence", "count", "ewma"}
    assert baselines <= found["baselines"].keys()
    for scores in (found["model"], *found["baselines"].values()):
        assert {"auroc", "aupr", "brier", "brier_skill", "log_score", "recall_top20", "interval"} <= scores.keys()
        assert scores["at_budget"].keys() == {"0.1", "0.25", "0.5", "1"}
        for hits in scores["at_budget"].values():
            assert {"early", "detected", "missed", "chance_early", "precision", "lead_days"} <= hits.keys()
            assert all(1 <= days <= 90 for days in hits["lead_days"])


def test_probabilities_of_the_planted_world_are_calibrated(found: dict[str, Any]) -> None:
    for row in found["reliability"]:
        if row["onsets_expected"] >= 20:
            assert row["interval"][0] <= row["forecast"] <= row["interval"][1], row


def test_what_follows_an_onset_does_not_leak_into_its_forecast() -> None:
    series, onsets = world(leak=True)
    scores = run_backtest(series, onsets, Plan(SPLIT, "K"))["model"]
    assert scores["aupr"] < 0.2, "the rise after the onset must be of no use before it"


def test_views_at_a_day_do_not_change_with_what_comes_later() -> None:
    series, onsets = world()
    day = day_number("2007-05-01")
    whole = Panel(series, onsets)
    whole.advance(day)
    stop = int(np.searchsorted(series.counts.day, day))
    cut = series._replace(counts=type(series.counts)(*(column[:stop] for column in series.counts)))
    early = Panel(cut, [onset for onset in onsets if onset.day < day])
    early.advance(day)
    pairs = np.arange(10)
    names = [early.names.index(whole.names[pair]) for pair in pairs]
    assert np.allclose(view(whole, pairs).values, view(early, np.array(names)).values)
    leaking = Panel(series, onsets)
    leaking.advance(day + 90)
    assert not np.allclose(view(leaking, pairs).values, view(early, np.array(names)).values), "a planted leak is caught"


def test_a_panel_walked_in_steps_equals_one_that_jumped() -> None:
    series, onsets = world()
    steps, jump = Panel(series, onsets), Panel(series, onsets)
    for day in months()[:60]:
        steps.advance(day)
    jump.advance(months()[59])
    pairs = np.arange(20)
    assert np.allclose(view(steps, pairs).values, view(jump, pairs).values, atol=1e-3)


def test_no_horizon_of_a_split_reaches_into_the_next() -> None:
    series, onsets = world()
    fit, tune, test, _, _ = score_spans(series, onsets, Plan(SPLIT, "K"))
    assert fit.day.max() + 90 <= SPLIT.fit.last + 1
    assert SPLIT.tune.first <= tune.day.min() and tune.day.max() + 90 <= SPLIT.tune.last + 1
    assert SPLIT.test.first <= test.day.min() and test.day.max() + 90 <= SPLIT.test.last + 1


def test_monthly_forecasts_are_made_on_the_first_of_each_month() -> None:
    days = forecast_days(Span(day_number("2010-01-01"), day_number("2010-06-30")), "month", 90)
    assert [iso_day(day) for day in days] == ["2010-01-01", "2010-02-01", "2010-03-01", "2010-04-01"]


def test_a_monthly_feed_is_not_stepped_by_day() -> None:
    series, onsets = world()
    with pytest.raises(UsageError, match="--step month"):
        run_backtest(series, onsets, Plan(SPLIT, "K", step="day"))


def test_weights_survive_being_written_and_read(tmp_path: Path) -> None:
    series, onsets = world()
    fitted = fit_weights(series, onsets, kind="K", fit_until=SPLIT.fit.last, tune_until=SPLIT.tune.last, step="month")
    save_weights(fitted, tmp_path / "weights.json")
    again = load_weights(tmp_path / "weights.json")
    panel = Panel(series, onsets)
    panel.advance(SPLIT.test.first)
    assert np.allclose(fitted.log_odds(panel, np.arange(9)), again.log_odds(panel, np.arange(9)))
    probability, interval = again.probabilities(panel, 3, 1.0)
    wider = again.probabilities(panel, 3, 2.0)[1]
    for horizon in ("30d", "90d"):
        low, high = interval[horizon] or (1, 0)
        thin = wider[horizon] or [1, 0]
        assert low <= (probability[horizon] or 0) <= high
        assert thin[0] <= low and high <= thin[1], "thin coverage widens the interval"
    assert set(again.components(panel, 3)) == {"level", "change", "ladder", "history", "spill", "talks", "place"}
