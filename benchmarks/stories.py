"""Measures story clusters against annotated articles: B-cubed precision, recall and F1, whole and in random parts.

Usage: python benchmarks/stories.py GOLD.jsonl [--parts 8] [--topics 10] [--seed 1]

A line of GOLD.jsonl is an article {"id", "text", "topic", "cluster"}; dates are not used. The parts are drawn by topic,
so that the threshold is seen to hold where fewer articles teach the weights. Then small sets of 2, 5, 12 and 40
articles are drawn, up to three of a cluster, and pairs are counted: of one cluster that are joined, and of different
topics that are.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path

from tocsin.records import Article
from tocsin.stories import find_stories


def b_cubed(gold: dict[str, str], guess: dict[str, str]) -> tuple[float, float, float]:
    """Return B-cubed precision, recall and F1 (Bagga and Baldwin 1998)."""
    by_gold: dict[str, set[str]] = defaultdict(set)
    by_guess: dict[str, set[str]] = defaultdict(set)
    for article in gold:
        by_gold[gold[article]].add(article)
        by_guess[guess[article]].add(article)
    shared = {a: len(by_gold[gold[a]] & by_guess[guess[a]]) for a in gold}
    precision = sum(shared[a] / len(by_guess[guess[a]]) for a in gold) / len(gold)
    recall = sum(shared[a] / len(by_gold[gold[a]]) for a in gold) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def score(rows: list[dict[str, str]]) -> tuple[float, float, float]:
    """Cluster rows and score them."""
    stories = find_stories([Article(id=row["id"], text=row["text"]) for row in rows])
    guess = {article: story.id for story in stories for article in story.articles}
    return b_cubed({row["id"]: row["cluster"] for row in rows}, guess)


def score_small(rows: list[dict[str, str]], size: int, sets: int, dice: random.Random) -> tuple[float, float, float]:
    """Draw small sets; return mean F1, share of pairs of one cluster joined, share of pairs of two topics joined."""
    clusters: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        clusters[row["cluster"]].append(row)
    names = sorted(clusters)
    f1, same, hit, apart, wrong = 0.0, 0, 0, 0, 0
    for _ in range(sets):
        drawn: dict[str, dict[str, str]] = {}
        while len(drawn) < size:
            held = clusters[dice.choice(names)]
            drawn.update((row["id"], row) for row in dice.sample(held, min(len(held), dice.randint(1, 3))))
        some = list(drawn.values())[:size]
        stories = find_stories([Article(id=row["id"], text=row["text"]) for row in some])
        guess = {article: story.id for story in stories for article in story.articles}
        f1 += b_cubed({row["id"]: row["cluster"] for row in some}, guess)[2] / sets
        for one, other in combinations(some, 2):
            together = guess[one["id"]] == guess[other["id"]]
            if one["cluster"] == other["cluster"]:
                same, hit = same + 1, hit + together
            elif one["topic"] != other["topic"]:
                apart, wrong = apart + 1, wrong + together
    return f1, hit / max(1, same), wrong / max(1, apart)


def main() -> None:
    """Score the whole, the parts and small sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold")
    parser.add_argument("--parts", type=int, default=8)
    parser.add_argument("--topics", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rows = [json.loads(line) for line in Path(asked.gold).read_text(encoding="utf-8").splitlines()]
    begun = time.perf_counter()
    precision, recall, f1 = score(rows)
    seconds = time.perf_counter() - begun
    print(f"{len(rows)} articles: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f} in {seconds:.1f} s")
    topics = sorted({row["topic"] for row in rows})
    dice = random.Random(asked.seed)
    parts = []
    for _ in range(asked.parts):
        drawn = set(dice.sample(topics, min(asked.topics, len(topics))))
        parts.append(score([row for row in rows if row["topic"] in drawn])[2])
    if parts:
        mean = sum(parts) / len(parts)
        print(f"{len(parts)} parts of {asked.topics} topics: mean F1 {mean:.3f}, least {min(parts):.3f}")
    for size, sets in ((2, 300), (5, 100), (12, 40), (40, 12)):
        f1, hit, wrong = score_small(rows, size, sets, random.Random(asked.seed))
        print(f"{sets} sets of {size}: F1 {f1:.3f}, of one cluster joined {hit:.3f}, of two topics joined {wrong:.4f}")


if __name__ == "__main__":
    main()
