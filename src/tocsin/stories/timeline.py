"""Chooses the days of a crisis that matter, one development each.

Algorithm: a day weighs the origins that report what happened on it, each development by how far its score lies from
indifference; the heaviest days are kept. Each is told by its heaviest development among those that were reported while
they were new, best at the head of an article: what is told weeks later, or far down, is mostly background. The sentence
shown is the one nearest to the head of an article of these days.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence

import msgspec

from tocsin.records import Development, Evidence
from tocsin.text import days_between

_NEW = 2  # days after the event in which a report is news
_OPENING = 600  # code points of an article in which it tells what it is about
_LATE = 0.3  # weight of what is told only later than that, or far down


def find_timeline(developments: Sequence[Development], days: int) -> tuple[Development, ...]:
    """Return one development for each of at most `days` days, in order of date; background does not count."""
    by_day: dict[str, list[Development]] = defaultdict(list)
    for development in developments:
        if development.date and len(development.date) >= 10 and development.lead.modality == "asserted":
            by_day[development.date[:10]].append(development)
    heaviest = sorted(by_day, key=lambda day: (-sum(map(weigh_development, by_day[day])), day))[:days]
    told = (max(by_day[day], key=lambda d: (weigh_development(d), d.lead.confidence)) for day in sorted(heaviest))
    return tuple(
        msgspec.structs.replace(development, evidence=tuple(sorted(development.evidence, key=_late(development))))
        for development in told
    )


def weigh_development(development: Development) -> float:
    """Return how much a development matters: its origins times how hostile or friendly it is; hearsay counts half."""
    lead = development.lead
    sides = 1 + sum(any(party.country or party.name for party in side) for side in (lead.actors, lead.recipients))
    said = 0.5 if lead.attributed_to else 1.0
    late, down, _ = min(map(_late(development), development.evidence))
    news = (_LATE if late else 1.0) * (_LATE if down else 1.0)
    return math.log2(1 + development.count.origins) * (1 + abs(lead.score)) * sides * said * news * lead.confidence


def _late(development: Development) -> Callable[[Evidence], tuple[bool, bool, int]]:
    """Return a key that puts sentences of new reports first, then those at the head of their article."""

    def key(evidence: Evidence) -> tuple[bool, bool, int]:
        age = days_between(evidence.published and evidence.published[:10], development.date)
        return age is None or abs(age) > _NEW, evidence.span[0] > _OPENING, evidence.span[0]

    return key
