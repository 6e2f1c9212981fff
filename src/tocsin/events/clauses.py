"""The clauses of a sentence: each verb with its logical subject and object.

Algorithm: a clause is read once, from the children of its verb: passives are turned round, relative pronouns stand for
their antecedent, and a verb without a subject of its own takes that of the verb it is coordinated with, that controls
it, or of the noun that it modifies. Some errors that the parser makes often are mended on the way.
"""

from __future__ import annotations

from tocsin.events.patterns import Lexicon, lexicon
from tocsin.records import Sentence

SAYING = frozenset(("say", "add", "tell", "state", "note", "insist", "stress", "argue"))
RELATIVE = frozenset(("who", "whom", "which", "that"))
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
BLAMING = frozenset(("accuse", "blame", "suspect", "charge", "denounce", "condemn", "criticise", "criticize"))
OPENING = frozenset(("since", "after", "before", "until", "as"))  # they begin clauses and phrases alike
SEIZING = frozenset(("capture", "seize", "take", "retake", "recapture", "overrun", "annex", "besiege", "storm"))
ADJECTIVAL = frozenset(("neighbouring", "neighboring", "warring", "opposing", "visiting", "ruling", "leading"))


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


class Clauses:
    """Reads the clauses of a parsed sentence, each when it is first asked for."""

    __slots__ = ("_clauses", "lemmas", "lex", "s", "words")

    def __init__(self, sentence: Sentence) -> None:
        self.s = sentence
        self.lex: Lexicon = lexicon()
        self.words = self.lex.words
        self.lemmas = sentence.lemmas
        self._clauses: dict[int, Clause | None] = {}

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
                if lowers[c] in ADJECTIVAL and c == clause.verb + 1:
                    self._read_children_of_adjective(clause, c)
                elif ";" not in s.words[min(c, clause.verb) : max(c, clause.verb)]:
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

    def _read_children_of_adjective(self, clause: Clause, participle: int) -> None:
        """Give a verb the object that the parser gave to an attribute ("accused neighbouring Chad of ...")."""
        s = self.s
        for c in s.children[participle]:
            if s.deps[c] == "dobj" and clause.obj is None:
                clause.obj = c
            elif s.deps[c] == "prep":
                self._read_prep(clause, c, s.lowers[c])

    def _lost_object(self, prep: int) -> int | None:
        """Return a preposition's object that the parser made a subject ("gave asylum to five men held ...")."""
        s = self.s
        i = prep + 1
        while i < len(s.words) and s.heads[i] > i and s.deps[i] in ("det", "amod", "compound", "nummod", "poss"):
            i = s.heads[i]
        if i >= len(s.words) or s.deps[i] not in ("nsubj", "nsubjpass") or s.deps[s.heads[i]] not in ("advcl", "acl"):
            return None
        return i if s.tags[i][0] == "N" and min([i, *s.children[i]]) == prep + 1 else None

    def _read_prep(self, clause: Clause, prep: int, name: str) -> None:
        """Add what a preposition brings in, through chains such as "out of" and verbs such as "from attacking"."""
        s = self.s
        if not s.children[prep]:
            lost = self._lost_object(prep)
            if lost is not None:
                clause.preps.setdefault(name, []).append(lost)
            return
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

    def asks(self, verb: int) -> bool:
        """Tell whether a verb asks whether something was done ("Did they fire?"), not why, how, when or where."""
        s = self.s
        if "?" not in s.words[-2:]:
            return False
        first = min((c for c in s.children[verb] if s.deps[c] in ("nsubj", "nsubjpass")), default=-1)
        turned = any(s.deps[c] in ("aux", "auxpass") and c < first for c in s.children[verb])
        return turned and not any(s.tags[c] == "WRB" for c in s.children[verb])

    def is_of_none(self, noun: int) -> bool:
        """Tell whether a noun stands in "none of ..." whose verb the parser took for a participle."""
        s = self.s
        up = s.heads[s.heads[noun]] if s.lowers[s.heads[noun]] == "of" else noun
        return s.lowers[up] in ("none", "neither") and s.deps[up] == "ROOT"

    def is_bare(self, verb: int) -> bool:
        """Tell whether a verb with a subject is in the subjunctive ("suggested that Mali withdraw")."""
        s = self.s
        deps = [s.deps[c] for c in s.children[verb]]
        return s.tags[verb] == "VB" and "aux" not in deps and ("nsubj" in deps or "auxpass" in deps)

    def _antecedent(self, i: int, verb: int) -> int:
        """Return the noun that a relative pronoun stands for, or `i` itself."""
        s = self.s
        if s.lowers[i] in RELATIVE and s.tags[i] in ("WP", "WDT", "IN", "DT") and s.deps[verb] == "relcl":
            named = i - 2 if s.lowers[i] == "which" and i > 1 and s.words[i - 1] == "," else -1
            if named > s.heads[verb] and self.lemmas[verb] in SEIZING and self._names_place(named, s.heads[verb]):
                return named  # "a unit in the city of Kandal, which the army seized"
            return s.heads[verb]
        if s.lowers[i] in RELATIVE and s.tags[i] in ("WP", "WDT"):
            up = s.heads[verb]
            if s.deps[verb] in ("conj", "xcomp") and s.deps[up] == "relcl":
                return s.heads[up]
        return i

    def _names_place(self, i: int, noun: int) -> bool:
        """Tell whether a name says where a noun is: behind "in", "at" or "near", or as the name of such a place."""
        s = self.s
        while s.deps[i] in ("pobj", "prep", "appos") and i > noun:
            if s.deps[i] == "prep" and s.lowers[i] in ("in", "at", "near"):
                return True
            if s.deps[i] == "prep" and s.lowers[i] != "of":
                return False
            i = s.heads[i]
        return False

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
        lent = self._lost_subject(verb)
        if lent is not None:
            pass  # it is no more coordinated with the verb above than by the parser
        elif dep == "conj":
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
            controls = dep == "xcomp" or (dep == "advcl" and (self.is_infinitive(verb) or self._is_charged(verb)))
            if above.obj is not None and controls:
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
                    second = self._second_charged(up)
                    lent = above.obj if second is None else second
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

    def _lost_subject(self, verb: int) -> int | None:
        """Return the subject that the parser gave to a preposition ("since Oslo and Riga raised tariffs"), or None.

        A finite verb that no conjunction joins to the verb above it has a clause, and a subject, of its own.
        """
        s = self.s
        up = s.heads[verb]
        if s.deps[verb] != "conj" or s.tags[verb] not in ("VBD", "VBZ", "VBP") or not s.tags[up].startswith("V"):
            return None
        if any(up < c < verb and (s.deps[c] in ("cc", "conj") or s.words[c] in ",;:") for c in s.children[up]):
            return None
        for i in range(verb - 1, up, -1):
            if s.deps[i] == "prep" and s.lowers[i] in OPENING:
                return next((p for p in s.children[i] if s.deps[p] == "pobj"), None)
        return None

    def _is_charged(self, verb: int) -> bool:
        """Tell whether a participle goes on with what the verb above accuses its object of.

        "Accused Oslo of spying and, for years, arming rebels": the parser hangs the second on the accusation.
        """
        s = self.s
        up = s.heads[verb]
        if s.tags[verb] != "VBG" or self.lemmas[up] not in BLAMING:
            return False
        joined = any(s.deps[c] == "cc" and up < c < verb for c in s.children[up])
        return joined and any(s.lowers[c] in ("of", "for") and up < c < verb for c in s.children[up])

    def _second_charged(self, prep: int) -> int | None:
        """Return who else is blamed, for a deed of his own ("blames Oslo for the raid and Riga for arming rebels")."""
        s = self.s
        up = s.heads[prep]
        if self.lemmas[up] not in BLAMING or s.deps[prep - 1] != "conj" or not s.tags[prep - 1].startswith("N"):
            return None
        first = s.heads[prep - 1]
        above = s.heads[first]
        same = s.deps[first] == "pobj" and s.lowers[above] == s.lowers[prep] and s.heads[above] == up
        return prep - 1 if same else None

    def teller(self, verb: int) -> int | None:
        """Return the verb of speech that a verb goes on from, where the parser joined it to what is said.

        "X said that Y had shelled Z and accused W": a simple past cannot go on from a past perfect, nor can a thing
        speak ("said the truce was over and called on Oslo to ...").
        """
        s = self.s
        up = s.heads[verb]
        if s.deps[verb] != "conj" or s.tags[verb] != "VBD" or s.tags[up] not in ("VBN", "VBD") or s.deps[up] != "ccomp":
            return None
        above = s.heads[up]
        if s.tags[up] == "VBD":
            subject = next((c for c in s.children[up] if s.deps[c] in ("nsubj", "nsubjpass")), None)
            dumb = subject is not None and self._is_dumb(subject) and self.lemmas[up] in ("be", "mean", "become")
            speaks = self.lemmas[above] in SAYING and self.lemmas[verb] in self.words["speech"]
            return above if dumb and speaks and s.tags[above] == "VBD" else None
        perfect = any(s.deps[c] == "aux" and s.lowers[c] == "had" for c in s.children[up])
        return above if perfect and s.tags[above] == "VBD" and self.lemmas[verb] in self.words["speech"] else None

    def _is_dumb(self, i: int) -> bool:
        """Tell whether a subject is a thing or deed that cannot speak."""
        s = self.s
        if s.lowers[i] in ("it", "this", "that", "there"):
            return True
        key = f"{self.lemmas[i - 2]}-{self.lemmas[i]}" if i > 1 and s.tags[i - 1] == "HYPH" else self.lemmas[i]
        return s.tags[i] in ("NN", "NNS") and key in self.lex.nouns

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
