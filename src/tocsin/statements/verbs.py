"""Verbal cues: matches what stands with a verb against the frames that the lexicon gives it.

Algorithm: for each verb the roles of its children are gathered in one pass; the frames are then tried from the most
telling (a clause, an infinitive) to the least (a bare object, a preposition), and the first whose parts are there wins.
Verbs that the lexicon does not know count in the clause and quotation frames only.
"""

from __future__ import annotations

from tocsin.statements.candidate import Candidate, TokenRange
from tocsin.statements.cues import CueEntry, verb_cues
from tocsin.statements.sources import find_source, is_passive
from tocsin.statements.tree import Tree

_WH = frozenset(("whether", "if", "why", "how", "what", "who", "where", "when", "which", "whom", "whose", "whatever"))
_VAGUE = frozenset(("many", "some", "few", "most", "others", "several"))
_SKIPPED_DEPS = frozenset(("aux", "auxpass", "amod", "compound"))
# The object of these verbs is whom one speaks to, not what is spoken of.
_ADDRESSING = frozenset(("question",))


# Prepositions whose phrase belongs to what is spoken of even where the parser hangs it on the cue.
_CONTENT_PREPS = frozenset(
    ("to", "as", "for", "with", "in", "on", "about", "over", "against", "of", "toward", "towards", "into", "like", "than",
     "between", "among", "from", "if", "regarding")
)  # fmt: skip
OCCASIONS = frozenset("monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december week weeks month months year years day days night morning evening afternoon weekend interview interviews statement statements speech speeches email e-mail conference debate rally rallies twitter tweet tweets facebook post time moment report remarks comments letter address hearing news".split())


def extend_right(tree: Tree, v: int, last: int) -> int:
    """Move the end of an object over the phrases behind it that the parser hung on the verb."""
    while last + 1 < tree.n:
        i = last + 1
        if tree.tags[i] == "HYPH" and i + 1 < tree.n:
            last = max(i + 1, tree.rights[i + 1]) if tree.heads[i + 1] >= i or tree.rights[i + 1] < i + 8 else i + 1
            continue
        if tree.deps[i] == "prep" and tree.lowers[i] in _CONTENT_PREPS and tree.heads[i] == v:
            inner = tree.child(i, "pobj", "pcomp")
            if inner is None or tree.lowers[inner] in OCCASIONS or tree.tags[inner] == "CD":
                break
            last = tree.rights[i]
            continue
        break
    return last


class Roles:
    """What stands with a verb, by head token; None where absent."""

    __slots__ = (
        "adjective", "clause", "dative", "infinitive", "object", "parataxis", "particle", "passive_subject", "predicate",
        "preps", "subject",
    )  # fmt: skip

    def __init__(self, tree: Tree, verb: int) -> None:
        self.subject: int | None = None
        self.passive_subject: int | None = None
        self.object: int | None = None
        self.dative: int | None = None
        self.clause: int | None = None
        self.infinitive: int | None = None
        self.predicate: int | None = None
        self.adjective: int | None = None
        self.particle: int | None = None
        self.parataxis: int | None = None
        self.preps: list[int] = []
        deps, tags = tree.deps, tree.tags
        for c in tree.children[verb]:
            dep = deps[c]
            if dep == "nsubj":
                self.subject = c
            elif dep == "nsubjpass":
                self.passive_subject = c
            elif dep == "dobj":
                if self.object is None:
                    self.object = c
            elif dep == "dative":
                self.dative = c
            elif dep == "ccomp":
                if self.clause is None or (self.clause < verb < c and tree.quote is None):
                    self.clause = c
            elif dep == "xcomp":
                self.infinitive = c
            elif dep == "oprd":
                self.predicate = c
            elif dep in ("acomp", "attr"):
                self.adjective = c
            elif dep == "prt":
                self.particle = c
            elif dep == "parataxis":
                self.parataxis = c
            elif dep == "prep" or (dep == "agent" and tags[c] == "IN"):
                self.preps.append(c)


