"""Joins the signs of many articles into channels, each with its changes of state in order of date.

Signs of one kind are of one channel where the parties of one are among those between whom it was first told to be, or
two are shared, where their names do not tell them apart ("nuclear talks", "gas talks"), and no more than sixty days lie
between, twenty for a sign that names one party only. A sign that names no party ("the telephone line was restored")
belongs to the channel of its kind spoken of before in the article, or to one of the same name. What a party says for or
against a channel ("Vandria refused") counts as well, as do borders that are closed or opened.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from tocsin.positions.naming import commonest
from tocsin.records import Change, Channel, ChannelSign, Reading
from tocsin.text import content_id, days_between

_Told = tuple[str, ChannelSign, Reading]
_GAP_DAYS = 60
_GAP_OF_ONE = 20
_GAP_OF_OFFER = 10
_SHARE = 0.34  # of the signs of a channel, in which a party must be named that was not named at first
_NAMES = 6  # latest names to which another is compared
_BORDERS = frozenset(("border", "borders", "railway", "crossing", "crossings", "bridge", "frontier", "checkpoint"))
_COMMON = frozenset((
    "direct", "bilateral", "joint", "peace", "diplomatic", "political", "military", "round", "of", "high-level", "two",
    "the", "a", "formal", "official", "mutual", "permanent", "lasting", "full", "temporary", "ministerial",
))  # fmt: skip
_OF_ISSUE = {
    "mediation": "envoy", "ceasefire": "ceasefire", "observers": "mission", "talks": "talks",
    "contact group": "contact group", "arbitration": "arbitration",
}  # fmt: skip
_CALLED = {"envoy": "mediation", "mission": "observers"}
_OF_MEASURE = {"in force": "suspended", "lifted": "open"}
_MANY = frozenset(("talks", "accord"))  # of which two parties have several at a time
_OF_TWO = frozenset(("relations", "cooperation"))
_BY_ONE = frozenset(("proposed", "agreed", "refused"))
_PUTS_FORWARD = re.compile(r"offer|propos|urge|call|demand|appeal|mediat|invit|suggest|want|seek|plead|beg|cease", re.I)
_TURNS_DOWN = re.compile(
    r"reject|refus|rebuff|turn|declin|rul|spurn|oppos|dismiss|boycott|walk|block|veto|against|\bno|deni|deny|resist",
    re.I,
)
_TAKES = re.compile(r"accept|agree|welcom|admit|receiv|ready|willing", re.I)


def gather_channels(readings: Sequence[Reading]) -> tuple[Channel, ...]:
    """Join the signs of many articles into channels, each with its changes of state in order of date."""
    told = [
        (sign.date or (reading.article.published or "")[:10], sign, reading)
        for reading in readings
        for sign in (*_with_parties(reading), *_from_stances(reading), *_from_measures(reading))
    ]
    told.sort(key=lambda item: (item[0], item[2].article.id, item[1].span))
    runs: list[tuple[Counter[str], list[_Told]]] = []
    by_kind: dict[str, list[int]] = defaultdict(list)
    for item in told:
        fitting = [i for i in by_kind[item[1].kind] if _belongs(runs[i], item)]
        if fitting:
            best = max(fitting, key=lambda i: (len(runs[i][0].keys() & set(item[1].parties)), i))
            runs[best][0].update(item[1].parties)  # counts those of each sign
            runs[best][1].append(item)
        elif len(item[1].parties) > 1 or (_can_be_of_one(item[1]) and item[1] in item[2].channels):
            by_kind[item[1].kind].append(len(runs))
            runs.append((Counter(item[1].parties), [item]))
    return tuple(_channel(found[0][1].kind, _sides(parties, found), found) for parties, found in runs)


def _can_be_of_one(sign: ChannelSign) -> bool:
    """Tell whether a sign that names one party only can be the first of a channel."""
    return bool(sign.parties) and sign.kind not in _OF_TWO


def _sides(parties: Counter[str], found: Sequence[_Told]) -> tuple[str, ...]:
    """Return the parties of a channel, sorted: those of its first signs, and others that are named again and again."""
    least = max(1, len(found) * _SHARE)
    core = _core(found)
    return tuple(sorted(party for party, times in parties.items() if party in core or times >= least))


def _core(found: Sequence[_Told]) -> set[str]:
    """Return the parties of the first sign that names two, else of the first."""
    return set(next((sign.parties for _, sign, _ in found if len(sign.parties) > 1), found[0][1].parties))


def _with_parties(reading: Reading) -> Iterator[ChannelSign]:
    """Yield the signs of a reading, those without parties with the parties of the one of their kind before."""
    last: dict[str, tuple[str, ...]] = {}
    for sign in reading.channels:
        if sign.parties:
            last[sign.kind] = sign.parties
        yield sign if sign.parties else msgspec.structs.replace(sign, parties=last.get(sign.kind, ()))


def _from_measures(reading: Reading) -> Iterator[ChannelSign]:
    """Yield the channel that a border is, where one is closed or opened again."""
    for sign in reading.signs:
        state = None if _BORDERS.isdisjoint(sign.name.lower().split()) else _OF_MEASURE.get(sign.state)
        parties = {party.country for party in sign.parties if party.country} | set(sign.others)
        if state is not None and sign.kind == "border closure" and len(parties) > 1:
            yield ChannelSign(
                kind="border", name=sign.name.rpartition(" of ")[2], state=state, parties=tuple(sorted(parties)),
                span=sign.span, sentence=sign.sentence, attributed_to=sign.attributed_to, date=sign.date,
            )  # fmt: skip


def _from_stances(reading: Reading) -> Iterator[ChannelSign]:
    """Yield what parties' stances say of channels in sentences that hold no sign of the channel itself."""
    known = {(sign.kind, sign.sentence) for sign in reading.channels}
    for sign in reading.signs:
        kind = _OF_ISSUE.get(sign.kind) if sign.group == "stance" else None
        key = sign.parties[0].country if sign.parties else None
        if kind is None or key is None or (kind, sign.sentence) in known:
            continue
        if sign.state == "against" and _TURNS_DOWN.search(sign.cue):
            state = "refused"
        elif sign.state == "for" and _PUTS_FORWARD.search(sign.cue):
            state = "proposed"
        elif sign.state == "for" and _TAKES.search(sign.cue):
            state = "agreed"
        else:
            continue
        yield ChannelSign(
            kind=kind, name=_CALLED.get(kind, kind), state=state, parties=(key,), span=sign.span,
            sentence=sign.sentence, attributed_to=sign.attributed_to,
        )  # fmt: skip


