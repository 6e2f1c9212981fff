"""The quality gate: score the program on our gold set and compare with the floors in tests/gate/floors.json.

python tools/gate.py                 print each measure beside its floor
python tools/gate.py --errors events print the errors of one kind of record, grouped by cause
python tools/gate.py --raise         raise the floors to what is measured now; they never fall
python tools/gate.py --repin         after a correction of the gold itself: pin the floors to the new corpus hash
python tools/gate.py --sentences     the same for the golden sentences, development and blind (also with --raise)
python tools/gate.py --errors sentences    print the errors of the development sentences; the blind ones' never
"""

# ruff: noqa: T201, E402
from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "gate"))

from goldset import ARTICLES, GOLD, Record, corpus_hash, read_gold
from scorer import Tally, causes, score
from sentences import FLOORS as SENTENCE_FLOORS
from sentences import measure as measure_sentences

FLOORS = ROOT / "tests" / "gate" / "floors.json"
PARTIES = ARTICLES.parent / "parties.csv"
ROOM = 0.005  # a floor stands this far under what was measured, for differences between machines


def demo_hash() -> str:
    """Return the hash of the articles, the parties file and the gold, to which the floors are pinned."""
    return corpus_hash(ARTICLES.parent, GOLD)


def read_demo() -> dict[str, Record]:
    """Read the demo crisis with the program as users run it; return readings by the gold's article ids.

    A page has no id of its own, so that its reading is known by its headline.
    """
    command = [sys.executable, "-c", "from tocsin.desk.cli import main; main()", "read", "--format", "jsonl"]
    run = subprocess.run([*command, "--parties", str(PARTIES), str(ARTICLES)], capture_output=True, check=False,
                         env={**os.environ, "NO_COLOR": "1"})  # fmt: skip
    if run.returncode not in (0, 1) or not run.stdout:
        raise SystemExit(f"the program failed on the demo crisis:\n{run.stderr.decode()[-2000:]}")
    ids = {record["article"] for record in read_gold("readings")}
    readings = {}
    for line in run.stdout.splitlines():
        reading = json.loads(line)
        article = reading["article"]
        readings[article["id"] if article["id"] in ids else page_id(article["title"] or "")] = reading
    return readings


def page_id(title: str) -> str:
    """Return the id of the demo's page with a headline, or the headline itself."""
    for path in ARTICLES.glob("*.html"):
        if f"<h1>{title}</h1>" in path.read_text(encoding="utf-8"):
            return path.stem
    return title


def measure() -> tuple[dict[str, float], dict[str, Tally]]:
    """Read the demo crisis and score it."""
    return score(read_demo(), read_gold("readings"))


def print_errors(tally: Tally) -> None:
    """Print a tally's errors, the most frequent cause first."""
    for cause, number in causes(tally).most_common():
        print(f"\n{cause} ({number})")
        for kind, line in tally.errors:
            if kind == cause:
                print(f"    {line}")


def print_measures(measures: dict[str, float], floors: dict[str, float]) -> int:
    """Print each measure beside its floor; return 1 where a floor is broken."""
    for name, value in sorted(measures.items()):
        floor = floors.get(name)
        mark = "" if floor is None else "BROKEN" if value < floor else f"floor {floor:.3f}"
        print(f"{name:28} {value:.3f}  {mark}")
    return int(any(measures.get(name, 0.0) < floor for name, floor in floors.items()))


def raised(measures: dict[str, float], floors: dict[str, float]) -> dict[str, float]:
    """Return the floors raised to just under the measures; none falls."""
    return {n: max(floors.get(n, 0.0), round(v - ROOM, 3)) for n, v in sorted(measures.items())}


def gate_sentences(*, errors: bool, lift: bool) -> int:
    """Print the measures of the golden sentences; raise their floors if asked; return 1 where a floor is broken."""
    measures, tallies = measure_sentences()
    floors = json.loads(SENTENCE_FLOORS.read_text(encoding="utf-8")) if SENTENCE_FLOORS.exists() else {}
    status = print_measures(measures, floors)
    if errors:
        print_errors(tallies["development"])
    if lift:
        SENTENCE_FLOORS.write_text(json.dumps(raised(measures, floors), indent=1) + "\n", encoding="utf-8")
    return status


def main() -> int:
    """Print the measures; raise or pin the floors if asked; return 1 where a floor is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", choices=["events", "statements", "boilerplate", "sentences"])
    parser.add_argument("--sentences", action="store_true", help="measure the golden sentences instead of the demo")
    parser.add_argument("--raise", action="store_true", dest="lift", help="raise the floors to what is measured")
    parser.add_argument("--repin", action="store_true", help="pin the floors to the corpus as it is now")
    arguments = parser.parse_args()
    if arguments.sentences or arguments.errors == "sentences":
        return gate_sentences(errors=arguments.errors == "sentences", lift=arguments.lift)
    measures, tallies = measure()
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    floors = pinned["floors"]
    status = print_measures(measures, floors)
    if arguments.errors:
        print_errors(tallies[arguments.errors])
    if arguments.repin:
        pinned["corpus"] = demo_hash()
    if arguments.lift:
        if pinned["corpus"] != demo_hash():
            print("the corpus has changed: pin it first with --repin", file=sys.stderr)
            return 1
        pinned["floors"] = raised(measures, floors)
    if arguments.lift or arguments.repin:
        FLOORS.write_text(json.dumps(pinned, indent=1) + "\n", encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
