"""Opens the ledgers under test: SQLite in a folder, PostgreSQL on a server started for the session."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tocsin.ledger import Ledger, open_ledger

for _folder in (Path(__file__).parent, Path(__file__).resolve().parents[2] / "benchmarks"):
    if str(_folder) not in sys.path:
        sys.path.insert(0, str(_folder))

_NUMBERS = count()


class Server:
    """A PostgreSQL server in a folder of its own, reached by a socket there; it does not run as root."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.binaries, self.folder = binaries, folder
        runuser = shutil.which("runuser", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") or "runuser"
        self.prefix = [runuser, "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.prefix:
            shutil.chown(folder, "postgres")
        self.run("initdb", "-D", "data", "-U", "tocsin", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self.run(
            "pg_ctl", "-D", "data", "-w", "-l", "log", "-o", f"-k {folder} -c listen_addresses='' -c fsync=off", "start"
        )

    def run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [*self.prefix, str(self.binaries / program), *words], cwd=self.folder, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr

    def new_target(self) -> str:
        """Name a schema of its own, which takes less time to make and to remove than a database."""
        name = f"ledger{next(_NUMBERS)}"
        self.run("psql", "-q", "-h", str(self.folder), "-U", "tocsin", "-c", f"CREATE SCHEMA {name}", "postgres")
        return f"postgresql://tocsin@/postgres?host={self.folder}&options=-csearch_path%3D{name}"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    pytest.importorskip("psycopg", reason="psycopg is not installed (pip install 'tocsin[postgres]')")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="tocsin-pg-"))
    started = Server(found[-1].parent, folder)
    yield started
    started.run("pg_ctl", "-D", "data", "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name a ledger that is still to be made, once on each database."""
    if request.param == "sqlite":
        return str(tmp_path / "test.db")
    server: Server = request.getfixturevalue("server")
    return server.new_target()


@pytest.fixture
def ledger(target: str) -> Iterator[Ledger]:
    """An empty ledger on each database."""
    with open_ledger(target) as opened:
        yield opened
