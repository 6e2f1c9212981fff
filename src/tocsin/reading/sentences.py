"""Splits blocks into sentences, inside quotations too.

The boundaries come from sentencex (rules and abbreviation lists of the Wikimedia Foundation). It keeps a whole
quotation together; a parser does better on single sentences, so quotations of several sentences are split again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sentencex import get_sentence_boundaries

from tocsin.records import Block, Quote, Sentence, Span
from tocsin.text import strip_span

_OPENING_MARKS = frozenset("\"“‘„«'`")
# a full stop with no space behind it, as pages lose it between paragraphs ("in six weeks.ISIS had"); sentencex sees it
# only where no apostrophes stand around it
_RUN_ON = re.compile(r"(?<=\s)[A-Za-z][a-z]{3,}\.(?=(?:[A-Z][a-z]{2,}|[A-Z]{3,}|[AI])\s)")
_READ = frozenset(("headline", "subhead", "caption", "body"))


def split_sentences(text: str, blocks: Sequence[Block], quotes: Sequence[Quote]) -> tuple[Sentence, ...]:
    """Return the sentences of all blocks that are the article's own, in order and without tokens."""
    by_block: dict[int, list[Quote]] = {}
    for quote in quotes:
        if quote.depth == 0:
            by_block.setdefault(quote.block, []).append(quote)
    sentences: list[Sentence] = []
    for index, block in enumerate(blocks):
        if block.kind not in _READ:
            continue
        for span in _split_block(text, block.span, by_block.get(index, ())):
            sentences.append(Sentence(len(sentences), span, index, block.kind))
    return tuple(sentences)


def _split_block(text: str, block: Span, quotes: Sequence[Quote]) -> Iterator[Span]:
    """Yield the sentences of one block."""
    start, end = block
    # sentencex takes a line break for white space only where none follows it; a space is the same to it and to us
    body = text[start:end].replace("\n", " ").replace("\r", " ").replace("\t", " ")
    cuts = _boundaries(body, start)
    for quote in quotes:
        inner = body[quote.span[0] - start : quote.span[1] - start]
        if "." in inner or "?" in inner or "!" in inner:
            cuts.extend(_boundaries(inner, quote.span[0])[1:])
    cuts.extend(start + found.end() for found in _RUN_ON.finditer(body))
    marks_at = {quote.outer[0] for quote in quotes}
    cuts = sorted(_before_mark(text, cut, start, marks_at) for cut in set(cuts) if not _in_initials(text, cut, start))
    for left, right in zip(cuts, [*cuts[1:], end], strict=True):
        span = strip_span(text, left, right)
        if span[0] < span[1]:
            yield span


def _boundaries(body: str, offset: int) -> list[int]:
    """Return where sentences start in `body`, as offsets into the article."""
    body = body.replace("Ms.", "Mr.")  # sentencex does not know the one, and both are equally long
    return [offset + found["start_index"] for found in get_sentence_boundaries("en", body)] or [offset]


def _in_initials(text: str, cut: int, start: int) -> bool:
    """Tell whether a cut falls between initials written together ("R-N.Y.")."""
    return cut - 2 >= start and text[cut - 1] == "." and text[cut - 2].isupper() and text[cut : cut + 1].isupper()


def _before_mark(text: str, cut: int, start: int, marks_at: set[int]) -> int:
    """Move a cut that fell behind an opening mark to before it."""
    left = cut
    while left > start and text[left - 1].isspace():
        left -= 1
    if left - 1 in marks_at and text[left - 1] in _OPENING_MARKS:
        return left - 1
    return cut
