"""Sets accusation against denial, a claim against its contrary, and one version of an incident against another.

Each rule gives both sentences and its reason in plain words:
- denial: a party denies or rejects something, or says no to what it is accused of; the claim is the one nearest before
  it that names that party or shares its words, in the article or in another of the week before (answers.py);
- no comment: the accused declines to answer, or answers without a yes or a no (answers.py);
- counter-accusation: two parties accuse each other in one article (answers.py);
- contrary: two parties use predicates of data/positions/contraries.tsv that cannot both hold of a thing they share, one
  says that something happened and the other that it did not, or one calls illegal what the other backs (contraries.py);
- versions: two parties give different figures for one thing, each lays an attack at the other's door, or one sentence
  sets their words against each other, or what is said against what is seen (versions.py);
- reversal: a party's stance on an issue turns from for to against or back, it denies having said what it said, or
  admits what it denied (reversals.py).

What parties say without a statement being reported ("had no comment", a ministry's release) counts too (assertions.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.positions.disputes.answers import find_answers
from tocsin.positions.disputes.claims import find_claims
from tocsin.positions.disputes.contraries import find_contraries
from tocsin.positions.disputes.reversals import find_reversals, find_turns, join_turns
from tocsin.positions.disputes.versions import find_versions
from tocsin.records import Dispute, Reading, Side

__all__ = ["find_disputes", "find_turns", "join_turns"]


def find_disputes(readings: Sequence[Reading]) -> tuple[Dispute, ...]:
    """Return the disputes between the statements of the readings, the surest first; each pair of sentences once."""
    told = [list(find_claims(reading)) for reading in readings]
    found: dict[tuple[str, ...], Dispute] = {}
    for rule in (find_answers, find_contraries, find_versions, find_reversals):
        for dispute in rule(told, readings):
            key = tuple(sorted((_place(dispute.first), _place(dispute.second))))
            if key not in found or dispute.confidence > found[key].confidence:
                found[key] = dispute
    return tuple(sorted(found.values(), key=lambda dispute: -dispute.confidence))


def _place(side: Side) -> str:
    """Name the sentence of a side."""
    return f"{side.evidence.article}:{side.evidence.span[0]}"
