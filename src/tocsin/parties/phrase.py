"""Reads one noun phrase: whom its words alone name, with country, sectors and office.

Algorithm: the words are cut into items (scan.py). A trailing run of unknown or personal names is a name, and the roles
before it are its title; otherwise the last item says what the phrase is (state, organisation, group, role, ...) and
the items before it say whose. The country comes from the last adjective or possessive before the head, then from an
organisation or group, then from the complement ("of Georgia", "in Moscow"), then from what the role implies ("secretary
of state"). What only the article can tell stays open.
"""

from __future__ import annotations

from typing import cast

import msgspec

from tocsin.parties.heads import (
    is_government,
    is_named,
    named_role,
    noun_of,
    people,
    place,
    read_local_body,
    read_vessel,
    statelike,
)
from tocsin.parties.offices import is_single
from tocsin.parties.places.towns import find_town, is_city
from tocsin.parties.resolution import (
    PRINCIPAL,
    Identity,
    Person,
    Title,
    find_person,
    name_start,
    read_name,
    role_gender,
)
from tocsin.parties.scan import Item, glue, is_longer_name, is_word_of_name, join_towns, other_state, scan
from tocsin.parties.tables import MEMORY, Register, Sense, modifiers
from tocsin.parties.words import POSSESSIVES, fold_words, join_words, key_of, surface_key

PLACES = ("state", "capital", "part", "place")
PEOPLES = ("adjective", "people", "part_adjective")
OWNERS = ("organisation", "group", "metonym", "collective")

_RANKS = frozenset({"general", "admiral", "officer", "commander"})
_YIELDING = frozenset({"GOV", "MIL", "UAF", "PTY", "REB", "UNK", "OPP"})
_VAGUE_OFFICES = frozenset({"official", "spokesman", "adviser", "leader", "head of organisation", "commander", None})
# Offices that states and bodies of every kind have: the sector is that of the body.
_CHAIRS = frozenset({"president", "vice president", "general secretary", "secretary general", "speaker", "deputy"})
_LOCALITIES = frozenset(
    {"capital", "city", "town", "port", "north", "south", "east", "west", "province", "region", "district", "village"}
)
_PRIVATE = (("CVL",), ("LAB",), ("EDU",), ("REF",), ("AGR",), ("CRM",), ("REB",), ("UAF",), ("PRM",), ("JRN",))
_ARMED = frozenset({"MIL", "REB", "PRM", "UAF"})
_ORGANS = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY", "PRE"})
_STAFFED = frozenset({"JRN", "EDU", "BUS", "SOC", "MED"})
_UMBRELLAS = frozenset({"federation", "confederation", "association", "society", "chamber", "board", "congress"})
_POSSESSED = frozenset({"our", "my", "your", "his", "her", "their", "its"})
_BELONGING = frozenset({"of", "for", "from", "with", "at", "in"})

Complement = tuple[str, tuple[str, ...]]


class Lookup:
    """What phrases are read against: the register, the article's ISO day (None if unknown) and the traps that hold.

    `barred` maps keys that a trap rules out to what they mean instead ("person", "thing", "place:USA"). Identities are
    kept: those that the date had a part in by this lookup, all others by the register for every article.
    """

    __slots__ = ("barred", "date", "dated", "kept", "register")

    def __init__(self, register: Register, date: str | None = None, barred: dict[str, str] | None = None) -> None:
        self.register = register
        self.date = date[:10] if date else None
        self.barred = barred or {}
        self.dated = False
        self.kept: dict[tuple[tuple[str, ...], tuple[Complement, ...]], Identity | None] = {}

    def identify(self, words: tuple[str, ...], complements: tuple[Complement, ...] = ()) -> Identity | None:
        """Return what `identify` finds, from memory where the phrase was read before."""
        key = (words, complements)
        timeless = self.register.memory
        if not self.barred and key in timeless:
            return cast("Identity | None", timeless[key])
        if key in self.kept:
            self.dated = True
            return self.kept[key]
        outer, self.dated = self.dated, False
        found = identify(words, complements, self)
        if self.dated or self.barred:
            self.kept[key] = found
        else:
            if len(timeless) >= MEMORY:
                timeless.clear()
            timeless[key] = found
        self.dated = self.dated or outer
        return found

    def person(self, key: str, title: Title) -> Person | None:
        """Return the one person whom a folded name means at the date, None where none or several fit."""
        self.dated = True
        return find_person(self.register.spells_of(key), title, self.date)


