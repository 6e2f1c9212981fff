"""What a statement does, where the cue leaves it open or the content turns it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tocsin.records import Reading
from tocsin.statements import find_statements

Parse = Callable[[str], Reading]


@pytest.mark.parametrize(("text", "act"), [
    ("The general vowed to crush the strikers.", "threaten"),
    ("The general vowed to repair the bridge.", "promise"),
    ("“We never armed the strikers,” the general said.", "deny"),
    ("The general said that he had not ordered the raid.", "deny"),
    ("The general said that the scouts had not ordered supplies.", "state"),
    ("The envoy offered the islanders a ferry.", "offer"),
])  # fmt: skip
def test_the_content_can_decide_what_a_statement_does(text: str, act: str, parsed: Parse) -> None:
    assert [statement.act for statement in find_statements(parsed(text))] == [act]
