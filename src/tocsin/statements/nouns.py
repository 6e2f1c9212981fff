"""Nominal and adjectival cues: "his claim that", "voiced concern about", "a call by Kyiv for", "is opposed to".

A noun counts with a clause, infinitive or prepositional phrase of its own; its holder is its possessor, the name behind
"by", "from" or "among", an adjective of nationality, or the subject of the light verb that it is the object of.
"""

from __future__ import annotations

from tocsin.statements.candidate import Candidate, TokenRange
from tocsin.statements.cues import CueEntry, adjective_cues, noun_cues
from tocsin.statements.sources import find_source
from tocsin.statements.tree import Tree

_WH = frozenset(("whether", "if", "why", "how", "what", "who", "where", "when", "which"))
# Verbs that lend a noun cue their subject.
LIGHT = frozenset(
    ("make", "issue", "give", "express", "voice", "have", "offer", "raise", "repeat", "launch", "deliver", "level", "lodge",
     "share", "air", "show", "take", "hold", "put", "send", "release", "reiterate", "harbor", "harbour", "mount", "fire",
     "announce", "lend", "throw", "pledge", "declare", "signal", "file", "sound", "drop", "renew", "withdraw", "draw",
     "keep", "maintain", "feel", "see", "pose", "press", "win", "face", "reach", "post", "tweet", "publish", "convey")
)  # fmt: skip
# Light verbs whose object somebody else holds ("faced criticism", "drew praise").
_RECEIVING = frozenset(("face", "draw", "win", "see", "get", "receive", "meet"))
_COPULAS = frozenset(("be", "become", "remain", "feel", "seem", "sound", "look", "get", "grow", "appear", "stay"))


def find_noun_candidates(tree: Tree) -> list[Candidate]:
    """Return candidates for the noun and adjective cues of a sentence."""
    nouns, adjectives = noun_cues(), adjective_cues()
    found: list[Candidate] = []
    for i in range(tree.n):
        tag = tree.tags[i]
        if tag == "NN" or tag == "NNS":
            entry = nouns.get(tree.lemmas[i])
            if entry is not None:
                candidate = _match_noun(tree, i, entry)
                if candidate is not None:
                    found.append(candidate)
        elif tag == "JJ" or tag == "VBN" or tag == "VBD":
            entry = adjectives.get(tree.lowers[i])
            if entry is not None:
                candidate = _match_adjective(tree, i, entry)
                if candidate is not None:
                    found.append(candidate)
    return found


def _complement(tree: Tree, i: int, entry: CueEntry) -> tuple[str, int, TokenRange, int | None] | None:
    """Return frame, strength, content and preposition of what token i governs, the most telling first."""
    best: tuple[str, int, TokenRange, int | None] | None = None
    deps, tags = tree.deps, tree.tags
    for c in tree.children[i]:
        if c < i:
            continue
        dep = deps[c]
        option: tuple[str, int, TokenRange, int | None] | None = None
        first = tree.lowers[tree.lefts[c]]
        if dep in ("acl", "ccomp", "relcl", "advcl") and first == "that" and deps[tree.lefts[c]] == "mark":
            option = ("that", entry.frames.get("that", 0), (tree.lefts[c], tree.rights[c]), None)
        elif dep == "ccomp" or (dep in ("acl", "relcl") and first in ("whether", "why", "how")):
            frame = "wh" if first in _WH else "that"
            level = entry.frames.get(frame, entry.frames.get("that", 0))
            option = (frame, level, (tree.lefts[c], tree.rights[c]), None)
        elif dep in ("acl", "xcomp", "relcl") and tags[c] == "VB" and "inf" in entry.frames:
            if any(tags[k] == "TO" for k in tree.children[c]):
                option = ("inf", entry.frames["inf"], (tree.lefts[c], tree.rights[c]), None)
        elif dep == "prep" or dep == "agent":
            level = entry.preps.get(tree.lowers[c], 0)
            if level and tree.rights[c] > c:
                option = (tree.lowers[c], level, (c + 1, tree.rights[c]), c)
        if option is not None and option[1] and (best is None or option[1] > best[1]):
            best = option
    return best


def _match_noun(tree: Tree, i: int, entry: CueEntry) -> Candidate | None:
    if tree.deps[i] == "compound":
        return None
    complement = _complement(tree, i, entry)
    head, dep = tree.heads[i], tree.deps[i]
    if complement is None and dep == "nsubj" and tree.lemmas[head] == "be":
        for c in tree.children[head]:
            if c > head and tree.deps[c] in ("ccomp", "xcomp") and tree.lefts[c] > head:
                first = tree.lowers[tree.lefts[c]]
                frame = "inf" if first == "to" else "wh" if first in _WH else "that"
                level = entry.frames.get(frame, 0)
                if level:
                    complement = (frame, level, (tree.lefts[c], tree.rights[c]), None)
    if complement is None and dep == "dobj" and head < i and tree.lemmas[head] in LIGHT:
        for p in tree.children[head]:  # the parser hangs "about X" on the light verb
            if tree.deps[p] == "prep" and p > i and entry.preps.get(tree.lowers[p]):
                complement = (tree.lowers[p], entry.preps[tree.lowers[p]], (p + 1, tree.rights[p]), p)
                break
            if tree.deps[p] == "ccomp" and tree.lefts[p] > i and "that" in entry.frames:
                complement = ("that", entry.frames["that"], (tree.lefts[p], tree.rights[p]), None)
                break
    if complement is None:
        return None
    frame, level, content, preposition = complement
    candidate = Candidate(tree, "noun", i, [(i, i)], entry, frame, level)
    if preposition is not None:
        if preposition == i + 1:
            candidate.cue = [(i, preposition)]
        else:
            candidate.cue.append((preposition, preposition))
    candidate.content = [content]
    candidate.source, candidate.source_how = _holder(tree, i, head, dep, preposition)
    if candidate.source is not None and content[0] <= candidate.source <= content[1]:
        candidate.source, candidate.source_how = None, "none"
    if candidate.source_how == "light":
        candidate.cue = [(head, head), (i, i)] if i > head + 1 else [(head, i)]
    if candidate.source is None:
        candidate.level = level - (1 if frame == "that" else 2)
    return candidate


