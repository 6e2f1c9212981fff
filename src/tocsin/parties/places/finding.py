"""Finding places in running text.

Algorithm: one pass over the text finds runs of capitalised words; a run counts where a word of place stands before it
("in", "near", "the outskirts of"), where it goes on a list of such ("in Kano, Jos and Kaduna"), or in the dateline.
What the runs mean is then decided for the whole article at once (toponyms.py), and a small town counts only in a state
that the article is about.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import compress

from tocsin.lexicon import cell_values, read_table
from tocsin.parties.places.gazetteer import Spot, find_spots, word_list
from tocsin.parties.places.toponyms import candidates, count_states, resolve_names
from tocsin.records import Place, Reading, Span
from tocsin.text import overlaps, strip_span

_UPPER = "A-ZÀ-ÖØ-ÞĀĆČĎĐĒĞĪİŁŃŚŞŠŢŪŽȘȚ"
_WORD = rf"(?:(?:[A-Z]\.){{2,}}|(?:St|Mt|Ft)\.|[A-Z]\.[A-Z]\b|[{_UPPER}][\w’'ʼ]*(?:-\w[\w’']*)*)"
# _WORD behind its first letter
_REST = r"(?:(?<=[A-Z])\.(?:[A-Z]\.)+|(?<=[SMF])t\.|(?<=[A-Z])\.[A-Z]\b|[\w’'ʼ]*(?:-\w[\w’']*)*)"
_ARTICLES = ("al", "ad", "an", "ar", "as", "ash", "at", "az", "el", "ez")
_ARTICLE = rf"(?:(?:{'|'.join(_ARTICLES)})-)?"
# A pattern that begins with a set of letters is searched for three times as fast as one that begins with \b; an article
# before the first word is therefore added afterwards.
_RUN = re.compile(rf"[{_UPPER}](?<!\w.){_REST}(?:[ \u00a0](?:(?:of|of the|de|del|do|da|upon) )?{_ARTICLE}{_WORD})*")
_LEADING_ARTICLE = re.compile(rf"(?<!\w)(?:{'|'.join(_ARTICLES)})-$")
_POSSESSIVE = re.compile(r"['’]s? ")
_LIST_GAP = re.compile(r",? (?:and|or) (?:in |at |near )?(?:the )?|, (?:in |at |near )?(?:the )?|['’]s? |\(")
_BEFORE = word_list("before")
_BEFORE_OF = word_list("before_of")
_SKIPPED = word_list("skipped")
_TAILS = word_list("tails")
_DIRECTIONS = word_list("directions")
_DIVISION_WORDS = word_list("division_words")
_NEXT_WORD = re.compile(r" ([a-z]+)\b")
_ADJECTIVES = frozenset(("people", "natives"))
_SKIPPED_KINDS = frozenset(("byline", "credit", "boilerplate"))
_DATELINE_CHARS = 400
_TOWNS = frozenset(("town", "alias", "district", "division"))
_CITY_SIZE = 58  # 600,000 people: named anywhere
_TOWN_SIZE = 42  # 15,000 people
_LONGEST_ARTICLE = 1 + max(map(len, _ARTICLES))
_LONGEST_RUN = 160  # characters
_SHORT_NAME = 4  # letters: shorter town names are words too ("Bar", "Save")
_SMALL_TOWN_SIZE = 27  # 500 people, if the article is about its state
_SMALL_TOWN_SHARE = 0.34


def find_places(reading: Reading) -> tuple[Place, ...]:
    """Return the places that an article names after words of place and in its dateline, in the order of the text.

    Spans cover the name ("Donetsk", "eastern Ukraine") in code points of the article's text. Sentences need no tokens.
    A name that no table has, or that is likelier a namesake, is left out.
    """
    text = reading.article.text
    runs = find_runs(text, 0, len(text))
    spans: list[Span] = list(_scan_dateline(text, reading.article.dateline))
    following = 0
    for sentence in reading.sentences:
        if sentence.kind in _SKIPPED_KINDS:
            continue
        start, end = sentence.span
        while following < len(runs) and runs[following][1] <= start:
            following += 1
        first = following
        while following < len(runs) and runs[following][1] <= end:
            following += 1
        inside = runs[first:following]
        # "in the U.S. President X" runs over the end of a sentence
        is_cut = (inside and inside[0][0] < start) or (following < len(runs) and runs[following][0] < end)
        spans.extend(scan_names(text, start, end, find_runs(text, start, end) if is_cut else inside))
    spans = sorted(set(spans))
    spans = [span for i, span in enumerate(spans) if i == 0 or span[0] >= spans[i - 1][1]]
    if not spans:
        return ()
    named = _spans_of_persons(reading)
    spans = [span for span in spans if span not in named]
    parties, surnames = _party_names(), find_surnames(text, runs)
    names = [text[start:end] for start, end in spans]
    kept = [(name not in surnames and name not in parties) or _is_area(name) for name in names]
    spans, names = list(compress(spans, kept)), list(compress(names, kept))
    shares = count_states(text)
    most = max(shares.values(), default=1)
    places = []
    for name, span, (spot, precision) in zip(
        names, spans, resolve_names(text, spans, names, shares, estimate=False), strict=True
    ):
        if spot is not None and precision == spot.precision and _is_credible(spot, shares, most):
            places.append(_place(text=name, span=span, spot=spot, country=spot.country, precision=precision))
    return tuple(places)


def _place(*, text: str, span: Span, spot: Spot, country: str | None, precision: str) -> Place:
    return Place(text=text, span=span, country=country, lat=spot.lat, lon=spot.lon, precision=precision)


def resolve_toponyms(text: str, spans: Sequence[Span]) -> list[Place | None]:
    """Return for each span of a text the place that it means, or None.

    A span that no table has but that stands in an article about a known town ("the Carnegie Library") is placed at the
    nearest town named, with the precision "nearby": take it as an estimate. Country is alpha-3, of an area of several
    states the one that its middle lies in (find_places gives none there). Spans may come in any order.
    """
    given = set(spans)
    ends = sorted(given)
    runs = find_runs(text, 0, len(text))
    beside = {end + 2 for _, end in spans if text[end : end + 2] == ", "}  # "Paris, Texas"
    areas = [span for span in runs if span[0] in beside and _is_region(text[slice(*span)])]
    others = [span for span in {*scan_names(text, 0, len(text), runs), *areas} if not _overlaps_any(span, ends)]
    ordered = sorted(given | set(others))
    names = [text[slice(*strip_span(text, *span))] for span in ordered]
    found = dict(zip(ordered, resolve_names(text, ordered, names, count_states(text), estimate=True), strict=True))
    places: list[Place | None] = []
    for start, end in spans:
        spot, precision = found[start, end]
        if spot is None:
            places.append(None)
            continue
        country = spot.country or spot.middle
        places.append(_place(text=text[start:end], span=(start, end), spot=spot, country=country, precision=precision))
    return places


def _overlaps_any(span: Span, ordered: Sequence[Span]) -> bool:
    i = bisect_left(ordered, span)
    return any(overlaps(span, other) for other in ordered[max(0, i - 1) : i + 1])


def find_runs(text: str, start: int, end: int) -> list[Span]:
    """Return the runs of capitalised words of a stretch of text, with an article before them ("al-Qusayr")."""
    runs: list[Span] = []
    for match in _RUN.finditer(text, start, end):
        first, last = match.span()
        if first > start and text[first - 1] == "-":
            article = _LEADING_ARTICLE.search(text[max(0, first - _LONGEST_ARTICLE - 1) : first])
            if article is not None and first - len(article[0]) >= start:
                first -= len(article[0])
        runs.append((first, last))
    return runs


def scan_names(text: str, start: int, end: int, runs: Sequence[Span]) -> Iterator[Span]:
    """Yield the spans of names with an entry in the gazetteer that stand where a place is meant.

    `runs` are the runs of capitalised words between `start` and `end`.
    """
    listed = -1
    for run in runs:
        if run[0] != listed and not _is_announced(text, start, run[0]):
            continue
        for name_start, name_end in _split_possessives(text, *run):
            span = _trim(text, name_start, name_end, start)
            if span is None:
                break
            yield span
            gap = _LIST_GAP.match(text, span[1], end)
            listed = gap.end() if gap else -1


def find_surnames(text: str, runs: Sequence[Span]) -> frozenset[str]:
    """Return words that end a longer capitalised run of the text which is no place: "Obama" beside "Barack Obama"."""
    surnames = set()
    for start, end in runs:
        run = text[start:end]
        words = run.split() if len(run) <= _LONGEST_RUN and not run.isalpha() else ()
        if len(words) < 2 or len(words) > 4 or words[0].casefold() in _SKIPPED or not words[-2][:1].isupper():
            continue
        if not candidates(run):
            surnames.add(words[-1].removesuffix("'s").removesuffix("’s"))
    return frozenset(surnames)


def _spans_of_persons(reading: Reading) -> frozenset[Span]:
    """Return the spans of mentions that name a person, a group or an organisation, where the reading has mentions."""
    return frozenset(
        mention.party.span
        for mentions in reading.mentions
        for mention in mentions.values()
        if mention.kind in ("name", "office", "group", "organisation")
    )


@cache
def _party_names() -> frozenset[str]:
    """Return the names of one word of groups and organisations: Hamas is no town in a report."""
    return frozenset(
        name
        for table in ("groups", "organisations")
        for row in read_table(f"parties/{table}.csv", ("name",))
        for name in (row["name"], *cell_values(row["aliases"]))
        if " " not in name
    )


def _is_area(name: str) -> bool:
    """Tell whether a name is that of a state or another area or site in the hand-made tables, or of a large city."""
    spots = candidates(name)
    return bool(spots) and (spots[0].kind not in _TOWNS or spots[0].size >= _CITY_SIZE)


def _is_region(name: str) -> bool:
    """Tell whether a name is first of all that of a state or a part of one."""
    spots = candidates(name)
    return bool(spots) and spots[0].precision in ("country", "region")


def _is_announced(text: str, start: int, at: int) -> bool:
    if at == start or not text[at - 1].isspace():
        return False
    ahead = text[max(start, at - 60) : at]
    nearest = ahead.rsplit(None, 1)
    if nearest and (word := nearest[-1].casefold()) not in _SKIPPED and word != "of":
        return word in _BEFORE  # the usual case, without cutting the rest
    words = ahead.split()
    while words and words[-1].casefold() in _SKIPPED:
        words.pop()
    if not words:
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
    """Return the part of a run that names a place, with a direction or "region" around it where that has an entry."""
    if end - start > _LONGEST_RUN:
        return None
    before = text[max(sentence, start - 24) : start].split()
    if before and before[-1].casefold() in _DIRECTIONS:
        longer = start - len(before[-1]) - 1
        if find_spots(text[longer:end]):
            return longer, end
    behind = _NEXT_WORD.match(text, end)
    if behind and behind.group(1) in _DIVISION_WORDS and (spots := candidates(text[start : behind.end()])):
        return None if spots[0].kind in _ADJECTIVES else (start, behind.end())
    while end > start:
        name = text[start:end].rstrip("’'").removesuffix("'s").removesuffix("’s")
        spots = candidates(name)
        if spots:
            return None if spots[0].kind in _ADJECTIVES else (start, start + len(name))
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
    if spot.kind in _ADJECTIVES:
        return False
    share = shares[spot.country or ""] / most
    if spot.kind not in _TOWNS or spot.size >= _CITY_SIZE:
        return True
    if spot.size >= _TOWN_SIZE and (share > 0 or len(spot.name) > _SHORT_NAME):
        return True
    return spot.size >= _SMALL_TOWN_SIZE and share >= _SMALL_TOWN_SHARE
