"""Intake: files, folders, feeds and standard input to articles, in order, lazily and within bounds.

Where `Article.published` comes from is told by `published_from`: "field" (a JSONL line's date), "json-ld", "meta" (meta
tags), "feed" (a feed's entry), "time" (a marked time element), "page" (htmldate's guess), "text" (the article's own
first lines). File names and file times are never used.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tocsin.errors import ArticleError
from tocsin.intake.admission import Admission
from tocsin.intake.dates import find_published
from tocsin.intake.encoding import replace_surrogates
from tocsin.intake.fetch import is_address
from tocsin.intake.sources import name_input, read_sources
from tocsin.records import Article

if TYPE_CHECKING:
    from tocsin.intake.feeds import Memory

__all__ = ["find_published", "is_address", "name_input", "read_inputs", "replace_surrogates"]


def read_inputs(
    paths: Sequence[str | Path],
    *,
    stdin: BinaryIO | None = None,
    corrections: bool = False,
    memory: Memory | None = None,
) -> Iterator[Article | ArticleError]:
    """Yield every article of the paths in input order, or an error in the place of one that is not read.

    `paths` are files, folders, addresses of feeds (http, https; `memory` knows what was read of them) and "-" (standard
    input, `stdin` or else the process's own). Errors are yielded, not raised: UnreadableInput, SkippedLanguage, and
    DuplicateArticle for a URL or text that was read before. An UnreadableDate comes before the article, which is read
    without that date. With `corrections` a known URL with a new text passes, as a ledger keeps it for a new version.
    """
    admission = Admission(corrections)
    for found in read_sources(paths, stdin or sys.stdin.buffer, memory):
        yield found if isinstance(found, ArticleError) else admission.admit(found)
