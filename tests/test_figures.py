"""Figures are read with what they count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.figures import read_figures


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("seven of its sailors were killed", "dead", 7),
        ("at least 1,200 people had been wounded", "injured", 1200),
        ("the guards had killed seventeen strikers", "dead", 17),
        ("the number of dead at three", "dead", 3),
        ("forty-four per cent", "share", 44),
        ("two thousand soldiers", "soldiers", 2000),
        ("passed within 40 metres", "distance", 40),
    ],
)
def test_a_number_goes_with_what_it_counts(text: str, unit: str, number: float) -> None:
    assert read_figures(text)[unit][0] == number


@pytest.mark.parametrize(
    "text",
    [
        "the twelve-year-old girl was killed",
        "a 10-month-old boy was wounded",
        "eight days of raids killed nobody",
        "who has killed over two decades",
    ],
)
def test_ages_and_spans_of_time_count_nobody(text: str) -> None:
    assert read_figures(text) == {}


def test_the_dead_and_the_wounded_of_one_sentence_are_told_apart() -> None:
    found = read_figures("A guard was killed and two others were wounded.")
    assert found["injured"][0] == 2
    assert "dead" not in found


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    read_figures(text)
