"""The commands that list records: `events quotes` of a ledger or of files, and `search` in a ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.desk.ledger.columns import EVENT_FIELDS, FOUND_FIELDS, STATEMENT_FIELDS, fields_of
from tocsin.desk.ledger.opening import errors, opened, opened_from, take_in
from tocsin.desk.options import (
    KEEP,
    READ,
    Date,
    Db,
    How,
    Outlet,
    Output,
    OwnParties,
    PartyName,
    Paths,
    Processes,
    Since,
    Until,
)
from tocsin.desk.tables import Format, write_rows
from tocsin.errors import UsageError
from tocsin.settings import settings

if TYPE_CHECKING:
    from tocsin.ledger import Filter, Ledger

Between = Annotated[
    tuple[str, str] | None, typer.Option("--between", metavar="PARTY PARTY", help="Both of two parties, in any role.")
]
Kinds = Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", help="A PLOVER type; may be repeated.")]
Modality = Annotated[str | None, typer.Option(metavar="MODALITY", help="asserted, future, hypothetical, ...")]
Acts = Annotated[list[str] | None, typer.Option("--act", metavar="ACT", help="deny, threaten, ...; may be repeated.")]
Place = Annotated[str | None, typer.Option(metavar="NAME", help="A place by its name, or a country's code.")]
Words = Annotated[str | None, typer.Option("--text", metavar="WORDS", help='Words and "quoted phrases" in it.')]
Every = Annotated[bool, typer.Option("--all", help="Also what was withdrawn, dismissed or muted, and why.")]
Limit = Annotated[int | None, typer.Option("--limit", "-n", min=1, help="So many (a table: 50, else all).")]
Speaker = Annotated[
    str | None, typer.Option("--by", "--party", metavar="NAME", help="Who speaks: a code (RUS), a name or surname.")
]
About = Annotated[
    str | None, typer.Option("--about", metavar="PARTY", help="A party that is spoken of, or named in the words.")
]


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command(
        rich_help_panel=READ,
        epilog="Examples: `tocsin events --between RUS UKR --type THREATEN --from 2014-03-01`, `tocsin events news/`",
    )(events)
    app.command(
        rich_help_panel=READ,
        epilog="Examples: `tocsin quotes news/ --by Lavrov --about Ukraine --act deny`, "
        "`tocsin quotes --by RUS --act deny --format csv -o denials.csv`",
    )(quotes)
    app.command(rich_help_panel=KEEP, epilog="Example: tocsin search '\"contact group\" observers'")(search)


def events(
    paths: Paths = None,
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
    parties: OwnParties = None,
    processes: Processes = 1,
    date: Date = None,
) -> None:
    """List events of the ledger or of files, newest first, each with the sentence that it stands on."""
    with _asked_of(paths, db, parties, processes, date) as ledger:
        asked = _filter(
            ledger, format, parties, party=party, between=between, types=tuple(types or ()), modality=modality,
            since=since, until=until, outlet=outlet, place=place, text=text, everything=everything, limit=limit,
        )  # fmt: skip
        _told(
            write_rows(ledger.events(asked), fields_of(EVENT_FIELDS, everything=everything), format, output),
            asked,
            limit,
        )


def quotes(
    paths: Paths = None,
    db: Db = None,
    by: Speaker = None,
    about: About = None,
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
    parties: OwnParties = None,
    processes: Processes = 1,
    date: Date = None,
) -> None:
    """List statements of the ledger or of files, newest first: who said what, to whom, in what act."""
    with _asked_of(paths, db, parties, processes, date) as ledger:
        asked = _filter(
            ledger, format, parties, party=by, about=about, between=between, acts=tuple(acts or ()), since=since,
            until=until, outlet=outlet, text=text, everything=everything, limit=limit,
        )  # fmt: skip
        _told(
            write_rows(ledger.statements(asked), fields_of(STATEMENT_FIELDS, everything=everything), format, output),
            asked,
            limit,
        )


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
    with opened(db) as ledger:
        asked = _filter(
            ledger, format, None, party=party, between=between, since=since, until=until, outlet=outlet, limit=limit
        )
        _told(write_rows(ledger.search(text, asked), FOUND_FIELDS, format, output), asked, limit)


@contextmanager
def _asked_of(
    paths: list[str] | None, db: str | None, own_parties: Path | None, processes: int, date: str | None
) -> Iterator[Ledger]:
    """Yield the ledger, or one made of the files that are given; exit with status 1 where one of these was skipped."""
    if not paths:
        with opened(db) as ledger:
            yield ledger
        return
    if db is not None:
        raise UsageError("give either files or --db; `tocsin add` puts files into a ledger")
    taken = take_in(paths, date)
    with opened_from(taken, own_parties, processes) as ledger:
        yield ledger
    if taken.skipped:
        raise typer.Exit(1)


def _filter(
    ledger: Ledger, format: Format, own_parties: Path | None, *, everything: bool = False, **given: Any
) -> Filter:
    """Make a filter, with parties as they are stored and a table kept short."""
    from tocsin.ledger import Filter

    given["party"] = _party(ledger, given["party"], own_parties)
    if given["between"] is not None:
        given["between"] = tuple(_party(ledger, name, own_parties) for name in given["between"])
    if (about := given.pop("about", None)) is not None:
        given["about"] = (about, *_names(ledger, about, own_parties))
    if given["limit"] is None and format is Format.table:
        given["limit"] = 50
    return Filter(standing="all" if everything else "current", **given)


def _party(ledger: Ledger, name: str | None, own_parties: Path | None) -> str | None:
    """Return a party as it is stored; a name that the ledger does not hold stays as it is.

    Raises UsageError where a surname is that of several.
    """
    if name is None:
        return None
    found = _names(ledger, name, own_parties)
    if len(found) > 1:
        raise UsageError(f"{name!r} can be {', '.join(found[:8])}; give the whole name")
    return found[0] if found else name


def _names(ledger: Ledger, name: str, own_parties: Path | None) -> tuple[str, ...]:
    """Return a state's or organisation's code for its name, and for a surname the whole names; a code stays as it is.

    The tables of parties, which take long to load, are asked only for names that the ledger does not hold.
    """
    if name.isupper() and " " not in name:
        return (name,)
    if (held := ledger.name_party(name)) is not None:
        return (held,)
    from tocsin import parties

    found = parties.register(own_parties or settings().parties).resolve(name, None)
    if found is not None and found.country and found.office is None:
        return (found.country,)
    return ledger.surnamed(name)


def _told(number: int, asked: Filter, limit: int | None) -> None:
    """Say on standard error where a table was cut short."""
    if limit is None and number == asked.limit:
        errors().print(f"tocsin: the newest {number}; --limit shows more, --format csv all")
