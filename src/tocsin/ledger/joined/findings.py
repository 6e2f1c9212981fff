"""Keeps what the rooms that join articles have found (positions, disputes, stories), so that asking scans nothing.

The ledger does not know how to find these things; who wires the rooms hands them over (chronicle/). A finding stands
under its kind and id; what was found for a day stands under that day and the day of the articles that tell of it. Of
findings only those that differ from what is there are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import msgspec
import zstandard
from sqlalchemy import Connection, Select, delete, func, select

from tocsin.ledger import schema
from tocsin.ledger.engines import put, take
from tocsin.ledger.identity import digest
from tocsin.ledger.writing import chunks

_compressor = cache(lambda: zstandard.ZstdCompressor(level=1))
_decompressor = cache(zstandard.ZstdDecompressor)
_SMALL = 200  # bytes up to which packing does not pay


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing found, under its kind and id.

    `place` is its place in the order of its kind, `weight` what is listed by first. `first` and `last` are ISO days (""
    where unknown), `parties` keys, `topic` and `state` what a listing shows without opening `body`, a msgpack record.
    `part` is the key of what it was joined from.
    """

    kind: str
    id: str
    body: bytes
    place: int = 0
    weight: float = 0.0
    first: str = ""
    last: str = ""
    parties: tuple[str, ...] = ()
    topic: str = ""
    state: str = ""
    part: str = ""


class Day(msgspec.Struct, frozen=True):
    """What was found for a day (`day`) in articles of another (`about` tells which): a weight and a msgpack record."""

    kind: str
    day: str
    about: str
    weight: float
    body: bytes


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which findings are asked for; all of `parties` must be among a finding's, its days within `since` and `until`."""

    kinds: tuple[str, ...]
    parties: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    limit: int | None = None
    newest: bool = False
    ids: tuple[str, ...] | None = None
    part: str | None = None


def take_findings(connection: Connection, kind: str, ids: Iterable[str]) -> None:
    """Delete findings by id."""
    take(connection, schema.findings, [(kind, id) for id in sorted(ids)])


def put_findings(connection: Connection, kind: str, found: Iterable[Finding]) -> None:
    """Put findings of a kind in place, of which only those that differ from what is there are written."""
    made = {one.id: one for one in found}
    known: dict[str, tuple[Any, ...]] = {}
    for some in chunks(sorted(made)):
        query = select(_TABLE.id, _TABLE.part, *_HEAD[1:]).where(_TABLE.kind == kind, _TABLE.id.in_(some))
        known.update((row[0], tuple(row[1:])) for row in connection.execute(query))
    changed = [_row(one) for id, one in made.items() if known.get(id) != _head(one)]
    take(connection, schema.findings, [row[:2] for row in changed if row[1] in known])
    put(connection, schema.findings, changed)


_TABLE = schema.findings.c
_HEAD = (_TABLE.id, _TABLE.place, _TABLE.weight, _TABLE.first, _TABLE.last, _TABLE.parties, _TABLE.topic, _TABLE.state,
         _TABLE.digest)  # fmt: skip


def _head(one: Finding) -> tuple[Any, ...]:
    parties = "".join(f"|{party}" for party in one.parties) + "|"
    return (one.part, one.place, one.weight, one.first, one.last, parties, one.topic, one.state, digest(one.body))


def _row(one: Finding) -> tuple[Any, ...]:
    return (one.kind, one.id, *_head(one), pack(one.body))


def read(connection: Connection, wanted: Wanted, *, bodies: bool = True) -> Iterator[Finding]:
    """Yield findings in the order of their weight and place, or, with `newest`, of their last day, the latest first."""
    table = schema.findings.c
    for row in connection.execute(_query(wanted, *schema.findings.c if bodies else (table.kind, table.part, *_HEAD))):
        yield _finding(row, bodies)


def overlapping(connection: Connection, kind: str, first: str, last: str) -> list[Finding]:
    """Return the findings of a kind whose days touch a span of days, in their order."""
    table = schema.findings.c
    query = select(schema.findings).where(table.kind == kind, table.last >= first, table.first <= last)
    return [_finding(row, True) for row in connection.execute(query.order_by(table.place))]