def find_verb_candidates(tree: Tree) -> list[Candidate]:
    """Return a candidate for each verb of a sentence that stands in one of its frames."""
    entries = verb_cues()
    found: list[Candidate] = []
    tags, lemmas, deps = tree.tags, tree.lemmas, tree.deps
    for v in range(tree.n):
        tag = tags[v]
        if tag[0] != "V" or deps[v] in _SKIPPED_DEPS:
            continue
        lemma = lemmas[v]
        entry = entries.get(lemma)
        candidate = _match(tree, v, entry, lemma, entries)
        if candidate is not None:
            found.append(candidate)
    return found


def _match(tree: Tree, v: int, entry: CueEntry | None, lemma: str, entries: dict[str, CueEntry]) -> Candidate | None:
    roles = Roles(tree, v)
    cue: list[TokenRange] = [(v, v)]
    if roles.particle is not None:
        phrasal = entries.get(f"{lemma} {tree.lowers[roles.particle]}")
        if phrasal is not None:
            entry = phrasal
            cue = [(v, v), (roles.particle, roles.particle)] if roles.particle > v + 1 else [(v, roles.particle)]
    elif v + 1 < tree.n and (tree.tags[v + 1] in ("RP", "RB", "IN") or tree.lowers[v + 1] == "it"):
        phrasal = entries.get(f"{lemma} {tree.lowers[v + 1]}")
        if phrasal is not None:
            entry = phrasal
            cue = [(v, v + 1)]
    if is_passive(tree, v):
        return None if entry is None else _match_passive(tree, v, entry, roles, cue)
    if cue[0][1] > v and tree.lowers[cue[0][1]] == "it":
        candidate = _match_aside(tree, v, entry, roles, cue)
        if candidate is not None:
            candidate.source, candidate.source_how = find_source(tree, v)
        return candidate
    for rule in (_match_relative_clause, _match_clause, _match_infinitive, _match_predicate, _match_object, _match_preposition, _match_gap, _match_aside, _match_position):
        candidate = rule(tree, v, entry, roles, cue)
        if candidate is not None:
            if entry is not None and "raise-inf" in entry.frames:
                candidate.source_how = "raised"
            else:
                candidate.source, candidate.source_how = find_source(tree, v)
            return candidate
    return None


def _new(tree: Tree, rule: str, v: int, cue: list[TokenRange], entry: CueEntry | None, frame: str, level: float) -> Candidate:
    return Candidate(tree, rule, v, list(cue), entry, frame, level)


def _is_infinitive(tree: Tree, c: int) -> bool:
    if tree.tags[c] != "VB":
        return False
    return any(tree.tags[k] == "TO" and k < c for k in tree.children[c])


def _match_clause(tree: Tree, v: int, entry: CueEntry | None, roles: Roles, cue: list[TokenRange]) -> Candidate | None:
    """said that, asked whether, told reporters that, wants him to, "...", he said."""
    c = roles.clause
    if c is None:
        return None
    frames = entry.frames if entry is not None else {}
    before = c < v
    object_ = roles.object if roles.object is not None else roles.dative
    if object_ is not None and not (v < object_ < c):
        object_ = None
    left, right = tree.lefts[c], tree.rights[c]
    if before:
        level = max(frames.get("quote", 0), frames.get("that", 0) - 1)
        candidate = _new(tree, "fronted", v, cue, entry, "quote", level)
        start = min(tree.lefts[v], left)
        end = v if roles.subject is None or roles.subject > v else tree.lefts[roles.subject]
        candidate.content = [(start, end - 1)]
        # the clause may go on behind the cue
        behind = [k for k in tree.children[c] if k > v]
        later = [k for k in tree.children[v] if k > v and tree.deps[k] in ("ccomp", "advcl", "conj", "parataxis")]
        if right > v:
            cut = max(v, tree.rights[roles.subject] if roles.subject is not None and roles.subject > v else v)
            candidate.content.append((cut + 1, right))
        return candidate
    first = tree.lowers[left]
    if _is_infinitive(tree, c):
        frame = "obj-inf"
    elif object_ is not None:
        frame = "obj-that"
    elif first in _WH:
        frame = "wh"
    elif tree.tags[c] == "VBG" and first != "that" and not any(tree.deps[k] == "aux" for k in tree.children[c]):
        frame = "ing"
    elif tree.tags[c][0] not in "VM" and not any(tree.deps[k] in ("aux", "cop", "mark") for k in tree.children[c]):
        frame = "pred" if "pred" in frames else "that"
    else:
        frame = "that"
    level = frames.get(frame, 0)
    if frame in ("wh", "obj-that") :
        level = max(level, frames.get("that", 0))
    if frame in ("pred", "obj-inf"):
        level = max(level, frames.get("that", 0) - 2)
    if frame in ("that", "wh", "obj-that", "ing") and tree.quote is not None and tree.quote[c] >= 0 and tree.quote[v] < 0:
        level = max(level, frames.get("quote", 0))
        frame = "quote"
    candidate = _new(tree, "clause", v, cue, entry, frame, level)
    left = max(left, v + 1)
    if object_ is not None:
        candidate.addressee = object_
    right = _clause_end(tree, v, c, left, right)
    candidate.content = [(left, right)] if tree.lefts[c] > v else [(tree.lefts[c], v - 1), (v + 1, right)]
    return candidate


