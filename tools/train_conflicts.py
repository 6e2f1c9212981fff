"""Fit the weights that tell which claims conflict, from pairs of invented sentences.

Usage: python tools/train_conflicts.py [--folds 5] [--out src/tocsin/data/patterns/conflicts.npz]

Run it after tools/train_events.py and tools/train_sides.py: what events are coded is one of the features. The pairs are
those of training/conflicts/. Both sentences are read as one article; the claims that overlap the marked words are the
pair. Where neither has to come first (contrary, versions, counter, none), the pair is also learned the other way round.
Sentences of different pairs, which do not conflict, are paired too, and in the articles each two claims close to each
other. A logistic regression with an L2 penalty. The run is deterministic.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression
from train_events import ROOT, matrix_of, say

from tocsin import pipeline
from tocsin.positions.disputes.claims import Claim, find_claims
from tocsin.positions.disputes.pairing import Look, look_at_all, pair_features, word_features
from tocsin.positions.disputes.weighing import NEAR, WEIGHTS, WORDS, can_conflict, can_hold
from tocsin.records import Article, Span

LEAST_USES = 2
PENALTY = 0.05
IN_ARTICLES = 3.0  # weight of two claims of an article beside a pair
NONE = "none"
EITHER_WAY = ("contrary", "versions", "counter", NONE)
STRANGE = ("strangers", "conflict", "apart")  # examples that are no pair
STRANGERS = 2  # claims of other pairs that each first claim is paired with
MARK = re.compile(r"\[([PC]|\d[a-z](?:,\d[a-z])*) ([^\[\]]+)\]")


class Pair(NamedTuple):
    """A training pair: its text without marks, the spans of both claims, where the second sentence begins."""

    id: str
    kind: str
    text: str
    claims: tuple[list[Span], list[Span]]


class Example(NamedTuple):
    """Two claims: their features, whether they conflict, and the pair that they are from."""

    features: tuple[str, ...]
    kind: str
    group: int


def read_pairs(folder: Path) -> Iterator[Pair]:
    """Yield the pairs of the training files, in the order of their names."""
    for path in sorted(folder.glob("conflicts_*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            id, kind, first, second = line.split("\t")
            one, spans = strip_marks(first, 0)
            other, others = strip_marks(second, len(one) + 1)
            yield Pair(id, kind, f"{one} {other}", (spans["C"], others["C"]))


def strip_marks(marked: str, offset: int = 0) -> tuple[str, dict[str, list[Span]]]:
    """Return a text without its marks, and the spans of each mark."""
    plain, position = "", 0
    spans: dict[str, list[Span]] = defaultdict(list)
    for found in MARK.finditer(marked):
        plain += marked[position : found.start()]
        for mark in found[1].split(","):
            spans[mark].append((offset + len(plain), offset + len(plain) + len(found[2])))
        plain += found[2]
        position = found.end()
    return plain + marked[position:], spans


def claim_in(claims: list[Claim], spans: list[Span]) -> Claim | None:
    """Return the claim that overlaps marked words most."""
    best = max(claims, key=lambda claim: overlap(claim, spans), default=None)
    return best if best is not None and overlap(best, spans) else None


def overlap(claim: Claim, spans: list[Span]) -> int:
    """Return how many code points of a claim lie in marked words."""
    own = claim.statement.content.spans
    return sum(max(0, min(b, d) - max(a, c)) for a, b in own for c, d in spans)


def features_of(one: Look, other: Look) -> tuple[str, ...]:
    """Return all features of a pair."""
    return tuple(sorted((*word_features(other), *pair_features(one, other))))


def collect(folder: Path) -> list[Example]:
    """Read all training pairs and return their examples."""
    pairs = list(read_pairs(folder))
    articles = [Article(id=pair.id, text=pair.text, published="2026-03-05") for pair in pairs]
    looks: list[tuple[int, Look, Look]] = []
    missed: Counter[str] = Counter()
    for group, (pair, reading) in enumerate(zip(pairs, pipeline.read_all(articles, processes=1), strict=True)):
        claims = list(find_claims(reading))
        one, other = (claim_in(claims, spans) for spans in pair.claims)
        if one is None or other is None or one is other:
            missed[f"{pair.kind}: {'first' if one is None else 'second' if other is None else 'one'}"] += 1
            continue
        first, second = look_at_all((one, other))
        looks.append((group, first, second))
    say({"pairs": len(pairs), "told as claims": len(looks), **dict(sorted(missed.items()))})
    draw = random.Random(7)
    found: list[Example] = []
    for group, first, second in looks:
        kind = pairs[group].kind
        found.append(Example(features_of(first, second), kind, group))
        if kind in EITHER_WAY:
            found.append(Example(features_of(second, first), kind, group))
        for far, _, stranger in draw.sample(looks, STRANGERS):
            if far != group and pairs[far].kind in ("contrary", "versions", NONE):
                found.append(Example(features_of(first, stranger), "strangers", group))
    return found


def collect_articles(folder: Path) -> list[Example]:
    """Read the training articles; return an example of each two claims close to each other."""
    marked = [part for path in sorted(folder.glob("articles_*.txt")) for part in path.read_text("utf-8").split("\n\n")]
    plain = [strip_marks(" ".join(part.split())) for part in marked]
    articles = [Article(id=str(i), text=text, published="2026-03-05") for i, (text, _) in enumerate(plain)]
    found: list[Example] = []
    seen: set[tuple[int, str]] = set()
    for group, reading in enumerate(pipeline.read_all(articles, processes=1)):
        looks = look_at_all(find_claims(reading))
        marks = [{mark for mark, spans in plain[group][1].items() if overlap(look.claim, spans)} for look in looks]
        for i, one in enumerate(looks):
            for j in range(i + 1, min(len(looks), i + NEAR + 1)):
                if not can_conflict(one.claim, looks[j].claim) or not all(can_hold(looks[k].claim) for k in (i, j)):
                    continue
                met = {(a[0]) for a in marks[i] for b in marks[j] if a[0] == b[0] and a != b}
                seen |= {(group, number) for number in met}
                kind = "conflict" if met else "apart"
                found.append(Example(features_of(one, looks[j]), kind, -group - 1))
    total = {(group, mark[0]) for group, (_, spans) in enumerate(plain) for mark in spans}
    say({"articles": len(articles), "disputes": len(total), "told as claims": len(seen), "pairs": len(found)})
    return found


def to_matrix(examples: list[Example], names: list[str]) -> csr_matrix:
    """Return the examples as rows; words count less than marks."""
    matrix = matrix_of([example.features for example in examples], {name: i for i, name in enumerate(names)})
    return (matrix.astype(float) @ diags(scales(names))).tocsr()


def scales(names: list[str]) -> numpy.ndarray:
    """Return how much each feature counts."""
    return numpy.array([WORDS if name[:2] == "w=" else 1.0 for name in names])


def fit(matrix: csr_matrix, labels: numpy.ndarray, groups: numpy.ndarray) -> LogisticRegression:
    """Fit whether two claims conflict."""
    model = LogisticRegression(C=PENALTY, max_iter=800, tol=1e-3)
    return model.fit(matrix, labels, sample_weight=numpy.where(groups < 0, IN_ARTICLES, 1.0))


def report(kinds: numpy.ndarray, labels: numpy.ndarray, chances: numpy.ndarray) -> None:
    """Print how well pairs and claims of articles were told when held out."""
    right = (chances > 0.5) == labels
    say({kind: round(float(right[kinds == kind].mean()), 3) for kind in sorted(set(kinds))})
    for name, part in (("pairs", ~numpy.isin(kinds, STRANGE)), ("articles", numpy.isin(kinds, ("conflict", "apart")))):
        for least in (0.5, 0.6, 0.7, 0.8):
            sure = part & (chances > least)
            say({
                "of": name, "least": least, "precision": round(float(labels[sure].mean()), 3),
                "recall": round(float(sure[part & labels].sum() / labels[part].sum()), 3),
            })  # fmt: skip


def main() -> None:
    """Train and write the weights; print how well conflicts were told when held out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--training", type=Path, default=ROOT / "training" / "conflicts")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    examples = [*collect(given.training), *collect_articles(given.training)]
    uses = Counter(name for example in examples for name in example.features)
    names = sorted(name for name, count in uses.items() if count >= LEAST_USES)
    matrix = to_matrix(examples, names)
    groups = numpy.array([example.group for example in examples])
    kinds = numpy.array([example.kind for example in examples])
    labels = ~numpy.isin(kinds, (NONE, "strangers", "apart"))
    chances = numpy.zeros(len(examples))
    for fold in range(given.folds):
        held = groups % given.folds == fold
        chances[held] = fit(matrix[~held], labels[~held], groups[~held]).predict_proba(matrix[held])[:, 1]
    report(kinds, labels, chances)
    model = fit(matrix, labels, groups)
    numpy.savez_compressed(
        given.out,
        features=numpy.array("\n".join(names)),
        weights=(model.coef_[0] * scales(names)).astype("float16"),
        bias=numpy.array(model.intercept_, "float32"),
    )
    say({"features": len(names), "written": given.out.name, "bytes": given.out.stat().st_size})


if __name__ == "__main__":
    main()
