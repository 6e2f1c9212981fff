"""Turns the signs of a reading into marks, each under the key of what it can be joined to.

Joined with those of other articles, a sign makes part of a position, a channel, a measure. What it can be joined to is
told by the sign alone, and is its key: holder and issue, the kind of channel, the kind of activity. Marks of different
keys never meet, so that a change in one article asks only for the keys of its own marks to be joined anew.

| join | key | makes |
|---|---|---|
| stance | holder and issue | positions |
| turn | side and issue, without what it is of | reversals of stance |
| channel | kind | channels |
| measure, military | kind | activities |
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from tocsin.positions.activities.gathering import each_party
from tocsin.positions.gathering import channel_signs
from tocsin.positions.joining.holders import holder_key, side_of
from tocsin.positions.joining.marks import Mark, side_taken
from tocsin.records import ChannelSign, Party, Reading, Sign

JOINS = ("stance", "turn", "channel", "measure", "military")

_APART = "\x1f"  # between the parts of a key
Marked = tuple[str, str, Mark]  # join, key, mark


def find_marks(reading: Reading) -> Iterator[Marked]:
    """Yield the marks of a reading, each with its join and key."""
    for sign in reading.signs:
        if sign.group in ("measure", "military"):
            for parties in each_party(sign):
                yield sign.group, sign.kind, _of_activity(sign, parties, reading)
        if sign.group != "stance":
            continue
        mark = _of_stance(sign, reading)
        yield "stance", f"{holder_key(sign.parties[0])}{_APART}{sign.kind}", mark
        if reading.article.published and side_taken(mark) is not None:
            yield "turn", f"{side_of(sign.parties[0])}{_APART}{sign.kind.split(' of ')[0]}", mark
    own = {id(sign) for sign in reading.channels}
    for told in channel_signs(reading):
        yield "channel", told.kind, _of_channel(told, reading, id(told) in own)


def gather_marks(readings: Iterable[Reading], *joins: str) -> dict[tuple[str, str], list[Mark]]:
    """Return the marks of some joins in readings, in order, by join and key."""
    found: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for reading in readings:
        for join, key, mark in find_marks(reading):
            if join in joins:
                found[join, key].append(mark)
    for marks in found.values():
        marks.sort(key=lambda mark: mark.order)
    return found


def split_key(key: str) -> tuple[str, str]:
    """Return holder and issue of the key of a stance."""
    holder, _, issue = key.partition(_APART)
    return holder, issue


def make_key(holder: str, issue: str) -> str:
    """Return the key of a stance."""
    return f"{holder}{_APART}{issue}"


def _of_stance(sign: Sign, reading: Reading) -> Mark:
    article = reading.article
    return Mark(
        sign.kind, sign.state, article.id, article.published, article.outlet, sign.span, sign.sentence,
        article.text[slice(*sign.sentence)], sign.attributed_to, cue=sign.cue, party=sign.parties[0],
    )  # fmt: skip


def _of_activity(sign: Sign, parties: tuple[Party, ...], reading: Reading) -> Mark:
    article = reading.article
    return Mark(
        sign.kind, sign.state, article.id, article.published, article.outlet, sign.span, sign.sentence,
        article.text[slice(*sign.sentence)], sign.attributed_to, sign.name, sign.cue,
        tuple(party.key for party in parties), sign.others, sign.place,
        day=sign.date or (article.published or "")[:10],
    )  # fmt: skip


def _of_channel(sign: ChannelSign, reading: Reading, firm: bool) -> Mark:
    article = reading.article
    return Mark(
        sign.kind, sign.state, article.id, article.published, article.outlet, sign.span, sign.sentence,
        article.text[slice(*sign.sentence)], sign.attributed_to, sign.name, parties=sign.parties, others=sign.near,
        firm=firm, day=sign.date or "",
    )  # fmt: skip
