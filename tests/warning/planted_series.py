"""Feeds with a planted truth, drawn from a fixed seed: what is planted must be found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from tocsin.warning.book import Book
from tocsin.warning.feeds.codes import TYPES
from tocsin.warning.series import Collector, Series, day_number
from tocsin.warning.watch import Setting, Warned, walk

START = day_number("2015-01-01")
DAYS = 3 * 365
CRISIS = START + 2 * 365 + 120
PAIR = ("AAA", "BBB")
OTHERS = [(f"C{a:02}", f"D{b:02}") for a in range(6) for b in range(5)]
_KINDS = [TYPES.index(name) for name in ("ACCUSE", "REJECT", "THREATEN", "SANCTION", "MOBILIZE", "CONSULT", "AGREE")]
_RUNGS = {"ACCUSE": 1, "REJECT": 1, "THREATEN": 2, "SANCTION": 3, "MOBILIZE": 4}

Rate = Callable[[int], float]


def feed(rate: Rate, *, seed: int = 7, world: Rate = lambda day: 1.0, copies: Rate = lambda day: 1.0) -> Series:
    """Make a feed: PAIR has `rate(day)` events a day; thirty others a steady trickle times `world(day)`."""
    random = np.random.default_rng(seed)
    collector = Collector()
    for pair, base in [(PAIR, None), *((other, 0.02 + 0.01 * (n % 9)) for n, other in enumerate(OTHERS))]:
        for day in range(START, START + DAYS):
            expected = (rate(day) if base is None else base) * world(day)
            for _ in range(random.poisson(expected)):
                add(collector, pair, day, int(random.choice(_KINDS)), int(random.integers(2)), int(copies(day)))
    return collector.series()


def add(collector: Collector, pair: tuple[str, str], day: int, kind: int, way: int = 0, copies: int = 1) -> None:
    """Add one event."""
    source, target = pair if not way else pair[::-1]
    found = collector.pair_of(source, target)
    assert found is not None
    collector.add((day, *found, kind, _RUNGS.get(TYPES[kind], 0), copies, copies), day)


def rings(series: Series, *, budget: float = 0.1, first: int = START + 400) -> list[tuple[str, int]]:
    """Return (pair, day) of every ring from `first` on."""
    found = walk(series, [], Setting(budget), Book(), (first, START + DAYS - 1))
    return [("-".join(warned.dyad), day_number(warned.date)) for warned in of_status(found, "rings")]


def of_status(found: Iterable[Warned], status: str) -> list[Warned]:
    """Keep the changes of one status."""
    return [warned for warned in found if warned.status == status]
