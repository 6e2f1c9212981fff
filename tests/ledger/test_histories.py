"""Whatever is done to a ledger in whatever order, it is whole and equals one that was filled at once."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from planted import reading

from tocsin.ledger import Correction, Filter, Ledger, open_ledger
from tocsin.records import Reading

ADDRESS = "https://herald.example/story"
POOL = [
    *(reading(f"v{i}", f"Drennia shelled Halvera {i} times.", url=ADDRESS, day=f"2019-04-0{i + 1}") for i in range(3)),
    reading("a", "Drennia met Ostmark near Varrin.", "Ostmark said talks would go on."),
    reading("b", "Drennia met Ostmark near Varrin.", "Ostmark said talks would go on.", outlet="Tern"),
    reading("c", "Ostmark sanctioned Drennia.", "Ostmark sanctioned Drennia.", outlet=None, day=None),
    reading("d", "A quiet day at sea.", day="2019-04-09"),
]
CORRECTIONS = [
    Correction(kind="merge-party", target="OSM", to="HLV", by="Mira", at="2020-01-01"),
    Correction(kind="rename-party", target="Halvera", to="Greater Halvera", by="Mira", at="2020-01-01"),
    Correction(kind="mute", target="Ostmark sanctioned Drennia.", by="Mira", at="2020-01-01"),
    Correction(kind="mute", target="Drennia met Ostmark near Varrin.", outlet="Tern", by="Mira", at="2020-01-01"),
]


def seen(ledger: Ledger) -> tuple[object, ...]:
    everything = Filter(standing="all")
    return (
        sorted(msgspec.json.encode(row) for row in ledger.events(everything)),
        sorted(msgspec.json.encode(row) for row in ledger.statements(everything)),
        list(ledger.series(split=("source", "target", "type", "modality"))),
        [found.article.id for found in ledger.readings()],
        msgspec.structs.replace(ledger.status(), ledger="", added=None),
    )


class Histories(RuleBasedStateMachine):
    """Adds, corrects, lifts, reopens; the model is what has been added and which corrections are in force."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "ledger.db"
        self.ledger = open_ledger(self.path)
        self.added: dict[str, Reading] = {}
        self.corrected: dict[str, Correction] = {}

    @rule(given=st.lists(st.sampled_from(POOL), min_size=1, max_size=4))
    def add(self, given: list[Reading]) -> None:
        self.ledger.add(given)
        self.added.update({found.article.id: found for found in given})

    @rule(correction=st.sampled_from(CORRECTIONS))
    def correct(self, correction: Correction) -> None:
        self.ledger.correct([correction])
        self.corrected[correction.id] = correction

    @rule(correction=st.sampled_from(CORRECTIONS))
    def lift(self, correction: Correction) -> None:
        if correction.id in self.corrected:
            self.ledger.lift(correction.id)
            del self.corrected[correction.id]

    @rule()
    def reopen(self) -> None:
        self.ledger.close()
        self.ledger = open_ledger(self.path)

    @invariant()
    def is_whole(self) -> None:
        assert self.ledger.verify().faults == ()

    def teardown(self) -> None:
        with open_ledger(Path(self.folder.name) / "fresh.db") as fresh:
            fresh.correct(self.corrected.values())
            fresh.add([found for found in POOL if found.article.id in self.added])
            assert seen(fresh) == seen(self.ledger)
        self.ledger.close()
        self.folder.cleanup()


Histories.TestCase.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
TestHistories = Histories.TestCase
