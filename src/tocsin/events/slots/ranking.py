"""A linear model of where an event's sides stand: it fills a side that no slot fills, and overrules a weak choice.

Each mention of the sentence is weighed as actor and as recipient by where it stands from the trigger (the path through
the parse), what kind of party it is, what the slots chose, and the type of the event; a logistic function makes the sum
a chance. The weights come from the same sentences as the types' (training/events/), whose actors and recipients are
marked, fitted by tools/train_sides.py. Features of argument classification after Gildea and Jurafsky (2002).

Invariant: training and coding call the same `Ranking.features_of`, so that a feature means the same in both.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Sequence
from functools import cache
from math import exp
from typing import NamedTuple

import numpy

from tocsin.errors import SetupError
from tocsin.events.scene import Scene
from tocsin.events.slots.casting import Cast, Casting
from tocsin.lexicon import DATA

SIDES = DATA / "patterns" / "sides.npz"
ROLES = ("actor", "recipient")
FILL = 0.5  # the chance from which a mention fills an empty side
OVERRULE = 0.6  # and from which it takes the place of a weak one
SURE = 0.85  # for who acts in a passive or a noun, where who did it may not be known, and for long articles
WEAK = (0.25, 0.3)  # of an actor and of a recipient: below, what the slots chose may be overruled
DEEPEST = 12
FAR = (("far",), False)
Chances = Callable[[int], tuple[float, float]]


class Weighed(NamedTuple):
    """The fitted weights: for each feature the weight as actor and as recipient, and the bias of each."""

    by_feature: dict[str, tuple[float, float]]
    bias: tuple[float, float]


@cache
def sides() -> Weighed:
    """Load the fitted weights once a process; raises SetupError where they are missing from the installation."""
    if not SIDES.is_file():
        raise SetupError("the weights of the events' sides are missing: run `make train`, or install the package again")
    with numpy.load(io.BytesIO(SIDES.read_bytes()), allow_pickle=False) as archive:
        names = str(archive["features"][()]).split("\n")
        values = archive["weights"].astype(float).tolist()
        actor, recipient = archive["bias"].tolist()
    return Weighed({name: (a, r) for name, (a, r) in zip(names, values, strict=True)}, (actor, recipient))


class Ranking:
    """Ranks the mentions of one sentence as sides of its events.

    In a long article, whose sentences name more than who takes part, only what is sure is filled (`firmly`).
    """

    def __init__(self, scene: Scene, casting: Casting, *, firmly: bool = False) -> None:
        self.scene = scene
        self.least = (SURE, SURE) if firmly else (FILL, OVERRULE)
        self.heads = sorted(scene.mentions)
        self._casting = casting
        self._countries: dict[int, frozenset[str]] = {}
        self._sectors: dict[int, tuple[str, ...]] = {}

    def revise(self, head: int, rule: str, kind: str, cast: Cast) -> dict[str, float]:
        """Correct the cast of an event of type `kind` in place; return the roles that changed, each with its chance.

        What acts on each other (`symmetric`) is left as it is.
        """
        if cast.symmetric or not self.heads:
            return {}
        changed: dict[str, float] = {}
        chances = self._chances(head, rule, kind, cast)
        found = self._pick(chances, 0, cast.actors, cast.recipients)
        if found is not None and not cast.actors and found[1] < SURE and self._is_agentless(head, rule):
            found = None
        if found is not None and self._is_venue(found[0]):
            found = None
        if found is not None:
            cast.actors = self._with_conjuncts(found[0], cast.recipients)
            changed["actor"] = found[1]
            chances = self._chances(head, rule, kind, cast)
        found = self._pick(chances, 1, cast.recipients, cast.actors)
        if found is not None and not self._suffers_later(found[0], head):
            cast.recipients = self._with_conjuncts(found[0], cast.actors)
            changed["recipient"] = found[1]
        return changed

    def _pick(
        self, chances: Chances, role: int, held: Sequence[int], others: Collection[int]
    ) -> tuple[int, float] | None:
        """Return the mention that belongs in a role instead of `held`, with its chance; None leaves the role as it is.

        What is held firmly is not compared with the rest of the sentence.
        """
        kept = max((chances(i)[role] for i in held if i in self.scene.mentions and i not in others), default=None)
        if kept is not None and kept >= WEAK[role]:
            return None
        best, most = -1, 0.0
        for i in self.heads:
            if (chance := chances(i)[role]) > most and not self._is_taken(i, others):
                best, most = i, chance
        if most <= self.least[bool(held)] or best in held or any(self._lies_under(best, i) for i in held):
            return None
        return best, most

    def _is_taken(self, i: int, others: Collection[int]) -> bool:
        """Tell whether a mention is one of the other side, part of its phrase ("Iran's minister") or its name.

        An owner that nothing tells ("its") is no side at all.
        """
        mentions = self.scene.mentions
        if i in others or (self.scene.s.tags[i] == "PRP$" and not mentions[i].party.name):
            return True
        if any(mentions[o].first <= i <= mentions[o].last for o in others if o in mentions):
            return True
        return not self._casting.without(list(others), [i])

    def _is_agentless(self, head: int, rule: str) -> bool:
        """Tell whether an act can be told without saying who did it: by a noun, or in the passive."""
        return rule == "noun" or self.scene.s.tags[head][0] != "V" or self.scene.clause(head).passive

    def _is_venue(self, i: int) -> bool:
        """Tell whether a place is only where something in the subject was made ("the accord reached in Rome")."""
        s = self.scene.s
        prep = s.heads[i]
        if s.deps[i] != "pobj" or s.lowers[prep] not in ("in", "at"):
            return False
        up = s.heads[prep]
        return s.tags[up] == "VBN" and s.deps[up] == "acl" and "PLACE" in self.scene.classes(i)

    def _suffers_later(self, i: int, head: int) -> bool:
        """Tell whether a mention is the object of what is done next ("suspended the charter and named a judge")."""
        s = self.scene.s
        if s.tags[head][0] != "V" or self.scene.clause(head).obj is None or "PLACE" in self.scene.classes(i):
            return False
        up = i
        for _ in range(DEEPEST):
            if s.deps[up] == "conj" and s.heads[up] == head:
                return s.tags[up][0] == "V" and up < i
            up = s.heads[up]
        return False

    def _lies_under(self, i: int, other: int) -> bool:
        """Tell whether a token stands in the phrase of another: "the defenders of Homs" are named by their head."""
        heads = self.scene.s.heads
        for _ in range(DEEPEST):
            if i == other:
                return True
            if heads[i] == i:
                return False
            i = heads[i]
        return False

    def _with_conjuncts(self, best: int, others: Collection[int]) -> list[int]:
        """Return a mention with those that it is coordinated with."""
        mentions = self.scene.mentions
        return [i for i in self.scene.conjuncts(best) if i in mentions and i not in others] or [best]

    def _chances(self, head: int, rule: str, kind: str, cast: Cast) -> Chances:
        """Return a function from a mention to how likely it is to be actor and recipient of an event."""
        by_feature, bias = sides()
        features = self.features_of(head, rule, kind, cast)
        known: dict[int, tuple[float, float]] = {}

        def chance_of(i: int) -> tuple[float, float]:
            if i not in known:
                actor, recipient = bias
                for name in features(i):
                    if name in by_feature:
                        weights = by_feature[name]
                        actor += weights[0]
                        recipient += weights[1]
                known[i] = (1 / (1 + exp(-actor)), 1 / (1 + exp(-recipient)))
            return known[i]

        return chance_of

    def features_of(self, head: int, rule: str, kind: str, cast: Cast) -> Callable[[int], list[str]]:
        """Return a function from a mention's head token to its features as a side of the event at `head`."""
        scene, s = self.scene, self.scene.s
        verbal = rule != "noun" and s.tags[head][0] == "V"
        voice = "N" if not verbal else "P" if scene.clause(head).passive else "A"
        lemma = scene.lemmas[head]
        own: frozenset[str] = frozenset().union(*map(self._countries_at, cast.actors))
        held = f"{self._state(cast.actors)}{self._state(cast.recipients)}"
        above = self._above(head)
        number = f"of={min(len(self.heads), 6)}"
        before = sum(1 for i in self.heads if i < head)

        def features(i: int) -> list[str]:
            steps, timed = self._path(above, i)
            path = ">".join(steps) if len(steps) <= 5 else "long"
            tail, first = ">".join(steps[-2:]), steps[0] if steps else "self"
            named = scene.mentions[i].kind
            countries = self._countries_at(i)
            same = "none" if not countries else "same" if countries & own else "other" if own else "any"
            place = self.heads.index(i)
            rank = place - before if i > head else before - 1 - place
            side = f"{'after' if i > head else 'before'}{min(rank, 4)}"
            chosen = "a" if i in cast.actors else "r" if i in cast.recipients else "-"
            found = [
                f"p={path}{voice}", f"tp={kind}{path}{voice}", f"lp={lemma}|{path}", f"t2={tail}", f"tt2={kind}{tail}",
                f"f={first}{voice}", f"tf={kind}{first}{voice}", f"lf={lemma}|{first}", f"k={kind}{named}",
                f"kf={named}{first}", f"s={kind}{same}", f"sk={kind}{same}{named}", f"side={kind}{side}",
                f"dist={side[0]}{min(abs(i - head) // 4, 6)}", number, f"is={chosen}{kind}", f"is={chosen}{rule}",
                f"is={chosen}{named}", f"held={held}{chosen}",
                *[f"sec={kind}{sector}" for sector in self._sectors_at(i)],
            ]  # fmt: skip
            if timed:
                found.append(f"time={kind}")
            over = s.heads[i]
            if s.tags[over][0] == "N":
                found.append(f"own={kind}{scene.lemmas[over]}")
            elif s.deps[over] in ("prep", "agent") and not scene.is_name(s.heads[over]):
                found.append(f"pg={s.lowers[over]}|{scene.lemmas[s.heads[over]]}")
            return found

        return features

    def _state(self, held: list[int]) -> str:
        """Return what the slots put in a role: nobody (0), a mention, or a thing as written."""
        return "0" if not held else "m" if any(i in self.scene.mentions for i in held) else "t"

    def _countries_at(self, i: int) -> frozenset[str]:
        if i not in self._countries:
            parties = self._casting.parties_at(i)
            self._countries[i] = frozenset(party.country for party in parties if party.country)
        return self._countries[i]

    def _sectors_at(self, i: int) -> tuple[str, ...]:
        if i not in self._sectors:
            mention = self.scene.mentions[i]
            self._sectors[i] = tuple(
                sorted({sector for party in mention.parts or (mention.party,) for sector in party.sectors})
            )
        return self._sectors[i]

    def _above(self, head: int) -> list[int]:
        """Return a token and those above it in the parse, nearest first."""
        heads, up = self.scene.s.heads, [head]
        while len(up) < DEEPEST and heads[up[-1]] != up[-1]:
            up.append(heads[up[-1]])
        return up

    def _path(self, above: list[int], i: int) -> tuple[tuple[str, ...], bool]:
        """Return the steps from a trigger to a mention, and whether they enter an adverbial of time or place."""
        s = self.scene.s
        deps, heads = s.deps, s.heads
        down: list[int] = []
        up = i
        while up not in above:
            down.append(up)
            if heads[up] == up or len(down) > DEEPEST:
                return FAR
            up = heads[up]
        steps = [f"^{deps[x]}" for x in above[: above.index(up)]]
        timed = False
        for x in reversed(down):
            dep = deps[x]
            if dep in ("prep", "agent"):
                timed = timed or s.lowers[x] in ("after", "before", "since", "during", "despite", "in", "at")
                dep = f"{dep}:{s.lowers[x]}"
            timed = timed or dep == "advcl"
            steps.append(dep)
        return tuple(steps), timed
