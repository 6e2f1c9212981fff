"""Fit the event model's weights from the sentences in training/events/.

Usage: python tools/train_events.py [--folds 5] [--out src/tocsin/data/patterns/weights.npz]

Each training sentence is read as the program reads an article; the candidate under its trigger mark is an example of
its type, every candidate of a NULL sentence an example of none, and an open candidate elsewhere in an event's sentence
a lighter example of none. Multinomial logistic regression with an L2 penalty; the temperature minimises the held-out
log loss over folds. The run is deterministic: the same sentences and lexicons give the same file.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
import numpy
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from tocsin.events.abstention import silent_domains
from tocsin.events.acts import Act, Acts
from tocsin.events.candidates import NULL, WEIGHTS, Weigher, propose
from tocsin.events.scene import Scene
from tocsin.parties import find_mentions
from tocsin.reading import analyse
from tocsin.records import Article, Reading, Span

ROOT = Path(__file__).parents[1]
MARK = re.compile(r"\[([ART]) ([^\]]*)\]")
LEAST_USES = 2
ELSEWHERE = 0.2
SILENT = 1.5  # weight of a candidate in a sentence without events: to invent an event is worse than to miss one
UNFRAMED = 0.5  # weight of a framed verb shown again without its frame, for verbs that no frame will fit
PENALTY = 1.0

Marks = dict[str, list[Span]]


class Example(msgspec.Struct):
    """One candidate: its features, its label, how much it counts, the sentence, and whether it shows its frame."""

    features: tuple[str, ...]
    type: str
    mode: str | None
    weight: float
    group: int
    framed: bool = True


def say(facts: dict[str, object]) -> None:
    """Write one line of facts to standard output."""
    sys.stdout.write(json.dumps(facts) + "\n")


def strip_marks(marked: str) -> tuple[str, Marks]:
    """Return a training sentence without its marks, and the spans of its trigger (T), actors (A) and recipients (R)."""
    plain, position = "", 0
    spans: Marks = {"T": [], "A": [], "R": []}
    for found in MARK.finditer(marked):
        plain += marked[position : found.start()]
        spans[found[1]].append((len(plain), len(plain) + len(found[2])))
        plain += found[2]
        position = found.end()
    return plain + marked[position:], spans


def read_cells(paths: Iterable[Path]) -> Iterator[list[str]]:
    """Yield the six cells of every training line, in the order of the files' names."""
    for path in sorted(paths):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            cells = line.split("\t")
            if len(cells) == 6:
                yield cells


def read_rows(folder: Path) -> list[tuple[str, str | None, str, list[Span]]]:
    """Return (type, mode, sentence, trigger spans) for every line of the training files, in file order."""
    rows = []
    for _, kind, mode, _, _, marked in read_cells(folder.glob("*.tsv")):
        sentence, marks = strip_marks(marked)
        rows.append((kind, (mode or None) if kind != NULL else None, sentence, marks["T"]))
    return rows


def examples_of(reading: Reading, group: int, kind: str, mode: str | None, triggers: list[Span]) -> list[Example]:
    """Return the examples that one training sentence gives."""
    found: list[Example] = []
    for sentence, mentions in zip(reading.sentences, reading.mentions, strict=True):
        if not sentence.words:
            continue
        scene = Scene(sentence, mentions, frozenset())
        acts = Acts(scene)
        domains = silent_domains(scene)
        weigher = Weigher(scene)
        proposed = propose(scene, acts)
        under = [
            (head, act)
            for head, act in proposed
            if any(sentence.starts[head] < end and sentence.ends[head] > start for start, end in triggers)
        ]
        chosen = best_under(under)
        for head, act in proposed:
            if kind == NULL:
                label, label_mode, weight = NULL, None, SILENT
            elif (head, act) == chosen:
                label, label_mode, weight = kind, mode, 1.0
            elif act is None and (head, act) not in under:
                label, label_mode, weight = NULL, None, ELSEWHERE
            else:
                continue
            features = tuple(sorted(weigher.features(head, act, domains)))
            found.append(Example(features, label, label_mode, weight, group))
            if act is not None and act.rule != "noun":
                features = tuple(sorted(weigher.features(head, None, domains)))
                found.append(Example(features, label, label_mode, weight * UNFRAMED, group, framed=False))
    return found


def best_under(under: list[tuple[int, Act | None]]) -> tuple[int, Act | None] | None:
    """Return the candidate that carries the trigger: a verb with a frame, then an open verb, then a noun."""
    ranks = [
        (0 if act is not None and act.rule != "noun" else 1 if act is None else 2, i)
        for i, (_, act) in enumerate(under)
    ]
    return under[min(ranks)[1]] if ranks else None


