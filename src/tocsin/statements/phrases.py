"""Attribution without a verb: "according to X", "in X's view", "in a new poll", "X reportedly"; and colons: "X: no talks".

A phrase is found by its words; what it attributes is the rest of its sentence, on one or both sides.
"""

from __future__ import annotations

from functools import cache

import msgspec

from tocsin.errors import DataError
from tocsin.lexicon import read_table
from tocsin.statements.candidate import Candidate, TokenRange
from tocsin.statements.cues import CueEntry, entry_of, verb_cues
from tocsin.statements.tree import Tree

_SHAPES = frozenset(("source", "owner", "survey", "hearsay", "stage"))
_NAMES = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP", "CD", "WP"))
_INTERVIEW_TURNS = frozenset(("q", "a", "question", "answer"))


class Phrases(msgspec.Struct, frozen=True):
    """The table of phrases by shape; `source` is keyed by its first word and holds (words, entry)."""

    source: dict[str, list[tuple[tuple[str, ...], CueEntry]]]
    owner: dict[tuple[str, str], CueEntry]
    survey: dict[str, CueEntry]
    hearsay: dict[str, CueEntry]
    words: frozenset[str]


@cache
def phrase_cues() -> Phrases:
    """Load data/cues/phrases.tsv. Raises DataError, naming the line, where a shape is unknown."""
    table = "cues/phrases.tsv"
    source: dict[str, list[tuple[tuple[str, ...], CueEntry]]] = {}
    owner: dict[tuple[str, str], CueEntry] = {}
    survey: dict[str, CueEntry] = {}
    hearsay: dict[str, CueEntry] = {}
    for row in read_table(table, ("phrase", "shape", "act", "strength")):
        entry = entry_of(row, "phrase", "phrase", table)
        words = tuple(row["phrase"].split())
        if row["shape"] == "source":
            source.setdefault(words[0], []).append((words, entry))
        elif row["shape"] == "owner":
            owner[words[0], words[1]] = entry
        elif row["shape"] == "survey":
            survey[words[0]] = entry
        elif row["shape"] == "hearsay":
            hearsay[words[0]] = entry
        else:
            raise DataError(f"{table}:{row['line']}: {row['shape']!r} is no shape of a phrase")
    for options in source.values():
        options.sort(key=lambda option: -len(option[0]))
    words_ = frozenset(source) | {a for a, _ in owner} | frozenset(hearsay) | {"in"}
    return Phrases(source, owner, survey, hearsay, words_)


def find_phrases(tree: Tree) -> list[Candidate]:
    """Return candidates for the attributing phrases of a sentence."""
    table = phrase_cues()
    out: list[Candidate] = []
    lowers = tree.lowers
    if table.words.isdisjoint(lowers):
        return out
    for i, word in enumerate(lowers):
        if word not in table.words:
            continue
        candidate = None
        for words, entry in table.source.get(word, ()):
            if lowers[i : i + len(words)] == words:
                candidate = _with_source(tree, i, i + len(words) - 1, entry)
                break
        if candidate is None and word in ("in", "by", "from"):
            candidate = _with_owner(tree, i, table) or _with_survey(tree, i, table)
        elif candidate is None and word in table.hearsay:
            candidate = _hearsay(tree, i, table.hearsay[word])
        if candidate is not None:
            out.append(candidate)
    return out


def _with_source(tree: Tree, first: int, last: int, entry: CueEntry) -> Candidate | None:
    """Take the noun phrase behind the cue as speaker, the rest of its clause as content."""
    source = tree.child(last, "pobj", "pcomp")
    if source is None:
        source = tree.child(first, "pobj")
    if source is None or source < last:
        source = _noun_from(tree, last + 1)
    if source is None:
        return None
    candidate = Candidate(tree, "phrase", first, [(first, last)], entry, "phrase", entry.frames["phrase"])
    candidate.source, candidate.source_how = source, "phrase"
    _take_rest(tree, candidate, first, max(tree.rights[source], source, last + 1), source)
    return candidate if candidate.content else None


def _noun_from(tree: Tree, j: int) -> int | None:
    """Return the head of the first noun phrase from token j on."""
    while j < tree.n and tree.tags[j] not in _NAMES:
        j += 1
    if j >= tree.n:
        return None
    while j + 1 < tree.n and tree.tags[j + 1] in ("NN", "NNS", "NNP", "NNPS"):
        j += 1
    return j


def _take_rest(tree: Tree, candidate: Candidate, first: int, end: int, source: int) -> None:
    """Set the content to what stands beside a phrase [first, end]: behind it if it opens the sentence, else around it."""
    if all(tree.tags[k] in ("``", "''", ",", "CC", "RB", ":") for k in range(first)):
        end = _comma_after(tree, source, end)
        candidate.content = [(end + 1, tree.n - 1)] if end + 1 < tree.n else []
        return
    candidate.content = [(0, first - 1)]
    if end + 2 < tree.n and tree.lowers[end + 1] == "," and tree.n - end > 3:
        candidate.content.append((end + 1, tree.n - 1))


