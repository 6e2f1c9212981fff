"""How sure a candidate is: a sum of weights in log odds (data/cues/weights.tsv), turned into a probability."""

from __future__ import annotations

import math
from functools import cache

from tocsin.lexicon import read_table
from tocsin.statements.tree import Candidate

_MODALS = frozenset(("would", "could", "should", "can", "may", "might", "must", "'d", "’d", "ought", "shall"))
_FIRST_WORDS = 3
_SIGNS = frozenset(("sign", "evidence", "indication", "hint", "suggestion", "proof", "record", "trace"))
_SOURCELESS = frozenset(("raised", "passive", "impersonal", "hearsay"))
_OBJECT_FAMILIES = frozenset(("np", "prep", "obj-prep", "inf", "pred", "noun", "passive", "adjective"))
_FAMILY = {
    "quotation": "quotation", "signature": "quotation", "fronted": "quote", "aside": "quote", "position": "position",
    "clause": "clause", "object": "np", "preposition": "prep", "object and preposition": "obj-prep",
    "relayed": "obj-prep", "predicate": "pred", "passive": "passive", "noun": "noun", "adjective": "adjective",
    "phrase": "phrase", "hearsay": "hearsay", "colon": "colon", "headline": "headline",
}  # fmt: skip


@cache
def _weights() -> dict[tuple[str, str], float]:
    return {(row["group"], row["property"]): float(row["weight"]) for row in read_table("cues/weights.tsv", ("group",))}


def family(candidate: Candidate) -> str:
    """Return the group of weights that a candidate's rule and frame belong to."""
    if candidate.rule == "infinitive":
        return "obj-inf" if candidate.frame == "obj-inf" else "inf"
    if candidate.rule == "clause" and candidate.frame in ("obj-inf", "ing", "pred"):
        return "obj-inf"
    return _FAMILY.get(candidate.rule, "phrase")


def properties(candidate: Candidate) -> list[tuple[str, str]]:
    """Return the properties of a candidate that carry weight."""
    tree, v = candidate.tree, candidate.verb
    group = family(candidate)
    out = [(group, str(max(-1, min(5, int(candidate.level)))))]
    out.append(("source", _source_kind(candidate)))
    tag = tree.tags[v]
    if group not in ("quotation", "colon"):
        if tag == "VB":
            modal = next((tree.lowers[c] for c in tree.children[v] if tree.deps[c] == "aux" and c < v), "")
            if modal == "to":
                out.append(("form", "infinitive"))
            elif modal in _MODALS:
                out.append(("form", "modal"))
            elif modal in ("will", "wo", "'ll", "’ll"):
                out.append(("form", "will"))
        elif tag == "VBG" and not any(tree.deps[c] == "aux" for c in tree.children[v]):
            out.append(("form", "gerund"))
        for c in tree.children[v]:
            if tree.deps[c] == "neg":
                out.append(("form", "negated"))
            elif tree.deps[c] == "mark" and tree.lowers[c] == "if":
                out.append(("form", "if"))
        if tree.kind == "headline":
            out.append(("form", "headline"))
        if tree.lowers[tree.n - 1] == "?" and tree.quote is None:
            out.append(("form", "question"))
        dep = tree.deps[v]
        if _is_unreal(candidate):
            out.append(("form", "unreal"))
        if dep == "relcl":
            out.append(("place", "relative"))
        elif dep in ("ccomp", "csubj"):
            out.append(("place", "complement"))
    if group == "noun" and candidate.entry is not None and candidate.entry.kind in ("speech", "demand"):
        out.append(("noun kind", "speech" if candidate.source is not None else "unheld"))
    if group in _OBJECT_FAMILIES:
        size = sum(b - a + 1 for a, b in candidate.content)
        if size <= 3:
            out.append(("size", str(size)))
        elif size >= 8:
            out.append(("size", "long"))
        if size == 1 and tree.tags[candidate.content[0][0]] == "PRP":
            out.append(("object", "pronoun"))
    return out


def _is_unreal(candidate: Candidate) -> bool:
    """Tell whether a cue stands under "no sign that" or the like, which says that nobody said it."""
    tree, head = candidate.tree, candidate.verb
    for _ in range(3):
        if tree.lemmas[head] in _SIGNS:
            return any(tree.lowers[c] == "no" for c in tree.children[head])
        if tree.heads[head] == head:
            return False
        head = tree.heads[head]
    return False


def _source_kind(candidate: Candidate) -> str:
    source, tree = candidate.source, candidate.tree
    if source is None:
        return candidate.source_how if candidate.source_how in _SOURCELESS else "none"
    lower, tag = tree.lowers[source], tree.tags[source]
    if tag == "PRP":
        if lower in ("he", "she", "they"):
            return "he"
        return "I" if lower == "i" else lower
    if tag in ("WP", "WDT"):
        return "question" if tree.lowers[tree.n - 1] == "?" and source < _FIRST_WORDS else lower
    if lower in ("nobody", "none") or (lower == "one" and source > 0 and tree.lowers[source - 1] == "no"):
        return "nobody"
    if tag in ("DT", "EX") or lower in ("one", "anyone", "everyone", "anybody", "everybody", "nobody", "someone"):
        return "indefinite"
    if tag in ("NNP", "NNPS"):
        return "name"
    return "common"


def score(candidate: Candidate) -> float:
    """Return the confidence of a candidate from 0 to 1: the logistic function of its weights' sum."""
    weights = _weights()
    total = sum([weights.get(key, 0.0) for key in properties(candidate)])
    return 1 / (1 + math.exp(-total))
