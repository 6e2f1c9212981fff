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

import msgspec
from rich.console import Console

from tocsin import pipeline, positions, stories, warning
from tocsin.desk.runs import Intake
from tocsin.desk.warning import tables
from tocsin.desk.warning.plot import as_png, as_svg
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
        tables.print_backtest(Console(highlight=False), found)
    return 0


class Asked(NamedTuple):
    """What `tocsin warn` is asked, as the user wrote it."""

    paths: Sequence[str]
    events: Sequence[Path]
    between: tuple[str, str] | None
    budget: float
    step: str
    onsets: Path | None
    weights: Path | None
    state: Path | None
    since: str | None
    until: str | None
    groups: Path | None
    parties: Path | None


class _Source(NamedTuple):
    """What is judged: the series, the setting, the onsets, the span of days, and the exit status of its reading."""

    series: warning.Series
    setting: warning.Setting
    onsets: list[warning.Onset]
    span: tuple[int, int]
    status: int


def warn(asked: Asked, format: str) -> int:
    """Ring and stand down over the inputs; print each change as JSONL, or the changes and the present as tables."""
    source = _source(asked)
    book = warning.load_book(asked.state)
    changes = list(warning.walk(source.series, source.onsets, source.setting, book, source.span))
    warning.save_book(book, asked.state)
    if source.setting.weights is None:
        _tell("no weights given: the uncalibrated detector, without probabilities; `tocsin warn fit` makes weights")
    if format == "jsonl":
        for found in changes:
            sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")
        sys.stdout.flush()
    else:
        held = list(warning.present(source.series, source.onsets, source.setting, book, source.span[1]))
        tables.print_warnings(Console(highlight=False), changes, held, warning.iso_day(source.span[1]))
    return source.status


def plot(asked: Asked, output: Path) -> int:
    """Draw one pair to an SVG or PNG file."""
    if output.suffix not in (".svg", ".png"):
        raise UsageError(f"{output}: name an .svg or .png file")
    source = _source(asked)
    book = warning.Book()
    for _ in warning.walk(source.series, source.onsets, source.setting, book, source.span):
        pass
    first, second = sorted(asked.between or ("", ""))
    svg = as_svg(warning.picture(source.series, (first, second), book, source.onsets, source.span))
    output.write_bytes(as_png(svg) if output.suffix == ".png" else svg.encode())
    _tell(f"wrote {output}")
    return source.status


def fit(events: Sequence[Path], onsets: Path | None, asked: Test, *, groups: Path | None, output: Path) -> int:
    """Fit weights and write them."""
    if onsets is None:
        raise UsageError("no list of onsets given; name one with --onsets")
    feed = warning.read_feeds(events, groups=read_groups(groups))
    _tell(feed.summary())
    fitted, tuned = last_day("--fit-until", asked.fit_until), last_day("--tune-until", asked.tune_until)
    if not fitted < tuned:
        raise UsageError("--fit-until must lie before --tune-until")
    step = asked.step or ("month" if feed.series.monthly else "day")
    found = warning.fit_weights(
        feed.series, warning.read_onsets(onsets), kind=asked.kind, fit_until=fitted, tune_until=tuned, step=step
    )
    warning.save_weights(found, output)
    _tell(f"wrote {output}")
    return 0


def _source(asked: Asked) -> _Source:
    """Read what is asked about: an event feed, or articles through the whole pipeline."""
    onsets = warning.read_onsets(asked.onsets) if asked.onsets else []
    weights = warning.load_weights(asked.weights) if asked.weights else None
    setting = warning.Setting(asked.budget, tuple(asked.between or ()), weights, asked.step)
    status = 0
    if asked.events:
        if asked.paths:
            raise UsageError("give articles or --events, not both")
        feed = warning.read_feeds(asked.events, groups=read_groups(asked.groups))
        _tell(feed.summary())
        series = feed.series
        last = int(series.counts.day[-1]) if len(series.counts.day) else 0
    else:
        if not asked.paths:
            raise UsageError("nothing to read; name articles, or an event feed with --events")
        taken = Intake(asked.paths)
        readings = list(pipeline.read_all(taken, own_parties=asked.parties))
        readings.sort(key=lambda found: (found.article.published or "", found.article.id))
        origins = stories.find_origins([found.article for found in readings])
        own = warning.series_of(
            stories.gather_developments(readings, stories.origin_of(origins)),
            [statement for found in readings for statement in found.statements],
            read_groups(asked.groups),
        )
        series, status = own.series, 1 if taken.skipped else 0
        setting = setting._replace(told=own.told, channels=positions.gather_channels(readings))
        dates = [found.article.published[:10] for found in readings if found.article.published]
        last = warning.day_number(max(dates)) if dates else 0
    if asked.until:
        last = last_day("--until", asked.until)
    begin = int(series.counts.day[0]) if len(series.counts.day) else last
    first = first_day("--since", asked.since) if asked.since else max(begin, last - 365)
    return _Source(series, setting, onsets, (first, last), status)


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
