"""Measures statements against people's annotation, and what they cost on top of the parse.

    python benchmarks/statements.py SCORER GOLD... [--number N] [--output FILE]

SCORER is the scorer's own file (a Python module with `score` and `load`); each GOLD is JSONL with `id`, `text` and
`attributions`. Prints a table of full attribution (content overlap of at least half, and the right source): F1 over
all, over speech alone, precision, recall of direct quotations by content, the articles that gave no reading, and
microseconds a token of the parse, of the parties and of the statements. With --number only the first N documents; a
number may also stand behind a gold file: GOLD:200. Where textacy is installed, its direct quotations are scored on the
same documents in the same run, on the whole default pipeline of spaCy; an article that it refuses (ValueError) counts
as one without attributions. --output writes the table with its command as Markdown.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from tocsin import parties, statements
from tocsin.reading import analyse
from tocsin.reading.parse import MODEL
from tocsin.records import Article, Reading, Statement

COLUMNS = (
    "gold", "program", "articles", "F1", "precision", "recall", "F1 speech", "direct (content)", "refused",
    "cost in us a token",
)  # fmt: skip


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


Attributions = list[dict[str, Any]]


def measure(scorer: ModuleType, path: Path, number: int | None) -> Iterator[tuple[str, ...]]:
    """Read one gold file and yield its lines of the table."""
    gold = scorer.load(str(path))[:number]
    name = path.stem if number is None else f"{path.stem}, first {len(gold)}"
    predicted, cost = read_by_tocsin(gold)
    yield row(name, "Tocsin", scorer, gold, predicted, cost)
    if importlib.util.find_spec("textacy"):
        predicted, cost = read_by_textacy(gold)
        yield row(name, "textacy", scorer, gold, predicted, cost)


def row(
    name: str, program: str, scorer: ModuleType, gold: Attributions, predicted: Attributions, cost: str
) -> tuple[str, ...]:
    """Score what a program found and return its line of the table."""
    whole = scorer.score(gold, predicted)
    speech = scorer.score(gold, predicted, subset="speech=True")
    full = whole["full"]
    return (
        name, program, str(len(gold)), f"{full['F1']:.3f}", f"{full['P']:.3f}", f"{full['R']:.3f}",
        f"{speech['full']['F1']:.3f}", f"{whole['recall by type']['direct']['content >=50%']:.3f}",
        str(whole["docs without prediction record"]), cost,
    )  # fmt: skip


def read_by_tocsin(gold: Attributions) -> tuple[Attributions, str]:
    """Return what Tocsin finds, and its cost."""
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
    cost = {name: seconds / tokens * 1e6 for name, seconds in spent.items()}
    share = cost["statements"] / cost["parse"]
    shown = ", ".join(f"{name} {value:.1f}" for name, value in cost.items())
    return predicted, f"{shown} ({share:.1%} of the parse)"


def read_by_textacy(gold: Attributions) -> tuple[Attributions, str]:
    """Return what textacy finds, without the articles that it refuses, and its cost."""
    import spacy
    from textacy.extract import direct_quotations

    nlp = spacy.load(MODEL)
    predicted: Attributions = []
    spent = dict.fromkeys(("parse", "quotations"), 0.0)
    tokens = 0
    for d in gold:
        at = time.process_time()
        doc = nlp(d["text"])
        spent["parse"] += time.process_time() - at
        tokens += len(doc)
        at = time.process_time()
        try:
            found = list(direct_quotations(doc))
        except ValueError:  # an odd number of quotation marks
            continue
        finally:
            spent["quotations"] += time.process_time() - at
        predicted.append({"doc_id": d["doc_id"], "attributions": [
            {"source": [_span(q.speaker)], "cue": [_span(q.cue)], "content": [_span(q.content)], "type": "direct"}
            for q in found
        ]})  # fmt: skip
    return predicted, ", ".join(f"{name} {seconds / tokens * 1e6:.1f}" for name, seconds in spent.items())


def _span(tokens: Sequence[Any]) -> list[int]:
    """Return the stretch of text that tokens cover."""
    return [tokens[0].idx, tokens[-1].idx + len(tokens[-1])]


def split_number(given: str) -> tuple[Path, int | None]:
    """Split GOLD:200 into the file and the number of its first documents."""
    path, _, number = given.rpartition(":")
    return (Path(path), int(number)) if path and number.isdigit() else (Path(given), None)


def main() -> None:
    """Print one line for each gold file and program."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("scorer", type=Path)
    arguments.add_argument("gold", nargs="+")
    arguments.add_argument("--number", type=int, help="read only the first documents of each file")
    arguments.add_argument("--output", type=Path, help="write the table to this file")
    given = arguments.parse_args()
    scorer = load_module(given.scorer)
    lines = [f"| {' | '.join(COLUMNS)} |", "|---|---|" + "---:|" * 7 + "---|"]
    print(*lines, sep="\n")
    for gold in given.gold:
        path, number = split_number(gold)
        for cells in measure(scorer, path, number or given.number):
            lines.append(f"| {' | '.join(cells)} |")
            print(lines[-1], flush=True)
    if given.output:
        golds = " ".join(Path(gold).name for gold in given.gold)
        command = f"python benchmarks/statements.py {given.scorer.name} {golds}"
        table = "\n".join(lines)
        given.output.parent.mkdir(parents=True, exist_ok=True)
        given.output.write_text(f"```\n{command}\n```\n\n{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
