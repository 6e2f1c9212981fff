"""Which person a name means and which office that person holds: by date, by the title before the name, by country.

A person in office at the date has that office, whatever older title the text still uses. One whose offices all ended
before the date is a former official (ELI). Without a date the latest office counts. Several persons of one name are
told apart by title, country and date; where these leave two of different countries, nobody is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

import msgspec

from tocsin.parties.offices import ARTICLES, PRIVATE, SUFFIXES, TWINS, Spell, held_at, surnames
from tocsin.parties.scan import Item
from tocsin.parties.tables import Register, Sense, holds, modifiers
from tocsin.parties.words import POSSESSIVES, fold_words, skeleton, squeeze, squeezed_words

_RANK = {
    kind: rank
    for rank, kind in enumerate(
        (
            "head_of_state", "head_of_government", "crown", "foreign_minister", "organisation", "defence_minister",
            "minister", "security", "staff", "deputy", "spokesperson", "ambassador", "envoy", "legislature", "military",
        )
    )
}  # fmt: skip
PRINCIPAL = 4  # rank up to which a bare surname is enough: heads of state and government, ministers, of organisations
MANY = 90  # rank of those of whom a country has many: their surname alone means them in no article
_NUMEROUS = frozenset({"lawmaker", "minister", "governor", "mayor", "agency head"})
_LEADING = frozenset({"head_of_state", "head_of_government", "foreign_minister", "defence_minister"})
_LONG = 5  # letters from which on a word of a group's name may differ
_APART = 0.04  # by how much one of two groups of like names must be spelled more alike
_ALIKE = 0.88  # similarity of two names of groups that are cut into words in different ways
_SOUNDS = 0.8  # similarity of two first names of one person
_ALMOST = 0.9  # similarity of two squeezed surnames that differ in a consonant
_CLOSE = 0.8  # similarity of two squeezed names that a second sign must support


class Identity(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Whom a phrase names, as far as its words tell.

    `kind`, `rule`, `entity` and `human` are those of a Mention; `name`, `country`, `sectors` and `office` those of a
    Party. `gender` is "m", "f" or "n" (a thing or body), None where unknown. `noun` is the role's noun by which a later
    phrase may take it up ("minister"). `words` are the folded words of a personal name. `open` says that the country
    may come from the article, `other` that another than the present holder is meant ("the first president"). `parts`
    are the identities of a phrase that names several parties.
    """

    kind: str
    rule: str
    name: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None
    entity: str | None = None
    human: bool | None = None
    plural: bool = False
    gender: str | None = None
    noun: str = ""
    words: tuple[str, ...] = ()
    open: bool = False
    other: bool = False
    parts: tuple[Identity, ...] = ()


class Title(msgspec.Struct, frozen=True, gc=False):
    """What stands before a name: office and sectors that the words give, the country they name, and if it is past."""

    office: str | None = None
    sectors: tuple[str, ...] = ()
    country: str | None = None
    former: bool = False
    plain: bool = True


class Person(msgspec.Struct, frozen=True, gc=False):
    """A person of the tables as of one date; `rule` says what decided the office, `rank` orders offices (0 highest)."""

    name: str
    country: str | None
    sectors: tuple[str, ...]
    office: str | None
    sex: str | None
    rule: str
    rank: int = 99


def find_person(spells: tuple[Spell, ...], title: Title, date: str | None) -> Person | None:
    """Choose one person among the spells of everyone who bears a name, or None where that stays open.

    A title that names another country excludes a person; a matching title, office at the date and country count in
    favour, in this order.
    """
    persons: dict[str, list[Spell]] = {}
    for spell in spells:
        persons.setdefault(spell.person, []).append(spell)
    best: list[tuple[int, list[Spell]]] = []
    for found in persons.values():
        if title.country and all(spell.country != title.country for spell in found) and not title.former:
            continue
        best.append((_weight(found, title, date), found))
    if not best:
        return None
    best.sort(key=lambda pair: -pair[0])
    equal = [found for weight, found in best if weight == best[0][0]]
    if len(equal) == 1:
        return as_of(equal[0], title, date)
    # Of several former holders of one country's office the last is meant ("President Bush" after 2009).
    past = date is None or all(spell.last < date[:10] for found in equal for spell in found)
    if past and len({spell.country for found in equal for spell in found}) == 1 and title.office:
        return as_of(max(equal, key=lambda found: max(spell.last for spell in found)), title, date)
    return None


