"""Finds what sentences tell of channels without naming one: by verbs ("offered to mediate"), and by answers.

An answer takes up the channel that was spoken of just before: "Norway turned the request down", "Denmark will attend".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tocsin.positions.channels.partakers import named_apart, partakers, sides_of, speaker
from tocsin.positions.channels.states import above_all, is_aside, is_fruitless
from tocsin.positions.channels.words import Verb, list_verbs, near, noun_at, states_of
from tocsin.positions.naming import name_of
from tocsin.positions.roles import behind, doers_of
from tocsin.records import ChannelSign, Event, Mention, Reading, Sentence

Act = tuple[str, str, str, frozenset[str], int, int]  # kind, name, state, sides, verb, last token

_MOVES = frozenset(("return", "go", "fall"))  # "the ambassador returned"
_GIVES = frozenset(("free", "release", "hand", "repatriate", "set", "extradite"))  # which one side does for itself too
_MEETS = frozenset(("meet", "sit", "negotiate", "confer", "parley"))
_BACK = 300  # code points over which an answer takes a channel up
_ANSWERED = frozenset((
    "offer", "proposal", "request", "invitation", "idea", "suggestion", "plan", "initiative", "it", "appeal", "call",
    "demand", "step", "gesture", "move", "overture", "terms",
))  # fmt: skip
_BY_ITSELF = frozenset(("refuse", "decline", "accept", "agree"))
_ATTENDS = frozenset(("attend", "participate", "take", "come", "go", "join"))
_LINKS = frozenset(("nsubj", "aux", "neg", "advmod", "punct", "cc", "conj", "npadvmod", "prep", "advcl", "mark"))
_OWN = frozenset(("by", "from"))
_MERE = frozenset(("on", "at", "within", "in", "after", "late", "early", "for"))
_NEGOTIATE = frozenset((
    "expert", "minister", "delegation", "official", "engineer", "side", "government", "leader", "envoy", "officer",
    "representative", "negotiator", "general", "party",
))  # fmt: skip
_SPEAKS = frozenset(("talk",))  # of which only a refusal is news
_WISHED = frozenset(("proposed", "refused"))
_WITH = frozenset(("with", "to"))
MEETS = _MEETS | _SPEAKS | {"agree", "fail", "make"}
_CUES = frozenset((
    "discuss", "talk", "talks", "negotiate", "negotiation", "negotiator", "envoy", "delegation", "mediator", "dispute",
    "representative", "counterpart", "secretly", "crisis", "ceasefire", "truce",
))  # fmt: skip
_TAKEN_UP = frozenset((
    "accept", "agree", "welcome", "embrace", "endorse", "back", "approve", "reject", "refuse", "rebuff", "decline",
    "dismiss", "spurn", "rule", "turn", "veto", "oppose", "snub", "brush", "wave", "say", "take", "consent", "jump",
    "go", "sign", "have", "shoot", "pour", "scoff", "resist", "shun",
))  # fmt: skip
_REACHES = frozenset(("agree", "reach", "bridge", "find", "make", "settle", "resolve", "overcome"))


def told_by_verb(
    sentence: Sentence, i: int, mentions: Mapping[int, Mention], reading: Reading, seen: set[str]
) -> Act | None:  # fmt: skip
    """Return what a verb of the lexicon tells of a channel of a kind not `seen` in a sentence yet, or None."""
    for verb in list_verbs().get(sentence.lemmas[i], ()):
        act = _of_verb(sentence, i, verb, mentions, reading) if verb.kind not in seen else None
        if act is not None:
            return act
    return None


def met_or_agreed(
    sentence: Sentence, words: Sequence[int], mentions: Mapping[int, Mention], reading: Reading, known: bool
) -> Act | None:  # fmt: skip
    """Return the talks or the agreement that a sentence tells of without naming them, or None.

    `words` are the tokens that can tell of it; `known` says that another channel is named, of which an agreement is.
    """
    for i in words:
        lemma = sentence.lemmas[i]
        if lemma in MEETS and sentence.tags[i][:2] == "VB":
            tries = lemma in ("fail", "make")
            act = None if tries else _of_event(sentence, i, mentions, reading, known)
            act = act or _of_failure(sentence, i, mentions, reading)
            if act is not None:
                return act
    return None


def _of_verb(
    sentence: Sentence, i: int, verb: Verb, mentions: Mapping[int, Mention], reading: Reading
) -> Act | None:  # fmt: skip
    """Return what a verb tells of a channel with its object ("expelled the ambassador"), or None."""
    lemma = sentence.lemmas[i]
    if verb.rest and not verb.rest <= near(sentence, i):
        return None
    if "to" in verb.rest and not any(sentence.lowers[c] == "to" for c in sentence.children[i]):
        return None  # "invited the sides to settle"
    slots = ("dobj", "nsubjpass", "nsubj") if lemma in _MOVES else ("dobj", "nsubjpass", "dative")
    held = [c for c in sentence.children[i] if sentence.deps[c] in slots]
    held += [g for c in held for g in sentence.children[c] if sentence.deps[g] == "appos"]
    fitting = [c for c in held if sentence.lemmas[c] in verb.objects]
    if verb.objects and not fitting:
        return None
    noun = fitting[0] if fitting else i
    state = None if is_aside(sentence, i) else above_all(sentence, i, verb.state)
    if state is None or (state == "refused" and verb.kind == "court case"):
        return None  # who will not withdraw a case goes on with it
    sides = partakers(sentence, noun, mentions, reading)
    if len(sides) < max(verb.least, 2 if lemma in _GIVES else 1):
        return None
    name = verb.name
    if lemma in _GIVES:
        if not named_apart(sentence, doers_of(sentence, i) or (), mentions):
            return None
        name = f"release of {name_of(sentence, noun)}"
    return verb.kind, name, state, sides, min(i, noun), max(i, noun)


def _is_joint(sentence: Sentence, verb: int, mentions: Mapping[int, Mention]) -> bool:
    """Tell whether both sides are the subject of a verb ("the foreign ministers of Norway and Denmark met")."""
    doers = doers_of(sentence, verb) or []
    of = behind(sentence, doers[0], frozenset(("of", "from"))) if doers else []
    return len(sides_of((*named_apart(sentence, doers, mentions), *named_apart(sentence, of, mentions)))) > 1


def _is_of_envoys(sentence: Sentence, verb: int) -> bool:
    """Tell whether those who are to meet are such as negotiate."""
    return any(sentence.lemmas[t] in _NEGOTIATE for t in doers_of(sentence, verb) or ())


def _of_event(
    sentence: Sentence, i: int, mentions: Mapping[int, Mention], reading: Reading, known: bool
) -> Act | None:  # fmt: skip
    """Return the talks of two parties that a verb tells of, or what they agree to do; None where it is no such."""
    lemma = sentence.lemmas[i]
    types = ("AGREE",) if lemma == "agree" else ("CONSULT", "AGREE")
    event = next((e for e in reading.events if e.trigger.span[0] == sentence.starts[i] and e.type in types), None)
    if is_aside(sentence, i) or (sentence.tags[i] == "VBN" and sentence.deps[i] == "acl"):
        return None
    if lemma == "agree":
        return _of_agreement(sentence, i, event) if event is not None and not known else None
    state = above_all(sentence, i, "held")
    sides = sides_of(p for p in event.actors if p.country) if event is not None else frozenset[str]()
    if len(sides) > 1 and not _is_joint(sentence, i, mentions):
        sides &= partakers(sentence, i, mentions, reading, events=False)  # not of who does something else meanwhile
    if len(sides) < 2 and lemma in _MEETS | _SPEAKS and (state in _WISHED or event is not None or lemma != "meet"):
        sides = partakers(sentence, i, mentions, reading)
    if lemma in _SPEAKS and state != "refused":
        return None
    least = 1 if state == "proposed" and _is_of_envoys(sentence, i) else 2  # "proposed that experts meet"
    if state is None or len(sides) < least or not (event is not None or behind(sentence, i, _WITH) or state in _WISHED):
        return None
    if state not in _WISHED:
        mere = lemma == "meet" and _CUES.isdisjoint(sentence.lemmas) and not _is_joint(sentence, i, mentions)
        if mere:
            return None
        state = "held without result" if is_fruitless(sentence, i) else state
    return "talks", "talks", state, sides, i, i


def _of_agreement(sentence: Sentence, i: int, event: Event) -> Act | None:
    """Return the agreement of two parties to do something, or None."""
    sides = sides_of(p for p in event.actors if p.country)
    if len(sides) < 2 or not any(sentence.deps[c] == "xcomp" for c in sentence.children[i]):
        return None
    state = above_all(sentence, i, "agreed")
    return ("accord", "agreement", state, sides, i, i) if state == "agreed" else None


def _of_failure(
    sentence: Sentence, i: int, mentions: Mapping[int, Mention], reading: Reading
) -> Act | None:  # fmt: skip
    """Return the talks at which parties reach nothing ("failed to agree at their meeting"), or None."""
    below = [c for c in sentence.children[i] if sentence.deps[c] == "xcomp" and sentence.lemmas[c] in _REACHES]
    if not below and not is_fruitless(sentence, i):
        return None
    talks = next((t for t in range(len(sentence.words)) if (n := noun_at(sentence, t)) and n.kind == "talks"), None)
    if talks is None or above_all(sentence, i, "suspended") is None:
        return None
    sides = partakers(sentence, talks, mentions, reading)
    sides |= sides_of(named_apart(sentence, doers_of(sentence, i) or (), mentions))
    return ("talks", name_of(sentence, talks), "held without result", sides, i, i) if len(sides) > 1 else None


def answer_to(
    sentence: Sentence, mentions: Mapping[int, Mention], reading: Reading, found: Sequence[ChannelSign]
) -> Act | None:  # fmt: skip
    """Return what a sentence answers to the channel spoken of just before, or None."""
    last = next((sign for sign in reversed(found) if sign.kind != "proposal"), found[-1] if found else None)
    if last is None or not 0 <= sentence.span[0] - last.sentence[1] <= _BACK:
        return None
    for i, tag in enumerate(sentence.tags):
        if tag[:2] != "VB":
            continue
        state = _answers(sentence, i) if "had" not in {sentence.lowers[c] for c in sentence.children[i]} else None
        state = above_all(sentence, i, state) if state is not None and not is_aside(sentence, i) else None
        if state not in ("agreed", "refused"):
            continue
        doers = doers_of(sentence, i) or ()
        who = sides_of(named_apart(sentence, doers, mentions) or speaker(sentence, doers, mentions, reading))
        if who:
            return last.kind, last.name, state, who.union(last.parties), i, i
    return None


def _answers(sentence: Sentence, i: int) -> str | None:
    """Return the state in which a verb leaves what was spoken of before, by an object that takes it up or by itself."""
    kids = sentence.children[i]
    lemma = sentence.lemmas[i]
    things = [c for c in kids if sentence.deps[c] in ("dobj", "nsubjpass")]
    ends = [g for c in kids if sentence.deps[c] == "prep" for g in sentence.children[c] if sentence.deps[g] == "pobj"]
    ends += [g for c in things for g in behind(sentence, c, frozenset(("of", "for")))]
    if lemma not in _TAKEN_UP and lemma not in _ATTENDS:
        return None
    taken = [c for c in things if sentence.lemmas[c] in _ANSWERED or sentence.lowers[c] in _ANSWERED]
    if not taken and ends:
        beside = near(sentence, i)
        taken = [c for c in ends if sentence.lowers[c] in _ANSWERED]
        told = (s for s in states_of(sentence, i, "proposal") if s.rest and s.voice != "subject")
        return next((s.state for s in told if s.rest <= beside), None) if taken else None
    if taken:
        own = any(
            sentence.deps[g] in ("acl", "relcl", "prep", "compound", "amod") and sentence.lowers[g] not in _OWN
            for g in sentence.children[taken[0]]
        )  # fmt: skip
        if own:
            return None
        beside = near(sentence, i)
        states = states_of(sentence, i, "proposal")
        return next((s.state for s in states if s.voice != "subject" and s.rest <= beside), None)
    if not all(sentence.deps[c] in _LINKS for c in kids if lemma in _BY_ITSELF):
        return None
    if lemma in _BY_ITSELF:
        if any(sentence.deps[c] == "prep" and sentence.lowers[c] not in _MERE for c in kids):
            return None
        return "agreed" if lemma in ("accept", "agree") else "refused"
    if lemma in _ATTENDS and any(sentence.lowers[c] in ("will", "wo", "would") for c in kids):
        part = [c for c in things if sentence.lowers[c] == "part"]
        bare = not things and not any(sentence.deps[c] in ("prep", "xcomp", "prt", "advmod") for c in kids)
        whole = bool(part) and not any(sentence.deps[c] == "prep" for t in (i, *part) for c in sentence.children[t])
        return "agreed" if whole or (bare and lemma in ("attend", "participate")) else None
    if lemma == "say":
        word = {sentence.lowers[c] for c in kids if sentence.deps[c] in ("intj", "dobj", "npadvmod")}
        return "agreed" if "yes" in word else "refused" if "no" in word else None
    return None
