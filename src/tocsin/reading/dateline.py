"""Finds the dateline that opens a news story: place, agency and day ("KIEV, Ukraine (AP) —").

Algorithm: the opening of each of the first paragraphs is matched with one form: place, optional region, then agency in
brackets or slashes and day in either order, then a dash, colon or the closing bracket. A place in capitals needs only
the dash; one in lower case needs an agency or a day beside it, so that "Lavrov — the minister — said" is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from tocsin.lexicon import cell_values, read_table
from tocsin.records import Block, Span

_PARAGRAPHS = 10
_OPENING = 160
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,?\s(?:19|20)\d\d)?"
_AGENCY = r"[(/\[](?P<agency>[A-Z][\w./&' -]{1,40}?(?:,\s?[A-Z][\w./&' -]{1,30}?)?)[)/\]]"
_CAPS = r"[A-Z][A-Z.'’-]+(?:[ /-](?:[A-Z][A-Z.'’-]+|de|la|el|al|di|del|du))*"
_MIXED = r"[A-Z][\w.'’-]+(?:[ -](?:[A-Z][\w.'’-]+|de|la|el|al|of|the|di|del|du)){0,3}"
_REGION = rf",\s{_MIXED}"
_DASH = r"\s*(?:—|–|―|--+|−)\s*|\s+-\s*|-\s+"
_REST = rf"(?:[,.]?\s(?P<day1>{_DAY}))?(?:[,.]?\s?{_AGENCY})?(?:,?\s(?P<day2>{_DAY}))?"
_CAPS_FORM = re.compile(rf"(?P<place>{_CAPS}(?:{_REGION})?){_REST}(?P<sep>{_DASH}|:\s|(?<=[)/\]])\.?\s)")
_MIXED_FORM = re.compile(rf"(?P<place>{_MIXED}(?:{_REGION})?){_REST}(?P<sep>{_DASH}|:\s|(?<=[)/\]])\.?\s)")
_BARE_FORM = re.compile(rf"(?P<place>){_AGENCY}(?P<day1>)(?P<day2>)(?P<sep>{_DASH})")


class Dateline(msgspec.Struct, frozen=True):
    """A dateline: `text` as written without the dash (`span`), and where the story itself goes on (`resumes`).

    `place` is None in "(Reuters) -"; `agencies` holds the services by their usual names; `day` is the day as written.
    """

    text: str
    span: Span
    resumes: int
    place: str | None
    agencies: tuple[str, ...]
    day: str | None


@cache
def agency_names() -> tuple[dict[str, str], dict[str, str]]:
    """Return how agencies are written, mapped to their names: anywhere, and only in brackets or credit lines."""
    written: dict[str, str] = {}
    short: dict[str, str] = {}
    for row in read_table("reading/agencies.tsv", ("name", "written")):
        written |= dict.fromkeys(cell_values(row["written"]), row["name"])
        short |= dict.fromkeys(cell_values(row["short"]), row["name"])
    return written, written | short


def find_dateline(text: str, blocks: Sequence[Block]) -> Dateline | None:
    """Return the dateline of an article, or None; only the first ten blocks that may open the story are looked at."""
    opened = [block for block in blocks if block.kind not in ("headline", "subhead", "boilerplate")]
    for block in opened[:_PARAGRAPHS]:
        found = _match_opening(text, block.span)
        if found is not None:
            return found
    return None


def _match_opening(text: str, span: Span) -> Dateline | None:
    start, end = span
    end = min(end, start + _OPENING)
    match = _CAPS_FORM.match(text, start, end)
    if match is None or not _is_caps_dateline(text, match, end):
        match = _MIXED_FORM.match(text, start, end)
        if match is not None and not (match["agency"] or match["day1"] or match["day2"]):
            match = None
        match = match or _BARE_FORM.match(text, start, end)
    if match is None:
        return None
    agencies = _known_agencies(match["agency"])
    if match["agency"] and not agencies and not (match["day1"] or match["day2"]):
        return None
    last = match.start("sep")
    return Dateline(
        text[start:last], (start, last), match.end(), match["place"] or None, agencies,
        match["day1"] or match["day2"] or None,
    )  # fmt: skip


def _is_caps_dateline(text: str, match: re.Match[str], end: int) -> bool:
    following = text[match.end() : match.end() + 12]
    return bool(following) and not following[:8].isupper()


def _known_agencies(written: str | None) -> tuple[str, ...]:
    if not written:
        return ()
    _, names = agency_names()
    parts = (part.strip() for part in re.split(r"[,/&]| and ", written))
    whole = names.get(written.strip())
    return (whole,) if whole else tuple(dict.fromkeys(names[part] for part in parts if part in names))
