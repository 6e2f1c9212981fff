"""Says what the codes of event feeds count as: CAMEO codes, PLOVER types, countries.

A CAMEO code is text. Some copies of a feed have lost the leading zero of "042"; such a file is known by two-digit
codes above 20 beside a lack of codes that begin with 0, and its zeros are put back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from tocsin.lexicon import cell_values, read_table

TYPES = (
    "COMMENT", "APPEAL", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
TYPE_INDEX = {name: index for index, name in enumerate(TYPES)}

Meaning = tuple[int, int]
"""What an event counts as: the index of its type in TYPES and its rung (0 where it stands on none)."""

_PARTY_CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")


@cache
def _cameo() -> dict[str, Meaning]:
    rows = read_table("warning/cameo.tsv", ("code", "type", "rung"))
    return {row["code"]: (TYPE_INDEX[row["type"]], int(row["rung"])) for row in rows}


@cache
def _plover() -> dict[tuple[str, str], Meaning]:
    found = {(name, ""): (index, 0) for name, index in TYPE_INDEX.items()}
    for row in read_table("warning/types.tsv", ("type", "rung")):
        found[row["type"], row["mode"]] = (TYPE_INDEX[row["type"]], int(row["rung"]))
    return found


@cache
def rung_names() -> tuple[str, ...]:
    """Return the names of the rungs, lowest first; rung 1 is at index 0."""
    return tuple(row["name"] for row in read_table("warning/rungs.tsv", ("rung", "name")))


def cameo_meaning(code: str) -> Meaning | None:
    """Return what a CAMEO code counts as by its longest known prefix, or None where it has none."""
    table = _cameo()
    for length in range(len(code), 1, -1):
        if (found := table.get(code[:length])) is not None:
            return found
    return None


def plover_meaning(kind: str, mode: str = "") -> Meaning | None:
    """Return what a PLOVER type with a mode (or "") counts as, or None for an unknown type."""
    table = _plover()
    kind = "CONCEDE" if kind.upper() == "YIELD" else kind.upper()
    return table.get((kind, mode.lower())) or table.get((kind, ""))


def acled_meaning(event: str, sub_event: str) -> Meaning | None:
    """Return what an event of ACLED counts as, or None for an unknown type."""
    table = _acled()
    return table.get((event, sub_event)) or table.get((event, ""))


@cache
def _acled() -> dict[tuple[str, str], Meaning]:
    rows = read_table("warning/acled.tsv", ("event", "type", "rung"))
    return {(row["event"], row["sub_event"]): (TYPE_INDEX[row["type"]], int(row["rung"])) for row in rows}


def lost_zeros(codes: Iterable[str]) -> bool:
    """Tell whether the CAMEO codes of a file have lost their leading zeros."""
    plain = {code for code in codes if code.isdigit()}
    return not any(code.startswith("0") for code in plain) and any(len(code) == 2 and code > "20" for code in plain)


def restore_zero(code: str, lost: bool) -> str:
    """Return a CAMEO code with its leading zero; `lost` says whether the file has lost them."""
    if lost and code.isdigit() and (len(code) <= 2 or code[:2] > "20"):
        return "0" + code
    return code


@cache
def country_names() -> dict[str, str]:
    """Return the code of each country by lower-case name, alias and code."""
    found: dict[str, str] = {}
    for row in read_table("parties/countries.csv", ("code", "name")):
        for name in (row["code"], row["name"], *cell_values(row["aliases"])):
            found.setdefault(name.lower(), row["code"])
    for row in read_table("warning/country_codes.tsv", ("given", "code")):
        found[row["given"].lower()] = row["code"]
    return found


def country_code(given: str, *, strict: bool = True) -> str | None:
    """Return the code of a country given by code or name; None where it is no country.

    With `strict` off, anything that looks like a code of the user's own (capitals and digits) is taken as it is.
    """
    found = country_names().get(given.strip().lower())
    if found is None and not strict and _PARTY_CODE.fullmatch(given.strip()):
        return given.strip()
    return found
