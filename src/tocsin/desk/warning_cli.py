"""The commands `tocsin warn` and `tocsin backtest`: their options, and nothing that computes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tocsin.desk import warning_runs

Events = Annotated[
    list[Path] | None,
    typer.Option(
        "--events", "-e", metavar="FILE", show_default=False,
        help="Event feed: GDELT, ICEWS, POLECAT, ACLED, a plain CSV or `tocsin read` JSONL, also .gz; may be repeated.",
    ),
]  # fmt: skip
Onsets = Annotated[
    Path | None,
    typer.Option("--onsets", metavar="CSV", help="List of onsets: a,b,onset and perhaps what,kind."),
]
Kind = Annotated[str | None, typer.Option("--kind", metavar="NAME", help="The kind of onset to forecast.")]
Horizon = Annotated[str, typer.Option("--horizon", metavar="DAYS", help="How far ahead, in days (90d).")]
Groups = Annotated[
    Path | None,
    typer.Option("--groups", metavar="CSV", help="Groups of your own: group,members (codes with | between)."),
]


class Step(StrEnum):
    """How often a forecast is made."""

    day = "day"
    month = "month"


class ScoreFormat(StrEnum):
    """Formats of `tocsin backtest`."""

    table = "table"
    json = "json"


def backtest(
    events: Events = None,
    onsets: Onsets = None,
    fit_until: Annotated[str, typer.Option(metavar="DATE", help="Last day of the fit.")] = "",
    tune_until: Annotated[str, typer.Option(metavar="DATE", help="Last day of calibration and thresholds.")] = "",
    test: Annotated[str, typer.Option(metavar="FROM:TO", help="First and last day of the test.")] = "",
    kind: Kind = None,
    horizon: Horizon = "90d",
    step: Annotated[Step | None, typer.Option(help="Forecast every day or month; by default as the feed is.")] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="VIEW", help="Leave a view out of the model, to see what it is worth.")
    ] = None,
    groups: Groups = None,
    format: Annotated[ScoreFormat, typer.Option("--format", "-f", help="How to print.")] = ScoreFormat.table,
) -> None:
    """Test the warning on past events against simple baselines, with its misses and its cost in false alarms."""
    asked = warning_runs.Test(fit_until, tune_until, test, kind, horizon, step.value if step else None, without or [])
    raise typer.Exit(warning_runs.backtest(events or [], onsets, asked, groups=groups, format=format.value))


def add_commands(app: typer.Typer) -> None:
    """Add the commands to the program's."""
    app.command(
        epilog="Example: `tocsin backtest --events feed.csv.gz --onsets onsets.csv --fit-until 2006-12 "
        "--tune-until 2008-12 --test 2009-01:2010-12 --format json`"
    )(backtest)
