"""Wires a ledger to the rooms that join articles: what they find is kept in it, so that asking reads rows.

    Ledger -> days that changed -> origins, developments, disputes, stories, positions, channels -> Ledger
    Ledger -> what was found -> Brief, timeline, listings

Algorithm: `settle` finds anew what changed days can concern. Up to two thousand articles, that is everything, and the
answers are those of the same articles read as files. In a larger ledger, articles are joined within windows: the
changed days with a week on both sides is what is replaced, and another week on both sides is read for it. What an
article says of issues, channels, measures and military activity (its signs) is joined over all articles always, from
rows that hold nothing else. A question about a span of days joins the signs of that span.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import msgspec

from tocsin import briefing, positions, stories
from tocsin.briefing import Brief
from tocsin.ledger import ANY_DAY, Day, Finding, Ledger, Settled, Wanted
from tocsin.records import (
    Activity,
    Article,
    Channel,
    ChannelSign,
    Development,
    Dispute,
    Position,
    Reading,
    Sign,
    Span,
    Story,
)
from tocsin.text import content_id

_WHOLE = 2000  # articles up to which everything is found anew
_PIECE = 1500  # changed articles in one window
_REACH = timedelta(7)  # days over which articles are joined
_BRIEF = 300  # newest articles whose days a brief covers where no day is given
_NAMES = "issues"  # under which the ledger keeps the names that its positions are settled with
_GROUPS = ("military", "measure")

_pack = msgspec.msgpack.Encoder().encode


class _Window(NamedTuple):
    """Days to settle: what they can concern lies from `first` to `last` (None: everything), read is a week more."""

    days: tuple[str, ...]
    first: str | None
    last: str | None

    def holds(self, day: str) -> bool:
        """Tell whether what was found on a day is replaced."""
        return self.first is None or self.last is None or self.first <= day <= self.last

    def read(self) -> tuple[str | None, str | None]:
        """Return the first and last day of the articles to read."""
        if not self.first or not self.last:
            return self.first, self.last
        return _shift(self.first, -_REACH), _shift(self.last, _REACH)


class Titled(msgspec.Struct, frozen=True, kw_only=True):
    """A position as a matrix shows it."""

    party: str
    issue: str
    stance: str
    since: str | None


def settle(
    ledger: Ledger,
    *,
    names: Mapping[str, str] | None = None,
    told: Callable[[int], None] | None = None,
    whole: int = _WHOLE,
) -> int:
    """Find anew what changed since the last settling, and return how many days of articles that was.

    `names` maps issues to the names that the user gave them. `told` is called with the number of days settled after
    each window. Up to `whole` articles, everything is found anew. Killed at any moment, it goes on where it stopped.
    """
    noted = ledger.unsettled()
    counts = ledger.count_articles()
    changed = [day for day in noted if day != ANY_DAY]
    for window in _windows(changed, counts, whole):
        ledger.settle(_settle_window(ledger, window, {day: noted[day] for day in window.days}))
        if told is not None:
            told(len(window.days))
    if ANY_DAY in noted or ledger.kept(_NAMES) != _text_of(names):
        small = sum(number for _, number in counts) <= whole
        ledger.settle(_settle_signs(ledger, names, {day: n for day, n in noted.items() if day == ANY_DAY}, small))
        ledger.keep(_NAMES, _text_of(names))
    return len(changed)


def is_settled(ledger: Ledger, names: Mapping[str, str] | None = None) -> bool:
    """Tell whether nothing has changed since the last settling, the user's names of issues among it."""
    return not ledger.unsettled() and (ledger.kept(_NAMES) or _text_of(None)) == _text_of(names)


def _text_of(names: Mapping[str, str] | None) -> str:
    return msgspec.json.encode(dict(sorted((names or {}).items()))).decode()


