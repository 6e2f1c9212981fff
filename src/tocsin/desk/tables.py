"""Writes listings as a table for people, or as JSONL, CSV or Parquet for programs.

Where a terminal is too narrow for columns, each row of a table becomes a short head line and, below it, its sentences
at the full width.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tocsin.desk.plurals import plural
from tocsin.errors import SetupError, UsageError

T = TypeVar("T")

_NARROW = frozenset(("day", "published", "id"))  # columns of a table that are never broken
_WIDTHS = {"sentence": 6, "content": 6, "title": 4}  # shares of the others
_COLUMNS_FROM = 120  # width of a terminal (letters) from which sentences stand in columns
_CHUNK = 10_000  # rows in one Parquet row group


class Format(StrEnum):
    """Formats of every listing."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


class Field(msgspec.Struct, Generic[T], frozen=True):
    """A column: its name, its value of a row and its type (str, int, float, bool).

    `shown` puts it into the table for people, `exported` into CSV and Parquet. In a narrow table `long` gives it lines
    of its own, and `label` stands before it.
    """

    name: str
    value: Callable[[T], Any]
    type: type = str
    shown: bool = False
    exported: bool = True
    long: bool = False
    label: str = ""


def write_rows(rows: Iterable[T], fields: Sequence[Field[T]], format: Format, output: Path | None) -> int:
    """Write rows to standard output or a file and return how many there were.

    JSONL writes each row's whole record; the other formats write the fields. Parquet needs pyarrow (SetupError).
    """
    if format is Format.table:
        number = _print_table(rows, fields, output)
        if not number and sys.stderr.isatty():
            Console(stderr=True, highlight=False).print("tocsin: nothing found")
        return number
    write = {Format.jsonl: _write_jsonl, Format.csv: _write_csv, Format.parquet: _write_parquet}[format]
    if format is Format.parquet and output is None and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal; name a file with --output")
    if format is Format.parquet:
        _require_parquet()
    exported = [field for field in fields if field.exported]
    with _opened(output) as file:
        return write(rows, exported, file)


@contextmanager
def _opened(output: Path | None) -> Iterator[BinaryIO]:
    """Yield standard output, or a file that takes its name only when it is whole."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = output.with_name(output.name + ".part")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            yield file
        part.replace(output)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"{output}: cannot be written ({error.strerror}); choose another --output") from error


def _print_table(rows: Iterable[Any], fields: Sequence[Field[Any]], output: Path | None) -> int:
    shown = [field for field in fields if field.shown]
    if output is None:
        console = Console(highlight=False)
        if console.width < _COLUMNS_FROM and any(field.long for field in shown):
            return _print_narrow(console, rows, shown)
        table, number = _table(rows, shown)
        if number:
            console.print(table)
        return number
    table, number = _table(rows, shown)
    page = io.StringIO()
    Console(file=page, width=160, highlight=False).print(table)
    with _opened(output) as file:
        file.write(page.getvalue().encode())
    return number


def _table(rows: Iterable[Any], shown: Sequence[Field[Any]]) -> tuple[Table, int]:
    """Set rows in columns; return how many there were too."""
    table = Table(box=None, pad_edge=False, expand=True)
    for field in shown:
        narrow = field.name in _NARROW or field.type in (int, float)
        table.add_column(
            field.name, overflow="fold", no_wrap=narrow, ratio=None if narrow else _WIDTHS.get(field.name, 2)
        )
    for row in rows:
        table.add_row(*(escape(_plain(field.value(row))) for field in shown))
    return table, table.row_count


def _print_narrow(console: Console, rows: Iterable[Any], shown: Sequence[Field[Any]]) -> int:
    """Print each row as a head line with what is short, and below it what is long."""
    number = 0
    for row in rows:
        number += 1
        values = [(field, _plain(field.value(row))) for field in shown]
        head = [_in_head(field, value) for field, value in values if value not in ("", "0") and not field.long]
        console.print(Text(" · ".join(head), style="bold"))
        for field, value in values:
            if value and field.long:
                console.print(Padding(Text(f"{field.label} {value}".strip()), (0, 0, 0, 2)))
    return number


def _in_head(field: Field[Any], value: str) -> str:
    """Write a short field so that it needs no column's head: "3 reports", "since 2014-03-01"."""
    if field.type is int:
        return plural(int(value), field.name.removesuffix("s"))
    return f"{field.label or (field.name if field.type is float else '')} {value}".strip()


def _plain(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


def _write_jsonl(rows: Iterable[Any], fields: Sequence[Field[Any]], file: BinaryIO) -> int:
    number = 0
    encode = msgspec.json.Encoder().encode
    for row in rows:
        number += 1
        file.write(encode(row) + b"\n")
    return number


def _write_csv(rows: Iterable[Any], fields: Sequence[Field[Any]], file: BinaryIO) -> int:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([field.name for field in fields])
    number = 0
    for row in rows:
        number += 1
        writer.writerow([field.value(row) for field in fields])
    text.detach()
    return number


def _require_parquet() -> None:
    if find_spec("pyarrow") is None:
        raise SetupError("Parquet needs pyarrow; install it with `pip install 'tocsin[parquet]'`")


def _write_parquet(rows: Iterable[Any], fields: Sequence[Field[Any]], file: BinaryIO) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    schema = pa.schema([(field.name, kinds[field.type]) for field in fields])
    number = 0
    rest = iter(rows)
    with pq.ParquetWriter(file, schema) as writer:
        while part := list(islice(rest, _CHUNK)):
            number += len(part)
            writer.write_table(pa.table({f.name: [f.value(row) for row in part] for f in fields}, schema=schema))
    return number
