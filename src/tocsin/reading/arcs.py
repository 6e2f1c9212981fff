"""Dependency arcs: spaCy's transition parser with its own weights and transitions, in a third of its time.

All sentences of a batch take their next transition together. A step's features are eight tokens, and their share in
the hidden layer is computed once a token and place; a step sums eight rows, takes the greater of two pieces and scores
the transitions, of which the best that is valid is taken.

spaCy does the same in compiled code that releases the interpreter's lock and takes it again dozens of times a token,
to ask for errors; that costs two thirds of its time. Here the loop keeps the lock, and the sums are those of spaCy up
to rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.ml.parser_model import ParserStepModel  # type: ignore[import-not-found,unused-ignore]
from spacy.tokens import Doc
from thinc.api import NumpyOps

Floats = NDArray[numpy.float32]


class Linker:
    """The parser of a pipeline."""

    def __init__(self, nlp: Language) -> None:
        parser: Any = nlp.get_pipe("parser")
        self._parser = parser
        reduce, lower, upper = parser.model.layers
        narrow = reduce.layers[-1]
        self._narrow: tuple[Floats, Floats] = (numpy.ascontiguousarray(narrow.get_param("W").T), narrow.get_param("b"))
        # places of the eight tokens, units, pieces, width; the pieces are put side by side
        weights = lower.get_param("W")
        self._places, self._units, pieces, width = weights.shape
        self._wide = pieces * self._units
        self._hidden: Floats = numpy.ascontiguousarray(weights.transpose(0, 2, 1, 3).reshape(-1, width).T)
        self._hidden_bias: Floats = numpy.ascontiguousarray(lower.get_param("b").T).reshape(-1)
        self._missing: Floats = lower.get_param("pad")[0].transpose(0, 2, 1).reshape(-1)
        self._scores: tuple[Floats, Floats] = (numpy.ascontiguousarray(upper.get_param("W").T), upper.get_param("b"))
        self._step = SimpleNamespace(state2vec=SimpleNamespace(nF=self._places))
        self._ops = NumpyOps(use_blis=False)
        # kept between batches, for fresh memory must be cleared page by page
        self._table: Floats = numpy.empty((0, self._places * self._wide), dtype="float32")

    def link(self, docs: Sequence[Doc], vectors: Floats) -> None:
        """Set heads and labels of the Docs' tokens; `vectors` has a row for each token of all of them in turn."""
        parser = self._parser
        shares = self._shares(vectors)
        weights, bias = self._scores
        # the first rows stand for a token that is not there, which has the index -1
        offsets = numpy.arange(self._places, 2 * self._places, dtype="int32")
        states = parser.moves.init_batch(docs)
        open_states = [state for state in states if not state.is_final()]
        while open_states:
            tokens = ParserStepModel.get_token_ids(self._step, open_states)
            tokens *= self._places
            tokens += offsets
            sums = self._ops.gather_add(shares, tokens.view("uint32"))
            sums += self._hidden_bias
            hidden = sums[:, : self._units]
            for start in range(self._units, self._wide, self._units):
                hidden = numpy.maximum(hidden, sums[:, start : start + self._units])
            scores = hidden @ weights
            scores += bias
            open_states = parser.transition_states(open_states, scores)
        parser.set_annotations(docs, states)

    def _shares(self, vectors: Floats) -> Floats:
        """Return each token's share in the hidden layer, a row for each place that it may take in a step."""
        weights, bias = self._narrow
        narrow = vectors @ weights
        narrow += bias
        if len(self._table) <= len(vectors):
            self._table = numpy.empty((len(vectors) + 1, self._places * self._wide), dtype="float32")
        shares = self._table[: len(vectors) + 1]
        shares[0] = self._missing
        numpy.matmul(narrow, self._hidden, out=shares[1:])
        return shares.reshape(-1, self._wide)
