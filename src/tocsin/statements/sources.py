"""Who speaks: subject, agent, inherited subject, controller, antecedent or possessor of a cue; and whether by name.

Algorithm: a verb's own subject comes first, then the agent of a passive; a coordinated verb has the subject of the verb
that it is joined to, an infinitive or participle that of the verb above it (or its object, where that one controls), a
relative or participial clause the noun that it stands with.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from tocsin.records import Mention, Party
from tocsin.statements.cues import word_group
from tocsin.statements.tree import FINITE_TAGS, Tree

Found = tuple[int | None, str]

_RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))
_EMPTY = frozenset(("it", "there"))
# Verbs whose object does not take over the infinitive behind it: "has troops to ...", "promised Kyiv to ...".
_SUBJECT_CONTROL = frozenset(("promise", "vow", "threaten", "use", "take", "have", "make", "get", "give", "join"))
# "He's said" is "he has said", though the parser reads a passive.
_HAS_SAID = frozenset(("say", "want", "promise", "think", "claim"))
_DEEPEST = 6
# Verbs that relay what another says: "quoted the minister as saying that".
QUOTING = frozenset(("quote", "cite", "paraphrase", "report"))
_OF = frozenset(("of", "for", "at", "from", "in", "with"))
_LONGEST_OF = 6
_NOT = frozenset(("not", "n't", "n’t"))
_WHY = frozenset(("because", "since", "citing", "given", "as"))
_INDEFINITE = frozenset(("a", "an", "another", "one", "some", "several", "two", "three", "many", "few"))
# Words of which one stands in every wish to stay unnamed.
_UNNAMED = frozenset(
    ("anonymity", "anonymously", "named", "identified", "quoted", "withheld", "authorized", "authorised", "allowed",
     "permitted")
)  # fmt: skip
_ASKING = frozenset(("not", "asked", "name", "names", "declined", "refused", "n't", "n’t", "condition", "requested"))
_PUBLIC = frozenset(("speak", "talk", "discuss", "comment", "brief", "be", "address", "give", "disclose", "publicly"))
_BESIDE = 2
_NEAR_SPEAKER = 30  # tokens between a speaker and the words that tell of anonymity


def is_passive(tree: Tree, verb: int) -> bool:
    """Tell whether a verb is a passive participle, finite or reduced ("asked about the talks, he ...")."""
    tag = tree.tags[verb]
    if tag not in ("VBN", "VBD"):
        return False
    deps = tree.deps
    labels = {deps[c] for c in tree.children[verb]}
    if "auxpass" in labels:
        be = tree.child(verb, "auxpass")
        if be is None or tree.words[be] not in ("'s", "’s") or tree.lemmas[verb] not in _HAS_SAID:
            return True
    elif "nsubjpass" in labels or ("agent" in labels and "nsubj" not in labels):
        return True
    if not labels.isdisjoint(("aux", "nsubj", "auxpass")):
        return False
    if deps[verb] == "advcl" and tree.lemmas[verb] == "ask":
        return True
    return tag == "VBN" and deps[verb] in ("acl", "advcl", "amod")


def find_source(tree: Tree, verb: int) -> Found:
    """Return the head token of a verbal cue's speaker, or None, and how it was found.

    How is one of subject, agent, relative (a relative pronoun), shared (the subject of a coordinated verb), control
    (the subject or object of a governing verb), modified (the noun that a participle stands with), adjacent (the noun
    right before), passive (nobody is named) or none. An empty subject ("it is hard to imagine") is no speaker.
    """
    if verb in tree.borrowed:
        return _own_source(tree, tree.borrowed[verb], 0)[0], "shared"
    found, how = _own_source(tree, verb, 0)
    if tree.deps[verb] == "pcomp" and tree.lowers[tree.heads[verb]] == "as":
        quoted = relayer_of(tree, verb, True)
        if quoted is not None:
            return quoted, "relayed"
    if how == "modified" and found is not None and _is_issued(tree, found):
        issuer, _ = _own_source(tree, tree.heads[found], 0)
        if issuer is not None:
            return issuer, "control"
    if found is None and how == "none" and tree.tags[verb] in FINITE_TAGS:
        found = _noun_before(tree, verb)
        if found is not None:
            return found, "adjacent"
    if found is not None and how != "subject" and tree.lowers[found] in _EMPTY:
        return None, "none"
    return found, how


def relayer_of(tree: Tree, verb: int, quoted: bool = False) -> int | None:
    """Return who relays what "saying" reports in "X quoted Y as saying", or with `quoted` the one who is quoted."""
    governor = tree.heads[tree.heads[verb]]
    if not tree.is_verb(governor) or tree.lemmas[governor] not in QUOTING:
        return None
    if quoted:
        return tree.child(governor, "dobj", "nsubjpass")
    return _own_source(tree, governor, 0)[0]


def _is_issued(tree: Tree, noun: int) -> bool:
    """Tell whether a noun is a document that its verb's subject issues: "issued a statement saying"."""
    return tree.deps[noun] == "dobj" and tree.lemmas[noun] in word_group("document")


