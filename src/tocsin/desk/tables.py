"""Writes listings as a table for people, or as JSONL, CSV or Parquet for programs."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tocsin.errors import SetupError, UsageError

T = TypeVar("T")

_NARROW = frozenset(("day", "published", "id"))  # columns of a table that are never broken
_WIDTHS = {"sentence": 6, "content": 6, "title": 4}  # shares of the others
_CHUNK = 10_000  # rows in one Parquet row group


class Format(StrEnum):
    """Formats of every listing."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


class Field(msgspec.Struct, Generic[T], frozen=True):
    """A column: its name, its value of a row and its type (str, int, float, bool).

    `shown` puts it into the table for people, `exported` into CSV and Parquet.
    """

    name: str
    value: Callable[[T], Any]
    type: type = str
    shown: bool = False
    exported: bool = True


def write_rows(rows: Iterable[T], fields: Sequence[Field[T]], format: Format, output: Path | None) -> int:
    """Write rows to standard output or a file and return how many there were.

    JSONL writes each row's whole record; the other formats write the fields. Parquet needs pyarrow (SetupError).
    """
    if format is Format.table:
        return _print_table(rows, fields, output)
    write = {Format.jsonl: _write_jsonl, Format.csv: _write_csv, Format.parquet: _write_parquet}[format]
    if format is Format.parquet and output is None and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal; name a file with --output")
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
        raise UsageError(f"{output}: cannot be written ({error.strerror}); choose another --output") from error


def _print_table(rows: Iterable[Any], fields: Sequence[Field[Any]], output: Path | None) -> int:
    shown = [field for field in fields if field.shown]
    table = Table(box=None, pad_edge=False, expand=True)
    for field in shown:
        narrow = field.name in _NARROW
        table.add_column(
            field.name, overflow="fold", no_wrap=narrow, ratio=None if narrow else _WIDTHS.get(field.name, 2)
        )
    number = 0
    for row in rows:
        number += 1
        table.add_row(*(escape(_plain(field.value(row))) for field in shown))
    if output is None:
        if number:
            Console(highlight=False).print(table)
        return number
    page = Console(file=io.StringIO(), width=160, highlight=False)
    page.print(table)
    with _opened(output) as file:
        file.write(page.file.getvalue().encode())  # type: ignore[attr-defined]
    return number


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


def _write_parquet(rows: Iterable[Any], fields: Sequence[Field[Any]], file: BinaryIO) -> int:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError as error:
        raise SetupError("Parquet needs pyarrow; install it with `pip install 'tocsin[parquet]'`") from error
    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    schema = pa.schema([(field.name, kinds[field.type]) for field in fields])
    number = 0
    rest = iter(rows)
    with pq.ParquetWriter(file, schema) as writer:
        while part := list(islice(rest, _CHUNK)):
            number += len(part)
            writer.write_table(pa.table({f.name: [f.value(row) for row in part] for f in fields}, schema=schema))
    return number
