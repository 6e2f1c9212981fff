"""The columns of the listings of events, statements and articles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from tocsin.briefing.wording import names
from tocsin.desk.tables import Field
from tocsin.records import Event, Party

if TYPE_CHECKING:
    from tocsin.ledger import Found, ListedEvent, ListedStatement


def _names(parties: Iterable[Party]) -> str:
    return ", ".join(party.name or party.text for party in parties)


def _codes(parties: Iterable[Party]) -> str:
    return " ".join(party.code or party.key for party in parties)


def _event_kind(event: Event) -> str:
    """Write type and mode, and the modality where it is not asserted."""
    kind = f"{event.type} {event.mode}" if event.mode else event.type
    return kind if event.modality == "asserted" else f"{kind} ({event.modality})"


def _event_sides(event: Event) -> str:
    """Write who acts on whom."""
    actors, recipients = names(event.actors) or "?", names(event.recipients)
    return f"{actors} → {recipients}" if recipients else actors


EVENT_FIELDS: list[Field[ListedEvent]] = [
    Field("day", lambda row: row.day or None, shown=True),
    Field("event", lambda row: _event_kind(row.event), shown=True, exported=False),
    Field("parties", lambda row: _event_sides(row.event), shown=True, exported=False),
    Field("type", lambda row: row.event.type),
    Field("mode", lambda row: row.event.mode),
    Field("modality", lambda row: row.event.modality),
    Field("actors", lambda row: _names(row.event.actors)),
    Field("recipients", lambda row: _names(row.event.recipients)),
    Field("actor_codes", lambda row: _codes(row.event.actors)),
    Field("recipient_codes", lambda row: _codes(row.event.recipients)),
    Field("place", lambda row: row.event.place.text if row.event.place else None),
    Field("country", lambda row: row.event.place.country if row.event.place else None),
    Field("lat", lambda row: row.event.place.lat if row.event.place else None, type=float),
    Field("lon", lambda row: row.event.place.lon if row.event.place else None, type=float),
    Field("score", lambda row: row.event.score, type=float),
    Field("confidence", lambda row: row.event.confidence, type=float),
    Field("sentence", lambda row: row.sentence, shown=True, long=True),
    Field("outlet", lambda row: row.outlet, shown=True),
    Field("published", lambda row: row.published),
    Field("article", lambda row: row.article),
    Field("attributed_to", lambda row: row.event.attributed_to),
    Field("standing", lambda row: row.standing),
    Field("correction", lambda row: row.correction),
    Field("id", lambda row: row.event.id, shown=True),
]
STATEMENT_FIELDS: list[Field[ListedStatement]] = [
    Field("day", lambda row: row.day or None, shown=True),
    Field("speaker", lambda row: _names([row.statement.speaker]) if row.statement.speaker else None, shown=True),
    Field("speaker_code", lambda row: _codes([row.statement.speaker]) if row.statement.speaker else None),
    Field("anonymous", lambda row: row.statement.anonymous, type=bool),
    Field("act", lambda row: row.statement.act, shown=True),
    Field("form", lambda row: row.statement.form),
    Field("tense", lambda row: row.statement.tense),
    Field("addressee", lambda row: _names([row.statement.addressee]) if row.statement.addressee else None),
    Field("content", lambda row: row.statement.content.text, shown=True, long=True),
    Field("about", lambda row: _names(row.statement.targets)),
    Field("confidence", lambda row: row.statement.confidence, type=float),
    Field("outlet", lambda row: row.outlet, shown=True),
    Field("published", lambda row: row.published),
    Field("article", lambda row: row.article),
    Field("standing", lambda row: row.standing),
    Field("correction", lambda row: row.correction),
    Field("id", lambda row: row.statement.id, shown=True),
]
FOUND_FIELDS: list[Field[Found]] = [
    Field("published", lambda row: row.published and row.published[:10], shown=True),
    Field("outlet", lambda row: row.outlet, shown=True),
    Field("title", lambda row: row.title, shown=True, long=True),
    Field("sentence", lambda row: row.sentence.text, shown=True, long=True),
    Field("events", lambda row: row.events, type=int),
    Field("statements", lambda row: row.statements, type=int),
    Field("article", lambda row: row.article, shown=True),
]


def fields_of(fields: list[Field[Any]], *, everything: bool) -> list[Field[Any]]:
    """Return the columns of a listing; one that also holds what no longer counts shows how each record stands."""
    if not everything:
        return fields
    shown = {"standing": False, "correction": True}
    return [
        msgspec.structs.replace(field, shown=True, long=shown[field.name]) if field.name in shown else field
        for field in fields
    ]
