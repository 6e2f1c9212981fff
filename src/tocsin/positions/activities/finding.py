"""Finds measures (sanctions, embargoes, expulsions) and military activity (exercises, deployments, near misses).

Algorithm: a noun or a verb with its object (data/positions/activities.tsv) names one. Its state comes from the words
that govern it (data/positions/activity_states.tsv) and from tense and modality: what will or would be lifted is "to be
lifted", what "will" be done "unless" is threatened, what will be done is announced, what was done is in force. A clause
that stands by itself under "announced that" or "said" keeps its own state; what hangs on a demand, a charge, a denial,
a purpose or a question is left out. By whom is the subject or the agent of that clause, or whose troops they are; on
whom is the object or what follows "on", "against", "from", "with". The signs of one kind by the same parties on the
same parties make one activity with its changes; a gap of forty days begins another.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from tocsin.positions.activities.entries import Entry, fits, held_by, list_entries, things_of
from tocsin.positions.activities.telling import THROUGH, governing, state_of
from tocsin.positions.naming import name_of
from tocsin.positions.roles import behind, doers_of, holders_of, named, objects_of, who_is_named
from tocsin.positions.times import day_told, is_long_ago, is_old, opens_long_ago
from tocsin.records import Mention, Party, Reading, Sentence, Sign, Statement

_RETOLD = 14  # days after which an incident is only retold
_PAST = 60  # days after which a measure is
_VAGUE = 14  # days before its article that a clause says it was, more than which is no day to tell it of
_ON = frozenset(("on", "against", "from", "with", "upon", "to", "toward", "towards"))
_ON_AID = _ON | {"for"}
_ON_SANCTIONS = frozenset(("on", "against", "upon", "toward", "towards"))
_BORDERS = frozenset(("border", "airspace", "frontier"))  # which are closed to others, other than a road
_OVER_YEARS = frozenset((("recent", "years"), ("long", "been"), ("for", "years"), ("for", "decades")))
_EACH_YEAR = frozenset((word, "year") for word in ("a", "per", "every", "each"))
_STRIKES = frozenset(("hit", "slap", "target", "punish"))  # somebody with a ban
_TO_COME = frozenset(("announced", "threatened", "to be lifted"))
_LOCAL = frozenset(("curfew", "border closure", "blockade"))  # measures that hold at a place
_THREATENS = frozenset(("warn", "threaten", "announce", "vow"))
_UP = 4
_WE = frozenset(("we", "i", "us"))
_QUIET = frozenset(("boilerplate", "credit", "byline"))
_OFFICIAL = frozenset(("GOV", "MIL"))


def find_activities(reading: Reading) -> tuple[Sign, ...]:
    """Return what each sentence says of measures and military activity, one sign of a kind for each sentence."""
    found: list[Sign] = []
    entries = list_entries()
    for sentence in reading.sentences:
        if not sentence.words or sentence.kind in _QUIET or sentence.words[-1] == "?":
            continue
        seen: set[tuple[str, str]] = set()
        for i, lemma in enumerate(sentence.lemmas):
            if lemma not in entries:
                continue
            entry = next((e for e in entries[lemma] if fits(sentence, i, e)), None)
            if entry is None or (entry.group, entry.kind) in seen:
                continue
            sign = _sign(sentence, i, entry, who_is_named(sentence, reading), reading)
            retold = _RETOLD if entry.kind in ("near miss", "exercise") else _PAST
            if sign is None:
                continue
            ahead = sign.state in _TO_COME  # of what is old: "the sanctions of 2010 will be lifted"
            if is_long_ago(sentence, i, reading, _VAGUE) or (
                entry.group == "measure" and _is_standing(sentence, entry)
            ):
                continue
            if ahead or not is_old(sentence, reading, retold):
                seen.add((entry.group, entry.kind))
                found.append(sign)
    return tuple(found)


def _sign(sentence: Sentence, i: int, entry: Entry, mentions: Mapping[int, Mention], reading: Reading) -> Sign | None:
    """Make the sign of an activity named at a token, or None where its state or its doer is unknown."""
    verb, above = (i, []) if entry.verb else governing(sentence, i, entry)
    state, cue = state_of(sentence, i, entry, verb, above)
    if state is None:
        return None
    span = (sentence.starts[i], sentence.ends[i])
    said = next((s for s in reading.statements if any(a <= span[0] < b for a, b in s.content.spans)), None)
    doers = _doers(sentence, i, entry, verb, mentions, said)
    if entry.group == "measure" and verb is not None and _is_told_elsewhere(sentence, verb, mentions):
        return None
    if entry.group == "measure" and any("REB" in party.sectors and party.country for party in doers):
        return None  # a measure of rebels is none of their country
    others = _done_to(sentence, i, entry, verb, mentions) - {party.key for party in doers}
    if not doers and (not others or entry.group == "military" or (entry.verb and entry.name != "return")):
        return None
    if entry.kind == "border closure" and not others and _BORDERS.isdisjoint(sentence.lemmas):
        return None
    if verb is not None and said is not None and said.form != "indirect" and _is_supposed(sentence, verb):
        return None
    if verb is not None and _looks_back(sentence, verb, reading):
        return None
    where = _place(sentence, i, reading) if entry.group == "military" or entry.kind in _LOCAL else None
    return Sign(
        group=entry.group, kind=entry.kind, name=_named(sentence, i, entry), state=state, parties=doers, span=span,
        sentence=sentence.span, cue=cue, others=tuple(sorted(others)), place=where,
        attributed_to=said.id if said else None, date=None if state in _TO_COME else day_told(sentence, i, reading),
    )  # fmt: skip


def _place(sentence: Sentence, i: int, reading: Reading) -> str | None:
    """Return the place that a sentence names nearest to a token."""
    places = [p for p in reading.places if sentence.span[0] <= p.span[0] < sentence.span[1]]
    return min(places, key=lambda p: abs(p.span[0] - sentence.starts[i])).text if places else None


def _is_supposed(sentence: Sentence, verb: int) -> bool:
    """Tell whether a speaker only says what he would do ("I would be prepared to send troops")."""
    for _ in range(_UP):
        if any(sentence.lowers[c] == "would" for c in sentence.children[verb]):
            return sentence.deps[verb] != "ccomp" or any(sentence.deps[c] == "advcl" for c in sentence.children[verb])
        if sentence.deps[verb] not in ("xcomp", "acomp", "ccomp") or sentence.heads[verb] == verb:
            return False
        verb = sentence.heads[verb]
    return False


def _looks_back(sentence: Sentence, verb: int, reading: Reading) -> bool:
    """Tell whether a clause is background: "had sent" on no day that is named, or led in by a time long past."""
    first = sentence.lowers[0] if sentence.words[0].isalnum() else sentence.lowers[min(1, len(sentence.words) - 1)]
    if first in ("during", "throughout") and day_told(sentence, verb, reading) is None:
        return True
    if any(sentence.lowers[c] == "during" for c in sentence.children[verb]) and sentence.tags[verb] in ("VBD", "VBN"):
        return day_told(sentence, verb, reading) is None
    while sentence.deps[verb] == "xcomp":
        verb = sentence.heads[verb]
    had = any(sentence.lowers[c] == "had" and sentence.deps[c] == "aux" for c in sentence.children[verb])
    if had and sentence.deps[verb] not in ("ccomp", "advcl") and day_told(sentence, verb, reading) is None:
        return True
    return opens_long_ago(sentence, reading, _VAGUE)


def _is_standing(sentence: Sentence, entry: Entry) -> bool:
    """Tell whether a sentence tells what was done over years ("in recent years"), or is given each ("a year")."""
    lowers = sentence.lowers
    pairs = set(pairwise(lowers))
    return not pairs.isdisjoint(_OVER_YEARS) or (entry.kind == "aid" and not pairs.isdisjoint(_EACH_YEAR))


def _is_told_elsewhere(sentence: Sentence, verb: int, mentions: Mapping[int, Mention]) -> bool:
    """Tell whether only other sentences name the several parties that do an act ("they", "the leaders")."""
    doers = [mentions[token] for token in doers_of(sentence, verb) or () if token in mentions]
    return any(doer.parts and (doer.kind == "pronoun" or doer.rule == "definite-description") for doer in doers)


def _named(sentence: Sentence, i: int, entry: Entry) -> str:
    """Name an activity: its noun with what classes it, or the noun for a verb's act with what it is done to."""
    if not entry.verb:
        return name_of(sentence, i, entry.words)
    if entry.name in ("sanctions", "near miss", "shadowing") or not entry.objects:
        return entry.name
    thing = next((t for thing in things_of(sentence, i) for t in held_by(sentence, thing, entry.objects)), None)
    return f"{entry.name} of {name_of(sentence, thing)}" if thing is not None else entry.name


