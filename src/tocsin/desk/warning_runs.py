"""What `tocsin warn` and `tocsin backtest` do: read inputs, ask the warning room, print; returns the exit status."""

from __future__ import annotations

import calendar
import json
import math
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console

from tocsin import warning
from tocsin.desk import warning_tables
from tocsin.errors import UsageError
from tocsin.lexicon import cell_values, read_table

_MONTH = re.compile(r"\d{4}-\d{2}")


class Test(NamedTuple):
    """What a back-test is asked, as the user wrote it."""

    fit_until: str
    tune_until: str
    test: str
    kind: str | None
    horizon: str
    step: str | None
    without: Sequence[str]


def backtest(events: Sequence[Path], onsets: Path | None, asked: Test, *, groups: Path | None, format: str) -> int:
    """Run a back-test and print its scores."""
    if onsets is None:
        raise UsageError("no list of onsets given; name one with --onsets")
    split = _split(asked)
    feed = warning.read_feeds(events, groups=read_groups(groups))
    _tell(feed.summary())
    unknown = [view for view in asked.without if view not in warning.VIEWS]
    if unknown:
        raise UsageError(f"--without {unknown[0]!r}: no such view; the views are {', '.join(warning.VIEWS)}")
    plan = warning.Plan(
        split, asked.kind, horizon_days(asked.horizon), asked.step or ("month" if feed.series.monthly else "day"),
        tuple(view for view in warning.VIEWS if view not in asked.without),
    )  # fmt: skip
    found = warning.run_backtest(feed.series, warning.read_onsets(onsets), plan)
    found["feed"] = {"rows": feed.rows, "kept": feed.kept, "dropped": dict(feed.dropped), "shapes": list(feed.shapes)}
    if format == "json":
        sys.stdout.write(json.dumps(_finite(found), indent=1) + "\n")
    else:
        warning_tables.print_backtest(Console(highlight=False), found)
    return 0


def read_groups(path: Path | None) -> dict[str, str]:
    """Return code -> group of a file of groups."""
    if path is None:
        return {}
    rows = [(row["group"], cell_values(row["members"])) for row in read_table(path, ("group", "members"))]
    return warning.merge_groups(rows)


def horizon_days(text: str) -> int:
    """Return the days of a horizon as written ("90d", "90")."""
    found = re.fullmatch(r"(\d+)\s*d?(?:ays?)?", text.strip())
    if not found or not 1 <= int(found[1]) <= 3650:
        raise UsageError(f"--horizon {text!r}: write it in days, as 90d")
    return int(found[1])


def first_day(option: str, text: str) -> int:
    """Return the day number of a day or of the first day of a month."""
    return _day(option, text, last=False)


def last_day(option: str, text: str) -> int:
    """Return the day number of a day or of the last day of a month."""
    return _day(option, text, last=True)


def _day(option: str, text: str, *, last: bool) -> int:
    try:
        if _MONTH.fullmatch(text):
            year, month = int(text[:4]), int(text[5:])
            text += f"-{calendar.monthrange(year, month)[1] if last else 1:02}"
        return warning.day_number(date.fromisoformat(text).isoformat())
    except ValueError as error:
        raise UsageError(f"{option} {text!r} is no date; write it as 2008-12-31 or 2008-12") from error


def _split(asked: Test) -> warning.Split:
    """Return the three spans of a back-test; raises UsageError where they overlap or run backwards."""
    if ":" not in asked.test:
        raise UsageError("--test takes two dates, as 2009-01-01:2010-12-31")
    begin, _, end = asked.test.partition(":")
    fitted, tuned = last_day("--fit-until", asked.fit_until), last_day("--tune-until", asked.tune_until)
    first, last = first_day("--test", begin), last_day("--test", end)
    if not fitted < tuned < first <= last:
        raise UsageError("the spans must follow each other: --fit-until before --tune-until before --test")
    return warning.Split(warning.Span(-(1 << 30), fitted), warning.Span(fitted + 1, tuned), warning.Span(first, last))


def _finite(value: Any) -> Any:
    """Replace what JSON cannot hold (no number, no end) by null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, list) else value


def _tell(words: str) -> None:
    """Say something on standard error."""
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(f"tocsin: {words}")
