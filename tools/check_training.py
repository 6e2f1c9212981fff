"""Check the training sentences of the event model: format, marks, labels and copies.

Usage: ``python tools/check_training.py [FOLDER]``. Prints each fault with its file and line, then the counts by type
and modality. Exit status 1 where there is a fault, 2 where there is no file.

Two sentences are taken for copies of one another when more than half of their runs of four words are common to both;
an index from runs to sentences keeps this linear.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HEADER = ("id", "type", "mode", "modality", "contexts", "sentence")

_MODES = {
    "AGREE": "",
    "CONSULT": "visit third-party multilateral phone",
    "SUPPORT": "",
    "CONCEDE": "",
    "COOPERATE": "",
    "AID": "",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone "
    "heavy-weapons crowd-control unconventional",
}
_CONTEXTS = """
military intelligence executive legislative election political_institutions pro_democracy pro_autocracy economic legal
reparations human_rights rights_freedoms repression human_security gender lgbt religion_ethnicity inequality diplomatic
territory peacekeeping health asylum migration disasters natural_resource environment technology terrorism cbrn cyber
misinformation crime corruption illegal_drugs trafficking
"""
_KINDS = """
sport markets business weather culture crime accident anniversary metaphor comment background biography domestic-routine
science opinion statistics health advice history scene
"""

MODES = {kind: frozenset(modes.split()) for kind, modes in _MODES.items()}
CONTEXTS = frozenset(_CONTEXTS.split())
KINDS = frozenset(_KINDS.split())
FOLDED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT"})
MODALITIES = frozenset({"asserted", "future", "hypothetical", "negated", "historical"})

MARK = re.compile(r"\[([ART]) ([^\[\]]+)\]")
WORD = re.compile(r"\w+")
RUN = 4
COPY = 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a training file, with the place it stands at."""

    path: Path
    number: int
    fields: tuple[str, ...]

    @property
    def place(self) -> str:
        """File name and line number, counted from one."""
        return f"{self.path.name}:{self.number}"

    @property
    def plain(self) -> str:
        """The sentence without its marks."""
        return MARK.sub(r"\2", self.fields[5])


def read_lines(path: Path) -> Iterator[Line]:
    """Yield all lines of a file, the header first; fields are split at tabs and not yet checked."""
    text = path.read_text(encoding="utf-8")
    for number, row in enumerate(text.splitlines(), start=1):
        yield Line(path, number, tuple(row.split("\t")))


def label_faults(line: Line) -> Iterator[str]:
    """Yield what is wrong with the labels of a line: unknown values, folded types, the wrong file."""
    ident, kind, mode, modality, contexts, _ = line.fields
    stem = line.path.stem
    if not re.fullmatch(re.escape(stem) + r"-\d{3,}", ident):
        yield f"id {ident!r} does not follow the file name"
    if stem.rpartition("_")[0] != kind.lower():
        yield f"type {kind!r} stands in the wrong file"
    if modality not in MODALITIES:
        yield f"unknown modality {modality!r}"
    if kind == "NULL":
        if mode not in KINDS:
            yield f"unknown kind of NULL {mode!r}"
        if modality != "asserted" or contexts:
            yield "a NULL line has neither modality nor contexts"
        return
    if kind not in MODES:
        yield f"unknown type {kind!r}"
    elif mode and mode not in MODES[kind]:
        yield f"{kind} has no mode {mode!r}"
    if kind in FOLDED and modality == "future":
        yield f"future {kind} is AGREE, or CONCEDE for RETREAT"
    listed = contexts.split("|") if contexts else []
    for context in listed:
        if context not in CONTEXTS:
            yield f"unknown context {context!r}"
    if len(set(listed)) < len(listed):
        yield "a context stands twice"


def mark_faults(line: Line) -> Iterator[str]:
    """Yield what is wrong with the sentence of a line: stray brackets, missing marks, spaces."""
    kind, sentence = line.fields[1], line.fields[5]
    rest = MARK.sub("", sentence)
    if "[" in rest or "]" in rest:
        yield "brackets do not balance, nest, or hold something else"
        return
    found = MARK.findall(sentence)
    if any(text != text.strip() for _, text in found) or "  " in sentence or sentence != sentence.strip():
        yield "spaces at an edge or doubled"
    if len(WORD.findall(line.plain)) < 3:
        yield "fewer than three words"
    count = Counter(letter for letter, _ in found)
    if kind == "NULL":
        if found:
            yield "a NULL line has marks"
        return
    if not count["T"]:
        yield "no trigger"
    if count["T"] > 2:
        yield "more than two triggers"
    if not count["A"] and not count["R"]:
        yield "no party"
    if kind in {"SANCTION", "AID"} and not count["R"]:
        yield f"{kind} needs a recipient"


def copies(lines: list[Line]) -> Iterator[tuple[Line, str]]:
    """Yield each line that repeats an earlier one, with the place of the earlier."""
    owners: dict[tuple[str, ...], list[int]] = defaultdict(list)
    sizes: list[int] = []
    for index, line in enumerate(lines):
        words = [word.lower() for word in WORD.findall(line.plain)]
        runs = {tuple(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1))}
        shared = Counter(owner for run in runs for owner in owners[run])
        for owner, common in shared.items():
            if common > COPY * min(len(runs), sizes[owner]):
                yield line, f"much like {lines[owner].place}"
        for run in runs:
            owners[run].append(index)
        sizes.append(len(runs))


def check(folder: Path) -> tuple[list[str], Counter[tuple[str, str]]]:
    """Return the faults of all training files in a folder, and the number of lines by type and modality."""
    faults: list[str] = []
    whole: list[Line] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.tsv")):
        for line in read_lines(path):
            if line.number == 1:
                if line.fields != HEADER:
                    faults.append(f"{line.place}: the header must read {' '.join(HEADER)}")
                continue
            if len(line.fields) != len(HEADER):
                faults.append(f"{line.place}: {len(line.fields)} columns in place of {len(HEADER)}")
                continue
            faults.extend(f"{line.place}: {fault}" for fault in (*label_faults(line), *mark_faults(line)))
            ident = line.fields[0]
            if ident in seen:
                faults.append(f"{line.place}: id {ident!r} stands already at {seen[ident]}")
            seen[ident] = line.place
            whole.append(line)
    faults.extend(f"{line.place}: {fault}" for line, fault in copies(whole))
    return faults, Counter((line.fields[1], line.fields[3]) for line in whole)


def main(arguments: list[str]) -> int:
    """Check the folder given, or training/events beside this folder; return the exit status."""
    folder = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[1] / "training" / "events"
    if not any(folder.glob("*.tsv")):
        sys.stderr.write(f"no training sentences in {folder}\n")
        return 2
    faults, counts = check(folder)
    columns = sorted(MODALITIES)
    table = ["\t".join(("type", *columns, "all"))]
    for kind in sorted({kind for kind, _ in counts}):
        row = [counts[kind, modality] for modality in columns]
        table.append("\t".join((kind, *map(str, row), str(sum(row)))))
    sys.stdout.write("\n".join([*faults, *table]) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
