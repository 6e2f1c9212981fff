"""Sets versions of one incident against each other: figures, who attacked whom, and sources that a sentence contrasts.

Figures are of one thing where they count the same kind of people or things, at one time, in statements close together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tocsin.figures import read_figures, unit_words
from tocsin.positions.disputes.claims import Claim, accused, foreign, make_dispute, opposed
from tocsin.positions.disputes.cues import OTHERS, SPELL
from tocsin.positions.joining.holders import side_of
from tocsin.records import Dispute, Party, Reading, Side
from tocsin.text import content_id, days_between

_SET_AGAINST = re.compile(r"\b(?:though|although|but|whereas|contradict\w*|denie[sd]|disput\w+)\b", re.IGNORECASE)
_DESPITE = re.compile(r"\b(?:despite|in spite of)\b", re.IGNORECASE)
_NO = re.compile(
    r"\b(?:no|not (?:have )?any) (?:plans?|intentions?|role|part|involvement|troops|forces|weapons)\b|"
    r"\bno intention\b|\bden(?:ied|ies|y|ying)\b|"
    r"\b(?:not|never|n['’]t) (?:been )?(?:involved|behind|sent|sending|planning)\b",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\b(police|officers?|soldiers?|troops?|civilians?|children|women|militants?|fighters?|rebels?|guards?|passengers|"
    r"protesters?|demonstrators|marchers|journalists?|strikers|sailors|students|workers)\b",
    re.IGNORECASE,
)
_MAINTAINS = re.compile(r"maintain|insist|contend", re.IGNORECASE)
_NOT_FOUND = re.compile(
    r"\b(?:no|not any) (?:\w+ )?(?:trace|evidence|sign|proof|indication|confirmation)s?\b|\bfound no\b", re.IGNORECASE
)
_FIRM = re.compile(r"contradict|denie|disput", re.IGNORECASE)
_WHEREABOUTS = re.compile(
    r"\d+ ?(?:km|kilomet\w+|miles|mi)\b.{0,14}\b(?:north|south|east|west|from|outside|of)", re.IGNORECASE
)
_AGE = re.compile(r"\d\d?, ")  # "Jan Holm, 18, had died"
_FIRST = re.compile(
    r"\b(?:fir\w+|shot|shoot\w*|attack\w*|struck|strik\w+|open\w* fire|began|started|moved)(?: \w+){0,2}? first\b|"
    r"\bfirst to (?:fire|shoot|attack|strike|open|break)|\b(?:fired|struck) the first|\bthe first (?:shot|blow|stone)|"
    r"\bunprovoked\b|\bwithout (?:provocation|warning)\b",
    re.IGNORECASE,
)
_STRIKES = re.compile(
    r"\b(?:fire[ds]?|firing|shot|shots|shell\w*|attack\w*|open\w* fire|struck|ambush\w*|bomb\w*|rockets?|raid\w*)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:we|our|ours)\b", re.IGNORECASE)
_NEITHER = re.compile(r"\bconfirm(?:ed)? n?or den", re.IGNORECASE)
_UNITS = frozenset(("dead", "injured", "distance", "missing", "detained", "share", "soldiers", "protesters"))
_HARM = frozenset(("dead", "injured", "distance"))
_SAYS = frozenset(("state", "accuse", "deny", "warn"))
_VAGUE = frozenset(("some", "others", "many", "most", "those", "few", "several", "they", "who", "one"))
_MEDIA = frozenset(("JRN",))
_FAR_APART = 8  # counts that differ by more than this factor are of different things
_CLOSE = 3


def find_versions(told: Sequence[Sequence[Claim]], readings: Sequence[Reading]) -> Iterator[Dispute]:
    """Yield the versions of incidents that conflict; `told` holds the claims of each reading."""
    yield from _figures([claim for held in told for claim in held])
    for held in told:
        yield from _attacks(held)
        yield from _begun(held)
        yield from _contrasted(held)
        yield from _held_to(held)
        yield from _belied(held)


def _figures(claims: Sequence[Claim]) -> Iterator[Dispute]:
    """Pair different figures that two sides give for one thing in one article or on neighbouring days."""
    by_unit: dict[str, list[tuple[Claim, float, str]]] = defaultdict(list)
    for claim in claims:
        if claim.side and not _is_vague(claim) and OTHERS.search(claim.text) is None:
            for unit, (number, words) in read_figures(claim.text).items():
                if unit in _UNITS and not _AGE.match(words):
                    by_unit[unit].append((claim, number, words))
    for unit, given in by_unit.items():
        for i, (one, number, words) in enumerate(given):
            for other, counter, others in given[i + 1 :]:
                fit = _same_count(one, other, unit, (number, counter))
                if fit and _same_people((words, others)):
                    reason = f"{one.name} says “{words}”, {other.name} says “{others}”"
                    yield make_dispute("versions", one, other, fit, reason, (words, others))
                    break


def _same_count(one: Claim, other: Claim, unit: str, numbers: tuple[float, float]) -> float:
    """Say from 0 to 1 how surely two different figures are of one thing."""
    if numbers[0] == numbers[1] or not opposed(one, other):
        return 0.0
    if max(numbers) > _FAR_APART * min(numbers) or _over_time(one) != _over_time(other):
        return 0.0
    shared = len((one.words & other.words) - set(unit_words())) - (unit == "share")
    gap = abs(one.order - other.order)
    if not (one.known or other.known) and not (gap == 1 and one.reading is other.reading and unit in _HARM):
        return 0.0
    if unit == "distance" and (_WHEREABOUTS.search(one.text) or _WHEREABOUTS.search(other.text)):
        return 0.0
    if unit == "share" and not (one.known and other.known and one.country != other.country):
        return 0.0
    if one.reading is other.reading:
        harm = unit in _HARM and gap <= 2
        return 0.7 if gap <= _CLOSE and (shared > 1 or harm) else 0.0
    days = days_between(one.day, other.day)
    if unit not in _HARM or unit == "distance" or not (one.known and other.known):
        return 0.0
    return 0.55 if days is not None and days <= 1 and shared > 3 else 0.0


def _same_people(words: tuple[str, str]) -> bool:
    """Tell whether two figures count the same kind of people, as far as they say."""
    kinds = [{match.lower().rstrip("s") for match in _WHO.findall(part)} for part in words]
    return bool(kinds[0] & kinds[1]) or not kinds[0] or not kinds[1]


def _over_time(claim: Claim) -> bool:
    """Tell whether a claim counts over a time ("since April", "each day")."""
    return SPELL.search(claim.text) is not None


def _is_named(claim: Claim) -> bool:
    """Tell whether a claim's speaker has a name of its own."""
    return claim.name[:1].isupper()


