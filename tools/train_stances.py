"""Fit the weights of the stances from sentences whose parties and issues are marked.

Usage: python tools/train_stances.py [--folds 5] [--out src/tocsin/data/patterns/stances.npz]

Run it after tools/train_events.py and tools/train_sides.py: what events are coded is one of the features. The sentences
are those of training/stances/. Each marked party is paired with each marked issue, and with nouns of the sentence that
are no issue of it. A multinomial regression with an L2 penalty tells the stance of a pair, or none. The run is
deterministic.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from train_events import LEAST_USES, ROOT, matrix_of, say, vocabulary_of

from tocsin.events import code_events
from tocsin.parties import find_mentions, find_places
from tocsin.positions.disputes.assertions import find_assertions
from tocsin.positions.holders import party_of
from tocsin.positions.stances.fitted import NONE, WEIGHTS
from tocsin.positions.stances.issues import Raised, find_issues
from tocsin.positions.stances.judging import judge, spoken_in
from tocsin.positions.stances.pairing import events_at, make_pair
from tocsin.positions.stances.topics import find_topics
from tocsin.positions.stances.weighing import Weigher
from tocsin.reading import analyse
from tocsin.records import Article, Mention, Reading, Sentence, Statement
from tocsin.statements import find_statements

LEAST_SHARE = 0.03  # of the pairs on a path, with a stance
PENALTY = 0.2
UNMARKED = 0.5  # the weight of what is spoken of but marked as no issue
MARK = re.compile(r"\[([PI]\d) ([^\[\]]+)\]")


class Row(NamedTuple):
    """A training sentence without its marks, the spans of each, and the stances of pairs of them."""

    text: str
    spans: dict[str, list[tuple[int, int]]]
    stances: dict[tuple[str, str], str]


class Example(NamedTuple):
    """A pair of party and issue: its features and its stance."""

    features: tuple[str, ...]
    stance: str
    ruled: str
    group: int
    weight: float = 1.0


def read_rows(folder: Path) -> Iterator[Row]:
    """Yield the sentences of the training files, in the order of their names."""
    for path in sorted(folder.glob("stances_*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            _, stances, marked = line.split("\t")
            yield strip_marks(marked, stances)


def strip_marks(marked: str, stances: str) -> Row:
    """Return a training sentence without its marks."""
    plain, position = "", 0
    spans: dict[str, list[tuple[int, int]]] = {}
    for found in MARK.finditer(marked):
        plain += marked[position : found.start()]
        spans.setdefault(found[1], []).append((len(plain), len(plain) + len(found[2])))
        plain += found[2]
        position = found.end()
    held = {}
    for cell in stances.split("|"):
        if cell.strip():
            party, stance, issue = cell.split()
            held[party, issue] = stance
    return Row(plain + marked[position:], spans, held)


def head_in(sentence: Sentence, span: tuple[int, int]) -> int | None:
    """Return the token of a span that hangs on none of its others."""
    inside = [i for i, start in enumerate(sentence.starts) if span[0] <= start < span[1]]
    return next((i for i in inside if sentence.heads[i] not in inside or sentence.heads[i] == i), None)


def examples_of(reading: Reading, row: Row, group: int) -> Iterator[Example]:
    """Yield the examples that one training sentence gives."""
    statements = (*reading.statements, *find_assertions(reading))
    acts = {s.cue.span[0]: s.act for s in reading.statements if s.cue is not None}
    low = row.text.lower()
    bare = not any(name[0] == "I" for name in row.spans)  # the line says that nothing in it is an issue
    for sentence, mentions in zip(reading.sentences, reading.mentions, strict=True):
        if not sentence.words:
            continue
        spoken = spoken_in(sentence, statements)
        weigher = Weigher(sentence, mentions, events_at(sentence, reading.events))
        raised = find_issues(sentence, mentions, reading, low)
        for name, issue in issues_of(sentence, mentions, row, raised):
            signs = judge(sentence, mentions, issue, spoken, (reading, acts, ()))
            for party in sorted(name for name in row.spans if name[0] == "P"):
                said = voice_of(row.spans[party], sentence.starts[issue.head], statements)
                stance = row.stances.get((party, name), NONE)
                for holder in holders_of(sentence, row.spans[party], said):
                    mention = mentions.get(holder)
                    parties = party_of(mention) if mention is not None else ()
                    if not parties and said is not None and said.speaker is not None:
                        parties = (said.speaker,)
                    pair = make_pair(issue, holder, said, parties, signs)
                    features = tuple(sorted(weigher.features_of(pair)))
                    weight = 1.0 if name or bare else UNMARKED
                    yield Example(features, stance, pair.ruled, group, weight)


def holders_of(sentence: Sentence, spans: list[tuple[int, int]], said: Statement | None) -> list[int]:
    """Return the tokens at which a party is named; who speaks counts once, -1 where from outside the sentence."""
    heads = [head for span in spans if (head := head_in(sentence, span)) is not None]
    return heads[:1] or [-1] if said is not None else heads


def issues_of(
    sentence: Sentence, mentions: Mapping[int, Mention], row: Row, raised: Sequence[Raised]
) -> list[tuple[str, Raised]]:  # fmt: skip
    """Return the marked issues of a sentence, and ("") what it speaks of that is no issue in it."""
    known = {issue.head: issue for issue in raised}
    topics = {issue.head: issue for issue in find_topics(sentence, mentions, set(known))}
    found: list[tuple[str, Raised]] = []
    near: set[int] = set()
    for name in sorted(name for name in row.spans if name[0] == "I"):
        for span in row.spans[name]:
            near.update(i for i, start in enumerate(sentence.starts) if span[0] <= start < span[1])
        head = next((h for span in row.spans[name] if (h := head_in(sentence, span)) is not None), None)
        if head is None:
            continue
        verb = sentence.tags[head][:2] == "VB"
        topic = Raised("-", sentence.words[head], head, head, verb, known=False)
        found.append((name, known.get(head) or topics.get(head) or topic))
        up = head
        while sentence.heads[up] != up:
            up = sentence.heads[up]
            near.add(up)
    others = {**known, **topics}
    return found + [("", others[head]) for head in sorted(others) if head not in near]


def voice_of(spans: list[tuple[int, int]], at: int, statements: tuple[Statement, ...]) -> Statement | None:
    """Return the statement of a party in whose content an offset lies."""
    for said in statements:
        own = said.speaker is not None and any(
            said.speaker.span[0] < end and start < said.speaker.span[1] for start, end in spans
        )
        if own and any(start <= at < end for start, end in said.content.spans):
            return said
    return None


def collect(folder: Path) -> list[Example]:
    """Read all training sentences and return their examples."""
    rows = list(read_rows(folder))
    readings = analyse(Article(id=str(i), text=row.text) for i, row in enumerate(rows))
    found: list[Example] = []
    for group, (reading, row) in enumerate(zip(readings, rows, strict=True)):
        reading = msgspec.structs.replace(reading, mentions=find_mentions(reading))
        reading = msgspec.structs.replace(reading, places=find_places(reading))
        reading = msgspec.structs.replace(reading, statements=find_statements(reading))
        reading = msgspec.structs.replace(reading, events=code_events(reading))
        found.extend(examples_of(reading, row, group))
    say({"sentences": len(rows), "pairs": len(found), **Counter(example.stance for example in found)})
    return found


def fit(matrix: csr_matrix, labels: list[str], sample: numpy.ndarray) -> LogisticRegression:
    """Fit one multinomial regression."""
    return LogisticRegression(C=PENALTY, max_iter=300, tol=1e-3).fit(matrix, labels, sample_weight=sample)


def held_out(examples: list[Example], matrix: csr_matrix, folds: int) -> tuple[numpy.ndarray, list[str]]:
    """Return the chances of each class for every pair, by a model that has not seen its sentence."""
    groups = numpy.array([example.group for example in examples])
    labels = numpy.array([example.stance for example in examples])
    sample = numpy.array([example.weight for example in examples])
    names = sorted(set(labels))
    chances = numpy.zeros((len(examples), len(names)))
    for fold in range(folds):
        held = groups % folds == fold
        model = fit(matrix[~held], list(labels[~held]), sample[~held])
        chances[held] = model.predict_proba(matrix[held])
    return chances, names


def paths_of(examples: list[Example]) -> list[str]:
    """Return the paths on which parties stand that take a stance, more than once and not only by chance."""
    every: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for example in examples:
        path = next(name for name in example.features if name.startswith("hp="))[3:]
        every[path] += 1
        held[path] += example.stance != NONE
    return sorted(path for path, count in held.items() if count >= LEAST_USES and count >= LEAST_SHARE * every[path])


def report(examples: list[Example], chances: numpy.ndarray, names: list[str]) -> None:
    """Print precision and recall of stances in sentences held out, by the least chance asked for, and of the rules."""
    gold = [example.stance for example in examples]
    held = sum(stance != NONE for stance in gold)
    none = names.index(NONE)
    for least in (0.4, 0.5, 0.6, 0.7, 0.8):
        best = numpy.where(numpy.arange(len(names)) == none, -1.0, chances)
        made = [names[k] if row[k] >= least else NONE for row, k in zip(best, best.argmax(axis=1), strict=True)]
        right = sum(a == b != NONE for a, b in zip(made, gold, strict=True))
        told = sum(stance != NONE for stance in made)
        say({"least chance": least, "precision": round(right / max(1, told), 3), "recall": round(right / held, 3)})
    right = sum(example.ruled == example.stance for example in examples if example.stance != NONE)
    told = sum(bool(example.ruled) for example in examples)
    say({"rules alone": "", "precision": round(right / max(1, told), 3), "recall": round(right / held, 3)})


def main() -> None:
    """Train and write the weights; print how well stances were told in sentences held out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--training", type=Path, default=ROOT / "training" / "stances")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    examples = collect(given.training)
    names = vocabulary_of(example.features for example in examples)
    matrix = matrix_of([example.features for example in examples], {name: i for i, name in enumerate(names)})
    report(examples, *held_out(examples, matrix, given.folds))
    sample = numpy.array([example.weight for example in examples])
    model = fit(matrix, [example.stance for example in examples], sample)
    numpy.savez_compressed(
        given.out,
        features=numpy.array("\n".join(names)),
        names=numpy.array("\n".join(model.classes_)),
        weights=model.coef_.T.astype("float16"),
        bias=model.intercept_.astype("float32"),
        paths=numpy.array("\n".join(paths_of(examples))),
    )
    say({"features": len(names), "written": given.out.name, "bytes": given.out.stat().st_size})


if __name__ == "__main__":
    main()