def _holder(tree: Tree, i: int, head: int, dep: str, preposition: int | None) -> tuple[int | None, str]:
    adjective = None
    for c in tree.children[i]:
        if tree.deps[c] == "poss":
            return c, "possessor"
        if tree.deps[c] == "prep" and c != preposition and tree.lowers[c] in ("by", "from", "among", "of"):
            for p in tree.children[c]:
                if tree.deps[p] == "pobj":
                    return p, "by"
        if tree.deps[c] == "agent":
            for p in tree.children[c]:
                if tree.deps[p] == "pobj":
                    return p, "by"
        if tree.deps[c] in ("amod", "compound") and tree.words[c][:1].isupper() and c > 0:
            adjective = c
    if dep in ("dobj", "oprd", "attr") and tree.is_verb(head):
        lemma = tree.lemmas[head]
        if lemma in LIGHT and lemma not in _RECEIVING and dep == "dobj":
            found, how = find_source(tree, head)
            if found is not None:
                return found, "light"
        if lemma in _RECEIVING:
            for p in tree.children[head]:
                if tree.deps[p] == "prep" and tree.lowers[p] in ("from", "by", "among"):
                    for o in tree.children[p]:
                        if tree.deps[o] == "pobj":
                            return o, "by"
    if dep == "pobj" and tree.deps[head] == "prep" and tree.lowers[head] in ("in", "with", "on", "for"):
        pass
    if adjective is not None:
        return adjective, "adjective"
    return None, "none"


def _match_adjective(tree: Tree, i: int, entry: CueEntry) -> Candidate | None:
    dep, head = tree.deps[i], tree.heads[i]
    complement = _complement(tree, i, entry)
    verb = head if dep in ("acomp", "oprd", "ccomp", "xcomp", "attr", "advmod") and tree.is_verb(head) else None
    if complement is None and verb is not None:
        for c in tree.children[verb]:
            if c > i and tree.deps[c] == "ccomp" and tree.lefts[c] > i and "that" in entry.frames:
                first = tree.lowers[tree.lefts[c]]
                complement = ("wh" if first in _WH else "that", entry.frames["that"], (tree.lefts[c], tree.rights[c]), None)
                break
    if complement is None:
        return None
    frame, level, content, preposition = complement
    candidate = Candidate(tree, "adjective", i, [(i, i)], entry, frame, level)
    candidate.content = [content]
    if preposition == i + 1:
        candidate.cue = [(i, i + 1)]
    if tree.tags[i][0] == "V":  # a participle with its auxiliary: was worried about
        candidate.source, candidate.source_how = _participle_source(tree, i)
    elif verb is not None:
        candidate.source, candidate.source_how = find_source(tree, verb)
        if dep == "ccomp" and tree.subject(i) is not None and tree.lowers[tree.subject(i)] != "it":  # type: ignore[index]
            candidate.source = tree.subject(i)
    elif dep == "amod" and i > head:
        candidate.source, candidate.source_how = head, "modified"
    elif dep in ("advcl", "conj", "ROOT", "ccomp"):
        own = tree.subject(i)
        if own is not None:
            candidate.source, candidate.source_how = own, "subject"
    if candidate.source is not None and tree.lowers[candidate.source] in ("it", "that", "this", "there", "what"):
        candidate.source, candidate.source_how = None, "impersonal"
    if candidate.source is None:
        candidate.level = level if entry.kind == "impersonal" else level - 2
    elif entry.kind == "impersonal" and candidate.source_how == "subject" and frame == "that" and verb is not None:
        candidate.level = level if tree.lemmas[verb] == "make" else level - 2
    return candidate


def _participle_source(tree: Tree, i: int) -> tuple[int | None, str]:
    for c in tree.children[i]:
        if tree.deps[c] in ("nsubjpass", "nsubj"):
            return c, "subject"
    if tree.deps[i] in ("acomp", "oprd", "attr") and tree.is_verb(tree.heads[i]):
        return find_source(tree, tree.heads[i])
    if tree.deps[i] == "acl":
        return tree.heads[i], "modified"
    if tree.deps[i] in ("conj", "xcomp", "advcl") and tree.is_verb(tree.heads[i]):
        found = tree.subject(tree.heads[i])
        return (found, "shared") if found is not None else (None, "none")
    return None, "none"
