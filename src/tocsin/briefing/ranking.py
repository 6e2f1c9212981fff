"""Says how much each finding matters on the morning of a brief."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from tocsin.records import Channel, Development, Party, Reading, Statement
from tocsin.text import days_between

_T = TypeVar("_T")

_PRONOUNS = frozenset(("he", "she", "it", "they", "we", "i", "you", "him", "her", "them", "us", "people", "who"))
_STALE = 1e-6  # the freshness of what is so old that only its gravity tells it from the rest
_HALF_LIFE = 1.5  # days
_NEWEST, _NEWEST_SHARE = 10, 0.1  # articles, and share of them, by which it is told how fast news ages
_OPENING = 600  # code points of an article in which it tells what it is about
_FEW_ORIGINS = 2  # of which all may look back to the same thing
_FAR_DOWN = 2000  # code points from which on a single report is mostly background
_LIGHT: Mapping[str, float] = {"PROTEST": 0.45, "CONSULT": 0.8, "SUPPORT": 0.7, "AID": 0.8}  # by type of event
_WEIGHTY_DEALS = frozenset(("AGREE", "CONCEDE", "RETREAT"))  # which between two states weigh as a quarrel does
_RETOLD = (
    " ago",
    "last year",
    "last month",
    "earlier this year",
    "a year earlier",
    "months earlier",
    " since ",
    "after it ",
    "in recent years",
    "in recent months",
    "so far",
    " has been ",
    " have been ",
    " had been ",
    " once ",
    "earlier ",
    "during the ",
    " already ",
    " in january",
    " in february",
    " in march",
    " in april",
    " in may ",
    " in june",
    " in july",
    " in august",
    " in september",
    " in october",
    " in november",
    " in december",
)  # words of sentences that mostly tell what led to the news
_LEANS = ("he ", "she ", "it ", "they ", "that ", "this ", "these ", "those ")  # on the sentence before
_CERTAINTY = {"asserted": 1.0, "future": 0.75, "hypothetical": 0.35, "negated": 0.3, "historical": 0.05}
_ACT_WEIGHT: Mapping[str, float] = {
    "threaten": 3.0, "accuse": 2.5, "deny": 2.5, "reject": 2.3, "demand": 2.2, "warn": 2.2, "offer": 2.2,
    "promise": 1.8, "agree": 1.8, "urge": 1.6, "decline": 1.2, "praise": 1.2, "ask": 1.0, "state": 1.0,
}  # fmt: skip
_CHANNEL_WEIGHT: Mapping[str, float] = {
    "ceasefire": 1.5, "hotline": 1.4, "relations": 1.4, "accord": 1.2, "envoy": 1.2, "mission": 1.1,
    "contact group": 1.1,
}  # fmt: skip


class Clock(NamedTuple):
    """The latest day of a set of articles (None: unknown) and the days in which their news loses half its worth."""

    last: str | None
    half_life: float = _HALF_LIFE

    def freshness(self, day: str | None) -> float:
        """Return 1 for the latest day, half of it a half-life before; half where only this day is unknown."""
        age = days_between(day, self.last)
        if age is None:
            return 1.0 if self.last is None else 0.5
        return max(float(0.5 ** (age / self.half_life)), _STALE)


TIMELESS = Clock(None)


def set_clock(days: Sequence[str]) -> Clock:
    """Return the clock of articles by their days, in order: where they are few and far between, news ages slowly."""
    if not days:
        return TIMELESS
    newest = days[-min(len(days), max(_NEWEST, round(len(days) * _NEWEST_SHARE)))]
    return Clock(days[-1], max(_HALF_LIFE, (days_between(newest, days[-1]) or 0) / 2))


def find_main_parties(developments: Iterable[Development]) -> dict[str, float]:
    """Return how much of the news each country or organisation is a side of, from 1 for the first of them.

    Articles are counted, not developments, so that one long article makes nobody a main party.
    """
    told = {
        (party.country, evidence.article)
        for development in developments for party in (*development.lead.actors, *development.lead.recipients)
        if party.country for evidence in development.evidence
    }  # fmt: skip
    counts = Counter(country for country, _ in told)
    most = max(counts.values(), default=1)
    return {country: count / most for country, count in counts.items()}


def weigh_development(development: Development, clock: Clock, main: Mapping[str, float] | None = None) -> float:
    """Say how much a development matters: gravity, origins, certainty, sides, place in its articles, freshness.

    With `main` (as find_main_parties returns), what the main parties of the news do comes before what others do.
    """
    lead = development.lead
    gravity = (abs(lead.score) + 1 if lead.score < 0 else abs(lead.score) / 4 + 1) * _LIGHT.get(lead.type, 1.0)
    if lead.score > 0 and lead.type in _WEIGHTY_DEALS and _is_between_states(lead.actors, lead.recipients):
        gravity = abs(lead.score) / 2 + 1
    claimed = 0.6 if lead.attributed_to else 1.0
    return (
        gravity
        * math.log2(1 + development.count.origins)
        * claimed
        * _weigh_sides(lead.actors, lead.recipients, lead.symmetric)
        * _weigh_place(development)
        * _weigh_stage(development, main)
        * _CERTAINTY[lead.modality]
        * lead.confidence
        * clock.freshness(development.date)
    )


def is_known(party: Party) -> bool:
    """Tell whether a party is a state, an organisation or somebody with a name, and not a mere "she"."""
    if party.text.lower() in _PRONOUNS:
        return bool(party.name and party.country)
    return bool(party.country or party.name)


def _weigh_sides(actors: Sequence[Party], recipients: Sequence[Party], symmetric: bool) -> float:
    """Weigh who acts on whom: two known parties before one, two states before what happens inside of one."""
    known = [party for party in (*actors, *recipients) if is_known(party)]
    if not known:
        return 0.3
    states = {party.country for party in known if party.country}
    both = symmetric or (actors and recipients)
    all_known = any(map(is_known, actors or recipients)) and any(map(is_known, recipients or actors))
    return (1.0 if both else 0.7) * (1.0 if all_known else 0.7) * (1.3 if len(states) > 1 else 1.0)


def _weigh_stage(development: Development, main: Mapping[str, float] | None) -> float:
    """Weigh whether main parties act, and for a state: half where none is one, more where two of them meet."""
    lead = development.lead
    weight = 1.0
    if main:
        ranks = {p.country: main.get(p.country, 0.0) for p in (*lead.actors, *lead.recipients) if p.country}
        first, second = (*sorted(ranks.values(), reverse=True), 0.0, 0.0)[:2]
        weight = 0.5 + 0.5 * first + 0.5 * second
    if lead.type == "MOBILIZE" and not _is_between_states(lead.actors, lead.recipients):
        weight *= 0.6
    speaks = any("GOV" in p.sectors or "MIL" in p.sectors or (p.country and not p.sectors) for p in lead.actors)
    return weight if speaks or not lead.actors else weight * 0.7


def _is_between_states(actors: Sequence[Party], recipients: Sequence[Party]) -> bool:
    """Tell whether two countries or organisations are sides of something."""
    return len({party.country for party in (*actors, *recipients) if party.country}) > 1


def _weigh_place(development: Development) -> float:
    """Weigh where articles tell it: at their head, or far down where nobody else does, as background is.

    Words of looking back ("last year", "since") make what few origins tell background as well, and a sentence
    that leans on the one before ("He ...") says less by itself.
    """
    alone = development.count.origins < 2
    text = development.evidence[0].text.lower()
    recalled = 0.4 if development.count.origins <= _FEW_ORIGINS and any(words in text for words in _RETOLD) else 1.0
    if text.startswith(_LEANS):
        recalled *= 0.7
    first = min(evidence.span[0] for evidence in development.evidence)
    if first < _OPENING:
        return 1.25 * recalled
    return (0.6 if first > _FAR_DOWN and alone else 1.0) * recalled


def weigh_statement(reading: Reading, statement: Statement, clock: Clock) -> float:
    """Say how much a statement matters: what it does, who speaks, how directly, how freshly."""
    speaker = statement.speaker
    rank = 1.0
    if speaker is not None and speaker.country:
        rank += 1.0 + 0.5 * bool(speaker.office) + 0.5 * ("GOV" in speaker.sectors)
    direct = {"direct": 1.2, "mixed": 1.1, "indirect": 1.0}[statement.form]
    weight = _ACT_WEIGHT[statement.act] * rank * direct * statement.confidence
    return weight * clock.freshness(reading.article.published)


def weigh_channel(channel: Channel, clock: Clock) -> float:
    """Say how much a channel matters: its kind, between how many it is, how much it moved, how freshly."""
    sides = 0.4 if len(channel.parties) < 2 else 1.0
    moved = math.log2(1 + len(channel.changes))
    return _CHANNEL_WEIGHT.get(channel.kind, 1.0) * sides * moved * clock.freshness(channel.since)


def spread(
    found: Iterable[_T], key: Callable[[_T], Hashable], most: int, *, total: int | None = None
) -> tuple[list[_T], int]:
    """Take the first of what is found, at most so many of one key and in all; return them and how many are left out."""
    taken: list[_T] = []
    held: Counter[Hashable] = Counter()
    left = 0
    for item in found:
        if held[key(item)] < most and (total is None or len(taken) < total):
            held[key(item)] += 1
            taken.append(item)
        else:
            left += 1
    return taken, left
