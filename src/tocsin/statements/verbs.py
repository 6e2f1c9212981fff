"""Verbal cues: matches what stands with a verb against the frames that the lexicon gives it.

Algorithm: for each verb the roles of its children are gathered in one pass; the frames are then tried from the most
telling (a clause, an infinitive) to the least (a bare object, a preposition), and the first whose parts are there wins.
A verb that the lexicon does not know can still be a cue beside a quotation (quotations.py).
"""

from __future__ import annotations

from tocsin.statements.cues import CueEntry, verb_cues, word_group
from tocsin.statements.frames import (
    Roles,
    match_clause,
    match_gap,
    match_infinitive,
    match_object,
    match_predicate,
    match_preposition,
)  # fmt: skip
from tocsin.statements.sources import find_source, is_passive, relayer_of
from tocsin.statements.tree import Candidate, TokenRange, Tree

_SKIPPED_DEPS = frozenset(("aux", "auxpass", "amod", "compound"))
_RELATIVE = frozenset(("which", "what", "that", "who"))
_LONGEST_DELAY = 16  # tokens between a verb of saying and the clause it reports
_LOST = frozenset(("advcl", "acl", "conj", "relcl", "appos", "amod"))  # what the parser takes a last verb for
_TIME_TAGS = ("NNP", "CD", "JJ", "NN", "IN", "DT")
_WHEN = frozenset(("on", "in", "at", "during", "after"))
_NAME_TAGS = ("NN", "DT", "JJ", "CD", "POS", "PRP$")
_STARTS = frozenset(("IN", "DT", "PRP", "NNP", "NNPS", "NN", "NNS", "JJ", "PRP$", "EX"))


def find_verb_candidates(tree: Tree) -> list[Candidate]:
    """Return a candidate for each verb of a sentence that stands in one of its frames."""
    found: list[Candidate] = []
    for v, tag in enumerate(tree.tags):
        if tag[0] == "V" and tree.deps[v] not in _SKIPPED_DEPS:
            entry = entry_at(tree, v)
            if entry is None and tree.child(v, "ccomp", "prt") is None:
                continue  # only a clause makes a cue of a verb that the lexicon lacks, or its particle an entry
            candidate = _match(tree, v, entry)
            if candidate is not None:
                found.append(candidate)
    return found


def entry_at(tree: Tree, v: int) -> CueEntry | None:
    """Return the lexicon's entry for the verb at token v, with the particle behind it where both make an entry."""
    entries = verb_cues()
    if v + 1 < tree.n and (tree.tags[v + 1] in ("RP", "RB", "IN") or tree.lowers[v + 1] == "it"):
        phrasal = entries.get(f"{tree.lemmas[v]} {tree.lowers[v + 1]}")
        if phrasal is not None:
            return phrasal
    return entries.get(tree.lemmas[v])


def _match(tree: Tree, v: int, entry: CueEntry | None) -> Candidate | None:
    """Return the candidate of the first frame that fits the verb at token v; `entry` is the lexicon's."""
    if tree.deps[v] in _LOST and tree.tags[v] in ("VBD", "VBN"):
        found = match_last(Roles(tree, v, verb_cues().get(tree.lemmas[v])))
        if found is not None:
            found.source, found.source_how = v - 1, "subject"
            return found
    roles = Roles(tree, v, entry)
    if entry is not None and " " in entry.lemma:
        roles.cue = [(v, v + 1)]
    elif roles.particle is not None:
        phrasal = verb_cues().get(f"{tree.lemmas[v]} {tree.lowers[roles.particle]}")
        if phrasal is not None:
            roles.entry = phrasal
            roles.cue.append((roles.particle, roles.particle))
    if is_passive(tree, v):
        return None if roles.entry is None else _match_passive(roles)
    if entry is not None and entry.lemma.endswith(" it"):
        found = match_aside(roles)
        if found is not None:
            found.source, found.source_how = find_source(tree, v)
        return found
    for rule in _RULES:
        found = rule(roles)
        if found is not None:
            source, how = find_source(tree, v)
            if how == "relayed":
                found.rule, found.relayer = "relayed", relayer_of(tree, v)
            if roles.entry is not None and "raise-inf" in roles.entry.frames:
                found.source_how = "raised"
            else:
                found.source, found.source_how = source, how
            return found
    return None


