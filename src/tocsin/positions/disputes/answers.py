"""Pairs accusations with their denials, evasions and counter-accusations.

A denial that only points back ("denied it", "the charge") answers the claim just before it, another the nearest claim
that accuses the denier or shares its words. A flat no ("never", "nothing to do with") counts as a denial where it
follows an accusation of its speaker within two statements.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tocsin.positions.disputes.claims import (
    Claim,
    accused,
    alike,
    content_words,
    deeds_of,
    foreign,
    make_dispute,
    opposed,
)
from tocsin.positions.disputes.cues import CHARGES, DENIES, EVADES, FALSE, FLAT
from tocsin.positions.joining.holders import FIGHTING, side_of
from tocsin.records import Dispute, Event, Party, Reading, Side
from tocsin.text import content_id, days_between

_ALLEGES = re.compile(r"accus|blam|alleg|charg", re.IGNORECASE)
_EACH_OTHER = re.compile(
    r"\b(?:accus\w+|blam\w+|accusations at|charges at)\s+(?:one another|each other|the other)\b|"
    r"\btrad\w+ (?:accusations|blame|charges)",
    re.IGNORECASE,
)
_HEARSAY = re.compile(
    r"^(?:that )?(?:a |the |any |all |such )?(?:media )?"
    r"(?:reports?|claims?|allegations?|accusations?|suggestions?|rumou?rs?)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:charges?|accusations?|allegations?|claims?|criticism|reports?|suggestions?|accounts?|versions?|blame|responsibility|words?)\b"
    r"|^(?:it|this|that|them)$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:it|this|that|them|so)\W*$|"
    r"^(?:that )?(?:this|that|it|they) (?:is|was|were|did) (?:untrue|false|not true|a lie|nonsense|absurd|"
    r"not so|nothing of the (?:kind|sort)|no such thing)\b|^(?:on the contrary|not so|the opposite is true)\b",
    re.IGNORECASE,
)
_SAID_OF_IT = re.compile(
    r"^(?:the|this|that|these|an?) (?:claim|charge|accusation|allegation|account)s?\W*$", re.IGNORECASE
)
_RETORT = re.compile(r"^(?:repl|retort|counter|rejoin|shot|hit back|insist|maintain|contend|respond)", re.IGNORECASE)
_CLOSE = 8  # statements between two accusations that answer each other
_DAYS = 7
_NEAR = 400  # code points, about two sentences
_AFTER = 1200  # code points, about six
_ALIKE = 0.2
_ABOUT = re.compile(r"\b(?:matter|charge|accusation|allegation|claim|report|incident|question)s?\b", re.IGNORECASE)
_MATTER = re.compile(r"\b(?:matter|charge|accusation|allegation|claim|report|incident)s?\b|\b(?:it|this|that)$", re.I)
_CLAIMS = re.compile(r"claim|alleg|assert|charg|contend|insist|maintain|accus", re.IGNORECASE)
_PERHAPS = re.compile(r"\b(?:could|may|might|can) (?:\w+ )?(?:deny|reject|dismiss)\b", re.IGNORECASE)
_ALLEGED = re.compile(
    r"\b(?:charges?|accus\w+|allegations?|alleg\w+|claims?|assertions?|assert\w*|reports?)\b", re.IGNORECASE
)
_BARE_OBJECT = re.compile(
    r"\s*(?:(?:the|this|that|these|those) (?:claims?|charges?|accusations?|allegations?|reports?)|it|this|that)\W*$",
    re.IGNORECASE,
)
_OF_A_WAR = re.compile(r"\b(?:both|the two|all) sides (?:of|in) ", re.IGNORECASE)  # who they are is not said
_THESE = re.compile(r"^(?:this|that|these|those|such) (?:claim|report|statement|suggestion)s?\b", re.IGNORECASE)
_BEHIND = re.compile(r"\b(?:behind|responsible for|guilty of|at fault|to blame|complicit)\b", re.IGNORECASE)
_DAYS_OF_REPLY = 3
_STEM = 6
_SHORT = 5  # words of a denial that only points back ("any involvement", "the charge")
_SURE = 0.5
_DENIABLE = frozenset(("state", "accuse", "warn", "deny", "reject"))
_SOON = 2


def find_answers(told: Sequence[Sequence[Claim]], readings: Sequence[Reading]) -> Iterator[Dispute]:
    """Yield denials, evasions and counter-accusations; `told` holds the claims of each reading."""
    yield from _denied_accusations(readings)
    yield from _answers(told)
    for held in told:
        yield from _hearsay(held)
        yield from _counter(held)
    for held, reading in zip(told, readings, strict=True):
        yield from _traded(held, reading)


def _answers(told: Sequence[Sequence[Claim]]) -> Iterator[Dispute]:
    """Pair each denial or evasion with the accusation or claim that it answers."""
    accusations: dict[str, list[Claim]] = defaultdict(list)
    for held in told:
        for claim in held:
            for key in accused(claim) if claim.statement.act in ("accuse", "state") else ():
                if claim.statement.act == "accuse" or deeds_of(claim, (key,)):
                    accusations[key].append(claim)
    for held in told:
        for reply in held:
            kind = _kind_of_reply(reply)
            if kind is None or not reply.known:
                continue
            near = [(_fit_near(reply, claim, kind), claim) for claim in held if claim is not reply]
            far = [(_fit_far(reply, claim), claim) for claim in accusations[reply.country or reply.side]]
            fit, claim = max((*near, *far), key=lambda pair: pair[0], default=(0.0, reply))
            if fit < _SURE:
                continue
            if kind == "no comment":
                reason = f"{claim.name} accuses {reply.name}, who neither admits nor denies it"
            else:
                verb = "rejects" if reply.statement.act == "reject" else "denies"
                alleges = "alleges" if claim.statement.act == "accuse" else "says"
                reason = f"{reply.name} {verb} what {claim.name} {alleges}"
            yield make_dispute(kind, claim, reply, min(fit, 0.6) if kind == "no comment" else fit, reason)


def _kind_of_reply(claim: Claim) -> str | None:
    """Say whether a claim is a denial (a bare negation counts), an evasion ("no comment") or neither."""
    act = claim.statement.act
    if _PERHAPS.search(claim.reading.article.text, claim.sentence[0], claim.statement.content.spans[0][0]):
        return None
    if act == "deny" and not _is_firm(claim):
        act = "state"
    if EVADES.search(claim.reading.article.text[slice(*claim.sentence)]) and act in ("deny", "decline"):
        return "no comment"
    if act in ("deny", "reject"):
        return "denial"
    short = len(claim.text.split()) <= _SHORT or _ABOUT.search(claim.text) is not None
    if (act == "decline" and short) or EVADES.search(claim.text):
        return "no comment"
    return "denial" if act != claim.statement.act or FLAT.search(claim.text) or FALSE.search(claim.text) else None


def _is_firm(claim: Claim) -> bool:
    """Tell whether a claim denies by its cue ("denied that") or calls something false."""
    return DENIES.search(claim.cue) is not None or FALSE.search(claim.text) is not None


def _fit_near(reply: Claim, claim: Claim, kind: str) -> float:
    """Say from 0 to 1 how surely a reply answers a claim of the same article."""
    if not opposed(reply, claim) or not (claim.known or claim.statement.anonymous):
        return _fit_inside(reply, claim)
    if claim.statement.act not in _DENIABLE:
        return 0.55 if _is_told_off(reply, claim) else 0.0
    act = reply.statement.act if _is_firm(reply) else "state"
    gap = reply.order - claim.order
    named = bool(reply.keys(claim) & accused(claim))
    accuses = claim.statement.act == "accuse"
    shared = alike(reply, claim)
    common = len(reply.words & claim.words)
    points_back = _POINTS_BACK.search(reply.text) is not None
    bare = _BARE.match(reply.text) is not None
    called = _SAID_OF_IT.match(reply.text) is not None
    if act == "reject" and not points_back:
        return 0.0  # "rejected the accord" answers no accusation
    if kind == "no comment" and not (common or _ABOUT.search(reply.text) or len(reply.text.split()) <= _SHORT):
        return 0.0
    if kind == "no comment" and not (CHARGES.search(claim.cue) or _blames(claim, reply)):
        said = named and gap == 1 and foreign(claim, reply) and claim.statement.act in ("state", "accuse")
        return 0.55 if said and _MATTER.search(reply.text) and _CLAIMS.match(claim.cue) else 0.0
    if reply.sentence == claim.sentence:
        apart = foreign(claim, reply)
        if apart and (bare or called) and act == "deny" and reply.order > claim.order and claim.known:
            return 0.8  # "says that two were hurt, a claim that Norway denies"
        return (
            0.9
            if accuses and named and act != "state"
            else (0.7 if act == "deny" and apart and (named or common) and not _HEARSAY.match(reply.text) else 0.0)
        )
    if gap <= 0:
        return 0.0
    if bare and gap == 1 and claim.known:
        return 0.9 if named or accuses else 0.7
    if called and named and gap == 1 and foreign(claim, reply) and DENIES.search(reply.cue):
        return 0.55
    if accuses and named and (common or points_back or CHARGES.search(claim.cue) or kind == "no comment"):
        if act not in ("deny", "reject") and kind != "no comment":
            return 0.6 if gap <= 2 and (common or reply.statement.act == "deny") else 0.0
        return (
            0.85
            if gap <= 2
            else 0.7
            if gap <= 5 and (common or bare)
            else 0.65
            if gap <= _CLOSE and kind != "no comment" and _ALLEGES.search(reply.text)
            else (0.55 if shared >= _ALIKE and common > 1 else 0.0)
        )
    if kind == "no comment":
        asked = _ABOUT.search(reply.reading.article.text, *reply.sentence) is not None
        done = named and bool(deeds_of(claim, reply.keys(claim)))
        return 0.55 if gap <= _SOON and done and (asked or gap == 1) and foreign(claim, reply) else 0.0
    if act not in ("deny", "reject"):
        called_false = gap == 1 and named and foreign(claim, reply) and FALSE.search(reply.text) is not None
        retorts = gap == 1 and named and common and _RETORT.match(reply.cue)
        return 0.6 if called_false else 0.55 if retorts else 0.0
    return _fit_denial(reply, claim, act, named)


def _fit_denial(reply: Claim, claim: Claim, act: str, named: bool) -> float:
    """Say from 0 to 1 how surely a denial answers a claim before it in the article that charges nobody."""
    gap, common = reply.order - claim.order, len(reply.words & claim.words)
    points_back = _POINTS_BACK.search(reply.text) is not None
    if gap <= 4 and alike(reply, claim) >= _ALIKE and common > 1 and (claim.known or foreign(claim, reply)):
        return 0.6
    did = bool(common) and bool(deeds_of(claim, reply.keys(claim)))
    pointed = did and points_back if act == "reject" else did or common > _SOON
    if gap <= _SOON and pointed and claim.known and DENIES.search(reply.cue) and foreign(claim, reply):
        return 0.55
    if claim.statement.anonymous and gap == 1 and named and DENIES.search(reply.cue):
        return 0.55
    short = len(reply.text.split()) <= _SHORT
    charged = _is_charged(reply) or (points_back and claim.side in accused(reply))
    if gap == 1 and claim.known and short and claim.country != reply.country and charged:
        return 0.6
    return 0.5 if gap == 1 and short and named and (points_back or common) else 0.0


def _is_told_off(reply: Claim, claim: Claim) -> bool:
    """Tell whether a denial answers a demand just before it to stop what it denies ("that the rebels stop firing")."""
    demanded = claim.statement.act in ("urge", "demand") and claim.known and foreign(claim, reply)
    nearby = reply.order - claim.order == 1 and bool(reply.words & claim.words)
    return demanded and nearby and DENIES.search(reply.cue) is not None


def _blames(claim: Claim, reply: Claim) -> bool:
    """Tell whether a claim says that those who reply did something, or are behind it."""
    if claim.statement.act not in ("accuse", "state"):
        return False
    return bool(deeds_of(claim, reply.keys(claim))) or _BEHIND.search(claim.text) is not None


def _is_charged(reply: Claim) -> bool:
    """Tell whether a reply answers a charge that its own sentence does not tell."""
    own = any(event.type == "ACCUSE" and event.sentence == reply.sentence for event in reply.reading.events)
    return not own and (_ALLEGES.search(reply.text) is not None or _THESE.search(reply.text) is not None)


def _fit_inside(reply: Claim, claim: Claim) -> float:
    """Say how surely a denial answers what unnamed people of the same side say just before it."""
    inside = claim.statement.anonymous and reply.country is not None and claim.country == reply.country
    return 0.55 if inside and DENIES.search(reply.cue) and reply.order - claim.order == 1 else 0.0


def _fit_far(reply: Claim, claim: Claim) -> float:
    """Say from 0 to 1 how surely a denial answers an accusation of another article."""
    if reply.reading is claim.reading or not opposed(reply, claim) or not claim.known:
        return 0.0
    accuses = claim.statement.act == "accuse"
    if claim.country is None or (claim.day or "") > (reply.day or ""):
        return 0.0
    gap = days_between(reply.day, claim.day)
    soon = gap is not None and gap <= _DAYS_OF_REPLY
    if soon and foreign(claim, reply) and _says_false(reply) and claim.keys(reply) & accused(reply):
        return 0.55 if len(_stems(reply) & _stems(claim)) > (reply.statement.act != "deny") else 0.0
    if reply.statement.act != "deny" or not DENIES.search(reply.cue) or not accuses or not foreign(claim, reply):
        return 0.0
    common = len(reply.words & claim.words)
    alleged = common > 2 or (common > 1 and alike(reply, claim) > _ALIKE)
    to_each_other = soon and common and claim.keys(reply) & accused(reply) and reply.keys(claim) & accused(claim)
    return 0.6 if alleged and gap is not None and gap <= _DAYS else 0.55 if to_each_other else 0.0


def _says_false(claim: Claim) -> bool:
    """Tell whether a claim calls false what somebody else has claimed or charged."""
    return FALSE.search(claim.text) is not None and _ALLEGED.search(claim.text) is not None


def _stems(claim: Claim) -> set[str]:
    """Return the beginnings of a claim's content words and of those in the sentence that it stands in."""
    around = claim.reading.article.text[slice(*claim.sentence)].lower()
    return {word[:_STEM] for word in (*claim.words, *content_words(around))}


