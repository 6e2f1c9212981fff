"""Writes readings in the public formats: JSONL as the contract has it, and a plain listing for people."""

from __future__ import annotations

from typing import Any

import msgspec

from tocsin.records import SCHEMA, Article, Event, Reading, Statement


class PublicReading(msgspec.Struct, frozen=True):
    """One line of `tocsin read --format jsonl`: an article with its statements and events.

    Offsets are `[start, end)` in Unicode code points into `article.text`; dates are ISO 8601; what is unknown is null.
    """

    schema: str
    article: Article
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]


_ENCODER = msgspec.json.Encoder()


def as_json_line(reading: Reading) -> bytes:
    """Return a reading as one line of UTF-8 JSON, with its line break."""
    return _ENCODER.encode(PublicReading(SCHEMA, reading.article, reading.statements, reading.events)) + b"\n"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one line."""
    schema = msgspec.json.schema(PublicReading)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA, **schema}
