"""Finds issues that no list names: the thing that a party is said to be for or against ("rejected the fishing quota").

A noun is a topic where it tells of an act, a paper, a state of affairs or the like (by its kind in WordNet) and is no
party. A noun that any plan or demand goes by ("proposal", "measure") is one only with a word that classes it
("water-sharing plan"); what it is for is an issue of its own. A verb is one with its object, where it tells what is
willed, ordered, refused or the like ("to close the bases").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from functools import cache

from tocsin.lexicon import cell_values, noun_kinds, read_table
from tocsin.positions.naming import name_of
from tocsin.positions.stances.attitudes import attitude_of
from tocsin.positions.stances.issues import Raised
from tocsin.records import Mention, Sentence

_SLOTS = frozenset(("dobj", "pobj", "nsubj", "nsubjpass", "attr", "conj"))
_KINDS = frozenset(("act", "communication", "event", "state", "possession", "process", "relation", "cognition"))
_LONGEST = 3  # words of a name
_DEFINITE = frozenset(("the", "this", "that", "these", "such"))
_TO_WHAT = frozenset(("of", "on", "to", "against", "for", "over"))
_CONJUNCTS = 3
_NAMES = frozenset(("NNP", "NNPS"))
_ATTITUDES = frozenset(("for", "against", "make", "end", "urge", "forbid", "agree", "refuse", "conditional"))
_CLAUSES = frozenset(("xcomp", "pcomp", "acl"))
_DOUBLED = re.compile(r"^(?:[^aeiou]*[aeiou][bdgklmnprt]|upset|begin|commit|permit|admit|submit|refer|transfer|occur)$")


@cache
def _words(kind: str) -> frozenset[str]:
    rows = read_table("positions/topics.tsv", ("kind", "words"))
    return frozenset(word for row in rows if row["kind"] == kind for word in cell_values(row["words"]))


@cache
def _deeds() -> dict[str, str]:
    """Map verbs to the nouns of what they do ("seize" -> "seizure")."""
    return dict(pair.split(":") for pair in _words("deed"))


def find_topics(
    sentence: Sentence, mentions: Mapping[int, Mention], taken: Set[int]
) -> Iterator[Raised]:  # fmt: skip
    """Yield the topics of a sentence; at the tokens in `taken` stand issues that are known already."""
    for i, tag in enumerate(sentence.tags):
        if i in taken or (sentence.deps[i] in ("dobj", "nsubjpass") and sentence.heads[i] in taken):
            continue  # "to ban imports" is an embargo
        if tag in ("NN", "NNS") and i not in mentions:
            words = _noun_topic(sentence, mentions, i)
            if words and not (sentence.deps[i] == "dobj" and _verb_topic(sentence, mentions, sentence.heads[i])):
                yield Raised(" ".join(words), sentence.words[i], i, i - len(words) + 1, verb=False, known=False)
        elif tag in ("VB", "VBG", "VBN") and taken.isdisjoint(sentence.children[i]):
            name = _verb_topic(sentence, mentions, i)
            if name:
                yield Raised(name, sentence.words[i], i, i, verb=True, known=False)


def _noun_topic(sentence: Sentence, mentions: Mapping[int, Mention], i: int) -> list[str]:
    """Return the words of a noun that is a topic, none where it is not one."""
    lemma = sentence.lemmas[i]
    if sentence.deps[i] not in _SLOTS or lemma in _words("never"):
        return []
    if not (noun_kinds().get(lemma) in _KINDS or any(lemma in _words(kind) for kind in ("always", "act", "classed"))):
        return []
    if i > 1 and sentence.words[i - 1] == "-" and sentence.lowers[i - 2] in ("re", "non", "counter"):
        return []
    if any(sentence.deps[c] == "nummod" for c in sentence.children[i]):
        return []
    whose = {sentence.lowers[c] for c in sentence.children[i] if c in mentions or sentence.tags[c] in _NAMES}
    words = [word for word in name_of(sentence, i).lower().split() if word not in whose]
    words = [*words[:-1], lemma]
    if len(words) > _LONGEST or not all(word.replace("-", "").isalpha() for word in words):
        return []
    if len(words) == 1 and lemma in _words("act"):
        done = _done_to(sentence, i)
        if done:
            return [lemma, *done]
    if len(words) == 1 and lemma in _words("classed"):
        spoken_of = any(sentence.lowers[c] in _DEFINITE or sentence.deps[c] == "poss" for c in sentence.children[i])
        return words if spoken_of else []
    return words


def _done_to(sentence: Sentence, noun: int) -> list[str]:
    """Return what an act is done to, with its preposition: "of prisoners" of "the release of all prisoners"."""
    for child in sentence.children[noun]:
        if sentence.deps[child] == "prep" and sentence.lowers[child] in _TO_WHAT:
            thing = next((c for c in sentence.children[child] if sentence.deps[c] == "pobj"), None)
            if thing is not None and sentence.tags[thing][:2] == "NN":
                name = name_of(sentence, thing)
                name = name if sentence.tags[thing][:3] == "NNP" else name.lower()
                return [sentence.lowers[child], *name.split()] if len(name.split()) < _LONGEST else []
    return []


def _verb_topic(sentence: Sentence, mentions: Mapping[int, Mention], i: int) -> str:
    """Name what a verb stands for that is wanted, refused, ordered or the like: "closing bases"; "" where it is not."""
    if not _is_willed(sentence, i) or sentence.lemmas[i] in _words("weak"):
        return ""
    slot = "nsubjpass" if any(sentence.deps[c] == "auxpass" for c in sentence.children[i]) else "dobj"
    thing = next((c for c in sentence.children[i] if sentence.deps[c] == slot), None)
    if thing is None or sentence.tags[thing][:2] != "NN":
        return ""
    itself = thing not in mentions and _noun_topic(sentence, mentions, thing)
    if itself and attitude_of(sentence, i) in _ATTITUDES:
        return ""  # "to lift the siege": the siege is what is at issue
    if thing in mentions:
        party = mentions[thing].party
        named = party.name is not None and mentions[thing].kind != "common"
        name = str(party.name) if named else _plain_name(sentence, thing)
    else:
        if sentence.lemmas[thing] in _words("never"):
            return ""
        name = _plain_name(sentence, thing)
    if len(name.split()) > _LONGEST:
        return ""
    deed = _deeds().get(sentence.lemmas[i])
    if deed:
        return f"{deed} of {name}"
    particle = next((f" {sentence.lowers[c]}" for c in sentence.children[i] if sentence.deps[c] == "prt"), "")
    return f"{_gerund(sentence.lemmas[i])}{particle} {name}"


def _plain_name(sentence: Sentence, i: int) -> str:
    """Return what a noun is called, in lower case and without how many there are."""
    counts = {sentence.words[c] for c in sentence.children[i] if sentence.tags[c] == "CD"}
    return " ".join(word for word in name_of(sentence, i).split() if word not in counts).lower()


def _is_willed(sentence: Sentence, i: int) -> bool:
    """Tell whether a verb names what is to be done rather than what was: "to close", "must close", "be closed"."""
    for _ in range(_CONJUNCTS):
        kids = sentence.children[i]
        if sentence.deps[i] in _CLAUSES or any(sentence.tags[c] == "MD" or sentence.lowers[c] == "to" for c in kids):
            return True
        if any(sentence.deps[c] == "auxpass" and sentence.lowers[c] == "be" for c in kids):
            return True
        if sentence.deps[i] == "ccomp" and sentence.tags[i] == "VB":
            return True  # "demanded that Norway close its base"
        if sentence.deps[i] != "conj" or sentence.tags[i] not in ("VB", "VBG"):
            return False
        i = sentence.heads[i]
    return False


def _gerund(lemma: str) -> str:
    """Return the -ing form of a verb."""
    if lemma.endswith("ie"):
        return f"{lemma[:-2]}ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return f"{lemma[:-1]}ing"
    if _DOUBLED.search(lemma):
        return f"{lemma}{lemma[-1]}ing"
    return f"{lemma}ing"
