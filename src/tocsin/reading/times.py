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
from functools import cache, partial

import ahocorasick_rs
import msgspec

from tocsin.lexicon import read_table
from tocsin.records import Span, TimeMention
from tocsin.text import fold

HISTORICAL_DAYS = 35
_EARLIEST = date(1995, 1, 1)  # undated articles are taken to be younger
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_SHORT = {name[:3]: i for i, name in enumerate(_MONTHS, 1) if name != "may"} | {"sept": 9}
_MONTH_NUMBER = {name: i for i, name in enumerate(_MONTHS, 1)} | _SHORT
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "a couple of": 2, "several": 4, "a few": 3, "some": 3,
}  # fmt: skip
_COUNT = r"(?:\d{1,3}|a couple of|a few|several|" + "|".join(k for k in _NUMBERS if " " not in k) + ")"
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365, "decade": 3652, "century": 36525, "generation": 9131}
_FINE = ("day", "week", "month")  # units that are precisions of their own; longer ones count as years
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
# The nearest of these before an expression, or else behind it, tells its direction: a verb ahead or in the past.
_DIRECTION = re.compile(
    r"\b(?:(?P<ahead>will|won't|shall|would(?! have)|must|should|could|may|might|is to|are to|was to|were to|due|"
    r"(?:scheduled|planned|expected|set|slated|called|plans|planning|vowed|agreed|agrees|hopes|wants) (?:for|to)|"
    r"going to|ahead of|deadline|(?:has|have) until|upcoming|(?:is|are) \w+ing|meets?|travels|arrives|votes?|visits|"
    r"hosts|heads|begins?|starts?|opens|returns|leaves)|"
    r"said|told|met|held|made|took|was|were|had|did|went|came|began|left|would have|saw|shot|hit|won|gave|fled|fell|"
    r"sent|cast|put|led|broke|spoke|drew|kept|lost|wrote|became|\w+ed)\b"
)
_AHEAD_AFTER = re.compile(
    r"(?:'s(?: [\w-]+){1,4} (?:will|would|should|could|is (?:expected|scheduled|due|set|likely))|"
    r",? (?:after|in|at) which [^.]{0,40}?\b(?:will|would))\b"
)
_SCHEDULED = re.compile(
    r"'s (?:[\w-]+ ){0,2}(?:referendum|election|vote|ballot|summit|talks|meeting|speech|address|hearing|visit|deadline|"
    r"conference|ceremony|inauguration|parade|session)s?\b"
)


class _Clock(msgspec.Struct):
    """The text under way: as written, folded, and its publication day."""

    text: str
    folded: str
    today: date | None
    ahead: set[date] = set()  # days that a verb places in the future
    unplaced: dict[Span, date] = {}  # weekdays that nothing places, with the day ahead that they may be


_Found = tuple[int, int, date, date, str]
_Rule = Callable[[_Clock, int, int], _Found | None]


