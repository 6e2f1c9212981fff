"""Toponym resolution: which place each name of a text means.

Algorithm: every name gets its candidates from the gazetteer. States and names with one large reading vote for the
countries that the text is about. Then each name takes the candidate with the highest score, twice: size, plus the
country's share of the votes, plus containment ("Paris, Texas"), plus, in the second round, nearness to what the first
round chose. One name has one meaning in a text unless a containment says otherwise. A name that no table has, but which
holds a known one ("Aleppo University Hospital"), is placed there.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from tocsin.parties.places.gazetteer import Spot, find_spots, fold_name, word_list
from tocsin.records import Place, Span

_EARTH_KM = 6371.0
_COUNTRY_WEIGHT = 14.0  # of a place in the country that the text is most about: a factor of 25 in people
_ALONE_WEIGHT = 24.0  # the same, where the text does not name the state of the best known place of the name
_NEAR_WEIGHT = 26.0
_NEAR_KM = 180.0
_INSIDE_WEIGHT = 60.0
_STATE_WEIGHT = 10.0  # of a town in a state that the text names
_LIST_WEIGHT = 20.0  # of a state in a list of states
_PENALTIES = {"alias": 8, "district": 8, "division": 3}
_NAMESAKE_PENALTY = 10
_NAMESAKE_SIZE = 55
_VOTING_SIZE = 57  # half a million people: a name this large is evidence of a country by itself
_EMBEDDED_SIZE = 50
_LARGE = 66  # the size of a state or large region
_DOUBTFUL_SIZE = 43  # below 20,000 people a town far from all else in the text is likelier a namesake
_DOUBTFUL_KM = 250.0
_NAMESAKES = 3  # as many places of one name make it a common one
# A capital at the beginning of a word; a pattern that begins with \b would be searched for at half the speed.
_CAPITALISED = re.compile(r"[A-Z](?<!\w.)(?:\.(?:[A-Z]\.)+|[A-Za-z]+(?: [A-Z][a-z]+)?)")
_MOST_ANCHORS = 60
_COMPANY_KM = 80.0
_WINDOW = 200  # mentions on either side
_LONGEST_NAME = 120  # characters
_GAP = re.compile(r"(?:'s|’s)?[,;]?\s*(?:\(|in (?:the )?|of (?:the )?)?", re.ASCII)
_DIVISION_WORDS = word_list("division_words")
_FRAME_WORDS = word_list("frame_words")
_NOT_PLACES = word_list("not_places")
_FACILITIES = word_list("facilities")
_GENERIC = word_list("generic") | _NOT_PLACES


def distance_km(a: Spot | Place, b: Spot | Place) -> float:
    """Return the great-circle distance between two places with known degrees."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        raise ValueError("a place without degrees has no distance")
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def locate(name: str, context_countries: Sequence[str] = (), near: Sequence[Spot | Place] = ()) -> Spot | None:
    """Return the place that a name most likely means, or None where no table has it.

    `context_countries` are alpha-3 codes, the one that the text is most about first; `near` are places known to be
    close. "City, Country" and "City in Country" are understood.
    """
    head, comma, rest = name.partition(",")
    within = locate(rest.strip(), context_countries) if comma and rest.strip() else None
    votes = {code: 1.0 / (i + 1) for i, code in enumerate(context_countries)}
    spots = candidates(head if comma else name)
    return max(spots, key=lambda spot: _score(spot, votes, near, within)) if spots else None


@lru_cache(maxsize=1 << 15)
def candidates(name: str) -> tuple[Spot, ...]:
    """Return the places that a name as written can mean, also without "province of", "northern" or "'s"."""
    name = name.strip(" .,;:()\"“”'’")
    for ending in ("'s", "’s"):
        name = name.removesuffix(ending)
    words = name.split() if len(name) <= _LONGEST_NAME else []
    if not words or (len(words) == 1 and words[0].casefold() in _NOT_PLACES):
        return ()
    if spots := find_spots(name):
        return _rank(spots)
    while len(words) > 1:
        last = words[-1].casefold()
        if last in _DIVISION_WORDS or last in ("city", "town", "village", "area", "island", "islands"):
            del words[-1]
            areas = last in _DIVISION_WORDS
        elif words[0].casefold() in _FRAME_WORDS:
            areas = words[0].casefold() in ("province", "state", "district", "republic")
            del words[0]
        else:
            break
        if spots := find_spots(" ".join(words)):
            fitting = tuple(spot for spot in spots if not areas or not spot.is_local)
            return fitting or (() if last in ("department", "state") else spots)
    return ()


