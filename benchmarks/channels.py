"""Draws changes of channels, measures and military activity from corpora, with the sentences that they stand on.

Usage: python benchmarks/channels.py CORPUS... [--seed 7] [--number 30]   corpora are JSONL or folders

A line is right where its kind, its parties (all named, none wrong), its state and its day are, and its sentence
shows it.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from tocsin import intake, pipeline, positions
from tocsin.records import Activity, Article, Change, Channel

Drawn = tuple[str, Channel | Activity, Change]


def find(path: Path, processes: int) -> dict[str, list[Drawn]]:
    """Read one corpus and return each change of state by group."""
    articles = [found for found in intake.read_inputs([str(path)], stdin=None) if isinstance(found, Article)]
    readings = list(pipeline.read_all(articles, processes=processes))
    made: dict[str, tuple[Channel | Activity, ...]] = {
        "channels": positions.gather_channels(readings),
        "measures": positions.gather_activities(readings, "measure"),
        "military": positions.gather_activities(readings, "military"),
    }
    return {
        group: [(path.stem, item, change) for item in items for change in item.changes] for group, items in made.items()
    }


def show(number: int, drawn: Drawn) -> None:
    """Print one change with its sentence."""
    corpus, item, change = drawn
    if isinstance(item, Channel):
        who = ", ".join(item.parties)
    else:
        who = f"{', '.join(item.by) or '?'} -> {', '.join(item.on) or '?'}" + (f" @{item.place}" if item.place else "")
    print(f"{number}. {corpus}: {item.kind}, {item.name} ({who}): {change.state} {change.date or 'undated'}")
    print(f"      {' '.join(change.evidence.text.split())}")


def main() -> None:
    """Read the corpora, draw and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--number", type=int, default=30)
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args()
    found: dict[str, list[Drawn]] = {}
    for path in asked.corpora:
        for group, changes in find(path, asked.processes).items():
            found.setdefault(group, []).extend(changes)
    for group, changes in found.items():
        print(f"== {group}: {len(changes)} changes")
        dice = random.Random(asked.seed)
        for number, drawn in enumerate(dice.sample(changes, min(asked.number, len(changes))), 1):
            show(number, drawn)


if __name__ == "__main__":
    main()
