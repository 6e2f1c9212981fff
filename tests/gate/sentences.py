"""Reads, checks and scores the golden sentences: passages of our own in which every event is labelled.

A file is `<letter>_<number>.jsonl`; a line is a passage with "id", "date", "text", "register", "topic", "events" and
perhaps "headline", its events written as in the demo's gold (tests/golden/demo/README.md). The passages of
odd-numbered files are for development; those of even-numbered files are blind: only their scores are ever shown, so
that nobody can fit the program to them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args

import msgspec
from goldset import Record, SurfaceError, locate
from scorer import Tally, score_events

from tocsin.lexicon import read_table
from tocsin.pipeline import read_in_full
from tocsin.records import Article, Modality

SENTENCES = Path(__file__).parents[1] / "golden" / "sentences"
FLOORS = Path(__file__).with_name("sentence_floors.json")
SHARES = ("development", "blind")
REGISTERS = {"wire", "broadsheet", "ministry", "local", "headline"}
FIELDS = {"id", "date", "text", "register", "topic", "events"}
EVENT_FIELDS = {"trigger", "type", "mode", "actors", "recipients", "symmetric", "modality"}
EVENT_EXTRAS = {"date", "contexts", "optional", "accepted", "recipients_inferred", "claimed"}

_TYPES = {row["type"] for row in read_table("plover/types.tsv", ("type",))}
_FOLDED = {row["type"] for row in read_table("plover/types.tsv", ("type",)) if row["fold"]}
_MODES = {(row["type"], row["mode"]) for row in read_table("plover/modes.tsv", ("type",)) if row["mode"]}
_CONTEXTS = {row["context"] for row in read_table("plover/contexts.tsv", ("context",))}
_CODES = {
    row["code"] for name in ("countries", "organisations") for row in read_table(f"parties/{name}.csv", ("code",))
}


def files(share: str) -> list[Path]:
    """Return the files of a share, "development" (odd numbers) or "blind" (even), by name."""
    odd = share == "development"
    return [path for path in sorted(SENTENCES.glob("?_*.jsonl")) if (int(path.stem[2:]) % 2 == 1) is odd]


def passages(paths: list[Path]) -> list[Record]:
    """Return the passages of some files in order."""
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line]


def faults(passage: Record) -> Iterator[str]:
    """Yield what is wrong with a passage, each fault with the passage's id before it."""
    for fault in (*_frame_faults(passage), *(f for event in passage["events"] for f in event_faults(event, passage))):
        yield f"{passage['id']}: {fault}"


def _frame_faults(passage: Record) -> Iterator[str]:
    if set(passage) - {"headline"} != FIELDS:
        yield f"the fields are {sorted(passage)}"
    if passage["register"] not in REGISTERS:
        yield f"unknown register {passage['register']}"
    if not 1995 <= date.fromisoformat(passage["date"]).year <= 2025:
        yield f"dated {passage['date']}"
    if len(passage["text"]) < 15 or passage["text"] != passage["text"].strip():
        yield "the text is cut or padded"


def event_faults(event: Record, passage: Record) -> Iterator[str]:
    """Yield what is wrong with one event of a passage."""
    trigger = event["trigger"]
    if not set(event) >= EVENT_FIELDS or set(event) - EVENT_FIELDS - EVENT_EXTRAS:
        yield f"the fields of an event are {sorted(event)}"
    try:
        locate(passage["text"], trigger)
    except SurfaceError as error:
        yield str(error)
    if event["mode"] is not None and (event["type"], event["mode"]) not in _MODES:
        yield f"{event['type']} has no mode {event['mode']}: {trigger}"
    for reading in [event, *event.get("accepted", ())]:
        if reading["type"] not in _TYPES or reading["modality"] not in get_args(Modality):
            yield f"unknown code {reading['type']} {reading['modality']}: {trigger}"
    if event["modality"] == "future" and event["type"] in _FOLDED and not event.get("optional"):
        yield f"a future {event['type']} folds: {trigger}"
    yield from (f"unknown context {c}: {trigger}" for c in event.get("contexts", ()) if c not in _CONTEXTS)
    for party in (*event["actors"], *event["recipients"]):
        if set(party) - {"text"} != {"name", "country"}:
            yield f"the fields of a party are {sorted(party)}"
        elif party["country"] is not None and party["country"] not in _CODES:
            yield f"unknown code {party['country']} of {party['name']}"
    if event["symmetric"] and event["recipients"]:
        yield f"a symmetric event lists all its sides as actors: {trigger}"


def measure(shares: tuple[str, ...] = SHARES) -> tuple[dict[str, float], dict[str, Tally]]:
    """Read the passages in this process and score their events.

    Returns the measures by share ("blind.events.f1") and each share's tally; the headline is the article's title.
    `silence` is the share of the passages without an event in which the program finds none either.
    """
    measures, tallies = {}, {}
    for share in shares:
        tally, gold = Tally(), passages(files(share))
        quiet = []
        articles = [
            Article(id=p["id"], text=p["text"], title=p.get("headline"), published=p["date"], language="en")
            for p in gold
        ]
        for passage, reading in zip(gold, read_in_full(articles), strict=True):
            predicted = [msgspec.to_builtins(event) for event in reading.events]
            mark = len(tally.errors)
            score_events(tally, passage["text"], passage["events"], predicted)
            tally.errors[mark:] = [(kind, f"{passage['id']}: {line}") for kind, line in tally.errors[mark:]]
            if not passage["events"]:
                quiet.append(not predicted)
        measures |= {f"{share}.{name}": value for name, value in tally.measures("events").items()}
        measures[f"{share}.silence"] = sum(quiet) / max(1, len(quiet))
        tallies[share] = tally
    return measures, tallies


def counts(gold: list[Record]) -> dict[str, Counter[str]]:
    """Count the labels of passages: types, modes, modalities and contexts of the required events, and registers."""
    events = [event for passage in gold for event in passage["events"] if not event.get("optional")]
    return {
        "types": Counter(event["type"] for event in events),
        "modes": Counter(f"{event['type']} {event['mode']}" for event in events if event["mode"]),
        "modalities": Counter(event["modality"] for event in events),
        "contexts": Counter(context for event in events for context in event.get("contexts", ())),
        "registers": Counter(passage["register"] for passage in gold),
        "passages": Counter("with events" if passage["events"] else "without" for passage in gold),
    }
