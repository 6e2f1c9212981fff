"""Keeps marks: what articles say of issues, channels and activities, under the key of what it is joined to.

The ledger does not know what a mark says; who wires the rooms hands them over. Algorithm: marks belong to the day of
their article. Where those of a day are put anew, only what differs is written, and the keys of what differs are noted
as `stale`, with the first and last moment that changed. Joining a key anew takes it off again, unless it changed in the
meantime. What has been joined up to a moment (`moments`) is kept now and then along each key, so that joining can go on
from there, and stop where nothing changes any more; `parts` hold long findings by the stretches between these moments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, or_, select, text

from tocsin.ledger import schema
from tocsin.ledger.engines import put, take
from tocsin.ledger.joined.findings import Finding, pack, put_findings, take_findings, unpack
from tocsin.ledger.writing import chunks

_Row = tuple[Any, ...]


class Mark(msgspec.Struct, frozen=True):
    """A mark under its kind and key: `at` puts it in order (ISO, "" where unknown), `day` is that of its article.

    `n` names the article, `place` numbers the marks of the article; `body` is a msgpack record.
    """

    kind: str
    key: str
    at: str
    n: int
    place: int
    day: str
    body: bytes


class Stale(msgspec.Struct, frozen=True):
    """A key whose marks changed since it was joined: from when to when, and how often."""

    kind: str
    key: str
    first: str
    last: str
    times: int


class Part(msgspec.Struct, frozen=True):
    """What a stretch that begins on a day holds of a finding: a number of things, in a msgpack record."""

    id: str
    day: str
    number: int
    body: bytes


class Rejoined(msgspec.Struct, frozen=True, kw_only=True):
    """What joining some keys of a kind anew gave, in place of what there was.

    `found` are findings, `gone` ids of findings that go unless found again. Of `key`, the stretches and moments from
    the day `since` on (before `until`; None: to the end) are replaced by `parts` and `moments`. `stale` are the notes
    that this clears.
    """

    kind: str
    stale: Sequence[Stale]
    found: Sequence[Finding] = ()
    gone: Sequence[str] = ()
    key: str | None = None
    since: str = ""
    until: str | None = None
    parts: Sequence[Part] = ()
    moments: Mapping[str, bytes] = {}


def put_marks(connection: Connection, kinds: Sequence[str], days: Sequence[str] | None, found: Iterable[Mark]) -> None:
    """Put the marks of days (None: of all) in the place of those there were, and note the keys of what differs."""
    table = schema.marks
    new = {(m.kind, m.key, m.at, m.n, m.place, m.day, m.body) for m in found}
    old: set[_Row] = set()
    for part in chunks(days) if days is not None else (None,):
        query = select(table).where(table.c.kind.in_(kinds))
        if part is not None:
            query = query.where(table.c.day.in_(part))
        old.update((*row[:-1], bytes(row[-1])) for row in connection.execute(query))
    gone, made = old - new, new - old
    take(connection, table, sorted(row[:5] for row in gone))
    put(connection, table, sorted(made))
    change = Counter(row[:2] for row in made)
    change.subtract(row[:2] for row in gone)
    put(connection, schema.tallies, [(*key, number) for key, number in sorted(change.items()) if number], ("marks",))
    take(connection, schema.tallies, sorted(key for key, number in change.items() if number < 0), "marks <= 0")
    spans: dict[tuple[str, str], list[str]] = {}
    for row in (*gone, *made):
        span = spans.setdefault((row[0], row[1]), [row[2], row[2]])
        span[0], span[1] = min(span[0], row[2]), max(span[1], row[2])
    note_stale(connection, {key: (first, last) for key, (first, last) in spans.items()})


def note_stale(connection: Connection, spans: Mapping[tuple[str, str], tuple[str, str]]) -> None:
    """Note keys as to be joined anew, each from a first to a last moment."""
    table = schema.stale.c
    known: dict[tuple[str, str], Stale] = {}
    for part in chunks(sorted({key for _, key in spans})):
        for one in _read_stale(connection, table.key.in_(part)):
            known[one.kind, one.key] = one
    rows = []
    for key, (first, last) in sorted(spans.items()):
        was = known.get(key)
        rows.append(
            (*key, min(first, was.first), max(last, was.last), was.times + 1) if was else (*key, first, last, 1)
        )
    take(connection, schema.stale, [key for key in spans if key in known])
    put(connection, schema.stale, rows)


def read_stale(connection: Connection) -> list[Stale]:
    """Return the keys that are to be joined anew."""
    return list(_read_stale(connection))


def _read_stale(connection: Connection, *where: Any) -> Iterator[Stale]:
    table = schema.stale.c
    for row in connection.execute(select(schema.stale).where(*where).order_by(table.kind, table.key)):
        yield Stale(*row)


def read_tallies(connection: Connection, kind: str) -> dict[str, int]:
    """Return the keys of a kind with the number of their marks."""
    table = schema.tallies.c
    return {row.key: row.marks for row in connection.execute(select(schema.tallies).where(table.kind == kind))}


def read_key(connection: Connection, kind: str, key: str, since: str = "", until: str | None = None) -> list[bytes]:
    """Return the marks of a key from a moment on, to before another, in order."""
    table = schema.marks.c
    query = select(table.body).where(table.kind == kind, table.key == key, table.at >= since)
    if until is not None:
        query = query.where(table.at < until)
    return [bytes(body) for body in connection.scalars(query.order_by(table.at, table.n, table.place))]


def days_naming(connection: Connection, names: Iterable[str]) -> list[str]:
    """Return the days of articles whose marks name one of some parties, and maybe some more."""
    table = schema.marks.c
    place = "instr(body, {})" if connection.dialect.name == "sqlite" else "position({} IN body)"
    given = {f"name{i}": name.encode() for i, name in enumerate(names)}
    test = " OR ".join(f"{place.format(f':{name}')} > 0" for name in given)
    return list(connection.scalars(select(table.day).where(text(test).bindparams(**given)).distinct()))


def read_between(
    connection: Connection, kind: str, since: str | None = None, until: str | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield the marks of a kind in the articles of a span of days, each with its key, in order."""
    table = schema.marks.c
    query = select(table.key, table.body).where(table.kind == kind)
    if since:
        query = query.where(table.day >= since)
    if until:
        query = query.where(table.day <= until)
    for row in connection.execute(query.order_by(table.key, table.at, table.n, table.place)):
        yield row.key, bytes(row.body)


