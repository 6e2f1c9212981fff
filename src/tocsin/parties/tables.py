"""The register: every phrase of the tables under its key, and every person with their offices, in one place.

`register(path)` builds it once a process for each parties file of a user, whose rows replace ours under the same key.
A phrase has one or more senses ("Moscow" is a capital of RUS and was one of SUN); which of them holds is decided where
it is read, by date and by the words around it. Persons stay in offices.py; the register adds the user's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, cached_property

import msgspec

from tocsin.lexicon import cell_values, read_table
from tocsin.parties import offices
from tocsin.parties.offices import Spell
from tocsin.parties.own_parties import CLASSES, OwnParty, load_own_parties
from tocsin.parties.words import (
    FOLDS,
    fold_words,
    is_capitalised,
    key_of,
    plural_of,
    skeleton,
    squeeze,
    squeezed_words,
    surface_key,
    tokenise,
)

_OWNING = ("organisation", "metonym", "group", "state", "adjective", "role")
_COMMON = 3  # persons from whom on a first name is common
MEMORY = 100_000  # words, phrases or matches kept for all articles before each memory is emptied
_FUNCTION_WORDS = frozenset({"us", "is", "it", "who", "aid", "an", "at", "as", "am", "so", "no", "all", "can", "car"})


class Sense(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a phrase of the tables can mean.

    `kind` is state, adjective, people, capital, part, part_adjective, metonym, organisation, group, collective, role or
    place. `role` is the kind of a role (office, rank, institution, people, person, ...). `start` and `end` bound the
    sense in time (ISO, empty = open). `cased` senses match only as written in capitals, `proper` ones only with a
    capital first letter, and a `title` one only before a name. `grade` is the class of an organisation (IGO, NGO, ...)
    or the note of a metonym ("weak": a name that few know by itself).
    """

    kind: str
    name: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None
    role: str = ""
    plural: bool = False
    start: str = ""
    end: str = ""
    cased: bool = False
    proper: bool = True
    title: bool = False
    grade: str = ""


class Trap(msgspec.Struct, frozen=True):
    """A condition under which a phrase is not what the tables say, and what it means instead (None: no party)."""

    condition: str
    words: frozenset[str]
    means: str


class _Begins(dict[str, str]):
    """The folded word of each word as written that a phrase can begin with, "" for all others; filled as words are met.

    A word in small letters begins neither a name nor a phrase that needs a capital, which rules out two starts in five.
    """

    def __init__(self, register: Register) -> None:
        super().__init__()
        self._starts = register.starts
        self._common = {
            key.partition(" ")[0] for key, found in register.senses.items() if not all(sense.proper for sense in found)
        }
        self._common |= modifiers()["particle"].keys()

    def __missing__(self, word: str) -> str:
        if len(self) >= MEMORY:
            self.clear()
        key = FOLDS[word]
        small = not word[0].isupper() and not word[0].isdigit()
        begins = self[word] = key if key in self._starts and (not small or key in self._common) else ""
        return begins


