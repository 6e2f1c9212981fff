"""Loads the words that raise an issue, put a party for or against it, or judge it."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

import msgspec

from tocsin.lexicon import cell_values, read_table


class IssueWord(msgspec.Struct, frozen=True):
    """A noun or verb that raises an issue: its words (the last is looked up), the issue, and whether it is a verb.

    `of` is True where the thing that it is done to belongs to the issue's name. The object of a verb, if it has one,
    must be among `objects` (any where empty). The article must hold one of `needs` (anything where empty). A state that
    hangs on one of the prepositions `on` belongs to the name as well. `undoes` is True for a verb that ends the thing.
    """

    words: tuple[str, ...]
    issue: str
    verb: bool
    of: bool
    objects: frozenset[str]
    needs: tuple[str, ...]
    on: frozenset[str] = frozenset()
    undoes: bool = False


class StanceWord(msgspec.Struct, frozen=True):
    """A word that puts a party for or against what it governs.

    `rest` are the words that must hang on it, a preposition of which governs in its place; `doing` is True where only
    the deed shows the stance.
    """

    stance: str
    rest: tuple[str, ...]
    doing: bool


@cache
def issue_words() -> dict[str, tuple[IssueWord, ...]]:
    """Index the issue words by the word at which they are found: the last of a noun phrase, the first of a verb."""
    found: dict[str, list[IssueWord]] = defaultdict(list)
    for row in read_table("positions/issues.tsv", ("issue",)):
        for column in ("nouns", "verbs", "loose"):
            for cell in cell_values(row[column]):
                words = tuple(cell.removeprefix("-").replace("-", " - ").split())  # as the parser's tokens are
                verb = column == "verbs"
                objects = frozenset(cell_values(row["objects"])) if verb else frozenset()
                on = frozenset(cell_values(row["on"]))
                needs = cell_values(row["needs"]) if column == "loose" else ()
                undoes = cell.startswith("-")
                entry = IssueWord(words, row["issue"], verb, row["of"] == "yes", objects, needs, on, undoes)
                found[words[0] if verb else words[-1]].append(entry)
    return {word: tuple(sorted(entries, key=lambda entry: -len(entry.words))) for word, entries in found.items()}


@cache
def stance_words(kind: str) -> dict[str, tuple[StanceWord, ...]]:
    """Index the stance words by their first lemma; "hold" holds the doing words as well."""
    found: dict[str, list[StanceWord]] = defaultdict(list)
    for row in read_table("positions/stances.tsv", ("stance", "kind", "words")):
        if row["kind"] == kind or (kind, row["kind"]) == ("hold", "do"):
            for cell in cell_values(row["words"]):
                first, *rest = cell.split()
                found[first].append(StanceWord(row["stance"], tuple(rest), row["kind"] == "do"))
    return {word: tuple(sorted(entries, key=lambda entry: -len(entry.rest))) for word, entries in found.items()}


@cache
def judging_words() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern of the judging phrases, longest first, and the stance of each."""
    found = {
        phrase: row["stance"]
        for row in read_table("positions/evaluations.tsv", ("stance", "phrases"))
        for phrase in cell_values(row["phrases"])
    }
    phrases = sorted(found, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b"), found


@cache
def listed_issues() -> frozenset[str]:
    """Return the names of the issues of data/positions/issues.tsv."""
    return frozenset(entry.issue for entries in issue_words().values() for entry in entries)
