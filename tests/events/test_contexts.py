"""Contexts: which words call them up, and for which act of the sentence."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from tocsin.events.contexts import context_cues, find_contexts, find_phrases
from tocsin.events.ontology import ontology, phrase_starts
from tocsin.records import Event, Reading

Code = Callable[..., tuple[Event, ...]]
Reader = Callable[..., Reading]


def contexts_of(events: tuple[Event, ...], kind: str) -> set[str]:
    """Return the contexts of the events of a type."""
    return {context for event in events if event.type == kind for context in event.contexts}


def test_a_word_of_the_field_gives_its_context(code: Code) -> None:
    assert "election" in contexts_of(code("Ghana accused Togo of tampering with ballots."), "ACCUSE")
    assert "cyber" in contexts_of(code("Chile accused Peru of hiring hackers."), "ACCUSE")


def test_a_hyphen_counts_as_a_space(read: Reader) -> None:
    sentence = read("Kenya urged a cease-fire.").sentences[0]
    found = {phrase for _, phrase in find_phrases(sentence, ontology().contexts, ontology().context_starts)}
    assert "cease fire" in found


def test_words_of_a_longer_phrase_say_nothing_by_themselves(read: Reader) -> None:
    known = {"west bank", "bank", "loan"}
    sentence = read("Spain offered the West Bank a loan.").sentences[0]
    assert [phrase for _, phrase in find_phrases(sentence, known, phrase_starts(known))] == ["west bank", "loan"]


def test_a_word_in_the_clause_of_the_act_counts_for_more_than_one_elsewhere(read: Reader) -> None:
    sentence = read("Peru sued Chile after gunmen had attacked a mosque.").sentences[0]
    cues = context_cues(sentence)
    own = find_contexts(sentence, cues, sentence.lowers.index("attacked"), "ACCUSE", None)
    other = find_contexts(sentence, cues, sentence.lowers.index("sued"), "ACCUSE", None)
    assert "religion_ethnicity" in own
    assert set(own) - set(other)


def test_an_air_strike_is_military_without_any_word_of_it(read: Reader) -> None:
    sentence = read("It happened at noon.").sentences[0]
    assert "military" in find_contexts(sentence, [], 1, "ASSAULT", "aerial")


def test_contexts_stand_in_the_order_of_the_table(code: Code) -> None:
    order = ontology().context_order
    for event in code("Niger arrested the editor of a newspaper and jailed a bishop and an army general over a bribe."):
        assert list(event.contexts) == sorted(event.contexts, key=order.__getitem__)


def test_every_strength_is_a_share() -> None:
    known = ontology()
    assert all(0 <= near <= 1 and 0 <= far <= 1 for said in known.contexts.values() for _, near, far in said)
    assert all((kind, mode) in known.modes for kind, mode in known.implied)


@given(st.lists(st.sampled_from(["war", "peace talk", "state of emergency"]), min_size=1))
def test_a_phrase_starts_with_its_first_word(phrases: list[str]) -> None:
    starts = phrase_starts(phrases)
    assert all(starts[p.split()[0]] >= len(p.split()) for p in phrases if " " in p)
