"""Opens the database behind a ledger: SQLite in a file, or PostgreSQL by URL; all that differs between them is here.

Invariants:
- one writer at a time: on SQLite a lock on the file beside it, held over the transaction and the checkpoint after it,
  because SQLite before 3.51.3 can damage a WAL that two connections reset at once; on PostgreSQL an advisory lock.
  Both locks go with the process that holds them, however it ends;
- SQLite's readers open the file read-only and never wait: the WAL shows them the last commit;
- a commit is on disk when it returns (`synchronous=FULL`).
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.pool import NullPool

from tocsin.errors import SetupError, UsageError

_MAGIC = b"SQLite format 3\x00"
_ADVISORY = 0x746F6373696E  # "tocsin"
_BUSY = 60.0  # seconds that a writer waits for another's lock
_LONGEST_INDEXED = 300_000  # characters; PostgreSQL's word lists hold a megabyte at most


class SqliteStore:
    """A ledger in a file of its own."""

    def __init__(self, path: Path, *, create: bool) -> None:
        self.name, self.path = str(path), path
        if not create and not path.exists():
            raise UsageError(f"there is no ledger at {path}; make one with `tocsin add PATH... --db {path}`")
        if create and not path.parent.is_dir():
            raise UsageError(f"there is no folder {path.parent} to put a ledger in; make it, or choose another --db")
        self._lock_path = path.with_name(path.name + ".lock")
        self._writer: sa.Engine | None = None
        location = f"file:{path.resolve().as_posix()}"
        self._location = location.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
        self._roll_back()
        if not self.is_empty():
            with path.open("rb") as file:
                if file.read(len(_MAGIC)) != _MAGIC:
                    raise UsageError(f"{path} is no ledger (not a SQLite file); name another with --db")
        self._reader = sa.create_engine("sqlite://", creator=self._connect_to_read, poolclass=NullPool)

    def _roll_back(self) -> None:
        """Undo what a process left that was killed as it made the file; a reader may not, and would fail on it."""
        if Path(f"{self.path}-journal").exists():
            with self._locked():
                connection = sqlite3.connect(self._location, uri=True, timeout=_BUSY)
                connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
                connection.close()

    def is_empty(self) -> bool:
        """Tell whether the file is still to be made."""
        return not self.path.exists() or not self.path.stat().st_size

    def _connect_to_read(self) -> sqlite3.Connection:
        connection = sqlite3.connect(f"{self._location}?mode=ro", uri=True, isolation_level=None)
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA mmap_size = 1073741824")
        return connection

    def _connect_to_write(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._location, uri=True, isolation_level=None, timeout=_BUSY)
        connection.execute("PRAGMA page_size = 8192")  # of a file that is still to be made
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = OFF")  # asked for each row; `verify` finds rows without an article
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("PRAGMA cache_size = -131072")
        connection.execute("PRAGMA temp_store = MEMORY")
        return connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """Yield a connection in a transaction that nobody else writes in; it is on disk when the block ends."""
        with self._locked():
            if self._writer is None:
                self._writer = sa.create_engine("sqlite://", creator=self._connect_to_write, poolclass=sa.StaticPool)
            with self._writer.connect() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                try:
                    yield connection
                    connection.exec_driver_sql("COMMIT")
                except sa.exc.OperationalError as error:  # full, read-only or damaged: nothing a program can mend
                    raise UsageError(f"{self.path}: the ledger cannot be written ({error.orig})") from error
                finally:
                    raw = connection.connection.driver_connection
                    if raw is not None and raw.in_transaction:
                        connection.exec_driver_sql("ROLLBACK")
                self._checkpoint(connection)

    def _checkpoint(self, connection: sa.Connection) -> None:
        """Bring the WAL into the file once it is large; readers may keep part of it back until the next time."""
        wal = Path(f"{self.path}-wal")
        if wal.exists() and wal.stat().st_size > 256 * 1024 * 1024:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Yield True where nobody else is in such a block, which others do not wait for; it ends with the process."""
        with self.path.with_name(self.path.name + ".join").open("ab") as file:
            yield _try_lock(file)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._lock_path.open("ab") as file:
            _lock(file)
            yield  # the lock goes with the file, also where the block raises

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Yield a read-only connection whose queries all see one moment."""
        try:
            opened = self._reader.connect()
        except sa.exc.DatabaseError as error:
            raise UsageError(f"{self.path}: the ledger cannot be read ({error.orig})") from error
        with opened as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                yield connection
            finally:
                connection.exec_driver_sql("ROLLBACK")

    def close(self) -> None:
        """Close the connections; the last one brings the WAL into the file."""
        self._reader.dispose()
        if self._writer is not None:
            with self._locked():
                self._writer.dispose()
            self._writer = None


class PostgresStore:
    """A ledger on a PostgreSQL server."""

    def __init__(self, url: str) -> None:
        full = sa.make_url(url.replace("postgres://", "postgresql://", 1)).set(drivername="postgresql+psycopg")
        self.name = full.set(drivername="postgresql").render_as_string(hide_password=True)
        try:
            self._engine = sa.create_engine(full, isolation_level="READ COMMITTED", pool_pre_ping=True)
            with self._engine.connect():
                pass
        except ModuleNotFoundError as error:
            raise SetupError(
                "a ledger on PostgreSQL needs psycopg; install it with `pip install 'tocsin[postgres]'`"
            ) from error
        except sa.exc.OperationalError as error:
            reason = str(error.orig).strip().splitlines()[0]
            raise UsageError(f"{self.name}: the server does not let us in ({reason})") from error

    def is_empty(self) -> bool:
        """Tell whether the server has to be asked: it always has."""
        return False

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """Yield a connection in a transaction that nobody else writes in; it is on disk when the block ends."""
        with self._engine.begin() as connection:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY)))
            yield connection

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Yield True where nobody else is in such a block, which others do not wait for; it ends with the process."""
        with self._engine.begin() as connection:
            yield bool(connection.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(_ADVISORY + 1))))

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Yield a read-only connection whose queries all see one moment."""
        with self._engine.connect() as plain:
            connection = plain.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()


def open_store(target: str | Path, *, create: bool) -> SqliteStore | PostgresStore:
    """Open the database that a path or URL names; `create` lets a file be made that is not there."""
    named = str(target)
    if named.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
        return PostgresStore(named)
    if "://" in named:
        raise UsageError(f"{named}: a ledger is a file, or a database named by postgresql://...")
    return SqliteStore(Path(named), create=create)


def put(connection: sa.Connection, table: sa.Table, rows: Sequence[tuple[Any, ...]], add: Sequence[str] = ()) -> None:
    """Insert rows, their values in the order of the table's columns.

    Where `add` names columns, a row whose key is there adds to those. Goes past SQLAlchemy's handling of parameters,
    which takes longer than both databases do.
    """
    if not rows:
        return
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    names = [column.name for column in table.columns]
    order = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})"
    if add:
        key = ", ".join(column.name for column in table.primary_key.columns)
        sums = ", ".join(f"{name} = {table.name}.{name} + excluded.{name}" for name in add)
        order += f" ON CONFLICT ({key}) DO UPDATE SET {sums}"
    connection.exec_driver_sql(order, list(rows))


def take(connection: sa.Connection, table: sa.Table, keys: Sequence[tuple[Any, ...]], where: str = "") -> None:
    """Delete rows by their keys, and where `where` (plain SQL on the table) holds."""
    if not keys:
        return
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    test = " AND ".join(f"{column.name} = {mark}" for column in table.primary_key.columns)
    connection.exec_driver_sql(
        f"DELETE FROM {table.name} WHERE {test}" + (f" AND {where}" if where else ""), list(keys)
    )


def look_up(connection: sa.Connection, table: sa.Table, name: str, values: Sequence[Any]) -> Sequence[Any]:
    """Return the rows of a table that have one of some values in a column: as many as fit one IN (...).

    Goes past SQLAlchemy, which writes the query anew each time, for longer than SQLite takes to answer it.
    """
    if not values:
        return []
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    names = ", ".join(column.name for column in table.columns)
    query = f"SELECT {names} FROM {table.name} WHERE {name} IN ({', '.join([mark] * len(values))})"
    return connection.exec_driver_sql(query, tuple(values)).fetchall()


def index_words(connection: sa.Connection, table: str, rows: Sequence[tuple[int, str]]) -> None:
    """Put texts, each with its number, into an index of words."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"INSERT INTO {table} (rowid, body) VALUES (?, ?)", list(rows))
        return
    plain = [(n, body[:_LONGEST_INDEXED].replace("\x00", " ")) for n, body in rows]
    connection.exec_driver_sql(
        f"INSERT INTO {table} (rowid, body) VALUES (%s, to_tsvector('english', CAST(%s AS text)))", plain
    )