def _clause_end(tree: Tree, v: int, c: int, left: int, right: int) -> int:
    """Return where a reported clause ends: before a cue that takes up the speaker again, behind "and that ..."."""
    entries = verb_cues()
    tags, deps, lowers = tree.tags, tree.deps, tree.lowers
    for k in range(left + 2, right + 1):
        if tags[k][0] != "V" or k == c:
            continue
        entry = entries.get(tree.lemmas[k])
        if entry is None or max(entry.frames.get("that", 0), entry.frames.get("pred", 0)) < 4:
            continue
        dep = deps[k]
        if dep == "conj" and tags[k] == tags[v] and tags[k] in ("VBD", "VBZ", "VBP") and tree.heads[k] <= k:
            if tree.subject(k) is None and tree.child(k, "aux", "auxpass") is None:
                cut = k - 1
                while cut > left and tags[cut] in ("CC", "RB", ","):
                    cut -= 1
                if tags[cut + 1] in ("CC", ",") and not any(deps[j] == "mark" and lowers[j] == "that" for j in tree.children[k]):
                    tree.borrowed[k] = v
                    return cut
        elif dep == "advcl" and tags[k] == "VBG" and lowers[k - 1] == "," and entry.kind in ("speech", "writing"):
            if tree.subject(k) is None:
                tree.borrowed[k] = v
                return k - 2
    j = right + 1
    if j < tree.n and lowers[j] == ",":
        j += 1
    if j + 1 < tree.n and lowers[j] in ("and", "but", "or") and lowers[j + 1] == "that":
        end = tree.rights[v]
        return end if end > right else right
    return right


def _match_relative_clause(tree: Tree, v: int, entry: CueEntry | None, roles: Roles, cue: list[TokenRange]) -> Candidate | None:
    """which he said had failed: the relative pronoun belongs to what is said."""
    if entry is None or entry.frames.get("that", 0) < 4 or v + 2 >= tree.n:
        return None
    s = roles.subject
    if s is not None and tree.lowers[s] in ("which", "what", "that", "who") and v > 1:
        s = v - 1
    if s is None or s > v:
        return None
    first = min(tree.lefts[s], s)
    k = first - 1
    while k > 0 and tree.tags[k] in (",", "RB", "DT", "JJ", "NN", "NNP", "NNPS", "NNS", "PRP$") and k > first - 4:
        if tree.tags[k] == ",":
            return None
        k -= 1
    if k < 0 or tree.lowers[k] not in ("which", "what", "who", "that") or tree.tags[k] not in ("WDT", "WP"):
        return None
    if tree.tags[v + 1][0] not in ("V", "M") and not (tree.tags[v + 1] == "RB" and tree.tags[v + 2][0] in "VM"):
        return None
    candidate = _new(tree, "clause", v, cue, entry, "that", entry.frames["that"])
    end = tree.rights[v]
    for j in range(v + 1, tree.n):
        if tree.tags[j][0] in ("V", "M"):
            end = max(end, tree.rights[j])
            break
    candidate.content = [(k, k), (v + 1, end)]
    return candidate


