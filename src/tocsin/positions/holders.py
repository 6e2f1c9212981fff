"""Finds who holds what a verb tells: the parties that are its subject, "we" being whoever speaks."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from tocsin.positions.joining.holders import RULERS, holder_key
from tocsin.records import Mention, Party, Sentence, Statement

_LADDER = 5
_RULERS = RULERS | {"ELI"}
_RELATIVE = frozenset(("relcl", "conj"))
_PAPERS = frozenset(("agreement", "deal", "accord", "treaty", "pact", "statement", "law", "decree", "document"))
_LEGAL = _PAPERS | {"authorization", "act", "bill"}
_FACELESS = (None, "head of organisation")  # offices that say nothing of whom somebody speaks for
_WATCHERS = frozenset(("JRN", "EDU"))  # who report and analyse hold no position that counts
FIRST = frozenset(("we", "i", "us"))
_FIGHTING = frozenset(("REB", "OPP"))
_NOBODY = frozenset(("they", "who", "it", "he", "she", "some", "others", "many", "those", "both", "all", "which"))
_LOCAL = frozenset((
    "district", "city", "town", "municipal", "provincial", "regional", "village", "mayor", "local", "county",
))  # fmt: skip
_THIRD = frozenset(("it", "he", "she", "they"))


def subjects(
    sentence: Sentence, verb: int, mentions: Mapping[int, Mention], said: Statement | None
) -> tuple[Party, ...]:
    """Return the parties that are the subject of a verb, those of one phrase together."""
    subject = subject_of(sentence, verb)
    if subject is not None and sentence.lowers[subject] in ("that", "which") and sentence.deps[verb] in _RELATIVE:
        subject = _signatory(sentence, verb)
    return parties_of(sentence, subject, mentions, said) if subject is not None else ()


def _signatory(sentence: Sentence, verb: int) -> int | None:
    """Return who signs or reaches the agreement that a relative clause tells of."""
    while sentence.deps[verb] == "conj":
        verb = sentence.heads[verb]
    noun = sentence.heads[verb]
    above = sentence.heads[noun]
    if sentence.lemmas[noun] not in _PAPERS or sentence.tags[above][:2] != "VB" or sentence.deps[noun] != "dobj":
        return None
    return subject_of(sentence, above)


def subject_of(sentence: Sentence, i: int, *, passive: bool = False) -> int | None:
    """Return the subject of a verb, looked for up the chain of infinitives, participles and conjuncts.

    `passive` takes the subject of a passive verb as well.
    """
    for _ in range(_LADDER):
        for child in sentence.children[i]:
            if sentence.deps[child] == "nsubj" or (passive and sentence.deps[child] == "nsubjpass"):
                return child
        if sentence.tags[i] == "VBN" and any(sentence.deps[c] in ("nsubjpass", "agent") for c in sentence.children[i]):
            return agent(sentence, i)
        if any(sentence.deps[c] == "auxpass" for c in sentence.children[i]) or sentence.heads[i] == i:
            return None
        dep = sentence.deps[i]
        if dep not in ("xcomp", "conj", "advcl", "acl", "pcomp", "prep", "dep", "ccomp"):
            return None
        if dep == "acl" and sentence.tags[i] == "VBN":
            return None
        i = sentence.heads[i]
    return None


def agent(sentence: Sentence, i: int) -> int | None:
    """Return the agent of a passive verb."""
    for child in sentence.children[i]:
        if sentence.deps[child] == "agent":
            return next((c for c in sentence.children[child] if sentence.deps[c] == "pobj"), None)
    return None


def parties_of(
    sentence: Sentence, subject: int, mentions: Mapping[int, Mention], said: Statement | None
) -> tuple[Party, ...]:
    """Return the parties that a phrase names; "we" is the speaker, as is an "it" that no mention resolves."""
    heads = [subject]
    for head in heads:
        heads.extend(c for c in sentence.children[head] if sentence.deps[c] == "conj")
    found: list[Party] = []
    for head in heads:
        mention, word = mentions.get(head), sentence.lowers[head]
        if mention is not None and is_counted(sentence, mention):
            continue
        if word in FIRST:
            found.extend(speaker(said))
        elif mention is not None and (mention.party.country or mention.parts):
            found.extend(party_of(mention))
        elif word in _THIRD and said is not None and said.form != "direct":
            found.extend(speaker(said))
        elif mention is not None:
            found.extend(party_of(mention))
    return tuple({(party.key, holder_key(party)): party for party in found}.values())


def _own(mention: Mention) -> Party:
    """Return the party of a mention; a person of no known office counts for himself, not for his state."""
    party = mention.party
    person = mention.human and (mention.kind == "name" or mention.party.text.lower() in ("he", "she"))
    faceless = not party.sectors and party.office in _FACELESS
    return msgspec.structs.replace(party, sectors=("CVL",)) if person and faceless else party


def party_of(mention: Mention) -> tuple[Party, ...]:
    """Return the parties that a mention names, where they can hold a position."""
    return tuple(part for part in mention.parts or (_own(mention),) if _holds(part, mention.kind))


def is_counted(sentence: Sentence, mention: Mention) -> bool:
    """Tell whether a number goes before a noun: "71 members" are not the party."""
    named = mention.kind in ("group", "name", "organisation")
    return named and any(sentence.deps[c] == "nummod" for c in sentence.children[mention.head])


def _holds(party: Party, kind: str) -> bool:
    """Tell whether a party can hold a position: a state, an organisation, or one with a name of its own."""
    if not _WATCHERS.isdisjoint(party.sectors):
        return False
    words = party.text.lower().split()
    if not _LOCAL.isdisjoint(words) or not _LEGAL.isdisjoint(words):
        return False
    if kind == "place" or ("CVL" in party.sectors and kind not in ("name", "pronoun", "office")):
        return False  # what is voted in a town, or said in a poll, is not the state's
    if party.country:
        named = bool(party.name) and str(party.name)[:1].isupper()
        ruling = not party.sectors or not _RULERS.isdisjoint(party.sectors)
        fighting = not _FIGHTING.isdisjoint(party.sectors) and party.text.lower() not in _NOBODY
        return named or ruling or fighting
    name = str(party.name or "")
    if any(char.isdigit() for char in name):
        return False  # a ship, an aircraft
    if kind == "name" and not party.sectors and party.office in _FACELESS:
        return False  # of whom nothing is known but the name
    return kind in ("name", "group", "organisation", "office") and any(word[:1].isupper() for word in name.split())


def speaker(said: Statement | None) -> tuple[Party, ...]:
    """Return the speaker of a statement where it can hold a position."""
    who = said.speaker if said is not None else None
    return (who,) if who is not None and _holds(who, "name") else ()
