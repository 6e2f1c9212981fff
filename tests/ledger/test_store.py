"""A ledger holds each thing once, whatever is added how often, on both databases."""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from planted import crisis, reading
from sqlalchemy import text

from tocsin.errors import SetupError, UsageError
from tocsin.ledger import Filter, Ledger, Receipt, open_ledger
from tocsin.records import Reading


def contents(ledger: Ledger) -> dict[str, list[Any]]:
    """Return everything that can be asked of a ledger, in an order that does not depend on that of adding."""
    everything = Filter(standing="all")
    return {
        "events": sorted(msgspec.json.encode(row) for row in ledger.events(everything)),
        "statements": sorted(msgspec.json.encode(row) for row in ledger.statements(everything)),
        "articles": sorted((row.article, row.outlet, row.replaced) for row in ledger.articles(everything)),
        "series": list(ledger.series(split=("source", "target", "type", "mode", "modality"))),
        "readings": [msgspec.json.encode(found) for found in ledger.readings()],
    }


def test_what_is_added_is_given_back_as_it_was(ledger: Ledger) -> None:
    given = crisis(9)
    ledger.add(given)
    assert sorted(ledger.readings(), key=lambda found: found.article.id) == given
    assert ledger.verify().faults == ()


def test_adding_the_same_twice_changes_nothing(ledger: Ledger) -> None:
    given = crisis(20)
    first = ledger.add(given)
    before = contents(ledger)
    second = ledger.add(given)
    assert (len(first.added), second.added, second.known) == (20, (), 20)
    assert contents(ledger) == before


def test_the_order_of_adding_changes_nothing(target: str, tmp_path: Path) -> None:
    given = crisis(30)
    shuffled = random.Random(4).sample(given, len(given))
    with open_ledger(target) as one, open_ledger(tmp_path / "other.db") as other:
        one.add(given)
        other.add(shuffled[:11])
        other.add(shuffled)
        assert contents(one) == contents(other)
        assert other.verify().faults == ()


def add_all(target: str, given: Sequence[Reading]) -> None:
    with open_ledger(target) as ledger:
        for found in given:
            ledger.add([found])


def test_two_processes_that_add_the_same_add_it_once(target: str) -> None:
    given = crisis(40)
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=add_all, args=(target, part)) for part in (given, given[::-1])]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    with open_ledger(target) as ledger:
        assert ledger.status().articles == 40
        assert ledger.verify().faults == ()


def test_an_article_from_another_folder_or_without_its_outlet_is_known(ledger: Ledger) -> None:
    given = reading("gull", "Drennia shelled Halvera.")
    ledger.add([given])
    for change in ({"source": "elsewhere/gull.txt"}, {"outlet": None}, {"id": "other"}):
        moved = msgspec.structs.replace(given, article=msgspec.structs.replace(given.article, **change))
        assert ledger.add([moved]).known == 1
        assert list(ledger.unknown([moved.article])) == []


def test_a_reprint_in_another_outlet_is_an_article_but_its_event_is_unique(ledger: Ledger) -> None:
    ledger.add(
        [reading("gull", "Drennia shelled Halvera."), reading("tern", "Drennia shelled Halvera.", outlet="Tern")]
    )
    assert ledger.status().articles == 2
    (point,) = ledger.series()
    assert (point.events, point.reports) == (1, 2)


def test_a_corrected_article_replaces_the_first_version_and_says_so(ledger: Ledger) -> None:
    address = "https://www.herald.example/a/1"
    ledger.add([reading("old", "Drennia shelled Halvera.", "Nine died.", url=address)])
    receipt = ledger.add([
        reading("new", "Drennia met Halvera.", "Nine died.", url="http://herald.example/a/1#top", day="2019-04-03")
    ])  # fmt: skip
    assert len(receipt.corrected) == 1
    assert [row.event.type for row in ledger.events()] == ["CONSULT"]
    withdrawn = {row.event.type: row.standing for row in ledger.events(Filter(standing="all"))}
    assert withdrawn == {"CONSULT": "current", "ASSAULT": "withdrawn: the article was corrected"}
    assert [point.type for point in ledger.series()] == ["CONSULT"]
    old, new = ledger.versions()
    assert (old.article, old.current, new.article, new.current) == ("old", False, "new", True)
    assert new.differences == ("- Drennia shelled Halvera.", "+ Drennia met Halvera.")
    assert [found.article.id for found in ledger.readings()] == ["new"]
    status = ledger.status()
    assert (status.articles, status.versions, status.events) == (1, 1, 1)
    assert ledger.verify().faults == ()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (2, 0, 1)])
