"""The commands on a ledger: `add verify backup status fix search events quotes`."""

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

from tocsin.desk.tables import Field, Format, write_rows
from tocsin.errors import UsageError
from tocsin.records import Article, Event, Party
from tocsin.settings import settings

if TYPE_CHECKING:
    from tocsin.ledger import Correction, Filter, Found, Ledger, ListedEvent, ListedStatement, Receipt

_FIXES = "corrections.toml"

fix_app = typer.Typer(no_args_is_help=True, help="Put right what was read; corrections survive a new reading.")


class StatusFormat(StrEnum):
    """Formats of `tocsin status`."""

    terminal = "terminal"
    json = "json"


Db = Annotated[str | None, typer.Option("--db", metavar="FILE|URL", help="The ledger (TOCSIN_DB, else tocsin.db).")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead.")]
How = Annotated[Format, typer.Option("--format", "-f", help="How to print.")]
PartyName = Annotated[str | None, typer.Option("--party", metavar="PARTY", help="A code (RUS) or a name.")]
Between = Annotated[
    tuple[str, str] | None, typer.Option("--between", metavar="PARTY PARTY", help="Both of two parties, in any role.")
]
Kinds = Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", help="A PLOVER type; may be repeated.")]
Modality = Annotated[str | None, typer.Option(metavar="MODALITY", help="asserted, future, hypothetical, ...")]
Acts = Annotated[list[str] | None, typer.Option("--act", metavar="ACT", help="deny, threaten, ...; may be repeated.")]
Since = Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first day (ISO).")]
Until = Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last day (ISO).")]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="An outlet by its name.")]
Place = Annotated[str | None, typer.Option(metavar="NAME", help="A place by its name, or a country's code.")]
Words = Annotated[str | None, typer.Option("--text", metavar="WORDS", help='Words and "quoted phrases" in it.')]
Every = Annotated[bool, typer.Option("--all", help="Also what was withdrawn, dismissed or muted, and why.")]
Limit = Annotated[int | None, typer.Option("--limit", "-n", min=1, help="So many (a table: 50, else all).")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why.")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who says so (else the user).")]


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command(epilog="Examples: `tocsin add news/`, `tocsin add --db crisis.db week*.jsonl`")(add)
    app.command(epilog="Example: tocsin events --between RUS UKR --type THREATEN --from 2014-03-01")(events)
    app.command(epilog="Example: tocsin quotes --party RUS --act deny --format csv -o denials.csv")(quotes)
    app.command(epilog="Example: tocsin search '\"contact group\" observers'")(search)
    app.command(epilog="Examples: `tocsin status`, `tocsin status --versions`")(status)
    app.command(epilog="Example: tocsin verify --db crisis.db")(verify)
    app.command(epilog="Example: tocsin backup /media/stick/crisis.db")(backup)
    app.add_typer(fix_app, name="fix")


def add(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Inputs as `tocsin read` takes them.")],
    db: Db = None,
    parties: Annotated[Path | None, typer.Option("--parties", metavar="FILE", help="Your own parties file.")] = None,
    processes: Annotated[int, typer.Option("--processes", "-p", min=1, max=64, help="Worker processes.")] = 1,
    date: Annotated[str | None, typer.Option(metavar="DATE", help="Date (ISO) of articles that carry none.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Read known articles anew and put that in place.")] = False,
) -> None:
    """Read articles into the ledger; what it holds already is not read again."""
    from tocsin import pipeline
    from tocsin.desk.runs import SKIPPED, Intake

    taken = Intake(paths, date)
    with _opened(db, create=True) as ledger:
        _load_fixes(ledger, db)
        passed = Counting(taken if again else ledger.unknown(taken))
        with AddProgress() as shown:
            readings = pipeline.read_all(passed, processes=processes, own_parties=parties)
            receipt = ledger.add(readings, again=again, acknowledge=shown)
        ledger.note_skips(taken.skipped)
        words = [f"{len(receipt.added)} articles added to {ledger.name}"]
        known = taken.read - passed.number + receipt.known - receipt.reread
        for number, what in (
            (len(receipt.corrected), "of them corrected versions"), (receipt.reread, "read anew"),
            (known, "known already"), (taken.duplicates, "given twice"), (len(taken.skipped), "skipped"),
        ):  # fmt: skip
            if number:
                words.append(f"{number} {what}")
        _errors().print("tocsin: " + ", ".join(words))
    raise typer.Exit(SKIPPED if taken.skipped else 0)


