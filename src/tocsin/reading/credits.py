"""Finds who wrote and who supplied an article: by-line, agencies credited, outlet where the text states it.

Algorithm: the first blocks are looked at for a by-line ("By X and Y"), these and the last ones for credit lines ("(AP,
Reuters)", "X contributed to this report"), the last ones for an agency behind the last sentence ("... he said. (AP)"),
the dateline for its agency. Agencies mentioned in the story itself ("told Reuters") are not credited.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from tocsin.reading.dateline import Dateline, Supplier, find_suppliers, suppliers
from tocsin.records import Block, Span
from tocsin.text import strip_span

_TOP = 12
_BOTTOM = 12
_LONGEST_BYLINE = 200
_LONGEST_CREDIT = 600
_TITLES = ("Jr.", "Sr.", "Ph.D.", "M.D.")
_PART = r"(?:[^\W\d_a-z][\w.'’-]*|de|da|del|di|van|von|der|den|al|el|bin|la|le|ter|ibn|dos)"
_NAME = rf"[^\W\d_a-z][\w.'’-]+(?: {_PART}){{0,4}}"
_DATE = r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.? \d{1,2}|\d{1,2} \w+),? \d{4}.{0,30}"
_BYLINE = re.compile(
    rf"(?:(?:Written |Reported |Story |Analysis |Text )?[Bb][Yy]:? |Author: ?)"
    rf"(?P<names>{_NAME}(?:(?:(?:, |; ){_NAME}){{0,6}}(?:,? and | & ){_NAME})?)"
    rf"(?:\s*(?:,|\||•|·|/|\s[—–-]|\sof|\sfor|\sin|\sat)\s*(?P<rest>[^\n]{{2,90}}?))??(?:\s*[|,•·—–-]?\s*{_DATE})?\s*"
)
_FULL_NAME = rf"[^\W\d_a-z][\w'’-]+(?: {_PART}){{1,3}}"
_POSTED_FROM = re.compile(rf"(?P<names>{_FULL_NAME}(?:(?:,? and |, ){_FULL_NAME}){{0,4}}) in {_NAME}(?: and {_NAME})?")
_AGENCY_BYLINE = re.compile(
    rf"(?P<names>{_FULL_NAME}(?:(?:,? and |, ){_FULL_NAME}){{0,4}})(?:,| \||/) (?P<rest>[^\n]{{2,50}})"
)
_LIST_LINE = re.compile(
    r"\W*(?:\(?(?:sources?|with|from|via|credit|agencies|wire)\b:?\s*)?(?P<list>[^\W\d_][\w./&,;' -]{1,80}?)\W*",
    re.IGNORECASE,
)
_WIRES = re.compile(
    r"\W*\(?(?:with |from |by )?(?:(?:additional )?(?:inputs?|reports?|reporting|material) (?:from|by) )?"
    r"(?:news |wire |other )?(?:agenc(?:y|ies)|services?|wires?)(?: reports?| inputs?)?\W*",
    re.IGNORECASE,
)
_CREDITED_AT_START = re.compile(
    r"\W*(?:(?:additional |with )?(?:reporting|writing|editing|compiled|edited|written|with additional reporting|"
    r"with reporting|based on reporting) by\b|"
    r"contribut(?:ing|ors?):|"
    r"(?:compiled )?from (?:wire|staff and wire|news service|agency) (?:services?|reports?)\b|"
    r"(?:material|information) from [^.]{3,80} was used in this\b)",
    re.IGNORECASE,
)
_CREDITED = re.compile(
    r"\bcontributed (?:reporting )?(?:to|for) this (?:\w+ )?(?:report|article|story|post|piece|analysis|dispatch)\b|"
    r"\bcontributed (?:to (?:the )?)?(?:reporting|research)\b|"
    r"\b(?:is|was) based (?:in part )?on [\w -]*(?:wire|agency|news)[- ]?(?:service|agency)? ?reports\b|"
    r"\breported (?:from|on this story)\b.*\b(?:wrote|written|contributed|reported)\b",
    re.IGNORECASE,
)
_CREDITING = ("contributed ", " based ", "reported ")  # _CREDITED is slow, and matches nothing without one of these
_TRAILING = re.compile(
    r"(?<=[.!?\"”’)])\s*(?:\((?P<bracket>[^()]{2,60})\)|[—–-]{1,2}\s?(?P<dash>[A-Z][\w./, -]{1,40}))\W*$"
)
_TRAILING_MARK = re.compile("[(—–-]")


class Credits(msgspec.Struct, frozen=True):
    """Who is credited: `byline` without "By", the agencies by their usual names, the outlet if the text states it.

    `byline_span` is the block of the by-line, `lines` are the spans of credits; None or empty where there are none.
    """

    byline: str | None = None
    byline_span: Span | None = None
    outlet: str | None = None
    agencies: tuple[str, ...] = ()
    lines: tuple[Span, ...] = ()


def find_credits(text: str, blocks: Sequence[Block], dateline: Dateline | None = None) -> Credits:
    """Return the by-line, agencies, outlet and credit lines that the text itself states."""
    own = [block for block in blocks if block.kind != "boilerplate"]
    byline, byline_span, named = _find_byline(text, own[:_TOP])
    known = find_suppliers(named) if named else []
    agencies = list(dateline.agencies) if dateline else []
    outlet = dateline.outlet if dateline else None
    if named and not known and byline and _is_outlet(named):
        outlet = outlet or named
    lines: list[Span] = []
    for i, block in enumerate(own):
        near_end = i >= len(own) - _BOTTOM
        if block.span != byline_span and (near_end or i < _TOP):
            found = _read_credit(text, block.span, near_end=near_end)
            if found is not None:
                lines.append(found[0])
                known += found[1]
    agencies += [one.name for one in known if one.kind == "agency"]
    outlet = outlet or next((one.name for one in find_suppliers(named or "") if one.kind == "outlet"), None)
    return Credits(byline, byline_span, outlet, tuple(dict.fromkeys(agencies)), tuple(lines))


def _find_byline(text: str, blocks: Sequence[Block]) -> tuple[str | None, Span | None, str | None]:
    """Return the names, the block and what is named beside the names (an outlet, agency, place or office)."""
    for block in blocks:
        start, end = block.span
        is_sentence = text[end - 1] in ".!?:" and not text.endswith(_TITLES, start, end)
        if is_sentence or end - start > _LONGEST_BYLINE:
            continue
        match = _BYLINE.fullmatch(text, start, end)
        if match is not None:
            supplied = find_suppliers(match["names"])
            return match["names"], block.span, match["rest"] or (match["names"] if supplied else None)
        match = _AGENCY_BYLINE.fullmatch(text, start, end)
        if match is not None and find_suppliers(match["rest"]):
            return match["names"], block.span, match["rest"]
        match = _POSTED_FROM.fullmatch(text, start, end)
        if match is not None:
            return match["names"], block.span, None
    return None, None, None


_OUTLET = re.compile(
    r"\b(?:Times|Post|News|Journal|Gazette|Herald|Tribune|Globe|Guardian|Telegraph|Independent|Chronicle|Observer|Mail|"
    r"Monitor|Today|Review|Standard|Daily|Weekly|Radio|TV|Television|Magazine|Courier|Register|Dispatch|Examiner|Star|Sun|"
    r"Press|Mirror|Express|Economist|Wire)\b"
)


def _is_outlet(named: str) -> bool:
    """Tell whether what stands beside a by-line's names can be an outlet: a short name with an outlet's word in it."""
    return len(named.split()) <= 6 and named[0].isupper() and bool(_OUTLET.search(named)) and "@" not in named


def _read_credit(text: str, span: Span, *, near_end: bool) -> tuple[Span, list[Supplier]] | None:
    """Return a block's credit with whom it credits, or None where it credits nobody."""
    start, end = span
    line = text[start:end] if end - start <= _LONGEST_CREDIT else ""
    if line and _is_credit(line) and '"' not in line and "“" not in line:
        return span, _mentioned(line)
    if line and near_end:
        match = _LIST_LINE.fullmatch(line)
        if match is not None and (found := _read_list(match["list"])):
            return span, found
        if _WIRES.fullmatch(line):
            return span, []
    if near_end and _TRAILING_MARK.search(text, max(start, end - 80), end):
        match = _TRAILING.search(text, max(start, end - 80), end)
        if match is not None and (found := _read_list(match["bracket"] or match["dash"])):
            return strip_span(text, match.start(), end), found
    return None


def _is_credit(line: str) -> bool:
    """Tell whether a line says who reported, wrote or edited."""
    if _CREDITED_AT_START.match(line):
        return True
    lowered = line.lower()
    return any(word in lowered for word in _CREDITING) and _CREDITED.search(line) is not None


def _read_list(written: str) -> list[Supplier]:
    """Return the agencies and outlets of a list that names nothing else, else none."""
    found = find_suppliers(written)
    separators = sum(written.count(mark) for mark in ",;/&") + written.count(" and ")
    return found if len(found) > separators or written.strip() in suppliers() else []


def _mentioned(line: str) -> list[Supplier]:
    """Return the agencies named anywhere in a credit line, in the order of their names' table."""
    return [
        one for written, one in suppliers().items()
        if written in line and re.search(rf"(?<!\w){re.escape(written)}(?!\w)", line)
    ]  # fmt: skip
