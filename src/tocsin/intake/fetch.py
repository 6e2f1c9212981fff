"""Fetches feeds and pages over HTTP(S): within a time, within a size, and only where they have changed."""

from __future__ import annotations

import gzip
import time
import urllib.error
import urllib.request
import zlib
from email.message import Message
from functools import cache
from http.client import HTTPException

import msgspec

from tocsin.errors import UnreadableInput

_WAIT = 20.0  # seconds without a byte
_LONGEST = 60.0  # seconds for the whole
_LARGEST = 16 * 1024 * 1024  # bytes, as sent and unpacked
_PIECE = 64 * 1024
_AGENT = "tocsin/0.1 (reads feeds of news; conditional requests)"
_NOT_MODIFIED = 304


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """What a server sent: `body` is None where nothing has changed; `url` is where it was found in the end."""

    url: str
    body: bytes | None
    etag: str | None
    modified: str | None
    charset: str | None


def is_address(path: object) -> bool:
    """Tell whether an input is the address of something on the web."""
    return str(path)[:8].lower().startswith(("http://", "https://"))


@cache
def _opener() -> urllib.request.OpenerDirector:
    """Build an opener that follows redirections and knows no scheme but HTTP and HTTPS."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(), urllib.request.HTTPHandler(), urllib.request.HTTPSHandler(),
        urllib.request.HTTPRedirectHandler(), urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
    ):  # fmt: skip
        opener.add_handler(handler)
    return opener


def fetch(url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
    """Return what stands at an address; `etag` and `modified` are what its server said the last time.

    Raises UnreadableInput, in one line, where the server cannot be reached, refuses, is too slow or sends too much.
    """
    asked = {"User-Agent": _AGENT, "Accept-Encoding": "gzip"}
    if etag:
        asked["If-None-Match"] = etag
    if modified:
        asked["If-Modified-Since"] = modified
    until = time.monotonic() + _LONGEST
    try:
        request = urllib.request.Request(url, headers=asked)
        with _opener().open(request, timeout=_WAIT) as answer:
            pieces, size = [], 0
            while piece := answer.read(_PIECE):
                size += len(piece)
                if size > _LARGEST:
                    raise UnreadableInput(url, f"more than {_LARGEST:,} bytes; save it to a file")
                if time.monotonic() > until:
                    raise UnreadableInput(url, f"not whole after {_LONGEST:.0f} seconds; try again later")
                pieces.append(piece)
            headers: Message = answer.headers
            body = _unpacked(b"".join(pieces), headers.get("Content-Encoding", ""), url)
            return Fetched(
                url=answer.geturl(), body=body, etag=headers.get("ETag"), modified=headers.get("Last-Modified"),
                charset=headers.get_content_charset(),
            )  # fmt: skip
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == _NOT_MODIFIED:
            return Fetched(url=url, body=None, etag=etag, modified=modified, charset=None)
        raise UnreadableInput(url, f"the server answers {error.code} {error.reason}; check the address") from error
    except (urllib.error.URLError, HTTPException, TimeoutError, OSError, ValueError) as error:
        reason = str(getattr(error, "reason", error) or type(error).__name__).splitlines()[0]
        raise UnreadableInput(url, f"it cannot be fetched ({reason}); check the address and the network") from error


def _unpacked(body: bytes, encoding: str, url: str) -> bytes:
    if encoding.strip().lower() not in ("gzip", "x-gzip"):
        return body
    try:
        unpacker = zlib.decompressobj(wbits=31)
        plain = unpacker.decompress(body, _LARGEST + 1)
    except (zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableInput(url, "what the server sent cannot be unpacked; try again later") from error
    if len(plain) > _LARGEST:
        raise UnreadableInput(url, f"more than {_LARGEST:,} bytes; save it to a file")
    return plain
