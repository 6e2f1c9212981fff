"""Answers questions to a ledger: listings of events, statements and articles, words searched, counts over time.

Every listing is newest first and walks an index; what is shown is unpacked from the stored records, so that a listing
gives whole events and statements with the sentence they stand on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, get_args

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, Table, and_, case, func, or_, select, text

from tocsin.errors import UsageError
from tocsin.ledger import schema
from tocsin.ledger.corrections import Corrected, Corrections, is_code, type_scores
from tocsin.ledger.engines import matching
from tocsin.ledger.identity import is_day
from tocsin.ledger.rows import AT, Records, place_of, unpack_event, unpack_records, unpack_statement
from tocsin.ledger.writing import read_corrections, stored
from tocsin.records import Act, Event, Evidence, Modality, Party, Reading, Statement

_FREQUENT = 20_000  # records of a party from which on it matters no more how many there are
_KEPT = 256  # unpacked articles kept while a listing is made
_STANDS = {
    schema.CURRENT: "current",
    schema.WITHDRAWN: "withdrawn: the article was corrected",
    schema.DISMISSED: "dismissed",
    schema.MUTED: "muted with its paragraph",
}


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What a listing shows; what is None does not narrow it.

    `party` and both of `between` are a code ("RUS") or a name in any case, and `between` means both, in any roles.
    `types` are PLOVER types, `acts` acts of speech. `since` and `until` are ISO days, both inclusive, of the event or
    of the statement's article. `place` is a place's name or a country's code, `text` words and "quoted phrases" that
    the sentence or content holds. `about` are names and codes of one party: a statement is about it that has one of
    them among its targets or a name of it in its words. `standing` "all" also shows what was withdrawn, dismissed or
    muted. `article` is an article's id. `limit` is a number of rows.
    """

    party: str | None = None
    between: tuple[str, str] | None = None
    types: tuple[str, ...] = ()
    modality: str | None = None
    acts: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    outlet: str | None = None
    place: str | None = None
    text: str | None = None
    article: str | None = None
    standing: Literal["current", "all"] = "current"
    limit: int | None = None


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """What every row of a listing says: the article, where and when it was published, and how the record stands."""

    article: str
    outlet: str | None
    published: str | None
    title: str | None
    standing: str
    correction: str | None


class ListedEvent(Listed, frozen=True, kw_only=True):
    """An event with its day ("" where unknown) and the stored sentence that it stands on."""

    day: str
    event: Event
    sentence: str


class ListedStatement(Listed, frozen=True, kw_only=True):
    """A statement with the day of its article ("" where unknown)."""

    day: str
    statement: Statement


class ListedArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An article as listed; `replaced` is True for a version that a later one has replaced."""

    article: str
    hash: str
    outlet: str | None
    published: str | None
    title: str | None
    events: int
    statements: int
    added: str
    replaced: bool


class Found(ListedArticle, frozen=True, kw_only=True):
    """An article found by its words, with the sentence (as stored, with its span) that holds most of them."""

    sentence: Evidence


class Point(msgspec.Struct, frozen=True):
    """One count of a series: the unique events of a period and the reports of them.

    `day` is the ISO day, month or year ("" where unknown). `source` and `target` are party keys ("" for nobody); what
    the series is not split by is None.
    """

    day: str
    events: int
    reports: int
    source: str | None = None
    target: str | None = None
    type: str | None = None
    mode: str | None = None
    modality: str | None = None


Period = Literal["day", "month", "year"]
Split = Literal["source", "target", "type", "mode", "modality"]


def check(asked: Filter) -> Filter:
    """Return the filter, or raise UsageError where no record could ever match it."""
    for name, given, known in (
        ("type", [kind.upper() for kind in asked.types], tuple(type_scores())),
        ("act", [act.lower() for act in asked.acts], get_args(Act)),
        ("modality", [asked.modality] if asked.modality else [], get_args(Modality)),
    ):
        for value in given:
            if value not in known:
                raise UsageError(f"there is no {name} {value!r}; it is one of {', '.join(known)}")
    for day in (asked.since, asked.until):
        if day is not None and not is_day(day):
            raise UsageError(f"{day!r} is no ISO day; write it as 2014-03-14")
    return asked


def words_of(text: str) -> tuple[str, ...]:
    """Split a search into its words and quoted phrases; raises UsageError where there are none."""
    found: list[str] = []
    for i, part in enumerate(text.split('"')):
        found.extend([part.strip()] if i % 2 else part.split())
    words = tuple(word for word in found if any(char.isalnum() for char in word))
    if not words:
        raise UsageError(f"{text!r} holds no word to search for")
    return words


def key_of(party: str) -> str:
    """Return the key that a party is stored under: a code as it is, a name in lower case."""
    return party if party.isupper() and " " not in party else party.lower()


def name_party(connection: Connection, name: str) -> str | None:
    """Return how a party is asked for that is named `name` in any case: a state or organisation by its code.

    A person or group goes by its name. None where no record of the ledger names it.
    """
    wanted = name.lower()
    unpack = _Unpacking(connection)
    for head, keys in ((schema.events, schema.event_keys), (schema.statements, schema.statement_keys)):
        n = connection.scalar(select(keys.c.record).where(keys.c.key == wanted).order_by(keys.c.day.desc()).limit(1))
        if n is None:
            continue
        number = connection.scalars(select(head.c.article).where(head.c.n == n)).one()
        corrected = unpack.corrected(number)
        if head is schema.events:
            event = corrected.events[place_of(n)][0]
            parties: list[Party | None] = [*event.actors, *event.recipients]
        else:
            said = corrected.statements[place_of(n)][0]
            parties = [said.speaker, said.addressee, *said.targets]
        for party in parties:
            if party is not None and party.name and party.name.lower() == wanted and party.code == party.country:
                return party.country or wanted
        return wanted
    return None


def find_surnamed(connection: Connection, name: str) -> tuple[str, ...]:
    """Return the names of parties, as they are stored, that end in `name` in any case."""
    ending = f" {name.lower()}"
    found: set[str] = set()
    for keys in (schema.event_keys.name, schema.statement_keys.name):
        each = text(  # steps from one key to the next, of which each has many rows
            f"WITH RECURSIVE each(name) AS (SELECT min(key) FROM {keys} UNION ALL SELECT (SELECT min(key) FROM {keys} "
            "WHERE key > each.name) FROM each WHERE each.name IS NOT NULL) SELECT name FROM each"
        )
        found.update(key for key in connection.scalars(each) if key is not None and key.endswith(ending))
    return tuple(sorted(found))


def list_events(connection: Connection, asked: Filter) -> Iterator[ListedEvent]:
    """Yield events, newest first; `party` and `between` find them by actors and recipients."""
    table = schema.events.c
    query = _listing(connection, asked, schema.events, schema.event_keys, "event_words")
    if asked.types:
        query = query.where(table.type.in_([name.upper() for name in asked.types]))
    if asked.modality:
        query = query.where(table.modality == asked.modality)
    unpack = _Unpacking(connection)
    for row in connection.execute(query):
        if row.correction is None:
            body = unpack_event(unpack.records(row.number), row.n)
            event, sentence = body.event, body.sentence
        else:
            corrected = unpack.corrected(row.number)
            event = corrected.events[place_of(row.n)][0]
            sentence = corrected.reading.article.text[slice(*event.sentence)]
        yield ListedEvent(**_listed(row, unpack), day=row.day, event=event, sentence=sentence)


def list_statements(connection: Connection, asked: Filter) -> Iterator[ListedStatement]:
    """Yield statements, newest first; `party` finds them by who speaks, `between` by all whom they name."""
    query = _listing(connection, asked, schema.statements, schema.statement_keys, "statement_words")
    if asked.acts:
        query = query.where(schema.statements.c.act.in_([act.lower() for act in asked.acts]))
    if asked.about:
        query = query.where(_is_about(connection, asked.about))
    unpack = _Unpacking(connection)
    for row in connection.execute(query):
        if row.correction is None:
            statement = unpack_statement(unpack.records(row.number), row.n)
        else:
            statement = unpack.corrected(row.number).statements[place_of(row.n)][0]
        yield ListedStatement(**_listed(row, unpack), day=row.day, statement=statement)


def _is_about(connection: Connection, names: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a statement has a party among its targets, or a name of it in its words.

    A code is no word: "IS" is a state to be, too.
    """
    n, keys = schema.statements.c.n, schema.statement_keys.c
    targets = select(keys.record).where(keys.key.in_([key_of(name) for name in names]), keys.roles.contains("t"))
    words = [matching(connection, "statement_words", (name,)).columns(n) for name in names if not is_code(name)]
    return or_(n.in_(targets), *(n.in_(found) for found in words))


