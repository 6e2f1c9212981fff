"""Tells what attitude a word shows to what it governs, or how it judges a thing (data/positions/attitudes.tsv)."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from tocsin.lexicon import cell_values, read_table
from tocsin.records import Sentence

SIGNS = {
    "for": 1, "make": 1, "urge": 1, "agree": 1, "help": 1, "good": 1, "need": 1,
    "against": -1, "end": -1, "forbid": -1, "refuse": -1, "deny": -1, "harm": -1, "bad": -1, "lack": -1,
}  # fmt: skip
_BARE = frozenset(("a", "an", "the", "its", "their", "his", "her"))  # words of an idiom that change
_KINDS = {"VB": "verb", "NN": "noun", "JJ": "adjective", "RB": "adverb"}


@cache
def _words(kind: str) -> dict[str, str]:
    """Map the words of a kind to their attitudes."""
    rows = read_table("positions/attitudes.tsv", ("kind", "attitude", "words"))
    return {word: row["attitude"] for row in rows if row["kind"] == kind for word in cell_values(row["words"])}


@cache
def _phrases() -> dict[str, tuple[tuple[frozenset[str], str], ...]]:
    """Index the verbs with particles and idioms by the verb: the words that hang on it, the longest first."""
    found: dict[str, list[tuple[frozenset[str], str]]] = defaultdict(list)
    for phrase, attitude in _words("phrasal").items():
        first, *rest = phrase.split()
        found[first].append((frozenset(rest) - _BARE, attitude))
    return {verb: tuple(sorted(phrases, key=lambda one: -len(one[0]))) for verb, phrases in found.items()}


def attitude_of(sentence: Sentence, i: int, link: str = "") -> str:
    """Return the attitude that a word shows, "" where none is known; `link` is the preposition of what it governs."""
    kind = _KINDS.get(sentence.tags[i][:2])
    if kind is None:
        return ""
    lemma = sentence.lemmas[i]
    if kind == "verb":
        phrases = _phrases().get(lemma)
        if phrases:
            under = _hung(sentence, i) | {link}
            for rest, attitude in phrases:
                if rest <= under:
                    return attitude
    return _words(kind).get(lemma, "")


def _hung(sentence: Sentence, i: int) -> set[str]:
    """Return the words that hang on a verb, and on its objects and prepositions."""
    found: set[str] = set()
    for child in sentence.children[i]:
        found.update((sentence.lowers[child], sentence.lemmas[child]))
        if sentence.deps[child] in ("dobj", "prep", "prt", "pobj"):
            for below in sentence.children[child]:
                found.update((sentence.lowers[below], sentence.lemmas[below]))
    return found
