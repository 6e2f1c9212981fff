"""Measures statements against people's annotation, and what they cost on top of the parse.

    python benchmarks/statements.py SCORER GOLD... [--number N]

SCORER is the scorer's own file (a Python module with `score` and `load`); each GOLD is JSONL with `id`, `text` and
`attributions`. Prints a table of full attribution (content overlap of at least half, and the right source): F1 over
all, over speech alone, precision, recall of direct quotations by content, the articles that gave no reading, and
microseconds a token of the parse, of the parties and of the statements. With --number only the first N documents.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from tocsin import parties, statements
from tocsin.reading import analyse
from tocsin.records import Article, Reading, Statement

HEADER = (
    "gold                     docs   F1 all  precision  recall  F1 speech  direct (content)  refused"
    "   us/token: parse  parties  statements"
)


def load_module(path: Path) -> ModuleType:
    """Import the scorer from its file."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_attribution(statement: Statement) -> dict[str, Any]:
    """Write a statement in the scorer's shape."""
    return {
        "source": [statement.speaker.span] if statement.speaker else [],
        "cue": [statement.cue.span] if statement.cue else [],
        "content": [list(span) for span in statement.content.spans],
        "type": statement.form,
    }


def measure(scorer: ModuleType, path: Path, number: int | None) -> str:
    """Read one gold file and return its line of the table."""
    gold = scorer.load(str(path))[:number]
    spent = dict.fromkeys(("parse", "parties", "statements"), 0.0)
    at = time.process_time()
    articles = [Article(id=d["doc_id"], text=d["text"], title=d.get("title"), published=d.get("date")) for d in gold]
    readings: list[Reading] = list(analyse(articles))
    spent["parse"] = time.process_time() - at
    tokens = sum(len(sentence.words) for reading in readings for sentence in reading.sentences)
    predicted = []
    for reading in readings:
        at = time.process_time()
        reading = msgspec.structs.replace(reading, mentions=parties.find_mentions(reading))
        spent["parties"] += time.process_time() - at
        at = time.process_time()
        found = statements.find_statements(reading)
        spent["statements"] += time.process_time() - at
        predicted.append({"doc_id": reading.article.id, "attributions": [as_attribution(s) for s in found]})
    whole = scorer.score(gold, predicted)
    speech = scorer.score(gold, predicted, subset="speech=True")
    cost = {name: seconds / tokens * 1e6 for name, seconds in spent.items()}
    return (
        f"{path.stem:24} {len(gold):4}   {whole['full']['F1']:.3f}   {whole['full']['P']:.3f}      "
        f"{whole['full']['R']:.3f}   {speech['full']['F1']:.3f}      "
        f"{whole['recall by type']['direct']['content >=50%']:.3f}             "
        f"{whole['docs without prediction record']:4}              "
        f"{cost['parse']:.1f}    {cost['parties']:.1f}      {cost['statements']:.1f}"
        f" ({cost['statements'] / cost['parse']:.1%} of the parse)"
    )


def main() -> None:
    """Print one line for each gold file."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("scorer", type=Path)
    arguments.add_argument("gold", type=Path, nargs="+")
    arguments.add_argument("--number", type=int, help="read only the first documents of each file")
    given = arguments.parse_args()
    scorer = load_module(given.scorer)
    print(HEADER)
    for path in given.gold:
        print(measure(scorer, path, given.number), flush=True)


if __name__ == "__main__":
    main()
