"""What joining the articles of a ledger gave, what it is joined from, and what is to be joined yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tocsin.ledger.engines import PostgresStore, SqliteStore
from tocsin.ledger.joined import marks
from tocsin.ledger.joined.findings import Day, Finding, Wanted
from tocsin.ledger.joined.marks import Mark, Part, Rejoined, Stale
from tocsin.ledger.joined.settling import Settled

__all__ = ["Day", "Finding", "Joined", "Mark", "Part", "Rejoined", "Settled", "Stale", "Wanted"]


class Joined:
    """The marks of a ledger and what is kept of joining them; each method sees or makes one commit."""

    def __init__(self, store: SqliteStore | PostgresStore) -> None:
        self._store = store

    def stale(self) -> list[Stale]:
        """Return the keys that are to be joined anew."""
        with self._store.read() as connection:
            return marks.read_stale(connection)

    def note_stale(self, spans: Mapping[tuple[str, str], tuple[str, str]]) -> None:
        """Note keys (kind, key) as to be joined anew, each from a first to a last moment."""
        with self._store.write() as connection:
            marks.note_stale(connection, spans)

    def tallies(self, kind: str) -> dict[str, int]:
        """Return the keys of a kind with the number of their marks."""
        with self._store.read() as connection:
            return marks.read_tallies(connection, kind)

    def of_key(self, kind: str, key: str, since: str = "", until: str | None = None) -> list[bytes]:
        """Return the marks of a key from a moment on, to before another, in order."""
        with self._store.read() as connection:
            return marks.read_key(connection, kind, key, since, until)

    def between(self, kind: str, since: str | None, until: str | None) -> list[tuple[str, bytes]]:
        """Return the marks of a kind in the articles of a span of days, each with its key, in order."""
        with self._store.read() as connection:
            return list(marks.read_between(connection, kind, since, until))

    def moments(self, kind: str, key: str) -> dict[str, bytes]:
        """Return what had been joined of a key up to each of some days, in order of day."""
        with self._store.read() as connection:
            return marks.read_moments(connection, kind, key)

    def parts(self, kind: str, ids: Sequence[str] | None = None, least: int | None = None) -> dict[str, list[Part]]:
        """Return the parts of findings (None: of all of a kind); with `least` the last that hold so many things."""
        with self._store.read() as connection:
            return marks.read_parts(connection, kind, ids, least)

    def put(self, done: Iterable[Rejoined]) -> None:
        """Put what joining keys anew gave in place, but for keys that have changed in the meantime."""
        with self._store.write() as connection:
            for one in done:
                marks.put_rejoined(connection, one)