def _noun_before(tree: Tree, verb: int) -> int | None:
    """Return the noun right before a finite verb for which the parser found no subject."""
    k = verb - 1
    while k >= 0 and tree.tags[k] in ("RB", "VBZ", "VBP", "VBD", "MD") and tree.heads[k] == verb:
        k -= 1
    if k < 0:
        return None
    if tree.tags[k] in ("NNP", "NNPS", "PRP") or (tree.tags[k] in ("NN", "NNS") and tree.heads[k] != verb):
        return k
    return None


def _own_source(tree: Tree, verb: int, depth: int) -> Found:
    """Find the speaker by the verb's own subject or agent, or else by the clause above it."""
    deps, children = tree.deps, tree.children
    if depth > _DEEPEST:
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
    if subject is None:
        return _inherited(tree, verb, depth)
    if tree.lowers[subject] in _RELATIVE and tree.tags[subject] in ("WP", "WDT"):
        return subject, "relative"
    return subject, "subject"


def _inherited(tree: Tree, verb: int, depth: int) -> Found:
    """Find the speaker of a verb without a subject of its own."""
    dep, head = tree.deps[verb], tree.heads[verb]
    if dep == "parataxis" and verb > 0 and tree.lowers[verb - 1] in word_group("vague"):
        return verb - 1, "subject"
    if dep == "conj" and tree.is_verb(head):
        found, how = _own_source(tree, head, depth + 1)
        return found, how if how in ("none", "passive", "relative") else "shared"
    if dep in ("xcomp", "advcl", "ccomp", "dep", "oprd", "prep", "parataxis", "conj"):
        if tree.is_verb(head):
            beside = _beside(tree, verb, head) if dep == "advcl" and tree.tags[verb] == "VBG" else None
            if beside is not None:
                return beside, "modified"
            return _controller(tree, verb, head, dep, depth)
        if tree.tags[head] in ("JJ", "NN", "NNS", "RB"):
            return _of_noun(tree, head, depth)
        return None, "none"
    if dep == "pcomp":
        return _of_preposition(tree, head, depth)
    if dep == "acl":
        return (head, "modified") if tree.tags[verb] == "VBG" else _of_noun(tree, head, depth)
    if dep == "relcl":
        return _of_noun(tree, head, depth) if tree.is_infinitive(verb) else (head, "modified")
    return None, "none"


def _beside(tree: Tree, verb: int, head: int) -> int | None:
    """Return the noun in "with the minister saying", where the parser hangs "saying" on the verb before."""
    for p in tree.children[head]:
        if tree.deps[p] == "prep" and tree.lowers[p] == "with" and p < verb and verb - tree.rights[p] <= _BESIDE:
            return tree.child(p, "pobj")
    return None


def _controller(tree: Tree, verb: int, governor: int, dep: str, depth: int) -> Found:
    """Find whose infinitive or participle a verb is under a governing verb."""
    if dep == "xcomp" and tree.lemmas[governor] not in _SUBJECT_CONTROL:
        controlling = tree.child(governor, "dobj")
        if controlling is not None and governor < controlling < verb:
            return controlling, "control"
    found, how = _own_source(tree, governor, depth + 1)
    if how == "passive":  # "was asked to say": who was asked
        found = tree.child(governor, "nsubjpass")
    return (found, "control") if found is not None else (None, "none" if how == "passive" else how)


