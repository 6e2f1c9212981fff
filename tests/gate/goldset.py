"""Reads the gold set of the demo crisis and finds its surfaces in the articles' texts.

A surface names a stretch of text without offsets, so that people can write and mend it:
- `words` stand for themselves and must occur exactly once in the article;
- `context {words} context` marks the words meant, where they alone would occur more than once;
- `first words ~ last words` is everything from the first words to the nearest following last words.
"""

from __future__ import annotations

import hashlib
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ROOT / "src" / "tocsin" / "data" / "demo" / "articles"
GOLD = ROOT / "tests" / "golden" / "demo"
SCENARIOS = ROOT / "tests" / "golden" / "scenarios"

Record = dict[str, Any]
Span = tuple[int, int]


class SurfaceError(ValueError):
    """A surface does not occur in its article, or occurs more than once."""


def occurrences(text: str, words: str) -> list[int]:
    """Return where `words` begin in `text`, in order; overlapping occurrences count too."""
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def locate(text: str, surface: str, nth: int | None = None) -> Span:
    """Return the span that a surface names; `nth` (from 1) picks one of several occurrences.

    Raises SurfaceError where the surface is absent or, without `nth`, not unique.
    """
    first, elided, last = surface.partition(" ~ ")
    lead, braced, rest = first.partition("{")
    focus, _, tail = rest.partition("}") if braced else (first, "", "")
    found = occurrences(text, lead + focus + tail if braced else first)
    if not found or (nth is None and len(found) > 1):
        raise SurfaceError(f"{'absent' if not found else f'{len(found)} times'}: {surface}")
    start = found[(nth or 1) - 1] + (len(lead) if braced else 0)
    end = start + len(focus)
    if elided:
        at = text.find(last, end)
        if at < 0:
            raise SurfaceError(f"absent after its beginning: {surface}")
        end = at + len(last)
    return start, end


def locate_near(text: str, words: str, position: int) -> Span | None:
    """Return the occurrence of `words` nearest to `position`, or None where there is none."""
    found = occurrences(text, words)
    if not found:
        return None
    start = min(found, key=lambda at: min(abs(at - position), abs(at + len(words) - position)))
    return start, start + len(words)


class _PageText(HTMLParser):
    """The text of a page's article element, a line a paragraph."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article":
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside and data.strip():
            self.lines.append(data.strip())


def article_texts(folder: Path = ARTICLES) -> dict[str, str]:
    """Return the text of every article of a folder by id; a page's id is its file name without the ending."""
    texts: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".jsonl":
            for line in path.read_text(encoding="utf-8").splitlines():
                record = json.loads(line)
                texts[record["id"]] = record["text"]
        elif path.suffix == ".html":
            page = _PageText()
            page.feed(path.read_text(encoding="utf-8"))
            texts[path.stem] = "\n".join(page.lines)
    return texts


def read_gold(name: str, folder: Path = GOLD) -> list[Record]:
    """Return the records of one gold file ("readings", "stories", ...); a file that a scenario lacks has none."""
    if not (folder / f"{name}.jsonl").exists():
        return []
    lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def corpus_hash(*folders: Path) -> str:
    """Return the SHA-256 of the named folders' files: relative names and contents, in the order of their names."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in {".jsonl", ".html", ".csv"}):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
