"""What `tocsin warn` judges: an event feed, articles or the ledger, each as a series with what is known beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

from tocsin import warning
from tocsin.desk.warning.dates import first_day, last_day
from tocsin.errors import UsageError
from tocsin.lexicon import cell_values, read_table
from tocsin.records import Reading


class Asked(NamedTuple):
    """What `tocsin warn` is asked, as the user wrote it."""

    paths: Sequence[str]
    db: str | None
    events: Sequence[Path]
    between: tuple[str, str] | None
    budget: float
    step: str
    onsets: Path | None
    weights: Path | None
    state: Path | None
    since: str | None
    until: str | None
    groups: Path | None
    parties: Path | None


class Source(NamedTuple):
    """What is judged: the series, the setting, the onsets, the days to judge, the status of its reading.

    `book` is the name under which the ledger keeps the alarms; None where no ledger is judged.
    """

    series: warning.Series
    setting: warning.Setting
    onsets: list[warning.Onset]
    span: tuple[int, int]
    status: int = 0
    book: str | None = None


def open_source(asked: Asked) -> Source | None:
    """Read what is asked about; None, with a line that says so, where it holds nothing that can be judged."""
    onsets = warning.read_onsets(asked.onsets) if asked.onsets else []
    weights = warning.load_weights(asked.weights) if asked.weights else None
    groups = read_groups(asked.groups)
    own = {name for names in groups.values() for name in names}
    between = frozenset(name if name in own else _code(name) for name in asked.between or ())
    if asked.between and len(between) < 2:
        raise UsageError("--between takes two different parties")
    setting = warning.Setting(asked.budget, weights, asked.step, groups=groups, between=between)
    if asked.events:
        if asked.paths or asked.db:
            raise UsageError("give articles, --db or --events, not several of them")
        feed = warning.read_feeds(asked.events, groups=groups)
        tell(feed.summary())
        found: Source | None = Source(feed.series, setting, onsets, (0, 0))
        if not feed.kept:
            tell("nothing to judge: no row of the feed counts as an event between two parties")
            found = None
    elif asked.paths:
        found = _from_files(asked, setting, onsets)
    else:
        found = _from_ledger(asked, setting, onsets)
    return found and found._replace(span=_span(found, asked))


def _from_files(asked: Asked, setting: warning.Setting, onsets: list[warning.Onset]) -> Source | None:
    """Read articles through the whole pipeline."""
    from tocsin import pipeline
    from tocsin.desk.runs import SKIPPED, Intake

    taken = Intake(asked.paths)
    readings = list(pipeline.read_all(taken, own_parties=asked.parties))
    status = SKIPPED if taken.skipped else 0
    if not readings:
        if not taken.skipped:
            tell("nothing to judge: no article found")
        return None
    return _own(readings, {}, Source(_NOTHING, setting, onsets, (0, 0), status))


def _from_ledger(asked: Asked, setting: warning.Setting, onsets: list[warning.Onset]) -> Source | None:
    """Take the readings of the ledger, with the days on which their events were first reported in any version."""
    from tocsin.desk.ledger.opening import opened

    with opened(asked.db) as ledger:
        readings = list(ledger.readings())
        first_seen = {
            evidence.record: event.first_seen
            for event in ledger.daily_events()
            for evidence in event.evidence
            if evidence.record and event.first_seen
        }
    if not readings:
        tell("nothing to judge: the ledger holds no article; add some with `tocsin add`")
        return None
    return _own(readings, first_seen, Source(_NOTHING, setting, onsets, (0, 0), book=_book_name(asked)))


_NOTHING = warning.Collector().series()


def _own(readings: list[Reading], first_seen: dict[str, str], source: Source) -> Source | None:
    """Make the series of readings, with the sentences, channels and signals beside it."""
    from tocsin import positions, stories

    readings.sort(key=lambda found: (found.article.published or "", found.article.id))
    articles = [(found.article.published or "")[:10] for found in readings]
    dated = [
        (warning.day_number(day), found.article.outlet) for day, found in zip(articles, readings, strict=True) if day
    ]
    if not dated:
        tell("nothing to judge: no article has a date; give it with `tocsin read --date`, or in the input")
        return None
    origins = stories.origin_of(stories.find_origins([found.article for found in readings]))
    statements = [
        (said, day, found.article.id)
        for day, found in zip(articles, readings, strict=True)
        for said in found.statements
    ]
    channels = positions.gather_channels(readings)
    known = warning.Known([said for said, _, _ in statements], origins, first_seen, source.setting.groups)
    own = warning.series_of(stories.gather_developments(readings, origins), known)
    signals = warning.signals_of(statements, channels, positions.gather_activities(readings, "military"))
    setting = source.setting._replace(
        told=own.told, channels=channels, signals=signals, reporting=warning.reporting_of(dated)
    )
    return source._replace(series=own.series, setting=setting)


def _span(source: Source, asked: Asked) -> tuple[int, int]:
    """Return the days to judge: up to the last that is known, a year of them where nothing else is asked."""
    days, reporting = source.series.counts.day, source.setting.reporting
    last = int(reporting.days[-1]) if reporting is not None else int(days[-1])
    if asked.until:
        last = last_day("--until", asked.until)
    begin = int(days[0]) if len(days) else last
    first = first_day("--since", asked.since) if asked.since else max(begin, last - 365)
    if first > last:
        raise UsageError(f"nothing to judge: {warning.iso_day(first)} comes after {warning.iso_day(last)}")
    return first, last


def _book_name(asked: Asked) -> str:
    """Name the alarm book of a way of watching: another budget, other weights or groups ring on their own."""
    parts = [f"{asked.budget:g}", asked.step]
    for path in (asked.weights, asked.groups):
        parts.append(hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path else "")
    return "alarms " + " ".join(parts).strip()


def _code(name: str) -> str:
    """Return the code of a party that is given by code or name."""
    from tocsin import parties

    if name.isupper():
        return name
    found = parties.resolve(name, None)
    return (found.country or name) if found else name


def read_groups(path: Path | None) -> dict[str, tuple[str, ...]]:
    """Return code -> groups of a file of groups."""
    if path is None:
        return {}
    rows = [(row["group"], cell_values(row["members"])) for row in read_table(path, ("group", "members"))]
    return warning.merge_groups(rows)


def tell(words: str) -> None:
    """Say something on standard error."""
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(f"tocsin: {words}")
