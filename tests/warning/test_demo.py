from __future__ import annotations

import json
import random
from pathlib import Path

import msgspec
import pytest

from tocsin import intake, pipeline, positions, stories
from tocsin.records import Article, Reading
from tocsin.warning import Book, Known, Setting, Warned, day_number, reporting_of, series_of, signals_of, walk

ROOT = Path(__file__).parents[2]
TRUTH = json.loads((ROOT / "tests/golden/demo/warning.json").read_text(encoding="utf-8"))
PAIR = TRUTH["dyads"][0]


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    demo = ROOT / "src/tocsin/data/demo"
    articles = [
        found for found in intake.read_inputs([str(demo / "articles")], stdin=None) if isinstance(found, Article)
    ]
    found = list(pipeline.read_all(articles, own_parties=demo / "parties.csv"))
    return sorted(found, key=lambda one: (one.article.published or "", one.article.id))


def watch(readings: list[Reading]) -> list[Warned]:
    origins = stories.origin_of(stories.find_origins([found.article for found in readings]))
    statements = [
        (said, (found.article.published or "")[:10], found.article.id)
        for found in readings
        for said in found.statements
    ]
    known = Known([said for said, _, _ in statements], origins)
    own = series_of(stories.gather_developments(readings, origins), known)
    channels = positions.gather_channels(readings)
    setting = Setting(
        told=own.told,
        channels=channels,
        signals=signals_of(statements, channels, positions.gather_activities(readings, "military")),
        reporting=reporting_of(
            (day_number(one.article.published[:10]), one.article.outlet) for one in readings if one.article.published
        ),
    )
    first, last = (day_number(day) for day in TRUTH["span"])
    return list(walk(own.series, [], setting, Book(), (first, last)))


@pytest.fixture(scope="module")
def changes(readings: list[Reading]) -> list[Warned]:
    return watch(readings)


def as_planned(changes: list[Warned]) -> bool:
    found = [(change.status, change.date) for change in changes if change.dyad == tuple(PAIR["dyad"])]
    if [status for status, _ in found] != ["rings", "stood down"]:
        return False
    (_, ring), (_, down) = found
    in_time = PAIR["ring"]["not_before"] <= ring <= PAIR["ring"]["not_after"] < PAIR["onset"]
    return bool(in_time and PAIR["stand_down"]["not_before"] <= down <= PAIR["stand_down"]["not_after"])


def test_the_demo_crisis_rings_once_in_the_planned_weeks_and_stands_down(changes: list[Warned]) -> None:
    assert as_planned(changes), [(change.dyad, change.status, change.date) for change in changes]


def test_the_demo_rings_as_planned_when_a_tenth_of_the_events_is_lost(readings: list[Reading]) -> None:
    kept = 0
    for seed in range(20):
        draw = random.Random(seed)
        fewer = [
            msgspec.structs.replace(found, events=tuple(event for event in found.events if draw.random() >= 0.1))
            for found in readings
        ]
        kept += as_planned(watch(fewer))
    assert kept >= 18


def test_the_demo_alarm_says_what_was_said_what_is_open_and_how_much_is_known(changes: list[Warned]) -> None:
    ring = next(found for found in changes if list(found.dyad) == PAIR["dyad"])
    assert ring.coverage["origins"] > 1 and "short" in str(ring.coverage["note"])  # type: ignore[operator]
    assert any("arbitration" in ramp for ramp in ring.off_ramps)
    assert ring.signals
    assert abs(sum(ring.shares.values()) - 1) < 0.01
    assert ring.detector is not None
    assert ring.detector["nominal_low"] <= ring.detector["nominal_false_alarms_a_year"] <= ring.detector["nominal_high"]  # type: ignore[operator]


def test_the_quiet_pairs_of_the_demo_stay_silent(changes: list[Warned]) -> None:
    silent = {tuple(sorted(pair)) for pair in TRUTH["silent"]}
    assert not [found.dyad for found in changes if found.dyad in silent]


def test_the_demo_alarm_quotes_a_sentence_of_the_planned_evidence(changes: list[Warned]) -> None:
    ring = next(found for found in changes if list(found.dyad) == PAIR["dyad"])
    planned = {(sight["date"], sight["type"]) for sight in PAIR["evidence"]}
    told = {(sight.date, sight.type) for sight in ring.evidence if sight.sentence}
    assert planned & told, told
