"""Says who takes part in a channel: those whose it is or between whom, and who acts on it in its clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tocsin.positions.joining.holders import FIGHTING, RULERS, holder_key
from tocsin.positions.roles import (
    GUESSED,
    behind,
    doers_of,
    holders_of,
    named,
    objects_of,
    who_is_named,
)
from tocsin.records import Mention, Party, Reading, Sentence
from tocsin.text import contains

_JUDGES = frozenset((  # which make nobody a party to what they judge
    "consider", "regard", "view", "condemn", "criticise", "criticize", "denounce", "deplore", "lament", "describe",
    "brand",
))  # fmt: skip
_TELLS = frozenset(("say", "tell", "add", "report", "write", "note", "state", "announce", "confirm", "repeat", "think",
    "believe", "know", "hope", "expect", "argue", "insist", "warn", "acknowledge", "reveal", "claim", "allege",
))  # fmt: skip
_SIDES = frozenset(("with", "between", "to", "from", "by", "among", "against", "toward", "towards"))
BOTH = frozenset(("between", "among"))
_SIDES_OF = _SIDES | {"of"}
_TOPIC = frozenset(("on", "about", "for"))
_INTO = frozenset(("to", "into", "at"))
_OBJECTS = frozenset(("dobj", "nsubjpass"))  # what is announced is an act of who announces it
_HOSTS = frozenset((
    "host", "mediate", "chair", "convene", "offer", "propose", "suggest", "sponsor", "put", "give", "end",
))  # fmt: skip
_WITH = frozenset(("with",))
_TIES = frozenset(("tie", "relation", "cooperation", "link", "trade", "association"))  # "an accord on ties with"
_UP = 7  # words above a channel in which its parties are looked for
_SPEAKING = RULERS | FIGHTING | {"NGO", "ELI"}  # for whom one can speak
_MEETINGS = frozenset(("REQUEST", "AGREE", "COOPERATE", "REJECT", "RETREAT", "CONCEDE"))
_STANDS_IN = frozenset(("it", "he", "she", "they", "we", "i", "us", "who"))
_NAMES = frozenset(("state", "organisation", "group", "office", "metonym"))
_BACK = 2  # sentences before one in which the parties of "the truce" are looked for


def sides_of(parties: Iterable[Party]) -> frozenset[str]:
    """Return the keys of parties; who fights or opposes his own state counts for himself.

    That is by his name, else as the "opposition" or the "rebels" of the state, where that is named beside him.
    """
    found: set[str] = set()
    against: dict[str, str] = {}
    for party in parties:
        key = party.key
        if party.country and not FIGHTING.isdisjoint(party.sectors) and RULERS.isdisjoint(party.sectors):
            own = holder_key(party)
            if own[:1].isupper() and (own != party.name or party.office is None) and own != party.text:
                found.add(own)
            else:
                against[key] = f"{key} {'opposition' if 'OPP' in party.sectors else 'rebels'}"
            continue
        found.add(key)
    return frozenset(found | {own if key in found else key for key, own in against.items()})


def named_apart(sentence: Sentence, tokens: Sequence[int], mentions: Mapping[int, Mention]) -> tuple[Party, ...]:
    """Return the parties that phrases name, a state and its opposition apart."""
    return named(sentence, tokens, mentions, apart=True)


def partakers(
    sentence: Sentence, noun: int, mentions: Mapping[int, Mention], reading: Reading, *, events: bool = True
) -> frozenset[str]:  # fmt: skip
    """Return the states, organisations and groups that take part in a channel.

    They are those whose it is or between whom, and the subjects and objects of the verbs above it. Who only says so
    does not count, nor what a phrase of place or topic names ("talks in Geneva on Ukraine"). A single one is joined by
    those of the `events` of the sentence.
    """
    own = mentions.get(noun)
    found: list[Party] = [] if own is not None and own.rule in GUESSED else [*named_apart(sentence, [noun], mentions)]
    found += [
        *named_apart(sentence, behind(sentence, noun, _SIDES_OF), mentions)
    ]  # fmt: skip
    ties = [t for t in behind(sentence, noun, _TOPIC) if sentence.lemmas[t] in _TIES]
    found += [p for t in ties for p in named_apart(sentence, behind(sentence, t, _WITH), mentions)]
    told = (noun, *(c for c in sentence.children[noun] if sentence.deps[c] == "acl"))
    found += [
        p
        for c in told
        if sentence.lemmas[c] == "involve"
        for p in named_apart(sentence, objects_of(sentence, c), mentions)
    ]
    between = sides_of(p for c in told for p in named_apart(sentence, behind(sentence, c, BOTH), mentions))
    verb = noun if sentence.tags[noun][:2] == "VB" else sentence.heads[noun]
    if len(between) > 1:
        acts = verb == noun or sentence.lemmas[verb] in _HOSTS
        return between | sides_of(named_apart(sentence, doers_of(sentence, verb) or (), mentions) if acts else ())
    if verb == noun:
        found += _of_clause(sentence, noun, noun, mentions, reading)
    node = noun
    for _ in range(_UP):
        head = sentence.heads[node]
        if head == node and sentence.tags[node][:2] != "VB":
            break
        below, node = sentence.deps[node], head
        if sentence.tags[node][:2] == "VB":
            tells = sentence.lemmas[node] in _TELLS and below not in _OBJECTS and not _answers(sentence, node)
            if tells or (sentence.lemmas[node] in _JUDGES and found):
                break
            found += _of_clause(sentence, node, noun, mentions, reading)
            if sentence.deps[node] in ("relcl", "parataxis"):
                break
        elif sentence.tags[node][:2] == "NN":
            found += holders_of(sentence, node, mentions)
            found += named_apart(sentence, behind(sentence, node, _SIDES_OF), mentions)
        if sentence.heads[node] == node:
            break
    return _with_events(sides_of(found), sentence, reading) if events else sides_of(found)


def _answers(sentence: Sentence, verb: int) -> bool:
    """Tell whether a verb of saying is part of an answer ("said yes to")."""
    return any(sentence.lowers[c] in ("yes", "no") for c in sentence.children[verb])


def _of_clause(
    sentence: Sentence, verb: int, noun: int, mentions: Mapping[int, Mention], reading: Reading
) -> Sequence[Party]:  # fmt: skip
    """Return who does or suffers what a verb says; a pronoun that nothing resolves is whoever speaks."""
    doers = [t for t in doers_of(sentence, verb) or () if t != noun]
    things = _given(sentence, verb)
    things += [t for c in sentence.children[verb] if sentence.deps[c] == "xcomp" for t in objects_of(sentence, c)]
    things += [t for c in things for t in behind(sentence, c, _INTO)]
    tokens = doers + [t for t in things if t != noun] + behind(sentence, verb, _SIDES)
    found = named_apart(sentence, tokens, mentions)
    return found or speaker(sentence, doers, mentions, reading)


def speaker(
    sentence: Sentence, doers: Sequence[int], mentions: Mapping[int, Mention], reading: Reading
) -> tuple[Party, ...]:  # fmt: skip
    """Return whoever says what a sentence tells of "it" or "we", where no mention resolves that."""
    for token in doers:
        mention = mentions.get(token)
        if sentence.lowers[token] in _STANDS_IN and (mention is None or not mention.party.country):
            who = who_says(sentence, token, reading)
            if who:
                return who
    return ()


def is_mere_talk(sentence: Sentence, token: int, reading: Reading) -> bool:
    """Tell whether a token is part of a quotation of somebody who speaks for nobody (a resident, a columnist)."""
    span = (sentence.starts[token], sentence.ends[token])
    said = next((s for s in reading.statements if any(contains(c, span) for c in s.content.spans)), None)
    if said is None or said.form == "indirect" or said.speaker is None:
        return False
    return not said.speaker.country or (bool(said.speaker.sectors) and _SPEAKING.isdisjoint(said.speaker.sectors))


def who_says(sentence: Sentence, token: int, reading: Reading) -> tuple[Party, ...]:
    """Return who says what a token is part of, where he can speak for a state, an organisation or a group."""
    span = (sentence.starts[token], sentence.ends[token])
    said = next((s for s in reading.statements if any(contains(c, span) for c in s.content.spans)), None)
    who = said.speaker if said is not None else None
    if who is None or not who.country or (who.sectors and _SPEAKING.isdisjoint(who.sectors)):
        return ()
    return (who,)


def _given(sentence: Sentence, verb: int) -> list[int]:
    """Return the objects of a verb, those to whom something is given among them."""
    return objects_of(sentence, verb) + [c for c in sentence.children[verb] if sentence.deps[c] == "dative"]


def _with_events(sides: frozenset[str], sentence: Sentence, reading: Reading) -> frozenset[str]:
    """Add the parties of what a sentence tells to a single one ("called on both governments to cease fire")."""
    if len(sides) != 1:
        return sides
    told = [e for e in reading.events if e.sentence == sentence.span and e.type in _MEETINGS]
    keys = sides_of(p for e in told for p in (*e.actors, *e.recipients) if p.country)
    return keys | sides if sides & keys else sides


def around(sentence: Sentence, reading: Reading) -> tuple[str, ...]:
    """Return the keys of the parties that a sentence and the two before it name."""
    found: set[str] = set()
    for other in reading.sentences[max(0, sentence.index - _BACK) : sentence.index + 1]:
        if other.words:
            known = (m for m in who_is_named(other, reading).values() if m.kind in _NAMES)
            found.update(sides_of(p for m in known for p in m.parts or (m.party,) if p.country))
    return tuple(sorted(found))