def _weight(spells: list[Spell], title: Title, date: str | None) -> int:
    """Weigh how well a person fits: the right office, the country, any office at the date."""
    current = [spell for spell in spells if date is None or held_at(spell, date)]
    weight = 0
    if title.office and any(same_office(spell, title.office) for spell in current):
        weight += 16
    elif title.office and any(same_office(spell, title.office) for spell in spells):
        weight += 4
    if title.country and any(spell.country == title.country for spell in spells):
        weight += 8
    if current:
        weight += 2
        weight += any(_rank(spell) <= 1 for spell in current)
    return weight


def same_office(spell: Spell, office: str) -> bool:
    """Tell whether a title of the text can mean an office of the tables ("premier", "chancellor", "leader")."""
    if office in (spell.office, spell.title) or TWINS.get(office) == spell.office:
        return True
    if spell.kind in ("head_of_state", "head_of_government"):
        return office in _HEADS.get(spell.kind, ()) or office in spell.office
    if spell.kind == "organisation":
        return office in ("secretary general", "head of organisation", "high commissioner") or office in spell.office
    return office in spell.office or spell.office in office


_HEADS = {
    "head_of_state": frozenset({"leader", "head of state", "president", "king", "emir", "queen", "junta leader"}),
    "head_of_government": frozenset({"leader", "head of government", "prime minister", "premier", "chancellor"}),
}


def as_of(spells: list[Spell], title: Title, date: str | None) -> Person:
    """Say what one person is at a date, given the title that the text puts before the name."""
    latest = max(spells, key=lambda spell: (spell.last, spell.first))
    sex = latest.sex
    if date is None:
        same = [spell for spell in spells if title.office and same_office(spell, title.office)]
        final = [spell for spell in spells if spell.last == latest.last]
        spell = min(same or final, key=_rank)
        if title.former:
            return Person(spell.person, spell.country, ("ELI",), None, sex, "former-office")
        return Person(
            spell.person, spell.country, spell.sectors, _office(spell), sex, "office-without-date", _rank(spell)
        )
    current = [spell for spell in spells if held_at(spell, date)]
    if title.former and (not current or any(same_office(spell, title.office or "") for spell in current)):
        return Person(latest.person, latest.country, ("ELI",), None, sex, "former-office")
    if current:
        same = [spell for spell in current if title.office and not title.former and same_office(spell, title.office)]
        spell = min(same or current, key=_rank)
        office = _offices(spell, current)
        return Person(spell.person, spell.country, spell.sectors, office, sex, "office-at-date", _rank(spell))
    return _out_of_office(spells, title, date, sex)


def _out_of_office(spells: list[Spell], title: Title, date: str, sex: str | None) -> Person:
    past = [spell for spell in spells if spell.last < date[:10]]
    near = max(past, key=lambda spell: spell.last) if past else min(spells, key=lambda spell: spell.first)
    # Who once led an organisation keeps its code no longer, and the table may not say of which state such a person is.
    states = [spell.country for spell in spells if spell.kind != "organisation"]
    country = near.country if near.kind != "organisation" else states[0] if states else title.country
    held = any(same_office(spell, title.office) for spell in spells) if title.office else False
    # Of offices with one well-known holder the tables know the end; of others the text may know better.
    lasting = held and past and date[:4] <= str(int(near.last[:4]) + 1) and _rank(near) > PRINCIPAL
    if title.sectors and title.plain and not title.former and (not held or lasting):
        return Person(near.person, country, title.sectors, title.office, sex, "title-before-name")
    if past:
        sectors = near.sectors if near.kind in PRIVATE else ("ELI",)
        return Person(near.person, country, sectors, None, sex, "office-ended-before-date")
    if title.office and title.plain:
        return Person(near.person, country, title.sectors or near.sectors, title.office, sex, "title-before-name")
    return Person(near.person, country, (), None, sex, "office-begins-after-date")


def _rank(spell: Spell) -> int:
    if spell.kind in PRIVATE or spell.office in _NUMEROUS:
        return MANY
    rank = _RANK.get(spell.kind, len(_RANK))
    # One of several heads ("co-prince") counts less than a minister who is the only one.
    return rank if spell.single or rank > 1 else len(_RANK) - 1


def _office(spell: Spell) -> str | None:
    return spell.office if spell.kind != "figure" else None


