"""The gazetteer: which places bear a name.

Algorithm: two hand-made tables (countries, and regions.csv with seas, fronts, regions and sites) lie in dicts. Towns
and divisions, some 230,000 names, lie in one block of text sorted by folded name, which is unpacked once and searched
by bisection, so that loading costs milliseconds and nothing is parsed that nobody asks for.

A line of the block is `key TAB place;place;...`, a place `kind country division lat lon size`: kind t (town), a (town
under another name), d (first-order division), c (second-order), country alpha-3, division the part of its ISO 3166-2
code behind the hyphen or "-", degrees times 100, size ten times the decimal logarithm of the population.
"""

from __future__ import annotations

import gzip
import unicodedata
from functools import cache, lru_cache

import msgspec

from tocsin.errors import DataError
from tocsin.lexicon import DATA, cell_values, read_table

_TOWN_KINDS = {"t": "town", "a": "alias", "d": "division", "c": "district"}
_PRECISIONS = {
    "town": "point", "alias": "point", "point": "point",
    "division": "region", "district": "region", "region": "region", "state": "region", "county": "region",
    "desert": "region", "mountains": "region", "river": "region", "continent": "region",
    "sea": "sea", "strait": "sea", "country": "country", "people": "country", "natives": "region",
}  # fmt: skip
_SIZES = {
    "country": 88, "people": 86, "continent": 80, "sea": 74, "strait": 66, "region": 68, "state": 68, "river": 60,
    "mountains": 60, "desert": 60, "point": 56, "county": 56,
    "natives": 66,
}  # fmt: skip
_CAPITAL_BONUS = 15  # a capital is in the news far more than other towns of its size
_PLAIN = str.maketrans(
    {"’": "", "'": "", "ʼ": "", "‘": "", "`": "", ".": "", "-": " ", "–": " ", "ı": "i", "ø": "o", "ł": "l", "đ": "d",
     "æ": "ae", "ß": "ss", "ð": "d", "þ": "th", "œ": "oe"}
)  # fmt: skip


class Spot(msgspec.Struct, frozen=True, gc=False):
    """One place that bears a name.

    `kind` is town, alias (a town under another name), division, district, state, county, country, people (an adjective
    or demonym of a state), natives (of another area), continent, region, sea, strait, river, mountains, desert or
    point. `country` is alpha-3 or None, `division` "USA.TX" or empty, `size` ten times the decimal logarithm of the
    population or a weight on the same scale. `middle` is, for an area of several states, the state that its middle
    lies in.
    """

    name: str
    kind: str
    country: str | None
    division: str
    lat: float
    lon: float
    size: int
    middle: str | None = None

    @property
    def precision(self) -> str:
        """How closely it is known: point, region, sea or country."""
        return _PRECISIONS[self.kind]

    @property
    def is_local(self) -> bool:
        """Whether it is a place that one can stand in, rather than an area."""
        return self.precision == "point" or self.kind == "district"


@cache
def word_list(name: str) -> frozenset[str]:
    """Return a list of places/words.csv."""
    return {row["list"]: frozenset(cell_values(row["words"])) for row in read_table("places/words.csv")}[name]


def fold_name(name: str) -> str:
    """Return a name as the tables spell it: lower case, no accents, no apostrophes or full stops, hyphens as spaces."""
    folded = name.casefold().translate(_PLAIN)
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
        folded = folded.casefold().translate(_PLAIN)
    words = folded.split()
    while len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(["st" if word == "saint" else "mt" if word == "mount" else word for word in words])


@lru_cache(maxsize=1 << 16)
def find_spots(name: str) -> tuple[Spot, ...]:
    """Return every place of a name as written, the largest first; empty where no table has it.

    Abbreviations (US, N.Y., DRC) are found in capitals only.
    """
    bare = name.removeprefix("the ").removeprefix("The ").replace(".", "").replace(" ", "")
    if len(bare) <= 4 and bare.isupper() and ((short := _abbreviations().get(bare)) or len(bare) < 4):
        return short or ()
    key = fold_name(name)
    if not key:
        return ()
    named, towns = _named().get(key, ()), _find_towns(key)
    if named:
        areas = {spot.country for spot in named if spot.precision == "region"}
        own = {spot.country for spot in named}
        towns = tuple(
            spot
            for spot in towns
            if (spot.kind != "division" or spot.country not in areas) and (spot.kind != "alias" or spot.country in own)
        )
    found = named + towns
    return tuple(sorted(found, key=lambda spot: -spot.size))


