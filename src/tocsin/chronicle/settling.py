"""Finds anew what changed days of a ledger can concern, and puts it in the place of what was found there before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

import msgspec

from tocsin import positions, stories
from tocsin.chronicle.joining import of_disputes, pack, read_state, rejoin
from tocsin.chronicle.windows import MOST, WHOLE, Window, cut
from tocsin.ledger import DEVELOPMENTS, SAID, Day, Finding, Ledger, Mark, Settled, day_of, number_of
from tocsin.records import Article, Content, Development, Dispute, Reading, Story
from tocsin.text import content_id

_GRAVE = frozenset(("threaten", "demand", "warn", "reject", "decline"))  # acts that a warning takes its signals from


def settle(
    ledger: Ledger,
    *,
    names: Mapping[str, str] | None = None,
    told: Callable[[int], None] | None = None,
    whole: int = WHOLE,
) -> int:
    """Find anew what changed since the last settling, and return how many days of articles that was.

    `names` maps issues to the names that the user gave them. `told` is called with the number of days settled after
    each window. Up to `whole` articles, everything is found anew. Killed at any moment, it goes on where it stopped.
    """
    counts = ledger.count_articles()
    small = sum(number for _, number in counts) <= whole
    before = read_state(ledger)
    if before is not None and before.whole and not small:
        ledger.unsettle()  # what was joined all together is joined in windows from now on
    noted = ledger.unsettled()
    for window in cut(list(noted), counts, whole):
        ledger.settle(_settle_window(ledger, window, {day: noted[day] for day in window.days}))
        if told is not None:
            told(len(window.days))
    rejoin(ledger, names, small)
    return len(noted)


def is_settled(ledger: Ledger, names: Mapping[str, str] | None = None) -> bool:
    """Tell whether nothing has changed since the last settling, the user's names of issues among it."""
    if ledger.unsettled() or ledger.joined.stale():
        return False
    state = read_state(ledger)
    return (state.naming.names if state is not None else {}) == dict(names or {})


class _Joined:
    """What is found in a window, where it holds many articles in several parts."""

    def __init__(self) -> None:
        self.days: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
        self.weights: dict[tuple[str, str, str], float] = defaultdict(float)
        self.marks: list[Mark] = []
        self.disputes: list[Dispute] = []
        self.stories: list[Story] = []
        self.articles: list[Article] = []

    def note(self, key: tuple[str, str, str], item: Any, weight: float) -> None:
        """Add something found to its kind, day and day of the article."""
        self.days[key].append(item)
        self.weights[key] += weight

    def take(self, readings: Sequence[Reading], window: Window) -> None:
        """Join readings: origins, developments, disputes, stories; and note what they say of issues and channels."""
        held = stories.take_out_pasted(sorted(readings, key=order))
        articles = [reading.article for reading in held]
        origins = stories.find_origins(articles)
        self._note_articles(articles, origins)
        self._note_said(held)
        self._note_marks(held, window)
        self._note_developments(stories.gather_developments(held, stories.origin_of(origins)))
        disputes = positions.find_disputes(held)
        if window.replaced is not None:  # a stance is followed over all time
            turns = {dispute.id for dispute in positions.find_turns(held)}
            disputes = tuple(dispute for dispute in disputes if dispute.id not in turns)
        self.disputes.extend(disputes)
        self.stories.extend(stories.find_stories(articles, origins))
        self.articles.extend(articles)

    def _note_articles(self, articles: Sequence[Article], origins: Sequence[Sequence[str]]) -> None:
        """Note origins by the day of the first of their articles."""
        day_of = {article.id: (article.published or "")[:10] for article in articles}
        for group in origins:
            day = day_of[group[0]]
            self.note(("origins", day, day), group, 1.0)

    def _note_marks(self, readings: Sequence[Reading], window: Window) -> None:
        """Note what the articles of the days to replace say of issues, channels and activities."""
        for reading in readings:
            day = day_of(reading.article)
            if not window.holds(day):
                continue
            n = number_of(reading.article)
            for place, (kind, key, mark) in enumerate(positions.find_marks(reading)):
                self.marks.append(Mark(kind, key, mark.order[0], n, place, day, pack(mark)))

    def _note_said(self, readings: Sequence[Reading]) -> None:
        """Note what a warning needs of statements: those that can be signals, and whose words a claim is."""
        for reading in readings:
            day, article = (reading.article.published or "")[:10], reading.article.id
            claims = {event.attributed_to for event in reading.events}
            for said in reading.statements:
                if said.act in _GRAVE and said.speaker is not None and said.speaker.country:
                    self.note((SAID, day, day), (said, article), 1.0)
                elif said.id in claims:
                    slim = msgspec.structs.replace(said, cue=None, content=Content("", ()), addressee=None, targets=())
                    self.note((SAID, day, day), (slim, article), 1.0)

    def _note_developments(self, developments: Sequence[Development]) -> None:
        """Note developments by the day of their first report, and for the timeline by their own day too."""
        happened: dict[tuple[str, str], list[Development]] = defaultdict(list)
        for number, development in enumerate(developments):
            about = min((found.published or "")[:10] for found in development.evidence)
            self.note((DEVELOPMENTS, about, about), (number, development), 1.0)
            if development.date and len(development.date) >= 10 and development.lead.modality == "asserted":
                happened[development.date[:10], about].append(development)
        for (day, about), told in happened.items():
            weight = sum(map(stories.weigh_development, told))
            self.note(("timeline", day, about), stories.find_timeline(told, 1)[0], weight)


def _settle_window(ledger: Ledger, window: Window, noted: dict[str, int]) -> Settled:
    """Find origins, developments, disputes and stories in the articles of a window."""
    joined = _Joined()
    readings = ledger.readings(*(window.read or (None, None)))
    while part := list(islice(readings, MOST)):
        joined.take(part, window)
    made = [finding for finding in of_disputes("dispute", joined.disputes) if window.holds(finding.last)]
    gone = None
    if window.replaced is not None:
        gone = [f.id for f in ledger.overlapping("dispute", *window.replaced) if window.holds(f.last)]
    return Settled(
        findings={"dispute": (made, gone), "story": _of_stories(ledger, window, joined.stories, joined.articles)},
        day_kinds=("origins", SAID, DEVELOPMENTS, "timeline"),
        about=window.each_day(),
        days=[
            Day(*key, joined.weights[key], pack(found)) for key, found in joined.days.items() if window.holds(key[2])
        ],
        mark_kinds=positions.JOINS,
        marks=joined.marks,
        noted=noted,
    )


def order(reading: Reading) -> tuple[str, str]:
    """Return the key by which articles are put in order of publication."""
    return reading.article.published or "", reading.article.id


def _of_stories(
    ledger: Ledger, window: Window, told: Sequence[Story], articles: Sequence[Article]
) -> tuple[list[Finding], list[str] | None]:
    """Join the stories of a window to those known before, of which it holds only a part; each article stays in one."""
    gone: list[str] | None = None
    if window.read is not None:
        known = ledger.overlapping("story", *window.read)
        gone = [finding.id for finding in known]
        told = _continued(told, [msgspec.msgpack.decode(f.body, type=Story) for f in known], {a.id for a in articles})
    told = _corrected(ledger, told, articles)
    return [
        Finding(
            kind="story", id=story.id, body=pack(story), place=place, first=story.first or "", last=story.last or "",
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
