"""Opens the ledger that a command works on: the one that is named, or one made of files for as long as it runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from tocsin.settings import settings

if TYPE_CHECKING:
    from tocsin.desk.runs import Intake
    from tocsin.ledger import Ledger

Db = Annotated[str | None, typer.Option("--db", metavar="FILE|URL", help="The ledger (TOCSIN_DB, else tocsin.db).")]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="An outlet by its name.")]
OwnParties = Annotated[Path | None, typer.Option("--parties", metavar="FILE", help="Your own parties file.")]
Processes = Annotated[int, typer.Option("--processes", "-p", min=1, max=64, help="Worker processes.")]
Date = Annotated[str | None, typer.Option(metavar="DATE", help="Date (ISO) of articles that carry none.")]


def opened(db: str | None, *, create: bool = False) -> Ledger:
    """Open the ledger that an option or setting names; only the commands on ledgers load what that needs."""
    from tocsin.ledger import open_ledger

    return open_ledger(db or settings().db, create=create)


def take_in(paths: Sequence[str], date: str | None) -> Intake:
    """Return the articles of files and folders as a stream; `date` (ISO) is for those that carry none."""
    from tocsin.desk.runs import Intake

    return Intake(paths, date)


@contextmanager
def opened_from(taken: Intake, own_parties: Path | None, processes: int) -> Iterator[Ledger]:
    """Read articles into a ledger of their own, which goes when the command ends.

    What is asked of files thus gets the same answer as when they are added to a ledger first.
    """
    from tocsin import pipeline

    with TemporaryDirectory(prefix="tocsin-") as folder, opened(str(Path(folder) / "files.db"), create=True) as ledger:
        ledger.add(pipeline.read_all(taken, processes=processes, own_parties=own_parties))
        yield ledger


def errors() -> Console:
    """Return the console on standard error."""
    return Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
