"""Draw asserted events of real articles, to be judged by eye: right, no such act, other modality, other party.

    python benchmarks/event_sample.py SEED CORPUS...

Takes 45 articles of each corpus (JSONL) and prints 60 events of each of three groups of types, with their sentences.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from tocsin import intake, pipeline
from tocsin.records import Article, Event, Party

GROUPS = {
    "force": ("ASSAULT",),
    "material": ("COERCE", "SANCTION", "MOBILIZE", "THREATEN", "PROTEST", "RETREAT"),
    "verbal": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "AID", "COOPERATE"),
}
ARTICLES, EVENTS = 45, 60


def names(parties: tuple[Party, ...]) -> str:
    """Return parties as they resolve, else as written."""
    return ", ".join(party.name or party.text for party in parties) or "-"


def main() -> None:
    """Print the samples."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seed", type=int)
    parser.add_argument("corpora", nargs="+", type=Path)
    given = parser.parse_args()
    draw = random.Random(given.seed)
    articles: list[Article] = []
    for path in given.corpora:
        held = [found for found in intake.read_inputs([str(path)], stdin=None) if isinstance(found, Article)]
        articles.extend(draw.sample(held, min(ARTICLES, len(held))))
    events: list[tuple[Article, Event]] = [
        (reading.article, event)
        for reading in pipeline.read_all(articles)
        for event in reading.events
        if event.modality == "asserted"
    ]
    print(f"{len(articles)} articles, {len(events)} asserted events")
    for group, types in GROUPS.items():
        fitting = [pair for pair in events if pair[1].type in types]
        print(f"\n# {group}: {len(fitting)}")
        for article, event in draw.sample(fitting, min(EVENTS, len(fitting))):
            kind = f"{event.type}:{event.mode}" if event.mode else event.type
            said = " claimed" if event.attributed_to else ""
            print(f"{kind}{said} {names(event.actors)} > {names(event.recipients)} [{event.trigger.text}] {event.rule}")
            print("    " + " ".join(article.text[slice(*event.sentence)].split()))


if __name__ == "__main__":
    main()
