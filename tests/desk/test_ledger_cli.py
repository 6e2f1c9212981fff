"""The commands on a ledger, from the shell's side."""

from __future__ import annotations

import csv
import functools
import http.server
import io
import json
import sys
import threading
from pathlib import Path

import pyarrow.parquet
import pytest
from typer.testing import CliRunner, Result

from tocsin.desk.cli import app
from tocsin.errors import SetupError, UsageError

ARTICLES = [
    {"id": "g1", "outlet": "Gull", "date": "2014-03-03", "url": "https://gull.example/1",
     "text": "Russia expelled two Polish diplomats on Monday.\n\n"
             "\"We reject the charges,\" Poland's foreign ministry said."},
    {"id": "t1", "outlet": "Tern", "date": "2014-03-05", "url": "https://tern.example/1",
     "text": "Ukrainian troops shelled a village near Donetsk on Tuesday, killing four people."},
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two articles, in which the commands run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news.jsonl").write_text("".join(json.dumps(article) + "\n" for article in ARTICLES))
    return tmp_path


def run(*words: str) -> Result:
    result = CliRunner().invoke(app, list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_folder_is_added_once_and_listed(folder: Path) -> None:
    first = run("add", "news.jsonl")
    assert first.exit_code == 0 and "2 articles added to tocsin.db" in first.stderr
    assert "0 articles added to tocsin.db, 2 known already" in run("add", "news.jsonl").stderr
    rows = [json.loads(line) for line in run("events", "--party", "Russia", "-f", "jsonl").stdout.splitlines()]
    assert [(row["event"]["type"], row["event"]["mode"], row["article"]) for row in rows] == [
        ("SANCTION", "expel", "g1")
    ]
    assert rows[0]["sentence"] == "Russia expelled two Polish diplomats on Monday."
    assert run("verify").exit_code == 0


def test_a_skipped_input_is_named_kept_for_the_status_and_makes_the_exit_status_1(folder: Path) -> None:
    (folder / "empty.txt").write_text("")
    result = run("add", "news.jsonl", "empty.txt", "--db", "other.db")
    assert result.exit_code == 1
    status = json.loads(run("status", "--db", "other.db", "--format", "json").stdout)
    assert (status["articles"], [skip["source"] for skip in status["skips"]]) == (2, ["empty.txt"])
    assert "skipped empty.txt" in run("status", "--db", "other.db").stdout


def test_listings_are_written_as_csv_and_parquet_with_the_same_fields(folder: Path) -> None:
    run("add", "news.jsonl")
    rows = list(csv.DictReader(io.StringIO(run("events", "-f", "csv").stdout)))
    assert {row["article"] for row in rows} == {"g1", "t1"}
    run("events", "-f", "parquet", "-o", "out/events.parquet")
    table = pyarrow.parquet.read_table(folder / "out" / "events.parquet")
    assert table.column_names == list(rows[0])
    assert table.column("id").to_pylist() == [row["id"] for row in rows]
    assert table.schema.field("score").type == "double"
    run("quotes", "-f", "csv", "-o", "quotes.csv")
    assert "We reject the charges" in (folder / "quotes.csv").read_text()
    assert "Tern" in run("events").stdout


def test_parquet_without_its_library_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("add", "news.jsonl")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(SetupError, match=r"pip install 'tocsin\[parquet\]'"):
        run("events", "-f", "parquet", "-o", "x.parquet")
    assert not list(folder.glob("x.parquet*"))


def test_a_corrected_article_shows_what_changed(folder: Path) -> None:
    run("add", "news.jsonl")
    changed = {
        **ARTICLES[0],
        "id": "g2",
        "date": "2014-03-04",
        "text": "Russia praised two Polish diplomats on Monday.",
    }
    (folder / "later.jsonl").write_text(json.dumps(changed) + "\n")
    assert "1 of them corrected versions" in run("add", "later.jsonl").stderr
    shown = run("status", "--versions").stdout
    assert "+ Russia praised two Polish diplomats on Monday." in shown and "withdrawn" in shown
    rows = csv.DictReader(io.StringIO(run("events", "--all", "--type", "SANCTION", "-f", "csv").stdout))
    assert [row["standing"] for row in rows] == ["withdrawn: the article was corrected"]


def test_a_correction_is_kept_in_a_file_beside_the_ledger_and_counts_in_the_next_one(folder: Path) -> None:
    run("add", "news.jsonl")
    (event,) = json.loads("[" + run("events", "--type", "SANCTION", "-f", "jsonl").stdout + "]")
    assert "dismissed" in run("fix", "dismiss", event["event"]["id"], "--by", "Mira", "--note", "a slip").stderr
    assert run("events", "--type", "SANCTION", "-f", "csv").stdout.count("\n") == 1
    assert "corrected by Mira" in run("events", "--all", "--type", "SANCTION", "-f", "csv").stdout
    assert 'by = "Mira"' in (folder / "corrections.toml").read_text()
    (folder / "tocsin.db").unlink()
    run("add", "news.jsonl")
    assert run("events", "--type", "SANCTION", "-f", "csv").stdout.count("\n") == 1
    (line,) = run("fix", "list").stdout.splitlines()
    run("fix", "lift", line.split()[0])
    assert run("events", "--type", "SANCTION", "-f", "csv").stdout.count("\n") == 2
    assert "correction" not in (folder / "corrections.toml").read_text()


def test_parties_are_merged_renamed_aliased_and_paragraphs_muted(folder: Path) -> None:
    run("add", "news.jsonl")
    run("fix", "merge", "RUS", "UKR")
    assert run("events", "--party", "RUS", "-f", "csv").stdout.count("\n") == 1
    run("fix", "rename", "Russia", "The North")
    run("fix", "alias", "Donetsk", "UKR")
    run("fix", "mute", "Ukrainian troops shelled a village near Donetsk on Tuesday, killing four people.")
    assert "t1" not in run("events", "-f", "csv").stdout
    assert len(run("fix", "list").stdout.splitlines()) == 4
    assert run("verify").exit_code == 0


def test_a_search_prints_the_best_sentence(folder: Path) -> None:
    run("add", "news.jsonl")
    (row,) = csv.DictReader(io.StringIO(run("search", "village shelled", "-f", "csv").stdout))
    assert row["article"] == "t1" and row["sentence"].startswith("Ukrainian troops shelled")


def test_the_brief_of_a_ledger_names_what_was_skipped(folder: Path) -> None:
    (folder / "empty.txt").write_text("")
    run("add", "news.jsonl", "empty.txt")
    assert "empty.txt: the file is empty" in run("brief", "-f", "markdown").stdout
    (folder / "empty.txt").write_text("Norway expelled two Danish diplomats on Monday.")
    run("add", "empty.txt")
    assert "Nothing was skipped." in run("brief", "-f", "markdown").stdout


def test_a_backup_is_a_ledger(folder: Path) -> None:
    run("add", "news.jsonl")
    run("backup", "copy.db")
    assert run("verify", "--db", "copy.db").exit_code == 0


def test_a_ledger_that_is_not_there_is_asked_for(folder: Path) -> None:
    with pytest.raises(UsageError, match="tocsin add"):
        run("events")


def test_a_damaged_ledger_fails_verification(folder: Path) -> None:
    run("add", "news.jsonl")
    import sqlite3

    with sqlite3.connect("tocsin.db") as connection:
        connection.execute("UPDATE named SET ids = ' e-1 '")
    result = run("verify")
    assert result.exit_code == 1 and "missing or altered" in result.stdout


SPOKEN = [
    {"id": "s1", "outlet": "Gull", "date": "2031-05-14",
     "text": "Foreign Minister Ilka Soren denied that Norway had mined the strait. "
             "\"Denmark will not yield,\" Oran Delk told reporters."},
    {"id": "s2", "outlet": "Tern", "date": "2031-05-15",
     "text": "Oran Delk denied that Sweden had closed the port.\n\nMara Delk warned Norway that the talks would fail."},
]  # fmt: skip


@pytest.fixture
def spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two articles of statements and no ledger."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "said").mkdir()
    (tmp_path / "said" / "week.jsonl").write_text("".join(json.dumps(article) + "\n" for article in SPOKEN))
    return tmp_path


def said(*words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run("quotes", *words, "-f", "csv").stdout)))


