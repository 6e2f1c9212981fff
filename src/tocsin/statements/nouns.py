"""Nominal and adjectival cues: "his claim that", "voiced concern about", "a call by Kyiv for", "is opposed to".

A noun counts with a clause, infinitive or prepositional phrase of its own; its holder is its possessor, the name behind
"by", "from" or "among", an adjective of nationality, or the subject of the light verb that it is the object of.
"""

from __future__ import annotations

from typing import NamedTuple

from tocsin.statements.cues import CueEntry, adjective_cues, noun_cues, word_group
from tocsin.statements.frames import WH_WORDS
from tocsin.statements.sources import Found, find_source
from tocsin.statements.tree import Candidate, TokenRange, Tree

_EMPTY = frozenset(("it", "that", "this", "there", "what"))


class _Complement(NamedTuple):
    """What a noun or adjective governs: frame, strength, content and the preposition that leads into it."""

    frame: str
    level: int
    content: TokenRange
    preposition: int | None


def find_noun_candidates(tree: Tree) -> list[Candidate]:
    """Return candidates for the noun and adjective cues of a sentence."""
    nouns, adjectives = noun_cues(), adjective_cues()
    found: list[Candidate] = []
    for i, tag in enumerate(tree.tags):
        candidate = None
        if tag == "NN" or tag == "NNS":
            entry = nouns.get(tree.lemmas[i])
            if entry is not None and tree.deps[i] != "compound":
                candidate = _match_noun(tree, i, entry)
        elif tag == "JJ" or tag == "VBN" or tag == "VBD":
            entry = adjectives.get(tree.lowers[i])
            if entry is not None:
                candidate = _match_adjective(tree, i, entry)
        if candidate is not None:
            found.append(candidate)
    return found


def _governed(tree: Tree, i: int, entry: CueEntry) -> _Complement | None:
    """Return what token i governs, the most telling first."""
    best: _Complement | None = None
    for c in tree.children[i]:
        if c > i:
            option = _option(tree, c, entry)
            if option is not None and option.level and (best is None or option.level > best.level):
                best = option
    return best


def _option(tree: Tree, c: int, entry: CueEntry) -> _Complement | None:
    """Read child c of a cue as its complement."""
    dep, left, right = tree.deps[c], tree.lefts[c], tree.rights[c]
    first, frames = tree.lowers[left], entry.frames
    if dep in ("acl", "ccomp", "relcl", "advcl") and first == "that" and tree.deps[left] == "mark":
        return _Complement("that", frames.get("that", 0), (left, right), None)
    if dep == "ccomp" or (dep in ("acl", "relcl") and first in ("whether", "why", "how")):
        frame = "wh" if first in WH_WORDS else "that"
        return _Complement(frame, frames.get(frame, frames.get("that", 0)), (left, right), None)
    if dep in ("acl", "xcomp", "relcl") and tree.is_infinitive(c):
        return _Complement("inf", frames.get("inf", 0), (left, right), None)
    if (dep == "prep" or dep == "agent") and right > c:
        inner = tree.child(c, "pobj")
        if inner is not None and tree.lowers[inner] in word_group("occasion"):
            return None  # the announcement on Saturday
        return _Complement(tree.lowers[c], entry.preps.get(tree.lowers[c], 0), (c + 1, right), c)
    return None


def _behind_copula(tree: Tree, i: int, entry: CueEntry) -> _Complement | None:
    """The clause in "his message was that ..."."""
    head = tree.heads[i]
    if tree.deps[i] != "nsubj" or tree.lemmas[head] != "be":
        return None
    for c in tree.children[head]:
        if c > head and tree.deps[c] in ("ccomp", "xcomp") and tree.lefts[c] > head:
            first = tree.lowers[tree.lefts[c]]
            frame = "inf" if first == "to" else "wh" if first in WH_WORDS else "that"
            if frame in entry.frames:
                return _Complement(frame, entry.frames[frame], (tree.lefts[c], tree.rights[c]), None)
    return None


def _behind_light_verb(tree: Tree, i: int, entry: CueEntry) -> _Complement | None:
    """The phrase in "made a statement on Tuesday about ...", which the parser hangs on the light verb."""
    head = tree.heads[i]
    if tree.deps[i] != "dobj" or head > i or tree.lemmas[head] not in word_group("light"):
        return None
    for c in tree.children[head]:
        if tree.deps[c] == "prep" and c > i and tree.lowers[c] in entry.preps:
            return _Complement(tree.lowers[c], entry.preps[tree.lowers[c]], (c + 1, tree.rights[c]), c)
        if tree.deps[c] == "ccomp" and tree.lefts[c] > i and "that" in entry.frames:
            return _Complement("that", entry.frames["that"], (tree.lefts[c], tree.rights[c]), None)
    return None


