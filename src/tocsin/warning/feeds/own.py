"""Reads Tocsin's own exports as a feed: the lines of `tocsin read --format jsonl`.

Only asserted and future events count, and none that an article gives only as another's words: what a party says of its
own acts (a threat, an announcement, an admission) counts, what it says of the other side's does not. An event between
several parties counts for each pair of countries, a symmetric one for both directions. Where an event has no day of
its own, the article's stands for it; an event dated more than a month before its article is background. What is
announced counts on the day that it is announced.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from tocsin.records import Article, Event, Statement
from tocsin.warning.feeds.codes import plover_meaning
from tocsin.warning.feeds.days import parse_day
from tocsin.warning.series import Collector


class _Line(msgspec.Struct):
    """What is needed of an exported reading."""

    article: Article
    events: list[Event] = []
    statements: list[Statement] = []


_DECODER = msgspec.json.Decoder(_Line)


def own_rows(lines: Iterable[str], collector: Collector, tally: Counter[str]) -> int:
    """Take exported readings into the collector; return the number of their events."""
    rows = 0
    for line in lines:
        if not line.strip():
            continue
        try:
            found = _DECODER.decode(line)
        except (msgspec.ValidationError, msgspec.DecodeError):
            rows += 1
            tally["no line of `tocsin read`"] += 1
            continue
        speakers = speakers_of(found.statements)
        for event in found.events:
            rows += 1
            reason = own_event(event, found.article, collector, speakers)
            tally[reason or "kept"] += 1
    return rows


def speakers_of(statements: Iterable[Statement]) -> dict[str, str]:
    """Return the country of each statement's named speaker by the statement's id, "" where it is not known."""
    return {found.id: found.speaker.country or "" for found in statements if found.speaker and not found.anonymous}


def in_own_words(event: Event, speakers: Mapping[str, str]) -> bool:
    """Tell whether an event is told by the article itself, or by the party whose act it is.

    A verbal act (a threat, a refusal) told by a named speaker of no known country is taken to be the actor's own word;
    a material act is not, since it can be a claim about anybody.
    """
    if event.attributed_to is None:
        return True
    speaker = speakers.get(event.attributed_to)
    if not speaker:
        return speaker == "" and event.type in _VERBAL
    return speaker in {party.country for party in event.actors}


_VERBAL = frozenset({"AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})


def own_event(event: Event, article: Article, collector: Collector, speakers: Mapping[str, str]) -> str | None:
    """Add one event to the collector, or return why it does not count."""
    if event.modality not in ("asserted", "future"):
        return f"{event.modality} event"
    if not in_own_words(event, speakers):
        return "known only as another's words"
    meaning = plover_meaning(event.type, event.mode or "")
    published = parse_day((article.published or "")[:10])
    dated = parse_day(event.date) if event.date and len(event.date) >= 10 else published
    if meaning is None or dated is None:
        return "no date" if meaning else "unknown type"
    if published is not None and published - dated > _BACKGROUND:
        return "background"
    dyads = event_dyads(event)
    if not dyads:
        return "a party is missing or no country"
    known = dated if published is None else published
    for source, target in dyads:
        pair = collector.pair_of(source, target)
        if pair is not None:
            collector.add((known, *pair, *meaning, 1, 1), dated)
    return None


_BACKGROUND = 30  # days


def event_dyads(event: Event) -> set[tuple[str, str]]:
    """Return the directed pairs of countries or organisations that an event stands between."""
    actors = [party.country for party in event.actors if party.country]
    recipients = [party.country for party in event.recipients if party.country]
    found = {(a, b) for a in actors for b in (actors if event.symmetric else recipients) if a != b}
    if event.symmetric:
        found |= {(a, b) for a in actors for b in recipients if a != b}
        found |= {(b, a) for a, b in found}
    return found
