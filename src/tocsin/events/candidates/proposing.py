"""Proposes the words of a sentence that may carry an act, for the model to judge.

A word is proposed with the act that the frames take it for, or open: a verb that no frame holds for. In a short report
any verb may tell what happened, and the model judges each that has a party in its clause; in a long article, where most
verbs explain, only verbs that say something by themselves are open, with a party as their subject, object or addressee.
"""

from __future__ import annotations

from tocsin.events import abstention
from tocsin.events.acts import Act, Acts
from tocsin.events.scene import Scene
from tocsin.events.slots import Casting

SUBORDINATE = frozenset(("ccomp", "advcl", "relcl", "acl"))
OTHER_CLAUSES = frozenset(("ccomp", "advcl", "relcl", "conj", "parataxis"))


def propose(scene: Scene, acts: Acts, *, broadly: bool = True) -> list[tuple[int, Act | None]]:
    """Return the words of a sentence that may carry an event, each with the act that the frames take it for.

    An open candidate (None) is a verb without a frame that holds, but with someone who acts or is acted on; `broadly`
    admits any verb, as in a short report.
    """
    s, lemmas, lowers = scene.s, scene.lemmas, scene.s.lowers
    frames, nouns, plain = scene.lex.frames, scene.lex.act_heads, scene.words["plain_verbs"]
    found: list[Act] = []
    open_verbs: list[int] = []
    for i, tag in enumerate(s.tags):
        kind = tag[0]
        likely = lemmas[i] in nouns or lowers[i] in nouns if kind == "N" else kind in "VJR" and lemmas[i] in frames
        act = acts.at(i) if likely and not is_attribute(i, scene) else None
        if act is not None:
            found.append(act)
        elif kind == "V" and s.deps[i] not in ("aux", "auxpass") and (broadly or lemmas[i] not in plain):
            open_verbs.append(i)
    used = {i for act in found for i in act.used}
    proposed: list[tuple[int, Act | None]] = []
    for act in found:
        if act.head in used and not (act.rule != "noun" and stays_an_event(act, found)):
            continue
        if act.noun is not None and act.rule == "noun" and "bound" in act.noun.flags:
            continue
        proposed.append((act.head, act))
    barred = used | acts.barred
    for i in open_verbs:
        if i not in barred and (has_party(scene, i) or (broadly and is_near(scene, i))):
            proposed.append((i, None))
    return proposed


def is_attribute(i: int, scene: Scene) -> bool:
    """Tell whether a participle only describes a noun ("illegally held prisoners"); one with an auxiliary does not."""
    s = scene.s
    if s.deps[i] != "amod" or s.tags[i][0] != "V":
        return False
    return i < s.heads[i] and not any(s.deps[c] in ("aux", "auxpass", "nsubj", "nsubjpass") for c in s.children[i])


def has_party(scene: Scene, verb: int) -> bool:
    """Tell whether a party stands in a verb's clause as its subject, object or addressee."""
    clause = scene.clause(verb)
    if any(i is not None and "PARTY" in scene.classes(i) for i in (clause.subj, clause.obj, clause.iobj)):
        return True
    return any("PARTY" in scene.classes(i) for heads in clause.preps.values() for i in heads)


def is_near(scene: Scene, verb: int) -> bool:
    """Tell whether a party is named anywhere in a verb's clause, be it inside a phrase ("Indonesian aircraft")."""
    s, mentions = scene.s, scene.mentions
    subject = scene.clause(verb).subj
    stack = [c for c in s.children[verb] if s.deps[c] not in OTHER_CLAUSES]
    if subject is not None:
        stack.append(subject)
    while stack:
        i = stack.pop()
        if (mention := mentions.get(i)) is not None and (mention.party.country or mention.kind != "pronoun"):
            return True
        stack.extend(c for c in s.children[i] if s.deps[c] not in SUBORDINATE)
    return False


def stays_an_event(act: Act, found: list[Act]) -> bool:
    """Tell whether an act in a complement stays an event of its own: what X is accused of, or denies."""
    return any(act.head in other.used and other.rule in ("operator-accuse", "operator-deny") for other in found)


def has_side(act: Act, scene: Scene, casting: Casting) -> bool:
    """Tell whether a noun's act has anybody who takes part; nothing that is decided later gives it one.

    True for a verb, whose sides may depend on the type that the model gives it.
    """
    if act.rule != "noun":
        return True
    cast = casting.cast(act)
    return abstention.is_event(act, act.type, cast.actors, cast.recipients, scene)
