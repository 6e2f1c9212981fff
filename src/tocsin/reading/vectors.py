"""Token vectors: what spaCy's `tok2vec` gives, from its own weights, in half of its time.

The embedding layer hashes six features of a token and mixes them; four convolutions then look at a token and its
neighbours. Three things are done otherwise than in spaCy, none of which changes a result by more than rounding:

- the embedding depends on the features alone, so each different word goes through that layer once and is kept, together
  with its share in the first convolution (its product with the weights for the left, the middle and the right token);
- the three pieces of which a maxout layer takes the greatest lie side by side, so that whole rows are compared;
- a few hundred tokens pass all layers before the next, so that they stay in the processor's cache.

Sentences are kept apart by four empty rows, one a convolution, as in spaCy. Words are told apart by a 64-bit product
hash of their features.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy
from numpy.typing import NDArray
from spacy.language import Language
from thinc.api import Model

Floats = NDArray[numpy.float32]
Ints = NDArray[numpy.int64]
Keys = NDArray[numpy.uint64]

_TOKENS_AT_ONCE = 640
_WORDS_KEPT = 16_384
_VARIANCE_FLOOR = 1e-8
# Odd multipliers (fractional parts of square roots of primes), one a feature.
_MULTIPLIERS = numpy.array(
    [
        *(0x6A09E667F3BCC909, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B),
        *(0xA54FF53A5F1D36F1, 0x510E527FADE682D1, 0x9B05688C2B3E6C1F),
    ],
    dtype="uint64",
)


class _Layer(NamedTuple):
    """A maxout layer and the layer norm behind it; the columns of weights and bias are in order of piece, then unit."""

    weights: Floats
    bias: Floats
    gain: Floats
    shift: Floats

    def activate(self, sums: Floats) -> Floats:
        """Return the normed maxima of the weighted sums, to which the bias is added in place."""
        sums += self.bias
        width = len(self.gain)
        out = numpy.maximum(sums[:, :width], sums[:, width : 2 * width])
        for start in range(2 * width, sums.shape[1], width):
            numpy.maximum(out, sums[:, start : start + width], out=out)
        out -= (out @ numpy.full(width, 1 / width, dtype="float32"))[:, None]
        variance = numpy.einsum("ij,ij->i", out, out) / numpy.float32(width)
        out /= numpy.sqrt(variance + numpy.float32(_VARIANCE_FLOOR))[:, None]
        out *= self.gain
        out += self.shift
        return out


class Encoder:
    """The `tok2vec` of a pipeline; `columns` are the token attributes that it looks at."""

    def __init__(self, nlp: Language) -> None:
        embed, convolve = nlp.get_pipe("tok2vec").model.layers  # type: ignore[attr-defined]
        extract, _, hashes, mix, _ = embed.layers
        self.columns: list[int] = list(extract.attrs["columns"])
        self._hashes: Model[Any, Any] = hashes
        self._mix = _layer(mix)
        first, *self._later = [_layer(residual) for residual in convolve.layers[0].layers]
        self._first = first
        self._width = width = len(first.gain)
        self._shares = [numpy.ascontiguousarray(first.weights[at : at + width]) for at in range(0, 3 * width, width)]
        self._rows: dict[int, int] = {}
        self._make_tables(_WORDS_KEPT)

    def _make_tables(self, size: int) -> None:
        """Make room for words, their vectors and their shares; row 0 is the empty row between sentences."""
        self._words: Floats = numpy.zeros((size, self._width), dtype="float32")
        self._left, self._middle, self._right = (
            numpy.zeros((size, len(self._first.bias)), dtype="float32") for _ in range(3)
        )

    def encode(self, features: Keys, lengths: Sequence[int]) -> Floats:
        """Return a vector a token; `features` has a row a token, `lengths` the number of tokens of each sentence."""
        vectors: Floats = numpy.empty((len(features), self._width), dtype="float32")
        at = 0
        for group in _groups(lengths):
            end = at + sum(group)
            vectors[at:end] = self._encode_group(features[at:end], group)
            at = end
        return vectors

    def _encode_group(self, features: Keys, lengths: Sequence[int]) -> Floats:
        """Pass the tokens of a few sentences through all layers."""
        gap = 1 + len(self._later)
        sizes = numpy.asarray(lengths)
        places = numpy.arange(len(features)) + numpy.repeat(numpy.arange(1, len(sizes) + 1) * gap, sizes)
        rows: Ints = numpy.zeros(len(features) + (len(sizes) + 1) * gap, dtype="int64")
        rows[places] = self._rows_of(features)
        vectors: Floats = self._words.take(rows, axis=0)
        sums = self._middle.take(rows, axis=0)
        sums[1:] += self._left.take(rows[:-1], axis=0)
        sums[:-1] += self._right.take(rows[1:], axis=0)
        vectors += self._first.activate(sums)
        width = self._width
        windows: Floats = numpy.empty((len(rows), 3 * width), dtype="float32")
        windows[0, :width] = 0
        windows[-1, 2 * width :] = 0
        for layer in self._later:
            windows[1:, :width] = vectors[:-1]
            windows[:, width : 2 * width] = vectors
            windows[:-1, 2 * width :] = vectors[1:]
            numpy.matmul(windows, layer.weights, out=sums)
            vectors += layer.activate(sums)
        return vectors[places]

    def _rows_of(self, features: Keys) -> Ints:
        """Return the row of each token in the tables of words, filling in those of new words."""
        keys: Keys = numpy.zeros(len(features), dtype="uint64")
        for column, multiplier in enumerate(_MULTIPLIERS[: features.shape[1]]):
            keys += features[:, column] * multiplier
        different, first, places = numpy.unique(keys, return_index=True, return_inverse=True)
        names: list[int] = different.tolist()
        rows = [self._rows.get(name, 0) for name in names]
        new = [i for i, row in enumerate(rows) if not row]
        if new:
            start = len(self._rows) + 1
            if start + len(new) > len(self._words):
                self._rows.clear()
                new, start = list(range(len(names))), 1
                if len(new) >= len(self._words):
                    self._make_tables(len(new) + 1)
            self._fill(start, features[first[new]])
            for row, i in enumerate(new, start):
                rows[i] = self._rows[names[i]] = row
        found: Ints = numpy.array(rows)[places]
        return found

    def _fill(self, start: int, features: Keys) -> None:
        """Embed new words into the rows from `start` on."""
        words = self._mix.activate(self._hashes.predict(features) @ self._mix.weights)
        rows = slice(start, start + len(words))
        self._words[rows] = words
        for table, weights in zip((self._left, self._middle, self._right), self._shares, strict=True):
            numpy.matmul(words, weights, out=table[rows])


def _layer(model: Model[Any, Any]) -> _Layer:
    """Take the weights of the maxout layer and of the layer norm within a model, the pieces side by side."""
    parts = {node.name: node for node in model.walk()}
    maxout: Any = parts["maxout"]
    norm: Any = parts["layernorm"]
    weights, bias = maxout.get_param("W"), maxout.get_param("b")
    return _Layer(
        numpy.ascontiguousarray(weights.transpose(1, 0, 2).reshape(-1, weights.shape[2]).T),
        numpy.ascontiguousarray(bias.T).reshape(-1),
        norm.get_param("G"),
        norm.get_param("b"),
    )


def _groups(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield runs of sentences of a few hundred tokens together, or one that is longer."""
    group: list[int] = []
    tokens = 0
    for length in lengths:
        if group and tokens + length > _TOKENS_AT_ONCE:
            yield group
            group, tokens = [], 0
        group.append(length)
        tokens += length
    if group:
        yield group