def match_relative_clause(roles: Roles) -> Candidate | None:
    """which he said had failed: the relative pronoun belongs to what is said."""
    tree, v, s = roles.tree, roles.verb, roles.subject
    level = roles.strength("that")
    if level < 4 or v + 2 >= tree.n or s is None:
        return None
    if tree.lowers[s] in _RELATIVE and v > 1:
        s = v - 1
    if s > v:
        return None
    k = min(tree.lefts[s], s) - 1
    stop = k - 3
    while k > 0 and k > stop and tree.tags[k] in ("RB", "DT", "JJ", "NN", "NNP", "NNPS", "NNS", "PRP$"):
        k -= 1
    if k < 0 or tree.lowers[k] not in _RELATIVE or tree.tags[k] not in ("WDT", "WP"):
        return None
    behind = v + 2 if tree.tags[v + 1] == "RB" else v + 1
    if tree.tags[behind][0] not in "VM":
        return None
    found = roles.candidate("clause", "that", level)
    found.content = [(k, k), (v + 1, max(tree.rights[v], tree.rights[behind]))]
    return found


def match_object_or_lost_clause(roles: Roles) -> Candidate | None:
    """An object; but for a plain verb of saying, which seldom has one, first the clause that the parser lost."""
    tree, o = roles.tree, roles.object
    is_plain = roles.strength("np") < 3 and roles.strength("that") == 5 and not roles.addresses()
    if o is not None and is_plain and (tree.in_quote(roles.verb) or not tree.in_quote(o)):
        lost = match_position(roles)
        if lost is not None:
            return lost
    return match_object(roles)


def match_aside(roles: Roles) -> Candidate | None:
    """The deal, he said, was dead. As he noted, the deal was dead."""
    tree, v = roles.tree, roles.verb
    level, dep, head = roles.strength("quote"), tree.deps[v], tree.heads[v]
    if not level or head == v or dep not in ("parataxis", "ccomp", "advcl", "relcl", "conj"):
        return None
    if any(tree.deps[k] == "mark" and tree.lowers[k] == "that" for k in tree.children[v]):
        return None
    left, right = tree.lefts[v], tree.rights[v]
    if roles.subject is None:
        if dep != "parataxis" or v == 0 or tree.lowers[v - 1] not in word_group("vague"):
            return None
    elif roles.strength("that") < 4 and (left == 0 or tree.lowers[left - 1] != ","):
        return None
    as_clause = any(tree.lowers[k] == "as" and tree.deps[k] in ("mark", "advmod") for k in tree.children[v])
    if not as_clause and (dep not in ("parataxis", "ccomp") or right - left > 14):
        return None
    found = roles.candidate("aside", "quote", level - (dep == "relcl"))
    if tree.lefts[head] < left:
        found.content.append((tree.lefts[head], left - 1))
    if right < tree.rights[head]:
        found.content.append((right + 1, tree.rights[head]))
    return found if found.content else None


def match_last(roles: Roles) -> Candidate | None:
    """Crowds filled the square and the guards withdrew, a witness said on Sunday: the parser lost the last verb."""
    tree, v = roles.tree, roles.verb
    if roles.strength("that") < 4 or tree.quote:
        return None
    if roles.subject is not None or roles.object is not None or roles.clause is not None:
        return None
    for k in range(v + 1, tree.n):  # nothing but a time or place behind
        tag = tree.tags[k]
        if tag[0].isalpha() and (not tag.startswith(_TIME_TAGS) or (tag == "IN" and tree.lowers[k] not in _WHEN)):
            return None
    comma = v - 1
    while comma > 0 and tree.tags[comma].startswith(_NAME_TAGS):
        comma -= 1
    if v - comma < 2 or tree.lowers[comma] != "," or tree.tags[v - 1][:2] != "NN":
        return None
    if not any(tree.tags[k] in ("VBD", "VBZ", "VBP", "MD") for k in range(comma)):
        return None
    found = roles.candidate("aside", "quote", roles.strength("that"))
    found.content = [(0, comma - 1)]
    return found


