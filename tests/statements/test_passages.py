"""Every golden passage yields exactly the statements that its line lists."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tocsin.records import Reading, Statement
from tocsin.statements import RULES, find_statements

GOLDEN = Path(__file__).parents[1] / "golden" / "statements" / "passages.jsonl"
PASSAGES: list[dict[str, Any]] = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]

Parse = Callable[[str], Reading]


def as_golden(reading: Reading, statement: Statement) -> dict[str, Any]:
    """Write a statement as the golden file does: unnamed addressee, anonymity, reason and relayer are left out."""
    text = reading.article.text
    written: dict[str, Any] = {
        "speaker": statement.speaker and statement.speaker.text,
        "cue": statement.cue and statement.cue.text,
        "content": [text[start:end] for start, end in statement.content.spans],
        "form": statement.form,
        "act": statement.act,
    }
    optional = {
        "addressee": statement.addressee and statement.addressee.text,
        "anonymous": statement.anonymous,
        "reason": statement.anonymity_reason,
        "relayed_by": statement.relayed_by and statement.relayed_by.text,
    }
    return written | {key: value for key, value in optional.items() if value}


def test_there_are_at_least_150_passages() -> None:
    assert len({passage["text"] for passage in PASSAGES}) >= 150


@pytest.mark.parametrize("passage", PASSAGES, ids=[passage["text"][:50] for passage in PASSAGES])
def test_a_passage_has_exactly_these_statements(passage: dict[str, Any], parsed: Parse) -> None:
    reading = parsed(passage["text"])
    assert [as_golden(reading, s) for s in find_statements(reading)] == passage["statements"]


def test_every_rule_that_decides_has_its_explanation(parsed: Parse) -> None:
    decided = {s.rule for passage in PASSAGES for s in find_statements(parsed(passage["text"]))}
    assert decided <= RULES.keys()
    assert all(explanation.endswith(".") for explanation in RULES.values())
    assert RULES.keys() - decided <= {"headline"}, "a rule without a passage"


def test_statements_come_in_text_order_with_their_own_ids(parsed: Parse) -> None:
    text = "\n\n".join(passage["text"] for passage in PASSAGES[:60])
    found = find_statements(parsed(text))
    starts = [min(s.content.spans[0][0], s.cue.span[0] if s.cue else s.content.spans[0][0]) for s in found]
    assert starts == sorted(starts)
    assert len({s.id for s in found}) == len(found)
