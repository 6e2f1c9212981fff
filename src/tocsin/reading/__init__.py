"""Reading: layout, sentences, quotation marks, dates and one parse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from tocsin.reading.blocks import cut_blocks
from tocsin.reading.boilerplate import mark_boilerplate
from tocsin.reading.credits import find_credits
from tocsin.reading.dateline import find_dateline
from tocsin.reading.parse import language_model, parse
from tocsin.reading.quotes import find_quotes
from tocsin.reading.sentences import split_sentences
from tocsin.reading.times import find_times
from tocsin.records import Article, BlockKind, Reading, Sentence, Span
from tocsin.settings import settings
from tocsin.text import contains

__all__ = ["analyse", "batches", "language_model", "lay_out", "parse_batch"]


def analyse(articles: Iterable[Article]) -> Iterator[Reading]:
    """Lay out and parse articles, in order; sentences of several articles are parsed together for speed."""
    for batch in batches(map(lay_out, articles)):
        yield from parse_batch(batch)


def batches(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    """Gather readings, in order, until they hold the sentences that the parser takes at once (`batch_sentences`)."""
    batch: list[Reading] = []
    waiting = 0
    for reading in readings:
        batch.append(reading)
        waiting += len(reading.sentences)
        if waiting >= settings().batch_sentences:
            yield batch
            batch, waiting = [], 0
    if batch:
        yield batch


def lay_out(article: Article) -> Reading:
    """Mark boilerplate, find dateline, credits and dates, and cut the text into blocks, quotations and sentences.

    What the input's own fields say (outlet, publication date) is kept; the text fills only what they leave open.
    """
    text = article.text
    boilerplate = mark_boilerplate(text)
    draft = cut_blocks(text, boilerplate, (), article.title)
    dateline = find_dateline(text, draft)
    credits = find_credits(text, draft, dateline)
    asides: list[tuple[Span, BlockKind]] = [(line, "credit") for line in credits.lines]
    if dateline is not None:
        asides.append(((dateline.span[0], dateline.resumes), "dateline"))
    if credits.byline_span is not None:
        asides.append((credits.byline_span, "byline"))
    blocks = cut_blocks(text, boilerplate, asides, article.title) if asides else draft
    quotes = find_quotes(text, blocks)
    times = find_times(text, article.published)
    headline = next((block.span for block in blocks if block.kind == "headline"), None)
    if headline is not None and any(contains(time.span, headline) for time in times):
        headline = None  # a line that is all a date titles nothing
    return Reading(
        article=msgspec.structs.replace(
            article,
            boilerplate=boilerplate,
            dateline=dateline.text if dateline else article.dateline,
            agencies=tuple(dict.fromkeys((*article.agencies, *credits.agencies))),
            byline=article.byline or credits.byline,
            outlet=article.outlet or credits.outlet,
            title=article.title or (text[slice(*headline)] if headline else None),
        ),
        blocks=blocks,
        sentences=split_sentences(text, blocks, quotes),
        quotes=quotes,
        times=times,
    )


def parse_batch(readings: Sequence[Reading]) -> list[Reading]:
    """Parse the sentences of several readings at once; the result has the same readings with their tokens."""
    limit = settings().max_sentence_tokens * 12
    texts: list[str] = []
    chosen: list[Sentence] = []
    for reading in readings:
        for sentence in reading.sentences:
            if sentence.span[1] - sentence.span[0] <= limit:
                texts.append(reading.article.text)
                chosen.append(sentence)
    parsed = iter(parse(texts, chosen))
    return [
        msgspec.structs.replace(reading, sentences=tuple(
            next(parsed) if sentence.span[1] - sentence.span[0] <= limit else sentence for sentence in reading.sentences
        ))
        for reading in readings
    ]  # fmt: skip
