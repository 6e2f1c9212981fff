"""Scores disputes, channels, positions, measures and military activity against the crises of tests/golden.

A gold sentence is found where a piece of evidence from its article overlaps it. A gold dispute is found where one
dispute stands on two of its sentences; a predicted dispute is right where it matches one so. Channels, measures and
military activities are scored by their changes: kind, a party in common, state and sentence. A gold phase of a position
is found where a phase of the same party (and an issue with a word in common, or the same sentence) has its stance and
begins within three days of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from tocsin import positions
from tocsin.records import Evidence, Reading

GOLDEN = Path(__file__).parents[1] / "golden"
SAME_KIND = {"commission": "contact group", "border": "border closure"}
SAME_STATE = {
    "accepted": {"agreed", "open", "accepted"}, "agreed": {"agreed", "concluded", "open"},
    "open": {"open", "held", "agreed"},
    "concluded": {"concluded", "agreed", "held"}, "refused": {"refused"}, "suspended": {"suspended", "broken"},
    "proposed": {"proposed"}, "conditional": {"agreed", "proposed", "conditional"},
    "held without result": {"held without result", "suspended"}, "threatened": {"threatened", "announced"},
    "considered": {"threatened"},
    "in force": {"in force"}, "to be lifted": {"to be lifted"}, "lifted": {"lifted"}, "announced": {"announced"},
    "held": {"held"}, "happened": {"held"}, "ordered": {"held", "announced"}, "ended": {"ended", "held"},
    "withdrawn": {"ended", "held"}, "admitted": {"held"},
}  # fmt: skip


class Score(NamedTuple):
    """How many gold records were found, how many predictions are right, and which gold ones are missing."""

    found: int
    gold: int
    right: int
    made: int
    missing: tuple[str, ...]

    @property
    def recall(self) -> float:
        return self.found / max(1, self.gold)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.made)


def load(folder: Path, name: str) -> list[dict[str, Any]]:
    path = folder / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


class Texts:
    """Finds gold surfaces in the articles."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self.texts = {reading.article.id: reading.article.text for reading in readings}

    def overlaps(self, evidence: Evidence, article: str, surface: str) -> bool:
        if evidence.article != article:
            return False
        at = self.texts[article].find(re.split(r" ~ |\{|\}", surface)[0].strip() or surface)
        return at >= 0 and evidence.span[0] < at + len(surface) and at < evidence.span[1]


def score_disputes(folder: Path, readings: Sequence[Reading], sure: float = 0.0) -> Score:
    texts = Texts(readings)
    gold = load(folder, "disputes")
    shifts = load(folder, "positions")
    found: set[str] = set()
    made = [d for d in positions.find_disputes(readings) if d.confidence >= sure]
    right = 0
    for dispute in made:
        hit = [
            g["id"] for g in gold
            if any(texts.overlaps(dispute.first.evidence, s["article"], s["text"]) for s in g["sentences"])
            and any(texts.overlaps(dispute.second.evidence, s["article"], s["text"]) for s in g["sentences"])
        ]  # fmt: skip
        right += bool(hit) or _is_fair(texts, gold, shifts, dispute)
        found.update(hit)
    return Score(len(found), len(gold), right, len(made), tuple(g["id"] for g in gold if g["id"] not in found))


def _is_fair(texts: Texts, gold: list[dict[str, Any]], shifts: list[dict[str, Any]], dispute: Any) -> bool:
    """Tell whether a dispute is another pair of sentences of a gold dispute, or a planted shift of position."""
    parties = [side.party for side in (dispute.first, dispute.second) if side.party]
    sides = {key for party in parties for key in (party.country, party.name)}
    for record in gold:
        known = {s["party"] for s in record["sentences"]} | set(record["parties"])
        if all({party.country, party.name} & known for party in parties) and any(
            texts.overlaps(side.evidence, s["article"], s["text"])
            for side in (dispute.first, dispute.second) for s in record["sentences"]
        ):  # fmt: skip
            return True
    if dispute.kind != "reversal" or dispute.second.party is None:
        return False
    days = (dispute.first.evidence.published or "")[:10], (dispute.second.evidence.published or "")[:10]
    return any(
        record["party"] in sides and one["from"] <= days[0] <= (one["to"] or "9999") and two["from"] <= days[1]
        for record in shifts for one, two in zip(record["phases"], record["phases"][1:], strict=False)
    )  # fmt: skip


