"""What a verb or noun of a sentence is as an act: the frame that holds, and what other acts make of it.

Algorithm: `Acts.at(i)` resolves the word at `i` once. A verb's frames are tried, most tests first. A plain frame gives
its type; a light verb ("carried out strikes") gives the act of its object noun; an operator ("agreed to withdraw",
"rejected calls for talks") looks up in operators.tsv what it makes of the act in its complement, which is thereby used
up or, where it stays an act of its own, gets the modality that the operator lends it.

Invariant: resolving reads the sentence only; who takes part is worked out later (slots/), and so is modality.
"""

from __future__ import annotations

from tocsin.events.acts.act import Act, Content
from tocsin.events.clauses import Clause
from tocsin.events.ontology import ontology
from tocsin.events.patterns import NO_NOUN_SLOTS, Frame, Test, verbs_alone
from tocsin.events.scene import EMPTY, Scene

CONTENT_PREPS = ("to", "on", "for", "of", "in", "with", "from", "against", "over", "upon", "into", "about")
MUST = frozenset(("must", "should", "ought"))
QUOTES = frozenset(('"', "“", "``", "‘"))
AHEAD = frozenset(("will", "would", "shall", "'ll", "’ll", "wo", "can", "could", "may", "to"))


class Acts:
    """The acts of one sentence, resolved on demand.

    `lent` maps the heads of acts to modalities that operators lend them; `barred` holds verbs that a frame says carry
    no event ("declined to comment").
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.lent: dict[int, str] = {}
        self.barred: set[int] = set()
        self._known: dict[int, Act | None] = {}

    def at(self, i: int) -> Act | None:
        """Return the act that the verb, adjective or noun at `i` expresses, or None."""
        if i in self._known:
            return self._known[i]
        self._known[i] = None
        scene = self.scene
        tag = scene.tag(i)
        likely = tag[0] == "N" and (scene.lemmas[i] in scene.lex.act_heads or scene.s.lowers[i] in scene.lex.act_heads)
        if likely and scene.noun_key(i) in scene.lex.nouns:
            if not self.scene.is_name(i) and not (tag == "NNP" and self.scene.s.lowers[i] in self.scene.words["times"]):
                self._known[i] = self.noun_act(i)
        elif scene.lemmas[i] in scene.lex.frames and (tag[0] != "N" or scene.heads_clause(i)):
            self._known[i] = self._verb_act(i)
        return self._known[i]

    # --- nouns

    def noun_act(self, i: int) -> Act | None:
        """Return the act that the event noun at `i` expresses: the first of its senses whose conditions hold."""
        scene = self.scene
        for sense in scene.lex.nouns.get(scene.noun_key(i), ()):
            if sense.near is not None and sense.near not in scene.near():
                continue
            if "plural" in sense.flags and not scene.s.tags[i].endswith("S"):
                continue
            if "danger" in sense.flags and not scene.s.tags[i].endswith("S") and self._hangs_on(i, "to"):
                continue  # "a threat to peace"
            if sense.preps and not any(self._hangs_on(i, prep) for prep in sense.preps):
                continue
            kind, mode = sense.type, sense.mode
            if "joint" in sense.flags and self._is_joint(i):
                kind, mode = "COOPERATE", None
            act = Act(i, kind, mode, "noun")
            act.noun = sense
            act.firm = scene.occurs(i)
            act.tags = frozenset((sense.cls,))
            return act
        return None

    def _hangs_on(self, i: int, prep: str) -> bool:
        """Tell whether a preposition, or an infinitive ("to do"), hangs on the noun at `i`."""
        s = self.scene.s
        for c in s.children[i]:
            if prep == "to do":
                if s.deps[c] in ("acl", "relcl") and self.scene.is_infinitive(c):
                    return True
            elif s.lowers[c] == prep and s.deps[c] == "prep":
                return True
        return False

    def _is_joint(self, i: int) -> bool:
        """Tell whether an exercise is held together: "joint", "with X", or between parties."""
        scene = self.scene
        for c in scene.s.children[i]:
            if "jointcue" in scene.lex.classes.get(scene.lemmas[c], ()):
                return True
        return any("PARTY" in scene.classes(p) for p in (*scene.pobjs(i, "with"), *scene.pobjs(i, "between")))

    # --- verbs

    def _verb_act(self, i: int) -> Act | None:
        """Return the act of the first frame that holds for the verb or adjective at `i`."""
        s = self.scene.s
        if not s.children[i] and s.deps[i] in ("aux", "auxpass") and self.scene.lemmas[i] not in verbs_alone():
            return None
        clause = self.scene.clause(i)
        filled = self._filled_slots(clause)
        for frame in self.scene.lex.frames[self.scene.lemmas[i]]:
            if not frame.required <= filled:
                continue
            for test in frame.tests:
                if self._passes(test, clause) is test.negate:
                    break
            else:
                found = self._framed(i, frame, clause)
                if found is not None or i in self.barred:
                    return found
        return None

    def _filled_slots(self, clause: Clause) -> set[str]:
        """Return the noun slots of a clause that hold anything, those that hang on its object included."""
        filled = set(clause.preps)
        if clause.subj is not None:
            filled.add("subj")
        if clause.iobj is not None:
            filled.add("iobj")
        if clause.obj is not None:
            filled.add("obj")
            s = self.scene.s
            for noun in self.scene.conjuncts(clause.obj):
                filled.update([s.lowers[c] for c in s.children[noun] if s.deps[c] in ("prep", "agent")])
        return filled

    def _framed(self, i: int, frame: Frame, clause: Clause) -> Act | None:
        """Return the act that a frame whose tests hold makes of the verb at `i`; None lets the next frame try."""
        if frame.type is not None:
            act = Act(i, frame.type, frame.mode, "verb")
            act.frame = frame
            act.tags = self._tags_of(clause)
            if frame.type == "SUPPORT" and "deal" in act.tags:
                act.kind = "deal"
            act.used = self._used_by(frame, clause)
            return act
        if frame.light:
            return self._light_act(i, frame, clause)
        if frame.operator == "must":
            return self._said_must(i, frame, clause)
        if frame.operator is not None:
            return self._operator_act(i, frame, clause)
        self.barred.add(i)
        return None

    def _used_by(self, frame: Frame, clause: Clause) -> tuple[int, ...]:
        """Return what a plain frame uses up: a complement that it tests, and an object noun whose class it asks for."""
        used: list[int] = []
        for test in frame.tests:
            if test.negate or test.empty:
                continue
            if test.slot == "comp":
                used.extend(clause.comps[:1])
                continue
            nouns = (
                [clause.obj if test.slot == "obj" else clause.subj]
                if test.slot in ("obj", "subj")
                else [i for name in test.slot.split("/") for i in clause.preps.get(name, ())]
            )
            for noun in nouns:
                if noun is None:
                    continue
                for named in {noun, self.scene.core(noun)}:
                    senses = self.scene.lex.nouns.get(self.scene.noun_key(named), ())
                    if any(sense.cls in test.classes for sense in senses):
                        used.append(named)
        return tuple(used)

    def _tags_of(self, clause: Clause) -> frozenset[str]:
        """Return the classes of a clause's object, and the kind of its act."""
        if clause.obj is None:
            return frozenset()
        classes = self.scene.classes(clause.obj)
        if "EVENT" in classes:
            act = self.noun_act(clause.obj)
            if act is not None:
                return classes | {act.kind}
        return classes

    def _passes(self, test: Test, clause: Clause) -> bool:
        """Tell whether what a test asks for is there (its negation is the caller's)."""
        slot = test.slot
        if slot in NO_NOUN_SLOTS:
            return self._special_passes(test, clause)
        found = clause.filled[slot] if slot in clause.filled else self._fill(slot, clause)
        if test.empty:
            return found is None
        if found is None:
            return False
        if not test.classes and not test.words:
            return True
        return not test.classes.isdisjoint(found[0]) or not test.words.isdisjoint(found[1])

    def _special_passes(self, test: Test, clause: Clause) -> bool:
        """Test what is no noun slot: voice, particles, adjectives, complements, words anywhere."""
        scene, slot = self.scene, test.slot
        if slot == "near":
            return not test.words.isdisjoint(scene.vocabulary) or not test.classes.isdisjoint(scene.near())
        if slot == "prt":
            return not test.words.isdisjoint(clause.particles)
        if slot == "adj":
            found = [*clause.adjectives, *[scene.lemmas[c] for c in clause.comps]]
            classes = scene.lex.classes
            return not test.words.isdisjoint(found) or (
                bool(test.classes) and any(not test.classes.isdisjoint(classes.get(word, EMPTY)) for word in found)
            )
        if slot == "told":
            return scene.is_told(clause)
        if slot == "quoted":
            return not QUOTES.isdisjoint(scene.s.words[clause.verb + 1 : clause.verb + 14])
        if slot == "voice":
            return ("passive" if clause.passive else "active") in test.words
        if slot == "inf":
            return any(scene.is_infinitive(c) for c in clause.comps)
        if slot == "base":
            return any(scene.is_bare(c) for c in clause.comps)
        if slot == "forto":
            s = scene.s
            return any(s.deps[m] == "mark" and s.lowers[m] == "for" for c in clause.comps for m in s.children[c])
        if slot == "not":
            return any(scene.clause(c).negated for c in clause.comps)
        if not test.classes and not test.words:
            return bool(clause.comps) is not test.empty
        return self._comp_passes(test, clause)

    def _fill(self, slot: str, clause: Clause) -> tuple[frozenset[str], frozenset[str]] | None:
        """Return the classes and lemmas of the nouns in a slot, coordinated objects included, or None where none is."""
        scene = self.scene
        fillers: list[int]
        if slot in ("subj", "actor"):
            fillers = [] if clause.subj is None else [clause.subj]
        elif slot == "obj":
            fillers = [] if clause.obj is None else scene.conjuncts(clause.obj)
        elif slot == "iobj":
            fillers = [] if clause.iobj is None else [clause.iobj]
        else:
            names = slot.split("/")
            fillers = [i for name in names for i in clause.preps.get(name, ())]
            if not fillers and clause.obj is not None and slot not in ("of", "by", "as"):
                fillers = [i for name in names for x in scene.conjuncts(clause.obj) for i in scene.pobjs(x, name)]
        found = None
        if fillers:
            words = frozenset([scene.lemmas[x] for f in fillers for x in scene.within(f)])
            found = EMPTY.union(*[scene.classes(f) for f in fillers]), words
        clause.filled[slot] = found
        return found

    def _comp_passes(self, test: Test, clause: Clause) -> bool:
        """Tell whether a complement is an act of one of the kinds, or one of the verbs, that a test names."""
        for c in clause.comps:
            if self.scene.lemmas[c] in test.words:
                return True
            act = self.at(c)
            if (act.kind if act is not None else "other") in test.classes:
                return True
        return False

    def _light_act(self, i: int, frame: Frame, clause: Clause) -> Act | None:
        """Return the act of the noun that a light verb carries."""
        slot = next((test.slot for test in frame.tests if "EVENT" in test.classes), "obj")
        if slot == "obj":
            nouns = [] if clause.obj is None else [clause.obj]
        elif slot == "subj":
            nouns = [] if clause.subj is None else [clause.subj]
        else:
            nouns = clause.preps.get(slot, [])
        for filler in nouns:
            noun, content = filler, self.noun_act(filler)
            if content is None:
                noun = self.scene.core(filler)
                content = self.noun_act(noun) if noun != filler else None
            if content is None:
                continue
            act = Act(i, content.type, content.mode, "light-verb")
            act.frame, act.content, act.tags = frame, content, content.tags
            act.noun = content.noun
            act.used = (noun,)
            if content.kind in ("deal", "request", "threat"):
                act.inner = self._inner_act(noun) or next(
                    (x for c in clause.comps if (x := self.at(c)) is not None), None
                )
                if act.inner is not None and act.kind == "deal" and act.inner.kind in ("request", "accuse", "threat"):
                    return None  # "issued a declaration demanding ..." is the demand
                if act.inner is not None:
                    act.used = (noun, act.inner.head)
            return act
        return None

    def find_content(self, clause: Clause) -> Content:
        """Return what an operator acts on: a clause, else an act noun as object, else one behind a preposition."""
        scene = self.scene
        other: int | None = None
        for c in clause.comps:
            act = self.at(c)
            if act is not None:
                return Content(self._kind_of(act, scene.clause(c).negated), act, c, True)
            if other is None:
                other = c
        candidates = [] if clause.obj is None else [clause.obj]
        for name in CONTENT_PREPS:
            candidates.extend(clause.preps.get(name, ()))
        for noun in candidates:
            if "EVENT" in scene.classes(noun):
                act = self.noun_act(noun)
                if act is not None:
                    inner = self._inner_act(noun) if act.kind in ("request", "deal", "threat") else None
                    return Content(inner.kind if inner else act.kind, inner or act, noun, False)
        if other is not None:
            return Content("other", None, other, True)
        return Content("other" if candidates else "empty", None, candidates[0] if candidates else None, False)

    def _inner_act(self, noun: int) -> Act | None:
        """Return the act that a request, offer or threat is about ("calls for a truce", "an offer to mediate")."""
        s = self.scene.s
        for c in s.children[noun]:
            if s.deps[c] in ("acl", "relcl") and s.tags[c].startswith("V"):
                act = self.at(c)
                if act is not None:
                    return act
            elif s.deps[c] == "prep" and s.lowers[c] in ("for", "of", "on"):
                for p in s.children[c]:
                    act = self.at(p) if s.deps[p] in ("pobj", "pcomp") else None
                    if act is not None:
                        return act
        return None

    @staticmethod
    def _kind_of(act: Act, negated: bool) -> str:
        """Return an act's kind, a renounced hostile act counting as a concession and a withheld one as a refusal."""
        if not negated:
            return act.kind
        if act.kind in ("hostile", "protest", "threat", "accuse"):
            return "yield"
        return "refuse" if act.kind in ("assist", "meet", "yield", "deal") else act.kind

    def _operator_act(self, i: int, frame: Frame, clause: Clause) -> Act | None:
        """Return what an operator makes of the act in its complement; lend that act a modality where it stays one."""
        content = self.find_content(clause)
        cell = self.scene.lex.operators[frame.operator or ""].get(content.kind, "-")
        if cell == "-" or (frame.operator == "warn" and content.verbal and not self._is_own(clause, content.head)):
            return None
        if frame.operator in ("promise", "warn") and content.verbal and self._states(content.head):
            return None  # "assured reporters that nobody was there"
        if cell.startswith("@"):
            if content.act is None or content.head is None:
                return None
            if content.verbal:
                self.lent[content.head] = cell[1:]
                return None
            act = Act(i, content.act.type, content.act.mode, "light-verb")
            act.modality = cell[1:]
            act.noun = content.act.noun
        else:
            cell, _, modality = cell.partition("/")
            kind, _, mode = cell.partition(":")
            act = Act(i, kind, self._mode_for(kind, mode, content), f"operator-{frame.operator}")
            act.modality = modality or None
            if frame.mode is not None and (kind, frame.mode) in ontology().modes:
                act.mode = frame.mode
        act.frame, act.content = frame, content.act
        act.tags = frozenset((content.kind, *(content.act.tags if content.act is not None else ())))
        act.used = () if content.head is None else (content.head,)
        if content.act is not None and content.act.head not in act.used:
            act.used = (*act.used, content.act.head)
        return act

    def _states(self, head: int | None) -> bool:
        """Tell whether a complement says how things are, not what is to come."""
        s = self.scene.s
        return (
            head is not None
            and s.tags[head] in ("VBD", "VBZ", "VBP", "VBN", "VBG")
            and s.lowers[head] != "going"
            and not any(s.lowers[c] in AHEAD for c in s.children[head] if s.deps[c] == "aux")
        )

    def _is_own(self, clause: Clause, head: int | None) -> bool:
        """Tell whether the subject of a complement is the speaker ("warned it would strike"), as far as words tell."""
        if head is None:
            return False
        inner = self.scene.clause(head)
        subject = inner.subj  # of a passive its agent, or nobody ("warned that ships would be turned back")
        if (
            subject is None
            or subject == clause.subj
            or self.scene.s.lowers[subject] in ("it", "they", "he", "she", "we")
        ):
            return True
        speaker = self.scene.mentions.get(clause.subj) if clause.subj is not None else None
        actor = self.scene.mentions.get(subject)
        return speaker is not None and actor is not None and speaker.party.country == actor.party.country is not None

    @staticmethod
    def _mode_for(kind: str, mode: str, content: Content) -> str | None:
        """Return the mode of an operator's cell; "@" is the mode that a demand, refusal or threat of the act has."""
        if mode != "@":
            return mode or None
        if content.act is None:
            return None
        found = ontology().modes.get((content.act.type, content.act.mode))
        if found is None:
            return None
        return {"REQUEST": found.as_request, "REJECT": found.as_reject, "THREATEN": found.as_threat}.get(kind)

    def _said_must(self, i: int, frame: Frame, clause: Clause) -> Act | None:
        """Return the demand in "X said Y must ...": a speaker who says that another has to act."""
        scene, s = self.scene, self.scene.s
        if clause.subj is None:
            return None
        for c in clause.comps:
            if not self.obliges(c):
                continue
            inner = scene.clause(c)
            addressed = inner.obj if inner.passive else inner.subj
            done = self.at(c)
            if addressed is None or ("PARTY" not in scene.classes(addressed) and done is None):
                continue
            if done is None and not any(s.lowers[x] == "must" for x in s.children[c]):
                continue
            mode = "change"
            if done is not None:
                found = ontology().modes.get((done.type, done.mode))
                mode = (found.as_request if found is not None else None) or "change"
            act = Act(i, "REQUEST", mode, "said-must")
            act.frame, act.content = frame, done
            act.tags = frozenset((done.kind if done is not None else "other",))
            act.used = (c,)
            return act
        return None

    def obliges(self, verb: int) -> bool:
        """Tell whether a verb is under an obligation: must, should, ought to, has to, needs to."""
        s = self.scene.s
        for c in s.children[verb]:
            if s.deps[c] == "aux" and s.lowers[c] in MUST:
                return True
        if self.scene.lemmas[verb] in ("need", "have"):
            return any(s.deps[c] == "xcomp" and self.scene.is_infinitive(c) for c in s.children[verb])
        return False