def _windows(changed: Sequence[str], counts: Sequence[tuple[str, int]], whole: int) -> Iterator[_Window]:
    """Cut changed days into windows: one of everything in a small ledger, else runs of neighbouring days."""
    if not changed:
        return
    if sum(number for _, number in counts) <= whole:
        yield _Window(tuple(changed), None, None)
        return
    if "" in changed:
        yield _Window(("",), "", "")
    held = dict(counts)
    run: list[str] = []
    number = 0
    for day in sorted(filter(None, changed)):
        apart = bool(run) and day > _shift(run[-1], _REACH)
        if run and (apart or number + held.get(day, 0) > _PIECE):
            yield _Window(tuple(run), _shift(run[0], -_REACH), _shift(run[-1], _REACH))
            run, number = [], 0
        run.append(day)
        number += held.get(day, 0)
    if run:
        yield _Window(tuple(run), _shift(run[0], -_REACH), _shift(run[-1], _REACH))


def _shift(day: str, by: timedelta) -> str:
    return (date.fromisoformat(day) + by).isoformat()


def _settle_window(ledger: Ledger, window: _Window, noted: dict[str, int]) -> Settled:
    """Find origins, developments, disputes and stories in the articles of a window."""
    readings = stories.take_out_pasted(sorted(ledger.readings(*window.read()), key=_order))
    articles = [reading.article for reading in readings]
    day_of = {article.id: (article.published or "")[:10] for article in articles}
    origins = stories.find_origins(articles)
    developments = stories.gather_developments(readings, stories.origin_of(origins))
    days = [*_days_of_pasted(articles), *_days_of_origins(origins, day_of), *_days_of_developments(developments)]
    disputes = positions.find_disputes(readings)
    if window.first is not None:
        signs = [_signs_alone(reading) for reading in readings]
        lasting = {dispute.id for dispute in positions.find_disputes(signs)}
        disputes = tuple(dispute for dispute in disputes if dispute.id not in lasting)
    made = [finding for finding in _of_disputes("dispute", disputes) if window.holds(finding.last)]
    gone = None
    if window.first is not None and window.last is not None:
        gone = [f.id for f in ledger.overlapping("dispute", window.first, window.last) if window.holds(f.last)]
    told = stories.find_stories(articles, origins) if articles else ()
    return Settled(
        findings={"dispute": (made, gone), "story": _of_stories(ledger, window, told, articles)},
        day_kinds=("pasted", "origins", "developments", "timeline"),
        about=None if window.first is None else tuple(_each_day(window.first, window.last or window.first)),
        days=[day for day in days if window.holds(day.about)],
        noted=noted,
    )


def _order(reading: Reading) -> tuple[str, str]:
    return reading.article.published or "", reading.article.id


def _signs_alone(reading: Reading) -> Reading:
    return msgspec.structs.replace(reading, events=(), statements=())


def _each_day(first: str, last: str) -> Iterator[str]:
    """Yield the days from one to another; for undated articles that is "" alone."""
    yield first
    while first < last:
        first = _shift(first, timedelta(1))
        yield first


def _days_of_pasted(articles: Iterable[Article]) -> Iterator[Day]:
    """Yield the pasted paragraphs of articles by day, so that the signs in them can be left out."""
    by_day: dict[str, dict[str, list[Span]]] = defaultdict(dict)
    for article in articles:
        if pasted := [mark.span for mark in article.boilerplate if mark.kind == "pasted"]:
            by_day[(article.published or "")[:10]][article.id] = pasted
    for day, found in by_day.items():
        yield Day("pasted", day, day, float(len(found)), _pack(found))


def _days_of_origins(origins: Sequence[Sequence[str]], day_of: Mapping[str, str]) -> Iterator[Day]:
    """Yield the groups of articles of one origin by the day of the first."""
    by_day: dict[str, list[Sequence[str]]] = defaultdict(list)
    for group in origins:
        by_day[day_of[group[0]]].append(group)
    for day, groups in by_day.items():
        yield Day("origins", day, day, float(len(groups)), _pack(groups))


