"""Marks text that is not the article's own: appeals, newsletter sign-ups, navigation, captions printed twice.

Algorithm: every sentence of every paragraph is scored by its cues (data/boilerplate/cues.tsv); most cues of appeals and
sign-ups count only where the sentence, outside quotation marks, speaks to the reader or as the outlet and reports
nobody's words, which keeps reports about donations and newsletters unmarked. A paragraph is marked whole where its
marked sentences carry the rest of it, else sentence by sentence. Weaker lines beside marked ones are marked with them,
as are the headlines under "Related stories". Fixed forms (templates.tsv) are marked alone, and of what is printed twice
the copy.

Invariant: the spans are sorted and disjoint and none begins or ends with white space.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import ahocorasick_rs
import msgspec

from tocsin.errors import DataError
from tocsin.lexicon import read_table
from tocsin.reading.blocks import find_paragraphs
from tocsin.records import Boilerplate, Span
from tocsin.text import fold, strip_span

_ENOUGH = 1.0  # weight of a sentence that is boilerplate
_BESIDE = 0.4  # weight of a sentence or line that is boilerplate beside another
_ROUNDING = 1e-6  # weights that sum to 1 may come to a little less
_SHORT = 14  # words
_LONGEST_SENTENCE = 2_000  # code points; a longer one is no sentence, and never boilerplate
_LONGEST_NOTE = 700
_LEAD_IN, _TAIL = 10, 12  # words before the first cue and after the last one that still belong to a marked sentence
_DIRECTED = frozenset({"appeal", "newsletter", "social", "contact", "comment", "cookies"})
_ASKING = frozenset({"appeal", "newsletter"})  # kinds that mix freely
_NEEDS = ("", "person", "short", "link")
_PLACES = ("any", "start", "whole")
_SENTENCE = 40  # code points; a shorter sentence may well be said twice
_LINE = 30
_NEAR = 2  # paragraphs between a caption and its copy
_LONGEST_CAPTION = 600
_SENTENCE_END = re.compile(r"[.!?…][\"')\]]{0,2}\s+(?=\S)")
_ABBREVIATED = re.compile(r"(?:\b[a-z]|\b(?:mr|mrs|ms|dr|sen|rep|gov|gen|col|lt|sgt|st|jr|vs|no|rev|prof))\.$")
# "you", "your", "yours", "we", "our", "us", "please", also before an apostrophe; a pattern that begins with a set of
# letters is searched for several times as fast as one that begins with \b
_PERSON = re.compile(r"[ywoup](?<!\w.)(?:(?<=y)ou(?:rs?)?|(?<=w)e|(?<=o)ur|(?<=u)s|(?<=p)lease)\b")
_QUOTED = re.compile(r'"[^"]{0,1000}(?:"|$)')
_REPORTING = re.compile(
    r"\b(?:said|says|told|tells|added|announced|reported|according to|urged|argued|warned|wrote|insisted|claimed|"
    r"asked (?:for|whether|if|him|her|them|about|supporters|readers|followers|donors))\b"
)
_IMPERATIVE = re.compile(
    r"\W*(?:please|sign|subscribe|donate|support|join|get|click|read|follow|share|download|register|become|help|give|"
    r"send|listen|watch|like|tell|enter|make|contribute|fund|stay|don't|see|check|view|email|call|contact|keep|chip)\b"
)
_COUNTER = re.compile(r"(?:list )?\d+ (?:of|/) \d+|\d+\.?")
_FINAL = re.compile(r"[.!?;:,\"')]\s*$")


_Hit = tuple[int, int, int]  # number of the phrase, start, end
_Fit = tuple[float, int, int, str, int]  # weight, start, end, kind, number of the phrase
_Mark = tuple[Span, str]


class _Cue(msgspec.Struct, frozen=True, gc=False):
    kind: str
    weight: float
    where: str
    needs: str


class _Template(msgspec.Struct, frozen=True):
    kind: str
    longest: int
    pattern: re.Pattern[str]


class _Sentence(msgspec.Struct, gc=False):
    """A sentence with the weight of its cues by kind, and what lies between its first and last cue."""

    span: Span
    weights: dict[str, float] = {}
    reach: Span = (0, 0)
    addressed: bool = False

    @property
    def weight(self) -> float:
        """Return the weight of all cues together."""
        return sum(self.weights.values())


class _Unit(msgspec.Struct, gc=False):
    """A paragraph under judgement.

    `hits` are the cues found in it that are not weighed yet, `is_opened` tells that a cue at its start names it whole,
    and `kind` is what it is judged to be.
    """

    span: Span
    sentences: list[_Sentence] = []
    hits: list[_Hit] = []
    is_opened: bool = False
    kind: str | None = None


@cache
def _cues() -> tuple[ahocorasick_rs.AhoCorasick, list[list[_Cue]], list[tuple[float, float]]]:
    """Return the matcher, the cues of each phrase, and its heaviest weights: at a paragraph's start and behind it."""
    by_phrase: dict[str, list[_Cue]] = {}
    for row in read_table("boilerplate/cues.tsv", ("phrase", "kind", "weight", "where")):
        if row["where"] not in _PLACES or row["needs"] not in _NEEDS:
            raise DataError(
                f"boilerplate/cues.tsv:{row['line']}: where must be any, start or whole, and needs person, short, "
                "link or empty"
            )
        cue = _Cue(row["kind"], float(row["weight"]), row["where"], row["needs"])
        by_phrase.setdefault(row["phrase"], []).append(cue)
    heaviest = [
        (max(cue.weight for cue in cues), max([cue.weight for cue in cues if cue.where == "any"], default=0.0))
        for cues in by_phrase.values()
    ]
    return ahocorasick_rs.AhoCorasick(list(by_phrase)), list(by_phrase.values()), heaviest


