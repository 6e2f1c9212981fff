"""How words are cut and compared in every table lookup of this room.

Words are compared folded: without case, diacritics, full stops and most apostrophes, names in one spelling for each
group of offices_spellings.csv. A hyphen is no word of its own: "al-Assad", "Al Assad" and the parser's "al", "-",
"Assad" are one key. The possessive mark is the word "'s" in every key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from tocsin.parties.offices import ARTICLES, fold_name

HYPHENS = frozenset("-‐‑–—")
POSSESSIVES = frozenset({"'s", "’s", "'S", "’S", "'", "’"})

_TOKEN = re.compile(r"\w+(?:[.'’+]\w+)*\.?|\S")
_DOUBLED = re.compile(r"([a-z])\1+")
_VOWELS = re.compile(r"[aeiou]")
_MARK = re.compile(r"['’]s$", re.IGNORECASE)
_IRREGULAR = {
    "man": "men", "woman": "women", "person": "people", "child": "children", "chief": "chiefs", "staff": "staffs",
    "chief of staff": "chiefs of staff", "secretary general": "secretaries general", "head of state": "heads of state",
    "head of government": "heads of government", "minister of state": "ministers of state", "human": "humans",
    "german": "germans", "attorney general": "attorneys general", "commander in chief": "commanders in chief",
}  # fmt: skip


def tokenise(surface: str) -> tuple[str, ...]:
    """Cut a phrase into words as the parser does: hyphens and "'s" apart, abbreviations with their stops."""
    words: list[str] = []
    for token in _TOKEN.findall(surface):
        mark = _MARK.search(token)
        if mark and mark.start():
            words += [token[: mark.start()], mark.group()]
        else:
            words.append(token)
    if words and words[-1].endswith(".") and len(words[-1]) > 4 and words[-1].count(".") == 1:
        words[-1] = words[-1][:-1]
    return tuple(words)


def fold(word: str) -> str:
    """Fold one token to its part of a key; a hyphen, quotation mark or other punctuation folds to the empty string."""
    if word in POSSESSIVES:
        return "'s" if len(word) == 2 else ""
    if word == "&":
        return "and"
    folded = fold_name(word)
    return folded if folded[:1].isalnum() else ""


class _Folds(dict[str, str]):
    """Folded words by word, filled as they are met; emptied before the vocabulary of a long run fills the memory."""

    def __missing__(self, word: str) -> str:
        if len(self) >= 1 << 17:
            self.clear()
        folded = self[word] = fold(word)
        return folded


FOLDS = _Folds()


def key_of(words: Sequence[str]) -> str:
    """Return the key of a phrase under which the tables are searched, without a leading article."""
    parts = [part for word in words if (part := FOLDS[word])]
    if len(parts) > 1 and parts[0] in ("the", "a", "an"):
        del parts[0]
    return " ".join(parts)


def surface_key(surface: str) -> str:
    """Return the key of a phrase given as one string."""
    return key_of(tokenise(surface))


def squeezed_words(words: Iterable[str]) -> tuple[str, ...]:
    """Return folded words as squeezed, without the articles that names of Arabic may have or lack."""
    return tuple([squeeze(word) for word in words if word not in ARTICLES])


def fold_words(name: str) -> list[str]:
    """Return the folded words of a name, hyphenated parts apart."""
    return list(_fold_words(name))


@lru_cache(maxsize=1 << 14)
def _fold_words(name: str) -> tuple[str, ...]:
    return tuple([part for word in tokenise(name) for part in FOLDS[word].split() if part])


def initials(words: Iterable[str]) -> str:
    """Return the initial letters of the capitalised words of a name ("RSF" of "Rapid Support Forces")."""
    return "".join([word[0] for word in words if word[0].isupper()])


def join_words(words: Sequence[str]) -> str:
    """Write tokens as one phrase: hyphens and possessive marks without spaces."""
    joined = " ".join(words)
    for mark in HYPHENS:
        joined = joined.replace(f" {mark} ", mark)
    return joined.replace(" '", "'").replace(" ’", "’")


@cache
def plural_of(phrase: str) -> str:
    """Return the plural of a lower-case English noun phrase by its last word, or by its first before a preposition."""
    for ending in (phrase, phrase.rsplit(" ", 1)[-1]):
        if ending in _IRREGULAR:
            return phrase[: len(phrase) - len(ending)] + _IRREGULAR[ending]
    head, mark, rest = phrase.partition(" of ")
    if mark:
        return f"{plural_of(head)} of {rest}"
    head, mark, rest = phrase.partition(" to ")
    if mark:
        return f"{plural_of(head)} to {rest}"
    if phrase.endswith("man"):
        return f"{phrase[:-2]}en"
    if phrase.endswith(("s", "x", "ch", "sh", "z")):
        return f"{phrase}es"
    if phrase.endswith("y") and phrase[-2:-1] not in "aeou":
        return f"{phrase[:-1]}ies"
    return f"{phrase}s"


def is_capitalised(word: str) -> bool:
    """Tell whether a word begins with a capital letter."""
    return word[:1].isupper()


@lru_cache(maxsize=1 << 15)
def skeleton(name: str) -> str:
    """Reduce a folded word of a name to its consonants as squeezed, for spellings that differ in their vowels."""
    return _VOWELS.sub("", squeeze(name))


@lru_cache(maxsize=1 << 15)
def squeeze(name: str) -> str:
    """Reduce a folded word of a name to what survives transliteration, to match spellings that no table lists.

    "yanukovich" and "yanukovych", "qaddafi" and "gadhafi", "poroshenko" and "porochenko" fall together; so may names of
    different people, so a match counts only beside a second sign (first name, title, country).
    """
    squeezed = name
    for old, new in _SQUEEZES:
        squeezed = squeezed.replace(old, new)
    return _DOUBLED.sub(r"\1", squeezed)


_SQUEEZES = (
    ("ca", "ka"), ("co", "ko"), ("cu", "ku"), ("cl", "kl"), ("cr", "kr"),
    ("tz", "s"), ("ts", "s"), ("sch", "s"), ("tch", "c"), ("ch", "c"), ("sh", "s"), ("kh", "h"), ("gh", "g"),
    ("dh", "d"), ("th", "t"), ("ph", "f"), ("zh", "z"), ("q", "k"), ("ck", "k"), ("x", "ks"), ("w", "v"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "i"), ("ey", "i"), ("ay", "ai"), ("iy", "i"), ("yi", "i"),
    ("ii", "i"), ("ij", "i"), ("j", "i"), ("y", "i"), ("ie", "e"), ("ia", "a"), ("iu", "u"), ("io", "o"), ("h", ""),
    ("e", "i"), ("o", "u"), ("k", "g"), ("c", "s"),
)  # fmt: skip
