"""Where a token stands among the clauses of its sentence: its verb, that verb's subject, and the scene of both."""

from __future__ import annotations

from tocsin.parties.tables import modifiers
from tocsin.records import Sentence

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
STEPS = 8  # how far up the parse a clause is looked for


def verb_of(s: Sentence, token: int) -> int:
    """Return the verb that governs a token (the token itself where none does)."""
    for _ in range(STEPS):
        head = s.heads[token]
        if head == token or s.tags[head][:1] == "V" or s.tags[head] == "MD":
            return head
        token = head
    return token


def subject_of(s: Sentence, verb: int) -> int | None:
    """Return the subject of a verb, or of the verb it is joined to where it has none of its own."""
    for _ in range(STEPS):
        for child in s.children[verb]:
            if s.deps[child] in SUBJECTS:
                return child
        if s.deps[verb] == "pcomp":
            blamed = _object_blamed(s, verb)
            if blamed is not None:
                return blamed
        if s.deps[verb] not in ("conj", "xcomp", "advcl", "pcomp") or s.heads[verb] == verb:
            return None
        verb = s.heads[verb]
    return None


def is_scene_of(s: Sentence, place: int, token: int) -> bool:
    """Tell whether a place is where a mention is: what somebody says is not done where it is said, nor the reverse."""
    own, there = verb_of(s, token), verb_of(s, place)
    if own == there or is_under(s, token, place):
        return True
    apart = False
    for low, high in ((own, there), (there, own)):
        verb, above, told = low, verb_of(s, low), False
        while above != verb:
            dep = s.deps[verb]
            if low == there:  # what somebody knows of, or what another noun is said to do, may be anywhere
                told = told or dep in ("ccomp", "pcomp") or (dep == "acl" and s.heads[verb] != token)
            else:
                told = told or (dep == "ccomp" and s.lemmas[above] in modifiers()["speech"])
            if above == high:
                # "In Velm, police said that ..." sets the scene of all that follows.
                return not told or (low == own and place < token and not _follows_subject(s, high, place))
            verb, above = above, verb_of(s, above)
        apart = apart or told
    return not apart


def _follows_subject(s: Sentence, verb: int, token: int) -> bool:
    subject = subject_of(s, verb)
    return subject is not None and subject < token


def _object_blamed(s: Sentence, verb: int) -> int | None:
    """Return the doer of a gerund after "for", "of" or "from": the object of the verb ("slammed X for dragging")."""
    prep = s.heads[verb]
    if s.lowers[prep] not in ("for", "of", "from", "into"):
        return None
    for child in s.children[s.heads[prep]]:
        if s.deps[child] == "dobj" and child < prep:
            return child
    return None


def is_under(s: Sentence, token: int, ancestor: int) -> bool:
    """Tell whether a token hangs on another one, by few enough steps."""
    for _ in range(STEPS):
        if token == ancestor:
            return True
        if s.heads[token] == token:
            return False
        token = s.heads[token]
    return False