def score_changes(folder: Path, name: str, readings: Sequence[Reading], made: Iterable[Any]) -> Score:
    """Score the dated changes of channels, measures or military activities."""
    texts = Texts(readings)
    gold = [(record, change) for record in load(folder, name) for change in record["changes"]]
    told = [(item, change) for item in made for change in item.changes]
    found = [
        (record, change) for record, change in gold
        if any(_is_change(texts, record, change, item, mine) for item, mine in told)
    ]  # fmt: skip
    right = sum(any(_is_change(texts, record, change, item, mine) for record, change in gold) for item, mine in told)
    missing = tuple(f"{r['id']} {c['date']} {c['state']}" for r, c in gold if (r, c) not in found)
    return Score(len(found), len(gold), right, len(told), missing)


def _is_change(texts: Texts, record: dict[str, Any], change: dict[str, Any], item: Any, mine: Any) -> bool:
    if mine.state not in SAME_STATE.get(change["state"], {change["state"]}):
        return False
    gold = set(record.get("parties") or [record.get("by"), record.get("on")])
    parties = set(item.parties) if hasattr(item, "parties") else {*item.by, *item.on}
    near = mine.date is not None and abs((date.fromisoformat(mine.date) - date.fromisoformat(change["date"])).days) <= 1
    kind = SAME_KIND.get(record["kind"], record["kind"])
    same_kind = kind.endswith(item.kind) or mine.evidence.article == change["article"]
    return bool(gold & parties) and (
        texts.overlaps(mine.evidence, change["article"], change["text"]) or (near and same_kind)
    )


def score_positions(folder: Path, readings: Sequence[Reading]) -> Score:
    """Score the phases of positions; precision is over the parties and issues that the gold knows."""
    texts = Texts(readings)
    gold = load(folder, "positions")
    held = positions.gather_positions(readings)
    found, total, right, made = 0, 0, 0, 0
    missing: list[str] = []
    for record in gold:
        mine = [p for p in held if p.party == record["party"] and _same_issue(texts, record, p)]
        for phase in record["phases"]:
            total += 1
            hit = any(_is_phase(phase, f) for p in mine for f in p.phases)
            found += hit
            if not hit:
                missing.append(f"{record['id']} {phase['from']} {phase['stance']}")
        for position in mine:
            for phase in position.phases:
                made += 1
                right += any(g["stance"] == phase.stance and _during(g, phase) for g in record["phases"])
    return Score(found, total, right, made, tuple(missing))


def _issue_words(one: str, other: str) -> set[str]:
    """Return the words of an issue's name that tell it from another: where both are acts, what they are done to."""
    words = [word for word in one.lower().split() if not word.endswith(("ian", "ran", "ari"))]  # "Drennian"
    if " of " in one and " of " in other:
        words = words[words.index("of") + 1 :]
    return set(words) - {"of", "the", "by", "with", "in", "on", "front"}


def _same_issue(texts: Texts, record: dict[str, Any], position: Any) -> bool:
    mine, its = record["issue"], position.issue
    return bool(_issue_words(mine, its) & _issue_words(its, mine)) or any(
        texts.overlaps(e, g["article"], g["text"])
        for g in record["phases"]
        for phase in position.phases
        for e in phase.evidence
    )


def _is_phase(gold: dict[str, Any], phase: Any) -> bool:
    if phase.stance != gold["stance"] or phase.start is None:
        return False
    return abs((date.fromisoformat(phase.start) - date.fromisoformat(gold["from"])).days) <= 3


def _during(gold: dict[str, Any], phase: Any) -> bool:
    return phase.start is not None and gold["from"] <= phase.start <= (gold["to"] or "9999")
