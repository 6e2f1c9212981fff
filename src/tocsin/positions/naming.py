"""Names channels, measures and military activities as an analyst would: the noun with the words that class it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from tocsin.lexicon import cell_values, read_table
from tocsin.records import Sentence

_MODIFIERS = frozenset(("amod", "compound", "nmod", "nummod", "quantmod"))
_QUOTES = frozenset("\"'“”‘’`´") | {"''", "``"}
_SUMS = frozenset(("million", "billion", "dollar", "euro", "pound"))
_LONGEST = 6  # words


@cache
def _left_out() -> frozenset[str]:
    """Return the modifiers that a name does without."""
    rows = read_table("positions/name_words.tsv", ("kind", "words"))
    return frozenset(word for row in rows for word in cell_values(row["words"]))


def name_of(sentence: Sentence, noun: int, words: Sequence[str] = ()) -> str:
    """Return a noun with the modifiers that class it, in the order of the text: "naval exercise", "2,600 US troops".

    `words` are the words of the lexicon that end at the noun and always stand in the name. Articles, quotation marks,
    adjectives of judgement and words of order ("new", "first") are left out.
    """
    kept = set(range(noun - len(words) + 1, noun + 1)) if words else {noun}
    for child in (c for token in sorted(kept) for c in sentence.children[token]):
        if sentence.deps[child] in _MODIFIERS and child < noun and _classes(sentence, child):
            kept.add(child)
            kept.update(
                g for g in sentence.children[child]
                if sentence.deps[g] in ("compound", "nummod", "nmod") and _classes(sentence, g)
            )  # fmt: skip
    for i in range(noun - 1, 0, -1):
        if sentence.words[i] in "-–" and i + 1 in kept:  # "live-fire", "search-and-rescue"
            kept.update((i - 1, i))
    return _spelled(sentence, sorted(kept))


def _classes(sentence: Sentence, token: int) -> bool:
    """Tell whether a modifier says what kind of thing it is, or how many."""
    word = sentence.lowers[token]
    if sentence.tags[token] in ("$", "CD"):
        return True
    if sentence.tags[token] == "NNP" and sentence.lemmas[sentence.heads[token]] in _SUMS:
        return False  # "promised Ukraine millions"
    return (
        word not in _left_out()
        and sentence.lemmas[token] not in _left_out()
        and sentence.tags[token] not in ("JJR", "JJS", "VBN", "VBG", "VBD")
        and _QUOTES.isdisjoint(word)
    )


def _spelled(sentence: Sentence, tokens: Sequence[int]) -> str:
    """Join tokens with the spaces that the text has between neighbours; a first word that is no name is lowered."""
    pieces: list[str] = []
    for place, token in enumerate(tokens):
        word = sentence.words[token]
        if place == 0 and sentence.tags[token] not in ("NNP", "NNPS") and word[1:].islower() and token == 0:
            word = word.lower()
        apart = not pieces or tokens[place - 1] != token - 1 or sentence.starts[token] > sentence.ends[token - 1]
        pieces.append(f" {word}" if pieces and apart else word)
    return "".join(pieces)


def commonest(counts: Mapping[str, int]) -> str:
    """Return the name that is used most, of equals the fullest that is not too long."""
    return max(counts, key=lambda name: (counts[name], len(name.split()) <= _LONGEST, len(name)))
