"""Direct speech: finds the cue beside a quotation by position, and gives quotations that run on to who speaks them.

Algorithm. (1) Where a quotation opens a sentence, the tokens behind its closing mark (the tail) are searched for a verb
with its subject: "..." said Mr. Roe; "..." the minister, who had flown in, told reporters. Where it stands behind other
words, the verb nearest before its opening mark leads into it: He replied: "...". The parser, which stumbles over
quotation marks, is not asked. (2) Content that reaches into a quotation is widened to the whole of it. (3) Every
quotation that nobody holds yet, and that makes up a sentence of its own, goes to the statement that it follows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from tocsin.records import Block, Quote, Span
from tocsin.statements.assembly import merge_spans
from tocsin.statements.cues import CueEntry, noun_cues
from tocsin.statements.sources import find_source
from tocsin.statements.tree import FINITE_TAGS, NOUN_TAGS, Candidate, TokenRange, Tree
from tocsin.statements.verbs import entry_at

_NOUNS = NOUN_TAGS | {"PRP", "WP", "CD"}
_DASHES = frozenset(("—", "–", "―", "-", "--"))
_LONGEST_TAIL = 24
_LONGEST_LEAD = 16
_LOOKED_BACK = 12  # statements before a loose quotation among which its speaker is looked for
_NEAR = 8  # tokens within which a cue follows a quotation that ends in a question or exclamation mark


class _Cue(NamedTuple):
    """A cue verb found beside a quotation, with its speaker and the lexicon's strength."""

    verb: int
    source: int | None
    entry: CueEntry | None
    level: int


def find_quotation_cues(tree: Tree, follows_quote: bool) -> list[Candidate]:
    """Return candidates for the quotations of a sentence, with the quotation as content.

    `follows_quote` says that a quotation ending in ? ! or a comma closes right before the sentence; a cue that belongs
    to it comes without content.
    """
    out: list[Candidate] = []
    quote = tree.quote
    if follows_quote and not tree.in_quote(0):
        cue = _tail_cue(tree, 0)
        if cue is not None and cue.verb <= _NEAR and not _has_complement(tree, cue.verb):
            out.append(_candidate(tree, cue, []))
    if quote is None:
        return out
    used: set[int] = set()
    for first, last in _runs(quote):
        k = first - 1
        while k >= 0 and tree.tags[k] in ("NFP", "-LRB-"):
            k -= 1
        found = None
        opens = k < 0 or tree.lowers[k] == ":" or tree.lowers[k] in _DASHES
        if opens and last + 1 < tree.n and quote[last + 1] < 0:
            found = _tail_cue(tree, last + 1)
            if found is not None and not _ends_speech(tree, last) and found.verb > last + 3:
                found = None
        if found is None and k > 0:
            found = _lead_cue(tree, k, first)
        if found is not None and found.verb not in used:
            used.add(found.verb)
            out.append(_candidate(tree, found, [(first, last)]))
    return out


def _runs(quote: list[int]) -> list[TokenRange]:
    """Return the token ranges that stand in one quotation each."""
    runs: list[TokenRange] = []
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


def _candidate(tree: Tree, cue: _Cue, content: list[TokenRange]) -> Candidate:
    found = Candidate(tree, "quotation", cue.verb, cue.entry, "quote", cue.level)
    if cue.entry is not None and " " in cue.entry.lemma:
        found.add_to_cue(cue.verb + 1)
    found.source, found.source_how = cue.source, "subject" if cue.source is not None else "none"
    found.content = content
    for c in tree.children[cue.verb]:
        is_object = tree.deps[c] in ("dobj", "dative") and c > cue.verb and c != cue.source
        if is_object and tree.tags[c] in _NOUNS and tree.lowers[c] != "it" and not tree.in_quote(c):
            found.addressee = c
            break
    return found


def _ends_speech(tree: Tree, last: int) -> bool:
    """Tell whether a quotation that ends at token `last` ends in the punctuation of a sentence or before a comma."""
    k = last
    while k > 0 and tree.tags[k] in ("''", "``"):
        k -= 1
    return tree.lowers[k][-1:] in ",.?!…—-" or (last + 1 < tree.n and tree.lowers[last + 1] in (",", "—", "--", "-"))


def _has_complement(tree: Tree, v: int) -> bool:
    return any(tree.deps[c] in ("ccomp", "xcomp", "oprd") and c > v for c in tree.children[v])


