"""Check the gold of the demo and the scenarios: surfaces stand in their articles, labels are the contract's.

Usage: python tools/check_demo_gold.py [--counts]      exit status 1 where something is wrong
"""

# ruff: noqa: T201
from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import get_args

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "gate"))

from goldset import GOLD, SCENARIOS, Record, SurfaceError, article_texts, locate, locate_near, read_gold

from tocsin.lexicon import read_table
from tocsin.records import Act, Form, Modality

TYPES = {row["type"]: row["fold"] for row in read_table("plover/types.tsv", ("type",))}
MODES = {(row["type"], row["mode"] or None) for row in read_table("plover/modes.tsv", ("type",))}
CONTEXTS = {row["context"] for row in read_table("plover/contexts.tsv", ("context",))}
KINDS = {"appeal", "newsletter", "navigation", "caption-copy"}


def event_faults(event: Record, text: str) -> list[str]:
    """Return what is wrong with one event."""
    faults = []
    try:
        locate(text, event["trigger"])
    except SurfaceError as error:
        faults.append(str(error))
    if event["mode"] and (event["type"], event["mode"]) not in MODES:
        faults.append(f"{event['type']} has no mode {event['mode']}")
    readings = [event, *event.get("accepted", ())]
    faults += [f"unknown modality {r['modality']}" for r in readings if r["modality"] not in get_args(Modality)]
    faults += [f"unknown type {r['type']}" for r in readings if r["type"] not in TYPES]
    faults += [f"unknown context {c}" for c in event.get("contexts", ()) if c not in CONTEXTS]
    faults += [
        f"a future {r['type']} is {TYPES[r['type']]}: {event['trigger']}"
        for r in readings
        if r["modality"] == "future" and TYPES.get(r["type"])
    ]
    if event["symmetric"] and len(event["actors"]) + len(event["recipients"]) < 1 and not event.get("optional"):
        faults.append(f"a symmetric event needs its sides: {event['trigger']}")
    return faults


def statement_faults(statement: Record, text: str) -> list[str]:
    """Return what is wrong with one statement."""
    faults, spans = [], []
    for content in [statement["content"], *statement.get("contents_accepted", ())]:
        for surface in content:
            try:
                spans.append(locate(text, surface))
            except SurfaceError as error:
                faults.append(str(error))
    near = spans[0][0] if spans else 0
    for role, words in (("speaker", statement["speaker"]["text"]), ("cue", statement["cue"])):
        if words and locate_near(text, words, near) is None:
            faults.append(f"{role} absent: {words}")
    acts = [statement["act"], *statement.get("acts_accepted", ())]
    faults += [f"unknown act {act}" for act in acts if act not in get_args(Act)]
    if statement["form"] not in get_args(Form):
        faults.append(f"unknown form {statement['form']}")
    quoted = [any(mark in text[max(0, s - 1) : e + 1] for mark in "\"“”'’‘") for s, e in spans]
    if statement["form"] == "indirect" and any(text[s - 1 : s] in {'"', "“"} for s, _ in spans):
        faults.append(f"indirect, but it begins inside quotation marks: {statement['content'][0]}")
    if statement["form"] == "mixed" and quoted and not any(quoted):
        faults.append(f"mixed, but nothing is quoted: {statement['content'][0]}")
    return faults


def reading_faults(record: Record, text: str) -> list[str]:
    """Return what is wrong with the gold of one article."""
    faults = []
    for stretch in record["boilerplate"]:
        if stretch["kind"] not in KINDS:
            faults.append(f"unknown boilerplate {stretch['kind']}")
        try:
            locate(text, stretch["text"], stretch.get("nth"))
        except SurfaceError as error:
            faults.append(str(error))
    for statement in record.get("statements", ()):
        faults += statement_faults(statement, text)
    for event in record.get("events", ()):
        faults += event_faults(event, text)
    return faults


def ledger_faults(texts: dict[str, str], folder: Path) -> list[str]:
    """Return what is wrong with a folder's stories, disputes, channels, positions, measures and military moves."""
    faults = []
    seen: Counter[str] = Counter()
    for story in read_gold("stories", folder):
        members = [article for origin in story["origins"] for article in origin]
        seen.update(story["articles"])
        if sorted(members) != sorted(story["articles"]):
            faults.append(f"{story['id']}: origins and articles differ")
    if seen:  # a folder without stories labels none
        faults += [f"in no story: {article}" for article in texts if article not in seen]
    faults += [f"in {n} stories or unknown: {a}" for a, n in seen.items() if n > 1 or a not in texts]
    for name in ("disputes", "channels", "positions", "measures", "military"):
        for record in read_gold(name, folder):
            for sentence in record.get("sentences", record.get("changes", record.get("phases", ()))):
                try:
                    locate(texts[sentence["article"]], sentence["text"])
                except (SurfaceError, KeyError) as error:
                    faults.append(f"{name} {record['id']}: {error}")
    return faults


def print_counts(gold: list[Record]) -> None:
    """Print how often each label occurs in the fully annotated articles."""
    events = [e for r in gold for e in r.get("events", ()) if not e.get("optional")]
    statements = [s for r in gold for s in r.get("statements", ()) if not s.get("optional")]
    print(f"{len(events)} events, {len(statements)} statements in {sum('events' in r for r in gold)} articles")
    for name, labels in (
        ("type", Counter(e["type"] for e in events)),
        ("mode", Counter(f"{e['type']} {e['mode']}" for e in events if e["mode"])),
        ("modality", Counter(e["modality"] for e in events)),
        ("act", Counter(s["act"] for s in statements)),
        ("form", Counter(s["form"] for s in statements)),
    ):
        print(f"{name}: " + ", ".join(f"{label} {n}" for label, n in labels.most_common()))


def main() -> int:
    """Check everything, print the faults and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", action="store_true", help="print how often each label occurs")
    arguments = parser.parse_args()
    texts, gold = article_texts(), read_gold("readings")
    faults = [f"unknown article {r['article']}" for r in gold if r["article"] not in texts]
    faults += [f"no gold for {article}" for article in texts if article not in {r["article"] for r in gold}]
    for record in gold:
        if record["article"] in texts:
            faults += [f"{record['article']}: {fault}" for fault in reading_faults(record, texts[record["article"]])]
    faults += ledger_faults(texts, GOLD)
    for folder in sorted(path for path in SCENARIOS.iterdir() if path.is_dir()):
        texts = {record["id"]: record["text"] for record in read_gold("articles", folder)}
        faults += [f"{folder.name}: {fault}" for fault in ledger_faults(texts, folder)]
    if arguments.counts:
        print_counts(gold)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
