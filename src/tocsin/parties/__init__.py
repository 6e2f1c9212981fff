"""Parties: who is who, from the words and across the article; offices in time; places.

Algorithm: every noun phrase of a sentence is read by the tables (mentions.py, phrase.py), names by date and title
(resolution.py, offices.py); then descriptions and pronouns are tied to what stood before (reference.py,
descriptions.py, pronouns.py). A bare string, without a parse, is cut at its prepositions and commas: what stands before
the first preposition is the head phrase, the rest are its complements, and what follows a comma is an apposition.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from pathlib import Path

import msgspec

from tocsin.lexicon import read_table
from tocsin.parties import places
from tocsin.parties.own_parties import check_own_parties, load_own_parties
from tocsin.parties.phrase import Complement, Lookup, find_country
from tocsin.parties.reference import Story, party_of
from tocsin.parties.resolution import PRINCIPAL, Identity, Title, known_person
from tocsin.parties.scan import scan
from tocsin.parties.tables import Register
from tocsin.parties.tables import register as _tables
from tocsin.parties.words import tokenise
from tocsin.records import Mention, Party, Place, Reading
from tocsin.settings import settings
from tocsin.text import overlaps

__all__ = [
    "RULES",
    "PartyReader",
    "check_own_parties",
    "find_mentions",
    "find_places",
    "load_own_parties",
    "register",
    "resolve",
]

RULES: dict[str, str] = {
    row["rule"]: row["explanation"] for row in read_table("parties/rules.tsv", ("rule", "explanation"))
}


class PartyReader:
    """The party room for one set of tables: ours alone, or with a user's parties file laid over them."""

    def __init__(self, tables: Register) -> None:
        self.tables = tables
        self._lookup = lru_cache(maxsize=64)(lambda date: Lookup(tables, date))

    def resolve(self, surface: str, date: str | None = None) -> Party | None:
        """Return the party that a name or description means on its own at an ISO date, or None where it names none.

        The span covers the whole surface. With no date an office holder has the latest office known.
        """
        identity = read_string(surface, self._lookup(date[:10] if date else None))
        return None if identity is None else party_of(identity, surface, (0, len(surface)))

    def find_mentions(self, reading: Reading) -> tuple[Mapping[int, Mention], ...]:
        """Return for each sentence its mentions by head token; an unparsed sentence has none.

        Offsets are code points into the article's text. Unresolved mentions keep their text with country None.
        """
        date = reading.article.published
        return Story(reading, self._lookup(date[:10] if date else None)).run()

    def find_places(self, reading: Reading) -> tuple[Place, ...]:
        """Return the places that an article names, in text order; the user's own ones wherever they stand.

        Offsets are code points into the article's text; coordinates are None where the parties file gives none.
        """
        found = places.find_places(reading)
        own = self._own_places(reading)
        others = [place for place in found if not any(overlaps(place.span, mine.span) for mine in own)]
        return tuple(sorted([*others, *own], key=lambda place: place.span))

    def _own_places(self, reading: Reading) -> list[Place]:
        if not self._spots:
            return []
        text = reading.article.text
        ends = [sentence.span for sentence in reading.sentences if sentence.kind in ("headline", "body", "caption")]
        return [
            msgspec.structs.replace(self._spots[match.group()], text=match.group(), span=match.span())
            for start, end in ends
            for match in self._spot_names.finditer(text, start, end)
        ]

    @cached_property
    def _spots(self) -> dict[str, Place]:
        """The user's places, states and capitals by name; text and span are still empty."""
        spots: dict[str, Place] = {}
        for party in self.tables.own:
            here = Place(text="", span=(0, 0), country=party.country or party.code, lat=party.lat, lon=party.lon)
            if party.kind in ("place", "country"):
                precision = "point" if party.kind == "place" else "country"
                spots |= dict.fromkeys((party.name, *party.aliases), msgspec.structs.replace(here, precision=precision))
            if party.capital:
                spots[party.capital] = Place(text="", span=(0, 0), country=party.code, precision="point")
        return spots

    @cached_property
    def _spot_names(self) -> re.Pattern[str]:
        names = sorted(self._spots, key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


@cache
def register(path: str | Path | None = None) -> PartyReader:
    """Return the party room with a user's parties file, or with the built-in tables alone for None.

    Raises DataError, naming file and line, where the parties file breaks its format.
    """
    return PartyReader(_tables(str(path) if path else None))


def find_mentions(reading: Reading) -> tuple[Mapping[int, Mention], ...]:
    """Return the mentions of a reading with the parties file of the settings, as PartyReader.find_mentions does."""
    return register(settings().parties).find_mentions(reading)


def find_places(reading: Reading) -> tuple[Place, ...]:
    """Return the places of a reading with the parties file of the settings, as PartyReader.find_places does."""
    return register(settings().parties).find_places(reading)


def resolve(surface: str, date: str | None = None) -> Party | None:
    """Resolve a name or description with the parties file of the settings, as PartyReader.resolve does."""
    return register(settings().parties).resolve(surface, date)


PREPOSITIONS = frozenset(
    {
        "of", "for", "in", "at", "from", "to", "with", "on", "by", "under", "against", "inside", "near", "between",
        "around", "across",
    }
)  # fmt: skip


_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "you", "him", "her", "them", "who"})


def read_string(surface: str, lookup: Lookup) -> Identity | None:
    """Return whom a string names at the lookup's date, or None where it names no party."""
    if surface.strip().lower() in _PRONOUNS:
        return Identity(kind="pronoun", rule="pronoun-alone", sectors=("UNK",))
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
    known = not (second.entity or "").startswith("name:")
    if second.kind == "name" and (first.kind != "name" or known or len(second.words) > len(first.words)):
        first, second = second, first
    if first.country and second.country and first.country != second.country:
        return first
    return msgspec.structs.replace(
        first,
        country=first.country or second.country,
        sectors=first.sectors or second.sectors,
        office=first.office or second.office,
        rule="apposition",
    )


def _read_name(identity: Identity, lookup: Lookup) -> Identity:
    """Take a name that no table has in full for the one principal who bears its surname."""
    if identity.rule != "unknown-name":
        return identity
    person = lookup.person(identity.words[-1], Title())
    if person is None or person.rank > PRINCIPAL or len(identity.words) > 1:
        return identity
    return msgspec.structs.replace(known_person(person, identity.words), rule="surname-of-principal")


def _read_modifiers(words: tuple[str, ...], lookup: Lookup) -> Identity | None:
    """Read a phrase whose head names no party: country and sector come from the words before it ("army accountant")."""
    items = scan(words, lookup.register, lookup.date)
    country, _ = find_country(items[:-1], items[-1:], words, (), lookup)
    roles = [sense for item in items if (sense := item.sense("role")) is not None and not sense.title]
    sectors = roles[-1].sectors if roles else ()
    if country is None and not sectors:
        return None
    return Identity(kind="common", rule="modifier-only", country=country, sectors=sectors)


def _read_part(words: tuple[str, ...], lookup: Lookup) -> Identity | None:
    """Read one part; a longer head phrase that the tables know wins over a cut at its first preposition."""
    whole = lookup.identify(words) or _read_modifiers(words, lookup)
    if whole is not None and whole.kind == "name":
        whole = _read_name(whole, lookup)
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
