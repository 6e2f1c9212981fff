"""Accusations meet their denials, claims their contraries; unrelated sentences do not."""

from __future__ import annotations

from tocsin import pipeline
from tocsin.positions import find_disputes
from tocsin.records import Article, Dispute


def disputes(*texts: str) -> list[Dispute]:
    articles = [Article(id=f"a{i}", text=text, published=f"2019-03-0{i + 1}") for i, text in enumerate(texts)]
    return list(find_disputes(list(pipeline.read_all(articles))))


def test_a_charge_and_its_denial_in_one_sentence_are_joined() -> None:
    (found,) = disputes("Norway accused Denmark of arming the rebels, a charge that Copenhagen denied.")
    assert found.kind == "denial"
    assert found.first.party is not None
    assert found.second.party is not None
    assert (found.first.party.country, found.second.party.country) == ("NOR", "DNK")


def test_a_denial_in_the_next_days_paper_answers_the_accusation() -> None:
    found = disputes(
        "Norway accused Denmark of arming the rebels.",
        "Denmark denied Norway's accusation that it was arming the rebels.",
    )
    assert any(dispute.kind == "denial" for dispute in found)


def test_what_one_calls_legal_and_another_illegal_is_disputed() -> None:
    (found,) = disputes(
        'Norway said the referendum was "illegal". Denmark said the referendum complied with its laws.',
    ) or disputes("Norway said the referendum was illegal. Denmark said the referendum was legal.")
    assert found.kind == "contrary"
    assert "referendum" in found.reason


def test_two_sources_set_against_each_other_are_two_versions() -> None:
    found = disputes("Norway said that rebels had shelled the port, but witnesses said that the army had shelled it.")
    assert [dispute.kind for dispute in found] == ["versions"]


def test_what_one_says_happened_and_the_actor_denies_is_disputed() -> None:
    found = disputes(
        "General Ivar Holm has resigned, Norway said on Friday.",
        "“I did not resign,” General Ivar Holm told reporters.",
    )
    assert [dispute.kind for dispute in found] == ["contrary"]


def test_two_that_accuse_each_other_are_in_dispute() -> None:
    found = disputes("Norway and Denmark accused each other of breaking the truce.")
    assert [dispute.kind for dispute in found] == ["counter-accusation"]


def test_what_a_party_denies_despite_what_is_seen_is_in_doubt() -> None:
    found = disputes("Norway said it had no plans to invade Denmark, despite the buildup of Norwegian forces.")
    assert [(dispute.kind, dispute.second.party) for dispute in found] == [("versions", None)]


def test_counts_of_different_people_are_no_dispute() -> None:
    text = "Norway said that 40 soldiers were killed. Denmark said that 12 civilians were killed."
    assert disputes(text) == []


def test_a_rejected_plan_is_no_denial() -> None:
    assert disputes("Norway criticised the plan for the port. Denmark rejected the plan.") == []


def test_agreeing_parties_have_no_dispute() -> None:
    assert disputes("Norway said the vote was legal. Denmark said the vote was lawful.") == []


def test_both_sides_quote_stored_sentences() -> None:
    text = "Norway accused Denmark of arming the rebels. Denmark denied it."
    for dispute in disputes(text):
        for side in (dispute.first, dispute.second):
            assert text[slice(*side.evidence.span)] == side.evidence.text