def test_quotes_of_files_are_listed_without_a_ledger(spoken: Path) -> None:
    assert [(row["article"], row["speaker"], row["act"], row["tense"]) for row in said("said")] == [
        ("s2", "Mara Delk", "warn", "past"), ("s2", "Oran Delk", "deny", "past"),
        ("s1", "Oran Delk", "state", "past"), ("s1", "Ilka Soren", "deny", "past"),
    ]  # fmt: skip
    assert not (spoken / "tocsin.db").exists()


def test_quotes_are_asked_for_by_speaker_party_and_act_before_or_behind_the_path(spoken: Path) -> None:
    (row,) = said("said/week.jsonl", "--by", "Soren", "--about", "Norway", "--act", "deny")
    assert (row["speaker"], row["about"]) == ("Ilka Soren", "Norway")
    assert said("--by", "ilka soren", "--about", "NOR", "said") == [row]
    assert said("said", "--by", "Soren", "--about", "Sweden") == []
    record = json.loads(run("quotes", "said", "--by", "Soren", "-f", "jsonl").stdout)
    assert record["statement"]["speaker"]["office"] == "foreign minister"
    assert "Soren" in run("quotes", "said", "--act", "deny").stdout


def test_a_party_is_spoken_of_where_the_words_name_it_though_nothing_else_does(spoken: Path) -> None:
    assert [row["article"] for row in said("said", "--about", "the strait", "--text", "mined")] == ["s1"]


