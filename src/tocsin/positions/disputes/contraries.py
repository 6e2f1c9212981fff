"""Sets claims against their contraries: predicates that cannot both hold, what happened and what did not.

A predicate counts where no "if" or "not" goes before it, and two claims are set against each other where they speak of
one thing: one issue of positions, or words in common close to each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tocsin.positions.disputes.claims import Claim, apart, content_words, deeds_of, foreign, make_dispute, opposed
from tocsin.positions.disputes.cues import NOT, REACH, predicates
from tocsin.records import Dispute, Event, Reading, Side, Sign
from tocsin.text import content_id, days_between

_WORDS = re.compile(r"\w+")
_IF = re.compile(r"\b(?:if|whether|no doubt)\b")
_UNLAWFUL = re.compile(r"illegal|unlawful|illegitimate|unconstitutional|null and void|sham|contrary to|violat|breach")
_SHELL = re.compile(r"\b(?:plan|step|move|exercise|manoeuvres|maneuvers|drill|decision|deployment|flight)s?\b")
_DOUBTS = re.compile(r"\b(?:skeptic\w*|sceptic\w*|doubt\w*|unclear|not clear|unconfirmed|suspicious)\b", re.IGNORECASE)
_APART = 12  # statements between two claims of one article that can be of one thing
_CLOSE = 4
_FAR = 6
_DAYS = 7
_NEAR = 300  # code points, about two sentences
_LONG = 30  # days between "has resigned" and "did not resign"
_STEM = re.compile(r"\b[a-z]{3,5}", re.IGNORECASE)  # "resign" of "resigned"
_SURE = 0.5
_ARMED = frozenset(("REB", "SEP", "INS"))
_ASSERTS = frozenset(("state", "accuse", "deny"))
_MODAL = re.compile(r"\b(?:will|would|shall|should|must|could|may|might|can|ought|if)\b", re.IGNORECASE)
_NAME = re.compile(r"(?<=\s)[A-Z][a-z'-]{3,}")
_STEMMED = 5  # letters of a word that tell it from others
_TURNED = re.compile(r"\b(?:nothing|far from|anything but) $")  # "there was nothing routine about it"
_SHARED = 2  # words that a claim and its contrary share
_MOST = 0.6  # share of the words of the contrary


def find_contraries(told: Sequence[Sequence[Claim]], readings: Sequence[Reading]) -> Iterator[Dispute]:
    """Yield pairs of claims that cannot both hold; `told` holds the claims of each reading."""
    claims = [claim for held in told for claim in held]
    yield from _predicated(claims, readings)
    yield from _undone(claims, readings)
    for held in told:
        yield from _negated(held)
    for held, reading in zip(told, readings, strict=True):
        yield from _condemned(reading)
        yield from _defended(held, reading)
        yield from _justified(held)


def _predicated(claims: Sequence[Claim], readings: Sequence[Reading]) -> Iterator[Dispute]:
    """Pair claims of different sides that use contrary predicates of one thing."""
    issues: dict[tuple[str, int], set[str]] = defaultdict(set)
    for reading in readings:
        for sign in reading.signs:
            if sign.group == "stance":
                issues[reading.article.id, sign.sentence[0]].add(sign.kind)
    texts = [(claim, claim.text.lower()) for claim in claims if claim.known and claim.side]
    worded = [(claim, text, frozenset(_WORDS.findall(text))) for claim, text in texts]
    for topic, loose, pro, contra, needed in predicates():
        sided: dict[bool, list[tuple[Claim, str]]] = {True: [], False: []}
        for claim, text, words in worded:
            found = None if needed.isdisjoint(words) else contra.search(text) or pro.search(text)
            if found is None or _IF.search(text[: found.start()]) or "?" in text:
                continue
            before = text[max(0, found.start() - REACH) : found.start()]
            turned = _TURNED.search(before) is not None
            if turned or NOT.search(before) is None:
                pro_side = (contra.search(text) is None) != turned
                sided[pro_side != _is_denied(claim)].append((claim, found.group()))
        for one, first in sided[True]:
            rest = (
                (_fit(one, other, {*first.split(), *second.split()}, issues, loose), other, second)
                for other, second in sided[False]
            )
            fit, other, second = max(rest, key=lambda found: found[0], default=(0.0, one, ""))
            if fit >= _SURE:
                common = sorted((one.words & other.words) - {first, second}, key=lambda word: (-len(word), word))
                what = common[0] if common else "the same thing"
                reason = f"{one.name} says “{first}”, {other.name} says “{second}” of {what} ({topic})"
                yield make_dispute("contrary", one, other, fit, reason, (first, second))


def _is_denied(claim: Claim) -> bool:
    """Tell whether a claim is told as a denial, so that it holds the contrary of what its words say."""
    return claim.statement.act == "deny" and claim.cue.lower().startswith(("den", "reject", "dismiss", "disput"))


def _fit(
    one: Claim, other: Claim, predicates: set[str], issues: dict[tuple[str, int], set[str]], loose: bool
) -> float:  # fmt: skip
    """Say from 0 to 1 how surely two claims with contrary predicates speak of one thing."""
    if not opposed(one, other):
        return 0.0
    common = (one.words & other.words) - predicates
    where = [issues.get((claim.reading.article.id, claim.sentence[0]), set()) for claim in (one, other)]
    together = bool(where[0] & where[1])
    if one.reading is other.reading:
        gap = abs(one.order - other.order)
        if loose:
            near = gap == 1 and (common or together or _SHELL.search(one.text) or _SHELL.search(other.text))
            fits = near or (gap <= _CLOSE and len(common) > 1)
            return 0.6 if fits and foreign(one, other) else 0.0
        if gap <= 1:
            if common or together:
                return 0.8
            return 0.7 if foreign(one, other) else 0.55 if _is_of_state(one, other) else 0.0
        return (
            0.8
            if gap <= _APART and (together or common) and foreign(one, other)
            else (0.6 if gap <= (_APART if _is_denied(one) or _is_denied(other) else _CLOSE) and common else 0.0)
        )
    days = days_between(one.day, other.day)
    if loose or days is None or days > _DAYS or not foreign(one, other):
        return 0.0
    return 0.6 if (together and common) or len(common) > 2 else 0.0


def _undone(claims: Sequence[Claim], readings: Sequence[Reading]) -> Iterator[Dispute]:
    """Pair a claim that something happened with another side's claim that it did not."""
    of = {claim.statement.id: claim for claim in claims if claim.known or claim.statement.anonymous}
    beside: dict[str, list[Claim]] = defaultdict(list)
    for claim in of.values():
        if claim.record is None:
            beside[claim.reading.article.id].append(claim)
    done: dict[tuple[str, str, str], list[tuple[Claim, Event]]] = defaultdict(list)
    undone: list[tuple[tuple[str, str, str], Claim, Event]] = []
    for where, event in ((reading, event) for reading in readings for event in reading.events):
        said = (c for c in beside[where.article.id] if _speaks_of(event, c))
        told = of.get(event.attributed_to or "") or next(said, None)
        if told is None or not event.actors or event.mode is None:
            continue
        key = (event.type, event.mode, event.actors[0].key)
        if event.modality == "asserted" and not _DOUBTS.search(told.text):
            done[key].append((told, event))
        elif event.modality == "negated" and _speaks_of(event, told):
            undone.append((key, told, event))
    for key, other, event in undone:
        rest = [
            (_fit_undone(claim, other, _same_deed(told, event, other)), claim)
            for claim, told in done.get(key, ())
        ]  # fmt: skip
        fit, one = max(rest, key=lambda found: found[0], default=(0.0, other))
        if fit >= _SURE:
            reason = f"{one.name} says that it happened, {other.name} that it did not (“{event.trigger.text}”)"
            yield make_dispute("contrary", one, other, fit, reason)


