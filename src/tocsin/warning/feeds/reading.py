"""Reads event feeds into a series: leniently, counting what was left out and why.

Algorithm: the first line tells the shape; each row is cut into texts; day, parties and code are looked up in caches
that grow with the file, so that a row costs a few dictionary look-ups. CAMEO codes are kept as text until the file has
been read, because only then is it known whether it has lost its leading zeros. Dates are days in UTC.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import IO, NamedTuple

from tocsin.errors import UnreadableInput, UsageError, why
from tocsin.warning.feeds.acled_actors import state_behind
from tocsin.warning.feeds.codes import (
    Meaning,
    acled_meaning,
    cameo_meaning,
    country_code,
    lost_zeros,
    plover_meaning,
    restore_zero,
)
from tocsin.warning.feeds.days import parse_day
from tocsin.warning.feeds.own import own_rows
from tocsin.warning.feeds.shapes import Row, Shape, recognise
from tocsin.warning.series import Collector, Series

_LATE = 30  # days after which a report of an event is a look back at it, and no news


class Feed(NamedTuple):
    """What was read: the series, the rows read and kept, and the rows left out by reason."""

    series: Series
    rows: int
    kept: int
    dropped: Mapping[str, int]
    shapes: tuple[str, ...]

    def summary(self) -> str:
        """Return the counts in one line."""
        words = f"{self.rows} rows of {', '.join(dict.fromkeys(self.shapes))}, {self.kept} kept"
        if self.dropped:
            words += "; left out: " + ", ".join(f"{count} ({reason})" for reason, count in self.dropped.items())
        return words


def read_feeds(paths: Sequence[str | Path], *, groups: Mapping[str, Sequence[str]] | None = None) -> Feed:
    """Read event feeds of any known shape, plain or gzip, into one series.

    `groups` maps codes of parties to the groups that they belong to. Raises UsageError where a file fits no shape and
    UnreadableInput where it cannot be read.
    """
    if not paths:
        raise UsageError("no event feed given; name one or more files with --events")
    collector, tally = Collector(groups), Counter[str]()
    rows = 0
    shapes = []
    for path in map(Path, paths):
        try:
            name, read = _read_file(path, collector, tally)
        except (OSError, EOFError, UnicodeDecodeError) as error:
            raise UnreadableInput(str(path), f"cannot be read ({why(error)}); check the file") from error
        shapes.append(name)
        rows += read
    dropped = {reason: count for reason, count in tally.most_common() if reason != _KEPT}
    return Feed(collector.series(), rows, tally[_KEPT], dropped, tuple(shapes))


_KEPT = "kept"


def _read_file(path: Path, collector: Collector, tally: Counter[str]) -> tuple[str, int]:
    """Read one file; return the name of its shape and the number of its rows."""
    with closing(_open(path)) as lines:
        first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
        if first.lstrip().startswith("{"):
            return "tocsin JSONL", own_rows(chain([first], lines), collector, tally)
        shape = recognise(first.rstrip("\r\n"), str(path))
        body = lines if shape.header else chain([first], lines)
        if shape.separator == "\t":
            cells: Iterator[Sequence[str]] = (line.rstrip("\r\n").split("\t") for line in body)
        else:
            cells = _csv_rows(body, shape.separator, tally)
        return shape.name, _take_rows(cells, shape, collector, tally)


def _csv_rows(lines: Iterable[str], separator: str, tally: Counter[str]) -> Iterator[list[str]]:
    """Yield the rows of a CSV file; what an unclosed quotation mark has swallowed is counted and left out."""
    rows = csv.reader(lines, delimiter=separator)
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error:
            tally["damaged quotation marks"] += 1


def _open(path: Path) -> io.TextIOWrapper:
    """Open a file as text, unpacked; bytes that are no UTF-8 are replaced, since no code that counts has them."""
    raw: IO[bytes] = path.open("rb")
    packed = raw.read(2) == b"\x1f\x8b"
    raw.seek(0)
    return io.TextIOWrapper(
        gzip.GzipFile(fileobj=raw) if packed else raw, encoding="utf-8-sig", errors="replace", newline=""
    )


def _take_rows(cells: Iterator[Sequence[str]], shape: Shape, collector: Collector, tally: Counter[str]) -> int:
    """Take a file's rows into the collector; return how many there were."""
    found: list[tuple[int, int, int, int, int, int]] = []  # day known, pair, way, what, count, day dated
    whats: dict[str, int] = {}
    days: dict[str, int | None] = {}
    pairs: dict[tuple[str, str], tuple[int, int] | str] = {}
    rows = 0
    for row_cells in cells:
        if not row_cells or row_cells == [""]:
            continue
        rows += 1
        if len(row_cells) != shape.columns and abs(len(row_cells) - shape.columns) > (not shape.header):
            tally["wrong number of columns"] += 1
            continue
        row = shape.take(row_cells)
        if row.day not in days:
            days[row.day] = parse_day(row.day)
        dated = days[row.day]
        if dated is None:
            tally["repeated header" if row.day and not any(map(str.isdigit, row.day)) else "no date"] += 1
            continue
        key = (row.source, row.target)
        if key not in pairs:
            pairs[key] = _pair(row, shape, collector)
        pair = pairs[key]
        if isinstance(pair, str):
            tally[pair] += 1
            continue
        known = dated
        if row.added:
            if row.added not in days:
                days[row.added] = parse_day(row.added)
            known = max(dated, days[row.added] or dated)
        if known - dated > _LATE:
            tally[f"added over {_LATE} days after the event"] += 1
            continue
        count = int(row.number) if row.number.isdigit() else 1 if not row.number else -1
        if count < 1:
            tally["count is no positive number"] += 1
            continue
        found.append((known, *pair, whats.setdefault(row.what.strip(), len(whats)), count, dated))
    _settle(found, list(whats), shape, collector, tally)
    return rows


def _settle(
    found: list[tuple[int, int, int, int, int, int]],
    whats: list[str],
    shape: Shape,
    collector: Collector,
    tally: Counter[str],
) -> None:
    """Give the codes of a file their meaning and add its rows."""
    lost = shape.what in ("cameo", "either") and lost_zeros(whats)
    meanings = [_meaning(what, shape.what, lost) for what in whats]
    for known, pair, way, what, count, dated in found:
        meaning = meanings[what]
        if meaning is None:
            tally["unknown code"] += 1
        else:
            tally[_KEPT] += 1
            collector.add((known, pair, way, meaning[0], meaning[1], count, count), dated)


def _meaning(what: str, vocabulary: str, lost: bool) -> Meaning | None:
    """Return what a code counts as in its feed's vocabulary."""
    if vocabulary == "acled":
        event, _, sub_event = what.partition("|")
        return acled_meaning(event.strip(), sub_event.strip())
    if vocabulary == "plover" or (vocabulary == "either" and not what[:1].isdigit()):
        kind, _, mode = what.partition("|")
        return plover_meaning(kind.strip(), mode.strip())
    return cameo_meaning(restore_zero(what, lost))


def _pair(row: Row, shape: Shape, collector: Collector) -> tuple[int, int] | str:
    """Return a row's pair and way, or the reason why it has none."""
    if shape.what == "acled":
        source, target = state_behind(row.source), state_behind(row.target)
    else:
        source, target = (country_code(name, strict=shape.names) for name in (row.source, row.target))
    if source is None or target is None:
        return "a party is missing or no country"
    found = collector.pair_of(source, target)
    return "within one party" if found is None else found
