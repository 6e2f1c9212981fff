"""Whether an act happened: modality from auxiliaries, negation, governors and time.

Algorithm: start at the act and climb to the root. Each step may weaken what is said: the verb's own auxiliaries and
negation, a conjunction such as "if", a verb, noun or preposition that governs it ("plans to", "fears of", "without"),
or a modality that an operator lent (acts/). The climb ends where the text presupposes what it says: in a relative
clause or a reduced one. The weakest reading on the way wins; two negations leave the matter open.

Only an act that comes out as asserted can be historical: its clause holds a time well before the article's.
"""

from __future__ import annotations

from tocsin.events.acts import Act, Acts
from tocsin.events.scene import Scene

ASSERTED, FUTURE, HYPOTHETICAL, NEGATED, TOPIC = range(5)
NAMES = ("asserted", "future", "hypothetical", "negated", "topic")
LEVELS = {name: level for level, name in enumerate(NAMES)}
CONDITIONS = frozenset(("if", "unless", "whether", "lest", "should"))
LIMITS = frozenset(("before", "until", "till"))
PENDING = frozenset(("when", "whenever", "once", "after"))
ANYBODY = frozenset(("you", "one", "they", "everybody", "everyone", "whoever", "nobody", "anybody", "anyone"))
PERMITTING = frozenset(("authorise", "authorize", "approve"))
TOWARDS = frozenset(("for", "to", "toward", "towards", "against", "of", "about", "over"))
NEGATIVES = frozenset(("no", "neither", "nobody", "none", "nothing"))
NEVER = frozenset(("never", "hardly", "scarcely", "barely", "nor", "neither"))
REPORTING = frozenset(
    ["suggest", "warn", "insist", "hint", "tell", "argue", "agree", "decide", "promise", "pledge", "vow", "threaten",
     "announce", "ask"]
)  # fmt: skip
CONSISTING = frozenset(["involve", "include", "entail", "envisage", "foresee", "be", "mean"])
OPEN_MATTERS = frozenset(
    ["work", "works", "table", "consideration", "discussion", "card", "agenda", "offing", "pipeline"]
)
HABITS = frozenset(["hostile", "threat", "request"])
TRADING = frozenset(["export", "import", "sell", "buy", "purchase"])
CONTACT = frozenset(
    ["summon", "call", "phone", "telephone", "write", "meet", "visit", "use", "recall", "gather", "convene"]
)
HAPPENING = frozenset(
    ("happen", "occur", "take", "begin", "start", "resume", "continue", "come", "materialise", "materialize", "exist",
     "be", "go", "proceed", "follow", "last", "hold", "break", "erupt", "ensue", "yield", "produce", "appear")
)  # fmt: skip
SPOKEN = frozenset(("accuse", "request", "refuse", "threat", "deal"))
EXCLUDED = frozenset(("impossible", "unthinkable", "inconceivable"))
DENIALS = frozenset(("deny", "refute", "happen", "be", "mean"))
FACTIVE = frozenset(("after", "since", "during", "following", "over", "despite", "amid", "because"))
RANKS = frozenset(("first", "second", "third", "last", "latest", "next", "only", "youngest", "oldest", "sole"))
BREAKING_MARKS = frozenset(
    ("after", "since", "when", "as", "because", "while", "although", "though", "once", "that", "where")
)


def weaken(one: int, other: int) -> int:
    """Join two levels: the weaker reading wins, and two negations leave the matter open."""
    if one == NEGATED and other == NEGATED:
        return HYPOTHETICAL
    return max(one, other)