def _hearsay(held: Sequence[Claim]) -> Iterator[Dispute]:
    """Take a denied report or claim as a dispute of its own: both sides stand in one sentence."""
    for claim in held:
        if claim.known and claim.statement.act == "deny" and _HEARSAY.match(claim.text) and len(claim.words) > 2:
            source = next((p for p in claim.statement.targets if side_of(p) != claim.side), None)
            yield Dispute(
                id=content_id("x-", "report", claim.statement.id), kind="denial", topic=claim.text[:60],
                first=Side(party=source, says=claim.text, evidence=claim.evidence()), second=claim.as_side(),
                reason=f"{claim.name} {'says' if FALSE.search(claim.text) else 'denies'} {claim.text}", confidence=0.6,
            )  # fmt: skip


def _denied_accusations(readings: Sequence[Reading]) -> Iterator[Dispute]:
    """Pair an accusation with a denial by the accused towards the accuser, of the same article or the week after."""
    by_accused: dict[str, list[tuple[Reading, Event]]] = defaultdict(list)
    for where in readings:
        for event in where.events:
            if event.type == "ACCUSE" and event.modality == "asserted" and _ALLEGES.search(event.trigger.text):
                for key in _keys(event.recipients):
                    by_accused[key].append((where, event))
    for reading in readings:
        for denial in reading.events:
            if denial.type != "REJECT" or not _denies(reading, denial):
                continue
            answered = [
                (_event_fit(reading, denial, r, e), r, e) for key in _keys(denial.actors) for r, e in by_accused[key]
            ]  # fmt: skip
            fit, where, accusation = max(answered, key=lambda found: found[0], default=(0.0, reading, denial))
            if fit > 0:
                yield _event_dispute(reading, denial, where, accusation, fit)