@cache
def _templates() -> tuple[ahocorasick_rs.AhoCorasick, list[_Template]]:
    rows = list(read_table("boilerplate/templates.tsv", ("anchor", "kind", "longest", "pattern")))
    templates = [_Template(row["kind"], int(row["longest"]), re.compile(row["pattern"], re.IGNORECASE)) for row in rows]
    return ahocorasick_rs.AhoCorasick([row["anchor"] for row in rows]), templates


def mark_boilerplate(text: str) -> tuple[Boilerplate, ...]:
    """Return the stretches of `text` that are not the article's own, sorted and disjoint, with their kinds.

    Kinds: appeal, newsletter, navigation, advert, social, related, comment, contact, cookies, copyright, note (about
    the article or its author), gallery (pictures' captions run together), caption-copy, pull-quote, copy (a passage
    printed again).
    """
    folded = fold(text).replace("\n", " ").replace("\r", " ")
    units = [_Unit(span, [_Sentence(cut) for cut in _split_sentences(folded, span)]) for span in find_paragraphs(text)]
    for i in _find_cues(folded, units):
        _weigh(folded, units[i], is_first=i == 0)
        units[i].kind = _judge(units[i])
    _spread(folded, units)
    _follow_headers(folded, units)
    marks: list[_Mark] = []
    for unit in units:
        marks += [(unit.span, unit.kind)] if unit.kind is not None else _judge_sentences(folded, unit)
    marks += _match_templates(text, folded, units)
    marks += find_copies(folded, [[sentence.span for sentence in unit.sentences] for unit in units])
    return _merge(text, marks)


def _split_sentences(folded: str, span: Span) -> list[Span]:
    """Cut a paragraph into sentences, but not behind initials and abbreviations ("u.s.", "sen.")."""
    cuts = [span[0]]
    for match in _SENTENCE_END.finditer(folded, *span):
        if not _ABBREVIATED.search(folded, max(span[0], match.start() - 8), match.start() + 1):
            cuts.append(match.end())
    cuts.append(span[1])
    return [strip_span(folded, start, end) for start, end in pairwise(cuts) if start < end]