def collect(folder: Path) -> list[Example]:
    """Read all training sentences and return their examples."""
    rows = read_rows(folder)
    readings = analyse(Article(id=str(i), text=row[2]) for i, row in enumerate(rows))
    found: list[Example] = []
    missed: Counter[str] = Counter()
    for group, (reading, (kind, mode, _, triggers)) in enumerate(zip(readings, rows, strict=True)):
        reading = msgspec.structs.replace(reading, mentions=find_mentions(reading))
        got = examples_of(reading, group, kind, mode, triggers)
        if kind != NULL and not any(example.type == kind for example in got):
            missed[kind] += 1
        found.extend(got)
    say({"sentences": len(rows), "examples": len(found), "without a candidate": missed.total(), **missed})
    return found


def vocabulary_of(examples: Iterable[Sequence[str]]) -> list[str]:
    """Return the features that enough examples have, sorted."""
    uses = Counter(name for features in examples for name in features)
    return sorted(name for name, count in uses.items() if count >= LEAST_USES)


def matrix_of(examples: Sequence[Sequence[str]], index: dict[str, int]) -> csr_matrix:
    """Return the features of the examples as a sparse binary matrix."""
    columns, starts = [], [0]
    for features in examples:
        columns.extend(index[name] for name in features if name in index)
        starts.append(len(columns))
    return csr_matrix((numpy.ones(len(columns), "float32"), columns, starts), shape=(len(examples), len(index)))


def fit(matrix: csr_matrix, labels: list[str], sample: numpy.ndarray) -> LogisticRegression:
    """Fit one multinomial regression."""
    return LogisticRegression(C=PENALTY, max_iter=300, tol=1e-3).fit(matrix, labels, sample_weight=sample)


def cross_validate(examples: list[Example], matrix: csr_matrix, folds: int) -> tuple[float, dict[str, float]]:
    """Return the temperature that minimises held-out log loss, and held-out accuracy per type."""
    groups = numpy.array([example.group for example in examples])
    sample = numpy.array([example.weight for example in examples])
    labels = numpy.array([example.type for example in examples])
    scores = numpy.zeros((len(examples), len(set(labels))))
    for fold in range(folds):
        held = groups % folds == fold
        model = fit(matrix[~held], list(labels[~held]), sample[~held])
        scores[held] = model.decision_function(matrix[held])
        names = list(model.classes_)
    truth = numpy.array([names.index(label) for label in labels])

    def loss(temperature: float) -> float:
        logits = scores / temperature
        logits = logits - logits.max(axis=1, keepdims=True)
        chance = logits[numpy.arange(len(truth)), truth] - numpy.log(numpy.exp(logits).sum(axis=1))
        return float(-(chance * sample).sum() / sample.sum())

    temperature = float(minimize_scalar(loss, bounds=(0.3, 5.0), method="bounded").x)
    right = scores.argmax(axis=1) == truth
    full = sample >= 1.0
    report = {name: round(float(right[full & (labels == name)].mean()), 3) for name in names}
    report["all"] = round(float(right[full].mean()), 3)
    report["log loss"] = round(loss(temperature), 3)
    return temperature, report


def fit_modes(examples: list[Example], matrix: csr_matrix) -> tuple[list[str], numpy.ndarray, numpy.ndarray]:
    """Fit, for each type with modes, which mode it has; return column names, weights and biases."""
    names: list[str] = []
    columns: list[numpy.ndarray] = []
    biases: list[float] = []
    for kind in sorted({example.type for example in examples if example.mode}):
        rows = [i for i, example in enumerate(examples) if example.type == kind and example.framed]
        labels = [f"{kind}:{examples[i].mode or ''}" for i in rows]
        model = fit(matrix[rows], labels, numpy.ones(len(rows)))
        coefficients, intercepts = model.coef_, model.intercept_
        if len(model.classes_) == 2:
            coefficients = numpy.vstack([-coefficients / 2, coefficients / 2])
            intercepts = numpy.array([-intercepts[0] / 2, intercepts[0] / 2])
        names.extend(model.classes_)
        columns.extend(coefficients)
        biases.extend(intercepts)
    return names, numpy.array(columns).T, numpy.array(biases)


def main() -> None:
    """Train and write the weights; print what was held out and how well it was coded."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--training", type=Path, default=ROOT / "training" / "events")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    examples = collect(given.training)
    names = vocabulary_of(example.features for example in examples)
    matrix = matrix_of([example.features for example in examples], {name: i for i, name in enumerate(names)})
    temperature, report = cross_validate(examples, matrix, given.folds)
    say({"features": len(names), "temperature": round(temperature, 3), "held-out accuracy": report})
    sample = numpy.array([example.weight for example in examples])
    model = fit(matrix, [example.type for example in examples], sample)
    modes, by_mode, mode_bias = fit_modes(examples, matrix)
    numpy.savez_compressed(
        given.out,
        features=numpy.array("\n".join(names)),
        types=numpy.array("\n".join(model.classes_)),
        modes=numpy.array("\n".join(modes)),
        by_type=model.coef_.T.astype("float16"),
        by_mode=by_mode.astype("float16"),
        bias=model.intercept_.astype("float32"),
        mode_bias=mode_bias.astype("float32"),
        temperature=numpy.array(temperature),
    )
    say({"written": given.out.name, "bytes": given.out.stat().st_size})


if __name__ == "__main__":
    main()
