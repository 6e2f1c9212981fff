"""Reads the dates of event feeds: ISO, YYYYMMDD, and the day-month-year forms of ACLED and spreadsheets."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WORDS = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*\.?[ -,]+(\d{4})")


@lru_cache(1 << 14)  # a crisis has few days and very many reports
def parse_day(text: str) -> int | None:
    """Return the days from 1970-01-01 to a date (a month stands for its first day), or None where there is none."""
    text = text.strip().strip('"')
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        year, month, day = found[1], found[2], found[3] or "1"
    elif (found := _WORDS.fullmatch(text)) and found[2].lower() in _MONTHS:
        year, month, day = found[3], str(_MONTHS.index(found[2].lower()) + 1), found[1]
    else:
        return None
    try:
        return int(np.datetime64(f"{int(year):04}-{int(month):02}-{int(day):02}", "D").astype(int))
    except ValueError:
        return None
