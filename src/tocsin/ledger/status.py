"""Says what a ledger holds: articles, versions, skips, the span of days, outlets and how long they have been silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy import Connection, func, select, update

from tocsin.ledger import schema
from tocsin.ledger.engines import put, take
from tocsin.ledger.identity import differences
from tocsin.ledger.rows import decode
from tocsin.ledger.writing import chunks, now
from tocsin.records import FeedState


class OutletStatus(msgspec.Struct, frozen=True, kw_only=True):
    """An outlet ("" where unnamed): its articles, their last day, and days from there to the ledger's last day."""

    outlet: str
    articles: int
    last: str | None
    silent: int | None


class SkipStatus(msgspec.Struct, frozen=True, kw_only=True):
    """An input that could not be read: why, when last, and how many times."""

    source: str
    reason: str
    last: str
    times: int


class FeedStatus(FeedState, frozen=True, kw_only=True):
    """A feed, and the days from its newest entry to the last visit (None where it dates none)."""

    silent: int | None


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What a ledger holds; `versions` counts articles that a corrected version has replaced, days are ISO."""

    ledger: str
    version: int
    articles: int
    versions: int
    events: int
    statements: int
    corrections: int
    first: str | None
    last: str | None
    added: str | None
    outlets: tuple[OutletStatus, ...]
    skips: tuple[SkipStatus, ...]
    feeds: tuple[FeedStatus, ...]


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a corrected article; `differences` are the lines changed since the one before ("- " and "+ ")."""

    article: str
    hash: str
    address: str
    published: str | None
    added: str
    current: bool
    differences: tuple[str, ...]


def read_status(connection: Connection, name: str) -> Status:
    """Return what the ledger behind a connection holds, from its counts."""
    table = schema.articles.c
    standing, replaced, added = connection.execute(
        select(func.count() - func.count(table.replaced_by), func.count(table.replaced_by), func.max(table.added))
    ).one()
    counts = schema.outlets.c
    known = counts.day != ""
    first, last = connection.execute(select(func.min(counts.day), func.max(counts.day)).where(known)).one()
    events, statements = connection.execute(select(func.sum(counts.events), func.sum(counts.statements))).one()
    outlets = connection.execute(
        select(counts.outlet, func.sum(counts.articles), func.max(func.nullif(counts.day, "")))
        .group_by(counts.outlet)
        .order_by(func.sum(counts.articles).desc(), counts.outlet)
    )
    skips = connection.execute(select(schema.skips).order_by(schema.skips.c.last.desc(), schema.skips.c.source))
    corrections = connection.scalar(
        select(func.count()).select_from(schema.corrections).where(schema.corrections.c.lifted.is_(None))
    )
    return Status(
        ledger=name, version=schema.read_version(connection), articles=standing, versions=replaced,
        events=int(events or 0), statements=int(statements or 0), corrections=corrections or 0,
        first=first, last=last, added=added,
        outlets=tuple(
            OutletStatus(outlet=outlet, articles=int(number), last=day, silent=_days(day, last))
            for outlet, number, day in outlets
        ),
        skips=tuple(
            SkipStatus(source=row.source, reason=row.reason, last=row.last, times=row.times) for row in skips
        ),
        feeds=tuple(
            FeedStatus(**msgspec.structs.asdict(f), silent=_days((f.newest or "")[:10], (f.checked or "")[:10]))
            for f in _read_feeds(connection)
        ),
    )  # fmt: skip


def note_skips(connection: Connection, skipped: Sequence[tuple[str, str]], inputs: Sequence[str]) -> None:
    """Remember inputs that could not be read, and forget what was so of `inputs` and is not any more."""
    at = now()
    table = schema.skips
    faults = dict.fromkeys(skipped)
    if inputs:
        exact, within = frozenset(inputs), tuple(part + end for part in inputs if "://" not in part for end in ":/")
        known = [(row.source, row.reason) for row in connection.execute(select(table.c.source, table.c.reason))]
        mended = [one for one in known if one not in faults and (one[0] in exact or one[0].startswith(within))]
        take(connection, table, mended)
    put(connection, table, [(source, reason, at, at, 1) for source, reason in faults], ("times",))
    for part in chunks(sorted({source for source, _ in faults})):
        connection.execute(update(table).where(table.c.source.in_(part)).values(last=at))


def _read_feeds(connection: Connection) -> list[FeedState]:
    bodies = connection.scalars(select(schema.feeds.c.body).order_by(schema.feeds.c.url))
    return [msgspec.json.decode(body, type=FeedState) for body in bodies]


def read_versions(connection: Connection) -> tuple[Version, ...]:
    """Return the versions of every corrected article, by address and then as they were published or added."""
    table = schema.articles.c
    several = select(table.address).where(table.replaced_by.is_not(None), table.address.is_not(None))
    query = (
        select(schema.articles, schema.readings.c.body, schema.readings.c.records)
        .join(schema.readings, schema.readings.c.n == table.n)
        .where(table.address.in_(several))
        .order_by(table.address, table.replaced_by.is_(None), table.published, table.n)
    )
    found: list[Version] = []
    before: tuple[str, str] | None = None
    for row in connection.execute(query):
        text = decode(row.body, row.records)[0].article.text
        old = before[1] if before is not None and before[0] == row.address else None
        found.append(Version(
            article=row.id, hash=row.hash, address=row.address, published=row.published, added=row.added,
            current=row.replaced_by is None, differences=differences(old, text) if old is not None else (),
        ))  # fmt: skip
        before = (row.address, text)
    return tuple(found)


def _days(day: str | None, last: str | None) -> int | None:
    """Return the days from one ISO day to another."""
    return (date.fromisoformat(last) - date.fromisoformat(day)).days if day and last else None
