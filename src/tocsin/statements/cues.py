"""Loads the cue lexicon under data/cues: verbs, nouns and phrases that report what somebody says, thinks or wants."""

from __future__ import annotations

import re
from functools import cache
from typing import get_args

import msgspec

from tocsin.errors import DataError
from tocsin.lexicon import Row, cell_values, read_table
from tocsin.records import Act

_FRAME = re.compile(r"([a-z]+(?:-[a-z]+)?)([1-5])")
_ACTS = frozenset(get_args(Act))
KINDS = frozenset(
    ("speech", "writing", "question", "evaluation", "demand", "opinion", "decision", "evidence", "expression",
     "perception")
)  # fmt: skip


class CueEntry(msgspec.Struct, frozen=True):
    """One entry of the lexicon: `frames` gives the strength of evidence (1 to 5) of each frame it takes.

    `preps` and `object_preps` are the frames that are built with a preposition, without and with an object before it.
    `acts` holds the acts that differ from `act`, by frame.
    """

    lemma: str
    kind: str
    act: Act
    acts: dict[str, Act]
    frames: dict[str, int]
    preps: dict[str, int]
    object_preps: dict[str, int]

    def act_in(self, frame: str) -> Act:
        """Return the act of this cue in a frame."""
        return self.acts.get(frame, self.act)


_PLAIN_FRAMES = frozenset(("quote", "that", "wh", "inf", "ing", "np", "pred"))


def _parse_acts(row: Row, table: str) -> tuple[Act, dict[str, Act]]:
    """Read "ask|obj-inf=urge" as the usual act and its exceptions."""
    usual: str | None = None
    others: dict[str, Act] = {}
    for value in cell_values(row["act"]):
        frame, _, act = value.rpartition("=")
        if act not in _ACTS:
            raise DataError(f"{table}:{row['line']}: {act!r} is no act; acts are {', '.join(sorted(_ACTS))}")
        if frame:
            others[frame] = act  # type: ignore[assignment]
        else:
            usual = act
    if usual is None:
        raise DataError(f"{table}:{row['line']}: the column act names no usual act")
    return usual, others  # type: ignore[return-value]


def _parse_entry(row: Row, key: str, table: str) -> CueEntry:
    """Turn a row into an entry. Raises DataError, naming file and line, where a cell breaks the format."""
    act, acts = _parse_acts(row, table)
    frames: dict[str, int] = {}
    for cell in row["frames"].split():
        match = _FRAME.fullmatch(cell)
        if match is None:
            raise DataError(f"{table}:{row['line']}: {cell!r} is no frame with a strength from 1 to 5")
        frames[match[1]] = int(match[2])
    missing = [frame for frame in acts if frame not in frames]
    if missing:
        raise DataError(f"{table}:{row['line']}: an act is given for {missing[0]!r}, which is none of its frames")
    preps = {f: n for f, n in frames.items() if "-" not in f and f not in _PLAIN_FRAMES}
    object_preps = {
        f[4:]: n for f, n in frames.items() if f.startswith("obj-") and f[4:] not in _PLAIN_FRAMES
    }
    return CueEntry(row[key], row["kind"], act, acts, frames, preps, object_preps)


def _load(table: str, key: str, kinds: frozenset[str]) -> dict[str, CueEntry]:
    """Read one table of the lexicon. Raises DataError where it breaks the format or names a word twice."""
    entries: dict[str, CueEntry] = {}
    for row in read_table(table, (key, "kind", "act", "frames")):
        if row["kind"] not in kinds:
            raise DataError(f"{table}:{row['line']}: {row['kind']!r} is no kind of cue")
        if row[key] in entries:
            raise DataError(f"{table}:{row['line']}: {row[key]!r} stands here twice")
        entries[row[key]] = _parse_entry(row, key, table)
    return entries


def entry_of(row: Row, key: str, frame: str, table: str) -> CueEntry:
    """Turn a row with one strength into an entry with one frame."""
    act, acts = _parse_acts(row, table)
    if row["strength"] not in ("1", "2", "3", "4", "5"):
        raise DataError(f"{table}:{row['line']}: {row['strength']!r} is no strength from 1 to 5")
    return CueEntry(row[key], "speech", act, acts, {frame: int(row["strength"])}, {}, {})


@cache
def noun_cues() -> dict[str, CueEntry]:
    """Return the nouns by lemma."""
    return _load("cues/nouns.tsv", "lemma", KINDS)


@cache
def adjective_cues() -> dict[str, CueEntry]:
    """Return the adjectives as written, lower case."""
    return _load("cues/adjectives.tsv", "adjective", KINDS | {"impersonal"})


@cache
def verb_cues() -> dict[str, CueEntry]:
    """Return the verbs by lemma; a phrasal verb stands under "point out"."""
    return _load("cues/verbs.tsv", "lemma", KINDS)
