"""Who held which office when: loads data/parties/offices_*.csv once and looks spells up by name, or by office and day.

A spell is one person in one office of one country or organisation for one stretch of time. Names are compared folded:
without case, diacritics, apostrophes and hyphens, and with one spelling for each group in offices_spellings.csv
(Muhammad, Mohamed and Mohammad are mohammed). A person is found by the full name, by each alias, by the surname (with
and without its particles: "al-Assad" and "Assad", "von der Leyen" and "Leyen") and, where the family name is written
first, in both orders.

The surname is the last word, less "Jr." and regnal numbers. A one-word alias that repeats the name's first word stands
for the person too ("Abiy" of Abiy Ahmed), and instead of the last word where that is a given name ("Xi" of Xi Jinping).
Names with Abdul are found in each way of writing it: Abdulaziz, Abdul Aziz, Abd al-Aziz.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date as Date  # noqa: N812  (a parameter of every lookup is called date)
from datetime import timedelta
from functools import cache, lru_cache

import msgspec

from tocsin.lexicon import DATA, cell_values, read_table

FAMILY_FIRST = frozenset({"CHN", "HUN", "JPN", "KHM", "KOR", "PRK", "TWN", "VNM"})
ARTICLES = frozenset({"al", "el", "ad", "an", "ar", "as", "at", "az", "ash", "ould", "uld", "bin", "ibn", "ben"})
PARTICLES = ARTICLES | {
    "da", "das", "de", "del", "den", "der", "di", "do", "dos", "du", "la", "le", "st", "ten", "ter", "van", "von", "zu",
}  # fmt: skip
# Where a country has but one of these, news calls its holder by either ("the Israeli army chief").
TWINS = {"army chief": "military chief", "military chief": "army chief"}
KINSHIP = frozenset({"bin", "ibn", "ben", "ould", "uld"})
SUFFIXES = frozenset({"jr", "sr", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xvi", "xiv"})
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "ð": "d", "þ": "th", "ə": "a", "ħ": "h"}
    | dict.fromkeys("'’‘ʼʻ`´ʹʿʾ.", None)
    | dict.fromkeys("-‐‑–", " ")
)

# Classes of persons without a public office: a surname alone never means one of them, and none becomes an ex-official.
PRIVATE = frozenset({"figure", "business", "religion"})

SECTORS = frozenset({
    "GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PTY", "REB", "PRM", "UAF", "UNK", "PRE",
    "AGR", "BUS", "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "OPP", "REF", "REL", "SOC",
})  # fmt: skip

_COLUMNS = ("person", "country", "office", "sectors", "from", "single", "source")


class Spell(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One person in one office from `start` to `end`, both inclusive ISO days, months or years.

    `end` is None for whoever is still in office. `title` is what news calls the office where that differs from
    `office` ("Secretary of State" of a foreign minister), else None. `kind` groups like offices of all countries
    ("head_of_state", "foreign_minister"). `single` is True where a second holder at the same time would be an error.
    `first` and `last` are the earliest and latest ISO day that the spell can include. `sex` is "m", "f" or None.
    """

    person: str
    aliases: tuple[str, ...]
    sex: str | None
    country: str
    office: str
    kind: str
    title: str | None
    sectors: tuple[str, ...]
    start: str
    end: str | None
    first: str
    last: str
    single: bool
    source: str
    line: str


class Kind(msgspec.Struct, frozen=True):
    """What is true of an office in every country: its class, its holder's usual sectors, and if it has one holder."""

    name: str
    sectors: tuple[str, ...]
    single: bool


class _Index(msgspec.Struct, frozen=True):
    spells: tuple[Spell, ...]
    by_name: dict[str, tuple[Spell, ...]]
    by_surname: dict[str, tuple[Spell, ...]]
    by_office: dict[tuple[str, str], tuple[Spell, ...]]