def identify(words: tuple[str, ...], complements: tuple[Complement, ...], lookup: Lookup) -> Identity | None:
    """Return whom a noun phrase names, or None where it names no party.

    `words` are the phrase up to its head, with determiner and modifiers; `complements` the prepositional phrases after
    the head, as preposition and words.
    """
    if key_of(words) in modifiers()["sides"] and (words[-1].lower() != "men" or words[0].lower() == "the"):
        return Identity(kind="group", rule="two-sides", plural=True, noun="sides", open=True)
    items = scan(words, lookup.register, lookup.date, lookup.barred)
    if not items:
        return None
    if not lookup.register.dated.isdisjoint([item.key for item in items]):
        lookup.dated = True
    vessel = read_vessel(items, words)
    if vessel is not None:
        return vessel
    partitive = _partitive(items, words, complements, lookup)
    if partitive is not None:
        return partitive
    start = name_start(items, words, lookup.register)
    if start < len(items):
        given = read_title(items[:start], words, complements, lookup)
        first = items[start].start
        at = start
        while at and given[1] is None and items[at - 1].end == first and items[at - 1].capital:
            if items[at - 1].key in modifiers()["honorific"]:
                break
            if items[at - 1].senses and not items[at - 1].sense(*PLACES, "collective"):
                break
            at, first = at - 1, items[at - 1].start  # "Gaza City", "Carnegie Middle East Center"
        surface = join_words(words[first : items[-1].end])
        named = read_name(items[start:], surface, given, lookup.register, lookup.date)
        if any(item.person for item in items[start:]) or not (named and (named.entity or "").startswith("name:")):
            lookup.dated = True
        return named
    head = items[-1]
    for sense in head.senses:
        if sense.kind == "thing" or sense.title:
            continue
        if sense.kind == "role":
            if sense.sectors[:1] and sense.sectors[0] in _ARMED:
                items = [_as_group(item) for item in items]
            return _role(items, sense, words, complements, lookup)
        if sense.kind in PLACES:
            return read_local_body(items, sense, words) or place(sense)
        if sense.kind in PEOPLES:
            return people(sense, words)
        return _owner(_in_state(sense, items, complements, lookup), items, words, lookup)
    return None


def _as_group(item: Item) -> Item:
    """Read an abbreviation that a body and an armed group share as the group ("RSF fighters")."""
    group = item.sense("group")
    if group is None or item.senses[0].kind != "organisation":
        return item
    return msgspec.structs.replace(item, senses=(group, *item.senses))


def _partitive(
    items: list[Item], words: tuple[str, ...], complements: tuple[Complement, ...], lookup: Lookup
) -> Identity | None:
    """Read "dozens of troops" as what follows the "of", and "opposition members" as what stands before the head."""
    head = items[-1]
    if head.key not in modifiers()["partitive"]:
        return None
    if complements and complements[0][0] == "of":
        found = lookup.identify(complements[0][1], complements[1:])
    else:
        found = lookup.identify(words[: head.start]) if len(items) > 1 and not head.senses else None
    if found is None or found.kind == "name":
        return None
    people = found.kind in ("organisation", "group", "state", "metonym")
    return msgspec.structs.replace(
        found,
        rule="counted-or-gathered",
        plural=True,
        human=True if people else found.human,
        entity=None if people else found.entity,
        gender=None,
    )


