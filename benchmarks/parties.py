"""Time the party room against the parse, and count what it resolves: `python benchmarks/parties.py ARTICLES.jsonl...`.

Lines hold {"text", "date"?}. Printed are microseconds a token for the parse and for the parties (the first reading of
the articles, with nothing remembered, and a second one), and the share of each kind of mention that has a country.
`--draw N` prints N mentions of each kind that have one, in their text, to be judged; `--seed` draws others.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from pathlib import Path

from tocsin.parties import register
from tocsin.reading import analyse, language_model
from tocsin.records import Article, Reading


def articles(paths: list[Path], limit: int, seed: int | None) -> list[Article]:
    """Read at most `limit` articles: the first ones, or with a seed any."""
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    chosen = lines[:limit] if seed is None else random.Random(seed).sample(lines, min(limit, len(lines)))
    rows = [json.loads(line) for line in chosen]
    return [Article(id=str(i), text=row["text"], published=row.get("date")) for i, row in enumerate(rows)]


def draw(readings: list[Reading], number: int, seed: int) -> None:
    """Print `number` mentions of each kind that were given a country, each marked in its sentence."""
    pool: dict[str, list[str]] = {}
    for reading in readings:
        text = reading.article.text
        for sentence, mentions in zip(reading.sentences, register().find_mentions(reading), strict=True):
            for mention in mentions.values():
                party, (start, end) = mention.party, mention.party.span
                if party.country:
                    told = (
                        f"{party.name}, {party.country}, {party.office} ({mention.rule}, {reading.article.published})"
                    )
                    left = text[max(0, sentence.span[0] - 350) : start]
                    line = f"{told}: {left}>>>{text[start:end]}<<<{text[end : sentence.span[1]]}"
                    pool.setdefault(mention.kind, []).append(" ".join(line.split()))
    rng = random.Random(seed)
    for kind in sorted(pool):
        print(f"\n{kind}: {len(pool[kind])}")
        for line in rng.sample(pool[kind], min(number, len(pool[kind]))):
            print(f"- {line}")


def timed(readings: list[Reading], tokens: int) -> float:
    """Return the microseconds a token of one run over all readings."""
    reader = register()
    start = time.process_time()
    for reading in readings:
        reader.find_mentions(reading)
    return (time.process_time() - start) / tokens * 1e6


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, default=60)
    parser.add_argument("--draw", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int)
    given = parser.parse_args()
    language_model()
    found = articles(given.paths, given.limit, given.seed)
    start = time.process_time()
    readings = list(analyse(found))
    parse = time.process_time() - start
    if given.draw:
        draw(readings, given.draw, given.seed or 0)
        return
    tokens = sum(len(sentence.words) for reading in readings for sentence in reading.sentences)
    load = time.process_time()
    register()
    load = time.process_time() - load
    print(f"{len(readings)} articles, {tokens} tokens; tables load in {load:.2f} s")
    print(f"reading {parse / tokens * 1e6:6.2f} microseconds a token")
    print(f"parties {timed(readings, tokens):6.2f} first, {timed(readings, tokens):.2f} again")
    kinds: Counter[str] = Counter()
    placed: Counter[str] = Counter()
    for reading in readings:
        for mentions in register().find_mentions(reading):
            for mention in mentions.values():
                kinds[mention.kind] += 1
                placed[mention.kind] += mention.party.country is not None
    for kind, count in kinds.most_common():
        print(f"{kind:13} {count:6} mentions, {placed[kind] / count:.2f} with a country")


if __name__ == "__main__":
    main()
