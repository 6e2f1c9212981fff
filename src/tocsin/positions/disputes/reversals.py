"""Finds parties that contradict themselves: a stance that turns round, and "we never said" after it was said."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tocsin.positions.disputes.claims import Claim, make_dispute
from tocsin.positions.disputes.cues import ADMITS
from tocsin.positions.joining.finding import gather_marks
from tocsin.positions.joining.holders import side_of
from tocsin.positions.joining.marks import Mark, is_neutral, side_taken
from tocsin.records import Dispute, Event, Reading, Side
from tocsin.text import content_id, days_between

_NEVER_SAID = re.compile(r"\bnever (?:said|promised|agreed|claimed|pledged)\b", re.IGNORECASE)
_FIRM = re.compile(
    r"accept|agree|refus|reject|oppos|support|recogni|back|turn|rul|drop|welcom|declin|hold|neither|hand|promis|pledg|vow|"
    r"in favou?r",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:ago|in the (?:middle|first|second|third|last)|last (?:week|month|year)|earlier)\b", re.IGNORECASE
)
_OPEN = re.compile(
    r"\b(?:will|would|shall|should|must|could|may|might|can|if|going to|plan\w*|intend\w*|looking at|have to)\b|"
    r"\bhope\w*|['’](?:ll|d)\b",
    re.IGNORECASE,
)
_DONE = re.compile(r"\b(?:had|has|have|did) (?:not |never |sent no |moved no |n['’]t )", re.IGNORECASE)
_LEADS = re.compile(r"\b(?:leader|ruler|president|head of state)\b", re.IGNORECASE)
_MEN = re.compile(
    r"\b(?:troops?|soldiers?|brigades?|reservists?|forces|regiments?|battalions?|units?)\b", re.IGNORECASE
)
_NONE = re.compile(
    r"\b(?:no|not (?:one|a single|any)) (?:\w+ )?(?:troops?|soldiers?|reservists?|forces|units?)\b", re.IGNORECASE
)
_LONG = 60  # days
_BROAD = frozenset(("military action", "arms supplies", "accord", "aid", "deployment", "resolution"))  # of any one
_MOST = 0.6  # share of the words of a denial that are conceded
_FLIPS = 2  # a party that is read to change its mind more often than this on an issue is read wrongly


def find_reversals(told: Sequence[Sequence[Claim]], readings: Sequence[Reading]) -> Iterator[Dispute]:
    """Yield what parties hold against their own earlier stances and words; `told` holds the claims of each reading."""
    yield from find_turns(readings)
    yield from _forgotten([claim for held in told for claim in held])
    yield from _conceded([claim for held in told for claim in held])
    yield from _admitted([claim for held in told for claim in held])


def find_turns(readings: Sequence[Reading]) -> Iterator[Dispute]:
    """Find parties whose stance on an issue turns from for to against or back between two days."""
    for marks in gather_marks(readings, "turn").values():
        yield from join_turns(marks)


def join_turns(marks: Sequence[Mark]) -> Iterator[Dispute]:
    """Yield the turns in the marks of one side on one issue and what that is of, in order."""
    last: dict[str, Mark] = {}
    turned: dict[str, list[Dispute]] = defaultdict(list)
    since: dict[str, tuple[Mark, Mark]] = {}
    side = ""
    for mark in marks:
        if mark.party is None or mark.kind in _BROAD:
            continue
        side = side or side_of(mark.party)
        firm = is_neutral(mark) or _FIRM.match(mark.cue) is not None
        before = last.get(mark.kind) or last.get(mark.kind.split(" of ")[0])
        if (
            before is not None and _day(before) < _day(mark) and side_taken(before) != side_taken(mark)
            and _one_voice(before, mark) and (is_neutral(before) or firm)
        ):  # fmt: skip
            turned[mark.kind].append(_reversal(side, before, mark))
            since[mark.kind] = before, mark
        elif mark.kind in since and _is_own_word(mark, since[mark.kind][1]):
            turned[mark.kind][-1] = _reversal(side, since[mark.kind][0], mark)
            since[mark.kind] = since[mark.kind][0], mark
        if firm:
            last[mark.kind] = mark
    for found in turned.values():
        if len(found) <= _FLIPS:
            yield from found


def _day(mark: Mark) -> str:
    return (mark.published or "")[:10]


def _is_own_word(mark: Mark, other: Mark) -> bool:
    """Tell whether a mark is said by the party itself where another of its day and stance is only told of it."""
    same = _day(mark) == _day(other) and side_taken(mark) == side_taken(other) and _one_voice(other, mark)
    return same and mark.attributed_to is not None and other.attributed_to is None


def _one_voice(before: Mark, after: Mark) -> bool:
    """Tell whether two stances of one side are of one person, or of those who speak for the whole."""
    one, other = before.party, after.party
    if one is None or other is None:
        return False
    if one.name == other.name:
        return bool(one.name) and str(one.name)[:1].isupper()
    return all(not p.sectors or p.sectors[0] in ("GOV", "IGO") or _LEADS.search(p.office or "") for p in (one, other))


def _reversal(side: str, before: Mark, after: Mark) -> Dispute:
    """Make the record of a stance that turned."""
    sides = [
        Side(party=mark.party, says=mark.text, evidence=mark.quote(mark.attributed_to)) for mark in (before, after)
    ]
    name = after.party and (after.party.name or after.party.text)
    was = "kept out of it" if is_neutral(before) else f"was {before.state}"
    return Dispute(
        id=content_id("x-", "reversal", side, after.kind, _day(before), _day(after)), kind="reversal",
        topic=after.kind, first=sides[0], second=sides[1], confidence=0.55,
        reason=f"{name} {was} on {_day(before)} and is {after.state} on {_day(after)} ({after.kind})",
    )  # fmt: skip


def _forgotten(claims: Sequence[Claim]) -> Iterator[Dispute]:
    """Pair "we never said" with what the same speaker did say before."""
    for claim in claims:
        if not claim.side or not _NEVER_SAID.search(claim.text):
            continue
        before = [c for c in claims if c.side == claim.side and (c.day or "") < (claim.day or "")]
        earlier = [c for c in before if len(_plain(c, claim)) > (c.name != claim.name or not _promises(c))]
        if earlier:
            said = max(earlier, key=lambda c: (len(_plain(c, claim)), c.day))
            reason = f"{claim.name} denies having said what was said on {said.day}"
            yield make_dispute("reversal", said, claim, 0.55, reason)


def _promises(claim: Claim) -> bool:
    """Tell whether a claim says what will be."""
    return claim.statement.act == "promise" or _OPEN.search(claim.text) is not None


def _admitted(claims: Sequence[Claim]) -> Iterator[Dispute]:
    """Pair what a side denied with what it admits later, or says outright that it did."""
    denied: dict[str, list[tuple[Claim, Event | None]]] = defaultdict(list)
    own: list[tuple[Claim, list[Event | None]]] = [
        (claim, [*_own_deeds(claim)] or [None]) for claim in claims if claim.side and claim.side == claim.country
    ]
    for claim, deeds in own:
        for event in deeds:
            if claim.negated and (event is None or event.modality == "negated"):
                denied[claim.side].append((claim, event))
    for claim, deeds in own:
        for event in deeds:
            if claim.negated or claim.statement.act not in ("state", "agree"):
                continue
            if event is not None and event.modality != "asserted":
                continue
            admits = ADMITS.match(claim.cue) is not None
            rest = [
                (_fit_admitted(before, no, claim, event, admits), before) for before, no in denied[claim.side]
                if event is not None or before.sentence == claim.sentence  # without a deed only one sentence tells
            ]  # fmt: skip
            fit, before = max(rest, key=lambda found: found[0], default=(0.0, claim))
            if fit > 0:
                reason = f"{before.name} said that it was not so ({before.day}), {claim.name} that it was ({claim.day})"
                yield make_dispute("reversal", before, claim, fit, reason)
                break


def _conceded(claims: Sequence[Claim]) -> Iterator[Dispute]:
    """Pair what a side concedes with the "no" that it said to it before, in the same words."""
    for claim in claims:
        if not claim.side or claim.negated or not ADMITS.match(claim.cue) or _OPEN.search(claim.text):
            continue
        before = [
            c for c in claims
            if c.side == claim.side and c.negated and (c.day or "") < (claim.day or "") and not _OPEN.search(c.text)
            and (days_between(claim.day, c.day) or 0) <= _LONG and _is_of_one_thing(c, claim)
        ]  # fmt: skip
        if before:
            denied = max(before, key=lambda c: (len(_plain(c, claim)), c.day))
            reason = f"{denied.name} said that it was not so ({denied.day}), {claim.name} concedes it ({claim.day})"
            yield make_dispute("reversal", denied, claim, 0.55, reason)


def _is_of_one_thing(denied: Claim, conceded: Claim) -> bool:
    """Tell whether most words of a denial are among those of what is conceded."""
    words = frozenset(word for word in denied.words if not word.endswith("n't"))
    common = _plain(denied, conceded)
    return len(common) > 1 and len(common) >= _MOST * len(words)


def _own_deeds(claim: Claim) -> Iterator[Event]:
    """Yield what a claim says that its own side did or did not do with its troops."""
    spans = claim.statement.content.spans
    for event in claim.reading.events:
        inside = event.type == "MOBILIZE" and any(a <= event.trigger.span[0] < b for a, b in spans)
        keys = {party.key for party in event.actors}
        if inside and (claim.side in keys or not any(party.country for party in event.actors)):
            yield event


def _fit_admitted(before: Claim, no: Event | None, claim: Claim, yes: Event | None, admits: bool) -> float:
    """Say from 0 to 1 how surely a claim admits what another of its side denied."""
    same_sentence = before.sentence == claim.sentence
    gap = days_between(claim.day, before.day)
    if (before.day or "") > (claim.day or "") or gap is None or gap > _LONG or (gap == 0 and not admits):
        return 0.0
    if same_sentence:
        who = before.statement.speaker
        told = who is not None and who.text.lower() == "who"  # "X, who had said that ..., admitted"
        return 0.6 if admits and told and before.order < claim.order and before.name == claim.name else 0.0
    if yes is None or before.reading is claim.reading or _OPEN.search(claim.text):
        return 0.0
    if _OPEN.search(before.text) and not _DONE.search(before.text):
        return 0.0
    if no is None:
        men = yes.type == "MOBILIZE" and all(_MEN.search(c.text) for c in (before, claim)) and _NONE.search(before.text)
        return 0.56 if men and (admits or _PAST.search(claim.text)) else 0.0
    if (no.type, no.mode) != (yes.type, yes.mode):
        return 0.0
    where = {key for event in (no, yes) for key in (party.key for party in event.recipients)}
    return 0.55 if admits or (len(where) <= 1 and _PAST.search(claim.text)) else 0.0


def _plain(one: Claim, other: Claim) -> frozenset[str]:
    """Return the words that two claims share, without names."""
    shared = one.words & other.words
    return frozenset(word for word in shared if word in one.text and word in other.text and not word.endswith("n't"))