def _denies(reading: Reading, event: Event) -> bool:
    """Tell whether an event of refusal denies a charge; "rejected" does only where a charge is named."""
    if not DENIES.match(event.trigger.text):
        return False
    if EVADES.search(reading.article.text, *event.sentence):
        return False  # "would not confirm or deny"
    text = reading.article.text[event.trigger.span[1] : event.sentence[1]]
    return event.trigger.text.lower().startswith("den") or _POINTS_BACK.search(text) is not None


def _event_fit(reading: Reading, denial: Event, where: Reading, accusation: Event) -> float:
    """Say from 0 to 1 how surely a denial answers an accusation, by their parties and places."""
    accusers, deniers = ({party.key for party in event.actors} for event in (accusation, denial))
    told = {party.key for party in denial.recipients}
    if accusers & deniers:
        accusers, deniers, told = (
            _inner_keys(parties) for parties in (accusation.actors, denial.actors, denial.recipients)
        )
        if not deniers & _inner_keys(accusation.recipients):
            return 0.0
    if not accusers or accusers & deniers:
        return 0.0
    towards = bool(told & accusers)
    if reading.article.id == where.article.id:
        gap = denial.sentence[0] - accusation.sentence[0]
        return (0.95 if gap == 0 else 0.8 if 0 < gap < _NEAR else 0.6) if towards or 0 <= gap < _NEAR else 0.0
    if (where.article.published or "") > (reading.article.published or ""):
        return 0.0
    if _BARE_OBJECT.match(reading.article.text[denial.trigger.span[1] : denial.sentence[1]]):
        return 0.0  # it answers what its own article tells
    days = days_between(reading.article.published, where.article.published)
    return 0.55 if towards and days is not None and days <= 2 else 0.0


