"""Groups articles into stories: online, in order of time, by the words and names that they share.

Algorithm: articles come in batches in order of publication. In each batch the new articles and the stories that are
still open are joined by average linkage (nearest-neighbour chains, Murtagh 1983): a story's likeness to an article is
the mean over its articles, which the sum of their vectors gives exactly, so that no old article is looked at again.
Likeness fades with the days between, where both are known. A story in which nothing has appeared for two weeks is
closed. Then what stayed alone or in twos joins the story that its nearest articles belong to, where that is likely.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tocsin.records import Article, Story
from tocsin.stories.words import Vectors, Weights, own_text
from tocsin.text import content_id, strip_span

_JOIN = 0.105  # mean likeness at which two groups are one story
_STRAY = 0.084  # likeness to its nearest articles at which a stray group joins a story
_STRAYS = 2  # articles in a group that counts as stray
_NEAREST = 4
_BATCH = 2000
_OPEN_DAYS = 14
_FADE_DAYS = 4.0  # likeness falls to 1/e in this many days
_HEADLINE = 140  # code points

Floats = NDArray[np.float64]


class _Group:
    """Articles that are one story so far: their indices, the sum of their vectors, and the latest known day."""

    __slots__ = ("day", "members", "vector")

    def __init__(self, member: int, vector: Vectors, day: int | None) -> None:
        self.members, self.vector, self.day = [member], vector, day

    def take(self, other: _Group) -> None:
        """Take over the articles of another group."""
        self.members.extend(other.members)
        self.vector = self.vector + other.vector
        self.day = max((day for day in (self.day, other.day) if day is not None), default=None)


def find_stories(articles: Sequence[Article], origins: Sequence[Sequence[str]] = ()) -> tuple[Story, ...]:
    """Group articles into stories, in order of their first day, then of input; every article is in exactly one.

    `origins` are groups of article ids that tell one thing in one wording; an article that is in none is its own.
    """
    order = sorted(range(len(articles)), key=lambda i: (articles[i].published or "", i))
    weights = Weights()
    rows: dict[int, Vectors] = {}
    closed: list[_Group] = []
    live: list[_Group] = []
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        made = weights.vectors([own_text(articles[i]) for i in batch])
        today = _day(articles[batch[0]])
        closed.extend(group for group in live if not _is_open(group, today))
        live = [group for group in live if _is_open(group, today)]
        for row, i in enumerate(batch):
            rows[i] = made[row]
            live.append(_Group(i, made[row], _day(articles[i])))
        live = _join(live)
    found = [_story(articles, group, rows, origins) for group in (*closed, *live)]
    return tuple(sorted(found, key=lambda story: story.first or ""))


def _is_open(group: _Group, today: int | None) -> bool:
    """Tell whether a story may still grow at a day."""
    return group.day is None or today is None or today - group.day <= _OPEN_DAYS


def _join(live: Sequence[_Group]) -> list[_Group]:
    """Merge groups that are one story; a merged group keeps the place of its first."""
    width = max(group.vector.shape[1] for group in live)
    for group in live:
        group.vector.resize((1, width))
    stacked = sparse.csr_matrix(sparse.vstack([group.vector for group in live]))
    sizes = np.array([len(group.members) for group in live], dtype=np.float64)
    likeness = np.asarray((stacked @ stacked.T).todense()) / np.outer(sizes, sizes)
    likeness *= _fading([float("nan") if group.day is None else float(group.day) for group in live])
    np.fill_diagonal(likeness, -1.0)
    labels = _gather_strays(likeness, sizes, _link(likeness.copy(), sizes.copy()))
    joined: dict[int, _Group] = {}
    for group, label in zip(live, labels, strict=True):
        if label in joined:
            joined[label].take(group)
        else:
            joined[label] = group
    return list(joined.values())


def _day(article: Article) -> int | None:
    """Return the day of publication as a number, or None."""
    return date.fromisoformat(article.published[:10]).toordinal() if article.published else None


def _fading(days: Sequence[float]) -> Floats:
    """Return the factor from 0 to 1 by which the days between two groups lower their likeness."""
    known = np.array(days)
    gaps = np.abs(known[:, None] - known[None, :])
    fading: Floats = np.exp(-np.nan_to_num(gaps, nan=0.0) / _FADE_DAYS)
    return fading


def _link(likeness: Floats, sizes: Floats) -> list[int]:
    """Return a label for each group by average linkage; groups of one label are alike to `_JOIN` at least.

    Follows chains of nearest neighbours until two are each other's nearest and merges these, in place. A chain whose
    end is not alike enough is dropped whole, because likeness only grows along it.
    """
    label = list(range(len(sizes)))
    for start in range(len(sizes)):
        chain = [start] if label[start] == start else []
        while chain:
            here = chain[-1]
            nearest = int(np.argmax(likeness[here]))
            fit = likeness[here, nearest]
            if fit < _JOIN:
                break
            if len(chain) < 2 or likeness[here, chain[-2]] < fit:
                chain.append(nearest)
                continue
            other = chain[-2]
            del chain[-2:]
            _merge(likeness, sizes, here, other)
            label[here] = other
            chain = chain or [other]
    return [_root(label, i) for i in range(len(label))]


def _merge(likeness: Floats, sizes: Floats, one: int, into: int) -> None:
    """Put one group into another: the likeness to a third is the mean over all articles."""
    merged = (sizes[one] * likeness[one] + sizes[into] * likeness[into]) / (sizes[one] + sizes[into])
    likeness[into], likeness[:, into] = merged, merged
    likeness[into, into] = -1.0
    likeness[one], likeness[:, one] = -1.0, -1.0
    sizes[into] += sizes[one]


def _root(label: Sequence[int], i: int) -> int:
    """Follow merges to the group that remains."""
    while label[i] != i:
        i = label[i]
    return i


def _gather_strays(likeness: Floats, sizes: Floats, labels: list[int]) -> list[int]:
    """Give a group of one or two articles to the story of its nearest articles, where these are near enough."""
    labels = list(labels)
    held: dict[int, list[int]] = {}
    for row, label in enumerate(labels):
        held.setdefault(label, []).append(row)
    weight = {label: sum(sizes[row] for row in rows) for label, rows in held.items()}
    place = {label: i for i, label in enumerate(held)}
    for label in sorted((label for label in held if weight[label] <= _STRAYS), key=lambda label: weight[label]):
        rows = held[label]
        mean = likeness[rows].mean(axis=0)
        best, best_fit = None, _STRAY
        near = {labels[row] for row in np.flatnonzero(mean > _STRAY)}  # a mean is no greater than its greatest
        for other in sorted(near, key=place.__getitem__):
            others = held[other]
            if other != label and sum(sizes[row] for row in others) > 1:  # two strays are no story
                fit = float(np.sort(mean[others])[-_NEAREST:].mean())
                if fit > best_fit:
                    best, best_fit = other, fit
        if best is not None:
            held[best] = held[best] + rows
            held[label] = []
            for row in rows:
                labels[row] = best
    return labels


def _story(
    articles: Sequence[Article], group: _Group, rows: Mapping[int, Vectors], origins: Sequence[Sequence[str]]
) -> Story:
    """Make the record of a story, headed by the article nearest to its middle."""
    members = [articles[i] for i in sorted(group.members)]
    ids = {article.id for article in members}
    parts = [part for origin in origins if (part := tuple(a for a in origin if a in ids))]
    placed = {a for part in parts for a in part}
    parts.extend((article.id,) for article in members if article.id not in placed)
    days = sorted(article.published[:10] for article in members if article.published)
    middle = group.vector.toarray().ravel()
    central = max(group.members, key=lambda i: (float(rows[i].data @ middle[rows[i].indices]), -i))
    return Story(
        id=content_id("t-", *sorted(ids)), headline=headline_of(articles[central]), first=days[0] if days else None,
        last=days[-1] if days else None, articles=tuple(article.id for article in members), origins=tuple(parts),
    )  # fmt: skip


def headline_of(article: Article) -> str:
    """Return the title, else the first line of the article's own text, cut at a word."""
    if article.title:
        return article.title
    position = 0
    for mark in article.boilerplate:
        if mark.span[0] <= position:
            position = max(position, mark.span[1])
    start, end = strip_span(article.text, position, len(article.text))
    line = article.text[start:end].split("\n", 1)[0]
    return line if len(line) <= _HEADLINE else f"{line[:_HEADLINE].rsplit(' ', 1)[0]} …"
