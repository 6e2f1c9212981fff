"""The lexicon of acts: verb frames, event nouns, noun classes, operators and governors, read from data/patterns/.

A frame is one row of verbs.tsv for one verb. All tests of its `needs` must hold; among the frames that hold, the one
with most tests decides, then the earlier row. Everything is keyed for dictionary lookup once, at first use.
"""

from __future__ import annotations

import re
from functools import cache

import msgspec

from tocsin.errors import DataError
from tocsin.events.ontology import ontology
from tocsin.lexicon import Row, cell_values, read_table

PSEUDO_CLASSES = frozenset(("PARTY", "PLACE", "EVENT", "STATE"))
NO_NOUN_SLOTS = frozenset(("near", "prt", "adj", "voice", "inf", "base", "forto", "not", "told", "quoted", "comp"))
KINDS = ("assist", "meet", "yield", "deal", "hostile", "protest", "accuse", "request", "refuse", "threat", "other")


class Test(msgspec.Struct, frozen=True):
    """One condition of a frame: `slot` must be filled (or empty), by one of `classes` or `words` where given."""

    slot: str
    classes: frozenset[str]
    words: frozenset[str]
    empty: bool
    negate: bool


class Frame(msgspec.Struct, frozen=True):
    """One sense of a verb: what must hold, what it then is, and where its actor and recipient stand.

    `operator` names a row of operators.tsv; `light` marks a verb that only carries its object's act; `type` is None for
    both and for a frame that says "no event". `recipient` pairs each slot with whether its parties join the actors,
    `required` are the noun slots that its tests want filled.
    """

    verb: str
    type: str | None
    mode: str | None
    operator: str | None
    light: bool
    tests: tuple[Test, ...]
    actor: tuple[str, ...]
    recipient: tuple[tuple[str, bool], ...]
    flags: frozenset[str]
    line: int
    required: frozenset[str]


class NounAct(msgspec.Struct, frozen=True):
    """An event noun: its class, the event it is, and its own slots for actor and recipient.

    `near` is a class that some word of the sentence must have, `preps` prepositions (or "to do") of which one must
    hang on the noun; a noun may have several senses, and the first whose conditions hold decides.
    """

    name: str
    cls: str
    type: str
    mode: str | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    flags: frozenset[str]
    near: str | None
    preps: frozenset[str]


class Lexicon(msgspec.Struct, frozen=True):
    """Every table of data/patterns/, keyed for lookup by lemma.

    `triggers` are verbs with frames, `act_heads` words that can head an act noun, `could_be` the types of a verb's
    frames as the model's features, `last_words` last words of longer noun entries, `cue_starts` first words of longer
    cues of other worlds: all for skipping what cannot match. `words` are the closed sets of words.tsv.
    """

    frames: dict[str, tuple[Frame, ...]]
    nouns: dict[str, tuple[NounAct, ...]]
    classes: dict[str, frozenset[str]]
    operators: dict[str, dict[str, str]]
    governors: dict[str, dict[str, str]]
    abstention: dict[str, tuple[tuple[str, int], ...]]
    words: dict[str, frozenset[str]]
    triggers: frozenset[str]
    last_words: frozenset[str]
    act_heads: frozenset[str]
    could_be: dict[str, tuple[str, ...]]
    cue_starts: frozenset[str]


def _parse_test(cell: str, known: frozenset[str], where: str) -> Test:
    """Read one test of a `needs` cell; raises DataError for an unknown class."""
    slot, _, values = cell.partition("=")
    negate = slot.endswith("!")
    slot = slot.rstrip("!")
    if not values:
        raise DataError(f"{where}: the test {cell!r} lacks a value")
    if values in ("*", "-"):
        return Test(slot, frozenset(), frozenset(), values == "-", negate)
    classes, words = set(), set()
    for value in values.split(","):
        if value.startswith("'"):
            words.add(value[1:])
        elif value in known or value in PSEUDO_CLASSES or (slot == "comp" and value in KINDS):
            classes.add(value)
        elif slot == "voice":
            words.add(value)
        else:
            raise DataError(f"{where}: {value!r} is neither a class nor a quoted word")
    return Test(slot, frozenset(classes), frozenset(words), False, negate)


def _parse_frames(row: Row, known: frozenset[str]) -> list[Frame]:
    """Read one row of verbs.tsv into a frame for each of its verbs."""
    where = f"patterns/verbs.tsv:{row['line']}"
    kind = row["type"]
    operator = kind[3:] if kind.startswith("op ") else None
    if operator is None and kind not in ("@", "-") and kind not in ontology().types:
        raise DataError(f"{where}: {kind!r} is no type")
    mode = row["mode"] or None
    if kind in ontology().types and (kind, mode) not in ontology().modes:
        raise DataError(f"{where}: {mode!r} is no mode of {kind}")
    tests = tuple(_parse_test(cell, known, where) for cell in row["needs"].split())
    recipient = tuple((slot.lstrip("+"), slot.startswith("+")) for slot in cell_values(row["recipient"]))
    required = frozenset(
        "subj" if test.slot == "actor" else test.slot
        for test in tests
        if not test.negate and not test.empty and test.slot not in NO_NOUN_SLOTS and "/" not in test.slot
    )
    return [
        Frame(
            verb,
            kind if kind in ontology().types else None,
            mode,
            operator,
            kind == "@",
            tests,
            cell_values(row["actor"]) or ("subj",),
            () if row["recipient"] == "-" else recipient or (("obj", False),),
            frozenset(row["flags"].split()),
            int(row["line"]),
            required,
        )
        for verb in dict.fromkeys(cell_values(row["verbs"]))
    ]


