"""What the commands on names do: `tocsin resolve` and `tocsin parties check`; neither loads the language model."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console

from tocsin import parties
from tocsin.desk import listing
from tocsin.errors import UsageError, why
from tocsin.settings import settings

_FAULTY = 1  # the exit status where a line or a parties file is not in order
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:[T ].*)?)?)?")


def resolve(names: Sequence[str], *, date: str | None, format: str, own_parties: Path | None) -> int:
    """Print whom names mean: names as arguments, or one JSONL file of {"surface", "date"?}."""
    register = parties.register(own_parties or settings().parties)
    if format == "jsonl":
        if len(names) != 1:
            raise UsageError("`resolve --format jsonl` takes one file, or `-`")
        return _resolve_lines(names[0], date, register)
    console = Console(highlight=False)
    listing.print_parties(console, [(name, register.resolve(name, date)) for name in names])
    return 0


def _resolve_lines(file: str, date: str | None, register: parties.PartyReader) -> int:
    """Print each line of a JSONL file with its party; a line that is none is named and passed over."""
    status = 0
    for number, line in enumerate(_lines(file), 1):
        if not line.strip():
            continue
        row = _row(line)
        if row is None:
            _say(f'skipped {file}:{number}: not a line of the form {{"surface": "...", "date": "..."}}')
            status = _FAULTY
            continue
        day = row.get("date") or date
        if day is not None and not (isinstance(day, str) and _DATE.fullmatch(day)):
            _say(f"{file}:{number}: the date {str(day)[:40]!r} states no day, and is left out; write it as 2014-03-14")
            day = None
        found = register.resolve(row["surface"], day)
        said = json.dumps({**row, "party": msgspec.to_builtins(found)}, ensure_ascii=False)
        # a lone surrogate, which UTF-8 cannot hold, stays the JSON escape that it came as
        sys.stdout.buffer.write(said.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.flush()
    return status


def _lines(file: str) -> Iterator[str]:
    """Yield the lines of a UTF-8 file, or of standard input for "-"."""
    try:
        with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as stream:
            for line in stream:
                yield line.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read ({why(error)}); give a UTF-8 JSONL file of names") from error


def _row(line: str) -> dict[str, Any] | None:
    """Return a line's object where it has a name as "surface", else None."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) and isinstance(row.get("surface"), str) else None


def _say(words: str) -> None:
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(f"tocsin: {words}")


def check_parties(file: Path) -> int:
    """Name every line of a parties file that is wrong."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    problems = parties.check_own_parties(file)
    for problem in problems:
        console.print(problem)
    if not problems:
        console.print(f"{file}: in order")
    return _FAULTY if problems else 0
