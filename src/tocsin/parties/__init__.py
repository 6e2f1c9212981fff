"""Parties: who is who, from the words and across the article; offices in time; places.

Algorithm: every noun phrase of a sentence is read by the tables (mentions.py, phrase.py), names by date and title
(resolution.py, offices.py); then descriptions and pronouns are tied to what stood before (reference.py,
descriptions/, pronouns/). Bare strings are read without a parse (strings.py).
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
from tocsin.parties.phrase import Lookup
from tocsin.parties.reference import Story, party_of
from tocsin.parties.strings import read_string
from tocsin.parties.tables import Register
from tocsin.parties.tables import register as _tables
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
