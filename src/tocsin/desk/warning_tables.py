"""Prints back-tests and warnings as tables for people."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table


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


def _table(*columns: str) -> Table:
    """Return an empty table with these columns."""
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column)
    return table


def _span(bounds: list[float], digits: int) -> str:
    """Write an interval."""
    return f"{bounds[0]:.{digits}f} to {bounds[1]:.{digits}f}"
