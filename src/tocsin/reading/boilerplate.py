"""Marks text that is not the article's own: appeals, newsletter sign-ups, navigation, captions printed twice.

Algorithm: the text is cut into units (lines; a long line into its sentences). A unit is boilerplate of the kind whose
cues in it (data/boilerplate/cues.tsv) weigh 1 or more together; most cues of appeals and sign-ups count only where the
unit speaks to the reader or as the outlet outside quotation marks, which keeps reports about donations unmarked. Fixed
forms (templates.tsv) are marked alone. A line that repeats an earlier line is a caption's copy.

Invariant: the spans are sorted and disjoint and none begins or ends with white space.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

import ahocorasick_rs
import msgspec

from tocsin.errors import DataError
from tocsin.lexicon import read_table
from tocsin.records import Boilerplate, Span
from tocsin.text import fold, strip_span

_LONG_LINE = 700
_LONG_UNIT = 2_000
_CAPTION_LENGTH = 30
_SENTENCE_END = re.compile(r"[.!?…][\"')\]]?\s+(?=\S)")
_PERSON = re.compile(r"\b(?:you|your|yours|you're|you'll|we|our|us|we're|we've|please)\b")
_QUOTED = re.compile(r'"[^"\n]{0,1000}(?:"|$)')
_IMPERATIVE = re.compile(
    r"\W*(?:sign|subscribe|donate|support|join|get|click|read|follow|share|download|register|become|help|give|send|"
    r"listen|watch|like|tell|enter|make)\b"
)


class _Cue(msgspec.Struct, frozen=True):
    kind: str
    weight: float
    where: str
    person: bool


@cache
def _cues() -> tuple[ahocorasick_rs.AhoCorasick, list[list[_Cue]], list[str]]:
    by_phrase: dict[str, list[_Cue]] = {}
    for row in read_table("boilerplate/cues.tsv", ("phrase", "kind", "weight", "where")):
        if row["where"] not in ("any", "start", "whole"):
            raise DataError(f"boilerplate/cues.tsv:{row['line']}: where must be any, start or whole")
        cue = _Cue(row["kind"], float(row["weight"]), row["where"], row["needs"] == "person")
        by_phrase.setdefault(row["phrase"], []).append(cue)
    phrases = list(by_phrase)
    return ahocorasick_rs.AhoCorasick(phrases), [by_phrase[phrase] for phrase in phrases], phrases


@cache
def _templates() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple(
        (row["anchor"], row["kind"], re.compile(row["pattern"], re.IGNORECASE))
        for row in read_table("boilerplate/templates.tsv", ("anchor", "kind", "pattern"))
    )


def mark_boilerplate(text: str) -> tuple[Boilerplate, ...]:
    """Return the stretches of `text` that are not the article's own, sorted and disjoint, with their kinds.

    Kinds: appeal, newsletter, navigation, advert, social, related, comment, contact, copyright, cookies, caption-copy.
    """
    folded = fold(text)
    units = _split_units(folded)
    marks: list[tuple[Span, str]] = []
    hits = _find_cues(folded, units)
    for i, (start, end) in enumerate(units):
        kind = _judge(folded, start, end, hits.get(i, ()))
        if kind is not None:
            marks.append(((start, end), kind))
        else:
            marks += _match_templates(text, folded, start, end)
    marks += _find_copies(folded)
    return _merge(text, marks)


def _split_units(folded: str) -> list[Span]:
    units: list[Span] = []
    start = 0
    while start <= len(folded):
        end = folded.find("\n", start)
        if end < 0:
            end = len(folded)
        first, last = strip_span(folded, start, end)
        if last - first > _LONG_LINE:
            cut = first
            for match in _SENTENCE_END.finditer(folded, first, last):
                units.append(strip_span(folded, cut, match.end()))
                cut = match.end()
            units.append(strip_span(folded, cut, last))
        elif first < last:
            units.append((first, last))
        start = end + 1
    return [unit for unit in units if unit[0] < unit[1]]


def _find_cues(folded: str, units: list[Span]) -> dict[int, list[tuple[int, int, int]]]:
    matcher, _, _ = _cues()
    found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    i = 0
    for number, start, end in sorted(
        matcher.find_matches_as_indexes(folded, overlapping=True), key=lambda match: match[1]
    ):
        if (start and folded[start - 1].isalnum()) or (end < len(folded) and folded[end].isalnum()):
            continue
        while i < len(units) and units[i][1] < end:
            i += 1
        if i < len(units) and units[i][0] <= start:
            found[i].append((number, start, end))
    return found


def _judge(folded: str, start: int, end: int, hits: list[tuple[int, int, int]] | tuple[()]) -> str | None:
    if not hits or end - start > _LONG_UNIT:
        return None
    _, cues, _ = _cues()
    unit = folded[start:end]
    outside = _QUOTED.sub(lambda match: " " * len(match[0]), unit)
    addressed = bool(_PERSON.search(outside) or _IMPERATIVE.match(unit))
    scores: dict[str, float] = defaultdict(float)
    for number, first, last in hits:
        opens = not any(c.isalnum() for c in folded[start:first])
        whole = opens and not any(c.isalpha() for c in folded[last:end])
        quoted = outside[first - start : last - start].isspace()
        for cue in cues[number]:
            if (cue.where == "whole" and not whole) or (cue.where == "start" and not opens):
                continue
            if (cue.person and not addressed) or quoted:
                continue
            scores[cue.kind] += cue.weight
    if not scores or sum(scores.values()) < 1:
        return None
    return max(scores, key=lambda kind: scores[kind])


def _match_templates(text: str, folded: str, start: int, end: int) -> list[tuple[Span, str]]:
    if end - start > _LONG_UNIT:
        return []
    found: list[tuple[Span, str]] = []
    for anchor, kind, pattern in _templates():
        if folded.find(anchor, start, end) >= 0:
            found += [
                ((start + match.start(), start + match.end()), kind) for match in pattern.finditer(text[start:end])
            ]
    return found


def _find_copies(folded: str) -> list[tuple[Span, str]]:
    seen: set[str] = set()
    copies: list[tuple[Span, str]] = []
    start = 0
    for line in folded.split("\n"):
        first, last = strip_span(folded, start, start + len(line))
        body = folded[first:last]
        if last - first >= _CAPTION_LENGTH:
            if body in seen:
                copies.append(((first, last), "caption-copy"))
            seen.add(body)
        start += len(line) + 1
    return copies


def _merge(text: str, marks: list[tuple[Span, str]]) -> tuple[Boilerplate, ...]:
    merged: list[Boilerplate] = []
    end = 0
    for (first, last), kind in sorted(marks):
        first, last = strip_span(text, max(first, end), max(last, end))
        if first < last:
            merged.append(Boilerplate((first, last), kind))
            end = last
    return tuple(merged)
