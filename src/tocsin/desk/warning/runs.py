"""What `tocsin warn` and `tocsin backtest` do: read inputs, ask the warning room, print; returns the exit status."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from rich.console import Console

from tocsin import warning
from tocsin.desk.plurals import plural
from tocsin.desk.warning import tables
from tocsin.desk.warning.dates import first_day, horizon_days, last_day
from tocsin.desk.warning.drawing import as_png, as_svg
from tocsin.desk.warning.plot import draw
from tocsin.desk.warning.sources import Asked, Source, days_covered, open_source, read_groups, tell
from tocsin.errors import UsageError

_SKIPPED = 1  # the exit status where there was nothing to judge; desk/runs.py, which has it too, loads the parser
_USUAL = 90  # days, the longest that the detector looks back for what is unusual


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
    tell(feed.summary())
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


def warn(asked: Asked, format: str) -> int:
    """Ring and stand down over the inputs; print what changed and what stands, as JSONL or as tables.

    Over the ledger only what changed since the last run rings; what stands from before is told again as standing. With
    `since` the ledger is judged anew from that day, and nothing is remembered.
    """
    source = open_source(asked)
    if source is None:
        return _SKIPPED
    if (covered := days_covered(source)) < _USUAL:
        short = f"the input covers {plural(covered, 'day')}; under {_USUAL} a pair's usual rate is hardly known"
        tell(f"{short}, and neither an alarm nor silence means much")
    with _book(asked, source) as book:
        changes = list(warning.walk(source.series, source.onsets, source.setting, book, source.span))
    day = source.span[1]
    if source.setting.weights is None:
        tell("no weights given: the uncalibrated detector, without probabilities; `tocsin warn fit` makes weights")
    if format == "jsonl":
        held: list[warning.Warned] = []
        if source.book is not None:
            told = {change.dyad for change in changes}
            present = warning.present(source.series, source.onsets, source.setting, book, day)
            held = [found for found in present if found.dyad not in told and (found.level != "watch" or asked.between)]
        for found in (*changes, *held):
            sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")
        sys.stdout.flush()
    else:
        held = list(warning.present(source.series, source.onsets, source.setting, book, day))
        tables.print_warnings(Console(highlight=False), changes, held, warning.iso_day(day))
    return source.status


@contextmanager
def _book(asked: Asked, source: Source) -> Iterator[warning.Book]:
    """Lend the alarm book: that of the ledger, of the file that is named, or one that is forgotten."""
    if asked.state is not None or source.book is None or asked.since:
        book = warning.load_book(asked.state)
        yield book
        warning.save_book(book, asked.state)
        return
    from tocsin.desk.ledger.opening import opened

    with opened(asked.db) as ledger:
        book = warning.decode_book(ledger.kept(source.book))
        yield book
        ledger.keep(source.book, warning.encode_book(book))


def plot(asked: Asked, output: Path) -> int:
    """Draw one pair to an SVG or PNG file."""
    if output.suffix not in (".svg", ".png"):
        raise UsageError(f"{output}: name an .svg or .png file")
    source = open_source(asked)
    if source is None:
        return _SKIPPED
    book = warning.Book()
    for _ in warning.walk(source.series, source.onsets, source.setting, book, source.span):
        pass
    first, second = sorted(source.setting.between)
    plot = draw(warning.picture(source.series, (first, second), book, source.onsets, source.span))
    output.write_bytes(as_png(*plot) if output.suffix == ".png" else as_svg(*plot).encode())
    tell(f"wrote {output}")
    return source.status


def fit(events: Sequence[Path], onsets: Path | None, asked: Test, *, groups: Path | None, output: Path) -> int:
    """Fit weights and write them."""
    if onsets is None:
        raise UsageError("no list of onsets given; name one with --onsets")
    feed = warning.read_feeds(events, groups=read_groups(groups))
    tell(feed.summary())
    fitted, tuned = last_day("--fit-until", asked.fit_until), last_day("--tune-until", asked.tune_until)
    if not fitted < tuned:
        raise UsageError("--fit-until must lie before --tune-until")
    step = asked.step or ("month" if feed.series.monthly else "day")
    found = warning.fit_weights(
        feed.series, warning.read_onsets(onsets), kind=asked.kind, fit_until=fitted, tune_until=tuned, step=step
    )
    warning.save_weights(found, output)
    tell(f"wrote {output}")
    return 0


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