def events(
    db: Db = None,
    party: PartyName = None,
    between: Between = None,
    types: Kinds = None,
    modality: Modality = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    place: Place = None,
    text: Words = None,
    everything: Every = False,
    limit: Limit = None,
    format: How = Format.table,
    output: Output = None,
) -> None:
    """List events, newest first, each with the sentence that it stands on."""
    with _opened(db) as ledger:
        asked = _filter(
            ledger, format, party=party, between=between, types=tuple(types or ()), modality=modality, since=since,
            until=until, outlet=outlet, place=place, text=text, everything=everything, limit=limit,
        )  # fmt: skip
        _told(write_rows(ledger.events(asked), EVENT_FIELDS, format, output), asked, limit)


def quotes(
    db: Db = None,
    party: PartyName = None,
    between: Between = None,
    acts: Acts = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    text: Words = None,
    everything: Every = False,
    limit: Limit = None,
    format: How = Format.table,
    output: Output = None,
) -> None:
    """List statements, newest first: who said what, to whom, in what act."""
    with _opened(db) as ledger:
        asked = _filter(
            ledger, format, party=party, between=between, acts=tuple(acts or ()), since=since, until=until,
            outlet=outlet, text=text, everything=everything, limit=limit,
        )  # fmt: skip
        _told(write_rows(ledger.statements(asked), STATEMENT_FIELDS, format, output), asked, limit)


def search(
    text: Annotated[str, typer.Argument(metavar="WORDS", help='Words and "quoted phrases", all of them.')],
    db: Db = None,
    party: PartyName = None,
    between: Between = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    limit: Limit = None,
    format: How = Format.table,
    output: Output = None,
) -> None:
    """Find articles by their words, newest first, each with its best sentence."""
    with _opened(db) as ledger:
        asked = _filter(
            ledger, format, party=party, between=between, since=since, until=until, outlet=outlet, limit=limit
        )
        _told(write_rows(ledger.search(text, asked), FOUND_FIELDS, format, output), asked, limit)


def status(
    db: Db = None,
    versions: Annotated[bool, typer.Option("--versions", help="Show what corrected articles changed.")] = False,
    format: Annotated[StatusFormat, typer.Option("--format", "-f", help="How to print.")] = StatusFormat.terminal,
) -> None:
    """Say what the ledger holds: articles, versions, skips, days, and outlets that have fallen silent."""
    with _opened(db) as ledger:
        held = ledger.status()
        changed = ledger.versions() if versions else ()
    if format is StatusFormat.json:
        whole = {**msgspec.to_builtins(held), **({"changed": msgspec.to_builtins(changed)} if versions else {})}
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(whole)).decode() + "\n")
        return
    out = Console(highlight=False, markup=False, soft_wrap=True)
    out.print(f"{held.ledger}: {held.articles} articles from {held.first or '?'} to {held.last or '?'}, "
              f"{held.versions} replaced by corrected versions")  # fmt: skip
    out.print(f"{held.events} events, {held.statements} statements, {held.corrections} corrections in force")
    for outlet in held.outlets:
        silent = f", silent for {outlet.silent} days" if outlet.silent else ""
        out.print(f"  {outlet.outlet or '(no outlet)'}: {outlet.articles} articles, last {outlet.last or '?'}{silent}")
    for skip in held.skips:
        out.print(f"  skipped {skip.source}: {skip.reason} (last {skip.last[:10]}, {skip.times} times)")
    for version in changed:
        how = "stands" if version.current else "withdrawn"
        out.print(f"\n{version.address}: {version.article}, published {version.published or '?'}, {how}")
        for line in version.differences:
            out.print(f"  {line}")


def verify(db: Db = None) -> None:
    """Prove the ledger whole: hashes, spans on their text, rows, links and counts."""
    with _opened(db) as ledger:
        verdict = ledger.verify()
    out = Console(highlight=False, markup=False, soft_wrap=True)
    for fault in verdict.faults:
        out.print(fault)
    out.print(
        f"{verdict.articles} articles in {verdict.versions} versions, {verdict.events} events, "
        f"{verdict.statements} statements, {verdict.spans} spans: {len(verdict.faults) or 'no'} faults"
    )
    raise typer.Exit(1 if verdict.faults else 0)


