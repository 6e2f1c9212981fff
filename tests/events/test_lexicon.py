"""The tables of the event room are complete and consistent."""

from __future__ import annotations

import pytest

from tocsin.errors import DataError
from tocsin.events.abstention import LIMIT
from tocsin.events.explaining import RULES
from tocsin.events.modality import LEVELS
from tocsin.events.ontology import cameo_of, ontology, score_of
from tocsin.events.patterns import KINDS, _parse_test, lexicon

MODES = (
    "CONSULT:visit CONSULT:third-party CONSULT:multilateral CONSULT:phone RETREAT:withdraw RETREAT:release "
    "RETREAT:disarm RETREAT:ceasefire RETREAT:access RETREAT:resign REQUEST:assist REQUEST:change "
    "REQUEST:yield REQUEST:meet ACCUSE:disapprove ACCUSE:investigate ACCUSE:allege REJECT:assist REJECT:change "
    "REJECT:yield REJECT:meet THREATEN:restrict THREATEN:arrest THREATEN:relations THREATEN:expel "
    "THREATEN:territory THREATEN:violence PROTEST:demo PROTEST:riot PROTEST:strike PROTEST:hunger "
    "PROTEST:boycott PROTEST:obstruct PROTEST:vandalize SANCTION:convict SANCTION:expel SANCTION:withdraw "
    "SANCTION:discontinue MOBILIZE:troops MOBILIZE:weapons MOBILIZE:police MOBILIZE:militia COERCE:seize "
    "COERCE:restrict COERCE:censor COERCE:curfew COERCE:martial-law COERCE:arrest COERCE:deport "
    "COERCE:withhold COERCE:misinformation COERCE:cyber ASSAULT:abduct ASSAULT:beat ASSAULT:torture "
    "ASSAULT:sexual ASSAULT:targeted ASSAULT:destroy ASSAULT:primitive ASSAULT:firearms ASSAULT:explosives "
    "ASSAULT:suicide-attack ASSAULT:aerial ASSAULT:drone ASSAULT:heavy-weapons ASSAULT:crowd-control "
    "ASSAULT:unconventional"
)


def test_the_ontology_has_16_types_and_every_mode() -> None:
    known = ontology()
    assert len(known.types) == 16
    listed = {f"{kind}:{mode}" for kind, mode in known.modes if mode is not None}
    assert listed == set(MODES.split())


def test_the_ontology_has_37_contexts() -> None:
    assert len(ontology().context_order) == 37


def test_scores_run_from_minus_ten_to_ten_and_an_accusation_is_negative() -> None:
    assert all(-10 <= mode.score <= 10 for mode in ontology().modes.values())
    assert score_of("ACCUSE", None) == -2
    assert score_of("RETREAT", "disarm") == 10
    assert score_of("ASSAULT", "unconventional") == -10


def test_every_type_has_a_cameo_code_whatever_its_mode() -> None:
    for kind, mode in ontology().modes:
        assert cameo_of(kind, mode, frozenset(), ()) is not None


def test_an_embargo_is_cameo_163_and_a_conviction_116() -> None:
    assert cameo_of("SANCTION", "discontinue", frozenset(("sanctions",)), ()) == "163"
    assert cameo_of("SANCTION", "convict", frozenset(), ()) == "116"


def test_the_lexicon_has_1500_verb_senses_of_every_type() -> None:
    frames = [frame for found in lexicon().frames.values() for frame in found]
    assert len(frames) > 1500
    assert {frame.type for frame in frames} >= set(ontology().types)


def test_every_operator_says_what_it_makes_of_each_kind_of_act() -> None:
    for cells in lexicon().operators.values():
        for kind in (*KINDS, "empty"):
            cell = cells[kind]
            if cell in ("", "-"):
                continue
            if cell.startswith("@"):
                assert cell[1:] in LEVELS
                continue
            made, _, modality = cell.partition("/")
            type_name, _, mode = made.partition(":")
            assert type_name in ontology().types
            assert mode in ("", "@") or (type_name, mode) in ontology().modes
            assert not modality or modality in LEVELS


def test_every_operator_has_its_rule_explained() -> None:
    lending = {"must", "take", "plan", "fail", "hope"}  # these only lend a modality, or have a rule of another name
    assert {f"operator-{name}" for name in set(lexicon().operators) - lending} <= set(RULES)


def test_every_domain_of_the_abstention_table_has_a_limit() -> None:
    assert {domain for hits in lexicon().abstention.values() for domain, _ in hits} == set(LIMIT)


def test_governors_name_only_known_modalities() -> None:
    said = {modality for words in lexicon().governors.values() for modality in words.values()}
    assert said <= {*LEVELS, "would", "historical"}


def test_a_test_for_an_unknown_class_is_refused_with_its_line() -> None:
    with pytest.raises(DataError, match="line 7: 'nosuch' is neither a class nor a quoted word"):
        _parse_test("obj=nosuch", frozenset(("troops",)), "line 7")
