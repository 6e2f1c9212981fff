"""Count how much each cue of the contexts says, in the labelled sentences of training/events/.

Usage: python tools/train_contexts.py [--out src/tocsin/data/patterns/contexts.tsv]

The words come from src/tocsin/data/plover/contexts.tsv. Of the events in whose sentence a word stands, in the clause of
their act and outside it, the share with the context is its strength, in percent; a word that is rare in the sentences
keeps close to a prior by its column. The run is deterministic.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import msgspec
from train_events import ROOT, read_cells, say, strip_marks

from tocsin.events.candidates import NULL
from tocsin.events.contexts import find_phrases, is_in_clause, path_up
from tocsin.events.ontology import phrase_starts
from tocsin.lexicon import cell_values, read_table
from tocsin.reading import analyse
from tocsin.records import Article, Sentence, Span

CUES, TARGET = "plover/contexts.tsv", "src/tocsin/data/patterns/contexts.tsv"
PRIORS = {"cues": (0.5, 8.0), "hints": (0.2, 8.0)}  # the share before anything is counted, and its weight in sentences
IMPLIED = (0.4, 10.0)
Shares = dict[tuple[str, int, int], list[str]]  # (context, near, far) -> cues
LEAST_NEAR, LEAST_ACT = 0.05, 0.1
HEADER = """\
# How often an event has a context, in percent, beside cues: written by tools/train_contexts.py; the words are those of
# plover/contexts.tsv. kind: "word" (or phrase), or "act" (type, or type and mode). near: the cue stands in the clause
# of the act; far: in another clause.
kind\tcontext\tnear\tfar\tcues
"""


Cues = dict[str, dict[str, tuple[float, float]]]


class Label(msgspec.Struct):
    """One labelled event: its act, its contexts, and for each cue 0 where it stands in the act's clause, else 1."""

    act: tuple[str, str]
    contexts: frozenset[str]
    cues: dict[str, int]


def read_rows(folder: Path) -> list[tuple[tuple[str, str], frozenset[str], str, list[Span]]]:
    """Return (type and mode, contexts, sentence, trigger spans) for every event with contexts, in file order."""
    rows = []
    for _, kind, mode, _, contexts, marked in read_cells(folder.glob("*.tsv")):
        if kind != NULL and contexts:
            sentence, marks = strip_marks(marked)
            rows.append(((kind, mode), frozenset(contexts.split("|")), sentence, marks["T"]))
    return rows


def read_cues() -> Cues:
    """Return for each cue its contexts, each with the prior share and the weight of the prior."""
    found: Cues = {}
    for row in read_table(CUES, ("context", "cues")):
        for column, prior in PRIORS.items():
            for cue in cell_values(row[column]):
                found.setdefault(cue, {}).setdefault(row["context"], prior)
    return found


def nearest(sentence: Sentence, triggers: list[Span], cues: Cues) -> dict[str, int]:
    """Return the cues of a sentence, each with 0 where it stands in the clause of the trigger, else 1."""
    marked = {
        i for i, (a, b) in enumerate(zip(sentence.starts, sentence.ends, strict=True))
        if any(a < end and b > start for start, end in triggers)
    }  # fmt: skip
    head = next((i for i in sorted(marked) if sentence.heads[i] == i or sentence.heads[i] not in marked), min(marked))
    path = {i: n for n, i in enumerate(path_up(sentence, head))}
    found: dict[str, int] = {}
    for i, cue in find_phrases(sentence, cues, phrase_starts(cues)):
        away = 0 if is_in_clause(sentence, i, path) else 1
        found[cue] = min(found.get(cue, 1), away)
    return found


def label(folder: Path, cues: Cues) -> list[Label]:
    """Read the training sentences and return their labelled events."""
    rows = read_rows(folder)
    labels = []
    readings = analyse(Article(id=str(i), text=row[2]) for i, row in enumerate(rows))
    for reading, (act, contexts, _, triggers) in zip(readings, rows, strict=True):
        for sentence in reading.sentences:
            if sentence.words and any(
                sentence.starts[0] < end and start < sentence.ends[-1] for start, end in triggers
            ):
                labels.append(Label(act, contexts, nearest(sentence, triggers, cues)))
                break
    return labels


def blend(hits: int, total: int, prior: tuple[float, float]) -> float:
    """Return a share that keeps to its prior where little was counted."""
    return (hits + prior[0] * prior[1]) / (total + prior[1])


def act_shares(labels: list[Label]) -> Shares:
    """Return what types and modes say."""
    implied = {(act, row["context"]) for row in read_table(CUES, ("context",)) for act in cell_values(row["implied"])}
    total, hits = Counter[str](), Counter[tuple[str, str]]()
    for one in labels:
        for act in {one.act[0], ":".join(filter(None, one.act))}:
            total[act] += 1
            hits.update((act, context) for context in one.contexts)
    overall = Counter(context for one in labels for context in one.contexts)
    found: Shares = {}
    for act in sorted(total):
        for context in sorted(overall):
            prior = overall[context] / len(labels)
            if ":" in act:
                kind = act.partition(":")[0]
                prior = blend(hits[kind, context], total[kind], (prior, IMPLIED[1]))
            share = IMPLIED[0] if (act, context) in implied else prior
            share = blend(hits[act, context], total[act], (share, IMPLIED[1]))
            if share >= LEAST_ACT:
                found.setdefault((context, round(100 * share), 0), []).append(act)
    return found


def word_shares(labels: list[Label], cues: Cues) -> Shares:
    """Return what words and phrases say."""
    total, hits = Counter[tuple[str, int]](), Counter[tuple[str, int, str]]()
    for one in labels:
        for cue, away in one.cues.items():
            total[cue, away] += 1
            hits.update((cue, away, context) for context in one.contexts)
    found: Shares = {}
    for cue in sorted(cues):
        for context, prior in sorted(cues[cue].items()):
            near = blend(hits[cue, 0, context], total[cue, 0], prior)
            far = blend(hits[cue, 1, context], total[cue, 1], (near, prior[1]))
            if near >= LEAST_NEAR:
                found.setdefault((context, round(100 * near), round(100 * far)), []).append(cue)
    return found


def lines_of(kind: str, shares: Shares) -> list[str]:
    """Return the lines of a kind of cue, by context, the strongest first."""
    strongest = sorted(shares.items(), key=lambda entry: (entry[0][0], -entry[0][1], -entry[0][2]))
    return [f"{kind}\t{context}\t{near}\t{far}\t{'|'.join(cues)}" for (context, near, far), cues in strongest]


def main() -> None:
    """Count and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / TARGET)
    arguments = parser.parse_args()
    cues = read_cues()
    labels = label(ROOT / "training" / "events", cues)
    lines = [*lines_of("act", act_shares(labels)), *lines_of("word", word_shares(labels, cues))]
    arguments.out.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    say({"sentences": len(labels), "cues": len(cues), "lines": len(lines)})


if __name__ == "__main__":
    main()
