"""The slots of a verb: the nouns that stand in one place of its clause, and who is near where a slot stays empty.

A slot names a place in the clause ("obj", "against", "to.owner"). Relative pronouns were replaced by their antecedents
before (clauses.py); a pronoun that the party room could not resolve inside what someone says stands for the speaker.
"""

from __future__ import annotations

from tocsin.events.acts import Act
from tocsin.events.ontology import ontology
from tocsin.events.slots.holders import Holders

OPEN = frozenset(
    ["prep", "pobj", "dobj", "dative", "agent", "xcomp", "pcomp", "conj", "acomp", "attr", "oprd", "nmod", "appos"]
)
CLOSED = frozenset(["nsubj", "nsubjpass", "csubj", "ccomp", "relcl", "punct", "aux", "auxpass", "neg", "mark", "cc"])
ELSEWHERE = frozenset(("since", "until", "according", "amid", "because", "due", "unlike", "like"))
SUFFERED = frozenset(
    (
        "arrest",
        "release",
        "killing",
        "assassination",
        "abduction",
        "torture",
        "beating",
        "rape",
        "deportation",
        "expulsion",
        "conviction",
        "extradition",
        "recall",
    )
)  # what is done to the possessor: "the editor's arrest"
VENUES = ELSEWHERE | {"in", "at"}  # of what is done in a place, not to it
MEETING = frozenset(("with", "between", "for", "from", "to", "of"))
FILLERS = frozenset(("dobj", "pobj", "dative", "appos"))
SINGLE = frozenset(("him", "her", "it"))
EACH = frozenset(("neither", "each", "both"))
SELF = frozenset(["he", "she", "they", "it", "we", "i"])


