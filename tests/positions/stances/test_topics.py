"""Issues that no list names are found at the nouns and verbs that parties take stances on."""

from __future__ import annotations

import pytest

from tocsin import pipeline
from tocsin.positions.stances.topics import find_topics
from tocsin.records import Article


def topics(text: str) -> set[str]:
    (reading,) = pipeline.read_in_full([Article(id="a", text=text)])
    return {
        topic.issue
        for sentence, mentions in zip(reading.sentences, reading.mentions, strict=True)
        for topic in find_topics(sentence, mentions, frozenset())
    }


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Norway rejected the fishing quota.", "fishing quota"),
        ("Norway demanded the release of the sailors.", "release of sailors"),
        ("Norway refused to station marines on the island.", "deployment of marines"),
        ("Norway said it would release the sailors.", "release of sailors"),
        ("Sweden demanded that the captain be freed.", "release of captain"),
        ("Denmark wants to scrap the licence rule.", "licence rule"),
    ],
)
def test_a_noun_or_a_verb_with_its_object_is_a_topic(text: str, topic: str) -> None:
    assert topic in topics(text)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Norway demanded an explanation.", "explanation"),
        ("Norway rejected a proposal.", "proposal"),
        ("Norway lifted the siege.", "lifting siege"),
        ("Norway armed the ships.", "arming ships"),
        ("Norway lost 200 ships.", "ship"),
    ],
)
def test_what_no_party_can_be_for_or_against_is_none(text: str, topic: str) -> None:
    assert topic not in topics(text)
