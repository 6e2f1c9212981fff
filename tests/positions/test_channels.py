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
        ("Norway offered to host a meeting with Denmark.", "talks", "proposed", ("DNK", "NOR")),
        ("Norway rejected a Danish proposal to send observers to Norway.", "mission", "refused", ("DNK", "NOR")),
        ("The raid led Norway to suspend cooperation with Denmark.", "cooperation", "suspended", ("DNK", "NOR")),
        ("Norway and Denmark agreed to keep their hotline open.", "hotline", "open", ("DNK", "NOR")),
        ("Norway and Denmark will hold talks on Sunday.", "talks", "agreed", ("DNK", "NOR")),
    ],
)
def test_the_words_above_a_channel_give_its_state(text: str, kind: str, state: str, parties: tuple[str, ...]) -> None:
    assert (kind, state, parties) in signs(text)


def test_a_sentence_without_a_channel_gives_none() -> None:
    assert signs("Norway beat Denmark by two goals to one.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Norway and Denmark could hold talks in May.",
        "Norway froze the tax while the talks with Denmark lasted.",
        "Norway and Denmark did not hold talks.",
        "Norway and Denmark gave a press conference.",
        "Norway and Denmark pay no ransoms to free hostages.",
    ],
)
def test_talks_that_may_be_or_were_not_are_no_news(text: str) -> None:
    assert signs(text) == []


def test_a_line_without_parties_belongs_to_the_line_of_that_name() -> None:
    told = [
        ("2019-03-01", "Norway cut the telephone line with Denmark."),
        ("2019-03-09", "The telephone line was restored."),
    ]
    articles = [Article(id=day, text=text, published=day) for day, text in told]
    (channel,) = gather_channels(list(pipeline.read_all(articles)))
    assert [change.state for change in channel.changes] == ["suspended", "open"]


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
