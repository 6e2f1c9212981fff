import gzip
import io

import pytest

from tocsin.errors import UnreadableInput
from tocsin.intake.archives import read_archive
from tocsin.intake.unpack import Unpacker
from tocsin.records import Article

_PAGE = (
    "<html><head><title>{0}</title><meta property='og:site_name' content='Alden Post'></head><body><article>"
    "<h1>{0}</h1>"
    "<p>The envoy of Marland left the talks on the strait early on Friday, two officials said, and flew home.</p>"
    "<p>The defence ministry of Cassia said that its exercise near the strait would end next week as planned.</p>"
    "</article></body></html>"
)


def _record(url: str, body: bytes, kind: str = "response", status: str = "200 OK", mime: str = "text/html") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {mime}; charset=utf-8\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-05-04T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{abs(hash(url)):032x}>\r\nContent-Type: application/http; msgtype={kind}\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def _articles(*titles: str) -> list[bytes]:
    return [_record(f"http://a.example/{title}", _PAGE.format(title).encode()) for title in titles]


def test_html_responses_become_articles_in_order_with_their_urls():
    data = b"".join(
        [
            _record("http://a.example/r", b"x", kind="request"),
            *_articles("First", "Second"),
            _record("http://a.example/p.png", b"\x89PNG", mime="image/png"),
            _record("http://a.example/gone", b"<html>gone</html>", status="404 Not Found"),
        ]
    )
    found = list(read_archive(io.BytesIO(data), "x.warc"))
    assert [(a.title, a.url, a.outlet) for a in found] == [
        ("First", "http://a.example/First", "Alden Post"),
        ("Second", "http://a.example/Second", "Alden Post"),
    ]


def test_a_packed_archive_is_read_member_by_member():
    data = b"".join(gzip.compress(record) for record in _articles("First", "Second"))
    found = list(read_archive(Unpacker(io.BytesIO(data), 1 << 20), "x.warc.gz"))
    assert [a.title for a in found] == ["First", "Second"]


def test_half_a_packed_archive_gives_its_good_pages_and_then_an_error():
    data = b"".join(gzip.compress(record) for record in _articles("First", "Second", "Third"))
    found = list(read_archive(Unpacker(io.BytesIO(data[: len(data) * 3 // 5]), 1 << 20), "x.warc.gz"))
    assert isinstance(found[0], Article)
    assert isinstance(found[-1], UnreadableInput)
    assert "breaks off" in str(found[-1])


def test_a_page_without_article_is_named_by_its_url_and_the_next_is_read():
    data = b"".join([_record("http://a.example/empty", b"<html></html>"), *_articles("Second")])
    error, article = read_archive(io.BytesIO(data), "x.warc")
    assert error.source == "x.warc:http://a.example/empty"
    assert article.title == "Second"


@pytest.mark.parametrize("data", [b"hello there", b"\0" * 1000, b"WARC/1.0\r\nnonsense", bytes(range(256)) * 20])
def test_what_is_no_archive_is_an_error(data):
    found = list(read_archive(io.BytesIO(data), "x.warc"))
    assert found
    assert all(isinstance(error, UnreadableInput) for error in found)


def test_a_bomb_in_an_archive_is_stopped():
    bomb = _record("http://a.example/bomb", b" " * 40_000_000)
    data = gzip.compress(bomb)
    found = list(read_archive(Unpacker(io.BytesIO(data), 1_000_000), "x.warc.gz"))
    assert found
    assert all(isinstance(error, UnreadableInput) for error in found)
