"""Turns articles into weighted word vectors in which names, places and rare words count most.

Algorithm: an article's own words (without boilerplate) are stemmed lightly; each stem and each pair of neighbouring
stems counts once, because a story is told by what occurs and not by how often. The weight is the inverse document
frequency, learned from the articles seen so far together with a background: general English
(data/stories/word_frequencies.tsv), the words that any crisis is told in (data/stories/crisis_words.tsv), and the names
of states, so that two articles on the same two states are not yet on one thing. A pair of stems is expected eight times
as often as chance would have it. Words written with a capital inside a sentence are weighed up: they are names. Vectors
have length 1. What a single article holds is no dimension, but makes it longer: common words in full, rare words and
pairs by the share that would recur were hundreds of articles read, so that articles are as alike among five as among a
thousand.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, TypeAlias

import numpy as np

from tocsin.lexicon import read_table
from tocsin.records import Article

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?|\d[\d.,]*\d|\d")
_BREAKS = frozenset('.!?"”\n:;')
_BACKGROUND = 300  # documents of general English that are thought to stand before the first article
_LENGTH = 300  # words in each of them
_NAME = 1.3  # weight of a capitalised word
_STATE = 0.1  # share of articles on a crisis that name a state
_PAIR = 8.0
_UNLISTED = 1e-6  # frequency of a stem that is not listed
_RECUR, _RECUR_DOCUMENTS = 0.7, 60  # rare terms of one article that would recur, and after how many half as many would
_NAMES_OF_STATES = ("name", "adjectives", "demonyms", "capital")
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", ""))

Vectors: TypeAlias = Any  # a scipy.sparse.csr_matrix, which comes without types


def stem(word: str) -> str:
    """Cut the commonest endings from a lower-case word ("recognised" and "recognises" give "recognis")."""
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    if len(word) <= 4:
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + instead
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def own_text(article: Article) -> str:
    """Return the title and the text without boilerplate."""
    pieces: list[str] = []
    position = 0
    for mark in article.boilerplate:
        pieces.append(article.text[position : mark.span[0]])
        position = mark.span[1]
    pieces.append(article.text[position:])
    text = "\n".join(pieces)
    return f"{article.title}\n{text}" if article.title and article.title not in text[:500] else text


def features(text: str) -> dict[str, bool]:
    """Return the stems and pairs of stems of a text; True marks one that it writes as a name."""
    found: dict[str, bool] = {}
    before: str | None = None
    for match in _TOKEN.finditer(text):
        token = match.group()
        if len(token) < 2 and not token.isdigit():
            before = None
            continue
        term = token.replace(",", "") if token[0].isdigit() else stem(token.lower())
        found[term] = found.get(term, False) or (before is not None and token[0].isupper())
        if before is not None:
            found[f"{before} {term}"] = False
        end = match.end()
        before = None if end < len(text) and text[end] in _BREAKS else term
    return found


@cache
def _frequencies() -> dict[str, float]:
    """Return the share of words that each common stem makes up."""
    found = {
        row["stem"]: float(row["per_million"]) / 1e6
        for row in read_table("stories/word_frequencies.tsv", ("stem", "per_million"))
    }
    held = [(float(row["share"]), row["words"]) for row in read_table("stories/crisis_words.tsv", ("share", "words"))]
    held += [(_STATE, row[column]) for row in read_table("parties/countries.csv") for column in _NAMES_OF_STATES]
    for share, words in held:
        frequency = -math.log(1 - share) / _LENGTH
        for match in _TOKEN.finditer(words.lower()):
            term = stem(match.group())
            found[term] = max(found.get(term, 0.0), frequency)
    return found


@lru_cache(maxsize=200_000)
def _expected(term: str) -> float:
    """Return in how many documents of the background a term is thought to occur."""
    first, _, second = term.partition(" ")
    known = _frequencies()
    frequency = known.get(first, 0.0)
    if second:
        frequency = _PAIR * known.get(first, _UNLISTED) * known.get(second, _UNLISTED)
    return _BACKGROUND * (1 - math.exp(-_LENGTH * frequency))


class Weights:
    """Document frequencies that grow with every batch of articles."""

    def __init__(self) -> None:
        self.documents = 0
        self.holding: Counter[str] = Counter()
        self.columns: dict[str, int] = {}

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Count a batch in and return its vectors, one row a text; terms of a single document are no dimension."""
        from scipy import sparse  # takes longer to load than a question to a ledger, or one article, may

        found = [features(text) for text in texts]
        self.documents += len(found)
        for terms in found:
            self.holding.update(terms.keys())
        rare = _RECUR * _RECUR_DOCUMENTS / (_RECUR_DOCUMENTS + self.documents)
        unshared = np.zeros(len(found))
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        for row, terms in enumerate(found):
            for term, is_name in terms.items():
                weight = self._weight(term) * (_NAME if is_name else 1.0)
                if weight > 0 and self.holding[term] > 1:
                    rows.append(row)
                    columns.append(self.columns.setdefault(term, len(self.columns)))
                    values.append(weight)
                elif weight > 0:
                    unshared[row] += weight * weight * _counted(term, rare)
        matrix = sparse.csr_matrix((values, (rows, columns)), shape=(len(found), max(1, len(self.columns))))
        lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel() + unshared)
        lengths[lengths == 0] = 1.0
        return sparse.csr_matrix(sparse.diags(1 / lengths) @ matrix)

    def _weight(self, term: str) -> float:
        """Return the inverse document frequency of a term, as if two documents at least held it."""
        holding = max(self.holding[term], 2)
        return max(0.0, math.log((self.documents + _BACKGROUND + 1) / (holding + _expected(term) + 0.5)))


def _counted(term: str, rare: float) -> float:
    """Return the share of a term of one document by which it counts for that document's length."""
    if " " in term:
        return rare
    return 1.0 if term in _frequencies() else min(1.0, 1.5 * rare + 0.1)
