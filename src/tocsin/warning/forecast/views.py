"""The views of a pair that a forecast combines: level, change, ladder, history, spill-over, talks and place.

Every number is computed from a Panel, which holds nothing that was not known at its day. Counts are unique events a
year, made comparable over time by the feed's own volume: a feed that reports half as much halves every pair, and that
is no calm. Names begin with their view ("change.surprise.esc"), so that a view can be left out or shown by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.warning.forecast.panel import CLASSES, HALF_LIVES, NEVER, ONSET_HALF_LIVES, Floats, Panel

VIEWS = ("level", "change", "ladder", "history", "spill", "talks", "place")

_C = {name: index for index, name in enumerate(CLASSES)}
GROUPS: dict[str, list[int]] = {
    "conflict": list(range(_C["request"], len(CLASSES))),
    "escalation": [_C[name] for name in ("threaten", "sanction", "mobilize", "coerce", "assault")],
    "military": [_C["mobilize"], _C["assault"]],
    "clash": [_C["assault"]],
    "threat": [_C["threaten"]],
    "mobilisation": [_C["mobilize"]],
    "sanction": [_C["sanction"]],
    "accusation": [_C["accuse"]],
    "coercion": [_C["coerce"]],
    "demand": [_C["request"]],
    "protest": [_C["protest"]],
}
_SHORT = (28, 90)
_LONG = (365, 1095)
_SURPRISED = ("conflict", "military", "escalation", "threat", "clash", "accusation")
_LEVELLED = ("conflict", "military", "escalation", "clash", "threat", "mobilisation", "accusation", "sanction")
_REFERENCE = 20_000.0  # events a year to which counts are scaled, so that the logarithm bends in one place
_HELD = 7.0  # years of the mean rate of onsets that a pair's own rate is held towards
_MIN_SHARE = 0.05  # of usual volume; below it a feed is silent, and dividing by it would make noise


class Table(NamedTuple):
    """Views of some pairs at one day: `values[i, j]` is the number called `names[j]` for pair `pairs[i]`."""

    names: tuple[str, ...]
    pairs: npt.NDArray[np.int64]
    values: Floats


def watched(panel: Panel, least: int = 20) -> npt.NDArray[np.int64]:
    """Return the pairs that are forecast: with at least `least` conflict events so far or a past onset."""
    past = (panel.own.number[:-1] > 0) | (panel.other.number[:-1] > 0)
    return np.flatnonzero((panel.total[:-1] >= least) | past)


def view(panel: Panel, pairs: npt.NDArray[np.int64]) -> Table:
    """Compute every view of the given pairs at the panel's day."""
    found: dict[str, Floats] = {}
    found.update(_level(panel, pairs))
    found.update(_change(panel, pairs))
    found.update(_ladder(panel, pairs))
    found.update(_history(panel, pairs))
    found.update(_spill(panel, pairs))
    found.update(_talks(panel, pairs))
    found["place.border"], found["place.distance"] = panel.nearness[pairs].T
    return Table(tuple(found), pairs, np.stack(list(found.values()), axis=1).astype(np.float32))


def _scale(panel: Panel, window: int) -> float:
    """Return the factor that turns counts of a window into events a year of a feed of the reference volume.

    Volume is never taken to be under a twentieth of the usual, so that a silent feed does not turn noise into rates.
    """
    usual = float(panel.counts[1095][-1].sum()) / min(1095, max(28, panel.day - _start(panel)))
    span = min(window, max(28, panel.day - _start(panel)))
    volume = max(float(panel.counts[window][-1].sum()) / span, _MIN_SHARE * usual, 1 / 365)
    return _REFERENCE / volume / window


def _start(panel: Panel) -> int:
    """Return the first day of the feed."""
    days = panel.series.counts.day
    return int(days[0]) if len(days) else panel.day