def _tail_cue(tree: Tree, start: int) -> _Cue | None:
    """Find the cue in the tail of a quotation that begins at token `start`."""
    tags, n = tree.tags, tree.n
    i = start
    while i < n and tags[i] in (",", ":", "NFP", "-LRB-", "RB"):
        i += 1
    if i + 1 < n and tree.lowers[i] == "as":
        i += 1
    if i >= n or tree.in_quote(i):
        return None
    if tags[i] in FINITE_TAGS or (tags[i] in ("VBN", "VB") and entry_at(tree, i) is not None):  # said Mr. Roe
        level = _quote_level(tree, i, 3)
        return _Cue(i, _subject_behind(tree, i), entry_at(tree, i), level) if level >= 2 else None
    has_noun = False
    for v in range(i, min(n, i + _LONGEST_TAIL)):
        if tree.in_quote(v):
            return None
        tag = tags[v]
        has_noun = has_noun or tag in _NOUNS
        if tag not in FINITE_TAGS and not (tag == "VBN" and v > i and tags[v - 1] in _NOUNS):
            continue
        if not has_noun:
            return None
        if tree.deps[v] in ("relcl", "acl", "aux", "auxpass"):
            continue
        level = _quote_level(tree, v, 3 if v <= i + 3 else 2)
        source = _subject_before(tree, i, v)
        return _Cue(v, source, entry_at(tree, v), level) if level >= 2 and source is not None else None
    return None


def _quote_level(tree: Tree, v: int, unknown: int) -> int:
    """Return the strength of verb v as the cue of a quotation, `unknown` for a verb that the lexicon does not hold."""
    entry = entry_at(tree, v)
    return unknown if entry is None else entry.frames.get("quote", 0)


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
    while j + 1 < tree.n and (tree.tags[j + 1] in NOUN_TAGS or tree.tags[j + 1] == "POS") and j + 1 - v < 12:
        j += 1
    return j


def _subject_before(tree: Tree, start: int, v: int) -> int | None:
    """Return the head of a cue's subject between token `start` and verb v."""
    for c in tree.children[v]:
        if tree.deps[c] == "nsubj" and start <= c < v:
            return c
    for j in range(start, v):
        if tree.tags[j] in _NOUNS:
            return tree.noun_end(j, v)
    return None


def _lead_cue(tree: Tree, k: int, first: int) -> _Cue | None:
    """Find the cue that leads into a quotation opening at token `first`; `k` is the last token before it."""
    tags, mark = tree.tags, tree.lowers[k]
    if mark not in (",", ":") and tags[k] not in FINITE_TAGS and tags[k] not in ("VBG", "VB", "VBN"):
        return None
    word = first
    while word < tree.n and tags[word] in ("``", "''", "NFP", ":"):
        word += 1
    has_capital = word < tree.n and tree.words[word][:1].isupper()
    if mark == "," and not has_capital:
        return None
    for v in range(k, max(-1, k - _LONGEST_LEAD), -1):
        if tree.in_quote(v):
            return None
        if tags[v][0] != "V" or tree.deps[v] in ("aux", "auxpass", "amod"):
            continue
        level = _quote_level(tree, v, 0)
        if mark == ":" and has_capital and tree.deps[v] in ("ROOT", "conj"):
            level = max(level, 3)
        if level < 3 and tree.deps[v] in ("acl", "relcl", "advcl", "pcomp") and v > k - 9:
            continue  # said in a statement released on Friday, "..."
        if level < 2:
            return None
        source, _ = find_source(tree, v)
        if source is None and tags[v] in FINITE_TAGS:
            source = _subject_behind(tree, v)
        return _Cue(v, source, entry_at(tree, v), level)
    return None


def find_lead(tree: Tree) -> Candidate | None:
    """Return the cue that a sentence ending in a colon or comma ends on, for the quotation that follows it."""
    k = tree.n - 1
    if k < 1 or tree.lowers[k] not in (":", ","):
        return None
    for v in range(k - 1, -1, -1):
        if tree.tags[v][0] != "V" or tree.tags[v] == "VBN" or tree.deps[v] in ("aux", "auxpass", "amod"):
            continue
        if tree.in_quote(v):
            return None
        level = _quote_level(tree, v, 0)
        if level >= 3:
            return _candidate(tree, _Cue(v, find_source(tree, v)[0], entry_at(tree, v), level), [])
    root = next((v for v in range(tree.n) if tree.heads[v] == v and tree.is_verb(v)), None)
    if root is not None and tree.lowers[k] == ":" and any(lemma in noun_cues() for lemma in tree.lemmas[-5:]):
        source, _ = find_source(tree, root)  # made the following comment:
        if source is not None:
            return _candidate(tree, _Cue(root, source, None, 3), [])
    return None


