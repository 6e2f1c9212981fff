"""Puts a brief, or anything else that is written, where the user wants it."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
from rich.console import Console

from tocsin.briefing import Brief
from tocsin.desk.brief.html import as_html
from tocsin.desk.brief.markdown import as_markdown
from tocsin.desk.brief.terminal import print_brief
from tocsin.errors import UsageError


def deliver_brief(page: Brief, format: str, output: Path | None) -> None:
    """Print a brief, or write it to a file; its ending names the format unless one is asked for."""
    if output is not None and format == "terminal":
        format = {".html": "html", ".htm": "html", ".json": "json"}.get(output.suffix.lower(), "markdown")
    if format == "terminal":
        print_brief(Console(highlight=False), page)
        return
    written = {
        "html": lambda: as_html(page),
        "json": lambda: msgspec.json.format(msgspec.json.encode(page)).decode() + "\n",
    }.get(format, lambda: as_markdown(page))()
    deliver(written, output)


def deliver(written: str, output: Path | None) -> None:
    """Write to a file (making its folder) or to standard output."""
    if output is None:
        sys.stdout.write(written)
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(written, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{output}: cannot be written ({error.strerror}); choose another --output") from error
    Console(stderr=True, highlight=False).print(f"wrote {output}")
