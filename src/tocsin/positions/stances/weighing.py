"""A linear model of who stands where: it weighs each party of a sentence against each issue that the sentence raises.

A pair is described by the words that govern the issue up to where the party's branch of the tree joins them (their
lemmas, the kinds of act that WordNet counts them to, negations, modals, conditions), by the path from there to the
party, by the event coded and the words reported there, and by what the rules of governing.py make of it. A multinomial
regression tells "for", "against", "conditional", "silent" or no stance. The weights come from training/stances/, fitted
by tools/train_stances.py. Features of argument classification after Gildea and Jurafsky (2002), of target-dependent
stance after Hardalov et al. (2022, "A survey on stance detection").

Invariant: training and coding call the same `Weigher.features_of`, so that a feature means the same in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from math import exp
from typing import NamedTuple

from tocsin.lexicon import noun_kinds, verb_kinds
from tocsin.positions.holders import FIRST
from tocsin.positions.stances.attitudes import SIGNS, attitude_of
from tocsin.positions.stances.fitted import Weights, weights
from tocsin.positions.stances.governing import is_denied
from tocsin.positions.stances.words import judging_words, stance_words
from tocsin.records import Event, Mention, Sentence, Statement

_DEEPEST = 9
_UP = 5  # governing words that are described one by one
_OVER = 4  # and words above those that govern the issue
_NEAR = 6  # tokens around an issue whose words are taken as they stand
_CONTENT = ("NN", "VB", "JJ", "RB")
_CLAUSES = frozenset(("ccomp", "advcl", "relcl", "conj", "parataxis", "acl"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_HUNG = frozenset(("prep", "agent", "dative"))
_BESIDE = frozenset(("dobj", "attr", "acomp", "oprd", "advmod", "prep"))
_OPEN = frozenset(("if", "whether"))
_TERMS = frozenset(("unless", "until", "once", "before"))
_EFFECTS = frozenset(("harm", "help", "good", "bad"))
_NOTHING = frozenset(("nothing", "nobody", "none", "neither", "nowhere"))
_IFS = frozenset((
    "if", "unless", "until", "once", "provided", "providing", "only", "condition", "conditions", "exchange", "return",
    "before", "without", "first", "subject", "depending", "might", "could", "may",
))  # fmt: skip


class Climb(NamedTuple):
    """The way from a token up the tree: the tokens above it, prepositions left out, and how each step hangs on."""

    nodes: tuple[int, ...]
    links: tuple[str, ...]


class Pair(NamedTuple):
    """An issue and a party of one sentence: tokens, of the party -1 where it speaks from outside the sentence.

    `said` is the statement of the party in whose content the issue lies; `ruled` what the rules make of the pair, and
    `ruled_else` what they make of the issue for another party ("" where nothing).
    """

    issue: int
    holder: int
    said: Statement | None
    ruled: str = ""
    ruled_else: str = ""
    topic: str = ""


class _Issue:
    """An issue of a sentence with what describes it whoever the party is."""

    __slots__ = ("climb", "denied", "open", "over", "own", "plain", "sums", "toned")

    def __init__(self, climb: Climb, own: list[str], denied: bool) -> None:
        self.climb = climb
        self.own = own  # features of the issue itself
        self.denied = denied
        self.open = False  # a word sets a condition or leaves it open
        self.plain: list[list[str]] = []  # of each word above it
        self.over: list[list[str]] = []  # of each as a word above those that govern it
        self.toned: list[tuple[int, int]] = []  # signs of what the words up to each make of it: by rules, by attitudes
        self.sums: dict[int, Weights] = {}  # weights of the features up to each


class Weigher:
    """Weighs the pairs of party and issue of one sentence.

    `events` maps tokens at which an event is triggered to it.
    """

    def __init__(self, sentence: Sentence, mentions: Mapping[int, Mention], events: Mapping[int, Event]) -> None:
        self.s = sentence
        self._mentions = mentions
        self._events = events
        self._climbs: dict[int, Climb] = {}
        self._issues: dict[tuple[int, str], _Issue] = {}
        self._joints: dict[tuple[int, str, str], list[str]] = {}

    def chances(self, pair: Pair) -> dict[str, float]:
        """Return how likely each class is for a pair."""
        model = weights()
        issue = self._issue(pair)
        path, reach = self._meet(pair, issue.climb)
        own = model.sum_of(self._features_of_pair(pair, issue, path, reach))
        sums: list[float] = (self._sum_up(issue, reach) + own + model.bias).tolist()
        top = max(sums)
        scores = [exp(value - top) for value in sums]
        total = sum(scores)
        found = {name: score / total for name, score in zip(model.names, scores, strict=True)}
        if not issue.open:  # no word sets a condition or leaves it open
            side = "for" if found["for"] > found["against"] else "against"
            found[side] += found["conditional"]
            found["conditional"] = 0.0
        return found

    def is_weighed(self, pair: Pair) -> bool:
        """Tell whether the party of a pair stands where a party can that takes a stance on the issue, and if it may be.

        What stands after "if" or "whether", or is only expected or denied, is open.
        """
        up = self._climb(pair.issue)
        path, reach = self._meet(pair, up)
        if path not in weights().paths or self._is_said_to_be(pair.issue):
            return False
        if path == "nsubj" and 0 <= reach < len(up.nodes) and self._is_marked(up.nodes[reach], _TERMS):
            return False  # what somebody else makes a condition: "unless Norway halts the strikes"
        if pair.said is not None and self._is_told_of_another(pair.said, up, reach):
            return False
        return not self._is_open(up, reach + (pair.said is not None))

    def _is_told_of_another(self, said: Statement, up: Climb, reach: int) -> bool:
        """Tell whether somebody tells what another party does, as a fact: "said that Russia intends to send arms"."""
        s = self.s
        own = said.speaker.key if said.speaker is not None else None
        for node in up.nodes[: reach + 1]:
            subject = next((c for c in s.children[node] if s.deps[c] in _SUBJECTS), None)
            mention = self._mentions.get(subject) if subject is not None else None
            if subject is None or mention is None or s.lowers[subject] in FIRST:
                continue
            parties = mention.parts or (mention.party,)
            known = any(party.country or party.name for party in parties)
            if known and own not in {party.key for party in parties}:
                return not any(s.tags[c] == "MD" for c in s.children[node]) and s.tags[node] != "VB"
        return False

    def _is_marked(self, node: int, marks: frozenset[str]) -> bool:
        """Tell whether a clause begins with one of some words."""
        s = self.s
        return any(s.deps[c] in ("mark", "advmod") and s.lowers[c] in marks for c in s.children[node])

    def _is_said_to_be(self, issue: int) -> bool:
        """Tell whether a sentence says that an issue is or was there, which takes no side: "there was no ceasefire"."""
        s, verb = self.s, self.s.heads[issue]
        if s.deps[issue] != "attr" or not any(s.deps[c] == "expl" for c in s.children[verb]):
            return False
        return not any(s.tags[c] == "MD" for c in s.children[verb])

    def _is_open(self, up: Climb, reach: int) -> bool:
        """Tell whether a clause up to the party's, or to where it speaks, leaves open whether what it tells is so."""
        s = self.s
        if any(self._is_marked(up.nodes[k], _OPEN) for k in range(min(reach + 1, len(up.nodes)))):
            return True
        above = reach + 1
        if above < len(up.nodes) and up.links[above] == "ccomp":
            return attitude_of(s, up.nodes[above]) in ("doubt", "deny") or s.lemmas[up.nodes[above]] == "expect"
        return False

    def features_of(self, pair: Pair) -> list[str]:
        """Return the features of a pair, one as often as it occurs."""
        issue = self._issue(pair)
        path, reach = self._meet(pair, issue.climb)
        found = self._features_of_pair(pair, issue, path, reach)
        found.extend(issue.own)
        for k in range(min(reach + 1, len(issue.plain))):
            found.extend(issue.plain[k])
        for k in range(reach + 1, min(reach + _OVER, len(issue.over))):
            found.extend(issue.over[k])
        return found

    def cue_of(self, pair: Pair) -> str:
        """Return the word that tells the stance of a pair: the nearest that is known to hold one, else the nearest."""
        up = self._climb(pair.issue)
        known = (node for node, link in zip(up.nodes, up.links, strict=True) if self._known(node, link)[0])
        node = next(known, up.nodes[0] if up.nodes else pair.issue)
        return self.s.words[node]

    def _sum_up(self, issue: _Issue, reach: int) -> Weights:
        """Return the summed weights of an issue and of the words above it, as far as they govern it for a party."""
        if reach not in issue.sums:
            parts = (issue.own, *issue.plain[: reach + 1], *issue.over[reach + 1 : reach + _OVER])
            issue.sums[reach] = weights().sum_of(chain.from_iterable(parts))
        return issue.sums[reach]

    def _issue(self, pair: Pair) -> _Issue:
        """Return what describes the issue of a pair."""
        key = (pair.issue, pair.topic)
        if key not in self._issues:
            up = self._climb(pair.issue)
            denied = self._is_denied(pair.issue)
            issue = _Issue(up, self._describe(pair, up, denied), denied)
            sign = tone = -1 if denied else 1
            for k in range(min(len(up.nodes), _DEEPEST)):
                features, one, other = self._describe_governor(up, k)
                sign, tone = sign * one, tone * other
                issue.plain.append(features)
                issue.toned.append((sign, tone))
                issue.over.append(self._describe_over(up, k))
            issue.open = any(
                "=conditional" in name or name[:4] == "has=" for part in (issue.own, *issue.plain) for name in part
            )
            self._issues[key] = issue
        return self._issues[key]

    def _features_of_pair(self, pair: Pair, issue: _Issue, path: str, reach: int) -> list[str]:
        """Return the features that the party has a part in."""
        up, ruled = issue.climb, pair.ruled
        found = [f"hp={path}", f"r={ruled}", f"ro={pair.ruled_else}", f"r={ruled}|{path}"]
        steps = "<".join(up.links[: reach + 1][:4])
        found += (f"ip={steps}", f"ip={steps}|{path}")
        start = -1 if issue.denied else 1
        sign, tone = issue.toned[min(reach, len(issue.toned) - 1)] if reach >= 0 and issue.toned else (start, start)
        found += (f"sg={sign}|{path}", f"sg={sign}|r={ruled}", f"tone={tone}|{path}", f"tone={tone}|r={ruled}")
        found += (f"sg={sign}", f"tone={tone}")
        if 0 <= reach < len(issue.plain):
            found += self._describe_joint(up.nodes[reach], up.links[reach], path)
        for k in range(min(reach + 1, len(issue.plain)) if self._events else 0):
            event = self._events.get(up.nodes[k])
            if event is not None:
                role = self._role(event, pair)
                told = f"e={event.type}{role}"
                found += (told, f"{told}|{event.modality}", f"{told}:{up.links[k]}")
        if pair.said is not None:
            self._add_cue(found, pair, pair.said)
        self._add_holder(found, pair, path)
        return found

    def _climb(self, i: int) -> Climb:
        """Return the way from a token up to the root."""
        if i in self._climbs:
            return self._climbs[i]
        s = self.s
        nodes: list[int] = []
        links: list[str] = []
        link, at = s.deps[i], i
        for _ in range(2 * _DEEPEST):
            above = s.heads[at]
            if above == at:
                break
            if link in ("pobj", "pcomp") and s.deps[above] in _HUNG and s.tags[above] in ("IN", "TO", "RP"):
                link = s.lowers[above] if link == "pobj" else f"{s.lowers[above]}+"
                if s.deps[above] == "agent":
                    link = "agent"
                at = above
                continue
            nodes.append(above)
            links.append(link)
            link, at = s.deps[above], above
        self._climbs[i] = Climb(tuple(nodes), tuple(links))
        return self._climbs[i]

    def _meet(self, pair: Pair, up: Climb) -> tuple[str, int]:
        """Return the path from the party to the words that govern the issue, and which of these it joins.

        A party that speaks governs all of what it says: it joins the last word within it.
        """
        if pair.said is not None:
            spans = pair.said.content.spans
            starts = self.s.starts
            inside = [k for k, node in enumerate(up.nodes) if any(a <= starts[node] < b for a, b in spans)]
            return "SAYS", (inside[-1] if inside else -1)
        down = self._climb(pair.holder)
        if pair.issue in down.nodes:
            k = down.nodes.index(pair.issue)
            return ">".join(("under", *reversed(down.links[: k + 1][:3]))), -1
        if pair.holder in up.nodes:
            return "over", up.nodes.index(pair.holder)
        for k, node in enumerate(down.nodes):
            if node in up.nodes:
                links = [self._link(down, j) for j in range(min(k + 1, 4))]
                reach = up.nodes.index(node)
                return self._bound(up, reach) + ">".join(reversed(links)), reach
        return "apart", len(up.nodes) - 1

    def _bound(self, up: Climb, reach: int) -> str:
        """Tell by what clause with a subject of its own an issue is parted from a word above it, "" where by none."""
        for k in range(reach, 0, -1):
            below = up.nodes[k - 1]
            if up.links[k] in _CLAUSES and any(self.s.deps[c] in _SUBJECTS for c in self.s.children[below]):
                return f"{up.links[k]}^"
        return ""

    def _link(self, way: Climb, k: int) -> str:
        """Return one step of a way, a noun's marked as such."""
        link = way.links[k]
        return link if k == 0 or self.s.tags[way.nodes[k - 1]][:2] != "NN" else f"{link}~n"

    def _describe(self, pair: Pair, up: Climb, denied: bool) -> list[str]:
        """Return the features of an issue itself: what kind of thing it is, and the words around it."""
        s, i = self.s, pair.issue
        lemma = s.lemmas[i]
        verb = s.tags[i][:2] == "VB"
        kind = "verb" if verb else noun_kinds().get(lemma, "-")
        found = [f"il={lemma}", f"itag={s.tags[i]}", f"topic={pair.topic}", f"ik={kind}"]
        if denied:
            found.append("no issue")
        if "?" in s.words[-2:]:
            found.append("asked")
        own = attitude_of(s, i)
        if own:
            found.append(f"ia={own}")
        for c in s.children[i]:
            dep = s.deps[c]
            if verb and (s.tags[c] == "MD" or dep == "mark"):
                found.append(f"imd={s.lowers[c]}")
            if dep == "amod":
                tone = attitude_of(s, c)
                if tone:
                    found.append(f"iam={tone}")
            if dep in ("amod", "acl", "relcl", "det", "poss"):
                found.append(f"im={dep}:{s.lemmas[c]}")
        if verb:
            found += [f"ivk={kind}" for kind in self._kinds(i)[:2]]
        for k in range(max(0, i - _NEAR), min(len(s.words), i + _NEAR + 1)):
            if k != i and s.tags[k][:2] in _CONTENT and s.tags[k][:3] != "NNP" and k not in self._mentions:
                found.append(f"b={s.lemmas[k]}")
        found += [f"has={word}" for word in _IFS.intersection(s.lowers)]
        if not up.nodes:
            found.append("i=root")
        return found

    def _describe_governor(self, up: Climb, k: int) -> tuple[list[str], int, int]:
        """Return the features of the k-th word above an issue, and the signs that it puts on what it governs."""
        s, node, link = self.s, up.nodes[k], up.links[k]
        denied = self._is_denied(node)
        no = "!" if denied else ""
        lemma = self._lemma(node)
        found = [f"g={lemma}{no}", f"gl={lemma}:{link}{no}"]
        if k < _UP:
            found.append(f"g{k}={lemma}{no}")
        found += [f"w={kind}{no}" for kind in self._kinds(node)]
        stance, sign = self._known(node, link)
        if stance:
            found += (f"c={stance}{no}", f"c{k}={stance}:{link}{no}")
        attitude = attitude_of(s, node, link)
        tone = SIGNS.get(attitude, 1)
        if link == "nsubj":  # of what an issue does itself, only whether it does good tells
            sign, tone = 1, tone if attitude in _EFFECTS else 1
        if attitude:
            found += (f"at={attitude}{no}", f"at={attitude}:{link}{no}", f"at{k}={attitude}{no}")
        found.append(f"t{k}={self._tense(node)}")
        for c in s.children[node]:
            word, dep = s.lowers[c], s.deps[c]
            if s.tags[c] == "MD":
                found += (f"md={word}{no}", f"md={word}|{stance}{no}")
            elif dep == "mark":
                found += (f"mk={word}", f"mk={word}|{k}")
            elif dep == "advcl" and any(s.lowers[g] in _IFS for g in (c, *s.children[c])):
                found.append(f"if|{stance}")
            elif c not in up.nodes and dep in _BESIDE:
                tone *= self._describe_beside(found, c, lemma, link, no)
        signed = -(sign or 1) if denied else sign or 1
        return found, signed, -tone if denied else tone

    def _describe_beside(self, found: list[str], c: int, lemma: str, link: str, no: str) -> int:
        """Add what a governing word says beside the issue: its object, its manner, or how it judges the issue."""
        s, dep = self.s, self.s.deps[c]
        near = next(iter(s.children[c]), c) if dep == "prep" else c
        none = "no " if any(s.lowers[g] in ("no", "not", "little", "any") for g in s.children[near]) else ""
        attitude = attitude_of(s, near)
        if attitude:
            found += (f"atc={none}{attitude}:{dep}{no}", f"atc={none}{attitude}:{dep}:{link}{no}")
        if dep == "advmod":
            found.append(f"av={s.lowers[c]}{no}")
        elif dep != "prep":
            word = s.lemmas[c]
            found += (f"lo={none}{word}{no}", f"lo={lemma}:{none}{word}:{link}{no}", f"lod={dep}:{none}{word}{no}")
            stance, _ = self._known(c, "")
            if stance:
                found.append(f"lc={none}{stance}:{dep}{no}")
            found += [f"lom={s.lemmas[g]}{no}" for g in s.children[c] if s.deps[g] == "amod"]
            pattern, stances = judging_words()
            match = pattern.search(" ".join(s.lowers[min((c, *s.children[c])) : c + 1]))
            if match is not None:
                found.append(f"judged={stances[match.group()]}{no}")
        if dep in ("attr", "acomp", "oprd") and attitude in ("good", "bad"):
            return -SIGNS[attitude] if none else SIGNS[attitude]
        return 1

    def _describe_over(self, up: Climb, k: int) -> list[str]:
        """Return the features of the k-th word above an issue where it is above those that govern it."""
        node = up.nodes[k]
        no = "!" if self._is_denied(node) else ""
        return [f"over={self.s.lemmas[node]}:{up.links[k]}{no}", *(f"overk={kind}" for kind in self._kinds(node)[:2])]

    def _describe_joint(self, node: int, link: str, path: str) -> list[str]:
        """Return the features of a word that governs an issue together with the path to the party that it governs."""
        key = (node, link, path)
        if key not in self._joints:
            no = "!" if self._is_denied(node) else ""
            lemma = self._lemma(node)
            found = [f"gp={lemma}|{path}{no}", f"glp={lemma}:{link}|{path}{no}", f"t={self._tense(node)}|{path}"]
            found += [f"wp={kind}|{path}{no}" for kind in self._kinds(node)]
            stance, _ = self._known(node, link)
            if stance:
                found.append(f"c={stance}|{path}{no}")
            attitude = attitude_of(self.s, node, link)
            if attitude:
                found += (f"at={attitude}|{path}{no}", f"at={attitude}:{link}|{path}{no}")
            self._joints[key] = found
        return self._joints[key]

    def _lemma(self, node: int) -> str:
        """Return a word with its particle."""
        s = self.s
        particle = next((f"_{s.lowers[c]}" for c in s.children[node] if s.deps[c] == "prt"), "")
        return s.lemmas[node] + particle

    def _tense(self, node: int) -> str:
        s = self.s
        return s.tags[node] + ("p" if any(s.deps[c] == "auxpass" for c in s.children[node]) else "")

    def _add_cue(self, found: list[str], pair: Pair, said: Statement) -> None:
        """Add what is known of the statement that a party makes on the issue."""
        found += (f"act={said.act}", f"act={said.act}:{said.form}", f"act={said.act}|r={pair.ruled}")
        if said.cue is None:
            return
        lemma = said.cue.text.lower().split()[0]
        starts = self.s.starts
        if said.cue.span[0] in starts:
            at = starts.index(said.cue.span[0])
            lemma = self.s.lemmas[at] + ("!" if self._is_denied(at) else "")
            found += [f"cuek={kind}" for kind in self._kinds(at)[:3]]
        found.append(f"cue={lemma}")

    def _add_holder(self, found: list[str], pair: Pair, path: str) -> None:
        """Add what kind of party it is and where it stands among the others."""
        if pair.holder < 0:
            found.append("h=outside")
            return
        mention = self._mentions.get(pair.holder)
        kind = mention.kind if mention is not None else "unnamed"
        first, _, _ = path.partition(">")
        last = path.rpartition(">")[2]
        low, high = sorted((pair.holder, pair.issue))
        between = sum(1 for m in self._mentions if low < m < high)
        found += (
            f"h={kind}", f"h={kind}|{first}", f"hw={self.s.lowers[pair.holder]}"[:20],
            f"side={'before' if pair.holder < pair.issue else 'after'}|{last}", f"between={min(between, 3)}",
        )  # fmt: skip
        event = self._events.get(pair.issue)
        if event is not None:
            found.append(f"ie={event.type}{self._role(event, pair)}")

    def _role(self, event: Event, pair: Pair) -> str:
        """Return whether the party acts (A) in an event or is acted on (R), "-" where neither, "?" if not known."""
        mention = self._mentions.get(pair.holder)
        if mention is None:
            return "?"
        keys = {part.key for part in mention.parts or (mention.party,)}
        if any(actor.key in keys for actor in event.actors):
            return "A"
        return "R" if any(other.key in keys for other in event.recipients) else "-"

    def _is_denied(self, i: int) -> bool:
        """Tell whether a word is negated, or is one that says no itself."""
        return self.s.lowers[i] in _NOTHING or is_denied(self.s, i)

    def _kinds(self, i: int) -> tuple[str, ...]:
        """Return the kinds that WordNet counts a verb or a noun to."""
        tag, lemma = self.s.tags[i][:2], self.s.lemmas[i]
        if tag == "VB":
            return verb_kinds().get(lemma, ())
        kind = noun_kinds().get(lemma) if tag == "NN" else None
        return (f"n.{kind}",) if kind else ()

    def _known(self, i: int, link: str) -> tuple[str, int]:
        """Return the stance that the lexicon gives a word, and its sign."""
        s = self.s
        lemma, tag = s.lemmas[i], s.tags[i][:2]
        kinds = ("hold", "over") if tag == "VB" else ("noun",) if tag == "NN" else ("adjective",)
        for kind in kinds:
            for word in stance_words(kind).get(lemma, ()):
                if not word.rest or set(word.rest) <= {s.lowers[c] for c in s.children[i]} | {link}:
                    return word.stance, SIGNS.get(word.stance, 0)
        return "", 0
