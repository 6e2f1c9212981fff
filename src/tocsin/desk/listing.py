"""Prints readings and parties as tables for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import shorten

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tocsin.briefing.wording import called
from tocsin.desk.brief.words import one_line
from tocsin.records import Article, Party, Reading

_HEADING = 72  # letters of an untitled article that stand for its title


def print_reading(console: Console, reading: Reading) -> None:
    """Print an article's events and statements."""
    article = reading.article
    head = " · ".join(part for part in (article.outlet, article.published, article.id, article.source) if part)
    console.print(f"\n[bold]{escape(_heading(article))}[/bold]\n[dim]{escape(one_line(head))}[/dim]")
    if reading.events:
        table = Table(title="Events", title_justify="left", box=None, pad_edge=False)
        for column in ("type", "modality", "actors", "recipients", "trigger", "id"):
            table.add_column(column, overflow="fold", no_wrap=column == "id", min_width=14 if column == "id" else None)
        for event in reading.events:
            kind = f"{event.type} {event.mode}" if event.mode else event.type
            table.add_row(
                kind,
                event.modality,
                _names(event.actors),
                _names(event.recipients),
                escape(one_line(event.trigger.text)),
                event.id,
            )
        console.print(table)
    if reading.statements:
        table = Table(title="Statements", title_justify="left", box=None, pad_edge=False)
        for column in ("speaker", "act", "form", "content", "id"):
            table.add_column(column, overflow="fold", no_wrap=column == "id", min_width=14 if column == "id" else None)
        for statement in reading.statements:
            speaker = _names([statement.speaker]) if statement.speaker else "–"
            who = f"{speaker} (anonymous)" if statement.anonymous else speaker
            table.add_row(who, statement.act, statement.form, escape(one_line(statement.content.text)), statement.id)
        console.print(table)
    if not reading.events and not reading.statements:
        console.print("[dim]no event and no statement[/dim]")


def print_parties(console: Console, found: Iterable[tuple[str, Party | None]]) -> None:
    """Print whom each name means."""
    table = Table(box=None, pad_edge=False)
    for column in ("name", "means", "country", "sectors", "office", "code"):
        table.add_column(column, overflow="fold", no_wrap=column == "id", min_width=14 if column == "id" else None)
    for name, party in found:
        if party is None:
            table.add_row(escape(name), "[dim]nobody that is known[/dim]", "", "", "", "")
            continue
        table.add_row(
            escape(name), escape(party.name or ""), party.country or "", " ".join(party.sectors),
            escape(party.office or ""), party.code or "",
        )  # fmt: skip
    console.print(table)


def _heading(article: Article) -> str:
    """Return the title of an article, or the words that it begins with."""
    if article.title:
        return one_line(article.title)
    return shorten(one_line(article.text[: 2 * _HEADING]), _HEADING, placeholder=" …")


def _names(parties: Sequence[Party]) -> str:
    """Join parties as text and code."""
    return escape(
        one_line(", ".join(f"{called(party)} [{party.code}]" if party.code else called(party) for party in parties))
    )