def _days_of_developments(developments: Sequence[Development]) -> Iterator[Day]:
    """Yield developments by the day of their first report, and for the timeline by their own day too."""
    reported: dict[str, list[tuple[int, Development]]] = defaultdict(list)
    happened: dict[tuple[str, str], list[Development]] = defaultdict(list)
    for number, development in enumerate(developments):
        about = min((found.published or "")[:10] for found in development.evidence)
        reported[about].append((number, development))
        if development.date and len(development.date) >= 10 and development.lead.modality == "asserted":
            happened[development.date[:10], about].append(development)
    for about, found in reported.items():
        yield Day("developments", about, about, float(len(found)), _pack(found))
    for (day, about), told in happened.items():
        weight = sum(map(stories.weigh_development, told))
        yield Day("timeline", day, about, weight, _pack(stories.find_timeline(told, 1)[0]))


def _of_disputes(kind: str, disputes: Iterable[Dispute]) -> Iterator[Finding]:
    for place, dispute in enumerate(disputes):
        days = sorted((side.evidence.published or "")[:10] for side in (dispute.first, dispute.second))
        sides = (side.party for side in (dispute.first, dispute.second))
        parties = {party.country or party.name or party.text for party in sides if party is not None}
        yield Finding(
            kind=kind, id=dispute.id, body=_pack(dispute), place=place, weight=dispute.confidence, first=days[0],
            last=days[-1], parties=tuple(sorted(parties)), topic=dispute.topic, state=dispute.kind,
        )  # fmt: skip


def _of_stories(
    ledger: Ledger, window: _Window, told: Sequence[Story], articles: Sequence[Article]
) -> tuple[list[Finding], list[str] | None]:
    """Join the stories of a window to those known before, of which it holds only a part; each article stays in one."""
    gone: list[str] | None = None
    if window.first is not None:
        first, last = window.read()
        known = ledger.overlapping("story", first or "", last or "")
        gone = [finding.id for finding in known]
        told = _continued(told, [msgspec.msgpack.decode(f.body, type=Story) for f in known], {a.id for a in articles})
    told = _corrected(ledger, told, articles)
    return [
        Finding(
            kind="story", id=story.id, body=_pack(story), place=place, first=story.first or "", last=story.last or "",
            weight=float(len(story.articles)), topic=story.headline,
        )
        for place, story in enumerate(told)
    ], gone  # fmt: skip


def _corrected(ledger: Ledger, told: Sequence[Story], articles: Sequence[Article]) -> Sequence[Story]:
    """Split and pin articles as the corrections in force say."""
    given = ledger.corrections()
    splits = {one.target: str(one) for one in given if one.kind == "split-story"}
    pins = {one.target: (one.to or "", str(one)) for one in given if one.kind == "pin-story"}
    return stories.rearrange(told, articles, splits, pins) if splits or pins else told


def _continued(told: Sequence[Story], known: Iterable[Story], within: Collection[str]) -> tuple[Story, ...]:
    """Put what lies outside of a window of each known story to the story that holds most of it within."""
    place = {article: number for number, story in enumerate(told) for article in story.articles}
    made = list(told)
    for old in known:
        outside = [article for article in old.articles if article not in within]
        if not outside:
            continue
        votes: dict[int, int] = defaultdict(int)
        for article in old.articles:
            if article in place:
                votes[place[article]] += 1
        kept = set(outside)
        origins = tuple(part for group in old.origins if (part := tuple(a for a in group if a in kept)))
        if not votes:
            made.append(msgspec.structs.replace(old, articles=tuple(outside), origins=origins))
            continue
        best = max(votes, key=lambda number: (votes[number], -number))
        story = made[best]
        larger = old if len(outside) > len(story.articles) else story
        members = (*outside, *story.articles)
        made[best] = Story(
            id=content_id("t-", *sorted(members)), headline=larger.headline,
            first=min(filter(None, (old.first, story.first)), default=None),
            last=max(filter(None, (old.last, story.last)), default=None), articles=members,
            origins=(*origins, *story.origins),
            corrections=tuple(dict.fromkeys((*old.corrections, *story.corrections))),
        )  # fmt: skip
    return tuple(made)


