"""Gives the unique events of a ledger day by day, as a warning needs them.

Algorithm: reports of one event (one pair of parties, day, type, mode and modality, told in the same words) are one
unique event. It was first seen on the earliest publication day of all of its reports, those of replaced versions of an
article among them: an article that is published anew under a later date does not make its events new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, select

from tocsin.ledger import schema
from tocsin.ledger.corrections import Corrections
from tocsin.ledger.rows import DailyKey, prints_of, unpack_whole, words_alone
from tocsin.ledger.writing import chunks, read_corrections, stored
from tocsin.records import Event, Evidence, Statement


class DailyEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One unique event between two parties, however many articles report it.

    `day` is the ISO day of the event (a month or year where no more is known, "" where nothing is), `first_seen` the
    earliest publication day of its reports (None where none is dated), `added` the time at which the ledger first held
    it. `source` and `target` are party keys: country or organisation codes where known, else names in lower case, ""
    for nobody; a `symmetric` event stands between both. `speaker` says whose words it is known by: None where an
    article tells it itself, else the country of the named speaker, "" for one without, "?" for nobody named.
    `reports` and `outlets` are counted apart from `origins`: the same words have one. `articles` and `evidence` (a
    sentence each) are in order of publication.
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


class _Report(msgspec.Struct):
    """One report of an event: where it stands, whose words it is, and since when the ledger has it."""

    key: DailyKey
    event: Event
    evidence: Evidence
    speaker: str | None
    added: str
    address: str | None


def daily_events(connection: Connection, since: str | None, until: str | None) -> Iterator[DailyEvent]:
    """Yield the unique current events that were first seen in a span of days (both inclusive), in order of that day."""
    corrections = read_corrections(connection)
    table = schema.articles.c
    told: dict[int, list[_Report]] = defaultdict(list)
    earlier: dict[tuple[str, ...], str] = {}
    for part in chunks(connection.scalars(select(table.n).order_by(table.day, table.n)).all()):
        for row, standing in _read(connection, part, corrections):
            for name, report in _reports(row, standing):
                if row.replaced_by is None:
                    told[name].append(report)
                elif row.day:
                    again = _again(report)
                    earlier[again] = min(row.day, earlier.get(again, row.day))
    found = [_unique(reports, earlier) for reports in told.values()]
    found.sort(key=lambda one: (one.first_seen or "", one.day, one.source, one.target, one.type, one.articles))
    for one in found:
        if (since or "") <= (one.first_seen or "") <= (until or "9999"):
            yield one


class _Standing(NamedTuple):
    """What stands of an article: its events, each with its sentence, and its statements."""

    events: list[tuple[Event, str]]
    statements: list[Statement]


def _read(connection: Connection, part: Sequence[int], corrections: Corrections) -> Iterator[tuple[Any, _Standing]]:
    """Yield the rows of articles with what stands of each; texts are unpacked only where something was corrected."""
    if corrections.all:
        for row, reading in stored(connection, part):
            corrected = corrections.apply(reading, row.hash)
            text = reading.article.text
            yield (
                row,
                _Standing(
                    [
                        (event, text[slice(*event.sentence)])
                        for event, how, _ in corrected.events
                        if how == schema.CURRENT
                    ],
                    [said for said, how, _ in corrected.statements if how == schema.CURRENT],
                ),
            )
        return
    table = schema.articles
    query = select(table, schema.readings.c.records).join(schema.readings, schema.readings.c.n == table.c.n)
    for row in connection.execute(query.where(table.c.n.in_(part)).order_by(table.c.n)).all():
        found = unpack_whole(row.records)
        yield row, _Standing([(body.event, body.sentence) for body in found.events], found.statements)


def _reports(row: Any, standing: _Standing) -> Iterator[tuple[int, _Report]]:
    """Yield the reports of an article, each with the name of its unique event."""
    speakers = {
        said.id: said.speaker.country or "" for said in standing.statements if said.speaker and not said.anonymous
    }
    for event, sentence in standing.events:
        evidence = Evidence(
            article=row.id, span=event.sentence, text=sentence, outlet=row.outlet, published=row.published,
            record=event.id,
        )  # fmt: skip
        speaker = None if event.attributed_to is None else speakers.get(event.attributed_to, "?")
        for name, key in prints_of(event, event.date or row.day, words_alone(sentence)):
            yield name, _Report(key, event, evidence, speaker, row.added, row.address)


def _again(report: _Report) -> tuple[str, ...]:
    """Return what stays of an event when its article is published anew under another date."""
    source, target, _, _, kind, _, modality = report.key
    return report.address or "", source, target, kind, modality


def _unique(reports: Sequence[_Report], earlier: Mapping[tuple[str, ...], str]) -> DailyEvent:
    """Make one unique event of its reports, told by the surest of them."""
    ordered = sorted(reports, key=lambda report: (report.evidence.published or "9999", report.evidence.article))
    lead = max(ordered, key=lambda report: (report.speaker is None, report.event.confidence))
    days = {report.evidence.published[:10] for report in reports if report.evidence.published}
    days |= {earlier[again] for report in reports if report.address and (again := _again(report)) in earlier}
    articles = tuple(dict.fromkeys(report.evidence.article for report in ordered))
    source, target, _, day, kind, mode, modality = lead.key
    return DailyEvent(
        day=day, first_seen=min(days, default=None), added=min(report.added for report in reports), source=source,
        target=target, type=kind, mode=mode or None, modality=modality, symmetric=lead.event.symmetric,
        score=lead.event.score, confidence=lead.event.confidence, speaker=lead.speaker, reports=len(articles),
        outlets=len({report.evidence.outlet for report in reports}), origins=1, articles=articles,
        evidence=tuple({report.evidence.article: report.evidence for report in ordered}.values()),
    )  # fmt: skip
