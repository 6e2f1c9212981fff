"""A process that adds may be killed at any instant: nothing acknowledged is lost, nothing is doubled, no half stays."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import sys
from pathlib import Path

import pytest
from planted import crisis

from tocsin.ledger import open_ledger

if sys.platform == "win32":
    pytest.skip("processes are forked and killed by signal", allow_module_level=True)

import ledger_kill


@pytest.mark.parametrize("writers", [1, 2])
def test_fifteen_kills_lose_nothing_and_double_nothing(tmp_path: Path, writers: int) -> None:
    result = ledger_kill.run(tmp_path, crisis(160), kills=15, writers=writers, seed=writers)
    assert result.faults == []
    assert result.amid > 0 and result.acknowledged > 0


def begin_and_die(path: Path) -> None:
    """Leave the journal of a change that was begun and never ended, and part of the change."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN")
    connection.execute("CREATE TABLE t (body)")
    connection.executemany("INSERT INTO t VALUES (?)", [("x" * 3000,)] * 200)
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_ledger_that_was_left_half_made_is_opened_as_if_nothing_had_been(tmp_path: Path) -> None:
    child = multiprocessing.get_context("spawn").Process(target=begin_and_die, args=(tmp_path / "half.db",))
    child.start()
    child.join()
    assert (tmp_path / "half.db-journal").exists()
    with open_ledger(tmp_path / "half.db") as ledger:
        ledger.add(crisis(5))
        assert ledger.verify().faults == ()


def test_killed_clients_of_a_server_lose_nothing_and_double_nothing(request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue("server")
    targets = [server.new_target() for _ in range(6)]
    result = ledger_kill.run(targets, crisis(80), kills=6, writers=2, seed=3)
    assert result.faults == []
