"""Disputes, channels, measures, military activity and positions of the nine crises keep to their floors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from crisis_scorer import GOLDEN, Score, score_changes, score_disputes, score_positions

from tocsin import intake, pipeline, positions
from tocsin.records import Article, Reading

FLOORS = Path(__file__).parent / "floors_crisis.json"
DEMO = Path(pipeline.__file__).parent / "data" / "demo"
BLIND = ("exile", "reactor")
SCENARIOS = ("dam", "coup", "transit", "ballot", "strait", "siege", "exile", "reactor")
SOURCES = {
    "demo": (GOLDEN / "demo", DEMO / "articles", DEMO / "parties.csv"),
    **{
        name: (folder, folder / "articles.jsonl", folder / "parties.csv")
        for name in SCENARIOS for folder in [GOLDEN / "scenarios" / name]
    },
}  # fmt: skip


def scores(folder: Path, readings: list[Reading]) -> dict[str, Score]:
    made = {
        "channels": positions.gather_channels(readings),
        "measures": positions.gather_activities(readings, "measure"),
        "military": positions.gather_activities(readings, "military"),
    }
    found = {name: score_changes(folder, name, readings, items) for name, items in made.items()}
    found["disputes"] = score_disputes(folder, readings)
    found["positions"] = score_positions(folder, readings)
    return {name: score for name, score in found.items() if score.gold}


@pytest.mark.parametrize("name", SOURCES)
def test_what_is_planted_in_a_crisis_is_found(name: str) -> None:
    folder, articles, parties = SOURCES[name]
    taken = [found for found in intake.read_inputs([str(articles)], stdin=None) if isinstance(found, Article)]
    found = scores(folder, list(pipeline.read_all(taken, own_parties=parties)))
    for what, score in found.items():
        missing = "not to be read" if name in BLIND else score.missing
        print(f"{name} {what}: found {score.recall:.3f}, right {score.precision:.3f}, missing {missing}")
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    under = [
        f"{name}.{what}.{measure} {value:.3f}"
        for what, score in found.items()
        for measure, value in (("found", score.recall), ("right", score.precision))
        if value < floors.get(f"{name}.{what}.{measure}", 0.0)
    ]
    assert not under, f"under the floors of {FLOORS.name}: {under}"
