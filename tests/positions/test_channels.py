"""Channels and off-ramps are found with their state and the parties that take part."""

from __future__ import annotations

import pytest

from tocsin import pipeline
from tocsin.positions import gather_channels
from tocsin.records import Article


def signs(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(sign.kind, sign.state, sign.parties) for sign in pipeline.read(text).channels]


@pytest.mark.parametrize(
    ("text", "kind", "state", "parties"),
    [
        ("Norway and Denmark held talks in Geneva on Monday.", "talks", "held", ("DNK", "NOR")),
        ("Norway refused to hold talks with Denmark.", "talks", "refused", ("DNK", "NOR")),
        ("Norway suspended talks with Denmark on the Finnish question.", "talks", "suspended", ("DNK", "NOR")),
        ("Denmark proposed a ceasefire to Norway.", "ceasefire", "proposed", ("DNK", "NOR")),
        ("Norway and Denmark agreed to a ceasefire.", "ceasefire", "agreed", ("DNK", "NOR")),
        ("Norway violated the ceasefire, Denmark said.", "ceasefire", "broken", ("DNK", "NOR")),
        ("Norway and Denmark reopened their military hotline.", "hotline", "open", ("DNK", "NOR")),
        ("Norway opposed the creation of a contact group with Denmark.", "contact group", "refused", ("DNK", "NOR")),
        ("Norway signed a peace accord with Denmark.", "accord", "concluded", ("DNK", "NOR")),
    ],
)
def test_the_words_above_a_channel_give_its_state(text: str, kind: str, state: str, parties: tuple[str, ...]) -> None:
    assert (kind, state, parties) in signs(text)


def test_a_sentence_without_a_channel_gives_none() -> None:
    assert signs("Norway beat Denmark by two goals to one.") == []


def test_a_channel_keeps_its_changes_in_order_of_date_and_no_repeats() -> None:
    told = [
        ("2019-03-01", "Norway and Denmark held talks."),
        ("2019-03-05", "Norway broke off talks with Denmark."),
        ("2019-03-06", "Norway suspended the talks with Denmark."),
        ("2019-03-20", "Norway and Denmark resumed talks."),
    ]
    articles = [Article(id=day, text=text, published=day) for day, text in reversed(told)]
    (channel,) = gather_channels(list(pipeline.read_all(articles)))
    assert [(change.state, change.date) for change in channel.changes] == [
        ("held", "2019-03-01"),
        ("suspended", "2019-03-05"),
        ("open", "2019-03-20"),
    ]
    assert (channel.state, channel.since) == ("open", "2019-03-20")
