"""The fitted weights of the model of stances (data/patterns/stances.npz, made by tools/train_stances.py)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy
import numpy.typing

from tocsin.errors import SetupError
from tocsin.lexicon import DATA

WEIGHTS = DATA / "patterns" / "stances.npz"
NONE = "none"
Weights = numpy.typing.NDArray[numpy.float64]


class Weighed(NamedTuple):
    """The fitted weights: the row of each feature, one column a class; the bias and the names of the classes.

    `paths` are those from an issue to a party that takes a stance on it; others are not weighed.
    """

    rows: dict[str, int]
    matrix: Weights
    bias: Weights
    names: tuple[str, ...]
    paths: frozenset[str]

    def sum_of(self, features: Iterable[str]) -> Weights:
        """Return the summed weights of features, those that are not known left out."""
        rows = self.rows
        sums: Weights = self.matrix[[rows[name] for name in features if name in rows]].sum(axis=0)
        return sums


@cache
def weights() -> Weighed:
    """Load the fitted weights once a process; raises SetupError where they are missing from the installation."""
    if not WEIGHTS.is_file():
        raise SetupError("the weights of the stances are missing: run `make train`, or install the package again")
    with numpy.load(io.BytesIO(WEIGHTS.read_bytes()), allow_pickle=False) as archive:
        features = str(archive["features"][()]).split("\n")
        matrix, bias = archive["weights"].astype("float64"), archive["bias"].astype("float64")
        names = tuple(str(archive["names"][()]).split("\n"))
        paths = frozenset(str(archive["paths"][()]).split("\n"))
    return Weighed({name: i for i, name in enumerate(features)}, matrix, bias, names, paths)
