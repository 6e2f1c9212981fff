"""Sets accusation against denial, a claim against its contrary, and one version of an incident against another.

Each rule gives both sentences and its reason in plain words:
- denial: a party denies or rejects something, or says no to what it is accused of; the claim is the one nearest before
  it that names that party or shares its words, in the article or in another of the week before;
- no comment: the accused declines to answer, or answers without a yes or a no;
- counter-accusation: two parties accuse each other in one article;
- contrary: two parties use predicates of data/positions/contraries.tsv that cannot both hold, of a thing they share;
- versions: two parties give different figures for one thing, each lays an attack at the other's door, or one sentence
  sets their words against each other;
- reversal: a party's stance on an issue turns from for to against or back, or it denies having said what it said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from tocsin.figures import read_figures, unit_words
from tocsin.lexicon import cell_values, read_table
from tocsin.positions.claims import Claim, accused, alike, find_claims, opposed, side_of
from tocsin.records import Dispute, Event, Party, Reading, Side, Sign
from tocsin.text import content_id, days_between

_SET_AGAINST = re.compile(r"\b(?:though|although|but|whereas|contradict\w*|denie[sd]|disput\w+)\b", re.IGNORECASE)
_DENIES = re.compile(r"den(?:y|ies|ied|ying|ial)|reject|dismiss|refut|rebut|disput", re.IGNORECASE)
_EVADES = re.compile(
    r"looking into|no comment|not comment|would study|neither confirm|confirm(?:ed|s)? n?or den|to comment|to say|"
    r"to answer",
    re.IGNORECASE,
)
_HEARSAY = re.compile(
    r"^(?:that )?(?:a |the |any |all |such )?(?:media )?"
    r"(?:reports?|claims?|allegations?|accusations?|suggestions?|rumou?rs?)\b",
    re.IGNORECASE,
)
_NEVER_SAID = re.compile(r"\bnever (?:said|promised|agreed|claimed|pledged)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:charges?|accusations?|allegations?|claims?|criticism|reports?|suggestions?|blame|responsibility)\b"
    r"|^(?:it|this|that|them)$",
    re.IGNORECASE,
)
_IF = re.compile(r"\b(?:if|whether|no doubt)\b")
_NOT = re.compile(r"\b(?:no|not|never|nor|neither|hardly|without)\b|n['’]t\b")
_FAR_APART = 8  # counts that differ by more than this factor are of different things
_SPELL = re.compile(
    r"\b(?:since|so far|each (?:day|week|month)|past (?:day|week|month|year)|over the)\b", re.IGNORECASE
)
_FLAT = re.compile(
    r"\bnever\b|not (?:a single|one)\b|nothing to do with|\b(?:is|are|was|were|be) (?:no|not any)\b|fabricat\w+|"
    r"\b(?:false|absurd|a lie|lies|baseless|groundless|unfounded|untrue|nonsense|slander)\b",
    re.IGNORECASE,
)
_HARM = frozenset(("dead", "injured", "distance"))
_FIRM = re.compile(
    r"accept|agree|refus|reject|oppos|support|recogni|back|turn|rul|drop|welcom|declin|hold|neither",
    re.IGNORECASE,
)
_CLOSE = 8  # statements between two accusations that answer each other
_FLIPS = 2  # a party that is read to change its mind more often than this on an issue is read wrongly
_DAYS = 7
_NEAR = 400  # code points, about two sentences
_ALIKE = 0.2
_REACH = 30  # code points before a predicate in which a "not" leaves open what is meant
_SHORT = 5  # words of a denial that only points back ("any involvement", "the charge")
_SURE = 0.5


def find_disputes(readings: Sequence[Reading]) -> tuple[Dispute, ...]:
    """Return the disputes between the statements of the readings, the surest first; each pair of sentences once."""
    told = [list(find_claims(reading)) for reading in readings]
    claims = [claim for held in told for claim in held]
    found: dict[tuple[str, ...], Dispute] = {}
    for rule in (
        _denied_accusations(readings), _answers(told, claims), _hearsay(claims), _counter(told),
        _contraries(claims, readings), _figures(claims), _attacks(told), _versions(told),
        _reversals(readings), _forgotten(claims),
    ):  # fmt: skip
        for dispute in rule:
            key = tuple(sorted((_place(dispute.first), _place(dispute.second))))
            if key not in found or dispute.confidence > found[key].confidence:
                found[key] = dispute
    return tuple(sorted(found.values(), key=lambda dispute: -dispute.confidence))


def _place(side: Side) -> str:
    """Name the sentence of a side."""
    return f"{side.evidence.article}:{side.evidence.span[0]}"


def _dispute(
    kind: str, one: Claim, other: Claim, confidence: float, reason: str, words: tuple[str, str] = ("", "")
) -> Dispute:
    """Make the record of two claims held against each other; `words` are those of each that conflict."""
    common = sorted(one.words & other.words, key=lambda word: (-len(word), word))
    return Dispute(
        id=content_id("x-", kind, one.statement.id, other.statement.id), kind=kind, topic=" ".join(common[:3]) or kind,
        first=one.as_side(words[0]), second=other.as_side(words[1]), reason=reason, confidence=confidence,
    )  # fmt: skip


def _answers(told: Sequence[Sequence[Claim]], claims: Sequence[Claim]) -> Iterator[Dispute]:
    """Pair each denial or evasion with the accusation or claim that it answers."""
    accusations: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.statement.act == "accuse":
            for key in accused(claim):
                accusations[key].append(claim)
    for held in told:
        for reply in held:
            kind = _kind_of_reply(reply)
            if kind is None or not reply.side:
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
            yield _dispute(kind, claim, reply, min(fit, 0.6) if kind == "no comment" else fit, reason)


def _kind_of_reply(claim: Claim) -> str | None:
    """Say whether a claim is a denial (a bare negation counts), an evasion ("no comment") or neither."""
    act = claim.statement.act
    if _EVADES.search(claim.reading.article.text[slice(*claim.sentence)]) and act in ("deny", "decline"):
        return "no comment"
    if act in ("deny", "reject"):
        return "denial"
    if act == "decline" or _EVADES.search(claim.text):
        return "no comment"
    return "denial" if _FLAT.search(claim.text) else None


def _fit_near(reply: Claim, claim: Claim, kind: str) -> float:
    """Say from 0 to 1 how surely a reply answers a claim of the same article."""
    if not opposed(reply, claim) or not (claim.known and reply.known):
        return 0.0
    gap = reply.order - claim.order
    named = bool({reply.side, reply.country} & accused(claim))
    accuses = claim.statement.act == "accuse"
    shared = alike(reply, claim)
    firm = reply.statement.act in ("deny", "reject")
    if reply.statement.act == "reject" and shared < _ALIKE and not _POINTS_BACK.search(reply.text):
        return 0.0  # "rejected the accord" answers no accusation
    if reply.sentence == claim.sentence:
        return 0.9 if accuses and named else 0.7 if reply.statement.act == "deny" else 0.0
    if gap <= 0:
        return 0.0
    if accuses and named:
        near = 0.85 if gap <= 2 else 0.7 if gap <= 5 else 0.55 if shared >= _ALIKE else 0.0
        return near if firm else min(near, 0.6) if gap <= 3 else 0.0
    if kind == "no comment" or reply.statement.act != "deny":
        return 0.0
    if not (claim.known and reply.known):
        return 0.0
    points_back = len(reply.text.split()) <= _SHORT
    if accuses:
        return 0.7 if gap <= 2 else 0.6 if gap <= 5 and (points_back or shared >= _ALIKE) else 0.0
    if claim.country == reply.country and shared < _ALIKE:
        return 0.0
    if gap <= 3 and shared >= _ALIKE and len(reply.words & claim.words) > (0 if gap == 1 else 1):
        return 0.6
    return 0.5 if gap == 1 and points_back and named else 0.0


def _fit_far(reply: Claim, claim: Claim) -> float:
    """Say from 0 to 1 how surely a denial answers an accusation of another article."""
    if reply.reading is claim.reading or not opposed(reply, claim) or reply.statement.act != "deny":
        return 0.0
    if not (claim.known and reply.known):
        return 0.0
    gap = days_between(reply.day, claim.day)
    return 0.6 if gap is not None and gap <= _DAYS and len(reply.words & claim.words) > 1 else 0.0


def _hearsay(claims: Sequence[Claim]) -> Iterator[Dispute]:
    """Take a denied report or claim as a dispute of its own: both sides stand in one sentence."""
    for claim in claims:
        if claim.statement.act == "deny" and _HEARSAY.match(claim.text) and len(claim.words) > 2:
            source = next((p for p in claim.statement.targets if side_of(p) != claim.side), None)
            yield Dispute(
                id=content_id("x-", "report", claim.statement.id), kind="denial", topic=claim.text[:60],
                first=Side(party=source, says=claim.text, evidence=claim.evidence()), second=claim.as_side(),
                reason=f"{claim.name} denies {claim.text}", confidence=0.6,
            )  # fmt: skip


def _denied_accusations(readings: Sequence[Reading]) -> Iterator[Dispute]:
    """Pair an accusation with a denial by the accused towards the accuser, of the same article or the week after."""
    accusations = [(r, e) for r in readings for e in r.events if e.type == "ACCUSE" and e.modality == "asserted"]
    by_accused: dict[str, list[tuple[Reading, Event]]] = defaultdict(list)
    for where, event in accusations:
        for key in _keys(event.recipients):
            by_accused[key].append((where, event))
    for reading in readings:
        for denial in reading.events:
            if denial.type != "REJECT" or not _DENIES.match(denial.trigger.text):
                continue
            answered = [
                (_event_fit(reading, denial, r, e), r, e) for key in _keys(denial.actors) for r, e in by_accused[key]
            ]  # fmt: skip
            fit, where, accusation = max(answered, key=lambda found: found[0], default=(0.0, reading, denial))
            if fit > 0:
                yield _event_dispute(reading, denial, where, accusation, fit)


def _event_fit(reading: Reading, denial: Event, where: Reading, accusation: Event) -> float:
    """Say from 0 to 1 how surely a denial answers an accusation, by their parties and places."""
    accusers = _keys(accusation.actors)
    if not accusers or accusers & _keys(denial.actors):
        return 0.0
    towards = bool(_keys(denial.recipients) & accusers)
    if reading.article.id == where.article.id:
        gap = denial.sentence[0] - accusation.sentence[0]
        return (0.95 if gap == 0 else 0.8 if 0 < gap < _NEAR else 0.6) if towards or 0 <= gap < _NEAR else 0.0
    days = days_between(reading.article.published, where.article.published)
    return 0.55 if towards and days is not None and days <= 2 else 0.0


def _keys(parties: Sequence[Party]) -> set[str]:
    """Return the keys of parties."""
    return {party.key for party in parties}


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


def _counter(told: Sequence[Sequence[Claim]]) -> Iterator[Dispute]:
    """Pair parties that accuse each other in one article."""
    for held in told:
        charges = [claim for claim in held if claim.statement.act == "accuse"]
        for i, one in enumerate(charges):
            for other in charges[i + 1 :]:
                back = {one.side, one.country} & accused(other)
                near = other.order - one.order <= _CLOSE
                apart = opposed(one, other) and one.country != other.country
                if near and apart and back and {other.side, other.country} & accused(one):
                    reason = f"{one.name} and {other.name} accuse each other"
                    yield _dispute("counter-accusation", one, other, 0.65, reason)
                    break


@cache
def _predicates() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """Load the contrary predicates."""
    return tuple(
        (row["topic"], _pattern(row["for"]), _pattern(row["against"]))
        for row in read_table("positions/contraries.tsv", ("topic", "for", "against"))
    )


def _pattern(cell: str) -> re.Pattern[str]:
    """Compile the phrases of a cell so that the more specific is tried first."""
    return re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(cell_values(cell), key=len, reverse=True))) + r")\b")


def _contraries(claims: Sequence[Claim], readings: Sequence[Reading]) -> Iterator[Dispute]:
    """Pair claims of different sides that use contrary predicates of one thing."""
    issues: dict[tuple[str, int], set[str]] = defaultdict(set)
    for reading in readings:
        for sign in reading.signs:
            if sign.group == "stance":
                issues[reading.article.id, sign.sentence[0]].add(sign.kind)
    for topic, pro, contra in _predicates():
        sided: dict[bool, list[tuple[Claim, str]]] = {True: [], False: []}
        for claim in claims:
            text = claim.text.lower()
            found = (contra.search(text) or pro.search(text)) if claim.side else None
            if found is None or _IF.search(text[: found.start()]):
                continue
            if _NOT.search(text[max(0, found.start() - _REACH) : found.start()]) is None:
                sided[contra.search(text) is None].append((claim, found.group()))
        for one, first in sided[True]:
            rest = ((_contrary_fit(one, other, first, second, issues), other, second) for other, second in sided[False])
            fit, other, second = max(rest, key=lambda found: found[0], default=(0.0, one, ""))
            if fit >= _SURE:
                common = sorted((one.words & other.words) - {first, second}, key=lambda word: (-len(word), word))
                what = common[0] if common else "the same thing"
                reason = f"{one.name} says “{first}”, {other.name} says “{second}” of {what} ({topic})"
                yield _dispute("contrary", one, other, fit, reason, (first, second))


def _contrary_fit(one: Claim, other: Claim, first: str, second: str, issues: dict[tuple[str, int], set[str]]) -> float:
    """Say from 0 to 1 how surely two claims with contrary predicates speak of one thing."""
    if not opposed(one, other):
        return 0.0
    common = (one.words & other.words) - set(first.split()) - set(second.split())
    where = [issues.get((claim.reading.article.id, claim.sentence[0]), set()) for claim in (one, other)]
    together = bool(where[0] & where[1])
    if one.reading is other.reading:
        gap = abs(one.order - other.order)
        return 0.8 if common or together else 0.7 if gap <= 1 else 0.0
    days = days_between(one.day, other.day)
    return 0.6 if days is not None and days <= _DAYS and ((together and common) or len(common) > 2) else 0.0


def _figures(claims: Sequence[Claim]) -> Iterator[Dispute]:
    """Pair different figures that two sides give for one thing in one article or on neighbouring days."""
    by_unit: dict[str, list[tuple[Claim, float, str]]] = defaultdict(list)
    for claim in claims:
        if claim.side:
            for unit, (number, words) in read_figures(claim.text).items():
                by_unit[unit].append((claim, number, words))
    for unit, given in by_unit.items():
        for i, (one, number, words) in enumerate(given):
            for other, counter, others in given[i + 1 :]:
                if number == counter or not opposed(one, other):
                    continue
                near = one.reading is other.reading and abs(one.order - other.order) <= 3
                shared = len((one.words & other.words) - set(unit_words()))
                days = days_between(one.day, other.day)
                if max(number, counter) > _FAR_APART * min(number, counter) or _over_time(one) != _over_time(other):
                    continue
                harm = unit in _HARM and abs(one.order - other.order) <= 2
                shared -= unit == "share"
                elsewhere = unit != "distance" and days is not None and days <= 2 and shared > 2
                if (near and (shared > 1 or harm)) or elsewhere:
                    reason = f"{one.name} says “{words}”, {other.name} says “{others}”"
                    yield _dispute("versions", one, other, 0.7 if near else 0.55, reason, (words, others))
                    break


def _over_time(claim: Claim) -> bool:
    """Tell whether a claim counts over a time ("since April", "each day")."""
    return _SPELL.search(claim.text) is not None


def _attacks(told: Sequence[Sequence[Claim]]) -> Iterator[Dispute]:
    """Pair claims in which two sides lay an attack at each other's door."""
    for held in told:
        blamed: list[tuple[Claim, set[str]]] = []
        for claim in held:
            inside = [
                e for e in claim.reading.events
                if e.type in ("ASSAULT", "MOBILIZE") and e.modality == "asserted"
                and any(a <= e.trigger.span[0] < b for a, b in claim.statement.content.spans)
            ]  # fmt: skip
            if inside and claim.side:
                blamed.append((claim, {key for e in inside for key in _keys(e.actors)} | accused(claim)))
        for (one, by_one), (other, by_other) in pairwise(blamed):
            if opposed(one, other) and {other.side, other.country} & by_one and {one.side, one.country} & by_other:
                reason = f"{one.name} lays the attack at the door of {other.name}, who says the contrary"
                yield _dispute("versions", one, other, 0.65, reason)


