"""Finds the independent origins behind a set of articles: wire copies, syndication and light rewrites count once.

Algorithm: each article's own words (without boilerplate) become hashed five-word shingles. Pairs that share a sampled
shingle are compared on all of theirs; where one article's shingles lie to half or more in the other's, or to a quarter
where both credit the same agency on neighbouring days, the two have one origin. Each article joins the one earlier in
the input that it shares most with, and only that one, so that an article merged of two dispatches does not make one
origin of both.
The measure is containment (Broder 1997, "On the resemblance and containment of documents"), because a cut copy is
contained in its original while their resemblance is small.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence

from tocsin.records import Article
from tocsin.text import days_between

_WORD = re.compile(r"\w+")
_SHINGLE = 5
_SAMPLE = 8  # one shingle in this many is used to find candidate pairs
_CROWD = 400  # a shingle in more articles than this is a set phrase
_CONTAINED = 0.5
_CONTAINED_IF_CREDITED = 0.25
_FEWEST = 12  # an article with fewer shingles than this is too short to tell


def find_origins(articles: Sequence[Article]) -> tuple[tuple[str, ...], ...]:
    """Group article ids by origin, each group and the groups in input order; every id is in exactly one group."""
    shingles = [_shingles(article) for article in articles]
    earlier: dict[int, list[int]] = defaultdict(list)
    for i, j in _candidates(shingles):
        earlier[j].append(i)
    root = list(range(len(articles)))
    for j in range(len(articles)):
        shared = [(_containment(shingles[i], shingles[j]), -i) for i in earlier[j]]
        for contained, i in sorted(shared, reverse=True):
            if _is_copy(articles[-i], articles[j], contained):
                root[j] = root[-i]
                break
    groups: dict[int, list[str]] = defaultdict(list)
    for i, article in enumerate(articles):
        groups[root[i]].append(article.id)
    return tuple(tuple(group) for group in groups.values())


def origin_of(origins: Sequence[Sequence[str]]) -> Mapping[str, int]:
    """Map each article id to the number of its origin."""
    return {article: number for number, group in enumerate(origins) for article in group}


def _shingles(article: Article) -> frozenset[int]:
    """Hash every run of five words of the article's own text."""
    pieces: list[str] = []
    position = 0
    for mark in article.boilerplate:
        pieces.append(article.text[position : mark.span[0]])
        position = mark.span[1]
    pieces.append(article.text[position:])
    words = _WORD.findall(" ".join(pieces).lower())
    return frozenset(
        zlib.crc32(" ".join(words[i : i + _SHINGLE]).encode("utf-8", "surrogatepass"))
        for i in range(len(words) - _SHINGLE + 1)
    )


def _candidates(shingles: Sequence[frozenset[int]]) -> set[tuple[int, int]]:
    """Return the pairs of articles that share a sampled shingle."""
    holders: dict[int, list[int]] = defaultdict(list)
    for i, found in enumerate(shingles):
        for shingle in found:
            if shingle % _SAMPLE == 0:
                holders[shingle].append(i)
    pairs: set[tuple[int, int]] = set()
    for held in holders.values():
        if 1 < len(held) <= _CROWD:
            pairs.update((held[a], held[b]) for a in range(len(held)) for b in range(a + 1, len(held)))
    return pairs


def _containment(a: frozenset[int], b: frozenset[int]) -> float:
    """Return which part of the smaller set lies in the larger; texts too short to tell must be the same."""
    fewest = min(len(a), len(b))
    if fewest < _FEWEST:
        return float(a == b and fewest > 0)
    return len(a & b) / fewest


def _is_copy(one: Article, other: Article, contained: float) -> bool:
    """Judge a candidate pair by containment and credit."""
    if contained >= _CONTAINED:
        return True
    shared = set(one.agencies) & set(other.agencies)
    gap = days_between(one.published, other.published)
    return bool(shared) and contained >= _CONTAINED_IF_CREDITED and (gap is None or gap <= 2)
