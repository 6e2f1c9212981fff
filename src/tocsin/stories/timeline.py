"""Chooses the days of a crisis that matter, one development each.

Algorithm: a day weighs the origins that report what happened on it, each development by how far its score lies from
indifference; the heaviest days are kept and each is told by its heaviest development.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tocsin.records import Development


def find_timeline(developments: Sequence[Development], days: int) -> tuple[Development, ...]:
    """Return one development for each of at most `days` days, in order of date; background does not count."""
    by_day: dict[str, list[Development]] = defaultdict(list)
    for development in developments:
        if development.date and len(development.date) >= 10 and development.lead.modality == "asserted":
            by_day[development.date[:10]].append(development)
    heaviest = sorted(by_day, key=lambda day: (-sum(map(_weight, by_day[day])), day))[:days]
    return tuple(max(by_day[day], key=lambda d: (_weight(d), d.lead.confidence)) for day in sorted(heaviest))


def _weight(development: Development) -> float:
    """Return how much a development matters: its origins times how hostile or friendly it is; hearsay counts half."""
    sides = 1 + bool(development.lead.actors) + bool(development.lead.recipients)
    said = 0.5 if development.lead.attributed_to else 1.0
    return development.count.origins * (1 + abs(development.lead.score)) * sides * said
