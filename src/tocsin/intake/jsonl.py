"""Reads articles from lines of JSON; a bad line is named (path:line) and the lines after it are read."""

from __future__ import annotations

import codecs
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
    is_empty = True
    try:
        while line := stream.readline(longest):
            number += 1
            place = f"{source}:{number}"
            if is_empty and (wrong := _no_lines(line)) is not None:
                yield UnreadableInput(source, wrong)
                return
            is_empty = is_empty and not line.strip(_BLANK)
            if len(line) == longest and not line.endswith(b"\n"):
                _skip_line(stream)
                yield UnreadableInput(
                    place, "the line is too long for one article; split it, or raise TOCSIN_MAX_ARTICLE_CHARS"
                )
            elif line.strip(_BLANK):
                yield from _read_line(line, place)
        if is_empty:
            yield UnreadableInput(source, "the file is empty; give one article a line")
    except Damaged as error:
        yield UnreadableInput(source, f"after line {number}: {error}" if number else str(error))
    except OSError as error:
        after = f"after line {number}: " if number else ""
        yield UnreadableInput(source, f"{after}reading failed ({error.strerror or error}); try again")


def _no_lines(line: bytes) -> str | None:
    """Tell from the first line with something in it that a file is not written in lines, and what to do; else None."""
    if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "it is written in UTF-16; save it as UTF-8"
    opening = line.strip(_BLANK)
    if opening == b"{":
        return "its objects stretch over several lines; write each on one (`jq -c . FILE`)"
    if opening.startswith(b"["):
        return "it is a JSON array, not lines; write its objects one a line (`jq -c '.[]' FILE`)"
    return None


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
    except json.JSONDecodeError as error:
        yield UnreadableInput(place, f"this is no JSON object ({error.msg}, letter {error.pos + 1}); give one a line")
        return
    except ValueError:  # the only other one: Python's limit on digits
        yield UnreadableInput(place, "a number in it has too many digits; leave it out, or write it as a string")
        return
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        yield UnreadableInput(place, 'the line has no string "text"; give one JSON object with a "text" a line')
        return
    published = parse_published(_string(found, "date") or "")
    if published is None and (given := found.get("date")):
        said = replace_surrogates(str(given))[:40]
        yield UnreadableDate(place, f"the date {said!r} states no day, and is left out; write it as 2014-03-14")
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
