"""The scorer gives full marks to the gold itself and names each planted fault."""

from __future__ import annotations

import copy
import subprocess
import sys

import pytest
from goldset import ROOT, Record, SurfaceError, article_texts, locate, locate_near, read_gold
from scorer import causes, score


def as_party(gold: Record) -> Record:
    return {"text": gold.get("text") or gold["name"], "name": gold["name"], "country": gold["country"]}


def as_statement(gold: Record, text: str) -> Record:
    spans = [locate(text, surface) for surface in gold["content"]]
    cue = gold["cue"] and locate_near(text, gold["cue"], spans[0][0])
    return {
        "speaker": as_party(gold["speaker"]), "anonymous": bool(gold["anonymous"]), "act": gold["act"],
        "cue": cue and {"text": gold["cue"], "span": cue},
        "addressee": gold["addressee"] and as_party(gold["addressee"]),
        "content": {"text": "", "spans": spans}, "form": gold["form"],
    }  # fmt: skip


def as_event(gold: Record, text: str) -> Record:
    span = locate(text, gold["trigger"])
    start, end = text.rfind("\n", 0, span[0]) + 1, text.find("\n", span[1])
    return {
        "type": gold["type"], "mode": gold["mode"], "modality": gold["modality"], "symmetric": gold["symmetric"],
        "actors": [as_party(p) for p in gold["actors"]], "recipients": [as_party(p) for p in gold["recipients"]],
        "trigger": {"text": text[slice(*span)], "span": span}, "sentence": (start, end if end > 0 else len(text)),
        "date": gold.get("date"), "attributed_to": "s" if gold.get("claimed") else None,
        "contexts": gold.get("contexts", []),
    }  # fmt: skip


@pytest.fixture(scope="module")
def gold() -> list[Record]:
    return read_gold("readings")


@pytest.fixture(scope="module")
def perfect(gold: list[Record]) -> dict[str, Record]:
    texts, readings = article_texts(), {}
    for record in gold:
        text = texts[record["article"]]
        stretches = [{"span": locate(text, b["text"], b.get("nth")), "kind": b["kind"]} for b in record["boilerplate"]]
        readings[record["article"]] = {
            "article": {"text": text, "boilerplate": stretches},
            "statements": [as_statement(s, text) for s in record.get("statements", ())],
            "events": [as_event(e, text) for e in record.get("events", ())],
        }
    return readings


def test_the_gold_read_back_scores_full_marks(gold: list[Record], perfect: dict[str, Record]) -> None:
    measures, tallies = score(perfect, gold)
    assert {n: v for n, v in measures.items() if v < 1} == {}, [t.errors[:5] for t in tallies.values()]


def test_an_empty_reading_finds_nothing_and_claims_nothing(gold: list[Record], perfect: dict[str, Record]) -> None:
    empty = {k: {**r, "events": [], "statements": []} for k, r in perfect.items()}
    measures, _ = score(empty, gold)
    assert measures["events.recall"] == measures["statements.recall"] == 0


@pytest.mark.parametrize(
    ("field", "value", "cause"),
    [
        ("modality", "hypothetical", "modality asserted>hypothetical"),
        ("type", "PROTEST", "type SANCTION>PROTEST"),
        ("actors", [{"text": "Auremont", "name": "Auremont", "country": "AUR"}], "actor"),
        ("recipients", [], "recipient"),
    ],
)
def test_a_planted_fault_in_an_event_is_named(
    gold: list[Record], perfect: dict[str, Record], field: str, value: object, cause: str
) -> None:
    readings = copy.deepcopy(perfect)
    expulsion = next(e for e in readings["iw-0411"]["events"] if e["trigger"]["text"] == "expelled")
    expulsion[field] = value
    _, tallies = score(readings, gold)
    assert causes(tallies["events"]) == {cause: 1}


def test_a_stray_event_costs_precision_only(gold: list[Record], perfect: dict[str, Record]) -> None:
    readings = copy.deepcopy(perfect)
    text = readings["rp-0309"]["article"]["text"]
    attack = {**copy.deepcopy(readings["iw-0411"]["events"][0]), "sentence": (0, len(text))}
    readings["rp-0309"]["events"] = [attack]
    measures, tallies = score(readings, gold)
    assert causes(tallies["events"]) == {"stray": 1}
    assert measures["events.recall"] == 1 > measures["events.precision"]


def test_the_wrong_speaker_is_named(gold: list[Record], perfect: dict[str, Record]) -> None:
    readings = copy.deepcopy(perfect)
    statement = next(s for s in readings["iw-0411"]["statements"] if s["speaker"]["name"] == "Mira Sandel")
    statement["speaker"] = {"text": "Ridell", "name": "Pavo Ridell", "country": "DRN"}
    _, tallies = score(readings, gold)
    assert causes(tallies["statements"]) == {"speaker": 1}


def test_a_surface_must_be_unique_unless_its_context_marks_it() -> None:
    text = "He said no. She said no."
    with pytest.raises(SurfaceError):
        locate(text, "said")
    assert locate(text, "She {said} no") == (16, 20)
    assert locate(text, "He ~ no") == (0, 10)


def test_the_gold_has_no_fault() -> None:
    run = subprocess.run([sys.executable, str(ROOT / "tools" / "check_demo_gold.py")], capture_output=True, text=True,
                         check=False)  # fmt: skip
    assert run.returncode == 0, run.stdout