class Register:
    """All phrases and persons of the built-in tables with a user's own rows laid over them."""

    def __init__(self, own: tuple[OwnParty, ...] = ()) -> None:
        self.own = own
        self.senses: dict[str, tuple[Sense, ...]] = {}
        self.country_names: dict[str, str] = {}
        self.organisation_names: dict[str, str] = {}
        for source in (_countries, _organisations, _metonyms, _groups, _collectives, _roles):
            self._add(source())
        self._imply_countries()
        self.own_spells = _own_spells(own, self.senses)
        self._add(_own_senses(own), replace=True)
        self.traps = _traps()
        self.names = frozenset(offices.known_names()) | self.own_spells.keys()
        self.starts: set[str] = set()
        self.prefixes: set[str] = set()
        for keys in (self.senses, self.names):
            for key in keys:
                self._index(key)
        self.dated = frozenset(
            [key for key, found in self.senses.items() if len(found) > 1 and any(s.start or s.end for s in found)]
        )
        self.begins = _Begins(self)
        self.memory: dict[object, object] = {}
        self.matches: dict[object, tuple[tuple[Sense, ...], bool, bool] | None] = {}

    def _add(self, pairs: Iterable[tuple[str, Sense]], replace: bool = False) -> None:
        fresh: set[str] = set()
        for key, sense in pairs:
            if not key:
                continue
            if replace and key not in fresh:
                self.senses[key] = (sense,)
                fresh.add(key)
            elif sense not in self.senses.get(key, ()):
                self.senses[key] = (*self.senses.get(key, ()), sense)
            if sense.kind == "state" and sense.country:
                self.country_names.setdefault(sense.country, sense.name)
            elif sense.kind == "organisation" and sense.country:
                self.organisation_names.setdefault(sense.country, sense.name)

    def _index(self, key: str) -> None:
        """Keep the beginnings of a key, so that a scan stops where no longer phrase can follow."""
        prefix, space, _ = key.rpartition(" ")
        self.starts.add(key.partition(" ")[0])
        while space and prefix not in self.prefixes:
            self.prefixes.add(prefix)
            prefix, space, _ = prefix.rpartition(" ")

    def _imply_countries(self) -> None:
        """Give a role that begins with a name its country ("un spokesman"), unless it is an ambassador to it."""
        for key, senses in self.senses.items():
            if " " in key and any(sense.kind == "role" and not sense.country for sense in senses):
                country = self._country_within(key)
                if country is not None:
                    self.senses[key] = tuple([_implied(sense, country) for sense in senses])

    def _country_within(self, key: str) -> str | None:
        """Return the country that a key's first words name ("state department", "un") or those after its "of"."""
        parts, prefix = list[str](), key
        while " " in prefix:
            prefix = prefix.rpartition(" ")[0]
            parts.append(prefix)
        parts.append(key.partition(" of ")[2].removeprefix("the "))
        for part in parts:
            for sense in self.senses.get(part, ()):
                # A Republican is American, but not every Republican Guard.
                if sense.country and sense.kind in _OWNING and not (sense.kind == "role" and sense.proper):
                    return sense.country
        return None

    def name_of(self, code: str) -> str:
        """Return the name behind a code as it stands after "of"; an unknown code stands for itself."""
        name = self.country_names.get(code)
        if name is not None:
            return f"the {name}" if name.startswith("United ") or name.endswith(("Islands", "Philippines")) else name
        return f"the {self.organisation_names[code]}" if code in self.organisation_names else code

    def spells_of(self, key: str) -> tuple[Spell, ...]:
        """Return the spells of everyone whom a name can mean; the user's own persons stand before ours."""
        return self.own_spells.get(key) or offices.spells_of(key)

    def holders(self, country: str, office: str, date: str) -> tuple[Spell, ...]:
        """Return who held an office at a date, from the user's own rows where they have the office, else from ours."""
        own = self._own_by_office.get((country, office))
        if own:
            return tuple([spell for spell in own if offices.held_at(spell, date)])
        return offices.holders(country, office, date)

    def spells_in(self, country: str, office: str) -> tuple[Spell, ...]:
        """Return all spells in an office of a country or organisation, the user's own before ours."""
        return (*self._own_by_office.get((country, office), ()), *offices.spells_in(country, office))

    @cached_property
    def _own_by_office(self) -> dict[tuple[str, str], list[Spell]]:
        found: dict[tuple[str, str], list[Spell]] = {}
        for spells in self.own_spells.values():
            for spell in spells:
                known = found.setdefault((spell.country, spell.office), [])
                if spell not in known:
                    known.append(spell)
        return found

    @cached_property
    def persons(self) -> dict[str, tuple[Spell, ...]]:
        """Every person's spells by canonical name, the user's own over ours."""
        found: dict[str, list[Spell]] = {}
        for spell in offices.all_spells():
            found.setdefault(spell.person, []).append(spell)
        ours = {name: tuple(spells) for name, spells in found.items()}
        own = {spells[0].person: spells for spells in self.own_spells.values()}
        return ours | own

    @cached_property
    def _words_of(self) -> dict[str, list[str]]:
        """The folded words of every person's canonical name."""
        return {person: fold_words(person) for person in self.persons}

    @cached_property
    def first_names(self) -> dict[str, str | None]:
        """First names of the persons in the tables, folded, with the sex that they tell (None where both bear it)."""
        found: dict[str, str | None] = {}
        for name, spells in self.persons.items():
            words = self._words_of[name]
            if len(words) < 2 or len(words[0]) < 2 or spells[0].country in offices.FAMILY_FIRST:
                continue
            sex = spells[0].sex
            found[words[0]] = sex if found.get(words[0], sex) == sex else None
        return found

    @cached_property
    def given_names(self) -> frozenset[str]:
        """First names that several persons of the tables bear, and that therefore alone name nobody."""
        count: dict[str, int] = {}
        for name, spells in self.persons.items():
            words = self._words_of[name]
            if len(words) > 1 and spells[0].country not in offices.FAMILY_FIRST:
                count[words[0]] = count.get(words[0], 0) + 1
        return frozenset([word for word, times in count.items() if times >= _COMMON])

    @cached_property
    def by_country(self) -> dict[str, list[tuple[str, str, tuple[Spell, ...]]]]:
        """Persons under every country or organisation they served: first name, squeezed last name, spells."""
        found: dict[str, list[tuple[str, str, tuple[Spell, ...]]]] = {}
        for name, spells in self.persons.items():
            words = self._words_of[name]
            for country in {spell.country for spell in spells}:
                found.setdefault(country, []).append((words[0], squeeze(words[-1]), spells))
        return found

    @cached_property
    def bare_names(self) -> dict[str, tuple[str, ...]]:
        """Canonical names by the consonants of their first and last word."""
        found: dict[str, set[str]] = {}
        for person, words in self._words_of.items():
            if len(words) > 1:
                found.setdefault(f"{skeleton(words[0])} {skeleton(words[-1])}", set()).add(person)
        return {key: tuple(sorted(names)) for key, names in found.items()}

    @cached_property
    def loose_groups(self) -> dict[str, list[tuple[tuple[str, ...], Sense, str]]]:
        """Armed groups of several words by the first two letters: squeezed words without articles, sense, key."""
        found: dict[str, list[tuple[tuple[str, ...], Sense, str]]] = {}
        for key, senses in self.senses.items():
            words = squeezed_words(key.split())
            for sense in senses:
                if sense.kind == "group" and len(words) > 1 and {"REB", "PRM"} & set(sense.sectors[:1]):
                    found.setdefault(words[0][:2], []).append((words, sense, key))
        return found

    @cached_property
    def loose_names(self) -> dict[str, tuple[str, ...]]:
        """Canonical names by their squeezed form, and by first name with each later name ("jorge arreaza")."""
        found: dict[str, set[str]] = {}
        for person, spells in self.persons.items():
            for name in (person, *spells[0].aliases):
                words = [word for word in fold_words(name) if word not in offices.ARTICLES]
                if len(words) < 2:
                    continue
                squeezed = [squeeze(word) for word in words]
                found.setdefault("".join(squeezed), set()).add(person)
                for later in squeezed[1:]:
                    found.setdefault(squeezed[0] + later, set()).add(person)
        return {key: tuple(sorted(names)) for key, names in found.items()}


