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


def kinds(*texts: str) -> list[str]:
    return [dispute.kind for dispute in disputes(*texts)]


def test_a_denied_deed_without_a_word_of_saying_answers_who_told_it() -> None:
    text = "Norway said the shelling by the Danish army had to stop. Denmark denied having shelled any village."
    assert "contrary" in kinds(text) or "denial" in kinds(text)


def test_a_party_that_would_not_be_drawn_on_a_charge_gives_no_comment() -> None:
    assert kinds("Norway accused Denmark of spying. Denmark would not be drawn on that.") == ["no comment"]


def test_a_ministry_release_answers_the_charge_of_the_day_before() -> None:
    found = disputes(
        "Norway said that Denmark sheltered the rebels and fed them.",
        "Statement by the Ministry of Foreign Affairs of Denmark\n\nThe assertion of Norway that Denmark shelters "
        "rebels is false. The Ministry regrets it.",
    )
    assert [dispute.kind for dispute in found] == ["denial"]


def test_what_an_officer_denied_and_then_acknowledged_is_a_reversal() -> None:
    text = (
        "General Ivar Holm of Norway, who had said on Monday that no reservist had been called up, acknowledged on "
        "Wednesday that 1,200 had received orders."
    )
    assert kinds(text) == ["reversal"]


def test_a_claim_and_the_same_words_with_a_not_are_contrary() -> None:
    assert kinds("Norway said Denmark had laid the mine in the strait. Denmark said it had not laid any mine.") != []


def test_what_was_not_found_and_is_maintained_stands_in_two_versions() -> None:
    text = "Norway said it had found no trace of explosives. Denmark maintained that the bridge was blown up."
    assert "versions" in kinds(text)


def test_each_side_blaming_the_other_is_told_by_their_own_words() -> None:
    found = disputes(
        "Talks between Norway and Denmark broke down, and each side blamed the other. Norway said that Denmark had "
        "come to collect. Denmark accused Norway of asking for the impossible.",
    )
    assert any("collect" in dispute.first.evidence.text for dispute in found)


def test_a_refused_permit_is_no_denial() -> None:
    assert kinds("Denmark said they had asked for days. Norway denied the inspectors access to the site.") == []


def test_a_rebel_charge_and_its_denial_by_the_government_are_joined() -> None:
    found = disputes(
        "The Norwegian opposition accused the government of Norway of forging the lists of voters. "
        "The Norwegian government denied the accusation."
    )
    assert any(dispute.kind == "denial" for dispute in found)


def test_each_side_that_lays_the_first_shot_at_the_others_door_has_its_version() -> None:
    found = disputes(
        "Denmark said that gunmen from the bank had fired first. Norway said that Danish soldiers had opened fire."
    )
    assert [dispute.kind for dispute in found] == ["versions"]


def test_what_a_minister_denied_and_concedes_later_is_a_reversal() -> None:
    found = disputes(
        "The Norwegian government said that its police had used no tear gas in the harbour.",
        "The Norwegian government conceded that its police had used tear gas in the harbour.",
    )
    assert any(dispute.kind == "reversal" for dispute in found)


def test_what_was_never_denied_is_no_reversal_when_conceded() -> None:
    found = disputes(
        "The Norwegian government said that there was no coffee in the harbour.",
        "The Norwegian government conceded that its police had used tear gas in the harbour.",
    )
    assert found == []


def test_a_debt_that_one_claims_and_the_other_says_is_paid_is_disputed() -> None:
    found = disputes("Norway said that Denmark owed 2 million euros. Denmark said that the bill had been paid in full.")
    assert [dispute.kind for dispute in found] == ["contrary"]


def test_an_age_is_no_count_of_the_dead() -> None:
    found = disputes(
        "Norway said that 30 people had been killed. Denmark said that Jan Holm, 18, had died in the attack of a bear."
    )
    assert not any(dispute.kind == "versions" for dispute in found)


def test_a_claim_and_its_denial_in_one_sentence_are_a_dispute() -> None:
    (found,) = disputes("Norway says two fishermen were hurt on Saturday, a claim that Denmark denies.")
    assert found.kind == "denial"


def test_what_is_called_a_fairy_tale_is_denied() -> None:
    found = disputes(
        "Norway said that Danish officers were directing the guns at Holm. "
        "Denmark called that a fairy tale and said that not one Danish soldier was in Norway."
    )
    assert [dispute.kind for dispute in found] == ["denial"]


def test_nothing_routine_is_the_contrary_of_routine() -> None:
    (found,) = disputes(
        "The exercise was a routine one, Norway said. Denmark said there was nothing routine about the exercise."
    )
    assert found.kind == "contrary"


def test_breaking_the_rules_is_the_contrary_of_keeping_within_them() -> None:
    (found,) = disputes(
        "Norway said the import ban broke the trade rules. Denmark said the ban was fully in line with the rules."
    )
    assert found.kind == "contrary"


def test_an_accusation_is_denied_two_days_later_where_both_name_each_other() -> None:
    found = disputes(
        "Norway accused Denmark of arming rebels through the Holm crossing.",
        "Denmark denied on Friday that it was arming anybody in Norway.",
    )
    assert [dispute.kind for dispute in found] == ["denial"]
