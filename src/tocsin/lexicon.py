"""Loads and validates the tables under data/: CSV and tab-separated files that a person can read and mend.

Format of every table: UTF-8; lines that start with `#` are comments; the first other line names the columns; each
further line is one row with at most as many cells (missing ones are empty). A cell that holds several values separates
them with `|`. In a .csv file cells are separated by commas and may be quoted (one row a line); in every other file they
are separated by tabs and nothing is quoted.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from tocsin.errors import DataError

DATA = files("tocsin") / "data"

Row = dict[str, str]


def read_table(name: str | Path, required: tuple[str, ...] = (), faults: list[str] | None = None) -> Iterator[Row]:
    """Yield the rows of a table as dicts of stripped cells, with "line" holding the row's line number.

    `name` is a path relative to data/ ("parties/countries.tsv"), or a Path to a user's own file. Raises DataError,
    naming file and line, where a required column is missing or empty or a row has more cells than the header. With a
    list of `faults`, what is wrong with a row is added to it instead, and the row left out.
    """
    source: Traversable | Path = name if isinstance(name, Path) else DATA.joinpath(*name.split("/"))
    is_csv = str(name).endswith(".csv")
    columns: list[str] = []
    needed: list[int] = []
    for number, line in enumerate(source.read_text(encoding="utf-8-sig").splitlines(), 1):
        if line[:1] == "#" or not line.strip():
            continue
        split = next(csv.reader([line])) if is_csv and '"' in line else line.split("," if is_csv else "\t")
        cells = [cell.strip() for cell in split]
        if not columns:
            columns = cells
            missing = [column for column in required if column not in columns]
            if missing:
                raise DataError(f"{name}:{number}: the header lacks the column {missing[0]}")
            needed = [columns.index(column) for column in required]
            continue
        cells += [""] * (len(columns) - len(cells))
        if len(cells) > len(columns) or not all(cells[i] for i in needed):
            for fault in _row_faults(cells, columns, required):
                if faults is None:
                    raise DataError(f"{name}:{number}: {fault}")
                faults.append(f"{name}:{number}: {fault}")
            continue
        row = dict(zip(columns, cells, strict=True))
        row["line"] = str(number)
        yield row


def _row_faults(cells: list[str], columns: list[str], required: tuple[str, ...]) -> list[str]:
    if len(cells) > len(columns):
        return [f"{len(cells)} cells, but the header names {len(columns)} columns"]
    filled = dict(zip(columns, cells, strict=False))
    return [f"the column {column} is empty" for column in required if not filled.get(column)]


def cell_values(cell: str) -> tuple[str, ...]:
    """Split a cell of several values at `|`, without empty ones."""
    return tuple(value for part in cell.split("|") if (value := part.strip()))


@cache
def verb_kinds() -> dict[str, tuple[str, ...]]:
    """Map verbs to the kinds of act that WordNet counts them to, the nearest first."""
    return {row["verb"]: cell_values(row["kinds"]) for row in read_table("wordnet/verbs.tsv", ("verb", "kinds"))}


@cache
def noun_kinds() -> dict[str, str]:
    """Map nouns to the kind of thing that they commonly mean in WordNet ("parliament" -> "group")."""
    return {row["noun"]: row["kind"] for row in read_table("wordnet/nouns.tsv", ("noun", "kind"))}
