"""Vectors, tags and arcs computed from spaCy's weights are those of spaCy."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy
import spacy
from spacy.language import Language

from tocsin.reading.arcs import Linker
from tocsin.reading.parse import MODEL, parse
from tocsin.reading.vectors import Encoder
from tocsin.records import Sentence

SENTENCES = (
    "Norway and Denmark agreed on Monday to hold talks, and the talks were held on Monday.",
    "“We will not talk,” the minister said; the minister would not talk.",
    "In 2019 the U.S. embassy, the U.K. embassy and the EU's office closed.",
    "ok",
    "Who, the envoy asked, had seen the letter that the two ministers, who met in Oslo, wrote and never sent?",
)


@cache
def plain() -> Language:
    return spacy.load(MODEL, exclude=["ner", "attribute_ruler", "lemmatizer", "senter"])


def encoded(encoder: Encoder, texts: tuple[str, ...]) -> numpy.ndarray:
    docs = [plain().make_doc(text) for text in texts]
    features = numpy.concatenate([doc.to_array(encoder.columns) for doc in docs])
    return encoder.encode(features, [len(doc) for doc in docs])


def test_every_vector_is_that_of_the_original_layers() -> None:
    original = numpy.concatenate([doc.tensor for doc in plain().pipe(SENTENCES)])
    assert numpy.allclose(encoded(Encoder(plain()), SENTENCES), original, atol=1e-5)


def test_a_sentence_has_the_same_vectors_alone_and_among_others() -> None:
    encoder = Encoder(plain())
    alone = numpy.concatenate([encoded(encoder, (text,)) for text in SENTENCES])
    assert numpy.allclose(encoded(encoder, SENTENCES * 40)[: len(alone)], alone, atol=1e-5)


def test_words_beyond_those_kept_are_embedded_anew() -> None:
    encoder = Encoder(plain())
    words = [f"word{number}" for number in range(18_000)]
    chunks = tuple(" ".join(words[at : at + 100]) for at in range(0, len(words), 100))
    first = encoded(encoder, SENTENCES)
    encoded(encoder, chunks)
    assert numpy.allclose(encoded(encoder, SENTENCES), first, atol=1e-5)


def test_a_sentence_may_have_more_words_than_are_kept() -> None:
    encoder = Encoder(plain())
    assert len(encoded(encoder, (" ".join(f"word{number}" for number in range(17_000)),))) == 17_000
    original = numpy.concatenate([doc.tensor for doc in plain().pipe(SENTENCES)])
    assert numpy.allclose(encoded(encoder, SENTENCES), original, atol=1e-5)


def test_every_tag_and_arc_is_that_of_the_original_pipeline() -> None:
    given = [Sentence(i, (0, len(text)), 0, "body") for i, text in enumerate(SENTENCES)]
    for sentence, doc in zip(parse(SENTENCES, given), plain().pipe(SENTENCES), strict=True):
        assert sentence.tags == tuple(token.tag_ for token in doc)
        assert sentence.deps == tuple(token.dep_ for token in doc)
        assert sentence.heads == tuple(token.head.i for token in doc)


def test_arcs_are_the_same_in_any_order_of_sentences() -> None:
    docs = [plain().make_doc(text) for text in reversed(SENTENCES)]
    Linker(plain()).link(docs, encoded(Encoder(plain()), SENTENCES[::-1]))
    for doc, original in zip(reversed(docs), plain().pipe(SENTENCES), strict=True):
        assert [(t.head.i, t.dep_) for t in doc] == [(t.head.i, t.dep_) for t in original]


def test_a_batch_of_many_sentences_keeps_their_order() -> None:
    texts = [SENTENCES[i % len(SENTENCES)] for i in range(600)]
    given = [Sentence(i, (0, len(text)), 0, "body") for i, text in enumerate(texts)]
    for sentence, text in zip(parse(texts, given), texts, strict=True):
        assert text[sentence.starts[-1] : sentence.ends[-1]] == sentence.words[-1]
        assert text.startswith(sentence.words[0])


def test_threads_that_parse_at_once_find_what_one_finds() -> None:
    texts = [f"{SENTENCES[i % len(SENTENCES)]} Envoy{i} left." for i in range(60)]
    given = [Sentence(0, (0, len(text)), 0, "body") for text in texts]
    alone = [parse([text], [sentence]) for text, sentence in zip(texts, given, strict=True)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda text, sentence: parse([text], [sentence]), texts, given)) == alone
