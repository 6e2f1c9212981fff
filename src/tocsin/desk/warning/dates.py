"""Reads the dates and spans that the options of `tocsin warn` and `tocsin backtest` take."""

from __future__ import annotations

import re

from tocsin import warning
from tocsin.desk import options
from tocsin.errors import UsageError


def horizon_days(text: str) -> int:
    """Return the days of a horizon as written ("90d", "90")."""
    found = re.fullmatch(r"(\d+)\s*d?(?:ays?)?", text.strip())
    if not found or not 1 <= int(found[1]) <= 3650:
        raise UsageError(f"--horizon {text!r}: write it in days, as 90d")
    return int(found[1])


def first_day(option: str, text: str) -> int:
    """Return the day number of a day or of the first day of a month."""
    return warning.day_number(options.first_day(option, text))


def last_day(option: str, text: str) -> int:
    """Return the day number of a day or of the last day of a month."""
    return warning.day_number(options.last_day(option, text))
