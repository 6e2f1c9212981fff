"""Writes readings into a ledger: which are new, which replace which, their rows and their counts.

Algorithm: a batch of readings is one transaction. Those whose text is known are left; of two versions of an article
(one address, two texts) the later publication stands, and with equal dates the one that comes later. Rows are written
with the counts that they add to; before rows go, what they added is taken off, from the same readings that made them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, bindparam, func, select, update

from tocsin.ledger import schema
from tocsin.ledger.corrections import Correction, Corrections
from tocsin.ledger.engines import forget_words, index_words, look_up, put, take
from tocsin.ledger.identity import Hashes, address, digest, hash_both, is_earlier
from tocsin.ledger.rows import (
    Row,
    Rows,
    article_words,
    day_of,
    decode,
    digest_before,
    encode,
    make_rows,
)  # fmt: skip
from tocsin.records import Article, Reading

_TOGETHER = 128  # articles whose rows are made and written before those of the next: what the processor's caches hold
_AT_ONCE = 500  # values in one IN (...), well under what every SQLite takes

_KINDS: tuple[tuple[str, Table], ...] = (
    ("event_keys", schema.event_keys),
    ("statement_keys", schema.statement_keys),
    ("standings", schema.standings),
    ("named", schema.named),
)


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What a committed batch did: `added` and `corrected` (new versions) hold article hashes, `known` is a number."""

    added: tuple[str, ...]
    corrected: tuple[str, ...]
    known: int
    reread: int = 0


class Pending(msgspec.Struct):
    """An article of a batch on its way into the ledger."""

    n: int
    reading: Reading
    hash: str
    text_hash: str
    replaced_by: int | None = None


def now() -> str:
    """Return the present time in ISO 8601, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def read_corrections(connection: Connection) -> Corrections:
    """Return the corrections in force."""
    found = connection.scalars(
        select(schema.corrections.c.body).where(schema.corrections.c.lifted.is_(None)).order_by(schema.corrections.c.id)
    )
    return Corrections(msgspec.json.decode(body, type=Correction) for body in found)


def chunks(values: Sequence[Any], size: int = _AT_ONCE) -> Iterator[Sequence[Any]]:
    """Cut values into parts, by default such that fit one IN (...)."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


class Known:
    """The articles of the ledger that a batch could repeat or replace."""

    def __init__(self, connection: Connection, articles: Sequence[Article]) -> None:
        self.by_text: dict[str, list[tuple[str | None, str | None, int, str]]] = defaultdict(list)
        self.standing: dict[str, tuple[int, str | None]] = {}
        self._articles = articles  # whose ids are theirs alone as long as they are held
        self._hashes = {id(article): hash_both(article) for article in articles}
        for part in chunks(sorted({hashes.text for hashes in self._hashes.values()})):
            for row in look_up(connection, schema.articles, "text_hash", part):
                self.note_text(row.text_hash, row.outlet, row.address, row.n, row.reading_hash)
        for part in chunks(sorted({found for article in articles if (found := address(article))})):
            for row in look_up(connection, schema.articles, "address", part):
                if row.replaced_by is None:
                    self.standing[row.address] = (row.n, row.published)

    def note_text(self, text: str, outlet: str | None, address: str | None, n: int, reading_hash: str) -> None:
        """Remember an article by the hash of its text."""
        self.by_text[text].append((outlet, address, n, reading_hash))

    def hashes(self, article: Article) -> Hashes:
        """Return the names of an article of the batch."""
        return self._hashes[id(article)]

    def find(self, article: Article) -> tuple[int, str] | None:
        """Return the number and the reading's digest of the article that this one repeats, or None.

        The same text is the same article where the outlets agree or one is not named, or the address is the same.
        """
        where = address(article)
        for outlet, place, n, reading_hash in self.by_text.get(self.hashes(article).text, ()):
            if outlet == article.outlet or None in (outlet, article.outlet) or (where is not None and where == place):
                return n, reading_hash
        return None


def write_batch(connection: Connection, readings: Sequence[Reading], *, again: bool = False) -> Receipt:
    """Write readings in the connection's transaction and say which were new.

    With `again` a known article's reading takes the place of the one stored, where it differs.
    """
    known = Known(connection, [reading.article for reading in readings])
    following = (connection.scalar(select(func.max(schema.articles.c.n))) or 0) + 1
    pending: dict[int, Pending] = {}
    displaced: dict[int, int] = {}
    corrected: list[str] = []
    repeated: list[tuple[int, Reading, str]] = []
    left = 0
    for reading in readings:
        article = reading.article
        if (found := known.find(article)) is not None:
            left += 1
            if again and found[0] not in pending:
                repeated.append((found[0], reading, found[1]))
            continue
        hashes = known.hashes(article)
        one = Pending(following, reading, hashes.article, hashes.text)
        pending[following] = one
        following += 1
        where = address(article)
        known.note_text(hashes.text, article.outlet, where, one.n, "")
        if where is None:
            continue
        other = known.standing.get(where)
        if other is not None:
            corrected.append(one.hash)
            if is_earlier(article.published, other[1]):
                one.replaced_by = other[0]
                continue
            if other[0] in pending:
                pending[other[0]].replaced_by = one.n
            else:
                displaced[other[0]] = one.n
        known.standing[where] = (one.n, article.published)
    corrections = read_corrections(connection)
    _withdraw(connection, displaced, corrections)
    _insert(connection, list(pending.values()), corrections)
    reread = _read_again(connection, repeated, corrections)
    added = tuple(one.hash for one in pending.values())
    return Receipt(added=added, corrected=tuple(corrected), known=left, reread=reread)


