"""What the ledger of version 7 in `version_7.db.xz` was made of, by the program as it was then."""

from __future__ import annotations

from planted import crisis, reading

from tocsin.ledger import Ledger
from tocsin.ledger.corrections import Correction
from tocsin.records import Reading

_ADDRESS = "https://herald.example/a/1"


def first_readings() -> list[Reading]:
    """Return what was added first."""
    return [
        *crisis(20),
        reading("old", "Drennia shelled Halvera.", "Halvera said Varrin was hit.", url=_ADDRESS, day="2019-05-01"),
        reading("undated", "Ostmark met Drennia.", "The Grey Men shelled Varrin.", outlet=None, day=None),
        reading("tern", "Drennia threatened Halvera near Varrin in incident 2.", outlet="Tern", day="2019-01-03"),
        reading("mixed", "Drennia shelled Halvera.", "Subscribe now.", "Ostmark said peace was near.", outlet="Tern"),
    ]


def later_readings() -> list[Reading]:
    """Return what was added after that: a new version of one article, and the same event in another outlet."""
    return [
        reading("new", "Drennia met Halvera.", "Halvera said Varrin was hit.", url=_ADDRESS, day="2019-05-02"),
        reading("gull", "Drennia shelled Halvera.", "Drennia sanctioned Ostmark.", outlet="Gull", day="2019-05-02"),
    ]


def corrections(ledger: Ledger) -> list[Correction]:
    """Return what was put right then."""
    events = {row.article: row.event.id for row in ledger.events()}
    said = {row.article: row.statement.id for row in ledger.statements()}
    given = {"by": "Mira", "at": "2019-06-01T08:00:00+00:00"}
    return [
        Correction(kind="dismiss", target=events["c-3"], note="a film", **given),
        Correction(kind="right", target=events["c-4"], fields={"type": "CONSULT", "recipients": "OSM,HLV"}, **given),
        Correction(kind="right", target=said["c-5"], fields={"act": "threaten"}, **given),
        Correction(kind="merge-party", target="OSM", to="HLV", **given),
        Correction(kind="mute", target="Drennia shelled Halvera.", outlet="Tern", **given),
    ]


def fill(ledger: Ledger) -> None:
    """Add and put right all of it."""
    ledger.add(first_readings())
    ledger.correct(corrections(ledger))
    ledger.add(later_readings())
