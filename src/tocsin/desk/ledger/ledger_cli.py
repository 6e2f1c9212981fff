"""The commands on a ledger: `add verify backup status fix`, and its listings."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from tocsin.desk.ledger import listings_cli
from tocsin.desk.ledger.opening import beside, errors, opened, settled
from tocsin.desk.options import KEEP, Date, Db, Outlet, OwnParties, Processes
from tocsin.desk.plurals import plural
from tocsin.errors import UsageError
from tocsin.records import Article, FeedState

if TYPE_CHECKING:
    from tocsin.ledger import Correction, Ledger, Receipt

_FIXES = "corrections.toml"

fix_app = typer.Typer(no_args_is_help=True, help="Put right what was read; corrections survive a new reading.")


class StatusFormat(StrEnum):
    """Formats of `tocsin status`."""

    terminal = "terminal"
    json = "json"


Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why.")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who says so (else the user).")]


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    listings_cli.register(app)
    app.command(
        rich_help_panel=KEEP,
        epilog="Examples: `tocsin add news/`, `tocsin add --db crisis.db week*.jsonl https://example.org/world.rss`",
    )(add)
    app.command(rich_help_panel=KEEP, epilog="Examples: `tocsin status`, `tocsin status --versions`")(status)
    app.command(rich_help_panel=KEEP, epilog="Example: tocsin verify --db crisis.db")(verify)
    app.command(rich_help_panel=KEEP, epilog="Example: tocsin backup /media/stick/crisis.db")(backup)
    app.add_typer(fix_app, name="fix", rich_help_panel=KEEP)


def add(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH|FEED", help="Inputs as `tocsin read` takes them, and addresses of feeds."),
    ],
    db: Db = None,
    parties: OwnParties = None,
    processes: Processes = 1,
    date: Date = None,
    again: Annotated[bool, typer.Option("--again", help="Read known articles anew and put that in place.")] = False,
) -> None:
    """Read articles and feeds (RSS, Atom) into the ledger; what it holds already is not read again."""
    from tocsin import intake, pipeline
    from tocsin.desk.runs import SKIPPED, Intake

    with opened(db, create=True) as ledger:
        memory = Visits(ledger)
        taken = Intake(paths, date, corrections=True, memory=memory)
        _load_fixes(ledger, db)
        passed = Counting(taken if again else ledger.unknown(taken))
        with AddProgress() as shown:
            readings = pipeline.read_all(passed, processes=processes, own_parties=parties, failed=taken.fail)
            receipt = ledger.add(readings, again=again, acknowledge=shown)
        ledger.note_skips(taken.skipped, [*map(intake.name_input, paths), *taken.pages])
        ledger.note_feeds(memory.visited)
        settled(ledger, db)
        words = [f"{plural(len(receipt.added), 'article')} added to {ledger.name}"]
        known = taken.read - passed.number + receipt.known - receipt.reread
        for number, what in (
            (len(receipt.corrected), "of them corrected versions"), (receipt.reread, "read anew"),
            (known, "known already"), (taken.duplicates, "given twice"), (len(taken.skipped), "skipped"),
        ):  # fmt: skip
            if number:
                words.append(f"{number} {what}")
        errors().print("tocsin: " + ", ".join(words))
    raise typer.Exit(SKIPPED if taken.skipped else 0)


def status(
    db: Db = None,
    versions: Annotated[bool, typer.Option("--versions", help="Show what corrected articles changed.")] = False,
    format: Annotated[StatusFormat, typer.Option("--format", "-f", help="How to print.")] = StatusFormat.terminal,
) -> None:
    """Say what the ledger holds: articles, versions, skips, days, and feeds and outlets that have fallen silent."""
    with opened(db) as ledger:
        held = ledger.status()
        changed = ledger.versions() if versions else ()
    if format is StatusFormat.json:
        whole = {**msgspec.to_builtins(held), **({"changed": msgspec.to_builtins(changed)} if versions else {})}
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(whole)).decode() + "\n")
        return
    out = Console(highlight=False, markup=False, soft_wrap=True)
    out.print(f"{held.ledger}: {plural(held.articles, 'article')} from {held.first or '?'} to {held.last or '?'}, "
              f"{held.versions} replaced by corrected versions")  # fmt: skip
    counts = (held.events, "event"), (held.statements, "statement"), (held.corrections, "correction")
    out.print(", ".join(plural(number, noun) for number, noun in counts) + " in force")
    for outlet in held.outlets:
        silent = f", silent for {plural(outlet.silent, 'day')}" if outlet.silent else ""
        named, held_of = outlet.outlet or "(no outlet)", plural(outlet.articles, "article")
        out.print(f"  {named}: {held_of}, last {outlet.last or '?'}{silent}")
    for feed in held.feeds:
        silent = f", silent for {plural(feed.silent, 'day')}" if feed.silent else ""
        last = f"last read {feed.succeeded[:16].replace('T', ' ')}" if feed.succeeded else "never read"
        failed = f"; the last visit failed: {feed.error}" if feed.error else ""
        out.print(f"  feed {feed.url}: {plural(feed.articles, 'article')}, {last}{silent}{failed}")
    for skip in held.skips:
        out.print(f"  skipped {skip.source}: {skip.reason} (last {skip.last[:10]}, {plural(skip.times, 'time')})")
    for version in changed:
        how = "stands" if version.current else "withdrawn"
        out.print(f"\n{version.address}: {version.article}, published {version.published or '?'}, {how}")
        for line in version.differences:
            out.print(f"  {line}")


def verify(db: Db = None) -> None:
    """Prove the ledger whole: hashes, spans on their text, rows, links and counts."""
    with opened(db) as ledger:
        verdict = ledger.verify()
    out = Console(highlight=False, markup=False, soft_wrap=True)
    for fault in verdict.faults:
        out.print(fault)
    out.print(
        f"{plural(verdict.articles, 'article')} in {plural(verdict.versions, 'version')}, "
        f"{plural(verdict.events, 'event')}, {plural(verdict.statements, 'statement')}, "
        f"{plural(verdict.spans, 'span')}: {plural(len(verdict.faults), 'fault') if verdict.faults else 'no faults'}"
    )
    raise typer.Exit(1 if verdict.faults else 0)


def backup(
    file: Annotated[Path, typer.Argument(help="A new file; it is itself a ledger.")],
    db: Db = None,
) -> None:
    """Copy the ledger as of now, also while another process writes to it."""
    with opened(db) as ledger:
        size = ledger.backup(file)
    errors().print(f"tocsin: wrote {file} ({size / 1e6:.1f} MB)")


@fix_app.command("merge", epilog="Example: tocsin fix merge DNR UKR")
def fix_merge(party: str, into: str, db: Db = None, by: By = None, note: Note = None) -> None:
    """Count a party (by code or name) as another."""
    _fix(db, by, kind="merge-party", target=party, to=into, note=note)


@fix_app.command("rename", epilog='Example: tocsin fix rename "the grey men" "Unmarked troops"')
def fix_rename(party: str, name: str, db: Db = None, by: By = None, note: Note = None) -> None:
    """Give a party another name."""
    _fix(db, by, kind="rename-party", target=party, to=name, note=note)


@fix_app.command("alias", epilog='Example: tocsin fix alias "the Bankova" UKR')
def fix_alias(surface: str, party: str, db: Db = None, by: By = None, note: Note = None) -> None:
    """Take a name as it is written to mean a party."""
    _fix(db, by, kind="alias-party", target=surface, to=party, note=note)


@fix_app.command("right", epilog="Example: tocsin fix right e-1f2e3d4c5b6a type=CONSULT recipients=UKR,POL")
def fix_right(
    id: str,
    fields: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE")],
    db: Db = None,
    by: By = None,
    note: Note = None,
) -> None:
    """Put fields of an event or statement right."""
    wrong = [field for field in fields if "=" not in field]
    if wrong:
        raise UsageError(f"{wrong[0]!r} is not of the form FIELD=VALUE")
    _fix(db, by, kind="right", target=id, fields=dict(field.split("=", 1) for field in fields), note=note)


@fix_app.command("dismiss", epilog="Example: tocsin fix dismiss e-1f2e3d4c5b6a --note 'a film, not a war'")
def fix_dismiss(id: str, db: Db = None, by: By = None, note: Note = None) -> None:
    """Dismiss an event or statement: it counts no more."""
    _fix(db, by, kind="dismiss", target=id, note=note)


@fix_app.command("mute", epilog='Example: tocsin fix mute "Subscribe to our newsletter." --outlet "The Tern"')
def fix_mute(paragraph: str, outlet: Outlet = None, db: Db = None, by: By = None, note: Note = None) -> None:
    """Leave out a paragraph, by its text, wherever an outlet prints it."""
    _fix(db, by, kind="mute", target=paragraph, outlet=outlet, note=note)


@fix_app.command("pin", epilog="Example: tocsin fix pin gull-0312 tern-0311")
def fix_pin(article: str, other: str, db: Db = None, by: By = None, note: Note = None) -> None:
    """Put an article to the story of another, both by their ids."""
    _fix(db, by, kind="pin-story", target=article, to=other, note=note)


@fix_app.command("split", epilog="Example: tocsin fix split gull-0312")
def fix_split(article: str, db: Db = None, by: By = None, note: Note = None) -> None:
    """Split an article off its story into one of its own, to which others can be pinned."""
    _fix(db, by, kind="split-story", target=article, note=note)


@fix_app.command("list")
def fix_list(db: Db = None) -> None:
    """List the corrections in force, with who made them and when."""
    out = Console(highlight=False, markup=False, soft_wrap=True)
    with opened(db) as ledger:
        for correction in ledger.corrections():
            out.print(f"{correction.id}  {correction}")


@fix_app.command("lift", epilog="Example: tocsin fix lift k-1f2e3d4c5b6a")
def fix_lift(id: str, db: Db = None) -> None:
    """Take a correction back, from the ledger and from its corrections.toml."""
    from tocsin.ledger import strike

    with opened(db) as ledger:
        lifted = ledger.lift(id)
    file = beside(db, _FIXES)
    if file.exists():
        file.write_text(strike(file.read_text(encoding="utf-8"), id), encoding="utf-8")
    errors().print(f"tocsin: lifted {lifted}")


@fix_app.command("load", epilog="Example: tocsin fix load corrections.toml")
def fix_load(file: Path, db: Db = None, by: By = None) -> None:
    """Put the corrections of a file in force."""
    from tocsin.ledger import load

    with opened(db) as ledger:
        made = ledger.correct(load(file), by=by or _user(), waiting=True)
    errors().print(f"tocsin: {plural(len(made), 'correction')} put in force")


def _fix(db: str | None, by: str | None, **given: Any) -> None:
    """Put a correction in force and write it to the corrections.toml beside the ledger."""
    from tocsin.ledger import Correction, dump

    with opened(db) as ledger:
        made = ledger.correct([Correction(**given)], by=by or _user())
    if made:
        with beside(db, _FIXES).open("a", encoding="utf-8") as file:
            file.write("\n" + dump(made))
    for correction in made:
        errors().print(f"tocsin: {correction.id}  {correction}")
    if not made:
        errors().print("tocsin: that correction is in force already")


def _load_fixes(ledger: Ledger, db: str | None) -> None:
    """Put in force what stands in the corrections.toml beside the ledger."""
    from tocsin.ledger import load

    file = beside(db, _FIXES)
    if file.exists():
        made: tuple[Correction, ...] = ledger.correct(load(file), by=_user(), waiting=True)
        if made:
            errors().print(f"tocsin: {plural(len(made), 'correction')} of {file} put in force")


def _user() -> str | None:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run as a user without a name
        return None


class Visits:
    """Knows from the ledger what was read of feeds, and keeps visits until what they gave is in it."""

    def __init__(self, ledger: Ledger) -> None:
        self.feed, self.page_added = ledger.feed, ledger.page_added
        self.visited: list[FeedState] = []

    def note_feed(self, state: FeedState) -> None:
        """Keep a visit."""
        self.visited.append(state)


class Counting:
    """Passes articles on and counts them."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.articles, self.number = articles, 0

    def __iter__(self) -> Iterator[Article]:
        for article in self.articles:
            self.number += 1
            yield article


class AddProgress:
    """Counts on standard error what is safely written, where that is a terminal."""

    def __enter__(self) -> AddProgress:
        columns = (TextColumn("added"), TextColumn("{task.completed} articles"), TimeElapsedColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
        self._bar.start()
        self._task = self._bar.add_task("added", total=None)
        return self

    def __call__(self, receipt: Receipt) -> None:
        """Count what a commit added."""
        self._bar.advance(self._task, len(receipt.added))

    def __exit__(self, *_: object) -> None:
        self._bar.stop()
