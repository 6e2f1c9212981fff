"""Joins the signs of many articles into channels, each with its changes of state in order of date.

Signs of one kind are of one channel where the parties of one are among those of the other, or two are shared, and no
more than sixty days lie between. A sign that names no party ("the telephone line was restored") belongs to the channel
of its kind spoken of before in the article, or to one of the same name. What a party says for or against a channel
("Vandria refused") counts as well, as do borders that are closed or opened.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from tocsin.records import Change, Channel, ChannelSign, Reading
from tocsin.text import content_id, days_between

_Told = tuple[str, ChannelSign, Reading]
_GAP_DAYS = 60
_OF_ISSUE = {
    "mediation": "envoy", "ceasefire": "ceasefire", "observers": "mission", "talks": "talks",
    "contact group": "contact group", "arbitration": "arbitration",
}  # fmt: skip
_OF_MEASURE = {"in force": "suspended", "lifted": "open"}
_BY_ONE = frozenset(("proposed", "agreed", "refused"))
_PUTS_FORWARD = re.compile(r"offer|propos|urge|call|demand|appeal|mediat|invit|suggest|want|seek|plead|beg|cease", re.I)
_TAKES = re.compile(r"accept|agree|welcom|approv|back|support|endors|admit|receiv|ready|willing|respect", re.I)


def gather_channels(readings: Sequence[Reading]) -> tuple[Channel, ...]:
    """Join the signs of many articles into channels, each with its changes of state in order of date."""
    told = [
        (reading.article.published or "", sign, reading)
        for reading in readings
        for sign in (*_with_parties(reading), *_from_stances(reading), *_from_measures(reading))
    ]
    told.sort(key=lambda item: (item[0], item[2].article.id, item[1].span))
    runs: list[tuple[set[str], list[_Told]]] = []
    by_kind: dict[str, list[int]] = defaultdict(list)
    for item in told:
        fitting = [i for i in by_kind[item[1].kind] if _belongs(runs[i], item)]
        if fitting:
            best = max(fitting, key=lambda i: (len(runs[i][0] & set(item[1].parties)), i))
            runs[best][0].update(item[1].parties)
            runs[best][1].append(item)
        elif len(item[1].parties) > 1 or (item[1].parties and item[1] in item[2].channels):
            by_kind[item[1].kind].append(len(runs))
            runs.append((set(item[1].parties), [item]))
    return tuple(_channel(found[0][1].kind, tuple(sorted(parties)), found) for parties, found in runs)


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
        state = _OF_MEASURE.get(sign.state) if "border" in sign.name.lower() else None
        parties = {party.country for party in sign.parties if party.country} | set(sign.others)
        if state is not None and sign.kind == "border closure" and len(parties) > 1:
            yield ChannelSign(
                kind="border", name=sign.name, state=state, parties=tuple(sorted(parties)), span=sign.span,
                sentence=sign.sentence, attributed_to=sign.attributed_to,
            )  # fmt: skip


def _from_stances(reading: Reading) -> Iterator[ChannelSign]:
    """Yield what parties' stances say of channels in sentences that hold no sign of the channel itself."""
    known = {(sign.kind, sign.sentence) for sign in reading.channels}
    for sign in reading.signs:
        kind = _OF_ISSUE.get(sign.kind) if sign.group == "stance" else None
        key = sign.parties[0].country if sign.parties else None
        if kind is None or key is None or (kind, sign.sentence) in known:
            continue
        if sign.state == "against":
            state = "refused"
        elif sign.state == "for" and _PUTS_FORWARD.search(sign.cue):
            state = "proposed"
        elif sign.state == "for" and _TAKES.search(sign.cue):
            state = "agreed"
        else:
            continue
        yield ChannelSign(
            kind=kind, name=sign.name, state=state, parties=(key,), span=sign.span, sentence=sign.sentence,
            attributed_to=sign.attributed_to,
        )  # fmt: skip


def _belongs(run: tuple[set[str], list[_Told]], item: _Told) -> bool:
    """Tell whether a sign is of the same channel as a run of signs."""
    parties, found = run
    mine = set(item[1].parties)
    if not mine:
        words = set(item[1].name.lower().split()) - {"the", "its", "their"}
        return any(len(words & set(sign.name.lower().split())) > 1 for _, sign, _ in found)
    gap = days_between(found[-1][0] or None, item[0] or None)
    if gap is not None and gap > _GAP_DAYS:
        return False
    return mine <= parties or parties <= mine or len(mine & parties) > 1


def _channel(kind: str, parties: tuple[str, ...], found: Sequence[_Told]) -> Channel:
    """Make one channel; a repeated state is no change, unless another party proposes, accepts or refuses."""
    changes: list[Change] = []
    known: set[str] = set()
    for day, sign, reading in found:
        another = sign.state in _BY_ONE and not known.issuperset(sign.parties)
        known.update(sign.parties)
        if not changes or changes[-1].state != sign.state or another:
            evidence = reading.article.quote(sign.sentence)
            changes.append(Change(state=sign.state, date=day[:10] or None, evidence=evidence))
    first = found[0][2].article.id
    return Channel(
        id=content_id("c-", kind, first, found[0][1].span), kind=kind, name=max((s.name for _, s, _ in found), key=len),
        parties=parties, state=changes[-1].state, since=changes[-1].date, changes=tuple(changes),
    )  # fmt: skip