class _Unpacking:
    """Unpacks the articles of a listing's rows, each once while its rows follow each other."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._records: dict[int, Records] = {}
        self._corrected: dict[int, Corrected] = {}
        self._corrections: Corrections | None = None

    @property
    def corrections(self) -> Corrections:
        """The corrections in force, read once."""
        if self._corrections is None:
            self._corrections = read_corrections(self._connection)
        return self._corrections

    def records(self, n: int) -> Records:
        """Return the records of article number `n` as read."""
        if n not in self._records:
            if len(self._records) > _KEPT:
                self._records.clear()
            table = schema.readings.c
            self._records[n] = unpack_records(self._connection.scalars(select(table.records).where(table.n == n)).one())
        return self._records[n]

    def corrected(self, n: int) -> Corrected:
        """Return the reading of article number `n` as corrected."""
        if n not in self._corrected:
            if len(self._corrected) > _KEPT:
                self._corrected.clear()
            ((row, reading),) = stored(self._connection, [n])
            self._corrected[n] = self.corrections.apply(reading, row.hash)
        return self._corrected[n]


def _listing(connection: Connection, asked: Filter, head: Table, keys: Table, words: str) -> Select[Any]:
    """Return the query for one kind of record with all that the filters of both kinds share.

    Where a party or place is asked for, its rows in order of day lead; of several, those of the rarest.
    """
    article = schema.articles.c
    query = select(
        head.c.n, head.c.day, head.c.standing, head.c.correction, article.n.label("number"),
        article.id.label("article"), article.outlet, article.published, article.title,
    ).join(schema.articles, article.n == head.c.article)  # fmt: skip
    named = [key_of(party) for party in (asked.party, *(asked.between or ())) if party]
    if asked.place and head is schema.events:
        named.append(AT + (asked.place if is_code(asked.place) else asked.place.lower()))
    speaks = key_of(asked.party) if asked.party and head is schema.statements else None
    order = (head.c.day.desc(), head.c.n.desc())
    if len(named) > 1:
        named.sort(key=lambda key: _frequency(connection, keys, key))
    for i, key in enumerate(named):
        one = keys.alias(f"p{i}")
        if i == 0:
            query = query.join(one, one.c.record == head.c.n).where(one.c.key == key)
            order = (one.c.day.desc(), one.c.record.desc())
            lead = one
        else:
            same = (one.c.key == key, one.c.day == lead.c.day, one.c.record == lead.c.record)
            query = query.join(one, and_(*same))
        if key == speaks:
            query = query.where(one.c.roles.startswith("s"))
    day = order[0].element
    if asked.standing == "current":
        query = query.where(head.c.standing == schema.CURRENT)
    if asked.since:
        query = query.where(day >= asked.since)
    if asked.until:
        query = query.where(day <= asked.until)
    if asked.outlet:
        query = query.where(head.c.article.in_(select(article.n).where(article.outlet == asked.outlet)))
    if asked.article:
        query = query.where(head.c.article.in_(select(article.n).where(article.id == asked.article)))
    if asked.text:
        numbers = matching(connection, words, words_of(asked.text)).columns(article.n)
        query = query.where(head.c.n.in_(numbers))
    return query.order_by(*order).limit(asked.limit)


def _frequency(connection: Connection, keys: Table, key: str) -> int:
    """Return how many records a party or place has, counted no further than it takes to find a rare one."""
    some = select(keys.c.record).where(keys.c.key == key).limit(_FREQUENT).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def _listed(row: Any, unpack: _Unpacking) -> dict[str, Any]:
    """Return the fields that every listing shares."""
    return {
        "article": row.article, "outlet": row.outlet, "published": row.published, "title": row.title,
        "standing": _STANDS[row.standing],
        "correction": unpack.corrections.describe(row.correction) if row.correction else None,
    }  # fmt: skip


def list_articles(connection: Connection, asked: Filter) -> Iterator[ListedArticle]:
    """Yield articles, newest first; `text` searches their titles and texts."""
    table = schema.articles.c
    query = select(schema.articles)
    if asked.standing == "current":
        query = query.where(table.replaced_by.is_(None))
    if asked.since:
        query = query.where(table.day >= asked.since)
    if asked.until:
        query = query.where(table.day <= asked.until)
    if asked.outlet:
        query = query.where(table.outlet == asked.outlet)
    if asked.article:
        query = query.where(table.id == asked.article)
    for party in (asked.party, *(asked.between or ())):
        if party:
            query = query.where(or_(*(table.n.in_(_articles_with(kind, party)) for kind in ("events", "statements"))))
    if asked.text:
        numbers = matching(connection, "article_words", words_of(asked.text)).columns(table.n)
        query = query.where(table.n.in_(numbers))
    for row in connection.execute(query.order_by(table.day.desc(), table.n.desc()).limit(asked.limit)):
        yield ListedArticle(
            article=row.id, hash=row.hash, outlet=row.outlet, published=row.published, title=row.title,
            events=row.events, statements=row.statements, added=row.added, replaced=row.replaced_by is not None,
        )  # fmt: skip


def search(connection: Connection, asked: Filter) -> Iterator[Found]:
    """Yield the articles that hold the words of `asked.text`, each with its best sentence."""
    words = [word.lower() for phrase in words_of(asked.text or "") for word in phrase.split()]
    for listed in list(list_articles(connection, asked)):
        n = connection.scalars(select(schema.articles.c.n).where(schema.articles.c.hash == listed.hash)).all()
        for _, reading in stored(connection, n):
            yield Found(**msgspec.structs.asdict(listed), sentence=_best_sentence(reading, words))


def _best_sentence(reading: Reading, words: Sequence[str]) -> Evidence:
    """Return the first of the sentences that hold most of the words, without their endings."""
    text = reading.article.text.lower()
    stems = [word[: max(4, len(word) - 2)] for word in words]
    spans = [sentence.span for sentence in reading.sentences] or [(0, len(text))]
    best = max(spans, key=lambda span: sum(stem in text[slice(*span)] for stem in stems))
    return reading.article.quote(best)


def _articles_with(kind: str, party: str) -> Select[tuple[int]]:
    """Return the query for the numbers of articles with a record of a kind that names a party."""
    head, parties = schema.metadata.tables[kind], schema.metadata.tables[f"{kind}_keys"]
    return select(head.c.article).join(parties, parties.c.record == head.c.n).where(parties.c.key == key_of(party))


def series(
    connection: Connection, asked: Filter, *, by: Period = "day", split: Sequence[Split] = ("type", "modality")
) -> Iterator[Point]:
    """Yield counts of current events, kept up on writing, in order of period.

    `between` gives both directions of a dyad, `party` the party on either side; of the other filters `types`,
    `modality`, `since` and `until` count. What is not split by is None in the points.
    """
    table = schema.daily.c
    period = func.substr(table.day, 1, {"day": 10, "month": 7, "year": 4}[by])
    forward = table.side == schema.SOURCE
    columns = {
        "source": case((forward, table.party), else_=table.other),
        "target": case((forward, table.other), else_=table.party),
        "type": table.type, "mode": table.mode, "modality": table.modality,
    }  # fmt: skip
    kind = [period, *(columns[name] for name in split)]
    query = select(*kind, func.sum(table.events), func.sum(table.reports)).group_by(*kind).order_by(*kind)
    if asked.between:
        one, other = map(key_of, asked.between)
        query = query.where(table.party == one, table.other == other)
        if one == other:
            query = query.where(forward)
        if asked.party and key_of(asked.party) not in (one, other):
            return
    elif asked.party:
        query = query.where(table.party == key_of(asked.party), or_(forward, table.other != table.party))
    else:
        query = query.where(forward)
    if asked.types:
        query = query.where(table.type.in_([name.upper() for name in asked.types]))
    if asked.modality:
        query = query.where(table.modality == asked.modality)
    if asked.since:
        query = query.where(table.day >= asked.since)
    if asked.until:
        query = query.where(table.day <= asked.until)
    names = ("source", "target", "type", "mode", "modality")
    places = [1 + split.index(name) if name in split else None for name in names]
    for row in connection.execute(query):
        yield Point(
            row[0], int(row[-2]), int(row[-1]), *[None if place is None else row[place] for place in places]
        )  # fmt: skip


def numbers_between(connection: Connection, since: str | None, until: str | None) -> Sequence[int]:
    """Return the numbers of the current articles of a span of days (both inclusive), in order of publication."""
    table = schema.articles.c
    query = select(table.n).where(table.replaced_by.is_(None))
    if since:
        query = query.where(table.day >= since)
    if until:
        query = query.where(table.day <= until)
    return connection.scalars(query.order_by(table.published, table.id, table.n)).all()