class Modalities:
    """Reads the modality of the acts of one sentence."""

    def __init__(self, scene: Scene, acts: Acts) -> None:
        self.scene = scene
        self.acts = acts
        self.governors = scene.lex.governors
        self.because: int | None = None
        self._weakest = ASSERTED

    def of(self, act: Act) -> str:
        """Return asserted, future, hypothetical, negated, or "topic" for an act that is only talked about."""
        level = LEVELS.get(act.modality or "asserted", ASSERTED)
        self.because, self._weakest = None, ASSERTED
        if act.rule == "noun":
            return NAMES[weaken(level, self._above_noun(act.head, 0))]
        level = weaken(level, self._own(act.head))
        if level == ASSERTED and act.kind not in SPOKEN:
            level = self._conditioned(act.head)
        if act.kind in HABITS or act.type == "THREATEN" or self.scene.lemmas[act.head] in TRADING:
            level = weaken(level, self._habitual(act))
        if self.scene.s.tags[act.head] == "VB" and self._is_command(act.head):
            level = weaken(level, self._by(act.head, HYPOTHETICAL))
        if act.kind == "hostile" and act.rule == "light-verb" and self.scene.lemmas[act.head] in PERMITTING:
            level = weaken(level, self._permitted(act.head))
        if (
            act.rule == "light-verb"
            and self.scene.s.deps[act.head] in ("acl", "relcl")
            and self.scene.s.heads[act.head] in act.used
        ):
            level = weaken(level, self._above_noun(self.scene.s.heads[act.head], 0))
        for used in act.used:
            if act.rule == "light-verb" and self.scene.s.tags[used].startswith("N"):
                level = weaken(level, self._noun_itself(used))
        level = weaken(level, self._above_verb(act.head, 0))
        if (level == FUTURE and self.scene.s.words[-1] == "?") or (level == ASSERTED and self.scene.asks(act.head)):
            level = self._by(len(self.scene.s.words) - 1, HYPOTHETICAL)
        return NAMES[level]

    def _conditioned(self, verb: int) -> int:
        """Return hypothetical for an act in the present on which a condition hangs ("face arrest if they return")."""
        s = self.scene.s
        clauses = [] if s.tags[verb] == "VBD" else [c for c in s.children[verb] if s.deps[c] == "advcl"]
        for c in clauses:
            marks = [s.lowers[m] for m in s.children[c] if s.deps[m] == "mark"]
            if s.tags[c] in ("VBZ", "VBP") and ("if" in marks or "unless" in marks):
                return self._by(c, HYPOTHETICAL)
        return ASSERTED

    def _habitual(self, act: Act) -> int:
        """Return hypothetical for what is done at any time: a simple present of anybody, or in a relative clause.

        "When you shoot", "fighters who target tourists", "the militia threatens its neighbours"; headlines tell what
        happened in the present.
        """
        s, verb = self.scene.s, act.head
        if s.kind in ("headline", "subhead", "caption"):
            return ASSERTED
        if s.tags[verb] == "VBG" and self.scene.lemmas[verb] in TRADING and self._is_present(verb):
            return self._by(verb, HYPOTHETICAL)  # "is exporting ships"
        if s.tags[verb] not in ("VBZ", "VBP"):
            return ASSERTED
        subjects = [s.lowers[c] for c in s.children[verb] if s.deps[c] == "nsubj"]
        stands = self.scene.lemmas[verb] == "threaten" and act.content is None and not self.scene.clause(verb).comps
        stands = stands or self.scene.lemmas[verb] in TRADING
        if s.deps[verb] == "relcl" or stands or not ANYBODY.isdisjoint(subjects):
            return self._by(verb, HYPOTHETICAL)
        return ASSERTED

    def _is_command(self, verb: int) -> bool:
        """Tell whether a bare verb without a subject is a command ("Stop the war," he said), or goes on from one."""
        s = self.scene.s
        up = verb
        while s.deps[up] == "conj" and s.tags[s.heads[up]] == "VB":
            up = s.heads[up]
        if s.deps[up] != "ROOT" and not (s.deps[up] in ("ccomp", "advcl") and up < s.heads[up]):
            return False
        return not any(s.deps[c] in ("nsubj", "nsubjpass", "aux", "auxpass", "csubj", "expl") for c in s.children[up])

    def _permitted(self, verb: int) -> int:
        """Return future for force that a state permits, hypothetical where a draft or resolution permits it."""
        return self._by(verb, HYPOTHETICAL if self.scene.s.deps[verb] in ("acl", "relcl", "ccomp", "pcomp") else FUTURE)

    def refuses(self, act: Act) -> bool:
        """Tell whether a negated act is a refusal: under "will not", "would not" or "cannot"."""
        s = self.scene.s
        verb = act.head
        while not any(s.deps[c] == "aux" for c in s.children[verb]) and s.deps[verb] == "conj":
            verb = s.heads[verb]
        return any(
            s.deps[c] == "aux" and s.lowers[c] in ("will", "wo", "would", "'ll", "ca", "can") for c in s.children[verb]
        )

    def _by(self, token: int, level: int) -> int:
        """Remember the token that weakens the reading most, and return its level."""
        if level > self._weakest:
            self._weakest, self.because = level, token
        return level

    # --- steps

    def _own(self, verb: int, skip: int = -1) -> int:
        """Return the level of a verb's own auxiliaries, negation, conjunction and arguments (but for token `skip`)."""
        s = self.scene.s
        modals = self.governors["modal"]
        level = ASSERTED
        has_aux = False
        for c in s.children[verb]:
            dep, low = s.deps[c], s.lowers[c]
            if dep == "aux":
                if low != "to":
                    has_aux = True
                elif self._is_headline(verb):
                    level = max(level, self._by(c, FUTURE))
                modal = modals.get(low)
                if modal == "would":
                    level = max(level, self._by(c, self._would(verb)))
                elif modal is not None:
                    level = max(level, self._by(c, LEVELS[modal]))
            elif dep == "neg" or (dep in ("advmod", "preconj", "cc") and self._denies(c)):
                level = max(level, self._by(c, NEGATED))
            elif dep == "mark" and (low in CONDITIONS or (low == "before" and self._is_present(verb))):
                level = max(level, self._by(c, HYPOTHETICAL))
            elif dep in ("nsubj", "nsubjpass", "dobj") and c != skip and self._is_none(c):
                level = self._by(c, NEGATED)
            elif dep == "advmod" and low in ("possibly", "perhaps", "maybe"):
                level = max(level, self._by(c, HYPOTHETICAL))
        if s.deps[verb] == "conj" and not has_aux and not self._has_own_subject(verb):
            up = s.heads[verb]
            if s.tags[up].startswith(("V", "M")) and (s.tags[up][:3] == s.tags[verb][:3] or s.tags[verb] == "VB"):
                level = weaken(level, self._own(up)) if level != NEGATED else level
        return level

    def _is_headline(self, verb: int) -> bool:
        """Tell whether an infinitive is a headline's main verb ("Seoul envoy to visit Pyongyang")."""
        s = self.scene.s
        up = s.heads[verb]
        return s.deps[verb] == "ROOT" or (
            s.deps[verb] in ("relcl", "acl") and s.deps[up] == "ROOT" and s.tags[up].startswith("N") and up < verb
        )

    def _denies(self, adverb: int) -> bool:
        """Tell whether an adverb denies its verb ("never", "no longer")."""
        lowers = self.scene.s.lowers
        return lowers[adverb] in NEVER or (lowers[adverb] == "longer" and adverb > 0 and lowers[adverb - 1] == "no")

    def _would(self, verb: int) -> int:
        """Return future for "would" in reported speech ("said it would meet"), else hypothetical."""
        s = self.scene.s
        up = verb
        for _ in range(5):
            for c in s.children[up]:
                if s.deps[c] == "advcl" and any(
                    s.deps[m] == "mark" and s.lowers[m] in ("if", "unless") for m in s.children[c]
                ):
                    return HYPOTHETICAL
            above = s.heads[up]
            if above == up:
                break
            if s.deps[up] in ("ccomp", "relcl") and s.tags[above] in ("VBD", "VBN", "VBG", "VBZ", "VBP"):
                return FUTURE
            up = above
        return HYPOTHETICAL

    def _has_own_subject(self, verb: int) -> bool:
        deps = self.scene.s.deps
        return any(deps[c] in ("nsubj", "nsubjpass") for c in self.scene.s.children[verb])

    def _is_none(self, noun: int) -> bool:
        """Tell whether a noun is denied by its determiner ("no threats") or itself ("nobody")."""
        s = self.scene.s
        if s.lowers[noun] in NEGATIVES or (s.lowers[noun] == "few" and not s.children[noun]):
            return True
        for c in s.children[noun]:
            if s.deps[c] in ("det", "neg", "preconj", "predet") and (s.lowers[c] in NEGATIVES or s.lowers[c] == "not"):
                return True
            if s.deps[c] in ("nummod", "quantmod", "det", "amod") and any(s.lowers[x] == "not" for x in s.children[c]):
                return True
        return False

    def _noun_itself(self, noun: int) -> int:
        """Return the level of a noun's own determiner and adjectives ("no", "planned", "possible", "failed")."""
        s = self.scene.s
        level = self._by(noun, NEGATED) if self._is_none(noun) else ASSERTED
        for c in s.children[noun]:
            if s.deps[c] in ("amod", "compound"):
                said = self.governors["adj"].get(s.lowers[c])
                if said in LEVELS:
                    level = weaken(level, self._by(c, LEVELS[said]))
        return level

    def _above_verb(self, verb: int, depth: int) -> int:
        """Climb from a verb: what governs it, and what governs that."""
        s = self.scene.s
        up, dep = s.heads[verb], s.deps[verb]
        lent = self.acts.lent.get(verb)
        level = LEVELS[lent] if lent is not None else ASSERTED
        if up == verb or depth > 6:
            return level
        if dep == "relcl":  # what a relative clause says is presupposed, but "a force to guard the border" is a purpose
            aims = self.scene.is_infinitive(verb) and not self._is_headline(verb) and not self._is_ranked(up)
            return weaken(level, self._governing_noun(up, depth, "hypothetical")) if aims else level
        if dep == "ccomp" and verb < up and (self.scene.clause(up).obj is not None or ";" in s.words[verb:up]):
            return level  # the parser hung the main clause on a verb of its apposition ("..., a charge Oslo denies")
        if dep in ("xcomp", "ccomp", "acomp", "attr", "oprd"):
            if lent is None or level == ASSERTED or self.scene.lemmas[up] == "expect":
                level = weaken(level, self._governed(verb, up))
            above = weaken(self._own(up), self._above_verb(up, depth + 1))
            subject = self.scene.clause(up).subj if self.scene.lemmas[up] in CONSISTING else None
            if subject is not None and self._speaks_ahead(subject):  # "the plot involved kidnapping tourists"
                above = weaken(above, self._governing_noun(subject, depth))
            if dep == "xcomp" and s.tags[up] == "VB" and self._is_command(up):
                above = weaken(above, self._by(up, HYPOTHETICAL))
            if dep == "ccomp" and above == NEGATED and self.scene.lemmas[up] not in DENIALS:
                above = HYPOTHETICAL
            return weaken(level, above)
        if dep == "pcomp":
            if s.lowers[up] in ("against", "than"):
                return self._by(up, NEGATED)
            said = self.governors["prep"].get(s.lowers[up])
            if said is not None:
                return weaken(level, self._by(up, LEVELS[said]))
            above = s.heads[up]
            if s.tags[above].startswith("R"):
                above = s.heads[above]
            if s.tags[above].startswith("N"):
                return weaken(level, self._governing_noun(above, depth))
            named = self.scene.clause(above).obj
            if named is not None and named < up and s.lowers[up] in TOWARDS and self._speaks_ahead(named):
                return weaken(level, self._governing_noun(named, depth))  # "repeated his opposition to sending troops"
            if s.lowers[up] in ("of", "from", "to", "for", "on", "with", "about") and lent is None:
                stops = "short" in self.scene.clause(above).adjectives
                level = self._by(above, NEGATED) if stops else self._governed(verb, above)
            return weaken(level, weaken(self._own(above), self._above_verb(above, depth + 1)))
        if dep == "acl":
            return weaken(level, self._of_noun(verb, up, depth))
        if dep == "advcl":
            return weaken(level, self._adverbial(verb, up, depth))
        if dep == "conj" and s.tags[up].startswith(("V", "M", "J")):
            teller = self.scene.teller(verb)
            if teller is not None:
                return weaken(level, weaken(self._own(teller), self._above_verb(teller, depth + 1)))
            if up in self.acts.lent and lent is None:
                level = LEVELS[self.acts.lent[up]]
            return weaken(level, self._above_verb(up, depth + 1))
        if dep == "csubj" and s.tags[up] in ("VBZ", "VBP", "VB"):
            return weaken(level, self._as_subject(up))
        return level

    def _of_noun(self, verb: int, up: int, depth: int) -> int:
        """Return the level of a clause that hangs on a noun: an infinitive, a content clause, a participle."""
        s = self.scene.s
        if self.scene.is_infinitive(verb):
            unsaid = "asserted" if self._is_ranked(up) else "hypothetical"
            return self._governing_noun(up, depth, unsaid)
        if self._has_own_subject(verb):  # "fears that the army will strike"
            return ASSERTED if self._is_past(verb) else self._governing_noun(up, depth)
        there = s.heads[up]
        denies = s.deps[up] == "dobj" and self.scene.lemmas[there] in ("deny", "refute")
        if (denies or self.scene.is_of_none(up)) and s.tags[verb] in ("VBN", "VBD"):
            return self._by(there, NEGATED)  # "denied troops shot at a crowd", which the parser took for a participle
        if any(s.deps[c] == "expl" for c in s.children[there]):  # "there will be no troops deployed"
            return weaken(weaken(self._noun_itself(up), self._own(there)), self._above_verb(there, depth + 1))
        if s.tags[verb] == "VBG" or any(s.lowers[c] == "being" for c in s.children[verb]):
            return self._wished(verb, up, depth)
        return ASSERTED

    def _wished(self, verb: int, noun: int, depth: int) -> int:
        """Return the level of a gerund that the parser hung on a noun ("opposition to Oslo joining")."""
        s = self.scene.s
        if s.deps[noun] == "pobj":
            above = s.heads[s.heads[noun]]
            return self._governing_noun(above, depth) if self._speaks_ahead(above) else ASSERTED
        if self._speaks_ahead(noun) and any(s.deps[c] == "prep" and noun < c < verb for c in s.children[noun]):
            return self._governing_noun(noun, depth)
        said = self.governors["verb"].get(self.scene.lemmas[noun])
        if s.deps[noun] == "ROOT" and verb == noun + 1 and said is not None:  # a verb taken for a plural noun
            return self._by(noun, LEVELS[said])
        return ASSERTED

    def _is_ranked(self, noun: int) -> bool:
        """Tell whether a noun is the first or last of its kind to do something ("the first envoy to visit")."""
        return any(self.scene.s.lowers[i] in RANKS for i in (noun, *self.scene.s.children[noun]))

    def _is_open(self, verb: int) -> bool:
        """Tell whether "be" says of its subject that it may come: possible, imminent, in the works, on the table."""
        clause = self.scene.clause(verb)
        if any(self.governors["adj"].get(adjective) in ("hypothetical", "future") for adjective in clause.adjectives):
            return True
        nouns = [self.scene.lemmas[i] for name in ("in", "on", "under") for i in clause.preps.get(name, ())]
        return not OPEN_MATTERS.isdisjoint(nouns)

    def _is_ruled_out(self, noun: int) -> bool:
        """Tell whether a noun is denied: "no doubt", "little doubt", "there is not any doubt"."""
        s, verb = self.scene.s, self.scene.s.heads[noun]
        little = any(s.lowers[c] in ("little", "no", "scant") for c in s.children[noun])
        return little or self._is_none(noun) or (s.tags[verb][0] == "V" and self._own(verb, noun) == NEGATED)

    def _is_past(self, verb: int) -> bool:
        """Tell whether a verb stands in the simple past, active ("an appeal that Oslo brushed off")."""
        s = self.scene.s
        return s.tags[verb] == "VBD" and not any(s.deps[c] in ("aux", "auxpass") for c in s.children[verb])

    def _speaks_ahead(self, noun: int) -> bool:
        """Tell whether a noun speaks of what may come ("fear", "plan", "opposition")."""
        return self.scene.s.tags[noun][0] == "N" and self.scene.lemmas[noun] in self.governors["noun"]

    def _as_subject(self, verb: int) -> int:
        """Return what a predicate says of the act that is its subject ("lifting the ban is out of the question")."""
        clause = self.scene.clause(verb)
        if not EXCLUDED.isdisjoint(clause.adjectives) or "question" in [
            self.scene.lemmas[i] for i in clause.preps.get("of", ())
        ]:
            return self._by(verb, NEGATED)
        return self._by(verb, HYPOTHETICAL)

    def _adverbial(self, verb: int, up: int, depth: int) -> int:
        """Return the level of an adverbial clause: a condition, a purpose, or a fact."""
        s = self.scene.s
        marks = [
            s.lowers[c]
            for c in s.children[verb]
            if s.deps[c] == "mark" or (s.deps[c] == "advmod" and s.tags[c] in ("IN", "WRB"))
        ]
        if any(mark in CONDITIONS for mark in marks):
            return self._by(up, HYPOTHETICAL)
        main = s.heads[up] if s.lowers[up] == "soon" else up
        if self._is_present(verb) and (main != up or not PENDING.isdisjoint(marks)):
            habit = "after" not in marks and self._is_present(main) and s.kind == "body"
            if habit or self._own(main) != ASSERTED:
                return self._by(main, HYPOTHETICAL)
        if any(mark in BREAKING_MARKS for mark in marks):
            return ASSERTED
        if not LIMITS.isdisjoint(marks):
            above = s.heads[up] if s.deps[up] == "xcomp" else up  # "we have to be careful before we cut aid"
            main_level = max(self._own(up), self._governed(up, above) if above != up else ASSERTED)
            ahead = main_level in (FUTURE, HYPOTHETICAL) or self._is_present(verb)
            return self._by(up, HYPOTHETICAL) if ahead else ASSERTED
        if self.scene.is_infinitive(verb):
            if self.scene.lemmas[up] in CONTACT:
                return weaken(self._own(up), self._above_verb(up, depth + 1))
            return max(HYPOTHETICAL, self._governed(verb, up) if self._own(up) == ASSERTED else HYPOTHETICAL)
        return weaken(self._own(up), self._above_verb(up, depth + 1)) if s.tags[verb] == "VBG" else ASSERTED

    def _is_present(self, verb: int) -> bool:
        """Tell whether a verb is in the present, perfect included ("once troops have left")."""
        s = self.scene.s
        return s.tags[verb] in ("VBZ", "VBP") or any(
            s.tags[c] in ("VBZ", "VBP") for c in s.children[verb] if s.deps[c] in ("aux", "auxpass")
        )

    def _governed(self, verb: int, up: int) -> int:
        """Return what the governing verb or adjective says of its complement."""
        s, lemmas = self.scene.s, self.scene.lemmas
        if s.tags[up].startswith(("J", "R")) and any(s.lowers[c] in ("enough", "too") for c in s.children[up]):
            return self._by(up, HYPOTHETICAL)
        if s.tags[up].startswith("J") or (s.tags[up] == "VBN" and lemmas[up] not in self.governors["verb"]):
            said = self.governors["adj"].get(s.lowers[up])
            return self._by(up, LEVELS.get(said or "asserted", ASSERTED))
        if lemmas[up] == "be" and self.scene.is_infinitive(verb):
            return self._by(up, FUTURE)
        if lemmas[up] == "go" and s.tags[up] == "VBG":
            return self._by(up, FUTURE)
        if lemmas[up] in ("have", "need", "argue") and self.scene.is_infinitive(verb):
            return self._by(up, HYPOTHETICAL)
        if lemmas[up] == "expect" and s.deps[verb] == "ccomp" and not self.scene.clause(up).passive:
            return self._by(up, HYPOTHETICAL)  # what one expects of another
        said = self.governors["verb"].get(lemmas[up])
        if said == "asserted" or said is None:
            return ASSERTED
        if s.deps[verb] == "ccomp" and lemmas[up] in REPORTING and not self.scene.is_infinitive(verb):
            return ASSERTED
        if said == "future" and s.deps[verb] == "ccomp" and s.tags[verb] == "VBD":
            return ASSERTED
        return self._by(up, LEVELS[said])

    def _governing_noun(self, noun: int, depth: int, unsaid: str = "asserted") -> int:
        """Return the level of what hangs on a noun ("plans to", "threat of"), with that noun's own standing."""
        scene = self.scene
        if scene.lemmas[noun] == "doubt" and self._is_ruled_out(noun):
            return ASSERTED
        said = self.governors["noun"].get(scene.lemmas[noun])
        level = LEVELS[said or unsaid]
        if said is None and scene.noun_key(noun) in scene.lex.nouns:
            act = self.acts.at(noun)
            if act is not None and act.kind in ("request", "threat", "deal"):
                level = HYPOTHETICAL
            elif act is not None and act.kind == "refuse":
                level = NEGATED
        self._by(noun, level)
        return weaken(level, self._above_noun(noun, depth + 1))

    def _above_noun(self, noun: int, depth: int) -> int:
        """Climb from a noun: its own modifiers, then the verb, noun or preposition that governs it."""
        scene, s = self.scene, self.scene.s
        level = self._noun_itself(noun)
        up, dep = s.heads[noun], s.deps[noun]
        if up == noun or depth > 6:
            return level
        if dep in ("conj", "appos", "compound", "amod", "nmod", "poss") and s.tags[up].startswith("N"):
            if dep in ("compound", "nmod", "poss"):
                return weaken(level, self._governing_noun(up, depth))
            return weaken(level, self._above_noun(up, depth + 1))
        if dep == "pobj":
            said = self.governors["prep"].get(s.lowers[up])
            if said is not None:
                return weaken(level, self._by(up, LEVELS[said]))
            above = s.heads[up]
            if s.lowers[up] in FACTIVE:
                return level
            if s.tags[above].startswith("N"):
                return weaken(level, self._governing_noun(above, depth))
            if s.tags[above].startswith(("V", "J")):
                if s.lowers[up] in TOWARDS:
                    named = scene.clause(above).obj or scene.clause(above).subj
                    if named is not None and named < up and self._speaks_ahead(named):
                        level = weaken(level, self._governing_noun(named, depth))
                if s.lowers[up] in ("of", "for", "to", "from", "about", "on", "with", "against"):
                    place = "adj" if s.tags[above][0] == "J" else "verb"  # "tired of wars", "agreed to a truce"
                    said = self.governors[place].get(scene.lemmas[above], "asserted")
                    level = weaken(level, self._by(above, LEVELS.get(said, ASSERTED)))
                    return weaken(level, self._own(above))
                if s.lowers[up] in ("by", "in"):
                    return level
                return weaken(level, self._own(above) if self._own(above) != NEGATED else ASSERTED)
            return level
        if s.tags[up].startswith(("V", "M")):
            if dep in ("dobj", "nsubjpass", "attr"):
                said = self.governors["verb"].get(scene.lemmas[up], "asserted")
                level = weaken(level, self._by(up, LEVELS.get(said, ASSERTED)))
            if dep == "nsubj" and scene.lemmas[up] == "be" and self._is_open(up):
                return max(level, self._by(up, HYPOTHETICAL))
            if dep == "nsubj" and scene.lemmas[up] == "be" and any(s.lowers[c] == "would" for c in s.children[up]):
                return max(level, self._by(up, HYPOTHETICAL))
            if dep == "nsubj" and scene.lemmas[up] not in HAPPENING and self._own(up, noun) == NEGATED:
                return level  # "the strikes did not help" denies the help only
            if dep in ("dobj", "nsubjpass", "attr", "nsubj"):
                return weaken(level, weaken(self._own(up, noun), self._above_verb(up, depth + 1)))
        return level