def _versions(told: Sequence[Sequence[Claim]]) -> Iterator[Dispute]:
    """Pair two sources that one sentence sets against each other."""
    for held in told:
        for one, other in pairwise(held):
            if one.sentence != other.sentence or not opposed(one, other):
                continue
            first, second = one.statement.content.spans[-1][1], other.statement.content.spans[0][0]
            between = one.reading.article.text[first : max(first, second)]
            word = _SET_AGAINST.search(between)
            if word is not None:
                reason = f"the sentence sets {other.name} against {one.name} (“{word.group()}”)"
                yield _dispute("versions", one, other, 0.6, reason)


def _reversals(readings: Sequence[Reading]) -> Iterator[Dispute]:
    """Find parties whose stance on an issue turns from for to against or back between two days."""
    last: dict[tuple[str, str], tuple[str, Sign, Reading]] = {}
    turned: dict[tuple[str, str], list[Dispute]] = defaultdict(list)
    for reading in sorted(readings, key=lambda r: r.article.published or ""):
        day = (reading.article.published or "")[:10]
        for sign in reading.signs:
            if sign.group != "stance" or sign.state not in ("for", "against") or not day or not _FIRM.match(sign.cue):
                continue
            key = (side_of(sign.parties[0]), sign.kind)
            before = last.get(key)
            if before is not None and before[0] < day and before[1].state != sign.state and _one_voice(before[1], sign):
                turned[key].append(_reversal(before, (day, sign, reading)))
            last[key] = (day, sign, reading)
    for found in turned.values():
        if len(found) <= _FLIPS:
            yield from found