def read_title(
    items: list[Item], words: tuple[str, ...], complements: tuple[Complement, ...], lookup: Lookup
) -> tuple[Title, Sense | None, str]:
    """Read the items before a name, or the whole of a phrase that ends in a role: title, main role, rule."""
    roles = [(i, sense) for i, item in enumerate(items) if (sense := item.sense("role")) is not None]
    index, main = roles[-1] if roles else (len(items), None)
    if main is not None and main.office in _RANKS and len(roles) > 1 and main.role == "office":
        earlier = [(i, sense) for i, sense in roles if sense.role == "office" and sense.office not in _RANKS]
        if earlier and items[index].capital:
            index, main = earlier[-1]
    sectors: tuple[str, ...] = ()
    office: str | None = None
    effects = modifiers()
    former = any(item.key in effects["former"] for item in items)
    if main is not None:
        sectors = _sectors(main, [item for i, item in enumerate(items) if i != index], complements, lookup)
        office = main.office
        former = former or main.sectors[:1] == ("ELI",)
        if office and index and items[index - 1].key in effects["deputy"] and "deputy" not in office:
            office = f"deputy {office}"
        if office in ("president", "vice president") and _heads_body(complements, lookup):
            office = "head of organisation"
    if main is not None and main.name in effects["relation"]:
        country, rule = _country_of_relation(items[:index], main)
    else:
        country, rule = find_country(items[:index], items[index:], words, complements, lookup)
    if main is None and rule == "office+organisation":
        owners = [owner for item in items if (owner := item.sense(*OWNERS)) is not None]
        sectors = tuple([sector for sector in owners[-1].sectors[:1] if sector in _STAFFED])  # "CNN's Dan Ott"
    if country is None and main is not None and main.country:
        country, rule = main.country, "country-implied-by-office"
    if sectors[:1] and sectors[0] in _ORGANS and _unrecognised(items, complements, lookup):
        own = main.sectors if main is not None and set(main.sectors) & _ORGANS else sectors
        sectors = (*[sector for sector in own if sector != "PRE"], "PRE")
    return Title(office, sectors, country, former, plain=not former), main, rule


def _unrecognised(items: list[Item], complements: tuple[Complement, ...], lookup: Lookup) -> str | None:
    """Return the partially recognised entity whose organs a phrase names ("the Abkhaz government"), or None."""
    for item in items:
        sense = item.sense(*PLACES, "group")
        if sense is not None and sense.kind == "group" and sense.sectors[:1] == ("PRE",):
            return sense.name
        if item.key in modifiers()["unrecognised"]:
            return modifiers()["unrecognised"][item.key]
    if complements and complements[0][0] == "of":
        inner = lookup.identify(complements[0][1])
        if inner is not None and inner.kind == "group" and inner.sectors[:1] == ("PRE",):
            return inner.name
    return None


