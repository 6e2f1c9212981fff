"""Loads the cue lexicon under data/cues: verbs, nouns, adjectives and phrases that report what somebody says or thinks.

The lexicon is open: what it does not hold still counts as a cue where form alone says so (see quotations.py).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import cast, get_args

import msgspec

from tocsin.errors import DataError
from tocsin.lexicon import Row, cell_values, read_table
from tocsin.records import Act

_FRAME = re.compile(r"([a-z]+(?:-[a-z]+)?)([1-5])")
_ACTS = frozenset(get_args(Act))
_PLAIN_FRAMES = frozenset(("quote", "that", "wh", "inf", "ing", "np", "pred"))
_KINDS = frozenset(
    ("speech", "writing", "question", "evaluation", "demand", "opinion", "decision", "evidence", "expression",
     "perception", "impersonal")
)  # fmt: skip
_SHAPES = frozenset(("source", "owner", "survey", "hearsay"))


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


class Phrases(msgspec.Struct, frozen=True):
    """The attributing phrases by shape.

    `source` maps the first word to (all words, entry), the longest first; `owner` maps (preposition, noun); `words`
    are all words that a phrase can begin with.
    """

    source: dict[str, list[tuple[tuple[str, ...], CueEntry]]]
    owner: dict[tuple[str, str], CueEntry]
    survey: dict[str, CueEntry]
    hearsay: dict[str, CueEntry]
    words: frozenset[str]


def _parse_acts(row: Row, table: str | Path) -> tuple[Act, dict[str, Act]]:
    """Read "ask|obj-inf=urge" as the usual act and its exceptions."""
    usual: Act | None = None
    others: dict[str, Act] = {}
    for value in cell_values(row["act"]):
        frame, _, act = value.rpartition("=")
        if act not in _ACTS:
            raise DataError(f"{table}:{row['line']}: {act!r} is no act; acts are {', '.join(sorted(_ACTS))}")
        if frame:
            others[frame] = cast(Act, act)
        else:
            usual = cast(Act, act)
    if usual is None:
        raise DataError(f"{table}:{row['line']}: the column act names no usual act")
    return usual, others


def _parse_entry(row: Row, key: str, table: str | Path) -> CueEntry:
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
    preps = {frame: n for frame, n in frames.items() if "-" not in frame and frame not in _PLAIN_FRAMES}
    object_preps = {
        frame[4:]: n for frame, n in frames.items() if frame.startswith("obj-") and frame[4:] not in _PLAIN_FRAMES
    }
    return CueEntry(row[key], row["kind"], act, acts, frames, preps, object_preps)


def load_cues(table: str | Path, key: str) -> dict[str, CueEntry]:
    """Read one table of the lexicon; `key` is the column of its words.

    Raises DataError, naming file and line, where the table breaks the format or names a word twice.
    """
    entries: dict[str, CueEntry] = {}
    for row in read_table(table, (key, "kind", "act", "frames")):
        if row["kind"] not in _KINDS:
            raise DataError(f"{table}:{row['line']}: {row['kind']!r} is no kind of cue")
        if row[key] in entries:
            raise DataError(f"{table}:{row['line']}: {row[key]!r} stands here twice")
        entries[row[key]] = _parse_entry(row, key, table)
    return entries


@cache
def verb_cues() -> dict[str, CueEntry]:
    """Return the verbs by lemma; a phrasal verb stands under "point out"."""
    return load_cues("cues/verbs.tsv", "lemma")


@cache
def noun_cues() -> dict[str, CueEntry]:
    """Return the nouns by lemma."""
    return load_cues("cues/nouns.tsv", "lemma")


@cache
def adjective_cues() -> dict[str, CueEntry]:
    """Return the adjectives as written, lower case."""
    return load_cues("cues/adjectives.tsv", "adjective")


@cache
def phrase_cues() -> Phrases:
    """Return the phrases by shape. Raises DataError, naming the line, where a cell breaks the format."""
    table = "cues/phrases.tsv"
    found = Phrases({}, {}, {}, {}, frozenset())
    for row in read_table(table, ("phrase", "shape", "act", "strength")):
        act, acts = _parse_acts(row, table)
        if row["strength"] not in ("1", "2", "3", "4", "5"):
            raise DataError(f"{table}:{row['line']}: {row['strength']!r} is no strength from 1 to 5")
        if row["shape"] not in _SHAPES:
            raise DataError(f"{table}:{row['line']}: {row['shape']!r} is no shape of a phrase")
        entry = CueEntry(row["phrase"], "speech", act, acts, {"phrase": int(row["strength"])}, {}, {})
        words = tuple(row["phrase"].split())
        if row["shape"] == "source":
            found.source.setdefault(words[0], []).append((words, entry))
        elif row["shape"] == "owner":
            found.owner[words[0], words[1]] = entry
        elif row["shape"] == "survey":
            found.survey[words[0]] = entry
        else:
            found.hearsay[words[0]] = entry
    for options in found.source.values():
        options.sort(key=lambda option: -len(option[0]))
    first = {*found.source, *(preposition for preposition, _ in found.owner), *found.hearsay, "in"}
    return Phrases(found.source, found.owner, found.survey, found.hearsay, frozenset(first))


@cache
def word_group(name: str) -> frozenset[str]:
    """Return the words of a group in data/cues/words.tsv. Raises DataError where there is no such group."""
    for row in read_table("cues/words.tsv", ("group", "words")):
        if row["group"] == name:
            return frozenset(cell_values(row["words"]))
    raise DataError(f"cues/words.tsv: the group {name!r} is missing")


@cache
def rules() -> dict[str, str]:
    """Return the public explanation of each rule by its name."""
    return {row["rule"]: row["explanation"] for row in read_table("cues/rules.tsv", ("rule", "explanation"))}
