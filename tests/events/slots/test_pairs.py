"""Phrases that stand for two states without naming them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tocsin.records import Event

Coder = Callable[..., tuple[Event, ...]]

PAIRS = [
    ("Talks brokered by Oman between Sudanese and Eritrean officials collapsed, each side blaming the other.",
     "ACCUSE", {"SDN", "ERI"}),
    ("Peruvian troops left the Chilean town under the pact that the two governments signed.",
     "SUPPORT", {"PER", "CHL"}),
    ("Latvian and Estonian divers opened the drill on Monday. Both countries inspected the wreck together.",
     "COOPERATE", {"LVA", "EST"}),
    ("Angola and Zambia sent delegates to Lusaka. Angola wants peace, and Zambia wants trade. "
     "The two countries will hold talks on Friday.", "AGREE", {"AGO", "ZMB"}),
]  # fmt: skip

OPEN = [
    "Angola, Zambia, Malawi and Botswana sent delegates. Both sides condemned the raid.",
    "The two governments condemned the raid.",
]


def countries(events: tuple[Event, ...], kind: str) -> set[str | None]:
    return {p.country for e in events if e.type == kind for p in (*e.actors, *e.recipients)}


@pytest.mark.parametrize(("text", "kind", "wanted"), PAIRS)
def test_a_pair_without_names_is_the_two_states_that_the_text_joins(
    text: str, kind: str, wanted: set[str], code: Coder
) -> None:
    assert countries(code(text), kind) == wanted


@pytest.mark.parametrize("text", OPEN)
def test_a_pair_stays_as_written_where_no_two_states_stand_out(text: str, code: Coder) -> None:
    assert countries(code(text), "ACCUSE") <= {None}


def test_a_pair_is_none_of_those_on_the_other_side(code: Coder) -> None:
    text = "Kazakhstan and Uzbekistan met Russia. Russia urged both countries to disarm. Russia will pay."
    (demand,) = [event for event in code(text) if event.type == "REQUEST"]
    assert {party.country for party in demand.recipients} == {"KAZ", "UZB"}
