"""Finds expressions of time and resolves them against the publication date.

Algorithm: one Aho-Corasick scan of the folded text finds anchor words (weekdays, months, "ago", "last ", "19", ...);
each anchor's rule looks at a few characters around it with small patterns and yields days. Where two expressions
overlap the longer one stands.

Rules of direction: a bare weekday or month is the nearest past one, the publication day included, unless the nearest
verb before it looks ahead ("will meet on Friday", "planned for Sunday"). What depends on an unknown publication date
is not reported.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import ahocorasick_rs
import msgspec

from tocsin.lexicon import read_table
from tocsin.records import TimeMention
from tocsin.text import fold

HISTORICAL_DAYS = 35
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_SHORT = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
          "nov": 11, "dec": 12}  # fmt: skip
_MONTH_NUMBER = {name: i for i, name in enumerate(_MONTHS, 1)} | _SHORT
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "a couple of": 2, "several": 4, "a few": 3, "some": 3,
}  # fmt: skip
_COUNT = r"(?:\d{1,3}|a couple of|a few|several|" + "|".join(k for k in _NUMBERS if " " not in k) + ")"
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365, "decade": 3652, "century": 36525, "generation": 9131}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
_AHEAD = re.compile(
    r"\b(?:(?P<ahead>will|won't|shall|would|is to|are to|was to|were to|due|(?:scheduled|planned|expected|set|slated|"
    r"called|calls|call|plans|planning|vowed|agreed) (?:for|to)|plans?|going to|ahead of|deadline|until|by|upcoming|"
    r"starting|beginning|could|may|might|to \w+ (?:talks|in|with|on)|after which)|"
    r"said|told|met|held|made|took|was|were|had|went|came|began|left|would have|\w+ed)\b"
)


class _Clock(msgspec.Struct):
    """The text under way: as written, folded, and its publication day."""

    text: str
    folded: str
    today: date | None


_Found = tuple[int, int, date, date, str]
_Rule = Callable[[_Clock, int, int], _Found | None]


def find_times(text: str, published: str | None) -> tuple[TimeMention, ...]:
    """Return the expressions of time in `text`, sorted and disjoint.

    `published` is ISO 8601; where it is None or holds no day, only absolute expressions ("16 March 2014", "in 2012",
    "the Cold War") are returned. `historical` is measured from `published`, and without it from the latest day that the
    text names.
    """
    folded = fold(text)
    clock = _Clock(text, folded, _parse_day(published))
    matcher, rules = _anchors()
    found: list[_Found] = []
    for number, start, end in matcher.find_matches_as_indexes(folded, overlapping=True):
        if start and folded[start - 1].isalnum():
            continue
        hit = rules[number](clock, start, end)
        if hit is not None:
            found.append(hit)
    for phrase_start, phrase_end, first, last in _find_eras(folded):
        found.append((phrase_start, phrase_end, first, last, "year"))
    return _settle(found, clock.today)


def _settle(found: list[_Found], today: date | None) -> tuple[TimeMention, ...]:
    found.sort(key=lambda hit: (hit[0], -hit[1]))
    reference = today or max((hit[3] for hit in found), default=None)
    settled: list[TimeMention] = []
    end = -1
    for start, stop, first, last, precision in found:
        if start < end or reference is None:
            continue
        historical = (reference - last).days > (HISTORICAL_DAYS if today else 365)
        settled.append(TimeMention((start, stop), first.isoformat(), last.isoformat(), precision, historical))
        end = stop
    return tuple(settled)


def _parse_day(published: str | None) -> date | None:
    if published and re.match(r"\d{4}-\d\d-\d\d", published):
        try:
            return date.fromisoformat(published[:10])
        except ValueError:
            return None
    return None


@cache
def _anchors() -> tuple[ahocorasick_rs.AhoCorasick, list[_Rule]]:
    rules: dict[str, _Rule] = {}
    rules |= dict.fromkeys(_WEEKDAYS, _weekday)
    rules |= dict.fromkeys(_MONTHS, _month)
    rules |= dict.fromkeys([f"{name} " for name in _SHORT] + [f"{name}. " for name in _SHORT], _month)
    rules |= dict.fromkeys(["yesterday", "today", "tomorrow", "tonight"], _deictic)
    rules |= dict.fromkeys(["ago"], _ago)
    rules |= dict.fromkeys(["last ", "this ", "next ", "past ", "previous ", "coming ", "recent "], _relative)
    rules |= dict.fromkeys(["the weekend"], _weekend)
    rules |= dict.fromkeys(["18", "19", "20"], _year)
    return ahocorasick_rs.AhoCorasick(list(rules)), list(rules.values())


@cache
def _eras() -> tuple[ahocorasick_rs.AhoCorasick, list[tuple[date, date]]]:
    rows = list(read_table("reading/eras.tsv", ("phrase", "start", "end")))
    days = [(date.fromisoformat(row["start"]), date.fromisoformat(row["end"])) for row in rows]
    kind = ahocorasick_rs.MatchKind.LeftmostLongest
    return ahocorasick_rs.AhoCorasick([row["phrase"] for row in rows], matchkind=kind), days


def _find_eras(folded: str) -> list[tuple[int, int, date, date]]:
    matcher, days = _eras()
    return [
        (start, end, *days[number])
        for number, start, end in matcher.find_matches_as_indexes(folded)
        if not (start and folded[start - 1].isalnum()) and not (end < len(folded) and folded[end].isalnum())
    ]


def _looks_ahead(clock: _Clock, start: int) -> bool:
    """Tell whether the nearest verb or cue before an expression, in its sentence, points to the future."""
    low = max(0, start - 90, clock.folded.rfind("\n", 0, start), clock.folded.rfind(". ", 0, start))
    ahead = False
    for match in _AHEAD.finditer(clock.folded, low, start):
        ahead = match["ahead"] is not None
    return ahead


def _before(clock: _Clock, start: int, pattern: re.Pattern[str], width: int = 24) -> re.Match[str] | None:
    low = max(0, start - width)
    return pattern.search(clock.folded[low:start])


_NEXT = re.compile(r"\b(?P<word>next|last|this|coming|past|previous|every|each)\s$")
_PART_OF_DAY = re.compile(r"(?:\s(?:morning|afternoon|evening|night))?\b")


def _weekday(clock: _Clock, start: int, end: int) -> _Found | None:
    today = clock.today
    if today is None or not clock.text[start].isupper():
        return None
    if end < len(clock.folded) and clock.folded[end].isalpha():
        return None
    number = _WEEKDAYS.index(clock.folded[start:end])
    back = (today.weekday() - number) % 7
    asked = _before(clock, start, _NEXT)
    word = asked["word"] if asked else ""
    if word in ("every", "each"):
        return None
    if word in ("next", "coming"):
        day = today + timedelta(days=7 - back)
    elif word in ("last", "past", "previous"):
        day = today - timedelta(days=back or 7)
    elif word == "this" or _looks_ahead(clock, start):
        day = today + timedelta(days=(7 - back) % 7)
    else:
        day = today - timedelta(days=back)
    first = start - len(asked[0]) if asked else start
    part = _PART_OF_DAY.match(clock.folded, end)
    return first, part.end() if part else end, day, day, "day"


_DEICTIC = {"yesterday": -1, "today": 0, "tomorrow": 1, "tonight": 0}


def _deictic(clock: _Clock, start: int, end: int) -> _Found | None:
    word = clock.folded[start:end]
    if clock.today is None or (end < len(clock.folded) and clock.folded[end].isalnum()):
        return None
    if clock.text[start].isupper() and _before(clock, start, re.compile(r"\w\s$")):
        return None
    day = clock.today + timedelta(days=_DEICTIC[word])
    return start, end, day, day, "day"


_QUANTITY = re.compile(
    rf"\b(?P<count>{_COUNT})(?:[\s-]and[\s-]a[\s-]half)?"
    r"[\s-](?P<unit>day|week|month|year|decade|century|generation|centurie)s?\s$"
)


def _ago(clock: _Clock, start: int, end: int) -> _Found | None:
    if clock.today is None or (end < len(clock.folded) and clock.folded[end].isalnum()):
        return None
    match = _before(clock, start, _QUANTITY, 48)
    if match is None:
        return None
    unit = match["unit"].replace("centurie", "century")
    count = _count(match["count"])
    offset = max(0, start - 48)
    first, last, precision = _back(clock.today, count, unit)
    return offset + match.start("count"), end, first, last, precision


def _count(written: str) -> int:
    return int(written) if written.isdigit() else _NUMBERS.get(written, 1)


def _back(today: date, count: int, unit: str) -> tuple[date, date, str]:
    """Return the day, week, month or year that lies `count` units before today."""
    if unit == "day":
        day = _shift(today, -count)
        return day, day, "day"
    if unit == "week":
        day = _shift(today, -7 * count)
        monday = _shift(day, -day.weekday())
        return monday, _shift(monday, 6), "week"
    if unit == "month":
        index = today.year * 12 + today.month - 1 - count
        return *_month_days(index // 12, index % 12 + 1), "month"
    years = count * {"year": 1, "decade": 10, "century": 100, "generation": 25}[unit]
    year = max(1, today.year - years)
    return date(year, 1, 1), date(year, 12, 31), "year"


def _shift(day: date, days: int) -> date:
    return date.fromordinal(min(max(1, day.toordinal() + days), date.max.toordinal()))


def _month_days(year: int, month: int) -> tuple[date, date]:
    year = min(max(year, 1), 9999)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


_SPAN_AFTER = re.compile(
    rf"(?:(?P<count>{_COUNT}|few|couple of)\s)?(?P<unit>day|week|weekend|month|year|decade|century|generation|night|"
    r"morning|afternoon|evening|spring|summer|autumn|fall|winter)s?\b"
)
_PART_BEFORE = re.compile(r"\b(?P<part>earlier|later|early|late)\s$")


def _relative(clock: _Clock, start: int, end: int) -> _Found | None:
    today = clock.today
    match = _SPAN_AFTER.match(clock.folded, end)
    if today is None or match is None:
        return None
    word, unit = clock.folded[start : end - 1], match["unit"]
    step = {"last": -1, "past": -1, "previous": -1, "recent": -1, "this": 0, "next": 1, "coming": 1}[word]
    many = match["count"] is not None or word in ("past", "recent", "coming")
    if many and unit in ("day", "week", "month", "year", "decade", "century"):
        count = _NUMBERS.get(match["count"] or "", 0) or (
            int(match["count"]) if (match["count"] or "").isdigit() else 3
        )
        days = count * _DAYS[unit] * (step or 1)
        first, last = sorted((today, _shift(today, days)))
        return start, match.end(), first, last, unit if unit in ("day", "week", "month") else "year"
    part = _before(clock, start, _PART_BEFORE)
    first_offset = start - len(part[0]) if part else start
    days_found = _step(clock, today, unit, step)
    if days_found is None:
        return None
    first, last, precision = days_found
    if part and part["part"] == "earlier":
        last = max(first, min(last, today))
    elif part and part["part"] == "later":
        first = min(last, max(first, today))
    return first_offset, match.end(), first, last, precision


def _step(clock: _Clock, today: date, unit: str, step: int) -> tuple[date, date, str] | None:
    if unit in ("day", "generation"):
        return None
    if unit in ("night", "morning", "afternoon", "evening"):
        day = _shift(today, step)
        return day, day, "day"
    if unit == "week":
        monday = _shift(today, 7 * step - today.weekday())
        return monday, _shift(monday, 6), "week"
    if unit == "weekend":
        saturday = _shift(today, 5 - today.weekday() + 7 * (step if step >= 0 or today.weekday() < 5 else 0))
        return saturday, _shift(saturday, 1), "day"
    if unit == "month":
        index = today.year * 12 + today.month - 1 + step
        return *_month_days(index // 12, index % 12 + 1), "month"
    if unit in _SEASONS:
        return _season(today, unit, step)
    size = {"year": 1, "decade": 10, "century": 100}[unit]
    year = (today.year // size + step) * size
    return (date(year, 1, 1), date(year + size - 1, 12, 31), "year") if 0 < year < 9900 else None


def _season(today: date, unit: str, step: int) -> tuple[date, date, str]:
    opening, closing = _SEASONS[unit]
    year = today.year
    for candidate in (year + 1, year, year - 1, year - 2):
        first = date(candidate, opening, 1)
        last = _month_days(candidate + (closing < opening), closing)[1]
        if step < 0 and last < today:
            return first, last, "season"
        if step == 0 and candidate == year:
            return first, last, "season"
        if step > 0 and candidate in (year, year + 1) and first > today and date(candidate - 1, opening, 1) <= today:
            return first, last, "season"
    return date(year, opening, 1), _month_days(year + (closing < opening), closing)[1], "season"


def _weekend(clock: _Clock, start: int, end: int) -> _Found | None:
    if clock.today is None:
        return None
    back = (clock.today.weekday() - 5) % 7
    saturday = clock.today - timedelta(days=back)
    return start, end, saturday, saturday + timedelta(days=1), "day"


_YEAR = re.compile(r"(?P<year>(?:1[89]|20)\d\d)(?P<decade>'?s)?(?![\w%]|[,.]\d)")
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|of|by|from|until|till|during|early|late|mid|the|and|between|to|around|before|after|through|for|a)|"
    r"[(\[/–—-]|mid-)\s?$"
)
_YEAR_PART = re.compile(r"\b(?P<part>early|late|mid)[\s-]$")
_THINGS = re.compile(
    r"\s(?:troops|people|soldiers|men|women|miles|kilometers|kilometres|km|feet|tons|square|percent)\b"
)


def _year(clock: _Clock, start: int, end: int) -> _Found | None:
    match = _YEAR.match(clock.folded, start)
    if match is None or (start and clock.folded[start - 1] in "$€£#.,:+"):
        return None
    low = max(0, start - 10)
    if not _YEAR_BEFORE.search(clock.folded[low:start]) or _THINGS.match(clock.folded, match.end()):
        return None
    year = int(match["year"])
    part = _before(clock, start, _YEAR_PART)
    first_offset = start - len(part[0]) if part else start
    if match["decade"]:
        return first_offset, match.end(), date(year, 1, 1), date(year + 9, 12, 31), "year"
    first, last, precision = date(year, 1, 1), date(year, 12, 31), "year"
    if part:
        months = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[part["part"]]
        first, last, precision = date(year, months[0], 1), _month_days(year, months[1])[1], "season"
    return first_offset, match.end(), first, last, precision


_AFTER_MONTH = re.compile(
    r"(?:\s(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?!:)(?:\s?[-–]\s?(?P<to>\d{1,2})\b)?)?"
    r"(?:,?\s(?P<year>(?:1[89]|20)\d\d)\b)?"
)
_DAY_BEFORE = re.compile(r"(?<![\d.,])(?P<day>\d{1,2})(?:st|nd|rd|th)?\s(?:of\s)?$")
_MONTH_BEFORE = re.compile(
    r"\b(?P<word>in|since|last|next|this|early|late|mid|until|by|from|through|of|during|between|and|to|before|after|for|"
    r"earlier in|later in)[\s-]$"
)


def _month(clock: _Clock, start: int, end: int) -> _Found | None:
    if not clock.text[start].isupper():
        return None
    name = clock.folded[start:end].rstrip(". ")
    bare_end = start + len(name)
    if bare_end < len(clock.folded) and clock.folded[bare_end].isalnum():
        return None
    if clock.folded[bare_end : bare_end + 1] == "." and name in _SHORT:
        bare_end += 1
    month = _MONTH_NUMBER[name]
    after = _AFTER_MONTH.match(clock.folded, bare_end)
    day_before = _before(clock, start, _DAY_BEFORE, 9)
    year = int(after["year"]) if after and after["year"] else None
    stop = after.end() if after else bare_end
    if day_before or (after and after["day"]):
        return _day_of_month(clock, (start, stop), month, day_before, after, year)
    if name in _SHORT and year is None:
        return None
    word = _before(clock, start, _MONTH_BEFORE)
    if year is None and word is None:
        return None
    kind = word["word"] if word else ""
    part = kind if kind in ("early", "late", "mid", "last", "next", "this") else ""
    first_offset = start - len(part) - 1 if part else start
    if year is None:
        if clock.today is None:
            return None
        year = _month_year(clock, start, month, kind)
    first, last = _month_days(year, month)
    return first_offset, stop, first, last, "month"


def _month_year(clock: _Clock, start: int, month: int, kind: str) -> int:
    today = clock.today
    assert today is not None
    if kind == "next" or (kind != "last" and _looks_ahead(clock, start)):
        return today.year + (month < today.month or (kind == "next" and month == today.month))
    return today.year - (month > today.month or (kind == "last" and month == today.month))


def _day_of_month(
    clock: _Clock, span: tuple[int, int], month: int, before: re.Match[str] | None, after: re.Match[str] | None,
    year: int | None,
) -> _Found | None:  # fmt: skip
    start, stop = span
    if before and not (after and after["day"]):
        number = int(before["day"])
        start -= len(before[0])
    else:
        assert after is not None
        number = int(after["day"])
    if year is None:
        if clock.today is None:
            return None
        year = _nearest_year(clock, start, month, number)
    try:
        first = date(year, month, number)
        last = date(year, month, int(after["to"])) if after and after["to"] else first
    except ValueError:
        return None
    return (start, stop, first, max(first, last), "day")


def _nearest_year(clock: _Clock, start: int, month: int, number: int) -> int:
    today = clock.today
    assert today is not None
    ahead = (month, number) > (today.month, today.day)
    if not ahead:
        return today.year
    days = (month - today.month) * 30 + number - today.day
    return today.year if days <= 120 or _looks_ahead(clock, start) else today.year - 1