def _match_position(tree: Tree, v: int, entry: CueEntry | None, roles: Roles, cue: list[TokenRange]) -> Candidate | None:
    """A verb of saying whose clause the parser lost: what stands before its subject, or else behind it, is the content."""
    if entry is None or entry.frames.get("that", 0) < 5 or entry.frames.get("quote", 0) < 5 or roles.subject is None:
        return None
    if tree.quote is not None and tree.quote[v] >= 0:
        return None
    tags = tree.tags
    low, high = min(tree.lefts[roles.subject], v), max(v, roles.subject if roles.subject > v else v)
    if low > 3 and tree.lowers[low - 1] == "," and any(t[0] == "V" for t in tags[:low]) and tree.deps[v] in ("ROOT", "parataxis"):
        candidate = _new(tree, "position", v, cue, entry, "quote", 4)
        candidate.content = [(0, low - 1)]
        return candidate
    if roles.subject < v and v + 3 < tree.n and tree.deps[v] in ("ROOT", "conj", "advcl"):
        start = v + 1
        while start < tree.n and (tree.tags[start] in (",", "RB") or tree.lowers[start] in OCCASIONS):
            start += 1
        if start < tree.n and tags[start] in ("IN", "DT", "PRP", "NNP", "NNPS", "NN", "NNS", "JJ", "PRP$", "EX") and any(t[0] in "VM" for t in tags[start:]):
            if tags[start] == "IN" and tree.lowers[start] != "that":
                return None
            candidate = _new(tree, "position", v, cue, entry, "that", 4)
            candidate.content = [(start, tree.n - 1)]
            return candidate
    return None


def _match_infinitive(tree: Tree, v: int, entry: CueEntry | None, roles: Roles, cue: list[TokenRange]) -> Candidate | None:
    """promised to go, urged NATO to go, denied going."""
    c = roles.infinitive
    if c is None or entry is None or c < v:
        return None
    object_ = roles.object if roles.object is not None else roles.dative
    if object_ is not None and not (v < object_ < c):
        object_ = None
    left, right = max(tree.lefts[c], v + 1), tree.rights[c]
    frames = entry.frames
    if _is_infinitive(tree, c):
        if object_ is not None:
            frame, left = "obj-inf", max(v + 1, tree.lefts[object_])
        elif "raise-inf" in frames:
            frame = "raise-inf"
        else:
            frame = "inf"
        level = frames.get(frame, 0)
        if frame == "inf" and not level:
            for p in roles.preps:
                if tree.lowers[p] == "on" and "on-inf" in frames:
                    frame, level, left = "on-inf", frames["on-inf"], p + 1
    elif tree.tags[c] == "VBG" and object_ is None:
        frame, level = "ing", frames.get("ing", 0)
    else:
        frame, level = "pred", frames.get("pred", 0)
        if object_ is not None:
            left = max(v + 1, tree.lefts[object_])
    if not level:
        return None
    candidate = _new(tree, "infinitive" if frame != "pred" else "predicate", v, cue, entry, frame, level)
    candidate.content = [(left, right)]
    if frame == "raise-inf" and roles.subject is not None:
        candidate.content.insert(0, (tree.lefts[roles.subject], tree.rights[roles.subject]))
    if frame == "obj-inf":
        candidate.addressee = object_
    return candidate


def _match_predicate(tree: Tree, v: int, entry: CueEntry | None, roles: Roles, cue: list[TokenRange]) -> Candidate | None:
    """called the deal a fraud, declared victory "complete"."""
    p = roles.predicate
    if p is None or entry is None or p < v:
        return None
    level = entry.frames.get("pred", 0)
    if not level and tree.quote is not None and tree.quote[p] >= 0:
        level = entry.frames.get("quote", 0)
    if not level:
        return None
    candidate = _new(tree, "predicate", v, cue, entry, "pred", level)
    left = tree.lefts[roles.object] if roles.object is not None and roles.object < p else tree.lefts[p]
    candidate.content = [(max(v + 1, left), tree.rights[p])]
    if left < v:
        candidate.content.insert(0, (left, min(tree.rights[roles.object], v - 1)))  # type: ignore[index]
    return candidate