def _insert(connection: Connection, pending: Sequence[Pending], corrections: Corrections) -> None:
    """Write new articles with everything about them."""
    at = now()
    made: list[Rows] = []
    for some in chunks(pending, _TOGETHER):
        heads: list[Row] = []
        bodies: list[Row] = []
        for one in some:
            reading, packed = one.reading, encode(one.reading)
            article = reading.article
            made.append(make_rows(corrections.apply(reading, one.hash), one.n, withdrawn=one.replaced_by is not None))
            bodies.append((one.n, packed.body, packed.records))
            heads.append((
                one.n, one.hash, one.text_hash, address(article), article.id, article.outlet, article.title,
                article.published, day_of(article), at, packed.digest, one.replaced_by, len(reading.events),
                len(reading.statements),
            ))  # fmt: skip
        put(connection, schema.articles, heads)
        put(connection, schema.readings, bodies)
        index_words(connection, "article_words", [(one.n, article_words(one.reading.article)) for one in some])
    put_rows(connection, made)
    standing = [
        (one.reading.article.outlet, day_of(one.reading.article), len(one.reading.events), len(one.reading.statements))
        for one in pending
        if one.replaced_by is None
    ]
    _count_outlets(connection, standing, 1)
    note_unsettled(connection, [day_of(one.reading.article) for one in pending])


def note_unsettled(connection: Connection, changed: Iterable[str]) -> None:
    """Remember the days of changed articles, until what the rooms that join articles find there is found anew."""
    days = Counter(changed)
    if days:
        put(connection, schema.unsettled, sorted(days.items()), ("times",))


def note_all(connection: Connection) -> None:
    """Note every day as unsettled."""
    note_unsettled(connection, connection.scalars(select(schema.articles.c.day)).all())


def put_rows(connection: Connection, made: Sequence[Rows]) -> None:
    """Write rows of events and statements, and add what they count."""
    for name, table in _KINDS:
        put(connection, table, _together(row for rows in made for row in getattr(rows, name)))
    for words in ("event_words", "statement_words"):
        index_words(connection, words, [row for rows in made for row in getattr(rows, words)])
    _count(connection, made, 1)


def _together(rows: Iterable[Row]) -> list[Row]:
    """Put rows with one first value behind each other: in a large ledger, each page of an index is then met once."""
    apart: dict[Any, list[Row]] = {}
    for row in rows:
        there = apart.get(row[0])
        if there is None:
            apart[row[0]] = [row]
        else:
            there.append(row)
    return [row for first in sorted(apart) for row in apart[first]]


def take_rows(connection: Connection, made: Sequence[Rows]) -> None:
    """Take rows out again, and what they counted."""
    for name, table in _KINDS:
        width = len(table.primary_key.columns)
        take(connection, table, [row[:width] for rows in made for row in getattr(rows, name)])
    for words in ("event_words", "statement_words"):
        forget_words(connection, words, [row for rows in made for row in getattr(rows, words)])
    _count(connection, made, -1)


def _count(connection: Connection, made: Iterable[Rows], sign: int) -> None:
    """Add rows to the day's counts or take them off; an event told in the same words is unique once a day."""
    reports = Counter(one for rows in made for one in rows.prints)
    put(connection, schema.daily, _together((*one, sign * number) for one, number in reports.items()), ("reports",))
    if sign < 0:
        take(connection, schema.daily, list(reports), "reports <= 0")


def _count_outlets(connection: Connection, articles: Iterable[tuple[str | None, str, int, int]], sign: int) -> None:
    """Add articles (outlet, day, events, statements) to the counts of their outlets and days, or take them off."""
    totals: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for outlet, day, events, statements in articles:
        total = totals[outlet or "", day]
        for i, number in enumerate((1, events, statements)):
            total[i] += sign * number
    put(
        connection, schema.outlets, [(*key, *total) for key, total in sorted(totals.items())],
        ("articles", "events", "statements"),
    )  # fmt: skip
    if sign < 0:
        take(connection, schema.outlets, list(totals), "articles <= 0")


