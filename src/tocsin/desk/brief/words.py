"""Words that every form of the brief shares: its headline, counts, sources and footer."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath

from tocsin.briefing import Brief
from tocsin.desk.plurals import plural
from tocsin.records import Count, Evidence

_SKIPS_NAMED = 8


def one_line(text: str) -> str:
    """Fold line breaks and drop control characters for display; the stored sentence keeps them.

    A scraped text may hold terminal escapes, which would recolour a screen or set a window's title.
    """
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def headline(brief: Brief) -> str:
    """Name the brief and its span of time."""
    return f"Tocsin · brief · {span_of_time(brief)}"


def span_of_time(brief: Brief) -> str:
    """Say from when to when the articles run."""
    if brief.first is None:
        return "no dated article"
    return brief.first if brief.first == brief.last else f"{brief.first} to {brief.last}"


def reported(count: Count) -> str:
    """Say how widely a thing is reported: "3 reports, 2 outlets, 1 origin"."""
    parts = [plural(count.reports, "report")]
    if count.outlets:
        parts.append(plural(len(count.outlets), "outlet"))
    parts.append(plural(count.origins, "independent origin"))
    return ", ".join(parts)


def where(evidence: Evidence) -> str:
    """Name the article that a sentence stands in, with its offsets: by its outlet, or else by its file."""
    day = evidence.published[:10] if evidence.published else ""
    outlet = evidence.outlet or (PurePath(evidence.source).name if evidence.source else None)
    place = f"[{evidence.article}:{evidence.span[0]}-{evidence.span[1]}]"
    return " ".join(part for part in (outlet, day, place) if part)


def footer(brief: Brief) -> list[str]:
    """Say what the brief was made from, and what was not read and why."""
    made = f"{plural(brief.articles, 'article')} read"
    if brief.outlets:
        made += f" from {plural(brief.outlets, 'outlet')}"
    lines = [f"{made}, {plural(brief.origins, 'independent origin')}; {span_of_time(brief)}."]
    if not brief.skipped:
        return [*lines, "Nothing was skipped."]
    reasons = Counter(reason for _, reason in brief.skipped)
    lines.append(f"{plural(len(brief.skipped), 'input')} skipped:")
    for reason, number in reasons.most_common(_SKIPS_NAMED):
        first = next(source for source, why in brief.skipped if why == reason)
        lines.append(f"  {first}{f' and {number - 1} more' if number > 1 else ''}: {reason}")
    unnamed = sum(number for _, number in reasons.most_common()[_SKIPS_NAMED:])
    return [*lines, f"  and {plural(unnamed, 'input')} more"] if unnamed else lines
