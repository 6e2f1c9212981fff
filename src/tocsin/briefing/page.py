"""Chooses and orders what the morning brief says.

Algorithm: developments are ranked by gravity (how far from zero the PLOVER score lies, conflict before cooperation),
independent origins, certainty (asserted before announced, told before claimed), sides (two states before one, known
before unknown, the main parties of the news before others), place in the article, words of looking back and freshness,
which halves every day and a half before the latest article, more slowly where articles are few: in half the time that
the newest tenth of them, ten at least, goes back. The opening line is the first, with its reason, of what an article
opens with or several origins report: of the latest day's news where there is any between states, else of all. A
development stands in one section only: attacks and military moves, or what happened. Where the articles span more than
ten days, the gravest development of each week is listed too, without freshness. Statements are ranked by what they do
(a threat before a remark), who speaks, how directly, and how freshly, at most two a speaker. No sentence is a line
twice, but for those of quarrels and channels. No section takes more than two lines from one article, or three on one
quarrel of two parties.

Invariant: each line carries evidence whose text is a stretch of a stored article; a test holds every brief to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import TypeVar

from tocsin.briefing.lines import Brief, BriefLine, BriefSection
from tocsin.briefing.ranking import (
    TIMELESS,
    Clock,
    find_main_parties,
    is_known,
    set_clock,
    spread,
    weigh_channel,
    weigh_development,
    weigh_statement,
)
from tocsin.briefing.wording import coded, differing, state_of, voice
from tocsin.records import (
    Article,
    Channel,
    Development,
    Dispute,
    Evidence,
    Party,
    Reading,
    Statement,
)
from tocsin.text import days_between

_T = TypeVar("_T")

_MILITARY = frozenset(("MOBILIZE", "ASSAULT", "RETREAT"))
_UNARMED = frozenset(("resign", "release", "return", "access"))  # modes of RETREAT that move no troops
_LONGEST = 12
_FEW = 6  # sentences that fit on a page with the opening among them
_QUOTES = 10
_QUOTES_OF_ONE = 2
_OF_ONE_ARTICLE = 2
_OF_ONE_QUARREL = 3
_SUREST = 0.4
_AHEAD = 100  # items of which some will be lines of a section
_HEADLINE = 600  # code points of an article within which it says what it is about, after a caption or summary
_LONG_SPAN = 10  # days
_WEEKS = 16
_BULLETS = "•*· \n\t"


def write_brief(
    readings: Sequence[Reading],
    *,
    developments: Sequence[Development],
    disputes: Sequence[Dispute],
    channels: Sequence[Channel],
    origins: Sequence[Sequence[str]],
    skipped: Sequence[tuple[str, str]] = (),
) -> Brief:
    """Put the brief together.

    `developments`, `disputes` and `channels` come from the same readings; `origins` groups their article ids; `skipped`
    holds (input, reason) of what was not read.
    """
    articles = [reading.article for reading in readings]
    days = sorted(article.published[:10] for article in articles if article.published)
    last = days[-1] if days else None
    clock = set_clock(days)
    news = [development for development in developments if _is_told(development)]
    main = find_main_parties(news)
    told = sorted(news, key=lambda d: -weigh_development(d, clock, main))
    opening = _opening(told, last, articles)
    sentences = _by_sentence(told)
    page = _Page({opening.text} if len(sentences) > _FEW else set())  # a short page lists its opening, too
    military = [found for found in sentences if _is_military(found[0])]
    others = [found for found in sentences if not _is_military(found[0])]
    denials = [dispute for dispute in disputes if dispute.kind == "denial"]
    contested = [dispute for dispute in disputes if dispute.kind != "denial"]
    moving = sorted(channels, key=lambda channel: -weigh_channel(channel, clock))
    quarrels = page.section("Accusations and denials", denials, _dispute_line, _quarrel_of, twice=True)
    disputed = page.section("What is disputed", contested, _dispute_line, _quarrel_of, twice=True)
    talks = page.section("Talks, channels and proposals", moving, _channel_line, _latest_of, twice=True)
    happened = page.section("What happened", page.fresh(others), _development_line, _article_of, twice=True)
    moves = page.section("Attacks and military moves", page.fresh(military), _development_line, _article_of, twice=True)
    weekly = [(found,) for found in _weeks([d for d in told if _text_of(d) not in page.lines], days, main)]
    weeks = page.section("Week by week", page.fresh(weekly), _development_line, _article_of, _WEEKS, twice=True)
    voices = page.section(
        "Who said what", _voices(readings, clock), _statement_line, lambda said: said[0].article.id, _QUOTES
    )
    sections = (happened, moves, weeks, voices, quarrels, talks, disputed)
    return Brief(
        opening=opening,
        sections=tuple(section for section in sections if section.lines),
        articles=len(articles),
        outlets=len({article.outlet for article in articles if article.outlet}),
        origins=len(origins),
        skipped=tuple(skipped),
        first=days[0] if days else None,
        last=last,
    )


def _by_sentence(told: Sequence[Development]) -> list[tuple[Development, ...]]:
    """Put developments that are told by one sentence together, each group in the place of its first."""
    groups: dict[tuple[str, tuple[int, int]], list[Development]] = {}
    for development in told:
        evidence = development.evidence[0]
        groups.setdefault((evidence.article, evidence.span), []).append(development)
    return [tuple(group) for group in groups.values()]


def _sides(development: Development) -> tuple[Party, ...]:
    """Return the parties of a development."""
    return (*development.lead.actors, *development.lead.recipients)


def _is_told(development: Development) -> bool:
    """Tell whether a development is news: no background, and sure enough."""
    lead = development.lead
    if lead.modality not in ("asserted", "future") or lead.confidence < _SUREST:
        return False
    parties = _sides(development)
    return any(map(is_known, parties)) or (bool(parties) and lead.type in _MILITARY)


def _is_military(development: Development) -> bool:
    """Tell whether a development is an attack or a move of troops."""
    return development.lead.type in _MILITARY and development.lead.mode not in _UNARMED


def _weeks(told: Sequence[Development], days: Sequence[str], main: Mapping[str, float]) -> list[Development]:
    """Return the gravest development of each week, in order, where the articles span more than ten days."""
    span = days_between(days[0], days[-1]) if days else None
    if span is None or span <= _LONG_SPAN:
        return []
    gravest: dict[int, Development] = {}
    heaviest: dict[int, float] = {}
    for development in told:
        offset = days_between(development.date, days[0])
        if offset is None or not days[0] <= (development.date or "") <= days[-1]:
            continue
        week = offset // 7
        weight = weigh_development(development, TIMELESS, main)
        if weight > heaviest.get(week, 0.0) and any(main.get(p.country or "") for p in _sides(development)):
            gravest[week], heaviest[week] = development, weight
    return [gravest[week] for week in sorted(gravest)][-_WEEKS:]


def _is_headline(development: Development) -> bool:
    """Tell whether an article opens with a development or several origins report it, so that it is no background."""
    return development.count.origins > 1 or any(evidence.span[0] < _HEADLINE for evidence in development.evidence)


def _is_of_the_day(development: Development, last: str | None) -> bool:
    """Tell whether articles of the latest day tell a development of that day or the day before."""
    day = development.date or ""
    if last is None or len(day) < len(last) or development.lead.modality != "asserted":
        return False
    fresh = day <= last and (days_between(day, last) or 0) <= 1
    return fresh and any((evidence.published or "")[:10] == last for evidence in development.evidence)


def _opening(told: Sequence[Development], last: str | None, articles: Sequence[Article]) -> BriefLine:
    """Write the bold first line: the gravest fresh development, and why it was chosen."""
    if told:
        headed = [development for development in told if _is_headline(development)]
        today = [development for development in headed if _is_of_the_day(development, last)]
        today = [one for one in today if all(map(is_known, (*one.lead.actors, *one.lead.recipients)))] or today
        lead = (today or headed or told)[0]
        if today:
            among = f"{len(today)} of the latest day that articles open with"
        elif headed:
            among = f"{len(headed)} developments that articles open with"
        else:
            among = f"{len(told)} developments"
        reason = f"first of {among}, by gravity (PLOVER score {lead.lead.score:g}), independent origins and freshness"
        note = f"{coded(lead.lead, lead.date)} | {reason}"
        return BriefLine(text=_unmarked(lead.evidence[0]), evidence=lead.evidence, count=lead.count, note=note)
    for article in articles:
        sentence = article.text.strip().split("\n")[0]
        if sentence:
            start = article.text.index(sentence)
            evidence = article.quote((start, start + len(sentence)))
            return BriefLine(
                text="No development between parties was found.", evidence=(evidence,), note="nothing coded"
            )
    return BriefLine(text="Nothing was read.", evidence=(), note="no article")


class _Page:
    """Makes the sections of a page, none of whose lines is told twice."""

    def __init__(self, lines: set[str]) -> None:
        self.lines = lines

    def fresh(self, found: Sequence[tuple[Development, ...]]) -> list[tuple[Development, ...]]:
        """Return the developments whose sentence is no line yet, one for each sentence."""
        first: dict[str, tuple[Development, ...]] = {}
        for told in found:
            first.setdefault(_text_of(told[0]), told)
        return [told for text, told in first.items() if text not in self.lines]

    def section(
        self,
        title: str,
        found: Sequence[_T],
        line: Callable[[_T], BriefLine],
        source: Callable[[_T], Hashable],
        most: int = _LONGEST,
        *,
        twice: bool = False,
    ) -> BriefSection:
        """Make a section of the first lines, few of one source, and say how many were left out.

        With `twice` a line may be told already, as that of a quarrel or a channel says more than its sentence.
        """
        of_one = _OF_ONE_QUARREL if source is _quarrel_of else _OF_ONE_ARTICLE
        fresh = found
        if not twice:  # what stands far behind is only counted
            first = [item for item in found[:_AHEAD] if line(item).text not in self.lines]
            fresh = [*first, *found[_AHEAD:]]
        taken, left = spread(fresh, source, of_one, total=most)
        lines = tuple(line(item) for item in taken)
        self.lines.update(one.text for one in lines)
        return BriefSection(title, lines, left)


def _text_of(development: Development) -> str:
    """Return the sentence that tells a development, as a line has it."""
    return _unmarked(development.evidence[0])


def _article_of(told: Sequence[Development]) -> Hashable:
    """Return the article whose sentence tells developments."""
    return told[0].evidence[0].article


def _latest_of(channel: Channel) -> Hashable:
    """Return the article that tells the last change of a channel."""
    return channel.changes[-1].evidence.article


def _quarrel_of(dispute: Dispute) -> Hashable:
    """Return between whom a dispute is."""
    sides = (side.party for side in (dispute.first, dispute.second))
    return frozenset(party.key for party in sides if party is not None)


def _development_line(told: Sequence[Development]) -> BriefLine:
    """Tell developments by the sentence that they share, with their days and codes."""
    first = told[0]
    codes = dict.fromkeys(coded(development.lead, development.date) for development in told)
    details = dict.fromkeys(differing(detail) for development in told for detail in development.details)
    note = " | ".join((*codes, *(f"reports differ, {detail}" for detail in details)))
    return BriefLine(text=_unmarked(first.evidence[0]), evidence=first.evidence, count=first.count, note=note)


def _unmarked(evidence: Evidence) -> str:
    """Return the sentence of a piece of evidence without the marks of a list before it."""
    return evidence.text.lstrip(_BULLETS)


def _dispute_line(dispute: Dispute) -> BriefLine:
    """Set two sentences face to face; where one sentence holds both sides it stands alone."""
    first, second = dispute.first.evidence, dispute.second.evidence
    one_sentence = (first.article, first.span) == (second.article, second.span)
    return BriefLine(
        text=first.text, evidence=(first,), note=dispute.reason, against=None if one_sentence else second
    )  # fmt: skip


def _channel_line(channel: Channel) -> BriefLine:
    """Tell a channel's state by the sentence of its last change."""
    latest = channel.changes[-1].evidence
    return BriefLine(text=latest.text, evidence=(latest,), note=state_of(channel))


