"""Finds the dateline that opens a news story: place, agency and day ("KIEV, Ukraine (AP) —").

Algorithm: the opening of each of the first paragraphs is matched with one form: place, optional region, agency in
brackets or slashes and day in either order, then a dash, colon or the closing bracket. A known agency or a day beside
the place makes a dateline of anything; a place in capitals needs a dash; a known place (data/reading/
dateline_places.tsv) a dash or colon. So "Lavrov — the minister — said" and "ANCHOR: Good evening" are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

import msgspec

from tocsin.lexicon import cell_values, read_table
from tocsin.records import Block, Span

_PARAGRAPHS = 12  # paragraphs looked at
_STORY = 3  # paragraphs of prose after which the story has begun
_PROSE = 150  # code points of a paragraph that is the story's and no caption or label
_OPENING = 160
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH}\s?\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,?\s(?:19|20)\d\d)?"
_SUPPLIER = r"[(/\[](?P<supplier>[^\W\d_][\w./&,' -]{1,40})[)/\]]"
_SMALL = r"de|la|el|al|of|the|di|del|du|es|am|upon|on|do|den"
_CAPS = rf"[^\W\d_a-z][A-Z.'’-]+(?:[ /-](?:[A-Z][A-Z.'’-]+|{_SMALL}))*"
_MIXED = rf"[^\W\d_a-z][\w.'’-]+(?:[ /-](?:[^\W\d_a-z][\w.'’-]+|{_SMALL})){{0,3}}"
_VAGUE = r"(?:Near|Off|On|Aboard|Outside|Along|At|In|Over|With)\s[^.:;()\n]{2,50}?(?=\s\()"
_DASH = r"\s*(?:—|–|―|--+|−)\s*|\s+-\s*|-\s+"
_FORM = re.compile(
    rf"(?P<place>(?:{_VAGUE}|{_CAPS}|{_MIXED})(?:,\s(?!{_MONTH}\s?\d){_MIXED}|\s[A-Z][a-z]+(?=\s\())?)"
    rf"(?:[,.]?\s(?P<day1>{_DAY}))?(?:[,.]?\s?{_SUPPLIER})?(?:,?\s(?P<day2>{_DAY}))?"
    rf"(?P<mark>{_DASH}|:\s+|(?<=[)/\]])\.?\s+)"
)
_BARE = re.compile(rf"{_SUPPLIER}(?:{_DASH}|\s+)")
# Words in capitals that open lines which are no datelines.
_LABELS = frozenset(
    {
        "ALSO", "ANALYSIS", "AND", "ARE", "BREAKING", "BY", "BYLINE", "EDITORIAL", "EXCLUSIVE", "EXPLAINER", "FACTBOX",
        "FOR", "HOST", "HOW", "IAEA", "INTERVIEW", "IS", "LATEST", "LIVE", "MORE", "NATO", "NEW", "NEWS", "NOT", "NOW",
        "OPINION", "OSCE", "PHOTO", "PHOTOS", "POLL", "READ", "SEE", "TIMELINE", "TO", "UPDATE", "UPDATED", "URGENT",
        "VIDEO", "WATCH", "WHAT", "WHO", "WHY", "WITH",
    }
)  # fmt: skip


class Dateline(msgspec.Struct, frozen=True):
    """A dateline: `text` as written without the dash (`span`), and where the story itself goes on (`resumes`).

    `place` is None in "(Reuters) -"; `agencies` holds the services by their usual names; `outlet` an outlet that names
    itself there ("(CNN)"); `day` is the day as written, else None.
    """

    text: str
    span: Span
    resumes: int
    place: str | None
    agencies: tuple[str, ...]
    outlet: str | None
    day: str | None


class Supplier(msgspec.Struct, frozen=True):
    """An agency or outlet by its usual name; a name that `is_short` counts only in brackets and credit lines."""

    name: str
    kind: Literal["agency", "outlet"]
    is_short: bool


@cache
def suppliers() -> dict[str, Supplier]:
    """Return the agencies and outlets by every name under which they are credited."""
    found: dict[str, Supplier] = {}
    for row in read_table("reading/agencies.tsv", ("name", "kind")):
        kind: Literal["agency", "outlet"] = "outlet" if row["kind"] == "outlet" else "agency"
        found |= {written: Supplier(row["name"], kind, False) for written in cell_values(row["written"])}
        found |= {written: Supplier(row["name"], kind, True) for written in cell_values(row["short"])}
    return found


def find_suppliers(written: str) -> list[Supplier]:
    """Return the agencies and outlets of a list such as "AP, Reuters" or "AP/dpa"; unknown names are left out."""
    names = suppliers()
    whole = names.get(written.strip())
    if whole is not None:
        return [whole]
    parts = (part.strip().removeprefix("the ").removeprefix("The ") for part in _LIST.split(written))
    return [names[part] for part in parts if part in names]


_LIST = re.compile(r"[,/;&|]|\band\b")


@cache
def _places() -> frozenset[str]:
    return frozenset(row["place"].lower() for row in read_table("reading/dateline_places.tsv", ("place",)))


def find_dateline(text: str, blocks: Sequence[Block]) -> Dateline | None:
    """Return the dateline of an article, or None; only blocks before or at the story's beginning are looked at."""
    prose = 0
    for block in [block for block in blocks if block.kind not in ("headline", "boilerplate")][:_PARAGRAPHS]:
        found = _match_opening(text, block.span)
        if found is not None:
            return found
        prose += block.span[1] - block.span[0] >= _PROSE
        if prose == _STORY:
            return None
    return None


