"""Measures how surely wire copies are found: plants edited copies among real articles and looks for them.

Usage: python benchmarks/copies.py ARTICLES.jsonl[.gz]... [--copies 3000] [--articles 20000] [--seed 1]

Each planted copy is made from one article in one of five ways: verbatim, cut (the first half), reordered (paragraphs or
sentences shuffled, a tenth dropped), re-headlined (new title, new first sentence) or merged of two articles. "found" is
the share of copies that share a group with an original; "false" the share of articles without a planted copy
that are grouped with an article which is not a copy of theirs. Texts that the collections themselves repeat (found by
exact method that shares no code with Tocsin: three tenths of all runs of eight words) are counted as "repeats".
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tocsin.records import Article
from tocsin.stories import find_origins

FEWEST_WORDS = 30
WAYS = ("verbatim", "cut", "reordered", "re-headlined", "merged")
SENTENCE = re.compile(r"(?<=[.!?])\s+")


def texts(paths: list[str]) -> Iterator[str]:
    """Yield the article texts of JSONL files."""
    for path in paths:
        held = Path(path).read_bytes()
        for line in (gzip.decompress(held) if path.endswith(".gz") else held).splitlines():
            text = json.loads(line).get("text") or ""
            if len(text.split()) >= FEWEST_WORDS:
                yield text


def copy_of(way: str, text: str, other: str, dice: random.Random) -> str:
    """Return a copy of a text made in one of the five ways."""
    sentences = SENTENCE.split(text)
    if way == "verbatim":
        return text
    if way == "cut":
        return " ".join(sentences[: max(3, len(sentences) // 2)])
    if way == "reordered":
        kept = [s for s in sentences if dice.random() > 0.1] or sentences
        dice.shuffle(kept)
        return " ".join(kept)
    if way == "re-headlined":
        lead = f"Our desk reports on item {dice.randrange(10**6)}, as agencies had it this morning."
        return f"News in brief, {dice.randrange(10**4)}\n\n{lead} {' '.join(sentences[1:])}"
    second = SENTENCE.split(other)
    return " ".join([*sentences[: max(3, int(len(sentences) * 0.7))], *second[: max(3, int(len(second) * 0.7))]])


def runs(text: str) -> set[tuple[str, ...]]:
    """Return all runs of eight words of a text."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + 8]) for i in range(len(words) - 7)}


def repeats(held: list[str]) -> set[tuple[int, int]]:
    """Return the pairs of texts that share half of the shorter one's runs of eight words."""
    sets = [runs(text) for text in held]
    where: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, found in enumerate(sets):
        for run in found:
            where[run].append(i)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for holders in where.values():
        if 1 < len(holders) <= 60:
            for a in range(len(holders)):
                for b in range(a + 1, len(holders)):
                    shared[holders[a], holders[b]] += 1
    return {(a, b) for (a, b), n in shared.items() if n >= 0.3 * max(1, min(len(sets[a]), len(sets[b])))}


def main() -> None:
    """Plant, look, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--copies", type=int, default=3000)
    parser.add_argument("--articles", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    dice = random.Random(asked.seed)
    real = list(texts(asked.paths))
    dice.shuffle(real)
    real = real[: asked.articles]
    articles = [Article(id=f"r{i}", text=text) for i, text in enumerate(real)]
    sources: dict[str, tuple[str, set[str]]] = {}
    for n in range(asked.copies):
        one, other = dice.sample(range(len(real)), 2)
        way = WAYS[n % len(WAYS)]
        made = copy_of(way, real[one], real[other], dice)
        articles.append(Article(id=f"c{n}", text=made))
        sources[f"c{n}"] = (way, {f"r{one}", f"r{other}"} if way == "merged" else {f"r{one}"})
    dice.shuffle(articles)
    begun = time.perf_counter()
    groups = find_origins(articles)
    seconds = time.perf_counter() - begun
    report(groups, sources, repeats(real), seconds, len(articles))


def report(
    groups: tuple[tuple[str, ...], ...], sources: dict[str, tuple[str, set[str]]], own: set[tuple[int, int]],
    seconds: float, total: int,
) -> None:  # fmt: skip
    """Print the counts."""
    group_of = {a: n for n, group in enumerate(groups) for a in group}
    found: dict[str, list[bool]] = defaultdict(list)
    for copy, (way, origins) in sources.items():
        found[way].append(any(group_of[copy] == group_of[o] for o in origins))
    related: dict[str, set[str]] = defaultdict(set)
    for a, b in own:
        related[f"r{a}"].add(f"r{b}")
        related[f"r{b}"].add(f"r{a}")
    touched = {o for _, origins in sources.values() for o in origins}
    wrong = repeated = innocents = 0
    for group in groups:
        plain = [a for a in group if a not in sources and a not in touched]
        innocents += len(plain)
        for a in plain:
            others = [b for b in group if b != a]
            repeated += any(b in related[a] for b in others)
            wrong += bool(others) and not any(b in related[a] for b in others)
    every = [hit for hits in found.values() for hit in hits]
    for way, hits in found.items():
        print(f"{way:>14}: found {sum(hits) / len(hits):.3f} of {len(hits)}")
    print(f"found {sum(every) / len(every):.4f}")
    print(f"false {wrong / max(1, innocents):.4f} of {innocents} (and {repeated} repeats)")
    print(f"{total} articles in {seconds:.1f} s")


if __name__ == "__main__":
    main()
