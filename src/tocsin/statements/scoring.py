"""How sure a candidate is."""

from __future__ import annotations

from tocsin.statements.candidate import Candidate

_BASE = (0.05, 0.2, 0.4, 0.6, 0.75, 0.9)


def score(candidate: Candidate) -> float:
    """Return the confidence of a candidate from 0 to 1."""
    level = max(0, min(5, int(candidate.level)))
    value = _BASE[level]
    return value