@cache
def modifiers() -> dict[str, dict[str, str]]:
    """Return the words of modifiers.tsv by effect, each key with its value."""
    found: dict[str, dict[str, str]] = {}
    for row in read_table("parties/modifiers.tsv", ("word", "effect")):
        found.setdefault(row["effect"], {})[surface_key(row["word"])] = row["value"]
    return found


def _implied(sense: Sense, country: str) -> Sense:
    if sense.kind != "role" or sense.country or "ambassador" in (sense.office or ""):
        return sense
    return msgspec.structs.replace(sense, country=country)


@cache
def register(path: str | None = None) -> Register:
    """Return the register of this process for a user's parties file, or the built-in one for None."""
    return Register(load_own_parties(path)) if path else Register()


def holds(sense: Sense, date: str | None) -> bool:
    """Tell whether a sense holds at an ISO date; with no date, whether it holds still."""
    if date is None:
        return not sense.end
    day = date[:10]
    return (not sense.start or sense.start[: len(day)] <= day) and (not sense.end or day <= sense.end)


def _proper(surface: str, kind: str, **given: object) -> tuple[str, Sense]:
    """Make the entry of a name: names in capitals match as written, others with their first letter a capital."""
    words = tokenise(surface)
    letters = [c for c in surface if c.isalpha()]
    cased = len(letters) <= 6 and len(words) == 1 and all(c.isupper() for c in letters)
    if FOLDS[words[0]] in _FUNCTION_WORDS and len(words) == 1:
        cased = True
    core = words[1:] if len(words) > 1 and words[0].lower() == "the" else words
    sense = msgspec.convert(
        {"kind": kind, "cased": cased, "proper": is_capitalised(core[0]) or core[0][:1].isdigit(), **given}, Sense
    )
    return key_of(words), sense