def match_position(roles: Roles) -> Candidate | None:
    """A verb of saying whose clause the parser lost: what stands before its subject, or else behind it, is content."""
    tree, v, subject = roles.tree, roles.verb, roles.subject
    if subject is None or roles.strength("that") < 5 or roles.strength("quote") < 5 or tree.in_quote(v):
        return None
    low = min(tree.lefts[subject], v)
    is_main = tree.deps[v] in ("ROOT", "parataxis")
    if is_main and low > 3 and tree.lowers[low - 1] == "," and any(tag[0] == "V" for tag in tree.tags[:low]):
        found = roles.candidate("position", "quote", 4)
        found.content = [(0, low - 1)]
        return found
    if subject > v or v + 3 >= tree.n or tree.deps[v] not in ("ROOT", "conj", "advcl"):
        return None
    if tree.tags[v + 1] == "IN":  # said in a message on Monday that
        for k in range(v + 2, min(tree.n - 2, v + _LONGEST_DELAY)):
            if tree.lowers[k] == "that" and tree.tags[k] == "IN":
                found = roles.candidate("position", "that", 5)
                found.content = [(k, tree.n - 1)]
                return found
    start, occasions = v + 1, word_group("occasion")
    while start < tree.n and (tree.tags[start] in (",", "RB") or tree.lowers[start] in occasions):
        start += 1
    if start >= tree.n or tree.tags[start] not in _STARTS or not any(tag[0] in "VM" for tag in tree.tags[start:]):
        return None
    if tree.tags[start] == "IN" and tree.lowers[start] != "that":
        return None
    found = roles.candidate("position", "that", 4)
    found.content = [(start, tree.n - 1)]
    return found


def _match_passive(roles: Roles) -> Candidate | None:
    """was accused of lying, is expected to resign, was asked about the talks, is said to be ill."""
    tree, v = roles.tree, roles.verb
    source, how = find_source(tree, v)
    subject: list[TokenRange] = []
    if roles.passive_subject is not None:
        subject = [(tree.lefts[roles.passive_subject], min(tree.rights[roles.passive_subject], v - 1))]
    elif tree.deps[v] == "acl":
        subject = [(tree.lefts[tree.heads[v]], tree.heads[v])]
    addresses = roles.addresses()
    if roles.infinitive is not None and roles.infinitive > v:
        c = roles.infinitive
        frame, level = _passive_infinitive(roles)
        content = [*(subject if roles.passive_subject is not None else ()), (max(v + 1, tree.lefts[c]), tree.rights[c])]
    elif roles.clause is not None:
        c = roles.clause
        frame = "obj-that" if addresses else "that"
        level = max(roles.strength("obj-that"), roles.strength("that"), roles.strength("obj-wh"))
        level -= 0 if source is not None or addresses else 1
        content = [(max(v + 1, tree.lefts[c]) if c > v else tree.lefts[c], tree.rights[c])]
    else:
        frame, level, content = _passive_object(roles, subject, source is not None)
    if level <= 0 or not content:
        return None
    found = roles.candidate("passive", frame, level)
    found.source, found.source_how = source, how
    if addresses and roles.passive_subject is not None:
        found.addressee = roles.passive_subject
    found.content = content
    return found


def _passive_infinitive(roles: Roles) -> tuple[str, int]:
    """is expected to, was ordered to, is said to."""
    frame = "pass-inf" if roles.strength("pass-inf") else "obj-inf"
    level = roles.strength(frame)
    if not level and roles.entry is not None and roles.entry.kind in ("speech", "evidence", "opinion"):
        return "pass-inf", max(0, roles.strength("that") - 2)
    return frame, level


def _behind_agent(tree: Tree, by: int) -> list[int]:
    """Return the prepositions that the parser hung on an agent: "accused by Kaldor of lying"."""
    return [k for agent in tree.children[by] for k in tree.children[agent] if tree.deps[k] == "prep" and k > agent]


def _passive_object(roles: Roles, subject: list[TokenRange], has_agent: bool) -> tuple[str, int, list[TokenRange]]:
    """was accused of lying, was asked about it, was praised by them, a plan rejected by them."""
    tree, v, entry = roles.tree, roles.verb, roles.entry
    level, p = 0, -1
    for k in roles.preps + [k for a in tree.children[v] if tree.deps[a] == "agent" for k in _behind_agent(tree, a)]:
        n = entry.object_preps.get(tree.lowers[k], 0) if entry is not None else 0
        if n > level and k > v:
            level, p = n, k
    if level:
        if roles.addresses():
            return "obj-" + tree.lowers[p], level, [(p + 1, tree.rights[p])]
        return "obj-" + tree.lowers[p], level, [*subject, (p, tree.rights[p])]
    if roles.passive_subject is not None:
        return "np", roles.strength("np"), subject
    if has_agent and tree.deps[v] == "acl":
        return "np", roles.strength("np") - 1, [(tree.lefts[tree.heads[v]], v - 1)]
    return "np", 0, []


_RULES = (
    match_relative_clause, match_clause, match_infinitive, match_predicate, match_object_or_lost_clause,
    match_preposition, match_gap, match_aside, match_position,
)  # fmt: skip
