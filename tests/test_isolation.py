"""A fault that is met in one article leaves the others read, names the article, and hides nothing."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import SupportsIndex

import pytest
from typer.testing import CliRunner

import tocsin
from tocsin import events, pipeline, reading
from tocsin.desk.cli import app
from tocsin.errors import DataError, ReadingFailed, TocsinError
from tocsin.records import Article, Event, Reading

MARK = "Qxfaultword"
GOOD = "Norway expelled two Danish diplomats on Monday."
BAD = f"Denmark accused Norway of {MARK} on Tuesday."
PLAIN = CliRunner()


@pytest.fixture
def articles() -> list[Article]:
    return [Article(id=f"n{i}", text=BAD if i == 3 else f"{GOOD} It was the {i}th.") for i in range(7)]


@pytest.fixture
def faulty_tokenizer() -> Iterator[None]:
    """A rule of the parser's tokenizer that fails on the marked word."""
    tokenizer = reading.language_model().tokenizer
    before = tokenizer.token_match

    def match(word: str) -> None:
        if MARK in word:
            raise ValueError("a planted fault")

    tokenizer.token_match = match
    yield
    tokenizer.token_match = before


@pytest.fixture
def faulty_events(monkeypatch: pytest.MonkeyPatch) -> None:
    """A room that fails on the marked article."""
    code = events.code_events

    def fail(found: Reading) -> tuple[Event, ...]:
        if MARK in found.article.text:
            raise KeyError("a planted\nfault")
        return code(found)

    monkeypatch.setattr(events, "code_events", fail)


def read(articles: list[Article], processes: int = 1) -> tuple[list[str], list[ReadingFailed]]:
    failures: list[ReadingFailed] = []
    found = pipeline.read_all(articles, processes=processes, failed=failures.append)
    return [one.article.id for one in found], failures


OTHERS = ["n0", "n1", "n2", "n4", "n5", "n6"]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_sentence_that_breaks_a_room_costs_its_article_alone(
    articles: list[Article], processes: int, faulty_events: None
) -> None:
    ids, (failure,) = read(articles, processes)
    assert ids == OTHERS
    assert failure.source == "n3"
    assert "\n" not in str(failure)
    assert "KeyError" in failure.reason and "pipeline.py, line" in failure.reason and "report" in failure.reason
    assert "a planted" in failure.trace and "in fail" in failure.trace


@pytest.mark.parametrize("processes", [1, 2])
def test_a_sentence_that_breaks_the_parse_of_a_batch_costs_its_article_alone(
    articles: list[Article], processes: int, faulty_tokenizer: None
) -> None:
    ids, (failure,) = read(articles, processes)
    assert ids == OTHERS
    assert (failure.source, "ValueError: a planted fault" in failure.reason) == ("n3", True)
    assert "reading/parse.py" in failure.reason


def test_the_others_are_read_as_if_the_faulty_article_was_not_there(
    articles: list[Article], faulty_tokenizer: None
) -> None:
    alone = list(pipeline.read_all([article for article in articles if article.id != "n3"]))
    assert list(pipeline.read_all(articles, failed=lambda failure: None)) == alone


def test_a_text_that_is_no_text_is_named_and_the_others_are_laid_out() -> None:
    wrong = Article(id="w", text=None, source="news.jsonl:2")  # type: ignore[arg-type]
    given = [Article(id="a", text=GOOD), wrong, Article(id="b", text=GOOD)]
    ids, (failure,) = read(given)
    assert (ids, failure.source) == (["a", "b"], "news.jsonl:2")
    failures: list[ReadingFailed] = []
    assert [article.id for article in pipeline.mark(given, failed=failures.append)] == ["a", "b"]
    assert [one.source for one in failures] == ["news.jsonl:2"]


def test_without_a_listener_the_failure_is_logged(
    articles: list[Article], faulty_events: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="tocsin"):
        assert len(list(tocsin.read_all(articles))) == 6
    assert "n3" in caplog.text