def _find_cues(folded: str, units: list[_Unit]) -> list[int]:
    """Give each paragraph its hits, in the order of their starts; return the paragraphs that may be boilerplate."""
    matcher, _, heaviest = _cues()
    possible: dict[int, float] = {}
    i = opening = 0
    matches = matcher.find_matches_as_indexes(folded, overlapping=True)
    for number, start, end in sorted(matches, key=lambda match: match[1]):
        if (start and folded[start - 1].isalnum() and folded[start].isalnum()) or (
            end < len(folded) and folded[end].isalnum() and folded[end - 1].isalnum()
        ):
            continue
        while i < len(units) and units[i].span[1] <= start:
            i += 1
        if i < len(units) and units[i].span[0] <= start and end <= units[i].span[1]:
            units[i].hits.append((number, start, end))
            if i not in possible:
                possible[i] = 0.0
                opening = _opening(folded, units[i].span)
            possible[i] += heaviest[number][start > opening]
    return [i for i, weight in possible.items() if weight >= _ENOUGH - _ROUNDING]


def _opening(folded: str, span: Span) -> int:
    """Return the offset of the first letter or digit of a paragraph, its end where there is none."""
    return next((i for i in range(*span) if folded[i].isalnum()), span[1])


def _weigh(folded: str, unit: _Unit, *, is_first: bool) -> None:
    """Weigh the sentences of a paragraph by the cues in them, in time linear in its length."""
    first, last = unit.span
    hits, unit.hits = unit.hits, []
    outside = _blank_quotations(folded[first:last])
    opening = _opening(folded, unit.span)
    closing = next((i for i in range(last - 1, first - 1, -1) if folded[i].isalpha()), first)
    k = 0
    for sentence in unit.sentences:
        start, end = sentence.span
        inside: list[_Hit] = []
        while k < len(hits) and hits[k][1] < end:
            if hits[k][2] <= end:
                inside.append(hits[k])
            k += 1
        if end - start > _LONGEST_SENTENCE:
            continue
        said = outside[start - first : end - first]
        persons = [match.span() for match in _PERSON.finditer(said)]
        sentence.addressed = bool(persons or _IMPERATIVE.match(said)) and not _REPORTING.search(said)
        is_short = not is_first and said.count(" ") < _SHORT
        met = {
            "": True, "person": sentence.addressed, "short": is_short,
            "link": is_short and not folded.endswith(".", start, end),
        }  # fmt: skip
        fitting: list[_Fit] = []
        for number, begin, stop in inside:
            if outside[begin - first : stop - first].isspace():
                continue
            opens = begin <= opening
            for cue in _cues()[1][number]:
                placed = cue.where == "any" or (opens and (cue.where == "start" or stop > closing))
                if placed and met[cue.needs]:
                    fitting.append((cue.weight, begin, stop, cue.kind, number))
                    unit.is_opened |= cue.where == "start" and not cue.needs and cue.weight >= _ENOUGH
        _settle(sentence, fitting, [(start + low, start + high) for low, high in persons])


def _blank_quotations(line: str) -> str:
    """Blank what others say, offset for offset; up to three words without "we" or "you" are scare quotes and stay."""

    def blank(match: re.Match[str]) -> str:
        is_scare = match[0].count(" ") <= 2 and not _PERSON.search(match[0])
        return match[0] if is_scare else " " * len(match[0])

    return _QUOTED.sub(blank, line)


def _settle(sentence: _Sentence, fitting: list[_Fit], persons: list[Span]) -> None:
    """Sum the cues of a sentence by kind, of overlapping ones the heaviest, and measure how far they reach."""
    taken: list[Span] = []
    seen: set[tuple[int, str]] = set()  # a phrase said twice counts once
    weights: dict[str, float] = defaultdict(float)
    for weight, begin, stop, kind, number in sorted(fitting, key=lambda fit: (-fit[0], fit[1] - fit[2])):
        if (number, kind) not in seen and all(stop <= other[0] or other[1] <= begin for other in taken):
            taken.append((begin, stop))
            seen.add((number, kind))
            weights[kind] += weight
    sentence.weights = dict(weights)
    spans = taken + persons if _DIRECTED & weights.keys() else taken
    if spans:
        sentence.reach = min(span[0] for span in spans), max(span[1] for span in spans)


def _strongest(sentences: list[_Sentence]) -> str | None:
    total: dict[str, float] = defaultdict(float)
    for sentence in sentences:
        for kind, weight in sentence.weights.items():
            total[kind] += weight
    return max(total, key=lambda kind: total[kind]) if total else None


