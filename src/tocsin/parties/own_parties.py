"""A user's own parties file: read, checked line by line, and handed to the tables, where it overrides our rows.

One party a row, as docs/parties.md describes: `kind` and `name` always, the other columns as the kind needs them. Cells
with several values separate them with `|`; dates are ISO days, months or years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from tocsin.errors import DataError
from tocsin.lexicon import Row, cell_values, read_table
from tocsin.parties.offices import SECTORS

KINDS = ("country", "organisation", "group", "metonym", "person", "place")
CLASSES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})

_CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_COLUMNS = frozenset(
    {
        "kind", "name", "aliases", "code", "adjectives", "demonyms", "capital", "country", "sectors", "office", "from",
        "to", "lat", "lon", "line",
    }
)  # fmt: skip


class OwnParty(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a user's parties file; what a row leaves open is an empty string or tuple, `lat` and `lon` None."""

    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    code: str = ""
    adjectives: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capital: str = ""
    country: str = ""
    sectors: tuple[str, ...] = ()
    office: str = ""
    start: str = ""
    end: str = ""
    lat: float | None = None
    lon: float | None = None


def load_own_parties(path: str | Path) -> tuple[OwnParty, ...]:
    """Read a user's parties file.

    Raises DataError, naming file and line, at the first fault; a file that is missing or not UTF-8 is one too.
    """
    rows = tuple(_rows(Path(path)))
    declared = _declared(rows)
    for row in rows:
        for fault in _faults(row, declared):
            raise DataError(f"{path}:{row['line']}: {fault}")
    return tuple([_party(row) for row in rows])


def check_own_parties(path: str | Path) -> list[str]:
    """Return every fault of a parties file, one line each that names file and line; an empty list is good."""
    problems: list[str] = []
    try:
        rows = tuple(_rows(Path(path), problems))
    except DataError as error:
        return [str(error)]
    declared = _declared(rows)
    problems += [f"{path}:{row['line']}: {fault}" for row in rows for fault in _faults(row, declared)]
    seen: dict[tuple[str, ...], str] = {}
    for row in rows:
        key = (row["kind"], row["name"], row.get("office", ""), row.get("from", ""))
        if key in seen:
            problems.append(f"{path}:{row['line']}: {row['name']} stands in line {seen[key]} already")
        seen[key] = row["line"]
    return sorted(problems, key=lambda problem: int(problem[len(f"{path}:") :].partition(":")[0]))


def _rows(path: Path, faults: list[str] | None = None) -> Iterator[Row]:
    try:
        yield from read_table(path, ("kind", "name"), faults)
    except FileNotFoundError:
        raise DataError(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise DataError(f"{path}: this is a folder; name the parties file in it") from None
    except UnicodeDecodeError:
        raise DataError(f"{path}: not UTF-8; save the file as UTF-8") from None


def _declared(rows: tuple[Row, ...]) -> frozenset[str]:
    """Return the codes that a row may name: the file's own and the built-in ones."""
    return _built_in_codes() | {row["code"] for row in rows if row.get("code")}


@cache
def _built_in_codes() -> frozenset[str]:
    return frozenset(
        row["code"] for name in ("countries", "organisations") for row in read_table(f"parties/{name}.csv", ("code",))
    )


def _faults(row: Row, declared: frozenset[str]) -> Iterator[str]:
    kind = row["kind"]
    unknown = row.keys() - _COLUMNS
    if unknown:
        yield f"the column {min(unknown)} is not known; the columns are {', '.join(sorted(_COLUMNS - {'line'}))}"
    if kind not in KINDS:
        yield f"the kind {kind!r} is not one of {', '.join(KINDS)}"
    code, country = row.get("code", ""), row.get("country", "")
    if kind in ("country", "organisation") and not code:
        yield f"a {kind} needs a code"
    if code and not _CODE.fullmatch(code):
        yield f"the code {code!r} is not 2 to 8 capitals and digits"
    if kind in ("metonym", "person", "place") and not country:
        yield f"a {kind} needs a country: the code of a state or organisation"
    if country and country not in declared:
        yield f"the country {country!r} is neither built in nor declared in this file"
    wrong = [sector for sector in cell_values(row.get("sectors", "")) if sector not in SECTORS | CLASSES]
    if wrong:
        yield f"{wrong[0]!r} is not a PLOVER sector or class of organisation"
    yield from _date_faults(row)
    yield from _place_faults(row)


def _date_faults(row: Row) -> Iterator[str]:
    start, end = row.get("from", ""), row.get("to", "")
    for value in (start, end):
        if value and not _DATE.fullmatch(value):
            yield f"{value!r} is not a date (YYYY-MM-DD, YYYY-MM or YYYY)"
            return
    if start and end and end < start[: len(end)]:
        yield f"the end {end} lies before the start {start}"


def _place_faults(row: Row) -> Iterator[str]:
    found = [row.get("lat", ""), row.get("lon", "")]
    if not any(found):
        return
    if not all(found):
        yield "lat and lon go together"
        return
    for name, value, limit in zip(("lat", "lon"), found, (90.0, 180.0), strict=True):
        if not re.fullmatch(r"-?\d+(\.\d+)?", value) or abs(float(value)) > limit:
            yield f"{name} {value!r} is not a number of degrees between -{limit:.0f} and {limit:.0f}"


def _party(row: Row) -> OwnParty:
    lat, lon = row.get("lat", ""), row.get("lon", "")
    return OwnParty(
        kind=row["kind"],
        name=row["name"],
        aliases=cell_values(row.get("aliases", "")),
        code=row.get("code", ""),
        adjectives=cell_values(row.get("adjectives", "")),
        demonyms=cell_values(row.get("demonyms", "")),
        capital=row.get("capital", ""),
        country=row.get("country", ""),
        sectors=cell_values(row.get("sectors", "")),
        office=row.get("office", ""),
        start=row.get("from", ""),
        end=row.get("to", ""),
        lat=float(lat) if lat else None,
        lon=float(lon) if lon else None,
    )
