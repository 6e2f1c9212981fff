"""The ledger itself: one object to write readings into and to ask."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from tocsin.errors import UsageError, why
from tocsin.ledger import queries, schema, verification
from tocsin.ledger.collecting import uncollected
from tocsin.ledger.corrections import Correction, Corrections, check
from tocsin.ledger.counts import Period, Point, Split, series
from tocsin.ledger.engines import PostgresStore, SqliteStore, holds, matching, open_store, put, take
from tocsin.ledger.identity import address_of
from tocsin.ledger.joined import Joined, daily, findings, marks, settling
from tocsin.ledger.joined.daily import DailyEvent
from tocsin.ledger.joined.findings import Day, Finding, Wanted
from tocsin.ledger.joined.settling import Settled
from tocsin.ledger.queries import Filter, Found, ListedArticle, ListedEvent, ListedStatement
from tocsin.ledger.rows import decode
from tocsin.ledger.status import Status, Version, note_skips, read_status, read_versions
from tocsin.ledger.writing import (
    Known,
    Receipt,
    chunks,
    note_all,
    note_unsettled,
    now,
    project_again,
    project_all,
    read_corrections,
    write_batch,
)  # fmt: skip
from tocsin.records import Article, Development, FeedState, Reading, Statement

_BATCH = 1024  # readings in one transaction, where they come fast: indexes are written page by page, once a batch
_LOOK_UP = 32  # articles looked up at once
_PATIENCE = 2.0  # seconds after which a batch is written though it is not full
_ALL = Filter()


class Ledger:
    """A lasting record of readings, in which each thing stands once.

    Writing methods commit before they return; reading methods see the last commit and never wait for a writer.
    """

    def __init__(self, store: SqliteStore | PostgresStore) -> None:
        self._store = store
        if not store.is_empty():
            with store.read() as connection:
                if schema.read_version(connection) == schema.VERSION:
                    return
        with store.write() as connection:
            version = schema.migrate(connection)
            if 0 < version < schema.PROJECTED:
                project_all(connection)
            if 0 < version < schema.JOINED:
                note_all(connection)

    @property
    def name(self) -> str:
        """The path or URL of the ledger, without a password."""
        return self._store.name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    def add(
        self,
        readings: Iterable[Reading],
        *,
        again: bool = False,
        acknowledge: Callable[[Receipt], None] | None = None,
    ) -> Receipt:
        """Write readings and return what was new; a reading that the ledger holds changes nothing.

        `acknowledge` is called after each commit with what that commit wrote: from then on it is not lost. With
        `again` a known article's new reading takes the place of the old one. An article with the address of another
        and a new text is a new version; what the old one said is withdrawn.
        """
        added: list[str] = []
        corrected: list[str] = []
        known = reread = 0
        for batch in _batches(readings):
            with uncollected(), self._store.write() as connection:
                receipt = write_batch(connection, batch, again=again)
            if acknowledge is not None:
                acknowledge(receipt)
            added.extend(receipt.added)
            corrected.extend(receipt.corrected)
            known, reread = known + receipt.known, reread + receipt.reread
        return Receipt(added=tuple(added), corrected=tuple(corrected), known=known, reread=reread)

    def unknown(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Pass on the articles that the ledger does not hold, so that the others need not be read."""
        rest = iter(articles)
        while part := list(islice(rest, _LOOK_UP)):
            with self._store.read() as connection:
                known = Known(connection, part)
            yield from (article for article in part if known.find(article) is None)

    def note_skips(self, skipped: Sequence[tuple[str, str]], inputs: Sequence[str] = ()) -> None:
        """Remember inputs (source, reason) that could not be read, for `status`.

        What was remembered of `inputs` (files, folders, addresses that were read again) and is no more so is forgotten.
        """
        with self._store.write() as connection:
            note_skips(connection, skipped, inputs)

    def feed(self, url: str) -> FeedState:
        """Return what is remembered of a feed."""
        with self._store.read() as connection:
            body = connection.scalar(select(schema.feeds.c.body).where(schema.feeds.c.url == url))
        return msgspec.json.decode(body, type=FeedState) if body else FeedState(url=url)

    def note_feeds(self, states: Iterable[FeedState]) -> None:
        """Remember visits to feeds; to be called when what they gave is in the ledger."""
        made = {state.url: msgspec.json.encode(state).decode() for state in states}
        if made:
            with self._store.write() as connection:
                take(connection, schema.feeds, [(url,) for url in made])
                put(connection, schema.feeds, list(made.items()))

    def page_added(self, url: str) -> str | None:
        """Return when (ISO 8601, UTC) the latest version of the page at an address was added, or None."""
        table = schema.articles.c
        with self._store.read() as connection:
            found: str | None = connection.scalar(select(func.max(table.added)).where(table.address == address_of(url)))
            return found

    def articles(self, asked: Filter = _ALL) -> Iterator[ListedArticle]:
        """Yield the articles that a filter lets through, newest first."""
        with self._store.read() as connection:
            yield from queries.list_articles(connection, queries.check(asked))

    def events(self, asked: Filter = _ALL) -> Iterator[ListedEvent]:
        """Yield the events that a filter lets through, newest first, each with its sentence."""
        with self._store.read() as connection:
            yield from queries.list_events(connection, queries.check(asked))

    def statements(self, asked: Filter = _ALL) -> Iterator[ListedStatement]:
        """Yield the statements that a filter lets through, newest first."""
        with self._store.read() as connection:
            yield from queries.list_statements(connection, queries.check(asked))

    def search(self, text: str, asked: Filter = _ALL) -> Iterator[Found]:
        """Yield articles that hold all words and "quoted phrases" of `text`, newest first, with the best sentence."""
        with self._store.read() as connection:
            yield from queries.search(connection, queries.check(msgspec.structs.replace(asked, text=text)))

    def series(
        self, asked: Filter = _ALL, *, by: Period = "day", split: Sequence[Split] = ("type", "modality")
    ) -> Iterator[Point]:
        """Yield the counts of current events in order of period, split by what `split` names."""
        with self._store.read() as connection:
            yield from series(connection, queries.check(asked), by=by, split=split)

    def daily_events(self, since: str | None = None, until: str | None = None) -> Iterator[DailyEvent]:
        """Yield the unique current events first seen in a span of days (ISO, both inclusive), in order of that day."""
        with self._store.read() as connection:
            yield from daily.daily_events(connection, since, until)

    def developments(self) -> list[Development]:
        """Return the developments as they were last joined, in order of date (undated last)."""
        with self._store.read() as connection:
            return daily.read_developments(connection)

    def earlier_reports(self, told: Iterable[Development]) -> dict[str, str]:
        """Return by event id the ISO day on which a version since replaced first reported it, where one did."""
        with self._store.read() as connection:
            return daily.earlier_reports(connection, told)

    def said(self) -> list[tuple[Statement, str, str]]:
        """Return the statements that a warning needs, each with the ISO day and id of its article."""
        with self._store.read() as connection:
            return list(daily.read_said(connection))

    def keep(self, name: str, body: str) -> None:
        """Keep a text under a name, in place of what was kept there: what a command must remember between its runs."""
        key = {"key": f"kept:{name}", "value": body}
        with self._store.write() as connection:
            connection.execute(delete(schema.meta).where(schema.meta.c.key == key["key"]))
            connection.execute(insert(schema.meta), [key])

    def kept(self, name: str) -> str | None:
        """Return the text that is kept under a name, or None."""
        with self._store.read() as connection:
            table = schema.meta.c
            return connection.scalar(select(table.value).where(table.key == f"kept:{name}"))

    def readings(self, since: str | None = None, until: str | None = None) -> Iterator[Reading]:
        """Yield the current readings of a span of days (ISO, both inclusive), corrected, in order of publication.

        They are slim: sentences without tokens, no mentions. What was withdrawn, dismissed or muted is left out.
        """
        with self._store.read() as connection:
            corrections = read_corrections(connection)
            bodies = schema.readings.c
            for part in chunks(queries.numbers_between(connection, since, until)):
                query = (
                    select(bodies.n, bodies.body, bodies.records, schema.articles.c.hash)
                    .join(schema.articles, schema.articles.c.n == bodies.n)
                    .where(bodies.n.in_(part))
                )
                found = {row.n: row for row in connection.execute(query)}
                for n in part:
                    yield corrections.apply(decode(found[n].body, found[n].records)[0], found[n].hash).current()

    def article_of(self, id: str) -> Article | None:
        """Return the article that an event or statement stands in, the current version before older ones, or None."""
        with self._store.read() as connection:
            row = _find_named(connection, id)
        return decode(row.body, row.records)[0].article if row else None

    def alone(self) -> AbstractContextManager[bool]:
        """Return a block that gives True to one process at a time, the one that joins articles, and else False."""
        return self._store.alone()

    def unsettled(self) -> dict[str, int]:
        """Return the days whose findings are not settled, with the number of changes."""
        with self._store.read() as connection:
            return settling.read_unsettled(connection)

    def unsettle(self) -> None:
        """Note every day as unsettled."""
        with self._store.write() as connection:
            note_all(connection)

    @property
    def joined(self) -> Joined:
        """What articles say of issues, channels and activities, under the keys that it is joined by."""
        return Joined(self._store)

    def count_articles(self) -> list[tuple[str, int]]:
        """Return the days of the ledger ("" for undated) with the number of their current articles, in order."""
        with self._store.read() as connection:
            return findings.count_articles(connection)

    def count_outlets(self) -> list[tuple[str, str, int]]:
        """Return days ("" for undated) and outlets ("" for none) with the number of current articles, in order."""
        with self._store.read() as connection:
            return findings.count_outlets(connection)

    def findings(self, wanted: Wanted, *, bodies: bool = True) -> list[Finding]:
        """Return findings, the weightiest or newest first; without `bodies` only what a listing shows."""
        with self._store.read() as connection:
            return list(findings.read(connection, wanted, bodies=bodies))

    def overlapping(self, kind: str, first: str, last: str) -> list[Finding]:
        """Return the findings of a kind whose days touch a span of days."""
        with self._store.read() as connection:
            return findings.overlapping(connection, kind, first, last)

    def found_days(self, kind: str, since: str | None = None, until: str | None = None) -> list[Day]:
        """Return what was found of a kind in the articles of a span of days."""
        with self._store.read() as connection:
            return list(findings.read_days(connection, kind, since, until, by="about"))

    def heaviest_days(self, kind: str, since: str | None, until: str | None, limit: int) -> list[Day]:
        """Return what was found of a kind for the heaviest days, in the articles of a span of days."""
        with self._store.read() as connection:
            return findings.heaviest(connection, kind, since, until, limit)

    def settle(self, found: Settled) -> None:
        """Put findings in place and take the days that they settle off the unsettled ones, in one transaction."""
        with self._store.write() as connection:
            settling.put_settled(connection, found)

    def name_party(self, name: str) -> str | None:
        """Return how to ask for the party of that name: a state by its code; None where no record names it."""
        with self._store.read() as connection:
            return queries.name_party(connection, name)

    def surnamed(self, name: str) -> tuple[str, ...]:
        """Return all parties whose names end in `name`, by the names that they are stored under."""
        with self._store.read() as connection:
            return queries.find_surnamed(connection, name)

    def status(self) -> Status:
        """Return what the ledger holds."""
        with self._store.read() as connection:
            return read_status(connection, self.name)

    def versions(self) -> tuple[Version, ...]:
        """Return the versions of every corrected article with what changed."""
        with self._store.read() as connection:
            return read_versions(connection)

    def verify(self) -> verification.Verdict:
        """Check that the ledger is whole: hashes, spans, rows, links and counts."""
        with self._store.read() as connection:
            return verification.verify(connection)

    def backup(self, file: Path) -> int:
        """Copy the ledger as of its last commit to a new file, beside a writer too; return its size in bytes.

        Raises UsageError where the file exists, or where the ledger is PostgreSQL's.
        """
        if not isinstance(self._store, SqliteStore):
            raise UsageError(
                f"{self.name} is PostgreSQL's; back it up with `pg_dump --format custom --file {file} ...`"
            )
        if file.exists():
            raise UsageError(f"{file} exists already; name a new file for the backup")
        part = file.with_name(file.name + ".part")
        try:
            part.unlink(missing_ok=True)
            target = sqlite3.connect(part)
            with self._store.read() as connection:
                source = connection.connection.driver_connection
                assert isinstance(source, sqlite3.Connection)
                source.backup(target)  # all pages at once, in the reader's one moment
            target.execute("PRAGMA journal_mode = DELETE")
            target.close()
            part.rename(file)
        except (OSError, sqlite3.OperationalError) as error:
            raise UsageError(f"{file}: the backup cannot be written ({why(error)}); name another file") from error
        return file.stat().st_size

    def corrections(self) -> tuple[Correction, ...]:
        """Return the corrections in force."""
        with self._store.read() as connection:
            return read_corrections(connection).all

    def correct(
        self, given: Iterable[Correction], *, by: str | None = None, waiting: bool = False
    ) -> tuple[Correction, ...]:
        """Put corrections in force and return those that were not yet; `by` is who, where they do not say it.

        A correction of a record that the ledger does not hold raises UsageError, or with `waiting` waits for it.
        """
        at = now()
        with self._store.write() as connection:
            before = read_corrections(connection)
            known = {correction.id for correction in before.all}
            fresh: dict[str, Correction] = {}
            for one in given:
                if one.id not in known:
                    placed = _place(connection, check(one), waiting=waiting)
                    fresh[one.id] = msgspec.structs.replace(placed, by=one.by or by, at=one.at or at)
            if fresh:
                table = schema.corrections
                connection.execute(table.delete().where(table.c.id.in_(list(fresh))))
                rows = [{"id": id, "body": msgspec.json.encode(one).decode()} for id, one in fresh.items()]
                connection.execute(insert(table), rows)
                _follow(connection, before, fresh.values())
            return tuple(fresh.values())

    def lift(self, id: str) -> Correction:
        """Take a correction out of force and return it; raises UsageError where none has that id."""
        with self._store.write() as connection:
            before = read_corrections(connection)
            found = next((correction for correction in before.all if correction.id == id), None)
            if found is None:
                raise UsageError(f"no correction in force has the id {id!r}; `tocsin fix list` shows them")
            connection.execute(update(schema.corrections).where(schema.corrections.c.id == id).values(lifted=now()))
            _follow(connection, before, [found])
            return found