def _countries() -> Iterator[tuple[str, Sense]]:
    for row in read_table("parties/countries.csv", ("code", "name")):
        yield from _state_entries(
            row["code"],
            (row["name"], *cell_values(row["aliases"])),
            (cell_values(row["adjectives"]), cell_values(row["demonyms"])),
            (row["capital"], *cell_values(row["capital_aliases"])),
            (row["from"], row["to"]),
        )
        given = {"country": row["code"], "start": row["from"], "end": row["to"]}
        for part in cell_values(row["parts"]):
            yield _proper(part, "part", name=part, **given)
        for part in cell_values(row["part_adjectives"]):
            yield _proper(part, "part_adjective", name=part, **given)
            yield _proper(plural_of(part), "part_adjective", name=part, plural=True, **given)


def _state_entries(
    code: str,
    names: tuple[str, ...],
    people: tuple[tuple[str, ...], tuple[str, ...]],
    capitals: tuple[str, ...],
    bounds: tuple[str, str],
) -> Iterator[tuple[str, Sense]]:
    given = {"name": names[0], "country": code, "start": bounds[0], "end": bounds[1]}
    adjectives, demonyms = people
    for name in names:
        yield _proper(name, "state", **given)
    for adjective in adjectives:
        yield _proper(adjective, "adjective", **given)
    for demonym in demonyms:
        if demonym not in adjectives:
            yield _proper(demonym, "people", plural=demonym.endswith(("s", "men")), **given)
    for capital in filter(None, capitals):
        yield _proper(capital, "capital", **(given | {"sectors": ("GOV",)}))


def _organisations() -> Iterator[tuple[str, Sense]]:
    for row in read_table("parties/organisations.csv", ("code", "name", "class")):
        given = {
            "name": row["name"],
            "country": row["country"] or row["code"],
            "sectors": cell_values(row["sectors"]),
            "grade": row["class"],
        }
        for surface in (row["name"], *cell_values(row["aliases"])):
            yield _proper(surface, "organisation", **given)


def _metonyms() -> Iterator[tuple[str, Sense]]:
    for row in read_table("parties/metonyms.csv", ("phrase", "code")):
        name = row["phrase"].removeprefix("the ")
        given = {"name": name, "country": row["code"], "sectors": cell_values(row["sectors"])}
        yield _proper(row["phrase"], "metonym", office=row["office"] or None, grade=row["note"], **given)


def _groups() -> Iterator[tuple[str, Sense]]:
    for row in read_table("parties/groups.csv", ("name",)):
        given = {
            "name": row["name"],
            "country": row["country"] or None,
            "sectors": cell_values(row["sectors"]),
            "start": row["from"],
            "end": row["to"],
        }
        for surface in (row["name"], *cell_values(row["aliases"])):
            yield _proper(surface, "group", **given)


def _collectives() -> Iterator[tuple[str, Sense]]:
    people = {row["phrase"] for row in read_table("parties/roles.csv") if row["kind"] in ("office", "person")}
    for row in read_table("parties/collectives.csv", ("phrase",)):
        phrase = row["phrase"]
        members = cell_values(row["members"])
        given = {
            "name": row["name"] or phrase.removeprefix("the "),
            "sectors": cell_values(row["sectors"]),
            "country": members[0] if len(members) == 1 else None,
            "role": "person" if (head := phrase.rpartition(" ")[2]) in people else "",
        }
        many = phrase[-1] == "s" or head.islower()  # "Western powers", but "the Middle East"
        yield _proper(phrase, "collective", plural=many and not given["role"], **given)
        yield _proper(plural_of(phrase), "collective", plural=True, **given)


