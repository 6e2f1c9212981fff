"""Complements of a verbal cue: a clause, an infinitive, a predicate, an object, a preposition.

Each function tries one frame of the lexicon on the roles of a verb's children and returns a Candidate with its content,
or None where the parts of the frame are not there.
"""

from __future__ import annotations

from tocsin.statements.cues import CueEntry, noun_cues, verb_cues, word_group
from tocsin.statements.sources import QUOTING
from tocsin.statements.tree import Candidate, TokenRange, Tree

WH_WORDS = frozenset(("whether", "if", "why", "how", "what", "who", "where", "when", "which", "whom", "whose"))


_CONTRASTS = frozenset(("while", "whereas", "though", "although"))


class Roles:
    """A verb with what stands with it, by head token; None where absent. `cue` is the verb with its particle."""

    __slots__ = (
        "clause", "cue", "entry", "infinitive", "object", "particle", "passive_subject", "predicate", "preps",
        "subject", "tree", "verb",
    )  # fmt: skip

    def __init__(self, tree: Tree, verb: int, entry: CueEntry | None) -> None:
        self.tree = tree
        self.verb = verb
        self.entry = entry
        self.cue: list[TokenRange] = [(verb, verb)]
        self.subject: int | None = None
        self.passive_subject: int | None = None
        self.object: int | None = None
        self.clause: int | None = None
        self.infinitive: int | None = None
        self.predicate: int | None = None
        self.particle: int | None = None
        self.preps: list[int] = []
        deps = tree.deps
        dative = purpose = None
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
                dative = c
            elif dep == "ccomp":
                if self.clause is None or (self.clause < verb < c and tree.quote is None):
                    self.clause = c
            elif dep == "xcomp":
                self.infinitive = c
            elif dep == "advcl" and c > verb:
                purpose = c
            elif dep == "oprd":
                self.predicate = c
            elif dep == "prt":
                self.particle = c
            elif dep == "prep" or (dep == "agent" and tree.tags[c] == "IN"):
                self.preps.append(c)
        if self.object is None:
            self.object = dative
        if self.infinitive is None and purpose is not None and tree.is_infinitive(purpose) and self.takes_infinitive():
            self.infinitive = purpose  # "offered on Thursday to mediate" looks like a purpose to the parser

    def takes_infinitive(self) -> bool:
        """Tell whether an infinitive behind this cue is its content rather than a purpose."""
        return self.entry is not None and any(
            n >= 4 and (frame == "inf" or frame.endswith("-inf")) for frame, n in self.entry.frames.items()
        )

    def strength(self, frame: str) -> int:
        """Return the lexicon's strength of a frame, 0 where the cue does not take it."""
        return self.entry.frames.get(frame, 0) if self.entry is not None else 0

    def addresses(self) -> bool:
        """Tell whether the object of this cue is whom one speaks to, not what is spoken of."""
        if self.entry is None:
            return False
        return self.entry.kind == "question" or "obj-that" in self.entry.frames or "obj-wh" in self.entry.frames

    def object_before(self, c: int) -> int | None:
        """Return the object if it stands between the verb and token c."""
        return self.object if self.object is not None and self.verb < self.object < c else None

    def candidate(self, rule: str, frame: str, level: int) -> Candidate:
        """Make a candidate of this verb."""
        made = Candidate(self.tree, rule, self.verb, self.entry, frame, level)
        made.cue = list(self.cue)
        return made


def match_clause(roles: Roles) -> Candidate | None:
    """said that, asked whether, told reporters that, wants him to; and "...", he said."""
    c = roles.clause
    if c is None:
        return None
    if c < roles.verb:
        return _fronted(roles, c)
    tree, v = roles.tree, roles.verb
    given = roles.object_before(c)
    left, right = tree.lefts[c], tree.rights[c]
    frame = _clause_frame(roles, c, given)
    level = roles.strength(frame)
    if frame in ("wh", "obj-that"):
        level = max(level, roles.strength("that"))
    elif frame in ("pred", "obj-inf"):
        level = max(level, roles.strength("that") - 2)
    if frame in ("that", "wh", "obj-that", "ing") and tree.in_quote(c) and not tree.in_quote(v):
        level = max(level, roles.strength("quote"))
        frame = "quote"
    found = roles.candidate("clause", frame, level)
    found.addressee = given
    if frame == "that" and roles.entry is not None and roles.entry.kind == "demand":
        subject = tree.subject(c)  # demanded that Kyiv withdraw
        found.addressee = subject if subject is not None and tree.tags[subject] in ("NNP", "NNPS") else None
    right = _clause_end(roles, c, max(left, v + 1), before_answer(tree, max(left, v + 1), right))
    found.content = [(left, right)] if left > v else [(left, v - 1), (v + 1, right)]
    return found


