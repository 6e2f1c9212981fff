"""The rest of an event: confidence, date and place."""

from __future__ import annotations

import re
from bisect import bisect_left

from tocsin.events.acts import Act
from tocsin.events.patterns import lexicon
from tocsin.events.scene import Scene
from tocsin.records import Place, Reading, Sentence, TimeMention


def standing(act: Act, sides: tuple[bool, bool], scene: Scene) -> float:
    """Return how central an act is, from 0 to 1: nouns, subordinate clauses and acts without parties are less so.

    `sides` tells whether it has an actor, and a recipient.
    """
    s = scene.s
    value = 1.0
    if act.frame is not None and "weak" in act.frame.flags:
        value -= 0.2
    if act.rule == "noun":
        value -= 0.3
    value -= 0.1 * sides.count(False)
    up = act.head
    for _ in range(6):
        if s.heads[up] == up:
            break
        value -= DEPTH_COST.get(s.deps[up], 0.0)
        up = s.heads[up]
    return max(0.1, value)


def calibrate(value: float) -> float:
    """Return how often an event that scores `value` has the right type, as measured on labelled news sentences.

    Up to three in four the score is what it says; above, even the surest frames err in one sentence out of ten.
    """
    return value if value <= CALIBRATED else CALIBRATED + (value - CALIBRATED) * 0.65


def times_in(reading: Reading, sentence: Sentence) -> list[TimeMention]:
    """Return the times that lie in a sentence; `reading.times` is in text order."""
    start = bisect_left(reading.times, sentence.span[0], key=lambda time: time.span[0])
    found = []
    for time in reading.times[start:]:
        if time.span[0] >= sentence.span[1]:
            break
        found.append(time)
    return found


def time_of(sentence: Sentence, times: list[TimeMention], head: int) -> TimeMention | None:
    """Return the time that belongs to the act at `head`: the one that hangs on it, else one of its own clause."""
    loose: TimeMention | None = None
    for time in times:
        i = bisect_left(sentence.starts, time.span[0])
        if i >= len(sentence.words):
            continue
        tie = _tie(sentence, i, head)
        if tie == 2:
            return time
        if tie == 1 and loose is None:
            loose = time
    return loose


def eras_in(sentence: Sentence) -> list[int]:
    """Return the tokens that name a bare year, a decade, or a time "two decades ago" (or "two decades after ...")."""
    lowers = sentence.lowers
    found = [i for i, low in enumerate(lowers) if (low[0].isdigit() and _YEAR.fullmatch(low)) or low in ERAS]
    for word in ("ago", "used", "after"):
        if word in lowers:
            i = lowers.index(word)
            is_era = i > 0 and lowers[i - 1].startswith(ERA_UNITS) and (word != "after" or sentence.deps[i] == "mark")
            if word == "used" or is_era:
                found.append(i)
    return found


def spans_in(sentence: Sentence, times: list[TimeMention]) -> list[int]:
    """Return the tokens that tell of many years at once: "over the past years", "for decades", "since the war began".

    What happened over them counts up, and is no news of a day; "since the war began a week ago" is.
    """
    lowers, lemmas = sentence.lowers, sentence.lemmas
    found = []
    for word in ("years", "decades", "decade", "century"):
        if word in lowers:
            i = lowers.index(word)
            lasts = sentence.deps[i] == "pobj" and lowers[sentence.heads[i]] in LASTING
            if lasts and (lowers[i - 1] in LASTING or not PASSED.isdisjoint(lowers[max(0, i - 3) : i])):
                found.append(i)
    if "since" in lowers and all(time.historical or time.precision == "year" for time in times):
        i = lowers.index("since")
        above = sentence.heads[i]
        if sentence.deps[i] == "mark":
            risen = [c for c in sentence.children[above] if sentence.deps[c] == "nsubj"]
            if lemmas[above] in BEGUN and any(lemmas[c] in UPHEAVALS for c in risen):
                found.append(above)
        elif any(
            lemmas[c] in BEGINNINGS or (lemmas[c] in UPHEAVALS and PASSED.isdisjoint(lowers[i:c]))
            for c in sentence.children[i]
        ):
            found.append(i)
    return found


def is_long_ago(sentence: Sentence, eras: list[int], head: int) -> bool:
    """Tell whether one of `eras` dates the act at `head`, in a text without a date; or "used to" does.

    News names the year only of what lies back; with a publication date reading/times.py decides instead.
    """
    for i in eras:
        if sentence.lowers[i] == "used":
            if sentence.heads[head] == i and sentence.deps[head] == "xcomp":
                return True
        elif _tie(sentence, i, head):
            return True
    return False


def is_ahead(time: TimeMention, published: str | None, tag: str) -> bool:
    """Tell whether a verb in the present tells of a day to come ("travels to Lima next week")."""
    return published is not None and tag in ("VBZ", "VBP", "VBG") and time.start > published[:10]


