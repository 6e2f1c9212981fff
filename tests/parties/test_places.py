"""Places: names in the gazetteer, which of several is meant, and where an article's sentences lie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.parties.places import Spot, find_places, locate, resolve_toponyms
from tocsin.parties.places.gazetteer import find_spots, fold_name
from tocsin.parties.places.toponyms import distance_km
from tocsin.records import Article, Place, Reading, Sentence, Span


def span_of(text: str, name: str, nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = text.index(name, at + 1)
    return at, at + len(name)


def resolve(text: str, *names: str) -> list[Place | None]:
    return resolve_toponyms(text, [span_of(text, name) for name in names])


def read(text: str, dateline: str | None = None) -> Reading:
    sentence = Sentence(index=0, span=(0, len(text)), block=0, kind="body")
    return Reading(article=Article(id="a-1", text=text, dateline=dateline), sentences=(sentence,))


def found(text: str, dateline: str | None = None) -> list[tuple[str, str | None]]:
    return [(place.text, place.country) for place in find_places(read(text, dateline))]


def is_near(place: Place | Spot | None, lat: float, lon: float, km: float = 60) -> bool:
    target = Place(text="", span=(0, 0), lat=lat, lon=lon)
    return place is not None and distance_km(place, target) <= km


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Kyiv", "UKR", 50.45, 30.52),
        ("Kiev", "UKR", 50.45, 30.52),
        ("Sana'a", "YEM", 15.35, 44.2),
        ("São Paulo", "BRA", -23.55, -46.63),
        ("Sao Paulo", "BRA", -23.55, -46.63),
        ("N'Djamena", "TCD", 12.11, 15.04),
        ("St. Petersburg", "RUS", 59.94, 30.31),
        ("Saint Petersburg", "RUS", 59.94, 30.31),
        ("the Gaza Strip", "PSE", 31.4, 34.4),
        ("Deir ez-Zor", "SYR", 35.34, 40.14),
        ("Line of Control", "IND", 34.0, 74.3),
        ("NEW DELHI", "IND", 28.6, 77.2),
        ("Geneva", "CHE", 46.2, 6.15),
        ("New York", "USA", 40.7, -74.0),
        ("Washington", "USA", 38.9, -77.04),
        ("Kunduz province", "AFG", 36.8, 68.9),
    ],
)
def test_a_name_is_found_under_the_spellings_of_news(name: str, country: str, lat: float, lon: float) -> None:
    spot = locate(name)
    assert spot is not None and spot.country == country
    assert is_near(spot, lat, lon, 90)


def test_a_sea_belongs_to_no_state_and_says_that_it_is_one() -> None:
    spot = locate("the South China Sea")
    assert spot is not None
    assert (spot.country, spot.precision) == (None, "sea")


def test_the_context_decides_between_towns_of_one_name() -> None:
    british, american = locate("Birmingham", ["GBR"]), locate("Birmingham, Alabama")
    assert british is not None and british.country == "GBR"
    assert american is not None and american.country == "USA" and is_near(american, 33.52, -86.8)


def test_a_place_close_by_decides_between_towns_of_one_name() -> None:
    lebanon = locate("Tripoli", ["LBN"], near=[spot for spot in [locate("Beirut")] if spot])
    libya = locate("Tripoli")
    assert lebanon is not None and lebanon.country == "LBN"
    assert libya is not None and libya.country == "LBY"


def test_a_town_behind_which_a_state_stands_lies_in_it() -> None:
    text = "The fair moved from Paris, Texas, to a smaller hall. The mayor of Paris opened it."
    first, again = resolve_toponyms(text, [span_of(text, "Paris"), span_of(text, "Paris", 1)])
    assert is_near(first, 33.66, -95.56) and is_near(again, 33.66, -95.56)


def test_a_list_of_states_is_no_town_in_a_state() -> None:
    text = "Governors of Oregon, Washington and Idaho signed the plan."
    washington = resolve(text, "Oregon", "Washington", "Idaho")[1]
    assert washington is not None and washington.precision == "region"
    assert is_near(washington, 47.5, -120.5, 150)


def test_georgia_is_the_american_state_among_american_places() -> None:
    text = "Flights from Atlanta and Savannah resumed after the storm left Georgia and Florida."
    georgia = resolve(text, "Atlanta", "Savannah", "Georgia", "Florida")[2]
    assert georgia is not None and georgia.country == "USA"


def test_georgia_is_the_state_in_the_caucasus_among_its_own_towns() -> None:
    text = "Russian envoys flew to Tbilisi and Batumi for talks on Georgia's border."
    georgia = resolve(text, "Tbilisi", "Batumi", "Georgia")[2]
    assert georgia is not None and georgia.country == "GEO"


def test_an_unknown_building_is_placed_at_the_nearest_town_as_an_estimate() -> None:
    text = "Rescuers reached Aleppo at noon. The Al-Zahra Grain Hall was still burning."
    hall = resolve(text, "Al-Zahra Grain Hall")[0]
    assert hall is not None and hall.precision == "nearby" and is_near(hall, 36.2, 37.16)


def test_a_name_without_any_clue_stays_unknown() -> None:
    assert resolve("They met at Qwzxburgh Lodge.", "Qwzxburgh Lodge") == [None]
    assert locate("Qwzxburgh") is None


def test_an_adjective_of_a_state_resolves_to_that_state() -> None:
    text = "The Danish frigate met a Greek tanker."
    assert [place and place.country for place in resolve(text, "Danish", "Greek")] == ["DNK", "GRC"]


def test_the_region_of_several_states_gets_the_state_of_its_middle_only_on_demand() -> None:
    text = "Prices fell across Europe."
    asked = resolve(text, "Europe")[0]
    assert asked is not None and asked.country == "DEU"
    assert found(text) == [("Europe", None)]


def test_places_are_found_behind_words_of_place_and_on_lists() -> None:
    text = "Shells fell near Kramatorsk and Sloviansk, and crowds gathered in Kharkiv, Poltava and Odessa on Monday."
    assert [name for name, _ in found(text)] == ["Kramatorsk", "Sloviansk", "Kharkiv", "Poltava", "Odessa"]


def test_a_direction_with_an_entry_of_its_own_belongs_to_the_name() -> None:
    assert found("Convoys crossed into eastern Ukraine.") == [("eastern Ukraine", "UKR")]


def test_a_dateline_names_a_place() -> None:
    text = "NAIROBI, Kenya (AP) - The envoy arrived."
    assert found(text, "NAIROBI, Kenya (AP)") == [("NAIROBI", "KEN"), ("Kenya", "KEN")]


def test_a_state_that_acts_is_no_place_of_an_event() -> None:
    assert found("Norway accused Denmark of delay.") == []


def test_a_person_with_a_town_s_name_is_no_place() -> None:
    text = "Sara Lincoln spoke first. Support for her grew, and voters had faith in Lincoln."
    assert found(text) == []


def test_a_group_with_a_town_s_name_is_no_place() -> None:
    assert found("Confidence in Hamas fell in Gaza.") == [("Gaza", "PSE")]


def test_a_month_or_an_institution_is_no_place() -> None:
    assert found("The vote in March was repeated in Congress and in Parliament.") == []


def test_offsets_and_texts_of_places_agree() -> None:
    text = "Ünal left İzmir’s port; troops stood outside Şırnak, off the coast of Cyprus and in the Black Sea."
    for place in find_places(read(text)):
        assert place.text == text[place.span[0] : place.span[1]]


@given(st.text(max_size=200))
def test_any_text_yields_places_within_it(text: str) -> None:
    for place in find_places(read(text)):
        assert 0 <= place.span[0] < place.span[1] <= len(text)
        assert place.text == text[place.span[0] : place.span[1]]


@given(st.text(max_size=40))
def test_any_name_can_be_looked_up(name: str) -> None:
    assert all(-90 <= spot.lat <= 90 and -180 <= spot.lon <= 180 for spot in find_spots(name))


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_any_spans_get_an_answer_each(text: str, edges: list[Span]) -> None:
    spans = [(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in edges]
    assert len(resolve_toponyms(text, spans)) == len(spans)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)


def test_a_name_after_a_sentence_that_ends_in_an_abbreviation_is_read_alone() -> None:
    text = "He flew in from the U.S. Lviv was calm, and so were the streets of al-Qamishli."
    cut = text.index(" Lviv")
    sentences = tuple(
        Sentence(index=i, span=span, block=0, kind="body") for i, span in enumerate([(0, cut), (cut + 1, len(text))])
    )
    places = find_places(Reading(article=Article(id="a-1", text=text), sentences=sentences))
    assert [(place.text, place.country) for place in places] == [("U.S.", "USA"), ("al-Qamishli", "SYR")]


def test_a_name_of_several_places_is_in_the_one_state_that_the_text_names() -> None:
    text = "The Lebanese army sent tanks into Tripoli after gunmen fired at a checkpoint."
    start = text.index("Tripoli")
    (place,) = resolve_toponyms(text, [(start, start + 7)])
    assert place is not None
    assert place.country == "LBN"


def test_an_area_behind_a_comma_tells_where_a_town_is() -> None:
    text = "Residents of Paris, Texas, held a vigil."
    start = text.index("Paris")
    (place,) = resolve_toponyms(text, [(start, start + 5)])
    assert place is not None
    assert place.country == "USA"


def test_a_town_that_is_shelled_is_a_place() -> None:
    assert found("Rebels shelled Debaltseve and Donetsk on Friday.") == [("Debaltseve", "UKR"), ("Donetsk", "UKR")]