def _of_preposition(tree: Tree, preposition: int, depth: int) -> Found:
    """Find who speaks in "by saying", "accused him of saying", "a plan for saying"."""
    governor = tree.heads[preposition]
    if not tree.is_verb(governor):
        return _of_noun(tree, governor, depth) if tree.tags[governor][:2] in ("NN", "JJ") else (None, "none")
    found, how = _own_source(tree, governor, depth + 1)
    if how == "passive":
        found = tree.child(governor, "nsubjpass")
        return (found, "control") if found is not None else (None, "none")
    controlling = tree.child(governor, "dobj")
    takes_over = tree.lowers[preposition] in ("of", "for", "from")
    if takes_over and controlling is not None and governor < controlling < preposition:
        return controlling, "control"
    return found, "control" if found is not None else how


def _of_noun(tree: Tree, noun: int, depth: int) -> Found:
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
    if dep == "pobj":
        head = tree.heads[head]
    elif dep not in ("attr", "acomp", "oprd", "dobj"):
        return None, "none"
    if not tree.is_verb(head):
        return None, "none"
    found, how = _own_source(tree, head, depth + 1)
    return found, "control" if found is not None else how


def find_interviewer(tree: Tree, verb: int) -> int | None:
    """Return whom somebody speaks to in "said in an interview with the Gazette"."""
    for p in tree.children[verb]:
        if tree.deps[p] == "prep" and tree.lowers[p] in ("in", "during"):
            talk = tree.child(p, "pobj")
            if talk is not None and tree.lemmas[talk] in ("interview", "conversation"):
                for k in (*tree.children[talk], *tree.children[verb]):
                    if tree.deps[k] == "prep" and tree.lowers[k] == "with" and k > talk:
                        return tree.child(k, "pobj")
    return None


def phrase_bounds(tree: Tree, head: int) -> tuple[int, int]:
    """Return the first and last token of the noun phrase of `head`, without the clauses and appositions behind it.

    Determiners, titles, modifiers and names before the head belong to it, and short prepositional phrases behind it.
    """
    deps, tags = tree.deps, tree.tags
    first, last = tree.lefts[head], head
    while first < head and (
        deps[first] in ("punct", "cc", "mark", "case", "intj", "preconj") or tags[first] in ("CC", "IN", ",", ":")
    ):
        first += 1
    for c in tree.children[head]:
        if c < head:
            continue
        if c != last + 1 and tree.lefts[c] != last + 1:
            break
        is_short = tree.lowers[c] in _OF and tree.rights[c] - c <= _LONGEST_OF and tree.child(c, "pobj") is not None
        if is_short or (deps[c] in ("appos", "flat", "nummod", "compound") and c == last + 1):
            last = tree.rights[c]
        elif deps[c] != "case":
            break
    while last > head and tags[last] in (",", ":", "."):
        last -= 1
    return first, last


def party_at(tree: Tree, head: int, mentions: Mapping[int, Mention], text: str) -> Party:
    """Return the party that token `head` names: its mention, or else the bare noun phrase as written.

    A relative pronoun keeps its own text and resolves to its antecedent.
    """
    mention = mentions.get(head)
    if mention is not None:
        return mention.party
    if tree.tags[head] in ("WP", "WDT") and tree.lowers[head] in _RELATIVE:
        antecedent = _antecedent(tree, head)
        if antecedent is not None:
            meant = party_at(tree, antecedent, mentions, text)
            span = (tree.starts[head], tree.ends[head])
            return msgspec.structs.replace(
                meant, text=text[span[0] : span[1]], span=span, name=meant.name or meant.text
            )
    first, last = phrase_bounds(tree, head)
    span = (tree.starts[first], tree.ends[last])
    return Party(text=text[span[0] : span[1]], span=span)


