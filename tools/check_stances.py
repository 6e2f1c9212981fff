"""Check the training sentences of the stance model: format, marks and labels.

Usage: python tools/check_stances.py [FOLDER]. Prints each fault with its file and line, then the counts by stance. Exit
status 1 where there is a fault, 2 where there is no file.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "training" / "stances"
HEADER = ["id", "stances", "sentence"]
STANCES = frozenset(("for", "against", "conditional", "silent"))
MARK = re.compile(r"\[([PI]\d) ([^\[\]]+)\]")
PAIR = re.compile(r"(P\d) (\w+) (I\d)")


def faults_of(cells: list[str], stem: str, seen: set[str]) -> Iterator[str]:
    """Yield what is wrong with one line; `seen` holds the sentences before it."""
    if len(cells) != len(HEADER):
        yield f"{len(cells)} columns, not {len(HEADER)}"
        return
    ident, stances, sentence = cells
    if not re.fullmatch(re.escape(stem) + r"-\d{3}", ident):
        yield f"id {ident!r} does not follow the file name"
    if {"[", "]"} & set(MARK.sub("", sentence)):
        yield "brackets do not balance, nest, or hold something else"
    marks = {name for name, _ in MARK.findall(sentence)}
    if not any(name[0] == "P" for name in marks):
        yield "no party is marked"
    plain = MARK.sub(r"\2", sentence)
    if plain in seen:
        yield "the sentence stands twice"
    seen.add(plain)
    for cell in stances.split("|") if stances else ():
        match = PAIR.fullmatch(cell)
        if match is None or match[2] not in STANCES:
            yield f"{cell!r} is no stance"
        elif not {match[1], match[3]} <= marks:
            yield f"{cell!r} has no mark"


def main() -> int:
    """Check the files of a folder and print what is wrong with them."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    paths = sorted(folder.glob("*.tsv"))
    if not paths:
        sys.stderr.write(f"no training sentences in {folder}\n")
        return 2
    faults = 0
    seen: set[str] = set()
    counts: Counter[str] = Counter()
    for path in paths:
        header, *lines = path.read_text(encoding="utf-8").splitlines()
        if header.split("\t") != HEADER:
            sys.stdout.write(f"{path.name}:1: the header is not {' '.join(HEADER)}\n")
            faults += 1
        for number, line in enumerate(lines, 2):
            cells = line.split("\t")
            for fault in faults_of(cells, path.stem, seen):
                sys.stdout.write(f"{path.name}:{number}: {fault}\n")
                faults += 1
            counts["sentences"] += 1
            counts.update(cell.split()[1] for cell in cells[1].split("|") if len(cell.split()) == len(HEADER))
    sys.stdout.write(", ".join(f"{name} {number}" for name, number in counts.most_common()) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
