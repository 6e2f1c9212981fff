"""Names articles by what they hold, and tells which of two versions of an article is the later one.

An article is its text and its outlet. The address (its URL without scheme, `www.`, fragment and final slash) joins the
versions of one article. The same text from two named outlets is two articles: a reprint is news of its own.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from tocsin.records import Article

_NOT_ADDRESS = re.compile(r"^https?://(?:www\.)?|[#].*$|/$")


def digest(*parts: str | bytes) -> str:
    """Return 32 hexadecimal digits of the SHA-256 of the parts."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass"))
        total.update(b"\x1f")
    return total.hexdigest()[:32]


class Hashes(NamedTuple):
    """The names of an article: the digest of its text (without surrounding white space), alone and with its outlet."""

    text: str
    article: str


def hash_both(article: Article) -> Hashes:
    """Return both names of an article, for which its text is gone through once."""
    alone = hashlib.sha256(article.text.strip().encode("utf-8", "surrogatepass") + b"\x1f")  # as `digest` does
    whole = alone.copy()
    whole.update((article.outlet or "").encode("utf-8", "surrogatepass") + b"\x1f")
    return Hashes(alone.hexdigest()[:32], whole.hexdigest()[:32])


def hash_article(article: Article) -> str:
    """Return the name of an article: the digest of its text and its outlet."""
    return hash_both(article).article


def address(article: Article) -> str | None:
    """Return the URL as one writes it down, or None where the article has none."""
    return address_of(article.url) if article.url else None


def address_of(url: str) -> str:
    """Return a URL as one writes it down."""
    return _NOT_ADDRESS.sub("", url)


@lru_cache(1 << 14)
def is_day(text: str) -> bool:
    """Tell whether a text is an ISO day."""
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


def is_earlier(one: str | None, other: str | None) -> bool:
    """Tell whether the first publication time lies before the second; False where that is not known.

    A day and a time are compared as days, two times with their zones as instants.
    """
    if not one or not other:
        return False
    if not is_day(one[:10]) or not is_day(other[:10]):
        return False
    if len(one) > 10 and len(other) > 10:
        try:
            first, second = datetime.fromisoformat(one), datetime.fromisoformat(other)
        except ValueError:  # a day followed by what is no time
            return one[:10] < other[:10]
        if (first.tzinfo is None) == (second.tzinfo is None):
            return first < second
    return one[:10] < other[:10]


def differences(old: str, new: str) -> tuple[str, ...]:
    """Return the lines that two texts do not share, "- " before the old ones and "+ " before the new."""
    lines = difflib.ndiff(old.strip().splitlines(), new.strip().splitlines())
    return tuple(line for line in lines if line[:2] in ("- ", "+ ") and line[2:].strip())


def number_of(article: Article) -> int:
    """Return a number (64 bits, signed) that names an article as its hash does, whenever it was added."""
    return int.from_bytes(bytes.fromhex(hash_article(article)[:16]), "big", signed=True)
