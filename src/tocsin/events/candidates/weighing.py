"""A linear model over frames and words: which type a verb or noun carries, or none; calibrated, with the runner-up.

Features are strings: the trigger with its arguments and their classes, the kinds of act and thing that WordNet counts
them to (Fellbaum 1998; a verb without a frame or an example of its own is known by its kin), what the frames say, and
the words of clause and sentence with names masked. Each has a row of weights; the scores are their sum over the
features that are present, a softmax with a temperature fitted on held-out folds makes them probabilities (Platt 1999;
Guo et al. 2017). The weights come from sentences written for this project (training/events/), fitted by
tools/train_events.py.

Invariant: training and coding call the same `Weigher.features`, so that a feature means the same in both.
"""

from __future__ import annotations

import io
from functools import cache
from math import exp

import numpy
from numpy.typing import NDArray

from tocsin.errors import SetupError
from tocsin.events.acts import Act
from tocsin.events.scene import NAMING, Scene
from tocsin.lexicon import DATA, noun_kinds, verb_kinds

WEIGHTS = DATA / "patterns" / "weights.npz"
NULL = "NULL"
CLAUSE_DEPS = frozenset(
    (
        "nsubj", "nsubjpass", "dobj", "dative", "prep", "agent", "xcomp", "ccomp", "prt", "advmod",
        "acomp", "oprd", "attr", "neg", "aux", "pobj", "amod", "compound", "poss", "npadvmod",
        "pcomp", "nummod", "auxpass", "conj",
    )
)  # fmt: skip
Floats = NDArray[numpy.float32]


class Weights:
    """The fitted model: `index` maps a feature to its row, `types` and `modes` name the columns.

    `in_sentence` and `in_clause` map a word to the row of its feature there; `open_verbs` are lemmas that speak for
    some type more than for none.
    """

    def __init__(self, archive: dict[str, NDArray[numpy.generic]]) -> None:
        names = str(archive["features"][()]).split("\n")
        self.index = {name: i for i, name in enumerate(names)}
        self.in_sentence = {name[2:]: row for name, row in self.index.items() if name.startswith("s=")}
        self.in_clause = {name[2:]: row for name, row in self.index.items() if name.startswith("c=")}
        self.types = tuple(str(archive["types"][()]).split("\n"))
        self.modes = tuple(str(archive["modes"][()]).split("\n"))
        self.by_type: Floats = archive["by_type"].astype(numpy.float32)
        self.by_mode: Floats = archive["by_mode"].astype(numpy.float32)
        self.bias: Floats = archive["bias"].astype(numpy.float32)
        self.mode_bias: Floats = archive["mode_bias"].astype(numpy.float32)
        self.temperature = float(archive["temperature"][()])
        self.mode_columns: dict[str, list[int]] = {}
        null = self.types.index(NULL)
        self.open_verbs = frozenset(
            name[2:] for name, row in self.index.items() if name.startswith("t=") and self.by_type[row].argmax() != null
        )
        for column, name in enumerate(self.modes):
            self.mode_columns.setdefault(name.split(":")[0], []).append(column)


@cache
def weights() -> Weights:
    """Load the fitted weights once a process; raises SetupError where they are missing from the installation."""
    if not WEIGHTS.is_file():
        raise SetupError("the event model's weights are missing: run `make train`, or install the package again")
    with numpy.load(io.BytesIO(WEIGHTS.read_bytes()), allow_pickle=False) as archive:
        return Weights({name: archive[name] for name in archive.files})


class Verdict:
    """What the model says of one candidate: a probability for each type (NULL included), and the likeliest."""

    __slots__ = ("best", "chances", "rows")

    def __init__(self, chances: dict[str, float], best: str, rows: list[int]) -> None:
        self.chances = chances
        self.rows = rows
        self.best = (best, chances[best])


