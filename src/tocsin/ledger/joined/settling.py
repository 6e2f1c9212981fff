"""Puts what settling days found in place, all at once.

Algorithm: every write notes the days of the articles that it changed in `unsettled`. Settling finds anew what those
days can concern, puts it in the place of what was found there before and takes the days off, all in one transaction; a
day that another process changed in the meantime stays noted.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, select

from tocsin.ledger import schema
from tocsin.ledger.engines import take
from tocsin.ledger.joined.findings import Day, Finding, put_findings, replace_days, take_findings
from tocsin.ledger.joined.marks import Mark, put_marks


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What a settling found: findings by kind, and which ids of that kind go (None: all others).

    `days` are what was found for days, of `day_kinds`, in articles of the days `about` (None: of all), `marks` what
    these articles say, of `mark_kinds`; `noted` the unsettled days that this settles.
    """

    findings: dict[str, tuple[list[Finding], list[str] | None]] = {}
    day_kinds: tuple[str, ...] = ()
    about: tuple[str, ...] | None = ()
    days: list[Day] = []
    mark_kinds: tuple[str, ...] = ()
    marks: list[Mark] = []
    noted: dict[str, int] = {}


def put_settled(connection: Connection, found: Settled) -> None:
    """Put what a settling found in place; nothing, where another process has settled its days meanwhile."""
    now = read_unsettled(connection)
    if found.noted and now.keys().isdisjoint(found.noted):
        return
    for kind, (made, gone) in found.findings.items():
        replace(connection, kind, made, gone)
    replace_days(connection, found.day_kinds, found.about, found.days)
    put_marks(connection, found.mark_kinds, found.about, found.marks)
    take(connection, schema.unsettled, [(day,) for day, times in found.noted.items() if now.get(day) == times])


def read_unsettled(connection: Connection) -> dict[str, int]:
    """Return the days whose articles have changed since the last settling, with the number of changes."""
    return {row.day: row.times for row in connection.execute(select(schema.unsettled).order_by(schema.unsettled.c.day))}


def replace(connection: Connection, kind: str, found: Iterable[Finding], gone: Iterable[str] | None) -> None:
    """Put findings of a kind in place; `gone` are ids that go unless found again (None: all others of the kind)."""
    made = list(found)
    table = schema.findings.c
    old = set(connection.scalars(select(table.id).where(table.kind == kind))) if gone is None else set(gone)
    take_findings(connection, kind, old - {one.id for one in made})
    put_findings(connection, kind, made)
