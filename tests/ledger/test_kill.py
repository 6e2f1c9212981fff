"""A process that adds may be killed at any instant: nothing acknowledged is lost, nothing is doubled, no half stays."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from planted import crisis

if sys.platform == "win32":
    pytest.skip("processes are forked and killed by signal", allow_module_level=True)

import ledger_kill


@pytest.mark.parametrize("writers", [1, 2])
def test_fifteen_kills_lose_nothing_and_double_nothing(tmp_path: Path, writers: int) -> None:
    result = ledger_kill.run(tmp_path, crisis(160), kills=15, writers=writers, seed=writers)
    assert result.faults == []
    assert result.amid > 0 and result.acknowledged > 0


def test_killed_clients_of_a_server_lose_nothing_and_double_nothing(request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue("server")
    targets = [server.new_database() for _ in range(6)]
    result = ledger_kill.run(targets, crisis(80), kills=6, writers=2, seed=3)
    assert result.faults == []
