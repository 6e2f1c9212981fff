"""Spans and offset arithmetic over Unicode code points; everything here is pure."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from tocsin.records import Span


def strip_span(text: str, start: int, end: int) -> Span:
    """Shrink `[start, end)` until it neither begins nor ends with white space (an empty span stays at `start`)."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def overlaps(a: Span, b: Span) -> bool:
    """Tell whether two spans share at least one code point."""
    return a[0] < b[1] and b[0] < a[1]


def contains(outer: Span, inner: Span) -> bool:
    """Tell whether `inner` lies wholly in `outer`."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def find_covering(spans: Sequence[Span], position: int) -> int | None:
    """Return the index of the span that covers `position` among sorted, disjoint spans, or None."""
    i = bisect_right(spans, (position, 1 << 62)) - 1
    return i if i >= 0 and spans[i][0] <= position < spans[i][1] else None


def content_id(prefix: str, *parts: object) -> str:
    """Name a record by what it holds: `prefix` and 12 hexadecimal digits of the SHA-256 of its parts.

    The same parts give the same id on every machine and in every run, which is what makes adding twice harmless.
    """
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{prefix}{digest[:12]}"


_PLAIN = {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " ", "\u2011": "-"}


def fold(text: str) -> str:
    """Lower-case `text` and straighten its quotation marks and blanks, offset for offset.

    A character whose lower-case form is longer than itself ("İ") stays as it is, so that every offset into the result
    is an offset into `text`.
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c if len(low := c.lower()) != 1 else low for c in text)
    for mark, plain in _PLAIN.items():  # several times as fast as str.translate
        lowered = lowered.replace(mark, plain)
    return lowered


def days_between(one: str | None, other: str | None) -> int | None:
    """Return the whole days between two ISO dates or times (absolute), or None where either is unknown.

    A month or year stands for its middle.
    """
    if not one or not other:
        return None
    return abs((_middle(one) - _middle(other)).days)


@lru_cache(maxsize=4096)
def _middle(iso: str) -> date:
    """Return the day of an ISO date or time; of a month or year, the one in its middle."""
    return date.fromisoformat(iso[:10] if len(iso) >= 10 else f"{iso}-15" if len(iso) == 7 else f"{iso}-07-01")
