"""Lists of onsets: the first day of a crisis or dispute between two parties, as the back-test and `fit` need them.

A file has the columns a, b and onset (ISO day; a dispute known to the month has its first day), and perhaps `what` (a
name) and `kind` (ICB, MID4, ...). Onsets of a pair within 90 days merge into the first.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

from tocsin.errors import UnreadableInput, UsageError, why
from tocsin.warning.feeds.codes import country_code
from tocsin.warning.feeds.days import parse_day

MERGE_DAYS = 90


class Onset(NamedTuple):
    """One onset: the pair in alphabetical order, its day number, what it was and of which kind."""

    pair: tuple[str, str]
    day: int
    what: str
    kind: str


def read_onsets(path: str | Path) -> list[Onset]:
    """Read a list of onsets in order of day; raises UsageError, naming the line, where a row cannot be understood."""
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(str(path), f"cannot be read ({why(error)}); give a CSV file with a,b,onset") from error
    found = []
    reader = csv.DictReader(line for line in lines if line.strip() and not line.startswith("#"))
    if not {"a", "b", "onset"} <= set(reader.fieldnames or ()):
        raise UsageError(f"{path}: a list of onsets needs the columns a, b and onset")
    for row in reader:
        a, b = (country_code(row[side] or "", strict=False) for side in ("a", "b"))
        day = parse_day(row["onset"] or "")
        if a is None or b is None or a == b or day is None:
            raise UsageError(f"{path}: not an onset: {row['a']},{row['b']},{row['onset']}")
        found.append(Onset(tuple(sorted((a, b))), day, row.get("what") or "", row.get("kind") or ""))  # type: ignore[arg-type]
    return sorted(found, key=lambda onset: (onset.day, onset.pair))


def of_kind(onsets: list[Onset], kind: str | None) -> list[Onset]:
    """Keep the onsets of a kind (all where None) and merge those of a pair that follow within 90 days of each other."""
    last: dict[tuple[str, str], int] = {}
    kept = []
    for onset in onsets:
        if kind is not None and onset.kind != kind:
            continue
        if onset.day - last.get(onset.pair, -MERGE_DAYS - 1) > MERGE_DAYS:
            kept.append(onset)
            last[onset.pair] = onset.day
    return kept