def _fronted(roles: Roles, c: int) -> Candidate:
    """Take a clause before the cue, from the start of the cue's own clause, and what goes on behind the cue."""
    tree, v = roles.tree, roles.verb
    found = roles.candidate("fronted", "quote", max(roles.strength("quote"), roles.strength("that") - 1))
    subject = roles.subject
    end = v if subject is None or subject > v else tree.lefts[subject]
    found.content = [(min(tree.lefts[v], tree.lefts[c]), end - 1)]
    if tree.rights[c] > v:
        found.content.append((max(v, tree.rights[subject] if subject is not None else v) + 1, tree.rights[c]))
    if roles.object is not None and roles.object > v:
        found.addressee = roles.object
    return found


def _clause_frame(roles: Roles, c: int, given: int | None) -> str:
    """Name the frame of a clause behind the cue."""
    tree = roles.tree
    first = tree.lowers[tree.lefts[c]]
    labels = {tree.deps[k] for k in tree.children[c]}
    if tree.is_infinitive(c):
        return "obj-inf"
    if given is not None:
        return "obj-that"
    if first in WH_WORDS:
        return "wh"
    if tree.tags[c] == "VBG" and first != "that" and "aux" not in labels:
        return "ing"
    if tree.tags[c][0] not in "VM" and labels.isdisjoint(("aux", "cop", "mark")) and roles.strength("pred"):
        return "pred"
    return "that"


def _clause_end(roles: Roles, c: int, left: int, right: int) -> int:
    """Return where a reported clause ends: before a cue that takes up the speaker again, behind "and that ..."."""
    tree, v = roles.tree, roles.verb
    entries = verb_cues()
    for k in range(left + 2, right + 1):
        if tree.tags[k][0] != "V" or k == c:
            continue
        entry = entries.get(tree.lemmas[k])
        if entry is None:
            continue
        if tree.subject(k) is not None:
            if tree.deps[k] == "advcl" and max(entry.frames.values()) == 5:
                mark = tree.child(k, "mark")  # X said ... while Y accused ...
                if mark is not None and tree.lowers[mark] in _CONTRASTS and mark > left + 2:
                    return mark - 1
            continue
        if max(entry.frames.get("that", 0), entry.frames.get("pred", 0)) < 4:
            continue
        cut = _speaker_again(tree, v, k, left, entry) if _is_joined(tree, k, c) else None
        if cut is not None:
            tree.borrowed[k] = v
            return cut
    return _lost_part(tree, v, right)


def _lost_part(tree: Tree, v: int, right: int) -> int:
    """Return where a clause ends that the parser broke off: before its own verb, a modal or a second "that"."""
    j = right + 1
    if j < tree.n and tree.tags[j] in ("MD", "VBZ", "VBD", "VBP"):  # that the men detained | could be
        own = tree.heads[j] if tree.deps[j] in ("aux", "auxpass") else j
        return max(right, tree.rights[own]) if own > right and own != v else right
    if j < tree.n and tree.lowers[j] == ",":
        j += 1
    if j + 1 < tree.n and tree.lowers[j] in ("and", "but", "or"):
        if tree.lowers[j + 1] == "that":
            return max(right, tree.rights[v])
        if tree.tags[j + 1] == "MD" and tree.lowers[right + 1] != ",":
            return max(right, tree.rights[tree.heads[j + 1]])
    return right


def _is_joined(tree: Tree, k: int, c: int) -> bool:
    """Tell whether verb k is joined to verb c itself, not to a clause within it."""
    while k != c and tree.deps[k] in ("conj", "advcl") and tree.heads[k] != k:
        k = tree.heads[k]
    return k == c


def _speaker_again(tree: Tree, v: int, k: int, left: int, entry: CueEntry) -> int | None:
    """Return the last token before cue k if it belongs to the speaker of verb v: "said ... and accused", ", adding"."""
    if tree.deps[k] == "advcl":
        is_aside = tree.tags[k] == "VBG" and tree.lowers[k - 1] == "," and entry.kind in ("speech", "writing")
        return k - 2 if is_aside else None
    if tree.deps[k] != "conj" or tree.tags[k] != tree.tags[v] or tree.tags[k] not in ("VBD", "VBZ", "VBP"):
        return None
    if tree.heads[k] > k or tree.child(k, "aux", "auxpass") is not None:
        return None
    if any(tree.deps[j] == "mark" and tree.lowers[j] == "that" for j in tree.children[k]):
        return None
    cut = k - 1
    while cut > left and tree.tags[cut] in ("CC", "RB", ","):
        cut -= 1
    return cut if tree.tags[cut + 1] in ("CC", ",") else None


