"""Reads the dates and spans that the options of `tocsin warn` and `tocsin backtest` take."""

from __future__ import annotations

import calendar
import re
from datetime import date

from tocsin import warning
from tocsin.errors import UsageError

_MONTH = re.compile(r"\d{4}-\d{2}")


def horizon_days(text: str) -> int:
    """Return the days of a horizon as written ("90d", "90")."""
    found = re.fullmatch(r"(\d+)\s*d?(?:ays?)?", text.strip())
    if not found or not 1 <= int(found[1]) <= 3650:
        raise UsageError(f"--horizon {text!r}: write it in days, as 90d")
    return int(found[1])


def first_day(option: str, text: str) -> int:
    """Return the day number of a day or of the first day of a month."""
    return _day(option, text, last=False)


def last_day(option: str, text: str) -> int:
    """Return the day number of a day or of the last day of a month."""
    return _day(option, text, last=True)


def _day(option: str, text: str, *, last: bool) -> int:
    try:
        if _MONTH.fullmatch(text):
            year, month = int(text[:4]), int(text[5:])
            text += f"-{calendar.monthrange(year, month)[1] if last else 1:02}"
        return warning.day_number(date.fromisoformat(text).isoformat())
    except ValueError as error:
        raise UsageError(f"{option} {text!r} is no date; write it as 2008-12-31 or 2008-12") from error
