"""An older ledger is brought up to date as it is opened, and then gives what a new one of the same articles gives."""

from __future__ import annotations

import lzma
from pathlib import Path

import msgspec
from aged import fill
from planted import crisis
from sqlalchemy import select, text
from test_store import contents

from tocsin.ledger import Filter, Ledger, open_ledger, schema
from tocsin.ledger.rows import digest_before

_MADE_BY_VERSION_7 = Path(__file__).with_name("version_7.db.xz")
_ASKED = (
    Filter(party="DRN"), Filter(party="halvera"), Filter(between=("DRN", "HLV")), Filter(place="HLV"),
    Filter(types=("ASSAULT",)), Filter(types=("CONSULT", "SANCTION"), party="HLV"), Filter(modality="asserted"),
    Filter(acts=("threaten",)), Filter(acts=("state", "deny"), party="OSM"), Filter(text="Varrin incident"),
    Filter(text="shelled", party="DRN", outlet="Tern", standing="all"), Filter(about=("HLV", "Varrin")),
    Filter(since="2019-01-05", until="2019-01-09"), Filter(article="c-4"), Filter(outlet="Gull", limit=1),
)  # fmt: skip


def asked(ledger: Ledger) -> list[bytes]:
    """Return what listings with every kind of filter give."""
    return [
        msgspec.json.encode(row)
        for one in _ASKED
        for listing in (ledger.events, ledger.statements)
        for row in listing(one)
    ]


def settings(ledger: Ledger) -> list[tuple[str, int]]:
    """Return how the indexes of words are kept, on SQLite."""
    with ledger._store.read() as connection:
        if connection.dialect.name != "sqlite":
            return []
        rows = [
            row for words in schema.WORDS for row in connection.execute(text(f"SELECT k, v FROM {words}_config"))
        ]  # fmt: skip
        return sorted((row.k, int(row.v)) for row in rows)


def age(ledger: Ledger) -> None:
    """Make a ledger like one of version 7, but for what its events and statements were listed by."""
    articles, bodies = schema.articles.c, schema.readings.c
    with ledger._store.write() as connection:
        for name in ("events_keys", "statements_keys", "standings", "named", "daily", *schema.WORDS):
            connection.execute(text(f"DROP TABLE {name}"))
        for name in ("events", "statements", "daily", "sightings", "events_keys", "statements_keys"):
            connection.execute(text(f"CREATE TABLE {name} (n BIGINT PRIMARY KEY, type TEXT)"))
        for row in connection.execute(select(bodies.n, bodies.body, bodies.records)).all():
            old = digest_before(bytes(row.body), bytes(row.records))
            connection.execute(schema.articles.update().where(articles.n == row.n).values(reading_hash=old))
        connection.execute(text("UPDATE meta SET value = '7' WHERE key = 'version'"))
        connection.execute(text("DELETE FROM unsettled"))


def test_a_ledger_that_version_7_wrote_gives_what_a_new_one_gives(tmp_path: Path) -> None:
    (tmp_path / "old.db").write_bytes(lzma.decompress(_MADE_BY_VERSION_7.read_bytes()))
    with open_ledger(tmp_path / "old.db") as old, open_ledger(tmp_path / "new.db") as new:
        fill(new)
        assert old.status().version == schema.VERSION
        assert old.verify() == new.verify()
        assert old.verify().faults == ()
        assert contents(old) == contents(new)
        assert asked(old) == asked(new)
        assert [row.article for row in old.search("Varrin")] == [row.article for row in new.search("Varrin")]
        assert old.unsettled() == new.unsettled()
        assert settings(old) == settings(new)


def test_a_ledger_of_version_7_is_brought_up_to_date_and_is_not_joined_anew(target: str) -> None:
    with open_ledger(target) as ledger:
        fill(ledger)
        before, listed, kept = contents(ledger), asked(ledger), settings(ledger)
        age(ledger)
    with open_ledger(target) as ledger:
        assert ledger.unsettled() == {}
        assert ledger.verify().faults == ()
        assert (contents(ledger), asked(ledger), settings(ledger)) == (before, listed, kept)
        ledger.add(crisis(40))
        assert ledger.add(crisis(40), again=True).reread == 0
        for correction in ledger.corrections():
            ledger.lift(correction.id)
        assert ledger.verify().faults == ()


def test_an_altered_reading_is_found_after_the_ledger_is_brought_up_to_date(target: str) -> None:
    with open_ledger(target) as ledger:
        ledger.add(crisis(5))
        age(ledger)
        with ledger._store.write() as connection:
            connection.execute(text("UPDATE articles SET reading_hash = 'x' WHERE n = 2"))
    with open_ledger(target) as ledger:
        (fault,) = ledger.verify().faults
        assert "not the one that was written" in fault
