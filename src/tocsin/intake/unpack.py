"""Opens files, packed or not, with a bound on what is read.

Invariant: no reader returns more bytes than its bound, whatever a gzip file unpacks to, and no reader ends quietly in
the middle of a gzip file.
"""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import BinaryIO

from tocsin.errors import UnreadableInput

GZIP_MAGIC = b"\x1f\x8b"
LARGEST_PAGE = 16 * 1024 * 1024  # bytes of a web page, or of a text in one piece
_PIECE = 1 << 16
_USUAL_RATIO = 50  # text and markup unpack to 3 to 20 times their packed size


class Damaged(OSError):
    """Raised by an Unpacker whose packed data breaks off, is corrupt, or unpacks to more than the bound.

    It is an OSError because the WARC reader passes only these through unchanged.
    """


class Unpacker(io.RawIOBase):
    """Unpacks a gzip stream (one member or many) as it is read; `tell` counts unpacked bytes, `seek` goes nowhere."""

    def __init__(self, packed: BinaryIO, limit: int) -> None:
        self._packed = packed
        self._limit = limit
        self._position = 0
        self._pending = b""
        self._member = zlib.decompressobj(wbits=31)
        self._members = 0

    def readable(self) -> bool:
        """Tell that this stream can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that `tell` works, which the WARC reader asks for."""
        return True

    def tell(self) -> int:
        """Return the number of unpacked bytes read so far."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Return the position where `offset` is the position already reached; raises OSError for any other."""
        if (whence == io.SEEK_SET and offset == self._position) or (whence == io.SEEK_CUR and offset == 0):
            return self._position
        raise io.UnsupportedOperation("a packed stream cannot be rewound")

    def readinto(self, buffer: object) -> int:
        """Fill `buffer` with unpacked bytes and return how many; 0 at the end. Raises Damaged."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while True:
            try:
                piece = self._next_piece(len(view))
            except zlib.error as error:
                raise Damaged("the gzip data is damaged; pack the file again or give it unpacked") from error
            if piece is None:
                return 0
            if piece:
                break
        self._position += len(piece)
        if self._position > self._limit:
            raise Damaged(
                f"it unpacks to more than {self._limit:,} bytes; unpack and split it, or raise TOCSIN_MAX_FILE_BYTES"
            )
        view[: len(piece)] = piece
        return len(piece)

    def _next_piece(self, size: int) -> bytes | None:
        if self._member.eof:
            self._pending = self._member.unused_data or self._pending
            self._pending = (self._pending or self._packed.read(_PIECE)).lstrip(b"\0")
            if not self._pending:
                return None
            self._member = zlib.decompressobj(wbits=31)
            self._members += 1
        if not self._pending:
            self._pending = self._packed.read(_PIECE)
            if not self._pending:
                raise Damaged("the gzip data breaks off; get the whole file again")
        piece = self._member.decompress(self._pending, size)
        self._pending = b"" if self._member.eof else self._member.unconsumed_tail
        return piece


def open_bytes(path: Path, limit: int, *, stream: bool = False) -> BinaryIO:
    """Open a file for reading, unpacked if it is gzip (by its first bytes, whatever its name).

    `limit` bounds the unpacked bytes of a gzip file; with `stream` (formats that are read a record at a time) the bound
    is at least 50 times the packed size, which no honest archive reaches. Raises OSError.
    """
    file = path.open("rb")
    if file.peek(2)[:2] != GZIP_MAGIC:
        return file
    bound = max(limit, _USUAL_RATIO * path.stat().st_size) if stream else limit
    return io.BufferedReader(Unpacker(file, bound), _PIECE)


def unpack(data: bytes, source: str, limit: int) -> bytes:
    """Unpack `data` if it is gzip; raises UnreadableInput where it is damaged or unpacks to more than `limit`."""
    if data[:2] != GZIP_MAGIC:
        return data
    try:
        return io.BufferedReader(Unpacker(io.BytesIO(data), limit), _PIECE).read()
    except Damaged as error:
        raise UnreadableInput(source, str(error)) from error
