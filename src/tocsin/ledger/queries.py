"""Answers questions to a ledger: listings of events, statements and articles, and words searched.

Every listing is newest first and walks an index; what is shown is unpacked from the stored records, so that a listing
gives whole events and statements with the sentence they stand on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple, get_args

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, or_, select, text, true

from tocsin.errors import UsageError
from tocsin.ledger import schema
from tocsin.ledger.corrections import Corrected, Corrections, is_code, type_scores
from tocsin.ledger.engines import each_number, matching
from tocsin.ledger.identity import is_day
from tocsin.ledger.rows import (
    ANY,
    AT,
    KIND,
    MODAL,
    NO_PARTY,
    ROLES,
    SPEAKER,
    STRIDE,
    TARGET,
    Records,
    place_of,
    unpack_event,
    unpack_records,
    unpack_statement,
)  # fmt: skip
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
    for table in (schema.event_keys, schema.statement_keys):
        keys = table.c
        query = select(keys.article, keys.places).where(keys.key == wanted).order_by(keys.day.desc()).limit(1)
        row = connection.execute(query).first()
        if row is None or not wanted:
            continue
        corrected, place = unpack.corrected(row.article), msgspec.json.decode(row.places)[-1] // ROLES
        if table is schema.event_keys:
            event = corrected.events[place][0]
            parties: list[Party | None] = [*event.actors, *event.recipients]
        else:
            said = corrected.statements[place][0]
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
        found.update(key for key in connection.scalars(each) if key and key[0] not in NO_PARTY and key.endswith(ending))
    return tuple(sorted(found))


def list_events(connection: Connection, asked: Filter) -> Iterator[ListedEvent]:
    """Yield events, newest first; `party` and `between` find them by actors and recipients."""
    kinds = [name.upper() for name in asked.types]
    query = _listing(connection, asked, _Kind("event", schema.event_keys, "event_words"), kinds)
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
    kinds = [act.lower() for act in asked.acts]
    query = _listing(connection, asked, _Kind("statement", schema.statement_keys, "statement_words"), kinds)
    unpack = _Unpacking(connection)
    for row in connection.execute(query):
        if row.correction is None:
            statement = unpack_statement(unpack.records(row.number), row.n)
        else:
            statement = unpack.corrected(row.number).statements[place_of(row.n)][0]
        yield ListedStatement(**_listed(row, unpack), day=row.day, statement=statement)


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


class _Kind(NamedTuple):
    """A kind of record: its name among the standings, its keys, and its index of words."""

    name: str
    keys: Table
    words: str


class _Places:
    """The rows of a key, one for each record that stands under it: which one, and how (its roles)."""

    def __init__(self, connection: Connection, keys: Table, wanted: str | Sequence[str], name: str) -> None:
        self.keys = keys.alias(name)
        self.each, self.number = each_number(connection, self.keys.c.places)
        self.place = self.number // (STRIDE if wanted == ANY else ROLES)
        self.record = self.keys.c.article * STRIDE + self.place
        self.told = self.keys.c.article * STRIDE + self.number.bitwise_and(STRIDE - 1)  # whose words it has, under ANY
        key = self.keys.c.key
        self.wanted = key == wanted if isinstance(wanted, str) else key.in_(wanted)

    def same(self, lead: _Places) -> ColumnElement[bool]:
        """Return the condition that a row is of the same article and day as another."""
        return and_(self.wanted, self.keys.c.day == lead.keys.c.day, self.keys.c.article == lead.keys.c.article)


def _listing(connection: Connection, asked: Filter, kind: _Kind, kinds: Sequence[str]) -> Select[Any]:
    """Return the query for one kind of record, of types or acts `kinds` (none: of all), with all that filters it.

    The rows of one key, in order of day, lead: where several are asked for, those of the rarest.
    """
    parties = [key_of(party) for party in (asked.party, *(asked.between or ())) if party]
    wanted = [*parties]
    if asked.place and kind.name == "event":
        wanted.append(AT + (asked.place if is_code(asked.place) else asked.place.lower()))
    if len(kinds) == 1:
        wanted.append(KIND + kinds[0])
    if asked.modality and kind.name == "event":
        wanted.append(MODAL + asked.modality)
    if len(wanted) > 1:
        wanted.sort(key=lambda key: _frequency(connection, kind.keys, key))
    if not wanted or (asked.text and kind.name == "event"):  # under ANY stands whose words an event has
        wanted.append(ANY)
    places = [_Places(connection, kind.keys, key, f"k{i}") for i, key in enumerate(wanted)]
    lead, article, standing = places[0], schema.articles.c, schema.standings.c
    day, n = lead.keys.c.day, lead.keys.c.article
    query = (
        select(
            lead.record.label("n"), day, func.coalesce(standing.standing, schema.CURRENT).label("standing"),
            standing.correction, article.n.label("number"), article.id.label("article"), article.outlet,
            article.published, article.title,
        )
        .select_from(lead.keys.join(lead.each, true()).join(schema.articles, article.n == n))
        .where(lead.wanted)
    )  # fmt: skip
    for one in places[1:]:
        query = query.join(one.keys, one.same(lead)).join(one.each, one.place == lead.place)
    query = query.join(
        schema.standings, and_(standing.kind == kind.name, standing.record == lead.record), isouter=True
    )  # fmt: skip
    if asked.party and kind.name == "statement":
        spoken = places[wanted.index(key_of(asked.party))]
        query = query.where(spoken.number.bitwise_and(SPEAKER) > 0)
    if asked.standing == "current":
        query = query.where(or_(standing.standing.is_(None), standing.standing == schema.CURRENT))
    if asked.since:
        query = query.where(day >= asked.since)
    if asked.until:
        query = query.where(day <= asked.until)
    if asked.outlet:
        query = query.where(n.in_(select(article.n).where(article.outlet == asked.outlet)))
    if asked.article:
        query = query.where(n.in_(select(article.n).where(article.id == asked.article)))
    if asked.text:
        told = places[wanted.index(ANY)].told if kind.name == "event" else lead.record
        query = query.where(*_in_words(connection, kind.words, words_of(asked.text), n, told))
    if len(kinds) > 1:
        one = _Places(connection, kind.keys, [KIND + name for name in kinds], "kinds")
        rows = one.keys.join(one.each, true())
        query = query.where(select(one.place).select_from(rows).where(one.same(lead), one.place == lead.place).exists())
    if asked.about and kind.name == "statement":
        query = query.where(*_is_about(connection, asked.about, n, lead.record))
    order = [day.desc(), n.desc()]
    if connection.dialect.name != "sqlite":  # which goes through the key's rows, and the last place of each comes first
        order.append(lead.place.desc())
    return query.order_by(*order).limit(asked.limit)


def _in_words(
    connection: Connection, index: str, words: tuple[str, ...], article: ColumnElement[int], record: ColumnElement[int]
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions that a record, and first of all its article, is among those with some words."""
    within = matching(connection, index, words, f"rowid / {STRIDE}").columns(schema.articles.c.n)
    return article.in_(within), record.in_(matching(connection, index, words).columns(schema.articles.c.n))


