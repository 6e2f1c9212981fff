"""The records of the day's page: a brief, its sections, and their lines with the sentences that they stand on."""

from __future__ import annotations

import msgspec

from tocsin.records import Count, Evidence


class BriefLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the brief and the stored sentences that it stands on (never none)."""

    text: str
    evidence: tuple[Evidence, ...]
    count: Count | None = None
    note: str | None = None
    against: Evidence | None = None


class BriefSection(msgspec.Struct, frozen=True):
    """A headed part of the brief; `left_out` says how many further lines there would be."""

    title: str
    lines: tuple[BriefLine, ...]
    left_out: int = 0


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """The day's page: an opening line with its reason, sections, and what it was made from.

    `skipped` counts the inputs that were not read, by reason; `first` and `last` are the days of the earliest and
    latest article.
    """

    opening: BriefLine
    sections: tuple[BriefSection, ...]
    articles: int
    outlets: int
    origins: int
    skipped: tuple[tuple[str, str], ...]
    first: str | None
    last: str | None
