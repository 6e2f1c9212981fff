"""Articles on one thing make one story; alike things with other names, or on other days, make two."""

from __future__ import annotations

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


def articles(texts: list[str], day: str | None = None) -> list[Article]:
    return [Article(id=f"a{i}", text=text, published=day) for i, text in enumerate(texts)]


def test_two_alike_events_with_other_names_are_two_stories() -> None:
    groups = [set(story.articles) for story in find_stories(articles(FERRY + OTHER_FERRY + VOTE))]
    assert {"a0", "a1", "a2"} in groups
    assert {"a3", "a4", "a5"} in groups
    assert not any("a6" in group and "a0" in group for group in groups)


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
