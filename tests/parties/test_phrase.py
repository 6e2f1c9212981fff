import pytest

from tocsin.parties import resolve
from tocsin.records import Party


def party(surface: str, date: str | None = "2014-06-10") -> Party:
    found = resolve(surface, date)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("surface", "country", "sectors", "office"),
    [
        ("Ukraine's acting Defence Minister Bohdan Tryzub", "UKR", ("GOV", "MIL"), "defence minister"),
        ("the Saudi envoy", "SAU", ("GOV",), "envoy"),
        ("a Pentagon spokesman", "USA", ("MIL",), "spokesman"),
        ("Deputy Foreign Minister Tomas Velk of Slovakia", "SVK", ("GOV",), "deputy foreign minister"),
        ("the president of Georgia's parliament", "GEO", ("LEG",), None),
        ("Lithuania's ambassador to Poland", "LTU", ("GOV",), "ambassador"),
        ("the U.N. special envoy for Yemen", "UN", ("GOV",), "envoy"),
    ],
)
def test_an_unknown_name_resolves_through_its_office(
    surface: str, country: str, sectors: tuple[str, ...], office: str | None
):
    found = party(surface)
    assert found.country == country
    assert found.sectors[0] == sectors[0]
    if office is not None:
        assert found.office == office


def test_a_spokesman_of_a_seat_of_power_has_its_country_and_office():
    found = party("Kremlin spokesman Dmitry Peskov")
    assert (found.country, found.sectors[0], found.name) == ("RUS", "GOV", "Dmitry Peskov")
    assert "spokes" in (found.office or "")


def test_an_unnamed_office_is_held_by_whom_the_tables_give():
    found = party("the Russian foreign minister")
    assert (found.name, found.office, found.code) == ("Sergei Lavrov", "foreign minister", "RUSGOV")


def test_troops_take_their_country_from_adjective_possessive_and_complement():
    assert {party(s).code for s in ("Russian troops", "Russia's troops", "Moscow's troops", "troops of Russia")} == {
        "RUSMIL"
    }


def test_the_adjective_next_to_the_noun_gives_the_country():
    assert party("Turkish-backed Syrian rebels").country == "SYR"
    assert party("Russia's U.S. ambassador").country == "RUS"


@pytest.mark.parametrize("surface", ["pro-Russian protesters", "anti-American activists", "Russian-speaking residents"])
def test_a_hyphen_can_take_a_country_away(surface: str):
    assert party(surface).country is None


def test_who_leads_a_force_gives_its_country():
    assert party("the Saudi-led troops").country == "SAU"


def test_a_rebel_commander_belongs_to_the_group_that_is_named():
    found = party("Hamas commander Yusuf Tal")
    assert (found.country, found.sectors[0]) == ("PSE", "REB")


def test_counted_people_are_who_is_counted():
    assert party("dozens of Egyptian protesters").country == "EGY"
    assert party("a team of heavily armed police").sectors == ("COP",)
    assert party("members of the Knesset").code == "ISRLEG"


def test_a_complement_gives_the_country_of_people():
    found = party("Several of the largest trade unions in Denmark")
    assert found.country == "DNK"
    assert "LAB" in found.sectors


def test_an_ally_of_a_state_is_not_that_state():
    assert party("Moscow's ally").country is None


def test_a_state_has_no_sector_and_its_capital_stands_for_the_government():
    assert (party("Russia").code, party("Moscow").code, party("the Kremlin").code) == ("RUS", "RUSGOV", "RUSGOV")


def test_a_partially_recognised_entity_is_filed_under_the_state_that_claims_it():
    found = party("the Donetsk People's Republic")
    assert found.country == "UKR"
    assert "PRE" in found.sectors


def test_western_countries_are_a_party_without_a_country():
    found = party("Western countries")
    assert (found.name, found.country) == ("the West", None)


def test_a_player_called_jordan_is_no_state():
    assert party("Michael Jordan").country is None


def test_a_name_after_a_comma_is_explained_by_its_apposition():
    found = party("Ilmar Tost, the Estonian interior minister")
    assert (found.name, found.country, found.office) == ("Ilmar Tost", "EST", "interior minister")


def test_a_city_before_its_authorities_gives_the_country():
    assert party("Shanghai authorities").code == "CHNGOV"


def test_a_pronoun_alone_is_an_unknown_party():
    assert party("she").sectors == ("UNK",)


def test_a_phrase_that_names_nobody_resolves_to_none():
    assert resolve("a long report") is None
    assert resolve("") is None


def test_the_span_covers_the_whole_surface():
    assert party("Russian troops").span == (0, 14)


def test_a_chairman_of_a_league_is_no_head_of_state():
    found = party("President of the Chadian Human Rights League")
    assert (found.country, found.sectors) == ("TCD", ("SOC",))


def test_a_phrase_of_thousands_of_words_is_read_without_overflow():
    found = resolve("a group of " * 5000 + "Russian troops")
    assert found is None or found.country in ("RUS", None)
