"""Pairs of states that a phrase without names stands for: "both governments", "each side".

Algorithm: such a phrase means the two states that its sentence or the one before joins, else those that the article is
about, as far as they clearly are two: named more often than any third, or the only ones of an article of one sentence.
Places and organisations are no such states.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

import msgspec

from tocsin.records import Party, Reading

PAIR = re.compile(
    r"(?:(?:the )?leaders of )?(?:(?:both|the two) (?:\w+ )?(?:governments|sides|countries|nations|states|capitals"
    r"|leaders|presidents|armies|navies|ministers|delegations|neighbours|neighbors|powers|parties|officers|delegates)"
    r"|each (?:government|side|country|nation|state))",
    re.IGNORECASE,
)
SIDES = re.compile("sides?|parties|delegat|officers")
NO_STATES = frozenset(("place", "organisation"))


def sides_of(parties: list[Party], others: list[Party], reading: Reading) -> list[Party]:
    """Read "both governments" as the two states that the article is about, other than those on the other side."""
    if not any(is_pair(party) for party in parties):
        return parties
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    outside = {party.country for party in others}
    for mentions in reading.mentions:
        for mention in mentions.values():
            if mention.kind in NO_STATES:
                continue
            for party in mention.parts or (mention.party,):
                if party.country is not None and party.country not in outside:
                    counts[party.country] += 1
                    if mention.kind == "state" and party.name is not None:
                        names.setdefault(party.country, party.name)
    alone = len(reading.sentences) == 1
    pair = joined_before(next(party for party in parties if is_pair(party)), outside, reading)
    pair = pair or foremost_two(Counter({country: counts[country] for country in names}), len(counts), alone=alone)
    pair = pair or foremost_two(counts, len(counts), alone=alone)
    if pair is None:
        return parties
    if counts[pair[0]] > 3 * counts[pair[1]] and any(SIDES.search(party.text) for party in parties):
        return parties  # "both sides" of what one country is about
    found: list[Party] = []
    for party in parties:
        if is_pair(party):
            found.extend(msgspec.structs.replace(party, name=names.get(country), country=country) for country in pair)
        else:
            found.append(party)
    return found


def joined_before(pair: Party, outside: set[str | None], reading: Reading) -> tuple[str, str] | None:
    """Return the two countries that the sentence, or the one before, joins before a pair ("Kyrgyz and Tajik ...")."""
    at = bisect_right(reading.sentences, pair.span[0], key=lambda sentence: sentence.span[0]) - 1
    for index in range(at, max(-1, at - 2), -1):
        mentions = reading.mentions[index] if 0 <= index < len(reading.mentions) else {}
        sentence = reading.sentences[index]
        groups: dict[int, dict[str, None]] = {}
        for head, mention in sorted(mentions.items()):
            if mention.party.span[0] < pair.span[0]:
                first = head
                while sentence.deps[first] == "conj":
                    first = sentence.heads[first]
                parties = mention.parts or (mention.party,)
                groups.setdefault(first, {}).update({party.country: None for party in parties if party.country})
        for countries in reversed(groups.values()):
            if len(countries) == 2 and outside.isdisjoint(countries):
                first_country, second_country = countries
                return first_country, second_country
    return None


def foremost_two(counts: Counter[str], named: int, *, alone: bool) -> tuple[str, str] | None:
    """Return the two countries that are named clearly more often than a third, or None.

    `alone` says that there is but one sentence, which may name no more (`named`) than the two.
    """
    foremost = counts.most_common(3)
    if len(foremost) < 2:
        return None
    third = foremost[2][1] if len(foremost) > 2 else 0
    if not (alone and len(foremost) == named == 2) and (foremost[1][1] < 2 or third * 2 > foremost[1][1]):
        return None
    return foremost[0][0], foremost[1][0]


def is_pair(party: Party) -> bool:
    """Tell whether a party is known only as a pair of states."""
    return party.country is None and party.name is None and PAIR.fullmatch(party.text) is not None
