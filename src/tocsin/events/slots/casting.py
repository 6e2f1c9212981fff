"""Who took part: the slots of a frame filled with parties.

Algorithm: the slots that a frame, a noun or a type names are tried in order of preference; a slot of what an act is
about ("content") is filled from the cast of the act in the complement.
"""

from __future__ import annotations

from tocsin.events.acts import Act, Acts
from tocsin.events.ontology import ontology
from tocsin.events.scene import Scene
from tocsin.events.slots.filling import Filling

THING_TYPES = frozenset(("ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "SANCTION", "REJECT", "ACCUSE", "SUPPORT"))
JUDGED = frozenset(("ACCUSE", "SUPPORT", "REJECT"))


class Cast:
    """The parties of an act as token indexes of their heads, actors and recipients apart."""

    __slots__ = ("actors", "recipients", "symmetric")

    def __init__(self, actors: list[int], recipients: list[int], symmetric: bool) -> None:
        self.actors = actors
        self.recipients = recipients
        self.symmetric = symmetric


class Casting(Filling):
    """Casts the acts of one sentence; `text` is the article's text."""

    def __init__(self, scene: Scene, acts: Acts, text: str) -> None:
        super().__init__(scene, text)
        self.acts = acts

    def cast(self, act: Act) -> Cast:
        """Return who acts in `act` and on whom."""
        if act.rule == "noun":
            return self._noun_cast(act)
        frame = act.frame
        if frame is None:
            return self._open_cast(act)
        flip = "flip" in frame.flags
        actors = self.first(act, frame.actor if not flip else ("from", "by", "content.actor"), thing=False)
        if not actors and act.type == "MOBILIZE" and not flip:
            actors = self.slot(act, "obj", thing=False)
        recipients: list[int] = []
        symmetric = "sym" in frame.flags
        if flip:
            recipients = self.first(act, ("subj",), thing=False)
        else:
            wanted = frame.recipient
            if act.type == "THREATEN" and act.content is not None:
                wanted = (("content", False), *wanted)
            if frame.light and act.content is not None and act.content.noun is not None:
                noun = act.content.noun
                symmetric = symmetric or "sym" in noun.flags
                own = tuple((slot, "sym" in noun.flags) for slot in noun.recipient)
                wanted = (*own, ("content", False), *(wanted if wanted != (("obj", False),) else ()))
            for slot, joins in wanted:
                recipients = self.without(actors, self.slot(act, slot, thing=act.type in THING_TYPES))
                if slot == "between":
                    recipients = self.other_side(actors, recipients)
                if recipients:
                    symmetric = symmetric or joins
                    break
            if not recipients and act.inner is not None:
                inner = self.cast(act.inner)
                asked = self.without(actors, inner.actors) if act.type == "REQUEST" else []
                recipients = asked or self.without(actors, inner.recipients)
        if not recipients and ontology().types[act.type].in_place and not flip and not symmetric:
            recipients = self.places(act, actors)
        if not recipients and act.type in JUDGED and act.rule == "verb" and ("obj", False) in frame.recipient:
            recipients = self._judged(act.head)
        if symmetric:
            if recipients:
                return Cast([*actors, *recipients], [], True)
            return Cast(actors, [], self.number(actors) > 1)
        if not recipients and any(joins for _, joins in frame.recipient) and self.number(actors) > 1:
            return Cast(actors, [], True)
        return Cast(actors, recipients, False)

    def slot(self, act: Act, slot: str, *, thing: bool = True) -> list[int]:
        """Return the heads of the parties in one slot of a verbal act, or of the act in its complement ("content")."""
        if slot.startswith("content"):
            return self._content(act, actor=slot.endswith(".actor"))
        return super().slot(act, slot, thing=thing)

    def _content(self, act: Act, *, actor: bool) -> list[int]:
        """Return the parties of the act in an operator's complement: who is to act, or on whom."""
        content = act.content
        scene = self.scene
        if content is not None:
            cast = self.cast(content)
            if actor:
                return [i for i in cast.actors if i != scene.clause(act.head).subj]
            mutual = cast.symmetric or (content.noun is not None and "sym" in content.noun.flags)
            return cast.recipients or (cast.actors if mutual else [])
        for head in act.used:
            if scene.s.tags[head].startswith(("V", "J", "M")):
                inner = scene.clause(head)
                if actor:
                    subject = inner.obj if inner.passive else inner.subj
                    return [] if subject is None else self.parties([subject], thing=True)
                for filled in (inner.obj, *(p for found in inner.preps.values() for p in found)):
                    if filled is not None and (found := self.parties([filled], thing=False)):
                        return found
                for noun in (inner.obj,):
                    if noun is not None:
                        return self.parties(self.nested(noun), thing=False)
        return []

    def _judged(self, verb: int) -> list[int]:
        """Return the deed that a verdict is about where nobody is known to have done it: who suffered it, or itself."""
        scene = self.scene
        deed = scene.clause(verb).obj
        if deed is None or not scene.s.tags[deed].startswith("N") or self.is_time([deed]):
            return []
        return self.parties(self.nested(deed), thing=False)[:1] or [deed]

    def _open_cast(self, act: Act) -> Cast:
        """Fill the slots of a verb that has no frame of its own, by the slots of the type it was given."""
        known = ontology().types[act.type]
        actors = self.first(act, ("subj",), thing=False)
        for slot, joins in known.slots:
            recipients = self.without(actors, self.slot(act, slot, thing=False))
            if recipients:
                if joins:
                    return Cast([*actors, *recipients], [], True)
                return Cast(actors, recipients, False)
        if known.in_place:
            return Cast(actors, self.places(act, actors), False)
        return Cast(actors, [], self.number(actors) > 1 and known.kind in ("meet", "deal"))

    def _noun_cast(self, act: Act) -> Cast:
        """Fill the slots of an event noun from its possessor, its modifiers and its prepositions."""
        noun = act.noun
        assert noun is not None
        actors = self.noun_slots(act.head, noun.actor, recipients=False)
        recipients = self.without(actors, self.noun_slots(act.head, noun.recipient, recipients=True))
        if not actors and "sym" in noun.flags:
            actors = self._met(act.head)
        if "sym" in noun.flags:
            together = [*actors, *recipients]
            return Cast(together, [], self.number(together) > 1)
        return Cast(actors, recipients, False)

    def _met(self, noun: int) -> list[int]:
        """Return who met where a clause says what several parties did at talks ("failed to agree at talks")."""
        scene, s = self.scene, self.scene.s
        up = s.heads[noun]
        if s.deps[noun] != "pobj" or s.lowers[up] not in ("in", "at", "during", "after", "following"):
            return []
        for _ in range(4):
            up = s.heads[up]
            if s.tags[up].startswith("V"):
                clause = scene.clause(up)
                for filled in (clause.subj, clause.obj):
                    found = [] if filled is None else self.parties([filled], thing=False)
                    if self.number(found) > 1:
                        return found
                if s.deps[up] not in ("xcomp", "pcomp", "prep", "conj"):
                    break
        return []
