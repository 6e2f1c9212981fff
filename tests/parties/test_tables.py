from tocsin.parties.offices import widen
from tocsin.parties.own_parties import OwnParty
from tocsin.parties.tables import Register, Sense, holds, register
from tocsin.parties.words import fold_words


def test_a_sense_holds_between_its_bounds_and_without_a_date_while_it_lasts():
    sense = Sense(kind="group", name="Front", start="2011", end="2014-05-31")
    assert [holds(sense, day) for day in ("2010-12-31", "2011-01-01", "2014-05-31", "2014-06-01", None)] == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_years_and_months_widen_to_days():
    assert (widen("2014", last=False), widen("2014", last=True)) == ("2014-01-01", "2014-12-31")
    assert (widen("2014-05", last=False), widen("2014-05", last=True)) == ("2014-05-01", "2014-05-31")
    assert (widen("", last=False), widen("", last=True)) == ("0001-01-01", "9999-12-31")


def test_a_role_that_begins_with_a_name_has_its_country_but_an_ambassador_to_it_has_not():
    senses = register().senses
    assert {sense.country for sense in senses["un spokesman"]} == {"UN"}
    assert {sense.country for sense in senses["un ambassador"]} == {None}


def test_every_country_has_a_name_and_a_state_sense():
    for code, name in register().country_names.items():
        assert len(code) == 3
        assert name


def test_every_beginning_of_a_key_is_a_prefix():
    tables = register()
    assert "united arab" in tables.prefixes
    assert "united" in tables.starts


def test_a_users_rows_leave_the_built_in_tables_alone():
    own = Register((OwnParty(kind="metonym", name="Kremlin", country="FRA", sectors=("BUS",)),))
    assert own.senses["kremlin"][0].country == "FRA"
    assert register().senses["kremlin"][0].country == "RUS"


def test_an_office_of_a_users_person_is_looked_up_by_country_and_date():
    row = OwnParty(
        kind="person", name="Milo Harrant", country="NOR", office="foreign secretary", start="2020", end="2021"
    )
    own = Register((row,))
    assert [spell.person for spell in own.holders("NOR", "foreign minister", "2020-06-01")] == ["Milo Harrant"]
    assert own.holders("NOR", "foreign minister", "2022-06-01") == ()


def test_states_stand_with_their_article_after_of():
    assert register().name_of("USA") == "the United States"
    assert register().name_of("NOR") == "Norway"
    assert register().name_of("XYZ") == "XYZ"


def test_names_fold_to_words():
    assert fold_words("Jean-Claude O'Brien") == ["jean", "claude", "obrien"]
