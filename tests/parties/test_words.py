from hypothesis import given
from hypothesis import strategies as st

from tocsin.parties.words import fold, key_of, plural_of, squeeze, surface_key, tokenise


def test_a_possessive_mark_and_a_hyphen_are_words_of_their_own():
    assert tokenise("Ostravia's U.S.-led force") == ("Ostravia", "'s", "U.S.", "-", "led", "force")


def test_a_stop_after_the_last_word_is_no_part_of_it():
    assert tokenise("two protesters.") == ("two", "protesters")


def test_a_hyphenated_name_has_the_key_of_its_spaced_form():
    assert surface_key("al-Assad") == surface_key("Al Assad") == "al assad"


def test_diacritics_stops_and_case_do_not_count():
    assert surface_key("São Tomé") == "sao tome"
    assert fold("U.N.") == fold("UN")


def test_a_leading_article_is_no_part_of_a_key():
    assert surface_key("the Kremlin") == "kremlin"
    assert key_of(("The",)) == "the"


def test_plurals_follow_the_noun_before_a_preposition():
    assert plural_of("minister of state") == "ministers of state"
    assert plural_of("member of parliament") == "members of parliament"
    assert plural_of("spokeswoman") == "spokeswomen"
    assert plural_of("army") == "armies"


def test_transliterations_of_one_name_squeeze_together():
    assert squeeze("yanukovych") == squeeze("yanukovich")
    assert squeeze("gaddafi") == squeeze("qaddafi") == squeeze("gadhafi")
    assert squeeze("zelensky") == squeeze("zelenskiy") == squeeze("zelenskyy")


def test_different_names_stay_apart_when_squeezed():
    assert squeeze("lavrov") != squeeze("ivanov")


@given(st.text())
def test_no_text_breaks_the_cutting_or_the_key(text: str):
    assert surface_key(text) == surface_key(text).strip()
