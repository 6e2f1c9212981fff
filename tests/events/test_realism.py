"""What long analyses talk of without reporting it, and who is no party."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tocsin.events.deciding import least_chance
from tocsin.records import Event

Coder = Callable[..., tuple[Event, ...]]


def test_a_long_article_asks_more_of_an_act_without_a_frame_than_a_report_of_a_few_sentences() -> None:
    assert least_chance(40) > least_chance(3)


@pytest.mark.parametrize(
    "text",
    [
        "Inspectors in Mali are still asking who used chemical weapons.",
        "The Malian minister asked what had killed the tourists and who had shelled the hotel.",
    ],
)
def test_an_interrogative_names_nobody_who_acts(text: str, code: Coder) -> None:
    assert not [party.text for event in code(text) for party in event.actors if party.text.lower() in ("who", "what")]


def test_a_craft_that_was_shot_down_killed_nobody(code: Coder) -> None:
    found = code("A Danish army helicopter was shot down over Mali, killing 120 people.")
    assert [event.type for event in found] == ["ASSAULT"]
    assert not found[0].actors


def test_the_word_hostage_is_not_whom_the_captors_hold(code: Coder) -> None:
    found = code("Malian rebels hold two Danish journalists hostage. Two Danes were beheaded whom it held hostage.")
    assert "hostage" not in [party.text for event in found for party in event.recipients]


def test_the_place_of_an_attack_is_not_who_carried_it_out(code: Coder) -> None:
    found = code("Among the attacks was a lorry bomb in southern Mali, which left nine people dead and forty hurt.")
    assert not [party.text for event in found for party in event.actors if event.type == "ASSAULT"]


def test_what_happened_when_something_ended_years_ago_is_historical(code: Coder) -> None:
    found = code("The mission ended in May 1979 when Malian rebels took Danish hostages.", "2014-06-01")
    assert {event.modality for event in found if event.type == "ASSAULT"} == {"historical"}
