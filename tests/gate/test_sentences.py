"""The golden sentences are written in the ontology's terms, and the program keeps to the floors set for them."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from goldset import Record
from sentences import FLOORS, SENTENCES, SHARES, counts, event_faults, faults, files, measure, passages

from tocsin.lexicon import read_table


@pytest.fixture(scope="module")
def gold() -> list[Record]:
    return passages(sorted(SENTENCES.glob("*.jsonl")))


def test_every_label_is_a_term_of_the_ontology_and_every_surface_is_unique(gold: list[Record]) -> None:
    assert [fault for passage in gold for fault in faults(passage)] == []


def test_ids_and_texts_are_unique(gold: list[Record]) -> None:
    for field in ("id", "text"):
        assert [value for value, n in Counter(passage[field] for passage in gold).items() if n > 1] == []


def test_an_id_begins_with_the_name_of_its_file() -> None:
    for path in SENTENCES.glob("*.jsonl"):
        assert all(passage["id"].startswith(path.stem.replace("_", "-")) for passage in passages([path])), path.name


def test_the_two_shares_hold_every_file_once() -> None:
    held = [path for share in SHARES for path in files(share)]
    assert sorted(held) == sorted(SENTENCES.glob("*.jsonl"))


def test_all_types_and_contexts_occur_and_a_third_of_the_passages_hold_no_event(gold: list[Record]) -> None:
    found = counts(gold)
    assert set(found["types"]) == {row["type"] for row in read_table("plover/types.tsv", ("type",))}
    assert set(found["contexts"]) == {row["context"] for row in read_table("plover/contexts.tsv", ("context",))}
    assert 0.3 < found["passages"]["without"] / len(gold) < 0.45


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"trigger": "invaded"}, "absent"),
        ({"trigger": "e"}, "times"),
        ({"mode": "phone"}, "has no mode"),
        ({"type": "FIGHT", "mode": None}, "unknown code"),
        ({"modality": "likely"}, "unknown code"),
        ({"contexts": ["sport"]}, "unknown context"),
        ({"recipients": [{"name": "Ruritania", "country": "RUR"}]}, "unknown code RUR"),
        ({"type": "CONSULT", "mode": None, "modality": "future"}, "folds"),
        ({"symmetric": True}, "as actors"),
    ],
)
def test_a_planted_fault_is_named(change: Record, fault: str) -> None:
    event = {
        "trigger": "expelled", "type": "SANCTION", "mode": "expel", "modality": "asserted", "symmetric": False,
        "actors": [{"name": "Peru", "country": "PER"}], "recipients": [{"name": "envoy", "country": "CHL"}],
    }  # fmt: skip
    passage = {"text": "Peru expelled the Chilean envoy."}
    assert list(event_faults(event, passage)) == []
    assert fault in " ".join(event_faults(event | change, passage))


@pytest.mark.skipif(not FLOORS.exists(), reason="no floors are set yet")
def test_the_sentences_keep_to_their_floors() -> None:
    measures, _ = measure()
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    under = [f"{n}: {measures.get(n, 0.0):.3f} is under {f:.3f}" for n, f in floors.items() if measures.get(n, 0) < f]
    assert not under, "\n".join(under)