def _comma_after(tree: Tree, source: int, end: int) -> int:
    """Find the comma that ends a leading phrase: the first behind the speaker's noun phrase."""
    for j in range(source + 1, tree.n):
        if tree.lowers[j] == "," and (tree.heads[j] < source or tree.heads[j] > end or j >= end):
            return j
    return end


def _with_owner(tree: Tree, i: int, table: Phrases) -> Candidate | None:
    """in the minister's view, by his own account."""
    noun = tree.child(i, "pobj")
    if noun is None or noun < i or noun > i + 8:
        return None
    entry = table.owner.get((tree.lowers[i], tree.lowers[noun]))
    if entry is None:
        return None
    owner = tree.child(noun, "poss")
    if owner is None:
        return None
    candidate = Candidate(tree, "phrase", i, [(i, i), (noun, noun)], entry, "phrase", entry.frames["phrase"])
    candidate.source, candidate.source_how = owner, "possessor"
    _take_rest(tree, candidate, i, tree.rights[noun], noun)
    return candidate if candidate.content else None


def _with_survey(tree: Tree, i: int, table: Phrases) -> Candidate | None:
    """In a new poll, most voters want talks."""
    noun = tree.child(i, "pobj")
    if noun is None or tree.lowers[i] != "in" or noun < i:
        return None
    entry = table.survey.get(tree.lowers[noun])
    if entry is None:
        return None
    candidate = Candidate(tree, "phrase", i, [(i, i)], entry, "phrase", entry.frames["phrase"])
    candidate.source, candidate.source_how = noun, "phrase"
    _take_rest(tree, candidate, i, tree.rights[noun], noun)
    return candidate if candidate.content else None


def _hearsay(tree: Tree, i: int, entry: CueEntry) -> Candidate | None:
    """The talks reportedly failed: the clause of the adverb is the content, and nobody is named."""
    v = tree.heads[i]
    if not tree.is_verb(v) or tree.deps[i] != "advmod":
        return None
    candidate = Candidate(tree, "hearsay", i, [(i, i)], entry, "phrase", entry.frames["phrase"])
    candidate.source_how = "hearsay"
    left, right = tree.lefts[v], tree.rights[v]
    subject = tree.subject(v)
    if subject is not None and tree.deps[v] in ("ROOT", "conj", "ccomp", "advcl"):
        left = tree.lefts[subject]
    candidate.content = [(left, right)]
    return candidate


def find_colon(tree: Tree, opens_block: bool) -> Candidate | None:
    """Return the speaker before a colon in a headline, an interview or an answer: "Minister: no talks".

    `opens_block` says that the sentence is the first of its block.
    """
    if not opens_block or ":" not in tree.lowers:
        return None
    k = tree.lowers.index(":")
    if k == 0 or k > 9 or k + 2 >= tree.n:
        return None
    if any(tree.is_verb(j) and tree.tags[j] != "VBN" for j in range(k)) or any(tree.tags[j] in ("CD", ",") and j == 0 for j in range(k)):
        return None
    headline = tree.kind == "headline"
    turn = k == 1 and tree.lowers[0] in _INTERVIEW_TURNS
    capitals = all(tree.words[j][:1].isupper() or tree.tags[j] in ("POS", "IN", "CC", "-LRB-", "-RRB-", "HYPH", ",", ".") for j in range(k))
    if not (capitals or headline):
        return None
    head = k - 1
    while head > 0 and tree.tags[head] in ("-RRB-", "-LRB-", "CD", "."):
        head -= 1
    level = 3 if turn else 4
    candidate = Candidate(tree, "colon", k, [(k, k)], None, "quote", level)
    candidate.source, candidate.source_how = head, "colon"
    candidate.content = [(k + 1, tree.n - 1)]
    return candidate


def find_headline(tree: Tree) -> Candidate | None:
    """Return the cue of a headline that the parser reads as a row of nouns: "Envoy blasts truce plan"."""
    if tree.kind != "headline":
        return None
    entries = verb_cues()
    for i in range(1, tree.n - 1):
        if tree.tags[i] not in ("NNP", "NNPS", "NNS", "NN", "JJ", "VBZ"):
            if tree.is_verb(i):
                return None
            continue
        lower = tree.lowers[i]
        if not lower.endswith("s") or tree.tags[i] == "VBZ":
            continue
        entry = entries.get(lower[:-1]) or (entries.get(lower[:-2]) if lower.endswith("es") else None)
        if entry is None or entry.frames.get("np", 0) < 3 or tree.tags[i - 1] not in ("NNP", "NNPS", "NN", "NNS"):
            continue
        if tree.lowers[i + 1] in (",", ":", ".", "of", "for", "'s", "’s", "in", "on", "and"):
            continue
        candidate = Candidate(tree, "headline", i, [(i, i)], entry, "np", 4)
        candidate.source, candidate.source_how = i - 1, "subject"
        end = i + 1
        while end < tree.n and tree.lowers[end] not in (",", ";", ":", "—", "–", "-", "."):
            end += 1
        candidate.content = [(i + 1, end - 1)]
        return candidate
    return None