def _one_voice(before: Sign, after: Sign) -> bool:
    """Tell whether two stances of one side are of one person, or of those who speak for the whole."""
    one, other = before.parties[0], after.parties[0]
    if one.name == other.name:
        return True
    return all(not party.sectors or party.sectors[0] in ("GOV", "IGO") for party in (one, other))


def _reversal(before: tuple[str, Sign, Reading], after: tuple[str, Sign, Reading]) -> Dispute:
    """Make the record of a stance that turned."""
    sides = [
        Side(
            party=sign.parties[0], says=reading.article.text[slice(*sign.sentence)],
            evidence=reading.article.quote(sign.sentence, sign.attributed_to),
        )
        for _, sign, reading in (before, after)
    ]  # fmt: skip
    party, issue = after[1].parties[0], after[1].kind
    name = party.name or party.text
    return Dispute(
        id=content_id("x-", "reversal", side_of(party), issue, before[0], after[0]), kind="reversal", topic=issue,
        first=sides[0], second=sides[1], confidence=0.55,
        reason=f"{name} was {before[1].state} on {before[0]} and is {after[1].state} on {after[0]} ({issue})",
    )  # fmt: skip


def _forgotten(claims: Sequence[Claim]) -> Iterator[Dispute]:
    """Pair "we never said" with what the same side did say before."""
    for claim in claims:
        if not claim.side or not _NEVER_SAID.search(claim.text):
            continue
        before = [c for c in claims if c.side == claim.side and (c.day or "") < (claim.day or "")]
        earlier = [c for c in before if c.words & claim.words]
        if earlier:
            said = max(earlier, key=lambda c: (len(c.words & claim.words), c.day))
            reason = f"{claim.name} denies having said what was said on {said.day}"
            yield _dispute("reversal", said, claim, 0.55, reason)