def _offices(spell: Spell, current: list[Spell]) -> str | None:
    """Join the leading offices that one person has at once ("prime minister and defence minister")."""
    if spell.kind not in _LEADING:
        return _office(spell)
    also = [s.office for s in current if s.country == spell.country and s.kind in _LEADING and s.office != spell.office]
    return " and ".join(dict.fromkeys([spell.office, *also]))


def find_spelled_otherwise(words: list[str], title: Title, register: Register) -> tuple[Spell, ...]:
    """Return the spells of persons whose listed spelling differs from the one in the text, by squeezed letters.

    `words` are the folded words of a name. One word counts only with a country in the title. Several words count by
    their whole, by first and last word, or, beside a title's country, where the last words are close and the first
    letters agree.
    """
    if len(words) > 1:
        loose = register.loose_names
        squeezed = [squeeze(word) for word in words]
        likest: list[str] = []
        for key in ("".join(squeezed), *[squeezed[0] + later for later in reversed(squeezed[1:])]):
            names = [name for name in loose.get(key, ()) if not _is_only_given(name, words, register)]
            if len(words) == 2 and len(names) == 1:
                return register.persons[names[0]]
            likest += names if len(words) > 2 else ()
        near = register.bare_names.get(f"{skeleton(words[0])} {skeleton(words[-1])}", ())
        likest += [name for name in near if _near(name, words)]
        if len(words) > 2:
            likest = _likest(likest, words)
        if len(likest) == 1:
            return register.persons[likest[0]]
    if not title.country:
        return ()
    last, first = squeeze(words[-1]), words[0][0]
    found: list[Spell] = []
    for initial, known, spells in register.by_country.get(title.country, ()):
        if len(words) == 1:
            fits = bool(title.office) and _sounds_like(last, known)
        else:
            fits = initial[0] == first and _sounds_like(last, known) and _same_first_name(initial, words[0], register)
        if fits:
            found += spells
    return tuple(found)


def _group_spelled_otherwise(words: tuple[str, ...], register: Register, date: str | None) -> Sense | None:
    """Return the armed group whose listed spelling differs from the text's only by its transliteration."""
    given = squeezed_words(words)
    if len(given) < 2:
        return None
    joined = "".join(given)
    groups: dict[str, tuple[float, Sense]] = {}
    for known, sense, key in register.loose_groups.get(given[0][:2], ()):
        if len(known) == len(given):
            fits = all(a == b or (len(a) > _LONG and _close(a, b)) for a, b in zip(known, given, strict=True))
        else:
            whole = "".join(known)
            fits = abs(len(known) - len(given)) == 1 and len(joined) > 2 * _LONG and _is_alike(whole, joined)
        if fits and holds(sense, date):
            alike = SequenceMatcher(None, key, " ".join(words)).ratio()
            if sense.name not in groups or groups[sense.name][0] < alike:
                groups[sense.name] = alike, sense
    best = sorted(groups.values(), key=lambda pair: -pair[0])[:2]
    # Of two groups of like names the one spelled more alike is meant, or neither.
    return best[0][1] if best and (len(best) == 1 or best[0][0] - best[1][0] > _APART) else None


def _is_alike(a: str, b: str) -> bool:
    return abs(len(a) - len(b)) < 3 and SequenceMatcher(None, a, b).ratio() >= _ALIKE


def _same_first_name(known: str, given: str, register: Register) -> bool:
    """Tell whether two first names of one initial can be one: either an initial, or alike as they sound.

    Two that are both in the tables are two ("Alexei" and "Alexander").
    """
    if min(len(known), len(given)) == 1:
        return True
    a, b = squeeze(known), squeeze(given)
    if known in register.given_names and given in register.given_names:
        return a == b
    return SequenceMatcher(None, a, b).ratio() >= _SOUNDS


def _sounds_like(a: str, b: str) -> bool:
    """Tell whether two squeezed surnames can be one: they differ in vowels, or in one consonant of a long name."""
    if a == b or skeleton(a) == skeleton(b):
        return a == b or _close(a, b)
    alike = min(len(a), len(b)) > _LONG and a[0] == b[0] and abs(len(a) - len(b)) < 2
    return alike and SequenceMatcher(None, a, b).ratio() >= _ALMOST


def _near(person: str, words: list[str]) -> bool:
    """Tell whether first and last words of two names of the same consonants sound alike."""
    known = fold_words(person)
    return (
        len(skeleton(words[-1])) > 2
        and _close(squeeze(words[0]), squeeze(known[0]))
        and _close(squeeze(words[-1]), squeeze(known[-1]))
    )


