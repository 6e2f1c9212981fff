"""Reading: layout, sentences, quotation marks, dates and one parse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from tocsin.reading.blocks import cut_blocks
from tocsin.reading.boilerplate import mark_boilerplate
from tocsin.reading.parse import language_model, parse
from tocsin.reading.quotes import find_quotes
from tocsin.reading.sentences import split_sentences
from tocsin.records import Article, Reading, Sentence
from tocsin.settings import settings

__all__ = ["analyse", "language_model", "lay_out"]


def analyse(articles: Iterable[Article]) -> Iterator[Reading]:
    """Lay out and parse articles, in order; sentences of several articles are parsed together for speed."""
    batch: list[Reading] = []
    waiting = 0
    for article in articles:
        reading = lay_out(article)
        batch.append(reading)
        waiting += len(reading.sentences)
        if waiting >= settings().batch_sentences:
            yield from _parse_batch(batch)
            batch, waiting = [], 0
    if batch:
        yield from _parse_batch(batch)


def lay_out(article: Article) -> Reading:
    """Mark boilerplate and cut the text into blocks, quotations and sentences without parsing it."""
    text = article.text
    boilerplate = mark_boilerplate(text)
    blocks = cut_blocks(text, boilerplate, (), article.title)
    quotes = find_quotes(text, blocks)
    sentences = split_sentences(text, blocks, quotes)
    return Reading(
        article=msgspec.structs.replace(article, boilerplate=boilerplate),
        blocks=blocks,
        sentences=sentences,
        quotes=quotes,
    )


def _parse_batch(readings: list[Reading]) -> Iterator[Reading]:
    """Parse the sentences of several readings at once and put them back."""
    limit = settings().max_sentence_tokens * 12
    texts: list[str] = []
    chosen: list[Sentence] = []
    for reading in readings:
        for sentence in reading.sentences:
            if sentence.span[1] - sentence.span[0] <= limit:
                texts.append(reading.article.text)
                chosen.append(sentence)
    parsed = iter(parse(texts, chosen))
    for reading in readings:
        sentences = tuple(
            next(parsed) if sentence.span[1] - sentence.span[0] <= limit else sentence for sentence in reading.sentences
        )
        yield msgspec.structs.replace(reading, sentences=sentences)