def find_signature(tree: Tree, dash: int) -> Candidate | None:
    """Return the name that signs a quotation behind a dash: "..." - Jane Roe; None where no name follows."""
    if tree.words[dash] not in _DASHES:
        return None
    first = dash + 1
    while first < tree.n and tree.tags[first] == "_SP":
        first += 1
    if first >= tree.n or not tree.words[first][:1].isupper() or tree.tags[first] not in NOUN_TAGS:
        return None
    if any(tree.is_verb(j) for j in range(first, min(tree.n, first + 6))):
        return None
    found = Candidate(tree, "signature", dash, None, "quote", 4)
    found.source, found.source_how = tree.noun_end(first, tree.n), "signature"
    return found


def widen(spans: Sequence[Span], cue: int, quotes: Sequence[Quote]) -> list[Span]:
    """Widen spans that reach into a quotation to the whole of it, unless the cue (at offset `cue`) stands in it too."""
    out: list[Span] = []
    for start, end in spans:
        for q in quotes:
            if q.outer[0] < end and start < q.outer[1] and not q.outer[0] <= cue < q.outer[1]:
                if q.span[0] < start < q.span[1]:
                    start = q.span[0]
                if q.span[0] < end < q.span[1]:
                    end = q.span[1] if start >= q.span[0] else q.outer[1]
        out.append((start, end))
    return merge_spans(out)


class Holder:
    """A statement in the making: its spans grow by the quotations that it takes up.

    `direct` says that it holds a quotation, `cue` is the offset of its cue, `end` where it or its sentence ends.
    """

    __slots__ = ("block", "cue", "direct", "end", "sentence", "spans")

    def __init__(self, candidate: Candidate, spans: list[Span], quotes: Sequence[Quote]) -> None:
        self.spans = spans
        self.sentence = candidate.tree.sentence.span
        self.block = candidate.tree.sentence.block
        self.direct = any(a < q.outer[1] and q.outer[0] < b for a, b in spans for q in quotes)
        self.cue = candidate.tree.starts[candidate.verb]
        self.end = max(self.sentence[1], spans[-1][1])


def give_loose_quotes(text: str, blocks: Sequence[Block], quotes: Sequence[Quote], holders: Sequence[Holder]) -> None:
    """Hand quotations that nobody holds to the statement that they continue, by adding to its spans.

    `quotes` are all of `Reading.quotes`; those within others are passed over.
    """
    outer = [(n, q) for n, q in enumerate(quotes) if q.depth == 0]
    starts = [q.outer[0] for _, q in outer]
    taken: dict[int, Holder] = {}
    for holder in holders:
        for start, end in holder.spans:
            k = bisect_left(starts, end) - 1
            while k >= 0 and outer[k][1].span[1] > start:
                if outer[k][1].span[0] < end:
                    taken[outer[k][0]] = holder
                k -= 1
    ordered = sorted(holders, key=lambda holder: holder.sentence)
    begins = [holder.sentence[0] for holder in ordered]
    for n, q in outer:
        if n in taken:
            continue
        if q.continues is not None and q.continues in taken:
            takes = taken[q.continues]
        else:
            before = bisect_left(begins, q.outer[0])
            found = _speaker_before(text, blocks, q, ordered[max(0, before - _LOOKED_BACK) : before])
            if found is None:
                continue
            takes = found
        takes.spans = merge_spans([*takes.spans, q.span])
        takes.end = max(takes.end, q.outer[1])
        taken[n] = takes


def _speaker_before(text: str, blocks: Sequence[Block], q: Quote, ordered: Sequence[Holder]) -> Holder | None:
    """Return the statement that a loose quotation continues, or None for scare quotes and titles.

    `ordered` are the statements before it, in text order.
    """
    last = speaking = None
    for h in ordered:
        if last is None or h.sentence != last.sentence or h.direct or not last.direct:
            last = h
            if h.direct and h.block == q.block:
                speaking = h
    if last is None:
        return None
    words = text.count(" ", *q.span) + 1
    if last.sentence[0] < q.outer[0] < last.sentence[1]:  # the same sentence, behind the cue
        return last if last.cue < q.outer[0] and last.direct and words > 1 else None
    if last.end <= q.outer[0] and not text[last.end : q.outer[0]].strip(" \n\t.,'\"”’"):
        if q.block == last.block:
            return last if words > 1 else None
        block = blocks[q.block].span
        if q.outer[0] - block[0] <= 1 and block[1] - q.outer[1] <= 1:
            return last
    if speaking is not None and words > 3 and text[q.span[0]].isupper() and text[q.span[1] - 1] in ".?!":
        return speaking
    return None