def _judge(unit: _Unit) -> str | None:
    """Return the kind of a paragraph that is boilerplate as a whole.

    Some sentence must weigh 1, or two 1.6 together, and the sentences that weigh something or speak to the reader must
    make up half of the paragraph, unless its first words already say what it is ("Editor's note").
    """
    weights = [sentence.weight for sentence in unit.sentences]
    if max(weights) < _ENOUGH and not (sum(weights) >= 1.6 and sum(weight > 0 for weight in weights) > 1):
        return None
    carried = sum(
        sentence.span[1] - sentence.span[0]
        for sentence in unit.sentences
        if sentence.weight >= _BESIDE or sentence.addressed
    )
    length = unit.span[1] - unit.span[0]
    is_note = unit.is_opened and length <= _LONGEST_NOTE
    is_carried = carried >= 0.5 * length and not _overruns(unit)
    return _strongest(unit.sentences) if is_note or is_carried else None


def _overruns(unit: _Unit) -> bool:
    """Tell whether a long last sentence goes on well behind its last cue, as where a text lost its line breaks."""
    start, end = unit.sentences[-1].span
    reach = unit.sentences[-1].reach
    return end - start > 200 and reach != (0, 0) and end - reach[1] > 120


def _judge_sentences(folded: str, unit: _Unit) -> list[_Mark]:
    """Return the marked sentences of a paragraph that is not boilerplate as a whole.

    Weaker sentences beside a marked one are marked with it; of a long sentence only what lies about its cues.
    """
    if all(not sentence.weights for sentence in unit.sentences):
        return []
    kinds = [_strongest([sentence]) if sentence.weight >= _ENOUGH else None for sentence in unit.sentences]
    for order in (range(1, len(kinds)), range(len(kinds) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        for i in order:
            neighbour, sentence = kinds[i + step], unit.sentences[i]
            between = 0 <= i - step < len(kinds) and kinds[i - step] in _DIRECTED and sentence.addressed
            if kinds[i] is None and neighbour in _DIRECTED and (sentence.weight >= _BESIDE or between):
                kinds[i] = neighbour
    return [
        (_trim(folded, sentence), kind)
        for sentence, kind in zip(unit.sentences, kinds, strict=True)
        if kind is not None
    ]


def _trim(folded: str, sentence: _Sentence) -> Span:
    start, end = sentence.span
    first, last = sentence.reach
    if (first, last) == (0, 0):
        return sentence.span
    if folded.count(" ", start, first) > _LEAD_IN:
        start = first
    if folded.count(" ", last, end) > _TAIL:
        end = last
    return start, end


def _spread(folded: str, units: list[_Unit]) -> None:
    """Mark lines beside a marked appeal or sign-up that are weaker, or that stand between two and are very short."""
    for order in (range(1, len(units)), range(len(units) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        for i in order:
            unit, neighbour = units[i], units[i + step].kind
            if unit.kind is not None or neighbour not in _DIRECTED:
                continue
            if unit.hits:
                _weigh(folded, unit, is_first=i == 0)
            alike = _ASKING if neighbour in _ASKING else {neighbour}
            weight = sum(w for sentence in unit.sentences for kind, w in sentence.weights.items() if kind in alike)
            weak = weight >= _BESIDE * max(1, len(unit.sentences) / 2)
            other = units[i - step].kind if 0 <= i - step < len(units) else neighbour
            is_label = other in _DIRECTED and _is_label(folded, unit.span)
            is_aside = other in _ASKING and neighbour in _ASKING and _speaks_to_reader(folded, unit)
            if weak or is_label or is_aside or not any(c.isalpha() for c in folded[slice(*unit.span)]):
                unit.kind = neighbour


def _is_label(folded: str, span: Span) -> bool:
    """Tell whether a line is a button's or field's label: at most five words and no sentence."""
    surface = folded[span[0] : span[1]]
    return len(surface) <= 60 and surface.count(" ") < 5 and not surface.endswith((".", '"'))


def _speaks_to_reader(folded: str, unit: _Unit) -> bool:
    """Tell whether a paragraph speaks to the reader or as the outlet, and reports nobody's words."""
    outside = _blank_quotations(folded[slice(*unit.span)])
    return bool(_PERSON.search(outside)) and not _REPORTING.search(outside)


def _follow_headers(folded: str, units: list[_Unit]) -> None:
    """Mark the headlines that follow a header such as "Related stories", once the article has begun."""
    if all(unit.kind != "related" for unit in units):
        return
    has_begun = listing = False
    for unit in units:
        surface = folded[unit.span[0] : min(unit.span[1], unit.span[0] + 200)]
        words = surface.count(" ") + 1
        if unit.kind is None and not listing:
            has_begun |= words > 12 and bool(_FINAL.search(folded, unit.span[1] - 1, unit.span[1]))
        elif unit.kind == "related" and has_begun:
            listing = listing or words <= 5
        elif listing and unit.kind is None:
            if 3 <= words <= 18 and not _FINAL.search(surface) and '"' not in surface:
                unit.kind = "related"
            elif not _COUNTER.fullmatch(surface):
                listing = False


def _match_templates(text: str, folded: str, units: list[_Unit]) -> list[_Mark]:
    """Return what the fixed forms match, each tried once on each paragraph that holds its anchor."""
    matcher, templates = _templates()
    found: list[_Mark] = []
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
        for match in templates[number].pattern.finditer(text[first:last].replace("\n", " ")):
            found.append(((first + match.start(), first + match.end()), templates[number].kind))
    return found


def _merge(text: str, marks: list[_Mark]) -> tuple[Boilerplate, ...]:
    """Return the marks sorted and disjoint; of two that overlap the earlier one stands and the other keeps its rest."""
    merged: list[Boilerplate] = []
    reached = 0
    for (first, last), kind in sorted(marks, key=lambda mark: (mark[0][0], -mark[0][1])):
        first, last = strip_span(text, max(first, reached), max(last, reached))
        if first < last:
            merged.append(Boilerplate((first, last), kind))
            reached = last
    return tuple(merged)


def find_copies(text: str, paragraphs: Sequence[Sequence[Span]]) -> list[tuple[Span, str]]:
    """Return the spans of sentences printed before, joined within a paragraph, with the kind of copy.

    `paragraphs` are the spans of the sentences of each paragraph, in order. Kind "caption-copy" is a short paragraph
    that repeats one of the two before it, or a paragraph's own half; "pull-quote" a paragraph that repeats sentences of
    a longer one, before or after it; "copy" anything else.
    """
    homes: dict[str, tuple[int, int]] = {}
    bodies: dict[str, int] = {}
    repeated: dict[int, dict[int, int]] = {}
    for i, sentences in enumerate(paragraphs):
        body = text[sentences[0][0] : sentences[-1][1]]
        if len(body) < _LINE:
            continue
        home = bodies.setdefault(body, i)
        if home != i:
            repeated[i] = dict.fromkeys(range(len(sentences)), home)
            continue
        for j, (start, end) in enumerate(sentences):
            if end - start < _SENTENCE:
                continue
            first = homes.setdefault(text[start:end], (i, j))
            if first != (i, j):
                repeated.setdefault(i, {})[j] = first[0]
    found: list[tuple[Span, str]] = []
    pulled: set[int] = set()
    for i, copies in repeated.items():
        for run in _runs(sorted(copies)):
            home = copies[run[0]]
            span = (paragraphs[i][run[0]][0], paragraphs[i][run[-1]][1])
            if len(paragraphs[home]) == 1 and len(paragraphs[i]) > 1 and home != i:
                pulled.add(home)
            elif len(copies) == len(paragraphs[i]) and len(paragraphs[home]) > len(paragraphs[i]):
                found.append((span, "pull-quote"))
            else:
                near = i - home <= _NEAR and span[1] - span[0] <= _LONGEST_CAPTION
                found.append((span, "caption-copy" if near else "copy"))
    found += [((paragraphs[i][0][0], paragraphs[i][-1][1]), "pull-quote") for i in sorted(pulled)]
    return found


def _runs(numbers: list[int]) -> list[list[int]]:
    """Cut ascending numbers into runs of neighbours."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs
