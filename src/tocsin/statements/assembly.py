"""Turns the chosen candidates into statements: content spans, form, parties and ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tocsin.records import Content, Cue, Form, Mention, Party, Quote, Reading, Span, Statement
from tocsin.statements.candidate import Candidate, TokenRange
from tocsin.statements.sources import phrase_bounds
from tocsin.statements.tree import Tree
from tocsin.text import content_id

_LOOSE = frozenset(" \t\n\r,;:—–-\u00a0")
_DANGLING_END = _LOOSE | frozenset("(")


def content_spans(candidate: Candidate, text: str, quotes: Sequence[Quote]) -> list[Span]:
    """Return the content of a candidate as sorted, disjoint text spans, without its cue.

    `quotes` are the outermost quotations that touch the candidate's sentence, sorted.
    """
    tree = candidate.tree
    holes: set[int] = set()
    for first, last in candidate.cue:
        holes.update(range(first, last + 1))
    spans: list[Span] = []
    for first, last in candidate.content:
        run = -1
        for i in range(first, min(last, tree.n - 1) + 1):
            if i in holes:
                if run >= 0:
                    spans.append((tree.starts[run], tree.ends[i - 1]))
                run = -1
            elif run < 0:
                run = i
        if run >= 0:
            spans.append((tree.starts[run], tree.ends[min(last, tree.n - 1)]))
    trimmed = [trim(text, span, quotes) for span in spans]
    out = [span for span in trimmed if span[0] < span[1]]
    out.extend(candidate.extra)
    out.sort()
    return merge(out)


def merge(spans: Sequence[Span]) -> list[Span]:
    """Join spans that overlap."""
    out: list[Span] = []
    for start, end in spans:
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def trim(text: str, span: Span, quotes: Sequence[Quote]) -> Span:
    """Shrink a span past white space, commas and quotation marks whose partner lies outside.

    A full stop is kept only within a quotation.
    """
    start, end = span
    opening = {q.outer[0]: q for q in quotes}
    closing = {q.outer[1]: q for q in quotes if q.closed}
    moved = True
    while moved and start < end:
        moved = False
        if text[start] in _LOOSE or text[start] in ".)":
            start += 1
            moved = True
        elif start in opening and (opening[start].span[1] >= end - 1 or opening[start].outer[1] >= end):
            start = opening[start].span[0]
            moved = True
        else:
            for q in quotes:
                if q.span[1] <= start < q.outer[1]:
                    start = q.outer[1]
                    moved = True
        if text[end - 1] in _DANGLING_END:
            end -= 1
            moved = True
        elif end in closing and closing[end].span[1] < end and closing[end].span[0] <= start:
            end = closing[end].span[1]
            moved = True
        else:
            for q in quotes:
                if q.outer[0] < end <= q.span[0]:
                    end = q.outer[0]
                    moved = True
    for q in quotes:
        if q.outer[0] >= start and q.span[1] <= end < q.outer[1]:
            end = q.outer[1]
        if q.outer[0] < start <= q.span[0] and q.outer[1] <= end and q.outer[1] < end:
            start = q.outer[0]
    if end > start and text[end - 1] == "." and not any(q.span[0] < end <= q.outer[1] for q in quotes):
        end -= 1
    return start, end


def form_of(text: str, spans: Sequence[Span], quotes: Sequence[Quote]) -> Form:
    """Say how much of the content stands in quotation marks: all (direct), some (mixed) or none (indirect)."""
    inside = outside = 0
    for start, end in spans:
        quoted = 0
        for q in quotes:
            low, high = max(start, q.outer[0]), min(end, q.outer[1])
            if low < high:
                quoted += sum(c.isalnum() for c in text[low:high])
        inside += quoted
        outside += sum(c.isalnum() for c in text[start:end]) - quoted
    if not inside:
        return "indirect"
    return "direct" if outside <= 0 else "mixed"


def party_at(tree: Tree, head: int, mentions: Mapping[int, Mention], text: str) -> Party:
    """Return the party that token `head` names: its mention, or else the bare noun phrase as written."""
    mention = mentions.get(head)
    if mention is not None:
        return mention.party
    first, last = phrase_bounds(tree, head)
    start, end = tree.starts[first], tree.ends[last]
    return Party(text=text[start:end], span=(start, end))


def build(candidate: Candidate, spans: list[Span], reading: Reading, quotes: Sequence[Quote]) -> Statement:
    """Make the record of a candidate with its final content spans."""
    text = reading.article.text
    tree = candidate.tree
    mentions = reading.mentions[tree.index] if reading.mentions else {}
    speaker = party_at(tree, candidate.source, mentions, text) if candidate.source is not None else None
    cue = None
    if candidate.cue:
        start = tree.starts[candidate.cue[0][0]]
        end = tree.ends[candidate.cue[0][1]]
        cue = Cue(text[start:end], (start, end))
    return Statement(
        id=content_id("s-", reading.article.id, *spans),
        speaker=speaker,
        anonymous=False,
        cue=cue,
        addressee=party_at(tree, candidate.addressee, mentions, text) if candidate.addressee is not None else None,
        content=Content(" ".join(text[a:b] for a, b in spans), tuple(spans)),
        form=form_of(text, spans, quotes),
        act=candidate.entry.act_in(candidate.frame) if candidate.entry is not None else "state",
        confidence=round(candidate.score, 3),
        rule=candidate.rule,
    )
