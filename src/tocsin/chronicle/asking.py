"""Answers questions to a ledger from what was found when its articles were joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from tocsin import briefing, positions, stories
from tocsin.briefing import Brief
from tocsin.chronicle.joining import unpack_mark, weigh_issues, with_changes
from tocsin.chronicle.settling import order
from tocsin.ledger import DEVELOPMENTS, Finding, Ledger, Wanted, uncollected
from tocsin.positions import Mark
from tocsin.records import Activity, Channel, Development, Dispute, Position, Statement, Story

_BRIEF = 300  # newest articles whose days a brief covers where no day is given


class Titled(msgspec.Struct, frozen=True, kw_only=True):
    """A position as a matrix shows it."""

    party: str
    issue: str
    stance: str
    since: str | None


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a listing is narrowed to: days of publication (ISO, inclusive), parties by key, a number of rows.

    With `latest`, a channel or activity is given with only so many of its latest changes, or some more.
    """

    since: str | None = None
    until: str | None = None
    parties: tuple[str, ...] = ()
    limit: int | None = None
    latest: int | None = None


class Watched(NamedTuple):
    """What a warning judges: developments, the first day of events told before in a replaced version, by event id,
    the number of each article's origin, statements with the ISO day and id of their article, channels, military
    activity, and the number of articles of each day ("" where unknown) and outlet.
    """

    developments: list[Development]
    first_seen: dict[str, str]
    origin_of: Mapping[str, int]
    statements: list[tuple[Statement, str, str]]
    channels: list[Channel]
    military: list[Activity]
    outlets: list[tuple[str, str, int]]


def _are_among(asked: Iterable[str], parties: Iterable[str]) -> bool:
    """Tell whether all parties asked for, in any case, are among some."""
    return {name.lower() for name in asked} <= {party.lower() for party in parties}


def list_disputes(ledger: Ledger, span: Asked) -> list[Dispute]:
    """Return disputes, the surest first, each pair of sentences once; both sentences lie in the span of days."""
    found: dict[tuple[str, ...], Dispute] = {}
    for row in _rows(ledger, span, "dispute", "lasting dispute"):
        dispute = msgspec.msgpack.decode(row.body, type=Dispute)
        sides = (f"{side.evidence.article}:{side.evidence.span[0]}" for side in (dispute.first, dispute.second))
        found.setdefault(tuple(sorted(sides)), dispute)
    return list(found.values())


def list_channels(ledger: Ledger, span: Asked) -> list[Channel]:
    """Return channels, those that changed last first."""
    if _is_narrow(ledger, span):
        kept = [one for one in _channels_between(ledger, span) if _are_among(span.parties, one.parties)]
        return sorted(kept, key=lambda channel: channel.since or "", reverse=True)[: span.limit]
    return with_changes(ledger, "channel", _rows(ledger, span, "channel", newest=True), Channel, span.latest)


def list_activities(ledger: Ledger, group: str, span: Asked) -> list[Activity]:
    """Return measures ("measure") or military activities ("military") in order of day; a limit keeps the latest."""
    if _is_narrow(ledger, span):
        joined = positions.join_runs(group, _marks_between(ledger, group, span))
        found = [one for one in joined if isinstance(one, Activity)]
        kept = [one for one in found if _are_among(span.parties, (*one.by, *one.on))]
        return kept[-span.limit :] if span.limit else kept
    rows = _rows(ledger, span, group, newest=span.limit is not None)
    rows.sort(key=lambda row: (row.first, row.id))
    return with_changes(ledger, group, rows, Activity, span.latest)


def list_positions(ledger: Ledger, span: Asked, names: Mapping[str, str] | None = None) -> list[Position]:
    """Return positions of any of the parties (keys or names; none: all), the most spoken-of issues first."""
    if _is_narrow(ledger, span):
        held = positions.join_positions(_marks_between(ledger, "stance", span), names)
        asked = {name.lower() for name in span.parties}
        return [p for p in held if not asked or {p.party.lower(), p.name.lower()} & asked]
    rows: dict[str, Finding] = {}
    for party in span.parties or (None,):
        wanted = Wanted(kinds=("position",), parties=(party,) if party else ())
        rows.update((row.id, row) for row in ledger.findings(wanted))
    return [msgspec.msgpack.decode(row.body, type=Position) for row in _by_issue(ledger, rows.values())]


def list_stances(ledger: Ledger) -> list[Titled]:
    """Return the positions that a matrix shows, the most spoken-of issues first."""
    weights = weigh_issues(ledger)
    rows = _by_issue(ledger, ledger.findings(Wanted(kinds=("position",)), bodies=False))
    rows = [row for row in rows if positions.is_shown(row.topic, weights[row.topic])]
    return [Titled(party=r.parties[0], issue=r.topic, stance=r.state, since=r.first or None) for r in rows]


