"""Parties: who is who, from the words and across the article; offices in time; places.

Algorithm: every noun phrase of a sentence is read by the tables (mentions.py, phrase.py), names by date and title
(resolution.py, offices.py); then descriptions and pronouns are tied to what stood before (reference.py, pronouns.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from tocsin.lexicon import read_table
from tocsin.parties.own_parties import check_own_parties, load_own_parties
from tocsin.parties.phrase import Lookup
from tocsin.parties.reference import Story, party_of
from tocsin.parties.strings import read_string
from tocsin.parties.tables import Register
from tocsin.parties.tables import register as _tables
from tocsin.records import Mention, Party, Place, Reading
from tocsin.settings import settings

__all__ = ["RULES", "PartyReader", "check_own_parties", "find_mentions", "load_own_parties", "register", "resolve"]

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
    """Return the places of a reading."""
    return ()


def resolve(surface: str, date: str | None = None) -> Party | None:
    """Resolve a name or description with the parties file of the settings, as PartyReader.resolve does."""
    return register(settings().parties).resolve(surface, date)
