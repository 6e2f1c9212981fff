"""Finds the inputs under paths and reads each by its format.

Algorithm: a folder gives its files by name, then its subfolders by name; a file's format comes from its name, or, where
that says nothing and on standard input, from its first bytes. Every format's reader yields articles or what is wrong.
The readers of pages, archives and feeds are imported where the first one is met: most runs read plain text or JSON
lines, and the libraries for the others take a quarter of a second to load.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tocsin.errors import ArticleError, UnreadableInput
from tocsin.intake.encoding import decode_text
from tocsin.intake.fetch import is_address
from tocsin.intake.jsonl import read_lines
from tocsin.intake.unpack import LARGEST_PAGE, Damaged, open_bytes, unpack
from tocsin.records import Article
from tocsin.settings import settings

if TYPE_CHECKING:
    from tocsin.intake.feeds import Memory

FORMATS = {
    ".txt": "text", ".text": "text", ".md": "text", ".html": "page", ".htm": "page", ".xhtml": "page",
    ".jsonl": "lines", ".ndjson": "lines", ".warc": "archive", ".rss": "feed", ".atom": "feed", ".xml": "feed",
}  # fmt: skip
_KNOWN = ".txt, .html, .jsonl, .rss or .warc, each also .gz"
_BYTES_A_CHARACTER = 4
_HEAD = 2_048

_FEED = re.compile(rb"<(?:rss|feed|rdf:rdf)[\s>]")

Found = Iterator[Article | ArticleError]


def read_sources(paths: Sequence[str | Path], stdin: BinaryIO, memory: Memory | None = None) -> Found:
    """Yield what the paths hold, in order; "-" is standard input, `memory` what is known of feeds on the web."""
    for path in paths:
        if str(path) == "-":
            yield from _read_stdin(stdin)
        elif is_address(path):
            yield from _visit(str(path), memory)
        else:
            yield from _read_path(Path(path))


def _visit(url: str, memory: Memory | None) -> Found:
    from tocsin.intake import feeds

    yield from feeds.visit(url, memory or feeds.Forgetful())


def _read_path(path: Path) -> Found:
    try:
        is_folder, is_file = path.is_dir(), path.exists()
    except (OSError, ValueError) as error:
        yield UnreadableInput(name_input(path), f"it cannot be opened ({error}); check the path")
        return
    if not is_file:
        yield UnreadableInput(name_input(path), "there is no such file or folder; check the path")
    elif not is_folder:
        yield from _read_file(path, name_format(path))
    else:
        empty = True
        for file in _walk(path):
            empty = False
            if isinstance(file, UnreadableInput):
                yield file
            elif file.is_file():
                yield from _read_file(file, name_format(file))
            else:  # opening a named pipe that lies in a folder would wait for ever
                yield UnreadableInput(name_input(file), "it is no file but a broken link or a pipe; put the file there")
        if empty:
            yield UnreadableInput(name_input(path), f"the folder holds no file that can be read ({_KNOWN})")


def _walk(folder: Path) -> Iterator[Path | UnreadableInput]:
    """Yield what has the name of a known format, without what is hidden; links to folders are not followed.

    A folder that may not be opened is named in its place.
    """
    closed: list[OSError] = []
    for here, folders, names in os.walk(folder, onerror=closed.append):
        yield from _named(closed)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name_format(Path(name)) is not None:
                yield Path(here, name)
    yield from _named(closed)


def _named(closed: list[OSError]) -> Iterator[UnreadableInput]:
    while closed:
        error = closed.pop()
        place = name_input(os.fsdecode(error.filename))
        yield UnreadableInput(place, f"the folder cannot be opened ({error.strerror}); check its rights")


def name_format(path: Path) -> str | None:
    """Return the format that a file's name states ("text", "page", "lines", "archive", "feed"), or None."""
    name = path.name.lower().removesuffix(".gz")
    return FORMATS.get(Path(name).suffix)


def name_input(path: str | Path) -> str:
    """Return an input as it is named in errors and in `Article.source`: on one line, and printable."""
    named = str(path if is_address(path) else Path(path))
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in named)