def _keys(parties: Sequence[Party]) -> set[str]:
    """Return the keys of parties, and what a movement or party within a state is called."""
    return {party.key for party in parties} | _inner_keys(parties)


def _inner_keys(parties: Sequence[Party]) -> set[str]:
    """Return what parties count as within a state: a movement or party counts apart from it."""
    found: set[str] = set()
    for party in parties:
        inner = FIGHTING.intersection(party.sectors) if party.country else ()
        found.update(f"{party.country} {sector}" for sector in inner)
        found.add(side_of(party) if inner else party.key)
    return found


def _event_dispute(reading: Reading, denial: Event, where: Reading, accusation: Event, fit: float) -> Dispute:
    """Make the record of an accusation and its denial."""
    accuser, denier = accusation.actors[0], denial.actors[0]
    return Dispute(
        id=content_id("x-", accusation.id, denial.id), kind="denial",
        topic=where.article.text[slice(*accusation.trigger.span)],
        first=Side(
            party=accuser, says=where.article.text[slice(*accusation.sentence)],
            evidence=where.article.quote(accusation.sentence, accusation.id),
        ),
        second=Side(
            party=denier, says=reading.article.text[slice(*denial.sentence)],
            evidence=reading.article.quote(denial.sentence, denial.id),
        ),
        reason=f"{denier.name or denier.text} denies what {accuser.name or accuser.text} alleges", confidence=fit,
    )  # fmt: skip