def _doers(
    sentence: Sentence, i: int, entry: Entry, verb: int | None, mentions: Mapping[int, Mention], said: Statement | None
) -> tuple[Party, ...]:  # fmt: skip
    """Return by whom an activity is: the subject or agent of its verb, whose troops they are, or who says "we"."""
    speaker = said.speaker if said is not None and said.speaker is not None and said.speaker.country else None
    tokens = doers_of(sentence, verb) if verb is not None else None
    own = holders_of(sentence, i, mentions) if not entry.verb else ()
    if entry.name == "return":  # an ambassador's: what another party did to his country is over
        return ()
    if tokens and i in tokens and verb is not None:  # "warned that sanctions would follow"
        above = sentence.heads[verb]
        tells = sentence.deps[verb] == "ccomp" and sentence.lemmas[above] in _THREATENS
        found = named(sentence, doers_of(sentence, above) or (), mentions, things=False) if tells else ()
        if found:
            return found
    if tokens and i not in tokens and not (entry.kind == "near miss" and not entry.verb and own):
        found = named(sentence, tokens, mentions, things=entry.group == "military")
        if not found and speaker is not None and any(sentence.lowers[t] in _WE for t in tokens):
            return (speaker,)
        return found or own or _agents(sentence, i, entry, mentions)
    found = own or _agents(sentence, i, entry, mentions)
    if found:
        return found
    if entry.group == "military":
        things = things_of(sentence, i) if entry.verb else things_of(sentence, verb) if verb is not None else []
        found = named(sentence, things, mentions)
        if found:
            return found
        if speaker is not None and not _OFFICIAL.isdisjoint(speaker.sectors):
            return (speaker,)
    return ()


