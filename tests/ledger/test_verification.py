"""Verification finds every kind of damage, and only damage."""

from __future__ import annotations

import msgspec
import pytest
from planted import crisis, reading
from sqlalchemy import text

from tocsin.ledger import Ledger

DAMAGE = {
    "DELETE FROM readings WHERE n = 3": "has no reading",
    "UPDATE articles SET reading_hash = 'x' WHERE n = 2": "not the one that was written",
    "UPDATE articles SET hash = 'x' WHERE n = 2": "another hash",
    "UPDATE articles SET events = 7 WHERE n = 2": "numbers of events",
    "DELETE FROM named WHERE n = 4": "rows of named are missing or altered",
    "UPDATE named SET ids = ' e-1 ' WHERE n = 4": "rows of named are missing or altered",
    "INSERT INTO standings VALUES ('event', 262144, 2, NULL)": "rows of standings belong to no reading",
    "INSERT INTO standings VALUES ('event', 26214400, 2, NULL)": "rows of standings belong to no article",
    "DELETE FROM events_keys WHERE key = 'DRN'": "events_keys holds",
    "UPDATE events_keys SET day = '2019-01-09' WHERE article = 4": "events_keys holds",
    "UPDATE statements_keys SET places = '[8]' WHERE key = 'HLV'": "statements_keys holds",
    "UPDATE daily SET reports = reports + 1 WHERE type = 'ASSAULT'": "counts of a day",
    "DELETE FROM daily WHERE source = 'DRN'": "counts of a day",
    "DELETE FROM outlets WHERE day = '2019-01-02'": "counts of outlets",
    "UPDATE articles SET replaced_by = 999 WHERE n = 1": "replaced by one that is not there",
}


@pytest.mark.parametrize("order", DAMAGE)
def test_damage_is_found_and_named(ledger: Ledger, order: str) -> None:
    ledger.add(crisis(12))
    assert ledger.verify().faults == ()
    with ledger._store.write() as connection:
        connection.execute(text(order))
    assert DAMAGE[order] in "\n".join(ledger.verify().faults)


def test_a_reading_with_flipped_bytes_is_found(ledger: Ledger) -> None:
    ledger.add(crisis(3))
    with ledger._store.write() as connection:
        body = bytearray(connection.execute(text("SELECT body FROM readings WHERE n = 2")).scalar_one())
        body[len(body) // 2] ^= 0xFF
        connection.execute(text("UPDATE readings SET body = :body WHERE n = 2"), {"body": bytes(body)})
    assert "damaged" in "\n".join(ledger.verify().faults)


def test_a_span_that_does_not_hold_its_text_is_found(ledger: Ledger) -> None:
    good = reading("gull", "Drennia shelled Halvera.")
    event = good.events[0]
    moved = msgspec.structs.replace(event, trigger=msgspec.structs.replace(event.trigger, span=(0, 7)))
    ledger.add([msgspec.structs.replace(good, events=(moved,))])
    (fault,) = ledger.verify().faults
    assert "the trigger of" in fault and "'shelled' where the text has 'Drennia'" in fault


def test_two_versions_of_one_address_that_stand_at_once_are_found(ledger: Ledger) -> None:
    for number in range(2):
        ledger.add([reading(f"v{number}", f"Drennia shelled Halvera {number} times.", url="https://a.example/1")])
    with ledger._store.write() as connection:
        connection.execute(text("UPDATE articles SET replaced_by = NULL"))
    assert "several versions of a.example/1 stand at once" in "\n".join(ledger.verify().faults)


def test_what_was_verified_is_counted(ledger: Ledger) -> None:
    ledger.add(crisis(5))
    verdict = ledger.verify()
    assert (verdict.articles, verdict.events, verdict.statements) == (5, 5, 5)
    assert verdict.spans > 20
