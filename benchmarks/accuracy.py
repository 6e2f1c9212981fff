"""Reads annotated data with `tocsin` and prints what the data's own scorers say.

    python benchmarks/accuracy.py --gold GOLD_FOLDER --scorers SCORERS_FOLDER [--only events|statements|parties]

GOLD_FOLDER holds events/*.jsonl, statements/*.jsonl and actors/*.jsonl; SCORERS_FOLDER holds score_events.py,
score_statements.py and score_parties.py. Nothing of either is part of this project.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

_TOCSIN = [sys.executable, "-c", "from tocsin.desk.cli import main; main()"]


def run(command: list[str], output: Path | None = None) -> str:
    """Run a command; its standard output goes to a file, or is returned."""
    done = subprocess.run(command, capture_output=True, check=False)
    if output is not None:
        output.write_bytes(done.stdout)
    return done.stdout.decode()


def main() -> None:
    """Read and score every file of the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--scorers", type=Path, required=True)
    parser.add_argument("--only", choices=["events", "statements", "parties"])
    given = parser.parse_args()
    kinds = {
        "events": ("events", "score_events.py", ["read", "--format", "jsonl"], [[]]),
        "statements": (
            "statements",
            "score_statements.py",
            ["read", "--format", "jsonl"],
            [[], ["--subset", "speech=True"]],
        ),
        "parties": ("actors", "score_parties.py", ["resolve", "--format", "jsonl"], [[]]),
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, (where, scorer, command, variants) in kinds.items():
            if given.only in (None, name):
                for gold in sorted((given.gold / where).glob("*.jsonl")):
                    predicted = Path(folder) / gold.name
                    run([*_TOCSIN, *command, str(gold)], predicted)
                    for options in variants:
                        print(f"\n{where}/{gold.name} {' '.join(options)}")
                        score = [sys.executable, str(given.scorers / scorer), str(gold), str(predicted), *options]
                        print(run(score).rstrip(), flush=True)


if __name__ == "__main__":
    main()