def _belongs(run: tuple[Counter[str], list[_Told]], item: _Told) -> bool:
    """Tell whether a sign is of the same channel as a run of signs."""
    parties, found = run
    mine = set(item[1].parties)
    if not mine:
        words = set(item[1].name.lower().split()) - {"the", "its", "their"}
        return any(len(words & set(sign.name.lower().split())) > 1 for _, sign, _ in found)
    gap = days_between(found[-1][0] or None, item[0] or None)
    if gap is None and len(mine) == 1 and found[-1][2].article.id != item[2].article.id:
        return False
    kind = item[1].kind
    longest = _GAP_OF_OFFER if kind == "proposal" else _GAP_OF_ONE if kind in _MANY and len(mine) == 1 else _GAP_DAYS
    if gap is not None and gap > longest:
        return False
    over = found[-1][1].state == "concluded" and item[1].state != "broken"
    if kind == "accord" and over and (gap or 0) > _GAP_OF_OFFER:
        return False
    core = _core(found)
    if not _kin(item[1], found):
        return False
    if kind != "talks" and len(mine & core) > 1:
        return True
    return mine <= core or core <= mine or (len(mine) == 1 and mine <= parties.keys())


def _kin(sign: ChannelSign, found: Sequence[_Told]) -> bool:
    """Tell whether the name of a sign can be another name of a channel, or says that it is another."""
    mine = _own_words(sign)
    others = [_own_words(other) for _, other, _ in found]
    return not mine or any(not words or words & mine for words in others[-_NAMES:])


def _own_words(sign: ChannelSign) -> set[str]:
    """Return the words of a name that class it, other than the common nouns of its kind."""
    return set(sign.name.lower().split()[:-1]) - _COMMON


def _channel(kind: str, parties: tuple[str, ...], found: Sequence[_Told]) -> Channel:
    """Make one channel; a repeated state is no change, unless another party proposes, accepts or refuses."""
    changes: list[Change] = []
    known: set[str] = set()
    for day, sign, reading in found:
        later = bool(changes) and (days_between(changes[-1].date, day or None) or 0) > _GAP_OF_OFFER
        another = sign.state in _BY_ONE and (later or not known.issuperset(sign.parties))
        known.update(sign.parties)
        if not changes or changes[-1].state != sign.state or another:
            evidence = reading.article.quote(sign.sentence)
            changes.append(Change(state=sign.state, date=day or None, evidence=evidence))
    first = found[0][2].article.id
    return Channel(
        id=content_id("c-", kind, first, found[0][1].span), kind=kind, name=commonest(s.name for _, s, _ in found),
        parties=parties, state=changes[-1].state, since=changes[-1].date, changes=tuple(changes),
    )  # fmt: skip
