"""Quotation marks pair, whatever an editor's program has made of them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.blocks import cut_blocks
from tocsin.reading.quotes import find_quotes
from tocsin.records import Quote


def quotes_of(text: str) -> list[Quote]:
    return list(find_quotes(text, cut_blocks(text, (), (), None)))


def contents(text: str) -> list[str]:
    return [text[slice(*quote.span)] for quote in quotes_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('The envoy said: "We will wait."', ["We will wait."]),
        ("The envoy said: “We will wait.”", ["We will wait."]),
        ("The envoy said: ``We will wait.''", ["We will wait."]),
        ("The envoy said: „We will wait.“", ["We will wait."]),
        ("The envoy said: «We will wait.»", ["We will wait."]),
        ("The envoy said: ‘We will wait.’", ["We will wait."]),
        ("The envoy called it 'a poor joke' on Monday.", ["a poor joke"]),
        ('"We will wait," he said. "Not for ever."', ["We will wait,", "Not for ever."]),
        ("Norway's and the ships' crews don't agree.", []),
        ("It was the ’90s and they called ’em rebels.", []),
        ('A 5" shell and a 7" shell fell.', []),
    ],
)
def test_marks_of_every_style_pair_and_apostrophes_do_not(text: str, expected: list[str]) -> None:
    assert contents(text) == expected


def test_a_quotation_inside_a_quotation_is_one_deeper() -> None:
    text = "“He told me ‘never again’ and left,” she said."
    outer, inner = quotes_of(text)
    assert (outer.depth, inner.depth) == (0, 1)
    assert text[slice(*inner.span)] == "never again"


def test_a_quotation_left_open_runs_on_into_the_next_paragraph() -> None:
    text = "“We came in peace.\n\n“We leave in peace,” he said."
    first, second = quotes_of(text)
    assert not first.closed
    assert second.closed
    assert second.continues == 0


def test_a_quotation_runs_on_over_lines_of_one_sentence_each() -> None:
    text = "The mayor was calm.\n“We came in peace.\nNobody fired.\nWe leave in peace,” he said.\nHe left."
    found = quotes_of(text)
    assert contents(text) == ["We came in peace.", "Nobody fired.", "We leave in peace,"]
    assert [quote.continues for quote in found] == [None, 0, 1]
    assert [quote.closed for quote in found] == [False, False, True]


def test_a_missing_closing_mark_ends_with_its_paragraph() -> None:
    text = "“We came in peace, he said.\n\nThe talks end on Monday."
    (only,) = quotes_of(text)
    assert only.span[1] == text.index("\n")


def test_a_second_opening_mark_closes_the_first_at_its_last_sentence() -> None:
    text = "“We came in peace. He said so, “and we leave in peace.”"
    assert contents(text) == ["We came in peace.", "and we leave in peace."]


marks = st.text(alphabet="ab .?!\n\"“”‘’'„«»`,—", max_size=200)


@given(marks | st.text(max_size=200))
def test_any_text_gives_quotations_that_lie_in_it_and_nest(text: str) -> None:
    found = quotes_of(text)
    assert found == sorted(found, key=lambda quote: (quote.outer[0], -quote.outer[1]))
    for quote in found:
        assert 0 <= quote.outer[0] <= quote.span[0] < quote.span[1] <= quote.outer[1] <= len(text)
        assert quote.continues is None or not found[quote.continues].closed
    for one, other in pairwise(found):
        assert other.outer[0] >= one.outer[1] or other.outer[1] <= one.outer[1]


def test_two_straight_single_marks_open_and_close() -> None:
    assert contents("The envoy said: ''We will wait,'' and left.") == ["We will wait,"]
