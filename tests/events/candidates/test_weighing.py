"""The model reads the same features in training and in coding, and its weights are there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tocsin.events.abstention import silent_domains
from tocsin.events.acts import Acts
from tocsin.events.candidates import NULL, Weigher, propose, weights
from tocsin.events.ontology import ontology
from tocsin.events.scene import Scene
from tocsin.records import Reading

Reader = Callable[..., Reading]
SENTENCE = "Latvia, which had warned Minsk, expelled two diplomats on Tuesday and closed the border."


def scene_of(reading: Reading) -> Scene:
    return Scene(reading.sentences[0], reading.mentions[0], frozenset())


def test_coding_uses_exactly_the_features_of_training(read: Reader) -> None:
    scene = scene_of(read(SENTENCE))
    domains = silent_domains(scene)
    weigher = Weigher(scene)
    index = weights().index
    for head, act in propose(scene, Acts(scene)):
        trained = {index[name] for name in weigher.features(head, act, domains) if name in index}
        assert set(weigher.judge(head, act, domains).rows) == trained


def test_the_probabilities_of_a_verdict_sum_to_one(read: Reader) -> None:
    scene = scene_of(read(SENTENCE))
    weigher = Weigher(scene)
    for head, act in propose(scene, Acts(scene)):
        verdict = weigher.judge(head, act, frozenset())
        assert sum(verdict.chances.values()) == pytest.approx(1.0)
        assert set(verdict.chances) == {*ontology().types, NULL}


def test_the_model_names_only_modes_of_the_ontology() -> None:
    known = ontology().modes
    for name in weights().modes:
        kind, _, mode = name.partition(":")
        assert (kind, mode or None) in known


def test_no_name_of_a_party_is_a_feature() -> None:
    names = {"russia", "ukraine", "putin", "nato", "moscow", "kremlin", "israel", "china", "iran"}
    for feature in weights().index:
        assert feature.split("=", 1)[-1] not in names, feature


def test_the_weights_stay_under_twenty_megabytes() -> None:
    model = weights()
    assert model.by_type.size * 2 + model.by_mode.size * 2 < 20_000_000