def _close(a: str, b: str) -> bool:
    if a == b:
        return True
    if len(a) < 4 or len(b) < 4 or not set(a[:2]) & set(b[:2]) or abs(len(a) - len(b)) > 2:
        return False
    return SequenceMatcher(None, a, b).ratio() >= _CLOSE


def is_full_name(key: str, register: Register) -> bool:
    """Tell whether a key is more than a surname of those who bear it ("al sabah" is a surname of two words)."""
    return " " in key and any(key not in surnames(spell.person, spell.aliases) for spell in register.spells_of(key))


def name_start(items: list[Item], words: Sequence[str], register: Register) -> int:
    """Return the index of the first item of the personal or unknown name that ends a phrase (their number if none)."""
    at = len(items)
    while at and _is_of_name(items, at, register):
        at -= 1
        if items[at].start and words[items[at].start - 1] in POSSESSIVES:
            break
    while at < len(items) and not items[at].capital and not items[at].person:
        at += 1
    return at


def _is_of_name(items: list[Item], at: int, register: Register) -> bool:
    """Tell whether the item before index `at` belongs to a name that ends there."""
    item = items[at - 1]
    before = items[at - 2] if at > 1 else None
    if item.key in modifiers()["honorific"]:
        return False
    if not item.senses:
        return item.person or item.capital or (item.key in modifiers()["particle"] and 1 < at < len(items))
    if item.person and " " in item.key:
        return True
    placelike = item.capital and item.sense("state", "part", "metonym", "place") is not None
    if placelike and before is not None and before.end == item.start and is_full_name(before.key, register):
        return True
    if placelike and before is not None and before.end == item.start and at > 2 and not before.senses:
        title = items[at - 3].sense("role")  # "director Keating Holland"
        if before.capital and title is not None and title.role in ("office", "person") and not title.plural:
            return True
    if at < len(items) and item.sense("capital", "part", "state", "place") and item.key in register.first_names:
        # "Victoria Nuland", but "Georgia's Margvelashvili" and "Jordan Valley": the next word must be no table's.
        return item.end == items[at].start and not items[at].senses and (at == 1 or not before or not before.person)
    if not item.capital or item.end - item.start > 1 or before is None or before.senses or not before.capital:
        return False
    role = item.sense("role")
    if before.key in register.first_names:
        return role is None or not role.plural or item.key in modifiers()["namelike"]
    if role is not None and (role.plural or role.role != "person"):
        return item.key in modifiers()["namelike"] and at > 1 and at < len(items)
    return role is not None and at > 2 and items[at - 3].sense("role") is not None


def read_name(
    run: list[Item], surface: str, given: tuple[Title, Sense | None, str], register: Register, date: str | None
) -> Identity | None:
    """Read the name that the items of `run` make, after its title; None where the run names a thing."""
    title, role, rule = given
    implied = title.country if rule == "country-implied-by-office" else None
    if implied:
        # "Foreign Secretary" is British, unless the tables know the name elsewhere.
        title = msgspec.structs.replace(title, country=None)
    folded = tuple([part for item in run for part in item.key.split()])
    person = _known(run, folded, title, register, date)
    if person is not None:
        return known_person(person, folded, role)
    if run[-1].key in modifiers()["thing"] and (role is None or role.role == "institution"):
        return None
    group = _group_spelled_otherwise(folded, register, date) if role is None and len(folded) > 1 else None
    if group is not None:
        return Identity(
            kind="group", rule="group-name", name=group.name, country=group.country, sectors=group.sectors,
            entity=f"group:{group.name}", human=False, plural=group.plural, gender="n",
        )  # fmt: skip
    if implied:
        title = msgspec.structs.replace(title, country=implied)
    first_known = len(folded) > 1 and folded[0] in register.first_names and folded[0] not in ARTICLES
    sectors = title.sectors
    if not sectors and not first_known and len(run) > 1:
        hints = modifiers()["sector"]
        sectors = tuple([hints[word] for word in folded if word in hints][:1])
    return Identity(
        kind="name",
        rule=rule if role is not None or title.country else "unknown-name",
        name=surface,
        country=title.country,
        sectors=("ELI",) if title.former and role is not None else sectors,
        office=None if title.former else title.office,
        entity=f"name:{' '.join(folded)}",
        human=True if role is not None or first_known else None,
        gender=role_gender(role) or (register.first_names.get(folded[0]) if len(folded) > 1 else None),
        noun=role.name if role else "",
        words=folded,
        open=role is not None and title.country is None,
    )


