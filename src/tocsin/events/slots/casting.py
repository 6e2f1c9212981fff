"""Who took part: the slots of a frame filled with parties.

Algorithm: the slots that a frame, a noun or a type names are tried in order of preference; a slot of what an act is
about ("content") is filled from the cast of the act in the complement.
"""

from __future__ import annotations

from tocsin.events.acts import Act, Acts
from tocsin.events.ontology import ontology
from tocsin.events.scene import Scene
from tocsin.events.slots.filling import SUFFERED, Filling

THING_TYPES = frozenset(("ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "SANCTION", "REJECT", "ACCUSE", "SUPPORT"))
PLACED = {"expel": ("from",), "deport": ("from",), "release": ("from", "in", "at")}
OFFICIAL = frozenset(
    (
        ("COERCE", "arrest"), ("COERCE", "deport"), ("COERCE", "restrict"), ("COERCE", "censor"),
        ("SANCTION", "convict"), ("SANCTION", "expel"), ("RETREAT", "release"),
        ("ACCUSE", "allege"), ("ACCUSE", "investigate"),
    )
)  # fmt: skip
BETWEEN = frozenset(("ceasefire", "terrain"))  # what lies between two sides
TOLD = frozenset(("THREATEN", "REQUEST", "ACCUSE"))
CUSTODY = frozenset(("custody", "captivity", "detention", "prison", "jail", "dungeon"))
CONDITIONS = frozenset(("if", "unless", "until", "till", "before"))
KIND = frozenset(("SUPPORT", "AGREE", "AID", "COOPERATE", "CONCEDE", "RETREAT"))
THING, GIVER, OWN, SOMEBODY = 1, 2, 3, 4
DIRECT = frozenset(("ASSAULT", "COERCE", "MOBILIZE", "SANCTION"))  # they hit the thing itself
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

    def cast(self, act: Act, *, search: bool = True) -> Cast:
        """Return who acts in `act` and on whom; `search` goes beyond the frame's slots for a missing recipient."""
        if act.rule == "noun":
            return self._noun_cast(act)
        frame = act.frame
        if frame is None:
            return self._open_cast(act)
        flip = "flip" in frame.flags
        actors = self.first(act, frame.actor if not flip else ("from", "by", "content.actor"), thing=False)
        if not actors and act.type == "MOBILIZE" and not flip:
            actors = self.slot(act, "obj", thing=False)
        if not actors and not flip:
            actors = self._unnamed(act)
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
            if self._demands_leaving(act):
                wanted = (("content.actor", False), *wanted)
            recipients, joined = self._choose(act, actors, wanted)
            symmetric = symmetric or joined
            if not recipients and act.inner is not None:
                inner = self.cast(act.inner)
                asked = self.without(actors, inner.actors) if act.type == "REQUEST" else []
                recipients = asked or self.without(actors, inner.recipients)
        if not recipients and act.type in JUDGED and act.rule == "verb" and ("obj", False) in frame.recipient:
            recipients = self._judged(act.head)
        if self._is_between(act, actors, recipients):
            return Cast(actors, [], True)
        if symmetric:
            if recipients:
                return Cast([*actors, *recipients], [], True)
            return Cast(actors, [], self.number(actors) > 1)
        if not recipients and any(joins for _, joins in frame.recipient) and self.number(actors) > 1:
            return Cast(actors, [], True)
        if not recipients and act.type in TOLD:
            recipients = self._written_to(act.head, actors)
        if not recipients and not flip and ((search and actors) or ontology().types[act.type].in_place):
            recipients = self.nearest(act.head, act.type, actors)
        return Cast(actors, recipients, False)

    def _gives(self, noun: int) -> bool:
        """Tell whether what a noun names is its possessor's to give ("Austria's support for Moldova")."""
        senses = self.scene.lex.nouns.get(self.scene.noun_key(noun), ())
        return any(sense.type in ("SUPPORT", "AID", "AGREE", "COOPERATE") for sense in senses)

    def _written_to(self, verb: int, actors: list[int]) -> list[int]:
        """Return to whom a letter or call goes that says something ("sent Lima a note threatening ...")."""
        scene, s = self.scene, self.scene.s
        if s.tags[verb] != "VBG" or s.deps[verb] not in ("acl", "advcl"):
            return []
        up = s.heads[verb]
        if s.tags[up][0] == "N" and s.deps[up] in ("dobj", "pobj"):
            up = s.heads[up]
        if s.tags[up][0] != "V":
            return []
        clause = scene.clause(up)
        told = [*clause.preps.get("to", ()), *([] if clause.iobj is None else [clause.iobj])]
        found = self.without(actors, self.parties(told, thing=False))
        if found or clause.obj is None or clause.passive:
            return found
        return self.without(actors, self.parties([clause.obj], thing=False))  # "fined the firm, alleging ..."

    def _is_between(self, act: Act, actors: list[int], recipients: list[int]) -> bool:
        """Tell whether parties of several countries act on each other, as where the act is about their own land."""
        mutual = act.type in ("AGREE", "CONSULT", "COOPERATE")
        if not mutual and (act.type != "ASSAULT" or any(p.country for i in recipients for p in self.parties_at(i))):
            return False
        if len({party.country for i in actors for party in self.parties_at(i)} - {None}) < 2:
            return False
        if mutual:
            return bool(recipients) and all(self.is_own(i, actors) for i in recipients)
        clause = self.scene.clause(act.head)
        about = [*clause.preps.get("across", ()), *([] if clause.obj is None else [clause.obj])]
        return any(not self.scene.classes(i).isdisjoint(BETWEEN) or self.scene.lemmas[i] == "line" for i in about)

    def _choose(self, act: Act, actors: list[int], wanted: tuple[tuple[str, bool], ...]) -> tuple[list[int], bool]:
        """Return the parties of the first slot that holds somebody, and whether they join the actors.

        A thing as written, and in an act that helps what is the actors' own, gives way to a party in a later slot.
        """
        best: tuple[list[int], bool] = ([], False)
        standing = 0
        for slot, joins in wanted:
            found = self.without(actors, self.slot(act, slot, thing=act.type in THING_TYPES))
            if not found:
                continue
            if act.type in KIND:
                found = [y for x in found for y in self._served(x)]
            if slot == "between":
                found = self.other_side(actors, found)
            elif found and slot in ("in", "at") and act.type == "CONSULT":
                found = self._hosts(act, found, actors)
            if not found:
                continue
            if act.type in DIRECT:
                return found, joins
            rank = max(self._rank(act, i, actors) for i in found)
            if rank > standing:
                best, standing = (found, joins), rank
            if rank == SOMEBODY:
                break
        if standing == GIVER or (standing == THING and act.type in ("REJECT", "PROTEST")):
            return self.nearest(act.head, act.type, actors) or best[0], False
        return best

    def _hosts(self, act: Act, places: list[int], actors: list[int]) -> list[int]:
        """Return the places that stand for a side of a meeting: none where several met there, and nobody's own."""
        if self.scene.clause(act.head).obj is None:
            return places
        return [] if self.number(actors) > 1 else [i for i in places if self._governs(i) and not self.is_own(i, actors)]

    def _served(self, i: int) -> list[int]:
        """Return the place where a force or mission serves ("troops for the peacekeeping force in Chad"), or itself."""
        scene = self.scene
        if scene.lemmas[i] not in ("force", "mission", "operation"):
            return [i]
        found = [x for name in ("in", "for") for x in scene.pobjs(i, name) if self._governs(x)]
        return found or [i]

    @staticmethod
    def _demands_leaving(act: Act) -> bool:
        """Tell whether an act demands what has a "from" of its own ("demanded the withdrawal of X from Y")."""
        noun = act.content.noun if act.content is not None and act.content.rule == "noun" else None
        return act.type == "REQUEST" and noun is not None and "from" in noun.recipient

    def _rank(self, act: Act, i: int, actors: list[int]) -> int:
        """Return how fit a recipient is: a thing or unresolved pronoun less than somebody, an actor's own between."""
        scene, s = self.scene, self.scene.s
        mention = scene.mentions.get(i) or scene.covered.get(i)
        if mention is None and "PARTY" not in scene.classes(i):
            return SOMEBODY if act.type in ("CONCEDE", "RETREAT") else THING
        if s.tags[i] == "PRP" and (mention is None or not mention.party.country) and s.lowers[i] == "it":
            return THING
        if act.type in KIND and s.deps[i] == "poss" and self._gives(s.heads[i]):
            return GIVER
        owner = s.deps[i] in ("poss", "amod", "compound", "nmod") or any(s.tags[c] == "PRP$" for c in s.children[i])
        return OWN if owner and act.type in KIND and self.is_own(i, actors) else SOMEBODY

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
            cast = self.cast(content, search=False)
            if actor:
                return [i for i in cast.actors if i != scene.clause(act.head).subj]
            mutual = cast.symmetric or (content.noun is not None and "sym" in content.noun.flags)
            return cast.recipients or (cast.actors if mutual else [])
        for head in act.used:
            if scene.s.tags[head].startswith(("V", "J", "M")):
                inner = scene.clause(head)
                if not actor and scene.lemmas[head] in scene.words["creating"]:
                    return self.nearest(head, "AID", [])  # for whom or where something new is to be
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

    def _unnamed(self, act: Act) -> list[int]:
        """Return who acts where the passive names nobody: in the attack it tells of, else the authorities of the place.

        "Killed in a raid by X" names X. Who dies or is tortured in custody does so at the hands of who holds him.
        """
        scene, clause = self.scene, self.scene.clause(act.head)
        if act.rule == "light-verb" and clause.passive and clause.obj is not None and clause.obj not in act.used:
            return self.parties([clause.obj], thing=False)  # "troops were engaged in shelling"
        if act.type != "ASSAULT":
            return self._authorities(act)
        for i in clause.preps.get("in", ()):
            if scene.lemmas[i] in CUSTODY:
                return self.parties([i], thing=False)[:1]
            attack = self.acts.noun_act(i) if clause.passive else None
            if attack is not None and attack.type == "ASSAULT":
                cast = self._noun_cast(attack)
                return self.without(cast.recipients, cast.actors)
        return []

    def _authorities(self, act: Act) -> list[int]:
        """Return the state that does what only a state can, where the passive names none: that of the place.

        "Arrested in Lima" is arrested by Peru's authorities, "expelled from Oslo" expelled by Norway's.
        """
        clause = self.scene.clause(act.head)
        if not clause.passive or (act.type, act.mode) not in OFFICIAL:
            return []
        for name in PLACED.get(act.mode or "", ("in", "at")):
            under = [x for i in clause.preps.get("under", ()) for x in self.scene.pobjs(i, name)]
            for i in (*clause.preps.get(name, ()), *under):
                found = [x for x in self.party_heads(i, False, 0) if self._governs(x)]
                if found:
                    return found[:1]
        return []

    def _governs(self, i: int) -> bool:
        """Tell whether a head is a place of a known country, or its state."""
        mention = self.scene.mentions.get(i) or self.scene.covered.get(i)
        return mention is not None and bool(mention.party.country) and "PLACE" in self.scene.classes(i)

    def awaited(self, act: Act, actors: list[int]) -> list[int]:
        """Return who has to act before an act is given up: the subject of its condition ("until Oslo paid")."""
        scene, s = self.scene, self.scene.s
        for up in (act.head, *act.used, s.heads[act.head]):
            for c in s.children[up]:
                if s.deps[c] != "advcl" or not any(
                    s.deps[m] == "mark" and s.lowers[m] in CONDITIONS for m in s.children[c]
                ):
                    continue
                subject = scene.clause(c).subj
                found = [] if subject is None else self.parties([subject], thing=False)
                if found and not set(found) & set(actors) and s.tags[found[0]] != "PRP":
                    return found
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
            return Cast(actors, self.nearest(act.head, act.type, actors), False)
        return Cast(actors, [], self.number(actors) > 1 and known.kind in ("meet", "deal"))

    def _noun_cast(self, act: Act) -> Cast:
        """Fill the slots of an event noun from its possessor, its modifiers and its prepositions."""
        noun = act.noun
        assert noun is not None
        actors = self.noun_slots(act.head, noun.actor, recipients=False)
        recipients = self.without(actors, self.noun_slots(act.head, noun.recipient, recipients=True))
        if not recipients and noun.cls in SUFFERED:
            recipients = self._sufferers(act.head)
            actors = [i for i in actors if i not in recipients]
        if not actors and "sym" in noun.flags:
            actors = self._met(act.head)
        if "sym" in noun.flags:
            together = [*actors, *recipients]
            if len(together) == 1 and act.type == "CONSULT":
                together = [*self._talker(act.head, together), *together]
            return Cast(together, [], self.number(together) > 1)
        return Cast(actors, recipients, False)

    def _sufferers(self, noun: int) -> list[int]:
        """Return the people who possess what was done to them ("the editor's arrest")."""
        scene, s = self.scene, self.scene.s
        owners = self.parties([c for c in s.children[noun] if s.deps[c] == "poss"], thing=False)
        return [i for i in owners if (mention := scene.mentions.get(i)) is not None and mention.human is True]

    def _talker(self, noun: int, others: list[int]) -> list[int]:
        """Return who tells or does something after talks of which only the other side is named."""
        scene, s = self.scene, self.scene.s
        up = s.heads[noun]
        if s.deps[noun] != "pobj" or s.lowers[up] not in ("after", "during", "following", "in"):
            return []
        if not scene.pobjs(noun, "with"):
            return []
        verb = s.heads[up]
        subject = scene.clause(verb).subj if s.tags[verb][0] == "V" else None
        return [] if subject is None else self.without(others, self.parties([subject], thing=False))

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