def _find_towns(key: str) -> tuple[Spot, ...]:
    block = _block()
    wanted = key.encode()
    low, high = 0, len(block)
    while low < high:
        middle = (low + high) // 2
        start = block.rfind(b"\n", low, middle) + 1 or low
        tab = block.index(b"\t", start)
        here = block[start:tab]
        if here == wanted:
            end = block.index(b"\n", tab)
            return tuple(_read_town(key, place) for place in block[tab + 1 : end].decode().split(";"))
        if here < wanted:
            low = block.index(b"\n", tab) + 1
        else:
            high = start
    return ()


def _read_town(key: str, text: str) -> Spot:
    kind, country, division, lat, lon, size = text.split(" ")
    weight = int(size)
    if weight > 40 and kind in "ta" and (key, country) in _capitals():
        weight += _CAPITAL_BONUS
    return Spot(
        key, _TOWN_KINDS[kind], country, "" if division == "-" else f"{country}.{division}",
        int(lat) / 100, int(lon) / 100, weight,
    )  # fmt: skip


@cache
def _capitals() -> frozenset[tuple[str, str]]:
    return frozenset(
        (fold_name(name), row["code"])
        for row in read_table("parties/countries.csv", ("code", "name"))
        for name in (row["capital"], *cell_values(row["capital_aliases"]))
    )


@cache
def _block() -> bytes:
    data = gzip.decompress((DATA / "places" / "towns.tsv.gz").read_bytes())
    return data[data.index(b"\n") + 1 :]  # the first line says what it is and whose


@cache
def _centres() -> dict[str, tuple[float, float]]:
    return {
        row["code"]: (float(row["lat"]), float(row["lon"]))
        for row in read_table("places/centres.csv", ("code", "lat", "lon"))
    }


@cache
def _tables() -> tuple[dict[str, tuple[Spot, ...]], dict[str, tuple[Spot, ...]]]:
    """Return the hand-made tables: places by folded name, and places by abbreviation."""
    named: dict[str, list[Spot]] = {}
    short: dict[str, list[Spot]] = {}

    def add(name: str, spot: Spot) -> None:
        bare = name.replace(".", "").replace(" ", "")
        table, key = (short, bare) if len(bare) <= 4 and bare.isupper() else (named, fold_name(name))
        table.setdefault(key, []).append(spot)

    for row in read_table("places/regions.csv", ("name", "kind", "lat", "lon")):
        if row["kind"] not in _SIZES:
            raise DataError(f"places/regions.csv:{row['line']}: {row['kind']} is no kind of place")
        spot = Spot(
            row["name"], row["kind"], row["country"] or None,
            f"{row['country']}.{row['division']}" if row["division"] else "",
            float(row["lat"]), float(row["lon"]), _SIZES[row["kind"]], row["middle"] or None,
        )  # fmt: skip
        for name in (row["name"], *cell_values(row["aliases"]), *cell_values(row["abbreviation"])):
            add(name, spot)
        for name in cell_values(row["adjectives"]):
            add(name, msgspec.structs.replace(spot, kind="natives", size=_SIZES["natives"]))
    for row in read_table("parties/countries.csv", ("code", "name")):
        if row["code"] not in _centres():
            raise DataError(f"places/centres.csv: no centre for {row['code']}; add a row")
        lat, lon = _centres()[row["code"]]
        for kind, columns in (("country", ("name", "aliases")), ("people", ("adjectives", "demonyms"))):
            spot = Spot(row["name"], kind, row["code"], "", lat, lon, _SIZES[kind] - (20 if row["to"] else 0))
            for name in dict.fromkeys(value for column in columns for value in cell_values(row[column])):
                if name == row["name"] or not any(own.country == row["code"] for own in named.get(fold_name(name), ())):
                    add(name, spot)  # England and the English are a part, not the whole
    return {key: tuple(spots) for key, spots in named.items()}, {key: tuple(spots) for key, spots in short.items()}


def _named() -> dict[str, tuple[Spot, ...]]:
    return _tables()[0]


def _abbreviations() -> dict[str, tuple[Spot, ...]]:
    return _tables()[1]
