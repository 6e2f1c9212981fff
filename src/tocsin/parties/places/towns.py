"""Which country a town or region belongs to, from its name and the countries of the article."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tocsin.parties.places.gazetteer import Spot, find_spots

KNOWN = 50  # size (ten times the decimal logarithm of the population) from which a town is known by its name alone
SMALL = 42  # size from which it is where nothing else bears the name
_AREAS = frozenset({"division", "district", "region", "state"})
_SETTLED = _AREAS | {"town", "alias", "point"}
_NAMESAKE = 8  # how much smaller than the largest one a town in a country of the article may be
_RIVAL = 5  # by how much it must exceed a namesake in another country
_CITY = 57  # size of a city that is better known than a person who bears its name


def find_town(
    name: str, countries: Mapping[str, int] = MappingProxyType({}), *, least: int = KNOWN, area: bool = False
) -> str | None:
    """Return the country of a town or region, None where the gazetteer has none or leaves it open.

    The largest one in a country of `countries` is taken (with at least 10,000 people), else one of size `least` that is
    well above every namesake in another country. `area` admits regions only, for a name with an article ("the Donbas").
    """
    kinds = _AREAS if area else _SETTLED
    spots = [spot for spot in find_spots(name) if spot.kind in kinds and spot.country]
    floor = max(KNOWN - 10, spots[0].size - _NAMESAKE) if spots else 0
    here = [spot for spot in spots if spot.country in countries and spot.size >= floor]
    if here:
        return max(here, key=lambda spot: (spot.size, countries.get(spot.country or "", 0))).country
    if not spots or spots[0].size < least or (spots[0].size < KNOWN and spots[0].kind == "alias"):
        return None
    return None if _rivals(spots) else spots[0].country


def is_city(name: str) -> bool:
    """Tell whether a name is first of all that of a large city ("Lagos", which is also a surname)."""
    spots = [spot for spot in find_spots(name) if spot.kind in _SETTLED]
    return bool(spots) and spots[0].size >= _CITY and spots[0].kind in ("town", "division") and not _rivals(spots)


def _rivals(spots: list[Spot]) -> bool:
    """Tell whether a namesake in another country is nearly as large as the first spot."""
    return any(spot.country != spots[0].country and spot.size > spots[0].size - _RIVAL for spot in spots)
