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
    if after_quote and (quote is None or quote[0] < 0):
        found = _tail_verb(tree, 0)
        if found is not None and found[0] <= 8 and not _has_complement(tree, found[0]):
            out.append(_candidate(tree, found, []))
    if quote is None:
        return out
    used: set[int] = set()
    for first, last in _runs(quote):
        k = first - 1
        while k >= 0 and tree.tags[k] in ("NFP", "-LRB-"):
            k -= 1
        opens = k < 0 or (tree.lowers[k] in (":", "—", "–", "-", "--") and first > 0)
        if opens and last + 1 < tree.n and quote[last + 1] < 0:
            found = _tail_verb(tree, last + 1)
            if found is not None and (_closed(tree, last) or found[0] <= last + 3) and found[0] not in used:
                used.add(found[0])
                out.append(_candidate(tree, found, [(first, last)]))
                continue
        if k > 0:
            found = _lead_verb(tree, k, first)
            if found is not None and found[0] not in used:
                used.add(found[0])
                out.append(_candidate(tree, found, [(first, last)]))
    return out


def find_lead(tree: Tree) -> Candidate | None:
    """Return the cue that a sentence ending in a colon or comma ends on, for the quotation that follows it."""
    k = tree.n - 1
    if k < 1 or tree.lowers[k] not in (":", ","):
        return None
    entries = verb_cues()
    for v in range(k - 1, -1, -1):
        if tree.tags[v][0] != "V" or tree.deps[v] in ("aux", "auxpass", "amod") or tree.tags[v] == "VBN":
            continue
        if tree.quote is not None and tree.quote[v] >= 0:
            return None
        entry = entry_at(tree, v)
        level = entry.frames.get("quote", 0) if entry is not None else 0
        if level < 3:
            continue
        source, _ = find_source(tree, v)
        return _candidate(tree, (v, source, entry, level), [])
    root = next((v for v in range(tree.n) if tree.heads[v] == v and tree.is_verb(v)), None)
    if root is not None and tree.lowers[k] == ":":  # "made the following comment:"
        source, _ = find_source(tree, root)
        if source is not None:
            return _candidate(tree, (root, source, None, 3), [])
    return None


def find_signature(tree: Tree, start: int) -> Candidate | None:
    """Return the speaker who signs a quotation: "..." - Jane Roe; `start` is the token of the dash."""
    first = start + 1
    while first < tree.n and tree.tags[first] == "_SP":
        first += 1
    last = first
    while last < tree.n and (tree.tags[last] in ("NNP", "NNPS", ",", "-LRB-", "-RRB-", "IN", "NN", "JJ", "DT") ):
        last += 1
    if first >= tree.n or not tree.words[first][:1].isupper() or last - first < 1:
        return None
    head = first
    while head + 1 < last and tree.tags[head + 1] in ("NNP", "NNPS", "NN"):
        head += 1
    candidate = Candidate(tree, "signature", start, [(start, start)], None, "quote", 4)
    candidate.source, candidate.source_how = head, "signature"
    return candidate


def entry_at(tree: Tree, v: int) -> CueEntry | None:
    """Return the lexicon's entry for the verb at token v, with its particle where that makes an entry."""
    entries = verb_cues()
    if v + 1 < tree.n and (tree.tags[v + 1] in ("RP", "RB", "IN") or tree.lowers[v + 1] == "it"):
        phrasal = entries.get(f"{tree.lemmas[v]} {tree.lowers[v + 1]}")
        if phrasal is not None:
            return phrasal
    return entries.get(tree.lemmas[v])


def _runs(quote: list[int]) -> list[tuple[int, int]]:
    """Return the token ranges that stand in one quotation."""
    runs: list[tuple[int, int]] = []
    i, n = 0, len(quote)
    while i < n:
        if quote[i] >= 0:
            j = i
            while j + 1 < n and quote[j + 1] == quote[i]:
                j += 1
            runs.append((i, j))
            i = j
        i += 1
    return runs


def _lead_verb(tree: Tree, k: int, first: int) -> tuple[int, int | None, CueEntry | None, float] | None:
    """Find the cue verb that leads into a quotation opening at token `first`, with `k` the last token before it."""
    tags, lowers = tree.tags, tree.lowers
    mark = lowers[k]
    if mark not in (",", ":"):
        if tags[k] not in _FINITE and tags[k] not in ("VBG", "VB", "VBN"):
            return None
    word = first
    while word < tree.n and tags[word] in ("``", "''", "NFP", ":"):
        word += 1
    capital = word < tree.n and tree.words[word][:1].isupper()
    if mark == "," and not capital:
        return None
    entries = verb_cues()
    for v in range(k, max(-1, k - 16), -1):
        if tree.quote is not None and tree.quote[v] >= 0:
            return None
        if tags[v][0] != "V" or tree.deps[v] in ("aux", "auxpass", "amod"):
            continue
        entry = entry_at(tree, v)
        level = entry.frames.get("quote", 0) if entry is not None else 0
        if mark == ":" and capital and tree.deps[v] in ("ROOT", "conj"):
            level = max(level, 3)
        if level < 3 and tree.deps[v] in ("acl", "relcl", "advcl", "pcomp") and v > k - 9:
            continue  # said in a statement released on Friday, "..."
        if level < 2:
            return None
        source, _ = find_source(tree, v)
        if source is None and tags[v] in _FINITE:
            source = _subject_behind(tree, v)
        return v, source, entry, level
    return None


def _closed(tree: Tree, last: int) -> bool:
    """Tell whether a quotation ends with the punctuation of a sentence or before a cue."""
    k = last
    while k > 0 and tree.tags[k] in ("''", "``"):
        k -= 1
    return tree.lowers[k][-1:] in ",.?!…—-" or (last + 1 < tree.n and tree.lowers[last + 1] in (",", "—", "--", "-"))


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
    if i + 1 < n and tree.lowers[i] == "as":
        i += 1
    if i >= n or (quote is not None and quote[i] >= 0):
        return None
    entries = verb_cues()
    if tags[i] in _FINITE or (tags[i] in ("VBN", "VB") and tree.lemmas[i] in entries):  # said Mr. Roe
        entry = entry_at(tree, i)
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
        entry = entry_at(tree, v)
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
