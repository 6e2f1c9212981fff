"""Gives the unique events of a ledger day by day, as a warning needs them.

Algorithm: a unique event is a development: the reports that the rooms which join articles hold for one event, with the
independent origins behind them. It was first seen on the earliest publication day of all of its reports, those of
replaced versions of an article among them: an article that is published anew under a later date does not make its
events new. What is not joined yet (`Ledger.unsettled`) is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, select

from tocsin.ledger import schema
from tocsin.ledger.joined import findings
from tocsin.ledger.rows import dyads
from tocsin.ledger.writing import chunks, read_corrections, stored
from tocsin.records import Development, Event, Evidence, Statement

DEVELOPMENTS, SAID = "developments", "said"  # kinds of what is found for days
_Again = tuple[str, str, str, str, str]  # address, source, target, type, modality

_unpack_developments = msgspec.msgpack.Decoder(list[tuple[int, Development]]).decode
_unpack_said = msgspec.msgpack.Decoder(list[tuple[Statement, str]]).decode


class DailyEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One unique event between two parties, however many articles report it.

    `day` is the ISO day of the event (a month or year where no more is known, "" where nothing is), `first_seen` the
    earliest publication day of its reports (None where none is dated), `added` the time at which the ledger first held
    it. `source` and `target` are party keys: country or organisation codes where known, else names in lower case, ""
    for nobody; a `symmetric` event stands between both. `speaker` says whose words it is known by: None where an
    article tells it itself, else the country of the named speaker, "" for one without, "?" for nobody named.
    `reports` are articles and `outlets` the names above them; `origins` counts copies of one text, or of one agency's,
    once. `articles` and `evidence` (a sentence each) are in order of publication.
    """

    day: str
    first_seen: str | None
    added: str
    source: str
    target: str
    type: str
    mode: str | None
    modality: str
    symmetric: bool
    score: float
    confidence: float
    speaker: str | None
    reports: int
    outlets: int
    origins: int
    articles: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def daily_events(connection: Connection, since: str | None, until: str | None) -> Iterator[DailyEvent]:
    """Yield the unique current events that were first seen in a span of days (both inclusive), in order of that day."""
    replaced = connection.scalar(select(schema.articles.c.n).where(schema.articles.c.replaced_by.is_not(None)).limit(1))
    told = read_developments(connection, since, until if replaced is None else None)  # told anew later, seen before
    earlier = earlier_reports(connection, told)
    speakers = {
        said.id: said.speaker.country or ""
        for said, _, _ in read_said(connection, since)
        if said.speaker and not said.anonymous
    }
    table = schema.articles.c
    added: dict[str, str] = {}
    for part in chunks(sorted({one.article for development in told for one in development.evidence})):
        for row in connection.execute(select(table.id, table.added).where(table.id.in_(part))):
            added[row.id] = min(row.added, added.get(row.id, row.added))
    found = [one for development in told for one in _each_dyad(development, earlier, speakers, added)]
    found.sort(key=lambda one: (one.first_seen or "", one.day, one.source, one.target, one.type, one.articles))
    for one in found:
        if (since or "") <= (one.first_seen or "") <= (until or "9999"):
            yield one


def read_developments(connection: Connection, since: str | None = None, until: str | None = None) -> list[Development]:
    """Return the developments whose standing reports begin in a span of days, in order of date (undated last)."""
    numbered = [
        one
        for day in findings.read_days(connection, DEVELOPMENTS, since, until, by="about")
        for one in _unpack_developments(day.body)
    ]
    numbered.sort(key=lambda one: (one[1].date or "9999", one[0]))
    return [development for _, development in numbered]


def read_said(connection: Connection, since: str | None = None) -> Iterator[tuple[Statement, str, str]]:
    """Yield the statements kept for a warning, each with the ISO day ("" where unknown) and id of its article."""
    for day in findings.read_days(connection, SAID, since, by="about"):
        for statement, article in _unpack_said(day.body):
            yield statement, day.about, article


def earlier_reports(connection: Connection, told: Iterable[Development]) -> dict[str, str]:
    """Return, by id, the day on which a replaced version of an article first reported an event that still stands."""
    table = schema.articles.c
    replaced = connection.scalars(select(table.n).where(table.replaced_by.is_not(None))).all()
    if not replaced:
        return {}
    corrections = read_corrections(connection)
    first: dict[_Again, str] = {}
    for part in chunks(replaced):
        for row, reading in stored(connection, part):
            for event in corrections.apply(reading, row.hash).current().events if row.day and row.address else ():
                for again in _again(row.address, event):
                    first[again] = min(row.day, first.get(again, row.day))
    addresses: dict[str, str] = {}
    for part in chunks(sorted({again[0] for again in first})):
        query = select(table.id, table.address).where(table.address.in_(part), table.replaced_by.is_(None))
        addresses.update((row.id, row.address) for row in connection.execute(query))
    found: dict[str, str] = {}
    for development in told:
        places = {addresses[one.article] for one in development.evidence if one.article in addresses}
        days = {first[again] for place in places for again in _again(place, development.lead) if again in first}
        if days:
            found.update(dict.fromkeys(development.events, min(days)))
    return found


def _again(place: str, event: Event) -> Iterator[_Again]:
    """Yield what stays of an event when its article is published anew under another date, for each pair of parties."""
    for source, target in dyads(event):
        yield place, source, target, event.type, event.modality


def _each_dyad(
    development: Development, earlier: Mapping[str, str], speakers: Mapping[str, str], added: Mapping[str, str]
) -> Iterator[DailyEvent]:
    """Yield a development for each pair of parties that its surest report is about."""
    lead = development.lead
    evidence = _in_order(development.evidence)
    articles = tuple(one.article for one in evidence)
    days = {one.published[:10] for one in evidence if one.published}
    days.update(earlier[event] for event in development.events if event in earlier)
    for source, target in dyads(lead):
        yield DailyEvent(
            day=lead.date or development.date or "", first_seen=min(days, default=None),
            added=min(added[article] for article in articles), source=source, target=target, type=lead.type,
            mode=lead.mode, modality=lead.modality, symmetric=lead.symmetric, score=lead.score,
            confidence=lead.confidence,
            speaker=None if lead.attributed_to is None else speakers.get(lead.attributed_to, "?"),
            reports=development.count.reports, outlets=len(development.count.outlets),
            origins=development.count.origins, articles=articles, evidence=evidence,
        )  # fmt: skip


def _in_order(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(evidence, key=lambda one: (one.published or "9999", one.article)))
