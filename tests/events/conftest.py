"""Reads a text as the program does up to the events: layout, parse, mentions, events."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from tocsin import events, parties
from tocsin.reading import analyse
from tocsin.records import Article, Event, Reading

Reader = Callable[..., Reading]


@pytest.fixture(scope="session")
def read() -> Reader:
    """Return a function that reads a text, with a publication date or without, and codes its events."""

    def reader(text: str, date: str | None = None) -> Reading:
        reading = next(analyse([Article(id="t", text=text, published=date)]))
        reading = msgspec.structs.replace(reading, mentions=parties.find_mentions(reading))
        return msgspec.structs.replace(reading, events=events.code_events(reading))

    return reader


@pytest.fixture(scope="session")
def code(read: Reader) -> Callable[..., tuple[Event, ...]]:
    """Return a function that codes the events of a text."""

    def coder(text: str, date: str | None = None) -> tuple[Event, ...]:
        return read(text, date).events

    return coder
