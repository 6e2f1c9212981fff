"""`tocsin warn` from the shell's side: on the ledger, on articles and on feeds."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tocsin.desk.cli import app
from tocsin.desk.ledger.opening import opened
from tocsin.errors import UsageError
from tocsin.records import Article, Event, Party, Reading, Trigger
from tocsin.text import content_id

FIRST = date(2021, 1, 4)
CODES = {"Benin": "BEN", "Togo": "TGO", "Ghana": "GHA", "Mali": "MLI"}
TYPES = {"threatened": "THREATEN", "sanctioned": "SANCTION", "blamed": "ACCUSE", "met": "CONSULT"}


def run(*words: str) -> Result:
    result = CliRunner().invoke(app, list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def changes(*words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("warn", *words, "--format", "jsonl").stdout.splitlines()]


def reading(name: str, line: str, day: int, outlet: str, url: str | None = None) -> Reading:
    """Make a reading of one sentence "ACTOR VERB RECIPIENT ...", coded by its first three words."""
    actor, verb, recipient = line.split()[:3]

    def party(word: str) -> Party:
        start = line.index(word)
        return Party(text=word, span=(start, start + len(word)), name=word, country=CODES[word], code=CODES[word])

    event = Event(
        id=content_id("e-", name), type=TYPES[verb], mode=None, contexts=(), cameo=None, score=-5.0,
        actors=(party(actor),), recipients=(party(recipient),), symmetric=verb == "met", modality="asserted",
        attributed_to=None, date=None, place=None, trigger=Trigger(verb, (len(actor) + 1, len(actor) + 1 + len(verb))),
        sentence=(0, len(line)), confidence=0.9, rule="planted",
    )  # fmt: skip
    published = (FIRST + timedelta(day)).isoformat()
    return Reading(article=Article(id=name, text=line, outlet=outlet, published=published, url=url), events=(event,))


def quiet(days: int) -> list[Reading]:
    """Two articles a week on two pairs that get on."""
    return [
        reading(f"q{day}", f"Ghana met Mali for round {day} of the talks.", day, f"Outlet {day % 3}")
        for day in range(0, days, 4)
    ]


def crisis(first: int, outlets: int = 3) -> list[Reading]:
    """Ten days of threats and sanctions between Benin and Togo."""
    verbs = ("blamed", "threatened", "sanctioned")
    return [
        reading(f"k{day}", f"Benin {verbs[day % 3]} Togo over incident {day} at the ford.", first + day,
                f"Outlet {day % outlets}")
        for day in range(10)
    ]  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> str:
    return str(tmp_path / "crisis.db")


def add(db: str, readings: list[Reading]) -> None:
    with opened(db, create=True) as ledger:
        ledger.add(readings)


def test_the_ledger_rings_once_and_tells_what_stands_the_second_time(db: str) -> None:
    add(db, [*quiet(100), *crisis(90)])
    first, again = changes("--db", db), changes("--db", db)
    assert [(found["dyad"], found["status"]) for found in first] == [(["BEN", "TGO"], "rings")]
    assert [(found["dyad"], found["status"]) for found in again] == [(["BEN", "TGO"], "stands")]
    ring = first[0]
    assert {sight["sentence"] for sight in ring["evidence"]} <= {one.article.text for one in crisis(90)}
    assert ring["coverage"]["origins"] > 1 and ring["without_strongest"]


def test_articles_published_anew_under_a_later_date_ring_nothing(db: str) -> None:
    def versions(day: int, words: str) -> list[Reading]:
        return [
            reading(
                f"{words}{n}", old.article.text + words, day + n, old.article.outlet or "", f"https://x.example/{n}"
            )
            for n, old in enumerate(crisis(50))
        ]

    add(db, [*quiet(60), *versions(50, "")])
    assert [found["status"] for found in changes("--db", db)] == ["rings"]
    calm = [
        reading(f"z{day}", f"Ghana met Mali in spring, on day {day}.", day, "Outlet 1") for day in range(60, 130, 4)
    ]
    add(db, calm)
    assert [found["status"] for found in changes("--db", db)] == ["stood down"]
    add(db, [*versions(130, " This was corrected."), reading("z999", "Ghana met Mali at last.", 141, "Outlet 2")])
    assert [found for found in changes("--db", db) if found["status"] == "rings"] == []


def test_the_ledgers_alarm_is_stood_down_with_a_reason_and_remembered_as_past(db: str) -> None:
    add(db, [*quiet(200), *crisis(50)])
    ring, down = changes("--db", db)
    assert (ring["status"], down["status"]) == ("rings", "stood down")
    assert "nothing hostile" in down["reason"]
    add(db, [reading(f"y{n}", f"Togo {verb} Benin again, for the time {n}.", 230 + n, f"Outlet {n}")
             for n, verb in enumerate(("threatened", "sanctioned", "threatened", "blamed"))])  # fmt: skip
    (second,) = changes("--db", db)
    assert second["status"] == "rings"
    assert any("reduced relations" in episode for episode in second["past"])


def test_alarms_from_one_origin_are_no_alert_and_say_that_they_are_thin(db: str) -> None:
    text = " ".join(f"Benin threatened Togo over incident {n}." for n in range(8))
    whole = reading("one", text, 90, "Outlet 1")
    many = tuple(
        Event(**{**{name: getattr(whole.events[0], name) for name in whole.events[0].__struct_fields__},
                 "id": f"e-{n}", "type": kind, "sentence": (0, 30)})
        for n, kind in enumerate(("THREATEN", "SANCTION", "ACCUSE", "MOBILIZE", "COERCE", "REJECT"))
    )  # fmt: skip
    one = Reading(article=whole.article, events=many)
    add(db, [*quiet(92), one])
    found = changes("--db", db, "--between", "Benin", "Togo")
    assert found and all(change["level"] != "alert" for change in found)
    assert "one origin" in found[0]["coverage"]["note"]


def test_a_pair_may_be_named_and_other_budgets_keep_their_own_alarms(db: str) -> None:
    add(db, [*quiet(100), *crisis(90)])
    assert changes("--db", db, "--between", "Ghana", "MLI") == []
    assert [found["status"] for found in changes("--db", db, "--between", "Benin", "Togo", "--budget", "1")] == [
        "rings"
    ]
    assert [found["status"] for found in changes("--db", db, "--between", "Benin", "Togo")] == ["stands"]


def test_what_cannot_be_judged_gets_one_clear_line(tmp_path: Path, db: str) -> None:
    missing = run("warn", str(tmp_path / "nope"))
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert len(missing.stderr.splitlines()) == 1 and "nope" in missing.stderr
    (tmp_path / "undated.txt").write_text("Benin threatened Togo with sanctions over the ford in the north.")
    undated = run("warn", str(tmp_path / "undated.txt"))
    assert undated.exit_code == 1 and "no article has a date" in undated.stderr and "1970" not in undated.stdout
    (tmp_path / "empty.csv").write_text("date,source,target,cameo,count\n")
    empty = run("warn", "--events", str(tmp_path / "empty.csv"))
    assert empty.exit_code == 1 and "no row of the feed" in empty.stderr and empty.stdout == ""
    with pytest.raises(UsageError, match="two different parties"):
        run("warn", "--db", db, "--between", "Benin", "BEN")


def test_evidence_is_what_it_says(db: str) -> None:
    add(db, [*quiet(100), *crisis(90)])
    ring = changes("--db", db)[0]
    texts = {one.article.id: one.article.text for one in crisis(90)}
    for sight in ring["evidence"]:
        assert sight["sentence"] in texts[sight["article"]]


def test_a_group_of_the_users_own_rings_beside_its_members_with_their_sentences(tmp_path: Path, db: str) -> None:
    groups = tmp_path / "groups.csv"
    groups.write_text("group,members\nthe Coast,BEN|GHA\n")
    add(db, [*quiet(100), *crisis(90)])
    found = changes("--db", db, "--groups", str(groups))
    assert sorted(change["dyad"] for change in found) == [["BEN", "TGO"], ["TGO", "the Coast"]]
    (group,) = changes("--db", db, "--groups", str(groups), "--between", "the Coast", "Togo")
    assert group["status"] == "stands" and group["evidence"][0]["sentence"].startswith("Benin")


def test_a_short_history_is_said_and_a_long_one_is_not(db: str) -> None:
    add(db, quiet(20))
    assert "covers 17 days" in run("warn", "--db", db).stderr
    add(db, quiet(200))
    assert "covers" not in run("warn", "--db", db).stderr
