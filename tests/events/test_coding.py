"""What holds for every event record, whatever the text."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin import events
from tocsin.events.ontology import ontology
from tocsin.reading import analyse
from tocsin.records import Article, Content, Cue, Event, Party, Reading, Statement, TimeMention

Reader = Callable[..., Reading]
TEXT = (
    "Latvia expelled two Belarusian diplomats on Tuesday. Minsk denied the accusation of spying. "
    "The Latvian premier will visit Warsaw in June, and troops may be sent to the border."
)


def test_the_spans_of_an_event_lie_in_the_text_and_equal_their_text(read: Reader) -> None:
    reading = read(TEXT)
    text = reading.article.text
    assert reading.events
    for event in reading.events:
        assert text[slice(*event.trigger.span)] == event.trigger.text
        assert event.sentence[0] <= event.trigger.span[0] < event.trigger.span[1] <= event.sentence[1]
        for party in (*event.actors, *event.recipients):
            assert text[slice(*party.span)] == party.text


def test_an_event_has_a_type_mode_contexts_and_score_of_the_ontology(read: Reader) -> None:
    known = ontology()
    for event in read(TEXT).events:
        assert (event.type, event.mode) in known.modes
        assert set(event.contexts) <= set(known.context_order)
        assert event.score == known.modes[event.type, event.mode].score
        assert 0 <= event.confidence <= 1
        assert event.rule in events.RULES


def test_the_same_text_gives_the_same_events_with_the_same_ids(read: Reader) -> None:
    assert read(TEXT).events == read(TEXT).events


def test_no_two_events_of_an_article_share_an_id(read: Reader) -> None:
    ids = [event.id for event in read(TEXT).events]
    assert len(ids) == len(set(ids))


def test_events_come_out_without_mentions_with_parties_as_written() -> None:
    reading = next(analyse([Article(id="t", text="Latvia expelled two Belarusian diplomats.")]))
    (event,) = events.code_events(reading)
    assert (event.type, event.mode) == ("SANCTION", "expel")
    assert [party.text for party in event.actors] == ["Latvia"]
    assert event.actors[0].country is None


def test_an_empty_reading_has_no_events() -> None:
    assert events.code_events(Reading(article=Article(id="t", text=""))) == ()


def test_an_unparsed_sentence_has_no_events(read: Reader) -> None:
    reading = read(TEXT)
    bare = tuple(msgspec.structs.replace(s, words=(), lowers=(), lemmas=(), tags=()) for s in reading.sentences)
    assert events.code_events(msgspec.structs.replace(reading, sentences=bare)) == ()


def test_boilerplate_yields_no_event(read: Reader) -> None:
    reading = read("Latvia expelled two Belarusian diplomats.")
    marked = tuple(msgspec.structs.replace(s, kind="boilerplate") for s in reading.sentences)
    assert events.code_events(msgspec.structs.replace(reading, sentences=marked)) == ()


def test_an_event_inside_a_statement_names_the_statement(read: Reader) -> None:
    text = "The minister said that rebels had attacked the village."
    reading = read(text)
    start = text.index("rebels")
    content = Content(text[start:-1], ((start, len(text) - 1),))
    statement = Statement(
        id="s-1", speaker=None, anonymous=False, cue=Cue("said", (13, 17)), addressee=None, content=content,
        form="indirect", act="state", confidence=1.0, rule="verb",
    )  # fmt: skip
    coded = events.code_events(msgspec.structs.replace(reading, statements=(statement,)))
    assert [event.attributed_to for event in coded if event.type == "ASSAULT"] == ["s-1"]


def test_a_denial_in_a_later_sentence_is_towards_the_accuser(read: Reader) -> None:
    coded = read("Sudan accused Chad of harbouring rebels. Chad rejected the accusation.").events
    denial = next(event for event in coded if event.type == "REJECT")
    assert [party.name for party in denial.recipients] == ["Sudan"]


def test_a_meeting_lists_both_sides_as_actors(read: Reader) -> None:
    (event,) = read("The Finnish premier met the Swedish king in Turku.").events
    assert event.symmetric
    assert len(event.actors) == 2
    assert event.recipients == ()


def test_a_visit_has_the_visitor_as_actor_and_the_host_as_recipient(read: Reader) -> None:
    (event,) = read("The Finnish premier visited Estonia.").events
    assert not event.symmetric
    assert [party.country for party in event.actors] == ["FIN"]
    assert [party.country for party in event.recipients] == ["EST"]


def test_an_event_takes_the_date_of_its_own_clause(read: Reader) -> None:
    coded = read("Latvia expelled the consul on 3 March, a week after Minsk arrested a trader.", "2015-03-05").events
    expulsion = next(event for event in coded if event.type == "SANCTION")
    assert expulsion.date == "2015-03-03"


def test_a_time_well_before_the_publication_makes_an_event_historical(read: Reader) -> None:
    coded = read("Latvia expelled the consul in 2009.", "2015-03-05").events
    assert [event.modality for event in coded] == ["historical"]


def test_the_year_of_the_publication_does_not_make_an_event_historical(read: Reader) -> None:
    coded = read("Latvia expelled the consul on 2 March 2015.", "2015-03-05").events
    assert [event.modality for event in coded] == ["asserted"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_arbitrary_text_never_breaks_an_offset(read: Reader, text: str) -> None:
    reading = read(text)
    for event in reading.events:
        assert reading.article.text[slice(*event.trigger.span)] == event.trigger.text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(TEXT.split()), max_size=25))
def test_shuffled_words_never_break_a_record(read: Reader, words: list[str]) -> None:
    reading = read(" ".join(words))
    for event in reading.events:
        assert isinstance(event, Event)
        for party in (*event.actors, *event.recipients):
            assert reading.article.text[slice(*party.span)] == party.text


def test_both_governments_are_the_two_states_that_the_article_is_about(read: Reader) -> None:
    text = (
        "Kenya closed its border with Somalia. Somalia recalled its ambassador from Kenya. "
        "Kenya sent troops. Somalia complained. Norway urged both governments to resume talks."
    )
    (event,) = [event for event in read(text).events if event.type == "REQUEST"]
    assert [party.country for party in event.actors] == ["NOR"]
    assert {party.country for party in event.recipients} == {"KEN", "SOM"}
    assert {party.text for party in event.recipients} == {"both governments"}


def test_both_governments_stay_as_written_where_nothing_tells_which() -> None:
    reading = next(analyse([Article(id="t", text="Norway urged both governments to resume talks.")]))
    (event,) = events.code_events(reading)
    assert [(party.text, party.country) for party in event.recipients] == [("governments", None)]


def test_we_in_somebodys_words_is_the_speaker(read: Reader) -> None:
    reading = read('Premier Ilves was blunt. "We have expelled two Danish diplomats."')
    start = reading.article.text.index("We")
    content = Content("We have expelled two Danish diplomats.", ((start, start + 38),))
    speaker = next(m.party for mentions in reading.mentions for m in mentions.values() if "Ilves" in m.party.text)
    speech = Statement(
        id="s-1", speaker=speaker, anonymous=False, cue=None, addressee=None, content=content, form="direct",
        act="claim", confidence=1.0, rule="quote",
    )  # fmt: skip
    (event,) = events.code_events(msgspec.structs.replace(reading, statements=(speech,)))
    assert event.attributed_to == "s-1"
    assert [(party.text, party.name) for party in event.actors] == [("We", speaker.name)]


def test_a_visit_in_the_present_with_a_day_to_come_is_agreed(read: Reader) -> None:
    reading = read("President Macron travels to Lima on 20 May.", "2014-05-02")
    text = reading.article.text
    start = text.index("20 May")
    day = TimeMention((start, start + 6), "2014-05-20", "2014-05-20", "day", historical=False)
    (event,) = events.code_events(msgspec.structs.replace(reading, times=(day,)))
    assert (event.type, event.date) == ("AGREE", "2014-05-20")


def spoken(reading: Reading, act: str, speaker: str, target: str, cue: str) -> tuple[Event, ...]:
    """Return the events that rule "statement" adds where a statement of the act is planted in a reading."""
    text = reading.article.text
    place = text.index(cue)

    def party(words: str) -> Party:
        return Party(text=words, span=(text.index(words), text.index(words) + len(words)), country=words[:3].upper())

    statement = Statement(
        id="s", speaker=party(speaker), anonymous=False, cue=Cue(cue, (place, place + len(cue))), addressee=None,
        content=Content(text[place + len(cue) :], ((place + len(cue), len(text)),)), form="indirect", act=act,  # type: ignore[arg-type]
        confidence=0.9, rule="test", targets=(party(target),),
    )  # fmt: skip
    planted = msgspec.structs.replace(reading, statements=(statement,))
    return tuple(event for event in events.code_events(planted) if event.rule == "statement")


def test_a_statement_that_no_frame_saw_is_the_act_that_it_does(read: Reader) -> None:
    reading = read("Kenya hummed that Somalia was nothing but a mushroom.", "2015-03-03")
    (event,) = spoken(reading, "accuse", "Kenya", "Somalia", "hummed")
    assert (event.type, event.trigger.text, event.modality) == ("ACCUSE", "hummed", "asserted")
    assert [party.text for party in (*event.actors, *event.recipients)] == ["Kenya", "Somalia"]


def test_a_statement_whose_act_is_coded_already_adds_nothing(read: Reader) -> None:
    reading = read("Kenya accused Somalia of piracy.", "2015-03-03")
    assert reading.events
    assert not spoken(reading, "accuse", "Kenya", "Somalia", "accused")


def test_a_statement_to_nobody_and_a_bare_comment_are_no_events(read: Reader) -> None:
    reading = read("Kenya hummed that Somalia was nothing but a mushroom.", "2015-03-03")
    assert not spoken(reading, "state", "Kenya", "Somalia", "hummed")
    assert not spoken(reading, "accuse", "Kenya", "Kenya", "hummed")


def test_what_a_speaker_calls_ours_is_of_his_country(read: Reader) -> None:
    text = "The minister said that Serb gunners had shelled our outpost."
    reading = read(text)
    start = text.index("Serb")
    minister = Party(text="The minister", span=(0, 12), name="minister of Albania", country="ALB")
    statement = Statement(
        id="s-1", speaker=minister, anonymous=False, cue=Cue("said", (13, 17)), addressee=None,
        content=Content(text[start:-1], ((start, len(text) - 1),)),
        form="indirect", act="state", confidence=1.0, rule="verb",
    )  # fmt: skip
    (attack,) = events.code_events(msgspec.structs.replace(reading, statements=(statement,)))
    assert [(party.text, party.country) for party in attack.recipients] == [("our outpost", "ALB")]