def match_infinitive(roles: Roles) -> Candidate | None:
    """promised to go, urged NATO to go, denied going, considers him honest."""
    tree, v, c = roles.tree, roles.verb, roles.infinitive
    if c is None or roles.entry is None or c < v:
        return None
    given = roles.object_before(c)
    if given is not None and tree.is_infinitive(c) and tree.lemmas[given] in noun_cues():
        return None  # reiterated the vow to defend: the infinitive belongs to the object
    left = max(tree.lefts[c], v + 1)
    level = 0
    if tree.is_infinitive(c):
        frame = "obj-inf" if given is not None else "raise-inf" if roles.strength("raise-inf") else "inf"
        level = roles.strength(frame)
        if frame == "inf":
            for p in roles.preps:  # called on NATO to act, appealed to both sides to stop
                stronger = roles.strength(f"{tree.lowers[p]}-inf") if p < c else 0
                if stronger > level:
                    frame, level, left = f"{tree.lowers[p]}-inf", stronger, p + 1
                    given = tree.child(p, "pobj")
    elif tree.tags[c] == "VBG" and given is None:
        frame = "ing"
        level = roles.strength(frame)
    else:
        frame = "pred"
        level = roles.strength(frame)
    if not level:
        return None
    if given is not None:
        left = max(v + 1, tree.lefts[given])
    found = roles.candidate("predicate" if frame == "pred" else "infinitive", frame, level)
    found.content = [(left, tree.rights[c])]
    if frame == "raise-inf" and roles.subject is not None:
        found.content.insert(0, (tree.lefts[roles.subject], tree.rights[roles.subject]))
    if frame.endswith("-inf") and frame != "raise-inf":
        found.addressee = given
    return found


def match_predicate(roles: Roles) -> Candidate | None:
    """called the deal a fraud, declared victory "complete"."""
    tree, v, p = roles.tree, roles.verb, roles.predicate
    if p is None or roles.entry is None or p < v:
        return None
    level = roles.strength("pred")
    if not level and tree.in_quote(p):
        level = roles.strength("quote")
    if not level:
        return None
    found = roles.candidate("predicate", "pred", level)
    object_ = roles.object if roles.object is not None and roles.object < p else None
    left = tree.lefts[p] if object_ is None else tree.lefts[object_]
    found.content = [(max(v + 1, left), tree.rights[p])]
    if object_ is not None and left < v:
        found.content.insert(0, (left, min(tree.rights[object_], v - 1)))
    return found


def match_object(roles: Roles) -> Candidate | None:
    """praised the deal, accused Kyiv of shelling, described the talks as useful."""
    tree, v, o = roles.tree, roles.verb, roles.object
    if o is None or roles.entry is None:
        return None
    level, p = _best_preposition(roles, roles.entry.object_preps, o)
    if p is not None and tree.lowers[p] == "as" and tree.child(p, "pcomp") is not None and roles.entry.lemma in QUOTING:
        return None  # quoted him as saying: the cue is "saying"
    if p is not None and not (roles.addresses() and o < v):
        return _object_and_preposition(roles, o, p, level)
    in_quote = tree.in_quote(o) and not tree.in_quote(v) and o > v
    level = max(roles.strength("np"), roles.strength("quote") - 1 if in_quote else 0)
    if not level:
        return None
    left, right = tree.lefts[o], tree.rights[o]
    found = roles.candidate("object", "np", level)
    if o > v:
        if roles.entry.lemma in word_group("courteous"):
            found.addressee = o
        found.content = [(left, before_relative(tree, left, extend_right(tree, v, right)))]
    else:
        found.content = [(left, min(right, v - 1))]
    return found


def _best_preposition(roles: Roles, preps: dict[str, int], o: int) -> tuple[int, int | None]:
    """Return the strongest of the lexicon's prepositions behind the verb, hung on it or on its object."""
    best, at = 0, None
    if preps:
        tree = roles.tree
        for p in roles.preps + [k for k in tree.children[o] if tree.deps[k] == "prep"]:
            n = preps.get(tree.lowers[p], 0)
            if n > best and p > roles.verb:
                best, at = n, p
    return best, at