def _settle_signs(ledger: Ledger, names: Mapping[str, str] | None, noted: dict[str, int], whole: bool) -> Settled:
    """Join the signs of all articles into positions, channels, measures, military activity and reversals of stance."""
    readings = _excerpts(ledger)
    lasting = () if whole else positions.find_disputes(readings)
    found: dict[str, tuple[list[Finding], list[str] | None]] = {
        "position": (list(_of_positions(positions.gather_positions(readings, names))), None),
        "channel": (list(_of_channels(positions.gather_channels(readings))), None),
        "lasting dispute": (list(_of_disputes("lasting dispute", lasting)), None),
    }
    for group in _GROUPS:
        found[group] = (list(_of_activities(group, positions.gather_activities(readings, group))), None)
    return Settled(findings=found, noted=noted)


def _of_positions(held: Iterable[Position]) -> Iterator[Finding]:
    for place, position in enumerate(held):
        yield Finding(
            kind="position", id=position.id, body=_pack(position), place=place, first=position.since or "",
            last=position.since or "", parties=(position.party, position.name), topic=position.issue,
            state=position.stance,
        )  # fmt: skip


def _of_channels(channels: Iterable[Channel]) -> Iterator[Finding]:
    for place, channel in enumerate(channels):
        yield Finding(
            kind="channel", id=channel.id, body=_pack(channel), place=place, first=channel.changes[0].date or "",
            last=channel.since or "", parties=channel.parties, topic=channel.kind, state=channel.state,
        )  # fmt: skip


