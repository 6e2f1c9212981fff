"""The shapes of event feeds: which columns of a file say when, who, whom, what and how often.

A shape is known by the header line or, where a feed has none, by the number of columns. Each shape turns one row into
a Row of texts; what they mean is settled in reading.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tocsin.errors import UsageError


class Row(NamedTuple):
    """One row of a feed as text: day, day it was added ("" where unknown), source, target, what, count and outlet."""

    day: str
    added: str
    source: str
    target: str
    what: str
    number: str
    outlet: str


class Shape(NamedTuple):
    """How a feed's rows are laid out.

    `what` tells the vocabulary of Row.what: "cameo", "plover" (type|mode), "acled" (event|sub-event) or "either".
    `names` is True where parties are given as names or codes of countries, and only countries count.
    """

    name: str
    separator: str
    header: bool
    columns: int
    what: str
    names: bool
    take: Callable[[Sequence[str]], Row]


def recognise(first: str, source: str) -> Shape:
    """Return the shape of a feed by its first line; raises UsageError where it fits none."""
    separator = "\t" if "\t" in first else ";" if first.count(";") > first.count(",") else ","
    cells = [cell.strip().strip('"').lstrip("\ufeff") for cell in first.split(separator)]
    lower = {cell.lower().replace("_", " "): index for index, cell in enumerate(cells)}
    if "globaleventid" in lower:
        return _gdelt(len(cells), True)
    if len(cells) in (57, 58, 61) and cells[0].isdigit() and len(cells[1]) == 8 and cells[1].isdigit():
        return _gdelt(len(cells), False)
    if "cameo code" in lower and "source country" in lower:
        return _by_header("ICEWS", separator, lower, _ICEWS, "cameo")
    if "actor country" in lower and "event type" in lower:
        return _by_header("POLECAT", separator, lower, _POLECAT, "plover")
    if "actor1" in lower and "sub event type" in lower:
        return _by_header("ACLED", separator, lower, _ACLED, "acled")
    if {"date", "source", "target"} <= lower.keys() and (lower.keys() & {"cameo", "type", "code", "event"}):
        return _plain(separator, lower)
    raise UsageError(
        f"{source}: no event feed that Tocsin knows; give GDELT, ICEWS, POLECAT, ACLED, `tocsin read` JSONL, or a CSV "
        "file with the columns date,source,target,cameo (or type) and count"
    )


def _gdelt(columns: int, header: bool) -> Shape:
    """GDELT events 1.0 (57 or 58 columns) and 2.0 (61); one row is one unique event, NumArticles its reports."""
    added = 59 if columns >= 61 else 56

    def take(cells: Sequence[str]) -> Row:
        return Row(cells[1], cells[added][:8], cells[7], cells[17], cells[26], cells[33], "")

    return Shape("GDELT 2.0" if columns >= 61 else "GDELT 1.0", "\t", header, columns, "cameo", True, take)


_ICEWS = ("event date", "source country", "target country", ("cameo code",), "", "publisher", "")
_POLECAT = (
    "event date",
    "actor country",
    "recipient country",
    ("event type", "event mode"),
    "num articles",
    "source",
    "publication date",
)
_ACLED = ("event date", "actor1", "actor2", ("event type", "sub event type"), "", "source", "")

_Header = tuple[str, str, str, tuple[str, ...], str, str, str]


def _by_header(name: str, separator: str, columns: dict[str, int], wanted: _Header, what: str) -> Shape:
    """Lay out a feed by the names in its header; columns that it lacks are read as empty."""
    day, source, target = (columns.get(key, -1) for key in wanted[:3])
    whats = tuple(columns[key] for key in wanted[3] if key in columns)
    count, outlet, added = (columns.get(key, -1) for key in wanted[4:])
    if min(day, source, target) < 0:
        missing = next(key for key in wanted[:3] if key not in columns)
        raise UsageError(f"a {name} file without the column {missing!r}; give the file as it was published")

    def take(cells: Sequence[str]) -> Row:
        return Row(
            cells[day][:10] if what != "acled" else cells[day], cells[added][:10] if added >= 0 else "",
            cells[source], cells[target], "|".join(cells[index] for index in whats),
            cells[count] if count >= 0 else "", cells[outlet] if outlet >= 0 else "",
        )  # fmt: skip

    return Shape(name, separator, True, len(columns), what, True, take)


def _plain(separator: str, columns: dict[str, int]) -> Shape:
    """A plain table: date, source, target, cameo or type, and perhaps count, outlet and added (first seen)."""
    day, source, target = columns["date"], columns["source"], columns["target"]
    what = next(columns[key] for key in ("cameo", "type", "code", "event") if key in columns)
    count, outlet, added = (columns.get(key, -1) for key in ("count", "outlet", "added"))

    def take(cells: Sequence[str]) -> Row:
        return Row(
            cells[day], cells[added] if added >= 0 else "", cells[source], cells[target], cells[what],
            cells[count] if count >= 0 else "", cells[outlet] if outlet >= 0 else "",
        )  # fmt: skip

    return Shape("plain table", separator, True, len(columns), "either", False, take)
