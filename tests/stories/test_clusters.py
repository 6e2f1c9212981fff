"""Articles on one thing make one story; alike things with other names, or on other days, make two."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.records import Article
from tocsin.stories import find_stories

FERRY = [
    "The ferry Halcyon ran aground off Port Selby on Tuesday with 240 passengers aboard, the coastguard said.",
    "All 240 passengers of the Halcyon, which ran aground off Port Selby, were taken ashore, the coastguard said.",
    "Divers will inspect the hull of the Halcyon, aground off Port Selby since Tuesday, the ferry company said.",
]
OTHER_FERRY = [
    "The ferry Marigold struck a rock near Ostia Bay at night with ninety people on board, rescuers said.",
    "The Marigold, on the rocks near Ostia Bay, will be towed free at high tide, the harbour master said.",
    "Ninety people of the Marigold spent a night on the rocks near Ostia Bay before rescuers reached them.",
]
VOTE = [
    "Parliament in Kelmont voted on Friday to raise the tax on fuel, and lorry drivers called a strike.",
    "Lorry drivers blocked roads around Kelmont after parliament voted for a higher tax on fuel.",
]

# One quarrel between two states, four things that happen in it.
EXPULSION = [
    "Norway expelled four Danish diplomats on Tuesday and accused them of having copied charts of the Skagen "
    "sound. The foreign ministry in Oslo gave them three days to leave. Denmark called the step absurd and "
    "promised to answer it.",
    "Four Danish diplomats whom Norway accuses of copying sea charts must leave within three days, the foreign "
    "ministry in Oslo said on Tuesday. Copenhagen said that the charts of the Skagen sound were sold in any "
    "bookshop.",
]
SHELLING = [
    "Shells fell on the village of Hirtsby near the border between Norway and Denmark on Wednesday and killed "
    "two farmers, the mayor said. Denmark blamed Norwegian artillery. Norway said that its guns had been "
    "silent all day.",
    "Two farmers died at Hirtsby when shells hit a barn, the mayor of the village said. Villagers slept in "
    "cellars. Denmark accused Norway; an officer in Oslo denied that Norwegian guns had fired.",
]
BONDS = [
    "Shares in Oslo fell by three percent on Thursday as investors sold bonds of Norway and bought gold. A "
    "bank in Denmark warned its customers of a longer quarrel between the two governments.",
]
VISIT = [
    "The secretary-general of the United Nations flies to Denmark and then to Norway next week, his "
    "spokeswoman said. He will plead with both governments for talks, and visit a school for refugees on the "
    "way.",
]


def articles(texts: list[str], day: str | None = None) -> list[Article]:
    return [Article(id=f"a{i}", text=text, published=day) for i, text in enumerate(texts)]


def test_two_alike_events_with_other_names_are_two_stories() -> None:
    groups = [set(story.articles) for story in find_stories(articles(FERRY + OTHER_FERRY + VOTE))]
    assert {"a0", "a1", "a2"} in groups
    assert {"a3", "a4", "a5"} in groups
    assert not any("a6" in group and "a0" in group for group in groups)


def groups(texts: list[str]) -> set[frozenset[str]]:
    return {frozenset(story.articles) for story in find_stories(articles(texts))}


@pytest.mark.parametrize(
    ("one", "other"),
    list(itertools.combinations([EXPULSION[0], SHELLING[0], BONDS[0], VISIT[0], FERRY[0], VOTE[0]], 2)),
)
def test_two_articles_on_the_same_states_are_two_stories(one: str, other: str) -> None:
    assert len(groups([one, other])) == 2


@pytest.mark.parametrize("texts", [FERRY[:2], OTHER_FERRY[:2], EXPULSION, SHELLING])
def test_two_articles_on_one_thing_are_one_story(texts: list[str]) -> None:
    assert len(groups(texts)) == 1


def test_what_is_one_story_does_not_hang_on_what_else_is_read() -> None:
    whole = groups(EXPULSION + SHELLING + BONDS + VISIT)
    assert whole == {frozenset(("a0", "a1")), frozenset(("a2", "a3")), frozenset(("a4",)), frozenset(("a5",))}
    wider = groups(EXPULSION + SHELLING + BONDS + VISIT + FERRY + OTHER_FERRY + VOTE)
    assert whole <= wider


def test_the_same_words_months_apart_are_two_stories() -> None:
    early, late = articles(FERRY, "2019-03-01"), articles(FERRY, "2019-09-01")
    late = [Article(id=f"b{i}", text=a.text, published=a.published) for i, a in enumerate(late)]
    for story in find_stories(early + late):
        assert len({a[0] for a in story.articles}) == 1


def test_a_story_says_when_it_begins_and_ends() -> None:
    days = ["2019-03-01", "2019-03-02", "2019-03-03"]
    given = [Article(id=day, text=text, published=day) for day, text in zip(days, FERRY, strict=True)]
    (story,) = find_stories(given)
    assert (story.first, story.last) == ("2019-03-01", "2019-03-03")


def test_the_headline_is_that_of_a_member() -> None:
    given = [Article(id=f"a{i}", text=text, title=f"Ferry {i}") for i, text in enumerate(FERRY)]
    assert {story.headline for story in find_stories(given)} <= {"Ferry 0", "Ferry 1", "Ferry 2"}


@given(st.lists(st.text(max_size=60), max_size=12))
def test_every_article_is_in_exactly_one_story(texts: list[str]) -> None:
    given = articles(texts)
    assert sorted(a for story in find_stories(given) for a in story.articles) == sorted(a.id for a in given)
