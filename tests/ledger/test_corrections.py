"""What a person puts right stays right, is shown as a correction, and can be taken back without a trace."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from planted import reading

from tocsin.errors import UsageError
from tocsin.ledger import Correction, Filter, Ledger, dump, load, strike
from tocsin.records import Reading

GIVEN = [
    reading("a", "Drennia shelled Halvera near Varrin.", "Halvera said Drennia would pay.", day="2019-03-01"),
    reading("b", "Ostmark met Halvera.", "Share this with friends, Drennia shelled Halvera long ago.",
            "Drennia threatened Ostmark.", outlet="Tern", day="2019-03-05"),
    reading("c", "Drennia sanctioned Ostmark.", "Drennia threatened Ostmark.", day="2019-03-09"),
]  # fmt: skip


def as_seen(ledger: Ledger) -> tuple[list[bytes], ...]:
    return (
        [msgspec.json.encode(row) for row in ledger.events(Filter(standing="all"))],
        [msgspec.json.encode(row) for row in ledger.statements(Filter(standing="all"))],
        [msgspec.json.encode(row) for row in ledger.series(split=("source", "target", "type"))],
        [msgspec.json.encode(row) for row in ledger.readings()],
    )


def event_of(found: Reading, number: int = 0) -> str:
    return found.events[number].id


CASES = [
    Correction(kind="merge-party", target="DRN", to="OSM"),
    Correction(kind="merge-party", target="HLV", to="Greater Halvera"),
    Correction(kind="rename-party", target="Drennia", to="Republic of Drennia"),
    Correction(kind="alias-party", target="ostmark", to="HLV"),
    Correction(kind="dismiss", target=event_of(GIVEN[0])),
    Correction(kind="dismiss", target=GIVEN[0].statements[0].id),
    Correction(kind="right", target=event_of(GIVEN[1]), fields={"type": "SANCTION", "recipients": "DRN, Old League"}),
    Correction(kind="right", target=event_of(GIVEN[2]), fields={"modality": "negated", "date": "2019-03-08"}),
    Correction(kind="right", target=event_of(GIVEN[2]), fields={"recipients": "", "date": "", "score": "0"}),
    Correction(kind="right", target=GIVEN[0].statements[0].id, fields={"act": "threaten", "speaker": "OSM"}),
    Correction(kind="mute", target="drennia  threatened OSTMARK.", outlet="Tern"),
    Correction(kind="mute", target="Drennia threatened Ostmark."),
]


@pytest.mark.parametrize("correction", CASES, ids=lambda c: f"{c.kind}-{c.target[:8]}")
def test_a_correction_is_the_same_before_and_after_adding_and_leaves_no_trace_when_lifted(
    ledger: Ledger, correction: Correction
) -> None:
    ledger.add(GIVEN)
    untouched = as_seen(ledger)
    (made,) = ledger.correct([correction], by="Mira")
    assert ledger.verify().faults == ()
    corrected = as_seen(ledger)
    assert corrected != untouched
    assert ledger.correct([correction], by="Jon") == ()
    ledger.lift(made.id)
    assert ledger.verify().faults == ()
    assert as_seen(ledger) == untouched
    ledger.correct([made])
    assert as_seen(ledger) == corrected


def test_a_correction_waits_for_articles_that_come_later(ledger: Ledger) -> None:
    ledger.correct([Correction(kind="merge-party", target="DRN", to="OSM")], by="Mira")
    ledger.add(GIVEN)
    assert list(ledger.events(Filter(party="DRN"))) == []
    assert len(list(ledger.events(Filter(party="OSM")))) == 5
    assert ledger.verify().faults == ()


def test_a_dismissed_event_is_shown_with_who_and_when_and_counts_no_more(ledger: Ledger) -> None:
    ledger.add(GIVEN)
    ledger.correct([Correction(kind="dismiss", target=event_of(GIVEN[0]), note="an old war", at="2019-04-01T08:00")],
                   by="Mira")  # fmt: skip
    assert event_of(GIVEN[0]) not in {row.event.id for row in ledger.events()}
    (shown,) = [row for row in ledger.events(Filter(standing="all")) if row.event.id == event_of(GIVEN[0])]
    assert shown.standing == "dismissed"
    assert shown.correction == f"{event_of(GIVEN[0])} dismissed (corrected by Mira on 2019-04-01: an old war)"
    assert "ASSAULT" not in {point.type for point in ledger.series()}
    assert not [e for found in ledger.readings() for e in found.events if e.id == event_of(GIVEN[0])]


def test_a_correction_survives_a_new_reading_that_gives_the_event_another_id_and_type(ledger: Ledger) -> None:
    ledger.add(GIVEN)
    ledger.correct([Correction(kind="dismiss", target=event_of(GIVEN[0]))], by="Mira")
    event = msgspec.structs.replace(GIVEN[0].events[0], id="e-000000000000", type="THREATEN")
    ledger.add([msgspec.structs.replace(GIVEN[0], events=(event,))], again=True)
    (shown,) = [row for row in ledger.events(Filter(standing="all")) if row.event.id == "e-000000000000"]
    assert shown.standing == "dismissed"
    assert ledger.verify().faults == ()


def test_a_dismissed_event_does_not_take_another_of_the_same_words_with_it(ledger: Ledger) -> None:
    twin = msgspec.structs.replace(GIVEN[0].events[0], id="e-111111111111", type="COERCE")
    ledger.add([msgspec.structs.replace(GIVEN[0], events=(*GIVEN[0].events, twin))])
    ledger.correct([Correction(kind="dismiss", target=event_of(GIVEN[0]))])
    assert [row.event.id for row in ledger.events()] == ["e-111111111111"]


def test_a_muted_paragraph_of_one_outlet_is_heard_in_others(ledger: Ledger) -> None:
    ledger.add(GIVEN)
    ledger.correct([Correction(kind="mute", target="Drennia threatened Ostmark.", outlet="Tern")])
    assert [row.article for row in ledger.events(Filter(types=("THREATEN",)))] == ["c"]


def test_corrections_written_to_a_file_are_read_back_the_same(tmp_path: Path) -> None:
    given = [
        *CASES,
        Correction(kind="dismiss", target="e-1", article="ab", span=(3, 9), note='a "b"\n\\c\x7fé', by="M", at="2019"),
    ]
    (tmp_path / "corrections.toml").write_text(dump(given), encoding="utf-8")
    assert load(tmp_path / "corrections.toml") == tuple(given)


def test_a_correction_is_struck_from_a_file_and_the_comments_of_others_stay() -> None:
    text = "# ours\n" + dump(CASES[:2]) + "\n# keep this\n" + dump(CASES[2:3])
    struck = strike(text, CASES[0].id)
    assert struck == "# ours\n" + text[text.index("[[correction]]", 12) :]
    assert strike(struck, "k-none") == struck


def test_a_correction_read_from_a_file_may_wait_for_its_record(ledger: Ledger) -> None:
    ledger.correct([Correction(kind="dismiss", target=event_of(GIVEN[0]))], waiting=True)
    ledger.add(GIVEN)
    assert event_of(GIVEN[0]) not in {row.event.id for row in ledger.events()}
    assert ledger.verify().faults == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[[correction]]\nkind = "merge-party"\ntarget = "DRN"', "correction 1.*which party"),
        ('[[correction]]\nkind = "shout"\ntarget = "DRN"', "correction 1.*shout"),
        ('[[correction]]\nkind = "dismiss"\ntarget = "DRN"', "no id"),
        ('[[correction]]\nkind = "right"\ntarget = "e-1"', "say what is right"),
        ('[[correction]]\nkind = "right"\ntarget = "e-1"\nfields = { act = "deny" }', "act is none of"),
        ('[[correction]]\nkind = "right"\ntarget = "e-1"\nfields = { modality = "maybe" }', "modality is one of"),
        ('[[correction]]\nkind = "right"\ntarget = "e-1"\nfields = { type = "WAR" }', "type is one of"),
        ('[[correction]]\nkind = "right"\ntarget = "e-1"\nfields = { mode = "zz" }', "mode is one of"),
        ('[[correction]]\nkind = "right"\ntarget = "e-1"\nfields = { type = "AID", mode = "expel" }', "no mode of it"),
        ('[[correction]]\nkind = "right"\ntarget = "e-1"\nfields = { date = "soon" }', "date is a day"),
        ('[[correction]]\nkind = "right"\ntarget = "e-1"\nfields = { score = "abc" }', "score is a number"),
        ('[[correction]]\nkind = "right"\ntarget = "e-1"\nfields = { score = "nan" }', "score is a number"),
        ("correction = 5", r"\[\[correction\]\]"),
        ("[[correction", "not a TOML file"),
    ],
)
def test_a_wrong_correction_is_named_with_its_file(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "c.toml").write_text(text)
    with pytest.raises(UsageError, match=rf"c\.toml.*{fault}"):
        load(tmp_path / "c.toml")


def test_a_correction_of_what_is_not_there_is_refused(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="no event or statement"):
        ledger.correct([Correction(kind="dismiss", target="e-000000000000")])
    with pytest.raises(UsageError, match="no correction"):
        ledger.lift("k-0")


def test_another_type_takes_its_score_and_leaves_mode_and_code_open(ledger: Ledger) -> None:
    (event, *rest) = GIVEN[0].events
    coded = msgspec.structs.replace(event, type="SANCTION", mode="expel", cameo="161")
    ledger.add([msgspec.structs.replace(GIVEN[0], events=(coded, *rest))])
    ledger.correct([Correction(kind="right", target=event.id, fields={"type": "CONSULT"})])
    righted = next(row.event for row in ledger.events() if row.event.id == event.id)
    assert (righted.type, righted.mode, righted.cameo) == ("CONSULT", None, None)
    assert righted.score > 0
