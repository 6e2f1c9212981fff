"""Who took part: the slots of a frame filled with parties.

Algorithm: a slot names a place in the clause ("obj", "against", "to.owner", "content"). The nouns found there are
spread over their coordination; a noun that cannot act ("decision", "annexation") stands for its owner, and only where a
slot allows it, for itself as written. Relative pronouns were replaced by their antecedents before (scene.py); a pronoun
that the party room could not resolve inside what someone says stands for the speaker.
"""

from __future__ import annotations

import msgspec

from tocsin.events.acts import Act, Acts
from tocsin.events.ontology import ontology
from tocsin.events.scene import VIOLENT, Scene
from tocsin.records import Party

OWNER_PREPS = ("of", "by", "from", "against", "with", "in", "on", "to", "between")
OPEN = frozenset(
    ["prep", "pobj", "dobj", "dative", "agent", "xcomp", "pcomp", "conj", "acomp", "attr", "oprd", "nmod", "appos"]
)
CLOSED = frozenset(["nsubj", "nsubjpass", "csubj", "ccomp", "relcl", "punct", "aux", "auxpass", "neg", "mark", "cc"])
THING_TYPES = frozenset(("ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "SANCTION", "REJECT", "ACCUSE", "SUPPORT"))
JUDGED = frozenset(("ACCUSE", "SUPPORT", "REJECT"))
ELSEWHERE = frozenset(("since", "until"))
NOBODY = frozenset(["anyone", "anybody", "nobody", "somebody", "someone", "whoever", "no-one", "who", "whom"])
STATES = frozenset(("hostage", "captive", "prisoner"))  # in "held hostage", nobody by themselves
SELF = frozenset(["he", "she", "they", "it", "we", "i"])
AGAINST_OWNER = frozenset(("victim", "opponent", "critic", "enemy", "rival", "foe", "survivor", "target", "refugee"))
PREMODIFIERS = frozenset(
    ["det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "predet", "case", "punct", "advmod", "npadvmod"]
)


class Cast:
    """The parties of an act as token indexes of their heads, actors and recipients apart."""

    __slots__ = ("actors", "recipients", "symmetric")

    def __init__(self, actors: list[int], recipients: list[int], symmetric: bool) -> None:
        self.actors = actors
        self.recipients = recipients
        self.symmetric = symmetric


class Casting:
    """Fills the slots of the acts of one sentence; `text` is the article's text."""

    def __init__(self, scene: Scene, acts: Acts, text: str) -> None:
        self.scene = scene
        self.acts = acts
        self.text = text

    def cast(self, act: Act) -> Cast:
        """Return who acts in `act` and on whom."""
        if act.rule == "noun":
            return self._noun_cast(act)
        frame = act.frame
        if frame is None:
            return self._open_cast(act)
        flip = "flip" in frame.flags
        actors = self._first(act, frame.actor if not flip else ("from", "by", "content.actor"), thing=False)
        if not actors and act.type == "MOBILIZE" and not flip:
            actors = self._slot(act, "obj", thing=False)
        recipients: list[int] = []
        symmetric = "sym" in frame.flags
        if flip:
            recipients = self._first(act, ("subj",), thing=False)
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
                recipients = self._without(actors, self._slot(act, slot, thing=act.type in THING_TYPES))
                if slot == "between":
                    recipients = self._other_side(actors, recipients)
                if recipients:
                    symmetric = symmetric or joins
                    break
            if not recipients and act.inner is not None:
                inner = self.cast(act.inner)
                asked = self._without(actors, inner.actors) if act.type == "REQUEST" else []
                recipients = asked or self._without(actors, inner.recipients)
        if not recipients and ontology().types[act.type].in_place and not flip and not symmetric:
            recipients = self._places(act, actors)
        if not recipients and act.type in JUDGED and act.rule == "verb" and ("obj", False) in frame.recipient:
            recipients = self._judged(act.head)
        if symmetric:
            if recipients:
                return Cast([*actors, *recipients], [], True)
            return Cast(actors, [], self._number(actors) > 1)
        if not recipients and any(joins for _, joins in frame.recipient) and self._number(actors) > 1:
            return Cast(actors, [], True)
        return Cast(actors, recipients, False)

    def _judged(self, verb: int) -> list[int]:
        """Return the deed that a verdict is about where nobody is known to have done it: who suffered it, or itself."""
        scene = self.scene
        deed = scene.clause(verb).obj
        if deed is None or not scene.s.tags[deed].startswith("N") or self._is_time([deed]):
            return []
        return self.parties(self._nested(deed), thing=False)[:1] or [deed]

    def _without(self, actors: list[int], heads: list[int]) -> list[int]:
        """Return heads that are not, by another word, one of the actors ("Kenya ... its border")."""
        mentions = self.scene.mentions
        own = {mention.party.name or mention.party.text for i in actors if (mention := mentions.get(i)) is not None}
        return [
            i
            for i in heads
            if i not in actors
            and not ((mention := mentions.get(i)) is not None and (mention.party.name or mention.party.text) in own)
        ]

    def _other_side(self, actors: list[int], heads: list[int]) -> list[int]:
        """Return the heads that are not of an actor's country, or all where none is left."""
        own = {party.country for i in actors for party in self.parties_at(i) if party.country}
        return [i for i in heads if not any(party.country in own for party in self.parties_at(i))] or heads

    def _open_cast(self, act: Act) -> Cast:
        """Fill the slots of a verb that has no frame of its own, by the slots of the type it was given."""
        known = ontology().types[act.type]
        actors = self._first(act, ("subj",), thing=False)
        for slot, joins in known.slots:
            recipients = self._without(actors, self._slot(act, slot, thing=False))
            if recipients:
                if joins:
                    return Cast([*actors, *recipients], [], True)
                return Cast(actors, recipients, False)
        if known.in_place:
            return Cast(actors, self._places(act, actors), False)
        return Cast(actors, [], self._number(actors) > 1 and known.kind in ("meet", "deal"))

    # --- slots of a verb

    def _first(self, act: Act, slots: tuple[str, ...], *, thing: bool) -> list[int]:
        """Return the parties of the first slot that holds any."""
        for slot in slots:
            found = self._slot(act, slot, thing=thing)
            if found:
                return found
        return []

    def _slot(self, act: Act, slot: str, *, thing: bool = True) -> list[int]:
        """Return the heads of the parties in one slot of a verbal act."""
        scene = self.scene
        clause = scene.clause(act.head)
        name, _, part = slot.partition(".")
        if name == "content":
            return self._content(act, part == "actor")
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
            found = [i for i in clause.preps.get(name, ()) if not self._is_time([i])]
            owned = () if clause.obj is None else (clause.obj, scene.core(clause.obj))
            for noun in (*owned, *act.used):
                if not found:
                    found = [i for x in scene.conjuncts(noun) for i in scene.pobjs(x, name) if not self._is_time([i])]
        if part not in ("", "owner"):
            found = [p for i in found for p in scene.pobjs(i, part)]
        return self.parties(found, thing=thing and name in ("obj", "against", "on", "at", "into"))

    def _content(self, act: Act, actor: bool) -> list[int]:
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
                        return self.parties(self._nested(noun), thing=False)
        return []

    def _nested(self, noun: int) -> list[int]:
        """Return the objects of all prepositions that hang on a noun."""
        s = self.scene.s
        return [p for c in s.children[noun] if s.deps[c] == "prep" for p in s.children[c] if s.deps[p] == "pobj"]

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
        mention = scene.mentions.get(subject)
        if s.lowers[subject] not in SELF or (mention is not None and mention.party.name):
            return subject
        up = verb
        for _ in range(4):
            dep, above = s.deps[up], s.heads[up]
            if above == up:
                break
            if dep in ("ccomp", "advcl", "conj") and s.tags[above].startswith("V"):
                lent = scene.clause(above).subj
                if lent is not None and lent != subject and s.lowers[lent] not in SELF:
                    return subject if s.lowers[subject] == "they" and self._is_person(lent) else lent
            up = above
        return subject

    def _is_person(self, i: int) -> bool:
        """Tell whether a noun is one person, whom "they" cannot mean."""
        mention = self.scene.mentions.get(i)
        single = self.scene.s.tags[i] in ("NN", "NNP") and len(self.scene.conjuncts(i)) == 1
        return single and mention is not None and mention.human is True and mention.kind in ("name", "office")

    def _reporter(self, verb: int) -> list[int]:
        """Return the subject of the verb that reports what `verb` says."""
        scene, s = self.scene, self.scene.s
        if s.deps[verb] == "ccomp" and s.tags[s.heads[verb]].startswith("V"):
            subject = scene.clause(s.heads[verb]).subj
            return [] if subject is None else [subject]
        return []

    def _places(self, act: Act, actors: list[int]) -> list[int]:
        """Return who may stand for a missing recipient: the nearest party or place behind the act, no actor.

        The search goes through prepositions and purposes ("imposed a curfew in Basra", "gave money to feed families in
        Chad"), never into a finite clause.
        """
        scene, s = self.scene, self.scene.s
        clause = scene.clause(act.head)
        queue = [act.head]
        tried: set[int] = set()
        while queue:
            i = queue.pop(0)
            for c in s.children[i]:
                dep = s.deps[c]
                if c == clause.subj or c in tried or dep in CLOSED or (dep == "prep" and s.lowers[c] in ELSEWHERE):
                    continue
                tried.add(c)
                if dep in ("dobj", "pobj", "dative", "appos") and c != clause.obj and not self._is_time([c]):
                    near = [x for x in self._party_heads(c, False, 0) if self._is_somewhere(x)]
                    found = self._without(actors, near)
                    if found:
                        return found
                infinitive = act.type != "ASSAULT" and dep in ("advcl", "acl", "relcl") and scene.is_infinitive(c)
                if dep in OPEN or infinitive or (dep == "acl" and s.tags[c] == "VBG"):
                    queue.append(c)
        return []

    def _is_somewhere(self, i: int) -> bool:
        """Tell whether a party is a place, or one whose country the text tells."""
        mention = self.scene.mentions.get(i) or self.scene.covered.get(i)
        return "PLACE" in self.scene.classes(i) or (mention is not None and bool(mention.party.country))

    # --- slots of a noun

    def _noun_cast(self, act: Act) -> Cast:
        """Fill the slots of an event noun from its possessor, its modifiers and its prepositions."""
        noun = act.noun
        assert noun is not None
        actors = self._noun_slots(act.head, noun.actor, recipients=False)
        recipients = self._without(actors, self._noun_slots(act.head, noun.recipient, recipients=True))
        if not actors and "sym" in noun.flags:
            actors = self._met(act.head)
        if "sym" in noun.flags:
            together = [*actors, *recipients]
            return Cast(together, [], self._number(together) > 1)
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
                    if self._number(found) > 1:
                        return found
                if s.deps[up] not in ("xcomp", "pcomp", "prep", "conj"):
                    break
        return []

    def _noun_slots(self, head: int, slots: tuple[str, ...], *, recipients: bool) -> list[int]:
        """Return the parties of the first slot of a noun that holds any."""
        scene, s = self.scene, self.scene.s
        for slot in slots:
            if slot == "poss":
                found = [c for c in s.children[head] if s.deps[c] == "poss"]
            elif slot == "mod":
                found = [c for c in s.children[head] if self._names(c)]
            else:
                found = [i for i in scene.around(head, slot) if not self._is_time([i])]
            parties = self.parties(found, thing=recipients and slot in ("on", "against", "of", "into"))
            if parties:
                return parties
        return []

    def _names(self, i: int) -> bool:
        """Tell whether a modifier names a party ("the US strike", "Russian troops")."""
        s = self.scene.s
        if s.deps[i] not in ("amod", "compound", "nmod"):
            return False
        return self._is_proper(i)

    def _is_proper(self, i: int) -> bool:
        """Tell whether a token is, or looks like, part of a name."""
        s = self.scene.s
        if i in self.scene.covered:
            return True
        return s.tags[i] in ("NNP", "NNPS", "JJ") and s.words[i][:1].isupper() and i > 0

    # --- parties

    def parties(self, heads: list[int], *, thing: bool) -> list[int]:
        """Spread heads over their coordination and turn those that cannot act into their owners.

        `thing` keeps a noun that neither acts nor has an owner, as written ("a police station").
        """
        found: list[int] = []
        for head in heads:
            for i in self.scene.conjuncts(head):
                for party in self._party_heads(i, thing, 0):
                    if party not in found:
                        found.append(party)
        return found

    def _party_heads(self, i: int, thing: bool, depth: int) -> list[int]:
        scene, s = self.scene, self.scene.s
        tag = s.tags[i]
        if not tag.startswith(("N", "P", "C", "D", "W", "J")) or depth > 3:
            return []
        mention = scene.mentions.get(i)
        if (
            s.lowers[i] in NOBODY
            or (s.lowers[i] in STATES and not s.children[i])
            or s.lowers[i].endswith(("selves", "self"))
            or (tag == "PRP$" and (mention is None or not mention.party.name))
        ):
            return []
        if mention is not None and "PARTY" in scene.classes(i):
            return [i]
        if scene.lemmas[i] in scene.words["transparent"] or tag == "CD":
            inner = [p for head in scene.pobjs(i, "of") for p in self._party_heads(head, thing, depth + 1)]
            if inner:
                return inner
        if s.lowers[i] in ("that", "those") and (inner := scene.pobjs(i, "of")):
            return [p for head in inner for p in self._party_heads(head, thing, depth + 1)]
        if s.lowers[i] in ("it", "this", "that", "which", "what", "there", "itself"):
            return []
        if "PARTY" in scene.classes(i):
            return [i]
        owners = self.owners(i, depth)
        if owners or not thing:
            return owners
        return [i] if tag.startswith("N") and scene.noun_key(i) not in scene.lex.nouns else []

    def owners(self, i: int, depth: int = 0) -> list[int]:
        """Return whose the thing at `i` is: its possessor, a party that modifies it, or the one behind "of" or "by"."""
        scene, s = self.scene, self.scene.s
        senses = scene.lex.nouns.get(scene.noun_key(i)) if depth == 0 else None
        if senses is not None:
            found = self._noun_slots(i, senses[0].actor, recipients=False)
            found = found or [x for noun in scene.conjuncts(i) for x in self._makers(noun, depth)]
            return found or (self._issuers(i, depth) or [] if "doc" in scene.classes(i) else [])
        pronoun: list[int] = []
        for c in s.children[i]:
            if s.deps[c] == "poss":
                found = [p for x in scene.conjuncts(c) for p in self._party_heads(x, False, depth + 1)]
                if found and s.tags[c] != "PRP$":
                    return found
                pronoun = pronoun or found
        named = [x for c in s.children[i] if self._names(c) for x in scene.conjuncts(c) if x == c or self._is_proper(x)]
        if named:
            return named[:3]
        for name in OWNER_PREPS if VIOLENT.isdisjoint(scene.classes(i)) else ("by", "from"):
            for head in scene.pobjs(i, name):
                if self._is_time([head]):
                    continue
                found = [p for x in scene.conjuncts(head) for p in self._party_heads(x, False, depth + 1)]
                if found:
                    return found
        makers = self._makers(i, depth)
        if makers:
            return makers
        issuers = self._issuers(i, depth) if "doc" in scene.classes(i) else None
        return pronoun if issuers is None else issuers

    def _issuers(self, document: int, depth: int) -> list[int] | None:
        """Return the subject of the verb whose object a document is ("the bank issued a note warning ...")."""
        s = self.scene.s
        if s.deps[document] != "dobj" or not s.tags[s.heads[document]].startswith("V"):
            return None
        subject = self.scene.clause(s.heads[document]).subj
        return None if subject is None else self._party_heads(subject, False, depth + 1)

    def _makers(self, noun: int, depth: int) -> list[int]:
        """Return who made or did what a noun names, by its relative clause ("threats made by Oslo")."""
        scene, s = self.scene, self.scene.s
        for c in s.children[noun]:
            if s.deps[c] in ("acl", "relcl") and s.tags[c].startswith("V"):
                clause = scene.clause(c)
                if clause.subj is not None and clause.subj != noun:
                    found = [x for y in scene.conjuncts(clause.subj) for x in self._party_heads(y, False, depth + 1)]
                    if found:
                        return found
        return []

    def _is_time(self, heads: list[int]) -> bool:
        """Tell whether the only head is an expression of time ("on Monday", "in 2012")."""
        if len(heads) != 1:
            return False
        s = self.scene.s
        return s.lowers[heads[0]] in self.scene.words["times"] or (
            s.tags[heads[0]] == "CD" and len(s.words[heads[0]]) == 4
        )

    def parties_at(self, i: int) -> tuple[Party, ...]:
        """Return the party at a head, or the several that one phrase names ("the two governments")."""
        scene = self.scene
        mention = scene.mentions.get(i)
        if mention is not None and mention.parts:
            return mention.parts
        base = self.party(i)
        plural = scene.s.tags[i] in ("NNS", "NNPS")
        if base.country and not plural:
            return (base,)
        owners: list[Party] = []
        holders = [c for c in scene.s.children[i] if scene.s.deps[c] == "poss"]
        for head in (*scene.pobjs(i, "of"), *scene.pobjs(i, "from"), *scene.pobjs(i, "in"), *holders):
            for x in scene.conjuncts(head):
                owner = scene.mentions.get(x)
                if owner is not None and owner.kind == "group" and not base.country:
                    return owner.parts or (owner.party,)
                if owner is not None and owner.party.country:
                    owners.append(owner.party)
        if len({party.country for party in owners}) > 1 and plural:
            sectors = base.sectors
            return tuple(msgspec.structs.replace(party, sectors=sectors or party.sectors) for party in owners)
        if owners and not base.country and base.name is None and scene.lemmas[i] not in AGAINST_OWNER:
            return (msgspec.structs.replace(base, country=owners[0].country),)
        return (base,)

    def _number(self, heads: list[int]) -> int:
        """Count the parties at heads."""
        return sum(len(self.parties_at(i)) for i in heads)

    def party(self, i: int) -> Party:
        """Return the party at a head: what the party room resolved, else the noun phrase as written."""
        scene, s = self.scene, self.scene.s
        mention = scene.mentions.get(i) or scene.covered.get(i)
        if mention is not None:
            return mention.party
        first = i
        while first > 0 and (s.heads[first - 1] in range(first - 1, i + 1)) and s.deps[first - 1] in PREMODIFIERS:
            first -= 1
        while first < i and (
            s.deps[first] in ("det", "punct", "predet", "advmod") or s.tags[first] in ("DT", "PDT", ",", "``", "''")
        ):
            first += 1
        last = i
        if scene.lemmas[i] in scene.words["transparent"]:
            for c in s.children[i]:
                if c == i + 1 and s.lowers[c] == "of":
                    last = max([c, *s.children[c]])
        span = (s.starts[first], s.ends[last])
        return Party(text=self.text[span[0] : span[1]], span=span)
