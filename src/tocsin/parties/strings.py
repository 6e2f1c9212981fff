"""Reads a party given as a bare string, without a parse: for `tocsin resolve`, and for the name of an outlet.

The string is cut at its prepositions and commas: what stands before the first preposition is the head phrase, the rest
are its complements, and what follows a comma is read as an apposition that fills what the first part leaves open.
"""

from __future__ import annotations

import msgspec

from tocsin.parties.offices import PRIVATE
from tocsin.parties.phrase import Complement, Lookup, find_country
from tocsin.parties.places.towns import SMALL, find_town
from tocsin.parties.resolution import PRINCIPAL, Identity, Title, known_person
from tocsin.parties.scan import scan
from tocsin.parties.tables import modifiers
from tocsin.parties.words import fold_words, join_words, surface_key, tokenise

PREPOSITIONS = frozenset(
    {
        "of", "for", "in", "at", "from", "to", "with", "on", "by", "under", "against", "inside", "near", "between",
        "around", "across",
    }
)  # fmt: skip


_COMPLEMENTS = 4
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
    return found if found is None or lookup.date is not None else _timeless(found, surface, lookup)


def _timeless(identity: Identity, surface: str, lookup: Lookup) -> Identity:
    """Add the sectors that a party has at other times where no date says which is meant.

    Who held an office and holds none now is a former official beside it, unless a title calls the person by the office;
    a movement that came to power, or lost it, has the sectors of every period.
    """
    extra: tuple[str, ...] = ()
    named = identity.rule in ("office-without-date", "surname-of-principal")
    if named and len(fold_words(surface)) == len(identity.words):
        spells = lookup.register.persons.get(identity.entity or "", ())
        public = [spell for spell in spells if spell.kind not in PRIVATE]
        extra = ("ELI",) if public and all(spell.end for spell in public) else ()
    elif identity.rule == "group-name":
        senses = lookup.register.senses.get(surface_key(identity.name or ""), ())
        periods = [sense.sectors for sense in senses if sense.kind == "group" and sense.country == identity.country]
        extra = tuple([sector for sectors in periods for sector in sectors])
    if not extra:
        return identity
    return msgspec.structs.replace(identity, sectors=tuple(dict.fromkeys([*identity.sectors, *extra])))


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
        town = find_town(identity.name or "", least=SMALL) if identity.human is None else None
        if town is None:
            return identity
        return Identity(kind="place", rule="town-of-state", name=identity.name, country=town, human=False)
    return msgspec.structs.replace(known_person(person, identity.words), rule="surname-of-principal")


def _read_modifiers(words: tuple[str, ...], lookup: Lookup) -> Identity | None:
    """Read a phrase whose head names no party: country and sector come from the words before it ("army accountant")."""
    items = scan(words, lookup.register, lookup.date)
    country, _ = find_country(items[:-1], items[-1:], words, (), lookup)
    roles = [sense for item in items if (sense := item.sense("role")) is not None and not sense.title]
    sectors = roles[-1].sectors if roles else ()
    hints = modifiers()["sector"]
    sectors = sectors or tuple([hints[item.key] for item in items[-1:] if item.key in hints])
    owners = [sense for item in items[:-1] if (sense := item.sense("organisation", "metonym")) is not None]
    sectors = sectors or (owners[-1].sectors if owners else ())
    if country is None and not sectors:
        return None
    return Identity(kind="common", rule="modifier-only", country=country, sectors=sectors)


def _read_part(words: tuple[str, ...], lookup: Lookup) -> Identity | None:
    """Read one part; a longer head phrase that the tables know wins over a cut at its first preposition."""
    whole = lookup.identify(words) or _read_modifiers(words, lookup)
    if whole is not None and whole.kind == "name":
        whole = _read_name(whole, lookup)
    items = scan(words, lookup.register, lookup.date)
    within = {i for item in items for i in range(item.start + 1, item.end - 1)}  # "chief of the general staff"
    cuts = [i for i, word in enumerate(words) if i and word.lower() in PREPOSITIONS and i not in within]
    if not cuts:
        return whole
    head, complements = words[: cuts[0]], _complements(words, cuts)
    found = lookup.identify(head, complements)
    if found is not None and found.kind == "group" and len(head) == 1 and complements[0][0] == "of":
        return _body_of(words, complements, lookup)
    return found or whole


def _body_of(words: tuple[str, ...], complements: tuple[Complement, ...], lookup: Lookup) -> Identity:
    """Read a body whose first word alone is a party of that name ("Confederation of Velmish Industry")."""
    country, _ = find_country([], [], words, complements, lookup)
    hints = modifiers()["sector"]
    sectors = [hints[word.lower()] for word in words if word.lower() in hints]
    name = join_words(words)
    return Identity(
        kind="organisation", rule="named-body", name=name, country=country, sectors=tuple(sectors[:1]),
        entity=f"name:{name.lower()}", human=False, gender="n",
    )  # fmt: skip


def _complements(words: tuple[str, ...], cuts: list[int]) -> tuple[Complement, ...]:
    """Return the first prepositional phrases; later ones say nothing of the head."""
    ends = [*cuts[1:], len(words)]
    found = [(words[a].lower(), words[a + 1 : b]) for a, b in zip(cuts, ends, strict=True) if b > a + 1]
    return tuple(found[:_COMPLEMENTS])