def read_moments(connection: Connection, kind: str, key: str) -> dict[str, bytes]:
    """Return what had been joined of a key up to each of some days, in order of day."""
    table = schema.moments.c
    query = select(schema.moments).where(table.kind == kind, table.key == key).order_by(table.day)
    return {row.day: unpack(row.body) for row in connection.execute(query)}


def read_parts(
    connection: Connection, kind: str, ids: Sequence[str] | None, least: int | None = None
) -> dict[str, list[Part]]:
    """Return the parts of findings (None: of all of the kind), in order of day.

    With `least`, only as many of the last of each as together hold so many things.
    """
    table = schema.parts.c
    found: dict[str, list[Part]] = {}
    for some in chunks(ids) if ids is not None else (None,):
        where = [table.kind == kind] if some is None else [table.kind == kind, table.id.in_(some)]
        if least is not None:
            heads = select(table.id, table.day, table.number).where(*where).order_by(table.id, table.day.desc())
            held: Counter[str] = Counter()
            latest: dict[str, str] = {}
            for row in connection.execute(heads):
                if held[row.id] < least:
                    latest[row.id] = row.day
                held[row.id] += row.number
            where = [table.kind == kind, or_(*((table.id == id) & (table.day >= day) for id, day in latest.items()))]
            if not latest:
                continue
        for row in connection.execute(select(schema.parts).where(*where).order_by(table.id, table.day)):
            found.setdefault(row.id, []).append(Part(row.id, row.day, row.number, unpack(row.body)))
    return found


def put_rejoined(connection: Connection, done: Rejoined) -> None:
    """Put what joining keys anew gave in place; nothing, where one of them has changed in the meantime."""
    table = schema.stale.c
    keys = [one.key for one in done.stale]
    now: set[Stale] = set()
    for part in chunks(keys):
        now.update(_read_stale(connection, table.kind == done.stale[0].kind, table.key.in_(part)))
    if not now.issuperset(done.stale):
        return
    take(connection, schema.stale, [(one.kind, one.key) for one in done.stale])
    take_findings(connection, done.kind, set(done.gone) - {one.id for one in done.found})
    put_findings(connection, done.kind, done.found)
    if done.key is not None:
        for stretches, rows in (
            (schema.parts, [(done.kind, done.key, p.day, p.id, p.number, pack(p.body)) for p in done.parts]),
            (schema.moments, [(done.kind, done.key, day, pack(body)) for day, body in done.moments.items()]),
        ):
            column = stretches.c
            where = [column.kind == done.kind, column.key == done.key, column.day >= done.since]
            if done.until is not None:
                where.append(column.day < done.until)
            if stretches is schema.moments:
                where.append(column.day > done.since)
            connection.execute(delete(stretches).where(*where))
            put(connection, stretches, rows)
