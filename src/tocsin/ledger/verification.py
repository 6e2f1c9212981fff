"""Proves a ledger whole: every article with its reading and rows, every span on its text, every count the sum.

Algorithm: each stored reading is unpacked, its bytes and its text are hashed and compared with the names under which
they are stored, every span is held against the text, and the rows that it should have are made again and compared with
those that are there. The counts that these rows add up to are compared with the counts that were kept up on writing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
import zstandard
from sqlalchemy import Connection, func, select

from tocsin.ledger import schema
from tocsin.ledger.corrections import Corrections
from tocsin.ledger.engines import count_indexed
from tocsin.ledger.identity import hash_article
from tocsin.ledger.rows import STRIDE, Print, Rows, decode, make_rows
from tocsin.ledger.writing import read_corrections
from tocsin.records import Party, Reading, Span

_AT_ONCE = 200


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What verification counted, and every fault it found in one line each."""

    articles: int
    versions: int
    events: int
    statements: int
    spans: int
    faults: tuple[str, ...]


class _Sum:
    """The number of rows and the sum of their hashes: two sets of rows are alike where both are."""

    def __init__(self) -> None:
        self.number = self.total = 0

    def update(self, rows: Iterable[Any]) -> None:
        """Add rows."""
        for row in rows:
            self.number += 1
            self.total = (self.total + hash(tuple(row))) & 0xFFFFFFFFFFFFFFFF


