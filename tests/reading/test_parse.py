"""The language model is the one that was tested."""

from __future__ import annotations

from tocsin.reading.parse import MODEL_SHA256, language_model, model_digest


def test_the_weights_are_those_recorded() -> None:
    assert model_digest() == MODEL_SHA256


def test_only_the_components_that_are_used_are_loaded() -> None:
    assert language_model().pipe_names == ["tok2vec", "tagger", "parser"]
