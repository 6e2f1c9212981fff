"""The shortcut through the embedding layer changes no vector, tag or arc."""

from __future__ import annotations

import numpy
import spacy

from tocsin.reading.embedding import embed_words_once
from tocsin.reading.parse import MODEL

SENTENCES = (
    "Norway and Denmark agreed on Monday to hold talks, and the talks were held on Monday.",
    "“We will not talk,” the minister said; the minister would not talk.",
    "In 2019 the U.S. embassy, the U.K. embassy and the EU's office closed.",
    "ok",
)


def test_every_vector_tag_and_arc_is_that_of_the_original_layer() -> None:
    plain, short = (spacy.load(MODEL, exclude=["ner", "attribute_ruler", "lemmatizer", "senter"]) for _ in range(2))
    embed_words_once(short)
    for one, other in zip(plain.pipe(SENTENCES), short.pipe(SENTENCES), strict=True):
        assert numpy.allclose(one.tensor, other.tensor, atol=1e-5)
        assert [(t.tag_, t.dep_, t.head.i) for t in one] == [(t.tag_, t.dep_, t.head.i) for t in other]
