"""Joins the reports of one event into one development, so that each thing is counted once.

Algorithm: events are taken in order of date. An event joins the development with which it agrees on type and on both
parties (by country or name), whose days lie within one day of its own, and with which it shares a mode or trigger or
enough of its sentence's words; of several, the most alike. Force is one type where the place and some of the words are
the same ("stormed", "seized"); an act other than force of the same two parties on one day needs no more words. Two
events of one sentence are two. A party that is known only by its words ("border guards") agrees with any. Background
(historical, hypothetical, negated) never joins what happened. Two reports count as one origin where their articles do.
Figures on which the reports of a development differ stand side by side.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from tocsin.figures import read_figures
from tocsin.records import Article, Count, Detail, Development, Event, Evidence, Figure, Party, Reading
from tocsin.stories.words import stem
from tocsin.text import content_id, days_between

_WORD = re.compile(r"[a-z]{4,}|\d+")
_ALIKE = 0.25  # share of content words in common, of the shorter sentence
_ALIKE_UNDATED = 0.45  # where no day says that two articles tell of one thing
_MOST_ALIKE = 0.6
_LITTLE = 0.05
_FORCE = {"ASSAULT": "force", "COERCE": "force"}
_ROOT = 6  # letters of a stem
_AFTER = 3  # words after a verb that says nothing by itself
_LIGHT = frozenset(("made", "make", "take", "took", "taken", "held", "gave", "give", "with", "into", "over", "carri"))
_HARM = frozenset(("dead", "injured"))
_NEXT_SENTENCE = re.compile(r" [^\n]{10,300}?[.!?](?=\s|$)")
_COUNTED = frozenset(("dead", "injured", "detained", "missing", "displaced"))  # what reports of one event count alike


class _Report:
    """One event with what is needed to compare it."""

    __slots__ = ("acts", "article", "day", "event", "place", "things", "unnamed", "words")

    def __init__(self, article: Article, event: Event) -> None:
        self.article, self.event = article, event
        self.day = event.date or (article.published[:10] if article.published else None)
        sentence = article.text[slice(*event.sentence)].lower()
        self.words = frozenset(_WORD.findall(sentence))
        self.acts = _roots(event.trigger.text) - _LIGHT
        if not self.acts:  # "made the proposal"
            after = article.text[event.trigger.span[1] : event.sentence[1]].split()[:_AFTER]
            self.acts = _roots(" ".join(after)) - _LIGHT
        self.things = frozenset().union(*(_roots(p.text) for p in event.recipients))
        self.unnamed = not _known(event.recipients)
        self.place = frozenset(_WORD.findall(event.place.text.lower())) if event.place else frozenset()


def _roots(words: str) -> frozenset[str]:
    """Return the first letters of the stems of words, the same in "proposed" and "proposal"."""
    return frozenset(stem(word)[:_ROOT] for word in words.lower().split() if len(word) > 3)


def gather_developments(readings: Sequence[Reading], origin_of: Mapping[str, int]) -> tuple[Development, ...]:
    """Return the developments that the readings report, in order of date (undated last), then of first report.

    `origin_of` maps article ids to the number of their origin. Every event of every reading is in exactly one
    development.
    """
    reports = [_Report(reading.article, event) for reading in readings for event in reading.events]
    reports.sort(key=lambda report: report.day or "9999")
    groups: list[list[_Report]] = []
    by_day: dict[tuple[str, str, int | None], dict[int, None]] = defaultdict(dict)
    for report in reports:
        kind = (_FORCE.get(report.event.type, report.event.type), report.event.modality)
        days = _window(report.day)
        best, best_fit = None, _LITTLE
        near = dict.fromkeys(number for day in days or (None,) for number in by_day.get((*kind, day), ()))
        for number in sorted(near):
            fit = max(_fit(report, other) + _told_alike(report, other) for other in groups[number])
            if fit > best_fit:
                best, best_fit = number, fit
        if best is None:
            best = len(groups)
            groups.append([])
        groups[best].append(report)
        by_day[(*kind, days[1] if days else None)][best] = None
    return tuple(_development(group, origin_of) for group in groups)


def _told_alike(one: _Report, other: _Report) -> float:
    """Prefer, of developments that fit as well, the one that is claimed as this is, or told as this is."""
    return _LITTLE * ((one.event.attributed_to is None) == (other.event.attributed_to is None))


def _window(day: str | None) -> tuple[int, ...]:
    """Return the day before, the day and the day after as numbers; nothing where only the month or less is known.

    Reports without a day stand last, and are compared with each other only.
    """
    if day is None or len(day) < 10:
        return ()
    number = date.fromisoformat(day[:10]).toordinal()
    return number - 1, number, number + 1


def _fit(one: _Report, other: _Report) -> float:
    """Say from 0 (not the same event) to 1 how well two reports agree."""
    gap = days_between(one.day, other.day)
    a, b = one.event, other.event
    if gap is not None and gap > 1:
        return 0.0
    if one.article is other.article and a.sentence == b.sentence and (a.mode is None or a.mode != b.mode):
        return 0.0
    shared = len(one.words & other.words) / max(1, min(len(one.words), len(other.words)))
    if not (_compatible(a.actors, b.actors) and _compatible(a.recipients, b.recipients)):
        return 0.0
    named = bool(_keys(a.actors) & _keys(b.actors)) or bool(_keys(a.recipients) & _keys(b.recipients))
    same_act = bool(one.acts & other.acts)
    same_mode = a.mode == b.mode and a.mode is not None
    here = bool(one.place & other.place)
    if a.type != b.type and not (here or same_mode or same_act):
        return 0.0
    if shared >= _MOST_ALIKE and named:
        return shared
    if gap is None and one.article is not other.article:
        return shared if named and shared >= _ALIKE_UNDATED else 0.0
    if a.type == b.type and _is_plainly_same(one, other, gap, named, same_act):
        return max(shared, _ALIKE)
    if here and gap == 0 and named and shared >= _ALIKE / 2 and a.type in _FORCE:
        return shared + _ALIKE
    if a.mode and b.mode and a.mode != b.mode:
        return 0.0
    same_way = same_mode or same_act
    return (shared + same_way) / 2 if named and (same_way or shared >= _ALIKE) and shared >= _ALIKE / 2 else 0.0


def _is_plainly_same(one: _Report, other: _Report, gap: int | None, named: bool, same_act: bool) -> bool:
    """Tell whether two reports of one type are of one event whatever their words.

    They are where the same two parties do the same on one day, or meet or fight in the same place; where it is done to
    the same thing; and where an article comes back to the act of a party.
    """
    a, b = one.event, other.event
    if _are_between_same(a, b) and (bool(one.place & other.place) or (same_act and gap == 0 and a.type not in _FORCE)):
        return True
    if gap != 0:
        return False
    if one.things & other.things and ((one.unnamed and other.unnamed and named) or same_act):
        return True
    same_sides = _keys(a.actors) == _keys(b.actors) and _keys(a.recipients) == _keys(b.recipients)
    again = one.article is other.article or (same_sides and a.mode == b.mode and a.type not in _FORCE)
    return named and same_act and again


def _are_between_same(one: Event, other: Event) -> bool:
    """Tell whether two events are between the same two parties or more, whoever acts."""
    sides = _known((*one.actors, *one.recipients))
    return len(sides) > 1 and sides == _known((*other.actors, *other.recipients))


def _keys(parties: Sequence[Party]) -> set[str]:
    """Return the keys of parties."""
    return {party.key for party in parties}


def _known(parties: Sequence[Party]) -> set[str]:
    """Return the keys of the parties that are resolved to a country, an organisation or a name."""
    return {party.key for party in parties if party.country or party.name}


def _compatible(one: Sequence[Party], other: Sequence[Party]) -> bool:
    """Tell whether two party lists can mean the same: a party in common, or one of them not known by name."""
    if _keys(one) & _keys(other):
        return True
    return not (_known(one) and _known(other))


def _development(group: Sequence[_Report], origin_of: Mapping[str, int]) -> Development:
    """Make the record of one group, told by its most confident and complete report."""
    lead = max(
        group,
        key=lambda report: (
            bool(report.event.actors) + bool(report.event.recipients),
            report.event.attributed_to is None,
            report.event.confidence,
        ),
    )
    articles = list(dict.fromkeys(report.article.id for report in group))
    outlets = dict.fromkeys(report.article.outlet for report in group if report.article.outlet)
    origins = len({origin_of.get(article, article) for article in articles})
    return Development(
        id=content_id("d-", *sorted(report.event.id for report in group)),
        lead=lead.event,
        events=tuple(report.event.id for report in group),
        date=min((report.day for report in group if report.day), default=None),
        count=Count(len(articles), tuple(outlets), origins),
        evidence=tuple(_evidence([lead, *(report for report in group if report is not lead)])),
        details=tuple(_details(group)),
    )


def _details(group: Sequence[_Report]) -> Iterator[Detail]:
    """Yield the units of which the reports give different figures; in an article the first sentence counts.

    Distances and shares are left out: one sentence tells of several.
    """
    told: dict[str, dict[float, list[tuple[Article, str]]]] = defaultdict(lambda: defaultdict(list))
    seen: set[tuple[str, str]] = set()
    for report in group:
        for unit, (value, words) in _counted(report).items():
            if (report.article.id, unit) not in seen:
                seen.add((report.article.id, unit))
                told[unit][value].append((report.article, words))
    for unit, figures in told.items():
        if len(figures) > 1:
            yield Detail(unit=unit, figures=tuple(_figure(value, figures[value]) for value in sorted(figures)))


def _counted(report: _Report) -> dict[str, tuple[float, str]]:
    """Return the figures of a report's sentence; the victims of an attack may stand in the sentence after it."""
    start, end = report.event.sentence
    text = report.article.text
    found = {unit: told for unit, told in read_figures(text[start:end]).items() if unit in _COUNTED}
    if report.event.type == "ASSAULT" and not _HARM & found.keys():
        after = _NEXT_SENTENCE.match(text, end)
        if after is not None:
            harmed = read_figures(after.group())
            found.update({unit: harmed[unit] for unit in _HARM & harmed.keys()})
    return found


def _figure(value: float, told: Sequence[tuple[Article, str]]) -> Figure:
    """Make the record of one figure."""
    outlets = dict.fromkeys(article.outlet for article, _ in told if article.outlet)
    return Figure(
        value=value, words=told[0][1], articles=tuple(article.id for article, _ in told), outlets=tuple(outlets)
    )


def _evidence(group: Sequence[_Report]) -> Iterator[Evidence]:
    """Yield one sentence of each article, the lead's first."""
    seen: set[str] = set()
    for report in group:
        if report.article.id not in seen:
            seen.add(report.article.id)
            yield report.article.quote(report.event.sentence, report.event.id)