def _counter(held: Sequence[Claim]) -> Iterator[Dispute]:
    """Pair parties that accuse each other in one article."""
    charges = [c for c in held if c.statement.act == "accuse" and c.known and CHARGES.search(c.cue)]
    for i, one in enumerate(charges):
        for other in charges[i + 1 :]:
            back = one.keys(other) & accused(other)
            near = other.order - one.order <= _CLOSE
            apart = opposed(one, other) and foreign(one, other)
            if near and apart and back and other.keys(one) & accused(one):
                yield make_dispute(
                    "counter-accusation", one, other, 0.65, f"{one.name} and {other.name} accuse each other"
                )
                break


def _traded(held: Sequence[Claim], reading: Reading) -> Iterator[Dispute]:
    """Yield the disputes of sentences in which two named parties are said to accuse each other.

    Where each of them says something of the other just after, these words stand for the two sides.
    """
    for event in reading.events:
        text = reading.article.text[slice(*event.sentence)]
        match = _EACH_OTHER.search(text) if event.type == "ACCUSE" and event.modality == "asserted" else None
        parties = _sides_in(reading, event) if match is not None else {}
        if match is None or len(parties) != 2 or _OF_A_WAR.search(text):
            continue
        sides = tuple(parties)
        one, other = (_first_said(held, event, *pair) for pair in (sides, sides[::-1]))
        if one is not None and other is not None and _blame_each_other(one, other):
            one, other = sorted((one, other), key=lambda c: c.order)
            reason = f"each side is said to blame the other: {one.name}, {other.name}"
            yield make_dispute("counter-accusation", one, other, 0.65, reason)
            continue
        first, second = parties.values()
        evidence = reading.article.quote(event.sentence, event.id)
        yield Dispute(
            id=content_id("x-", "traded", event.id), kind="counter-accusation", topic=match.group(),
            first=Side(party=first, says=evidence.text, evidence=evidence),
            second=Side(party=second, says=evidence.text, evidence=evidence), confidence=0.7,
            reason=f"{first.name or first.text} and {second.name or second.text} are said to accuse each other",
        )  # fmt: skip


def _sides_in(reading: Reading, event: Event) -> dict[str, Party]:
    """Return the two sides that an event of accusing is between; other events of its sentence tell if it does not."""
    own = {side_of(party): party for party in (*event.actors, *event.recipients) if party.country}
    if len(own) == 2:
        return own
    told = [e for e in reading.events if e.sentence == event.sentence]
    return {side_of(p): p for e in told for p in (*e.actors, *e.recipients) if p.country and p.name}


def _blame_each_other(one: Claim, other: Claim) -> bool:
    """Tell whether one of two claims accuses, or each speaks of the side of the other."""
    return "accuse" in (one.statement.act, other.statement.act) or (other.side in one.named and one.side in other.named)


def _first_said(held: Sequence[Claim], event: Event, side: str, against: str) -> Claim | None:
    """Return the first thing that a side says of the other in the sentences after an event, else the first at all."""
    after = [c for c in held if c.side == side and 0 <= c.sentence[0] - event.sentence[1] < _AFTER]
    return next((c for c in after if against in c.named), after[0] if after else None)