class _Tally:
    """What has been counted so far."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.reports: Counter[Print] = Counter()
        self.keys: dict[str, _Sum] = defaultdict(_Sum)
        self.outlets: Counter[tuple[str, str]] = Counter()
        self.versions = self.articles = self.events = self.statements = self.spans = self.told = 0


def verify(connection: Connection) -> Verdict:
    """Check the whole ledger behind a connection and name every fault."""
    tally = _Tally()
    corrections = read_corrections(connection)
    last = -1
    query = select(schema.articles, schema.readings.c.body, schema.readings.c.records).join(
        schema.readings, schema.readings.c.n == schema.articles.c.n, isouter=True
    )
    while rows := connection.execute(
        query.where(schema.articles.c.n > last).order_by(schema.articles.c.n).limit(_AT_ONCE)
    ).all():
        _check_articles(connection, rows, corrections, tally)
        last = rows[-1].n
    tally.faults.extend(_check_addresses(connection))
    tally.faults.extend(_check_counts(connection, tally))
    tally.faults.extend(_check_marks(connection))
    tally.faults.extend(_check_strays(connection))
    return Verdict(
        articles=tally.articles, versions=tally.versions, events=tally.events, statements=tally.statements,
        spans=tally.spans, faults=tuple(tally.faults),
    )  # fmt: skip


def _check_articles(connection: Connection, rows: Sequence[Any], corrections: Corrections, tally: _Tally) -> None:
    """Check a run of articles with everything about them."""
    expected: dict[int, Rows] = {}
    for row in rows:
        tally.versions += 1
        tally.articles += row.replaced_by is None
        if row.body is None:
            tally.faults.append(f"article {row.id} ({row.hash}) has no reading")
            continue
        try:
            reading, found = decode(row.body, row.records)
        except (zstandard.ZstdError, msgspec.DecodeError) as error:
            tally.faults.append(f"article {row.id} ({row.hash}): its reading is damaged ({error})")
            continue
        if found != row.reading_hash:
            tally.faults.append(f"article {row.id} ({row.hash}): its reading is not the one that was written")
        if hash_article(reading.article) != row.hash:
            tally.faults.append(f"article {row.id} ({row.hash}): text and outlet have another hash")
        for fault in check_spans(reading):
            tally.faults.append(f"article {row.id} ({row.hash}): {fault}")
        tally.spans += count_spans(reading)
        made = make_rows(corrections.apply(reading, row.hash), row.n, withdrawn=row.replaced_by is not None)
        expected[row.n] = made
        if (row.events, row.statements) != (len(reading.events), len(reading.statements)):
            tally.faults.append(f"article {row.id} ({row.hash}): its numbers of events and statements are wrong")
        if row.replaced_by is None:
            tally.outlets[row.outlet or "", row.day] += 1
        tally.reports.update(made.prints)
        tally.events += len(reading.events)
        tally.statements += len(reading.statements)
        tally.told += len(made.event_words)
    _compare(connection, rows[0].n, rows[-1].n, expected, tally)


def _compare(connection: Connection, first: int, last: int, expected: dict[int, Rows], tally: _Tally) -> None:
    """Compare the rows of the articles `first` to `last` with those that there should be."""
    records = schema.standings.c.record.between(first * STRIDE, (last + 1) * STRIDE - 1)
    for table, where in ((schema.standings, records), (schema.named, schema.named.c.n.between(first, last))):
        there = {tuple(row) for row in connection.execute(select(table).where(where))}
        wanted = {row for made in expected.values() for row in getattr(made, table.name)}
        if lost := len(wanted - there):
            tally.faults.append(f"articles {first} to {last}: {lost} rows of {table.name} are missing or altered")
        if extra := len(there - wanted):
            tally.faults.append(f"articles {first} to {last}: {extra} rows of {table.name} belong to no reading")
    for made in expected.values():
        for table in (schema.event_keys, schema.statement_keys):
            tally.keys[table.name].update(getattr(made, table.name.replace("s_", "_")))


def _check_addresses(connection: Connection) -> Iterator[str]:
    """Name addresses of which several versions stand, and versions replaced by nothing."""
    table = schema.articles.c
    query = (
        select(table.address).where(table.replaced_by.is_(None), table.address.is_not(None))
        .group_by(table.address).having(func.count() > 1)
    )  # fmt: skip
    for address in connection.scalars(query):
        yield f"several versions of {address} stand at once"
    query_lost = select(table.id).where(table.replaced_by.is_not(None), table.replaced_by.not_in(select(table.n)))
    for name in connection.scalars(query_lost):
        yield f"article {name} was replaced by one that is not there"


def _check_counts(connection: Connection, tally: _Tally) -> Iterator[str]:
    """Compare the counts kept on writing with the sums of what is there."""
    there = {tuple(row[:-1]): row.reports for row in connection.execute(select(schema.daily))}
    if wrong := sum(there.get(key) != tally.reports.get(key) for key in there.keys() | tally.reports.keys()):
        yield f"{wrong} counts of a day are not those of its events"
    for table in (schema.event_keys, schema.statement_keys):
        found = _Sum()
        found.update(connection.execute(select(table)))
        due = tally.keys[table.name]
        if (found.number, found.total) != (due.number, due.total):
            yield f"{table.name} holds {found.number} rows, not the {due.number} of the readings, or altered ones"
    for name, number in zip(schema.WORDS, (tally.versions, tally.told, tally.statements), strict=True):
        if (indexed := count_indexed(connection, name)) != number:
            yield f"{name} indexes {indexed} texts of {number}"
    counts = {(row.outlet, row.day): row.articles for row in connection.execute(select(schema.outlets))}
    if counts != dict(tally.outlets):
        yield "the counts of outlets are not the sum of their articles"


def _check_marks(connection: Connection) -> Iterator[str]:
    """Compare what is counted and kept of marks with the marks and findings that are there."""
    marks = schema.marks.c
    query = select(marks.kind, marks.key, func.count()).group_by(marks.kind, marks.key)
    there = {(kind, key): number for kind, key, number in connection.execute(query)}
    kept = {(row.kind, row.key): row.marks for row in connection.execute(select(schema.tallies))}
    if wrong := sum(there.get(key) != kept.get(key) for key in there.keys() | kept.keys()):
        yield f"{wrong} numbers of marks are not those of the marks"
    parts, found = schema.parts.c, schema.findings.c
    whole = select(found.id).where(found.kind == parts.kind, found.id == parts.id).exists()
    if stray := connection.scalar(select(func.count()).select_from(schema.parts).where(~whole)):
        yield f"{stray} parts belong to no finding"


def _check_strays(connection: Connection) -> Iterator[str]:
    """Name rows whose article is not there, and indexes of words that do not fit the rows."""
    articles = select(schema.articles.c.n)
    for name, column in (
        ("readings", schema.readings.c.n),
        ("named", schema.named.c.n),
        ("standings", schema.standings.c.record // STRIDE),
    ):
        if stray := connection.scalar(select(func.count()).where(column.not_in(articles))):
            yield f"{stray} rows of {name} belong to no article"
    if connection.dialect.name == "sqlite":
        for row in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
            if row[0] != "ok":
                yield f"the file is damaged: {row[0]}"


def check_spans(reading: Reading) -> Iterator[str]:
    """Name the spans of a reading's records that do not hold the text that the record says."""
    text = reading.article.text
    for span, said, what in _quoted(reading):
        if not 0 <= span[0] <= span[1] <= len(text):
            yield f"{what} lies outside of the text"
        elif said is not None and text[slice(*span)] != said:
            yield f"{what} says {said[:40]!r} where the text has {text[slice(*span)][:40]!r}"


def count_spans(reading: Reading) -> int:
    """Return how many spans `check_spans` holds against the text."""
    return sum(1 for _ in _quoted(reading))


def _quoted(reading: Reading) -> Iterator[tuple[Span, str | None, str]]:
    """Yield the span, the text and the name of everything that quotes the article."""
    for block in reading.blocks:
        yield block.span, None, "a block"
    for event in reading.events:
        yield event.trigger.span, event.trigger.text, f"the trigger of {event.id}"
        yield event.sentence, None, f"the sentence of {event.id}"
        if event.place is not None:
            yield event.place.span, event.place.text, f"the place of {event.id}"
        yield from _parties((*event.actors, *event.recipients), event.id)
    for statement in reading.statements:
        if statement.cue is not None:
            yield statement.cue.span, statement.cue.text, f"the cue of {statement.id}"
        for span in statement.content.spans:
            yield span, None, f"the content of {statement.id}"
        yield from _parties((statement.speaker, statement.addressee), statement.id)


def _parties(given: Sequence[Party | None], name: str) -> Iterator[tuple[Span, str | None, str]]:
    for party in given:
        if party is not None:
            yield party.span, party.text, f"a party of {name}"