def _match_object(tree: Tree, v: int, entry: CueEntry | None, roles: Roles, cue: list[TokenRange]) -> Candidate | None:
    """praised the deal, accused Kyiv of shelling, described the talks as useful."""
    o = roles.object
    if o is None or entry is None:
        return None
    frames = entry.frames
    left, right = tree.lefts[o], tree.rights[o]
    best: tuple[int, int] | None = None
    preps = list(roles.preps)
    if entry.object_preps:
        for p in preps + [k for k in tree.children[o] if tree.deps[k] == "prep"]:
            n = entry.object_preps.get(tree.lowers[p], 0)
            if n and (best is None or n > best[0]) and p > v:
                best = (n, p)
    addressing = entry.kind in _ADDRESSING or "obj-that" in frames or "obj-wh" in frames
    if best is not None and not (addressing and o < v):
        level, p = best
        candidate = _new(tree, "object and preposition", v, cue, entry, "obj-" + tree.lowers[p], level)
        inner = tree.child(p, "pobj", "pcomp")
        if addressing and inner is not None:
            candidate.addressee = o
            candidate.content = [(tree.lefts[inner], tree.rights[p])]
            candidate.cue.append((p, p))
        elif o < v:
            candidate.content = [(left, min(right, v - 1)), (p, tree.rights[p])]
        else:
            candidate.content = [(left, extend_right(tree, v, max(right, tree.rights[p])))]
        return candidate
    in_quote = tree.quote is not None and tree.quote[o] >= 0 and tree.quote[v] < 0
    if frames.get("np", 0) < 3 and frames.get("that", 0) == 5 and not in_quote:
        lost = _match_position(tree, v, entry, roles, cue)
        if lost is not None:
            return lost
    level = max(frames.get("np", 0), frames.get("quote", 0) - 1 if in_quote and o > v else 0)
    if not level:
        return None
    candidate = _new(tree, "object", v, cue, entry, "np", level)
    candidate.content = [(left, extend_right(tree, v, right) if o > v else min(right, v - 1))]
    return candidate


def _match_preposition(tree: Tree, v: int, entry: CueEntry | None, roles: Roles, cue: list[TokenRange]) -> Candidate | None:
    """called for talks, complained about the delay, spoke of peace."""
    if entry is None or not entry.preps:
        return None
    best: tuple[int, int] | None = None
    for p in roles.preps:
        n = entry.preps.get(tree.lowers[p], 0)
        if n and (best is None or n > best[0]):
            best = (n, p)
    if best is None:
        return None
    level, p = best
    inner = tree.child(p, "pobj", "pcomp")
    if inner is None and tree.rights[p] == p:
        return None
    candidate = _new(tree, "preposition", v, cue, entry, tree.lowers[p], level)
    if p == candidate.cue[-1][1] + 1:
        candidate.cue[-1] = (candidate.cue[-1][0], p)
    else:
        candidate.cue.append((p, p))
    candidate.content = [(p + 1, extend_right(tree, v, tree.rights[p]))]
    return candidate


def _match_gap(tree: Tree, v: int, entry: CueEntry | None, roles: Roles, cue: list[TokenRange]) -> Candidate | None:
    """a charge the Kremlin denies: the noun that the clause stands with is the content."""
    if entry is None or tree.deps[v] != "relcl" or roles.object is not None or roles.clause is not None:
        return None
    level = entry.frames.get("np", 0)
    if not level or roles.subject is None or roles.subject > v:
        return None
    head = tree.heads[v]
    if head >= roles.subject:
        return None
    candidate = _new(tree, "object", v, cue, entry, "np", level)
    candidate.content = [(tree.lefts[head], tree.lefts[v] - 1)]
    return candidate


