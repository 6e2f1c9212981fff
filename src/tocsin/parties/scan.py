"""Cuts words into items: the longest phrases of the register from left to right, and the words between them.

Whether a phrase matches depends on its key, on capitals ("US" is not "us", "Turkey" is not "turkey") and on the date.
Hyphens are no words of a key, but they are remembered: a modifier glued by one to what follows ("pro-", "-backed") does
not give its country to the phrase.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import msgspec

from tocsin.parties.places.towns import find_town
from tocsin.parties.tables import MEMORY, Register, Sense, Trap, holds, modifiers
from tocsin.parties.words import FOLDS, HYPHENS, is_capitalised, join_words

_BESIDE_PARTY = frozenset({"ruling", "governing", "opposition", "rival", "main", "former", "new", "major"})
# Names of newspapers that are words first.
_NEWSPRINT = frozenset(
    {
        "independent", "guardian", "standard", "observer", "sun", "star", "mirror", "express", "post", "globe",
        "nation", "citizen", "monitor", "punch", "vanguard", "mail", "times", "herald", "telegraph",
    }
)  # fmt: skip
_SKIPPED = HYPHENS | {"'", "’"}  # "Workers' Party" has the key of "Workers Party"


class Item(msgspec.Struct, frozen=True, gc=False):
    """A stretch [start, end) of words, its key, what the tables say of it, and whether it is a person's name there."""

    start: int
    end: int
    key: str
    senses: tuple[Sense, ...] = ()
    person: bool = False
    capital: bool = False

    def sense(self, *kinds: str) -> Sense | None:
        """Return the first sense of one of these kinds, None where there is none."""
        for sense in self.senses:
            if sense.kind in kinds:
                return sense
        return None


def scan(
    words: Sequence[str], register: Register, date: str | None, barred: Mapping[str, str] = MappingProxyType({})
) -> list[Item]:
    """Cut words into items that cover all of them but hyphens and other punctuation.

    `date` is an ISO day or None; `barred` maps keys that a trap rules out here to what they mean instead.
    """
    folded = list(map(FOLDS.__getitem__, words))
    items: list[Item] = []
    at = 0
    for item in [*scan_known(words, folded, register, date, barred), None]:
        until = item.start if item is not None else len(words)
        for i in range(at, until):
            if folded[i]:
                items.append(Item(i, i + 1, folded[i], (), False, words[i][0].isupper() or _ends_given_name(words, i)))
        if item is not None:
            items.append(item)
            at = item.end
    return items


def _ends_given_name(words: Sequence[str], at: int) -> bool:
    """Tell whether a small word is the second half of a given name at a phrase's end ("Kim Jun-sik")."""
    joined = at > 1 and words[at - 1] in HYPHENS and words[at - 2][0].isupper() and words[at].isalpha()
    return joined and at + 1 == len(words) and words[at] not in modifiers()["leads"]


def scan_known(
    words: Sequence[str],
    folded: Sequence[str],
    register: Register,
    date: str | None,
    barred: Mapping[str, str] = MappingProxyType({}),
) -> list[Item]:
    """Return only the items that the tables or the traps know, in order; `folded` are the folded words."""
    prefixes, senses, names = register.prefixes, register.senses, register.names
    shout = is_shouted(words)
    items: list[Item] = []
    taken, total = 0, len(words)
    keys: Iterable[str] = map(register.begins.__getitem__, words)
    if barred:  # a barred key counts in small letters too
        keys = [key if key in register.starts else "" for key in folded]
    for at, key in enumerate(keys):
        if not key or at < taken:
            continue
        found: Item | None = None
        end = at + 1
        while True:
            if key in barred:
                found = _barred(key, at, end, words, barred[key], senses.get(key, ()))
            elif key in senses or key in names:
                found = _match(words, at, end, key, register, date, shout) or found
            if key not in prefixes:
                break
            while end < total and words[end] in _SKIPPED:
                end += 1
            if end >= total or not folded[end]:
                break
            key = f"{key} {folded[end]}"
            end += 1
        if found is not None:
            items.append(found)
            taken = found.end
    return items


def is_shouted(words: Sequence[str]) -> bool:
    """Tell whether a sentence is set in capitals, as some headlines are."""
    return len(words) > 2 and words[0].isupper() and all(word.isupper() for word in words if word.isalpha())


def _match(
    words: Sequence[str], start: int, end: int, key: str, register: Register, date: str | None, shout: bool
) -> Item | None:
    """Return the item of a key where its capitals and its dates allow it; what was read before comes from memory."""
    word = words[start]
    # The second half of a hyphenated name may be small ("Ban Ki-moon").
    ends = is_capitalised(words[end - 1]) or (end > 1 and words[end - 2] == "-")
    memory = register.matches
    way = word, key, ends, shout, date if key in register.dated else None
    if way in memory:
        read = memory[way]
    else:
        if len(memory) >= MEMORY:
            memory.clear()
        read = memory[way] = _read(key, word, ends, register, date, shout)
    return Item(start, end, key, *read) if read is not None else None