def find_times(text: str, published: str | None) -> tuple[TimeMention, ...]:
    """Return the expressions of time in `text`, sorted and disjoint.

    `published` is ISO 8601; where it is None or holds no day, only absolute expressions ("16 March 2014", "in 2012",
    "the Cold War") are returned. `historical` is measured from `published`, and without it from the latest day that the
    text names, or from 1995 at least.
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
    found = _place_ahead(clock, found)
    return _settle(found, clock.today)


def _settle(found: list[_Found], today: date | None) -> tuple[TimeMention, ...]:
    found.sort(key=lambda hit: (hit[0], -hit[1]))
    reference = today or max([hit[3] for hit in found] + [_EARLIEST])
    settled: list[TimeMention] = []
    end = -1
    for start, stop, first, last, precision in found:
        if start < end:
            continue
        historical = (reference - last).days > (HISTORICAL_DAYS if today else 365)
        settled.append(TimeMention((start, stop), first.isoformat(), last.isoformat(), precision, historical))
        end = stop
    return tuple(settled)


def _parse_day(published: str | None) -> date | None:
    try:
        day = date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
    return day if 1000 < day.year < 9000 else None  # room for every step back and ahead


@cache
def _anchors() -> tuple[ahocorasick_rs.AhoCorasick, list[_Rule]]:
    rules: dict[str, _Rule] = {}
    rules |= dict.fromkeys(_WEEKDAYS, _weekday)
    rules |= dict.fromkeys(_MONTHS, _month)
    rules |= dict.fromkeys([f"{name} " for name in _SHORT] + [f"{name}. " for name in _SHORT], _month)
    rules |= dict.fromkeys([*_DEICTIC, "the weekend"], _deictic)
    rules |= {"ago": _ago, "century": _century}
    rules |= dict.fromkeys(["last ", "this ", "next ", "past ", "previous ", "coming ", "recent "], _relative)
    rules |= dict.fromkeys(["18", "19", "20"], _year)
    for row in read_table("reading/eras.tsv", ("phrase", "start", "end")):
        days = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
        rules[row["phrase"]] = partial(_era, days)
    return ahocorasick_rs.AhoCorasick(list(rules)), list(rules.values())


_HYPOTHETICAL = ("new ", " a ", "another ", "second ", "fresh ")  # "a new Cold War" is no time


def _era(days: tuple[date, date], clock: _Clock, start: int, end: int) -> _Found | None:
    is_word = not clock.folded[end : end + 1].isalnum()
    is_real = not clock.folded.endswith(_HYPOTHETICAL, max(0, start - 12), start)
    return (start, end, *days, "year") if is_word and is_real else None


def _looks_ahead(clock: _Clock, start: int, end: int) -> bool | None:
    """Tell whether what surrounds an expression in its sentence points to the future; None where nothing tells.

    In "Sunday's raid" no verb places the day, in "Sunday's vote" one may.
    """
    if _AHEAD_AFTER.match(clock.folded, end, end + 90):
        return True
    is_possessive = clock.folded.startswith("'s", end)
    if is_possessive and not _SCHEDULED.match(clock.folded, end, end + 60):
        return False
    low = max(0, start - 90)
    low = max(low, clock.folded.rfind("\n", low, start), clock.folded.rfind(". ", low, start))
    ahead: bool | None = None
    for match in _DIRECTION.finditer(clock.folded, low, start):
        ahead = match["ahead"] is not None
    if is_possessive:
        return ahead or None
    if ahead is None and (after := _DIRECTION.search(clock.folded, end, end + 40)):
        ahead = after["ahead"] is not None and not after["ahead"].split()[0].endswith("ed")
    return ahead


def _before(clock: _Clock, start: int, pattern: re.Pattern[str], width: int = 24) -> re.Match[str] | None:
    low = max(0, start - width)
    return pattern.search(clock.folded[low:start])


_NEXT = re.compile(r"\b(?P<word>next|last|this|coming|past|previous|every|each)\s$")
_PART_OF_DAY = re.compile(r"(?:\s(?:morning|afternoon|evening|night))?\b")


def _weekday(clock: _Clock, start: int, end: int) -> _Found | None:
    today = clock.today
    if today is None or not clock.text[start].isupper() or clock.folded[end : end + 1].isalpha():
        return None
    back = (today.weekday() - _WEEKDAYS.index(clock.folded[start:end])) % 7
    asked = _before(clock, start, _NEXT)
    word = asked["word"] if asked else ""
    coming, past = today + timedelta(days=(7 - back) % 7), today - timedelta(days=back)
    if word in ("every", "each"):
        return None
    if word in ("next", "coming"):
        day = today + timedelta(days=7 - back)
    elif word in ("last", "past", "previous"):
        day = today - timedelta(days=back or 7)
    else:
        is_ahead = True if word == "this" else _looks_ahead(clock, start, end)
        day = coming if is_ahead else past
        if is_ahead:
            clock.ahead.add(coming)
        elif is_ahead is None and (7 - back) % 7 <= back:
            clock.unplaced[start, end] = coming
    part = _PART_OF_DAY.match(clock.folded, end)
    return start - len(asked[0]) if asked else start, part.end() if part else end, day, day, "day"


def _place_ahead(clock: _Clock, found: list[_Found]) -> list[_Found]:
    """Move a weekday that nothing placed ("Sunday's vote") to the day ahead that a verb of the text names elsewhere."""
    moved = {span: day for span, day in clock.unplaced.items() if day in clock.ahead}
    return [(*hit[:2], day, day, hit[4]) if (day := moved.get(hit[:2])) else hit for hit in found]


_DEICTIC = {"yesterday": -1, "today": 0, "tomorrow": 1, "tonight": 0}
_INSIDE_NAME = re.compile(r"\w\s$")  # "USA Today"


def _deictic(clock: _Clock, start: int, end: int) -> _Found | None:
    word, today = clock.folded[start:end], clock.today
    if today is None or clock.folded[end : end + 1].isalnum():
        return None
    if word == "the weekend":
        saturday = today - timedelta(days=(today.weekday() - 5) % 7)
        return start, end, saturday, _shift(saturday, 1), "day"
    if clock.text[start].isupper() and _before(clock, start, _INSIDE_NAME):
        return None
    day = _shift(today, _DEICTIC[word])
    return start, end, day, day, "day"


_QUANTITY = re.compile(
    rf"(?P<whole>\b(?:(?P<half>half an?)|(?P<count>{_COUNT})(?:[\s-]and[\s-]a[\s-]half)?)[\s-])?"
    r"\b(?P<unit>day|week|month|year|decade|century|generation)s?\s$"
)


def _ago(clock: _Clock, start: int, end: int) -> _Found | None:
    offset = max(0, start - 48)
    match = _QUANTITY.search(clock.folded[offset:start].replace("centuries", "century  "))
    if match is None or clock.today is None or clock.folded[end : end + 1].isalnum():
        return None
    unit = match["unit"]
    if match["whole"] is None:  # "years ago": somewhere between two and ten of them
        first, last = (_shift(clock.today, -count * _DAYS[unit]) for count in (10, 2))
        return offset + match.start("unit"), end, first, last, unit if unit in _FINE else "year"
    if match["half"]:
        count = 50 if unit == "century" else 5 if unit == "decade" else 6
        first, last, precision = _back(clock.today, count, "month" if unit == "year" else "year")
    else:
        first, last, precision = _back(clock.today, _count(match["count"]), unit)
    return offset + match.start("whole"), end, first, last, precision


def _count(written: str) -> int:
    return int(written) if written.isdigit() else _NUMBERS.get(written, 3)


def _back(today: date, count: int, unit: str) -> tuple[date, date, str]:
    """Return the day, week, month or year that lies `count` units before today."""
    if unit == "day":
        day = _shift(today, -count)
        return day, day, "day"
    if unit in _FINE and (stepped := _step(today, unit, -count)):
        return stepped
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
    is_span = clock.folded.endswith("the ", 0, start) and word in ("last", "next")  # "over the last month"
    many = match["count"] is not None or is_span or word in ("past", "recent", "coming")
    if many and unit in ("day", "week", "month", "year", "decade", "century"):
        count = _count(match["count"]) if match["count"] else 3 if match[0].endswith("s") else 1
        days = count * _DAYS[unit] * (step or 1)
        first, last = sorted((today, _shift(today, days)))
        return start, match.end(), first, last, unit if unit in _FINE else "year"
    part = _before(clock, start, _PART_BEFORE)
    first_offset = start - len(part[0]) if part else start
    days_found = _step(today, unit, step)
    if days_found is None:
        return None
    first, last, precision = days_found
    if part and part["part"] in _PARTS and unit == "year":
        first, last = _part_of_year(first.year, part["part"])
        precision = "season"
    elif part and part["part"] == "earlier":
        last = max(first, min(last, today))
    elif part and part["part"] == "later":
        first = min(last, max(first, today))
    return first_offset, match.end(), first, last, precision


def _step(today: date, unit: str, step: int) -> tuple[date, date, str] | None:
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
    """Return the season before today's, the one nearest to today, or the one to come."""
    opening, closing = _SEASONS[unit]
    found = [
        (date(year, opening, 1), _month_days(year + (closing < opening), closing)[1])
        for year in range(max(1, today.year - 2), today.year + 3)
    ]
    if step < 0:
        first, last = [season for season in found if season[1] < today][-1]
    elif step > 0:
        first, last = next(season for season in found if season[0] > today)
    else:
        # "This winter" in July is the last one: what lies ahead counts for half as far again.
        first, last = min(found, key=lambda season: max(1.5 * (season[0] - today).days, (today - season[1]).days, 0))
    return first, last, "season"


