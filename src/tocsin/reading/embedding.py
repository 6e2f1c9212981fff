"""Embeds each different word of a batch once.

spaCy's embedding layer hashes six features of every token into tables and mixes them with a wide matrix product. Its
result depends on those features alone, and two tokens in three of a batch repeat an earlier one; here each different
feature row goes through the layer once, and its vector is copied to all tokens that have it. The vectors are those of
the layer itself. Rows are compared by a 64-bit product hash.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model

_Vectors = list[Any]
# Odd multipliers (fractional parts of square roots of primes), one a feature.
_MULTIPLIERS = numpy.array(
    [
        *(0x6A09E667F3BCC909, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1),
        *(0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179),
    ],
    dtype="uint64",
)


def embed_words_once(nlp: Language) -> None:
    """Put the shortcut in place of the embedding layer of the pipeline's `tok2vec`."""
    tok2vec = nlp.get_pipe("tok2vec")
    chain: Model[Any, Any] = tok2vec.model  # type: ignore[attr-defined]
    embed = chain.layers[0]
    extract, _, hashes, mix, _ = embed.layers
    chain.layers[0] = Model(
        "embed_words_once", _forward, layers=[hashes, mix], attrs=dict(extract.attrs), dims=_dims(embed)
    )


def _dims(embed: Model[Any, Any]) -> dict[str, int | None]:
    """Take over the widths of the layer that is replaced."""
    return {name: embed.get_dim(name) if embed.has_dim(name) else None for name in embed.dim_names}


def _forward(
    model: Model[list[Doc], _Vectors], docs: list[Doc], is_train: bool
) -> tuple[_Vectors, Callable[[_Vectors], list[Doc]]]:
    """Return each Doc's token vectors; the layer is never trained, so there is no way back."""
    hashes, mix = model.layers
    columns = model.attrs["columns"]
    features = numpy.concatenate([doc.to_array(columns).reshape((len(doc), len(columns))) for doc in docs])
    keys = (features.astype("uint64") * _MULTIPLIERS[: len(columns)]).sum(axis=1, dtype="uint64")
    _, first, places = numpy.unique(keys, return_index=True, return_inverse=True)
    vectors = mix.predict(hashes.predict(features[first]))[places]
    ends = numpy.cumsum([len(doc) for doc in docs])[:-1]

    def backprop(_: _Vectors) -> list[Doc]:
        raise NotImplementedError("the shortcut is for prediction only")

    return numpy.split(vectors, ends), backprop
