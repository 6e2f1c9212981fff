"""The command line prints results on standard output, everything else on standard error, and says how it went."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tocsin.desk.cli import app
from tocsin.errors import TocsinError, UsageError

STORY = (
    "MARSTRAND, Norway (AP) — Norway expelled two Danish diplomats on Monday. "
    '"We will answer this," the Danish foreign minister said.\n'
)


def tocsin(*arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from tocsin.desk.cli import main; main()", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=300, check=False)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_read_prints_one_json_line_an_article_and_nothing_else(story: Path) -> None:
    done = tocsin("read", "--format", "jsonl", str(story))
    assert done.returncode == 0
    assert done.stderr == b""
    (line,) = done.stdout.splitlines()
    reading = json.loads(line)
    assert reading["schema"] == "tocsin/1"
    assert reading["article"]["text"] == STORY
    assert [(event["type"], event["mode"]) for event in reading["events"]] == [("SANCTION", "expel")]
    assert reading["statements"][0]["content"]["text"] == "We will answer this"


def test_read_takes_a_pasted_paragraph_from_standard_input() -> None:
    done = tocsin("read", "-", stdin=STORY.encode())
    assert done.returncode == 0
    assert b"SANCTION" in done.stdout


def test_a_bad_input_is_named_and_the_rest_is_read(story: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.txt.gz"
    half.write_bytes(gzip.compress(STORY.encode() * 50)[:40])
    (tmp_path / "empty.txt").write_text("")
    done = tocsin("read", "--format", "jsonl", str(tmp_path / "missing.txt"), str(tmp_path))
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    said = done.stderr.decode()
    assert "missing.txt" in said
    assert "half.txt.gz" in said
    assert "empty.txt" in said
    assert "3 skipped" in said
    assert "Traceback" not in said


def test_wrong_usage_is_status_2_and_one_line(story: Path) -> None:
    assert tocsin("read").returncode == 2
    done = tocsin("read", "--date", "last Monday", str(story))
    assert done.returncode == 2
    assert done.stderr.decode().startswith("tocsin: --date")


def test_brief_writes_a_page_of_its_own(story: Path, tmp_path: Path) -> None:
    page = tmp_path / "out" / "brief.html"
    done = tocsin("brief", "--format", "html", "--output", str(page), str(story))
    assert done.returncode == 0
    text = page.read_text(encoding="utf-8")
    assert "Norway expelled two Danish diplomats on Monday." in text
    assert "http" not in text.replace("http-equiv", "")


def test_explain_says_why_an_event_was_coded(story: Path) -> None:
    reading = json.loads(tocsin("read", "--format", "jsonl", str(story)).stdout)
    done = tocsin("explain", reading["events"][0]["id"], str(story))
    assert done.returncode == 0
    said = done.stdout.decode()
    assert "expelled" in said
    assert "SANCTION" in said
    assert "Norway" in said
    assert tocsin("explain", "e-000000000000", str(story)).returncode == 2


def test_explain_knows_every_rule_that_a_record_names(story: Path) -> None:
    reading = json.loads(tocsin("read", "--format", "jsonl", str(story)).stdout)
    for record in (*reading["events"], *reading["statements"]):
        done = tocsin("explain", record["rule"])
        assert done.returncode == 0, record["rule"]
        assert len(done.stdout.decode().strip()) > len(record["rule"]) + 20


def test_resolve_answers_line_by_line(tmp_path: Path) -> None:
    asked = tmp_path / "names.jsonl"
    asked.write_text('{"surface": "the Kremlin", "n": 1}\n{"surface": "Xyzzy Plugh"}\n', encoding="utf-8")
    done = tocsin("resolve", "--format", "jsonl", str(asked))
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert (first["n"], first["party"]["country"]) == (1, "RUS")
    assert second["surface"] == "Xyzzy Plugh"
    assert (second["party"] or {}).get("country") is None


def test_schema_describes_what_read_prints(story: Path) -> None:
    schema = json.loads(tocsin("schema").stdout)
    reading = json.loads(tocsin("read", "--format", "jsonl", str(story)).stdout)
    assert schema["title"] == "tocsin/1"
    public = schema["$defs"]["PublicReading"]
    assert set(reading) == set(public["properties"])
    assert set(reading["events"][0]) == set(schema["$defs"]["Event"]["properties"])


def test_doctor_finds_a_sound_installation() -> None:
    done = tocsin("doctor")
    assert done.returncode == 0, done.stdout.decode()
    assert b"language model" in done.stdout


def test_a_reader_that_goes_away_ends_the_command_quietly() -> None:
    for words in ("--help", "schema", "resolve Russia"):
        shell = f'"{sys.executable}" -c "from tocsin.desk.cli import main; main()" {words}'
        ends_early = f"{{ {shell}; echo $? >&2; }} | true"
        done = subprocess.run(["bash", "-c", ends_early], capture_output=True, timeout=60, check=False)
        assert done.stderr.split() == [b"0"], words


def test_the_help_does_not_wait_for_a_language_model() -> None:
    code = "import sys; from tocsin.desk.cli import app; print({'spacy', 'scipy', 'sqlalchemy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert done.stdout.strip() == b"set()"


def test_a_date_that_states_no_day_is_named_with_its_line_and_the_article_is_read(tmp_path: Path) -> None:
    lines = [{"text": STORY, "date": "2019-03-05"}, {"text": STORY + "More of it.", "date": "03/04/2019"}]
    (tmp_path / "news.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = tocsin("read", "--format", "jsonl", str(tmp_path / "news.jsonl"))
    assert done.returncode == 0
    assert [json.loads(line)["article"]["published"] for line in done.stdout.splitlines()] == ["2019-03-05", None]
    (said,) = done.stderr.decode().splitlines()
    assert "news.jsonl:2: the date '03/04/2019'" in said and "write it as 2014-03-14" in said


def test_names_are_resolved_line_by_line_and_a_bad_line_or_date_is_named(tmp_path: Path) -> None:
    file = tmp_path / "names.jsonl"
    file.write_bytes(
        b'{"surface": "Norway", "date": "2014-03", "id": 1}\n{"surface": 5}\nnone\n'
        b'{"surface": "Norway", "date": "soon"}\n{"surface": "\\ud800"}\n'
    )
    done = tocsin("resolve", "--format", "jsonl", str(file))
    assert done.returncode == 1
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["party"] or {}).get("country") for line in lines] == ["NOR", "NOR", None]
    assert lines[2]["surface"] == "\ud800"
    assert [line.split(b": ")[1] for line in done.stderr.splitlines()] == [
        f"skipped {file}:2".encode(),
        f"skipped {file}:3".encode(),
        f"{file}:4".encode(),
    ]


@pytest.mark.parametrize(
    "command",
    [["brief", "--from", "soon"], ["events", "--to", "2014-13-01"], ["timeline", "--from", "1"], ["add", "--date", "x"],
     ["resolve", "Norway", "--date", "yesterday"], ["quotes", "--since", "2014-02-30"]],
    ids=lambda command: " ".join(command),
)  # fmt: skip
def test_a_date_that_is_none_is_named_before_anything_is_read(command: list[str]) -> None:
    done = CliRunner().invoke(app, [*command, *([] if "resolve" in command else ["news"])])
    assert isinstance(done.exception, UsageError)
    assert str(done.exception).startswith("--")
    assert "write it as 2014-03-14 or 2014-03" in str(done.exception)


def test_a_month_stands_for_its_first_and_its_last_day(story: Path) -> None:
    dated = ["events", "--format", "csv", "--date", "2014-03-31", str(story)]
    assert len(tocsin(*dated, "--from", "2014-03", "--to", "2014-03").stdout.splitlines()) == 2
    assert len(tocsin(*dated, "--to", "2014-02").stdout.splitlines()) == 1


def test_the_brief_names_the_file_of_an_article_without_an_outlet(story: Path) -> None:
    assert b"story.txt" in tocsin("brief", "--format", "markdown", str(story)).stdout


def test_the_version_is_printed() -> None:
    assert tocsin("--version").stdout.startswith(b"tocsin 0.")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ledger")
    (folder / "story.txt").write_text(STORY, encoding="utf-8")
    assert CliRunner().invoke(app, ["add", "--db", str(folder / "t.db"), str(folder / "story.txt")]).exit_code == 0
    return folder / "t.db"


@pytest.mark.parametrize(
    "command",
    [["fix", "load", "nope.toml"], ["warn", "--events", "nope.csv"], ["warn", "--onsets", "nope.csv"],
     ["warn", "--groups", "nope.csv"], ["warn", "--weights", "nope.json"], ["read", "--parties", "nope.csv", "x"],
     ["positions", "--issues", "nope.toml"], ["resolve", "-f", "jsonl", "nope.jsonl"]],
    ids=lambda command: " ".join(command),
)  # fmt: skip
def test_a_file_that_is_not_there_is_named_in_one_plain_line(command: list[str], ledger: Path) -> None:
    asks_ledger = command[0] in ("fix", "warn", "positions") and "--events" not in command
    done = CliRunner().invoke(app, [*command, *(["--db", str(ledger)] if asks_ledger else [])])
    assert isinstance(done.exception, TocsinError)
    said = str(done.exception)
    assert "nope." in said and "Errno" not in said and "output" not in said and "\n" not in said
