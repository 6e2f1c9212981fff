"""Finding places in running text.

Algorithm: one pass over the text finds runs of capitalised words; a run counts where a word of place stands before it
("in", "near", "the outskirts of"), where it goes on a list of such ("in Kano, Jos and Kaduna"), or in the dateline. What
the runs mean is then decided for the whole article at once (toponyms.py), and a small town counts only in a state that
the article is about.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from tocsin.parties.places.gazetteer import Spot, find_spots
from tocsin.parties.places.toponyms import candidates, count_states, resolve_names
from tocsin.records import Place, Reading, Span
from tocsin.text import overlaps, strip_span

_UPPER = "A-ZÀ-ÖØ-ÞĀĆČĎĐĒĞĪİŁŃŚŞŠŢŪŽȘȚ"
_WORD = rf"(?:(?:[A-Z]\.){{2,}}|(?:St|Mt|Ft)\.|[{_UPPER}][\w’'ʼ]*(?:-\w[\w’']*)*)"
_ARTICLE = r"(?:(?:al|ad|an|ar|as|ash|at|az|el|ez)-)?"
_RUN = re.compile(rf"\b{_ARTICLE}{_WORD}(?:[ \u00a0](?:(?:of|of the|de|del|do|da|upon) )?{_ARTICLE}{_WORD})*")
_POSSESSIVE = re.compile(r"['’]s? ")
_LIST_GAP = re.compile(r",? (?:and|or) (?:in |at |near )?(?:the )?|, (?:in |at |near )?(?:the )?|['’]s? |\(")
_BEFORE = frozenset(
    "in at near off outside inside from around across over above toward towards into through along between within "
    "throughout beyond via reach reached entered entering leaving left visiting".split()
)
_BEFORE_OF = frozenset(
    "city cities town towns village villages port province region district outskirts suburb suburbs capital streets "
    "coast north south east west northeast northwest southeast southwest island islands area areas part parts much "
    "most parts neighborhood neighbourhood border borders shores banks state republic peninsula kilometres kilometers "
    "kms km miles stronghold".split()
)
_SKIPPED = frozenset(
    "the a an northern southern eastern western central north south east west northeast northeastern northwest "
    "northwestern southeast southeastern southwest southwestern occupied rebel-held government-held nearby neighboring "
    "neighbouring besieged war-torn downtown greater rural mainland annexed".split()
)
_TAILS = frozenset(
    "airport airfield square university hospital stadium prison bridge street avenue port harbour harbor base embassy "
    "mosque church cathedral palace hotel hall court monday tuesday wednesday thursday friday saturday sunday january "
    "february march april may june july august september october november december province region governorate oblast "
    "district county state city town village".split()
)
_SKIPPED_KINDS = frozenset(("byline", "credit", "boilerplate"))
_DATELINE_CHARS = 400
_TOWN_SIZE = 42  # 15,000 people
_SMALL_TOWN_SIZE = 27  # 500 people, if the article is about its state
_SMALL_TOWN_SHARE = 0.34


def find_places(reading: Reading) -> tuple[Place, ...]:
    """Return the places that an article names after words of place and in its dateline, in the order of the text.

    Spans cover the name ("Donetsk", "eastern Ukraine") in code points of the article's text. Sentences need no tokens.
    A name that no table has, or that is likelier a namesake, is left out.
    """
    text = reading.article.text
    spans: list[Span] = list(_scan_dateline(text, reading.article.dateline))
    for sentence in reading.sentences:
        if sentence.kind not in _SKIPPED_KINDS:
            spans.extend(scan_names(text, *sentence.span))
    spans = sorted(set(spans))
    spans = [span for i, span in enumerate(spans) if i == 0 or span[0] >= spans[i - 1][1]]
    if not spans:
        return ()
    names = [text[start:end] for start, end in spans]
    shares = count_states(text)
    most = max(shares.values(), default=1)
    return tuple(
        Place(
            text=name, span=span, country=spot.country, lat=spot.lat, lon=spot.lon, precision=spot.precision,
        )  # fmt: skip
        for name, span, (spot, precision) in zip(names, spans, resolve_names(text, spans, names), strict=True)
        if spot is not None and precision == spot.precision and _is_credible(spot, shares, most)
    )


def resolve_toponyms(text: str, spans: Sequence[Span]) -> list[Place | None]:
    """Return for each span of a text the place that it means, or None.

    A span that no table has but that stands in an article about a known town ("the Carnegie Library") is placed at the
    nearest town named, with the precision "nearby": take it as an estimate. Country is alpha-3; spans in any order.
    """
    given = set(spans)
    ends = sorted(given)
    others = [span for span in scan_names(text, 0, len(text)) if not _overlaps_any(span, ends)]
    ordered = sorted(given | set(others))
    names = [text[slice(*strip_span(text, *span))] for span in ordered]
    found = dict(zip(ordered, resolve_names(text, ordered, names), strict=True))
    places: list[Place | None] = []
    for start, end in spans:
        spot, precision = found[start, end]
        places.append(
            None if spot is None
            else Place(
                text=text[start:end], span=(start, end), country=spot.country, lat=spot.lat, lon=spot.lon,
                precision=precision,
            )
        )  # fmt: skip
    return places


def _overlaps_any(span: Span, ordered: Sequence[Span]) -> bool:
    i = bisect_left(ordered, span)
    return any(overlaps(span, other) for other in ordered[max(0, i - 1) : i + 1])


def scan_names(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the spans of names with an entry in the gazetteer that stand where a place is meant."""
    listed = -1
    for match in _RUN.finditer(text, start, end):
        is_place = match.start() == listed or _is_announced(text, start, match.start())
        if not is_place:
            continue
        for name_start, name_end in _split_possessives(text, *match.span()):
            span = _trim(text, name_start, name_end, start)
            if span is None:
                break
            yield span
            gap = _LIST_GAP.match(text, span[1], end)
            listed = gap.end() if gap else -1


