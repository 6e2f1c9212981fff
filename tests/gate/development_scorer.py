"""Scores which reports are joined into one development against the crises of tests/golden.

A gold development lists its reports: article and trigger (a surface as in goldset.py). `may_join` lists reports that a
fair reader might count to it. A labelled event that no development lists is a development of its own. The gold stands
for a predicted event where its trigger overlaps that of the event, or is the only one in the event's sentence.

- B-cubed (Bagga and Baldwin 1998) over the reports found: the share of the predicted companions of a report that are
  its gold companions or may be, and the share of its gold companions that are predicted.
- links: the same over pairs of reports from different articles or sentences; a report alone counts for nothing, so that
  the many events that are told once cannot flatter the measure.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from goldset import SurfaceError, locate

from tocsin.records import Development, Event, Reading

Report = tuple[str, str]  # article, surface of the trigger


class Joined(NamedTuple):
    """How well reports are joined: measures from 0 to 1, reports scored, and pairs joined wrongly or not joined."""

    b_cubed: float
    links: float
    reports: int
    wrong: tuple[tuple[Report, Report], ...]
    missed: tuple[tuple[Report, Report], ...]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def labelled(folder: Path) -> tuple[list[tuple[set[Report], set[Report]]], set[Report]]:
    """Return the gold developments as (reports, reports that may join), and all labelled reports."""
    groups = [
        ({(a, s) for a, s in row["reports"]}, {(a, s) for a, s in row.get("may_join", ())})
        for row in _lines(folder / "developments.jsonl")
    ]
    every = {
        (row["article"], event["trigger"])
        for row in _lines(folder / "readings.jsonl")
        for event in row.get("events", ())
    }
    return groups, every.union(*(strict | may for strict, may in groups))


def match(readings: Iterable[Reading], every: Iterable[Report]) -> dict[str, Report]:
    """Return the gold report by id of the predicted event that tells it."""
    by_article: dict[str, list[Report]] = defaultdict(list)
    for report in every:
        by_article[report[0]].append(report)
    found: dict[str, Report] = {}
    for reading in readings:
        article, spans = reading.article, {}
        for report in by_article.get(article.id, ()):
            try:
                spans[report] = locate(article.text, report[1])
            except SurfaceError:  # the headline of a page, which this reading of it does not hold
                continue
        for event in reading.events:
            hits = [report for report, span in spans.items() if _overlap(span, event.trigger.span)]
            inside = [report for report, span in spans.items() if _overlap(span, event.sentence)]
            told = hits or (inside if len(inside) == 1 and _alone(event, reading) else [])
            if len(told) == 1 and told[0] not in found.values():
                found[event.id] = told[0]
    return found


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _alone(event: Event, reading: Reading) -> bool:
    return sum(other.sentence == event.sentence for other in reading.events) == 1


def score_developments(folder: Path, readings: Sequence[Reading], developments: Iterable[Development]) -> Joined:
    """Score how the events of the readings were joined."""
    groups, every = labelled(folder)
    strict: dict[Report, int] = {report: number for number, (reports, _) in enumerate(groups) for report in reports}
    fair = {pair for reports, may in groups for pair in _pairs(reports | may)}
    found = match(readings, every)
    group_of = {found[event]: item.id for item in developments for event in item.events if event in found}
    companions = {one: {other for other in group_of if group_of[other] == group_of[one]} for one in group_of}
    precision = recall = 0.0
    for one, together in companions.items():
        right = {other for other in together if other == one or _same(one, other, strict)}
        allowed = {other for other in together if other in right or frozenset((one, other)) in fair}
        gold = {other for other in group_of if other == one or _same(one, other, strict)}
        precision += len(allowed) / len(together)
        recall += len(right) / len(gold)
    precision, recall = precision / max(1, len(companions)), recall / max(1, len(companions))
    made = {pair for together in companions.values() for pair in _pairs(together)}
    wanted = {pair for reports, _ in groups for pair in _pairs(reports & group_of.keys())}
    wrong = {pair for pair in made if pair not in fair}
    links_right, links_made = len(made & wanted), len(made - (fair - wanted))
    return Joined(
        2 * precision * recall / max(1e-9, precision + recall),
        2 * links_right / max(1, links_made + len(wanted)),
        len(companions),
        _shown(wrong),
        _shown(wanted - made),
    )


def _same(one: Report, other: Report, strict: dict[Report, int]) -> bool:
    return one in strict and strict[one] == strict.get(other)


def _pairs(reports: Iterable[Report]) -> set[frozenset[Report]]:
    return {frozenset(pair) for pair in combinations(sorted(reports), 2)}


def _shown(pairs: Iterable[frozenset[Report]]) -> tuple[tuple[Report, Report], ...]:
    return tuple(sorted(tuple(sorted(pair)) for pair in pairs))  # type: ignore[misc]
