"""Readings whose every record is known, made without a parser."""

from __future__ import annotations

import msgspec

from tocsin.records import (
    Act,
    Article,
    Block,
    Content,
    Cue,
    Event,
    Modality,
    Party,
    Place,
    Reading,
    Sentence,
    Span,
    Statement,
    Trigger,
)
from tocsin.text import content_id

CODES = {"Drennia": "DRN", "Halvera": "HLV", "Ostmark": "OSM"}
TYPES = {"shelled": "ASSAULT", "met": "CONSULT", "threatened": "THREATEN", "sanctioned": "SANCTION"}


def span_of(text: str, word: str, start: int = 0) -> Span:
    at = text.index(word, start)
    return at, at + len(word)


def party(text: str, word: str, start: int = 0) -> Party:
    code = CODES.get(word)
    return Party(text=word, span=span_of(text, word, start), name=word, country=code, code=code)


def event(text: str, sentence: Span, name: str, **given: object) -> Event:
    """Code "ACTOR VERB RECIPIENT ..." by its first three words."""
    actor, verb, recipient = text[slice(*sentence)].rstrip(".").split()[:3]
    start = sentence[0]
    made = Event(
        id=content_id("e-", name, sentence), type=TYPES[verb], mode=None, contexts=(), cameo=None, score=-5.0,
        actors=(party(text, actor, start),), recipients=(party(text, recipient, start),),
        symmetric=verb == "met", modality="asserted", attributed_to=None, date=None,
        place=Place(text="Varrin", span=span_of(text, "Varrin", start), country="HLV") if "Varrin" in text else None,
        trigger=Trigger(verb, span_of(text, verb, start)), sentence=sentence, confidence=0.9, rule="planted",
    )  # fmt: skip
    return msgspec.structs.replace(made, **given)


def statement(text: str, sentence: Span, name: str, act: Act = "state") -> Statement:
    """Attribute "SPEAKER said CONTENT." to its first word."""
    words = text[slice(*sentence)].split(" ", 2)
    content = (sentence[0] + len(words[0]) + 1 + len(words[1]) + 1, sentence[1] - 1)
    return Statement(
        id=content_id("s-", name, sentence), speaker=party(text, words[0], sentence[0]),
        anonymous=False, cue=Cue("said", span_of(text, "said", sentence[0])), addressee=None,
        content=Content(text[slice(*content)], (content,)), form="indirect", act=act, confidence=0.8, rule="planted",
    )  # fmt: skip


def reading(
    name: str,
    *lines: str,
    outlet: str | None = "Varrin Herald",
    day: str | None = "2019-04-02",
    url: str | None = None,
    modality: Modality = "asserted",
) -> Reading:
    """Make a reading of an article with a sentence a line: each is coded as an event, or with "said" as a statement."""
    text = "\n\n".join(lines)
    spans = []
    at = 0
    for line in lines:
        spans.append((at, at + len(line)))
        at += len(line) + 2
    events, statements = [], []
    for span in spans:
        words = text[slice(*span)].split()
        if len(words) > 2 and words[1] == "said":
            statements.append(statement(text, span, name))
        elif len(words) > 2 and words[1] in TYPES:
            events.append(event(text, span, name, modality=modality))
    return Reading(
        article=Article(id=name, text=text, outlet=outlet, published=day, url=url, title=f"Report {name}"),
        blocks=tuple(Block(span, "body") for span in spans),
        sentences=tuple(Sentence(i, span, i, "body") for i, span in enumerate(spans)),
        events=tuple(events), statements=tuple(statements),
    )  # fmt: skip


def crisis(number: int) -> list[Reading]:
    """Make a run of readings, a few a day, no two alike."""
    names = list(CODES)
    verbs = list(TYPES)
    made = []
    for i in range(number):
        one, other = names[i % 3], names[(i + 1 + i // 3 % 2) % 3]
        made.append(reading(
            f"c-{i}", f"{one} {verbs[i % 4]} {other} near Varrin in incident {i}.",
            f"{other} said the incident {i} would be answered.",
            outlet=f"Outlet {i % 5}", day=f"2019-{1 + i // 28 % 12:02}-{1 + i % 28:02}",
        ))  # fmt: skip
    return made