def _rank(spots: tuple[Spot, ...]) -> tuple[Spot, ...]:
    """Put a large town before the division of its name ("Aleppo"), and an area before its small namesakes."""
    towns = {spot.country for spot in spots if spot.kind in ("town", "alias") and spot.size >= _VOTING_SIZE}
    areas = any(not spot.is_local and spot.kind not in ("division", "state", "county") for spot in spots)
    if not towns and not areas:
        return spots
    ranked = []
    for spot in spots:
        if spot.kind in ("division", "district", "state") and spot.country in towns:
            spot = msgspec.structs.replace(spot, size=spot.size - _NAMESAKE_PENALTY)
        elif areas and spot.kind in ("town", "alias", "district") and spot.size < _NAMESAKE_SIZE:
            spot = msgspec.structs.replace(spot, size=spot.size - 2 * _NAMESAKE_PENALTY)
        ranked.append(spot)
    return tuple(sorted(ranked, key=lambda spot: -spot.size))


def resolve_names(
    text: str, spans: Sequence[Span], names: Sequence[str], stated: Mapping[str, int], *, estimate: bool
) -> list[tuple[Spot | None, str]]:
    """Return place and precision of names at ascending spans; `stated` counts the states that the text names.

    The precision of a name placed by what stands near it is "nearby"; a name without any clue has None.
    """
    heads = [name.partition(",") for name in names]
    choices = [candidates(head) for head, _, _ in heads]
    votes = _vote(choices, stated)
    listed = _find_listed(text, spans, choices)
    within, areas_at = _find_containers(text, spans, choices)
    for i, (_, _, rest) in enumerate(heads):
        areas = [spot for spot in candidates(rest) if spot.precision in ("country", "region")] if rest.strip() else []
        within[i] = areas[0] if areas else within[i]
    chosen: list[Spot | None] = [None] * len(names)
    for round_ in range(2):
        anchors = _anchors(names, chosen) if round_ else {}
        named = {spot.division for spot in chosen if spot is not None and spot.kind in ("state", "division")}
        clues = _Clues(votes, anchors, named, stated)
        decided: dict[tuple[str, Spot | None, bool], Spot] = {}
        for i, spots in enumerate(choices):
            if i in areas_at:
                chosen[i] = areas_at[i]
            elif spots:
                key = names[i], within[i], i in listed
                if key not in decided:
                    decided[key] = clues.choose(spots, *key)
                chosen[i] = decided[key]
        votes = _vote([(spot,) if spot else () for spot in chosen], stated)
    _agree(names, chosen, within, areas_at)
    _doubt(chosen, choices, within)
    found = [(spot, spot.precision if spot else "") for spot in chosen]
    if estimate:
        company = _count_company(chosen)
        for i, spot in enumerate(chosen):
            if spot is None:
                found[i] = _place_unknown(i, names[i], spans, chosen, votes, company)
    return found


class _Clues(NamedTuple):
    """What a text tells about where its names lie: shares of countries, places by folded name, divisions named."""

    votes: Mapping[str, float]
    anchors: Mapping[str, Spot]
    divisions: Container[str]
    stated: Container[str]

    def choose(self, spots: tuple[Spot, ...], name: str, within: Spot | None, listed: bool) -> Spot:
        """Return the likeliest of the places of a name; `listed` tells that it stands on a list of states."""
        if len(spots) == 1:
            return spots[0]
        own = fold_name(name)
        near = [spot for key, spot in self.anchors.items() if key != own]
        # Of the states that places of this name lie in the text names one, and not that of the best known place.
        alone = spots[0].country not in self.stated and any(spot.country in self.stated for spot in spots)

        def score(spot: Spot) -> float:
            total = _score(spot, self.votes, near, within, alone)
            total += _STATE_WEIGHT * (spot.is_local and spot.division in self.divisions)
            return total + _LIST_WEIGHT * (listed and spot.kind == "state")

        return max(spots, key=score)


