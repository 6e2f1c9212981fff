"""Measures what is told of statements on golden passages: act, addressee, anonymity and whom the speaker resolves to.

A golden statement is found by the first word of its cue; one that is not found is wrong in every respect.
passages.jsonl is parsed without parties, as its tests do; of it the first three are measured. speakers.jsonl is read in
full, and `who` is the country, organisation or name that the speaker must resolve to (None: nobody known).
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from tocsin.pipeline import read_in_full
from tocsin.reading import analyse
from tocsin.records import Article, Party, Statement
from tocsin.statements import find_statements

GOLDEN = Path(__file__).parents[1] / "golden" / "statements"
FLOORS = Path(__file__).with_name("statement_floors.json")
ASPECTS = ("act", "addressee", "anonymity", "resolution")


def passages(name: str) -> list[dict[str, Any]]:
    """Return the lines of a golden file."""
    return [json.loads(line) for line in (GOLDEN / name).read_text(encoding="utf-8").splitlines()]


def as_articles(given: list[dict[str, Any]]) -> list[Article]:
    """Return each passage as an article with its date."""
    return [Article(id=str(i), text=p["text"], published=p.get("date")) for i, p in enumerate(given)]


def measure() -> tuple[dict[str, float], list[str]]:
    """Return the accuracy of each aspect by its name ("speakers.act"), and every miss in a line."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    misses: list[str] = []
    plain, full = passages("passages.jsonl"), passages("speakers.jsonl")
    found = {
        "passages": [find_statements(reading) for reading in analyse(as_articles(plain))],
        "speakers": [reading.statements for reading in read_in_full(as_articles(full))],
    }
    for name, given in (("passages", plain), ("speakers", full)):
        for passage, statements in zip(given, found[name], strict=True):
            left = list(statements)
            for gold in passage["statements"]:
                one = find(gold, left)
                if one is not None:
                    left.remove(one)
                for aspect, holds in judge(gold, one).items():
                    asked[f"{name}.{aspect}"] += 1
                    right[f"{name}.{aspect}"] += holds
                    if not holds:
                        misses.append(
                            f"{aspect}: {gold['speaker']} {gold['cue']} in {passage['text'][:70]!r}: {told(one)}"
                        )
    return {name: right[name] / asked[name] for name in asked}, misses


def find(gold: dict[str, Any], statements: list[Statement]) -> Statement | None:
    """Return the first statement whose cue begins with the same word as that of a golden one, or None."""
    for one in statements:
        cue = one.cue.text if one.cue else None
        if cue == gold["cue"] or (cue and gold["cue"] and cue.split()[0] == gold["cue"].split()[0]):
            return one
    return None


def judge(gold: dict[str, Any], one: Statement | None) -> dict[str, bool]:
    """Return which aspects of a golden statement were told right."""
    aspects = ASPECTS if "who" in gold else ASPECTS[:3]
    if one is None:
        return dict.fromkeys(aspects, False)
    holds = {
        "act": one.act == gold["act"],
        "addressee": (one.addressee.text if one.addressee else None) == gold.get("addressee"),
        "anonymity": one.anonymous == gold.get("anonymous", False),
        "resolution": "who" in gold and is_party(gold["who"], one.speaker),
    }
    return {aspect: holds[aspect] for aspect in aspects}


def told(one: Statement | None) -> str:
    """Return what was told of a statement, in a line."""
    if one is None:
        return "nothing"
    who = one.speaker and (one.speaker.text, one.speaker.name, one.speaker.country)
    return f"{one.act} by {who}{' (anonymous)' if one.anonymous else ''} to {one.addressee and one.addressee.text}"


def is_party(who: str | None, speaker: Party | None) -> bool:
    """Tell whether a speaker is the party that the gold names by code or name; None is nobody known."""
    if speaker is None:
        return who is None
    if who is None:
        return speaker.country is None and speaker.name in (None, speaker.text)
    return who in (speaker.country, speaker.name)
