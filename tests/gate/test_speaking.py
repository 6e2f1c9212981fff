"""What is told of a statement stays above its floors on golden passages."""

from __future__ import annotations

import json

from speaking import FLOORS, measure, passages

LEAST = 0.90


def test_the_passages_are_enough_to_measure_on() -> None:
    assert len(passages("passages.jsonl")) + len(passages("speakers.jsonl")) >= 250


def test_act_addressee_anonymity_and_speaker_stay_above_their_floors() -> None:
    measures, misses = measure()
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    assert floors.keys() == measures.keys()
    assert all(floor >= LEAST for floor in floors.values())
    under = [name for name, floor in floors.items() if measures[name] < floor]
    assert not under, "\n".join(
        [*(f"{name}: {measures[name]:.3f} is under {floors[name]:.3f}" for name in under), *misses]
    )