def _score(
    spot: Spot, votes: Mapping[str, float], near: Sequence[Spot | Place], within: Spot | None, alone: bool = False
) -> float:
    score = float(spot.size - _PENALTIES.get(spot.kind, 0))
    if spot.country:
        weight = _ALONE_WEIGHT if alone else _COUNTRY_WEIGHT
        score += weight * votes.get(spot.country, 0.0)
    if near and spot.kind not in ("country", "people"):
        distances = sorted(distance_km(spot, other) for other in near)[:3]
        score += _NEAR_WEIGHT * min(1.0, sum(math.exp(-km / _NEAR_KM) for km in distances) / 2)
    if within is not None and _is_inside(spot, within):
        score += _INSIDE_WEIGHT
    return score


def _is_inside(spot: Spot, outer: Spot) -> bool:
    if spot is outer or spot.precision == "country":
        return False
    if outer.kind in ("country", "people"):
        return spot.country == outer.country
    if outer.division and spot.division:
        return spot.division == outer.division and spot.kind != "state"
    return outer.kind in ("division", "district", "region", "state") and distance_km(spot, outer) < 250


def count_states(text: str) -> Counter[str]:
    """Return how often each state is named in a text, by name or adjective, spans or not."""
    stated: Counter[str] = Counter()
    for word in _CAPITALISED.findall(text):
        country = _state_named(word)
        if country is not None:
            stated[country] += 1
    return stated


@lru_cache(maxsize=1 << 16)
def _state_named(word: str) -> str | None:
    """Return the country that a word names or describes, or that a state of this name is in."""
    spots = find_spots(word)
    if spots and spots[0].country and (spots[0].precision == "country" or spots[0].kind == "state"):
        return spots[0].country
    return None


def _vote(choices: Iterable[tuple[Spot, ...]], stated: Mapping[str, int]) -> dict[str, float]:
    """Return each country's share of the evidence, the strongest with 1."""
    votes: dict[str, float] = defaultdict(float, {country: count / 2 for country, count in stated.items()})
    for spots in choices:
        if not spots or not spots[0].country:
            continue
        countries = {spot.country for spot in spots}
        if spots[0].precision == "country" or len(countries) == 1 or spots[0].size >= _VOTING_SIZE:
            sure = spots[0].precision == "country" or len(countries) == 1
            # An ambiguous name is no evidence against a state that the text names itself.
            named = next((spot for spot in spots if spot.country in stated), spots[0])
            votes[spots[0].country if sure else named.country or ""] += 1 if sure else 0.6
    most = max(votes.values(), default=1)
    return defaultdict(float, {country: count / most for country, count in votes.items()})


def _find_containers(
    text: str, spans: Sequence[Span], choices: list[tuple[Spot, ...]]
) -> tuple[list[Spot | None], dict[int, Spot]]:
    """Find names with the area that they lie in right behind them ("Paris, Texas"; "Kano in Nigeria").

    Returns for each name its area or None, and the areas by the index of their own names.
    """
    within: list[Spot | None] = [None] * len(spans)
    areas_at: dict[int, Spot] = {}
    for i in range(len(spans) - 1, 0, -1):
        gap = text[spans[i - 1][1] : spans[i][0]]
        if len(gap) > 9 or not _GAP.fullmatch(gap) or not choices[i] or not choices[i - 1] or not gap.strip(" "):
            continue
        areas = [spot for spot in choices[i] if spot.precision in ("country", "region")]
        top = choices[i - 1][0]
        if (
            top.precision == "sea"
            or (top.precision == "region" and top.size >= _LARGE)
            or (top.precision == "country" and not any(area.kind == "state" for area in areas[:1]))
        ):
            continue  # a list of states ("Kansas, Oklahoma"), not a town in one
        fitting = [area for area in areas if any(_is_inside(spot, area) for spot in choices[i - 1])]
        if fitting:
            within[i - 1] = areas_at[i] = fitting[0]
    return within, areas_at


def _find_listed(text: str, spans: Sequence[Span], choices: list[tuple[Spot, ...]]) -> frozenset[int]:
    """Return the indexes of names on a list with a name that can only be a state ("Oregon, Washington and Idaho")."""
    states = [bool(spots) and spots[0].kind == "state" for spots in choices]
    listed = set()
    for i in range(1, len(spans)):
        if text[spans[i - 1][1] : spans[i][0]] in (", ", " and ", ", and ", " or "):
            if states[i - 1]:
                listed.add(i)
            if states[i]:
                listed.add(i - 1)
    return frozenset(listed)


