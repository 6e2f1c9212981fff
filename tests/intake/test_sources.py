import gzip
import io
import json
import os

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tocsin.errors import ArticleError, DuplicateArticle, UnreadableInput
from tocsin.intake import read_inputs
from tocsin.intake.sources import sniff_format
from tocsin.records import Article

_STORY = "The envoy of Marland left the talks on the strait early on Friday, two officials said. It was day {}."
_HTML = "<html><body><article><p>{}</p><p>The fleet of Cassia stayed, officials said there.</p></article></body></html>"


def _texts(paths, **options):
    return [getattr(found, "text", type(found).__name__) for found in read_inputs(paths, **options)]


def test_inputs_come_in_the_order_given_and_folders_by_name(tmp_path):
    (tmp_path / "b.txt").write_text(_STORY.format(2))
    (tmp_path / "a.txt").write_text(_STORY.format(1))
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.jsonl").write_text(json.dumps({"text": _STORY.format(3)}) + "\n")
    (tmp_path / ".hidden.txt").write_text(_STORY.format(9))
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    last = tmp_path / "sub" / "notes"
    last.write_text(_STORY.format(0))
    assert _texts([last, tmp_path]) == [_STORY.format(n) for n in (0, 1, 2, 3)]


def test_packed_files_are_read_like_plain_ones(tmp_path):
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(_STORY.format(1).encode()))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(json.dumps({"text": _STORY.format(2)}).encode()))
    (tmp_path / "c.html.gz").write_bytes(gzip.compress(_HTML.format(_STORY.format(3)).encode()))
    found = _texts([tmp_path])
    assert found[:2] == [_STORY.format(1), _STORY.format(2)]
    assert found[2].startswith(_STORY.format(3))


def test_text_is_unchanged_with_its_blanks_and_line_ends(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(("  Envoy\r\n\r\n" + _STORY.format(1) + "\n\n").encode())
    assert _texts([path]) == ["  Envoy\r\n\r\n" + _STORY.format(1) + "\n\n"]


@pytest.mark.parametrize(
    "data",
    [
        _STORY.format(1).encode(),
        json.dumps({"text": _STORY.format(1)}).encode(),
        gzip.compress(_STORY.format(1).encode()),
        gzip.compress(json.dumps({"text": _STORY.format(1)}).encode()),
        _HTML.format(_STORY.format(1)).encode(),
    ],
)
def test_standard_input_is_told_by_its_first_bytes(data):
    (text,) = _texts(["-"], stdin=io.BytesIO(data))
    assert text.startswith(_STORY.format(1))


def test_json_lines_on_standard_input_stream():
    class Endless(io.RawIOBase):
        given = 0

        def readable(self):
            return True

        def readinto(self, buffer):
            self.given += 1
            line = json.dumps({"text": _STORY.format(self.given)}).encode() + b"\n"
            buffer[: len(line)] = line
            return len(line)

    stream = Endless()
    found = read_inputs(["-"], stdin=stream)
    assert next(found).text == _STORY.format(1)
    assert stream.given < 50


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n ", "empty"),
        ("empty.html", b"", "HTML"),
        ("half.txt.gz", gzip.compress(_STORY.encode() * 50)[:40], "breaks off"),
        ("bytes.txt", b"\0\1\2", "NUL"),
        ("long.txt", b"word " * 1_000_000, "TOCSIN_MAX_ARTICLE_CHARS"),
        ("bomb.txt.gz", gzip.compress(b"word " * 4_000_000), "TOCSIN_MAX_ARTICLE_CHARS"),
        ("x.warc", b"hello", "WARC"),
        ("x.warc.gz", gzip.compress(b"WARC/1.0\r\n" * 10), "WARC"),
    ],
)
def test_what_cannot_be_read_is_named_with_a_remedy_and_the_rest_is_read(tmp_path, name, data, said):
    (tmp_path / name).write_bytes(data)
    (tmp_path / "z.txt").write_text(_STORY.format(1))
    error, article = read_inputs([tmp_path])
    assert isinstance(error, UnreadableInput)
    assert error.source == str(tmp_path / name)
    assert said in str(error)
    assert "\n" not in str(error)
    assert article.text == _STORY.format(1)


def test_missing_paths_and_empty_folders_are_named(tmp_path):
    found = list(read_inputs([tmp_path / "none.txt", tmp_path, "bad\0path"]))
    assert [type(error) for error in found] == [UnreadableInput] * 3
    assert all("\n" not in str(error) and "\0" not in str(error) for error in found)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
def test_a_named_pipe_or_broken_link_in_a_folder_is_named_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to("nowhere")
    (tmp_path / "c.txt").write_text(_STORY.format(1))
    assert _texts([tmp_path]) == ["UnreadableInput", "UnreadableInput", _STORY.format(1)]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to this user")
def test_a_folder_that_may_not_be_opened_is_named(tmp_path):
    (tmp_path / "closed").mkdir(mode=0)
    (tmp_path / "a.txt").write_text(_STORY.format(1))
    assert sorted(_texts([tmp_path])) == sorted([_STORY.format(1), "UnreadableInput"])


def test_half_a_packed_file_of_which_no_line_was_read_is_named_without_a_line(tmp_path):
    whole = gzip.compress(b'{"text": "' + os.urandom(2000).hex().encode() + b'"}\n')
    (tmp_path / "a.jsonl.gz").write_bytes(whole[:500])
    (error,) = read_inputs([tmp_path])
    assert str(error) == f"{tmp_path}/a.jsonl.gz: the gzip data breaks off; get the whole file again"


def test_a_file_given_twice_is_one_article(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(_STORY.format(1))
    first, second = read_inputs([path, tmp_path])
    assert isinstance(first, Article)
    assert isinstance(second, DuplicateArticle)


def test_neither_file_name_nor_file_time_is_taken_for_a_date(tmp_path):
    path = tmp_path / "2031-05-04.txt"
    path.write_text(_STORY.format(1))
    (article,) = read_inputs([path])
    assert (article.published, article.title) == (None, None)


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b'\xef\xbb\xbf {"text": "x"}', "lines"),
        (b"WARC/1.1\r\n", "archive"),
        (b"\n<!DOCTYPE html>", "page"),
        (b"{curly} story", "text"),
        (b"Story", "text"),
        (b"", "text"),
    ],
)
def test_the_first_bytes_tell_the_format(head, form):
    assert sniff_format(head) == form


@examples(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(str.encode),
        st.binary(max_size=200).map(gzip.compress),
        st.binary(max_size=200).map(lambda b: gzip.compress(b)[:-5]),
        st.text(max_size=80).map(lambda t: f"<html><p>{t}".encode()),
        st.binary(max_size=80).map(lambda b: b"WARC/1.0\r\n" + b),
    ),
    name=st.sampled_from(["a.txt", "a.html", "a.jsonl", "a.warc", "a.gz", "a.warc.gz", "a"]),
)
def test_any_bytes_under_any_name_give_articles_or_one_line_errors(tmp_path, data, name):
    path = tmp_path / name
    path.write_bytes(data)
    for found in [*read_inputs([path]), *read_inputs(["-"], stdin=io.BytesIO(data))]:
        if isinstance(found, ArticleError):
            assert "\n" not in str(found)
        else:
            found.text.encode("utf-8")
    path.unlink()