def test_one_text_alone_raises_what_it_fails_on(faulty_events: None) -> None:
    with pytest.raises(KeyError):
        tocsin.read(BAD)


def test_what_concerns_every_article_ends_the_run(articles: list[Article], tmp_path: Path) -> None:
    broken = tmp_path / "parties.csv"
    broken.write_text("nonsense\n1,2\n", encoding="utf-8")
    with pytest.raises(DataError):
        list(pipeline.read_all(articles, own_parties=broken))


class _Deadly(str):
    """A text that kills the process which looks for its first letters, as a process out of memory is killed."""

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        if os.getpid() != int(os.environ["TOCSIN_TEST_PARENT"]):
            os.kill(os.getpid(), 9)
        return super().__getitem__(key)


def test_a_killed_worker_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_TEST_PARENT", str(os.getpid()))
    with pytest.raises(TocsinError, match="fewer --processes"):
        list(pipeline.read_all([Article(id="k", text=_Deadly(GOOD))], processes=2))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    lines = [
        {"id": f"n{i}", "text": BAD if i == 1 else f"{GOOD} It was the {i}th.", "date": "2019-03-04"} for i in range(3)
    ]
    (tmp_path / "news.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "command", [["read"], ["read", "-p", "2"], ["brief"], ["events"], ["positions"], ["warn"]], ids=" ".join
)
def test_every_command_on_files_names_the_article_and_goes_on(
    folder: Path, faulty_events: None, command: list[str]
) -> None:
    done = PLAIN.invoke(app, [*command, "news.jsonl"])
    assert done.exit_code == 1
    assert done.exception is None or isinstance(done.exception, SystemExit)
    (line,) = [line for line in done.stderr.splitlines() if "news.jsonl:2" in line]
    assert line.startswith("tocsin: skipped news.jsonl:2: reading article n1 failed (KeyError:")
    assert "Traceback" not in done.stderr


def test_a_ledger_keeps_the_others_and_the_failure_until_the_article_is_read(
    folder: Path, faulty_events: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = PLAIN.invoke(app, ["add", "news.jsonl"])
    assert done.exit_code == 1
    assert "2 articles added to tocsin.db, 1 skipped" in done.stderr
    assert "skipped news.jsonl:2: reading article n1 failed" in PLAIN.invoke(app, ["status"]).stdout
    assert PLAIN.invoke(app, ["verify"]).exit_code == 0
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    done = PLAIN.invoke(app, ["add", "news.jsonl"])
    assert (done.exit_code, "1 article added to tocsin.db, 2 known already" in done.stderr) == (0, True)
    assert "skipped" not in PLAIN.invoke(app, ["status"]).stdout


def test_the_traceback_is_shown_where_it_is_asked_for(
    folder: Path, faulty_events: None, with_debug: Callable[[], None]
) -> None:
    with_debug()
    assert "Traceback (most recent call last)" in PLAIN.invoke(app, ["read", "news.jsonl"]).stderr


@pytest.fixture
def with_debug(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    from tocsin.settings import settings

    def ask() -> None:
        monkeypatch.setenv("TOCSIN_DEBUG", "1")
        settings.cache_clear()

    yield ask
    monkeypatch.delenv("TOCSIN_DEBUG", raising=False)
    settings.cache_clear()


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_an_interrupted_run_of_several_processes_ends_with_one_line(tmp_path: Path) -> None:
    news = tmp_path / "news.jsonl"
    news.write_text(
        "".join(json.dumps({"text": f"{GOOD} It was the {i}th."}) + "\n" for i in range(6000)), encoding="utf-8"
    )
    code = "from tocsin.desk.cli import main; main()"
    command = [sys.executable, "-c", code, "read", "-f", "jsonl", "-p", "2", str(news)]
    run = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # a job behind "&" ignores it
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stdout.readline()
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert (run.returncode, said) == (130, b"tocsin: interrupted\n")
