"""What each command does: reads inputs, shows progress, prints results; returns the exit status."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from importlib.resources import as_file
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from tocsin import intake, pipeline
from tocsin.desk import explanation, listing
from tocsin.desk.brief import as_html, deliver, deliver_brief, print_brief
from tocsin.desk.export import as_json_line, json_schema
from tocsin.desk.ledger.opening import opened
from tocsin.desk.plurals import plural
from tocsin.errors import ArticleError, DuplicateArticle, ReadingFailed, UnreadableDate, UsageError
from tocsin.lexicon import DATA
from tocsin.records import Article, Reading
from tocsin.settings import settings

if TYPE_CHECKING:
    from tocsin.intake.feeds import Memory

SKIPPED = 1


class Days(NamedTuple):
    """The first and last day of publication (ISO, None: any), and the date of articles that carry none."""

    since: str | None
    until: str | None
    date: str | None = None

    def hold(self, article: Article) -> bool:
        """Tell whether an article was published in the span; one without a date was in no span."""
        day = (article.published or "")[:10]
        return (not self.since or day >= self.since) and (not self.until or "" < day <= self.until)


class Intake:
    """The articles of a run as a stream, with a tally of what was skipped; iterate over it once."""

    def __init__(
        self, paths: Sequence[str], date: str | None = None, *, corrections: bool = False, memory: Memory | None = None
    ) -> None:
        self.paths, self.date, self.corrections, self.memory = paths, date, corrections, memory
        self.skipped: list[tuple[str, str]] = []
        self.duplicates = self.failed = self.read = 0
        self.pages: list[str] = []  # addresses of the pages that were read
        self._errors = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

    def __iter__(self) -> Iterator[Article]:
        """Yield the articles; name each input that cannot be read on standard error and go on."""
        stdin = sys.stdin.buffer if "-" in self.paths else None
        for found in intake.read_inputs(self.paths, stdin=stdin, corrections=self.corrections, memory=self.memory):
            if isinstance(found, Article):
                self.read += 1
                if self.date and found.published is None:
                    found = msgspec.structs.replace(found, published=self.date, published_from="given")
                self._doubt_date(found)
                if found.source and intake.is_address(found.source):
                    self.pages.append(found.source)
                yield found
            elif isinstance(found, DuplicateArticle):
                self.duplicates += 1
            elif isinstance(found, UnreadableDate):
                self._errors.print(f"tocsin: {found}")
            else:
                self.note(found)

    def _doubt_date(self, article: Article) -> None:
        """Name an article from after tomorrow, beside which everything else would look old."""
        day = (article.published or "")[:10]
        if day > f"{datetime.now() + timedelta(days=1):%Y-%m-%d}":
            self._errors.print(f"tocsin: {article.id}: its date, {day}, lies in the future; right it, or leave it out")

    def note(self, error: ArticleError) -> None:
        """Record and name an input that was not read."""
        self.skipped.append((error.source, error.reason))
        self._errors.print(f"tocsin: skipped {error}")

    def fail(self, error: ReadingFailed) -> None:
        """Record and name an article that reading failed on; the setting `debug` adds the traceback."""
        self.failed += 1
        self.note(error)
        if settings().debug:
            self._errors.print(error.trace)

    def summary(self) -> str:
        """Return the counts of the run in one line."""
        words = f"{plural(self.read - self.failed, 'article')} read"
        if self.duplicates:
            words += f", {self.duplicates} read twice and counted once"
        if self.skipped:
            words += f", {len(self.skipped)} skipped"
        return words


def read(paths: Sequence[str], format: str, *, own_parties: Path | None, processes: int, date: str | None) -> int:
    """Print the readings of the inputs, one by one as they are made."""
    taken = Intake(paths, date)
    write: Callable[[Reading], None]
    if format == "jsonl":
        out = sys.stdout.buffer

        def write(found: Reading) -> None:
            out.write(as_json_line(found))
    else:
        console = Console(highlight=False)

        def write(found: Reading) -> None:
            listing.print_reading(console, found)

    readings = pipeline.read_all(taken, processes=processes, own_parties=own_parties, failed=taken.fail, signs=False)
    for found in _with_progress(readings):
        write(found)
    sys.stdout.flush()
    return _finish(taken)


def brief(
    paths: Sequence[str],
    format: str,
    *,
    own_parties: Path | None,
    processes: int,
    output: Path | None,
    days: Days,
) -> int:
    """Print the brief of the inputs, or write it to a file."""
    taken = Intake(paths, days.date)
    passed = (article for article in taken if days.hold(article))
    found = pipeline.read_all(passed, processes=processes, own_parties=own_parties, failed=taken.fail)
    readings = list(_with_progress(found))
    page = pipeline.brief(readings, skipped=taken.skipped)
    deliver_brief(page, format, output)
    return _finish(taken)


def explain(identifier: str, paths: Sequence[str], db: str | None, *, own_parties: Path | None) -> int:
    """Print why a record of inputs, or without any of the ledger, was coded as it is, or what a rule does."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    rule = explanation.rule(identifier)
    if rule is not None:
        console.print(f"{identifier}: {rule}")
        return 0
    if not identifier.startswith(("e-", "s-")):
        raise UsageError(f"{identifier!r} is no rule, and no id of an event (e-...) or statement (s-...)")
    taken = Intake(paths)
    articles = taken if paths else [_article_of(identifier, db)]
    readings = pipeline.read_in_full(articles, own_parties=own_parties, failed=taken.fail, signs=False)
    for found in _with_progress(readings):
        lines = explanation.record(identifier, found)
        if lines:
            for line in lines:
                console.print(line)
            return 0
    if paths:
        raise UsageError(f"no event or statement of these inputs has the id {identifier!r}")
    raise UsageError(
        f"{identifier!r} is not found when its article is read now: it was read by another version, or with a parties "
        "file (give it with --parties); `tocsin add --again PATH...` reads articles anew"
    )


def _article_of(identifier: str, db: str | None) -> Article:
    """Return the article of the ledger that a record stands in; UsageError where there is none."""
    with opened(db) as ledger:
        article = ledger.article_of(identifier)
        if article is None:
            raise UsageError(f"no event or statement of {ledger.name} has the id {identifier!r}")
        return article


def schema() -> int:
    """Print the JSON Schema of the public record format."""
    sys.stdout.write(json.dumps(json_schema(), indent=2) + "\n")
    return 0


def demo(output: Path | None) -> int:
    """Read the demo crisis, print its brief, and write it as a page where asked."""
    with as_file(DATA / "demo") as folder:
        taken = Intake([str(folder / "articles")])
        found = pipeline.read_all(taken, own_parties=folder / "parties.csv", failed=taken.fail)
        readings = list(_with_progress(found))
    page = pipeline.brief(readings, skipped=taken.skipped)
    print_brief(Console(highlight=False), page)
    if output is not None:
        deliver(as_html(page), output)
    return _finish(taken)


def _with_progress(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Pass readings on, counting them on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield from readings
        return
    counted = TextColumn("{task.completed} articles")
    columns = (TextColumn("reading"), BarColumn(pulse_style="cyan"), counted, TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=None)
        for found in readings:
            progress.advance(task)
            yield found


def _finish(taken: Intake) -> int:
    """Print the counts on standard error where something was skipped or a person looks on; return the status."""
    if taken.skipped or sys.stderr.isatty():
        Console(stderr=True, highlight=False).print(f"tocsin: {taken.summary()}")
    return SKIPPED if taken.skipped else 0
