"""What the model that weighs pairs of claims (weighing.py) is told of them.

A claim is looked at once (`Look`): its words as base forms, with names apart; which of them a "not" goes before; its
figures; the deeds that it tells of; signs by words (data/positions/conflict_signs.tsv). A pair is told by the words of
its second claim and by a few marks of what the two share and where they differ, which count alone and two by two.

Invariant: training and joining call the same functions, so that a feature means the same in both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations, pairwise
from typing import NamedTuple

from tocsin.figures import read_figures, word_value
from tocsin.lexicon import cell_values, noun_kinds, read_table
from tocsin.positions.disputes.claims import Claim
from tocsin.positions.disputes.cues import EVADES, FALSE, FLAT, NOT, REACH, predicates
from tocsin.positions.disputes.words import WORD, contraries_of, has_kind, kinds_of, lemma_of, stem_of

Deed = tuple[str, bool, frozenset[str]]  # type, whether it is told as done, keys of those who do it

_WORDS = re.compile(r"\w+")
_NEGATIONS = frozenset((
    "no", "not", "never", "nor", "neither", "none", "nobody", "nothing", "without", "cannot", "hardly", "nowhere",
))  # fmt: skip
_EMPTY = frozenset((
    "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or", "but", "as", "that",
    "this", "these", "those", "it", "its", "he", "his", "she", "her", "they", "their", "them", "we", "our", "us", "i",
    "my", "you", "your", "who", "which", "what", "when", "where", "be", "have", "do", "will", "would", "shall",
    "should", "can", "could", "may", "might", "must", "than", "then", "there", "so", "such", "some", "any", "all",
    "each", "both", "into", "over", "out", "up", "about", "after", "before", "if", "because", "while", "one", "more",
    "most", "also", "only", "him", "very", "other", "say", "s", "mr", "mrs",
)) | _NEGATIONS  # fmt: skip
_PAST = frozenset(("had", "was", "were", "did", "has", "have", "been"))
_SELF = frozenset(("it", "we", "our", "its", "they", "their", "he", "i", "my", "she"))
_DENIED = 8  # words behind a "not" that it can deny
_STOPS = ",;:.!?—"
_SHORT, _LONG = 4, 24  # words
_RIGHT_AFTER = 3  # code points between a sentence and the next
_AWAY = 400  # code points between two sentences
_NEAR = 4  # turns
_FEWEST, _OFTEN = 6, 3  # claims
_ANSWERS = frozenset(("deny", "reject", "decline"))
_TELLS = frozenset(("state", "accuse", "deny"))
_START = 3  # words
_SPEAKERS = frozenset(("person", "group"))
_PEOPLE = frozenset(("people", "person", "man", "woman", "body", "victim", "dead", "member"))
_TOLLS = frozenset(("number", "toll", "figure", "total", "count", "share", "price", "distance"))
_MONTHS = frozenset((
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "aug", "sept", "oct", "nov", "dec",
))  # fmt: skip
_LESS = frozenset(("least", "about", "around", "nearly", "almost", "few", "less", "fewer", "further", "many", "much"))
_BEHIND, _BEFORE = 4, 8  # words after a number and before it that can say what it counts


class Look(NamedTuple):
    """A claim as the model sees it; stems and lemmas are without names and the commonest words.

    `turn` counts the changes of speaker before it in its article; `denied` are the stems that a "not" goes before;
    `figures` are numbers by unit, and by the word behind them; `signs` are those of data/positions/conflict_signs.tsv;
    `holds` and `rejects` are the topics of which it uses a predicate of one side or the other (contraries.tsv);
    `often` are the stems and names that three claims of its article share (None in an article of few claims).
    """

    claim: Claim
    turn: int
    words: tuple[str, ...]
    stems: frozenset[str]
    lemmas: frozenset[str]
    names: frozenset[str]
    denied: frozenset[str]
    has_not: bool
    figures: dict[str, float]
    deeds: tuple[Deed, ...]
    signs: tuple[str, ...]
    holds: frozenset[str]
    rejects: frozenset[str]
    often: frozenset[str] | None = None

    @property
    def keys(self) -> set[str]:
        """What the speaker counts as where others speak of it."""
        return {key for key in (self.claim.side, self.claim.country) if key}


def look_at_all(claims: Iterable[Claim]) -> list[Look]:
    """Prepare the claims of an article, in order; a turn ends where somebody else speaks."""
    looks: list[Look] = []
    turn, last = 0, ("", "")
    for claim in claims:
        who = claim.side, claim.name
        turn += who != last
        last = who
        looks.append(_look_at(claim, turn))
    if len(looks) < _FEWEST:
        return looks
    uses = Counter(word for look in looks for word in look.stems | look.names)
    often = frozenset(word for word, number in uses.items() if number >= _OFTEN)
    return [look._replace(often=often) for look in looks]


def _look_at(claim: Claim, turn: int) -> Look:
    words, names, denied, numbers = _read(claim.text)
    lemmas = frozenset(word for word in words if word not in _EMPTY and word not in names and word != "0")
    figures = numbers
    if numbers:
        figures = {f"#{unit}": value for unit, (value, _) in read_figures(claim.text).items()} | numbers
    holds, rejects = _predicated(claim)
    return Look(
        claim, turn, words, frozenset(map(stem_of, lemmas)), lemmas, names, denied, "not" in words, figures,
        tuple(_deeds(claim)), tuple(_signs(claim, words)), holds, rejects,
    )  # fmt: skip


def _read(text: str) -> tuple[tuple[str, ...], frozenset[str], frozenset[str], dict[str, float]]:
    """Return the words of a text as base forms ("0" a number, "not" a negation), names, denied stems, figures."""
    words: list[str] = []
    values: dict[int, float] = {}
    names: set[str] = set()
    denied: set[str] = set()
    reach = last = 0
    for match in WORD.finditer(text):
        word = match.group()
        low = word.lower()
        if reach and any(mark in text[last : match.start()] for mark in _STOPS):
            reach = 0
        last = match.end()
        if low in _NEGATIONS or low.endswith(("n't", "n’t")):
            reach = _DENIED
            words.append("not")
            continue
        reach -= reach > 0
        value = _value(low)
        if value is not None:
            if not words or words[-1] not in _MONTHS:
                values[len(words)] = value
            words.append("0")
            continue
        lemma = low if low in _EMPTY else lemma_of(low)
        words.append(lemma)
        if lemma in _EMPTY:
            continue
        if word[0].isupper() and (match.start() > 0 or not has_kind(lemma)):
            names.add(lemma)
        elif reach:
            denied.add(stem_of(lemma))
    return tuple(words), frozenset(names), frozenset(denied), _counted(words, values)


def _value(low: str) -> float | None:
    """Return the number that a lower-case word is."""
    if not low[0].isdigit():
        return word_value(low)
    return float(low.replace(",", "")) if low.count(".") < 2 else None


def _counted(words: list[str], values: dict[int, float]) -> dict[str, float]:
    """Map the stem of what each number counts, which stands behind it or in "number of", to the number.

    A number of which neither is said is that of "?", one of people is also that of "people".
    """
    found: dict[str, float] = {}
    for at, value in values.items():
        behind = words[at + 1 : at + 1 + _BEHIND]
        thing = next((word for word in behind if word not in _EMPTY and word not in ("0", "not", *_LESS)), None)
        if thing is None:
            before = [i for i in range(max(0, at - _BEFORE), at) if words[i] in _TOLLS]
            after = words[before[-1] + 1 : at] if before else []
            thing = next((word for word in after if word not in _EMPTY and word not in _LESS), None)
        found.setdefault(stem_of(thing) if thing else "?", value)
        if thing in _PEOPLE or noun_kinds().get(thing or "") == "person":
            found.setdefault("people" if thing in _PEOPLE else "somebody", value)
    return found


def _around(claim: Claim) -> Iterator[str]:
    """Yield the base forms of the words around a claim in its sentence."""
    start, end = claim.sentence
    text = claim.reading.article.text
    for first, last in (*claim.statement.content.spans, (end, end)):
        if start < min(first, end):
            yield from map(lemma_of, map(str.lower, WORD.findall(text, start, min(first, end))))
        start = max(start, last)


def _deeds(claim: Claim) -> Iterator[Deed]:
    """Yield what a claim tells as events."""
    spans = claim.statement.content.spans
    for event in claim.reading.events:
        if any(a <= event.trigger.span[0] < b for a, b in spans):
            yield event.type, event.modality == "asserted", frozenset(party.key for party in event.actors)


def _predicated(claim: Claim) -> tuple[frozenset[str], frozenset[str]]:
    """Return the topics on which a claim uses a predicate of one side, and of the other."""
    text = claim.text.lower()
    holds: set[str] = set()
    rejects: set[str] = set()
    words = set(_WORDS.findall(text))
    for topic, _, pro, contra, needed in predicates():
        if needed.isdisjoint(words):
            continue
        if contra.search(text) is not None:
            rejects.add(topic)
        elif (found := pro.search(text)) is not None:
            before = text[max(0, found.start() - REACH) : found.start()]
            denied = claim.statement.act == "deny" or NOT.search(before) is not None
            (rejects if denied else holds).add(topic)
    return frozenset(holds), frozenset(rejects)


@cache
def _sign_words() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Load the signs by words: each with where its words count."""
    rows = read_table("positions/conflict_signs.tsv", ("sign", "where", "words"))
    return tuple((row["sign"], row["where"], frozenset(cell_values(row["words"]))) for row in rows)


