"""Turns bytes into text.

Algorithm: a byte order mark decides; then the declared charset, if the bytes fit it; then UTF-8. Bytes that break UTF-8
are read as Windows-1252, one by one, which is right for old Western files and for pages pasted from several encodings;
only where most letters lie outside ASCII and break UTF-8 (another script's old charset) is the charset guessed.
"""

from __future__ import annotations

import codecs
import re
import string

import charset_normalizer

from tocsin.errors import UnreadableInput

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = {
    b"%PDF-": "a PDF; save its text",
    b"PK\x03\x04": "a ZIP archive or office document; save its text",
    b"{\\rtf": "an RTF document; save it as plain text",
    b"\xd0\xcf\x11\xe0": "an office document; save it as plain text",
    b"\x89PNG": "a picture; give the article's text",
    b"\xff\xd8\xff": "a picture; give the article's text",
    b"GIF8": "a picture; give the article's text",
    b"7z\xbc\xaf": "an archive; unpack it",
    b"BZh": "packed with bzip2; unpack it or pack it with gzip",
    b"\xfd7zXZ": "packed with xz; unpack it or pack it with gzip",
    b"\x28\xb5\x2f\xfd": "packed with zstd; unpack it or pack it with gzip",
}
_DECLARABLE = re.compile(
    r"utf-?8|iso-?8859-\d{1,2}|latin-?1|(?:us-)?ascii|windows-(?:125\d|874)|cp125\d|koi8-[ru]|gb2312|gbk|gb18030|"
    r"big5(?:-hkscs)?|shift[_-]jis|sjis|euc-(?:jp|kr)|iso-2022-jp|macintosh|ibm866|cp866|tis-620"
)
_WINDOWS = frozenset({"iso-8859-1", "latin-1", "latin1", "iso8859-1", "us-ascii", "ascii", "windows-1252"})
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b\x00"))
_HIGH = bytes(range(128, 256))
_SAMPLE = 1 << 16


def _read_as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    broken = error.object[error.start : error.end]
    return broken.decode("cp1252", "replace"), error.end


codecs.register_error("tocsin-windows", _read_as_windows)


def decode_text(data: bytes, source: str, charset: str | None = None) -> str:
    """Return the text of `data` without its byte order mark; line ends stay as they are.

    `charset` is what the page or its server declares. Raises UnreadableInput for what is no text (NUL bytes, control
    characters, known binary formats).
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(name, "replace")
            if "\0" in text:
                raise UnreadableInput(source, "it holds NUL characters, so it is no text; save it as UTF-8 text")
            return text
    _refuse_binary(data, source)
    if charset is not None:
        declared = _decode_declared(data, charset)
        if declared is not None:
            return declared
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken_at = error.start
    if _is_other_script(data[broken_at : broken_at + _SAMPLE]):
        guess = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
        if guess is not None:
            return data.decode(guess.encoding, "replace")
    return data.decode("utf-8", "tocsin-windows")


def _refuse_binary(data: bytes, source: str) -> None:
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableInput(source, f"this is {what}")
    sample = data[:_SAMPLE]
    if b"\0" in data:
        raise UnreadableInput(source, "it holds NUL bytes, so it is no text; save it as UTF-8 text")
    if len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) // 50:
        raise UnreadableInput(source, "it holds control characters, so it is no text; save it as UTF-8 text")


def _decode_declared(data: bytes, charset: str) -> str | None:
    """Decode by a declared charset; None where it is unknown or the bytes do not fit it."""
    name = charset.strip().strip("\"'").lower()
    if not _DECLARABLE.fullmatch(name):
        return None
    if name in _WINDOWS:
        if _fits_utf8(data):
            return None
        name = "cp1252"
    try:
        return data.decode(name)
    except (LookupError, UnicodeDecodeError):
        return None


def _fits_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not data.isascii()


def _is_other_script(sample: bytes) -> bool:
    """Tell whether bytes above ASCII make up most letters and are no UTF-8."""
    high = len(sample) - len(sample.translate(None, _HIGH))
    letters = len(sample) - len(sample.translate(None, string.ascii_letters.encode()))
    if high <= letters:
        return False
    broken = sample.decode("utf-8", "replace").count("\ufffd")
    return broken > high // 4


def replace_surrogates(text: str) -> str:
    """Replace each lone surrogate (from a JSON escape) by U+FFFD, offset for offset; nothing else can store one."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)
    return text
