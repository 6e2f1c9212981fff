"""What `tocsin warn` judges: an event feed, articles or the ledger, each as a series with what is known beside it."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console

from tocsin import warning
from tocsin.desk.warning.dates import first_day, last_day
from tocsin.errors import UsageError, why
from tocsin.lexicon import cell_values, read_table

if TYPE_CHECKING:
    from tocsin import chronicle
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
    readings = list(pipeline.read_all(taken, own_parties=asked.parties, failed=taken.fail))
    status = SKIPPED if taken.skipped else 0
    if not readings:
        if not taken.skipped:
            tell("nothing to judge: no article found")
        return None
    return _own(_joined(readings), Source(_NOTHING, setting, onsets, (0, 0), status))


def _joined(readings: list[Reading]) -> chronicle.Watched:
    """Join readings as a ledger joins its articles."""
    from tocsin import chronicle, positions, stories

    ordered = sorted(readings, key=lambda found: (found.article.published or "", found.article.id))
    held = stories.take_out_pasted(ordered)
    days = [((found.article.published or "")[:10], found) for found in held]
    origins = stories.origin_of(stories.find_origins([found.article for found in held]))
    return chronicle.Watched(
        developments=list(stories.gather_developments(held, origins)),
        first_seen={},
        origin_of=origins,
        statements=[(said, day, found.article.id) for day, found in days for said in found.statements],
        channels=list(positions.gather_channels(held)),
        military=list(positions.gather_activities(held, "military")),
        outlets=[(day, found.article.outlet or "", 1) for day, found in days],
    )


def _from_ledger(asked: Asked, setting: warning.Setting, onsets: list[warning.Onset]) -> Source | None:
    """Take what was found in the ledger's articles when they were joined."""
    from tocsin import chronicle
    from tocsin.desk.ledger.opening import opened, settled
    from tocsin.ledger import uncollected

    with opened(asked.db) as ledger:
        settled(ledger, asked.db)
        with uncollected():
            found = chronicle.watch(ledger)
            if not found.outlets:
                tell("nothing to judge: the ledger holds no article; add some with `tocsin add`")
                return None
            own = _own(found, Source(_NOTHING, setting, onsets, (0, 0), book=_book_name(asked)))
            gc.freeze()  # all of it is needed until the command ends
    return own


_NOTHING = warning.Collector().series()


def _own(found: chronicle.Watched, source: Source) -> Source | None:
    """Make the series of joined articles, with the sentences, channels and signals beside it."""
    dated = [
        (warning.day_number(day), outlet) for day, outlet, articles in found.outlets if day for _ in range(articles)
    ]
    if not dated:
        tell('nothing to judge: no article has a date; give it as "date" in JSONL, or with `tocsin add --date`')
        return None
    said = [statement for statement, _, _ in found.statements]
    known = warning.Known(said, found.origin_of, found.first_seen, source.setting.groups)
    own = warning.series_of(found.developments, known)
    signals = warning.signals_of(found.statements, found.channels, found.military)
    setting = source.setting._replace(
        told=own.told, channels=found.channels, signals=signals, reporting=warning.reporting_of(dated)
    )
    return source._replace(series=own.series, setting=setting)


def days_covered(source: Source) -> int:
    """Return the days from the first article or event that is known to the last day to judge."""
    days, reporting = source.series.counts.day, source.setting.reporting
    starts = [int(days[0])] if len(days) else []
    if reporting is not None:
        starts.append(int(reporting.days[0]))
    return source.span[1] - min(starts) + 1 if starts else 0


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
    """Return code -> groups of a file of groups; UsageError where it cannot be read."""
    if path is None:
        return {}
    try:
        rows = [(row["group"], cell_values(row["members"])) for row in read_table(path, ("group", "members"))]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({why(error)}); give a CSV file with group,members") from error
    return warning.merge_groups(rows)


def tell(words: str) -> None:
    """Say something on standard error."""
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(f"tocsin: {words}")