def _signs(claim: Claim, words: tuple[str, ...]) -> Iterator[str]:
    """Yield the signs that a claim bears."""
    text = claim.text
    cue = lemma_of(claim.cue.lower().split()[0]) if claim.cue else ""
    low = text.lower().removeprefix("that ").split()
    places = {"in": set(words), "start": {*words[:_START], *low[:_START]}, "around": set(_around(claim)), "cue": {cue}}
    yield from dict.fromkeys(sign for sign, where, told in _sign_words() if not told.isdisjoint(places[where]))
    if FALSE.search(text) is not None:
        yield "false"
    if EVADES.search(claim.reading.article.text, *claim.sentence) is not None:
        yield "evades"
    if FLAT.search(text) is not None:
        yield "flat"
    if not _PAST.isdisjoint(low):
        yield "past"
    if not _SELF.isdisjoint(low[:1]):
        yield "self"
    if len(words) < _SHORT or len(words) > _LONG:
        yield "short" if len(words) < _SHORT else "long"
    if claim.statement.form == "direct":
        yield "quoted"


def word_features(look: Look) -> list[str]:
    """Return the features of the second claim of a pair that are its words."""
    return [f"w={word}" for word in set(look.words)]


def marks_of(one: Look, other: Look) -> list[str]:
    """Return the marks of a pair of claims, the earlier one first, which count alone and two by two."""
    return [*_placed(one, other), *_said(one, other), *_parted(one, other), *_blamed(one, other)]