def _object_and_preposition(roles: Roles, o: int, p: int, level: int) -> Candidate:
    """Take object and complement as content; of an addressed object only the complement."""
    tree, v = roles.tree, roles.verb
    frame = "obj-" + tree.lowers[p]
    inner = tree.child(p, "pobj", "pcomp")
    found = roles.candidate("object and preposition", frame, level)
    if roles.entry is not None and roles.entry.lemma in word_group("courteous") and o > v:
        found.addressee = o
    if roles.addresses() and inner is not None:
        found.addressee = o
        found.content = [(tree.lefts[inner], tree.rights[p])]
        found.add_to_cue(p)
    elif o < v:
        found.content = [(tree.lefts[o], min(tree.rights[o], v - 1)), (p, tree.rights[p])]
    else:
        last = extend_right(tree, v, max(tree.rights[o], tree.rights[p]))
        found.content = [(tree.lefts[o], before_relative(tree, p, last))]
    return found


def extend_right(tree: Tree, v: int, last: int) -> int:
    """Move the end of an object over the phrases behind it that the parser hung on the verb, but for time and place."""
    attached, occasions = word_group("attached"), word_group("occasion")
    while last + 1 < tree.n:
        i = last + 1
        x = tree.heads[i]
        if tree.tags[i] == "TO" and x > i and tree.heads[x] == v and tree.lemmas[last] in noun_cues():
            last = tree.rights[x]
            continue
        if tree.tags[i] == "``" and i + 1 < tree.n and tree.heads[i + 1] == v:
            i += 1
        if tree.words[i] == "-" and i + 1 < tree.n and tree.starts[i] == tree.ends[last]:  # the re-election of
            last = max(i + 1, tree.rights[i + 1])
        elif tree.deps[i] == "prep" and tree.heads[i] == v and tree.lowers[i] in attached:
            inner = tree.child(i, "pobj", "pcomp")
            if inner is None or tree.lowers[inner] in occasions or tree.tags[inner] == "CD":
                break
            last = tree.rights[i]
        else:
            break
    return last


def before_relative(tree: Tree, first: int, last: int) -> int:
    """Move the end of an object before a relative clause that a comma sets off: it is the writer's own remark."""
    for i in range(first + 1, last - 1):
        if tree.lowers[i] == "," and tree.tags[i + 1] in ("WDT", "WP") and tree.lowers[i + 1] in ("which", "who"):
            return i - 1
    return before_answer(tree, first, last)


def before_answer(tree: Tree, first: int, last: int) -> int:
    """Move the end of a content before what others make of it: "..., a charge the Kremlin denies"."""
    for i in range(first + 1, last - 3):
        if tree.lowers[i] != "," or tree.tags[i + 1] != "DT":
            continue
        for noun in range(i + 2, min(i + 5, last)):
            if tree.lemmas[noun] in noun_cues() and any(
                tree.deps[k] == "relcl" and tree.lemmas[k] in verb_cues() for k in tree.children[noun]
            ):
                return i - 1
    return last


def match_preposition(roles: Roles) -> Candidate | None:
    """called for talks, complained about the delay, spoke of peace."""
    tree = roles.tree
    if roles.entry is None or not roles.entry.preps:
        return None
    level, p = 0, -1
    for k in roles.preps:
        n = roles.entry.preps.get(tree.lowers[k], 0)
        if n > level:
            level, p = n, k
    if not level and "for" in roles.entry.preps:
        return _for_to(roles)
    if not level or tree.rights[p] == p:
        return None
    found = roles.candidate("preposition", tree.lowers[p], level)
    found.add_to_cue(p)
    found.content = [(p + 1, before_relative(tree, p, extend_right(tree, roles.verb, tree.rights[p])))]
    return found


def _for_to(roles: Roles) -> Candidate | None:
    """called for him to resign: the parser reads a clause introduced by "for"."""
    tree = roles.tree
    for c in tree.children[roles.verb]:
        left = tree.lefts[c]
        if c > left > roles.verb and tree.lowers[left] == "for" and tree.is_infinitive(c):
            found = roles.candidate("preposition", "for", roles.strength("for"))
            found.add_to_cue(left)
            found.content = [(left + 1, tree.rights[c])]
            return found
    return None


def match_gap(roles: Roles) -> Candidate | None:
    """a charge the Kremlin denies: the noun that the clause stands with is the content."""
    tree, v = roles.tree, roles.verb
    if tree.deps[v] != "relcl" or roles.object is not None or roles.clause is not None:
        return None
    level, subject, head = roles.strength("np"), roles.subject, tree.heads[v]
    if not level or subject is None or not head < subject < v:
        return None
    found = roles.candidate("object", "np", level)
    found.content = [(tree.lefts[head], tree.lefts[v] - 1)]
    return found
