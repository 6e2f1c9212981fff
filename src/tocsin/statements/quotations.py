"""Gives quotations to those who speak them, across the cue, across sentences and across paragraphs.

Algorithm: a span of content that reaches into a quotation is widened to the whole of it; then every outermost quotation
that no statement holds yet, and that makes up a sentence or more of its own, is given to the statement before it, if
nothing but white space (or the rest of that statement's sentence) stands between them.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.records import Quote, Reading, Span
from tocsin.statements.assembly import merge

_CONTINUED_FROM = frozenset(("body", "caption", "subhead", "headline"))


def widen(spans: Sequence[Span], cue: int, quotes: Sequence[Quote]) -> list[Span]:
    """Widen spans that reach into a quotation to the whole of it, unless the cue (at offset `cue`) stands in it too."""
    out: list[Span] = []
    for start, end in spans:
        for q in quotes:
            if q.outer[0] < end and start < q.outer[1]:
                if q.outer[0] <= cue < q.outer[1]:
                    continue
                if q.span[0] < start < q.span[1]:
                    start = q.span[0]
                if q.span[0] < end < q.span[1]:
                    end = q.span[1] if start >= q.span[0] else q.outer[1]
        out.append((start, end))
    return merge(sorted(out))


class Holder:
    """A statement in the making: its spans grow by the quotations that it takes up."""

    __slots__ = ("block", "direct", "end", "sentence", "spans", "cue_at")

    def __init__(self, spans: list[Span], sentence: Span, block: int, direct: bool, cue_at: int) -> None:
        self.spans = spans
        self.sentence = sentence
        self.block = block
        self.direct = direct
        self.end = max(sentence[1], spans[-1][1])
        self.cue_at = cue_at


def give_loose_quotes(reading: Reading, holders: Sequence[Holder]) -> None:
    """Hand quotations that nobody holds to the statement that they continue."""
    text = reading.article.text
    taken: dict[int, Holder] = {}
    outer = [(n, q) for n, q in enumerate(reading.quotes) if q.depth == 0]
    for holder in holders:
        for n, q in outer:
            if q.outer[0] >= holder.spans[-1][1]:
                break
            if any(a < q.span[1] and q.span[0] < b for a, b in holder.spans):
                taken[n] = holder
    ordered = sorted(holders, key=lambda h: h.sentence)
    for n, q in outer:
        if n in taken:
            continue
        holder = None
        if q.continues is not None and q.continues in taken:
            holder = taken[q.continues]
        else:
            holder = _before(text, reading, q, ordered)
        if holder is not None:
            holder.spans.append(q.span)
            holder.spans.sort()
            holder.end = max(holder.end, q.outer[1])
            taken[n] = holder


def _before(text: str, reading: Reading, q: Quote, ordered: Sequence[Holder]) -> Holder | None:
    last = speaking = None
    for h in ordered:
        if h.sentence[0] >= q.outer[0]:
            break
        if last is not None and h.sentence == last.sentence and last.direct and not h.direct:
            continue
        last = h
        if h.direct and h.block == q.block:
            speaking = h
    if last is None:
        return None
    words = text[q.span[0] : q.span[1]].count(" ") + 1
    if last.sentence[0] < q.outer[0] < last.sentence[1]:  # the same sentence, behind the cue
        return last if last.cue_at < q.outer[0] and last.direct and words > 1 else None
    if text[last.end : q.outer[0]].strip(" \n\t.,'\"”’") == "" and last.end <= q.outer[0]:
        if q.block == last.block:
            return last if words > 1 else None
        block = reading.blocks[q.block].span
        if q.outer[0] - block[0] <= 1 and block[1] - q.outer[1] <= 1:
            return last
    if speaking is not None and words > 3 and text[q.span[0] : q.span[0] + 1].isupper() and text[q.span[1] - 1] in ".?!":
        return speaking
    return None
