"""Who speaks: subject, agent, inherited subject, controller, antecedent or possessor of a cue."""

from __future__ import annotations

from tocsin.statements.tree import Tree

_RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))
# "He's said" is "he has said", though the parser reads a passive.
_NEVER_PASSIVE_AFTER_S = frozenset(("say", "want", "promise", "think", "claim"))
_NOUNISH = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP", "WP", "CD", "DT", "JJ", "JJS", "PRP$", "WDT", "VBG"))
# Verbs whose object does not take over the following infinitive.
_SUBJECT_CONTROL = frozenset(("promise", "vow", "threaten", "use", "take", "have", "make", "get", "give", "join"))

Found = tuple[int | None, str]


def is_passive(tree: Tree, verb: int) -> bool:
    """Tell whether a verb is a passive participle, finite or reduced."""
    if tree.tags[verb] not in ("VBN", "VBD"):
        return False
    deps = tree.deps
    has_subject = False
    for c in tree.children[verb]:
        if deps[c] == "auxpass":
            if tree.words[c] in ("'s", "’s") and tree.lemmas[verb] in _NEVER_PASSIVE_AFTER_S:
                has_subject = True
                continue
            return True
        if deps[c] in ("nsubjpass", "agent"):
            return True
        if deps[c] == "aux" or deps[c] == "nsubj":
            has_subject = True
    if not has_subject and deps[verb] == "advcl" and tree.lemmas[verb] == "ask":
        return True  # asked about the talks, he said
    return tree.tags[verb] == "VBN" and not has_subject and deps[verb] in ("acl", "advcl", "amod")


# What an issuer says through: "issued a statement saying".
_DOCUMENTS = frozenset(
    ("statement", "release", "article", "letter", "tweet", "message", "email", "e-mail", "memo", "op-ed", "note", "post",
     "column", "petition", "resolution", "communique", "video", "report", "editorial", "notice", "cable", "declaration")
)  # fmt: skip
_EMPTY = frozenset(("it", "there"))


def find_source(tree: Tree, verb: int) -> Found:
    """Return the speaker of a verbal cue, None where the subject is empty ("it is hard to imagine")."""
    if verb in tree.borrowed:
        return _find_source(tree, tree.borrowed[verb], 0)[0], "shared"
    found, how = _find_source(tree, verb, 0)
    if how == "modified" and found is not None and tree.lemmas[found] in _DOCUMENTS and tree.deps[found] == "dobj":
        issuer, _ = _find_source(tree, tree.heads[found], 0)  # X issued a statement saying
        if issuer is not None:
            return issuer, "control"
    if found is None and how == "none" and tree.tags[verb] in ("VBD", "VBZ", "VBP"):
        found = _noun_before(tree, verb)
        if found is not None:
            return found, "adjacent"
    if found is not None and how != "subject" and tree.lowers[found] in _EMPTY:
        return None, "none"
    return found, how


def _noun_before(tree: Tree, verb: int) -> int | None:
    """Return the noun right before a finite verb, where the parser found no subject."""
    k = verb - 1
    while k >= 0 and (tree.tags[k] in ("RB", "VBZ", "VBP", "VBD", "MD") and tree.heads[k] == verb):
        k -= 1
    if k >= 0 and tree.tags[k] in ("NN", "NNS", "NNP", "NNPS", "PRP") and tree.heads[k] != verb:
        return k
    if k >= 0 and tree.tags[k] in ("NNP", "NNPS", "PRP"):
        return k
    return None


def _find_source(tree: Tree, verb: int, depth: int) -> Found:
    """Return the head token of the speaker of a verbal cue and how it was found.

    How is one of subject, agent, relative (a relative pronoun), shared (the subject of a coordinated verb), control
    (the subject or object of a governing verb), modified (the noun that a participle stands with), passive (nobody is
    named) or none.
    """
    deps, children = tree.deps, tree.children
    if depth > 6:
        return None, "none"
    if is_passive(tree, verb):
        for c in children[verb]:
            if deps[c] == "agent" or (deps[c] == "prep" and tree.lowers[c] == "by"):
                for p in children[c]:
                    if deps[p] == "pobj":
                        return p, "agent"
        return None, "passive"
    subject = None
    for c in children[verb]:
        if deps[c] in ("nsubj", "csubj") and (c < verb or subject is None):
            subject = c
    if subject is not None:
        if tree.lowers[subject] in _RELATIVE and tree.tags[subject] in ("WP", "WDT"):
            return subject, "relative"
        return subject, "subject"
    return _inherit(tree, verb, depth)


