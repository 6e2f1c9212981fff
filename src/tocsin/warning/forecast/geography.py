"""How near two countries are: a land border, and the distance of their middles.

Nearness is the oldest predictor of disputes between states. It is a fact of the map and is fitted on nothing; parties
that are no countries have none and count as distant.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from tocsin.lexicon import read_table

_RADIUS = 6371.0  # of the Earth, in km
_UNKNOWN = 6000.0  # km; what is near is known, so an unknown party is taken to be far


@cache
def _borders() -> frozenset[tuple[str, str]]:
    return frozenset((row["a"], row["b"]) for row in read_table("warning/borders.tsv", ("a", "b")))


@cache
def _middles() -> dict[str, tuple[float, float]]:
    rows = read_table("places/centres.csv", ("code", "lat", "lon"))
    return {row["code"]: (float(row["lat"]), float(row["lon"])) for row in rows}


def nearness(names: Sequence[tuple[str, str]]) -> npt.NDArray[np.float32]:
    """Return for each pair (alphabetical) 1 or 0 for a land border, and the log of the distance in km plus 100."""
    borders, middles = _borders(), _middles()
    found = np.empty((len(names), 2), dtype=np.float32)
    found[:, 0] = [pair in borders for pair in names]
    nowhere = (np.nan, np.nan)
    ends = np.radians([[*middles.get(a, nowhere), *middles.get(b, nowhere)] for a, b in names]).reshape(-1, 4).T
    lat_a, lon_a, lat_b, lon_b = ends
    cosine = np.sin(lat_a) * np.sin(lat_b) + np.cos(lat_a) * np.cos(lat_b) * np.cos(lon_a - lon_b)
    distance = _RADIUS * np.arccos(np.clip(cosine, -1, 1))
    found[:, 1] = np.log(np.where(np.isnan(distance), _UNKNOWN, distance) + 100)
    return found
