from tocsin.parties.scan import glue, is_trapped, scan
from tocsin.parties.tables import Trap, register
from tocsin.parties.words import tokenise


def keys(text: str, date: str | None = "2014-06-10") -> list[str]:
    return [item.key for item in scan(tokenise(text), register(), date) if item.senses or item.person]


def kinds(text: str, date: str | None = "2014-06-10") -> list[str]:
    return [item.senses[0].kind for item in scan(tokenise(text), register(), date) if item.senses]


def test_the_longest_phrase_is_taken():
    assert "united arab emirates" in keys("the United Arab Emirates")


def test_an_acronym_is_found_only_in_capitals():
    assert kinds("the US and us") == ["state"]


def test_a_country_is_not_found_in_small_letters():
    assert "turkey" not in keys("a roast turkey")
    assert "turkey" in keys("Turkey")


def test_a_name_does_not_run_over_a_comma():
    assert "mali niger" not in keys("Mali, Niger")
    assert keys("Mali, Niger") == ["mali", "niger"]


def test_the_short_second_half_of_a_hyphenated_name_may_be_small():
    assert "ban ki moon" in keys("Ban Ki-moon")


def test_us_is_a_pronoun_in_a_headline_set_in_capitals():
    assert kinds("THEY TOLD US NOTHING") == []


def test_a_sense_holds_only_in_its_time():
    early = [item.senses[0].country for item in scan(("Taliban",), register(), "2010-01-01")]
    late = scan(("Taliban",), register(), "2023-01-01")[0].senses[0]
    assert early == ["AFG"]
    assert late.sectors[0] == "GOV"


def test_what_a_hyphen_glues_to_a_name_is_known():
    words = tokenise("pro-Russian and Saudi-led forces")
    items = {item.key: item for item in scan(words, register(), None)}
    assert glue(words, items["russian"])[0] == "pro"
    assert glue(words, items["saudi"])[1] == "led"


def test_a_trap_holds_by_the_word_before_it():
    trap = Trap("preceded_by_first_name", frozenset(), "person")
    assert is_trapped(trap, register(), "Barack", "", frozenset())
    assert not is_trapped(trap, register(), "in", "", frozenset())


def test_a_trap_holds_by_a_word_of_the_sentence():
    trap = Trap("sentence_has", frozenset({"savannah"}), "place:USA")
    assert is_trapped(trap, register(), "", "", frozenset({"savannah", "in"}))
    assert not is_trapped(trap, register(), "", "", frozenset({"in"}))