def _anchors(names: Sequence[str], chosen: Sequence[Spot | None]) -> dict[str, Spot]:
    """Return the places that others can be near to, by name: no continents, and not all of a very long text."""
    found: dict[str, Spot] = {}
    for name, spot in zip(names, chosen, strict=True):
        if spot is not None and spot.precision in ("point", "region") and spot.kind not in ("continent", "river"):
            found[fold_name(name)] = spot
            if len(found) >= _MOST_ANCHORS:
                break
    return found


def _agree(
    names: Sequence[str], chosen: list[Spot | None], within: Sequence[Spot | None], fixed: Container[int]
) -> None:
    """Give every mention of a name the meaning that a containment settled, where one did and it is alone."""
    settled: dict[str, set[Spot]] = {}
    for name, spot, outer in zip(names, chosen, within, strict=True):
        if spot is not None and outer is not None:
            settled.setdefault(fold_name(name), set()).add(spot)
    for i, name in enumerate(names):
        meanings = settled.get(fold_name(name))
        if meanings and len(meanings) == 1 and within[i] is None and i not in fixed:
            chosen[i] = next(iter(meanings))


def _doubt(chosen: list[Spot | None], choices: Sequence[tuple[Spot, ...]], within: Sequence[Spot | None]) -> None:
    """Drop small towns far from all else in their state: a street or a club bears the name of a far town."""
    known = {spot for spot in chosen if spot is not None and (spot.is_local or spot.kind == "state")}
    for i, spot in enumerate(chosen):
        if spot is None or not spot.is_local or spot.size >= _DOUBTFUL_SIZE or within[i] is not None:
            continue
        if len(choices[i]) < _NAMESAKES:
            continue
        others = [other for other in known if other != spot and other.country == spot.country]
        if others and not any(distance_km(spot, other) < _DOUBTFUL_KM for other in others):
            chosen[i] = None


def _count_company(chosen: Sequence[Spot | None]) -> dict[Spot, int]:
    """Return for each place how many mentions of towns lie around it, itself included."""
    counted = Counter(spot for spot in chosen if spot is not None)
    towns = [(spot, count) for spot, count in counted.items() if spot.is_local][:_MOST_ANCHORS]
    return {
        spot: sum(count for other, count in towns if distance_km(spot, other) < _COMPANY_KM)
        for spot in counted
        if spot.kind != "continent"
    }


def _place_unknown(
    i: int,
    name: str,
    spans: Sequence[Span],
    chosen: Sequence[Spot | None],
    votes: Mapping[str, float],
    company: Mapping[Spot, int],
) -> tuple[Spot | None, str]:
    """Place a name that no table has: at a known place inside it, else at the likeliest town, region or state named.

    Likely is what stands close by in the text, what other towns of the text lie around, and what is most precise.
    """
    last = name.casefold().rstrip(".").split()[-1:] or [""]
    inside = None if last[0] in _FACILITIES else _find_embedded(name, chosen, votes)
    if inside is not None:
        return inside, inside.precision
    best: tuple[float, Spot] | None = None
    for j in range(max(0, i - _WINDOW), min(len(chosen), i + _WINDOW)):
        spot = chosen[j]
        if spot is None or spot not in company:
            continue
        score = 12.0 * min(company[spot], 6) + (100 if spot.is_local else 40 if spot.precision == "region" else 0)
        score += 40 * votes.get(spot.country or "", 0.0) - abs(spans[j][0] - spans[i][0]) / 25
        if best is None or score > best[0]:
            best = score, spot
    return (best[1], "nearby") if best else (None, "")


def _find_embedded(name: str, chosen: Sequence[Spot | None], votes: Mapping[str, float]) -> Spot | None:
    """Return the place that a longer name holds: one that the text names, or a large one in a state of the text."""
    words = name.split()
    known = {spot for spot in chosen if spot is not None}

    def is_likely(spot: Spot) -> bool:
        if spot in known:
            return True
        return spot.size >= _EMBEDDED_SIZE and (not spot.is_local or not votes or votes.get(spot.country or "", 0) > 0)

    for length in range(len(words) - 1, 0, -1):
        for start in range(len(words) - length + 1):
            part = words[start : start + length]
            if part[0].casefold() in _GENERIC or not part[0][:1].isupper():
                continue
            bare = " ".join(part).strip(".,'’").removesuffix("'s").removesuffix("’s")
            fitting = [spot for spot in find_spots(bare) if is_likely(spot)]
            if fitting and (start == 0 or fitting[0].kind not in ("people", "natives")):
                return max(fitting, key=lambda spot: (spot in known, spot.size))
    return None
