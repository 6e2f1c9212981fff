"""Base forms and contraries of words where no parse is at hand: joining articles reads texts without tokens."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from tocsin.lexicon import cell_values, noun_kinds, read_table, verb_kinds

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d,.]*\d|\d", re.UNICODE)
_ENDINGS = (
    ("ies", ("y",)), ("ied", ("y",)), ("es", ("e", "")), ("s", ("",)), ("ed", ("e", "", "-")), ("ing", ("e", "", "-")),
)  # fmt: skip
_SPECIFIC = 60  # verbs that a kind of act has at most, to tell that two acts are alike
_STEM = 6  # letters that words of one root mostly share


@cache
def lemma_of(word: str) -> str:
    """Return the base form of a lower-case word, as far as its ending and WordNet's lists tell ("shelled" -> "shell").

    "left" is taken for a form of "leave", "fell" of "fall".
    """
    word = word.replace("’", "'").removesuffix("'s").removesuffix("'")
    irregular = _irregular().get(word)
    if irregular is not None:
        return irregular
    verbs, nouns = verb_kinds(), noun_kinds()
    for ending, bases in _ENDINGS:
        stem = word[: -len(ending)]
        if not word.endswith(ending) or len(stem) < 2:
            continue
        for base in bases:
            if base == "-" and stem[-1] != stem[-2]:
                continue
            found = stem[:-1] if base == "-" else stem + base
            if found in verbs or (ending[-1] == "s" and found in nouns):
                return found
    return word


@cache
def stem_of(lemma: str) -> str:
    """Return the beginning of a base form that words of its root share ("withdraw", "withdrawal")."""
    return lemma[:_STEM]


@cache
def contraries_of(lemma: str) -> frozenset[str]:
    """Return the words that mean the contrary of a base form in WordNet ("legal": "illegal")."""
    return frozenset(_contraries().get(lemma, ()))


@cache
def kinds_of(lemma: str) -> tuple[str, ...]:
    """Return the kinds of act, of not too many verbs, that WordNet counts a verb to."""
    return tuple(kind for kind in verb_kinds().get(lemma, ()) if _kind_sizes()[kind] <= _SPECIFIC)


@cache
def _kind_sizes() -> Counter[str]:
    return Counter(kind for kinds in verb_kinds().values() for kind in kinds)


def has_kind(lemma: str) -> bool:
    """Tell whether WordNet knows a base form as a verb or a common noun."""
    return lemma in verb_kinds() or lemma in noun_kinds()


@cache
def _irregular() -> dict[str, str]:
    return {row["form"]: row["lemma"] for row in read_table("wordnet/forms.tsv", ("form", "lemma"))}


@cache
def _contraries() -> dict[str, tuple[str, ...]]:
    rows = read_table("wordnet/contraries.tsv", ("word", "contraries"))
    return {row["word"]: cell_values(row["contraries"]) for row in rows}
