"""Opens the ledger that a command works on: the one that is named, or one made of files for as long as it runs."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from tocsin.errors import UsageError, why
from tocsin.settings import settings

if TYPE_CHECKING:
    from tocsin.desk.runs import Intake
    from tocsin.ledger import Ledger

_ISSUES = "issues.toml"


def opened(db: str | None, *, create: bool = False) -> Ledger:
    """Open the ledger that an option or setting names; only the commands on ledgers load what that needs."""
    from tocsin.ledger import open_ledger

    named = db or settings().db
    if "://" not in named and Path(named).is_dir():
        raise UsageError(f"{named} is a folder; name the ledger's file with --db")
    return open_ledger(named, create=create)


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
        ledger.add(pipeline.read_all(taken, processes=processes, own_parties=own_parties, failed=taken.fail))
        yield ledger


def settled(ledger: Ledger, db: str | None, issues: Path | None = None) -> None:
    """Join what was added to a ledger since the last time; where another process does so, say what is not in yet."""
    from tocsin import chronicle

    names = names_of(db, issues)
    if chronicle.is_settled(ledger, names):
        return
    with ledger.alone() as alone:
        if not alone:
            errors().print("tocsin: another process is joining what was added; the newest is not in this yet")
            return
        with Progress(
            TextColumn("joining"), TextColumn("{task.completed} days"), TimeElapsedColumn(),
            console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty(),
        ) as shown:  # fmt: skip
            task = shown.add_task("joining", total=None)
            chronicle.settle(ledger, names=names, told=lambda days: shown.advance(task, days))


def beside(db: str | None, name: str) -> Path:
    """Return where a file of the user's stands that belongs to a ledger: beside it, or for a server in this folder."""
    named = db or settings().db
    return Path(name) if "://" in named else Path(named).with_name(name)


def names_of(db: str | None, issues: Path | None) -> dict[str, str]:
    """Return the user's names of issues: from the file that is given, else from `issues.toml` beside the ledger."""
    file = issues or beside(db, _ISSUES)
    return issue_names(file) if issues is not None or file.exists() else {}


def issue_names(file: Path | None) -> dict[str, str]:
    """Read the user's names of issues; UsageError where the file does not hold them."""
    if file is None:
        return {}
    try:
        held = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(
            f'{file}: cannot be read ({why(error)}); write lines as "ballot" = "the referendum"'
        ) from error
    wrong = [name for name, value in held.items() if not isinstance(value, str)]
    if wrong:
        raise UsageError(f"{file}: {wrong[0]!r} must have a name in quotation marks")
    return held


def errors() -> Console:
    """Return the console on standard error."""
    return Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
