"""The commands `tocsin warn` and `tocsin backtest`: their options, and nothing that computes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from tocsin.desk.options import WARN, Db, OwnParties

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
    from tocsin.desk.warning import runs

    asked = runs.Test(fit_until, tune_until, test, kind, horizon, step.value if step else None, without or [])
    raise typer.Exit(runs.backtest(events or [], onsets, asked, groups=groups, format=format.value))


class WarnFormat(StrEnum):
    """Formats of `tocsin warn`."""

    table = "table"
    jsonl = "jsonl"


class _WarnGroup(TyperGroup):
    """Lets `tocsin warn` stand for `tocsin warn now`, with or without paths and options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command `now` first where no command is named."""
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = ["now", *args]
        return super().parse_args(ctx, args)


warn_app = typer.Typer(
    cls=_WarnGroup,
    help="Warn of crises between pairs of parties: `tocsin warn` (the ledger), `tocsin warn PATH...` or "
    "`tocsin warn --events FILE`; options as of `tocsin warn now`.",
)

Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH", help="Articles to read, as for `tocsin read`; without any, the ledger."),
]
Weights = Annotated[
    Path | None, typer.Option("--weights", metavar="FILE", help="Weights of your own, made by `tocsin warn fit`.")
]
State = Annotated[
    Path | None,
    typer.Option("--state", metavar="FILE", help="A file that remembers what rang; the ledger does by itself."),
]
Between = Annotated[
    tuple[str, str] | None, typer.Option("--between", metavar="A B", help="Only this pair, by code or name.")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="The last day to judge (default: the last).")
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="The first day to judge (default: a year before the last)."),
]
Budget = Annotated[float, typer.Option(min=0.01, max=10, help="False alarms per dyad-year that you accept.")]


@warn_app.command("now", epilog="Example: `tocsin warn --events feed.csv.gz --budget 0.25`")
def warn_now(
    paths: Paths = None,
    db: Db = None,
    events: Events = None,
    between: Between = None,
    budget: Budget = 0.5,
    step: Annotated[Step, typer.Option(help="Judge every day or every month.")] = Step.day,
    onsets: Onsets = None,
    weights: Weights = None,
    state: State = None,
    since: Since = None,
    until: Until = None,
    groups: Groups = None,
    parties: OwnParties = None,
    format: Annotated[WarnFormat, typer.Option("--format", "-f", help="How to print.")] = WarnFormat.table,
) -> None:
    """Ring and stand down alarms over the ledger, articles or a feed, with their evidence."""
    from tocsin.desk.warning import runs, sources

    asked = sources.Asked(
        paths or [],
        db,
        events or [],
        between,
        budget,
        step.value,
        onsets,
        weights,
        state,
        since,
        until,
        groups,
        parties,
    )
    raise typer.Exit(runs.warn(asked, format.value))


@warn_app.command("plot", epilog="Example: `tocsin warn plot --events feed.csv.gz --between BEN TGO -o plot.svg`")
def warn_plot(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="An .svg file, or .png.")],
    between: Annotated[tuple[str, str], typer.Option("--between", metavar="A B", help="The pair, by code or name.")],
    paths: Paths = None,
    db: Db = None,
    events: Events = None,
    budget: Budget = 0.5,
    onsets: Onsets = None,
    weights: Weights = None,
    since: Since = None,
    until: Until = None,
    groups: Groups = None,
    parties: OwnParties = None,
) -> None:
    """Draw a pair's series, from the ledger, articles or a feed, with its ladder, alarms and onsets."""
    from tocsin.desk.warning import runs, sources

    asked = sources.Asked(
        paths or [], db, events or [], between, budget, "day", onsets, weights, None, since, until, groups, parties
    )
    raise typer.Exit(runs.plot(asked, output))


@warn_app.command("fit", epilog="Example: `tocsin warn fit --events f.csv --onsets o.csv --fit-until 2006-12 ...`")
def warn_fit(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write the weights.")],
    fit_until: Annotated[str, typer.Option(metavar="DATE", help="Last day of the fit.")],
    tune_until: Annotated[str, typer.Option(metavar="DATE", help="Last day of calibration and thresholds.")],
    events: Events = None,
    onsets: Onsets = None,
    kind: Kind = None,
    step: Annotated[Step | None, typer.Option(help="Forecast every day or month; by default as the feed is.")] = None,
    groups: Groups = None,
) -> None:
    """Fit weights of your own on a feed and a list of onsets, so that warnings carry probabilities."""
    from tocsin.desk.warning import runs

    asked = runs.Test(fit_until, tune_until, "", kind, "90d", step.value if step else None, [])
    raise typer.Exit(runs.fit(events or [], onsets, asked, groups=groups, output=output))


def add_commands(app: typer.Typer) -> None:
    """Add the commands to the program's."""
    app.add_typer(warn_app, name="warn", rich_help_panel=WARN)
    app.command(
        rich_help_panel=WARN,
        epilog="Example: `tocsin backtest --events feed.csv.gz --onsets onsets.csv --fit-until 2006-12 "
        "--tune-until 2008-12 --test 2009-01:2010-12 --format json`",
    )(backtest)
