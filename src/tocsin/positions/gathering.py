"""Tells which signs are of one channel.

Signs of one kind are of one channel where the parties of one are among those between whom it was first told to be, or
two are shared, where their names do not tell them apart ("nuclear talks", "gas talks"), and no more than sixty days lie
between, twenty for a sign that names one party only. A sign that names no party ("the telephone line was restored")
belongs to the channel of its kind spoken of before in the article, or to one of the same name. Borders that are closed
or opened are channels as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from tocsin.positions.joining.marks import Mark, Run
from tocsin.positions.naming import commonest
from tocsin.records import Change, Channel, ChannelSign, Reading
from tocsin.text import days_between

GAP_DAYS = 60  # after which a channel is over, and a sign of its kind is of another
_GAP_OF_ONE = 20
_GAP_OF_OFFER = 10
_AGAIN = 5  # days after which the same word of the same party is news again
_SHARE = 0.34  # of the signs of a channel, in which a party must be named that was not named at first
_AGAIN_NAMED = 2  # signs at least that name a party which was not named at first
_FEW = 2  # parties of a channel, of which a word of one is a word on it
_BORDERS = frozenset(("border", "borders", "railway", "crossing", "crossings", "bridge", "frontier", "checkpoint"))
_COMMON = frozenset((
    "direct", "bilateral", "joint", "peace", "diplomatic", "political", "military", "round", "of", "high-level", "two",
    "the", "a", "formal", "official", "mutual", "permanent", "lasting", "full", "temporary", "ministerial",
))  # fmt: skip
_OF_MEASURE = {"in force": "suspended", "lifted": "open"}
_MANY = frozenset(("talks", "accord"))  # of which two parties have several at a time
_OF_COURTS = frozenset(("court case", "arbitration"))  # of which a state has one at a time
_OF_TWO = frozenset(("relations", "cooperation", "proposal"))
_BETWEEN = frozenset(("talks",))  # of which a sign must name two, but where one speaks for or against it
_SAID_BY_ONE = frozenset(("proposed", "refused"))
_BY_ONE = frozenset(("proposed", "agreed", "refused"))
_NO_NAME = frozenset(("the", "its", "their"))


def find_channel(live: Sequence[Run], mark: Mark) -> Run | None:
    """Return the channel that a mark belongs to among those that are not over; with most parties shared, the latest."""
    mine = set(mark.parties)
    fitting = [(len(run.parties.keys() & mine), i) for i, run in enumerate(live) if _belongs(run, mine, mark)]
    return live[max(fitting)[1]] if fitting else None


def begins_channel(mark: Mark) -> bool:
    """Tell whether a mark that belongs to no channel begins one; of relations it must name two."""
    if len(mark.parties) > 1:
        return True
    told = mark.state in _SAID_BY_ONE or mark.kind not in _BETWEEN
    return bool(mark.parties) and mark.firm and mark.kind not in _OF_TWO and told


def add_to_channel(run: Run, mark: Mark) -> Change | None:
    """Note that a mark belongs to a channel; return the change that it makes, if it does.

    A state is told again where another party proposes, accepts or refuses, or the same one long after.
    """
    later = bool(run.state) and (days_between(run.since, mark.order[0] or None) or 0) > _AGAIN
    another = mark.state in _BY_ONE and (later or not run.known.issuperset(mark.parties))
    told = run.known.issuperset(mark.parties)
    run.known.update(mark.parties)
    if len(run.core) < 2 and (len(mark.parties) > 1 or not run.core):
        run.core = set(mark.parties)
    for party in mark.parties:
        run.parties[party] = run.parties.get(party, 0) + 1
    if told and not later and (mark.kind, run.state, mark.state) == ("talks", "agreed", "proposed"):
        return None  # who invites to what is agreed
    return run.note(mark, again=another)


def make_channel(run: Run, changes: Sequence[Change]) -> Channel:
    """Make the record of a channel; it holds the changes that are given.

    Its parties are those of its first signs, and others that are named again and again.
    """
    least = max(_AGAIN_NAMED, run.number * _SHARE)
    parties = (party for party, times in run.parties.items() if party in run.core or times >= least)
    return Channel(
        id=run.id, kind=run.kind, name=commonest(run.names), parties=tuple(sorted(parties)), state=run.state,
        since=run.since, changes=tuple(changes),
    )  # fmt: skip


def _belongs(run: Run, mine: set[str], mark: Mark) -> bool:
    """Tell whether a mark is of the same channel as a run of marks."""
    gap = days_between(run.last or None, mark.order[0] or None)
    if not mine:
        words = set(mark.name.lower().split()) - _NO_NAME
        if any(len(words & set(name.lower().split())) > 1 for name in run.names):
            return True
        spoken_of = len(run.core) >= (_FEW if mark.kind in _MANY else 1) and run.core <= set(mark.others)
        longest = _GAP_OF_ONE if mark.kind in _MANY else GAP_DAYS
        return spoken_of and (gap is None or gap <= longest) and _is_kin(run, mark)
    if (gap is None or mark.kind == "proposal") and len(mine) == 1 and run.article != mark.article:
        return False
    alone = mark.kind in _MANY and len(mine) == 1
    longest = _GAP_OF_OFFER if mark.kind == "proposal" else _GAP_OF_ONE if alone else GAP_DAYS
    if gap is not None and gap > longest:
        return False
    over = run.state == "concluded" and mark.state != "broken"
    if mark.kind == "accord" and over and (gap or 0) > _GAP_OF_OFFER:
        return False
    if not _is_kin(run, mark):
        return False
    heads = {name.lower().split()[-1] for name in run.latest}
    if mark.kind == "accord" and (gap or 0) > _AGAIN and mark.name.lower().split()[-1] not in heads:
        return False  # a treaty, a roadmap
    shared = any(_own_words(mark.name) & _own_words(name) for name in run.latest)
    asked = "proposed" in (mark.state, run.state) or len(run.core) == 1
    if mark.kind == "talks" and asked and max(len(run.core), len(mine)) > _FEW and mine != run.core and not shared:
        return False  # what one of four asks for may be talks of its own
    if len(mine & run.core) > (0 if mark.kind in _OF_COURTS else 1) and mark.kind != "talks":
        return True
    return mine <= run.core or run.core <= mine or (len(mine) == 1 and mine <= run.parties.keys())


def _is_kin(run: Run, mark: Mark) -> bool:
    """Tell whether the name of a mark can be another name of a channel, or says that it is another."""
    mine = _own_words(mark.name)
    theirs = [_own_words(name) for name in run.latest]
    if mark.kind == "accord":
        return any(words & mine or not (words or mine) for words in theirs)
    return not mine or any(not words or words & mine for words in theirs)


def _own_words(name: str) -> set[str]:
    """Return the words of a name that class it, other than the common nouns of its kind."""
    return set(name.lower().split()[:-1]) - _COMMON


def channel_signs(reading: Reading) -> tuple[ChannelSign, ...]:
    """Return what a reading says of channels: its own signs and those of borders."""
    return (*_with_parties(reading), *_from_measures(reading))


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
