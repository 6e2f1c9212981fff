"""One sentence as the event coder sees it: clauses with their logical subject and object, and noun classes.

Algorithm: nothing is computed before it is asked for. A clause is read once from the children of its verb: passives are
turned round, relative pronouns stand for their antecedent, and a verb without a subject of its own takes that of the
verb it is coordinated with, that controls it, or of the noun that it modifies. A noun phrase has the classes of the
longest lexicon entry that ends in its head ("state of emergency", "aid worker", "worker").
"""

from __future__ import annotations

from collections.abc import Mapping

from tocsin.events.patterns import Lexicon, lexicon
from tocsin.records import Mention, Sentence

RELATIVE = frozenset(("who", "whom", "which", "that"))
HYPHENS = frozenset("-‐‑–")
PERSONAL = ("ist", "er", "or", "man", "ian", "ee", "eer", "crat")
THINGS = frozenset(("weapons", "shellfire", "bombthing"))
VIOLENT = frozenset(("explosion", "bombthing", "shellfire", "attack", "airattack", "shelling"))  # in X, not by X
NAMING = frozenset(("name", "state", "organisation", "metonym", "group", "office"))
VESSELS = frozenset(("ship", "warcraft", "aircarrier", "weapons", "buildings", "outlet"))
PARTED = {
    "stand": ("down",),
    "shut": ("down", "off"),
    "close": ("down", "off"),
    "shoot": ("down",),
    "call": ("off", "up"),
    "lay": ("down", "off"),
    "break": ("off", "up"),
    "put": ("down", "up"),
    "let": ("in",),
}
EMPTY: frozenset[str] = frozenset()


class Clause:
    """A verb (or predicative adjective) with its arguments as token indexes; passives are already turned round."""

    __slots__ = (
        "adjectives", "comps", "filled", "iobj", "negated", "obj", "particles", "passive", "preps", "subj", "verb",
    )  # fmt: skip

    def __init__(self, verb: int) -> None:
        self.verb = verb
        self.subj: int | None = None
        self.obj: int | None = None
        self.iobj: int | None = None
        self.passive = False
        self.negated = False
        self.particles: list[str] = []
        self.adjectives: list[str] = []
        self.comps: list[int] = []
        self.preps: dict[str, list[int]] = {}
        self.filled: dict[str, tuple[frozenset[str], frozenset[str]] | None] = {}


