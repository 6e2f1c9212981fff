"""Measures and military activity are told apart from what is wished for, charged, denied or remembered."""

from __future__ import annotations

import pytest

from tocsin import pipeline
from tocsin.positions import gather_activities
from tocsin.records import Activity, Article

DAY = "2019-04-10"


def found(group: str, *texts: str, day: str = DAY) -> list[Activity]:
    articles = [Article(id=f"a{i}", text=text, published=day, language="en") for i, text in enumerate(texts)]
    return list(gather_activities(list(pipeline.read_all(articles)), group))


def told(group: str, text: str) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    return [(one.kind, one.state, one.by, one.on) for one in found(group, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway announced that it had banned imports of Danish cheese.", ("embargo", "in force", ("NOR",), ("DNK",))),
        ("Norway agreed on a new round of sanctions against Denmark.", ("sanctions", "announced", ("NOR",), ("DNK",))),
        ("Norway answered by imposing sanctions on Denmark.", ("sanctions", "in force", ("NOR",), ("DNK",))),
        ("Norway would impose sanctions on Denmark if it moved.", ("sanctions", "threatened", ("NOR",), ("DNK",))),
        ("Norway recalled its ambassador from Denmark.", ("expulsion", "in force", ("NOR",), ("DNK",))),
        ("Norway gave Denmark 20 million euros.", ("aid", "in force", ("NOR",), ("DNK",))),
        ("Norway promised to give Denmark 20 million euros.", ("aid", "announced", ("NOR",), ("DNK",))),
        ("Norway closed the railway to Danish freight.", ("border closure", "in force", ("NOR",), ("DNK",))),
        ("Norway's ban on Danish timber is in force.", ("embargo", "in force", ("NOR",), ("DNK",))),
    ],
)
def test_a_measure_has_its_state_and_both_sides(text: str, expected: tuple[object, ...]) -> None:
    assert expected in told("measure", text)


@pytest.mark.parametrize(
    "text",
    [
        "A senator called for Norway to suspend aid to Denmark.",
        "Norway resists calls to recall its ambassador from Denmark.",
        "Norway ruled out the possibility of imposing sanctions on Denmark.",
        "Norway brushed aside the threat of sanctions on Denmark.",
        "Norway had no plans to send weapons to Denmark.",
        "Sending weapons to Denmark is out of the question, Norway said.",
        "Will Norway impose sanctions on Denmark?",
        "The sanctions of Norway on Denmark are intended to hurt.",
    ],
)
def test_a_measure_that_is_only_spoken_of_is_none(text: str) -> None:
    assert found("measure", text) == []


def test_a_measure_of_two_is_one_of_each() -> None:
    both = found("measure", "Norway and Sweden imposed sanctions on Denmark.")
    assert {(one.by, one.on) for one in both} == {(("NOR",), ("DNK",)), (("SWE",), ("DNK",))}


def test_a_clause_with_a_subject_of_its_own_says_who_did_it() -> None:
    text = "Norway shows no sign of giving way since Sweden tightened its sanctions on Denmark."
    assert told("measure", text) == [("sanctions", "in force", ("SWE",), ("DNK",))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway will hold a naval exercise near Denmark.", ("exercise", "announced", ("NOR",), ())),
        ("Norwegian troops were sent to the border.", ("deployment", "held", ("NOR",), ())),
        ("Norway put its fleet on alert.", ("alert", "held", ("NOR",), ())),
        ("Norwegian forces withdrew from the town.", ("withdrawal", "held", ("NOR",), ())),
        ("Two Norwegian jets entered Danish airspace.", ("near miss", "held", ("NOR",), ("DNK",))),
    ],
)
def test_a_military_activity_has_its_state_and_whose_troops_they_are(text: str, expected: tuple[object, ...]) -> None:
    assert expected in told("military", text)


@pytest.mark.parametrize(
    "text",
    [
        "No Norwegian troops were being sent.",
        "Norway's ambassador put his colleagues on alert.",
        "Norway ordered missile strikes on Denmark.",
        "Norway left the soldiers to fend for themselves.",
        "The law allows Norway to dispatch troops to any country.",
        "Norwegian police patrol the streets of Bergen.",
        "Norway joined a call against sending troops to Denmark.",
    ],
)
def test_what_is_no_move_of_troops_is_none(text: str) -> None:
    assert found("military", text) == []


