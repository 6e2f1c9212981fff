"""Phrases that attribute without a verb: "according to X", "in X's view"; and colons: "X: no talks"."""

from __future__ import annotations

from tocsin.statements.candidate import Candidate
from tocsin.statements.tree import Tree


def find_phrases(tree: Tree) -> list[Candidate]:
    """Return candidates for attributing phrases of a sentence."""
    out: list[Candidate] = []
    lowers = tree.lowers
    n = tree.n
    for i in range(n - 2):
        if lowers[i] == "according" and lowers[i + 1] == "to":
            candidate = _outer(tree, i, i + 1)
            if candidate is not None:
                out.append(candidate)
    return out


def find_signature(text: str, after: str) -> bool:
    """placeholder"""
    return False


def _outer(tree: Tree, first: int, last: int) -> Candidate | None:
    """Take the noun phrase behind the cue as speaker, the rest of its clause as content."""
    source = tree.child(last, "pobj", "pcomp")
    if source is None:
        source = tree.child(first, "pobj")
    if source is None:
        j = last + 1
        while j < tree.n and tree.tags[j] not in ("NN", "NNS", "NNP", "NNPS", "PRP"):
            j += 1
        if j >= tree.n:
            return None
        while j + 1 < tree.n and tree.tags[j + 1] in ("NN", "NNS", "NNP", "NNPS"):
            j += 1
        source = j
    candidate = Candidate(tree, "according to", first, [(first, last)], None, "phrase", 5)
    candidate.source, candidate.source_how = source, "phrase"
    end = max(tree.rights[source], source, last + 1)
    if all(tree.tags[k] in ("``", "''", ",", "CC", "RB", "IN") or tree.lowers[k] in ("but", "and") for k in range(first)):
        # According to X, C.
        end = _comma_after(tree, source, end)
        candidate.content = [(end + 1, tree.n - 1)] if end + 1 < tree.n else []
    else:
        candidate.content = [(0, first - 1)]
        if end + 2 < tree.n and tree.lowers[end + 1] == "," and tree.n - end > 3:
            candidate.content.append((end + 1, tree.n - 1))
    return candidate if candidate.content else None


def _comma_after(tree: Tree, source: int, end: int) -> int:
    """Find the comma that ends a leading phrase: the first behind the speaker's noun phrase."""
    for j in range(source + 1, tree.n):
        if tree.lowers[j] == "," and (tree.heads[j] < source or tree.heads[j] > end or j >= end):
            return j
    return end
