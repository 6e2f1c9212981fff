"""Every golden sentence yields the events that its row asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tocsin.lexicon import read_table
from tocsin.records import Event, Party

GOLDEN = sorted((Path(__file__).parents[1] / "golden" / "events").glob("*.tsv"))
COUNTED = ("asserted", "future")
STORY = "\n\nNothing more was known at first, and calls went unanswered.\n"  # a headline stands above something


def rows() -> Iterator[object]:
    for path in GOLDEN:
        for row in read_table(path, ("topic", "text", "expected")):
            text = row["text"] + STORY if path.stem == "headlines" else row["text"]
            yield pytest.param(text, row["expected"], id=f"{path.stem}:{row['line']}:{row['topic']}")


def names(parties: tuple[Party, ...], wanted: str) -> bool:
    """Tell whether some party has a wanted word in its text or name."""
    return any(wanted.lower() in f"{party.text} {party.name or ''}".lower() for party in parties)


def fits(event: Event, wanted: str) -> bool:
    """Tell whether an event is the one that a cell describes: TYPE[:mode] modality [actors [> recipients]].

    A name with "!" before it must not be among the parties of its side.
    """
    head, _, rest = wanted.partition(" ")
    kind, _, mode = head.partition(":")
    modality, _, sides = rest.partition(" ")
    actors, _, recipients = sides.partition(">")
    if event.type != kind or (mode and event.mode != mode) or event.modality != modality:
        return False
    return has_all(event.actors, actors) and has_all(event.recipients, recipients)


def has_all(parties: tuple[Party, ...], side: str) -> bool:
    """Tell whether a side has all the names of a cell, and none of those that it forbids."""
    wanted = [name.strip() for name in side.split("+") if name.strip()]
    return all(names(parties, name.removeprefix("!")) is not name.startswith("!") for name in wanted)


@pytest.mark.parametrize(("text", "expected"), list(rows()))
def test_a_golden_sentence_yields_its_events(text: str, expected: str, code: Callable[..., tuple[Event, ...]]) -> None:
    found = code(text)
    shown = [(e.type, e.mode, e.modality, [p.text for p in e.actors], [p.text for p in e.recipients]) for e in found]
    for wanted in expected.split(" ; "):
        if wanted == "none":
            assert not [e for e in found if e.modality in COUNTED], shown
        elif wanted.startswith("!"):
            assert not [e for e in found if e.type == wanted[1:] and e.modality in COUNTED], shown
        else:
            assert any(fits(event, wanted) for event in found), shown