def forget_words(connection: sa.Connection, table: str, rows: Sequence[tuple[int, str]]) -> None:
    """Take texts out of an index of words; SQLite's needs to be told what they were."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"INSERT INTO {table} ({table}, rowid, body) VALUES ('delete', ?, ?)", list(rows))
        return
    connection.exec_driver_sql(f"DELETE FROM {table} WHERE rowid = %s", [(n,) for n, _ in rows])


def matching(connection: sa.Connection, table: str, words: tuple[str, ...], what: str = "rowid") -> sa.TextClause:
    """Return the query for the row numbers, or `what` SQL makes of them, of texts that hold all words and phrases."""
    phrases = " ".join('"' + word.replace('"', " ") + '"' for word in words)
    asked: sa.BindParameter[str] = sa.bindparam("asked", phrases, unique=True)  # a query may search twice
    if connection.dialect.name == "sqlite":
        return sa.text(f"SELECT {what} FROM {table} WHERE {table} MATCH :asked").bindparams(asked)
    return sa.text(f"SELECT {what} FROM {table} WHERE body @@ websearch_to_tsquery('english', :asked)").bindparams(
        asked
    )


def count_indexed(connection: sa.Connection, table: str) -> int:
    """Return how many texts an index of words holds; SQLite's keeps that number before the words."""
    if connection.dialect.name == "sqlite":
        head: bytes = connection.exec_driver_sql(f"SELECT block FROM {table}_data WHERE id = 1").scalar_one()
        number = 0
        for byte in head:  # seven bits each; the last one has the eighth clear
            number = number << 7 | byte & 0x7F
            if byte < 0x80:
                break
        return number
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def each_number(
    connection: sa.Connection, numbers: sa.Column[str]
) -> tuple[sa.TableValuedAlias, sa.ColumnElement[int]]:
    """Return the rows that a list of numbers (JSON) is of, to be joined to it, and the number in each."""
    if connection.dialect.name == "sqlite":
        each = sa.func.json_each(numbers).table_valued(sa.column("value", sa.BigInteger))
        return each, each.c.value
    each = sa.func.jsonb_array_elements_text(sa.cast(numbers, JSONB)).table_valued("value")
    return each, sa.cast(each.c.value, sa.BigInteger)


def holds(connection: sa.Connection, column: sa.Column[str], part: str) -> sa.ColumnElement[bool]:
    """Return the condition that a text holds a part, letter by letter."""
    return (sa.func.instr if connection.dialect.name == "sqlite" else sa.func.strpos)(column, part) > 0


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        """Wait for the file to be ours alone; the system frees it with the handle."""
        file.seek(0)
        while True:
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
            except OSError:  # the system gives up after ten seconds; we do not
                continue
            return

    def _try_lock(file: IO[bytes]) -> bool:
        """Tell whether the file is ours alone, without waiting."""
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        """Wait for the file to be ours alone; the system frees it with the handle."""
        fcntl.flock(file, fcntl.LOCK_EX)

    def _try_lock(file: IO[bytes]) -> bool:
        """Tell whether the file is ours alone, without waiting."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