def _inherit(tree: Tree, verb: int, depth: int) -> Found:
    """Find the speaker of a verb without a subject of its own."""
    deps, heads, tags = tree.deps, tree.heads, tree.tags
    dep, head = deps[verb], heads[verb]
    if dep == "parataxis" and verb > 0 and tree.lowers[verb - 1] in ("many", "some", "few", "most", "others", "several"):
        return verb - 1, "subject"
    if dep == "conj" and tree.is_verb(head):
        found, how = _find_source(tree, head, depth + 1)
        return found, how if how in ("none", "passive", "relative") else "shared"
    if dep in ("xcomp", "advcl", "ccomp", "dep", "oprd", "prep", "parataxis", "conj"):
        if tree.is_verb(head):
            return _controller(tree, verb, head, dep, depth)
        if tags[head] in ("JJ", "NN", "NNS", "RB"):  # "was quick to say", "the first to say", "in an effort to say"
            return _of_noun(tree, verb, head, depth)
        return None, "none"
    if dep == "pcomp":
        governor = heads[head]
        if tree.is_verb(governor):
            found, how = _find_source(tree, governor, depth + 1)
            if how == "passive":  # "was accused of saying": the accused is who says
                object_ = tree.child(governor, "nsubjpass")
                return (object_, "control") if object_ is not None else (None, "none")
            object_ = tree.child(governor, "dobj")
            if object_ is not None and tree.lowers[head] in ("of", "for", "from") and governor < object_ < head:
                return object_, "control"
            return found, "control" if found is not None else how
        if tags[governor][:2] in ("NN", "JJ"):
            return _of_noun(tree, verb, governor, depth)
        return None, "none"
    if dep == "acl":
        if tags[verb] == "VBG":
            return head, "modified"
        return _of_noun(tree, verb, head, depth)
    if dep == "relcl":
        return head, "modified"
    return None, "none"


def _controller(tree: Tree, verb: int, governor: int, dep: str, depth: int) -> Found:
    """Find whose infinitive or participle a verb is under a governing verb."""
    if dep == "xcomp" and tree.lemmas[governor] not in _SUBJECT_CONTROL:
        object_ = tree.child(governor, "dobj")
        if object_ is not None and governor < object_ < verb:
            return object_, "control"
    found, how = _find_source(tree, governor, depth + 1)
    if how == "passive":
        object_ = tree.child(governor, "nsubjpass")
        return (object_, "control") if object_ is not None else (None, "none")
    return found, "control" if found is not None else how


def _of_noun(tree: Tree, verb: int, noun: int, depth: int) -> Found:
    """Find the holder of "his decision to say", "the first to say" or "was quick to say"."""
    owner = tree.child(noun, "poss")
    if owner is not None:
        return owner, "control"
    for c in tree.children[noun]:
        if tree.deps[c] == "prep" and tree.lowers[c] in ("by", "from", "of"):
            for p in tree.children[c]:
                if tree.deps[p] == "pobj" and tree.tags[p] in ("NNP", "NNPS", "NNS"):
                    return p, "control"
    dep, head = tree.deps[noun], tree.heads[noun]
    if dep in ("attr", "acomp", "oprd", "dobj") and tree.is_verb(head):
        found, how = _find_source(tree, head, depth + 1)
        return found, "control" if found is not None else how
    if dep == "pobj" and tree.is_verb(tree.heads[head]):
        found, how = _find_source(tree, tree.heads[head], depth + 1)
        return found, "control" if found is not None else how
    return None, "none"


def phrase_bounds(tree: Tree, head: int) -> tuple[int, int]:
    """Return the first and last token of the noun phrase of `head`, without clauses and loose appositions behind it.

    Determiners, titles, modifiers and names before the head belong to it, and "of" phrases behind it.
    """
    first, last = tree.lefts[head], head
    deps, children = tree.deps, tree.children
    while first < head and (
        deps[first] in ("punct", "cc", "mark", "case", "intj", "preconj") or tree.tags[first] in ("CC", "IN", ",", ":")
    ):
        first += 1
    for c in children[head]:
        if c < head:
            continue
        if c != last + 1 and tree.lefts[c] != last + 1:
            break
        if deps[c] in ("prep",) and tree.lowers[c] in ("of", "for", "at", "from", "in", "with") and tree.rights[c] - c <= 6:
            last = tree.rights[c]
        elif deps[c] in ("case", "appos", "flat", "nummod", "compound") and tree.tags[c] not in (",",) and c == last + 1:
            last = tree.rights[c] if deps[c] != "case" else last
        else:
            break
    return first, last
