"""Every setting of Tocsin, typed, on one screen; each may be overridden by an environment variable TOCSIN_<NAME>."""

from __future__ import annotations

import os
from functools import cache

import msgspec

from tocsin.errors import UsageError


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Limits and defaults of a run.

    `max_article_chars`: longer articles are refused, in Unicode code points. `max_file_bytes`: larger plain files are
    refused, and a compressed file is read up to this size unpacked. `max_sentence_tokens`: longer sentences are kept
    as text but not parsed. `batch_sentences`: sentences parsed at once. `processes`: worker processes of read_all.
    `parties`: path of the user's own parties file, or None. `db`: the ledger, a file or a PostgreSQL URL. `debug`:
    print the traceback of an article that reading failed on.
    """

    max_article_chars: int = 1_000_000
    max_file_bytes: int = 256 * 1024 * 1024
    max_sentence_tokens: int = 180
    batch_sentences: int = 256
    processes: int = 1
    parties: str | None = None
    db: str = "tocsin.db"
    debug: bool = False


@cache
def settings() -> Settings:
    """Return the settings of this process, read once from the environment.

    Raises UsageError where a variable does not hold what its setting needs.
    """
    given = {
        field.name: os.environ[f"TOCSIN_{field.name.upper()}"]
        for field in msgspec.structs.fields(Settings)
        if f"TOCSIN_{field.name.upper()}" in os.environ
    }
    try:
        return msgspec.convert(given, Settings, strict=False)
    except msgspec.ValidationError as error:
        fault, _, place = str(error).partition(" - at `$.")
        name = f"TOCSIN_{place.rstrip('`').upper()}"
        wanted = fault.replace("Expected `int`", "a whole number is wanted").partition(", got")[0]
        raise UsageError(f"environment variable {name}={os.environ.get(name, '')!r}: {wanted}") from error
