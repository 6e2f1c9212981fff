"""Content as spans of text: trimmed of what does not belong to it, merged, and told by its quotation marks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from tocsin.records import Form, Quote, Span
from tocsin.statements.tree import Candidate

_LOOSE = frozenset(" \t\n\r,;:—–-\u00a0\u2009\u202f")
_BEFORE = _LOOSE | frozenset(".)")
_BEHIND = _LOOSE | frozenset("(")


def content_spans(candidate: Candidate, text: str, quotes: Sequence[Quote]) -> list[Span]:
    """Return the content of a candidate as sorted, disjoint spans of text, without its cue.

    `quotes` are the outermost quotations that touch the candidate's sentence, sorted.
    """
    tree = candidate.tree
    holes: set[int] = set()
    for first, last in candidate.cue:
        holes.update(range(first, last + 1))
    spans: list[Span] = list(candidate.extra)
    for first, last in candidate.content:
        last = min(last, tree.n - 1)
        i = first
        while i <= last:
            while i <= last and i in holes:
                i += 1
            j = i
            while j <= last and j not in holes:
                j += 1
            if i < j:
                span = trim(text, (tree.starts[i], tree.ends[j - 1]), quotes)
                if span[0] < span[1]:
                    spans.append(span)
            i = j
    return merge_spans(spans)


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """Sort spans and join those that overlap or touch."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def trim(text: str, span: Span, quotes: Sequence[Quote]) -> Span:
    """Shrink a span past white space, punctuation and quotation marks whose partner lies outside it.

    A full stop is kept only within a quotation, and a pair of marks that lies wholly inside is kept.
    """
    start, end = span
    while start < end:
        moved = _past_opening(text, start, end, quotes)
        if moved == start:
            break
        start = moved
    while start < end:
        moved = _past_closing(text, start, end, quotes)
        if moved == end:
            break
        end = moved
    for q in quotes:
        if q.outer[0] >= start and q.span[1] <= end < q.outer[1]:
            end = q.outer[1]
        if q.outer[0] < start <= q.span[0] and q.outer[1] < end:
            start = q.outer[0]
    if end > start and text[end - 1] == "." and not any(q.span[0] < end <= q.outer[1] for q in quotes):
        end -= 1
    return start, end


def _past_opening(text: str, start: int, end: int, quotes: Sequence[Quote]) -> int:
    """Return where a span begins once one mark or stop at its start is left out."""
    if text[start] in _BEFORE:
        return start + 1
    for q in quotes:
        if q.outer[0] == start and (q.span[1] >= end - 1 or q.outer[1] >= end):
            return q.span[0]
        if q.span[1] <= start < q.outer[1]:
            return q.outer[1]
    return start


def _past_closing(text: str, start: int, end: int, quotes: Sequence[Quote]) -> int:
    """Return where a span ends once one mark or stop at its end is left out."""
    if text[end - 1] in _BEHIND:
        return end - 1
    for q in quotes:
        if q.closed and q.outer[1] == end and q.span[1] < end and q.span[0] <= start:
            return q.span[1]
        if q.outer[0] < end <= q.span[0]:
            return q.outer[0]
    return end


def tidy(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Leave out commas at the end of each span, as they stand before a closing mark: "It is over," he said."""
    out: list[Span] = []
    for start, end in spans:
        while end > start and text[end - 1] in _LOOSE:
            end -= 1
        while start < end and text[start].isspace():
            start += 1
        if start < end:
            out.append((start, end))
    return tuple(out)


def form_of(text: str, spans: Iterable[Span], quotes: Sequence[Quote]) -> Form:
    """Say how much of the content stands in quotation marks: all (direct), some (mixed) or none (indirect).

    `quotes` are the article's outermost quotations, sorted.
    """
    inside = outside = False
    for start, end in spans:
        at = start
        for k in range(bisect_right(quotes, start, key=_ends), len(quotes)):
            q = quotes[k]
            if q.outer[0] >= end:
                break
            outside = outside or _has_words(text, at, q.outer[0])
            inside = True
            at = min(end, q.outer[1])
        outside = outside or _has_words(text, at, end)
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _ends(quote: Quote) -> int:
    return quote.outer[1]


def _has_words(text: str, start: int, end: int) -> bool:
    return any(letter.isalnum() for letter in text[start:end])