class Weigher:
    """Turns the candidates of one sentence into features and probabilities."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._masks: list[str] = []
        self._sentence_rows: list[int] = []
        self._sentence_scores: Floats | None = None

    def judge(self, head: int, act: Act | None, domains: frozenset[str]) -> Verdict:
        """Return the probability of each type for the word at `head`, which the frames take for `act` (or nothing).

        The same rows as those of `features`, but what the sentence's words add is summed once a sentence.
        """
        model = weights()
        index = model.index
        if self._sentence_scores is None:
            self._weigh_sentence(model)
        rows = set(map(index.get, self._own_features(head, act, domains)))
        masks, in_clause = self.masks(), model.in_clause
        rows.update([in_clause.get(masks[i]) for i in self._clause_words(head)])
        rows.discard(None)
        found: list[int] = list(rows)  # type: ignore[arg-type]
        scores = (numpy.add.reduce(model.by_type.take(found, axis=0)) + self._sentence_scores).tolist()
        highest = max(scores)
        powers = [exp((score - highest) / model.temperature) for score in scores]
        total = sum(powers)
        chances = {kind: power / total for kind, power in zip(model.types, powers, strict=True)}
        return Verdict(chances, model.types[scores.index(highest)], found + self._sentence_rows)

    def _weigh_sentence(self, model: Weights) -> None:
        """Sum what the words of the sentence weigh."""
        words, known = self.scene.s.words, model.in_sentence
        spoken = {mask for mask, word in zip(self.masks(), words, strict=True) if word[:1].isalnum()}
        self._sentence_rows = [row for mask in spoken if (row := known.get(mask)) is not None]
        self._sentence_scores = model.by_type[self._sentence_rows].sum(axis=0) + model.bias

    def mode(self, kind: str, verdict: Verdict) -> str | None:
        """Return the most likely mode of a type for a judged candidate, or None."""
        model = weights()
        columns = model.mode_columns.get(kind)
        if columns is None:
            return None
        scores = model.by_mode[numpy.ix_(verdict.rows, columns)].sum(axis=0) + model.mode_bias[columns]
        name = model.modes[columns[int(scores.argmax())]].split(":")[1]
        return name or None

    def features(self, head: int, act: Act | None, domains: frozenset[str]) -> set[str]:
        """Return the features of the candidate at `head`."""
        masks, words = self.masks(), self.scene.s.words
        found = set(self._own_features(head, act, domains))
        found.update("s=" + mask for mask, word in zip(masks, words, strict=True) if word[:1].isalnum())
        found.update("c=" + masks[i] for i in self._clause_words(head))
        return found

    def _own_features(self, head: int, act: Act | None, domains: frozenset[str]) -> list[str]:
        """Return the features that no other candidate of the sentence shares: frame, arguments, neighbours."""
        masks = self.masks()
        last = len(masks) - 1
        found = [*self._frame_features(head, act), *self._argument_features(head)]
        found.append("n1=" + (masks[head + 1] if head < last else "END"))
        found.append("p1=" + (masks[head - 1] if head else "START"))
        if head < last - 1:
            found.append(f"n2={masks[head + 1]}_{masks[head + 2]}")
        found.extend(["domain=" + domain for domain in domains])
        return found

    def _frame_features(self, head: int, act: Act | None) -> list[str]:
        """Return what the frames say: the type they give, and the types that the trigger could have."""
        scene = self.scene
        lemma = scene.lemmas[head]
        found = ["bias-noun" if scene.s.tags[head].startswith("N") else "bias-verb", "dep=" + scene.s.deps[head]]
        if act is None:
            found.append("frame=none")
        else:
            found += ["frame=" + act.type, f"frame={act.type}:{act.mode}", f"rule={act.rule}", f"{act.rule}={act.type}"]
            if act.frame is not None:
                found.append(f"tests={min(len(act.frame.tests), 3)}")
                if "weak" in act.frame.flags:
                    found.append("weak=" + act.type)
        found.extend(scene.lex.could_be.get(lemma, ()))
        return found

    def _argument_features(self, head: int) -> list[str]:
        """Return the trigger with its particles, objects, prepositions and their classes."""
        scene, s = self.scene, self.scene.s
        lemma = scene.lemmas[head]
        found = ["t=" + lemma]
        above = verb_kinds().get(lemma, ()) if s.tags[head].startswith("V") else ()
        found.extend(["w=" + kind for kind in above])
        fields = [kind for kind in above if kind.startswith("verb.")]
        if s.tags[head].startswith("N"):
            key = scene.noun_key(head)
            found.append("t=" + key)
            for c in s.children[head]:
                if s.deps[c] == "prep":
                    found.append(f"np={lemma}_{s.lowers[c]}")
            return found
        clause = scene.clause(head)
        found.extend(f"tp={lemma}_{particle}" for particle in clause.particles)
        found.extend("adv=" + word for word in clause.adjectives)
        for name, filled in (("subj", clause.subj), ("obj", clause.obj), ("iobj", clause.iobj)):
            if filled is None:
                found.append(f"no-{name}")
                continue
            if not self._is_name(filled):
                found += [f"{name}={scene.lemmas[filled]}", f"t+{name}={lemma}+{scene.lemmas[filled]}"]
                thing = noun_kinds().get(scene.lemmas[filled])
                if thing is not None:
                    found.append(f"{name}~{thing}")
                    found.extend(f"{field}+{name}~{thing}" for field in fields)
            for cls in scene.classes(filled):
                found += [f"{name}@{cls}", f"t+{name}@{lemma}+{cls}"]
        for prep, heads in clause.preps.items():
            found.append(f"p={lemma}_{prep}")
            for filled in heads:
                kinds = scene.classes(filled)
                found.append(f"pc={prep}:{'PARTY' if 'PARTY' in kinds else 'PLACE' if 'PLACE' in kinds else 'thing'}")
                if not self._is_name(filled):
                    found += [f"po={prep}_{scene.lemmas[filled]}", f"tpo={lemma}_{prep}_{scene.lemmas[filled]}"]
        found.extend("comp=" + scene.lemmas[c] for c in clause.comps)
        if clause.comps:
            found.append(f"t+comp={lemma}")
        if clause.subj is not None and len(scene.conjuncts(clause.subj)) > 1:
            found.append("several-subjects")
        if clause.passive:
            found.append("passive")
        return found

    def _is_name(self, i: int) -> bool:
        """Tell whether a token is part of a name, which the model must not learn."""
        mention = self.scene.covered.get(i)
        if mention is not None and mention.kind in NAMING:
            return True
        return self.scene.s.tags[i] in ("NNP", "NNPS", "CD")

    def _clause_words(self, head: int) -> list[int]:
        """Return the words that hang on the trigger without a subordinate clause between."""
        s = self.scene.s
        deps, words, children = s.deps, s.words, s.children
        found: list[int] = []
        stack = list(children[head])
        while stack:
            i = stack.pop()
            if deps[i] in CLAUSE_DEPS:
                if words[i][:1].isalpha():
                    found.append(i)
                stack.extend(children[i])
        return found

    def masks(self) -> list[str]:
        """Return each word's lemma, or what kind of name or number it belongs to."""
        if not self._masks:
            scene = self.scene
            covered, tags = scene.covered, scene.s.tags
            self._masks = list(scene.lemmas)
            for i, tag in enumerate(tags):
                mention = covered.get(i)
                if mention is not None and mention.kind in NAMING:
                    self._masks[i] = f"<{mention.kind}>"
                elif tag == "CD":
                    self._masks[i] = "<number>"
                elif tag in ("NNP", "NNPS"):
                    self._masks[i] = "<name>"
        return self._masks
