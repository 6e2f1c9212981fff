"""Fit the weights of the events' sides from sentences whose actors and recipients are marked.

Usage: python tools/train_sides.py [--folds 5] [--out src/tocsin/data/patterns/sides.npz]

Run it after tools/train_events.py. The sentences are those of training/events/ and of training/sides/, where others
than the two sides are named. Each training sentence is coded by frames and model; where an event of the marked
type stands at the marked trigger, every mention of the sentence is an example of an actor or none, and of a recipient
or none. Two logistic regressions with an L2 penalty. The run is deterministic.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec
import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from train_events import ROOT, Marks, matrix_of, read_cells, say, strip_marks, vocabulary_of

from tocsin.events.acts import Acts
from tocsin.events.candidates import NULL
from tocsin.events.coding import places_in
from tocsin.events.deciding import decide
from tocsin.events.scene import Scene
from tocsin.events.slots import Cast, Casting
from tocsin.events.slots.ranking import ROLES, SIDES, Ranking
from tocsin.parties import find_mentions, find_places
from tocsin.reading import analyse
from tocsin.records import Article, Reading

PENALTY = 1.0


class Example(msgspec.Struct):
    """One mention as a side of one event: its features, whether it is its actor and its recipient, and the sentence."""

    features: tuple[str, ...]
    is_side: tuple[bool, bool]
    group: int


def read_rows(folder: Path) -> list[tuple[str, str, Marks]]:
    """Return (type, sentence, marks) for every line with an event, in file order, of all folders of `folder`."""
    cells = read_cells(folder.glob("*/*.tsv"))
    return [(kind, *strip_marks(marked)) for _, kind, _, _, _, marked in cells if kind != NULL]


def examples_of(reading: Reading, group: int, kind: str, marks: Marks) -> list[Example]:
    """Return the examples that one training sentence gives: the mentions around its marked event."""
    for sentence, mentions in zip(reading.sentences, reading.mentions, strict=True):
        if not sentence.words:
            continue
        starts, ends = sentence.starts, sentence.ends

        def lies_in(i: int, mark: str, starts: tuple[int, ...] = starts, ends: tuple[int, ...] = ends) -> bool:
            return any(starts[i] < end and ends[i] > start for start, end in marks[mark])

        scene = Scene(sentence, mentions, places_in(reading, sentence))
        casting = Casting(scene, acts := Acts(scene), reading.article.text)
        coded = [one for one in decide(scene, acts, casting) if one.type == kind and lies_in(one.act.head, "T")]
        if coded and not coded[0].symmetric:
            one, ranking = coded[0], Ranking(scene, casting)
            cast = Cast(one.actors, one.recipients, one.symmetric)
            features = ranking.features_of(one.act.head, one.rule, kind, cast)
            return [
                Example(tuple(sorted(set(features(i)))), (lies_in(i, "A"), lies_in(i, "R")), group)
                for i in ranking.heads
            ]
    return []


def collect(folder: Path) -> list[Example]:
    """Read all training sentences and return their examples."""
    rows = read_rows(folder)
    readings = analyse(Article(id=str(i), text=row[1]) for i, row in enumerate(rows))
    found: list[Example] = []
    groups: dict[str, int] = {}  # a sentence with several events is held out with all of them
    for reading, (kind, text, marks) in zip(readings, rows, strict=True):
        group = groups.setdefault(text, len(groups))
        reading = msgspec.structs.replace(reading, mentions=find_mentions(reading))
        reading = msgspec.structs.replace(reading, places=find_places(reading))
        found.extend(examples_of(reading, group, kind, marks))
    say({"events": len(rows), "mentions": len(found), "sentences": len({example.group for example in found})})
    return found


def fit(matrix: csr_matrix, labels: numpy.ndarray) -> LogisticRegression:
    """Fit whether a mention has a role."""
    return LogisticRegression(C=PENALTY, max_iter=300, tol=1e-3).fit(matrix, labels)


def main() -> None:
    """Train and write the weights; print how well the likeliest mention was told in sentences held out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--training", type=Path, default=ROOT / "training")
    parser.add_argument("--out", type=Path, default=SIDES)
    given = parser.parse_args()
    examples = collect(given.training)
    names = vocabulary_of(example.features for example in examples)
    matrix = matrix_of([example.features for example in examples], {name: i for i, name in enumerate(names)})
    groups = numpy.array([example.group for example in examples])
    weights, biases = [], []
    for column, role in enumerate(ROLES):
        labels = numpy.array([example.is_side[column] for example in examples])
        chances = numpy.zeros(len(examples))
        for fold in range(given.folds):
            held = groups % given.folds == fold
            chances[held] = fit(matrix[~held], labels[~held]).predict_proba(matrix[held])[:, 1]
        right = (chances > 0.5) == labels
        say({"role": role, "mentions told right when held out": round(float(right.mean()), 4)})
        model = fit(matrix, labels)
        weights.append(model.coef_[0])
        biases.append(float(model.intercept_[0]))
    numpy.savez_compressed(
        given.out,
        features=numpy.array("\n".join(names)),
        weights=numpy.array(weights).T.astype("float16"),
        bias=numpy.array(biases, "float32"),
    )
    say({"features": len(names), "written": given.out.name, "bytes": given.out.stat().st_size})


if __name__ == "__main__":
    main()
