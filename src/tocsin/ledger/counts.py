"""Gives the counts of events over time, which are kept up on writing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, Select, func, select, text, union_all

from tocsin.ledger import schema
from tocsin.ledger.queries import Filter, key_of


class Point(msgspec.Struct, frozen=True):
    """One count of a series: the unique events of a period and the reports of them.

    `day` is the ISO day, month or year ("" where unknown). `source` and `target` are party keys ("" for nobody); what
    the series is not split by is None.
    """

    day: str
    events: int
    reports: int
    source: str | None = None
    target: str | None = None
    type: str | None = None
    mode: str | None = None
    modality: str | None = None


Period = Literal["day", "month", "year"]
Split = Literal["source", "target", "type", "mode", "modality"]


def series(
    connection: Connection, asked: Filter, *, by: Period = "day", split: Sequence[Split] = ("type", "modality")
) -> Iterator[Point]:
    """Yield counts of current events, kept up on writing, in order of period.

    `between` gives both directions of a dyad, `party` the party on either side; of the other filters `types`,
    `modality`, `since` and `until` count. What is not split by is None in the points.
    """
    if asked.between and asked.party and key_of(asked.party) not in map(key_of, asked.between):
        return
    parts = [
        _counts(asked, split, by, *sides) for sides in dict.fromkeys(_sides(asked))
    ]  # fmt: skip
    counts = (union_all(*parts) if len(parts) > 1 else parts[0]).subquery()
    kind = list(counts.c)[: len(split) + 1]
    sums = func.sum(counts.c.events), func.sum(counts.c.reports)
    names = ("source", "target", "type", "mode", "modality")
    places = [1 + split.index(name) if name in split else None for name in names]
    for row in connection.execute(select(*kind, *sums).group_by(*kind).order_by(*kind)):
        yield Point(
            row[0], int(row[-2]), int(row[-1]), *[None if place is None else row[place] for place in places]
        )  # fmt: skip


def _sides(asked: Filter) -> list[tuple[str | None, str | None]]:
    """Return the pairs of source and target (None: whoever) that a series is of; no event is in two of them."""
    if asked.between:
        one, other = map(key_of, asked.between)
        return [(one, other), (other, one)]
    if asked.party:
        party = key_of(asked.party)
        return [(party, None), (None, party)]
    return [(None, None)]


def _counts(asked: Filter, split: Sequence[Split], by: Period, source: str | None, target: str | None) -> Select[Any]:
    """Return the query for the counts of a source and target that a filter lets through."""
    table = schema.daily.c
    period = func.substr(table.day, 1, {"day": 10, "month": 7, "year": 4}[by]).label("period")
    kind = [period, *(table[name] for name in split)]
    sums = func.count().label("events"), func.sum(table.reports).label("reports")
    query = select(*kind, *sums).group_by(*kind)
    if source is not None:
        query = query.where(table.source == source)
    if target is not None:
        query = query.where(table.target == target)
    if source is None and target is not None:  # from one source to the next, of which each has many rows
        each = text(
            "WITH RECURSIVE each(name) AS (SELECT min(source) FROM daily UNION ALL SELECT (SELECT min(source) FROM "
            "daily WHERE source > each.name) FROM each WHERE each.name IS NOT NULL) SELECT name FROM each"
        ).columns(table.source)
        query = query.where(table.source.in_(each), table.source != target)
    if asked.types:
        query = query.where(table.type.in_([name.upper() for name in asked.types]))
    if asked.modality:
        query = query.where(table.modality == asked.modality)
    if asked.since:
        query = query.where(table.day >= asked.since)
    if asked.until:
        query = query.where(table.day <= asked.until)
    return query