def _read_file(path: Path, form: str | None) -> Found:
    source = name_input(path)
    try:
        with open_bytes(path, settings().max_file_bytes, stream=form in ("lines", "archive")) as file:
            if form is None:
                head = file.peek(_HEAD) if isinstance(file, io.BufferedReader) else b""
                form = sniff_format(head[:_HEAD])
            yield from _read_stream(file, source, form)
    except Damaged as error:
        yield UnreadableInput(source, str(error))
    except OSError as error:
        yield UnreadableInput(source, f"it cannot be read ({error.strerror or error}); check the file and its rights")


def _read_stdin(stdin: BinaryIO) -> Found:
    """Read standard input whole (it may be one article), unless it is a stream of JSON lines."""
    source = "-"
    buffered = stdin if isinstance(stdin, io.BufferedReader) else io.BufferedReader(_Raw(stdin))
    limit = settings().max_file_bytes
    try:
        head = buffered.peek(_HEAD)[:_HEAD]
        if sniff_format(head) == "lines":
            yield from read_lines(buffered, source)
            return
        data = unpack(_read_bounded(buffered, source, limit), source, limit)
    except ArticleError as error:
        yield error
        return
    except OSError as error:
        yield UnreadableInput(source, f"standard input cannot be read ({error.strerror or error})")
        return
    stream = io.BytesIO(data)
    yield from _read_stream(stream, source, sniff_format(data[:_HEAD]))


class _Raw(io.RawIOBase):
    """Gives any binary stream the raw interface that BufferedReader needs."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """Tell that this stream can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill `buffer` and return how many bytes were read."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        piece = self._stream.read(len(view))
        view[: len(piece)] = piece
        return len(piece)


def _read_stream(stream: BinaryIO, source: str, form: str) -> Found:
    if form == "lines":
        yield from read_lines(stream, source)
    elif form == "archive":
        from tocsin.intake.archives import read_archive

        yield from read_archive(stream, source)
    elif form == "feed":
        from tocsin.intake.feeds import read_feed

        try:
            yield from read_feed(_read_bounded(stream, source, settings().max_file_bytes), source)
        except ArticleError as error:
            yield error
    else:
        try:
            yield _read_page(stream, source) if form == "page" else _read_text(stream, source)
        except ArticleError as error:
            yield error


def _read_page(stream: BinaryIO, source: str) -> Article:
    from tocsin.intake.pages import read_page

    return read_page(_read_bounded(stream, source, settings().max_file_bytes), source)


def _read_text(stream: BinaryIO, source: str) -> Article:
    most = settings().max_article_chars
    limit = settings().max_file_bytes
    if most * _BYTES_A_CHARACTER < limit:
        data = stream.read(most * _BYTES_A_CHARACTER + 5)
        if len(data) > most * _BYTES_A_CHARACTER + 4:
            raise UnreadableInput(
                source, f"more than {most:,} characters; split it into its articles or raise TOCSIN_MAX_ARTICLE_CHARS"
            )
    else:
        data = _read_bounded(stream, source, limit)
    if not data.strip():
        raise UnreadableInput(source, "the file is empty; give the article's text")
    return Article(id="", text=decode_text(data, source), source=source)


def _read_bounded(stream: BinaryIO, source: str, limit: int) -> bytes:
    data = stream.read(min(limit, LARGEST_PAGE) + 1 if limit else 1)
    if len(data) > limit:
        raise UnreadableInput(source, f"more than {limit:,} bytes; split it or raise TOCSIN_MAX_FILE_BYTES")
    return data


def sniff_format(head: bytes) -> str:
    """Return the format that the first bytes of an input show: "archive", "lines", "feed", "page" or else "text"."""
    opening = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    lowered = opening[:512].lower()
    if opening.startswith(b"WARC/"):
        return "archive"
    if opening.startswith(b"{") and b'"' in opening[:200]:
        return "lines"
    if opening.startswith(b"<") and _FEED.search(lowered):
        return "feed"
    if lowered.startswith((b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body", b"<!--")) or b"<html" in lowered:
        return "page"
    return "text"
