import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.intake.dates import find_published, parse_published


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2031-05-04", "2031-05-04"),
        ("2031-05-04T09:15:00Z", "2031-05-04T09:15:00+00:00"),
        ("2031-05-04T09:15:00.000-04:00", "2031-05-04T09:15:00-04:00"),
        ("2031-05-04 09:15:00+0300", "2031-05-04T09:15:00+03:00"),
        ("2031-05-04 09:15", "2031-05-04"),
        ("20310504", "2031-05-04"),
        ("20310504T091500Z", "2031-05-04T09:15:00+00:00"),
        ("2031/05/04", "2031-05-04"),
        ("Sun, 04 May 2031 09:15:00 GMT", "2031-05-04T09:15:00+00:00"),
        ("Sun, 4 May 2031 09:15:00 +0300", "2031-05-04T09:15:00+03:00"),
        ("May 4, 2031", "2031-05-04"),
        ("Sept. 4th, 2031", "2031-09-04"),
        ("4 May 2031", "2031-05-04"),
        ("May 4, 2031 at 9:15 p.m. EDT", "2031-05-04T21:15:00-04:00"),
        ("May 4, 2031 9:15 PM", "2031-05-04"),
        ("25/12/2031", "2031-12-25"),
        ("12/25/2031", "2031-12-25"),
    ],
)
def test_a_date_in_a_common_form_is_read(written, iso):
    assert parse_published(written) == iso


@pytest.mark.parametrize(
    "written", ["", "03/04/2031", "2031-13-01", "2031-02-30", "yesterday", "1700000000", "0001-01-01"]
)
def test_an_ambiguous_impossible_or_vague_date_is_unknown(written):
    assert parse_published(written) is None


@pytest.mark.parametrize(
    "top",
    [
        "Envoy leaves talks early\nPublished: 4 May 2031\n\nThe envoy left.",
        "Envoy leaves talks early\nMay 4, 2031\n\nThe envoy left.",
        "Sunday, May 4, 2031\nEnvoy leaves talks early\n\nThe envoy left.",
        "Envoy leaves talks early\nBy Jo Marsh | May 4, 2031\nThe envoy left.",
        "Envoy leaves talks early\nBy JO MARSH MAY 4, 2031\nThe envoy left.",
        "4 May 2031 | Updated 5 May 2031\nEnvoy leaves talks early\n\nThe envoy left.",
        "Envoy leaves talks early\nUpdated on 2031-05-04\nThe envoy left.",
        "PORT ALDEN, May 4, 2031 (Northwire) -- The envoy left.",
    ],
)
def test_the_first_lines_state_the_publication_date(top):
    assert find_published(top) == "2031-05-04"


@pytest.mark.parametrize(
    "text",
    [
        "The treaty of May 4, 2031 was broken, the envoy said.\n\nTalks go on.",
        "May 4, 2031 was the day on which the envoy left the talks for good, according to two of his aides.",
        "Envoy leaves\n\n" + "He said so again.\n" * 30 + "May 4, 2031",
        "How it came to this\n\nOct. 3, 2030 brings the first clash.\n\nTwo boats met.",
        "",
    ],
)
def test_a_date_in_the_story_is_no_publication_date(text):
    assert find_published(text) is None


@given(st.text(max_size=120))
def test_any_string_gives_a_day_or_nothing(written):
    found = parse_published(written)
    assert found is None or found[4] == found[7] == "-"
    find_published(written)