def _load_nouns(classes: dict[str, set[str]]) -> dict[str, tuple[NounAct, ...]]:
    """Read nouns.tsv, adding each noun's class to `classes`."""
    nouns: dict[str, tuple[NounAct, ...]] = {}
    for row in read_table("patterns/nouns.tsv", ("class", "type", "words")):
        mode = row["mode"] or None
        if (row["type"], mode) not in ontology().modes:
            raise DataError(f"patterns/nouns.tsv:{row['line']}: {mode!r} is no mode of {row['type']}")
        flags = frozenset(row["flags"].split())
        for word in cell_values(row["words"]):
            classes.setdefault(word, set()).update((row["class"], "EVENT"))
            act = NounAct(
                word,
                row["class"],
                row["type"],
                mode,
                cell_values(row["actor"]),
                cell_values(row["recipient"]),
                flags,
                row["near"] or None,
                frozenset(cell_values(row["preps"])),
            )
            nouns[word] = (*nouns.get(word, ()), act)
    return nouns


@cache
def lexicon() -> Lexicon:
    """Load data/patterns/ once; raises DataError, with file and line, for a row that breaks its format."""
    classes: dict[str, set[str]] = {}
    names: set[str] = set()
    for row in read_table("patterns/classes.tsv", ("class", "words")):
        names.add(row["class"])
        for word in cell_values(row["words"]):
            classes.setdefault(word, set()).add(row["class"])
    nouns = _load_nouns(classes)
    known = frozenset(names | {sense.cls for senses in nouns.values() for sense in senses})
    frames: dict[str, list[Frame]] = {}
    for row in read_table("patterns/verbs.tsv", ("type", "verbs")):
        for frame in _parse_frames(row, known):
            frames.setdefault(frame.verb, []).append(frame)
    operators: dict[str, dict[str, str]] = {}
    for row in read_table("patterns/operators.tsv", ("operator",)):
        operators[row["operator"]] = {kind: row[kind] for kind in (*KINDS, "empty")}
    for verb, found in frames.items():
        for frame in found:
            if frame.operator is not None and frame.operator not in operators:
                raise DataError(f"patterns/verbs.tsv:{frame.line}: {verb} uses the unknown operator {frame.operator}")
    governors: dict[str, dict[str, str]] = {}
    for row in read_table("patterns/governors.tsv", ("place", "modality", "words")):
        for word in cell_values(row["words"]):
            governors.setdefault(row["place"], {}).setdefault(word, row["modality"])
    abstention: dict[str, tuple[tuple[str, int], ...]] = {}
    for row in read_table("patterns/abstention.tsv", ("domain", "weight", "cues")):
        for cue in cell_values(row["cues"]):
            abstention[cue] = (*abstention.get(cue, ()), (row["domain"], int(row["weight"])))
    return Lexicon(
        {
            verb: tuple(sorted(found, key=lambda frame: (-len(frame.tests), "first" not in frame.flags)))
            for verb, found in frames.items()
        },
        nouns,
        {word: frozenset(found) for word, found in classes.items()},
        operators,
        governors,
        abstention,
        {
            row["set"]: frozenset(cell_values(row["words"]))
            for row in read_table("patterns/words.tsv", ("set", "words"))
        },
        frozenset(frames),
        frozenset(word.rsplit(" ", 1)[-1] for word in (*classes, *nouns) if " " in word),
        frozenset(head for word in nouns for head in (word, *re.split("[ -]", word))),
        {
            verb: tuple(sorted({"could=" + frame.type for frame in found if frame.type is not None}))
            for verb, found in frames.items()
        },
        frozenset(re.split("[ -]", cue, maxsplit=1)[0] for cue in abstention if " " in cue or "-" in cue),
    )


# Tests of words that hang on the verb, beside those of nouns.
CHILD_SLOTS = frozenset(("prt", "adj", "inf", "base", "forto", "not", "comp"))


@cache
def verbs_alone() -> frozenset[str]:
    """Return the verbs of which some frame may hold where nothing hangs on them, as on most auxiliaries."""
    return frozenset(
        verb
        for verb, frames in lexicon().frames.items()
        if any(not any(_needs_child(test) for test in frame.tests) for frame in frames)
    )


def _needs_child(test: Test) -> bool:
    """Tell whether a test fails for a verb on which nothing hangs."""
    return not (test.empty or test.negate) and (test.slot in CHILD_SLOTS or test.slot not in NO_NOUN_SLOTS)
