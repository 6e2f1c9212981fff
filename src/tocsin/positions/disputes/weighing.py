"""A linear model of whether two claims conflict: it finds what no rule foresees.

Each two claims close to each other in an article, of different speakers, are weighed by the words of the second and by
marks of what the two share and where they differ (pairing.py); a logistic function makes the sum a chance. The weights
come from invented pairs and articles in training/conflicts/, fitted by tools/train_conflicts.py. A claim that conflicts
with several before it is set against the one that it most likely answers.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from math import exp
from typing import NamedTuple

import numpy

from tocsin.errors import SetupError
from tocsin.lexicon import DATA, noun_kinds
from tocsin.positions.disputes.claims import Claim, foreign, make_dispute
from tocsin.positions.disputes.cues import CHARGES, DENIES, IGNORANCE, OTHERS, SPELL
from tocsin.positions.disputes.pairing import (
    Look,
    contrary_words,
    denied_in,
    differing,
    marks_of,
    word_features,
)
from tocsin.positions.disputes.words import lemma_of
from tocsin.records import Dispute

WEIGHTS = DATA / "patterns" / "conflicts.npz"
NEAR = 4  # claims after another in which one that conflicts with it is looked for
SURE = 0.4  # the chance from which two claims are held to conflict
SURER = 0.5  # the same where few words tell so: a denial of "this", one word in common
LIKELY = 0.7  # and from which a flat "no" or "never" is held to be one, whatever words it shares
MOST = 0.75  # confidence
WORDS = 0.3  # how much words count beside marks where weights are fitted
_VAGUE = frozenset((
    "some", "others", "many", "most", "those", "few", "several", "they", "who", "one", "them", "all", "both",
    "everyone",
))  # fmt: skip
_NUMBERS = frozenset(("two", "three", "four", "five"))
_POINTS_BACK = frozenset(("2charge", "2points", "2short", "parity"))
_HARM = frozenset(("#dead", "#injured", "#distance", "#missing", "#detained", "#soldiers", "#protesters"))
_OF_WORDS = frozenset(("2charge", "2points", "2false"))  # what is rejected is said, not proposed
_BRIEF = 16  # words
_FEW = 2  # words in common that tell too little
_MEASURES = frozenset((
    "#share", "percen", "millio", "billio", "year", "month", "week", "day", "hour", "time", "dollar",
))  # fmt: skip
_THINGS = frozenset(("communication", "cognition", "artifact"))
_HOUSES = frozenset(("hospital", "embassy", "bank", "office", "palace", "church", "mosque", "school", "court"))
_MEDIA = frozenset(("JRN",))


class Weighed(NamedTuple):
    """The fitted weights: of words by feature, of marks by their pair (a mark with itself: alone), and the bias."""

    words: dict[str, float]
    marks: dict[tuple[str, str], float]
    bias: float


@cache
def weights() -> Weighed:
    """Load the fitted weights once a process; raises SetupError where they are missing from the installation."""
    if not WEIGHTS.is_file():
        raise SetupError("the weights of conflicts are missing: run `make train`, or install the package again")
    with numpy.load(io.BytesIO(WEIGHTS.read_bytes()), allow_pickle=False) as archive:
        names = str(archive["features"][()]).split("\n")
        values = archive["weights"].astype(float).tolist()
        bias = float(archive["bias"][0])
    words: dict[str, float] = {}
    marks: dict[tuple[str, str], float] = {}
    for name, value in zip(names, values, strict=True):
        if name[:2] == "w=":
            words[name] = value
        else:
            one, _, other = name.partition("&")
            marks[one, other or one] = value
    return Weighed(words, marks, bias)


def find_conflicts(looked: Sequence[Sequence[Look]]) -> Iterator[Dispute]:
    """Yield the claims of an article that most likely conflict; `looked` holds the claims of each article."""
    fitted = weights()
    for looks in looked:
        for j, other in enumerate(looks):
            if not can_hold(other.claim):
                continue
            base: float | None = None
            best, most = None, 0.0
            for one in looks[max(0, j - NEAR) : j]:
                if not can_hold(one.claim) or not can_conflict(one.claim, other.claim):
                    continue
                if base is None:
                    base = fitted.bias + sum(fitted.words.get(name, 0.0) for name in word_features(other))
                chance = weigh(one, other, base)
                if chance > most:
                    best, most = one, chance
            judged = _judge(best, other, most) if best is not None and most >= SURE else None
            if best is not None and judged is not None:
                yield _dispute(best, other, most, *judged)


def weigh(one: Look, other: Look, base: float) -> float:
    """Return the chance that two claims conflict; `base` is the bias with what the words of the second weigh."""
    weight = weights().marks
    marks = marks_of(one, other)
    total = base
    for pair in (*zip(marks, marks, strict=True), *combinations(marks, 2)):
        if pair in weight:
            total += weight[pair]
    return 1 / (1 + exp(-total))


def can_conflict(one: Claim, other: Claim) -> bool:
    """Tell whether two claims are of different speakers and neither holds the other."""
    if one.side == other.side or one.name == other.name:
        return False
    if not (one.known and other.known) and _words_of(one) == _words_of(other):
        return False
    return not any(a < d and c < b for a, b in one.statement.content.spans for c, d in other.statement.content.spans)


def can_hold(claim: Claim) -> bool:
    """Tell whether a claim is of somebody in particular: a known party, or people with a word of their own."""
    speaker = claim.statement.speaker
    if speaker is None or not claim.side:
        return False
    words = speaker.text.lower().split()
    if not _MEDIA.isdisjoint(speaker.sectors):
        return False
    if claim.known:
        return True
    if noun_kinds().get(lemma_of(words[-1])) in _THINGS and not _HOUSES.intersection(words):
        return False  # "the captain's remarks", "the new poll"
    return words[0] not in _VAGUE and words[-1] not in _VAGUE | _NUMBERS


def _words_of(claim: Claim) -> str:
    """Return the last word by which a speaker is named, without its ending ("officials", "the official")."""
    speaker = claim.statement.speaker
    return lemma_of(speaker.text.lower().split()[-1]) if speaker is not None else ""


def _dispute(one: Look, other: Look, chance: float, kind: str, why: str) -> Dispute:
    """Make the record of two claims that the model holds to conflict."""
    shared = sorted(one.lemmas & other.lemmas | one.names & other.names)
    if shared:
        why += f"; both speak of: {', '.join(shared[:4])}"
    reason = f"{why} (held likely: {chance:.2f})"
    return make_dispute(kind, one.claim, other.claim, min(round(chance, 2), MOST), reason)


def _judge(one: Look, other: Look, chance: float) -> tuple[str, str] | None:
    """Return the kind of a conflict, and why in plain words; None where nothing that can be named sets them apart.

    What is only wished, promised or agreed to is no claim. People without a state are heard where they give figures or
    are answered by a denial.
    """
    a, b = one.claim, other.claim
    marks = set(marks_of(one, other))
    if not marks.isdisjoint(("1other", "1calls", "1modal", "1assent")):
        return None
    charged = "blamed" in marks or ("named" in marks and CHARGES.search(a.cue) is not None)
    if b.statement.act == "decline" or ("2evades" in marks and b.statement.act == "deny"):
        reason = f"{a.name} says so of {b.name}, who neither admits nor denies it"
        return ("no comment", reason) if charged and CHARGES.search(a.cue) else None
    if _denies(one, other, marks, charged, chance):
        return "denial", f"{b.name} denies what {a.name} says"
    if "2assent" in marks or not foreign(a, b):
        return None
    if chance >= LIKELY and _counts_otherwise(one, other, marks):
        return "versions", f"{a.name} and {b.name} give different figures"
    return _judge_claims(one, other, marks, charged, chance) if _are_known(one, other) else None


def _denies(one: Look, other: Look, marks: set[str], charged: bool, chance: float) -> bool:
    """Tell whether the second of two claims denies what the first says.

    A "no" or "never" alone denies only what is laid at the speaker's own door.
    """
    claim = other.claim
    act = claim.statement.act
    firm = (act == "deny" and DENIES.match(claim.cue)) or (act == "reject" and not marks.isdisjoint(_OF_WORDS))
    if not firm:
        if charged and _are_known(one, other) and {"next", "follows", "2charge"} <= marks and "2assent" not in marks:
            return True  # "described the account as a fairy tale"
        flat = act == "deny" or not marks.isdisjoint(("2false", "2flat"))
        if not flat or claim.country is None or not foreign(one.claim, claim):
            return False
        at_once = {"next", "follows"} <= marks and IGNORANCE.search(claim.text) is None
        if one.claim.country is None:
            return at_once and "named" in marks
        return charged or (at_once and (chance >= LIKELY or ("about0" not in marks and _is_brief(one, other, marks))))
    alike = "most" in marks or len(one.stems & other.stems) > 1
    points = chance >= SURER and foreign(one.claim, claim) and not marks.isdisjoint(_POINTS_BACK)
    return charged or alike or points


def _are_known(one: Look, other: Look) -> bool:
    """Tell whether two claims are of two states, or of a state and a movement in it."""
    return bool(one.claim.country and other.claim.country) and foreign(one.claim, other.claim)


def _is_brief(one: Look, other: Look, marks: set[str]) -> bool:
    """Tell whether one short claim follows another at once: what two parties say of one thing is often set so."""
    return {"next", "follows"} <= marks and max(len(one.words), len(other.words)) <= _BRIEF


def _counts_otherwise(one: Look, other: Look, marks: set[str]) -> bool:
    """Tell whether two claims give different figures for one thing."""
    if any(OTHERS.search(look.claim.text) for look in (one, other)):
        return False
    over_time = [SPELL.search(look.claim.text) is not None for look in (one, other)]
    if over_time[0] != over_time[1]:
        return False
    units = [unit for unit in differing(one, other) if unit not in _MEASURES]
    if {"next", "follows"} <= marks and "about0" not in marks and not _HARM.isdisjoint(units):
        return True
    if units and _is_brief(one, other, marks) and "about0" not in marks:
        return True
    return "most" in marks and one.claim.known and other.claim.known and units not in ([], ["?"])


def _judge_claims(one: Look, other: Look, marks: set[str], charged: bool, chance: float) -> tuple[str, str] | None:
    """Judge what parties of two states, or of a state and a movement in it, claim without a word of denial."""
    a, b = one.claim, other.claim
    if a.statement.act == b.statement.act == "accuse" and {"named", "back"} <= marks:
        return "counter-accusation", f"{a.name} and {b.name} accuse each other"
    if "most" in marks and (pairs := contrary_words(one, other)):
        return "contrary", f"{a.name} says “{pairs[0][0]}”, {b.name} “{pairs[0][1]}”"
    denied = sorted(denied_in(one, other))
    brief = _is_brief(one, other, marks)
    if denied and (("most" in marks and len(one.stems & other.stems) > _FEW) or (brief and chance >= SURER)):
        who, whom = (b, a) if other.denied & frozenset(denied) else (a, b)
        return "contrary", f"{who.name} says no to what {whom.name} says ({', '.join(denied[:3])})"
    if "sides" in marks and not marks.isdisjoint(("about1", "about2", "about3", "follows")):
        return "contrary", f"{a.name} and {b.name} judge it in contrary words"
    if charged and "blames" in marks and "deed" in marks:
        return "counter-accusation", f"{a.name} and {b.name} each lay it at the other's door"
    if brief and charged and "2past" in marks:
        return "contrary", f"{a.name} says what {b.name} did, who answers with another account"
    if {"next", "follows", "deed", "1past", "2past"} <= marks:
        return "versions", f"{a.name} and {b.name} each tell of it in their own way"
    return None
