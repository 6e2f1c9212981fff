"""Prints back-tests and warnings as tables for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tocsin.desk.plurals import plural
from tocsin.warning import Warned


def print_backtest(console: Console, found: dict[str, Any]) -> None:
    """Print the scores of the model and the baselines, the alarms at each budget, the reliability and the misses."""
    protocol = found["protocol"]
    console.print(
        f"onsets of kind {protocol['kind'] or 'any'} within {protocol['horizon_days']} days, by {protocol['step']}; "
        f"test {protocol['test']['first_forecast']} to {protocol['test']['last_forecast']}: "
        f"{protocol['test']['pair_days']} forecasts, {protocol['crises_in_test']} crises"
    )
    rows = {"model": found["model"], **found["baselines"]}
    table = _table("", "AUPR", "95%", "AUROC", "Brier skill", "95%", "log score", "top 20", "95%")
    for name, scores in rows.items():
        spans = scores["interval"]
        table.add_row(
            name, f"{scores['aupr']:.4f}", _span(spans["aupr"], 3), f"{scores['auroc']:.3f}",
            f"{scores['brier_skill']:.4f}", _span(spans["brier_skill"], 3), f"{scores['log_score']:.5f}",
            f"{scores['recall_top20']:.3f}", _span(spans["recall_top20"], 2),
        )  # fmt: skip
    console.print(table)
    table = _table(
        "false alarms a dyad-year", "model", "early", "by chance", "own rate", "detected", "missed", "realised"
    )
    for name, scores in rows.items():
        for budget, hits in scores["at_budget"].items():
            if name == "model" or budget == "0.5":
                table.add_row(
                    budget, name, str(hits["early"]), str(hits["chance_early"]), str(hits["chance_own_rate"]),
                    str(hits["detected"]), str(hits["missed"]), str(hits["false_alarms_per_dyad_year"]),
                )  # fmt: skip
    console.print(table)
    table = _table("forecast between", "rows", "forecast", "came true", "95%")
    for row in found["reliability"]:
        table.add_row(
            f"{row['from']:g} and {row['to']:g}", str(row["rows"]), f"{row['forecast']:.5f}",
            f"{row['observed']:.5f}", _span(row["interval"], 5),
        )  # fmt: skip
    console.print(table)
    console.print(f"expected calibration error {found['model']['calibration_error']:.5f}")
    missed = ", ".join(f"{miss['a']}-{miss['b']} {miss['onset']}" for miss in found["misses"])
    console.print(f"missed at 0.5: {missed or 'none'}")


def print_warnings(console: Console, changes: Sequence[Warned], held: Sequence[Warned], day: str) -> None:
    """Print what rang and was stood down, each with its evidence, and then what stands on the last day."""
    for found in changes:
        _print_change(console, found)
    console.print(f"\n[bold]On {day}[/bold]")
    table = _table("pair", "level", "90 days", "trend", "why")
    for found in held:
        table.add_row(
            "–".join(found.dyad), found.level, _probability(found), found.trend, escape(_why(found))
        )  # fmt: skip
    console.print(table if held else "nothing at watch or above")


def _print_change(console: Console, found: Warned) -> None:
    """Print one ring or stand-down with everything that it stands on."""
    head = f"{found.date} {'–'.join(found.dyad)} {found.status}"
    console.print(f"\n[bold]{head}[/bold] ({found.level}, {found.trend}): {escape(found.reason)}")
    if found.calibrated:
        console.print(f"  probability within 90 days {_probability(found)}, usual {found.baseline:.4f}")
    elif found.detector is not None:
        rate, low, high = (float(found.detector[f"nominal_{name}"]) for name in ("false_alarms_a_year", "low", "high"))
        console.print(f"  nominal false alarms a year {rate:.3g} ({low:.3g} to {high:.3g}); no probability is fitted")
    shares = found.shares
    parts = (f"{name} {value:+.2f} ({shares.get(name, 0):.0%})" for name, value in found.components.items())
    console.print("  components: " + ", ".join(parts))
    for sight in found.evidence:
        told = f": {sight.sentence} [{sight.article}]" if sight.sentence else ""
        origins = f", {sight.origins} origins" if sight.origins and sight.origins > 1 else ""
        reports = plural(sight.reports, "report")
        line = f"{sight.date} {sight.source} > {sight.target} {sight.type} ({sight.rung}; {reports}"
        console.print(f"  {line}{origins}){escape(told)}")
    if found.without_strongest:
        console.print(f"  {found.without_strongest}")
    signals = [f"{kind}: {words[0]}" for kind, words in found.signals.items()]
    listed = (
        ("past", found.past), ("off-ramps", found.off_ramps), ("signals", signals), ("marks", found.crisiswatch),
    )  # fmt: skip
    for label, lines in listed:
        for line in lines:
            console.print(f"  {label}: {escape(line)}")
    console.print(f"  coverage: {escape(_coverage(found.coverage))}")


def _coverage(told: Mapping[str, float | str]) -> str:
    """Say how fully the sources report: "usual (1.2 times the usual reporting, 13 events in 28 days, 2 origins)"."""
    names = {"share_of_usual": "times the usual reporting", "events_28d": "events in 28 days"}
    counts = (f"{value} {names.get(name, name.replace('_', ' '))}" for name, value in told.items() if name != "note")
    return f"{told['note']} ({', '.join(counts)})"


def _why(found: Warned) -> str:
    """Say in a few words why a pair is shown."""
    seen = found.detector or {}
    counted = plural(round(float(seen.get("count", 0))), "event")
    return f"{found.reason}; {counted} in {seen.get('days')} days, {seen.get('expected')} expected"


def _probability(found: Warned) -> str:
    """Write the 90-day probability with its interval, or a dash where there is none."""
    value, span = found.probability["90d"], found.interval["90d"]
    return "–" if value is None or span is None else f"{value:.3f} ({span[0]:.3f} to {span[1]:.3f})"


def _table(*columns: str) -> Table:
    """Return an empty table with these columns."""
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column)
    return table


def _span(bounds: list[float], digits: int) -> str:
    """Write an interval."""
    return f"{bounds[0]:.{digits}f} to {bounds[1]:.{digits}f}"