def read_daily_events(ledger: Ledger, since: str | None = None, until: str | None = None) -> Iterator[DailyEvent]:
    """Yield the unique current events of a ledger, in order of the day on which each was first seen.

    The span of days (ISO, both inclusive) is that of `first_seen`, so that a later call with `since` set to the day
    after the last one gives what is new, and nothing that rang before under another date.
    """
    return ledger.daily_events(since, until)


def _batches(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    """Cut readings into batches: full ones where they come fast, smaller ones where they come slowly."""
    batch: list[Reading] = []
    began = time.monotonic()
    for reading in readings:
        batch.append(reading)
        if len(batch) >= _BATCH or time.monotonic() - began > _PATIENCE:
            yield batch
            batch, began = [], time.monotonic()
    if batch:
        yield batch


def _place(connection: Connection, correction: Correction, *, waiting: bool) -> Correction:
    """Note where the record stands that a correction is about, so that it is found again when ids have changed."""
    if correction.kind in ("pin-story", "split-story"):
        lost = {correction.target, correction.to or correction.target} - set(
            connection.scalars(select(schema.articles.c.id).where(
                schema.articles.c.id.in_([correction.target, correction.to or ""]))
            )
        )  # fmt: skip
        if lost and not waiting:
            raise UsageError(f"no article of this ledger has the id {min(lost)!r}; `tocsin stories -f jsonl` shows ids")
        return correction
    if correction.kind not in ("right", "dismiss") or correction.article is not None:
        return correction
    row = _find_named(connection, correction.target)
    if row is None:
        if waiting:
            return correction
        raise UsageError(f"no event or statement of this ledger has the id {correction.target!r}")
    reading = decode(row.body, row.records)[0]
    spans = {event.id: event.trigger.span for event in reading.events}
    spans.update({statement.id: statement.content.spans[0] for statement in reading.statements})
    return msgspec.structs.replace(correction, article=row.hash, span=spans[correction.target])


def _find_named(connection: Connection, id: str) -> Row[str, bytes, bytes] | None:
    """Return hash and reading of the article with an event or statement; the current version goes before older ones."""
    table, bodies = schema.articles.c, schema.readings.c
    return connection.execute(
        select(table.hash, bodies.body, bodies.records)
        .join(schema.readings, bodies.n == table.n)
        .where(table.n.in_(_named(connection, id)))
        .order_by(table.replaced_by.is_not(None), table.n)
    ).first()


def _named(connection: Connection, id: str) -> Select[tuple[int]]:
    """Return the query for the numbers of the articles with an event or statement of an id."""
    return select(schema.named.c.n).where(holds(connection, schema.named.c.ids, f" {id} "))


def _follow(connection: Connection, before: Corrections, changed: Iterable[Correction]) -> None:
    """Write the rows anew of every article that changed corrections can concern."""
    numbers: set[int] = set()
    for correction in changed:
        numbers.update(_concerned(connection, correction))
        if correction.kind in ("pin-story", "split-story"):
            note_unsettled(connection, _days_of(connection, correction))
        elif correction.kind in ("merge-party", "rename-party"):
            note_unsettled(connection, marks.days_naming(connection, _names_of(correction)))
    project_again(connection, sorted(numbers), before, read_corrections(connection))


def _days_of(connection: Connection, correction: Correction) -> list[str]:
    """Return the days of the articles that a correction of stories names."""
    table = schema.articles.c
    return list(connection.scalars(select(table.day).where(table.id.in_([correction.target, correction.to or ""]))))


def _concerned(connection: Connection, correction: Correction) -> set[int]:
    """Return the numbers of the articles that a correction can concern, and maybe some that it does not."""
    table = schema.articles.c
    if correction.kind in ("pin-story", "split-story"):
        return set()
    if correction.kind in ("right", "dismiss"):
        if correction.article is None:
            return set(connection.scalars(_named(connection, correction.target)))
        return set(connection.scalars(select(table.n).where(table.hash == correction.article)))
    if correction.kind in ("alias-party", "mute"):
        words = tuple(dict.fromkeys(queries.words_of(correction.target.replace('"', " "))))[:30]
        numbers = matching(connection, "article_words", words).columns(table.n)
        return set(connection.scalars(select(table.n).where(table.n.in_(numbers))))
    names = _names_of(correction)
    return {
        n
        for keys in (schema.event_keys.c, schema.statement_keys.c)
        for n in connection.scalars(select(keys.article).where(keys.key.in_(names)))
    }


def _names_of(correction: Correction) -> set[str]:
    """Return the names under which records hold the parties that a correction merges or renames."""
    return {name for given in (correction.target, correction.to) if given for name in (given, given.lower())}


def open_ledger(target: str | Path, *, create: bool = True) -> Ledger:
    """Open a ledger: a SQLite file, or a PostgreSQL database by URL (`postgresql://user@host/name`).

    A file that is not there is made, unless `create` is False; an older ledger is brought up to date. Raises UsageError
    where it cannot be opened and SetupError where it was written by a newer program.
    """
    return Ledger(open_store(target, create=create))