def stored(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[Any, Reading]]:
    """Yield the rows of articles (n, hash, replaced_by, ...) with their readings, in order of number."""
    query = select(schema.articles, schema.readings.c.body, schema.readings.c.records).join(
        schema.readings, schema.readings.c.n == schema.articles.c.n
    )
    for part in chunks(sorted(numbers)):
        for row in connection.execute(query.where(schema.articles.c.n.in_(part)).order_by(schema.articles.c.n)).all():
            yield row, decode(row.body, row.records)[0]


def project_all(connection: Connection) -> None:
    """Make everything anew that is made of the readings, in a ledger of a version that made it in another way."""
    corrections, table = read_corrections(connection), schema.articles
    for part in chunks(connection.scalars(select(table.c.n).order_by(table.c.n)).all()):
        made, words, names = [], [], []
        for row, reading in stored(connection, part):
            made.append(make_rows(corrections.apply(reading, row.hash), row.n, withdrawn=row.replaced_by is not None))
            words.append((row.n, article_words(reading.article)))
            if digest_before(row.body, row.records) == row.reading_hash:
                names.append({"number": row.n, "name": digest(row.body, row.records)})
        index_words(connection, "article_words", words)
        put_rows(connection, made)
        query = update(table).where(table.c.n == bindparam("number")).values(reading_hash=bindparam("name"))
        if names:
            connection.execute(query, names)


def project_again(connection: Connection, numbers: Sequence[int], before: Corrections, after: Corrections) -> None:
    """Write the rows of articles anew because the corrections in force have changed."""
    for part in chunks(sorted(numbers)):
        old, new, days = [], [], []
        for row, reading in stored(connection, part):
            days.append(row.day)
            gone = row.replaced_by is not None
            old.append(make_rows(before.apply(reading, row.hash), row.n, withdrawn=gone))
            new.append(make_rows(after.apply(reading, row.hash), row.n, withdrawn=gone))
        take_rows(connection, old)
        put_rows(connection, new)
        note_unsettled(connection, days)


def _withdraw(connection: Connection, displaced: dict[int, int], corrections: Corrections) -> None:
    """Mark articles as replaced; their events and statements stay, count nowhere, and say so."""
    for row, reading in list(stored(connection, list(displaced))):
        corrected = corrections.apply(reading, row.hash)
        take_rows(connection, [make_rows(corrected, row.n, withdrawn=False)])
        put_rows(connection, [make_rows(corrected, row.n, withdrawn=True)])
        _count_outlets(connection, [(row.outlet, row.day, row.events, row.statements)], -1)
        connection.execute(
            update(schema.articles).where(schema.articles.c.n == row.n).values(replaced_by=displaced[row.n])
        )
        note_unsettled(connection, [row.day])


def _read_again(connection: Connection, repeated: Sequence[tuple[int, Reading, str]], corrections: Corrections) -> int:
    """Put new readings of stored articles in the place of the old ones where they differ, and count them."""
    fresh = {n: reading for n, reading, _ in repeated}
    done = 0
    for row, old in list(stored(connection, list(fresh))):
        kept = _as_first_given(old.article, fresh[row.n].article)
        reading = msgspec.structs.replace(fresh[row.n], article=kept)
        packed = encode(reading)
        if packed.digest == row.reading_hash or decode(packed.body, packed.records)[0] == old:  # else compressed
            continue
        done += 1
        gone = row.replaced_by is not None
        forget_words(connection, "article_words", [(row.n, article_words(old.article))])
        take_rows(connection, [make_rows(corrections.apply(old, row.hash), row.n, withdrawn=gone)])
        rows = make_rows(corrections.apply(reading, row.hash), row.n, withdrawn=gone)
        put_rows(connection, [rows])
        note_unsettled(connection, [row.day, day_of(kept)])
        index_words(connection, "article_words", [(row.n, article_words(kept))])
        if not gone:
            _count_outlets(connection, [(row.outlet, row.day, row.events, row.statements)], -1)
            _count_outlets(connection, [(kept.outlet, day_of(kept), len(reading.events), len(reading.statements))], 1)
        head, body = schema.articles, schema.readings
        connection.execute(update(head).where(head.c.n == row.n).values(
            reading_hash=packed.digest, events=len(reading.events), statements=len(reading.statements),
            title=kept.title, published=kept.published, day=day_of(kept),
        ))  # fmt: skip
        connection.execute(update(body).where(body.c.n == row.n).values(body=packed.body, records=packed.records))
    return done


def _as_first_given(old: Article, new: Article) -> Article:
    """Return an article as it was read now, with what names it as it was first added."""
    return msgspec.structs.replace(
        new, id=old.id, url=old.url, outlet=old.outlet, source=old.source, published=old.published or new.published,
        published_from=old.published_from if old.published else new.published_from,
    )  # fmt: skip