def _read(
    key: str, word: str, ends: bool, register: Register, date: str | None, shout: bool
) -> tuple[tuple[Sense, ...], bool, bool] | None:
    """Return senses, person and capital of a key's item from its first word; `ends`: its last word has a capital."""
    capital = word[0].isupper()
    senses = register.senses.get(key, ())
    if not (len(senses) == 1 and not senses[0].proper):
        fits = [sense for sense in senses if _case_fits(sense, word, shout)]
        if len(fits) > 1:
            past = [sense for sense in fits if sense.kind == "group"][-1:] if date is None else []
            fits = [sense for sense in fits if holds(sense, date)] or fits[-1:]
            if past and all(sense.kind == "role" for sense in fits):
                fits = [*past, *fits]  # "Tamil Tigers" are still those of that name
        senses = tuple(fits)
    if not capital and key not in register.names:
        return (senses, False, False) if senses else None
    named = capital or FOLDS[word] in modifiers()["particle"]
    person = named and ends and key in register.names and not (shout and len(key) < 4)
    return (senses, person, capital) if senses or person else None


def _barred(key: str, start: int, end: int, words: Sequence[str], means: str, senses: tuple[Sense, ...]) -> Item:
    """Return the item of a trapped name: its common noun, another country's place, a thing, or a capitalised word."""
    roles = tuple([sense for sense in senses if sense.kind == "role"])
    if roles:
        return Item(start, end, key, roles, False, True)
    kind, _, country = means.partition(":")
    surface = " ".join(words[start:end])
    if kind == "place" and country:
        return Item(start, end, key, (Sense(kind="part", name=surface, country=country),), False, True)
    if kind == "thing":
        return Item(start, end, key, (Sense(kind="thing", name=surface),), False, True)
    return Item(start, end, key, (), False, True)


def _case_fits(sense: Sense, word: str, shout: bool) -> bool:
    if sense.cased:
        capitals = word.isupper() or (len(word) > 2 and word[-1] == "s" and word[:-1].isupper())
        return capitals and not (shout and len(word) < 4 and "." not in word and word.lower() in _SHOUTED)
    return not sense.proper or word[:1].isupper() or word[:1].isdigit()


# In a headline set in capitals these are English words before they are acronyms.
_SHOUTED = frozenset({"us", "is", "it", "who", "aid", "an", "at", "as", "am", "so", "no", "all", "can"})


def is_trapped(trap: Trap, register: Register, before: str, after: str, words: Iterable[str]) -> bool:
    """Tell whether a trap's condition holds.

    `before` and `after` are the words as written around the surface ("" at an edge), `words` the folded words of the
    sentence.
    """
    if trap.condition == "preceded_by":
        return FOLDS[before] in trap.words
    if trap.condition == "followed_by":
        return FOLDS[after] in trap.words
    if trap.condition == "sentence_has":
        return not trap.words.isdisjoint(words)
    if trap.condition == "preceded_by_first_name":
        initial = len(before) == 2 and before[1] == "."
        return is_capitalised(before) and (initial or FOLDS[before] in register.first_names)
    if trap.condition == "followed_by_name":
        key = FOLDS[after]
        return is_capitalised(after) and after.isalpha() and key not in register.senses and not after.isupper()
    return False


def join_towns(items: list[Item], words: tuple[str, ...]) -> list[Item]:
    """Join words that the tables do not know where they make a town's name ("Los Angeles", "Rio de Janeiro")."""
    particles = modifiers()["particle"]
    joined: list[Item] = []
    at = 0
    while at < len(items):
        end = at
        if items[at].capital and not items[at].sense("role", "adjective", "people", "part_adjective"):
            while end + 1 < len(items) and items[end + 1].start == items[end].end and not items[end + 1].senses:
                if not items[end + 1].capital and items[end + 1].key not in particles:
                    break
                end += 1
        while end > at:
            name = join_words(words[items[at].start : items[end].end])
            country = find_town(name) if items[end].capital else None
            if country is not None:
                sense = Sense(kind="part", name=name, country=country)
                joined.append(Item(items[at].start, items[end].end, name.lower(), (sense,), False, True))
                break
            end -= 1
        else:
            joined.append(items[at])
        at = end + 1
    return joined


def is_longer_name(items: list[Item]) -> bool:
    """Tell whether a listed name only ends a longer one ("National Democratic Party" is no "Democratic Party")."""
    if len(items) < 2 or items[-2].end != items[-1].start or " " not in items[-1].key:
        return False
    before = items[-2]
    told = any(sense.kind != "role" or sense.role == "office" for sense in before.senses)  # "Velmish", "Chairman"
    return before.capital and not told and not before.person and before.key not in _BESIDE_PARTY


def is_word_of_name(item: Item, words: Sequence[str]) -> bool:
    """Tell whether a newspaper's name is but a word of another name ("Independent Electoral Commission")."""
    return item.key in _NEWSPRINT and item.end < len(words) and words[item.end][0].isupper()


def other_state(sense: Sense, items: list[Item]) -> str | None:
    """Return the state that stands before a body's name as its adjective where the tables have the body elsewhere."""
    for item in items[:-1]:
        # "Tanzania People's Defence Force", but not "Turkey's Free Velm Army", which is another's.
        state = item.sense("adjective") or (item.sense("state") if item.end == items[-1].start else None)
        if state is not None and state.country != sense.country:
            return state.country
    return None


def glue(words: Sequence[str], item: Item) -> tuple[str, str]:
    """Return the folded words that hyphens glue before and after an item ("pro", "backed"), "" where there is none."""
    before = after = ""
    if item.start >= 2 and words[item.start - 1] in HYPHENS:
        before = FOLDS[words[item.start - 2]]
    if item.end + 1 < len(words) and words[item.end] in HYPHENS:
        after = FOLDS[words[item.end + 1]]
    return before, after