@cache
def office_kinds() -> dict[str, Kind]:
    """Return every office that a spell may name, by its canonical lower-case name."""
    return {
        row["office"]: Kind(row["class"], tuple(row["sectors"].split()), row["single"] == "1")
        for row in read_table("parties/offices_kinds.csv", ("office", "class", "sectors", "single"))
    }


def is_single(office: str) -> bool:
    """Tell whether an office has one holder in a country, so that the office names the person; unknown ones have."""
    kind = office_kinds().get(office)
    return kind is None or kind.single


@cache
def _spellings() -> dict[str, str]:
    return {
        variant: row["spelling"]
        for row in read_table("parties/offices_spellings.csv", ("spelling", "variants"))
        for variant in cell_values(row["variants"])
    }


def fold_name(name: str) -> str:
    """Fold a name as written to the key that the lookups compare: lower-case ASCII words with single spaces."""
    return _fold(name, _spellings())


def _fold(name: str, spellings: dict[str, str]) -> str:
    if name.isascii() and name.isalnum():  # the usual word, spared the translation
        folded = name.lower()
        return spellings.get(folded, folded)
    folded = name.lower().translate(LETTERS)
    if not folded.isascii():
        folded = "".join([c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c)])
        folded = folded.lower().translate(LETTERS)
    return " ".join([spellings.get(word, word) for word in folded.split()])


@lru_cache(maxsize=1 << 12)
def surnames(person: str, aliases: tuple[str, ...] = (), country: str | None = None) -> tuple[str, ...]:
    """Return the folded forms in which one part of a person's name stands alone, the family name with particles first.

    An alias that repeats the first word tells that news uses that word; in `country` (alpha-3) it may be the family
    name, so that the last word is none.
    """
    return _surnames(fold_name(person).split(), {fold_name(alias) for alias in aliases}, country in FAMILY_FIRST)


def _surnames(words: list[str], aliases: set[str], family_first: bool) -> tuple[str, ...]:
    while len(words) > 1 and words[-1] in SUFFIXES:
        words = words[:-1]
    first = words[:1] if len(words) > 1 and words[0] in aliases else []
    if first and family_first:
        return (words[0],)
    at = len(words) - 1
    while at > 1 and words[at - 1] in PARTICLES:
        at -= 1
    if at == len(words) - 1:
        return (words[-1], *first)
    whole = " ".join(words[at:])
    # "bin Salman" without its "bin" would name the father.
    return (whole, *first) if words[-2] in KINSHIP else (whole, words[-1], *first)


def _spellings_of_abdul(key: str) -> list[str]:
    """Return the other ways to write the word Abdul in a folded name: joined, apart, or as "abd al"."""
    words = key.split()
    for i, word in enumerate(words):
        joined = word[:5] in ("abdul", "abdel", "abdal") and len(word) > 7 and word[5:] not in ("lah", "leh")
        rest = [word[5:]] if joined else words[i + 1 : i + 2] if word == "abdul" else []
        if rest:
            before, after = words[:i], words[i + 1 if joined else i + 2 :]
            ways = (["abdul" + rest[0]], ["abdul", *rest], ["abd", "al", *rest])
            return [" ".join([*before, *way, *after]) for way in ways]
    return []


def _days(value: str, last: bool) -> str:
    """Widen a year or month to its first or last possible day."""
    if len(value) == 10:
        return value
    if len(value) == 4:
        return f"{value}-12-31" if last else f"{value}-01-01"
    if not last:
        return f"{value}-01"
    month = value[5:7]
    if month == "02":
        return f"{value}-{29 if int(value[:4]) % 4 == 0 else 28}"
    return f"{value}-{30 if month in ('04', '06', '09', '11') else 31}"


def widen(value: str, last: bool) -> str:
    """Complete an ISO year or month to its first or last day; an empty bound becomes one before or after every date."""
    if not value:
        return "9999-12-31" if last else "0001-01-01"
    return value + ("-12-31" if last else "-01-01")[len(value) - 4 :]