def _match_opening(text: str, span: Span) -> Dateline | None:
    start, end = span[0], min(span[1], span[0] + _OPENING)
    bare = _BARE.match(text, start, end)
    if bare is not None and find_suppliers(bare["supplier"]):
        inner = _match_place(text, bare.end(), min(span[1], bare.end() + _OPENING))
        return _compose(text, start, inner or bare, bare["supplier"])
    match = _match_place(text, start, end)
    return _compose(text, start, match, match["supplier"]) if match is not None else None


def _match_place(text: str, start: int, end: int) -> re.Match[str] | None:
    """Match place, agency and day, if together they are enough for a dateline."""
    match = _FORM.match(text, start, end)
    if match is None or match.end() >= end or not _goes_on(text, match.end()):
        return None
    place, mark = match["place"], match["mark"].strip()
    words = place.replace("/", " ").replace(",", " ").split()
    is_dash = mark not in ("", ":", ".")
    if match["supplier"]:
        known = find_suppliers(match["supplier"])
        is_sure = bool(known) or (is_dash and len(match["supplier"].split()) <= 4 and bool(match["day1"]))
        return match if is_sure or (is_dash and place.split(",")[0].isupper()) else None
    if match["day1"] or match["day2"]:
        return match
    city = place.split(",")[0].lower()
    if city in _places() and (is_dash or mark == ":"):
        return match
    if not is_dash or mark == "-" or not place.split(",")[0].isupper() or _LABELS.intersection(words):
        return None
    return match if len(place.split(",")[0].split()) <= 2 and len(words[0].replace(".", "")) > 3 else None


def _goes_on(text: str, start: int) -> bool:
    """Tell whether a sentence begins here: a capital, digit or quotation mark, and not a line in capitals."""
    following = text[start : start + 12]
    return not (following[0].islower() or following[:8].isupper()) if following else False


def _compose(text: str, start: int, match: re.Match[str], supplier: str | None) -> Dateline:
    groups = match.groupdict()
    last = match.start("mark") if "mark" in groups else match.end("supplier") + 1
    known = find_suppliers(supplier) if supplier else []
    return Dateline(
        text[start:last],
        (start, last),
        match.end(),
        _tidy(groups.get("place")),
        tuple(dict.fromkeys(one.name for one in known if one.kind == "agency")),
        next((one.name for one in known if one.kind == "outlet"), None),
        groups.get("day1") or groups.get("day2"),
    )


def _tidy(place: str | None) -> str | None:
    """Drop the full stop that some agencies put behind a place ("MOSCOW. March 3")."""
    return place[:-1] if place and place.endswith(".") and place[-4:-1].isalpha() else place
