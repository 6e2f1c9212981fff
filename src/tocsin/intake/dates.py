"""Reads publication dates as feeds, pages and people write them; what is ambiguous or impossible is None.

Invariant: a result is ISO 8601 and either a day ("2014-03-15") or a time with its zone ("2014-03-15T10:32:00-04:00").
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone

_FIRST_YEAR, _LAST_YEAR = 1700, 2200
_NAMES = "january february march april may june july august september october november december"
_MONTHS = {short: i for i, name in enumerate(_NAMES.split(), 1) for short in (name, name[:3])} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_ISO = re.compile(
    r"(?P<year>\d{4})(?P<dash>[-/.]?)(?P<month>\d\d)(?P=dash)(?P<day>\d\d)"
    r"(?:[T\s]\s?(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?\s?(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
_US = re.compile(
    rf"(?P<name>{_MONTH})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b", re.IGNORECASE
)
_WORLD = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<name>{_MONTH})\b\.?,?[\s-]+(?P<year>\d{{4}})\b",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(?P<first>\d{1,2})(?P<dash>[/.-])(?P<second>\d{1,2})(?P=dash)(?P<year>\d{4})\b")
_CLOCK = re.compile(
    r"\s*(?:,|at|\||-|–)?\s*(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?\s*(?P<half>[ap]\.?m\.?)?\s*"
    r"(?P<zone>UTC|GMT|Z|[+-]\d\d:?\d\d|EDT|EST|CDT|CST|MDT|MST|PDT|PST|CET|CEST|BST|MSK|ET)?\b",
    re.IGNORECASE,
)
# Only abbreviations that mean one offset wherever they are used: CST, MST, BST and MSK do not.
_ZONES = {"UTC": 0, "GMT": 0, "Z": 0, "EDT": -4, "EST": -5, "CDT": -5, "MDT": -6, "PDT": -7, "PST": -8, "CET": 1,
          "CEST": 2}  # fmt: skip
_LABEL = re.compile(
    r"\W*(?:(?:first |originally |date )?(?:published|posted|updated|created|date|issued|released|publication date)"
    r"|last (?:updated|modified))(?:\s+(?:on|at|date))?\s*[:|-]?\s*" + _WEEKDAY,
    re.IGNORECASE,
)
_ALONE = re.compile(r"\W*" + _WEEKDAY, re.IGNORECASE)
_BYLINE = re.compile(rf"by\s[^\d]{{3,80}}?(?=\b(?:\d{{1,2}} )?(?:{_MONTH})\b\.?\s+\d)", re.IGNORECASE)
_DATELINED = re.compile(r"[A-Z][\w .,'’-]{2,40},\s+(?=\S+\s+\S+\s+\d{4}\s*(?:\(|/|--|—|–|-|:))")
_REST = re.compile(  # what may follow a date in its line: a time, a separator with anything short, an update
    r"\W*(?:(?:at )?\d{1,2}[:.]\d\d\W*(?:[ap]\.?m\.?)?\W*\w{0,5}\W*)?"
    r"(?:[|/•·—–-].{0,60}|\(?(?:last )?(?:updated|by)\b.{0,60})?",
    re.IGNORECASE,
)
_TOP_LINES, _LONGEST_LINE, _PROSE = 12, 110, 150


def parse_published(written: str) -> str | None:
    """Return a publication date in ISO 8601, or None where `written` states no unambiguous day.

    Reads ISO 8601, compact and slashed forms, mail dates ("Sat, 15 Mar 2014 10:32:00 GMT") and written-out ones. A time
    without a zone gives the day alone; "03/04/2014" could be two days and gives None.
    """
    written = written.strip()[:100]
    match = _ISO.match(written)
    if match is not None:
        return _iso(match)
    found = _written_day(written)
    return found[0] if found is not None else None


def find_published(text: str) -> str | None:
    """Return the publication date that an article's own first lines state, or None.

    Such a line is short and is a date alone ("March 14, 2014"), a labelled one ("Published: 14 March 2014"), a by-line
    with a date, or a dateline with a year.
    """
    lines = [line.strip() for line in text[:3000].splitlines() if line.strip()][:_TOP_LINES]
    lines = lines[: next((i for i, line in enumerate(lines) if len(line) > _PROSE), len(lines)) + 1]
    labelled = [line for line in lines if len(line) <= _LONGEST_LINE and _LABEL.match(line)]
    for pattern, candidates in ((_LABEL, labelled), (_ALONE, lines), (_BYLINE, lines)):
        for line in candidates:
            opening = pattern.match(line)
            if len(line) > _LONGEST_LINE or opening is None:
                continue
            found = _written_or_iso(line[opening.end() :])
            if found is not None and _REST.fullmatch(line, opening.end() + found[1]):
                return found[0]
    for line in lines:
        opening = _DATELINED.match(line)
        if opening is not None:
            found = _written_day(line[opening.end() :])
            if found is not None:
                return found[0]
    return None


def _written_or_iso(written: str) -> tuple[str, int] | None:
    match = _ISO.match(written)
    if match is not None and match["dash"]:
        iso = _iso(match)
        return (iso, match.end()) if iso else None
    return _written_day(written)


def _iso(match: re.Match[str]) -> str | None:
    day = _day(int(match["year"]), int(match["month"]), int(match["day"]))
    if day is None:
        return None
    if match["hour"] is None or match["zone"] is None:
        return day.isoformat()
    return _moment(day, (int(match["hour"]), int(match["minute"]), int(match["second"] or 0)), match["zone"].upper())


def _written_day(written: str) -> tuple[str, int] | None:
    """Read a written-out date at the start of `written` (a weekday may stand before it); its ISO form and its end."""
    start = re.match(_WEEKDAY, written, re.IGNORECASE)
    offset = start.end() if start else 0
    match = _US.match(written, offset) or _WORLD.match(written, offset)
    if match is not None:
        day = _day(int(match["year"]), _MONTHS[match["name"].lower()], int(match["day"]))
    else:
        match = _NUMERIC.match(written, offset)
        if match is None:
            return None
        day = _unambiguous(int(match["first"]), int(match["second"]), int(match["year"]))
    if day is None:
        return None
    clock = _CLOCK.match(written, match.end())
    if clock is None:
        return day.isoformat(), match.end()
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"][0] in "pP" else 0)
    zone = (clock["zone"] or "").upper()
    at = _moment(day, (hour, int(clock["minute"]), int(clock["second"] or 0)), zone) if zone else None
    return at or day.isoformat(), clock.end()


def _unambiguous(first: int, second: int, year: int) -> date | None:
    if first > 12 or first == second:
        return _day(year, second, first)
    return _day(year, first, second) if second > 12 else None


def _day(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moment(day: date, at: tuple[int, int, int], zone: str) -> str:
    """Return a time with its zone, or the day alone where either is impossible or unknown."""
    if zone in _ZONES:
        offset = timedelta(hours=_ZONES[zone])
    elif zone[:1] in ("+", "-") and zone:
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        offset = -offset if zone[0] == "-" else offset
    else:
        return day.isoformat()
    try:
        return datetime.combine(day, time(*at), timezone(offset)).isoformat()
    except ValueError:
        return day.isoformat()