def _read_spells() -> Iterator[Spell]:
    kinds = office_kinds()
    names = sorted(
        entry.name for entry in (DATA / "parties").iterdir() if entry.name.startswith("offices_") and entry.is_file()
    )
    for name in names:
        if name in ("offices_kinds.csv", "offices_spellings.csv"):
            continue
        for row in read_table(f"parties/{name}", _COLUMNS):
            kind = kinds.get(row["office"])
            yield Spell(
                person=row["person"],
                aliases=cell_values(row["aliases"]) if row["aliases"] else (),
                sex=row["sex"] or None,
                country=row["country"],
                office=row["office"],
                kind=kind.name if kind else "",
                title=row["title"] or None,
                sectors=tuple(row["sectors"].split()),
                start=row["from"],
                end=row["to"] or None,
                first=_days(row["from"], last=False),
                last=_days(row["to"], last=True) if row["to"] else "9999-12-31",
                single=row["single"] == "1",
                source=row["source"],
                line=f"{name}:{row['line']}",
            )


@cache
def _index() -> _Index:
    spells = tuple(_read_spells())
    spellings = _spellings()
    names: dict[str, list[Spell]] = {}
    family: dict[str, list[Spell]] = {}
    offices: dict[tuple[str, str], list[Spell]] = {}
    keys: dict[tuple[str, tuple[str, ...]], tuple[set[str], tuple[str, ...]]] = {}
    for spell in spells:
        who = (spell.person, spell.aliases)
        found = keys.get(who)
        if found is None:
            found = keys[who] = _keys(spell, spellings)
        for key in found[0]:
            names.setdefault(key, []).append(spell)
        for key in found[1] if spell.kind not in PRIVATE else ():
            if key not in found[0]:
                family.setdefault(key, []).append(spell)
        offices.setdefault((spell.country, spell.office), []).append(spell)
    return _Index(
        spells,
        {key: tuple(value) for key, value in names.items()},
        {key: tuple(value) for key, value in family.items()},
        {key: tuple(sorted(value, key=lambda spell: spell.first)) for key, value in offices.items()},
    )


def _keys(spell: Spell, spellings: dict[str, str]) -> tuple[set[str], tuple[str, ...]]:
    """Return the folded full names and aliases of a person, and the folded surname forms."""
    person = _fold(spell.person, spellings)
    aliases = {_fold(alias, spellings) for alias in spell.aliases}
    words = person.split()
    whole = {person, *aliases}
    for key in [key for key in whole if "abd" in key]:
        whole.update([_fold(way, spellings) for way in _spellings_of_abdul(key)])
    family_first = spell.country in FAMILY_FIRST
    if family_first and len(words) > 1:
        whole.add(" ".join([*words[1:], words[0]]))
    # A hyphen in the last word is of a Korean or Chinese given name, whatever organisation its bearer serves.
    given = "-" in spell.person.rpartition(" ")[2] and spell.person.rpartition("-")[2].islower()
    return whole, _surnames(words, aliases, family_first or given)


def all_spells() -> tuple[Spell, ...]:
    """Return every spell, in the order of the tables."""
    return _index().spells


@lru_cache(maxsize=1 << 13)
def spells_of(name: str) -> tuple[Spell, ...]:
    """Return the spells of everyone whom `name` can mean: by full name and alias first, then by surname.

    `name` may have any case and diacritics but no title. Unknown names give an empty tuple. Spells of several
    people come back where they share a surname: the caller decides by date, country and title.
    """
    index = _index()
    key = fold_name(name)
    return index.by_name.get(key, ()) + index.by_surname.get(key, ())


def known_names() -> Iterable[str]:
    """Return every folded name, alias and surname that `spells_of` knows, for a scan over folded text."""
    index = _index()
    return index.by_name.keys() | index.by_surname.keys()


def spells_in(country: str, office: str) -> tuple[Spell, ...]:
    """Return all spells in an office of a country (ISO alpha-3) or organisation, by their start."""
    return _index().by_office.get((country, office), ())


