"""Finds paragraphs that an outlet pastes under many articles, and takes what stands in them out of the count.

Algorithm: articles are taken in order of publication, so that the order of input does not matter. A paragraph at the
head or foot of an article that two earlier articles of its outlet held word for word is boilerplate. Articles that
share most of their paragraphs are versions of one another, not articles with something pasted, and do not count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from tocsin.records import Boilerplate, Reading, Span, Statement

_PARAGRAPH = re.compile(r"[^\n]{60,}")
_HEAD, _FOOT = 2, 5  # paragraphs of an article where something is pasted
_BEFORE = 2  # earlier articles that hold a pasted paragraph
_VERSION = 0.5  # share of paragraphs known from one earlier article in which an article is a version of it


def take_out_pasted(readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings, in order, without the events, statements and signs of pasted paragraphs.

    These paragraphs are marked as boilerplate of kind "pasted". An article without an outlet's name is left as it is.
    """
    order = sorted(range(len(readings)), key=lambda i: (readings[i].article.published or "", readings[i].article.id))
    held: defaultdict[tuple[str, int], list[int]] = defaultdict(list)  # outlet and paragraph -> articles
    found = list(readings)
    for i in order:
        article = readings[i].article
        if article.outlet is None:
            continue
        keys = [(span, (article.outlet, hash(article.text[slice(*span)]))) for span in _ends(article.text)]
        if not _is_version([held[key] for _, key in keys]):
            pasted = [span for span, key in keys if len(held[key]) >= _BEFORE]
            if pasted:
                found[i] = _without(readings[i], pasted)
        for _, key in keys:
            held[key].append(i)
    return found


def _ends(text: str) -> Iterator[Span]:
    """Yield the spans of the paragraphs at the head and the foot of a text, each once."""
    spans = [match.span() for match in _PARAGRAPH.finditer(text)]
    yield from spans if len(spans) <= _HEAD + _FOOT else (*spans[:_HEAD], *spans[-_FOOT:])


def _is_version(holders: Sequence[Sequence[int]]) -> bool:
    """Tell whether most of an article's paragraphs stand in one and the same earlier article."""
    shared: defaultdict[int, int] = defaultdict(int)
    for articles in holders:
        for article in set(articles):
            shared[article] += 1
    return len(holders) > 1 and max(shared.values(), default=0) > _VERSION * len(holders)


def _without(reading: Reading, pasted: Sequence[Span]) -> Reading:
    """Mark the paragraphs and drop what stands in them."""

    def free(span: Span) -> bool:
        return not any(start <= span[0] < end for start, end in pasted)

    marks = (*reading.article.boilerplate, *(Boilerplate(span, "pasted") for span in pasted))
    return msgspec.structs.replace(
        reading,
        article=msgspec.structs.replace(reading.article, boilerplate=tuple(sorted(marks, key=lambda mark: mark.span))),
        events=tuple(event for event in reading.events if free(event.sentence)),
        statements=tuple(item for item in reading.statements if free(_place(item))),
        channels=tuple(sign for sign in reading.channels if free(sign.sentence)),
        signs=tuple(sign for sign in reading.signs if free(sign.sentence)),
    )


def _place(statement: Statement) -> Span:
    """Return where a statement stands: its content's beginning, or its cue's."""
    if statement.content.spans:
        return statement.content.spans[0]
    return statement.cue.span if statement.cue else (0, 0)
