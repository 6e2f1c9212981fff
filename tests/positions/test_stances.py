"""Who stands where on what, and how that shifts."""

from __future__ import annotations

import pytest

from tocsin import pipeline
from tocsin.positions import compare, gather_activities, gather_positions
from tocsin.records import Article, Position, Reading


def read(*texts: str) -> list[Reading]:
    articles = [Article(id=f"a{i}", text=text, published=f"2019-03-0{i + 1}") for i, text in enumerate(texts)]
    return list(pipeline.read_all(articles))


def held(*texts: str) -> dict[tuple[str, str], Position]:
    return {(position.party, position.issue): position for position in gather_positions(read(*texts))}


@pytest.mark.parametrize(
    ("text", "party", "issue", "stance"),
    [
        ("Norway rejected the sanctions.", "NOR", "sanctions", "against"),
        ("Norway welcomed the ceasefire.", "NOR", "ceasefire", "for"),
        ("Norway refused to recognise the new council.", "NOR", "recognition of council", "against"),
        ("Norway called the referendum illegal.", "NOR", "referendum", "against"),
        ("Norway said it would accept arbitration if Denmark did.", "NOR", "arbitration", "conditional"),
        ("Norway did not comment on the talks.", "NOR", "talks", "silent"),
        ("Sweden offered to mediate between Norway and Denmark.", "SWE", "mediation", "for"),
        ("Norway ruled out any talks with the rebels.", "NOR", "talks", "against"),
        ("Norway ruled out a delay of the referendum.", "NOR", "referendum", "for"),
    ],
)
def test_a_verb_or_judgement_gives_the_stance(text: str, party: str, issue: str, stance: str) -> None:
    assert held(text)[party, issue].stance == stance


def test_a_bare_refusal_takes_up_the_offer_before_it() -> None:
    found = held("Sweden offered to mediate in the dispute. Denmark accepted the offer. Norway refused.")
    assert found["DNK", "mediation"].stance == "for"
    assert found["NOR", "mediation"].stance == "against"


def test_a_shift_makes_two_phases() -> None:
    position = held("Norway rejected the ceasefire.", "Norway accepted the ceasefire.")["NOR", "ceasefire"]
    assert [(phase.stance, phase.start, phase.end) for phase in position.phases] == [
        ("against", "2019-03-01", "2019-03-02"),
        ("for", "2019-03-02", None),
    ]


def test_two_parties_that_come_together_narrow_the_gap() -> None:
    readings = read("Norway rejected the ceasefire. Denmark welcomed the ceasefire.", "Norway accepted the ceasefire.")
    (found,) = compare(gather_positions(readings), "NOR", "DNK")
    assert (found.relation, found.trend) == ("agree", "narrows")
    assert found.moved is not None
    assert found.moved.party == "NOR"


def test_the_user_names_and_merges_issues() -> None:
    readings = read("Norway rejected the ceasefire. Norway rejected the talks.")
    names = {"ceasefire": "the peace", "talks": "the peace"}
    assert {position.issue for position in gather_positions(readings, names)} == {"the peace"}


def test_every_phase_quotes_its_sentence() -> None:
    text = "Norway rejected the sanctions. Denmark welcomed the ceasefire."
    for position in held(text).values():
        for phase in position.phases:
            assert all(text[slice(*evidence.span)] == evidence.text for evidence in phase.evidence)


def test_a_measure_is_threatened_imposed_and_lifted() -> None:
    (found,) = gather_activities(
        read(
            "Norway threatened to impose sanctions on Denmark.",
            "Norway imposed sanctions on Denmark.",
            "Norway lifted its sanctions on Denmark.",
        ),
        "measure",
    )
    assert [change.state for change in found.changes] == ["threatened", "in force", "lifted"]
    assert (found.by, found.on) == (("NOR",), ("DNK",))


def test_near_misses_are_a_kind_of_their_own() -> None:
    readings = read("Norwegian fighters intercepted two Russian bombers over the Barents Sea.")
    found = gather_activities(readings, "military")
    assert [activity.kind for activity in found] == ["near miss"]