def _roles() -> Iterator[tuple[str, Sense]]:
    for row in read_table("parties/roles.csv", ("phrase", "kind")):
        phrase = row["phrase"]
        sense = Sense(
            kind="role",
            name=phrase,
            sectors=cell_values(row["sectors"]),
            office=row["office"] or None,
            role=row["kind"],
            country=row["country"] or None,
            plural=row["plural"] == "1",
            cased=row["note"] == "capitals",
            proper=row["note"] in ("capital", "capitals"),
            title=row["note"] == "title",
        )
        yield surface_key(phrase), sense
        yield surface_key(plural_of(phrase)), msgspec.structs.replace(sense, plural=True)
    for word in modifiers()["bodyof"]:
        yield word, Sense(kind="role", name=word, role="institution", proper=False)
    for word, value in modifiers()["title"].items():
        office, sector, *country = cell_values(value)
        yield (
            word,
            Sense(
                kind="role",
                name=office,
                office=office,
                sectors=(sector,),
                country=country[0] if country else None,
                role="office",
                title=True,
            ),
        )


def _traps() -> dict[str, tuple[Trap, ...]]:
    found: dict[str, list[Trap]] = {}
    for row in read_table("parties/traps.csv", ("surface", "condition", "means")):
        words = frozenset(map(surface_key, cell_values(row["words"])))
        found.setdefault(surface_key(row["surface"]), []).append(Trap(row["condition"], words, row["means"]))
    return {key: tuple(traps) for key, traps in found.items()}


def _own_senses(own: tuple[OwnParty, ...]) -> Iterator[tuple[str, Sense]]:
    for party in own:
        names = (party.name, *party.aliases)
        bounds = (party.start, party.end)
        if party.kind == "country":
            people = (party.adjectives, party.demonyms)
            yield from _state_entries(party.code, names, people, (party.capital,), bounds)
            continue
        sectors = tuple([sector for sector in party.sectors if sector not in CLASSES])
        grade = next((sector for sector in party.sectors if sector in CLASSES), "")
        given = {"name": party.name, "sectors": sectors, "start": bounds[0], "end": bounds[1]}
        country = (party.code if party.kind == "organisation" else party.country) or None
        if party.kind in ("organisation", "group", "metonym", "place"):
            for name in names:
                yield _proper(name, party.kind, country=country, grade=grade, **given)
            for adjective in party.adjectives:
                yield _proper(adjective, "part_adjective", country=country, **given)


def _own_spells(own: tuple[OwnParty, ...], senses: dict[str, tuple[Sense, ...]]) -> dict[str, tuple[Spell, ...]]:
    """Turn the user's persons into spells under every key that offices.py would give them."""
    found: dict[str, list[Spell]] = {}
    for party in own:
        if party.kind != "person":
            continue
        known = [sense for sense in senses.get(surface_key(party.office), ()) if sense.kind == "role" and sense.office]
        office = (known[0].office if known else party.office) or "member"
        kind = offices.office_kinds().get(office)
        spell = Spell(
            person=party.name,
            aliases=party.aliases,
            sex=None,
            country=party.country,
            office=office,
            kind=kind.name if kind else "",
            title=None,
            sectors=tuple([sector for sector in party.sectors if sector not in CLASSES]) or ("GOV",),
            start=party.start,
            end=party.end or None,
            first=offices.widen(party.start, last=False),
            last=offices.widen(party.end, last=True),
            single=False,
            source="own",
            line="",
        )
        keys = {offices.fold_name(name) for name in (party.name, *party.aliases)}
        for key in keys | set(offices.surnames(party.name, party.aliases)):
            found.setdefault(key, []).append(spell)
    return {key: tuple(spells) for key, spells in found.items()}
