"""Score coded events against annotated sentences, and say what coded them.

Usage: python benchmarks/events.py GOLD_DIR --scorer SCORE_EVENTS.py [--markets REUTERS.jsonl.gz] [--sentences 2000]

GOLD_DIR holds JSONL files of {"id", "text", "events"}; each is read as `tocsin read --format jsonl` does,
scored by the given scorer, and its sentences are counted by outcome. --markets names a file of {"text", "topics"}
items; sentences of its items on commodities and earnings should hold no asserted event.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tocsin import events, parties
from tocsin.reading import analyse
from tocsin.records import Article, Reading

COMMODITIES = frozenset(
    (
        "earn", "grain", "wheat", "corn", "sugar", "coffee", "cocoa", "crude", "oilseed", "veg-oil", "livestock",
        "gold", "copper", "cotton", "soybean", "rubber", "nat-gas", "silver", "iron-steel", "alum", "tin", "zinc",
        "lead",
        "meal-feed", "palm-oil", "carcass", "barley", "rice", "orange", "hog", "fuel", "heat", "pet-chem",
    )
)  # fmt: skip


def read_items(path: Path) -> Iterator[dict[str, object]]:
    """Yield the items of a JSONL file, compressed or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_all(items: list[dict[str, object]]) -> tuple[list[Reading], float, int]:
    """Return readings with events, the seconds that coding took, and the tokens that were coded."""
    articles = [Article(id=str(i["id"]), text=str(i["text"]), published=i.get("date") or None) for i in items]  # type: ignore[arg-type]
    readings = [msgspec.structs.replace(r, mentions=parties.find_mentions(r)) for r in analyse(articles)]
    start = time.process_time()
    coded = [msgspec.structs.replace(r, events=events.code_events(r)) for r in readings]
    seconds = time.process_time() - start
    return coded, seconds, sum(len(s.words) for r in readings for s in r.sentences)


def score(gold: Path, scorer: Path) -> None:
    """Print the scorer's table for one file, with the time per token."""
    readings, seconds, tokens = read_all(list(read_items(gold)))
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        for reading in readings:
            row = {"article": {"id": reading.article.id}, "events": msgspec.to_builtins(reading.events)}
            out.write(json.dumps(row) + "\n")
        out.flush()
        print(f"## {gold.name}: {seconds / tokens * 1e6:.1f} us a token")
        print(
            subprocess.run([sys.executable, scorer, gold, out.name], capture_output=True, text=True, check=True).stdout
        )
    causes = collections.Counter(cause(reading) for reading in readings)
    print("sentences by outcome:", ", ".join(f"{name} {count}" for name, count in causes.most_common()), "\n")


def cause(reading: Reading) -> str:
    """Name what became of a sentence: what coded it best, or where it was lost."""
    if not any(sentence.words for sentence in reading.sentences):
        return "not parsed"
    if not reading.events:
        return "no event"
    best = max(reading.events, key=lambda event: event.confidence)
    return f"{best.rule} ({best.modality})"


def score_markets(path: Path, limit: int) -> None:
    """Print the share of sentences on commodities and earnings for which an asserted event comes out."""
    items = [item for item in read_items(path) if COMMODITIES.intersection(item.get("topics") or ())]  # type: ignore[call-overload]
    step = max(1, len(items) * 5 // limit)
    readings, _, _ = read_all(items[::step])
    sentences = [(r, s.span) for r in readings for s in r.sentences][:limit]
    alarms = sum(any(e.sentence == span and e.modality == "asserted" for e in r.events) for r, span in sentences)
    print(f"## {path.name}: asserted events in {alarms} of {len(sentences)} sentences ({alarms / len(sentences):.3f})")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--markets", type=Path)
    parser.add_argument("--sentences", type=int, default=2000)
    given = parser.parse_args()
    for gold in sorted(given.gold.glob("*.jsonl")):
        score(gold, given.scorer)
    if given.markets is not None:
        score_markets(given.markets, given.sentences)


if __name__ == "__main__":
    main()