def _finding(row: Any, bodies: bool) -> Finding:
    return Finding(
        kind=row.kind, id=row.id, body=unpack(row.body) if bodies else b"", place=row.place, weight=row.weight,
        first=row.first, last=row.last, parties=tuple(row.parties.strip("|").split("|")), topic=row.topic,
        state=row.state, part=row.part,
    )  # fmt: skip


def _query(wanted: Wanted, *columns: Any) -> Select[Any]:
    table = schema.findings.c
    query = select(*columns).where(table.kind.in_(wanted.kinds))
    for party in wanted.parties:
        query = query.where(func.lower(table.parties).contains(f"|{party.lower()}|", autoescape=True))
    if wanted.since:
        query = query.where(table.first >= wanted.since)
    if wanted.until:
        query = query.where(table.last <= wanted.until, table.last != "")
    if wanted.ids is not None:
        query = query.where(table.id.in_(wanted.ids))
    if wanted.part is not None:
        query = query.where(table.part == wanted.part)
    if wanted.newest:
        return query.order_by(table.last.desc(), table.place, table.first, table.id).limit(wanted.limit)
    return query.order_by(table.weight.desc(), table.place, table.id).limit(wanted.limit)


def replace_days(
    connection: Connection, kinds: Sequence[str], about: Sequence[str] | None, found: Iterable[Day]
) -> None:
    """Put what was found in articles of certain days (`about`; None: of all) in the place of what was found before."""
    table = schema.days
    if about is None:
        connection.execute(delete(table).where(table.c.kind.in_(kinds)))
    for part in chunks(about or ()):
        connection.execute(delete(table).where(table.c.kind.in_(kinds), table.c.about.in_(part)))
    put(connection, table, [(one.kind, one.day, one.about, one.weight, pack(one.body)) for one in found])


def read_days(
    connection: Connection, kind: str, since: str | None = None, until: str | None = None, *, by: str = "day"
) -> Iterator[Day]:
    """Yield what was found of a kind for a span of days (of `day`, or `by` "about"), in order."""
    table = schema.days.c
    column = table[by]
    query = select(schema.days).where(table.kind == kind)
    if since:
        query = query.where(column >= since)
    if until:
        query = query.where(column <= until)
    for row in connection.execute(query.order_by(column, table.about, table.day)):
        yield Day(row.kind, row.day, row.about, row.weight, unpack(row.body))


def heaviest(connection: Connection, kind: str, since: str | None, until: str | None, limit: int) -> list[Day]:
    """Return all that was found of a kind for the heaviest days, weighed by what articles of a span of days tell."""
    table = schema.days.c
    within = [table.kind == kind, table.about >= (since or ""), table.about <= (until or "9999")]
    total = func.sum(table.weight)
    query = select(table.day).where(*within).group_by(table.day).order_by(total.desc(), table.day).limit(limit)
    chosen = connection.scalars(query).all()
    rows = select(schema.days).where(*within, table.day.in_(chosen)).order_by(table.day, table.about)
    return [Day(row.kind, row.day, row.about, row.weight, unpack(row.body)) for row in connection.execute(rows)]


def count_articles(connection: Connection) -> list[tuple[str, int]]:
    """Return the days of the ledger ("" for undated) with the number of their current articles, in order."""
    table = schema.outlets.c
    query = select(table.day, func.sum(table.articles)).group_by(table.day).order_by(table.day)
    return [(row[0], int(row[1])) for row in connection.execute(query)]


def count_outlets(connection: Connection) -> list[tuple[str, str, int]]:
    """Return days and outlets ("" where not known) with the number of their current articles, in order."""
    table = schema.outlets.c
    query = select(table.day, table.outlet, table.articles).order_by(table.day, table.outlet)
    return [(row.day, row.outlet, row.articles) for row in connection.execute(query)]


def pack(body: bytes) -> bytes:
    """Pack a body where that pays; the first byte tells."""
    return b"\x00" + body if len(body) < _SMALL else b"\x01" + _compressor().compress(body)


def unpack(body: bytes) -> bytes:
    """Return a body as it was before it was packed."""
    return bytes(body[1:]) if body[:1] == b"\x00" else _decompressor().decompress(body[1:])
