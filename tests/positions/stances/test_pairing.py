"""The model adds stances that no rule knows, and leaves out what only looks like one."""

from __future__ import annotations

import pytest

from tocsin import pipeline
from tocsin.positions.stances import find_stances
from tocsin.positions.stances.fitted import NONE, weights
from tocsin.records import Article


def stances(text: str) -> set[tuple[str, str, str]]:
    (reading,) = pipeline.read_in_full([Article(id="a", text=text, published="2019-03-01")])
    return {(sign.parties[0].key, sign.state, sign.kind) for sign in find_stances(reading)}


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Norway rejected the licence rule.", ("NOR", "against", "licence rule")),
        ("The Norwegian government condemned the closure of the port.", ("NOR", "against", "closure of port")),
        (
            "\u201cThere can be no military solution,\u201d the Norwegian foreign minister said.",
            ("NOR", "against", "military solution"),
        ),
        ("Sweden backs the joint fishing zone, but Norway opposes it.", ("SWE", "for", "joint fishing zone")),
    ],
)
def test_a_stance_on_what_no_list_names_is_found(text: str, stance: tuple[str, str, str]) -> None:
    assert stance in stances(text)


@pytest.mark.parametrize(
    "text",
    [
        "Norway will decide next week whether to back the licence rule.",
        "Sweden asked Norway about the licence rule.",
        "The licence rule came into force in Norway in May.",
        "If Norway rejects the licence rule, Sweden will wait.",
    ],
)
def test_what_only_looks_like_a_stance_is_none(text: str) -> None:
    assert not {sign for sign in stances(text) if sign[0] == "NOR"}


def test_the_weights_know_each_stance_and_none() -> None:
    assert set(weights().names) == {"for", "against", "conditional", "silent", NONE}
    assert {"SAYS", "nsubj"} <= weights().paths