def pair_features(one: Look, other: Look) -> list[str]:
    """Return the features of a pair of claims apart from words."""
    marks = marks_of(one, other)
    return [*marks, *(f"{a}&{b}" for a, b in combinations(marks, 2))]


def _placed(one: Look, other: Look) -> Iterator[str]:
    """Tell how close two claims are, in words and in place."""
    stems, names = one.stems & other.stems, one.names & other.names
    yield f"about{min(len(stems) + len(names), 3)}"
    if len(stems) > 1 and len(stems) * 3 >= min(len(one.stems), len(other.stems)):
        yield "most"
    if other.often is not None and (stems or names):
        yield "rare" if (stems | names) - other.often else "common"
    if any(word == "the" and stem_of(after) in stems for word, after in pairwise(other.words)):
        yield "again"
    if {kind for lemma in one.lemmas - other.lemmas for kind in kinds_of(lemma)} & {
        kind for lemma in other.lemmas - one.lemmas for kind in kinds_of(lemma)
    }:
        yield "kin"
    a, b = one.claim, other.claim
    if a.reading is not b.reading:
        return
    gap = other.turn - one.turn
    yield "next" if gap == 1 else "near" if gap < _NEAR else "far"
    away = b.sentence[0] - a.sentence[1]
    if away > _AWAY:
        yield "away"
    elif away < 0:
        yield "within"
    elif away <= _RIGHT_AFTER:
        yield "follows"


