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
        ("Norway violated the ceasefire with Denmark, Sweden said.", "ceasefire", "broken", ("DNK", "NOR")),
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
        "Norway blamed Denmark for its failure to open talks.",
        "In those meetings Norway urged Denmark to buy fish.",
        "Norway is one of two countries to have signed a peace treaty with Denmark.",
        "Will Norway hold talks with Denmark?",
    ],
)
def test_talks_that_may_be_or_were_not_are_no_news(text: str) -> None:
    assert signs(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The summit of Norway and Denmark will not take place.", ("talks", "suspended", ("DNK", "NOR"))),
        (
            "Norway rejected the idea of attending a peace conference with Denmark.",
            ("talks", "refused", ("DNK", "NOR")),
        ),
        ("Norway announced its intention to sign an accord with Denmark.", ("accord", "agreed", ("DNK", "NOR"))),
        ("Sweden said that Norway had broken off talks with Denmark.", ("talks", "suspended", ("DNK", "NOR"))),
    ],
)
def test_a_channel_has_the_parties_of_its_own_clause(text: str, expected: tuple[str, str, tuple[str, ...]]) -> None:
    assert expected in signs(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('Norway and Denmark held "serious, substantive" new peace talks.', "peace talks"),
        ("Norway expelled the Danish ambassador.", "diplomatic relations"),
        ("Norway offered to mediate between Denmark and Sweden.", "mediation"),
        ("Norway freed two Danish pilots.", "release of two Danish pilots"),
    ],
)
def test_a_channel_is_named_without_judgement(text: str, name: str) -> None:
    assert [sign.name for sign in pipeline.read(text, date="2019-04-10").channels] == [name]


def test_talks_of_years_ago_are_no_news() -> None:
    assert pipeline.read("Norway and Denmark held talks in March 2011.", date="2019-04-10").channels == ()


def test_two_talks_on_two_things_are_two_channels() -> None:
    told = [
        ("2019-03-01", "Norway and Denmark held nuclear talks."),
        ("2019-03-05", "Norway and Denmark suspended the fish talks."),
        ("2019-03-09", "Norway and Denmark resumed the nuclear talks."),
    ]
    articles = [Article(id=day, text=text, published=day) for day, text in told]
    found = gather_channels(list(pipeline.read_all(articles)))
    assert [[change.state for change in channel.changes] for channel in found] == [["held", "open"], ["suspended"]]


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sweden regards Norway's move to suspend the ceasefire as a mistake.", [("ceasefire", "suspended", ("NOR",))]),
        ("Norway signed an accord on closer ties with Denmark.", [("accord", "concluded", ("DNK", "NOR"))]),
        ("Norway alleged that Denmark had violated the peace treaty.", []),
        ("Norway and Denmark allegedly held talks.", []),
        ("The Norwegian monitors met with the mayor.", []),
    ],
)
def test_who_judges_a_channel_is_no_party_and_who_is_tied_is(text: str, expected: list[object]) -> None:
    assert signs(text) == expected


def test_a_party_that_one_later_sentence_adds_is_none_of_the_channel() -> None:
    told = [
        ("2019-03-01", "Norway and Denmark agreed to a ceasefire."),
        ("2019-03-05", "Norway, Denmark and Sweden suspended the ceasefire."),
    ]
    articles = [Article(id=day, text=text, published=day) for day, text in told]
    (channel,) = gather_channels(list(pipeline.read_all(articles)))
    assert channel.parties == ("DNK", "NOR")


def test_what_one_of_four_asks_for_is_not_the_talks_of_the_four() -> None:
    told = [
        ("2019-03-01", "Norway, Denmark, Sweden and Finland held talks."),
        ("2019-03-05", "Norway urged Sweden to begin talks."),
    ]
    articles = [Article(id=day, text=text, published=day) for day, text in told]
    found = gather_channels(list(pipeline.read_all(articles)))
    assert [channel.parties for channel in found] == [("DNK", "FIN", "NOR", "SWE"), ("NOR", "SWE")]
