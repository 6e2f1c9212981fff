"""Reads the figures that a claim gives (so many dead, metres, per cent), so that two counts of one thing can differ."""

from __future__ import annotations

import re
from functools import cache

from tocsin.lexicon import cell_values, read_table

_ONES = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "one": 1,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12}
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[a-z]+(?:-[a-z]+)?|%", re.IGNORECASE)
_HARM = frozenset(("dead", "injured"))
_TIMES = frozenset(("second", "minute", "hour", "day", "night", "week", "month", "year", "decade", "century"))
_REACH = 5  # words between a number and what it counts


@cache
def unit_words() -> dict[str, str]:
    """Map words to the unit that they count."""
    return {
        word: row["unit"] for row in read_table("units.tsv", ("unit", "words")) for word in cell_values(row["words"])
    }


def read_figures(text: str) -> dict[str, tuple[float, str]]:
    """Map units to the first figure given for each, with its words ("dead": (7.0, "seven soldiers were killed"))."""
    tokens = [(match.group().lower(), match.span()) for match in _TOKEN.finditer(text)]
    words = [token for token, _ in tokens]
    units = unit_words()
    found: dict[str, tuple[float, str]] = {}
    i = 0
    while i < len(tokens):
        number, after = _number(words, i)
        if number is None:
            i += 1
            continue
        if after < len(tokens) and _is_measure(tokens[after][0]):  # "over two decades", "a 10-month-old girl"
            i = after + 1
            continue
        before, behind = [t for t, _ in tokens[max(0, i - 2) : i]], [t for t, _ in tokens[after : after + 3]]
        harm = next((unit for t in before if (unit := units.get(t)) in _HARM), None)
        if harm is not None and "and" not in before and not any(units.get(t) in _HARM for t in behind):
            # "had killed seventeen marchers"
            found.setdefault(harm, (number, text[tokens[max(0, i - 2)][1][0] : tokens[after - 1][1][1]]))
            i = after
            continue
        ahead = range(after, min(len(tokens), after + _REACH))
        for j in sorted(ahead, key=lambda j: (units.get(tokens[j][0]) not in _HARM, j)):
            unit = units.get(tokens[j][0])
            if unit is not None:
                found.setdefault(unit, (number, text[tokens[i][1][0] : tokens[j][1][1]]))
                break
        else:
            unit = next((units[t] for t, _ in tokens[max(0, i - 4) : i] if t in units), None)
            if unit is not None:
                found.setdefault(unit, (number, text[tokens[max(0, i - 4)][1][0] : tokens[after - 1][1][1]]))
        i = after
    return found


def _is_measure(word: str) -> bool:
    """Tell whether a word after a number says how long or how old rather than how many."""
    return word.partition("-")[0].removesuffix("s") in _TIMES or word.endswith("-old")


def _number(tokens: list[str], i: int) -> tuple[float | None, int]:
    """Return the number that begins at a token and the index after it, or (None, i)."""
    total: float | None = None
    start = i
    while i < len(tokens):
        token = tokens[i]
        if token[0].isdigit():
            if total is not None:
                break
            total = float(token.replace(",", ""))
        elif token in _SCALES and total is not None:
            total *= _SCALES[token]
        elif (value := _word_value(token)) is not None:
            total = value if total is None else total + value
        else:
            break
        i += 1
    return (total, i) if i > start and total is not None else (None, start)


def _word_value(word: str) -> float | None:
    """Return the value of a number word in lower case ("forty-four"), None where it is none; "one" is none."""
    if word in _ONES and word != "one":  # "one" is oftener a pronoun
        return float(_ONES[word])
    if word in _TENS:
        return float(_TENS[word])
    tens, _, ones = word.partition("-")
    return float(_TENS[tens] + _ONES[ones]) if tens in _TENS and ones in _ONES else None