_YEAR = re.compile(r"(?P<year>(?:1[89]|20)\d\d)(?:(?P<iso>-(?:0\d|1[0-2])-[0-3]\d)|(?P<decade>'?s))?(?![\w%]|[,.]\d)")
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|of|by|from|until|till|during|early|late|mid|the|and|between|to|around|before|after|through|for|a)|"
    r"[(\[/–—-]|mid-)\s?$"
)
_YEAR_PART = re.compile(r"\b(?:(?P<part>early|late|mid)[\s-]|(?:the )?(?P<edge>beginning|start|middle|end) of )$")
_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "beginning": (1, 3), "start": (1, 3), "middle": (5, 8),
          "end": (10, 12)}  # fmt: skip
_THINGS = re.compile(
    r"\s(?:troops|people|soldiers|men|women|miles|kilometers|kilometres|km|feet|tons|square|percent)\b"
)


def _year(clock: _Clock, start: int, end: int) -> _Found | None:
    match = _YEAR.match(clock.folded, start)
    if match is None or (start and clock.folded[start - 1] in "$€£#.,:+"):
        return None
    if match["iso"]:
        day = _parse_day(match[0])
        return (start, match.end(), day, day, "day") if day else None
    low = max(0, start - 10)
    if not _YEAR_BEFORE.search(clock.folded[low:start]) or _THINGS.match(clock.folded, match.end()):
        return None
    year = int(match["year"])
    part = _before(clock, start, _YEAR_PART)
    first_offset = start - len(part[0]) if part else start
    if match["decade"]:
        return first_offset, match.end(), date(year, 1, 1), date(year + 9, 12, 31), "year"
    if part:
        return first_offset, match.end(), *_part_of_year(year, part["part"] or part["edge"]), "season"
    return first_offset, match.end(), date(year, 1, 1), date(year, 12, 31), "year"


