"""One sentence as the event coder sees it: its clauses (clauses.py), and the classes of its nouns.

Nothing is computed before it is asked for. A noun phrase has the classes of the longest lexicon entry that ends in its
head ("state of emergency", "aid worker", "worker").
"""

from __future__ import annotations

from collections.abc import Mapping

from tocsin.events.clauses import Clauses
from tocsin.records import Mention, Sentence

HYPHENS = frozenset("-‐‑–")
PERSONAL = ("ist", "er", "or", "man", "ian", "ee", "eer", "crat")
THINGS = frozenset(("weapons", "shellfire", "bombthing"))
VIOLENT = frozenset(("explosion", "bombthing", "shellfire", "attack", "airattack", "shelling"))  # in X, not by X
NAMING = frozenset(("name", "state", "organisation", "metonym", "group", "office"))
VESSELS = frozenset(("ship", "warcraft", "aircarrier", "weapons", "buildings", "outlet"))
TARGETS = ("of", "on", "against", "in")  # "the attack on a patrol by gunmen"
EMPTY: frozenset[str] = frozenset()


class Scene(Clauses):
    """A parsed sentence with its mentions; caches clauses and noun classes while the sentence is coded."""

    __slots__ = ("_classes", "_near", "covered", "mentions", "places", "vocabulary")

    def __init__(self, sentence: Sentence, mentions: Mapping[int, Mention], places: frozenset[int]) -> None:
        super().__init__(sentence)
        self.mentions = mentions
        self.places = places
        self.vocabulary: frozenset[str] = frozenset(sentence.lemmas)
        self.covered: dict[int, Mention] = {}
        for mention in mentions.values():
            for i in range(mention.first, mention.last + 1):
                self.covered.setdefault(i, mention)
        self._classes: dict[int, frozenset[str]] = {}
        self._near: frozenset[str] | None = None

    def near(self) -> frozenset[str]:
        """Return the noun classes of all words of the sentence, for frames that need a cue anywhere."""
        if self._near is None:
            classes = self.lex.classes
            self._near = frozenset().union(*[classes.get(word, EMPTY) for word in self.vocabulary])
        return self._near

    def classes(self, i: int) -> frozenset[str]:
        """Return the noun classes of the phrase headed by token `i`, PARTY and PLACE included."""
        known = self._classes.get(i)
        if known is None:
            self._classes[i] = EMPTY
            known = self._classes[i] = self._find_classes(i)
        return known

    def _find_classes(self, i: int) -> frozenset[str]:
        s = self.s
        key = self.noun_key(i)
        found = self.lex.classes.get(key, EMPTY)
        if " " in key and key not in self.lex.nouns and key.endswith(self.lemmas[i]):
            found = found | self.lex.classes.get(self.lemmas[i], EMPTY)
        tag = s.tags[i]
        mention = self.mentions.get(i) or (self.covered.get(i) if tag.startswith("NNP") else None)
        extra: set[str] = set()
        if mention is not None:
            armed = not THINGS.isdisjoint(found) and mention.human is not True and "human" not in found
            known = (mention.party.country and not armed) or (mention.party.sectors and THINGS.isdisjoint(found))
            if known or mention.human or "human" in found or (mention.human is None and not found):
                extra.add("PARTY")
            if mention.party.office or (mention.human and "GOV" in mention.party.sectors):
                extra.add("official")
            if mention.kind in ("state", "metonym", "name") or i in self.places:
                extra.add("PLACE")
            if (mention.kind in ("state", "metonym") and tag == "NNP") or "GOV" in mention.party.sectors:
                extra.add("STATE")
        elif tag in ("NNP", "NNPS"):
            named = self._named_thing(i)
            if named:
                return found | named
            if key not in self.lex.nouns and s.lowers[i] not in self.words["times"]:
                extra.update(("PARTY", "PLACE"))
        elif s.lowers[i] in self.words["pronouns"] or tag == "CD":
            extra.update(("PARTY", "person"))
        elif "human" in found or (not found and tag == "NNS" and key.endswith(PERSONAL)):
            extra.add("PARTY")
        if i in self.places:
            extra.add("PLACE")
        if self.lemmas[i] in self.words["crowds"]:
            extra.update(("PARTY", "person"))
        if self.lemmas[i] in self.words["transparent"] or tag == "CD":
            for c in s.children[i]:
                if s.deps[c] == "prep" and s.lowers[c] == "of":
                    for p in s.children[c]:
                        if s.deps[p] == "pobj":
                            extra |= self.classes(p)
        return found | extra if extra else found

    def _named_thing(self, i: int) -> frozenset[str]:
        """Return the classes of the ship, paper or weapon whose name the token at `i` is ("the tanker Orchid")."""
        s = self.s
        if i == 0 or s.deps[i - 1] != "compound" or s.tags[i - 1] != "NN":
            return EMPTY
        classes = self.lex.classes.get(self.lemmas[i - 1], EMPTY)
        return EMPTY if VESSELS.isdisjoint(classes) or "human" in classes else classes

    def core(self, i: int) -> int:
        """Return what a quantity word stands for ("talks" of "a round of talks"), or `i` itself."""
        if self.lemmas[i] in self.words["transparent"]:
            inner = self.pobjs(i, "of")
            if inner:
                return inner[0]
        return i

    def within(self, i: int) -> list[int]:
        """Return `i` and, where it only counts, what it counts ("two of its reactors")."""
        if self.s.tags[i] == "CD" or self.lemmas[i] in self.words["transparent"]:
            return [i, *self.pobjs(i, "of")]
        return [i]

    def noun_key(self, i: int) -> str:
        """Return the longest lexicon entry that ends in the noun at `i` (or starts there with "of"), else its lemma."""
        s, lemmas, classes = self.s, self.lemmas, self.lex.classes
        head = lemmas[i]
        if head not in classes or s.tags[i] == "VBG":
            if s.lowers[i] in classes:
                head = s.lowers[i]
            elif head.endswith("s") and s.tags[i].startswith("NNP") and head[:-1] in classes:
                head = head[:-1]
        for c in s.children[i]:
            if c == i + 1 and s.lowers[c] == "of":
                for p in s.children[c]:
                    if s.deps[p] == "pobj" and f"{head} of {lemmas[p]}" in classes:
                        return f"{head} of {lemmas[p]}"
        if i == 0 or head not in self.lex.last_words:
            if i >= 2 and s.lowers[i - 1] in HYPHENS and f"{lemmas[i - 2]}-{head}" in classes:
                return f"{lemmas[i - 2]}-{head}"
            return head
        before = i - 1
        if s.lowers[before] in HYPHENS and before >= 1 and s.ends[before] == s.starts[i]:
            joined = f"{s.lowers[before - 1]}-{head}"
            if joined in classes:
                return joined
            before -= 1
        if before >= 1:
            longer = f"{s.lowers[before - 1]} {s.lowers[before]} {head}"
            if longer in classes:
                return longer
        pair = f"{s.lowers[before]} {head}"
        if pair in classes:
            return pair
        pair = f"{lemmas[before]} {head}"
        return pair if pair in classes else head

    def is_name(self, i: int) -> bool:
        """Tell whether a token is part of a name ("Forum" in "World Economic Forum")."""
        mention = self.covered.get(i)
        return mention is not None and mention.kind in NAMING and self.s.tags[i].startswith("NNP")

    def conjuncts(self, i: int) -> list[int]:
        """Return `i` and the nouns coordinated with it, in order."""
        s = self.s
        found = [i]
        k = 0
        while k < len(found):
            for c in s.children[found[k]]:
                if s.deps[c] in ("conj", "appos_list"):
                    found.append(c)
            k += 1
        return found

    def tag(self, i: int) -> str:
        """Return a token's tag, a gerund that stands as a noun counting as one ("two days of shelling by X")."""
        s = self.s
        if s.tags[i] == "VBG" and s.deps[i] in ("pcomp", "nsubj") and s.lowers[i] in self.lex.nouns:
            return s.tags[i] if any(s.deps[c] in ("dobj", "prt", "xcomp") for c in s.children[i]) else "NN"
        return s.tags[i]

    def around(self, i: int, name: str) -> list[int]:
        """Return the objects of `name` on the act noun at `i`, on its target or on the verb that says it happened."""
        s, up = self.s, self.s.heads[i]
        found = self.pobjs(i, name)
        if not found and name == "by":
            found = [x for prep in TARGETS for p in self.pobjs(i, prep) for x in self.pobjs(p, "by")]
        if not found and s.deps[i] in ("nsubj", "nsubjpass") and self.lemmas[up] in self.words["occurring"]:
            found = self.pobjs(up, name)
        return found

    def occurs(self, i: int) -> bool:
        """Tell whether an act noun is said to take place ("clashes broke out")."""
        s = self.s
        return s.deps[i] in ("nsubj", "nsubjpass") and self.lemmas[s.heads[i]] in self.words["occurring"]

    def pobjs(self, i: int, name: str) -> list[int]:
        """Return the objects of the preposition `name` that hang on the noun at `i`."""
        s = self.s
        found: list[int] = []
        for c in s.children[i]:
            if s.lowers[c] == name and s.deps[c] in ("prep", "agent"):
                found.extend(p for p in s.children[c] if s.deps[p] == "pobj")
        return found