def test_a_surname_of_several_asks_for_the_whole_name(spoken: Path) -> None:
    with pytest.raises(UsageError, match="mara delk, oran delk; give the whole name"):
        run("quotes", "said", "--by", "Delk")


def test_the_same_question_to_files_and_to_a_ledger_has_the_same_answer(spoken: Path) -> None:
    run("add", "said")
    assert said("--about", "Norway") == said("said", "--about", "Norway") != []
    with pytest.raises(UsageError, match="either files or --db"):
        run("quotes", "said", "--db", "tocsin.db")


def test_events_of_files_are_listed_with_the_filters_of_a_ledger(spoken: Path) -> None:
    result = run("events", "said", "--party", "Norway", "--type", "THREATEN", "-f", "jsonl")
    assert json.loads(result.stdout)["event"]["actors"][0]["name"] == "Mara Delk"


def test_a_file_that_cannot_be_read_leaves_the_listing_of_the_others(spoken: Path) -> None:
    (spoken / "said" / "empty.txt").write_text("")
    result = run("quotes", "said", "--act", "warn", "-f", "csv")
    assert result.exit_code == 1 and "Mara Delk" in result.stdout and "empty.txt" in result.stderr


def test_a_feed_is_added_once_and_the_status_says_when_it_was_read_and_how_long_it_is_silent(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site = tmp_path_factory.mktemp("site")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"http://127.0.0.1:{server.server_port}"
    paragraph = "<p>Norway expelled two Danish diplomats on Monday, and Denmark said that it would answer in kind.</p>"
    (site / "one.html").write_text(f"<html><body><article><h1>Expelled</h1>{paragraph * 3}</article></body></html>")
    item = f"<item><title>Expelled</title><link>{host}/one.html</link><pubDate>Tue, 05 Mar 2019 09:30:00 GMT</pubDate>"
    (site / "feed.rss").write_text(
        f'<rss version="2.0"><channel><title>Fjord Wire</title>{item}</item></channel></rss>'
    )
    assert "1 article added" in run("add", f"{host}/feed.rss").stderr
    assert "0 articles added" in run("add", f"{host}/feed.rss").stderr
    server.shutdown()
    server.server_close()
    failed = run("add", f"{host}/feed.rss")
    assert failed.exit_code == 1 and "cannot be fetched" in failed.stderr
    (feed,) = json.loads(run("status", "--format", "json").stdout)["feeds"]
    assert (feed["title"], feed["newest"][:10], feed["articles"]) == ("Fjord Wire", "2019-03-05", 1)
    assert feed["silent"] > 2000 and feed["succeeded"] is not None and "cannot be fetched" in feed["error"]
    assert "the last visit failed" in run("status").stdout and run("verify").exit_code == 0


def test_an_event_of_the_ledger_is_explained_without_its_file(folder: Path) -> None:
    run("add", "news.jsonl")
    (row,) = [json.loads(line) for line in run("events", "--party", "Russia", "-f", "jsonl").stdout.splitlines()]
    said = run("explain", row["event"]["id"]).stdout
    assert "Russia expelled two Polish diplomats" in said and "SANCTION" in said
    with pytest.raises(UsageError, match="no event or statement"):
        run("explain", "e-000000000000")


def test_a_listing_in_a_narrow_terminal_gives_sentences_lines_of_their_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", "news.jsonl")
    monkeypatch.setenv("COLUMNS", "80")
    head, *_, sentence = run("events", "--party", "Russia").stdout.splitlines()
    assert head.startswith("2014-03-03 · SANCTION expel · Russia → diplomats of Poland · Gull ·")
    assert sentence.strip() == "Russia expelled two Polish diplomats on Monday."
    assert run("timeline", "--days", "1").stdout.splitlines()[0].endswith("1 report · 1 outlet · 1 origin")
    monkeypatch.setenv("COLUMNS", "140")
    assert run("events", "--party", "Russia").stdout.split()[:3] == ["day", "event", "parties"]


def test_a_date_in_the_future_is_named(folder: Path) -> None:
    (folder / "late.jsonl").write_text(json.dumps({"id": "late", "date": "2098-01-01", "text": ARTICLES[0]["text"]}))
    assert "late: its date, 2098-01-01, lies in the future" in run("add", "late.jsonl").stderr


def test_what_was_dismissed_is_listed_with_how_it_stands_and_why(folder: Path) -> None:
    run("add", "news.jsonl")
    (row,) = [json.loads(line) for line in run("events", "--party", "Russia", "-f", "jsonl").stdout.splitlines()]
    run("fix", "dismiss", row["event"]["id"], "--note", "a film")
    assert not run("events", "--party", "Russia").stdout
    listed = run("events", "--party", "Russia", "--all").stdout
    assert "dismissed" in listed and "a film" in listed


def test_a_folder_is_no_ledger(folder: Path) -> None:
    with pytest.raises(UsageError, match="is a folder; name the ledger's file"):
        run("add", "news.jsonl", "--db", str(folder))