def backup(
    file: Annotated[Path, typer.Argument(help="A new file; it is itself a ledger.")],
    db: Db = None,
) -> None:
    """Copy the ledger as of now, also while another process writes to it."""
    with _opened(db) as ledger:
        size = ledger.backup(file)
    _errors().print(f"tocsin: wrote {file} ({size / 1e6:.1f} MB)")


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
    fields: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...")],
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


@fix_app.command("list")
def fix_list(db: Db = None) -> None:
    """List the corrections in force, with who made them and when."""
    out = Console(highlight=False, markup=False, soft_wrap=True)
    with _opened(db) as ledger:
        for correction in ledger.corrections():
            out.print(f"{correction.id}  {correction}")


@fix_app.command("lift", epilog="Example: tocsin fix lift k-1f2e3d4c5b6a")
def fix_lift(id: str, db: Db = None) -> None:
    """Take a correction back, from the ledger and from its corrections.toml."""
    from tocsin.ledger import strike

    with _opened(db) as ledger:
        lifted = ledger.lift(id)
    file = _fixes_of(db)
    if file.exists():
        file.write_text(strike(file.read_text(encoding="utf-8"), id), encoding="utf-8")
    _errors().print(f"tocsin: lifted {lifted}")


@fix_app.command("load", epilog="Example: tocsin fix load corrections.toml")
def fix_load(file: Path, db: Db = None, by: By = None) -> None:
    """Put the corrections of a file in force."""
    from tocsin.ledger import load

    with _opened(db) as ledger:
        made = ledger.correct(load(file), by=by or _user(), waiting=True)
    _errors().print(f"tocsin: {len(made)} corrections put in force")


def _fix(db: str | None, by: str | None, **given: Any) -> None:
    """Put a correction in force and write it to the corrections.toml beside the ledger."""
    from tocsin.ledger import Correction, dump

    with _opened(db) as ledger:
        made = ledger.correct([Correction(**given)], by=by or _user())
    if made:
        with _fixes_of(db).open("a", encoding="utf-8") as file:
            file.write("\n" + dump(made))
    for correction in made:
        _errors().print(f"tocsin: {correction.id}  {correction}")
    if not made:
        _errors().print("tocsin: that correction is in force already")


def _fixes_of(db: str | None) -> Path:
    """Return where the corrections of a ledger stand: beside its file, or for a server in this folder."""
    named = db or settings().db
    return Path(_FIXES) if "://" in named else Path(named).with_name(_FIXES)


def _load_fixes(ledger: Ledger, db: str | None) -> None:
    """Put in force what stands in the corrections.toml beside the ledger."""
    from tocsin.ledger import load

    file = _fixes_of(db)
    if file.exists():
        made: tuple[Correction, ...] = ledger.correct(load(file), by=_user(), waiting=True)
        if made:
            _errors().print(f"tocsin: {len(made)} corrections of {file} put in force")


def _user() -> str | None:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run as a user without a name
        return None


def _opened(db: str | None, *, create: bool = False) -> Ledger:
    """Open the ledger that an option or setting names; only the commands on ledgers load what that needs."""
    from tocsin.ledger import open_ledger

    return open_ledger(db or settings().db, create=create)


def _filter(ledger: Ledger, format: Format, *, everything: bool = False, **given: Any) -> Filter:
    """Make a filter, with parties as they are stored and a table kept short."""
    from tocsin.ledger import Filter

    given["party"] = _party(ledger, given["party"])
    if given["between"] is not None:
        given["between"] = tuple(_party(ledger, name) for name in given["between"])
    if given["limit"] is None and format is Format.table:
        given["limit"] = 50
    return Filter(standing="all" if everything else "current", **given)


def _party(ledger: Ledger, name: str | None) -> str | None:
    """Return a state's or organisation's code for its name; a person's name and a code stay as they are.

    The tables of parties, which take long to load, are asked only for names that the ledger does not hold.
    """
    if name is None or (name.isupper() and " " not in name):
        return name
    if (held := ledger.name_party(name)) is not None:
        return held
    from tocsin import parties

    found = parties.register(settings().parties).resolve(name, None)
    return found.country if found is not None and found.country and found.office is None else name