def _sectors(main: Sense, others: list[Item], complements: tuple[Complement, ...], lookup: Lookup) -> tuple[str, ...]:
    """Return the sectors of a role, given the items beside it and its "of" and "for" complements."""
    own = main.sectors
    # "The Australian" is a newspaper too, but as an adjective it says nothing of sectors.
    owners = [sense for item in others if (sense := item.sense(*OWNERS)) and not item.sense(*PLACES, *PEOPLES)]
    for prep, words in complements:
        inner = lookup.identify(words) if prep in _BELONGING else None
        if inner is None or not inner.sectors or (own and inner.kind == "name" and inner.human):
            continue
        if (
            not own
            or main.name in _UMBRELLAS
            or main.office in _VAGUE_OFFICES
            or (main.office in _CHAIRS and inner.kind not in ("state", "place"))
        ):
            owners.append(Sense(kind="group", name="", sectors=inner.sectors))
    yields = (
        not own or main.name in _UMBRELLAS or (own[0] in _YIELDING and not is_government(main))
    )  # "the Hamas government"
    for owner in owners:
        if own == ("LAB",) and owner.sectors and owner.sectors[0] not in ("LAB", "BUS"):
            return (owner.sectors[0], *own)  # "Red Crescent workers"
        if owner.sectors and yields and (owner.kind == "group" or not own or main.office in _VAGUE_OFFICES):
            return owner.sectors
    for item in reversed(others):
        sense = item.sense("role")
        hint = modifiers()["sector"].get(item.key) or (sense.sectors[0] if sense and sense.sectors else "")
        if (
            not hint
            or hint in own
            or hint in ("CVL", "UNK")
            or (sense is not None and sense.name in modifiers()["statelike"])
        ):
            continue
        if not own or own in (("CVL",), ("UNK",), ("UAF",)) or (own[0] == "GOV" and main.office in _VAGUE_OFFICES):
            return (hint, *own) if own[:1] == ("GOV",) and hint != "ELI" else (hint,)
        if own[0] == "MIL" and hint in ("REB", "PRM", "COP"):
            return (hint,)
        if hint != "GOV":
            return (*own, hint)
    return own


def find_country(
    before: list[Item],
    head: list[Item],
    words: tuple[str, ...],
    complements: tuple[Complement, ...],
    lookup: Lookup,
) -> tuple[str | None, str]:
    """Find whose the head is: country and the rule that found it (None and "" where the words do not tell)."""
    hits: list[tuple[str, str, bool]] = []
    effects = modifiers()
    for item in join_towns(before, words) if len(before) > 1 else before:
        left, right = glue(words, item)
        if left in effects["turns"]:
            continue
        if right and right not in effects["leads"] and not lookup.register.senses.get(right):
            continue
        owned = item.end < len(words) and words[item.end] in POSSESSIVES
        hit = _hit(item, owned, lookup)
        if hit and not owned and is_word_of_name(item, words):
            continue
        if hit and not (hit[2] and hits):
            hits.append(hit)
    if hits:
        return hits[-1][0], hits[-1][1]
    for prep, inner_words in complements:
        if prep in ("in", "at", "inside") and words[0].lower() in _POSSESSED:
            continue  # "our soldiers in Velm" are no army of Velm's
        if prep in ("of", "for", "in", "at", "from", "inside"):
            inner = lookup.identify(inner_words)
            if inner is None and (prep != "in" or inner_words[-1].lower() in _LOCALITIES):
                # "an officer at the League's headquarters"
                items = scan(inner_words, lookup.register, lookup.date, lookup.barred)
                for item in items:
                    owned = item.end < len(inner_words) and inner_words[item.end] in POSSESSIVES
                    hit = _hit(item, owned, lookup) if owned else None
                    if hit:
                        return hit[0], "country-of-complement"
            town = find_town(inner.name or "") if inner is not None and inner.rule == "unknown-name" else None
            if town is not None and (prep != "of" or len(inner_words[-1]) > 2):  # "functionaries of NC"
                return town, "country-of-complement"
            if inner is not None and inner.country and (prep in ("of", "for", "at", "from") or inner.kind in _SPOTS):
                return inner.country, "country-of-complement"
    return None, "common-noun" if head else ""


def _heads_body(complements: tuple[Complement, ...], lookup: Lookup) -> bool:
    """Tell whether the complement of "president" is a body and no state ("president of the League")."""
    inner = lookup.identify(complements[0][1]) if complements and complements[0][0] == "of" else None
    if inner is None or (inner.human is True and inner.kind != "common"):
        return False
    return inner.kind not in ("state", "place", "metonym")


def _country_of_relation(before: list[Item], main: Sense) -> tuple[str | None, str]:
    """Read "his Russian counterpart": only an adjective gives its country, for "Moscow's ally" is not Moscow."""
    sense = before[-1].sense(*PEOPLES) if before and main.name == "counterpart" else None
    return (sense.country, "office+country") if sense is not None else (None, "common-noun")


