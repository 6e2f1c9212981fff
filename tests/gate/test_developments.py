"""The reports of one event are joined, and those of two are kept apart, as the gold of the three crises has it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from development_scorer import labelled, match, score_developments
from goldset import locate
from test_crisis import SOURCES

from tocsin import intake, pipeline, stories
from tocsin.records import Article, Reading

FLOORS = Path(__file__).parent / "development_floors.json"


def readings_of(name: str) -> list[Reading]:
    _, articles, parties = SOURCES[name]
    taken = [found for found in intake.read_inputs([str(articles)], stdin=None) if isinstance(found, Article)]
    return list(pipeline.read_all(taken, own_parties=parties))


@pytest.mark.parametrize("name", json.loads(FLOORS.read_text(encoding="utf-8")))
def test_reports_of_one_event_are_joined(name: str) -> None:
    readings = readings_of(name)
    origins = stories.origin_of(stories.find_origins([reading.article for reading in readings]))
    score = score_developments(SOURCES[name][0], readings, stories.gather_developments(readings, origins))
    print(f"{name}: B-cubed {score.b_cubed:.3f}, links {score.links:.3f} over {score.reports} reports")
    print(*(f"joined {pair}" for pair in score.wrong), *(f"apart {pair}" for pair in score.missed), sep="\n")
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))[name]
    assert score.b_cubed >= floors["b_cubed"]
    assert score.links >= floors.get("links", 0.0)
    assert score.reports >= floors["reports"]


@pytest.mark.parametrize("name", ("dam", "coup"))
def test_every_labelled_report_stands_in_its_article(name: str) -> None:
    texts = {reading.article.id: reading.article.text for reading in readings_of(name)}
    assert all(locate(texts[article], surface) for article, surface in labelled(SOURCES[name][0])[1])


def test_one_labelled_report_stands_for_one_event_at_most() -> None:
    found = match(readings_of("dam"), labelled(SOURCES["dam"][0])[1])
    assert len(set(found.values())) == len(found)
