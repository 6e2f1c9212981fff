"""Direct speech: a quotation with its cue beside it, found by position where the parser stumbles over quotation marks.

Algorithm: in a sentence that opens with a quotation, the tokens behind its closing mark (the tail) are searched for a
verb with its subject: "..." said Mr. Roe; "..." the minister, who had flown in, told reporters. In a sentence that ends
in a quotation, the verb nearest before its opening mark takes it: He replied: "...".
"""

from __future__ import annotations

from tocsin.statements.candidate import Candidate
from tocsin.statements.cues import CueEntry, verb_cues
from tocsin.statements.sources import find_source
from tocsin.statements.tree import Tree

_FINITE = frozenset(("VBD", "VBZ", "VBP"))
_NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP", "WP", "CD"))
_LONGEST_TAIL = 24


def find_direct(tree: Tree, after_quote: bool) -> list[Candidate]:
    """Return candidates for quotations that open or close a sentence, with the quotation as content.

    `after_quote` says that a quotation ending in a question or exclamation mark closes right before the sentence.
    """
    quote = tree.quote
    out: list[Candidate] = []
    n = tree.n
    if quote is None:
        if after_quote:
            found = _tail_verb(tree, 0)
            if found is not None and found[0] <= 8 and not _has_complement(tree, found[0]):
                out.append(_candidate(tree, found, []))
        return out
    first = 0
    while first < n and quote[first] < 0 and tree.tags[first] in (",", ":", "-LRB-", "NFP"):
        first += 1
    if first < n and quote[first] >= 0:
        number = quote[first]
        last = first
        while last + 1 < n and quote[last + 1] == number:
            last += 1
        if last + 1 < n:
            found = _tail_verb(tree, last + 1)
            if found is not None:
                out.append(_candidate(tree, found, [(first, last)]))
                return out
    elif after_quote:
        found = _tail_verb(tree, 0)
        if found is not None and found[0] <= 8 and not _has_complement(tree, found[0]):
            out.append(_candidate(tree, found, []))
    return out


def _has_complement(tree: Tree, v: int) -> bool:
    return any(tree.deps[c] in ("ccomp", "xcomp", "oprd") and c > v for c in tree.children[v])


def _candidate(tree: Tree, found: tuple[int, int | None, CueEntry | None, float], content: list[tuple[int, int]]) -> Candidate:
    v, source, entry, level = found
    candidate = Candidate(tree, "quotation", v, [(v, v)], entry, "quote", level)
    candidate.source, candidate.source_how = source, "subject" if source is not None else "none"
    candidate.content = content
    for c in tree.children[v]:
        if tree.deps[c] in ("dobj", "dative") and c > v and c != source and tree.tags[c] in _NOUNS:
            candidate.addressee = c
            break
    return candidate


def _tail_verb(tree: Tree, start: int) -> tuple[int, int | None, CueEntry | None, float] | None:
    """Find the cue verb of a tail that begins at token `start`: (verb, speaker, entry, level)."""
    quote, tags, n = tree.quote, tree.tags, tree.n
    i = start
    while i < n and tags[i] in (",", ":", "NFP", "-LRB-", "RB"):
        i += 1
    if i >= n or (quote is not None and quote[i] >= 0):
        return None
    entries = verb_cues()
    if tags[i] in _FINITE or (tags[i] in ("VBN", "VB") and tree.lemmas[i] in entries):  # said Mr. Roe
        entry = entries.get(tree.lemmas[i])
        level = entry.frames.get("quote", 0) if entry is not None else 3
        if level < 2:
            return None
        return i, _subject_behind(tree, i), entry, level
    subject: int | None = None
    for v in range(i, min(n, i + _LONGEST_TAIL)):
        if quote is not None and quote[v] >= 0:
            break
        tag = tags[v]
        if tag in _NOUNS and subject is None:
            subject = v
        if tag not in _FINITE and not (tag == "VBN" and v > i and tags[v - 1] in _NOUNS):
            continue
        if subject is None:
            return None
        if tree.deps[v] in ("relcl", "acl", "aux", "auxpass"):
            continue
        entry = entries.get(tree.lemmas[v])
        level = entry.frames.get("quote", 0) if entry is not None else 2
        if level < 2:
            if v - i > 6:
                return None
            return None
        own = None
        for c in tree.children[v]:
            if tree.deps[c] == "nsubj" and i <= c < v:
                own = c
        if own is None:
            own = _head_before(tree, i, v)
        if own is None:
            return None
        return v, own, entry, level
    return None


def _subject_behind(tree: Tree, v: int) -> int | None:
    """Return the head of the noun phrase right behind an inverted cue."""
    for c in tree.children[v]:
        if tree.deps[c] == "nsubj" and c > v:
            return c
    j = v + 1
    while j < tree.n and tree.tags[j] in ("DT", "JJ", "PRP$", "RB", "CD", "VBN", "POS", ",", "VBG"):
        j += 1
    if j >= tree.n or tree.tags[j] not in _NOUNS:
        return None
    while j + 1 < tree.n and tree.tags[j + 1] in ("NN", "NNS", "NNP", "NNPS", "POS") and j + 1 - v < 12:
        j += 1
    return j


def _head_before(tree: Tree, start: int, v: int) -> int | None:
    """Return the head of the first noun phrase between `start` and verb `v`."""
    for j in range(start, v):
        if tree.tags[j] in _NOUNS:
            while j + 1 < v and tree.tags[j + 1] in ("NN", "NNS", "NNP", "NNPS"):
                j += 1
            return j
    return None
