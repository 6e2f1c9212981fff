"""Feeds are read from files and from a server, politely and only where they changed."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tocsin.errors import ArticleError, UnreadableInput
from tocsin.intake import read_inputs
from tocsin.records import Article, FeedState

PAGE = """<html><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>Norway expelled two Danish diplomats on Monday, the foreign ministry in Oslo said in a short note.</p>
<p>Denmark called the step unfounded and said that it would answer it in kind before the week was over.</p>
<p>Neither side said what the two diplomats had done, and the embassy would not comment on the matter.</p>
</article></body></html>"""
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Fjord Wire</title>
<item><title>Diplomats leave</title><link>{host}/one</link><pubDate>Tue, 05 Mar 2019 09:30:00 GMT</pubDate></item>
<item><title>A second item</title><link>{host}/two</link><pubDate>Wed, 06 Mar 2019 09:30:00 GMT</pubDate>
<atom:updated xmlns:atom="http://www.w3.org/2005/Atom">2019-03-06T12:00:00Z</atom:updated></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Skerry News</title>
<entry><title>Patrol boat turns back</title><id>urn:1</id><updated>2019-03-07T08:00:00Z</updated>
<content type="html">&lt;p&gt;A Danish patrol boat turned back on Thursday.&lt;/p&gt;
&lt;p&gt;Norway &lt;b&gt;welcomed&lt;/b&gt; it.&lt;/p&gt;</content></entry></feed>"""


class Site:
    """A server of pages: what it serves by path, what it was asked for, and with which conditions."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, bytes, dict[str, str]]] = {}
        self.asked: list[tuple[str, str | None]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                condition = self.headers.get("If-None-Match")
                site.asked.append((self.path, condition))
                status, body, headers = site.pages.get(self.path, (404, b"", {}))
                if condition and condition == headers.get("ETag"):
                    status, body = 304, b""
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def serve(self, path: str, body: str, status: int = 200, **headers: str) -> None:
        self.pages[path] = (status, body.format(host=self.host, title=path[1:]).encode(), headers)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    made.serve("/feed", RSS, ETag='"v1"')
    made.serve("/one", PAGE)
    made.serve("/two", PAGE)
    yield made
    made.server.shutdown()
    made.server.server_close()


class Notebook:
    """Remembers feeds and pages in memory."""

    def __init__(self) -> None:
        self.states: dict[str, FeedState] = {}
        self.pages: dict[str, str] = {}

    def feed(self, url: str) -> FeedState:
        return self.states.get(url, FeedState(url=url))

    def note_feed(self, state: FeedState) -> None:
        self.states[state.url] = state

    def page_added(self, url: str) -> str | None:
        return self.pages.get(url)


def read(url: str, memory: Notebook) -> list[Article | ArticleError]:
    return list(read_inputs([url], memory=memory, corrections=True))


def test_the_pages_behind_a_feed_are_read_with_the_dates_and_the_name_of_the_feed(site: Site) -> None:
    first, second = read(f"{site.host}/feed", Notebook())
    assert isinstance(first, Article) and isinstance(second, Article)
    assert "\nNorway expelled two Danish diplomats" in first.text and "<p>" not in first.text
    assert (first.outlet, first.url, first.published) == ("Fjord Wire", f"{site.host}/one", "2019-03-05T09:30:00+00:00")
    assert first.published_from == "feed"


def test_a_feed_that_has_not_changed_is_not_sent_again(site: Site) -> None:
    memory = Notebook()
    read(f"{site.host}/feed", memory)
    site.asked.clear()
    assert read(f"{site.host}/feed", memory) == []
    assert site.asked == [("/feed", '"v1"')]
    assert memory.states[f"{site.host}/feed"].articles == 2


def test_a_page_that_is_known_is_not_fetched_again_unless_its_entry_says_that_it_changed(site: Site) -> None:
    memory = Notebook()
    memory.pages = {f"{site.host}/one": "2019-03-05T10:00:00+00:00", f"{site.host}/two": "2019-03-05T10:00:00+00:00"}
    read(f"{site.host}/feed", memory)
    assert [path for path, _ in site.asked] == ["/feed", "/two"]


def test_a_page_that_fails_is_named_in_one_line_and_the_feed_is_asked_for_in_full_the_next_time(site: Site) -> None:
    site.serve("/two", "", status=500)
    memory = Notebook()
    _, error = read(f"{site.host}/feed", memory)
    assert isinstance(error, UnreadableInput) and "500" in str(error) and "\n" not in str(error)
    assert memory.states[f"{site.host}/feed"].etag is None


def test_a_feed_that_cannot_be_fetched_keeps_its_last_success(site: Site) -> None:
    memory = Notebook()
    read(f"{site.host}/feed", memory)
    before = memory.states[f"{site.host}/feed"]
    site.serve("/feed", "gone", status=410)
    (error,) = read(f"{site.host}/feed", memory)
    after = memory.states[f"{site.host}/feed"]
    assert "410" in str(error) and after.error is not None and after.succeeded == before.succeeded


@pytest.mark.parametrize("body", ["<html><body>no feed</body></html>", ""])
def test_what_is_no_feed_is_named(site: Site, body: str) -> None:
    site.serve("/feed", body)
    (error,) = read(f"{site.host}/feed", Notebook())
    assert "no RSS or Atom feed" in str(error)


def test_a_server_that_is_not_there_is_named_in_one_line() -> None:
    (error,) = read("http://127.0.0.1:9/feed", Notebook())
    assert "cannot be fetched" in str(error) and "\n" not in str(error)


def test_a_packed_answer_is_unpacked_and_a_bomb_is_refused(site: Site) -> None:
    packed = {"Content-Encoding": "gzip"}
    site.pages["/one"] = (200, gzip.compress(site.pages["/one"][1]), packed)
    site.pages["/two"] = (200, gzip.compress(b" " * 40_000_000), packed)
    first, error = read(f"{site.host}/feed", Notebook())
    assert isinstance(first, Article) and isinstance(error, UnreadableInput) and "bytes" in error.reason


def test_a_feed_saved_as_a_file_gives_what_its_entries_say(tmp_path: Path) -> None:
    for name in ("news.atom", "unnamed"):
        (tmp_path / name).write_text(ATOM)
        (article,) = read_inputs([tmp_path / name])
        assert isinstance(article, Article)
        assert article.text.startswith("A Danish patrol boat turned back on Thursday.\n\nNorway welcomed it.")
        assert (article.outlet, article.published) == ("Skerry News", "2019-03-07T08:00:00+00:00")
