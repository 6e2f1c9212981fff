"""What a phrase's last word is by itself: a state, a place, a people, a government, a body with a name of its own."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.parties.resolution import Identity
from tocsin.parties.scan import Item
from tocsin.parties.tables import Sense, modifiers
from tocsin.parties.words import join_words

_REGIONAL = ("state", "capital", "part", "place", "adjective", "people", "part_adjective")


def is_named(items: list[Item]) -> bool:
    """Tell whether a capitalised body has a name of its own before its noun ("Lode Bank", "Azov Battalion")."""
    before = items[-2]
    return before.capital and not before.senses and before.end == items[-1].start and not before.person


def named_role(
    items: list[Item], words: tuple[str, ...], main: Sense, country: str | None, sectors: tuple[str, ...]
) -> Identity:
    """Read a body by the capitalised words before its noun; `main` is the noun's sense."""
    start = len(items) - 1
    while start and items[start - 1].capital and not items[start - 1].senses:
        start -= 1
    name = join_words(words[items[start].start : items[-1].end])
    return Identity(
        kind="organisation", rule="named-body", name=name, country=country, sectors=sectors,
        entity=f"name:{name.lower()}", human=False, gender="n", noun=main.name, open=country is None,
    )  # fmt: skip


def noun_of(main: Sense) -> str:
    """Return the noun by which a role is taken up: one for all words for a government, a ministry's usual one."""
    office = main.office or ""
    if main.role == "institution" and (office.endswith("ministry") or is_government(main)):
        return office
    return main.name


def is_government(main: Sense) -> bool:
    """Tell whether an institution is the government as a whole ("cabinet", "authorities") and not a part of it."""
    return main.office == "government" and not modifiers()["cabinet"].keys().isdisjoint(main.name.split())


def statelike(main: Sense, country: str | None, rule: str, plural: bool) -> Identity:
    """Read "the country" or "NATO states": a state, but not its government."""
    return Identity(
        kind="state", rule=rule, country=country, entity=None if plural else country, human=False,
        plural=plural, gender="n", noun=main.name, open=country is None,
    )  # fmt: skip


def place(sense: Sense) -> Identity:
    """Read a state, a capital that stands for its government, or a region or place filed under its state."""
    if sense.kind == "capital":
        return Identity(
            kind="metonym", rule="capital-for-government", name=sense.name, country=sense.country,
            sectors=sense.sectors, entity=sense.country, human=False, gender="n",
        )  # fmt: skip
    if sense.kind == "state":
        return Identity(
            kind="state", rule="country-name", name=sense.name, country=sense.country, entity=sense.country,
            human=False, gender="n",
        )  # fmt: skip
    return Identity(
        kind="place", rule="region-of-state", name=sense.name, country=sense.country, sectors=sense.sectors,
        entity=f"place:{sense.name}", human=False, gender="n",
    )  # fmt: skip


def people(sense: Sense, words: tuple[str, ...]) -> Identity:
    """Read a nationality that stands as a noun: its people, or, with "the", perhaps its government."""
    collective = words[0].lower() == "the" and not any(word[0].isdigit() for word in words)
    plural = sense.plural or words[-1].endswith("s") or collective
    hints = modifiers()["sector"]
    told = tuple([hints[word.lower()] for word in words[:-1] if word.lower() in hints][:1])  # "displaced Somalis"
    return Identity(
        kind="state", rule="nationality-as-noun", name=sense.name, country=sense.country,
        sectors=told or (() if collective else ("CVL",)), entity=f"{sense.country}:people", human=True, plural=plural,
    )  # fmt: skip


def read_vessel(items: list[Item], words: Sequence[str]) -> Identity | None:
    """Read a ship by the prefix of its navy ("the USS Harlow"), whoever it is named for; None where there is none."""
    vessels = modifiers()["vessel"]
    for at, item in enumerate(items[:-1]):
        country = vessels.get(item.key)
        if country is None or not words[item.start].isupper() or any(not other.capital for other in items[at + 1 :]):
            continue
        folded = tuple([part for other in items[at:] for part in other.key.split()])
        return Identity(
            kind="name", rule="vessel-of-navy", name=join_words(words[item.start : items[-1].end]), country=country,
            sectors=("MIL",), entity=f"name:{' '.join(folded)}", human=False, gender="n", words=folded,
        )  # fmt: skip
    return None


def read_local_body(items: list[Item], place: Sense, words: tuple[str, ...]) -> Identity | None:
    """Read a capitalised body that ends in its place ("Medical Alliance Northern Territory")."""
    start = len(items) - 1
    while start and not items[start - 1].sense(*_REGIONAL) and items[start - 1].capital:
        start -= 1
    if items[-1].start - items[start].start < 3:
        return None
    hints = modifiers()["sector"]
    sectors = [hints[item.key] for item in items[start:-1] if item.key in hints]
    sectors += [sense.sectors[0] for item in items[start:-1] if (sense := item.sense("role")) and sense.sectors]
    name = join_words(words[items[start].start : items[-1].end])
    return Identity(
        kind="organisation", rule="named-body", name=name, country=place.country, sectors=tuple(sectors[:1]),
        entity=f"name:{name.lower()}", human=False, gender="n",
    )  # fmt: skip
