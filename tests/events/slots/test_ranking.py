"""The model of the sides fills what no slot of a frame fills, and invents nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tocsin.events import explain_event
from tocsin.records import Event, Reading

Coder = Callable[..., tuple[Event, ...]]


def sides(events: tuple[Event, ...], kind: str) -> tuple[set[str], set[str]]:
    """Return the texts of the actors and recipients of the first event of a type."""
    event = next(event for event in events if event.type == kind)
    return {party.text for party in event.actors}, {party.text for party in event.recipients}


@pytest.mark.parametrize(
    ("text", "kind", "recipient"),
    [
        ("Minsk refused the OSCE leave to send observers.", "REJECT", "the OSCE"),
        ("Washington granted a waiver letting Baghdad pay for Iranian electricity.", "CONCEDE", "Baghdad"),
        ("Togolese electricians walked off the job on Monday, hours after talks with the government broke down.",
         "PROTEST", "the government"),
    ],
)  # fmt: skip
def test_a_recipient_that_no_slot_holds_is_found_in_the_sentence(
    text: str, kind: str, recipient: str, code: Coder
) -> None:
    assert recipient in sides(code(text), kind)[1]


@pytest.mark.parametrize(
    "text",
    [
        "A deputy was shot outside his office in Mitrovica, Serbia's delegation said.",
        "A surgeon was abducted in Benghazi on Monday, Tunisia's consul told reporters.",
        "Two nuns were wounded near Bangui, the Vatican said.",
    ],
)
def test_who_reports_an_attack_is_not_taken_for_the_attacker(text: str, code: Coder) -> None:
    assert sides(code(text), "ASSAULT")[0] == set()


def test_the_head_of_a_phrase_stands_for_it_and_not_a_name_within(code: Coder) -> None:
    actors, _ = sides(code("The defenders of the town of Homs have let in the first relief lorries."), "RETREAT")
    assert not any(actor == "Homs" for actor in actors)


def test_parties_that_act_on_each_other_are_left_alone(code: Coder) -> None:
    (event,) = code("Armenia and Azerbaijan exchanged fire near Yeraskh on Monday, Georgia's foreign ministry said.")
    assert event.symmetric
    assert {party.country for party in event.actors} == {"ARM", "AZE"}


def test_an_explanation_says_which_side_the_model_filled(read: Callable[..., Reading]) -> None:
    reading = read("Minsk refused the OSCE leave to send observers.")
    event = next(event for event in reading.events if event.type == "REJECT")
    assert any(line.startswith("recipient: the frame left it open") for line in explain_event(event, reading))
