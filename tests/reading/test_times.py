import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.times import find_times

_FRIDAY = "2031-03-14"  # the day of publication in these tests


def _find(text: str, published: str | None = _FRIDAY) -> list[tuple[str, str]]:
    """Return each expression with its days, "start" or "start..end"."""
    return [
        (text[slice(*found.span)], found.start if found.start == found.end else f"{found.start}..{found.end}")
        for found in find_times(text, published)
    ]


@pytest.mark.parametrize(
    ("text", "expression", "days"),
    [
        ("The envoy left on Friday.", "Friday", "2031-03-14"),
        ("The envoy left Saturday.", "Saturday", "2031-03-08"),
        ("The envoy left on Thursday night.", "Thursday night", "2031-03-13"),
        ("The envoy left last Friday.", "last Friday", "2031-03-07"),
        ("The envoy will return next Friday.", "next Friday", "2031-03-21"),
        ("The envoy will return this Sunday.", "this Sunday", "2031-03-16"),
        ("Yesterday the envoy left.", "Yesterday", "2031-03-13"),
        ("The envoy left last night.", "last night", "2031-03-13"),
        ("He comes tomorrow.", "tomorrow", "2031-03-15"),
        ("They met last week.", "last week", "2031-03-03..2031-03-09"),
        ("They met last month.", "last month", "2031-02-01..2031-02-28"),
        ("They met earlier this month.", "earlier this month", "2031-03-01..2031-03-14"),
        ("They met last March.", "last March", "2030-03-01..2030-03-31"),
        ("They met in May.", "May", "2030-05-01..2030-05-31"),
        ("They met in mid-February.", "mid-February", "2031-02-01..2031-02-28"),
        ("They met last year.", "last year", "2030-01-01..2030-12-31"),
        ("They met late last year.", "late last year", "2030-09-01..2030-12-31"),
        ("They met last summer.", "last summer", "2030-06-01..2030-08-31"),
        ("They met over the weekend.", "the weekend", "2031-03-08..2031-03-09"),
        ("They met two days ago.", "two days ago", "2031-03-12"),
        ("They met two weeks ago.", "two weeks ago", "2031-02-24..2031-03-02"),
        ("They met a year ago.", "a year ago", "2030-01-01..2030-12-31"),
        ("They met three and a half years ago.", "three and a half years ago", "2028-01-01..2028-12-31"),
        ("They met often in the past two weeks.", "past two weeks", "2031-02-28..2031-03-14"),
        ("They met often over the last month.", "last month", "2031-02-12..2031-03-14"),
        ("They met on March 3.", "March 3", "2031-03-03"),
        ("They met on 3 March.", "3 March", "2031-03-03"),
        ("They met on December 12.", "December 12", "2030-12-12"),
        ("They met on March 3-5.", "March 3-5", "2031-03-03..2031-03-05"),
        ("They met on 3–5 March.", "3–5 March", "2031-03-03..2031-03-05"),
        ("They met on Tuesday, March 4.", "Tuesday, March 4", "2031-03-04"),
        ("They met on Friday, September 13.", "Friday, September 13", "2030-09-13"),
    ],
)
def test_an_expression_is_resolved_against_the_publication_day(text, expression, days):
    assert _find(text) == [(expression, days)]


@pytest.mark.parametrize(
    ("text", "expression", "days"),
    [
        ("They signed it on 16 March 2014.", "16 March 2014", "2014-03-16"),
        ("They signed it on March 16th, 2014.", "March 16th, 2014", "2014-03-16"),
        ("They signed it on Feb. 26, 2014.", "Feb. 26, 2014", "2014-02-26"),
        ("They signed it on 2014-03-16.", "2014-03-16", "2014-03-16"),
        ("They signed it in March 2014.", "March 2014", "2014-03-01..2014-03-31"),
        ("They signed it in early 2014.", "early 2014", "2014-01-01..2014-04-30"),
        ("They signed it at the end of 2014.", "the end of 2014", "2014-10-01..2014-12-31"),
        ("They signed it in 2012.", "2012", "2012-01-01..2012-12-31"),
        ("The 2012 treaty holds.", "2012", "2012-01-01..2012-12-31"),
        ("It was signed in the 1990s.", "1990s", "1990-01-01..1999-12-31"),
        ("It was signed in the 19th century.", "19th century", "1801-01-01..1900-12-31"),
        ("The worst crisis since the Cold War.", "Cold War", "1947-03-12..1991-12-26"),
    ],
)
def test_an_absolute_expression_needs_no_publication_day(text, expression, days):
    assert _find(text, None) == _find(text) == [(expression, days)]


