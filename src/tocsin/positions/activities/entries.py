"""Names activities: which words stand for a measure or a military activity, with what must stand beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tocsin.lexicon import cell_values, read_table
from tocsin.positions.roles import behind, doers_of, objects_of, with_joined
from tocsin.records import Sentence

_OF = frozenset(("of",))
_BY_THEMSELVES = frozenset(("withdraw", "pull", "collide", "move", "stand", "return", "go", "head"))
_GOALS = frozenset(("to", "into", "toward", "towards", "across", "onto", "near", "off", "through"))
_MOTION = frozenset((
    "move", "head", "sail", "go", "deploy", "take", "advance", "enter", "cross", "steam", "position", "proceed", "join",
))  # fmt: skip
_CIVIL = frozenset(("police", "security", "riot", "work", "labor", "labour", "market", "sales", "task", "peacekeeping"))


class Entry(NamedTuple):
    """One way of naming an activity; the words are looked up at the last of a noun, the first of a verb.

    `state` is the state that a verb alone puts it in, `name` what a verb's act is called.
    """

    words: tuple[str, ...]
    group: str
    kind: str
    verb: bool
    objects: frozenset[str]
    state: str
    name: str


@cache
def list_entries() -> dict[str, tuple[Entry, ...]]:
    """Index the ways of naming activities."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for row in read_table("positions/activities.tsv", ("group", "kind")):
        objects = frozenset(cell_values(row["objects"]))
        for column in ("nouns", "verbs"):
            for cell in cell_values(row[column]):
                words = tuple(cell.split())
                verb = column == "verbs"
                beside = objects if verb or not row["verbs"] else frozenset()  # the objects of a row are its verbs'
                name = row["name"] if verb else ""
                entry = Entry(words, row["group"], row["kind"], verb, beside, row["state"] or "in force", name)
                at = words[-1] if not verb or words[0] in ("nearly", "almost") else words[0]
                found[at].append(entry)
    return {word: tuple(sorted(entries, key=lambda entry: -len(entry.words))) for word, entries in found.items()}


def fits(sentence: Sentence, i: int, entry: Entry) -> bool:
    """Tell whether an entry is named at token i."""
    if not entry.verb:
        first = i - len(entry.words) + 1
        if sentence.tags[i][:2] != "NN" or first < 0:
            return False
        if sentence.deps[i] in ("compound", "amod", "nmod") and sentence.tags[sentence.heads[i]] != "NNP":
            return False
        named_here = all(
            word in (sentence.lemmas[first + k], sentence.lowers[first + k]) for k, word in enumerate(entry.words)
        )
        return named_here and (not entry.objects or _stands_with(sentence, i, entry))
    if sentence.tags[i][:2] != "VB":
        return False
    near = {sentence.lowers[c] for c in sentence.children[i]}
    if len(entry.words) > 1 and not (set(entry.words) - {sentence.lemmas[i]}) <= near:
        return False
    if not entry.objects or entry.words[0] in ("nearly", "almost"):
        return True
    things = things_of(sentence, i)
    if "in" in entry.words[1:]:  # "sent in the army", of which the parser makes a place
        things += behind(sentence, i, frozenset(("in",)))
    if entry.kind == "deployment" and not _has_goal(sentence, i):
        return False
    return any(holds(sentence, c, entry.objects) for c in things)


def things_of(sentence: Sentence, verb: int) -> list[int]:
    """Return the heads of what a verb is done to, or of what moves by itself ("the brigade withdrew")."""
    lemma = sentence.lemmas[verb]
    things = objects_of(sentence, verb)
    if lemma == "leave":
        left = any(
            sentence.deps[c] in ("dative", "nsubjpass") or sentence.lowers[c] == "behind"
            for c in sentence.children[verb]
        )  # to somebody, not by those who go
        things = [] if left else [t for t in doers_of(sentence, verb) or [] if not behind(sentence, t, _OF)]
    elif not things and lemma in _BY_THEMSELVES:
        things = doers_of(sentence, verb) or []
    return with_joined(sentence, things)


def _has_goal(sentence: Sentence, verb: int) -> bool:
    """Tell whether troops are given somewhere to go, where the verb alone does not say that they move."""
    lemma = sentence.lemmas[verb]
    kids = [c for node in (verb, *objects_of(sentence, verb)) for c in sentence.children[node]]
    if lemma not in ("order", "move"):
        return True
    return any(
        sentence.lowers[c] in _GOALS or (sentence.deps[c] in ("xcomp", "ccomp") and sentence.lemmas[c] in _MOTION)
        for c in kids
    )  # fmt: skip


def _stands_with(sentence: Sentence, i: int, entry: Entry) -> bool:
    """Tell whether a noun that says too little stands with one of the words that make it plain.

    It is on one ("a ban on timber"), has one before it, or hangs on one ("put the fleet on alert").
    """
    if any(holds(sentence, g, entry.objects) for g in behind(sentence, i, frozenset(("on", "of", "against")))):
        return True
    if entry.words[0] == "ban":
        return False
    if entry.kind == "near miss":
        return not entry.objects.isdisjoint(sentence.lemmas)
    if any(sentence.lemmas[c] in entry.objects or sentence.lowers[c] in entry.objects for c in sentence.children[i]):
        return True
    node = i
    while sentence.deps[node] in ("pobj", "prep", "conj") and sentence.tags[node][:2] != "VB":
        node = sentence.heads[node]
    verb = node if sentence.tags[node][:2] == "VB" else sentence.heads[node]
    things = [c for c in sentence.children[verb] if sentence.deps[c] in ("dobj", "nsubjpass", "nsubj")]
    return sentence.lemmas[verb] in entry.objects or any(holds(sentence, c, entry.objects) for c in things if c != i)


def holds(sentence: Sentence, i: int, objects: frozenset[str]) -> bool:
    """Tell whether a noun phrase names one of the objects ("a division's worth of troops")."""
    return any(True for _ in held_by(sentence, i, objects))


def held_by(sentence: Sentence, i: int, objects: frozenset[str]) -> Iterator[int]:
    """Yield the tokens of a noun phrase that are objects."""
    for head in (i, *(c for c in sentence.children[i] if sentence.deps[c] == "conj"), *behind(sentence, i, _OF)):
        known = sentence.lemmas[head] in objects or sentence.lowers[head] in objects
        if known and not any(sentence.lowers[c] in _CIVIL for c in sentence.children[head]):
            yield head
