"""The one file that wires the rooms; it reads as the picture.

    inputs -> intake -> Article -> reading -> parties -> statements -> events -> channels -> Reading
    Readings -> origins, developments, disputes, channels -> Brief

Each room takes the Reading of the room before and gives records; they are put into a wider Reading here. Sentences are
parsed for several articles at once; every other room sees one article at a time, and none knows of another.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from pathlib import Path

import msgspec

from tocsin import briefing, events, intake, parties, positions, reading, statements, stories
from tocsin.briefing import Brief
from tocsin.records import Article, Reading
from tocsin.settings import settings
from tocsin.text import content_id

_CHUNK = 32  # articles sent to a worker at once: large enough that the parser's batches fill


def read(
    text: str,
    *,
    title: str | None = None,
    date: str | None = None,
    outlet: str | None = None,
    own_parties: str | Path | None = None,
) -> Reading:
    """Read one article from its text.

    `date` is the publication date in ISO 8601, against which "Saturday" and "last March" are resolved; None takes one
    that the text states in its first lines, and else leaves relative dates unresolved. `own_parties` is the path of a
    parties file that overrides the built-in tables. The reading's sentences keep their tokens, and its mentions are
    filled. A lone surrogate, which no UTF-8 output can hold, becomes U+FFFD.
    """
    text = intake.replace_surrogates(text)
    published = date or intake.find_published(text)
    article = Article(
        id=content_id("a-", text), text=text, title=title, published=published, outlet=outlet,
        published_from="given" if date else "text" if published else None, language="en",
    )  # fmt: skip
    return next(read_in_full([article], own_parties=own_parties))


def read_all(
    articles: Iterable[Article | str], *, processes: int | None = None, own_parties: str | Path | None = None
) -> Iterator[Reading]:
    """Read a stream of articles and yield their readings in the same order, in constant memory.

    `processes` is the number of worker processes (default: the setting `processes`); with 1 everything runs in this
    one. `own_parties` is the path of a parties file. The readings are slim: sentences without tokens, no mentions.
    """
    given = (_as_article(article) for article in articles)
    workers = settings().processes if processes is None else processes
    if workers <= 1:
        yield from map(slim, read_in_full(given, own_parties=own_parties))
        return
    parties.register(_path(own_parties))
    reading.language_model()  # loaded before the fork, so that the workers share its memory
    context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else None)
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        pending: deque[Future[list[Reading]]] = deque()
        while chunk := list(islice(given, _CHUNK)):
            pending.append(pool.submit(_read_chunk, chunk, own_parties))
            if len(pending) > 2 * workers:
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()


def read_in_full(articles: Iterable[Article], *, own_parties: str | Path | None = None) -> Iterator[Reading]:
    """Read articles in this process; the readings keep tokens and mentions, as `explain` needs them."""
    register = parties.register(_path(own_parties))
    for found in reading.analyse(articles):
        found = msgspec.structs.replace(found, mentions=register.find_mentions(found))
        found = msgspec.structs.replace(found, places=register.find_places(found))
        found = msgspec.structs.replace(found, statements=statements.find_statements(found))
        found = msgspec.structs.replace(found, events=events.code_events(found))
        found = msgspec.structs.replace(found, channels=positions.find_channels(found))
        yield msgspec.structs.replace(found, signs=positions.find_signs(found))


def mark(articles: Iterable[Article]) -> Iterator[Article]:
    """Mark boilerplate, agencies and dateline of articles without parsing them, in order."""
    for article in articles:
        yield reading.lay_out(article).article


def brief(readings: Iterable[Reading], *, skipped: Sequence[tuple[str, str]] = ()) -> Brief:
    """Put the morning brief of a set of readings together.

    `skipped` holds (input, reason) for each input that could not be read, for the footer.
    """
    held = sorted(readings, key=lambda found: (found.article.published or "", found.article.id))
    held = stories.take_out_pasted(held)
    origins = stories.find_origins([found.article for found in held])
    return briefing.write_brief(
        held,
        developments=stories.gather_developments(held, stories.origin_of(origins)),
        disputes=positions.find_disputes(held),
        channels=positions.gather_channels(held),
        origins=origins,
        skipped=skipped,
    )


def slim(found: Reading) -> Reading:
    """Drop what only the rooms need: tokens, mentions and places."""
    bare = tuple(
        type(sentence)(sentence.index, sentence.span, sentence.block, sentence.kind) for sentence in found.sentences
    )
    return msgspec.structs.replace(found, sentences=bare, mentions=(), places=())


def _read_chunk(articles: list[Article], own_parties: str | Path | None) -> list[Reading]:
    """Read one chunk in a worker process."""
    return [slim(found) for found in read_in_full(articles, own_parties=own_parties)]


def _path(own_parties: str | Path | None) -> str | None:
    """Return the parties file to use: the one given, else the one that the settings name."""
    return str(own_parties) if own_parties is not None else settings().parties


def _as_article(given: Article | str) -> Article:
    """Let a plain text stand for an article."""
    if isinstance(given, Article):
        return given
    return Article(id=content_id("a-", given), text=given, language="en")