def _by_issue(ledger: Ledger, rows: Iterable[Finding]) -> list[Finding]:
    weights = weigh_issues(ledger)
    return sorted(rows, key=lambda row: (-weights[row.topic], row.topic, row.parties[0]))


def _marks_between(ledger: Ledger, kind: str, span: Asked) -> dict[tuple[str, str], list[Mark]]:
    """Return what the articles of a span of days say, by kind and key, in order."""
    found: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for key, body in ledger.joined.between(kind, span.since, span.until):
        found[kind, key].append(unpack_mark(body))
    for marks in found.values():
        marks.sort(key=lambda mark: mark.order)
    return found


def _channels_between(ledger: Ledger, span: Asked) -> list[Channel]:
    joined = positions.join_runs("channel", _marks_between(ledger, "channel", span))
    return [one for one in joined if isinstance(one, Channel)]


def list_stories(ledger: Ledger, span: Asked) -> list[Story]:
    """Return the stories that lie in the span of days, in order of their first day; a limit keeps the latest."""
    rows = _rows(ledger, span, "story", newest=True)
    rows.sort(key=lambda row: (row.first, row.place))
    return [msgspec.msgpack.decode(row.body, type=Story) for row in rows]


def timeline(ledger: Ledger, days: int, span: Asked) -> tuple[Development, ...]:
    """Return one development for each of the days that matter most, in order."""
    told: dict[str, list[Development]] = defaultdict(list)
    for found in ledger.heaviest_days("timeline", span.since, span.until, days):
        told[found.day].extend(msgspec.msgpack.decode(found.body, type=list[Development]))
    return tuple(one for day in sorted(told) for one in stories.find_timeline(told[day], 1))


def brief(ledger: Ledger, since: str | None = None, until: str | None = None) -> Brief:
    """Put the brief of a span of days together; without `since` of the days of the newest three hundred articles."""
    since = since or _newest(ledger.count_articles(), until)
    readings = stories.take_out_pasted(sorted(ledger.readings(since, until), key=order))
    ids = {reading.article.id for reading in readings}
    numbered = [
        one
        for day in ledger.found_days(DEVELOPMENTS, since, until)
        for one in msgspec.msgpack.decode(day.body, type=list[tuple[int, Development]])
    ]
    numbered.sort(key=lambda one: (one[1].date or "9999", one[0]))
    origins = [
        part
        for day in ledger.found_days("origins", since, until)
        for group in msgspec.msgpack.decode(day.body, type=list[tuple[str, ...]])
        if (part := tuple(article for article in group if article in ids))
    ]
    span = Asked(since=since, until=until)
    return briefing.write_brief(
        readings,
        developments=[development for _, development in numbered],
        disputes=list_disputes(ledger, span),
        channels=_channels_between(ledger, span),
        origins=origins,
        skipped=[(skip.source, skip.reason) for skip in ledger.status().skips],
    )


def watch(ledger: Ledger) -> Watched:
    """Return what a warning judges, from what was found when the articles were joined; no reading is opened."""
    with uncollected():
        told = ledger.developments()
        groups = (
            group
            for day in ledger.found_days("origins")
            for group in msgspec.msgpack.decode(day.body, type=list[tuple[str, ...]])
        )
        return Watched(
            told, ledger.earlier_reports(told), stories.origin_of(list(groups)), ledger.said(),
            list_channels(ledger, Asked()), list_activities(ledger, "military", Asked()), ledger.count_outlets(),
        )  # fmt: skip


def _newest(counts: Sequence[tuple[str, int]], until: str | None) -> str | None:
    """Return the first of the days that hold the newest articles; None where that is all of them."""
    number = 0
    for day, held in reversed([one for one in counts if until is None or one[0] <= until]):
        number += held
        if number >= _BRIEF and day:
            return day if sum(held for _, held in counts) > number else None
    return None


def _is_narrow(ledger: Ledger, span: Asked) -> bool:
    """Tell whether a span of days leaves out days of the ledger."""
    if not span.since and not span.until:
        return False
    days = [day for day, _ in ledger.count_articles() if day]
    return bool(days) and ((span.since or "") > days[0] or (span.until or "9999") < days[-1])


def _rows(ledger: Ledger, span: Asked, *kinds: str, newest: bool = False) -> list[Finding]:
    return ledger.findings(Wanted(
        kinds=kinds, parties=span.parties, since=span.since, until=span.until, limit=span.limit, newest=newest,
    ))  # fmt: skip