def _is_vague(claim: Claim) -> bool:
    """Tell whether a claim's speaker is nobody in particular."""
    speaker = claim.statement.speaker
    if speaker is None or not _MEDIA.isdisjoint(speaker.sectors):
        return True
    return not set(speaker.text.lower().split()[:1]).isdisjoint(_VAGUE)


def _attacks(held: Sequence[Claim]) -> Iterator[Dispute]:
    """Pair claims in which two sides lay an attack at each other's door."""
    blamed: list[tuple[Claim, set[str]]] = []
    for claim in held:
        inside = [
            e for e in claim.reading.events
            if e.type == "ASSAULT" and e.modality == "asserted"
            and any(a <= e.trigger.span[0] < b for a, b in claim.statement.content.spans)
        ]  # fmt: skip
        if _NEITHER.search(claim.reading.article.text, *claim.sentence):
            continue
        if inside and claim.side and not _is_vague(claim):
            actors = {key for e in inside for key in _keys(e.actors)}
            unsaid = any(not _keys(e.actors) or not any(p.country for p in e.actors) for e in inside)
            blamed.append((claim, actors | accused(claim) if unsaid or claim.statement.act == "accuse" else actors))
    for (one, by_one), (other, by_other) in pairwise(blamed):
        if not opposed(one, other) or other.order - one.order > 2 * _CLOSE:
            continue
        apart = one.country != other.country
        mine = {one.side, one.country} if apart else {one.side}
        theirs = {other.side, other.country} if apart else {other.side}
        if theirs & by_one and mine & by_other:
            reason = f"{one.name} lays the attack at the door of {other.name}, who says the contrary"
            yield make_dispute("versions", one, other, 0.65, reason)