@pytest.mark.parametrize("together", [True, False])
def test_the_latest_version_stands_in_whatever_order_the_versions_come(
    ledger: Ledger, order: tuple[int, ...], together: bool
) -> None:
    versions = [
        reading(f"v{i}", f"Drennia shelled Halvera {i} times.", url="https://herald.example/a", day=f"2019-04-0{i + 1}")
        for i in range(3)
    ]
    given = [versions[i] for i in order]
    for batch in [given] if together else [[one] for one in given]:
        ledger.add(batch)
    assert [row.article for row in ledger.events()] == ["v2"]
    assert ledger.status().versions == 2
    assert ledger.verify().faults == ()


def test_a_reading_made_anew_takes_the_place_of_the_old_one_only_where_asked(ledger: Ledger) -> None:
    first = reading("gull", "Drennia shelled Halvera.", "Halvera said it would answer.")
    better = msgspec.structs.replace(
        first, events=tuple(msgspec.structs.replace(event, type="THREATEN") for event in first.events)
    )
    ledger.add([first])
    assert ledger.add([better]).reread == 0
    assert [row.event.type for row in ledger.events()] == ["ASSAULT"]
    assert ledger.add([better], again=True).reread == 1
    assert [row.event.type for row in ledger.events()] == ["THREATEN"]
    assert [point.type for point in ledger.series()] == ["THREATEN"]
    assert ledger.add([better], again=True).reread == 0
    assert ledger.verify().faults == ()


def test_a_batch_is_acknowledged_only_when_others_can_read_it(target: str) -> None:
    seen: list[int] = []
    with open_ledger(target) as ledger, open_ledger(target) as other:

        def acknowledge(receipt: Receipt) -> None:
            hashes = {row.hash for row in other.articles()}
            assert hashes >= set(receipt.added)
            seen.append(len(receipt.added))

        ledger.add(crisis(1100), acknowledge=acknowledge)
    assert sum(seen) == 1100 and len(seen) > 1


def test_an_error_among_the_readings_keeps_what_was_committed_and_no_half(ledger: Ledger) -> None:
    def broken() -> Any:
        yield from crisis(1024)
        yield from crisis(1100)[1024:]
        raise RuntimeError("the reader failed")

    with pytest.raises(RuntimeError):
        ledger.add(broken())
    assert ledger.status().articles == 1024
    assert ledger.verify().faults == ()


def test_a_reader_sees_one_moment_and_does_not_wait_for_a_writer(target: str) -> None:
    with open_ledger(target) as writer, open_ledger(target) as reader:
        writer.add(crisis(10))
        listing = iter(reader.events())
        next(listing)
        with writer._store.write() as connection:
            connection.execute(text("DELETE FROM daily"))
            assert reader.status().articles == 10
            connection.rollback() if connection.dialect.name != "sqlite" else connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("BEGIN") if connection.dialect.name == "sqlite" else None
        writer.add(crisis(12))
        assert len(list(listing)) == 9
        assert reader.status().articles == 12


def test_a_newer_ledger_is_refused_with_what_to_do(target: str) -> None:
    with open_ledger(target) as ledger, ledger._store.write() as connection:
        connection.execute(text("UPDATE meta SET value = '999' WHERE key = 'version'"))
    with pytest.raises(SetupError, match=r"version 999.*pip install --upgrade tocsin"):
        open_ledger(target)


