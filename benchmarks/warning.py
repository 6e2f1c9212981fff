"""Measure the early warning: back-test, ablations of each view, rolling origins, and speed.

    python benchmarks/warning.py score --events FILE... --onsets CSV [--kind NAME]
    python benchmarks/warning.py ablate --events FILE... --onsets CSV [--kind NAME]
    python benchmarks/warning.py roll --events FILE... --onsets CSV [--kind NAME]
    python benchmarks/warning.py timing --events FILE... --onsets CSV [--kind NAME]
    python benchmarks/warning.py speed

`score` fits to 2006-12, tunes to 2008-12 and tests on 2009 and 2010; `roll` moves that split back by two years
at a time, so that every two years from 1999 are tested once by a model that has not seen them, and pools the crises of
all six. `timing` asks of every view whether it tells *when*: how often it is higher in the three months before an onset
than in the two years before those, in the same pair, on onsets before 2009.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from tocsin.warning import VIEWS, Plan, Span, Split, day_number, read_feeds, read_onsets, run_backtest
from tocsin.warning.detector import surprise
from tocsin.warning.forecast.calibration import fit_calibration
from tocsin.warning.forecast.model import chance, fit_model
from tocsin.warning.forecast.panel import Panel
from tocsin.warning.forecast.samples import Scored, forecast_days, joined, sample_days, warmed_up
from tocsin.warning.forecast.views import view
from tocsin.warning.onsets import of_kind
from tocsin.warning.series import Counts, Series
from tocsin.warning.trial.backtest import score_spans, truth_of
from tocsin.warning.trial.scoring import score as score_draws


def split_at(year: int) -> Split:
    """Return the split that tests two years from `year` on and tunes on the two before."""
    fit, tune, test = (day_number(f"{year + gap}-01-01") for gap in (-2, 0, 2))
    return Split(Span(-(1 << 30), fit - 1), Span(fit, tune - 1), Span(tune, test - 1))


def line(name: str, found: dict[str, Any], rival: str = "history") -> None:
    """Print one row of scores."""
    model, history = found["model"], found["baselines"][rival]
    logistic = found["baselines"]["history_logistic"]
    cells = [
        name, f"{model['aupr']:.4f}", f"{history['aupr']:.4f}", f"{logistic['aupr']:.4f}",
        f"{model['brier_skill']:.4f}", f"{history['brier_skill']:.4f}", f"{logistic['brier_skill']:.4f}",
        f"{model['recall_top20']:.3f}", f"{history['recall_top20']:.3f}", f"{logistic['recall_top20']:.3f}",
        f"{model['calibration_error']:.5f}",
        str(found["protocol"]["crises_in_test"]),
    ]  # fmt: skip
    print(f"| {' | '.join(cells)} |", flush=True)


def score(series: Series, onsets: list[Any], kind: str | None) -> None:
    """Print the back-test of the development months."""
    found = run_backtest(series, onsets, Plan(split_at(2009), kind))
    for name, scores in {"model": found["model"], **found["baselines"]}.items():
        hits = scores["at_budget"]["0.5"]
        print(
            f"| {name} | {scores['aupr']:.4f} {scores['interval']['aupr']} | {scores['auroc']:.3f} | "
            f"{scores['brier_skill']:.4f} | {scores['log_score']:.5f} | {scores['recall_top20']:.3f} | "
            f"{hits['early']}/{hits['early'] + hits['detected'] + hits['missed']} | {hits['chance_early']} | "
            f"{hits['chance_own_rate']} |"
        )
    print(found["differences"], found["misses"], found["reliability"], sep="\n")


def ablate(series: Series, onsets: list[Any], kind: str | None) -> None:
    """Print AUPR and top-20 recall without each view, of three splits: differences within one are mostly noise."""
    own = of_kind(onsets, kind)
    panel = Panel(series, own, [onset for onset in onsets if onset.kind != kind])
    span = Span(warmed_up(series, split_at(2001).fit.last), day_number("2010-12-31"))
    whole = joined(sample_days(panel, own, forecast_days(span, "month", 90), 90))
    for left_out in ("nothing", *VIEWS):
        cells = [left_out]
        for year in (2001, 2005, 2009):
            fit, tune, test = (
                whole.where((whole.day >= part.first) & (whole.day + 90 <= part.last + 1)) for part in split_at(year)
            )
            model = fit_model(fit, [name for name in VIEWS if name != left_out])
            calibration = fit_calibration(model.log_odds(tune.values), tune.onset, 3.0)
            scored = Scored(test.pair, test.day, test.onset, {})
            truth = truth_of(panel, own, scored, float(fit.onset.mean()))
            once = np.ones((1, int(truth.crisis.max()) + 1))
            found = score_draws(calibration.probability(model.log_odds(test.values)), truth, once)
            cells.append(f"{found['aupr'][0]:.4f} {found['recall_top20'][0]:.3f}")
        print(f"| {' | '.join(cells)} |", flush=True)


def roll(series: Series, onsets: list[Any], kind: str | None) -> None:
    """Print the scores of six splits, each tested once, and by how much the model leads over all of them."""
    pooled: dict[tuple[str, str], list[Any]] = {}
    hits = np.zeros(4)
    for year in range(1999, 2010, 2):
        plan = Plan(split_at(year), kind)
        found = run_backtest(series, onsets, plan)
        line(f"{year} to {year + 1}", found)
        at = found["model"]["at_budget"]["0.5"]
        hits += [at["early"], at["early"] + at["detected"] + at["missed"], at["chance_early"], at["chance_own_rate"]]
        tested = score_spans(series, onsets, plan)
        truth = truth_of(tested.panel, tested.own, tested.test, float(tested.fit.onset.mean()))
        number = int(truth.crisis.max()) + 1
        drawn = np.random.default_rng(year).multinomial(number, np.full(number, 1 / number), size=2000)
        weights = np.vstack([np.ones(number), drawn]).astype(np.float64)
        for name in tested.test.log_odds:
            calibration = fit_calibration(tested.tune.log_odds[name], tested.tune.onset, 3.0)
            scores = score_draws(calibration.probability(tested.test.log_odds[name]), truth, weights)
            for key in ("aupr", "brier_skill", "recall_top20", "log_score"):
                pooled.setdefault((name, key), []).append(scores[key])
    names = list(dict.fromkeys(name for name, _ in pooled))
    for key in ("aupr", "brier_skill", "recall_top20", "log_score"):
        mine = np.mean(pooled["model", key], axis=0)
        for name in names:
            gap = mine - np.mean(pooled[name, key], axis=0)
            low, high = np.quantile(gap[1:], [0.025, 0.975])
            print(f"| {key} | {name} | {np.mean(pooled[name, key], axis=0)[0]:.4f} | {gap[0]:+.4f} | "
                  f"{low:+.4f} to {high:+.4f} |")  # fmt: skip
    print("early at 0.5, onsets, by chance, at the own rate:", hits.tolist())


def timing(series: Series, onsets: list[Any], kind: str | None) -> None:
    """Print for every view how often it is higher just before an onset than before in the same pair (0.5: no use)."""
    own = of_kind(onsets, kind)
    panel = Panel(series, own, [onset for onset in onsets if onset.kind != kind])
    span = Span(day_number("1995-02-01"), day_number("2008-12-31"))
    sample = joined(sample_days(panel, own, forecast_days(span, "month", 90), 90))
    free = np.flatnonzero(~sample.ongoing)
    shares = []
    for onset in own:
        rows = free[sample.pair[free] == panel.names.index(onset.pair)]
        before = onset.day - sample.day[rows]
        near, far = rows[(before > 0) & (before <= 90)], rows[(before > 90) & (before <= 820)]
        far = far[~sample.onset[far]]
        if len(near) and len(far) >= 6:
            a, b = sample.values[near][:, None], sample.values[far][None]
            shares.append(((a > b) + 0.5 * (a == b)).mean((0, 1)))
    for share, name in sorted(zip(np.mean(shares, axis=0).tolist(), sample.names, strict=True)):
        print(f"{share:.3f} {name}")
    print(len(shares), "onsets")


def speed() -> None:
    """Time a feed of a million rows, a million dyad-days scored, and one day's update of 40,000 dyads."""
    random = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feed.csv"
        codes = [f"{chr(65 + a)}{chr(65 + b)}X" for a in range(20) for b in range(10)]
        days = [f"20{10 + n % 10}-{1 + n % 12:02}-{1 + n % 28:02}" for n in range(840)]
        with path.open("w") as out:
            out.write("date,source,target,cameo,count\n")
            for _ in range(1_000_000):
                a, b = random.integers(200, size=2)
                out.write(f"{days[random.integers(840)]},{codes[a]},{codes[b]},{random.integers(100, 200)},1\n")
        begin = time.process_time()
        feed = read_feeds([path])
        print(f"a plain feed of {feed.rows} rows: {time.process_time() - begin:.1f} s")
    series = invented(pairs=40_000, events=2_000_000, days=2000)
    panel = Panel(series)
    panel.advance(1900)
    chosen = np.arange(1000)
    sample = joined([train_sample(panel, chosen)])
    model = fit_model(sample)
    begin = time.process_time()
    panel.advance(1901)
    found = surprise(panel, np.arange(40_000))
    print(f"one day's update and detector of {len(found.pairs)} dyads: {time.process_time() - begin:.2f} s")
    begin = time.process_time()
    chance(model.log_odds(view(panel, np.arange(40_000)).values))
    print(f"the forecast of 40,000 dyads: {time.process_time() - begin:.2f} s")
    small = Panel(invented(pairs=1000, events=500_000, days=2000))
    small.advance(1000)
    begin = time.process_time()
    for first in range(1001, 2001, 50):
        views = []
        for day in range(first, first + 50):
            small.advance(day)
            views.append(view(small, chosen).values)
            surprise(small, chosen)
        chance(model.log_odds(np.concatenate(views)))
    print(f"1,000,000 dyad-days, forecast and detector: {time.process_time() - begin:.1f} s")


