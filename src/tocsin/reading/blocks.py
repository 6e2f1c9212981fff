"""Cuts an article's text into blocks: headline, subhead, byline, caption, body, credit, boilerplate.

A block is a line; in a text with hard-wrapped lines (wires, mail) it is the run of lines up to a blank or indented one.
Boilerplate spans cut blocks where they begin and end, so that no block is half boilerplate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from tocsin.records import Block, BlockKind, Boilerplate, Span
from tocsin.text import overlaps, strip_span

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_BLANK = re.compile(r"(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])[ \t]*(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])")
_FINAL = frozenset(".?!…:;,")
_CLOSING = "\"”’')]"
_WORD = re.compile(r"\w[\w’'.-]*")
_PHOTO = re.compile(
    r"\((?:AP|AFP|Reuters|EPA|Getty)[^)]*\)\s*$|\b(?:AP Photo|Getty Images|Photo(?:graph)?:|Photo by)\b"
)
_DATELINE = re.compile(r"^[A-Z][A-Z .,'-]+(?:\([A-Za-z ]+\))? (?:—|–|--)")
_POSED = re.compile(r"^(?:[A-Z][\w.’'-]*,?\s){1,6}(?:[a-z]+ing|left|right|pictured|seen|shown)\b")
_SMALL = frozenset(
    {
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "nor",
        "of",
        "off",
        "on",
        "or",
        "over",
        "per",
        "so",
        "than",
        "the",
        "to",
        "up",
        "via",
        "vs",
        "with",
        "yet",
    }
)
_HEADLINE_WORDS = 30
_SUBHEAD_WORDS = 9
_CAPTION_WORDS = 45


def cut_blocks(
    text: str, boilerplate: Sequence[Boilerplate], asides: Sequence[tuple[Span, BlockKind]], title: str | None
) -> tuple[Block, ...]:
    """Return the blocks of `text` in order, each with its kind.

    `asides` are spans already known to be a byline or credit; `title` is the headline from the article's metadata,
    used to recognise it in the text. Offsets are code points.
    """
    marked: list[tuple[Span, BlockKind]] = [(found.span, "boilerplate") for found in boilerplate]
    marked.extend(asides)
    marked.sort()
    copied = {text[found.span[0] : found.span[1]].strip() for found in boilerplate if found.kind == "caption-copy"}
    pieces: list[tuple[Span, BlockKind | None]] = []
    for span in find_paragraphs(text):
        pieces.extend(_cut(text, span, marked))
    return tuple(Block(span, kind) for span, kind in _name(text, pieces, copied, title))


def find_paragraphs(text: str) -> Iterator[Span]:
    """Yield lines, or paragraphs of hard-wrapped lines, without white space around them."""
    lines = [match.span() for match in _LINE.finditer(text)]
    wrapped = _is_wrapped(text, lines)
    current: Span | None = None
    for start, end in lines:
        span = strip_span(text, start, end)
        if span[0] == span[1]:
            continue
        joins = (
            wrapped and current is not None and span[0] - start < 2 and not _BLANK.search(text, current[1], start + 1)
        )
        if joins and current is not None:
            current = (current[0], span[1])
        else:
            if current is not None:
                yield current
            current = span
    if current is not None:
        yield current


def _is_wrapped(text: str, lines: Sequence[Span]) -> bool:
    """Tell whether most line breaks fall inside sentences, at about one width."""
    lengths = [end - start for start, end in lines if text[start:end].strip()]
    if len(lengths) < 3 or not 35 <= median(lengths) <= 100:
        return False
    inside = breaks = 0
    for (start, end), (following, _) in pairwise(lines):
        if _BLANK.search(text, end, following + 1):
            continue
        breaks += 1
        line, letter = text[start:end].rstrip(), text[following]
        inside += bool(line) and not _is_final(line) and (letter.islower() or len(line) > 50)
    return breaks >= 2 and inside / breaks > 0.5


def _is_final(line: str) -> bool:
    """Tell whether a line ends in a mark that ends a sentence or clause, closing quotation marks and brackets aside."""
    return line.rstrip(_CLOSING)[-1:] in _FINAL


def _cut(text: str, span: Span, marked: Sequence[tuple[Span, BlockKind]]) -> Iterator[tuple[Span, BlockKind | None]]:
    """Cut one paragraph where marked spans begin and end."""
    position = span[0]
    for area, kind in marked:
        if not overlaps(area, (position, span[1])):
            continue
        before = strip_span(text, position, max(position, area[0]))
        if before[0] < before[1]:
            yield before, None
        inside = strip_span(text, max(position, area[0]), min(span[1], area[1]))
        if inside[0] < inside[1]:
            yield inside, kind
        position = min(span[1], area[1])
    rest = strip_span(text, position, span[1])
    if rest[0] < rest[1]:
        yield rest, None


def _name(
    text: str, pieces: Sequence[tuple[Span, BlockKind | None]], copied: set[str], title: str | None
) -> Iterator[tuple[Span, BlockKind]]:
    """Give each piece its kind: headline and captions come before the body, subheads are short and unpunctuated."""
    own = [index for index, (_, kind) in enumerate(pieces) if kind is None]
    has_headline = in_body = False
    for index, (span, kind) in enumerate(pieces):
        if kind is not None:
            yield span, kind
            continue
        surface = text[span[0] : span[1]]
        ends = _is_final(surface)
        # what _PHOTO needs
        is_photo = surface[-1] == ")" or "Photo" in surface or "Getty" in surface
        is_photo = is_photo and _PHOTO.search(surface) is not None
        if in_body and ends and not is_photo and surface not in copied:
            yield span, "body"  # the usual paragraph, whose words need no counting
            continue
        words = _WORD.findall(surface)
        if surface in copied or (is_photo and len(words) <= _CAPTION_WORDS):
            yield span, "caption"
        elif not in_body and not has_headline and len(own) > 1 and _is_headline(surface, words, ends, title):
            has_headline = True
            yield span, "headline"
        elif not in_body and has_headline and not ends and len(words) <= _HEADLINE_WORDS and words:
            yield span, "subhead"
        elif not in_body and index != own[-1] and len(words) <= 14 and _POSED.search(surface) and ends:
            yield span, "caption"
        elif in_body and not ends and 0 < len(words) <= _SUBHEAD_WORDS and not _opens_quote(surface):
            yield span, "subhead"
        else:
            in_body = True
            yield span, "body"


def _is_headline(surface: str, words: Sequence[str], ends: bool, title: str | None) -> bool:
    """Tell whether the first block is the headline: the title itself, unpunctuated, or in title case."""
    if not 1 < len(words) <= _HEADLINE_WORDS:
        return False
    if title and _same_words(surface, title):
        return True
    if _DATELINE.match(surface):
        return False
    if not ends or surface.rstrip("\"”’'").endswith("?"):
        return True
    large = [word for word in words if word.lower() not in _SMALL]
    return len(large) > 3 and sum(not word[0].islower() for word in large) / len(large) > 0.85


def _same_words(surface: str, title: str) -> bool:
    """Compare two headlines by their words alone."""
    ours, theirs = ([word.lower().strip(".'’") for word in _WORD.findall(line)] for line in (surface, title))
    return ours == theirs


def _opens_quote(surface: str) -> bool:
    """Tell whether a block begins with a quotation mark."""
    return surface[:1] in "\"“‘'«„"
