"""Which earlier mention a definite description can take up: by its noun, its office or its kind of body."""

from __future__ import annotations

import msgspec

from tocsin.parties.mentions import Draft
from tocsin.parties.resolution import Identity
from tocsin.parties.tables import modifiers
from tocsin.records import Sentence

_POINTING = frozenset({"the", "that"})
_CHANGED = frozenset({"attr", "oprd", "dobj", "nsubjpass", "xcomp"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})


def is_linkable(draft: Draft, identity: Identity) -> bool:
    """Tell whether a description can take up an earlier mention: a definite one, or a bare plural of one side."""
    if draft.determiner in DEFINITE:
        return True
    bare = draft.head == draft.first
    return bare and identity.plural and identity.sectors[-1:] not in ((), ("CVL",), ("JRN",), ("EDU",), ("UNK",))


def are_several(draft: Draft, identity: Identity, sentence: Sentence) -> bool:
    """Tell whether a plural means several bodies ("the groups", "governments", but "authorities", "both parties")."""
    head = draft.head
    if sentence.tags[head] != "NNS" or sentence.lowers[head] in _FORCES or identity.rule == "counted-or-gathered":
        return False
    return is_of_body(identity.noun.rsplit(" ", 1)[-1]) or (
        identity.noun == "government" and draft.determiner not in DEFINITE
    )


def is_definite(draft: Draft, identity: Identity) -> bool:
    """Tell whether a phrase is only an article and its plural noun ("the countries")."""
    return identity.plural and draft.determiner in ("the", "both") and draft.head == draft.first + 1


_HEADS = frozenset({"president", "prime minister", "king", "emir", "supreme leader", "chancellor", "leader", "sultan"})
_FORCES = frozenset({"authorities", "forces", "services", "troops", "police"})
# Members whom many parliaments have under one office but few under this noun.
_SENATORS = frozenset({"senator", "congressman", "congresswoman"})
_GENERAL = frozenset({"official", "head of organisation", "leader"})
_DEPUTIES = frozenset({"vice", "deputy"})
_BODIES = frozenset({"group", "movement", "militia", "company", "firm"})
_ENVOYS = frozenset({"foreign minister", "ambassador", "envoy", "special envoy", "ambassador to the un"})


def is_other_holder(draft: Draft, identity: Identity, sentence: Sentence) -> bool:
    """Tell whether an office is one that somebody gets or loses, so that the day's holder need not be meant."""
    if identity.kind != "office" or identity.plural:
        return False
    dep, head = sentence.deps[draft.head], sentence.heads[draft.head]
    return dep in _CHANGED and sentence.lemmas[head] in modifiers()["changes"]


def without_holder(identity: Identity) -> Identity:
    """Return an office without the person who holds it on the article's day."""
    if identity.rule != "office-holder":
        return msgspec.structs.replace(identity, other=True)
    entity = f"{identity.country}:{identity.noun}"
    return msgspec.structs.replace(
        identity, name=None, entity=entity, words=(), gender=None, rule="office+country", other=True
    )


def is_pointing(draft: Draft) -> bool:
    """Tell whether a phrase points back to one state ("that country")."""
    identity = draft.identity
    return identity is not None and identity.kind == "state" and not identity.plural and draft.determiner in _POINTING


def can_take_up(identity: Identity) -> bool:
    """Tell whether a description can mean any earlier mention at all, as `takes_up` compares them."""
    return bool(identity.human) or identity.kind == "organisation" or is_of_body(identity.noun)


def is_of_body(noun: str) -> bool:
    """Tell whether a noun is taken up by the kind of body alone ("the alliance", "the group")."""
    return noun in modifiers()["alliance"] or noun in _BODIES


def takes_up(identity: Identity, earlier: Identity) -> bool:
    """Tell whether a definite description can mean an earlier mention: the same noun, office or kind of body."""
    noun = identity.noun
    if is_of_body(noun):
        return _is_body(noun, earlier)
    if identity.human and earlier.plural != identity.plural:
        return False
    same = noun == earlier.noun or earlier.noun.endswith(f" {noun}")
    if identity.plural and identity.kind == "common" and identity.human:
        return same and earlier.country is not None
    if identity.human:
        if earlier.human is not True:
            return False
        office = earlier.office or ""
        if identity.sectors == ("ELI",) and earlier.sectors != ("ELI",) and office.endswith(noun):
            return False  # a former senator is none now
        if _DEPUTIES.isdisjoint(noun.split()) and not _DEPUTIES.isdisjoint([*office.split(), *earlier.noun.split()]):
            return False  # "the president" is no vice president
        last = noun.rsplit(" ", 1)[-1]
        general = identity.office in _GENERAL and last not in (identity.office, earlier.noun.rsplit(" ", 1)[-1])
        if not same and (noun in _SENATORS or general):
            return False  # "inspectors" are no officials named before, but "the officials" may be those inspectors
        if earlier.sectors == ("ELI",) and identity.sectors != ("ELI",) and identity.office not in _HEADS:
            return False
        if same or office == noun or office.endswith(f" {noun}") or (office and office == identity.office):
            return True
        return (noun == "leader" and office in _HEADS) or (noun.endswith("diplomat") and office in _ENVOYS)
    if identity.kind == "organisation" and earlier.human is False and earlier.country is not None:
        return (same and earlier.kind in ("organisation", "metonym")) or (earlier.name or "").lower().endswith(
            f" {noun}"
        )
    return False


def _is_body(noun: str, earlier: Identity) -> bool:
    if earlier.kind == "group":
        return noun in ("group", "movement", "militia", "organisation", "organization") and not earlier.plural
    if earlier.kind != "organisation" or earlier.plural:
        return False
    if noun in ("company", "firm"):
        return (earlier.entity or "").startswith("firm:")
    codes = modifiers()["alliance"].get(noun, "").split("|")
    return earlier.country in codes or noun in (earlier.name or "").lower().split()
