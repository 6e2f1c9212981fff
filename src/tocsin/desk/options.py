"""The options and arguments that several commands share, and the days that they take."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from tocsin.desk.tables import Format
from tocsin.errors import UsageError

READ, JOIN, KEEP = "Read articles", "What articles say together", "Keep a ledger"  # the parts of `tocsin --help`
WARN, SET_UP = "Warn", "Set up and look up"
_MONTH = re.compile(r"\d{4}-\d{2}")


def first_day(option: str, text: str) -> str:
    """Return an ISO day, or the first day of an ISO month; UsageError where `text` is neither."""
    return _day(option, text, last=False)


def last_day(option: str, text: str) -> str:
    """Return an ISO day, or the last day of an ISO month; UsageError where `text` is neither."""
    return _day(option, text, last=True)


def publication(option: str, text: str) -> str:
    """Return an ISO day or time as it is given; UsageError where `text` is neither."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return _day(option, text, last=False)
    return text if len(text) > len("2014-03-14") else _day(option, text, last=False)


def _day(option: str, text: str, *, last: bool) -> str:
    try:
        if _MONTH.fullmatch(text):
            year, month = int(text[:4]), int(text[5:])
            text += f"-{calendar.monthrange(year, month)[1] if last else 1:02}"
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageError(f"{option} {text!r} is no date; write it as 2014-03-14 or 2014-03") from error


def _first(ctx: typer.Context, param: typer.CallbackParam, value: str | None) -> str | None:
    return first_day(param.opts[0], value) if value and not ctx.resilient_parsing else value


def _last(ctx: typer.Context, param: typer.CallbackParam, value: str | None) -> str | None:
    return last_day(param.opts[0], value) if value and not ctx.resilient_parsing else value


def _published(ctx: typer.Context, param: typer.CallbackParam, value: str | None) -> str | None:
    return publication(param.opts[0], value) if value and not ctx.resilient_parsing else value


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Files and folders: .txt, .html, .jsonl, .rss, each also .gz, and .warc[.gz]; `-` is standard input.",
        show_default=False,
    ),
]
Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH", help="Inputs as `tocsin read` takes them; without any, the ledger."),
]
Db = Annotated[str | None, typer.Option("--db", metavar="FILE|URL", help="The ledger (TOCSIN_DB, else tocsin.db).")]
OwnParties = Annotated[
    Path | None,
    typer.Option("--parties", metavar="FILE", help="Your own parties file; it overrides the built-in tables."),
]
Processes = Annotated[int, typer.Option("--processes", "-p", min=1, max=64, help="Worker processes.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead.")]
How = Annotated[Format, typer.Option("--format", "-f", help="How to print.")]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="An outlet by its name.")]
PartyName = Annotated[str | None, typer.Option("--party", metavar="PARTY", help="A code (RUS) or a name.")]
Since = Annotated[
    str | None,
    typer.Option("--from", "--since", metavar="DATE", callback=_first, help="The first day (2014-03-14 or 2014-03)."),
]
Until = Annotated[
    str | None,
    typer.Option("--to", "--until", metavar="DATE", callback=_last, help="The last day (2014-03-14 or 2014-03)."),
]
Date = Annotated[
    str | None,
    typer.Option("--date", metavar="DATE", callback=_published, help="Publication date of articles that carry none."),
]
At = Annotated[
    str | None,
    typer.Option("--date", metavar="DATE", callback=_first, help="The day at which offices are looked up."),
]