def _voices(readings: Sequence[Reading], clock: Clock) -> list[tuple[Reading, Statement]]:
    """Rank statements, at most two a speaker, without repeats of the same words."""
    found = [(reading, statement) for reading in readings for statement in reading.statements if statement.speaker]
    found.sort(key=lambda item: -weigh_statement(item[0], item[1], clock))
    heard: Counter[str] = Counter()
    said: set[str] = set()
    chosen: list[tuple[Reading, Statement]] = []
    for reading, statement in found:
        speaker = statement.speaker
        words = statement.content.text.lower()[:60]
        if speaker is None or words in said or len(statement.content.text) < 15:
            continue
        name = (speaker.name or speaker.text).lower()
        if heard[name] < _QUOTES_OF_ONE:
            heard[name] += 1
            said.add(words)
            chosen.append((reading, statement))
    return chosen


def _statement_line(item: tuple[Reading, Statement]) -> BriefLine:
    """Tell who said what by the sentences of the article that say so."""
    reading, statement = item
    evidence = reading.article.quote(_enclosing(reading, statement), statement.id)
    return BriefLine(text=evidence.text, evidence=(evidence,), note=voice(statement))


def _enclosing(reading: Reading, statement: Statement) -> tuple[int, int]:
    """Return the span of the sentences that a statement's content and cue stand in."""
    spans = [*statement.content.spans, *([statement.cue.span] if statement.cue else [])]
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    return min(_sentences(reading, first, last), default=first), max(_ends(reading, first, last), default=last)


def _sentences(reading: Reading, first: int, last: int) -> Iterator[int]:
    """Yield the starts of the sentences that a stretch touches."""
    return (s.span[0] for s in reading.sentences if s.span[0] < last and first < s.span[1])


def _ends(reading: Reading, first: int, last: int) -> Iterator[int]:
    """Yield the ends of the sentences that a stretch touches."""
    return (s.span[1] for s in reading.sentences if s.span[0] < last and first < s.span[1])
