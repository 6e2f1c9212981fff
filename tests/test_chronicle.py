"""What joins the articles of a ledger is kept in it, and is what the same articles give as files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tocsin import chronicle, intake, pipeline, positions, stories
from tocsin.chronicle.windows import Window, cut
from tocsin.ledger import Correction, Ledger, open_ledger
from tocsin.records import Article, Reading
from tocsin.text import days_between

SCENARIO = Path(__file__).parent / "golden" / "scenarios" / "dam"
EVERYTHING = chronicle.Asked()


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    taken = [found for found in intake.read_inputs([SCENARIO / "articles.jsonl"]) if isinstance(found, Article)]
    found = list(pipeline.read_all(taken, own_parties=SCENARIO / "parties.csv"))
    return sorted(found, key=lambda reading: (reading.article.published or "", reading.article.id))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "test.db") as opened:
        yield opened


def kept(ledger: Ledger) -> dict[str, object]:
    """Return everything that is found in a ledger."""
    return {
        "disputes": chronicle.list_disputes(ledger, EVERYTHING),
        "channels": chronicle.list_channels(ledger, EVERYTHING),
        "military": chronicle.list_activities(ledger, "military", EVERYTHING),
        "measures": chronicle.list_activities(ledger, "measure", EVERYTHING),
        "positions": chronicle.list_positions(ledger, EVERYTHING),
        "stories": {frozenset(story.articles) for story in chronicle.list_stories(ledger, EVERYTHING)},
        "timeline": list(chronicle.timeline(ledger, 20, EVERYTHING)),
        "brief": chronicle.brief(ledger),
    }


def joined(given: list[Reading]) -> dict[str, object]:
    """Return what the rooms find in readings that stand in no ledger."""
    held = stories.take_out_pasted(given)
    articles = [reading.article for reading in held]
    origins = stories.find_origins(articles)
    developments = stories.gather_developments(held, stories.origin_of(origins))
    channels = positions.gather_channels(held)
    return {
        "disputes": list(positions.find_disputes(held)),
        "channels": sorted(channels, key=lambda channel: channel.since or "", reverse=True),
        "military": list(positions.gather_activities(held, "military")),
        "measures": list(positions.gather_activities(held, "measure")),
        "positions": list(positions.gather_positions(held)),
        "stories": {frozenset(story.articles) for story in stories.find_stories(articles, origins)},
        "timeline": list(stories.find_timeline(developments, 20)),
        "brief": pipeline.brief(given),
    }


@pytest.mark.parametrize("part", [100, 5, 1])
def test_a_ledger_answers_as_the_same_articles_do_however_they_were_added(
    ledger: Ledger, readings: list[Reading], part: int
) -> None:
    for start in range(0, len(readings), part):
        ledger.add(readings[start : start + part])
        chronicle.settle(ledger)
    assert chronicle.is_settled(ledger)
    found, wanted = kept(ledger), joined(readings)
    for name, value in wanted.items():
        assert found[name] == value, name


def test_a_large_ledger_is_joined_in_windows_with_the_same_signs_and_each_article_in_one_story(
    ledger: Ledger, readings: list[Reading]
) -> None:
    for start in (4, 0, 9):  # out of order
        ledger.add(readings[start : start + 5])
        chronicle.settle(ledger, whole=0)
    found, wanted = kept(ledger), joined(readings)
    for name in ("channels", "military", "measures", "positions"):
        assert found[name] == wanted[name], name
    told = [article for story in chronicle.list_stories(ledger, EVERYTHING) for article in story.articles]
    assert sorted(told) == sorted(reading.article.id for reading in readings)
    assert {d.id for d in found["disputes"]} == {  # type: ignore[attr-defined]
        d.id
        for d in wanted["disputes"]  # type: ignore[attr-defined]
        if (days_between(d.first.evidence.published, d.second.evidence.published) or 0) <= 7
    }
    assert ledger.verify().faults == ()


def test_what_a_corrected_article_said_is_no_position_any_more(ledger: Ledger, readings: list[Reading]) -> None:
    where = {"url": "https://gull.example/1"}
    first = [
        msgspec.structs.replace(r, article=msgspec.structs.replace(r.article, **where))
        for r in readings
        if any(sign.group == "stance" for sign in r.signs)
    ][:1]
    ledger.add(first)
    chronicle.settle(ledger)
    assert chronicle.list_stances(ledger)
    empty = Reading(article=Article(id="later", text="Nothing of it was true.", published="2030-01-01", **where))
    ledger.add([empty])
    chronicle.settle(ledger)
    assert chronicle.list_stances(ledger) == [] and ledger.joined.tallies("stance") == {}


def test_a_merged_party_holds_the_positions_of_both(ledger: Ledger, readings: list[Reading]) -> None:
    ledger.add(readings)
    chronicle.settle(ledger)
    before = {held.party for held in chronicle.list_stances(ledger)}
    ledger.correct([Correction(kind="merge-party", target="KSL", to="VDR")])
    assert not chronicle.is_settled(ledger)
    chronicle.settle(ledger)
    assert {held.party for held in chronicle.list_stances(ledger)} == before - {"KSL"}
    assert all("KSL" not in channel.parties for channel in chronicle.list_channels(ledger, EVERYTHING))
    assert ledger.verify().faults == ()


def test_issues_go_by_the_names_that_the_user_gives_them(ledger: Ledger, readings: list[Reading]) -> None:
    ledger.add(readings)
    chronicle.settle(ledger)
    issue = chronicle.list_stances(ledger)[0].issue
    chronicle.settle(ledger, names={issue: "the question of the dam"})
    named = {held.issue for held in chronicle.list_stances(ledger)}
    assert "the question of the dam" in named and issue not in named
    assert not chronicle.is_settled(ledger)
    assert chronicle.is_settled(ledger, {issue: "the question of the dam"})


def test_a_span_of_days_and_a_party_narrow_a_listing(ledger: Ledger, readings: list[Reading]) -> None:
    ledger.add(readings)
    chronicle.settle(ledger)
    days = [(reading.article.published or "")[:10] for reading in readings]
    asked = chronicle.Asked(since=days[4], until=days[9], parties=("VDR",))
    within = [r for r in readings if days[4] <= (r.article.published or "")[:10] <= days[9]]
    wanted = [c for c in joined(within)["channels"] if "VDR" in c.parties]  # type: ignore[attr-defined]
    assert chronicle.list_channels(ledger, asked) == wanted
    assert len(chronicle.list_disputes(ledger, chronicle.Asked(limit=2))) == 2
    page = chronicle.brief(ledger, days[4], days[9])
    assert (page.first, page.last, page.articles) == (days[4], days[9], len(within))


def test_an_article_is_split_off_its_story_and_pinned_to_another_with_who_and_when(
    ledger: Ledger, readings: list[Reading]
) -> None:
    ledger.add(readings)
    chronicle.settle(ledger)
    told = chronicle.list_stories(ledger, EVERYTHING)
    large = max(told, key=lambda story: len(story.articles))
    split, pinned = large.articles[:2]
    other = next(story.articles[0] for story in told if story is not large)
    given = [Correction(kind="split-story", target=split), Correction(kind="pin-story", target=pinned, to=other)]
    ledger.correct(given, by="Mira")
    chronicle.settle(ledger)
    home = {article: story for story in chronicle.list_stories(ledger, EVERYTHING) for article in story.articles}
    assert home[split].articles == (split,) and pinned in home[other].articles
    assert "made a story of its own (corrected by Mira on 2" in home[split].corrections[0]
    assert "put to the story of" in home[other].corrections[0]
    ledger.add(readings, again=True)  # the corrections survive reading anew
    chronicle.settle(ledger)
    assert sum(split in story.articles for story in chronicle.list_stories(ledger, EVERYTHING)) == 1


def test_a_ledger_of_the_version_before_is_brought_up_to_date(tmp_path: Path, readings: list[Reading]) -> None:
    import sqlite3

    with open_ledger(tmp_path / "old.db") as ledger:
        ledger.add(readings)
    with sqlite3.connect(tmp_path / "old.db") as connection:
        for table in ("marks", "tallies", "stale", "moments", "parts", "unsettled", "findings", "days", "feeds"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'version'")
    with open_ledger(tmp_path / "old.db") as ledger:
        chronicle.settle(ledger)
        assert kept(ledger)["positions"] == joined(readings)["positions"]
        assert ledger.verify().faults == ()


def make_old(path: Path, readings: list[Reading]) -> None:
    """Make a ledger as version 5 left it: signs by article, and every day to be joined anew."""
    import sqlite3

    with open_ledger(path) as ledger:
        ledger.add(readings)
        chronicle.settle(ledger)
    with sqlite3.connect(path) as connection:
        for table in ("marks", "tallies", "stale", "moments", "parts", "findings", "days", "unsettled"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("CREATE TABLE signs (n INTEGER PRIMARY KEY, day TEXT NOT NULL, body BLOB NOT NULL)")
        connection.execute("CREATE TABLE unsettled (day TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID")
        connection.execute("INSERT INTO unsettled VALUES ('*', 1)")
        connection.execute(
            "CREATE TABLE findings (kind TEXT, id TEXT, place INTEGER, weight FLOAT, first TEXT, last TEXT, "
            "parties TEXT, topic TEXT, state TEXT, digest TEXT, body BLOB, PRIMARY KEY (kind, id))"
        )
        connection.execute(
            "INSERT INTO findings VALUES ('position', 'p-1', 0, 0, '', '', '|A|', 'x', 'for', '', x'00')"
        )
        connection.execute(
            "CREATE TABLE days (kind TEXT, day TEXT, about TEXT, weight FLOAT, body BLOB, "
            "PRIMARY KEY (kind, day, about))"
        )
        connection.execute("UPDATE meta SET value = '5' WHERE key = 'version'")
        connection.execute("UPDATE meta SET value = '{\"the dam\": \"dam\"}' WHERE key = 'kept:issues'")


def test_a_ledger_of_version_5_is_joined_anew(tmp_path: Path, readings: list[Reading]) -> None:
    make_old(tmp_path / "old.db", readings)
    with open_ledger(tmp_path / "old.db") as ledger:
        assert not chronicle.is_settled(ledger)
        assert set(ledger.unsettled()) == {(reading.article.published or "")[:10] for reading in readings}
        chronicle.settle(ledger)
        found, wanted = kept(ledger), joined(readings)
        for name, value in wanted.items():
            assert found[name] == value, name
        assert ledger.verify().faults == ()


def test_what_a_warning_judges_is_the_same_from_the_rows_as_from_the_readings(
    ledger: Ledger, readings: list[Reading]
) -> None:
    ledger.add(readings)
    chronicle.settle(ledger)
    found = chronicle.watch(ledger)
    held = stories.take_out_pasted(readings)
    origins = stories.origin_of(stories.find_origins([reading.article for reading in held]))
    assert found.developments == list(stories.gather_developments(held, origins))
    assert found.origin_of == origins
    said = {statement.id: day for statement, day, _ in found.statements}
    threats = [
        (statement.id, (reading.article.published or "")[:10])
        for reading in held
        for statement in reading.statements
        if statement.act in ("threaten", "reject") and statement.speaker and statement.speaker.country
    ]
    assert threats and all(said[id] == day for id, day in threats)
    assert {lead for d in found.developments if (lead := d.lead.attributed_to)} <= set(said)
    assert sum(number for _, _, number in found.outlets) == len(readings)


def test_a_window_is_a_week_wide_on_either_side_and_narrower_where_a_week_holds_too_many_articles() -> None:
    def windows(number: int) -> list[Window]:
        return list(cut(["2020-02-10", "2020-02-12"], [(f"2020-02-{day:02}", number) for day in range(1, 29)]))

    (wide,) = windows(100)
    assert (wide.replaced, wide.read) == (("2020-02-03", "2020-02-19"), ("2020-01-27", "2020-02-26"))
    dense = windows(1600)
    assert [(w.days, w.replaced, w.read) for w in dense] == [
        (("2020-02-10",), ("2020-02-09", "2020-02-11"), ("2020-02-08", "2020-02-12")),
        (("2020-02-12",), ("2020-02-11", "2020-02-13"), ("2020-02-10", "2020-02-14")),
    ]
    assert windows(9000)[0].read == ("2020-02-10", "2020-02-10")
    assert list(cut([""], [("", 10_000)])) == [Window(("",), ("", ""), ("", ""))]


def test_one_process_at_a_time_joins_articles(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "test.db") as one, open_ledger(tmp_path / "test.db") as other:
        with one.alone() as first, other.alone() as second:
            assert (first, second) == (True, False)
        with other.alone() as again:
            assert again
