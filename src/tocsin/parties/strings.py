"""Reads a party given as a bare string, without a parse: the command `tocsin resolve` and tests of the tables.

The string is cut at its prepositions and commas: what stands before the first preposition is the head phrase, the rest
are its complements, and what follows a comma is read as an apposition that fills what the first part leaves open.
"""

from __future__ import annotations

import msgspec

from tocsin.parties.phrase import Complement, Lookup
from tocsin.parties.resolution import Identity
from tocsin.parties.scan import scan
from tocsin.parties.words import tokenise

PREPOSITIONS = frozenset(
    {
        "of", "for", "in", "at", "from", "to", "with", "on", "by", "under", "against", "inside", "near", "between",
        "around", "across",
    }
)  # fmt: skip


def read_string(surface: str, lookup: Lookup) -> Identity | None:
    """Return whom a string names at the lookup's date, or None where it names no party."""
    found: Identity | None = None
    for part in surface.replace("(", ",").replace(")", ",").replace(";", ",").split(","):
        words = tokenise(part)
        if words:
            identity = _read_part(words, lookup)
            found = identity if found is None else merge(found, identity)
    return found


def merge(first: Identity, second: Identity | None) -> Identity:
    """Fill what an identity leaves open from its apposition; what it says itself stands."""
    if second is None or (first.country and first.sectors):
        return first
    if second.kind == "name" and first.kind != "name":
        first, second = second, first
    if first.country and second.country and first.country != second.country:
        return first
    return msgspec.structs.replace(
        first,
        country=first.country or second.country,
        sectors=first.sectors or second.sectors,
        office=first.office or second.office,
        human=first.human if first.human is not None else second.human,
        gender=first.gender or second.gender,
        noun=first.noun or second.noun,
        rule="apposition",
    )


def _read_part(words: tuple[str, ...], lookup: Lookup) -> Identity | None:
    """Read one part; a longer head phrase that the tables know wins over a cut at its first preposition."""
    whole = lookup.identify(words)
    cuts = [i for i, word in enumerate(words) if i and word.lower() in PREPOSITIONS]
    if not cuts or (whole is not None and _covers(words, lookup)):
        return whole
    head, complements = words[: cuts[0]], _complements(words, cuts)
    found = lookup.identify(head, complements)
    return found or whole


def _covers(words: tuple[str, ...], lookup: Lookup) -> bool:
    """Tell whether the tables know a phrase of the words that runs over every preposition in them."""
    items = scan(words, lookup.register, lookup.date)
    inside = [i for i, word in enumerate(words) if i and word.lower() in PREPOSITIONS]
    return all(any(item.start < i < item.end - 1 for item in items) for i in inside)


def _complements(words: tuple[str, ...], cuts: list[int]) -> tuple[Complement, ...]:
    ends = [*cuts[1:], len(words)]
    return tuple([(words[a].lower(), words[a + 1 : b]) for a, b in zip(cuts, ends, strict=True) if b > a + 1])
