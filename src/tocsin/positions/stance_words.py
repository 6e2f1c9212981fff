"""Loads the words that raise an issue, put a party for or against it, or judge it."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import msgspec

from tocsin.lexicon import cell_values, read_table


class IssueWord(msgspec.Struct, frozen=True):
    """A noun or verb that raises an issue: its words (the last is looked up), the issue, and whether it is a verb.

    `of` is True where the thing that it is done to belongs to the issue's name. The object of a verb, if it has one,
    must be among `objects` (any where empty).
    """

    words: tuple[str, ...]
    issue: str
    verb: bool
    of: bool
    objects: frozenset[str]


@cache
def issue_words() -> dict[str, tuple[IssueWord, ...]]:
    """Index the issue words by the word at which they are found: the last of a noun phrase, the first of a verb."""
    found: dict[str, list[IssueWord]] = defaultdict(list)
    for row in read_table("positions/issues.tsv", ("issue",)):
        for column in ("nouns", "verbs"):
            for cell in cell_values(row[column]):
                words = tuple(cell.split())
                verb = column == "verbs"
                objects = frozenset(cell_values(row["objects"])) if verb else frozenset()
                entry = IssueWord(words, row["issue"], verb, row["of"] == "yes", objects)
                found[words[0] if verb else words[-1]].append(entry)
    return {word: tuple(sorted(entries, key=lambda entry: -len(entry.words))) for word, entries in found.items()}


@cache
def stance_words() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Index stance words by their first lemma: the words that must hang on it, and the stance."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for row in read_table("positions/stances.tsv", ("stance", "words")):
        for cell in cell_values(row["words"]):
            first, *rest = cell.split()
            found[first].append((tuple(rest), row["stance"]))
    return {word: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for word, entries in found.items()}


@cache
def evaluations() -> tuple[tuple[str, str], ...]:
    """Return the judging phrases with their stance, longest first."""
    found = [
        (phrase, row["stance"])
        for row in read_table("positions/evaluations.tsv", ("stance", "phrases"))
        for phrase in cell_values(row["phrases"])
    ]
    return tuple(sorted(found, key=lambda entry: -len(entry[0])))
