"""An event says in plain words why it was coded."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from tocsin.events import RULES, explain_event
from tocsin.records import Reading

Reader = Callable[..., Reading]


def test_an_explanation_names_trigger_rule_type_and_modality(read: Reader) -> None:
    reading = read("Latvia expelled two Belarusian diplomats.")
    (event,) = reading.events
    lines = "\n".join(explain_event(event, reading))
    assert "trigger: “expelled”, the frame of “expel” with obj" in lines
    assert RULES[event.rule] in lines
    assert "type SANCTION, mode expel" in lines
    assert "modality asserted" in lines


def test_an_explanation_names_the_word_that_decides_the_modality(read: Reader) -> None:
    reading = read("Latvia may expel the consul.")
    (event,) = reading.events
    assert "modality hypothetical: it is only possible, wished, feared or called for (“may”)" in explain_event(
        event, reading
    )


def test_an_explanation_says_what_a_folded_act_would_be(read: Reader) -> None:
    reading = read("The Finnish premier will visit Estonia.")
    (event,) = reading.events
    assert event.type == "AGREE"
    assert "  the act itself would be CONSULT" in explain_event(event, reading)


def test_a_stored_event_is_explained_without_tokens(read: Reader) -> None:
    reading = read("Latvia expelled two Belarusian diplomats.")
    bare = msgspec.structs.replace(reading, sentences=(), mentions=())
    lines = explain_event(reading.events[0], bare)
    assert lines[0] == "trigger: “expelled”"
    assert any(line.startswith("type SANCTION") for line in lines)


def test_every_event_of_a_text_can_be_explained(read: Reader) -> None:
    reading = read(
        "Sudan accused Chad of shelling a village. Chad denied it and will expel the envoy unless Sudan relents."
    )
    assert reading.events
    for event in reading.events:
        assert len(explain_event(event, reading)) >= 4
