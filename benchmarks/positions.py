"""Prints random disputes and position cells of corpora, to be read by eye.

python benchmarks/positions.py [--seed 2028] [--number 30] CORPUS...   JSONL files; each is a set of its own

Each line names the corpus, what was found and the sentences that it stands on.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from tocsin import intake, pipeline, positions
from tocsin.records import Article, Dispute, Position


def find(path: Path, processes: int) -> tuple[tuple[Dispute, ...], tuple[Position, ...]]:
    """Read one corpus and return its disputes and the positions that its matrix shows."""
    articles = [found for found in intake.read_inputs([str(path)], stdin=None) if isinstance(found, Article)]
    readings = list(pipeline.read_all(articles, processes=processes))
    return positions.find_disputes(readings), positions.choose_shown(positions.gather_positions(readings))


def show_dispute(number: int, name: str, dispute: Dispute) -> None:
    """Print one dispute with its sentences."""
    print(f"D{number} {name}: {dispute.kind}, {dispute.reason}")
    for side in (dispute.first, dispute.second):
        print(f"      {side.evidence.published} {' '.join(side.evidence.text.split())}")


def show_position(number: int, name: str, position: Position) -> None:
    """Print one cell with its phases and last sentences."""
    phases = ", ".join(f"{phase.stance} from {phase.start}" for phase in position.phases)
    print(f"C{number} {name}: {position.name} on {position.issue}: {phases}")
    for evidence in [evidence for phase in position.phases for evidence in phase.evidence[:2]][-4:]:
        print(f"      {evidence.published} {' '.join(evidence.text.split())}")


def main() -> None:
    """Read the corpora, draw and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=2028)
    parser.add_argument("--number", type=int, default=30)
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args()
    disputes: list[tuple[str, Dispute]] = []
    cells: list[tuple[str, Position]] = []
    for path in asked.corpora:
        found, held = find(path, asked.processes)
        print(f"{path.stem}: {len(found)} disputes, {len(held)} cells")
        disputes += [(path.stem, dispute) for dispute in found]
        cells += [(path.stem, position) for position in held]
    draw = random.Random(asked.seed)
    for number, (name, dispute) in enumerate(draw.sample(disputes, min(asked.number, len(disputes))), 1):
        show_dispute(number, name, dispute)
    for number, (name, position) in enumerate(draw.sample(cells, min(asked.number, len(cells))), 1):
        show_position(number, name, position)


if __name__ == "__main__":
    main()
