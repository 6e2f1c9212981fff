"""Copies of one dispatch count as one origin."""

from __future__ import annotations

import random

from tocsin.records import Article
from tocsin.stories import find_origins, origin_of

WORDS = [
    f"{a}{b}"
    for a in ("bar", "tol", "min", "ket", "sav", "ron", "dul", "fen")
    for b in ("ita", "orn", "ulk", "ess", "and")
]


def prose(seed: int, sentences: int = 12) -> list[str]:
    """Make sentences that share words but no run of them."""
    dice = random.Random(seed)
    return [" ".join(dice.choices(WORDS, k=14)).capitalize() + "." for _ in range(sentences)]


def article(name: str, sentences: list[str], agency: str | None = None, day: str = "2019-03-04") -> Article:
    return Article(id=name, text=" ".join(sentences), agencies=(agency,) if agency else (), published=day)


def test_a_verbatim_copy_and_its_original_are_one_origin() -> None:
    wire = prose(1)
    assert find_origins([article("a", wire), article("b", prose(2)), article("c", wire)]) == (("a", "c"), ("b",))


def test_a_copy_cut_to_its_first_third_is_found() -> None:
    wire = prose(3)
    assert find_origins([article("a", wire), article("b", wire[:4])]) == (("a", "b"),)


def test_a_copy_with_its_paragraphs_in_another_order_is_found() -> None:
    wire = prose(4)
    shuffled = wire[6:] + wire[:6]
    assert find_origins([article("a", wire), article("b", shuffled)]) == (("a", "b"),)


def test_a_rewrite_that_credits_the_same_agency_is_one_origin_and_one_that_does_not_is_its_own() -> None:
    wire = prose(5)
    rewrite = wire[:4] + prose(6, 7)
    credited = [article("a", wire, "AP"), article("b", rewrite, "AP")]
    assert find_origins(credited) == (("a", "b"),)
    assert find_origins([article("a", wire, "AP"), article("b", rewrite)]) == (("a",), ("b",))


def test_copies_of_copies_are_one_origin() -> None:
    wire, other = prose(7), prose(8)
    chain = [article("a", wire), article("b", wire[:7] + other[:3]), article("c", wire[4:7] + other[:3])]
    assert find_origins(chain) == (("a", "b", "c"),)


def test_an_article_merged_of_two_dispatches_does_not_make_them_one() -> None:
    one, other = prose(9), prose(10)
    found = find_origins([article("a", one), article("b", other), article("c", one[:7] + other[:8])])
    assert found == (("a",), ("b", "c"))


def test_every_article_is_in_exactly_one_origin() -> None:
    articles = [article(str(i), prose(i % 5)) for i in range(20)]
    origins = find_origins(articles)
    assert sorted(name for group in origins for name in group) == sorted(a.id for a in articles)
    assert len(origins) == 5
    assert set(origin_of(origins)) == {a.id for a in articles}