def _begun(held: Sequence[Claim]) -> Iterator[Dispute]:
    """Pair claims of two sides close by who each say that others struck, where one of them says who did so first."""
    struck = [claim for claim in held if claim.side and not claim.negated and _strikes(claim)]
    for one, other in pairwise(struck):
        if not opposed(one, other) or other.order - one.order > _CLOSE or _is_vague(one) or _is_vague(other):
            continue
        if one.name == other.name:
            continue
        first = any(_FIRST.search(claim.text) for claim in (one, other))
        if first and _blames_others(one) and _blames_others(other):
            reason = f"{one.name} and {other.name} each say that it was others who struck first"
            yield make_dispute("versions", one, other, 0.55, reason)


def _strikes(claim: Claim) -> bool:
    """Tell whether a claim tells of shots or an attack."""
    return _STRIKES.search(claim.text) is not None


def _blames_others(claim: Claim) -> bool:
    """Tell whether a claim speaks of no deed of those who make it."""
    return not _OWN.search(claim.text) and not any(
        deed.type == "ASSAULT" and claim.statement.speaker is not None
        and any(side_of(party) == claim.side for party in deed.actors)
        for deed in claim.reading.events
        if any(a <= deed.trigger.span[0] < b for a, b in claim.statement.content.spans)
    )  # fmt: skip


def _keys(parties: Sequence[Party]) -> set[str]:
    """Return the keys of parties."""
    return {party.key for party in parties}


def _contrasted(held: Sequence[Claim]) -> Iterator[Dispute]:
    """Pair two sources that one sentence sets against each other; "but" does so where they share words."""
    for one, other in pairwise(held):
        if one.sentence != other.sentence or not opposed(one, other) or _is_vague(one) or _is_vague(other):
            continue
        if one.statement.act not in _SAYS or other.statement.act not in _SAYS:
            continue
        if not foreign(one, other) and not (_is_named(one) and _is_named(other)):
            continue
        first, second = one.statement.content.spans[-1][1], other.statement.content.spans[0][0]
        word = _SET_AGAINST.search(one.reading.article.text, first, max(first, second))
        if word is None:
            continue
        common = len(one.words & other.words)
        apart = foreign(one, other)
        firm = _FIRM.match(word.group()) is not None or other.statement.act == "deny"
        if firm or common > 1 or (apart and (common or _harms(one) or _harms(other))):
            reason = f"the sentence sets {other.name} against {one.name} (“{word.group()}”)"
            yield make_dispute("versions", one, other, 0.6, reason)


def _held_to(held: Sequence[Claim]) -> Iterator[Dispute]:
    """Pair what was not found with what the other side goes on maintaining."""
    for one, other in pairwise(held):
        if not opposed(one, other) or not foreign(one, other) or not other.known or _is_vague(one):
            continue
        if _MAINTAINS.match(other.cue) and _NOT_FOUND.search(one.text):
            reason = f"{one.name} found none of it, {other.name} goes on to “{other.cue}” it"
            yield make_dispute("versions", one, other, 0.55, reason)


def _harms(claim: Claim) -> bool:
    """Tell whether a claim tells of an attack."""
    spans = claim.statement.content.spans
    return any(
        event.type == "ASSAULT" and any(a <= event.trigger.span[0] < b for a, b in spans)
        for event in claim.reading.events
    )  # fmt: skip


def _belied(held: Sequence[Claim]) -> Iterator[Dispute]:
    """Set what a party says is not so against what the same sentence says is ("despite the buildup of its forces")."""
    for claim in held:
        article = claim.reading.article
        match = _DESPITE.search(article.text, *claim.sentence)
        if match is None or not claim.known or claim.statement.content.spans[0][0] > match.start():
            continue
        if not _NO.search(article.text, claim.sentence[0], match.start()):
            continue
        evidence = article.quote(claim.sentence, claim.statement.id)
        facts = article.text[match.start() : claim.sentence[1]].strip(" .")
        yield Dispute(
            id=content_id("x-", "belied", claim.statement.id), kind="versions", topic=facts[:60],
            first=claim.as_side(), second=Side(party=None, says=facts, evidence=evidence), confidence=0.55,
            reason=f"{claim.name} says no, “{match.group()}” what the article tells in the same sentence",
        )  # fmt: skip