def _said(one: Look, other: Look) -> Iterator[str]:
    """Tell how both are said, and by whom."""
    acts = one.claim.statement.act, other.claim.statement.act
    yield f"1{acts[0] if acts[0] in _TELLS else 'other'}"
    if acts[1] in _ANSWERS:
        yield acts[1]
    elif acts[1] not in _TELLS:
        yield "2other"
    for sign in one.signs:
        yield f"1{sign}"
    for sign in other.signs:
        yield f"2{sign}"
    for number, look in ((1, one), (2, other)):
        if not look.claim.known:
            yield f"{number}{_sort(look.claim)}"
    if not (one.claim.known or other.claim.known):
        yield "unknown"
    yield _relation(one.claim, other.claim)


def _sort(claim: Claim) -> str:
    """Say what an unknown speaker is: people, or a thing such as a report or a hospital."""
    speaker = claim.statement.speaker
    if speaker is None:
        return "nobody"
    return "people" if noun_kinds().get(lemma_of(speaker.text.lower().split()[-1]), "person") in _SPEAKERS else "thing"


def _relation(a: Claim, b: Claim) -> str:
    """Say how the speakers of two claims stand to each other."""
    if not a.side or not b.side:
        return "nobody"
    if a.side == b.side:
        return "same side"
    if a.country == b.country:
        return "one state" if a.country else "no state"
    return "states" if a.country and b.country else "state and other"


def _parted(one: Look, other: Look) -> Iterator[str]:
    """Tell where one claim says no to what the other says, or gives another figure."""
    if denied_in(one, other):
        yield "parity"
    elif other.has_not != one.has_not:
        yield "not2" if other.has_not else "not1"
    if contrary_words(one, other):
        yield "contrary"
    if one.holds & other.rejects or one.rejects & other.holds:
        yield "sides"
    common = one.figures.keys() & other.figures.keys()
    if differing(one, other):
        yield "differ"
    elif common:
        yield "equal"
    elif one.figures and other.figures:
        yield "figures"


def denied_in(one: Look, other: Look) -> frozenset[str]:
    """Return the stems that two claims share and only one of them denies."""
    return one.stems & other.stems & (one.denied ^ other.denied)


def contrary_words(one: Look, other: Look) -> list[tuple[str, str]]:
    """Return words of two claims that mean the contrary of each other."""
    return [
        (lemma, min(found)) for lemma in sorted(one.lemmas) if (found := contraries_of(lemma) & other.lemmas)
    ]  # fmt: skip


def differing(one: Look, other: Look) -> list[str]:
    """Return what two claims count differently; "?" where one of them does not say what it counts."""
    mine, theirs = one.figures, other.figures
    found = [unit for unit in mine.keys() & theirs.keys() if unit != "somebody" and mine[unit] != theirs[unit]]
    if not found and not set(mine.values()) & set(theirs.values()):
        if ("people" in mine and "somebody" in theirs) or ("somebody" in mine and "people" in theirs):
            return ["people"]
        if ("?" in mine and theirs) or ("?" in theirs and mine):
            return ["?"]
    return sorted(found)


def _blamed(one: Look, other: Look) -> Iterator[str]:
    """Tell who lays what at whose door."""
    mine, theirs = one.keys, other.keys
    if one.claim.named & theirs:
        yield "named"
    if other.claim.named & mine:
        yield "back"
    if any(done and actors & theirs for _, done, actors in one.deeds):
        yield "blamed"
    if any(done and actors & mine for _, done, actors in other.deeds):
        yield "blames"
    if {kind for kind, *_ in one.deeds} & {kind for kind, *_ in other.deeds}:
        yield "deed"
