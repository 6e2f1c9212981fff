"""The tables of a ledger and the steps that bring an older ledger up to date.

Layout: `articles` and `readings` are the record; nothing in them is ever deleted or overwritten but by reading the same
article again. Everything else about them (events, statements, their parties, words and counts) is a projection that
is written in the same transaction, so that listings need no scan, and that can be made anew from the readings.

Invariants, which `verify` proves:
- an article is there with its reading, its rows and its share of every count, or not at all;
- `articles.hash` names the article by its text and outlet, `articles.reading_hash` the reading by its bytes;
- of the articles with one address at most one has `replaced_by` null; only its rows stand as current.

The version of a ledger is the number of steps that have been taken on it.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    insert,
    inspect,
    select,
    text,
)

from tocsin.errors import SetupError

CURRENT, WITHDRAWN, DISMISSED, MUTED = 0, 1, 2, 3  # how a row stands

metadata = MetaData()
_NUMBER = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by INTEGER columns only


def _number() -> Column[int]:
    return Column("n", _NUMBER, primary_key=True, autoincrement=False)


meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

articles = Table(
    "articles",
    metadata,
    _number(),
    Column("hash", Text, nullable=False, unique=True),
    Column("text_hash", Text, nullable=False, index=True),
    Column("address", Text, index=True),
    Column("id", Text, nullable=False, index=True),
    Column("outlet", Text, index=True),
    Column("title", Text),
    Column("published", Text),
    Column("day", Text, nullable=False, index=True),
    Column("added", Text, nullable=False),
    Column("reading_hash", Text, nullable=False),
    Column("replaced_by", _NUMBER),
    Column("events", Integer, nullable=False),
    Column("statements", Integer, nullable=False),
)
readings = Table(
    "readings",
    metadata,
    Column("n", _NUMBER, ForeignKey("articles.n"), primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    Column("records", LargeBinary, nullable=False),
)


def _keys(name: str) -> Table:
    """Make the table of what a kind of record can be asked for by: under each key and day, the places in an article."""
    return Table(
        f"{name}_keys",
        metadata,
        Column("key", Text, primary_key=True),
        Column("day", Text, primary_key=True),
        Column("article", _NUMBER, primary_key=True),
        Column("places", Text, nullable=False),
        sqlite_with_rowid=False,
    )


event_keys, statement_keys = _keys("events"), _keys("statements")
standings = Table(
    "standings",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("record", _NUMBER, primary_key=True),
    Column("standing", SmallInteger, nullable=False),
    Column("correction", Text),
    sqlite_with_rowid=False,
)
named = Table(
    "named",
    metadata,
    Column("n", _NUMBER, ForeignKey("articles.n"), primary_key=True, autoincrement=False),
    Column("ids", Text, nullable=False),
)

daily = Table(
    "daily",
    metadata,
    Column("source", Text, primary_key=True),
    Column("target", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("type", Text, primary_key=True),
    Column("mode", Text, primary_key=True),
    Column("modality", Text, primary_key=True),
    Column("words", _NUMBER, primary_key=True),
    Column("reports", Integer, nullable=False),
    sqlite_with_rowid=False,
)
outlets = Table(
    "outlets",
    metadata,
    Column("outlet", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("articles", Integer, nullable=False),
    Column("events", Integer, nullable=False),
    Column("statements", Integer, nullable=False),
    sqlite_with_rowid=False,
)
skips = Table(
    "skips",
    metadata,
    Column("source", Text, primary_key=True),
    Column("reason", Text, primary_key=True),
    Column("first", Text, nullable=False),
    Column("last", Text, nullable=False),
    Column("times", Integer, nullable=False),
)
corrections = Table(
    "corrections",
    metadata,
    Column("id", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("lifted", Text),
)

unsettled = Table(
    "unsettled",
    metadata,
    Column("day", Text, primary_key=True),
    Column("times", Integer, nullable=False),
    sqlite_with_rowid=False,
)
findings = Table(
    "findings",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("part", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("weight", Float, nullable=False),
    Column("first", Text, nullable=False),
    Column("last", Text, nullable=False),
    Column("parties", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("findings_weight", "kind", "weight", "place"),
    Index("findings_last", "kind", "last"),
    Index("findings_part", "kind", "part", "first"),
)
days = Table(
    "days",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("about", Text, primary_key=True),
    Column("weight", Float, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
feeds = Table(
    "feeds",
    metadata,
    Column("url", Text, primary_key=True),
    Column("body", Text, nullable=False),
)
marks = Table(
    "marks",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("at", Text, primary_key=True),
    Column("n", _NUMBER, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("day", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("marks_day", "kind", "day"),
    sqlite_with_rowid=False,
)
tallies = Table(
    "tallies",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("marks", Integer, nullable=False),
    sqlite_with_rowid=False,
)
stale = Table(
    "stale",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("first", Text, nullable=False),
    Column("last", Text, nullable=False),
    Column("times", Integer, nullable=False),
    sqlite_with_rowid=False,
)
moments = Table(
    "moments",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
parts = Table(
    "parts",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("parts_id", "kind", "id", "day"),
)
_FOUND = (unsettled, findings, days)
_MARKED = (marks, tallies, stale, moments, parts)
_PROJECTED = (event_keys, statement_keys, standings, named, daily)

_GATHERED = 32 << 20  # bytes of words of one transaction
_MERGED = 16  # parts of an index of words that are merged at once, of which a transaction writes one; SQLite's most
WORDS = ("article_words", "event_words", "statement_words")


def _make_tables(connection: Connection) -> None:
    """Step 1: every table but those of later steps."""
    later = (*_FOUND, *_MARKED, *_PROJECTED, feeds)
    metadata.create_all(connection, tables=[table for table in metadata.sorted_tables if table not in later])


def _make_findings(connection: Connection) -> None:
    """Step 2: the days to settle, and what the rooms that join articles find."""
    metadata.create_all(connection, tables=list(_FOUND))


def _make_feeds(connection: Connection) -> None:
    """Step 3: what is remembered of feeds."""
    metadata.create_all(connection, tables=[feeds])


def _keep_said(connection: Connection) -> None:
    """Step 4: joined anew, with the statements that a warning needs kept by day; no table changes."""


def _widen_words(connection: Connection) -> None:
    """Step 5: another setting of the indexes of words, which are made anew in step 8."""


def _make_marks(connection: Connection) -> None:
    """Step 6: joined anew, from marks that stand under their keys in place of the signs of each article."""
    for name in ("signs", "findings", "days", "unsettled"):
        connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
    connection.execute(meta.delete().where(meta.c.key == "kept:issues"))
    metadata.create_all(connection, tables=[*_FOUND, *_MARKED])


def _merge_words_later(connection: Connection) -> None:
    """Step 7: another setting of the indexes of words, which are made anew in step 8."""


def _post_records(connection: Connection) -> None:
    """Step 8: a row for each article under a key, in place of one for each record; made anew in step 9."""


def _count_words(connection: Connection) -> None:
    """Step 9: everything that is made of the readings, which is to be filled from them.

    On SQLite the words of a batch are written once, not each time that a megabyte of them is gathered, and indexes of
    words are merged sixteen at a time, so that each word is written less often. How many words each text has is not
    kept: nothing asks for it.
    """
    for name in (*WORDS, "events", "statements", "sightings", *(table.name for table in _PROJECTED)):
        connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
    metadata.create_all(connection, tables=list(_PROJECTED))
    for name in WORDS:
        if connection.dialect.name != "sqlite":
            connection.execute(text(f"CREATE TABLE {name} (rowid BIGINT PRIMARY KEY, body TSVECTOR NOT NULL)"))
            connection.execute(text(f"CREATE INDEX {name}_body ON {name} USING gin (body)"))
            continue
        options = "content='', columnsize=0, tokenize='porter unicode61'"
        connection.execute(text(f"CREATE VIRTUAL TABLE {name} USING fts5(body, {options})"))
        for option, number in (
            ("hashsize", _GATHERED), ("automerge", _MERGED), ("crisismerge", 2 * _MERGED),  # nobody waits for a merge
        ):  # fmt: skip
            connection.execute(text(f"INSERT INTO {name} ({name}, rank) VALUES ('{option}', {number})"))


STEPS: tuple[Callable[[Connection], None], ...] = (
    _make_tables, _make_findings, _make_feeds, _keep_said, _widen_words, _make_marks,
    _merge_words_later, _post_records, _count_words,
)  # fmt: skip
VERSION = len(STEPS)
JOINED = 6  # the version since which joining articles finds all that it finds today
PROJECTED = 9  # the version since which what is made of the readings is as it is today


def read_version(connection: Connection) -> int:
    """Return the version of the ledger behind a connection; 0 where there is none yet.

    Raises SetupError where it is newer than this program, or where the tables are not a ledger's.
    """
    names = inspect(connection).get_table_names()
    if "meta" not in names:
        if names:
            raise SetupError("this database holds tables but is no ledger; name another with --db")
        return 0
    value = connection.scalar(select(meta.c.value).where(meta.c.key == "version"))
    if value is None:
        raise SetupError("this database is no ledger: its table meta names no version; name another with --db")
    if int(value) > VERSION:
        raise SetupError(
            f"the ledger has version {value} and this program knows versions up to {VERSION}; "
            "update it with `pip install --upgrade tocsin`, or name another ledger with --db"
        )
    return int(value)


def migrate(connection: Connection) -> int:
    """Take the steps that the ledger lacks, in the connection's transaction; return the version that it had."""
    version = read_version(connection)
    for step in STEPS[version:]:
        step(connection)
    if version == 0:
        connection.execute(insert(meta), [{"key": "version", "value": str(VERSION)}])
    elif version < VERSION:
        connection.execute(meta.update().where(meta.c.key == "version").values(value=str(VERSION)))
    return version
