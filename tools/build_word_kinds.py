"""Builds src/tocsin/data/wordnet/ from the database files of WordNet 3.0 (run by hand).

    python tools/build_word_kinds.py /usr/share/wordnet

A verb's kinds are the synonym sets above its two commonest senses, each named by its field, first word and number
("change:destroy.0"), with the fields themselves ("verb.change"); a kind of fewer than four verbs is left out. A noun's
kind is the field of its commonest sense ("person", "artifact"); nouns that were never tagged in text are left out. The
file format is that of wndb(5WN).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

OUTPUT = Path(__file__).parents[1] / "src" / "tocsin" / "data" / "wordnet"
HEADER = "# WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved. See LICENSE in this folder.\n"
SENSES = 2  # of a verb, the commonest first
FEWEST = 4  # verbs of a kind
# the fields in the order of lexnames(5WN); adjectives and adverbs are not used
FIELDS = (  # noqa: SIM905
    "adj.all adj.pert adv.all noun.Tops noun.act noun.animal noun.artifact noun.attribute noun.body noun.cognition "
    "noun.communication noun.event noun.feeling noun.food noun.group noun.location noun.motive noun.object noun.person "
    "noun.phenomenon noun.plant noun.possession noun.process noun.quantity noun.relation noun.shape noun.state "
    "noun.substance noun.time verb.body verb.change verb.cognition verb.communication verb.competition "
    "verb.consumption verb.contact verb.creation verb.emotion verb.motion verb.perception verb.possession verb.social "
    "verb.stative verb.weather adj.ppl"
).split()


class Synset(NamedTuple):
    """A set of synonyms: its field, its name, and the offsets of the sets above it."""

    field: str
    name: str
    above: tuple[str, ...]


def lines(path: Path) -> Iterator[list[str]]:
    """Yield the cells of a database file, without its licence and its glosses."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("  "):
            yield line.partition(" | ")[0].split()


def read_synsets(path: Path) -> dict[str, Synset]:
    """Read a data file: offset -> synonym set."""
    found: dict[str, Synset] = {}
    for cells in lines(path):
        field, words = FIELDS[int(cells[1])], int(cells[3], 16)
        at = 4 + 2 * words
        pointers = [cells[at + 1 + 4 * i : at + 5 + 4 * i] for i in range(int(cells[at]))]
        above = tuple(offset for symbol, offset, part, _ in pointers if symbol in ("@", "@i") and part == cells[2])
        name = f"{field.partition('.')[2]}:{cells[4]}.{int(cells[5], 16)}"
        found[cells[0]] = Synset(field, name, above)
    return found


def read_index(path: Path) -> dict[str, tuple[list[str], int]]:
    """Read an index file: lemma -> offsets of its senses, the commonest first, and how many tagged texts know."""
    found: dict[str, tuple[list[str], int]] = {}
    for cells in lines(path):
        pointers = int(cells[3])
        found[cells[0]] = (cells[6 + pointers :], int(cells[5 + pointers]))
    return found


def kinds_above(offset: str, synsets: dict[str, Synset]) -> Iterator[str]:
    """Yield the names of a synonym set and of all above it, then its field."""
    waiting, seen = [offset], set()
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            yield synsets[here].name
            waiting.extend(synsets[here].above)
    yield synsets[offset].field


def verb_kinds(folder: Path) -> dict[str, list[str]]:
    """Return the kinds of every verb of one word."""
    synsets = read_synsets(folder / "data.verb")
    kinds = {
        lemma: list(dict.fromkeys(kind for offset in offsets[:SENSES] for kind in kinds_above(offset, synsets)))
        for lemma, (offsets, _) in read_index(folder / "index.verb").items()
        if "_" not in lemma
    }
    uses = Counter(kind for found in kinds.values() for kind in found)
    kept = {lemma: [kind for kind in found if uses[kind] >= FEWEST] for lemma, found in kinds.items()}
    return {lemma: found for lemma, found in kept.items() if found}


def noun_kinds(folder: Path) -> dict[str, str]:
    """Return the field of the commonest sense of every noun of one word that was seen in tagged text."""
    synsets = read_synsets(folder / "data.noun")
    return {
        lemma: synsets[offsets[0]].field.partition(".")[2]
        for lemma, (offsets, tagged) in read_index(folder / "index.noun").items()
        if lemma.isalpha() and tagged
    }


def main() -> None:
    """Write both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder with data.verb, index.verb, data.noun and index.noun")
    folder = parser.parse_args().folder
    OUTPUT.mkdir(exist_ok=True)
    verbs, nouns = verb_kinds(folder), noun_kinds(folder)
    rows = "".join(f"{lemma}\t{'|'.join(kinds)}\n" for lemma, kinds in sorted(verbs.items()))
    (OUTPUT / "verbs.tsv").write_text(f"{HEADER}verb\tkinds\n{rows}", encoding="utf-8")
    rows = "".join(f"{lemma}\t{kind}\n" for lemma, kind in sorted(nouns.items()))
    (OUTPUT / "nouns.tsv").write_text(f"{HEADER}noun\tkind\n{rows}", encoding="utf-8")


if __name__ == "__main__":
    main()