def _told(number: int, asked: Filter, limit: int | None) -> None:
    """Say on standard error where a table was cut short."""
    if limit is None and number == asked.limit:
        _errors().print(f"tocsin: the newest {number}; --limit shows more, --format csv all")
    elif not number and sys.stderr.isatty():
        _errors().print("tocsin: nothing found")


def _errors() -> Console:
    return Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


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


def _names(parties: Iterable[Party]) -> str:
    return ", ".join(party.name or party.text for party in parties)


def _codes(parties: Iterable[Party]) -> str:
    return " ".join(party.code or party.key for party in parties)


def _event_kind(event: Event) -> str:
    """Write type and mode, and the modality where it is not asserted."""
    kind = f"{event.type} {event.mode}" if event.mode else event.type
    return kind if event.modality == "asserted" else f"{kind} ({event.modality})"


def _event_sides(event: Event) -> str:
    """Write who acts on whom."""
    actors, recipients = _names(event.actors) or "?", _names(event.recipients)
    return f"{actors} → {recipients}" if recipients else actors


EVENT_FIELDS: list[Field[ListedEvent]] = [
    Field("day", lambda row: row.day or None, shown=True),
    Field("event", lambda row: _event_kind(row.event), shown=True, exported=False),
    Field("parties", lambda row: _event_sides(row.event), shown=True, exported=False),
    Field("type", lambda row: row.event.type),
    Field("mode", lambda row: row.event.mode),
    Field("modality", lambda row: row.event.modality),
    Field("actors", lambda row: _names(row.event.actors)),
    Field("recipients", lambda row: _names(row.event.recipients)),
    Field("actor_codes", lambda row: _codes(row.event.actors)),
    Field("recipient_codes", lambda row: _codes(row.event.recipients)),
    Field("place", lambda row: row.event.place.text if row.event.place else None),
    Field("country", lambda row: row.event.place.country if row.event.place else None),
    Field("lat", lambda row: row.event.place.lat if row.event.place else None, type=float),
    Field("lon", lambda row: row.event.place.lon if row.event.place else None, type=float),
    Field("score", lambda row: row.event.score, type=float),
    Field("confidence", lambda row: row.event.confidence, type=float),
    Field("sentence", lambda row: row.sentence, shown=True),
    Field("outlet", lambda row: row.outlet, shown=True),
    Field("published", lambda row: row.published),
    Field("article", lambda row: row.article),
    Field("attributed_to", lambda row: row.event.attributed_to),
    Field("standing", lambda row: row.standing),
    Field("correction", lambda row: row.correction),
    Field("id", lambda row: row.event.id, shown=True),
]
STATEMENT_FIELDS: list[Field[ListedStatement]] = [
    Field("day", lambda row: row.day or None, shown=True),
    Field("speaker", lambda row: _names([row.statement.speaker]) if row.statement.speaker else None, shown=True),
    Field("speaker_code", lambda row: _codes([row.statement.speaker]) if row.statement.speaker else None),
    Field("anonymous", lambda row: row.statement.anonymous, type=bool),
    Field("act", lambda row: row.statement.act, shown=True),
    Field("form", lambda row: row.statement.form),
    Field("addressee", lambda row: _names([row.statement.addressee]) if row.statement.addressee else None),
    Field("content", lambda row: row.statement.content.text, shown=True),
    Field("confidence", lambda row: row.statement.confidence, type=float),
    Field("outlet", lambda row: row.outlet, shown=True),
    Field("published", lambda row: row.published),
    Field("article", lambda row: row.article),
    Field("standing", lambda row: row.standing),
    Field("correction", lambda row: row.correction),
    Field("id", lambda row: row.statement.id, shown=True),
]
FOUND_FIELDS: list[Field[Found]] = [
    Field("published", lambda row: row.published and row.published[:10], shown=True),
    Field("outlet", lambda row: row.outlet, shown=True),
    Field("title", lambda row: row.title, shown=True),
    Field("sentence", lambda row: row.sentence.text, shown=True),
    Field("events", lambda row: row.events, type=int),
    Field("statements", lambda row: row.statements, type=int),
    Field("article", lambda row: row.article, shown=True),
]