def _speaks_of(event: Event, claim: Claim) -> bool:
    """Tell whether an event stands in what a claim says."""
    return any(a <= event.trigger.span[0] < b for a, b in claim.statement.content.spans)


def _same_deed(told: Event, event: Event, other: Claim) -> bool:
    """Tell whether one word tells and denies what the one who denies it is said to have done."""
    name = other.statement.speaker.name if other.statement.speaker is not None else None
    himself = name is not None and any(party.name == name for party in told.actors)
    return himself and _STEM.findall(told.trigger.text) == _STEM.findall(event.trigger.text)


def _is_of_state(one: Claim, other: Claim) -> bool:
    """Tell whether one of two claims is of a state and the other of somebody in it."""
    return one.country == other.country and (one.side == one.country) != (other.side == other.country)


def _fit_undone(one: Claim, other: Claim, same_word: bool) -> float:
    """Say from 0 to 1 how surely what one claims to have happened is what the other says did not."""
    if one.name == other.name or (one.country == other.country and not same_word and not _within(one, other)):
        return 0.0
    if not (opposed(one, other) or same_word) or one.statement.act not in ("state", "accuse", "warn"):
        return 0.0
    denies = other.statement.act == "deny"
    common = len(one.words & other.words)
    if one.reading is other.reading:
        return 0.65 if (denies or same_word) and (common or _near(one, other)) else 0.0
    days = days_between(one.day, other.day)
    if days is None or days > (_LONG if same_word else _DAYS):
        return 0.0
    return 0.55 if (denies and common > 1) or (same_word and other.statement.form == "direct") else 0.0


def _near(one: Claim, other: Claim) -> bool:
    """Tell whether one claim follows the other."""
    return abs(one.order - other.order) <= 1


def _within(one: Claim, other: Claim) -> bool:
    """Tell whether one of two claims is of an armed movement or party in the state of the other."""
    return opposed(one, other) and _ARMED.isdisjoint(_sectors(one)) != _ARMED.isdisjoint(_sectors(other))


def _sectors(claim: Claim) -> tuple[str, ...]:
    """Return the sectors of a claim's speaker."""
    return claim.statement.speaker.sectors if claim.statement.speaker is not None else ()