def _level(panel: Panel, pairs: npt.NDArray[np.int64]) -> dict[str, Floats]:
    """Rates over one and three years and decayed over one, three and ten; two-sidedness; age."""
    found = {}
    for window in _LONG:
        table, scale = panel.counts[window], _scale(panel, window)
        for name, columns in GROUPS.items():
            found[f"level.{name}.{window}"] = np.log1p(table[pairs][:, columns].sum(1) * scale)
    for half in HALF_LIVES[1:]:
        decayed = panel.decayed[half]
        whole = max(1.0, float(decayed[-1].sum()))
        for name in _LEVELLED:
            found[f"level.{name}.decayed{half:.0f}"] = np.log1p(
                decayed[pairs][:, GROUPS[name]].sum(1) / whole * _REFERENCE
            )
    found["level.two-sided"] = np.log1p(np.maximum(panel.both_ways[pairs].min(1), 0))
    return found


def _change(panel: Panel, pairs: npt.NDArray[np.int64]) -> dict[str, Floats]:
    """Rates over four weeks and three months, and how far three months exceed what five years lead to expect."""
    found = {}
    for window in _SHORT:
        table, scale = panel.counts[window], _scale(panel, window)
        for name, columns in GROUPS.items():
            found[f"change.{name}.{window}"] = np.log1p(table[pairs][:, columns].sum(1) * scale)
    conflict = GROUPS["conflict"]
    found["change.count.28"] = np.log1p(panel.counts[28][pairs][:, conflict].sum(1))
    found["change.ewma"] = np.log1p(panel.decayed[30.0][pairs][:, conflict].sum(1))
    recent, whole = panel.counts[90], panel.counts[1825]
    ratio = float(recent[-1].sum()) / max(1.0, float(whole[-1].sum() - recent[-1].sum()))
    active = max(1, int((panel.total[:-1] >= 20).sum()))
    for name in _SURPRISED:
        columns = GROUPS[name]
        new = recent[pairs][:, columns].sum(1)
        old = np.maximum(whole[pairs][:, columns].sum(1) - new, 0)
        prior = min(2.0, float(whole[-1, columns].sum() - recent[-1, columns].sum()) / active)
        expected = (old + 0.3 * prior) * ratio
        found[f"change.surprise.{name}"] = (new - expected) / np.sqrt(expected + expected**2 / 2 + 0.5)
        found[f"change.rise.{name}"] = np.log1p(new) - np.log1p(expected)
    return found


def _ladder(panel: Panel, pairs: npt.NDArray[np.int64]) -> dict[str, Floats]:
    """The months since threats, mobilisation, sanctions and clashes were last seen."""
    found = {}
    for name in ("threaten", "mobilize", "assault", "sanction"):
        found[f"ladder.since.{name}"] = _log_months(panel.day, panel.last[pairs, _C[name]])
    recent = panel.rung_last[pairs] >= panel.day - 28
    recent[:, 0] = False
    first = recent & (panel.rung_before[pairs] < panel.day - 28 - 365)
    rungs = np.arange(recent.shape[1])
    found["ladder.first-in-a-year"] = (first * rungs).max(1).astype(np.float32)
    return found


def _log_months(day: int, last: npt.NDArray[np.int32]) -> Floats:
    """Return the logarithm of the months from a day in the past (400 where there is none)."""
    return np.log(np.clip((day - last) / 30.4, 1, 400)).astype(np.float32)


def _history(panel: Panel, pairs: npt.NDArray[np.int64]) -> dict[str, Floats]:
    """Past onsets of the pair: decayed counts, number, and time since the last, of this kind and of others."""
    found = {}
    for kind, past in (("own", panel.own), ("other", panel.other)):
        for column, half in enumerate(ONSET_HALF_LIVES):
            found[f"history.{kind}.decayed{half:.0f}"] = past.decayed[pairs, column]
        found[f"history.{kind}.number"] = np.log1p(past.number[pairs])
        found[f"history.{kind}.since"] = _log_months(panel.day, past.last[pairs])
    found.update(_base_rates(panel, pairs))
    last = panel.day - panel.own.last[pairs]
    found["history.own.any"] = (panel.own.number[pairs] > 0).astype(np.float32)
    found["history.own.184"] = (last <= 184).astype(np.float32)  # a dispute that lasts starts no other
    found["history.own.90"] = (last <= 92).astype(np.float32)
    found["history.own.365"] = (last <= 366).astype(np.float32)
    return found


