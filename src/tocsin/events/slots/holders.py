"""Whom a noun stands for: itself where it can act, else its owner; and the records of parties.

Algorithm: nouns are spread over their coordination; a noun that cannot act ("decision", "annexation") stands for its
owner, and only where the caller allows it, for itself as written.
"""

from __future__ import annotations

import msgspec

from tocsin.events.scene import VIOLENT, Scene
from tocsin.records import Party

OWNER_PREPS = ("of", "by", "from", "against", "with", "in", "on", "to", "between")
NOBODY = frozenset(["anyone", "anybody", "nobody", "somebody", "someone", "whoever", "no-one", "who", "whom"])
ANYBODY = frozenset(("anyone", "anybody", "whoever"))  # whom a threat may be aimed at
STATES = frozenset(("hostage", "captive", "prisoner"))  # in "held hostage", nobody by themselves
AGAINST_OWNER = frozenset(("victim", "opponent", "critic", "enemy", "rival", "foe", "survivor", "target", "refugee"))
PREMODIFIERS = frozenset(
    ["det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "predet", "case", "punct", "advmod", "npadvmod"]
)


class Holders:
    """Finds the parties that the nouns of one sentence stand for; `text` is the article's text."""

    def __init__(self, scene: Scene, text: str) -> None:
        self.scene = scene
        self.text = text

    def parties(self, heads: list[int], *, thing: bool) -> list[int]:
        """Spread heads over their coordination and turn those that cannot act into their owners.

        `thing` keeps a noun that neither acts nor has an owner, as written ("a police station").
        """
        found: list[int] = []
        for head in heads:
            for i in self.scene.conjuncts(head):
                for party in self.party_heads(i, thing, 0):
                    if party not in found:
                        found.append(party)
        return found

    def party_heads(self, i: int, thing: bool, depth: int) -> list[int]:
        """Return the parties that one noun stands for; `depth` counts the owners gone through, at most four."""
        scene, s = self.scene, self.scene.s
        tag = s.tags[i]
        if not tag.startswith(("N", "P", "C", "D", "W", "J")) or depth > 3:
            return []
        mention = scene.mentions.get(i)
        if (
            (s.lowers[i] in NOBODY and not (thing and s.lowers[i] in ANYBODY))
            or (s.lowers[i] in STATES and not s.children[i])
            or s.lowers[i].endswith(("selves", "self"))
            or (tag == "PRP$" and (mention is None or not mention.party.name))
        ):
            return []
        if scene.lemmas[i] in scene.words["settlements"] and (named := self._place_names(i)):
            return named
        if mention is not None and "PARTY" in scene.classes(i):
            return [i]
        if scene.lemmas[i] in scene.words["transparent"] or tag == "CD":
            inner = [p for head in scene.pobjs(i, "of") for p in self.party_heads(head, thing, depth + 1)]
            if inner:
                return inner
            if tag == "CD" and any(s.tags[c] == "$" for c in s.children[i]):
                return []
        if s.lowers[i] in ("that", "those") and (inner := scene.pobjs(i, "of")):
            return [p for head in inner for p in self.party_heads(head, thing, depth + 1)]
        if s.lowers[i] in ("it", "this", "that", "which", "what", "there", "itself"):
            return []
        if "PARTY" in scene.classes(i):
            return [i]
        owners = self.owners(i, depth)
        if owners or not thing:
            return owners
        return [i] if tag.startswith("N") and scene.noun_key(i) not in scene.lex.nouns else []

    def _place_names(self, i: int) -> list[int]:
        """Return the name of a place that is told with its kind ("the town of Cizre"), where the kind names nobody."""
        scene = self.scene
        mention = scene.mentions.get(i)
        if mention is not None and (mention.party.name or mention.kind not in ("common", "place")):
            return []
        found: list[int] = []
        for p in scene.pobjs(i, "of"):
            named = scene.mentions.get(p)
            if scene.s.tags[p] == "NNP" and ("PLACE" in scene.classes(p) or (named and named.kind == "place")):
                found.append(p)
        return found

    def owners(self, i: int, depth: int = 0) -> list[int]:
        """Return whose the thing at `i` is: its possessor, a party that modifies it, or the one behind "of" or "by"."""
        scene, s = self.scene, self.scene.s
        senses = scene.lex.nouns.get(scene.noun_key(i)) if depth == 0 else None
        if senses is not None:
            found = self.noun_slots(i, senses[0].actor, recipients=False)
            found = found or [x for noun in scene.conjuncts(i) for x in self._makers(noun, depth)]
            return found or (self._issuers(i, depth) or [] if "doc" in scene.classes(i) else [])
        pronoun: list[int] = []
        for c in s.children[i]:
            if s.deps[c] == "poss":
                found = [p for x in scene.conjuncts(c) for p in self.party_heads(x, False, depth + 1)]
                if found and s.tags[c] != "PRP$":
                    return found
                pronoun = pronoun or found
        named = [x for c in s.children[i] if self._names(c) for x in scene.conjuncts(c) if x == c or self._is_proper(x)]
        if named:
            return named[:3]
        for name in OWNER_PREPS if VIOLENT.isdisjoint(scene.classes(i)) else ("by", "from"):
            for head in scene.pobjs(i, name):
                if self.is_time([head]):
                    continue
                found = [p for x in scene.conjuncts(head) for p in self.party_heads(x, False, depth + 1)]
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
        return None if subject is None else self.party_heads(subject, False, depth + 1)

    def _makers(self, noun: int, depth: int) -> list[int]:
        """Return who made or did what a noun names, by its relative clause ("threats made by Oslo")."""
        scene, s = self.scene, self.scene.s
        for c in s.children[noun]:
            if s.deps[c] in ("acl", "relcl") and s.tags[c].startswith("V"):
                clause = scene.clause(c)
                if clause.subj is not None and clause.subj != noun:
                    found = [x for y in scene.conjuncts(clause.subj) for x in self.party_heads(y, False, depth + 1)]
                    if found:
                        return found
        return []

    def noun_slots(self, head: int, slots: tuple[str, ...], *, recipients: bool) -> list[int]:
        """Return the parties of the first slot of a noun that holds any."""
        scene, s = self.scene, self.scene.s
        for slot in slots:
            if slot == "poss":
                found = [c for c in s.children[head] if s.deps[c] == "poss"]
            elif slot == "mod":
                found = [c for c in s.children[head] if self._names(c)]
            else:
                found = [i for i in scene.around(head, slot) if not self.is_time([i])]
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

    def is_time(self, heads: list[int]) -> bool:
        """Tell whether the only head is an expression of time ("on Monday", "in 2012")."""
        if len(heads) != 1:
            return False
        s = self.scene.s
        return s.lowers[heads[0]] in self.scene.words["times"] or (
            s.tags[heads[0]] == "CD" and len(s.words[heads[0]]) == 4
        )

    def nested(self, noun: int) -> list[int]:
        """Return the objects of all prepositions that hang on a noun."""
        s = self.scene.s
        return [p for c in s.children[noun] if s.deps[c] == "prep" for p in s.children[c] if s.deps[p] == "pobj"]

    def without(self, actors: list[int], heads: list[int]) -> list[int]:
        """Return heads that are not, by another word, one of the actors ("Kenya ... its border")."""
        if not heads or not actors:
            return heads
        mentions = self.scene.mentions
        own = {mention.party.name or mention.party.text for i in actors if (mention := mentions.get(i)) is not None}
        return [
            i
            for i in heads
            if i not in actors
            and not ((mention := mentions.get(i)) is not None and (mention.party.name or mention.party.text) in own)
        ]

    def is_owned(self, i: int, actors: list[int]) -> bool:
        """Tell whether a party of an actor's country is possessed by a pronoun ("its troops")."""
        s = self.scene.s
        return any(s.tags[c] == "PRP$" for c in s.children[i]) and self.is_own(i, actors)

    def is_own(self, i: int, actors: list[int]) -> bool:
        """Tell whether a party is of an actor's country."""
        countries = {party.country for x in actors for party in self.parties_at(x)} - {None}
        return all(party.country in countries for party in self.parties_at(i))

    def other_side(self, actors: list[int], heads: list[int]) -> list[int]:
        """Return the heads that are not of an actor's country, or all where that leaves no other country."""
        own = {party.country for i in actors for party in self.parties_at(i) if party.country}
        others = [i for i in heads if not any(party.country in own for party in self.parties_at(i))]
        return others if any(party.country for i in others for party in self.parties_at(i)) else heads

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

    def number(self, heads: list[int]) -> int:
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