def _antecedent(tree: Tree, pronoun: int) -> int | None:
    """Return the noun that a relative pronoun stands for."""
    v = tree.heads[pronoun]
    for _ in range(4):
        if tree.deps[v] == "relcl":
            return tree.heads[v] if tree.heads[v] < pronoun else None
        v = tree.heads[v]
    return None


def anonymity(tree: Tree, source: int | None, mentions: Mapping[int, Mention]) -> tuple[bool, tuple[int, int] | None]:
    """Tell whether a speaker stays unnamed, and return the tokens of the reason that the sentence gives, if any.

    Officials, diplomats, witnesses and the like count as anonymous wherever no name stands with them; other people do
    where they come with an indefinite article. Groups that are parties of their own ("rebels") and spokesmen do not.
    """
    if source is None:
        return False, None
    asked, reason = asked_for_anonymity(tree)
    if asked is not None and abs(asked - source) < _NEAR_SPEAKER:
        return True, reason
    lemma, tag = tree.lemmas[source], tree.tags[source]
    if tree.lowers[source] in word_group("vague") and tag in ("DT", "JJ", "JJS", "NNS", "CD", "PRP"):
        return tree.child(source, "prep") is None, None
    if tag in ("WP", "WDT"):
        antecedent = _antecedent(tree, source)
        return (False, None) if antecedent is None else anonymity(tree, antecedent, mentions)
    if tag not in ("NN", "NNS") or _has_name(tree, source):
        return False, None
    if lemma in word_group("anonymous"):
        return True, None
    if lemma in word_group("person"):
        determiners = {tree.lowers[c] for c in tree.children[source] if c < source}
        return not determiners.isdisjoint(_INDEFINITE), None
    return False, None


def _has_name(tree: Tree, head: int) -> bool:
    """Tell whether a name stands in apposition to a noun: "the official, Jane Roe"."""
    return any(tree.deps[c] == "appos" and tree.tags[c] in ("NNP", "NNPS") for c in tree.children[head])


def asked_for_anonymity(tree: Tree) -> tuple[int | None, tuple[int, int] | None]:
    """Return the token that tells of anonymity ("on condition of anonymity", "not authorised to speak"), and why."""
    lowers = tree.lowers
    if _UNNAMED.isdisjoint(lowers):
        return None, None
    for i, word in enumerate(lowers):
        if word in ("anonymity", "anonymously"):
            return i, _reason_behind(tree, i)
        if word in ("named", "identified", "quoted", "withheld"):
            before = lowers[max(0, i - 7) : i]
            if "be" in before[-3:] and not _ASKING.isdisjoint(before):
                return i, _reason_behind(tree, i)
        elif word in ("authorized", "authorised", "allowed", "permitted") and lowers[i + 1 : i + 2] == ("to",):
            is_denied = not _NOT.isdisjoint(lowers[max(0, i - 3) : i])
            if is_denied and not _PUBLIC.isdisjoint(lowers[i + 2 : i + 4]):
                last = tree.rights[i]
                while last + 1 < tree.n and tree.tags[last + 1] == "RB":
                    last += 1
                return i, (next(j for j in range(max(0, i - 3), i) if lowers[j] in _NOT), last)
    return None, None


def _reason_behind(tree: Tree, i: int) -> tuple[int, int] | None:
    """Return the tokens of the clause or phrase that says why, behind token i."""
    for j in range(i + 1, min(tree.n - 1, i + 12)):
        word, pair = tree.lowers[j], tree.lowers[j : j + 2]
        if word in _WHY or pair == ("due", "to") or pair == ("for", "fear"):
            first = j + 2 if word in ("due",) else j if word == "for" else j + 1
            head = tree.heads[j] if tree.deps[j] == "mark" else j
            last = max(tree.rights[head] if head > i else first, first)
            for k in range(first + 2, last + 1):
                if tree.lowers[k] == "," and tree.heads[k] <= i:
                    last = k - 1
                    break
            while last > first and tree.tags[last] in (",", ".", "''"):
                last -= 1
            return (first, last) if first <= last else None
        if word == "to" and tree.lowers[j + 1] in ("discuss", "speak", "describe", "talk", "avoid", "protect"):
            return j, tree.rights[j + 1]
    return None
