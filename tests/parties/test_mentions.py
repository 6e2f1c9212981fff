from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.parties import find_mentions, register, resolve
from tocsin.reading import analyse
from tocsin.records import Article


def test_every_span_equals_its_text_and_every_head_lies_in_its_range(find):
    text = 'VELM (GTA) - Ostravia\'s army said "we hold the hills" near Brack. The "Hill Brigades" denied it.'
    found = find(text)
    assert found.mentions
    for mention in found.mentions:
        start, end = mention.party.span
        assert text[start:end] == mention.party.text
        assert mention.first <= mention.head <= mention.last


def test_a_sentence_without_tokens_has_no_mentions():
    reading = next(analyse([Article(id="a", text="Ostravia sent troops.")]))
    bare = type(reading)(article=reading.article, sentences=(type(reading.sentences[0])(0, (0, 21), 0, "body"),))
    assert find_mentions(bare) == ({},)


def test_a_mention_keeps_title_and_possessive_and_drops_the_relative_clause(find):
    found = find("Quenland's acting Defence Minister Berin Kost, who arrived in Velm on Monday, met the press.")
    mention = found("Quenland's acting Defence Minister Berin Kost")
    assert (mention.party.code, mention.party.office, mention.human) == ("QNLGOV", "defence minister", True)


def test_a_ministry_keeps_the_place_that_tells_whose_it_is(find):
    found = find("The Foreign Ministry in Torhaven summoned the envoy.")
    mention = found("The Foreign Ministry in Torhaven")
    assert (mention.party.country, mention.human) == ("QNL", False)


def test_joined_names_are_separate_mentions(find):
    found = find("Ostravia and Quenland signed the treaty.")
    assert (found("Ostravia").entity, found("Quenland").entity) == ("OSV", "QNL")


def test_names_that_the_parser_makes_one_compound_are_separate(find):
    found = find("Troops from Mali and Burkina Faso crossed the river.")
    assert (found("Mali").party.country, found("Burkina Faso").party.country) == ("MLI", "BFA")


def test_a_phrase_that_names_nobody_leaves_its_modifier(find):
    found = find("Ostravian sanctions hurt the valley.")
    assert found("Ostravian").party.country == "OSV"
    assert not found.has("Ostravian sanctions")


def test_a_prefix_keeps_the_modifier_out(find):
    found = find("Pro-Ostravian slogans covered the wall.")
    assert not found.has("Ostravian")


def test_several_countries_before_one_noun_each_get_their_part(find):
    found = find("Ostravian and Quenlandic troops exchanged fire on Tuesday.")
    mention = next(m for m in found.mentions if m.party.text.endswith("troops"))
    assert {part.code for part in mention.parts} == {"OSVMIL", "QNLMIL"}


def test_several_countries_after_one_noun_each_get_their_part(find):
    found = find("The foreign ministers of Ostravia and Quenland met in Brack.")
    mention = next(m for m in found.mentions if m.party.text.startswith("The foreign ministers"))
    assert {part.country for part in mention.parts} == {"OSV", "QNL"}


def test_counted_people_are_one_mention_with_their_number(find):
    found = find("Dozens of Ostravian soldiers left the camp.")
    assert found("Dozens of Ostravian soldiers").party.code == "OSVMIL"


def test_things_are_no_mentions(find):
    found = find("The long report blamed the weather for the delay.")
    assert found.mentions == []


def test_a_bare_abstract_noun_names_nobody(find):
    assert not find("The bill met with opposition.").has("opposition")
    assert find("The opposition walked out.").has("The opposition")


def test_the_capital_of_a_sentences_first_word_makes_no_name(find):
    assert not find("Tensions rose in the valley.").has("Tensions")


def test_a_headline_in_title_case_names_only_whom_the_article_knows(find):
    found = find("Harrant Talks Trade With Aldisk\n\nMilo Harrant met Dena Aldisk in Velm on Friday.")
    assert found("Harrant").party.name == "Milo Harrant"
    assert not found.has("Trade")


def test_an_unknown_name_is_kept_as_text(find):
    mention = find("Jana Ostrik opened the door.")("Jana Ostrik")
    assert (mention.kind, mention.party.country, mention.party.name) == ("name", None, "Jana Ostrik")


def test_a_capitalised_body_keeps_its_whole_name(find):
    found = find("The Ostravian Lantern for Human Rights counted twelve dead.")
    mention = found("The Ostravian Lantern for Human Rights")
    assert (mention.party.country, mention.party.sectors) == ("OSV", ("SOC",))


def test_georgia_beside_atlanta_is_the_american_state(find):
    found = find("Voters in Atlanta and across Georgia lined up early.")
    assert found("Georgia").party.country == "USA"


def test_the_default_door_reads_with_the_built_in_tables():
    reading = next(analyse([Article(id="a", text="Norway protested.", published="2014-06-10")]))
    assert find_mentions(reading)[0][0].party.code == "NOR"
    assert register() is register()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_the_search_or_an_offset(text: str):
    for reading in analyse([Article(id="a", text=text, published="2014-06-10")]):
        for mentions in find_mentions(reading):
            for head, mention in mentions.items():
                assert head == mention.head
                assert text[slice(*mention.party.span)] == mention.party.text


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_string_breaks_the_resolution(text: str):
    found = resolve(text, "2014-06-10")
    assert found is None or found.text == text


def test_a_title_in_quotation_marks_is_no_party(find):
    assert not find('In her book "Slow Harvest" the envoy praised Quenland.').has("Slow Harvest")


def test_the_rest_of_a_treatys_name_is_no_party(find):
    assert not find("The Velm Memorandum on Harbour Guarantees binds Quenland.").has("Harbour Guarantees")


def test_the_rest_of_a_bodys_name_is_no_party_of_its_own(find):
    found = find("The Dorrel Institute for Civic Leadership in Velm invited Milo Harrant.")
    assert found.mentions[0].party.text.startswith("The Dorrel Institute for Civic Leadership")
    assert not any(mention.party.text.startswith("Civic") for mention in found.mentions)


def test_a_speakers_label_is_no_party_of_the_sentence(find):
    assert not find("TARNBY: The president said Quenland was calm.").has("TARNBY")


def test_the_party_in_brackets_after_a_lawmaker_is_no_name(find):
    found = find("Sen. Ola Brandt (R) of Tennessee and Tam Orrel, R-Ky., spoke.")
    assert not found.has("R") and not found.has("R-Ky.")


def test_a_common_word_in_a_bodys_name_is_no_town(find):
    found = find("Mila Tarn, director of the North Africa division, praised the International Leadership Forum.")
    assert {mention.party.country for mention in found.mentions} == {None}


def test_a_first_name_in_a_bodys_name_is_no_town(find):
    assert find("The George Tarnby University opened.").mentions[0].party.country is None


def test_a_day_or_month_is_no_person_of_that_name():
    for text in (
        "The last brigade had left the port on 1 May, as observers said.",
        "Troops left on May 1.",
        "May 12 it was.",
    ):
        reading = next(analyse([Article(id="a", text=text, published="2019-05-10")]))
        assert not [
            mention for found in find_mentions(reading) for mention in found.values() if "May" in mention.party.text
        ]
    reading = next(analyse([Article(id="a", text="Theresa May left on 1 May.", published="2019-05-10")]))
    assert [mention.party.name for found in find_mentions(reading) for mention in found.values()] == ["Theresa May"]


def test_an_authority_that_somebody_has_is_a_right(find):
    assert not find("Anton Reyle has the authority as head of state to act.").has("the authority")
