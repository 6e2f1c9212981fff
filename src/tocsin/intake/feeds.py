"""Reads RSS and Atom feeds: a file gives what its entries say, an address gives the pages that they lead to.

Algorithm: a feed is asked for only where it has changed since the last visit (ETag, Last-Modified), and anew where some
page of it could not be read then. An entry whose page
is known is passed over, unless the entry says that it was changed after that. The page of any other is fetched and read
as a saved page is; where that fails, what the entry itself says is taken if it is long enough to be an article. What
the entry says of date and title stands where the page says nothing.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Protocol

import feedparser
import lxml.etree  # type: ignore[import-untyped]
import lxml.html  # type: ignore[import-untyped]
import msgspec

from tocsin.errors import ArticleError, UnreadableInput
from tocsin.intake.fetch import fetch
from tocsin.intake.pages import read_page
from tocsin.records import Article, FeedState

_FEWEST = 400  # code points of an entry that can stand for its page
_BREAKS = re.compile(r"(?i)<(?:/?(?:p|div|li|ul|ol|h[1-6]|blockquote|section|article|table|tr)\b[^>]*|br\s*/?)>")


class Memory(Protocol):
    """What remembers feeds between two visits."""

    def feed(self, url: str) -> FeedState:
        """Return what is known of a feed."""

    def note_feed(self, state: FeedState) -> None:
        """Remember a visit."""

    def page_added(self, url: str) -> str | None:
        """Return when (ISO 8601, UTC) the page at an address was taken in; None where it was not."""


class Forgetful:
    """Remembers nothing: every visit is the first."""

    def feed(self, url: str) -> FeedState:
        """Return a feed as if it was never seen."""
        return FeedState(url=url)

    def note_feed(self, state: FeedState) -> None:
        """Forget the visit."""

    def page_added(self, url: str) -> str | None:
        """Know no page."""
        return None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a feed; `published` and `updated` are ISO 8601, `text` what it says itself, without markup."""

    url: str | None
    title: str | None
    published: str | None
    updated: str | None
    text: str


def visit(url: str, memory: Memory) -> Iterator[Article | ArticleError]:
    """Yield the new articles of the feed at an address, or an error in the place of one that cannot be read."""
    known = memory.feed(url)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        answer = fetch(url, etag=known.etag, modified=known.modified)
        title, entries = (known.title, []) if answer.body is None else parse(answer.body, url)
    except UnreadableInput as error:
        memory.note_feed(msgspec.structs.replace(known, checked=now, error=error.reason))
        yield error
        return
    number, failed = 0, False
    for entry in entries:
        try:
            found = _from_page(entry, title, url, memory)
        except UnreadableInput as error:
            failed = True
            yield error
            continue
        if found is not None:
            number += 1
            yield found
    days = [entry.published for entry in entries if entry.published]
    memory.note_feed(FeedState(
        url=url, title=title, etag=None if failed else answer.etag, modified=None if failed else answer.modified,
        checked=now, succeeded=now, newest=max([*days, *([known.newest] if known.newest else [])], default=None),
        articles=known.articles + number, error=None,
    ))  # fmt: skip


def read_feed(data: bytes, source: str) -> Iterator[Article | ArticleError]:
    """Yield the articles of a feed that was saved as a file: what its entries say themselves."""
    try:
        title, entries = parse(data, source)
    except UnreadableInput as error:
        yield error
        return
    for number, entry in enumerate(entries, 1):
        place = f"{source}:{number}"
        if entry.text:
            yield _from_entry(entry, title, place)
        else:
            yield UnreadableInput(place, "the entry has a link but no text; add the feed by its address")


def parse(data: bytes, source: str) -> tuple[str | None, list[Entry]]:
    """Return a feed's title and its entries; raises UnreadableInput where it is no feed."""
    found = feedparser.parse(data, response_headers={"content-location": source})
    if not found.get("version") and not found.entries:
        raise UnreadableInput(source, "this is no RSS or Atom feed; give a feed's address, or save the page to a file")
    return _line(found.feed.get("title")), [_entry(entry) for entry in found.entries]


def _entry(given: Any) -> Entry:
    content = max((part.get("value") or "" for part in given.get("content", ())), key=len, default="")
    markup = content if len(content) > len(given.get("summary") or "") else given.get("summary") or ""
    changed = _time(dict.get(given, "updated_parsed"))  # feedparser's own `get` would put the publication there
    return Entry(
        url=given.get("link") or None, title=_line(given.get("title")), text=_plain(markup),
        published=_time(given.get("published_parsed")) or changed, updated=changed,
    )  # fmt: skip


def _from_page(entry: Entry, outlet: str | None, feed: str, memory: Memory) -> Article | None:
    """Return the article of an entry's page; None where it is known."""
    if entry.url is None:
        return _from_entry(entry, outlet, feed) if entry.text else None
    added = memory.page_added(entry.url)
    if added is not None and (entry.updated is None or entry.updated <= added):
        return None
    try:
        page = fetch(entry.url)
        article = read_page(page.body or b"", entry.url, url=page.url, charset=page.charset)
    except UnreadableInput:
        if len(entry.text) < _FEWEST:
            raise
        return _from_entry(entry, outlet, entry.url)
    dated = article.published is not None
    return msgspec.structs.replace(
        article, url=entry.url, outlet=article.outlet or outlet, title=article.title or entry.title,
        published=article.published or entry.published, source=entry.url,
        published_from=article.published_from if dated else "feed" if entry.published else None,
    )  # fmt: skip


def _from_entry(entry: Entry, outlet: str | None, source: str) -> Article:
    return Article(
        id="", text=entry.text, url=entry.url, outlet=outlet, title=entry.title, published=entry.published,
        published_from="feed" if entry.published else None, source=source,
    )  # fmt: skip


def _time(parsed: Any) -> str | None:
    """Return a time as feedparser gives it (UTC) in ISO 8601; None where the feed gives none or an impossible one."""
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):  # a year that no calendar has
        return None


def _line(text: str | None) -> str | None:
    """Return a title on one line, without markup."""
    return " ".join(_plain(text).split()) or None if text else None


def _plain(markup: str) -> str:
    """Return the text of an entry's markup, a paragraph a line."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    try:
        text = lxml.html.fromstring(f"<div>{_BREAKS.sub(chr(10), markup)}</div>").text_content()
    except (lxml.etree.ParserError, ValueError):
        return ""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n\n".join(line for line in lines if line)
