"""Tells what a sentence says of the present from what it only remembers."""

from __future__ import annotations

from tocsin.records import Reading, Sentence
from tocsin.text import days_between

_OLD = 200  # days


def is_old(sentence: Sentence, reading: Reading, days: int = _OLD) -> bool:
    """Tell whether a sentence names a time more than so many days before its article (default half a year)."""
    day = reading.article.published
    return day is not None and any(
        sentence.span[0] <= mention.span[0] < sentence.span[1]
        and mention.end < day[:10] and (days_between(mention.end, day) or 0) > days
        for mention in reading.times
    )  # fmt: skip
