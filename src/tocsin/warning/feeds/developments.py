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
from tocsin.warning.series import Collector, Series

Key = tuple[str, str, int, int]
"""Source, target, day known and type of an entry."""


class Told(NamedTuple):
    """A development as evidence: its own day, its best sentence, article, and how widely it is reported."""

    date: str | None
    sentence: str
    article: str
    reports: int
    origins: int


class OwnSeries(NamedTuple):
    """The series of developments, with the sentences behind each entry."""

    series: Series
    told: Mapping[Key, list[Told]]


def series_of(
    developments: Sequence[Development],
    statements: Iterable[Statement] = (),
    groups: Mapping[str, str] | None = None,
) -> OwnSeries:
    """Count developments between countries and organisations by day, pair, direction and type.

    `statements` are those of all articles, by which it is known whose words a claim is.
    """
    collector = Collector(groups)
    told: dict[Key, list[Told]] = defaultdict(list)
    mapping = groups or {}
    speakers = speakers_of(statements)
    for development in developments:
        event = development.lead
        if event.modality not in ("asserted", "future") or not in_own_words(event, speakers):
            continue
        meaning = plover_meaning(event.type, event.mode or "")
        days = (parse_day((found.published or "")[:10]) for found in development.evidence)
        published = [day for day in days if day is not None]
        dated = parse_day(development.date) if development.date and len(development.date) >= 10 else None
        if dated is None and published:
            dated = min(published)
        if meaning is None or dated is None or (published and min(published) - dated > _BACKGROUND):
            continue
        known = max(dated, min(published, default=dated))
        quoted = development.evidence[0]
        for source, target in event_dyads(event):
            pair = collector.pair_of(source, target)
            if pair is None:
                continue
            collector.add((known, *pair, *meaning, 1, development.count.reports), dated)
            key = (mapping.get(source, source), mapping.get(target, target), known, meaning[0])
            told[key].append(
                Told(
                    development.date, quoted.text, quoted.article, development.count.reports, development.count.origins
                )
            )
    return OwnSeries(collector.series(), told)


_BACKGROUND = 30  # days