def _match_aside(tree: Tree, v: int, entry: CueEntry | None, roles: Roles, cue: list[TokenRange]) -> Candidate | None:
    """The deal, he said, was dead. As he noted, the deal was dead."""
    if entry is None:
        return None
    level = entry.frames.get("quote", 0)
    if not level:
        return None
    if roles.subject is None and (tree.deps[v] != "parataxis" or tree.lowers[v - 1] not in _VAGUE):
        return None
    dep, head = tree.deps[v], tree.heads[v]
    left, right = tree.lefts[v], tree.rights[v]
    if entry.frames.get("that", 0) < 4 and roles.subject is not None and not tree.lowers[max(0, tree.lefts[v] - 1)] == ",":
        return None
    if dep in ("parataxis", "ccomp", "advcl", "relcl", "conj") and head != v:
        as_clause = any(tree.lowers[k] == "as" and tree.deps[k] in ("mark", "advmod") for k in tree.children[v])
        if dep not in ("parataxis", "ccomp") and not as_clause:
            return None
        if right - left > 14 and not as_clause:
            return None
        top = head
        candidate = _new(tree, "aside", v, cue, entry, "quote", level - (0 if dep != "relcl" else 1))
        low, high = tree.lefts[top], tree.rights[top]
        if low < left:
            candidate.content.append((low, left - 1))
        if right < high:
            candidate.content.append((right + 1, high))
        return candidate if candidate.content else None
    return None


def _match_passive(tree: Tree, v: int, entry: CueEntry, roles: Roles, cue: list[TokenRange]) -> Candidate | None:
    """was accused of lying, is expected to resign, was asked about the talks, said to be ill."""
    frames = entry.frames
    subject = roles.passive_subject
    source, how = find_source(tree, v)
    content: list[TokenRange] = []
    if subject is not None:
        content.append((tree.lefts[subject], min(tree.rights[subject], v - 1)))
    frame, level = "", 0
    addressing = entry.kind in _ADDRESSING or "obj-that" in frames
    rule = "passive"
    if roles.infinitive is not None and roles.infinitive > v:
        c = roles.infinitive
        frame = "pass-inf" if "pass-inf" in frames else "obj-inf"
        level = frames.get(frame, 0)
        if not level and entry.kind in ("speech", "evidence", "opinion"):
            frame, level = "pass-inf", max(0, frames.get("that", 0) - 2)
        content.append((max(v + 1, tree.lefts[c]), tree.rights[c]))
    elif roles.clause is not None:
        c = roles.clause
        frame = "obj-that" if addressing else "that"
        level = max(frames.get("obj-that", 0), frames.get("that", 0), frames.get("obj-wh", 0)) - (0 if source is not None or addressing else 1)
        content = [(max(v + 1, tree.lefts[c]), tree.rights[c])] if c > v else [(tree.lefts[c], tree.rights[c])]
    else:
        best: tuple[int, int] | None = None
        for p in roles.preps:
            n = entry.object_preps.get(tree.lowers[p], 0)
            if n and (best is None or n > best[0]) and p > v:
                best = (n, p)
        if best is not None:
            level, p = best
            frame = "obj-" + tree.lowers[p]
            if addressing:
                content = [(p + 1, tree.rights[p])]
            else:
                content.append((p, tree.rights[p]))
        elif "np" in frames and subject is not None:
            frame, level = "np", frames["np"]
        elif "np" in frames and source is not None and tree.deps[v] == "acl":
            frame, level = "np", frames["np"] - 1
            h = tree.heads[v]
            content = [(tree.lefts[h], v - 1)]
        if frame and not addressing and subject is None and tree.deps[v] == "acl" and frame != "np":
            h = tree.heads[v]
            content.insert(0, (tree.lefts[h], h))
    if not level or not content:
        return None
    candidate = _new(tree, rule, v, cue, entry, frame, level)
    candidate.source, candidate.source_how = source, how
    candidate.content = content
    return candidate