def test_a_database_of_something_else_is_refused(target: str) -> None:
    with open_ledger(target) as ledger, ledger._store.write() as connection:
        connection.execute(text("ALTER TABLE meta RENAME TO something"))
    with pytest.raises(SetupError, match="no ledger"):
        open_ledger(target)


def test_a_ledger_that_is_not_there_is_made_only_for_writing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="tocsin add"):
        open_ledger(tmp_path / "none.db", create=False)
    with pytest.raises(UsageError, match="no folder"):
        open_ledger(tmp_path / "no" / "none.db")
    with pytest.raises(UsageError, match="postgresql://"):
        open_ledger("mysql://somewhere/else")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("Dear diary, " * 400)
    with pytest.raises(UsageError, match=r"notes\.db"):
        open_ledger(tmp_path / "notes.db")


def test_a_backup_made_beside_a_writer_is_whole(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "one.db") as ledger:
        ledger.add(crisis(40))
        ledger.add(crisis(90)[40:], acknowledge=lambda _: None)
        with ledger._store.write() as connection:
            connection.execute(text("DELETE FROM outlets"))
            open_ledger(tmp_path / "one.db").backup(tmp_path / "copy.db")
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("BEGIN")
        with open_ledger(tmp_path / "copy.db") as copy:
            assert copy.verify().faults == ()
            assert contents(copy) == contents(ledger)
        with pytest.raises(UsageError, match="exists already"):
            ledger.backup(tmp_path / "copy.db")


def test_skipped_inputs_are_remembered_with_their_reason(ledger: Ledger) -> None:
    ledger.note_skips([("a.txt", "there is no text in it"), ("b.txt", "binary")])
    ledger.note_skips([("a.txt", "there is no text in it")])
    assert {(skip.source, skip.reason, skip.times) for skip in ledger.status().skips} == {
        ("a.txt", "there is no text in it", 2),
        ("b.txt", "binary", 1),
    }


def test_a_skip_is_forgotten_when_its_input_is_read_again_without_it(ledger: Ledger) -> None:
    ledger.note_skips(
        [("news/a.txt", "empty"), ("new.jsonl:3", "no JSON"), ("news/b.txt", "empty"), ("b.txt", "empty")]
    )
    ledger.note_skips([("news/b.txt", "empty")], ["news", "new.jsonl", "missing"])
    assert {(skip.source, skip.times) for skip in ledger.status().skips} == {("news/b.txt", 2), ("b.txt", 1)}


@pytest.mark.parametrize("published", ["Mon, 3 March", "2014-13-45", "2014", "2014-03-03Tnoon", ""])
def test_a_publication_date_that_is_none_is_kept_and_hurts_nothing(ledger: Ledger, published: str) -> None:
    address = "https://herald.example/a"
    ledger.add([reading("old", "Drennia shelled Halvera.", day=published, url=address)])
    ledger.add([reading("new", "Drennia met Halvera.", day="2014-03-02T10:00:00+00:00", url=address)])
    assert {found.article.id for found in ledger.readings()} <= {"old", "new"}
    assert ledger.status().articles == 1
    assert ledger.verify().faults == ()


def test_the_status_says_how_long_an_outlet_has_been_silent(ledger: Ledger) -> None:
    ledger.add([
        reading("a", "Drennia shelled Halvera.", outlet="Gull", day="2019-04-01"),
        reading("b", "Drennia met Halvera.", outlet="Tern", day="2019-04-20"),
        reading("c", "Drennia met Ostmark.", outlet=None, day=None),
    ])  # fmt: skip
    status = ledger.status()
    assert (status.first, status.last) == ("2019-04-01", "2019-04-20")
    assert {(outlet.outlet, outlet.silent) for outlet in status.outlets} == {("Gull", 19), ("Tern", 0), ("", None)}


def test_a_text_that_a_command_keeps_is_replaced_and_is_no_part_of_the_record(ledger: Ledger) -> None:
    assert ledger.kept("alarms") is None
    ledger.keep("alarms", "one")
    ledger.keep("alarms", "two")
    assert ledger.kept("alarms") == "two"
    assert ledger.verify().faults == ()