def _of_activities(group: str, found: Iterable[Activity]) -> Iterator[Finding]:
    for place, activity in enumerate(found):
        yield Finding(
            kind=group, id=activity.id, body=_pack(activity), place=place, first=activity.changes[0].date or "",
            last=activity.since or "", parties=tuple(sorted({*activity.by, *activity.on})), topic=activity.kind,
            state=activity.state,
        )  # fmt: skip


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a listing is narrowed to: days of publication (ISO, inclusive), parties by key, a number of rows."""

    since: str | None = None
    until: str | None = None
    parties: tuple[str, ...] = ()
    limit: int | None = None


def list_disputes(ledger: Ledger, span: Asked) -> list[Dispute]:
    """Return disputes, the surest first; both sentences lie in the span of days."""
    rows = _rows(ledger, span, "dispute", "lasting dispute")
    return list({row.id: msgspec.msgpack.decode(row.body, type=Dispute) for row in rows}.values())


def list_channels(ledger: Ledger, span: Asked) -> list[Channel]:
    """Return channels, those that changed last first."""
    if span.since or span.until:
        found = positions.gather_channels(_excerpts(ledger, span.since, span.until))
        kept = [channel for channel in found if {*span.parties} <= {*channel.parties}]
        return sorted(kept, key=lambda channel: channel.since or "", reverse=True)[: span.limit]
    return [msgspec.msgpack.decode(row.body, type=Channel) for row in _rows(ledger, span, "channel", newest=True)]


def list_activities(ledger: Ledger, group: str, span: Asked) -> list[Activity]:
    """Return measures ("measure") or military activities ("military") in order of day; a limit keeps the latest."""
    if span.since or span.until:
        found = positions.gather_activities(_excerpts(ledger, span.since, span.until), group)
        kept = [one for one in found if {*span.parties} <= {*one.by, *one.on}]
        return kept[-span.limit :] if span.limit else kept
    rows = _rows(ledger, span, group, newest=span.limit is not None)
    rows.sort(key=lambda row: row.place)
    return [msgspec.msgpack.decode(row.body, type=Activity) for row in rows]


def list_positions(ledger: Ledger, span: Asked, names: Mapping[str, str] | None = None) -> list[Position]:
    """Return positions of any of the parties (keys or names; none: all), the most spoken-of issues first."""
    if span.since or span.until:
        held = positions.gather_positions(_excerpts(ledger, span.since, span.until), names)
        return [p for p in held if not span.parties or {p.party, p.name} & {*span.parties}]
    rows: dict[str, Finding] = {}
    for party in span.parties or (None,):
        wanted = Wanted(kinds=("position",), parties=(party,) if party else ())
        rows.update((row.id, row) for row in ledger.findings(wanted))
    ordered = sorted(rows.values(), key=lambda row: row.place)
    return [msgspec.msgpack.decode(row.body, type=Position) for row in ordered]


def list_stances(ledger: Ledger) -> list[Titled]:
    """Return all positions as a matrix shows them, the most spoken-of issues first."""
    rows = ledger.findings(Wanted(kinds=("position",)), bodies=False)
    return [Titled(party=r.parties[0], issue=r.topic, stance=r.state, since=r.first or None) for r in rows]


def list_stories(ledger: Ledger, span: Asked) -> list[Story]:
    """Return the stories that lie in the span of days, in order of their first day; a limit keeps the latest."""
    rows = _rows(ledger, span, "story", newest=True)
    rows.sort(key=lambda row: (row.first, row.place))
    return [msgspec.msgpack.decode(row.body, type=Story) for row in rows]


def timeline(ledger: Ledger, days: int, span: Asked) -> tuple[Development, ...]:
    """Return one development for each of the days that matter most, in order."""
    told: dict[str, list[Development]] = defaultdict(list)
    for found in ledger.heaviest_days("timeline", span.since, span.until, days):
        told[found.day].append(msgspec.msgpack.decode(found.body, type=Development))
    return tuple(one for day in sorted(told) for one in stories.find_timeline(told[day], 1))


def brief(ledger: Ledger, since: str | None = None, until: str | None = None) -> Brief:
    """Put the brief of a span of days together; without `since` of the days of the newest three hundred articles."""
    since = since or _newest(ledger.count_articles(), until)
    readings = stories.take_out_pasted(sorted(ledger.readings(since, until), key=_order))
    ids = {reading.article.id for reading in readings}
    numbered = [
        one
        for day in ledger.found_days("developments", since, until)
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
        channels=positions.gather_channels(_excerpts(ledger, span.since, span.until)),
        origins=origins,
    )


def _newest(counts: Sequence[tuple[str, int]], until: str | None) -> str | None:
    """Return the first of the days that hold the newest articles; None where that is all of them."""
    number = 0
    for day, held in reversed([one for one in counts if until is None or one[0] <= until]):
        number += held
        if number >= _BRIEF and day:
            return day if sum(held for _, held in counts) > number else None
    return None


def _rows(ledger: Ledger, span: Asked, *kinds: str, newest: bool = False) -> list[Finding]:
    return ledger.findings(Wanted(
        kinds=kinds, parties=span.parties, since=span.since, until=span.until, limit=span.limit, newest=newest,
    ))  # fmt: skip


def _excerpts(ledger: Ledger, since: str | None = None, until: str | None = None) -> list[Reading]:
    """Return the signs of the articles of a span of days, in order of publication, without those of what is pasted."""
    pasted: dict[str, list[Span]] = {}
    for day in ledger.found_days("pasted", since, until):
        pasted.update(msgspec.msgpack.decode(day.body, type=dict[str, list[Span]]))
    found = sorted(ledger.excerpts(since, until), key=_order)
    return [_without(one, pasted[one.article.id]) if one.article.id in pasted else one for one in found]


def _without(reading: Reading, pasted: Sequence[Span]) -> Reading:
    def free(sign: Sign | ChannelSign) -> bool:
        return not any(start <= sign.sentence[0] < end for start, end in pasted)

    return msgspec.structs.replace(
        reading, signs=tuple(filter(free, reading.signs)), channels=tuple(filter(free, reading.channels))
    )