def _is_announced(text: str, start: int, at: int) -> bool:
    words = text[max(start, at - 60) : at].split()
    while words and words[-1].casefold() in _SKIPPED:
        words.pop()
    if not words or not text[at - 1].isspace():
        return False
    last = words[-1].casefold()
    return last in _BEFORE or (last == "of" and len(words) > 1 and words[-2].casefold() in _BEFORE_OF)


def _split_possessives(text: str, start: int, end: int) -> Iterator[Span]:
    """Split "Ukraine's Donetsk" into its two names."""
    for match in _POSSESSIVE.finditer(text, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end


def _trim(text: str, start: int, end: int, sentence: int) -> Span | None:
    """Return the part of a run that names a place: with a direction before it where that has an entry of its own."""
    before = text[max(sentence, start - 24) : start].split()
    if before and before[-1].casefold() in _SKIPPED and find_spots(f"{before[-1]} {text[start:end]}"):
        start -= len(before[-1]) + 1
        return start, end
    while end > start:
        name = text[start:end].rstrip(".’'") if not text[start:end].endswith("S.") else text[start:end]
        spots = candidates(name)
        if spots:
            return None if spots[0].kind in ("people", "natives") else (start, start + len(name))
        cut = text.rfind(" ", start, end)
        if cut < 0 or text[cut + 1 : end].casefold().strip(".’'") not in _TAILS:
            return None
        end = cut
    return None


def _scan_dateline(text: str, dateline: str | None) -> Iterator[Span]:
    """Yield the names of a dateline ("KYIV, Ukraine (AP)") at its place in the text."""
    if not dateline:
        return
    at = text.find(dateline, 0, _DATELINE_CHARS + len(dateline))
    if at < 0:
        return
    for part in re.finditer(r"[^,(/—–-]+", dateline.split("(")[0]):
        name = part.group().strip()
        if name and candidates(name):
            start = at + part.start() + len(part.group()) - len(part.group().lstrip())
            yield start, start + len(name)


def _is_credible(spot: Spot, shares: Counter[str], most: float) -> bool:
    if spot.kind in ("people", "natives"):
        return False
    if spot.kind not in ("town", "alias", "district") or spot.size >= _TOWN_SIZE:
        return True
    return spot.size >= _SMALL_TOWN_SIZE and shares[spot.country or ""] / most >= _SMALL_TOWN_SHARE
