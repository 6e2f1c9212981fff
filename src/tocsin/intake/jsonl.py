"""Reads articles from lines of JSON; a bad line is named (path:line) and the lines after it are read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from tocsin.errors import ArticleError, UnreadableDate, UnreadableInput
from tocsin.intake.dates import parse_published
from tocsin.intake.encoding import decode_text, replace_surrogates
from tocsin.intake.unpack import Damaged
from tocsin.records import Article
from tocsin.settings import settings

_BYTES_A_CHARACTER = 6  # the longest JSON escape of one UTF-16 unit
_SLACK = 1 << 20  # other fields of the line
_BLANK = b" \t\r\n\x0b\x0c\xef\xbb\xbf\x1a"


def read_lines(stream: BinaryIO, source: str) -> Iterator[Article | ArticleError]:
    """Yield one article a line (fields id, text, title, date, outlet, url; others are ignored) or what is wrong in it.

    `article.text` is the field unchanged, but for lone surrogates, which become U+FFFD one for one. Blank lines are
    passed over. Memory is bounded by the longest article allowed.
    """
    longest = _BYTES_A_CHARACTER * settings().max_article_chars + _SLACK
    number = 0
    try:
        while line := stream.readline(longest):
            number += 1
            place = f"{source}:{number}"
            if len(line) == longest and not line.endswith(b"\n"):
                _skip_line(stream)
                yield UnreadableInput(
                    place, "the line is too long for one article; split it, or raise TOCSIN_MAX_ARTICLE_CHARS"
                )
            elif line.strip(_BLANK):
                yield from _read_line(line, place)
    except Damaged as error:
        yield UnreadableInput(source, f"after line {number}: {error}")
    except OSError as error:
        yield UnreadableInput(source, f"after line {number}: reading failed ({error.strerror or error}); try again")


def _skip_line(stream: BinaryIO) -> None:
    while (piece := stream.readline(1 << 20)) and not piece.endswith(b"\n"):
        pass


def _read_line(line: bytes, place: str) -> Iterator[Article | ArticleError]:
    try:
        found = json.loads(decode_text(line.strip(_BLANK), place))
    except UnreadableInput as error:
        yield error
        return
    except RecursionError:
        yield UnreadableInput(place, 'the JSON is nested too deep; give one flat object with a "text" a line')
        return
    except ValueError as error:
        yield UnreadableInput(place, f"this is no JSON object ({error}); give one article a line".replace("\n", " "))
        return
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        yield UnreadableInput(place, 'the line has no string "text"; give one JSON object with a "text" a line')
        return
    date = _string(found, "date")
    published = parse_published(date or "")
    if date and published is None:
        yield UnreadableDate(place, f"the date {date[:40]!r} states no day, and is left out; write it as 2014-03-14")
    yield Article(
        id=_string(found, "id") or "",
        text=replace_surrogates(found["text"]),
        url=_string(found, "url"),
        outlet=_string(found, "outlet"),
        title=_string(found, "title"),
        published=published,
        published_from="field" if published else None,
        source=place,
    )


def _string(found: dict[str, Any], field: str) -> str | None:
    """Return a field as a string; None where it is missing, empty or neither string nor number."""
    value = found.get(field)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return replace_surrogates(str(value)).strip() or None
