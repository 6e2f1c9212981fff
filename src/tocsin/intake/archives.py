"""Reads web pages from WARC files: successful text/html responses, each by the URL that it was fetched from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecordType

from tocsin.errors import ArticleError, UnreadableInput
from tocsin.intake.pages import read_page
from tocsin.intake.unpack import LARGEST_PAGE, Damaged
from tocsin.records import Article

_HTML = ("text/html", "application/xhtml+xml")


def read_archive(stream: BinaryIO, source: str) -> Iterator[Article | ArticleError]:
    """Yield the articles of a WARC file in order; what cannot be read is named as path:url.

    `stream` must answer `seek` and `tell`. Other records than HTML responses with status 200 are passed over. A damaged
    archive ends with an UnreadableInput that says after which record.
    """
    number = 0
    is_empty = True
    try:
        records = iter(ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=False))
        while (record := next(records, None)) is not None:
            number += 1
            found = _read_record(record, source)
            if found is not None:
                is_empty = False
                yield found
        if is_empty:
            yield UnreadableInput(source, "this is no WARC or it holds no HTML page; give an archive of fetched pages")
    except Damaged as error:
        yield UnreadableInput(source, f"after record {number}: {error}" if number else str(error))
    except (OSError, ValueError) as error:
        after = f"after record {number}: " if number else ""
        yield UnreadableInput(source, f"{after}this is no WARC ({error}); get the file again")


def _read_record(record: Any, source: str) -> Article | ArticleError | None:
    url = " ".join((record.headers.get("WARC-Target-URI") or "").strip("<>").split())[:500]
    place = f"{source}:{url or record.headers.get('WARC-Record-ID')}"
    if not 0 <= record.content_length <= 2 * LARGEST_PAGE:
        return UnreadableInput(place, f"the page is larger than {2 * LARGEST_PAGE:,} bytes; save its text instead")
    try:
        record.parse_http()
        if record.http_content_type not in _HTML or record.http_headers.status_code != 200:
            return None
        body = record.reader.read(LARGEST_PAGE + 1)
    except Damaged:
        raise
    except (OSError, ValueError, AttributeError) as error:
        return UnreadableInput(place, f"its HTTP response is damaged ({error}); fetch the page again")
    try:
        return read_page(body, place, url=url or None, charset=record.http_charset)
    except ArticleError as error:
        return error
