import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import UnreadableDate, UnreadableInput
from tocsin.intake.jsonl import read_lines
from tocsin.records import Article


def _read(data: bytes) -> list[object]:
    return list(read_lines(io.BytesIO(data), "feed.jsonl"))


def test_a_line_gives_an_article_with_its_fields_and_its_text_unchanged():
    line = {
        "id": 7,
        "text": " Two  blanks.\r\n",
        "title": "T",
        "date": "2031-05-04",
        "outlet": "Alden Post",
        "url": "http://a.example/1",
    }
    (article,) = _read(json.dumps(line).encode())
    assert article == Article(
        id="7", text=" Two  blanks.\r\n", title="T", published="2031-05-04", published_from="field",
        outlet="Alden Post", url="http://a.example/1", source="feed.jsonl:1",
    )  # fmt: skip


def test_a_bad_line_is_named_and_the_next_one_is_read():
    found = _read(b'{"text": "one"}\n{"text": \n\n[1]\n{"text": 5}\n{"id": "x"}\n{"text": "two"}\n')
    assert [getattr(f, "text", None) for f in found] == ["one", None, None, None, None, "two"]
    assert [f.source for f in found if isinstance(f, UnreadableInput)] == [f"feed.jsonl:{n}" for n in (2, 4, 5, 6)]
    assert all("\n" not in str(f) for f in found)


def test_blank_lines_and_a_byte_order_mark_are_passed_over():
    (article,) = _read(b'\xef\xbb\xbf{"text": "one"}\r\n\r\n  \n')
    assert article.text == "one"


def test_fields_of_the_wrong_kind_are_unknown():
    error, article = _read(b'{"text": "one", "title": ["x"], "date": ["soon"], "outlet": null, "url": {}, "id": true}')
    assert isinstance(error, UnreadableDate) and "soon" in error.reason
    assert (article.title, article.published, article.published_from, article.outlet, article.url) == (None,) * 5


def test_a_date_that_states_no_day_is_named_before_the_article_that_has_it():
    error, article = _read(b'{"text": "one", "date": "03/04/2014"}')
    assert isinstance(error, UnreadableDate) and "'03/04/2014' states no day" in error.reason
    assert article.published is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'[\n {"text": "one"},\n {"text": "two"}\n]', "jq -c '.[]'"),
        (b'\n[{"text": "one"}]\n', "jq -c '.[]'"),
        (b'{\n "text": "one"\n}\n', "jq -c ."),
        ('{"text": "one"}\n'.encode("utf-16"), "UTF-16"),
        (b"", "empty"),
        (b"\n \n", "empty"),
    ],
)
def test_a_file_that_is_not_written_in_lines_is_named_once_with_its_remedy(data, said):
    (error,) = _read(data)
    assert (error.source, said in error.reason) == ("feed.jsonl", True)


def test_what_is_wrong_in_a_line_is_said_without_another_line_number():
    (error,) = _read(b'{"text": one}')
    assert str(error) == "feed.jsonl:1: this is no JSON object (Expecting value, letter 10); give one a line"
    (error,) = _read(b'{"text": "one", "n": ' + b"9" * 10_000 + b"}")
    assert "too many digits" in error.reason and "sys." not in error.reason


def test_a_line_in_windows_encoding_is_read():
    (article,) = _read('{"text": "a “deal”"}'.encode("cp1252"))
    assert article.text == "a “deal”"


def test_half_a_surrogate_pair_becomes_one_storable_character():
    (article,) = _read(b'{"text": "a\\ud83dx \\ud83d\\ude00"}')
    assert article.text == "a\ufffdx 😀"


@pytest.mark.parametrize("line", [b"[" * 200_000, b'{"text": "x", "n": ' + b"9" * 10_000 + b"}", b'{"a":' * 100_000])
def test_a_hostile_line_is_named(line):
    (error,) = _read(line)
    assert isinstance(error, UnreadableInput)


def test_a_line_longer_than_any_article_is_named_and_passed_over():
    found = _read(b'{"text": "' + b"x" * 8_000_000 + b'"}\n{"text": "two"}\n')
    assert "TOCSIN_MAX_ARTICLE_CHARS" in str(found[0])
    assert found[1].text == "two"


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_any_bytes_give_articles_or_named_errors(lines):
    for found in _read(b"\n".join(lines)):
        assert isinstance(found, Article | UnreadableInput)


@given(st.text(max_size=200))
def test_any_text_comes_out_unchanged(text):
    (article,) = _read(json.dumps({"text": text}).encode())
    assert article.text == text
