"""The party tables: codes, sectors and dates hold together, and well-known facts come out of them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from tocsin.lexicon import Row, cell_values, read_table

SECTORS = set(
    cell_values("GOV|MIL|LEG|JUD|COP|SPY|PTY|REB|PRM|UAF|UNK|AGR|BUS|CRM|CVL|EDU|ELI|JRN|LAB|MED|OPP|REF|REL|SOC|PRE")
)
CLASSES = {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"}
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
SHARED_NAMES = {"Congolese", "Prague", "Moscow", "Belgrade", "Kingston", "Aden", "South Yemeni", "Baluchistan"}


@cache
def rows(name: str) -> list[Row]:
    return list(read_table(f"parties/{name}.csv"))


def codes() -> set[str]:
    return {row["code"] for row in rows("countries")}


def organisations() -> set[str]:
    return {row["code"] for row in rows("organisations")}


def members(organisation: str, day: str) -> set[str]:
    return {
        row["country"]
        for row in rows("memberships")
        if row["organisation"] == organisation and row["from"] <= day and (not row["to"] or day <= row["to"])
    }


def test_every_state_has_a_code_of_three_letters_and_one_row() -> None:
    counted = Counter(row["code"] for row in rows("countries"))
    assert len(counted) >= 250 and max(counted.values()) == 1
    assert all(re.fullmatch(r"[A-Z]{3}", code) for code in counted)
    assert {"KOS", "TWN", "PSE", "ESH", "GRL", "SUN", "YUG"} <= set(counted)


def test_every_state_has_a_middle_on_the_map() -> None:
    middles = {row["code"]: (float(row["lat"]), float(row["lon"])) for row in read_table("places/centres.csv")}
    assert middles.keys() == codes()
    assert all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in middles.values())


@pytest.mark.parametrize(
    "columns", [("name", "aliases"), ("adjectives",), ("demonyms",), ("capital", "capital_aliases")]
)
def test_a_name_of_a_state_means_one_state(columns: tuple[str, ...]) -> None:
    owners: dict[str, set[str]] = {}
    for row in rows("countries"):
        for column in columns:
            for name in cell_values(row[column]):
                owners.setdefault(name, set()).add(row["code"])
    assert {name for name, states in owners.items() if len(states) > 1} <= SHARED_NAMES


def test_every_sovereign_capital_is_known() -> None:
    without = {row["code"] for row in rows("countries") if not row["capital"]}
    assert not without & {"FRA", "IND", "BRA", "NGA", "KAZ", "TUV", "SSD", "MNE", "TLS", "KOS"}


@pytest.mark.parametrize("table", ["metonyms", "organisations", "groups", "roles", "collectives"])
def test_sectors_are_those_of_the_ontology(table: str) -> None:
    for row in rows(table):
        assert set(cell_values(row["sectors"])) <= SECTORS, row


@pytest.mark.parametrize(
    ("table", "column", "least"),
    [
        ("metonyms", "phrase", 400), ("roles", "phrase", 700), ("collectives", "phrase", 200),
        ("organisations", "name", 250),
    ],
)  # fmt: skip
def test_a_table_is_broad_and_names_nothing_twice(table: str, column: str, least: int) -> None:
    counted = Counter((row[column], row.get("code") or row.get("country") or "") for row in rows(table))
    assert len(counted) >= least
    assert [key for key, count in counted.items() if count > 1] == []


def test_metonyms_stand_for_states_that_exist() -> None:
    assert {row["code"] for row in rows("metonyms")} <= codes()


def test_an_organisation_has_a_class_and_a_code_that_is_no_state_s() -> None:
    for row in rows("organisations"):
        assert row["class"] in CLASSES, row
        assert row["code"] not in codes(), row
        assert (row["country"] in codes()) == (row["class"] == "MNC"), row


def test_groups_are_many_and_filed_under_states_that_exist() -> None:
    assert len({row["name"] for row in rows("groups")}) >= 600
    for row in rows("groups"):
        assert not row["country"] or row["country"] in codes(), row
        assert row["source"], row


@pytest.mark.parametrize("table", ["groups", "memberships", "countries"])
def test_no_spell_ends_before_it_begins(table: str) -> None:
    for row in rows(table):
        for end in ("from", "to"):
            assert not row[end] or DATE.fullmatch(row[end]), row
        assert not row["from"] or not row["to"] or row["from"] <= row["to"], row


def test_the_spells_of_a_group_do_not_overlap() -> None:
    spells: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in rows("groups"):
        spells.setdefault((row["name"], row["country"]), []).append((row["from"], row["to"] or "9999"))
    for name, dates in spells.items():
        ordered = sorted(dates)
        assert all(before[1] <= after[0] for before, after in pairwise(ordered)), name


def test_a_partially_recognised_entity_is_filed_under_the_state_that_claims_it() -> None:
    claimed = {row["name"]: row["country"] for row in rows("groups") if "PRE" in cell_values(row["sectors"])}
    expected = {
        "Donetsk People's Republic": "UKR", "Abkhazia": "GEO", "South Ossetia": "GEO", "Transnistria": "MDA",
        "Nagorno-Karabakh": "AZE", "Northern Cyprus": "CYP", "Somaliland": "SOM",
    }  # fmt: skip
    assert expected.items() <= claimed.items()


def test_the_members_of_blocs_have_codes() -> None:
    known = codes() | organisations()
    for row in rows("memberships"):
        assert row["country"] in known and row["organisation"] in organisations() | {"P5"}, row
    for row in rows("collectives"):
        assert set(cell_values(row["members"])) <= known, row


@pytest.mark.parametrize(
    ("organisation", "day", "count"),
    [
        ("NATO", "1998-01-01", 16), ("NATO", "2005-01-01", 26), ("NATO", "2014-03-01", 28), ("NATO", "2024-04-01", 32),
        ("EU", "1990-06-01", 12), ("EU", "1996-01-01", 15), ("EU", "2014-01-01", 28), ("EU", "2021-01-01", 27),
        ("P5", "1990-06-01", 5), ("P5", "2014-01-01", 5), ("G7", "2020-01-01", 7), ("G8", "2010-01-01", 8),
        ("GCC", "2000-01-01", 6), ("ASEAN", "2000-01-01", 10), ("AU", "2020-01-01", 55), ("G20", "2014-01-01", 20),
        ("BRICS", "2015-01-01", 5), ("CSTO", "2015-01-01", 6), ("SCO", "2010-01-01", 6), ("OPEC", "2014-01-01", 12),
    ],
)  # fmt: skip
def test_a_bloc_has_its_number_of_members_at_a_date(organisation: str, day: str, count: int) -> None:
    assert len(members(organisation, day)) == count


def test_members_of_nato_change_with_time() -> None:
    assert "POL" not in members("NATO", "1998-01-01")
    assert {"POL", "FIN"} <= members("NATO", "2023-06-01")
    assert "GBR" not in members("EU", "2021-01-01")


def test_roles_have_a_kind_and_lower_case_phrases() -> None:
    for row in rows("roles"):
        assert row["kind"] in {"office", "institution", "people", "person", "asset"}, row
        assert row["phrase"] == row["phrase"].lower(), row
        assert row["plural"] in {"0", "1"}, row
        assert row["note"] in {"", "capitals", "capital", "title"}, row
        assert row["kind"] != "office" or row["office"], row


@pytest.mark.parametrize(
    ("phrase", "office", "country"),
    [
        ("secretary of state", "foreign minister", "USA"), ("foreign secretary", "foreign minister", "GBR"),
        ("chancellor of the exchequer", "finance minister", "GBR"), ("taoiseach", "prime minister", "IRL"),
        ("premier", "prime minister", ""), ("top diplomat", "foreign minister", ""),
        ("defense minister", "defence minister", ""), ("press secretary", "spokesman", ""),
    ],
)  # fmt: skip
def test_a_title_is_read_as_its_office(phrase: str, office: str, country: str) -> None:
    row = next(row for row in rows("roles") if row["phrase"] == phrase)
    assert (row["office"], row["country"]) == (office, country)


def test_a_trap_says_when_it_bars_and_what_is_meant() -> None:
    conditions = {"preceded_by", "followed_by", "preceded_by_first_name", "followed_by_surname", "sentence_has"}
    for row in rows("traps"):
        assert row["condition"] in conditions, row
        assert bool(cell_values(row["words"])) == (not row["condition"].endswith("name")), row
        kind, _, code = row["means"].partition(":")
        assert kind in {"person", "thing", "team", "place", "org"}, row
        assert not code or code in codes(), row
