"""Chooses and orders what the morning brief says.

Algorithm: developments are ranked by gravity (how far from zero the PLOVER score lies, conflict before cooperation),
independent origins, certainty (asserted before announced, told before claimed) and freshness, which halves every day
and a half before the latest article. The opening line is the first, with its reason, of what an article opens with or
several origins report: of the latest day's news where there is any, else of all. A development stands in one section
only: attacks and military moves, or what happened. Where the articles span more than ten days, the gravest
development of each week is listed too, without freshness. Statements are ranked by what they do (a threat before a
remark), who speaks, how directly, and how freshly, at most two a speaker.

Invariant: each line carries evidence whose text is a stretch of a stored article; a test holds every brief to it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from tocsin.briefing.lines import Brief, BriefLine, BriefSection
from tocsin.briefing.wording import coded, differing, state_of, voice
from tocsin.records import (
    Article,
    Channel,
    Development,
    Dispute,
    Reading,
    Statement,
)
from tocsin.text import days_between

_T = TypeVar("_T")

_MILITARY = frozenset(("MOBILIZE", "ASSAULT", "RETREAT"))
_UNARMED = frozenset(("resign", "release", "return", "access"))  # modes of RETREAT that move no troops
_STALE = 1e-6  # the freshness of what is so old that only its gravity tells it from the rest
_LONGEST = 12
_QUOTES = 10
_QUOTES_OF_ONE = 2
_SUREST = 0.4
_HALF_LIFE = 1.5  # days
_OPENING = 600  # code points of an article in which it tells what it is about
_HEADLINE = 200  # code points of an article within which its first sentence begins, after a dateline or summary
_LONG_SPAN = 10  # days
_WEEKS = 16
_CERTAINTY = {"asserted": 1.0, "future": 0.75, "hypothetical": 0.35, "negated": 0.3, "historical": 0.05}
_ACT_WEIGHT: Mapping[str, float] = {
    "threaten": 3.0, "accuse": 2.5, "deny": 2.5, "reject": 2.3, "demand": 2.2, "warn": 2.2, "offer": 2.2,
    "promise": 1.8, "agree": 1.8, "urge": 1.6, "decline": 1.2, "praise": 1.2, "ask": 1.0, "state": 1.0,
}  # fmt: skip


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
    told = sorted((d for d in developments if _is_told(d)), key=lambda d: -_weight(d, last))
    sentences = _by_sentence(told)
    military = [found for found in sentences if _is_military(found[0])]
    others = [found for found in sentences if not _is_military(found[0])]
    denials = [dispute for dispute in disputes if dispute.kind == "denial"]
    contested = [dispute for dispute in disputes if dispute.kind != "denial"]
    sections = (
        _section("What happened", others, _development_line),
        _section("Attacks and military moves", military, _development_line),
        _section("Week by week", [(found,) for found in _weeks(told, days)], _development_line, _WEEKS),
        _section("Who said what", _voices(readings, last), _statement_line, _QUOTES),
        _section("Accusations and denials", denials, _dispute_line),
        _section("Talks, channels and proposals", _current(channels), _channel_line),
        _section("What is disputed", contested, _dispute_line),
    )
    return Brief(
        opening=_opening(told, last, articles),
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


def _is_told(development: Development) -> bool:
    """Tell whether a development is news: no background, and sure enough."""
    lead = development.lead
    return (
        lead.modality in ("asserted", "future") and lead.confidence >= _SUREST and bool(lead.actors or lead.recipients)
    )


def _is_military(development: Development) -> bool:
    """Tell whether a development is an attack or a move of troops."""
    return development.lead.type in _MILITARY and development.lead.mode not in _UNARMED


def _weight(development: Development, last: str | None) -> float:
    """Say how much a development matters on the day of the latest article; with None, whenever it was."""
    lead = development.lead
    gravity = abs(lead.score) + 1 if lead.score < 0 else abs(lead.score) / 4 + 1
    spread = math.log2(1 + development.count.origins)
    claimed = 0.6 if lead.attributed_to else 1.0
    sides = 1.0 if lead.symmetric or (lead.actors and lead.recipients) else 0.7
    known = 1.0 if any(party.country or party.name for party in (*lead.actors, *lead.recipients)) else 0.6
    early = 1.25 if any(evidence.span[0] < _OPENING for evidence in development.evidence) else 1.0
    return (
        gravity
        * spread
        * claimed
        * sides
        * known
        * early
        * _CERTAINTY[lead.modality]
        * lead.confidence
        * _freshness(development.date, last)
    )


def _freshness(day: str | None, last: str | None) -> float:
    """Return 1 for the latest day, half of it a day and a half before; half where only this day is unknown."""
    age = days_between(day, last)
    if age is None:
        return 1.0 if last is None else 0.5
    return max(float(0.5 ** (age / _HALF_LIFE)), _STALE)


def _weeks(told: Sequence[Development], days: Sequence[str]) -> list[Development]:
    """Return the gravest development of each week, in order, where the articles span more than ten days."""
    span = days_between(days[0], days[-1]) if days else None
    if span is None or span <= _LONG_SPAN:
        return []
    gravest: dict[int, Development] = {}
    for development in told:
        offset = days_between(development.date, days[0])
        if offset is None or not days[0] <= (development.date or "") <= days[-1]:
            continue
        week = offset // 7
        if week not in gravest or _weight(development, None) > _weight(gravest[week], None):
            gravest[week] = development
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
        lead = (today or headed or told)[0]
        if today:
            among = f"{len(today)} of the latest day that articles open with"
        elif headed:
            among = f"{len(headed)} developments that articles open with"
        else:
            among = f"{len(told)} developments"
        reason = f"first of {among}, by gravity (PLOVER score {lead.lead.score:g}), independent origins and freshness"
        return BriefLine(text=lead.evidence[0].text, evidence=lead.evidence, count=lead.count, note=reason)
    for article in articles:
        sentence = article.text.strip().split("\n")[0]
        if sentence:
            start = article.text.index(sentence)
            evidence = article.quote((start, start + len(sentence)))
            return BriefLine(
                text="No development between parties was found.", evidence=(evidence,), note="nothing coded"
            )
    return BriefLine(text="Nothing was read.", evidence=(), note="no article")


def _section(title: str, found: Sequence[_T], line: Callable[[_T], BriefLine], most: int = _LONGEST) -> BriefSection:
    """Make a section of the first lines and say how many were left out."""
    return BriefSection(title, tuple(line(item) for item in found[:most]), max(0, len(found) - most))


def _development_line(told: Sequence[Development]) -> BriefLine:
    """Tell developments by the sentence that they share, with their days and codes."""
    first = told[0]
    codes = dict.fromkeys(coded(development.lead, development.date) for development in told)
    details = dict.fromkeys(differing(detail) for development in told for detail in development.details)
    note = " | ".join((*codes, *(f"reports differ, {detail}" for detail in details)))
    return BriefLine(text=first.evidence[0].text, evidence=first.evidence, count=first.count, note=note)


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


def _current(channels: Sequence[Channel]) -> list[Channel]:
    """Order channels by the day of their last change, the latest first."""
    return sorted(channels, key=lambda channel: (channel.since or "", len(channel.parties)), reverse=True)


def _voices(readings: Sequence[Reading], last: str | None) -> list[tuple[Reading, Statement]]:
    """Rank statements, at most two a speaker, without repeats of the same words."""
    found = [(reading, statement) for reading in readings for statement in reading.statements if statement.speaker]
    found.sort(key=lambda item: -_say(item[1]) * _freshness(item[0].article.published, last))
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


def _say(statement: Statement) -> float:
    """Say how much a statement matters: what it does, who speaks, how directly."""
    speaker = statement.speaker
    rank = 1.0
    if speaker is not None and speaker.country:
        rank += 1.0 + 0.5 * bool(speaker.office) + 0.5 * ("GOV" in speaker.sectors)
    direct = {"direct": 1.2, "mixed": 1.1, "indirect": 1.0}[statement.form]
    return _ACT_WEIGHT[statement.act] * rank * direct * statement.confidence


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