def test_relative_expressions_are_left_out_where_the_publication_day_is_unknown():
    text = "On Friday, yesterday, last week, in March, two years ago and on March 3 they met."
    assert _find(text, None) == _find(text, "soon") == []


@pytest.mark.parametrize(
    "text",
    [
        "The envoy will return on Sunday.",
        "Talks are planned for Sunday.",
        "The vote, due Sunday, is in doubt.",
        "The two are to meet in Khorva on Sunday.",
        "The envoy travels to Khorva on Sunday.",
        "Voters choose in a referendum on Sunday, after which Cassia would act.",
        "Sunday's referendum will decide it.",
        "Cassia votes on Sunday. The envoy called Sunday's referendum a farce.",
    ],
)
def test_a_weekday_that_a_verb_places_ahead_lies_ahead(text):
    assert {days for _, days in _find(text)} == {"2031-03-16"}


@pytest.mark.parametrize(
    "text",
    [
        "He said Sunday that talks will go on.",
        "He recalled the ambassador to Marland on Sunday.",
        "Marland would not yield in the wake of Sunday's raid.",
        "On Sunday he urged them to vote.",
    ],
)
def test_a_weekday_beside_a_past_verb_lies_back(text):
    assert _find(text) == [("Sunday", "2031-03-09")]


def test_a_day_soon_after_publication_needs_no_verb_and_a_far_one_does():
    assert _find("Talks open April 2.") == [("April 2", "2031-04-02")]
    assert _find("They signed it on April 2.") == [("April 2", "2030-04-02")]
    assert _find("They will sign it on October 2.") == [("October 2", "2031-10-02")]


@pytest.mark.parametrize(
    "text",
    [
        "May God help them; they may march.",
        "The March on the capital ended. Theresa May left. April Smith stayed.",
        "He met the Sunday school and reads USA Today every Friday.",
        "Cassia sent 2,014 troops, 1900 people fled and the bill is $2010.",
        "A new Cold War looms.",
        "It took two weeks. This is it. Last but not least, the past is past.",
        "The satellite, the Kestrel 2014X, was lost.",
    ],
)
def test_words_that_only_look_like_times_are_left_out(text):
    assert [found for found in _find(text) if found[0] != "Sunday"] == []


def test_times_well_before_the_article_are_historical():
    text = "On Friday they recalled last week, last month, December 2030, in 2012 and the Cold War."
    flags = [found.historical for found in find_times(text, _FRIDAY)]
    assert flags == [False, False, False, True, True, True]


def test_without_a_publication_day_history_is_measured_from_the_latest_day_named():
    text = "The pact of 16 March 2014 ended what began in 1954; see 2013-12-01."
    assert [found.historical for found in find_times(text, None)] == [False, True, False]
    assert [found.historical for found in find_times("It ended with the Cold War.", None)] == [True]


def test_the_longer_of_two_overlapping_expressions_stands():
    assert [text for text, _ in _find("It began on Friday, March 7, 2031, earlier this month.")] == [
        "Friday, March 7, 2031", "earlier this month",
    ]  # fmt: skip


_PIECES = st.sampled_from(
    ["Friday", "next ", "last ", "the ", "March ", "31", " 2014", "1900", "-", "ago ", "two ", "years ", "0", "May ",
     "’s", "century ", "20th ", "this ", "winter ", "İ", ". ", "\n", "will ", "weekend "]
)  # fmt: skip


@given(
    st.one_of(st.text(max_size=120), st.lists(_PIECES, max_size=25).map("".join)),
    st.sampled_from([None, "", "2031-03-14", "2028-02-29", "0001-01-01", "9999-12-31", "2031-03-14T10:00:00Z", "x"]),
)
def test_any_text_at_any_day_keeps_its_offsets_and_its_order(text, published):
    reached = 0
    for found in find_times(text, published):
        start, end = found.span
        assert reached <= start < end <= len(text)
        assert found.start <= found.end
        assert found.precision in ("day", "week", "month", "season", "year")
        reached = end


@pytest.mark.parametrize("piece", ["Friday ", "last ", "2014 ", "x", "May ", "ago ", "will "])
def test_an_enormous_text_takes_time_in_proportion(piece):
    started = time.process_time()
    find_times(piece * (1_000_000 // len(piece)), _FRIDAY)
    assert time.process_time() - started < 30
