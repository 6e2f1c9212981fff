"""Toponym resolution against annotated articles.

    python benchmarks/places.py FILE.jsonl [--misses]

Lines of the file: {"id", "text", "toponyms": [{"start", "end", "lat", "lon", "expect_iso2"}, ...]}. Counted are all
toponyms with degrees (a span without an answer is wrong); those with a country for the country's accuracy.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

from tocsin.lexicon import read_table
from tocsin.parties.places import resolve_toponyms
from tocsin.parties.places.toponyms import distance_km
from tocsin.records import Place

NEAR_KM = 161.0  # 100 miles, the measure of the field


def two_letter_codes() -> dict[str, str]:
    """Return alpha-2 codes by alpha-3 code."""
    return {row["code"]: row["iso2"] for row in read_table("places/centres.csv", ("code",))}


def main() -> None:
    """Score one file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", type=Path)
    parser.add_argument("--misses", action="store_true", help="list what was placed wrongly")
    options = parser.parse_args()
    iso2 = two_letter_codes()
    seen: Counter[str] = Counter()
    right: Counter[str] = Counter()
    misses: Counter[tuple[str, str, str]] = Counter()
    started = time.process_time()
    for line in options.file.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        gold = [toponym for toponym in article["toponyms"] if toponym["lat"] is not None]
        places = resolve_toponyms(article["text"], [(toponym["start"], toponym["end"]) for toponym in gold])
        for toponym, place in zip(gold, places, strict=True):
            where = Place(text="", span=(0, 0), lat=toponym["lat"], lon=toponym["lon"])
            near = place is not None and distance_km(place, where) <= NEAR_KM
            seen["near"] += 1
            right["near"] += near
            same = True
            if toponym.get("expect_iso2"):
                same = place is not None and iso2.get(place.country or "") == toponym["expect_iso2"]
                seen["country"] += 1
                right["country"] += same
            if not (near and same):
                told = "-" if place is None else f"{place.country} {place.lat:.1f} {place.lon:.1f} {place.precision}"
                misses[toponym["surface"], f"{toponym.get('expect_iso2')} {where.lat:.1f} {where.lon:.1f}", told] += 1
    for kind in ("country", "near"):
        sys.stdout.write(f"{kind} {right[kind] / seen[kind]:.3f} ({right[kind]}/{seen[kind]})  ")
    sys.stdout.write(f"{time.process_time() - started:.2f} s\n")
    if options.misses:
        for (surface, gold_at, told), count in misses.most_common():
            sys.stdout.write(f"{count:3} {surface} | {gold_at} | {told}\n")


if __name__ == "__main__":
    main()
