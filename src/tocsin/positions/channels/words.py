"""The words of channels: nouns that name one, verbs that tell of one, and the states that words put one in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from tocsin.lexicon import cell_values, read_table
from tocsin.positions.roles import behind
from tocsin.records import Sentence

_OF_STORY = frozenset(("corridor", "evacuation", "exchange", "court case"))  # told of over several sentences
_SIGNS = frozenset(("sign", "signs"))
_OF = frozenset(("of",))
_OF_ANY = frozenset(("of", "to", "in"))
_OF_THINGS = frozenset(("corridor", "ceasefire", "exchange", "cooperation"))
_OF_ACTS = frozenset(("end", "halt", "cessation", "stop", "break", "pause", "release", "return", "handover", "sharing"))
_GIVEN = frozenset(("access", "entry"))  # "denied inspectors access"
_INSIDE = frozenset(("compound", "amod", "nmod", "poss"))


class Noun(NamedTuple):
    """A noun that names a channel, with what must stand in its sentence, how many parties, and what makes it none."""

    words: tuple[str, ...]
    kind: str
    needs: frozenset[str]
    least: int
    none: frozenset[str]


class Verb(NamedTuple):
    """A verb that tells of a channel without naming it; `rest` must stand near it, `least` parties be named."""

    rest: frozenset[str]
    kind: str
    state: str
    objects: frozenset[str]
    name: str
    least: int


class StateWord(NamedTuple):
    """A word that puts a channel in a state; the smallest of several that fit counts, `last` is its last."""

    order: tuple[int, int]
    state: str
    voice: str
    rest: frozenset[str]
    kinds: frozenset[str]
    last: str


@cache
def list_nouns() -> Mapping[str, tuple[Noun, ...]]:
    """Index channel nouns by their last word, those of most words first."""
    index: dict[str, list[Noun]] = defaultdict(list)
    for row in read_table("positions/channels.tsv", ("kind", "nouns")):
        needs, none = frozenset(cell_values(row["needs"])), frozenset(cell_values(row["not"]))
        for noun in cell_values(row["nouns"]):
            words = tuple(noun.split())
            index[words[-1]].append(Noun(words, row["kind"], needs, int(row["least"] or 1), none))
    return {word: tuple(sorted(nouns, key=lambda noun: -len(noun.words))) for word, nouns in index.items()}


@cache
def list_verbs() -> Mapping[str, tuple[Verb, ...]]:
    """Index the verbs that tell of a channel by their lemma, those of most words first."""
    index: dict[str, list[Verb]] = defaultdict(list)
    for row in read_table("positions/channel_verbs.tsv", ("kind", "state", "verbs")):
        for verb in cell_values(row["verbs"]):
            first, *rest = verb.split()
            objects = frozenset(cell_values(row["objects"]))
            least = int(row["least"] or 1)
            index[first].append(Verb(frozenset(rest), row["kind"], row["state"], objects, row["name"], least))
    return {word: tuple(sorted(verbs, key=lambda verb: -len(verb.rest))) for word, verbs in index.items()}


@cache
def list_states() -> Mapping[str, tuple[StateWord, ...]]:
    """Index the words that put a channel in a state by their first lemma, the ones that win first."""
    index: dict[str, list[StateWord]] = defaultdict(list)
    for rank, row in enumerate(read_table("positions/states.tsv", ("state", "words", "voice"))):
        for word in cell_values(row["words"]):
            first, *rest = word.split()
            kinds = frozenset(cell_values(row["kinds"]))
            last = word.split()[-1]
            order = (-len(rest), rank)
            index[first].append(StateWord(order, row["state"], row["voice"], frozenset(rest), kinds, last))
    return {word: tuple(sorted(states)) for word, states in index.items()}


@cache
def list_outcomes() -> Mapping[str, str]:
    """Map nouns for what becomes of a channel to its state ("the suspension of talks")."""
    rows = read_table("positions/channel_nouns.tsv", ("state", "nouns"))
    return {noun: row["state"] for row in rows for noun in cell_values(row["nouns"])}


def states_of(sentence: Sentence, word: int, kind: str) -> Iterator[StateWord]:
    """Yield the states that a word can put a channel of a kind in, the one that wins first."""
    for found in list_states().get(sentence.lemmas[word], ()):
        if not found.kinds or kind in found.kinds:
            yield found


def near(sentence: Sentence, verb: int) -> frozenset[str]:
    """Return the words and lemmas that hang on a verb, to the second step."""
    found: set[str] = set()
    for child in sentence.children[verb]:
        found.update((sentence.lowers[child], sentence.lemmas[child]))
        for below in sentence.children[child]:
            found.update((sentence.lowers[below], sentence.lemmas[below]))
    return frozenset(found)


def noun_at(sentence: Sentence, i: int, before: Sequence[Sentence] = ()) -> Noun | None:
    """Return the channel noun that ends at token i, or None; what it needs may stand in a sentence just before."""
    known = list_nouns().get(sentence.lemmas[i]) or list_nouns().get(sentence.lowers[i])
    if known is None or sentence.tags[i][:2] != "NN":
        return None
    return next((noun for noun in known if _matches(sentence, i, noun, before)), None)


def _matches(sentence: Sentence, i: int, noun: Noun, before: Sequence[Sentence]) -> bool:
    """Tell whether a channel noun of several words ends at token i, with what it needs beside it."""
    first = i - len(noun.words) + 1
    if first < 0 or any(
        sentence.lemmas[first + k] != word and sentence.lowers[first + k] != word for k, word in enumerate(noun.words)
    ):
        return False
    if noun.none and any(sentence.lowers[c] in noun.none for c in sentence.children[i] if c < i):
        return False
    joined = _OF if noun.kind == "corridor" else _OF_ANY
    of = behind(sentence, i, joined) if noun.needs and noun.kind in _OF_THINGS else ()
    if noun.words[0] in _OF_ACTS and not of:
        return False
    if of:  # "the delivery of aircraft"
        return any(sentence.lowers[g] in noun.needs or sentence.lemmas[g] in noun.needs for g in of)
    if not noun.needs or any(
        low in noun.needs and not (low in _SIGNS and sentence.tags[k][:2] == "NN")
        for k, low in enumerate(sentence.lowers)
        if k != i
    ):
        return True
    return noun.kind in _OF_STORY and any(not noun.needs.isdisjoint(other.lowers) for other in before)


def is_inside(sentence: Sentence, noun: int) -> bool:
    """Tell whether a noun only classes another ("a conference call")."""
    head = sentence.heads[noun]
    return sentence.deps[noun] in _INSIDE and sentence.tags[head][:2] == "NN" and sentence.lemmas[head] not in _GIVEN