def _known(
    run: list[Item], folded: tuple[str, ...], title: Title, register: Register, date: str | None
) -> Person | None:
    """Find the person of the tables whom a name means: full name, title and surname, first name and surname."""
    full = next((item for item in reversed(run) if item.person and is_full_name(item.key, register)), None)
    if full is not None and (full is run[-1] or full.key.rsplit(" ", 1)[-1] not in register.first_names):
        return find_person(register.spells_of(full.key), title, date)
    last = run[-1]
    if last.person and len(run) == 1:
        spells = register.spells_of(last.key)
        # A surname with a title means nobody who never had that office, unless the country fits too.
        if title.office and not title.country:
            spells = tuple([s for s in spells if _ever(s.person, spells, title.office)])
        return find_person(spells, title, date) if title.office or title.country else None
    if last.person:
        first = run[0].key
        fitting = [
            spell
            for spell in register.spells_of(last.key)
            if _alike(fold_words(spell.person)[0], first) and _contained(spell.person, folded)
        ]
        if fitting:
            fuller = find_spelled_otherwise(list(folded), title, register) if len(folded) > 2 else ()
            longest = max(len(fold_words(spell.person)) for spell in fitting)
            better = fuller and len(fold_words(fuller[0].person)) > longest
            return find_person(fuller if better else tuple(fitting), title, date)
    if len(run) > 1 or (title.country and title.office):
        return find_person(find_spelled_otherwise(list(folded), title, register), title, date)
    return None


def _contained(person: str, written: tuple[str, ...]) -> bool:
    """Tell whether a listed and a written name differ only by words that one of them leaves out."""
    known = {squeeze(word) for word in fold_words(person)[1:] if word not in ARTICLES and len(word) > 1}
    given = {squeeze(word) for word in written[1:] if word not in ARTICLES and len(word) > 1}
    return known <= given or given <= known


def _likest(names: list[str], written: list[str]) -> list[str]:
    """Return the listed names that share most words with a written one, of those that differ by words left out."""
    best: list[str] = []
    most = 0.0
    given = [squeeze(word) for word in written if word not in ARTICLES and len(word) > 1]
    for name in dict.fromkeys(names):
        words = [squeeze(word) for word in fold_words(name) if word not in ARTICLES and len(word) > 1]
        shared = sum(any(_close(word, other) for other in words) for word in given)
        if shared < min(len(words), len(given)):
            continue
        share = shared / max(len(words), len(given))
        best = [*best, name] if share == most else [name] if share > most else best
        most = max(most, share)
    return best


def _is_only_given(person: str, words: list[str], register: Register) -> bool:
    """Tell whether a listed name is but the given names of the written one ("Juan Carlos" of "Juan Carlos Ortega")."""
    known = [word for word in fold_words(person) if word not in SUFFIXES]
    return len(words) > len(known) and known[-1] != words[-1] and known[-1] in register.given_names


def _ever(person: str, spells: tuple[Spell, ...], office: str) -> bool:
    return any(spell.person == person and same_office(spell, office) for spell in spells)


def _alike(a: str, b: str) -> bool:
    """Tell whether two first names may be one: equal, an initial of it, or of the same start ("sergei", "sergiy")."""
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) or (len(a) > 3 and len(b) > 3 and a[:3] == b[:3])


def known_person(person: Person, words: tuple[str, ...], role: Sense | None = None) -> Identity:
    """Make the identity of a person of the tables; `role` is the title that the text gives, if any."""
    return Identity(
        kind="name",
        rule=person.rule,
        name=person.name,
        country=person.country,
        sectors=person.sectors,
        office=person.office,
        entity=person.name,
        human=True,
        gender=person.sex or role_gender(role),
        noun=role.name if role else (person.office or ""),
        words=words,
    )


def role_gender(role: Sense | None) -> str | None:
    """Return the sex that a role's noun tells ("spokeswoman", "king"), or None."""
    if role is None:
        return None
    if role.name.endswith("woman") or role.name in modifiers()["feminine"]:
        return "f"
    return "m" if role.name.endswith("man") or role.name in ("king", "prince", "emperor", "emir", "sultan") else None
