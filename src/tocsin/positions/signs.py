"""The per-article step: finds in one full reading what it says of issues, measures and military activity."""

from __future__ import annotations

from tocsin.positions.activities import find_activities
from tocsin.positions.stances import find_stances
from tocsin.records import Reading, Sign


def find_signs(reading: Reading) -> tuple[Sign, ...]:
    """Return the signs of a reading whose sentences have tokens: stances first, then measures and military activity."""
    return (*find_stances(reading), *find_activities(reading))
