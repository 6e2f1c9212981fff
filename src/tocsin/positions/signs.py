"""The per-article step: finds in one full reading what it says of issues, measures and military activity."""

from __future__ import annotations

from tocsin.positions.activities import find_activities
from tocsin.positions.disputes.assertions import as_signs, find_assertions
from tocsin.positions.stances import find_stances
from tocsin.records import Reading, Sign


def find_signs(reading: Reading) -> tuple[Sign, ...]:
    """Return the signs of a reading whose sentences have tokens.

    Stances come first, then measures and military activity, then claims that no statement reports.
    """
    assertions = find_assertions(reading)
    return (*find_stances(reading, assertions), *find_activities(reading), *as_signs(reading, assertions))
