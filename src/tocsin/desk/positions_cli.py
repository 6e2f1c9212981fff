"""The commands `stories timeline positions disputes channels military measures`: they render and never compute.

Each reads the articles that are given, or, without any, the ledger.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tocsin.briefing import differing
from tocsin.desk.ledger.opening import issue_names, names_of, opened, settled
from tocsin.desk.options import JOIN, Date, Db, How, Output, OwnParties, PartyName, Paths, Processes, Since, Until
from tocsin.desk.tables import Field, Format, write_rows
from tocsin.records import Article, Reading, Side
from tocsin.settings import settings

if TYPE_CHECKING:
    from tocsin.chronicle import Asked, Titled
    from tocsin.ledger import Ledger
    from tocsin.records import Activity, Channel, Development, Dispute, Position, Story

Pair = Annotated[tuple[str, str] | None, typer.Option("--between", metavar="PARTY PARTY", help="Two parties.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="So many (a table of a ledger: 50, else all).")]
Issues = Annotated[
    Path | None, typer.Option("--issues", metavar="FILE", help='Names of issues: `"ballot" = "the referendum"` (TOML).')
]
_ROWS = 50  # of a ledger's table
_LATEST = 12  # changes of state that a table shows


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command(rich_help_panel=JOIN, epilog="Example: tocsin stories --format jsonl news/ > stories.jsonl")(stories)
    app.command(rich_help_panel=JOIN, epilog="Example: tocsin timeline --days 20 news/")(timeline)
    app.command(
        rich_help_panel=JOIN, epilog="Examples: `tocsin positions news/`, `tocsin positions --between RUS USA news/`"
    )(positions)
    app.command(rich_help_panel=JOIN, epilog="Example: tocsin disputes --party RUS news/")(disputes)
    app.command(rich_help_panel=JOIN, epilog="Example: tocsin channels --between RUS NATO news/")(channels)
    app.command(rich_help_panel=JOIN, epilog="Example: tocsin military --from 2014-03-01 news/")(military)
    app.command(rich_help_panel=JOIN, epilog="Example: tocsin measures --party USA news/")(measures)


class _Run:
    """What a command is asked about: the articles that are given, or a ledger; and the status to exit with."""

    def __init__(
        self, paths: list[str] | None, db: str | None, parties: Path | None, processes: int, days: Sequence[str | None]
    ) -> None:
        self.paths, self.db, self.parties, self.processes = paths, db, parties, processes
        self.since, self.until, self.date = (*days, None)[:3]
        self.status = 0

    @contextmanager
    def ledger(self, issues: Path | None = None) -> Iterator[Ledger]:
        """Yield the ledger with everything in it joined."""
        with opened(self.db) as ledger:
            settled(ledger, self.db, issues)
            yield ledger

    def span(self, format: Format, asked: Iterable[str] = (), limit: int | None = None) -> Asked:
        """Return what a listing of the ledger is narrowed to; a table is kept short."""
        from tocsin.chronicle import Asked

        most, latest = (limit or _ROWS, _LATEST + 1) if format is Format.table else (limit, None)
        given = tuple(sorted(asked))
        return Asked(since=self.since, until=self.until, parties=given, limit=most, latest=latest)

    def readings(self) -> list[Reading]:
        """Return the readings of the inputs, in order of publication."""
        from tocsin import pipeline
        from tocsin.desk.runs import SKIPPED, Intake
        from tocsin.stories import take_out_pasted

        taken = Intake(self.paths or (), self.date)
        found = list(pipeline.read_all(taken, processes=self.processes, own_parties=self.parties, failed=taken.fail))
        self.status = SKIPPED if taken.skipped else 0
        kept = [reading for reading in found if self._wanted(reading.article)]
        kept.sort(key=lambda reading: (reading.article.published or "", reading.article.id))
        return take_out_pasted(kept)

    def articles(self) -> list[Article]:
        """Return the articles of the inputs alone, without reading them; boilerplate is marked."""
        from tocsin import pipeline
        from tocsin.desk.runs import SKIPPED, Intake

        taken = Intake(self.paths or (), self.date)
        found = [article for article in pipeline.mark(taken, failed=taken.fail) if self._wanted(article)]
        self.status = SKIPPED if taken.skipped else 0
        return found

    def _wanted(self, article: Article) -> bool:
        day = (article.published or "")[:10]
        return (not self.since or day >= self.since) and (not self.until or day <= self.until)


def stories(
    paths: Paths = None, db: Db = None, since: Since = None, until: Until = None, date: Date = None,
    limit: Limit = None, format: How = Format.table, output: Output = None,
) -> None:  # fmt: skip
    """Group articles into stories, each with its headline, days and independent origins."""
    run = _Run(paths, db, None, 1, (since, until, date))
    found: Sequence[Story]
    if paths:
        from tocsin.stories import find_origins, find_stories

        articles = run.articles()
        found = find_stories(articles, find_origins(articles))[-limit if limit else 0 :] if articles else ()
    else:
        from tocsin import chronicle

        with run.ledger() as ledger:
            found = chronicle.list_stories(ledger, run.span(format, (), limit))
    if format is Format.jsonl:
        write_rows([_public_story(story) for story in found], (), format, output)
    else:
        write_rows(found, _STORY, format, output)
    raise typer.Exit(run.status)


def timeline(
    paths: Paths = None, db: Db = None, parties: OwnParties = None, processes: Processes = 1, since: Since = None,
    until: Until = None, date: Date = None,
    days: Annotated[int, typer.Option("--days", "-n", min=1, help="How many days to show at most.")] = 20,
    format: How = Format.table, output: Output = None,
) -> None:  # fmt: skip
    """Show the days of a crisis that matter, one line each, with the sources counted."""
    run = _Run(paths, db, parties, processes, (since, until, date))
    if paths:
        from tocsin import stories as room

        readings = run.readings()
        origins = room.origin_of(room.find_origins([reading.article for reading in readings]))
        found = room.find_timeline(room.gather_developments(readings, origins), days)
    else:
        from tocsin import chronicle

        with run.ledger() as ledger:
            found = chronicle.timeline(ledger, days, run.span(format))
    write_rows(found, _TIMELINE, format, output)
    raise typer.Exit(run.status)


def positions(
    paths: Paths = None, db: Db = None, parties: OwnParties = None, processes: Processes = 1, party: PartyName = None,
    between: Pair = None, issues: Issues = None, since: Since = None, until: Until = None, date: Date = None,
    format: How = Format.table, output: Output = None,
) -> None:  # fmt: skip
    """Show where each party stands on each issue, or where two parties agree, oppose or talk past each other."""
    from tocsin.positions import choose_shown, compare, gather_positions

    run = _Run(paths, db, parties, processes, (since, until, date))
    asked = {*_asked(party, between, parties, sides=True), *((party.lower(),) if party else ())}
    matrix = format is Format.table and output is None and not asked
    held: Sequence[Position] = ()
    cells: Sequence[Position | Titled] = ()
    if paths:
        held = gather_positions(run.readings(), issue_names(issues))
        cells = choose_shown(held)
    else:
        from tocsin import chronicle

        with run.ledger(issues) as ledger:
            span = chronicle.Asked(since=since, until=until, parties=tuple(sorted(asked)))
            if matrix and not since and not until:
                cells = chronicle.list_stances(ledger)
            else:
                held = chronicle.list_positions(ledger, span, names_of(db, issues))
                cells = choose_shown(held)
    if between is not None:
        write_rows(compare(held, *(_key(name, parties, sides=True) for name in between)), _COMPARISON, format, output)
    elif matrix:
        _print_matrix(cells)
    else:
        kept = [p for p in held if not asked or asked & {p.party.lower(), p.name.lower()}]
        write_rows(kept, _POSITION, format, output)
    raise typer.Exit(run.status)


def disputes(
    paths: Paths = None, db: Db = None, parties: OwnParties = None, processes: Processes = 1, party: PartyName = None,
    between: Pair = None, since: Since = None, until: Until = None, date: Date = None, limit: Limit = None,
    format: How = Format.table, output: Output = None,
) -> None:  # fmt: skip
    """List what is disputed: both sentences, and in plain words why they are held to conflict."""
    run = _Run(paths, db, parties, processes, (since, until, date))
    asked = _asked(party, between, parties, sides=True)
    if paths:
        from tocsin.positions import find_disputes

        found = [d for d in find_disputes(run.readings()) if asked <= {*_keys(d.first), *_keys(d.second)}][:limit]
    else:
        from tocsin import chronicle

        with run.ledger() as ledger:
            found = chronicle.list_disputes(ledger, run.span(format, asked, limit))
    write_rows(found, _DISPUTE, format, output)
    raise typer.Exit(run.status)


def channels(
    paths: Paths = None, db: Db = None, parties: OwnParties = None, processes: Processes = 1, party: PartyName = None,
    between: Pair = None, since: Since = None, until: Until = None, date: Date = None, limit: Limit = None,
    format: How = Format.table, output: Output = None,
) -> None:  # fmt: skip
    """List talks, hotlines, envoys, ceasefires and proposals with their state and its changes."""
    run = _Run(paths, db, parties, processes, (since, until, date))
    asked = _asked(party, between, parties)
    if paths:
        from tocsin.positions import gather_channels

        held = [channel for channel in gather_channels(run.readings()) if asked <= _lower(channel.parties)]
        found = sorted(held, key=lambda c: c.since or "", reverse=True)[:limit]
    else:
        from tocsin import chronicle

        with run.ledger() as ledger:
            found = chronicle.list_channels(ledger, run.span(format, asked, limit))
    write_rows(found, _CHANNEL, format, output)
    raise typer.Exit(run.status)


def military(
    paths: Paths = None, db: Db = None, parties: OwnParties = None, processes: Processes = 1, party: PartyName = None,
    between: Pair = None, since: Since = None, until: Until = None, date: Date = None, limit: Limit = None,
    format: How = Format.table, output: Output = None,
) -> None:  # fmt: skip
    """List exercises, deployments, patrols, alerts, withdrawals and near misses."""
    run = _Run(paths, db, parties, processes, (since, until, date))
    _activities(run, "military", _asked(party, between, parties), (format, output, limit))


def measures(
    paths: Paths = None, db: Db = None, parties: OwnParties = None, processes: Processes = 1, party: PartyName = None,
    between: Pair = None, since: Since = None, until: Until = None, date: Date = None, limit: Limit = None,
    format: How = Format.table, output: Output = None,
) -> None:  # fmt: skip
    """List sanctions, embargoes, expulsions and aid cuts: threatened, announced, in force or lifted."""
    run = _Run(paths, db, parties, processes, (since, until, date))
    _activities(run, "measure", _asked(party, between, parties), (format, output, limit))


def _activities(run: _Run, group: str, asked: set[str], how: tuple[Format, Path | None, int | None]) -> None:
    format, output, limit = how
    if run.paths:
        from tocsin.positions import gather_activities

        found = [a for a in gather_activities(run.readings(), group) if asked <= _lower((*a.by, *a.on))]
        found = found[-limit if limit else 0 :]
    else:
        from tocsin import chronicle

        with run.ledger() as ledger:
            found = chronicle.list_activities(ledger, group, run.span(format, asked, limit))
    write_rows(found, _ACTIVITY, format, output)
    raise typer.Exit(run.status)


def _asked(
    party: str | None, between: tuple[str, str] | None, own_parties: Path | None, *, sides: bool = False
) -> set[str]:  # fmt: skip
    """Return the keys of the parties asked for; `sides` asks for those who hold a position or stand in a dispute."""
    return {_key(name, own_parties, sides=sides) for name in (*((party,) if party else ()), *(between or ()))}


def _key(name: str, own_parties: Path | None, *, sides: bool) -> str:
    """Return the key, in lower case, of a party given by code or name in any case."""
    from tocsin import parties
    from tocsin.positions import side_of

    if name.isupper() and len(name) <= 5:
        return name.lower()
    register = parties.register(own_parties or settings().parties)
    found = register.resolve(name, None) or register.resolve(name.title(), None)
    if found is None:
        return name.lower()
    return (side_of(found) if sides else found.key).lower()


def _keys(side: Side) -> set[str]:
    """Return what the party of a side can be asked for by."""
    party = side.party
    return _lower(key for key in (party.country, party.name or party.text) if key) if party is not None else set()


def _lower(keys: Iterable[str]) -> set[str]:
    return {key.lower() for key in keys}


def _public_story(story: Story) -> dict[str, Any]:
    return {
        "id": story.id, "headline": story.headline, "from": story.first, "to": story.last,
        "articles": story.articles, "origins": story.origins,
        **({"corrections": story.corrections} if story.corrections else {}),
    }  # fmt: skip


_PARTIES = 5  # columns of a matrix at least, more where the terminal is wide
_WORD = 16  # letters
_CELL = 13  # letters of a column with the space behind it


def _print_matrix(held: Sequence[Position | Titled]) -> None:
    """Print parties by issues: the most spoken-of issues as rows, as many parties with most positions as fit."""
    if not held and sys.stderr.isatty():
        Console(stderr=True, highlight=False).print("tocsin: nothing found")
    cells = {(p.party, p.issue): p for p in held}
    issues = list(dict.fromkeys(p.issue for p in held))
    often: dict[str, int] = {}
    for position in held:
        often[position.party] = often.get(position.party, 0) + 1
    console = Console(highlight=False)
    room = max(_PARTIES, (console.width - _WORD) // _CELL)
    columns = sorted(often, key=lambda party: -often[party])[:room]
    table = Table(box=None, pad_edge=False)
    longest = max((len(word) for issue in issues for word in issue.split()), default=0)
    table.add_column("issue", overflow="fold", min_width=min(longest, _WORD))  # no word is broken that need not be
    for party in columns:
        table.add_column(escape(party), overflow="fold", min_width=11)
    for issue in issues:
        row = [cells.get((party, issue)) for party in columns]
        if any(row):
            table.add_row(escape(issue), *(_cell(position) if position else "–" for position in row))
    if held:
        console.print(table)


def _cell(position: Position | Titled) -> str:
    return position.stance if not position.since else f"{position.stance}\n{position.since}"


def _changes(changes: Sequence[Any]) -> str:
    return "; ".join(f"{change.state} {change.date or ''}".strip() for change in changes)


def _latest(changes: Sequence[Any]) -> str:
    """Return the changes that a table shows; what was before those is left out, as is one that the state tells."""
    if len(changes) == 1:
        return ""
    return ("… " if len(changes) > _LATEST else "") + _changes(changes[-_LATEST:])


def _phases(position: Position) -> str:
    return "; ".join(f"{phase.stance} from {phase.start or '?'}" for phase in position.phases)


def _last(changes: Sequence[Any]) -> str:
    return changes[-1].evidence.text if changes else ""


def _field(
    name: str, value: Callable[[Any], Any], type: type = str, *, shown: bool = True, label: str = ""
) -> Field[Any]:
    return Field(name, value, type, shown, label=label)


def _long(name: str, value: Callable[[Any], Any], label: str = "") -> Field[Any]:
    """Make a field that has lines of its own in a narrow table."""
    return Field(name, value, shown=True, long=True, label=label)


_STORY: tuple[Field[Story], ...] = (
    _field("from", lambda s: s.first), _field("to", lambda s: s.last, label="to"), _long("title", lambda s: s.headline),
    _field("articles", lambda s: len(s.articles), int), _field("origins", lambda s: len(s.origins), int),
    _field("corrected", lambda s: "; ".join(s.corrections) or None, label="corrected:"), _field("id", lambda s: s.id),
    _field("members", lambda s: " ".join(s.articles), shown=False),
)  # fmt: skip
_TIMELINE: tuple[Field[Development], ...] = (
    _field("day", lambda d: d.date), _field("type", lambda d: d.lead.type),
    _long("sentence", lambda d: d.evidence[0].text), _field("reports", lambda d: d.count.reports, int),
    _field("outlets", lambda d: len(d.count.outlets), int), _field("origins", lambda d: d.count.origins, int),
    _field("differ", lambda d: "; ".join(map(differing, d.details)), label="reports differ:"),
    _field("id", lambda d: d.id, shown=False),
)  # fmt: skip
_POSITION: tuple[Field[Position], ...] = (
    _field("party", lambda p: p.name), _field("issue", lambda p: p.issue), _field("stance", lambda p: p.stance),
    _field("since", lambda p: p.since, label="since"), _long("phases", _phases),
    _long("sentence", lambda p: p.phases[-1].evidence[-1].text),
    _field("strength", lambda p: p.phases[-1].strength, float, shown=False), _field("id", lambda p: p.id, shown=False),
)  # fmt: skip
_COMPARISON: tuple[Field[Any], ...] = (
    _field("issue", lambda c: c.issue), _field("first", lambda c: f"{c.first.name}: {c.first.stance}"),
    _field("second", lambda c: f"{c.second.name}: {c.second.stance}"), _field("relation", lambda c: c.relation),
    _field("gap", lambda c: c.trend, label="gap"),
    _long("sentence", lambda c: (c.moved or c.first).phases[-1].evidence[0].text),
)  # fmt: skip
_DISPUTE: tuple[Field[Dispute], ...] = (
    _field("kind", lambda d: d.kind), _long("first", lambda d: d.first.evidence.text),
    _long("second", lambda d: d.second.evidence.text, "↔"), _long("reason", lambda d: d.reason),
    _field("confidence", lambda d: round(d.confidence, 2), float), _field("id", lambda d: d.id, shown=False),
)  # fmt: skip
_CHANNEL: tuple[Field[Channel], ...] = (
    _field("kind", lambda c: c.kind), _field("name", lambda c: c.name),
    _field("parties", lambda c: " ".join(c.parties)),
    _field("state", lambda c: c.state), _field("since", lambda c: c.since, label="since"),
    Field("changes", lambda c: _latest(c.changes), shown=True, long=True, exported=False),
    _field("changes", lambda c: _changes(c.changes), shown=False), _long("sentence", lambda c: _last(c.changes)),
    _field("id", lambda c: c.id, shown=False),
)  # fmt: skip
_ACTIVITY: tuple[Field[Activity], ...] = (
    _field("kind", lambda a: a.kind), _field("name", lambda a: a.name),
    _field("by", lambda a: " ".join(a.by), label="by"), _field("on", lambda a: " ".join(a.on), label="on"),
    _field("place", lambda a: a.place, label="in"), _field("state", lambda a: a.state),
    Field("since", lambda a: a.changes[-1].date if a.changes else None, shown=True, exported=False, label="since"),
    Field("changes", lambda a: _latest(a.changes), shown=True, long=True, exported=False),
    _field("changes", lambda a: _changes(a.changes), shown=False), _long("sentence", lambda a: _last(a.changes)),
    _field("id", lambda a: a.id, shown=False),
)  # fmt: skip