def _base_rates(panel: Panel, pairs: npt.NDArray[np.int64]) -> dict[str, Floats]:
    """Onsets a year of the pair, held towards the mean of all pairs as if that had been seen for some years.

    In all and with a memory of three and ten years; with onsets of other kinds at half weight ("any").
    """
    known = max(1, len(watched(panel)))
    years = max(1.0, (panel.day - min(panel.own.first, _start(panel))) / 365.25)
    counted: dict[str, tuple[npt.NDArray[np.floating], float]] = {"whole": (panel.own.number, years)}
    for days in (1095.0, 3650.0):
        column, memory = ONSET_HALF_LIVES.index(days), days / 365.25 / np.log(2)
        own = panel.own.decayed[:, column]
        exposure = float(memory * (1 - np.exp(-years / memory)))
        counted[f"{days:.0f}"] = (own, exposure)
        if days > 2000:
            counted["any"] = (own + panel.other.decayed[:, column] / 2, exposure)
    found = {}
    for name, (onsets, exposure) in counted.items():
        mean = float(onsets[:-1].sum()) / known / exposure
        found[f"history.rate.{name}"] = np.log((onsets[pairs] + mean * _HELD + 1e-6) / (exposure + _HELD))
    return found


def _spill(panel: Panel, pairs: npt.NDArray[np.int64]) -> dict[str, Floats]:
    """What the two parties do with everyone else: their other onsets and military events, and shares of all they do."""
    found = {}
    ends = panel.series.pairs
    size = len(panel.series.parties)

    def others(weight: Floats) -> tuple[Floats, Floats, Floats]:
        """Return the pair's own weight, and the larger and the smaller weight of its parties with others."""
        sums = np.bincount(ends[:, 0], weight, size) + np.bincount(ends[:, 1], weight, size)
        own = weight[pairs]
        a, b = (sums[ends[pairs, side]] - own for side in (0, 1))
        return own, np.maximum(np.maximum(a, b), 0), np.maximum(np.minimum(a, b), 0)

    for column, days in ((1, 365), (2, 1095), (4, 3650)):
        _, most, least = others(panel.own.decayed[:-1, column])
        found[f"spill.onsets.most.{days}"], found[f"spill.onsets.least.{days}"] = np.log1p(most), np.log1p(least)
    for name, half in (("military", 365.0), ("conflict", 1095.0)):
        table = panel.decayed[half]
        weight = table[:-1][:, GROUPS[name]].sum(1) / max(1.0, float(table[-1].sum())) * _REFERENCE
        own, most, least = others(weight)
        found[f"spill.{name}.most"], found[f"spill.{name}.least"] = np.log1p(most), np.log1p(least)
        found[f"spill.{name}.share.high"] = own / (1 + own + least)
        found[f"spill.{name}.share.low"] = own / (1 + own + most)
    return found


def _talks(panel: Panel, pairs: npt.NDArray[np.int64]) -> dict[str, Floats]:
    """Cooperation, counted apart from conflict: over three months, over a year, and how far it fell."""
    quarter, year = (panel.counts[window][pairs, _C["cooperation"]] for window in (90, 365))
    return {
        "talks.90": np.log1p(quarter * 4),
        "talks.365": np.log1p(year),
        "talks.rise": np.log1p(quarter) - np.log1p(np.maximum(year - quarter, 0) / 3),
    }


def columns_of(names: Iterable[str], views: Iterable[str]) -> npt.NDArray[np.int64]:
    """Return the indices of the columns that belong to the given views."""
    wanted = tuple(f"{name}." for name in views)
    return np.array([index for index, name in enumerate(names) if name.startswith(wanted)], dtype=np.int64)


__all__ = ["GROUPS", "NEVER", "VIEWS", "Table", "columns_of", "view", "watched"]