def _negated(held: Sequence[Claim]) -> Iterator[Dispute]:
    """Pair what one side says with what another says close by in the same words, but with a "not"."""
    for other in held:
        if not other.negated or other.statement.act not in _ASSERTS or not other.known or _MODAL.search(other.text):
            continue
        parts = [_stems(part) for part in _parts(other) if NOT.search(part.lower())]
        for one in held:
            gap = abs(other.order - one.order)
            if one.negated or not 0 < gap <= _FAR or not opposed(one, other) or one.statement.act not in _ASSERTS:
                continue
            if _MODAL.search(one.text) or not one.country or not other.country:
                continue
            if not apart(one, other) and not _within(one, other):
                continue
            names, stems = _names(one, other), _stems(one.text)
            for part in parts:
                common = (part & stems) - names
                if len(common) < _SHARED or len(common) < _MOST * len(part - names):
                    continue
                reason = f"{other.name} says no to what {one.name} says ({', '.join(sorted(common))})"
                first, second = sorted((one, other), key=lambda claim: claim.order)
                yield make_dispute("contrary", first, second, 0.55, reason)
                break


def _parts(claim: Claim) -> list[str]:
    """Return the stretches of a claim's content one by one."""
    return [claim.reading.article.text[a:b] for a, b in claim.statement.content.spans]


def _stems(text: str) -> frozenset[str]:
    """Return the beginnings of the words that carry what a text is about."""
    return frozenset(word[:_STEMMED] for word in content_words(text.lower()))


def _names(one: Claim, other: Claim) -> frozenset[str]:
    """Return the beginnings of the words of two claims that are names."""
    return frozenset(
        match.lower()[:_STEMMED] for claim in (one, other) for match in _NAME.findall(claim.text)
    )  # fmt: skip


def _condemned(reading: Reading) -> Iterator[Dispute]:
    """Pair a party that calls something unlawful with each that backs it in the same article."""
    signs = [sign for sign in reading.signs if sign.group == "stance" and sign.parties[0].country]
    for one in (sign for sign in signs if sign.state == "against" and _UNLAWFUL.search(sign.cue.lower())):
        backers = {s.parties[0].country: s for s in reversed(signs) if s.kind == one.kind and s.state == "for"}
        for country, other in backers.items():
            if country == one.parties[0].country:
                continue
            who, whom = (sign.parties[0].name or sign.parties[0].text for sign in (one, other))
            yield Dispute(
                id=content_id("x-", "condemned", reading.article.id, one.span, other.span), kind="contrary",
                topic=one.kind, first=_side(reading, one), second=_side(reading, other), confidence=0.6,
                reason=f"{who} calls the {one.kind} “{one.cue}”, {whom} is for it (“{other.cue}”)",
            )  # fmt: skip


def _defended(held: Sequence[Claim], reading: Reading) -> Iterator[Dispute]:
    """Pair a party that calls something unlawful with another that says close by that it was lawful."""
    lawful = next(one.pro for one in predicates() if one.topic == "legality")
    for sign in reading.signs:
        if sign.group != "stance" or sign.state != "against" or not _UNLAWFUL.search(sign.cue.lower()):
            continue
        for claim in held:
            text = claim.text.lower()
            found = lawful.search(text)
            near = 0 <= claim.sentence[0] - sign.sentence[1] < _NEAR
            if found is None or not near or not claim.country or claim.country == sign.parties[0].country:
                continue
            if NOT.search(text[: found.start()]) is None:
                who = sign.parties[0].name or sign.parties[0].text
                yield Dispute(
                    id=content_id("x-", "defended", reading.article.id, sign.span, claim.statement.id), kind="contrary",
                    topic=sign.kind, first=_side(reading, sign), second=claim.as_side(found.group()), confidence=0.6,
                    reason=f"{who} calls the {sign.kind} “{sign.cue}”, {claim.name} says “{found.group()}”",
                )  # fmt: skip
                break


def _justified(held: Sequence[Claim]) -> Iterator[Dispute]:
    """Pair a party that calls lawful what it does with another that accuses it of a deed close by."""
    lawful = next(one.pro for one in predicates() if one.topic == "legality")
    for one in held:
        text = one.text.lower()
        found = lawful.search(text) if one.known and one.country else None
        if found is None or NOT.search(text[: found.start()]) is not None:
            continue
        for other in held:
            accuses = other.statement.act == "accuse" and other.known and other.country != one.country
            if accuses and abs(other.order - one.order) <= _CLOSE and deeds_of(other, (one.side, one.country)):
                reason = f"{other.name} accuses {one.name}, who calls it “{found.group()}”"
                first, second = sorted((one, other), key=lambda claim: claim.order)
                yield make_dispute("contrary", first, second, 0.55, reason)
                break


def _side(reading: Reading, sign: Sign) -> Side:
    """Return the side of a dispute that a stance is."""
    evidence = reading.article.quote(sign.sentence, sign.attributed_to)
    return Side(party=sign.parties[0], says=evidence.text, evidence=evidence)
