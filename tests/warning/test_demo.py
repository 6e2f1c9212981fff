from __future__ import annotations

import json
from pathlib import Path

import pytest

from tocsin import intake, pipeline, positions, stories
from tocsin.records import Article
from tocsin.warning.book import Book
from tocsin.warning.feeds.developments import series_of
from tocsin.warning.series import day_number
from tocsin.warning.watch import Setting, Warned, walk

ROOT = Path(__file__).parents[2]
TRUTH = json.loads((ROOT / "tests/golden/demo/warning.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def changes() -> list[Warned]:
    demo = ROOT / "src/tocsin/data/demo"
    articles = [
        found for found in intake.read_inputs([str(demo / "articles")], stdin=None) if isinstance(found, Article)
    ]
    readings = list(pipeline.read_all(articles, own_parties=demo / "parties.csv"))
    readings.sort(key=lambda found: (found.article.published or "", found.article.id))
    origins = stories.find_origins([found.article for found in readings])
    statements = [statement for found in readings for statement in found.statements]
    own = series_of(stories.gather_developments(readings, stories.origin_of(origins)), statements)
    setting = Setting(told=own.told, channels=positions.gather_channels(readings))
    first, last = (day_number(day) for day in TRUTH["span"])
    return list(walk(own.series, [], setting, Book(), (first, last)))


def test_the_demo_crisis_rings_once_in_the_planned_weeks_and_stands_down(changes: list[Warned]) -> None:
    truth = TRUTH["dyads"][0]
    of_pair = [found for found in changes if found.dyad == tuple(truth["dyad"])]
    assert [found.status for found in of_pair] == ["rings", "stood down"]
    ring, down = of_pair
    assert truth["ring"]["not_before"] <= ring.date <= truth["ring"]["not_after"] < truth["onset"]
    assert truth["stand_down"]["not_before"] <= down.date <= truth["stand_down"]["not_after"]


def test_the_quiet_pairs_of_the_demo_stay_silent(changes: list[Warned]) -> None:
    silent = {tuple(sorted(pair)) for pair in TRUTH["silent"]}
    assert not [found.dyad for found in changes if found.dyad in silent]


def test_the_demo_alarm_quotes_a_sentence_of_the_planned_evidence(changes: list[Warned]) -> None:
    ring = next(found for found in changes if list(found.dyad) == TRUTH["dyads"][0]["dyad"])
    planned = {(sight["date"], sight["type"]) for sight in TRUTH["dyads"][0]["evidence"]}
    told = {(sight.date, sight.type) for sight in ring.evidence if sight.sentence}
    assert planned & told, told