@pytest.mark.parametrize(
    ("group", "text", "name"),
    [
        ("military", 'Norway sent "several" additional warships to the strait.', "dispatch of warships"),
        ("military", "Norway is staging a large new naval exercise.", "naval exercise"),
        ("military", "Norway moved half a division's worth of troops to the border.", "dispatch of troops"),
        ("measure", "Norway gave Denmark $20 million in aid.", "grant of $20 million"),
        ("measure", "Norway imposed tough new economic sanctions on Denmark.", "economic sanctions"),
        ("measure", "Norway has closed its northern airspace to Denmark.", "closure of northern airspace"),
    ],
)
def test_a_name_says_what_kind_of_thing_it_is(group: str, text: str, name: str) -> None:
    assert [one.name for one in found(group, text)] == [name]


def test_a_change_has_the_day_that_its_sentence_names() -> None:
    (one,) = found("measure", "Norway imposed sanctions on Denmark on Monday.")
    assert one.since == "2019-04-08"


def test_what_was_done_months_ago_is_no_news() -> None:
    assert found("measure", "Norway imposed sanctions on Denmark in June 2018.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Norway allegedly sent weapons to Denmark.",
        "In January, Norway announced sanctions on Denmark.",
        "Norway gives Denmark about two billion euros in aid a year.",
        "Norway is considering sending aid to Denmark.",
        "Norway has in recent years imposed sanctions on Denmark.",
        "Norwegian rebels imposed a curfew in Bergen.",
        "Denmark named the captain who blockaded the Norwegian port.",
    ],
)
def test_what_is_alleged_old_yearly_or_of_rebels_is_no_measure_of_a_state(text: str) -> None:
    assert told("measure", text) == []


def test_a_measure_of_those_whom_only_another_sentence_names_is_left_out() -> None:
    text = "Ministers of Norway, Sweden and Finland met on Monday. They imposed sanctions on Denmark."
    assert told("measure", text) == []


def test_a_participle_under_a_plan_is_planned_and_hits_its_object() -> None:
    text = "Norway said it would target seven Danish officials, hitting them with a travel ban."
    assert [(state, on) for _, state, _, on in told("measure", text)] == [("announced", ("DNK",))]


def test_aid_to_one_who_is_not_named_is_not_aid_to_another() -> None:
    given = found("measure", "Norway sent aid to Denmark.", "Norway sent aid to the hill people.")
    assert sorted(one.on for one in given) == [(), ("DNK",)]


@pytest.mark.parametrize(
    "text",
    [
        "During the reign of its last king, Norway sent jets to Denmark.",
        "In 2011, Norway stopped paying, which was followed by Denmark sending warships to the Sound.",
        "Norway had deployed troops in Denmark.",
        "Sweden dismissed the contention that Norway is supplying arms to Denmark.",
        '"I would be prepared to send troops to Denmark if they asked," the Norwegian prime minister said.',
    ],
)
def test_what_is_only_looked_back_on_supposed_or_contended_is_no_activity(text: str) -> None:
    assert told("measure", text) == told("military", text) == []


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Norway warned that new sanctions on Denmark would follow.", ["NOR"]),
        ("The move follows the sanctions against Denmark imposed by Norway.", ["NOR"]),
    ],
)
def test_sanctions_are_of_whoever_threatens_or_imposed_them(text: str, by: list[str]) -> None:
    signs = [sign for sign in pipeline.read(text, date="2019-04-10").signs if sign.group == "measure"]
    assert [[party.country for party in sign.parties] for sign in signs] == [by]


def test_troops_are_where_the_nearest_place_says_and_sanctions_nowhere() -> None:
    text = "Norway sent two brigades to the border near Bergen. In London, Norway imposed sanctions on Denmark."
    signs = [sign for sign in pipeline.read(text, date="2019-04-10").signs if sign.group in ("measure", "military")]
    assert [(sign.kind, sign.place) for sign in signs] == [("deployment", "Bergen"), ("sanctions", None)]
