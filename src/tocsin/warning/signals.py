"""What is said and what nearly happened between two parties: signals that stand beside the counts of events.

Threats, ultimatums and refusals come from statements, closed channels from the states of channels, near misses from
military activity. They are shown with each warning and ring nothing: no feed with a list of onsets holds them, so that
what they are worth could not be measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tocsin.records import Activity, Channel, Statement

KINDS = ("threat", "ultimatum", "refusal", "channel closed", "near miss")
_CLOSED = frozenset(("refused", "suspended", "broken"))
_ULTIMATUM = re.compile(r"\b(?:ultimatum|by (?:midnight|noon|dawn)|within \S+ (?:hours|days)|or (?:else|face))\b", re.I)


class Signal(NamedTuple):
    """One signal: its ISO day, the parties that it concerns, its kind, and the words and article it stands on."""

    day: str
    parties: frozenset[str]
    kind: str
    words: str
    article: str


def signals_of(
    statements: Iterable[tuple[Statement, str, str]], channels: Sequence[Channel], activities: Sequence[Activity]
) -> list[Signal]:
    """Collect the signals of statements (each with its article's ISO day and id), channels and military activities."""
    found = list(_said(statements))
    for channel in channels:
        for change in channel.changes:
            if change.date and change.state in _CLOSED:
                parties = frozenset(channel.parties)
                words, article = change.evidence.text, change.evidence.article
                found.append(Signal(change.date, parties, "channel closed", words, article))
    for activity in activities:
        for change in activity.changes:
            if activity.kind == "near miss" and change.date:
                parties = frozenset((*activity.by, *activity.on))
                words, article = change.evidence.text, change.evidence.article
                found.append(Signal(change.date, parties, "near miss", words, article))
    return sorted(set(found), key=lambda signal: (signal.day, signal.kind, signal.words))


def _said(statements: Iterable[tuple[Statement, str, str]]) -> Iterator[Signal]:
    """Yield the threats, ultimatums and refusals that a named party utters to another."""
    for said, day, article in statements:
        speaker = said.speaker.country if said.speaker else None
        others = {party.country for party in (said.addressee, *said.targets) if party and party.country} - {speaker}
        if speaker is None or not others or not day:
            continue
        kind = {"threaten": "threat", "decline": "refusal", "reject": "refusal"}.get(said.act)
        if said.act in ("demand", "threaten", "warn") and _ULTIMATUM.search(said.content.text):
            kind = "ultimatum"
        if kind:
            for other in sorted(others):
                yield Signal(day, frozenset((speaker, other)), kind, said.content.text, article)


def signals_between(
    signals: Sequence[Signal], dyad: tuple[str, str], days: tuple[str, str], groups: Mapping[str, Sequence[str]]
) -> dict[str, list[Signal]]:
    """Return by kind the signals that concern both of a dyad (or members of it) in a span of ISO days."""
    found: dict[str, list[Signal]] = {}
    for signal in signals:
        if days[0] <= signal.day <= days[1]:
            concerned = {name for party in signal.parties for name in (party, *groups.get(party, ()))}
            if set(dyad) <= concerned:
                found.setdefault(signal.kind, []).append(signal)
    return found