_SPOTS = frozenset({"state", "metonym", "place"})


def _hit(item: Item, owned: bool, lookup: Lookup) -> tuple[str, str, bool] | None:
    """Return the country of a modifier, the rule, and whether it is a bare noun (an earlier hit outranks it)."""
    sense = item.sense(*PLACES)
    if sense is not None and sense.country:
        return sense.country, "office+country", not owned
    sense = item.sense(*PEOPLES)
    if sense is not None and sense.country:
        return sense.country, "office+country", False
    sense = item.sense(*OWNERS)
    if sense is not None:
        if sense.country:
            return sense.country, "office+organisation", not owned
        return None
    if item.person:
        person = lookup.person(item.key, Title())
        given = item.key in lookup.register.given_names  # "Robert Koch Institute"
        holding = person is not None and person.rank <= PRINCIPAL and (owned or item.capital) and not given
        if holding and not owned and " " not in item.key:
            holding = not is_city(item.key) and item.key not in modifiers()["wordlike"]  # "Key lawmakers"
        if person is not None and person.country and (" " in item.key or holding):
            return person.country, "country-of-person", not owned
    sense = item.sense("role")
    if sense is not None and sense.country:
        return sense.country, "country-implied-by-office", True
    if item.capital and not item.senses and len(item.key) > 2 and item.key not in modifiers()["wordlike"]:
        town = find_town(item.key) if item.key not in lookup.register.given_names else None
        return (town, "office+country", not owned) if town else None
    return None


def _role(
    items: list[Item], head: Sense, words: tuple[str, ...], complements: tuple[Complement, ...], lookup: Lookup
) -> Identity | None:
    """Read a phrase that ends in an office, institution or common noun."""
    title, main, rule = read_title(items, words, complements, lookup)
    main = main or head
    if main.name in modifiers()["statelike"]:
        return statelike(main, title.country, rule, items[-1].key != surface_key(main.name))
    country, sectors = title.country, title.sectors
    register = lookup.register
    person_like = main.role in ("office", "person")
    office = title.office if main.role == "office" else None
    if title.former and person_like and (main.role == "office" or main.sectors[:1] not in _PRIVATE):
        sectors, office = ("ELI",), None  # but a former prisoner is no former official
    kind = {"office": "office", "institution": "organisation"}.get(main.role, "common")
    plural = (items[-1].sense("role") or main).plural
    if main.role == "people" and not main.sectors:
        plural = items[-1].key != surface_key(main.name)
    other = words[0].lower() in ("a", "an", "another", "any", "no", "every", "each", "one")
    other = other or any(item.key in modifiers()["othertime"] for item in items)
    land = _unrecognised(items[:-1], complements, lookup) if "PRE" in sectors else None
    if office and country and not plural and not title.former and not other and land is None:
        lookup.dated = True
        spells = register.holders(country, office, lookup.date) if lookup.date and is_single(office) else ()
        holders = {spell.person: spell for spell in spells}
        if len(holders) == 1:
            spell = next(iter(holders.values()))
            return Identity(
                kind="office", rule="office-holder", name=spell.person, country=country, sectors=spell.sectors,
                office=spell.office, entity=spell.person, human=True, gender=spell.sex, noun=main.name,
                words=tuple(fold_words(spell.person)),
            )  # fmt: skip
    if main.role in ("people", "institution") and len(items) > 1 and items[-1].capital and is_named(items):
        return named_role(items, words, main, country, sectors)
    place = land or (register.name_of(country) if country else None)
    general = main.office == "government" and not is_government(main)  # a committee
    what = office or (main.name if general else main.office or main.name)
    thing = kind == "organisation" or main.role == "asset"
    is_human = person_like or main.name == "counterpart" or (main.role == "people" and bool(sectors))
    gendered = role_gender(main) if person_like else "n" if thing else None
    return Identity(
        kind=kind,
        rule=rule or "common-noun",
        name=f"{what} of {place}" if place and kind != "common" else None,
        country=country,
        sectors=sectors,
        office=office,
        entity=(land or country if is_government(main) else f"{land or country}:{what}") if country else None,
        human=True if is_human else False if gendered == "n" else None,
        plural=plural,
        gender=gendered,
        noun=noun_of(main),
        other=other,
        open=country is None and not any(item.sense(*OWNERS) for item in items[:-1]),
    )


