"""Pairs quotation marks within each block, and joins quotations that run over paragraphs.

Algorithm: one scan over the marks of a block with a stack of open quotations. A curly mark says by its shape whether
it opens or closes; a straight mark opens where white space or an opening bracket stands before it and none behind it,
unless a quotation with straight marks is already open and could close here. Single marks count only where they cannot
be apostrophes. By the newspaper rule a quotation left open at the end of a block runs on into the next block, if that
block opens with a mark; it also runs on through blocks without an opening mark up to a closing one, as in texts that
put each sentence on a line of its own. Nothing here can fail: any sequence of marks gives some pairing.

Invariants: `outer` contains `span`; quotations of one block nest or are disjoint; the list is sorted by start.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.records import Block, Quote, Span
from tocsin.text import strip_span

_MARK = re.compile("[\"“”„‟«»]|``|''|[‘’‚'`]")
_OPENERS = {"“": "double", "„": "double", "‟": "double", "«": "double", "``": "double", "‘": "single", "‚": "single"}
_CLOSERS = {"”": "double", "»": "double"}
_STRAIGHT = ('"', "''", "'")
_BEFORE_OPENING = frozenset(" \t\n\r\u00a0\u2009\u202f([{—–-/\"“‘'")
_SINGLE = frozenset("‘’‚'`")
_MARKS = frozenset("\"“”„‟«»‘`'")
_NOT_READ = frozenset(("boilerplate", "credit", "byline", "dateline"))
_RUN_ON = 8  # blocks that a quotation without opening marks may run through
# A single-quoted stretch longer than this is an apostrophe that was taken for a mark.
_LONGEST_SINGLE = 600


class _Open:
    """A quotation whose closing mark has not been seen yet."""

    __slots__ = ("inner", "kind", "start", "straight")

    def __init__(self, start: int, inner: int, kind: str, straight: bool) -> None:
        self.start, self.inner, self.kind, self.straight = start, inner, kind, straight


def find_quotes(text: str, blocks: Sequence[Block]) -> tuple[Quote, ...]:
    """Return the quotations of all blocks, sorted by start.

    Offsets are code points into `text`. Boilerplate blocks are passed over, and a quotation may run on across them.
    """
    quotes: list[Quote] = []
    carried: int | None = None  # index of the quotation that the block before left open
    runs_to: Span | None = None  # number of the block, and the closing mark, up to which an open quotation runs on
    for index, block in enumerate(blocks):
        if block.kind in _NOT_READ:
            continue
        start, end = block.span
        if carried is not None and runs_to is None and text[start] not in _MARKS:
            runs_to = _closing_ahead(text, blocks, index)
        if carried is not None and runs_to is not None:
            last = runs_to[0] == index
            behind = runs_to[1] + (2 if text.startswith("''", runs_to[1]) else 1)
            inner = strip_span(text, start, runs_to[1] if last else end)
            quotes.append(Quote(inner, (start, behind if last else end), index, last, carried, 0))
            carried = len(quotes) - 1
            if not last:
                continue
            start, runs_to, carried = behind, None, None
        found = _pair(text, (start, end), index)
        takes_up = carried if found and found[0].outer[0] <= start + 1 else None
        carried = None
        for quote in found:
            if takes_up is not None and quote.depth == 0:
                quote = Quote(quote.span, quote.outer, quote.block, quote.closed, takes_up, 0)
                takes_up = None
            if not quote.closed and quote.depth == 0:
                carried = len(quotes)
            quotes.append(quote)
    return tuple(quotes)


def _closing_ahead(text: str, blocks: Sequence[Block], index: int) -> Span | None:
    """Find the mark that closes a quotation left open before block `index`: (block, offset), or None.

    It is the next double mark, if by its shape or place it can only close and something stands before it.
    """
    for number in range(index, min(index + _RUN_ON, len(blocks))):
        block = blocks[number]
        if block.kind in _NOT_READ:
            continue
        for match in _MARK.finditer(text, *block.span):
            mark, at = match.group(), match.start()
            if mark in _SINGLE:
                continue
            closes = mark in _CLOSERS or (mark in ('"', "''") and not text[at - 1].isspace())
            return (number, at) if closes and at > block.span[0] else None
    return None


def _pair(text: str, block: Span, index: int) -> list[Quote]:
    """Pair the marks of one block."""
    start, end = block
    stack: list[_Open] = []
    done: list[Quote] = []

    def close(position: int, after: int, closed: bool) -> None:
        opened = stack.pop()
        inner = strip_span(text, opened.inner, position)
        if inner[0] < inner[1]:
            done.append(Quote(inner, (opened.start, after), index, closed, None, len(stack)))

    for match in _MARK.finditer(text, start, end):
        mark, at, after = match.group(), match.start(), match.end()
        role = _role(text, block, mark, at, after, stack)
        if role is None:
            continue
        kind, opens = role
        if opens:
            in_double = kind == "double" and any(o.kind == "double" for o in stack)
            if in_double and not _closes_later(text, after, end, stack):
                while stack:  # the mark that should have closed the first one is missing
                    close(_sentence_end(text, stack[-1].inner, at), at, False)
            stack.append(_Open(at, after, kind, mark in _STRAIGHT))
        else:
            while stack and stack[-1].kind != kind:
                stack.pop()  # a single mark inside that never closed was an apostrophe
            if stack:
                close(at, after, True)
    while stack:
        if stack[-1].kind == "single":
            stack.pop()
        else:
            close(end, end, False)
    done.sort(key=lambda quote: (quote.outer[0], -quote.outer[1]))
    return done


def _role(text: str, block: Span, mark: str, at: int, after: int, stack: list[_Open]) -> tuple[str, bool] | None:
    """Say whether a mark opens or closes a double or single quotation, or None for an apostrophe or a measure."""
    start, end = block
    before = text[at - 1] if at > start else " "
    behind = text[after] if after < end else " "
    in_double = any(o.kind == "double" for o in stack)
    if mark == "“" and any(o.start >= start and text[o.start] == "„" for o in stack):
        return "double", False
    if mark in ("``",) or (mark in _OPENERS and _OPENERS[mark] == "double"):
        return "double", True
    if mark in _CLOSERS:
        return ("double", False) if in_double else ("double", before in _BEFORE_OPENING)
    if mark in ('"', "''"):  # two straight single marks are what some editors' programs make of one double
        if mark == '"' and before.isdigit() and behind.isspace() and not in_double:
            return None  # inches
        can_open = before in _BEFORE_OPENING and not behind.isspace()
        can_close = not before.isspace()
        if in_double and stack[-1].kind == "double":
            return "double", not can_close and can_open
        if in_double:
            return "double", not can_close
        return "double", can_open or not can_close or before in ".,?!" or at == start
    if mark in ("‘", "‚"):
        # ‘em, ‘90s: an apostrophe that an editor's program turned round
        return None if behind.isspace() or behind.isdigit() else ("single", True)
    if mark == "`":
        return ("single", True) if before in _BEFORE_OPENING and behind.isalnum() else None
    single = next((o for o in reversed(stack) if o.kind == "single"), None)
    if single is not None and not behind.isalnum():
        plural_possessive = before in "sS" and behind == " " and text[after : after + 2].strip().islower()
        if not plural_possessive or not ("’" in text[after:end] or "'" in text[after:end]):
            return "single", False
        return None
    if mark == "'" and single is None and before in _BEFORE_OPENING and behind.isalpha():
        return ("single", True) if _single_closes(text, after, end) else None
    return None


def _single_closes(text: str, after: int, end: int) -> bool:
    """Tell whether a straight single mark has its closing mark: one with a word before it and none behind it."""
    limit = min(end, after + _LONGEST_SINGLE)
    at = text.find("'", after, limit)
    while at != -1:
        behind = text[at + 1] if at + 1 < end else " "
        if not behind.isalnum() and not text[at - 1].isspace() and not (text[at - 1] in "sS" and behind == " "):
            return True
        at = text.find("'", at + 1, limit)
    return False


def _closes_later(text: str, after: int, end: int, stack: list[_Open]) -> bool:
    """Tell whether as many closing double marks follow as a quotation nested here would need."""
    opened = sum(o.kind == "double" for o in stack)
    rest = text[after:end]
    closers = rest.count("”") + rest.count("»") - rest.count("“") - rest.count("«")
    return closers > opened


def _sentence_end(text: str, start: int, end: int) -> int:
    """Return the offset behind the last full stop, question or exclamation mark before `end`, or `end`."""
    last = max(text.rfind(mark, start, end) for mark in ".?!")
    return last + 1 if last > start else end
