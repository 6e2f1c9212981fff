"""Reads Tocsin's own exports as a feed: the lines of `tocsin read --format jsonl`.

Only asserted and future events count, and none that an article gives only as somebody's words. An event between
several parties counts for each pair of countries, a symmetric one for both directions. Where an event has no day of
its own, the article's stands for it; an event dated more than a month before its article is background.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from tocsin.records import Article, Event
from tocsin.warning.feeds.codes import plover_meaning
from tocsin.warning.feeds.days import parse_day
from tocsin.warning.series import Collector


class _Line(msgspec.Struct):
    """What is needed of an exported reading."""

    article: Article
    events: list[Event] = []


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
        for event in found.events:
            rows += 1
            reason = own_event(event, found.article, collector)
            tally[reason or "kept"] += 1
    return rows


def own_event(event: Event, article: Article, collector: Collector) -> str | None:
    """Add one event to the collector, or return why it does not count."""
    if event.modality not in ("asserted", "future"):
        return f"{event.modality} event"
    if event.attributed_to is not None:
        return "known only as somebody's words"
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
    known = dated if published is None else max(dated, published)
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
