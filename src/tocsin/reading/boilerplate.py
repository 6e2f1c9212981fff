"""Marks text that is not the article's own: appeals, newsletter sign-ups, navigation, captions printed twice.

Algorithm: every sentence of every line is scored by its cues (data/boilerplate/cues.tsv); most cues of appeals and
sign-ups count only where the sentence, outside quotation marks, speaks to the reader or as the outlet and reports
nobody's words, which keeps reports about donations and newsletters unmarked. A line is marked whole where its marked
sentences carry the rest of it, else sentence by sentence. Weaker lines beside marked ones are marked with them, as are
the headlines under "Related stories". Fixed forms (templates.tsv) are marked alone, and of text that is printed twice
the copy.

Invariant: the spans are sorted and disjoint and none begins or ends with white space.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import pairwise

import ahocorasick_rs
import msgspec

from tocsin.errors import DataError
from tocsin.lexicon import read_table
from tocsin.records import Boilerplate, Span
from tocsin.text import fold, strip_span

_LONGEST_UNIT = 2_000  # code points; a longer line is cut into sentences, and a longer sentence is never boilerplate
_SHORT = 14
_LONGEST_NOTE = 700
_BESIDE = 0.4
_DIRECTED = frozenset({"appeal", "newsletter", "social", "contact", "comment", "cookies"})
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_SENTENCE_END = re.compile(r"[.!?…][\"')\]]{0,2}\s+(?=\S)")
_ABBREVIATED = re.compile(r"(?:\b[a-z]|\b(?:mr|mrs|ms|dr|sen|rep|gov|gen|col|lt|sgt|st|jr|vs|no|rev|prof))\.$")
_WORD = re.compile(r"[^\W_][\w'.-]*")
_PERSON = re.compile(r"\b(?:you|your|yours|you're|you'll|you've|we|our|us|we're|we've|we'll|please)\b")
_QUOTED = re.compile(r'"[^"\n]{0,1000}(?:"|$)')
_REPORTING = re.compile(
    r"\b(?:said|says|told|tells|added|announced|reported|according to|urged|argued|warned|wrote|insisted|claimed|"
    r"asked (?:for|whether|if|him|her|them|about|supporters|readers|followers|donors))\b"
)
_IMPERATIVE = re.compile(
    r"\W*(?:please|sign|subscribe|donate|support|join|get|click|read|follow|share|download|register|become|help|give|"
    r"send|listen|watch|like|tell|enter|make|contribute|fund|stay|don't|see|check|view|email|call|contact|keep|chip)\b"
)
_COUNTER = re.compile(r"(?:list )?\d+ (?:of|/) \d+|\d+\.?")
_PROSE = re.compile(r"[.!?;:,\"'”’)]\s*$")


class _Cue(msgspec.Struct, frozen=True):
    kind: str
    weight: float
    where: str
    needs: str


class _Unit(msgspec.Struct):
    """A line under judgement: its sentences with their scores by kind, and the kind given to the whole line."""

    span: Span
    sentences: list[Span] = []
    scores: list[dict[str, float]] = []
    outside: str = ""  # the line with quotations blanked
    is_opened: bool = False  # a cue at its start names the whole line
    kind: str | None = None


Hit = tuple[int, int, int]


@cache
def _cues() -> tuple[ahocorasick_rs.AhoCorasick, list[list[_Cue]]]:
    by_phrase: dict[str, list[_Cue]] = {}
    for row in read_table("boilerplate/cues.tsv", ("phrase", "kind", "weight", "where")):
        if row["where"] not in ("any", "start", "whole") or row["needs"] not in ("", "person", "short", "link"):
            raise DataError(
                f"boilerplate/cues.tsv:{row['line']}: where must be any, start or whole, and needs person, short, "
                "link or empty"
            )
        cue = _Cue(row["kind"], float(row["weight"]), row["where"], row["needs"])
        by_phrase.setdefault(row["phrase"], []).append(cue)
    return ahocorasick_rs.AhoCorasick(list(by_phrase)), list(by_phrase.values())


class _Template(msgspec.Struct, frozen=True):
    kind: str
    longest: int
    pattern: re.Pattern[str]


@cache
def _templates() -> tuple[ahocorasick_rs.AhoCorasick, list[_Template]]:
    rows = list(read_table("boilerplate/templates.tsv", ("anchor", "kind", "longest", "pattern")))
    templates = [_Template(row["kind"], int(row["longest"]), re.compile(row["pattern"], re.IGNORECASE)) for row in rows]
    return ahocorasick_rs.AhoCorasick([row["anchor"] for row in rows]), templates


def mark_boilerplate(text: str) -> tuple[Boilerplate, ...]:
    """Return the stretches of `text` that are not the article's own, sorted and disjoint, with their kinds.

    Kinds: appeal, newsletter, navigation, advert, social, related, comment, contact, cookies, copyright, note (about
    the article or its author), gallery (pictures' captions run together), caption-copy, copy (a passage printed again).
    """
    folded = fold(text)
    units = [_Unit(strip_span(folded, *match.span())) for match in _LINE.finditer(folded)]
    units = [unit for unit in units if unit.span[0] < unit.span[1]]
    hits = _find_cues(folded, units)
    for i, unit_hits in hits.items():
        _score(folded, units[i], unit_hits, is_first=i == 0)
        units[i].kind = _judge_line(units[i])
    _spread(folded, units)
    _follow_headers(folded, units)
    marks: list[tuple[Span, str]] = []
    for unit in units:
        if unit.kind is not None:
            marks.append((unit.span, unit.kind))
        else:
            marks += _judge_sentences(unit)
    marks += _match_templates(text, folded, units)
    marks += _find_copies(folded, units)
    return _merge(text, marks)


def _find_cues(folded: str, units: list[_Unit]) -> dict[int, list[Hit]]:
    """Return the cues found, as (number, start, end), by the unit that they stand in."""
    matcher, _ = _cues()
    found: dict[int, list[Hit]] = defaultdict(list)
    i = 0
    matches = matcher.find_matches_as_indexes(folded, overlapping=True)
    for number, start, end in sorted(matches, key=lambda match: match[1]):
        if (start and folded[start - 1].isalnum() and folded[start].isalnum()) or (
            end < len(folded) and folded[end].isalnum() and folded[end - 1].isalnum()
        ):
            continue
        while i < len(units) and units[i].span[1] <= start:
            i += 1
        if i < len(units) and units[i].span[0] <= start and end <= units[i].span[1]:
            found[i].append((number, start, end))
    return found


def _split_sentences(folded: str, span: Span) -> list[Span]:
    """Cut a line into sentences, but not behind initials and abbreviations ("u.s.", "sen.")."""
    cuts = [span[0]]
    for match in _SENTENCE_END.finditer(folded, *span):
        if not _ABBREVIATED.search(folded, max(span[0], match.start() - 8), match.start() + 1):
            cuts.append(match.end())
    cuts.append(span[1])
    return [strip_span(folded, start, end) for start, end in pairwise(cuts) if start < end]


def _score(folded: str, unit: _Unit, hits: list[Hit], *, is_first: bool) -> None:
    """Fill a unit's sentences and their scores."""
    unit.sentences = _split_sentences(folded, unit.span)
    unit.outside = _blank_quotations(folded[slice(*unit.span)])
    for start, end in unit.sentences:
        inside = [hit for hit in hits if start <= hit[1] and hit[2] <= end]
        short_enough = bool(inside) and end - start <= _LONGEST_UNIT
        unit.scores.append(_score_sentence(folded, unit, (start, end), inside, is_first) if short_enough else {})


def _score_sentence(folded: str, unit: _Unit, span: Span, hits: list[Hit], is_first: bool) -> dict[str, float]:
    """Return the weight of the cues in a sentence by kind; of overlapping cues the heaviest counts."""
    line = unit.span
    _, cues = _cues()
    start, end = span
    sentence = folded[start:end]
    outside = unit.outside[start - line[0] : end - line[0]]
    addressed = bool(_PERSON.search(outside) or _IMPERATIVE.match(outside)) and not _REPORTING.search(outside)
    is_short = not is_first and sentence.count(" ") < _SHORT
    met = {"": True, "person": addressed, "short": is_short, "link": is_short and not sentence.endswith(".")}
    fitting: list[tuple[float, int, int, str]] = []
    for number, first, last in hits:
        if outside[first - start : last - start].isspace():
            continue
        opens = not any(c.isalnum() for c in folded[line[0] : first])
        whole = opens and not any(c.isalpha() for c in folded[last : line[1]])
        for cue in cues[number]:
            placed = cue.where == "any" or (whole if cue.where == "whole" else opens)
            if placed and met[cue.needs]:
                fitting.append((cue.weight, first, last, cue.kind))
                unit.is_opened |= cue.where == "start" and not cue.needs and cue.weight >= 1
    scores: dict[str, float] = defaultdict(float)
    taken: list[Span] = []
    for weight, first, last, kind in sorted(fitting, key=lambda fit: (-fit[0], fit[1] - fit[2])):
        if all(last <= other[0] or other[1] <= first for other in taken):
            taken.append((first, last))
            scores[kind] += weight
    return scores


def _blank_quotations(line: str) -> str:
    """Blank what others say, offset for offset; up to three words without "we" or "you" are scare quotes and stay."""

    def blank(match: re.Match[str]) -> str:
        is_scare = match[0].count(" ") <= 2 and not _PERSON.search(match[0])
        return match[0] if is_scare else " " * len(match[0])

    return _QUOTED.sub(blank, line)


def _strongest(scores: list[dict[str, float]]) -> str | None:
    total: dict[str, float] = defaultdict(float)
    for score in scores:
        for kind, weight in score.items():
            total[kind] += weight
    return max(total, key=lambda kind: total[kind]) if total else None


def _judge_line(unit: _Unit) -> str | None:
    """Return the kind of a line that is boilerplate as a whole.

    Some sentence must weigh 1, or two 1.6 together, and the sentences that weigh anything, or speak to the reader,
    must make up most of the line.
    """
    weights = [sum(score.values()) for score in unit.scores]
    if max(weights) < 1 and not (sum(weights) >= 1.6 and sum(weight > 0 for weight in weights) > 1):
        return None
    carried = 0
    for (start, end), weight in zip(unit.sentences, weights, strict=True):
        outside = unit.outside[start - unit.span[0] : end - unit.span[0]]
        if weight >= _BESIDE or (_PERSON.search(outside) and not _REPORTING.search(outside)):
            carried += end - start
    length = unit.span[1] - unit.span[0]
    is_whole = carried >= 0.5 * length or (unit.is_opened and length <= _LONGEST_NOTE)
    return _strongest(unit.scores) if is_whole else None


def _judge_sentences(unit: _Unit) -> list[tuple[Span, str]]:
    """Return the marked sentences of a line that is not boilerplate as a whole."""
    marks: list[tuple[Span, str]] = []
    for span, score in zip(unit.sentences, unit.scores, strict=True):
        kind = _strongest([score])
        if kind is not None and sum(score.values()) >= 1:
            marks.append((span, kind))
    return marks


def _spread(folded: str, units: list[_Unit]) -> None:
    """Mark lines beside a marked appeal or sign-up that are weaker, or that stand between two and are very short."""
    for order in (range(1, len(units)), range(len(units) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        for i in order:
            unit, neighbour = units[i], units[i + step].kind
            if unit.kind is not None or neighbour not in _DIRECTED:
                continue
            weight = sum(value for score in unit.scores for kind, value in score.items() if kind in _DIRECTED)
            weak = weight >= _BESIDE * max(1, len(unit.sentences) / 2)
            other = units[i - step].kind if 0 <= i - step < len(units) else neighbour
            is_label = other in _DIRECTED and _is_label(folded, unit.span)
            if weak or is_label or not _has_letters(folded, unit.span):
                unit.kind = neighbour


def _is_label(folded: str, span: Span) -> bool:
    """Tell whether a line is a button's or field's label: at most five words and no sentence."""
    surface = folded[span[0] : span[1]]
    return len(surface) <= 60 and len(_WORD.findall(surface)) <= 5 and not surface.endswith((".", '"'))


def _has_letters(folded: str, span: Span) -> bool:
    return any(c.isalpha() for c in folded[span[0] : span[1]])


def _follow_headers(folded: str, units: list[_Unit]) -> None:
    """Mark the headlines that follow a header such as "Related stories", once the article has begun."""
    if all(unit.kind != "related" for unit in units):
        return
    has_begun = listing = False
    for unit in units:
        surface = folded[unit.span[0] : min(unit.span[1], unit.span[0] + 200)]
        words = len(_WORD.findall(surface))
        if unit.kind is None and not listing:
            has_begun |= words > 12 and bool(_PROSE.search(folded, unit.span[1] - 1, unit.span[1]))
        elif unit.kind == "related" and has_begun:
            listing = listing or words <= 5
        elif listing and unit.kind is None:
            if 3 <= words <= 18 and not _PROSE.search(surface) and '"' not in surface:
                unit.kind = "related"
            elif not (_COUNTER.fullmatch(surface)):
                listing = False


def _match_templates(text: str, folded: str, units: list[_Unit]) -> list[tuple[Span, str]]:
    """Return what the fixed forms match, each tried once on each line that holds its anchor."""
    matcher, templates = _templates()
    found: list[tuple[Span, str]] = []
    tried: set[tuple[int, int]] = set()
    i = 0
    matches = matcher.find_matches_as_indexes(folded, overlapping=True)
    for number, start, _ in sorted(matches, key=lambda match: match[1]):
        while i < len(units) and units[i].span[1] <= start:
            i += 1
        if i == len(units):
            break
        first, last = units[i].span
        if last - first > templates[number].longest or units[i].kind is not None or (i, number) in tried:
            continue
        tried.add((i, number))
        for match in templates[number].pattern.finditer(text[first:last]):
            found.append(((first + match.start(), first + match.end()), templates[number].kind))
    return found


_CAPTION_LENGTH = 30
_LONGEST_CAPTION = 600


def _find_copies(folded: str, units: list[_Unit]) -> list[tuple[Span, str]]:
    """Return lines that repeat an earlier line, and the second half of a line that says the same twice."""
    seen: dict[str, int] = {}
    copies: list[tuple[Span, str]] = []
    for i, unit in enumerate(units):
        start, end = unit.span
        if end - start < _CAPTION_LENGTH:
            continue
        body = folded[start:end]
        if body in seen:
            near = i - seen[body] <= 2 and end - start <= _LONGEST_CAPTION
            copies.append(((start, end), "caption-copy" if near else "copy"))
        seen[body] = i
        half = (end - start) // 2
        first, second = body[:half].strip(), body[half:].strip()
        if first == second and len(first) >= _CAPTION_LENGTH:
            copies.append(((end - len(second), end), "caption-copy"))
    return copies


def _merge(text: str, marks: list[tuple[Span, str]]) -> tuple[Boilerplate, ...]:
    """Return the marks sorted and disjoint: where two overlap the longer one stands and the other keeps its rest."""
    merged: list[Boilerplate] = []
    reached = 0
    for (first, last), kind in sorted(marks, key=lambda mark: (mark[0][0], -mark[0][1])):
        first, last = strip_span(text, max(first, reached), max(last, reached))
        if first < last:
            merged.append(Boilerplate((first, last), kind))
            reached = last
    return tuple(merged)