def _part_of_year(year: int, part: str) -> tuple[date, date]:
    months = _PARTS[part]
    return date(year, months[0], 1), _month_days(year, months[1])[1]


_CENTURY = re.compile(r"\b(?P<number>1[5-9]|2[01])(?:st|th)[\s-]$")


def _century(clock: _Clock, start: int, end: int) -> _Found | None:
    match = _before(clock, start, _CENTURY)
    if match is None:
        return None
    year = (int(match["number"]) - 1) * 100
    return start - len(match[0]), end, date(year + 1, 1, 1), date(year + 100, 12, 31), "year"


_AFTER_MONTH = re.compile(
    r"(?:\s(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?!:)(?:\s?[-–]\s?(?P<to>\d{1,2})\b)?)?"
    r"(?:,?\s(?P<year>(?:1[89]|20)\d\d)\b)?"
)
_DAY_BEFORE = re.compile(r"(?<![\d.,])(?:(?P<from>\d{1,2})\s?[-–]\s?)?(?P<day>\d{1,2})(?:st|nd|rd|th)?\s(?:of\s)?$")
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
        year = _month_year(clock, (start, stop), month, kind)
    first, last = _month_days(year, month)
    return first_offset, stop, first, last, "month"


def _month_year(clock: _Clock, span: Span, month: int, kind: str) -> int:
    today = clock.today
    assert today is not None
    if kind == "this":
        return today.year + (month - today.month < -6) - (month - today.month > 6)
    if kind == "next" or (kind != "last" and (month - today.month) % 12 <= 8 and _looks_ahead(clock, *span)):
        return today.year + (month < today.month or (kind == "next" and month == today.month))
    return today.year - (month > today.month or (kind == "last" and month == today.month))


_DAY_NAME_BEFORE = re.compile(rf"\b(?P<name>{'|'.join(_WEEKDAYS)}),?\s(?:the\s)?$")


def _day_of_month(
    clock: _Clock, span: Span, month: int, before: re.Match[str] | None, after: re.Match[str] | None, year: int | None
) -> _Found | None:
    """Return "16 March" or "March 16", a weekday before it included, in the year given or the one that fits best."""
    start, stop = span
    last_day = None
    if before and not (after and after["day"]):
        number = int(before["day"])
        start -= len(before[0])
        if before["from"]:
            number, last_day = int(before["from"]), before["day"]
    else:
        number, last_day = int(after["day"]), after["to"]  # type: ignore[index]
    named = _before(clock, start, _DAY_NAME_BEFORE)
    if named:
        start -= len(named[0])
    if year is None:
        if clock.today is None:
            return None
        weekday = _WEEKDAYS.index(named["name"]) if named else None
        year = _nearest_year(clock, (start, stop), (month, number), weekday)
    try:
        first = date(year, month, number)
        last = date(year, month, int(last_day)) if last_day else first
    except ValueError:
        return None
    return start, stop, first, max(first, last), "day"


def _nearest_year(clock: _Clock, span: Span, day: tuple[int, int], weekday: int | None) -> int:
    """Return the year of a month and day: the nearest one in which it falls on the weekday, else the nearest past one.

    A day up to four months ahead lies ahead unless a verb places it in the past, a later one if a verb places it so.
    """
    today = clock.today or date.min
    if weekday is not None:
        for year in (today.year, today.year - 1, today.year + 1):
            try:
                if date(year, *day).weekday() == weekday:
                    return year
            except ValueError:
                continue
    if day <= (today.month, today.day):
        return today.year
    days = (day[0] - today.month) * 30 + day[1] - today.day
    is_ahead = _looks_ahead(clock, *span)
    return today.year if days <= 3 or is_ahead or (is_ahead is None and days <= 120) else today.year - 1
