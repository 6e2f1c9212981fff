"""Reads a long stream of articles and prints how the process's memory grows.

    python benchmarks/memory.py ARTICLES.jsonl[.gz] [--articles 20000]

The stream goes through intake and the whole pipeline as `tocsin read` does, without keeping any reading. Memory is the
resident set of the process, read from /proc (Linux) or, as a peak only, from getrusage.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tocsin import intake, pipeline
from tocsin.records import Article


def resident_megabytes() -> float:
    """Return the resident memory of this process in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def main() -> None:
    """Read the stream and print a line every twentieth of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles_file", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    given = parser.parse_args()
    skipped = 0

    def articles() -> Iterator[Article]:
        nonlocal skipped
        for found in intake.read_inputs([given.articles_file]):
            if isinstance(found, Article):
                yield found
            else:
                skipped += 1

    start = time.perf_counter()
    events = statements = 0
    for number, reading in enumerate(pipeline.read_all(islice(articles(), given.articles), processes=1), 1):
        events += len(reading.events)
        statements += len(reading.statements)
        if number % max(1, given.articles // 20) == 0:
            print(
                f"{number:7} articles  {resident_megabytes():7.0f} MB  {time.perf_counter() - start:7.0f} s", flush=True
            )
    print(f"{number} read, {skipped} skipped, {events} events, {statements} statements")


if __name__ == "__main__":
    main()
