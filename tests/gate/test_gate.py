"""The program keeps to the floors of quality, which are pinned to the corpus that they were measured on."""

from __future__ import annotations

import json

import pytest
from gate import FLOORS, demo_hash, measure
from scorer import causes

HOW_TO_RAISE = "python tools/gate.py --raise"
ROOM_TO_RAISE = 0.02


@pytest.fixture(scope="module")
def pinned() -> dict[str, object]:
    return json.loads(FLOORS.read_text(encoding="utf-8"))


def test_the_floors_are_pinned_to_the_corpus(pinned: dict[str, object]) -> None:
    assert pinned["corpus"] == demo_hash(), (
        "the demo's articles or gold have changed; if the change mends the gold, run python tools/gate.py --repin"
    )


def test_every_measure_stays_above_its_floor(pinned: dict[str, object]) -> None:
    measures, tallies = measure()
    floors = pinned["floors"]
    under = [name for name, floor in floors.items() if measures.get(name, 0.0) < floor]
    for name, tally in tallies.items():
        print(name, causes(tally).most_common(12))
    risen = [name for name, floor in floors.items() if measures.get(name, 0.0) > floor + ROOM_TO_RAISE]
    if risen:
        print(f"better than the floor: {', '.join(risen)}; raise the floors with: {HOW_TO_RAISE}")
    assert not under, "\n".join(f"{n}: {measures.get(n, 0.0):.3f} is under {floors[n]:.3f}" for n in under)