def _tie(sentence: Sentence, i: int, head: int) -> int:
    """Return 2 where token `i` hangs on `head` below no other verb, 1 where it hangs on what governs `head`, else 0."""
    base = head  # "the 2011 rising that toppled and killed him": the year is that of both
    if sentence.tags[base][0] == "N" and sentence.deps[base] in ("nsubj", "nsubjpass", "dobj"):
        base = sentence.heads[base]  # "since 2011, when protests began"
    while sentence.deps[base] == "conj" and sentence.tags[sentence.heads[base]][0] == "V":
        base = sentence.heads[base]
    if i == base:
        return 2
    clause = sentence.deps[base] == "relcl" or any(sentence.lowers[c] == "when" for c in sentence.children[base])
    when = sentence.heads[base] if clause else -1
    prep = sentence.heads[i]
    dated = sentence.heads[prep]
    if (
        sentence.lowers[prep] in ("of", "since", "until")
        and sentence.tags[dated][0] == "N"
        and dated not in (head, when)
        and sentence.lowers[dated] not in PARTS_OF_TIME
    ):
        return 0  # "the treaty of 2006", "the curfew in force since May"
    up = i
    for _ in range(8):
        if up in (head, when):
            return 2
        above = sentence.heads[up]
        if above == up or (sentence.tags[up].startswith("V") and up != i):
            break
        up = above
    return 1 if _governs(sentence, up, head) else 0


def _governs(sentence: Sentence, verb: int, head: int) -> bool:
    """Tell whether `verb` is what `head` hangs on without a finite clause between (object, complement or speech)."""
    up = head
    for _ in range(6):
        if up == verb:
            return True
        told_on = sentence.deps[up] == "relcl" and sentence.lemmas[sentence.heads[up]] in lexicon().nouns
        if not told_on and sentence.deps[up] in ("relcl", "acl", "advcl", "ROOT"):
            return False  # but "was hit in 2008, in attacks that killed 21": the year is that of both
        up = sentence.heads[up]
    return False


def tense_of(sentence: Sentence, verb: int) -> str | None:
    """Return "past" for a finite verb in the simple past, "perfect" for one in the present perfect, else None."""
    lowers = sentence.lowers
    up = verb
    for _ in range(4):
        auxiliaries = {lowers[c] for c in sentence.children[up] if sentence.deps[c] in ("aux", "auxpass")}
        if "had" in auxiliaries or "to" in auxiliaries:
            return None
        if not auxiliaries.isdisjoint(("has", "have")):
            return "perfect"
        if sentence.tags[up] == "VBD" or not auxiliaries.isdisjoint(("was", "were", "did")):
            return "past"
        if sentence.deps[up] not in ("conj", "advcl", "xcomp") or sentence.tags[up] not in ("VBG", "VBN", "VB"):
            return None
        up = sentence.heads[up]
    return None


def date_of(time: TimeMention | None) -> str | None:
    """Return a time as a day, a month or a year, whichever it is certain to."""
    if time is None:
        return None
    if time.precision == "day":
        return time.start
    if time.precision == "month":
        return time.start[:7]
    return time.start[:4] if time.precision == "year" and time.start[:4] == time.end[:4] else None


def place_of(reading: Reading, sentence: Sentence, head: int) -> Place | None:
    """Return where an act took place: a place behind "in", "at" or the like that hangs on it, else the first such."""
    inside = [p for p in reading.places if sentence.span[0] <= p.span[0] < sentence.span[1]]
    best: Place | None = None
    for place in inside:
        i = bisect_left(sentence.starts, place.span[0])
        up, steps, located = i, 0, False
        while steps < 6 and up < len(sentence.words):
            if sentence.deps[up] == "prep" and sentence.lowers[up] in LOCATIVE:
                located = True
            above = sentence.heads[up]
            if located and above == head:
                return place
            if above == up:
                break
            up = above
            steps += 1
        if located and best is None:
            best = place
    return best


CALIBRATED = 0.75
DEPTH_COST = {"relcl": 0.15, "acl": 0.1, "advcl": 0.12, "pcomp": 0.08, "conj": 0.04, "ccomp": 0.02, "xcomp": 0.02}
_YEAR = re.compile(r"1[0-9]{3}s?|20[0-4][0-9]s?|[0-9]0s")
ERAS = frozenset(["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"])
PARTS_OF_TIME = frozenset(
    ["day", "morning", "evening", "night", "spring", "summer", "autumn", "fall", "winter", "end", "start", "beginning",
     "middle", "month", "year", "week", "january", "february", "march", "april", "may", "june", "july", "august",
     "september", "october", "november", "december", "early", "late", "mid", "eve", "hours", "first", "second", "half"]
)  # fmt: skip
LASTING = frozenset(["over", "in", "during", "for", "throughout", "through"])
PASSED = frozenset(["past", "last", "recent", "previous", "preceding"])
BEGUN = frozenset(["begin", "start", "erupt", "break", "spiral", "spread", "flare"])
BEGINNINGS = frozenset(["start", "beginning", "outbreak", "onset"])
UPHEAVALS = frozenset(
    ["war", "uprising", "conflict", "revolution", "insurgency", "rebellion", "revolt", "occupation", "invasion",
     "intifada", "violence", "unrest", "crisis", "rising", "coup"]
)  # fmt: skip
ERA_UNITS = ("year", "decade", "centur", "generation")
LOCATIVE = frozenset(
    ["in", "at", "near", "outside", "inside", "around", "off", "along", "across", "on", "within", "over"]
)
