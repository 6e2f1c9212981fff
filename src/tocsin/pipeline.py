"""The one file that wires the rooms; it reads as the picture.

    inputs -> intake -> Article -> reading -> parties -> statements -> events -> channels -> Reading
    Readings -> origins, developments, disputes, channels -> Brief

Each room takes the Reading of the room before and gives records; they are put into a wider Reading here. Sentences are
parsed for several articles at once; every other room sees one article at a time, and none knows of another.

A fault that a room meets in one article is that article's alone (`_isolated`): the article is left out and named, and
the others are read. What concerns every article (a broken table, a missing model) ends the run.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec

from tocsin import briefing, events, intake, parties, positions, reading, statements, stories
from tocsin.briefing import Brief
from tocsin.errors import ReadingFailed, TocsinError
from tocsin.records import Article, Reading
from tocsin.settings import settings
from tocsin.text import content_id

_CHUNK = 32  # articles sent to a worker at once: large enough that the parser's batches fill
_HERE = Path(__file__).parent

Failed = Callable[[ReadingFailed], None]
One = TypeVar("One", Article, Reading)
_Done = tuple[list[Reading], list[ReadingFailed]]  # what a worker hands back


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
    filled. A lone surrogate, which no UTF-8 output can hold, becomes U+FFFD. What reading fails on is raised.
    """
    text = intake.replace_surrogates(text)
    published = date or intake.find_published(text)
    article = Article(
        id=content_id("a-", text), text=text, title=title, published=published, outlet=outlet,
        published_from="given" if date else "text" if published else None, language="en",
    )  # fmt: skip
    return next(read_in_full([article], own_parties=own_parties))


def log_failure(error: ReadingFailed) -> None:
    """Say by the logger "tocsin" that reading an article failed, with the traceback at the level DEBUG."""
    logger = logging.getLogger("tocsin")
    logger.error("%s", error)
    logger.debug("%s", error.trace)


def read_all(
    articles: Iterable[Article | str],
    *,
    processes: int | None = None,
    own_parties: str | Path | None = None,
    failed: Failed = log_failure,
    signs: bool = True,
) -> Iterator[Reading]:
    """Read a stream of articles and yield their readings in the same order, in constant memory.

    `processes` is the number of worker processes (default: the setting `processes`); with 1 everything runs in this
    one. `own_parties` is the path of a parties file. The readings are slim: sentences without tokens, no mentions. An
    article that reading fails on has none: `failed` is called with a ReadingFailed that names it, and the others are
    read. `signs` False leaves out signs and channels: positions, disputes, channels, measures and briefs stand on them,
    no record of the public format does. Raises TocsinError where a worker process is killed.
    """
    given = (_as_article(article) for article in articles)
    workers = settings().processes if processes is None else processes
    if workers <= 1:
        yield from map(slim, read_in_full(given, own_parties=own_parties, failed=failed, signs=signs))
        return
    parties.register(_path(own_parties))
    reading.language_model()  # loaded before the fork, so that the workers share its memory
    context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else None)
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_leave_interrupts) as pool:
        pending: deque[Future[_Done]] = deque()
        try:
            while chunk := list(islice(given, _CHUNK)):
                pending.append(pool.submit(_read_chunk, chunk, own_parties, signs))
                if len(pending) > 2 * workers:
                    yield from _taken(pending.popleft().result(), failed)
            while pending:
                yield from _taken(pending.popleft().result(), failed)
        except BrokenProcessPool as error:
            raise TocsinError(
                "a worker process was killed, as happens where memory runs out; run again with fewer --processes"
            ) from error
        finally:  # where the run was interrupted, chunks that no worker has begun are not read any more
            pool.shutdown(wait=False, cancel_futures=True)