class Filling(Holders):
    """Fills the slots of verbs, all but what their complements hold."""

    def first(self, act: Act, slots: tuple[str, ...], *, thing: bool) -> list[int]:
        """Return the parties of the first slot that holds any."""
        for slot in slots:
            found = self.slot(act, slot, thing=thing)
            if found:
                return found
        return []

    def slot(self, act: Act, slot: str, *, thing: bool = True) -> list[int]:
        """Return the heads of the parties in one slot of a verbal act."""
        scene = self.scene
        clause = scene.clause(act.head)
        name, _, part = slot.partition(".")
        if part == "owner":
            thing = False
        if name == "speaker":
            found = self._reporter(act.head)
        elif name == "subj":
            found = (
                [] if clause.subj is None else [*self._listed_before(clause.subj), self._speaker(clause.subj, act.head)]
            )
        elif name == "obj":
            found = [] if clause.obj is None else [clause.obj]
        elif name == "iobj":
            found = [] if clause.iobj is None else [clause.iobj]
        else:
            found = [i for i in clause.preps.get(name, ()) if not self.is_time([i])]
            owned = () if clause.obj is None else (clause.obj, scene.core(clause.obj))
            for noun in (*owned, *act.used):
                if not found:
                    found = [i for x in scene.conjuncts(noun) for i in scene.pobjs(x, name) if not self.is_time([i])]
        if not found and name == "of" and clause.obj is not None and not scene.classes(clause.obj).isdisjoint(SUFFERED):
            found = [c for c in scene.s.children[clause.obj] if scene.s.deps[c] == "poss"]  # "the tanker's release"
            thing = True
        if part not in ("", "owner"):
            found = [p for i in found for p in scene.pobjs(i, part)]
        return self.parties(found, thing=thing and name in ("obj", "against", "on", "at", "into"))

    def _listed_before(self, subject: int) -> list[int]:
        """Return the name that a headline lists before the subject with a comma only ("Kerry, Lavrov meet")."""
        scene, s = self.scene, self.scene.s
        mention = scene.mentions.get(subject)
        comma = (mention.first if mention is not None else subject) - 1
        if comma != 1 or s.words[comma] != "," or s.kind not in ("headline", "subhead", "body") or mention is None:
            return []
        before = scene.covered.get(0)
        if before is not None:
            return [before.head]
        return [0] if s.tags[0] == "NNP" else []

    def _speaker(self, subject: int, verb: int) -> int:
        """Return who an unresolved pronoun inside reported speech stands for: the subject of the reporting verb."""
        scene, s = self.scene, self.scene.s
        if s.lowers[subject] in EACH and not s.children[subject]:
            both = self._both(verb)
            return subject if both is None else both
        mention = scene.mentions.get(subject)
        if s.lowers[subject] not in SELF or (mention is not None and mention.party.name):
            return subject
        known = mention is not None and bool(mention.party.country)
        up = verb
        for _ in range(4):
            dep, above = s.deps[up], s.heads[up]
            if above == up:
                break
            if dep in ("ccomp", "advcl", "conj") and s.tags[above].startswith("V"):
                lent = scene.clause(above).subj
                if lent is not None and lent != subject and s.lowers[lent] not in SELF:
                    return subject if s.lowers[subject] == "they" and self._is_other(lent, known) else lent
            up = above
        return subject

    def _both(self, verb: int) -> int | None:
        """Return the coordinated subject that "neither" or "each" stands for, of a clause above or before."""
        scene, s = self.scene, self.scene.s
        up = verb
        for _ in range(4):
            up = s.heads[up]
            if s.tags[up][0] == "V" and s.deps[verb] in ("advcl", "conj", "ccomp"):
                lent = scene.clause(up).subj
                if lent is not None and len(scene.conjuncts(lent)) > 1:
                    return lent
        return None

    def _is_other(self, speaker: int, known: bool) -> bool:
        """Tell whether "they" is not the speaker: one person, unless an official who speaks for a side not known."""
        mention = self.scene.mentions.get(speaker)
        single = self.scene.s.tags[speaker] in ("NN", "NNP") and len(self.scene.conjuncts(speaker)) == 1
        if not single or mention is None or mention.human is not True or mention.kind not in ("name", "office"):
            return False
        return known or not mention.party.sectors

    def _reporter(self, verb: int) -> list[int]:
        """Return the subject of the verb that reports what `verb` says."""
        scene, s = self.scene, self.scene.s
        if s.deps[verb] == "ccomp" and s.tags[s.heads[verb]].startswith("V"):
            subject = scene.clause(s.heads[verb]).subj
            return [] if subject is None else [subject]
        return []

    def nearest(self, head: int, kind: str, actors: list[int]) -> list[int]:
        """Return who may stand for a missing recipient: the nearest party or place behind a verb, no actor.

        The search goes through prepositions, purposes and measures ("imposed a curfew in Basra", "gave money to feed
        families in Chad", "lifted the ban put on Peru"), never into another finite clause.
        """
        scene, s = self.scene, self.scene.s
        clause = scene.clause(head)
        placed = ontology().types[kind].in_place
        told = ("VBG", "VBN") if kind == "AID" else ("VBG",)  # "relief for those displaced in Chad"
        elsewhere = ELSEWHERE if placed else VENUES
        queue = [head]
        tried: set[int] = set()
        later: set[int] = set()  # the verbs that go on from this one
        while queue:
            i = queue.pop(0)
            for c in s.children[i]:
                dep = s.deps[c]
                imposed = dep in ("acl", "relcl") and scene.lemmas[c] in scene.words["imposing"]
                closed = (dep in CLOSED and not imposed) or (dep == "prep" and s.lowers[c] in elsewhere)
                if c == clause.subj or c in tried or closed:
                    continue
                tried.add(c)
                meets = kind != "CONSULT" or dep != "pobj" or s.lowers[i] in MEETING
                if meets and dep in FILLERS and c != clause.obj and s.lowers[c] not in SINGLE and not self.is_time([c]):
                    found = self._near(c, actors, kind)
                    if found and (i not in later or self._are_places(found)):
                        return found
                infinitive = dep in ("advcl", "acl") and scene.is_infinitive(c)
                goes_on = not placed and dep == "conj" and s.tags[c][0] == "V"
                if (dep in OPEN and not goes_on) or infinitive or imposed or (dep == "acl" and s.tags[c] in told):
                    queue.append(c)
                    if dep == "conj" and s.tags[c][0] == "V":
                        later.add(c)  # "suspended the charter and named a judge as premier": done to another
        return []

    def _are_places(self, heads: list[int]) -> bool:
        """Tell whether all heads are places."""
        return all("PLACE" in self.scene.classes(i) for i in heads)

    def _near(self, i: int, actors: list[int], kind: str) -> list[int]:
        """Return the parties of a noun and those coordinated with it whose country the text tells, but no actor's.

        Only where a type happens in places is a place without a country enough; nobody meets his own country.
        """
        bare = ontology().types[kind].in_place
        spread = [x for y in self.scene.conjuncts(i) for x in self.party_heads(y, False, 0)]
        near = [x for x in spread if self._is_somewhere(x, bare)]
        near = [x for x in self.without(actors, near) if not self.is_owned(x, actors)]
        return near if kind != "CONSULT" else [x for x in near if not self.is_own(x, actors)]

    def _is_somewhere(self, i: int, bare: bool) -> bool:
        """Tell whether the text tells the country of a party, or (`bare`) whether it is a place at least."""
        mention = self.scene.mentions.get(i) or self.scene.covered.get(i)
        return (bare and "PLACE" in self.scene.classes(i)) or (mention is not None and bool(mention.party.country))