def holders(country: str, office: str, date: str) -> tuple[Spell, ...]:
    """Return who held an office on a day, month or year (ISO); several on the day of a handover or in a shared office.

    Where the spells held to the day answer without the day of grace, those alone are returned.
    """
    spells = spells_in(country, office) or spells_in(country, TWINS.get(office, office))
    found = tuple(spell for spell in spells if held_at(spell, date))
    exact = tuple(spell for spell in found if spell.last >= _days(date[:10], last=False))
    return exact or found


def held_at(spell: Spell, date: str) -> bool:
    """Tell whether a spell includes a day, or a part of a month or year (ISO; a time after the day is ignored).

    Both ends count as far as they are known: a spell that ends in "2014-02" includes all of that February. One day of
    grace follows the end, because the paper of the next morning still reports what the holder did.
    """
    day = date[:10]
    if _days(day, last=True) < spell.first:
        return False
    first = _days(day, last=False)
    return first <= spell.last or first <= _day_after(spell.last)


@cache
def _day_after(day: str) -> str:
    return (Date.fromisoformat(day) + timedelta(days=1)).isoformat() if day < "9999" else day


def validate_offices(spells: Iterable[Spell] | None = None) -> list[str]:
    """Return what is wrong with the tables (or with `spells`), one line a problem; an empty list is good.

    Checked are dates and their order, offices, sectors, codes (those of countries.csv and organisations.csv), and that
    no two holders of a single-holder office overlap by more than the day of the handover, as far as the precision of
    their dates can tell. Each line names file and line of the spell.
    """
    kinds, codes = office_kinds(), _codes()
    problems: list[str] = []
    offices: dict[tuple[str, str], list[Spell]] = {}
    for spell in sorted(all_spells() if spells is None else spells, key=lambda spell: spell.first):
        problems += [f"{spell.line}: {spell.person}: {what}" for what in _faults(spell, kinds, codes)]
        offices.setdefault((spell.country, spell.office), []).append(spell)
    for held in offices.values():
        problems += _overlaps([spell for spell in held if spell.single])
    return problems


def _codes() -> frozenset[str]:
    tables = ("parties/countries.csv", "parties/organisations.csv")
    return frozenset(row["code"] for table in tables for row in read_table(table, ("code",)))


def _faults(spell: Spell, kinds: dict[str, Kind], codes: frozenset[str]) -> Iterator[str]:
    for value in (spell.start, spell.end):
        if value is not None and not _is_date(value):
            yield f"{value!r} is not a date (YYYY-MM-DD, YYYY-MM or YYYY)"
    if spell.last < spell.first:
        yield f"the end {spell.end} lies before the start {spell.start}"
    if spell.office not in kinds:
        yield f"the office {spell.office!r} is not in offices_kinds.csv"
    if not spell.sectors or not set(spell.sectors) <= SECTORS:
        yield f"{' '.join(spell.sectors)!r} is not a list of PLOVER sectors"
    if spell.sex not in (None, "m", "f"):
        yield f"the sex {spell.sex!r} is not m, f or empty"
    if spell.country not in codes:
        yield f"the code {spell.country!r} is unknown"


def _is_date(value: str) -> bool:
    if len(value) not in (4, 7, 10):
        return False
    try:
        Date.fromisoformat(_days(value, last=False))
    except ValueError:
        return False
    return True


def _overlaps(spells: list[Spell]) -> Iterator[str]:
    """Report pairs of spells, ordered by start, that cannot follow each other however their dates are read."""
    for i, later in enumerate(spells):
        for earlier in spells[:i]:
            if earlier.person == later.person and earlier.start == later.start:
                yield f"{later.line}: {later.person}: the spell is there twice ({earlier.line})"
                continue
            end = _days(earlier.end, last=False) if earlier.end else "9999-12-31"
            begin = _days(later.start, last=True)
            if end > begin and min(_days(later.end, last=True) if later.end else "9999-12-31", end) > begin:
                yield (
                    f"{later.line}: {later.person}: {later.office} of {later.country} from {later.start}, but "
                    f"{earlier.person} is there until {earlier.end or 'today'} ({earlier.line})"
                )
