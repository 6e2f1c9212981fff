"""Whatever a text holds, the records keep to the contract."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.records import Article, Mention, Party, Reading
from tocsin.statements import find_statements

Parse = Callable[[str], Reading]

PIECES = """said told he she they that not the minister Kaldor accused of denied asked whether “ ” " '' ‘ ’ — : , . ? !
and but according to who which go peace war because named anonymity quoted as saying no comment Q: ... é 𝔸"""
WORDS = st.sampled_from([*PIECES.split(), "\n\n", " "])


@given(st.lists(WORDS, max_size=60).map(" ".join))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_span_lies_in_the_text_and_equals_its_words(parsed: Parse, text: str) -> None:
    reading = parsed(text)
    for statement in find_statements(reading):
        spans = statement.content.spans
        assert spans and all(0 <= start < end <= len(text) for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
        assert statement.content.text == " ".join(text[start:end] for start, end in spans)
        named = [statement.speaker, statement.addressee, statement.relayed_by, statement.cue]
        assert all(part.text == text[part.span[0] : part.span[1]] for part in named if part is not None)
        assert 0 <= statement.confidence <= 1


def test_a_text_without_sentences_has_no_statements() -> None:
    assert find_statements(Reading(article=Article(id="empty", text=""))) == ()


def test_the_same_reading_gives_the_same_ids(parsed: Parse) -> None:
    reading = parsed("The envoy said that the talks had failed. “We tried,” he added.")
    assert [s.id for s in find_statements(reading)] == [s.id for s in find_statements(reading)]


def with_mention(reading: Reading, sentence: int, head: int, party: Party) -> Reading:
    mentions = [dict(found) for found in reading.mentions] or [{} for _ in reading.sentences]
    mentions[sentence][head] = Mention(party, head, head, head, "name", "test", party.name, None)
    return msgspec.structs.replace(reading, mentions=tuple(mentions))


def test_the_speaker_is_the_party_that_the_mention_resolves_to(parsed: Parse) -> None:
    reading = parsed("He said that Kaldor had broken the truce.")
    lavin = Party(text="He", span=(0, 2), name="Tor Lavin", country="LTH", office="foreign minister")
    kaldor = Party(text="Kaldor", span=(13, 19), name="Kaldor", country="KAL")
    reading = with_mention(with_mention(reading, 0, 0, lavin), 0, 3, kaldor)
    (statement,) = find_statements(reading)
    assert statement.speaker == lavin
    assert statement.targets == (kaldor,)
    assert statement.act == "accuse"


def test_a_speaker_is_no_target_of_his_own_statement(parsed: Parse) -> None:
    reading = parsed("Kaldor said that Kaldor was ready.")
    party = Party(text="Kaldor", span=(0, 6), name="Kaldor", country="KAL")
    again = msgspec.structs.replace(party, span=(17, 23))
    (statement,) = find_statements(with_mention(with_mention(reading, 0, 0, party), 0, 3, again))
    assert statement.targets == ()


def test_a_relative_pronoun_keeps_its_text_and_takes_its_antecedents_name(parsed: Parse) -> None:
    (statement,) = find_statements(parsed("The officer, who accused the navy of neglect, has resigned."))
    assert statement.speaker is not None
    assert (statement.speaker.text, statement.speaker.name) == ("who", "The officer")


def test_the_issue_of_a_statement_is_what_it_is_about(parsed: Parse) -> None:
    (rejected,) = find_statements(parsed("Kaldor rejected the draft resolution on Tuesday."))
    assert rejected.issue == "draft resolution"
    (said,) = find_statements(parsed("The envoy said that both sides had signed the grain agreement."))
    assert said.issue == "grain agreement"