def _is_about(
    connection: Connection, names: Sequence[str], article: ColumnElement[int], record: ColumnElement[int]
) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a statement has a party among its targets, or a name of it in its words.

    A code is no word: "IS" is a state to be, too.
    """
    named = _Places(connection, schema.statement_keys, [key_of(name) for name in names], "about")
    aimed = [named.wanted, named.number.bitwise_and(TARGET) > 0]
    rows = named.keys.join(named.each, true())
    pairs: list[tuple[ColumnElement[bool], ColumnElement[bool]]] = [
        (article.in_(select(named.keys.c.article).select_from(rows).where(*aimed)),
         record.in_(select(named.record).select_from(rows).where(*aimed)))
    ]  # fmt: skip
    for name in names:
        if not is_code(name):
            pairs.append(_in_words(connection, "statement_words", (name,), article, record))
    return or_(*(one for one, _ in pairs)), or_(*(one for _, one in pairs))


def _frequency(connection: Connection, keys: Table, key: str) -> int:
    """Return how many articles a key has, counted no further than it takes to find a rare one."""
    some = select(keys.c.article).where(keys.c.key == key).limit(_FREQUENT).subquery()
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
    keys = schema.metadata.tables[f"{kind}_keys"].c
    return select(keys.article).where(keys.key == key_of(party))


def numbers_between(connection: Connection, since: str | None, until: str | None) -> Sequence[int]:
    """Return the numbers of the current articles of a span of days (both inclusive), in order of publication."""
    table = schema.articles.c
    query = select(table.n).where(table.replaced_by.is_(None))
    if since:
        query = query.where(table.day >= since)
    if until:
        query = query.where(table.day <= until)
    return connection.scalars(query.order_by(table.published, table.id, table.n)).all()