def _in_state(sense: Sense, items: list[Item], complements: tuple[Complement, ...], lookup: Lookup) -> Sense:
    """Return a body's sense as that of the state whose body of this name it is ("the Supreme Court of Velm").

    "Ukraine's Security Council" is not that of the United Nations; what many states have is named in modifiers.tsv.
    """
    shared = items[-1].key in modifiers()["shared"]
    if not shared and (sense.kind != "metonym" or " " not in items[-1].key):
        return sense
    country: str | None = None
    if complements and complements[0][0] == "of":
        inner = lookup.identify(complements[0][1])
        country = inner.country if inner is not None and inner.kind == "state" else None
    if country is None and shared:
        owners = [owner for item in items[:-1] if (owner := item.sense("state", "adjective", "capital")) is not None]
        country = owners[-1].country if owners else None
    if country in (None, sense.country):
        return sense
    own = items[-1].key.title() if shared else sense.name
    name = f"{own} of {lookup.register.name_of(country or '')}"
    sectors = sense.sectors or ("GOV",)
    return msgspec.structs.replace(sense, kind="metonym", country=country, name=name, sectors=sectors, grade="")


def _owner(sense: Sense, items: list[Item], words: tuple[str, ...], lookup: Lookup) -> Identity | None:
    """Read an organisation, metonym, group or collective."""
    if sense.kind == "group" and sense.sectors[:1] == ("PTY",) and is_longer_name(items):
        country, rule = find_country(items[:-1], [], words, (), lookup)
        whole = join_words(words[items[-2].start :])
        return Identity(
            kind="organisation", rule=rule or "named-body", name=whole, country=country, sectors=sense.sectors,
            entity=f"name:{whole.lower()}", human=False, gender="n", open=country is None,
        )  # fmt: skip
    country = sense.country
    if country is None and sense.kind == "group":
        country, _ = find_country(items[:-1], [], words, (), lookup)
    elif sense.kind in ("metonym", "group") and len(items) > 1 and (other := other_state(sense, items)):
        role = items[-2].sense("role")
        if role is not None:  # "the Turkish intelligence agency MIT", whatever MIT is elsewhere
            return _role(items[:-1], role, words[: items[-1].start], (), lookup)
        if " " in items[-1].key or sense.sectors[:1] == ("LEG",):  # "the Australian Secret Intelligence Service"
            sense = msgspec.structs.replace(sense, country=other, name=join_words(words[items[0].start :]))
            country = other
    if sense.kind == "metonym":
        entity = country if sense.sectors[:1] in (("GOV",), ()) else f"{country}:{sense.sectors[0]}"
        rule = "metonym"
    elif sense.kind == "organisation":
        entity, rule = (country if sense.grade != "MNC" else f"firm:{sense.name}"), "organisation-name"
    else:
        entity, rule = f"{sense.kind}:{sense.name}", f"{sense.kind}-name"
    return Identity(
        kind="group" if sense.kind == "collective" else sense.kind,
        rule=rule,
        name=sense.name,
        country=country,
        sectors=sense.sectors,
        office=None,
        entity=entity,
        human=sense.role == "person",
        plural=sense.plural,
        gender=None if sense.role == "person" else "n",
        noun="government"
        if sense.kind == "metonym" and items[-1].key.rpartition(" ")[2] in modifiers()["cabinet"]
        else "",
    )
