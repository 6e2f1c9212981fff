"""Makes a series of Tocsin's own developments, and keeps for each entry the sentences that it stands on.

A development counts once, however many articles report it, from the day on which it was first published. Only asserted
and future ones count, and none that is known only as another's words (own.py says what that means).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tocsin.records import Development, Statement
from tocsin.warning.feeds.codes import plover_meaning
from tocsin.warning.feeds.days import parse_day
from tocsin.warning.feeds.own import event_dyads, in_own_words, speakers_of
from tocsin.warning.series import Collector, Series, group_dyads

Key = tuple[str, str, int, int]
"""Source, target, day known and type of an entry."""


class Told(NamedTuple):
    """A development as evidence: its own day, its best sentence, article, and how widely it is reported.

    `sources` are the numbers of the independent origins that report it.
    """

    date: str | None
    sentence: str
    article: str
    reports: int
    sources: frozenset[int]


class OwnSeries(NamedTuple):
    """The series of developments, with the sentences behind each entry."""

    series: Series
    told: Mapping[Key, list[Told]]


class Known(NamedTuple):
    """What is known beside the developments: `statements` tell whose words a claim is, `origin_of` the number of each
    article's origin, `first_seen` the ISO day on which an event (by id) was first reported, whatever later versions
    say, `groups` the groups of the user's own that a party belongs to.
    """

    statements: Iterable[Statement] = ()
    origin_of: Mapping[str, int] = {}
    first_seen: Mapping[str, str] = {}
    groups: Mapping[str, Sequence[str]] = {}


def series_of(developments: Sequence[Development], known: Known = Known()) -> OwnSeries:  # noqa: B008 (it is frozen)
    """Count developments between countries and organisations by day, pair, direction and type."""
    collector = Collector(known.groups)
    told: dict[Key, list[Told]] = defaultdict(list)
    speakers = speakers_of(known.statements)
    for development in developments:
        event = development.lead
        if event.modality not in ("asserted", "future") or not in_own_words(event, speakers):
            continue
        meaning = plover_meaning(event.type, event.mode or "")
        days = _days(development, known.first_seen)
        if meaning is None or days is None:
            continue
        dated, seen = days
        quoted = development.evidence[0]
        articles = dict.fromkeys(evidence.article for evidence in development.evidence)
        sources = frozenset(known.origin_of.get(article, -1 - i) for i, article in enumerate(articles))
        piece = Told(development.date, quoted.text, quoted.article, development.count.reports, sources)
        for source, target in event_dyads(event):
            pair = collector.pair_of(source, target)
            if pair is None:
                continue
            collector.add((seen, *pair, *meaning, 1, development.count.reports), dated)
            for ends in [(source, target), *group_dyads(source, target, known.groups)]:
                told[(*ends, seen, meaning[0])].append(piece)
    return OwnSeries(collector.series(), told)


def _days(development: Development, first_seen: Mapping[str, str]) -> tuple[int, int] | None:
    """Return the day of a development and the day from which it was known, or None for background or undated.

    It was known from its first report on: what is dated after that was announced, or is dated anew.
    """
    reported = [found.published for found in development.evidence if found.published]
    reported += [first_seen[event] for event in development.events if event in first_seen]
    published = [day for day in (parse_day(text[:10]) for text in reported) if day is not None]
    given = development.lead.date or (None if published else development.date)
    dated = parse_day(given) if given and len(given) >= 10 else None
    if dated is None and published:
        dated = min(published)
    if dated is None or (published and min(published) - dated > _BACKGROUND):
        return None
    return dated, min(published, default=dated)


_BACKGROUND = 30  # days
