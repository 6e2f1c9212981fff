from tocsin.parties import resolve
from tocsin.parties.resolution import Title, find_person
from tocsin.parties.tables import register
from tocsin.records import Party


def party(surface: str, date: str | None = None) -> Party:
    found = resolve(surface, date)
    assert found is not None
    return found


def test_the_date_decides_the_office():
    assert party("Dmitry Medvedev", "2010-06-01").office == "president"
    assert party("Dmitry Medvedev", "2014-06-01").office == "prime minister"


def test_the_table_outweighs_a_title_that_the_date_contradicts():
    assert party("Prime Minister Medvedev", "2014-06-01").office == "prime minister"
    found = party("Prime Minister Medvedev", "2010-06-01")
    assert (found.name, found.office) == ("Dmitry Medvedev", "president")


def test_a_former_holder_is_a_former_official():
    assert party("former Secretary of State John Kerry", "2018-06-01").sectors == ("ELI",)
    assert party("ex-President Viktor Yanukovych", "2015-06-01").sectors == ("ELI",)


def test_one_whose_offices_have_ended_is_a_former_official():
    found = party("Viktor Yanukovych", "2015-06-01")
    assert (found.country, found.sectors, found.office, found.code) == ("UKR", ("ELI",), None, "UKRELI")


def test_a_former_office_does_not_hide_the_present_one():
    assert party("former senator John Kerry", "2014-06-01").office == "foreign minister"


def test_spelling_variants_mean_one_person():
    names = {party(f"Ukrainian President {name}", "2013-06-01").name for name in ("Yanukovych", "Yanukovich")}
    assert names == {"Viktor Yanukovych"}
    spelled = {party(name, "2022-06-01").name for name in ("Volodymyr Zelensky", "Vladimir Zelenskiy", "Zelenskyy")}
    assert len(spelled) == 1


def test_initials_and_middle_names_do_not_hide_a_person():
    assert party("Sergey V. Lavrov", "2014-06-01").name == "Sergei Lavrov"


def test_another_first_name_is_another_person():
    assert party("Tabitha Lavrov", "2014-06-01").country is None


def test_a_title_of_another_country_excludes_a_person():
    found = party("Canadian Foreign Minister Lavrov", "2014-06-01")
    assert (found.country, found.name) == ("CAN", "Lavrov")


def test_a_surname_with_a_title_means_nobody_who_never_had_it():
    found = party("Archbishop Lavrov", "2014-06-01")
    assert found.country is None


def test_without_a_date_the_latest_office_counts():
    assert party("Emmanuel Macron").country == "FRA"


def test_two_leading_offices_at_once_are_both_named():
    spells = register().spells_of("sergei lavrov")
    person = find_person(spells, Title(), "2014-06-01")
    assert person is not None
    assert person.office == "foreign minister"


def test_of_several_former_holders_the_last_is_meant():
    assert party("U.S. President Bush", "2012-06-01").name == "George W. Bush"