def _agents(sentence: Sentence, i: int, entry: Entry, mentions: Mapping[int, Mention]) -> tuple[Party, ...]:
    """Return by whom a noun says that an activity is: "exercises by", "sanctions imposed by"."""
    if entry.verb:
        return ()
    told = (i, *(c for c in sentence.children[i] if sentence.deps[c] == "acl"))
    by = [c for t in told for c in sentence.children[t] if sentence.deps[c] == "agent"]
    agents = [g for c in by for g in sentence.children[c]]
    return named(sentence, [*behind(sentence, i, frozenset(("by", "between"))), *agents], mentions)


def _done_to(sentence: Sentence, i: int, entry: Entry, verb: int | None, mentions: Mapping[int, Mention]) -> set[str]:
    """Return the keys of the parties that an activity is done to."""
    words = _ON_SANCTIONS if entry.kind == "sanctions" else _ON_AID if entry.kind == "aid" else _ON
    tokens = behind(sentence, i, words)
    if verb is not None and verb != i:
        tokens += behind(sentence, verb, words)
        if sentence.lemmas[verb] in _STRIKES:
            tokens += objects_of(sentence, verb)
        through = [c for c in sentence.children[verb] if sentence.lemmas[c] in THROUGH]
        tokens += [g for c in through for g in behind(sentence, c, words)]
    if entry.verb:
        tokens += [c for c in sentence.children[i] if sentence.deps[c] == "dative" and sentence.tags[c] != "IN"]
        things = objects_of(sentence, i)
        tokens += [g for c in things for g in behind(sentence, c, words)]
        if entry.group == "measure" or entry.kind == "near miss":
            tokens += things
        if entry.kind == "embargo":  # "imports of Danish cheese"
            tokens += [g for c in things for g in behind(sentence, c, frozenset(("of",)))]
        if entry.name == "return":
            tokens += things_of(sentence, i)
    tokens += [g for t in tokens for g in behind(sentence, t, frozenset(("of",)))]  # "on dozens of Russian officials"
    return {party.key for party in named(sentence, tokens, mentions) if party.country}
