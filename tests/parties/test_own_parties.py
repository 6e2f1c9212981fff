from pathlib import Path

import pytest

from tocsin.errors import DataError
from tocsin.parties import check_own_parties, load_own_parties, register


def write(folder: Path, *rows: str) -> Path:
    path = folder / "parties.csv"
    header = "kind,name,aliases,code,adjectives,demonyms,capital,country,sectors,office,from,to,lat,lon"
    path.write_text("\n".join(["# a comment", header, *rows]) + "\n", encoding="utf-8")
    return path


def test_a_good_file_has_no_faults(invented):
    assert check_own_parties(invented) == []
    assert len(load_own_parties(invented)) == 10


def test_an_invented_state_is_known_by_name_adjective_people_and_capital(invented):
    reader = register(invented)
    codes = [reader.resolve(s).code for s in ("Ostravia", "Ostravian troops", "the Ostravians", "Velm", "Grey House")]
    assert codes == ["OSV", "OSVMIL", "OSV", "OSVGOV", "OSVGOV"]


def test_an_invented_person_holds_the_office_at_its_dates_only(invented):
    reader = register(invented)
    assert reader.resolve("Milo Harrant", "2015-01-01").office == "foreign minister"
    assert reader.resolve("Milo Harrant", "2021-01-01").sectors == ("ELI",)
    assert reader.resolve("the Ostravian foreign minister", "2015-01-01").name == "Milo Harrant"


def test_an_office_may_be_written_as_news_writes_it(invented):
    assert register(invented).resolve("the secretary general of the Northern Compact", "2015-01-01").country == "NCP"
    assert register(invented).resolve("Sorrell Vane", "2015-01-01").office == "secretary general"


def test_a_users_row_replaces_ours_under_the_same_name(tmp_path):
    path = write(tmp_path, "group,Hamas,,,,,,LBN,SOC,,,,,")
    assert register(path).resolve("Hamas").code == "LBNSOC"
    assert register().resolve("Hamas").country == "PSE"


def test_a_users_person_replaces_ours_of_the_same_name(tmp_path):
    path = write(tmp_path, "person,Sergei Lavrov,,,,,,NOR,EDU,professor,,,,")
    assert register(path).resolve("Sergei Lavrov", "2014-01-01").country == "NOR"


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("planet,Vulcan,,,,,,,,,,,,", "the kind 'planet' is not one of"),
        ("country,Ostravia,,,,,,,,,,,,", "a country needs a code"),
        ("country,Ostravia,,osv,,,,,,,,,,", "'osv' is not 2 to 8 capitals"),
        ("person,Milo Harrant,,,,,,,GOV,,,,,", "a person needs a country"),
        ("person,Milo Harrant,,,,,,ZZZ,GOV,,,,,", "'ZZZ' is neither built in nor declared"),
        ("person,Milo Harrant,,,,,,FRA,KING,,,,,", "'KING' is not a PLOVER sector"),
        ("person,Milo Harrant,,,,,,FRA,GOV,mayor,2014-13,,,", "'2014-13' is not a date"),
        ("person,Milo Harrant,,,,,,FRA,GOV,mayor,2014-05,2013,,", "the end 2013 lies before the start"),
        ("place,Brack,,,,,,FRA,,,,,95,20", "lat '95' is not a number of degrees"),
        ("place,Brack,,,,,,FRA,,,,,45,", "lat and lon go together"),
    ],
)
def test_every_fault_names_its_line(tmp_path, row: str, what: str):
    path = write(tmp_path, row)
    problems = check_own_parties(path)
    assert len(problems) == 1
    assert problems[0].startswith(f"{path}:3: ")
    assert what in problems[0]
    with pytest.raises(DataError, match=r"parties\.csv:3"):
        load_own_parties(path)


def test_a_row_that_stands_twice_is_a_fault(tmp_path):
    path = write(tmp_path, "group,Hill Brigades,,,,,,,REB,,,,,", "group,Hill Brigades,,,,,,,REB,,,,,")
    assert "stands in line 3 already" in check_own_parties(path)[0]


def test_an_unknown_column_is_a_fault(tmp_path):
    path = tmp_path / "parties.csv"
    path.write_text("kind,name,colour\ngroup,Hill Brigades,red\n", encoding="utf-8")
    assert "the column colour is not known" in check_own_parties(path)[0]


def test_a_missing_file_is_a_fault_and_no_crash(tmp_path):
    assert "there is no such file" in check_own_parties(tmp_path / "none.csv")[0]
    with pytest.raises(DataError):
        load_own_parties(tmp_path / "none.csv")


def test_a_folder_or_another_encoding_is_a_fault_and_no_crash(tmp_path):
    assert "folder" in check_own_parties(tmp_path)[0]
    path = tmp_path / "latin.csv"
    path.write_bytes(b"kind,name\ngroup,Fr\xe9res\n")
    assert "UTF-8" in check_own_parties(path)[0]


def test_a_check_names_every_fault_of_a_file_in_the_order_of_its_lines(tmp_path):
    path = write(
        tmp_path,
        "group,,,,,,,,REB,,,,,",
        "country,Ostravia,,,,,,,,,,,,",
        "group,Hill Brigades,,,,,,,REB,,,,,,extra",
        "person,Milo Harrant,,,,,,ZZZ,KING,,2014-13,,,",
    )
    problems = check_own_parties(path)
    lines = [problem.removeprefix(f"{path}:").partition(":")[0] for problem in problems]
    assert lines == ["3", "4", "5", "6", "6", "6"]
    assert "the column name is empty" in problems[0]
    assert "15 cells, but the header names 14 columns" in problems[2]