def _match_noun(tree: Tree, i: int, entry: CueEntry) -> Candidate | None:
    complement = _governed(tree, i, entry) or _behind_copula(tree, i, entry) or _behind_light_verb(tree, i, entry)
    if complement is None:
        return None
    found = Candidate(tree, "noun", i, entry, complement.frame, complement.level)
    if complement.preposition is not None:
        found.add_to_cue(complement.preposition)
    found.content = [complement.content]
    source, how = _holder(tree, i, complement.preposition)
    if source is not None and complement.content[0] <= source <= complement.content[1]:
        source, how = None, "none"
    found.source, found.source_how = source, how
    if how == "light":
        head = tree.heads[i]
        found.cue = [(head, head)]
        found.add_to_cue(i)
    if source is None:
        found.level -= 1 if complement.frame == "that" else 2
    return found


def _holder(tree: Tree, i: int, preposition: int | None) -> Found:
    """Return who makes the claim, call or promise at noun i."""
    adjective = None
    for c in tree.children[i]:
        dep = tree.deps[c]
        if dep == "poss":
            return c, "possessor"
        if dep == "agent" or (dep == "prep" and c != preposition and tree.lowers[c] in ("by", "from", "among", "of")):
            holder = tree.child(c, "pobj")
            if holder is not None:
                return holder, "by"
        if dep in ("amod", "compound") and tree.words[c][:1].isupper() and c > 0:
            adjective = c
    head = tree.heads[i]
    if tree.deps[i] == "pobj" and tree.lowers[head] == "with" and tree.is_verb(tree.heads[head]):
        source, _ = find_source(tree, tree.heads[head])  # ended the visit with a call for
        if source is not None and adjective is None:
            return source, "with"
    if tree.deps[i] in ("dobj", "oprd", "attr") and tree.is_verb(head):
        found = _holder_by_verb(tree, i, head)
        if found is not None:
            return found
    return (adjective, "adjective") if adjective is not None else (None, "none")


def _holder_by_verb(tree: Tree, i: int, head: int) -> Found | None:
    """The subject of "made the claim", or the giver in "faced criticism from"."""
    lemma = tree.lemmas[head]
    if lemma in word_group("receiving"):
        for p in tree.children[head]:
            if tree.deps[p] == "prep" and tree.lowers[p] in ("from", "by", "among"):
                giver = tree.child(p, "pobj")
                if giver is not None:
                    return giver, "by"
    elif lemma in word_group("light") and tree.deps[i] == "dobj":
        source, _ = find_source(tree, head)
        if source is not None:
            return source, "light"
    return None


def _match_adjective(tree: Tree, i: int, entry: CueEntry) -> Candidate | None:
    dep, head = tree.deps[i], tree.heads[i]
    verb = head if dep in ("acomp", "oprd", "ccomp", "xcomp", "attr", "advmod") and tree.is_verb(head) else None
    complement = _governed(tree, i, entry)
    if complement is None and verb is not None and "that" in entry.frames:
        for c in tree.children[verb]:
            if c > i and tree.deps[c] == "ccomp" and tree.lefts[c] > i:
                frame = "wh" if tree.lowers[tree.lefts[c]] in WH_WORDS else "that"
                complement = _Complement(frame, entry.frames["that"], (tree.lefts[c], tree.rights[c]), None)
                break
    if complement is None:
        return None
    found = Candidate(tree, "adjective", i, entry, complement.frame, complement.level)
    found.content = [complement.content]
    if complement.preposition is not None:
        found.add_to_cue(complement.preposition)
    found.source, found.source_how = _bearer(tree, i, verb)
    if found.source is not None and tree.lowers[found.source] in _EMPTY:
        found.source, found.source_how = None, "impersonal"
    if found.source is None:
        found.level -= 0 if entry.kind == "impersonal" else 2
    elif entry.kind == "impersonal" and complement.frame == "that" and (verb is None or tree.lemmas[verb] != "make"):
        found.level -= 2
    return found


def _bearer(tree: Tree, i: int, verb: int | None) -> Found:
    """Return who is sure, worried or opposed at adjective i."""
    dep, head = tree.deps[i], tree.heads[i]
    own = tree.subject(i)
    if tree.tags[i][0] == "V" and own is not None:  # was worried about
        return own, "subject"
    if verb is not None:
        if dep == "ccomp" and own is not None and tree.lowers[own] != "it":
            return own, "subject"
        return find_source(tree, verb)
    if dep == "acl" or (dep == "amod" and i > head):
        return head, "modified"
    if own is not None and dep in ("advcl", "conj", "ROOT", "ccomp"):
        return own, "subject"
    if tree.tags[i][0] == "V" and dep in ("conj", "advcl") and tree.is_verb(head):
        above = tree.subject(head)
        return (above, "shared") if above is not None else (None, "none")
    return None, "none"
