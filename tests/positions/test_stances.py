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
        ("Norway demanded that Denmark lift the sanctions.", "NOR", "sanctions", "against"),
        ("Norway refused to say whether it would recognise the council.", "NOR", "recognition of council", "silent"),
        ("The Danish government urged Norway to withdraw its troops.", "DNK", "withdrawal of troops", "for"),
        ("Norway dropped its objection to observers on its border.", "NOR", "observers", "for"),
        ("Norway offered to lift the embargo in return for talks.", "NOR", "embargo", "conditional"),
        ("The sanctions imposed by Norway were rejected by Denmark.", "DNK", "sanctions", "against"),
        ("The referendum is illegal, Norway said.", "NOR", "referendum", "against"),
        ("Norway came out in favour of the referendum.", "NOR", "referendum", "for"),
        ("Norway was not in favour of the referendum.", "NOR", "referendum", "against"),
        ("Norway has no appetite for sanctions.", "NOR", "sanctions", "against"),
        ("Norway is deeply wary of sanctions.", "NOR", "sanctions", "against"),
        ("The Norwegian government was receptive to arbitration.", "NOR", "arbitration", "for"),
        ("There will be no ceasefire, Norway said.", "NOR", "ceasefire", "against"),
        ("There can be no talks until the troops leave, Norway said.", "NOR", "talks", "conditional"),
        ("Norway put the embargo on hold.", "NOR", "embargo", "conditional"),
        ("As for the embargo, Norway would support it if Denmark did.", "NOR", "embargo", "conditional"),
        ("Norway called a referendum.", "NOR", "referendum", "for"),
        ("Sweden offered to act as a mediator.", "SWE", "mediation", "for"),
        ("Norway acquiesced in a recount.", "NOR", "recount", "for"),
    ],
)
def test_a_verb_or_judgement_gives_the_stance(text: str, party: str, issue: str, stance: str) -> None:
    assert held(text)[party, issue].stance == stance


@pytest.mark.parametrize(
    "text",
    [
        "Norway could impose sanctions on Denmark.",
        "Would Norway accept the ceasefire?",
        "If Norway rejects the ceasefire, Denmark will wait.",
        "Norway discussed the sanctions with Denmark.",
        "It is expected that Norway will reject the ceasefire.",
        "Norway did not hold elections in spring.",
        "There was no ceasefire, Norway said.",
        "There is no international appetite for sanctions, Norway said.",
        "The president of Norway campaigned for re-election.",
        "Norway ordered its ships to be ready for a military strike on Denmark.",
        "Norway had no time for lunch before the sanctions.",
        "Officials in charge of the Danish sanctions regime met in Oslo.",
    ],
)
def test_what_may_be_or_is_only_spoken_of_is_no_stance(text: str) -> None:
    assert held(text) == {}


def test_a_newspaper_holds_no_position() -> None:
    assert held("The New York Times reported that airstrikes were the best way.") == {}


def test_a_condition_set_in_the_next_sentence_makes_a_yes_conditional() -> None:
    found = held("Norway agreed to talks with Denmark. Norway set one condition: the border must stay open.")
    assert found["NOR", "talks"].stance == "conditional"


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


def test_sanctions_are_named_after_whom_they_are_on() -> None:
    text = "Norway imposed sanctions on Danish banks. Sweden rejected the sanctions."
    found = held(text, "Finland backed the sanctions.")
    assert set(found) == {(party, "sanctions on DNK") for party in ("NOR", "SWE", "FIN")}


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


@pytest.mark.parametrize(
    ("text", "kind", "state"),
    [
        ("Norway reopened its border with Denmark.", "border closure", "lifted"),
        ("Norway imposed a curfew in Bergen.", "curfew", "in force"),
        ("Norway is weighing a ban on Danish timber.", "embargo", "threatened"),
        ("Norway granted Denmark 40 million euros for the homeless.", "aid", "in force"),
    ],
)
def test_measures_have_their_state(text: str, kind: str, state: str) -> None:
    assert (kind, state) in [(a.kind, a.state) for a in gather_activities(read(text), "measure")]


@pytest.mark.parametrize(
    "text",
    [
        "Norway denied that it had sent troops to Denmark.",
        "Denmark accused Norway of sending troops to the border.",
        "Norway must withdraw its troops, Denmark said.",
        "Norway ruled out sending troops to Denmark.",
        "Denmark demanded that Norway end its naval exercise.",
    ],
)
def test_military_activity_that_is_charged_denied_or_wished_for_is_not_told(text: str) -> None:
    assert gather_activities(read(text), "military") == ()


def test_near_misses_are_a_kind_of_their_own() -> None:
    readings = read("Norwegian fighters intercepted two Russian bombers over the Barents Sea.")
    found = gather_activities(readings, "military")
    assert [activity.kind for activity in found] == ["near miss"]


def test_a_noun_whose_clause_names_who_blocked_it_is_read_once() -> None:
    reading = pipeline.read("In the truce offer blocked by the Court, Zubo offered to withdraw.", date="2015-03-03")
    assert [(channel.name, channel.state) for channel in reading.channels] == [("truce offer", "refused")]


@pytest.mark.parametrize(("text", "party", "issue", "stance"), [
    ("Denmark proposed that observers be sent. Norway would have none of it.", "NOR", "observers", "against"),
    ("Denmark offered to host talks. Norway took it up on it at once.", "NOR", "talks", "for"),
    ("Denmark offered on Thursday to host talks between Norway and Sweden.", "DNK", "talks", "for"),
    ("Denmark offered to host talks. Norway would come only if Sweden paid first.", "NOR", "talks", "conditional"),
    ("Norway asked Denmark to postpone the exercise of its navy.", "NOR", "exercise", "against"),
    ("Norway will go on seeking arbitration under the treaty of 1964.", "NOR", "arbitration", "for"),
    ("Norway lifted its sanctions on Danish banks.", "NOR", "sanctions on DNK", "against"),
    ("Norway lifted the sanctions on two of the three Danish banks.", "NOR", "sanctions", "conditional"),
    ("Norway said it would not go to war and would not send ground troops.", "NOR", "ground troops", "against"),
    ("Norway has ruled out sending ground troops.", "NOR", "ground troops", "against"),
    ("Norway reopened the border with Sweden.", "NOR", "border", "against"),
    ("Norway handed over the fugitive to Sweden.", "NOR", "extradition", "for"),
    ("Norway's rulers shut a port. They turned down an offer to send a mediator.", "NOR", "mediation", "against"),
])  # fmt: skip
def test_a_stance_is_shown_by_answers_and_acts(text: str, party: str, issue: str, stance: str) -> None:
    assert held(text)[party, issue].stance == stance


@pytest.mark.parametrize("text", [
    "Norway no longer insisted on a ceasefire.",
    "There is no truce, Norway said. The talks go on.",
    "It was a deal that Norway would reject.",
    "Norway can send weapons to Sweden.",
    "Norway denied that Denmark supplied weapons.",
])  # fmt: skip
def test_what_leaves_it_open_shows_no_stance(text: str) -> None:
    assert held(text) == {}


def test_parties_are_compared_in_any_case() -> None:
    positions = gather_positions(read("Norway rejected the ceasefire. Denmark welcomed the ceasefire."))
    assert [found.relation for found in compare(positions, "nor", "Dnk")] == ["oppose"]