def read_in_full(
    articles: Iterable[Article],
    *,
    own_parties: str | Path | None = None,
    failed: Failed | None = None,
    signs: bool = True,
) -> Iterator[Reading]:
    """Read articles in this process; the readings keep tokens and mentions, as `explain` needs them.

    `failed` is called for an article that reading fails on; without it, what was met is raised. `signs` is as for
    read_all.
    """
    register = parties.register(_path(own_parties))
    laid_out = (done for article in articles for done in _isolated(_lay_out, [article], failed))
    for batch in reading.batches(laid_out):
        for parsed in _isolated(reading.parse_batch, batch, failed):
            yield from _isolated(lambda one: [_find_records(one[0], register, signs)], [parsed], failed)


def mark(articles: Iterable[Article], *, failed: Failed = log_failure) -> Iterator[Article]:
    """Mark boilerplate, agencies and dateline of articles without parsing them, in order."""
    for article in articles:
        for found in _isolated(_lay_out, [article], failed):
            yield found.article


def _lay_out(articles: Sequence[Article]) -> list[Reading]:
    """Lay out articles one by one."""
    return [reading.lay_out(article) for article in articles]


def _find_records(found: Reading, register: parties.PartyReader, signs: bool) -> Reading:
    """Put what the rooms find in a parsed reading into it."""
    found = msgspec.structs.replace(found, mentions=register.find_mentions(found))
    found = msgspec.structs.replace(found, places=register.find_places(found))
    found = msgspec.structs.replace(found, statements=statements.find_statements(found))
    found = msgspec.structs.replace(found, events=events.code_events(found))
    if not signs:
        return found
    found = msgspec.structs.replace(found, channels=positions.find_channels(found))
    return msgspec.structs.replace(found, signs=positions.find_signs(found))


def _isolated(
    step: Callable[[Sequence[One]], list[Reading]], given: Sequence[One], failed: Failed | None
) -> list[Reading]:
    """Return what a step makes of articles; where it fails for several, what it makes of each of them alone.

    Here, and nowhere else, any exception is caught: which one a fault raises cannot be known before the fault is.
    """
    try:
        return step(given)
    except TocsinError:
        raise
    except Exception as error:
        if failed is None:
            raise
        if len(given) > 1:
            return [done for one in given for done in _isolated(step, [one], failed)]
        failed(_failure(given[0], error))
        return []


def _failure(given: Article | Reading, error: Exception) -> ReadingFailed:
    """Name an article, what was met in it, and where in Tocsin that was."""
    article = given if isinstance(given, Article) else given.article
    ours = [at for at in traceback.extract_tb(error.__traceback__) if Path(at.filename).is_relative_to(_HERE)]
    place = f" in {Path(ours[-1].filename).relative_to(_HERE).as_posix()}, line {ours[-1].lineno}" if ours else ""
    said = " ".join(f"{type(error).__name__}: {error}".split())[:200].removesuffix(":")
    return ReadingFailed(
        article.source or article.id,
        f"reading article {article.id} failed ({said}{place}); report this fault of Tocsin with the article's text "
        "(TOCSIN_DEBUG=1 shows the traceback)",
        "".join(traceback.format_exception(error)),
    )


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


def _leave_interrupts() -> None:
    """Let only the first process answer to Ctrl-C; a worker ends with it, after its chunk."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read_chunk(articles: list[Article], own_parties: str | Path | None, signs: bool) -> _Done:
    """Read one chunk in a worker process; what reading failed on comes beside the readings."""
    failures: list[ReadingFailed] = []
    found = read_in_full(articles, own_parties=own_parties, failed=failures.append, signs=signs)
    return [slim(one) for one in found], failures


def _taken(done: _Done, failed: Failed) -> list[Reading]:
    """Tell what a worker failed on, and return what it read."""
    found, failures = done
    for failure in failures:
        failed(failure)
    return found


def _path(own_parties: str | Path | None) -> str | None:
    """Return the parties file to use: the one given, else the one that the settings name."""
    return str(own_parties) if own_parties is not None else settings().parties


def _as_article(given: Article | str) -> Article:
    """Let a plain text stand for an article."""
    if isinstance(given, Article):
        return given
    return Article(id=content_id("a-", given), text=given, language="en")
