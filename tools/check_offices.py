"""Compare the heads of state and government in the tables with a reference list, and print every difference.

Run by hand: `python tools/check_offices.py REFERENCE.jsonl [--days N]`. Each line of the reference holds "surface" (the
leader's surname, perhaps with initials), "stateabb" (Correlates of War abbreviation), "start" and "end" (ISO days, the
end often rounded to the first of a month). A difference is a leader whom the tables lack, or whose start or end in any
leading office is more than N days (default 45) away. Nothing is written; each line is a question to look into.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from tocsin.parties.offices import Spell, all_spells, fold_name

LEADING = {"head_of_state", "head_of_government", "organisation"}
HORIZON = "1990-01-01"

# Correlates of War abbreviations that differ from ISO 3166 alpha-3; several codes follow each other in time.
_ISO = (
    "AAB=ATG ALG=DZA ANG=AGO AUL=AUS AUS=AUT BAH=BHR BAR=BRB BFO=BFA BHM=BHS BHU=BTN BNG=BGD BOS=BIH BOT=BWA "
    "BUI=BDI BUL=BGR CAM=KHM CAO=CMR CAP=CPV CDI=CIV CEN=CAF CHA=TCD CON=COG COS=CRI CRO=HRV CZE=CSK CZR=CZE "
    "DEN=DNK DRV=VNM DRC=COD EQG=GNQ ETM=TLS FIJ=FJI FRN=FRA GAM=GMB GDR=DDR GMY=DEU GRG=GEO GRN=GRD GUA=GTM "
    "GUI=GIN HAI=HTI HON=HND ICE=ISL INS=IDN IRE=IRL KUW=KWT KYR=KGZ KZK=KAZ LAT=LVA LEB=LBN LES=LSO LIB=LBY "
    "LIT=LTU MAA=MRT MAC=MKD MAD=MDV MAG=MDG MAL=MYS MAS=MUS MAW=MWI MLD=MDA MNC=MCO MNG=MNE MON=MNG MOR=MAR "
    "MSI=MHL MYA=MMR MZM=MOZ NAU=NRU NEP=NPL NEW=NZL NIG=NGA NIR=NER NTH=NLD OMA=OMN PAL=PLW PAR=PRY PHI=PHL "
    "POR=PRT ROK=KOR ROM=ROU SAF=ZAF SAL=SLV SEY=SYC SIE=SLE SIN=SGP SKN=KNA SLO=SVK SLU=LCA SLV=SVN SNM=SMR "
    "SOL=SLB SPN=ESP SRI=LKA SUD=SDN SVG=VCT SWD=SWE SWZ=CHE TAJ=TJK TAZ=TZA THI=THA TOG=TGO TRI=TTO UAE=ARE "
    "UKG=GBR URU=URY VAN=VUT YAR=YEM YPR=YMD ZAM=ZMB ZIM=ZWE"
)
ISO = dict(pair.split("=") for pair in _ISO.split())
FORMER = {"RUS": ("SUN",), "YUG": ("SRB", "SCG"), "CZE": ("CSK",), "DEU": ("DDR",)}


def main() -> None:
    """Read the reference, compare, print the differences and their number."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reference", type=Path)
    parser.add_argument("--days", type=int, default=45)
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.reference.read_text(encoding="utf-8").splitlines()]
    found = [line for row in rows if row["end"] > HORIZON for line in differences(row, options.days)]
    sys.stdout.write("".join(f"{line}\n" for line in [*found, f"{len(rows)} leaders, {len(found)} differences"]))


def differences(row: dict[str, str], days: int) -> list[str]:
    """Return what the tables say otherwise about one leader."""
    country = ISO.get(row["stateabb"], row["stateabb"])
    codes = (country, *FORMER.get(country, ()))
    what = f"{country} {row['surface']} {row['start']}..{row['end']}"
    named = [spell for spell in all_spells() if spell.country in codes and is_named(spell, row["surface"])]
    spells = [spell for spell in named if spell.kind in LEADING]
    near = [spell for spell in spells if spell.first <= row["end"] and spell.last >= row["start"]]
    if not near:
        other = ", ".join(f"{spell.person} {spell.office} {spell.start}..{spell.end or ''}" for spell in named[:3])
        return [f"MISSING {what}  {other}"]
    first, last = min(spell.first for spell in near), max(spell.last for spell in near)
    told = "; ".join(f"{spell.person}, {spell.office} {spell.start}..{spell.end or ''}" for spell in near)
    lines = []
    starts = {spell.start for spell in near}
    if row["start"] > HORIZON and min(apart(row["start"], s, last=False) for s in (*starts, first)) > days:
        lines.append(f"START {what}  {told}")
    ends = {spell.end or "2026-12-31" for spell in near}
    if row["end"] < "2020-06" and min(apart(row["end"], e, last=True) for e in (*ends, last)) > days:
        lines.append(f"END {what}  {told}")
    return lines


def is_named(spell: Spell, surface: str) -> bool:
    """Tell whether a word of the reference's name, initials apart, is a word of the person's names."""
    words = {word for word in fold_name(surface.replace(".", " ")).split() if len(word) > 2}
    return any(words & set(fold_name(name).split()) for name in (spell.person, *spell.aliases))


def apart(day: str, other: str, last: bool) -> int:
    """Return the days between a day and the nearest end of another date, 0 where a month or year includes it."""
    if len(other) < 10 and day.startswith(other):
        return 0
    filled = (other + ("-12" if last else "-01"))[:7] if len(other) == 4 else other[:7]
    whole = other if len(other) == 10 else filled + ("-28" if last else "-01")
    return abs((date.fromisoformat(day) - date.fromisoformat(min(whole, "2030-01-01"))).days)


if __name__ == "__main__":
    main()
