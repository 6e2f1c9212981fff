"""Prints the brief in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from tocsin.briefing import Brief, BriefLine
from tocsin.desk.brief.words import footer, headline, one_line, reported, where


def print_brief(console: Console, brief: Brief) -> None:
    """Print the opening, the sections with their sentences and sources, and the footer."""
    console.print(Text(headline(brief), style="dim"))
    console.print()
    console.print(Text(one_line(brief.opening.text), style="bold"))
    _sources(console, brief.opening)
    for section in brief.sections:
        console.print()
        console.rule(Text(section.title, style="bold cyan"), align="left", style="cyan dim")
        for line in section.lines:
            _line(console, line)
        if section.left_out:
            console.print(Padding(Text(f"and {section.left_out} more", style="dim"), (0, 0, 0, 2)))
    console.print()
    console.rule(style="dim")
    for words in footer(brief):
        console.print(Text(words, style="dim"))


def _line(console: Console, line: BriefLine) -> None:
    """Print one line with its code, sources and, in a dispute, the sentence against it."""
    _hanging(console, "• ", line.text)
    if line.against is not None:
        _hanging(console, "  ↔ ", line.against.text)
    _sources(console, line)


def _hanging(console: Console, mark: str, text: str) -> None:
    """Print a sentence behind its mark, further lines in line with the first."""
    lines = Text(one_line(text)).wrap(console, max(console.width - len(mark), 1))
    for number, part in enumerate(lines):
        part.rstrip()
        console.print(Text(mark if number == 0 else " " * len(mark)) + part)


def _sources(console: Console, line: BriefLine) -> None:
    """Print what a line is coded as and who reports it."""
    if line.note:
        console.print(Padding(Text(line.note, style="yellow"), (0, 0, 0, 4)))
    cited = [where(evidence) for evidence in line.evidence[:3]]
    if line.against is not None:
        cited.append(where(line.against))
    parts = [reported(line.count)] if line.count else []
    parts.append("; ".join(dict.fromkeys(part for part in cited if part)))
    console.print(Padding(Text(" · ".join(part for part in parts if part), style="dim"), (0, 0, 0, 4)))
