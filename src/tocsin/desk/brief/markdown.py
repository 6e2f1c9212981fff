"""Writes the brief as Markdown."""

from __future__ import annotations

import re

from tocsin.briefing import Brief, BriefLine
from tocsin.desk.brief.words import footer, headline, one_line, reported, where

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


def as_markdown(brief: Brief) -> str:
    """Return the brief as one Markdown document; the articles' own words are escaped."""
    lines = [f"# {headline(brief)}", "", f"**{_escape(brief.opening.text)}**", "", *_sources(brief.opening), ""]
    for section in brief.sections:
        lines += [f"## {section.title}", ""]
        for line in section.lines:
            lines.append(f"- {_escape(line.text)}")
            if line.against is not None:
                lines.append(f"  - against: {_escape(line.against.text)}")
            lines += [f"  {source}" for source in _sources(line)]
        if section.left_out:
            lines.append(f"- and {section.left_out} more")
        lines.append("")
    return "\n".join([*lines, "---", "", *(_escape(line) + "  " for line in footer(brief)), ""])


def _sources(line: BriefLine) -> list[str]:
    """Return a line's code and sources."""
    cited = [where(evidence) for evidence in line.evidence[:3]]
    if line.against is not None:
        cited.append(where(line.against))
    parts = [line.note or "", reported(line.count) if line.count else "", "; ".join(dict.fromkeys(cited))]
    words = " · ".join(_escape(part) for part in parts if part)
    return [f"  *{words}*"] if words else []


def _escape(text: str) -> str:
    """Escape what Markdown would take for markup, on one line."""
    return _SPECIAL.sub(r"\\\1", one_line(text))