class Scene:
    """A parsed sentence with its mentions; caches clauses and noun classes while the sentence is coded."""

    __slots__ = (
        "_classes",
        "_clauses",
        "_near",
        "covered",
        "lemmas",
        "lex",
        "mentions",
        "places",
        "s",
        "vocabulary",
        "words",
    )

    def __init__(self, sentence: Sentence, mentions: Mapping[int, Mention], places: frozenset[int]) -> None:
        self.s = sentence
        self.lex: Lexicon = lexicon()
        self.words = self.lex.words
        self.mentions = mentions
        self.places = places
        self.lemmas = sentence.lemmas
        self.vocabulary: frozenset[str] = frozenset(sentence.lemmas)
        self.covered: dict[int, Mention] = {}
        for mention in mentions.values():
            for i in range(mention.first, mention.last + 1):
                self.covered.setdefault(i, mention)
        self._clauses: dict[int, Clause | None] = {}
        self._classes: dict[int, frozenset[str]] = {}
        self._near: frozenset[str] | None = None

    def near(self) -> frozenset[str]:
        """Return the noun classes of all words of the sentence, for frames that need a cue anywhere."""
        if self._near is None:
            classes = self.lex.classes
            self._near = frozenset().union(*[classes.get(word, EMPTY) for word in self.vocabulary])
        return self._near

    # --- clauses

    def clause(self, verb: int) -> Clause:
        """Return the clause of the verb or adjective at `verb`; a clause that is asked for by itself comes out bare."""
        known = self._clauses.get(verb)
        if known is not None:
            return known
        found = Clause(verb)
        self._clauses[verb] = found
        self._read_children(found)
        if found.obj is None if found.passive else found.subj is None:
            self._inherit_subject(found)
        if found.obj is None and self.s.deps[verb] == "relcl":
            self._take_antecedent(found)
        return found

    def _read_children(self, clause: Clause) -> None:
        """Fill a clause from the children of its verb."""
        s = self.s
        deps, lowers = s.deps, s.lowers
        subject: int | None = None
        for c in s.children[clause.verb]:
            dep = deps[c]
            if dep == "nsubj" or dep == "csubj":
                if subject is None or not lowers[c].endswith("self"):
                    subject = c
            elif dep == "dobj":
                if clause.obj is None:
                    clause.obj = self._antecedent(c, clause.verb)
            elif dep == "nsubjpass":
                clause.passive = True
                clause.obj = self._antecedent(c, clause.verb)
            elif dep == "auxpass":
                clause.passive = True
            elif dep == "prep":
                self._read_prep(clause, c, lowers[c])
            elif dep == "agent":
                for p in s.children[c]:
                    if deps[p] == "pobj":
                        clause.subj = p
                        clause.preps.setdefault("by", []).append(p)
            elif dep == "dative":
                if s.tags[c] in ("IN", "TO"):
                    self._read_prep(clause, c, lowers[c])
                else:
                    clause.iobj = c
            elif dep in ("xcomp", "ccomp"):
                if ";" not in s.words[min(c, clause.verb) : max(c, clause.verb)]:
                    clause.comps.append(c)
            elif dep == "advcl":
                if self.is_infinitive(c):
                    clause.comps.append(c)
            elif dep == "prt":
                clause.particles.append(lowers[c])
            elif dep == "neg":
                clause.negated = True
            elif dep == "attr":
                clause.preps.setdefault("attr", []).append(c)
            elif dep in ("acomp", "oprd", "advmod"):
                clause.adjectives.append(self.lemmas[c])
                if dep == "advmod" and s.tags[c] in ("RP", "RB", "IN"):
                    clause.particles.append(lowers[c])
                if dep == "oprd" and clause.obj is None and s.tags[c] == "NNP" and not self._takes_predicate(clause):
                    clause.obj = c
                elif dep == "oprd" and s.tags[c].startswith("N"):
                    clause.preps.setdefault("as", []).append(c)
        if subject is not None:
            clause.subj = self._antecedent(subject, clause.verb)
        if clause.obj is None and not clause.passive:
            clause.obj = self._raised(clause)
        if s.deps[clause.verb] == "acl" and s.tags[clause.verb] in ("VBN", "VBD") and clause.obj is None:
            clause.passive = True
            clause.obj = s.heads[clause.verb]
        if s.tags[clause.verb] == "VBN" and s.deps[clause.verb] == "xcomp" and s.heads[clause.verb] == clause.verb - 1:
            clause.passive = True  # "two feared killed"

    def _takes_predicate(self, clause: Clause) -> bool:
        """Tell whether a verb has an object beside its predicate ("called him Stalin"), wherever it stands."""
        s = self.s
        return any(s.deps[c] in ("dobj", "nsubjpass", "ccomp") for c in s.children[clause.verb])

    def _raised(self, clause: Clause) -> int | None:
        """Return the subject of an infinitive that is the object of its governor ("allowed the monitors to enter")."""
        s = self.s
        for c in clause.comps:
            bare = (
                s.tags[c].startswith("J") or s.tags[c] == "VBG" or self.lemmas[clause.verb] in ("let", "make", "help")
            )
            told = any(s.deps[x] == "mark" and s.lowers[x] == "that" for x in s.children[c])
            if s.deps[c] == "ccomp" and not told and (bare or self.is_infinitive(c)):
                for x in s.children[c]:
                    if s.deps[x] == "nsubj":
                        return x
        return None

    def _read_prep(self, clause: Clause, prep: int, name: str) -> None:
        """Add what a preposition brings in, through chains such as "out of" and verbs such as "from attacking"."""
        s = self.s
        for p in s.children[prep]:
            dep = s.deps[p]
            if dep == "pobj":
                clause.preps.setdefault(name, []).append(p)
                if clause.obj is None and name in PARTED.get(self.lemmas[clause.verb], ()):
                    clause.particles.append(name)  # the parser took the particle of "stood down its forces" for this
                    clause.obj = p
            elif dep == "pcomp":
                if s.tags[p].startswith("V"):
                    clause.comps.append(p)
                    clause.preps.setdefault(name + " doing", []).append(p)
            elif dep == "prep" and name not in ("according", "because", "due", "based"):
                clause.particles.append(name)
                self._read_prep(clause, p, s.lowers[p])

    def is_infinitive(self, verb: int) -> bool:
        """Tell whether a verb is a to-infinitive without a conjunction ("called on Mali to stop")."""
        s = self.s
        to = False
        for c in s.children[verb]:
            if s.deps[c] == "aux" and s.lowers[c] == "to":
                to = True
            elif s.deps[c] == "mark" and s.lowers[c] not in ("for", "that"):
                return False
        return to

    def is_bare(self, verb: int) -> bool:
        """Tell whether a verb with a subject is in the subjunctive ("suggested that Mali withdraw")."""
        s = self.s
        deps = [s.deps[c] for c in s.children[verb]]
        return s.tags[verb] == "VB" and "aux" not in deps and ("nsubj" in deps or "auxpass" in deps)

    def _antecedent(self, i: int, verb: int) -> int:
        """Return the noun that a relative pronoun stands for, or `i` itself."""
        s = self.s
        if s.lowers[i] in RELATIVE and s.tags[i] in ("WP", "WDT", "IN", "DT") and s.deps[verb] == "relcl":
            return s.heads[verb]
        if s.lowers[i] in RELATIVE and s.tags[i] in ("WP", "WDT"):
            up = s.heads[verb]
            if s.deps[verb] in ("conj", "xcomp") and s.deps[up] == "relcl":
                return s.heads[up]
        return i

    def _take_antecedent(self, clause: Clause) -> None:
        """Give a relative clause without an object the noun that it modifies ("a charge the Kremlin denies")."""
        s = self.s
        noun = s.heads[clause.verb]
        if clause.subj is None or clause.subj == noun or clause.comps or s.lowers[noun] in self.words["times"]:
            return
        if s.tags[noun].startswith("N") and not any(s.tags[c].startswith("W") for c in s.children[clause.verb]):
            clause.obj = noun

    def _inherit_subject(self, clause: Clause) -> None:
        """Give a verb without a subject that of the verb it hangs on, or the noun that it modifies."""
        s = self.s
        verb = clause.verb
        up, dep = s.heads[verb], s.deps[verb]
        if up == verb:
            return
        lent: int | None = None
        if dep == "conj":
            teller = self.teller(verb)
            above = self.clause(up if teller is None else teller)
            if not clause.passive or clause.obj is None:
                lent = above.obj if above.passive else above.subj
                if above.passive and s.tags[verb] == "VBN" and clause.obj is None and not self._has_aux(verb):
                    clause.passive = True
                    if clause.subj is None:
                        clause.subj = above.subj
        elif dep in ("xcomp", "advcl", "ccomp") and s.tags[up].startswith(("V", "J", "M")):
            above = self.clause(up)
            lent = above.obj if above.passive else above.subj
            if above.obj is not None and (dep == "xcomp" or (dep == "advcl" and self.is_infinitive(verb))):
                lent = above.obj
            elif dep in ("xcomp", "advcl") and "on" in above.preps and self.lemmas[up] == "call":
                called = above.preps["on"][0]
                lent = lent if s.lowers[called] in self.words["times"] else called
        elif dep == "pcomp" and s.tags[up] in ("IN", "TO"):
            governor = s.heads[up]
            if s.tags[governor].startswith("R"):
                governor = s.heads[governor]
            if s.tags[governor].startswith(("V", "J")):
                above = self.clause(governor)
                lent = above.subj if not above.passive else above.obj
                if s.lowers[up] in ("of", "for", "from", "with", "over", "into") and above.obj is not None:
                    lent = above.obj
            elif s.tags[governor].startswith("N"):
                holder = self._holder(governor)
                lent = holder if holder is not None else governor
        elif dep == "relcl" and s.tags[up].startswith(("N", "P", "D")):
            if clause.subj is None:
                lent = up
        elif dep == "acl" and s.tags[verb] == "VBG":
            lent = up
        elif dep == "acl" and self.is_infinitive(verb):
            lent = self._holder(up)
        elif dep == "acomp" or (dep in ("attr", "oprd") and s.tags[up].startswith("V")):
            above = self.clause(up)
            lent = above.obj if above.passive else above.subj
        if lent is None or lent == verb:
            return
        if clause.passive and clause.obj is None:
            clause.obj = lent
        elif clause.subj is None:
            clause.subj = lent

    def teller(self, verb: int) -> int | None:
        """Return the verb of speech that a verb goes on from, where the parser joined it to what is said.

        "X said that Y had shelled Z and accused W": a simple past cannot go on from a past perfect.
        """
        s = self.s
        up = s.heads[verb]
        if s.deps[verb] != "conj" or s.tags[verb] != "VBD" or s.tags[up] != "VBN" or s.deps[up] != "ccomp":
            return None
        above = s.heads[up]
        perfect = any(s.deps[c] == "aux" and s.lowers[c] == "had" for c in s.children[up])
        return above if perfect and s.tags[above] == "VBD" and self.lemmas[verb] in self.words["speech"] else None

    def heads_clause(self, i: int) -> bool:
        """Tell whether what is tagged as a noun is parsed as a verb, as happens in headlines."""
        s = self.s
        return any(s.deps[c] in ("nsubj", "nsubjpass", "dobj", "aux") for c in s.children[i])

    def is_told(self, clause: Clause) -> bool:
        """Tell whether a clause is what somebody else says."""
        verb = clause.verb
        return self.s.deps[verb] == "ccomp" and self.clause(self.s.heads[verb]).subj not in (None, clause.subj)

    def _holder(self, noun: int) -> int | None:
        """Return who holds a plan or promise: its possessor, or the subject of the verb whose object it is."""
        s = self.s
        for c in s.children[noun]:
            if s.deps[c] == "poss":
                return c
        up = s.heads[noun]
        if s.deps[noun] in ("dobj", "attr") and s.tags[up].startswith("V"):
            return self.clause(up).subj
        return None

    def _has_aux(self, verb: int) -> bool:
        """Tell whether a verb has an auxiliary of its own."""
        deps = self.s.deps
        return any(deps[c] in ("aux", "auxpass") for c in self.s.children[verb])

    # --- nouns

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
        """Return the objects of `name` on the act noun at `i`, on its "of" or on the verb that says it happened."""
        s, up = self.s, self.s.heads[i]
        found = self.pobjs(i, name) or (name == "by" and [x for p in self.pobjs(i, "of") for x in self.pobjs(p, "by")])
        if not found and s.deps[i] in ("nsubj", "nsubjpass") and self.lemmas[up] in self.words["occurring"]:
            found = self.pobjs(up, name)
        return found or []

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
