"""Walks a feed day by day, rings alarms and stands them down, and says for each on what it stands.

Without weights the detector decides (detector.py), with weights the calibrated forecast does; both ring at the user's
budget of false alarms per dyad-year. `watch` is reached at four times the budget, `alert` at a fifth of it. Where the
sources are thin, or all that rings comes from one origin, there is no more than a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from tocsin.warning.account import Setting, Warned, describe, level_of
from tocsin.warning.book import Book, Level, stand_down_reason
from tocsin.warning.coverage import THIN, coverage_of, share_of_usual
from tocsin.warning.detector import surprise
from tocsin.warning.episodes import HOSTILE
from tocsin.warning.feeds.codes import TYPES
from tocsin.warning.forecast.panel import Panel
from tocsin.warning.forecast.views import watched
from tocsin.warning.forecast.weights import Weights
from tocsin.warning.onsets import Onset
from tocsin.warning.series import Series, iso_day

_STEPS_DOWN = {TYPES.index(name) for name in ("RETREAT", "CONCEDE", "SUPPORT", "AGREE")}


def walk(
    series: Series, onsets: Sequence[Onset], setting: Setting, book: Book, span: tuple[int, int]
) -> Iterator[Warned]:
    """Judge the days of `span` (first, last) that the book has not seen; yield rings and stand-downs in order.

    The last day that it has seen is judged again, since more may have been reported on its evening.
    """
    own, other = _own_and_other(onsets, setting.weights)
    panel = Panel(series, own, other)
    index = {name: number for number, name in enumerate(panel.names)}
    days = np.arange(max(span[0], book.seen_until), span[1] + 1)
    if series.monthly or setting.step == "month":
        months = (days + 1).astype("datetime64[D]")
        days = days[months == months.astype("datetime64[M]").astype("datetime64[D]")]  # the last day of each month
    for day in days.tolist():
        panel.advance(day + 1)  # what became known on the day itself counts for its evening
        thin = share_of_usual(panel, setting.reporting) < THIN
        for alarm in [alarm for alarm in book.alarms if alarm.ended is None]:
            pair = index.get(alarm.dyad)
            if pair is None:
                continue
            last_hostile, steps = _last_hostile(panel, pair, alarm.day)
            reason = stand_down_reason(alarm, day, last_hostile, steps, silent=thin)
            if reason is not None:
                alarm.ended, alarm.reason = day, reason
                if setting.shows(alarm.dyad):
                    yield describe(panel, pair, setting, ("watch", "stood down", reason))
        yield from _rings(panel, setting, book, day)
        book.seen_until = day


def _levels(panel: Panel, setting: Setting) -> dict[int, Level]:
    """Return the level of every pair that is at watch or above."""
    found: dict[int, Level] = {}
    if setting.weights is None:
        seen = surprise(panel)
        near = np.flatnonzero(seen.rate <= setting.budget * 4)
        levels = [level_of(rate, setting.budget) for rate in seen.rate[near].tolist()]
        pairs = seen.pairs[near]
    else:
        pairs = watched(panel)
        levels = [setting.weights.level(odd, setting.budget) for odd in setting.weights.log_odds(panel, pairs).tolist()]
    for pair, level in zip(pairs.tolist(), levels, strict=True):
        if level == "alert":
            coverage = coverage_of(panel, pair, setting.told, setting.reporting)
            found[pair] = "warning" if coverage.thin or coverage.single else level
        elif level is not None:
            found[pair] = level
    return found


def _rings(panel: Panel, setting: Setting, book: Book, day: int) -> Iterator[Warned]:
    """Ring the alarms of one day."""
    for pair, level in _levels(panel, setting).items():
        if level == "watch":
            continue
        dyad = panel.names[pair]
        standing = book.standing(dyad)
        if standing is not None:
            standing.confirmed = day
            if level == "alert":
                standing.level = level
        elif book.may_ring(dyad, day, _last_hostile(panel, pair, day)[0]):
            book.ring(dyad, level, iso_day(day), day)
            if setting.shows(dyad):
                yield describe(panel, pair, setting, (level, "rings", ""))


def present(series: Series, onsets: Sequence[Onset], setting: Setting, book: Book, day: int) -> Iterator[Warned]:
    """Describe every pair that is at watch or above, or under a standing alarm, on the evening of a day."""
    panel = Panel(series, *_own_and_other(onsets, setting.weights))
    panel.advance(day + 1)
    index = {name: number for number, name in enumerate(panel.names)}
    levels = _levels(panel, setting)
    standing = {index[alarm.dyad]: alarm for alarm in book.alarms if alarm.ended is None and alarm.dyad in index}
    for pair in dict.fromkeys((*standing, *levels)):
        if not setting.shows(panel.names[pair]):
            continue
        if pair in standing:
            alarm = standing[pair]
            yield describe(panel, pair, setting, (alarm.level, "stands", f"stands since {alarm.rang}"))
        else:
            yield describe(panel, pair, setting, ("watch", "stands", "watched; no alarm stands"))


def _last_hostile(panel: Panel, pair: int, since: int) -> tuple[int, int]:
    """Return the last day of reduced relations or worse, and how many steps down came after it and after `since`."""
    counts, rows = panel.series.counts, panel.rows(pair)
    hostile = rows[counts.rung[rows] >= HOSTILE]
    last = int(counts.day[hostile].max()) if len(hostile) else -(1 << 30)
    after = rows[(counts.day[rows] > max(last, since)) & np.isin(counts.kind[rows], list(_STEPS_DOWN))]
    return last, len(np.unique(counts.day[after]))


def _own_and_other(onsets: Sequence[Onset], weights: Weights | None) -> tuple[list[Onset], list[Onset]]:
    """Divide the onsets into the kind that the weights were fitted on and the others."""
    kind = weights.kind if weights else None
    if kind is None:
        return list(onsets), []
    return [onset for onset in onsets if onset.kind == kind], [onset for onset in onsets if onset.kind != kind]
