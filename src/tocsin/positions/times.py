"""Tells what a sentence says of the present from what it only remembers, and the day on which a thing was done."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.records import Reading, Sentence
from tocsin.text import days_between

_OLD = 200  # days
_PAST = 35  # days after which a channel is only remembered
_WHEN = frozenset(("in", "on", "during"))  # "on a visit in May" dates the clause
_OPENING = 4  # code points before the time that a sentence opens with: "In "
_RECENT = 10  # days before its article that news may lie


def is_old(sentence: Sentence, reading: Reading, days: int = _OLD) -> bool:
    """Tell whether a sentence names a time more than so many days before its article (default half a year)."""
    day = reading.article.published
    return day is not None and any(
        sentence.span[0] <= mention.span[0] < sentence.span[1]
        and mention.end < day[:10] and (days_between(mention.end, day) or 0) > days
        for mention in reading.times
    )  # fmt: skip


def is_long_ago(sentence: Sentence, token: int, reading: Reading, days: int = _PAST) -> bool:
    """Tell whether the clause of a token is of a time more than so many days before its article."""
    day = reading.article.published
    if day is None:
        return False
    spans = [
        mention.span for mention in reading.times
        if sentence.span[0] <= mention.span[0] < sentence.span[1] and mention.end < day[:10]
        and (days_between(mention.end, day) or 0) > days
    ]  # fmt: skip
    if not spans:
        return False
    clause = _clause(sentence, token, ())
    for start, end in spans:
        inside = [i for i in range(len(sentence.words)) if start <= sentence.starts[i] < end]
        since = bool(inside) and sentence.lowers[max(0, inside[0] - 1)] in ("since", "from", "until", "till")
        if not since and any(_clause(sentence, i, inside) == clause for i in inside):
            return True
    return False


def opens_long_ago(sentence: Sentence, reading: Reading, days: int) -> bool:
    """Tell whether a sentence opens with a time of more than so many days before its article, and names none since."""
    day = reading.article.published
    if day is None:
        return False
    told = [m for m in reading.times if sentence.span[0] <= m.span[0] < sentence.span[1]]
    gaps = [days_between(mention.end, day) or 0 for mention in told]
    return bool(told) and told[0].span[0] - sentence.span[0] < _OPENING and min(gaps) > days


def _clause(sentence: Sentence, token: int, inside: Sequence[int]) -> int | None:
    """Return the verb that a token hangs on; None where a date (its tokens `inside`) is that of a thing named.

    What somebody decides or agrees to do is of the clause that says so.
    """
    while (sentence.tags[token][:2] != "VB" or sentence.deps[token] == "xcomp") and sentence.heads[token] != token:
        below, token = token, sentence.heads[token]
        named = sentence.tags[token][:2] == "NN" and sentence.lowers[below] not in _WHEN
        if inside and token not in inside and named:
            return None  # "the treaty of 1964"
    return token


def day_told(sentence: Sentence, token: int, reading: Reading) -> str | None:
    """Return the ISO day of the days just before the article that a sentence names for an act, or None.

    Of several, the one nearest to the token counts; a day to come is no day on which something was done.
    """
    published = reading.article.published
    if published is None:
        return None
    at = sentence.starts[token]
    near = [
        (abs(mention.span[0] - at), mention.start)
        for mention in reading.times
        if sentence.span[0] <= mention.span[0] < sentence.span[1]
        and mention.start == mention.end <= published[:10]
        and (days_between(mention.end, published) or 0) <= _RECENT
        and not reading.article.text[: mention.span[0]].rstrip().endswith("since")
    ]  # fmt: skip
    return min(near)[1] if near else None
