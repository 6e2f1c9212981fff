"""Puts stories right as a person has said: an article is split off into a story of its own, or pinned to another's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from tocsin.records import Article, Story
from tocsin.stories.clusters import headline_of
from tocsin.text import content_id


def rearrange(
    stories: Sequence[Story],
    articles: Sequence[Article],
    splits: Mapping[str, str],
    pins: Mapping[str, tuple[str, str]],
) -> tuple[Story, ...]:
    """Return the stories with `splits` taken out into stories of their own, then `pins` moved to the story named.

    `splits` maps article ids to the words of the correction, `pins` to the article whose story they belong to and the
    words. What names an article that is in none of the stories changes nothing.
    """
    known = {article.id: article for article in articles}
    held = list(stories)
    place = {article: number for number, story in enumerate(held) for article in story.articles}
    for article, words in splits.items():
        if article in place and article in known and len(held[place[article]].articles) > 1:
            _leave(held, place[article], known, article)
            place[article] = len(held)
            held.append(_of([known[article]], (words,)))
    for article, (other, words) in pins.items():
        if article in place and article in known and other in place and place[article] != place[other]:
            _leave(held, place[article], known, article)
            place[article] = place[other]
            held[place[other]] = _joined(held[place[other]], known[article], words)
    return tuple(story for story in held if story.articles)


def _of(articles: Sequence[Article], corrections: tuple[str, ...]) -> Story:
    """Make a story of its own."""
    days = sorted(article.published[:10] for article in articles if article.published)
    ids = tuple(article.id for article in articles)
    return Story(
        id=content_id("t-", *sorted(ids)), headline=headline_of(articles[0]), first=days[0] if days else None,
        last=days[-1] if days else None, articles=ids, origins=tuple((id,) for id in ids), corrections=corrections,
    )  # fmt: skip


def _leave(held: list[Story], number: int, known: Mapping[str, Article], article: str) -> None:
    """Take an article out of its story; one that it headed is headed by the first that stays."""
    story = held[number]
    rest = tuple(id for id in story.articles if id != article)
    headline = story.headline
    if rest and headline == headline_of(known[article]):
        headline = next((headline_of(known[id]) for id in rest if id in known), headline)
    held[number] = msgspec.structs.replace(
        story, id=content_id("t-", *sorted(rest)), headline=headline, articles=rest, origins=_without(story, article)
    )


def _without(story: Story, article: str) -> tuple[tuple[str, ...], ...]:
    parts = (tuple(id for id in origin if id != article) for origin in story.origins)
    return tuple(part for part in parts if part)


def _joined(story: Story, article: Article, words: str) -> Story:
    """Put an article to a story."""
    day = article.published[:10] if article.published else None
    days = [known for known in (story.first, story.last, day) if known]
    return Story(
        id=content_id("t-", *sorted((*story.articles, article.id))), headline=story.headline,
        first=min(days, default=None), last=max(days, default=None), articles=(*story.articles, article.id),
        origins=(*story.origins, (article.id,)), corrections=tuple(dict.fromkeys((*story.corrections, words))),
    )  # fmt: skip
