"""PLOVER as data: types, modes, contexts and the crosswalk to CAMEO, read from data/plover/ and patterns/contexts.tsv.

The tables hold every fact that a coder could look up in the manual; the code around them only reads them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import msgspec

from tocsin.errors import DataError
from tocsin.lexicon import cell_values, read_table


class EventType(msgspec.Struct, frozen=True):
    """One of the 16 PLOVER types; `kind` is what it counts as inside another act, `fold` what a future one becomes.

    `slots` say where the recipient of a verb without a frame stands, each with whether its parties join the actors.
    """

    name: str
    quad: str
    score: float
    kind: str
    fold: str | None
    needs_recipient: bool
    in_place: bool
    slots: tuple[tuple[str, bool], ...]
    cue: str


class Mode(msgspec.Struct, frozen=True):
    """A mode of a type (None stands for no mode), with its score and the modes of a demand, refusal or threat of it."""

    score: float
    as_request: str | None
    as_reject: str | None
    as_threat: str | None


ContextCue = tuple[str, float, float]


class Ontology(msgspec.Struct, frozen=True):
    """All tables of data/plover/, each keyed for lookup.

    `contexts` maps a cue to (context, chance in the clause of the act, chance outside), `implied` a type and mode to
    (context, chance), `context_starts` the first word of a phrase to the number of words of the longest one.
    """

    types: dict[str, EventType]
    modes: dict[tuple[str, str | None], Mode]
    contexts: dict[str, tuple[ContextCue, ...]]
    context_starts: dict[str, int]
    implied: dict[tuple[str, str | None], tuple[tuple[str, float], ...]]
    context_order: dict[str, int]
    cameo: dict[str, tuple[tuple[str, str, str, str], ...]]


@cache
def ontology() -> Ontology:
    """Load data/plover/ once; raises DataError where a table names a type that types.tsv lacks."""
    types = {
        row["type"]: EventType(
            row["type"],
            row["quad"],
            float(row["score"]),
            row["kind"],
            row["fold"] or None,
            row["recipient"] == "required",
            row["in_place"] == "yes",
            tuple((slot.lstrip("+"), slot.startswith("+")) for slot in cell_values(row["slots"])),
            row["cue"],
        )
        for row in read_table("plover/types.tsv", ("type", "quad", "score", "kind", "cue"))
    }
    modes: dict[tuple[str, str | None], Mode] = {}
    for row in read_table("plover/modes.tsv", ("type",)):
        if row["type"] not in types:
            raise DataError(f"plover/modes.tsv:{row['line']}: {row['type']} is no type of types.tsv")
        score = float(row["score"]) if row["score"] else types[row["type"]].score
        modes[row["type"], row["mode"] or None] = Mode(
            score, row["as_request"] or None, row["as_reject"] or None, row["as_threat"] or None
        )
    order = {row["context"]: i for i, row in enumerate(read_table("plover/contexts.tsv", ("context", "cues")))}
    contexts, implied = context_chances(order)
    cameo: dict[str, tuple[tuple[str, str, str, str], ...]] = {}
    for row in read_table("plover/cameo.tsv", ("type", "cameo")):
        entry = (row["mode"], row["content"], row["context"], row["cameo"])
        cameo[row["type"]] = (*cameo.get(row["type"], ()), entry)
    return Ontology(types, modes, contexts, phrase_starts(contexts), implied, order, cameo)


def context_chances(
    order: dict[str, int],
) -> tuple[dict[str, tuple[ContextCue, ...]], dict[tuple[str, str | None], tuple[tuple[str, float], ...]]]:
    """Read what words, and what types and modes, say of contexts; raises DataError on a context that is not known."""
    contexts: dict[str, tuple[ContextCue, ...]] = {}
    implied: dict[tuple[str, str | None], tuple[tuple[str, float], ...]] = {}
    for row in read_table("patterns/contexts.tsv", ("kind", "context", "near", "far", "cues")):
        context, near, far = row["context"], int(row["near"]) / 100, int(row["far"]) / 100
        if context not in order:
            raise DataError(f"patterns/contexts.tsv:{row['line']}: {context} is no context of plover/contexts.tsv")
        for cue in cell_values(row["cues"]):
            if row["kind"] == "act":
                kind, _, mode = cue.partition(":")
                implied[kind, mode or None] = (*implied.get((kind, mode or None), ()), (context, near))
            else:
                contexts[cue] = (*contexts.get(cue, ()), (context, near, far))
    return contexts, implied


def phrase_starts(phrases: Iterable[str]) -> dict[str, int]:
    """Map the first word of each phrase of several words to the number of words of the longest that it begins."""
    starts: dict[str, int] = {}
    for words in (phrase.split(" ") for phrase in phrases):
        if len(words) > 1:
            starts[words[0]] = max(starts.get(words[0], 0), len(words))
    return starts


def score_of(kind: str, mode: str | None) -> float:
    """Return the conflict-cooperation score of a type and mode, from -10 (conflict) to 10."""
    known = ontology()
    found = known.modes.get((kind, mode))
    return found.score if found is not None else known.types[kind].score


def cameo_of(kind: str, mode: str | None, tags: frozenset[str], contexts: tuple[str, ...]) -> str | None:
    """Return the CAMEO code of an event: the first row of plover/cameo.tsv that holds, or None.

    `tags` are the kinds and noun classes of what the act is about ("yield", "curfew").
    """
    for wanted_mode, content, context, code in ontology().cameo.get(kind, ()):
        if wanted_mode and wanted_mode != mode:
            continue
        if content and content not in tags:
            continue
        if context and context not in contexts:
            continue
        return code
    return None
