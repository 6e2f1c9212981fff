"""Finds who wrote and who supplied an article: by-line, agencies credited, outlet where the text states it.

Algorithm: the first blocks are looked at for a by-line ("By X and Y"), the last ones for credit lines ("(AP,
Reuters)", "X contributed to this report"), the dateline for its agency. Agencies mentioned in the story itself ("told
Reuters") are not credited.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from tocsin.reading.dateline import Dateline, agency_names
from tocsin.records import Block, Span

_TOP = 12
_BOTTOM = 12
_LONGEST = 300
_NAME = r"[A-Z][\w.'’-]+(?: (?:[A-Z][\w.'’-]*|de|da|del|di|van|von|der|den|al|el|bin|la|le|ter)){0,4}"
_BYLINE = re.compile(
    rf"(?:By|BY|by)[: ]\s*(?P<names>{_NAME}(?:(?:,? and |, | & |; ){_NAME}){{0,6}})"
    rf"(?:(?:,| \||\s[—–-]|/| of| for| in)\s*(?P<outlet>[^|\n]{{2,80}}))?"
)
_CREDIT_LINE = re.compile(r"\W*\(?(?P<list>[A-Z][\w./ -]*(?:(?:, | and |/|; )[A-Z][\w./ -]*)*)\)?\W*")
_CONTRIBUTED = re.compile(
    r"\bcontributed (?:to|reporting)\b|\breporting by\b|\bediting by\b|\bwriting by\b|^\W*contribut(?:ing|ors?):|"
    r"\b(?:based (?:in part )?on|from|with) (?:[\w ]+ )?(?:wire|agency|news)[- ](?:service |agency )?reports\b|"
    r"^\W*(?:source|sources|with|from|via)\b:?",
    re.IGNORECASE,
)


class Credits(msgspec.Struct, frozen=True):
    """Who is credited: `byline` without "By", the agencies by their usual names, the outlet if stated beside a name.

    `byline_span` is the block of the by-line, `lines` are the spans of credit lines; both are None or empty where the
    text has none.
    """

    byline: str | None = None
    byline_span: Span | None = None
    outlet: str | None = None
    agencies: tuple[str, ...] = ()
    lines: tuple[Span, ...] = ()


def find_credits(text: str, blocks: Sequence[Block], dateline: Dateline | None = None) -> Credits:
    """Return the by-line, agencies, outlet and credit lines that the text itself states."""
    byline, byline_span, outlet = _find_byline(text, blocks[:_TOP])
    agencies = list(dateline.agencies) if dateline else []
    lines: list[Span] = []
    for block in blocks[-_BOTTOM:]:
        found = _credited(text, block.span)
        if found is not None:
            lines.append(block.span)
            agencies += found
    if outlet is not None and outlet in agency_names()[1]:
        agencies.append(agency_names()[1][outlet])
        outlet = None
    return Credits(byline, byline_span, outlet, tuple(dict.fromkeys(agencies)), tuple(lines))


def _find_byline(text: str, blocks: Sequence[Block]) -> tuple[str | None, Span | None, str | None]:
    for block in blocks:
        if block.span[1] - block.span[0] <= _LONGEST:
            match = _BYLINE.fullmatch(text, *block.span)
            if match is not None:
                outlet = match["outlet"]
                return match["names"], block.span, outlet.strip() if outlet else None
    return None, None, None


def _credited(text: str, span: Span) -> list[str] | None:
    """Return the agencies of a credit line, or None where the block is none."""
    start, end = span
    if end - start > _LONGEST:
        return None
    line = text[start:end]
    _, names = agency_names()
    match = _CREDIT_LINE.fullmatch(line)
    if match is not None:
        parts = [part.strip() for part in re.split(r",|/|;| and ", match["list"])]
        if all(part in names for part in parts):
            return [names[part] for part in parts]
    if _CONTRIBUTED.search(line):
        return [name for phrase, name in names.items() if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", line)]
    return None