def train_sample(panel: Panel, pairs: np.ndarray) -> Any:  # type: ignore[type-arg]
    """Return an invented sample, to have a model of full size."""
    found = next(sample_days(panel, [], [panel.day], 90, least=0))
    onset = np.random.default_rng(2).random(len(found.pair)) < 0.01
    return found._replace(onset=onset)


def invented(pairs: int, events: int, days: int) -> Series:
    """Return a random series."""
    random = np.random.default_rng(3)
    size = int(np.sqrt(2 * pairs)) + 2
    ends = np.array([(a, b) for a in range(size) for b in range(a + 1, size)][:pairs], dtype=np.int32)
    columns = [
        np.sort(random.integers(0, days, events)), random.integers(0, pairs, events), random.integers(0, 2, events),
        random.integers(0, 18, events), random.integers(0, 9, events), np.ones(events), np.ones(events),
    ]  # fmt: skip
    names = tuple(f"P{number:04}" for number in range(size))
    return Series(names, ends, Counts(*(column.astype(np.int32) for column in columns)), monthly=False)


def main() -> None:
    """Run what is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["score", "ablate", "roll", "timing", "speed"])
    parser.add_argument("--events", nargs="+", type=Path)
    parser.add_argument("--onsets", type=Path)
    parser.add_argument("--kind")
    asked = parser.parse_args()
    if asked.what == "speed":
        speed()
        return
    series = read_feeds(asked.events).series
    {"score": score, "ablate": ablate, "roll": roll, "timing": timing}[asked.what](
        series, read_onsets(asked.onsets), asked.kind
    )


if __name__ == "__main__":
    main()
