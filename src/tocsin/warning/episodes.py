"""Past episodes of a pair, and what came of them: what a warning is to be compared with.

An episode is a run of days with acts of the rung of reduced relations or above, no two of them more than 45 days
apart. What came of it is the highest rung that it reached, the onsets that fell into it or the 90 days after, and how
long the pair was quiet then.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tocsin.warning.feeds.codes import rung_names
from tocsin.warning.forecast.panel import Panel
from tocsin.warning.onsets import Onset
from tocsin.warning.series import iso_day

HOSTILE = 3  # the rung of reduced relations
_GAP = 45  # days
_AFTER = 90
_NAMED = 3


def past_episodes(panel: Panel, pair: int, onsets: Sequence[Onset]) -> list[str]:
    """Name the latest past episodes of a pair, newest first, with what came of each; the present one is left out."""
    counts, rows = panel.series.counts, panel.rows(pair)
    hostile = rows[counts.rung[rows] >= HOSTILE]
    mine = sorted(onset.day for onset in onsets if onset.pair == panel.names[pair] and onset.day < panel.day)
    names = {onset.day: f"{onset.what} ({onset.kind})".replace(" ()", "").strip() for onset in onsets}
    days = np.unique(np.concatenate([counts.day[hostile].astype(np.int64), np.array(mine, dtype=np.int64)]))
    runs = np.split(days, np.flatnonzero(np.diff(days) > _GAP) + 1) if len(days) else []
    found = []
    for number, run in enumerate(runs):
        first, last = int(run[0]), int(run[-1])
        later = int(runs[number + 1][0]) if number + 1 < len(runs) else panel.day
        if later == panel.day and panel.day - last <= _GAP:
            continue
        inside = hostile[(counts.day[hostile] >= first) & (counts.day[hostile] <= last)]
        words = f"{iso_day(first)} to {iso_day(last)}" if last > first else iso_day(first)
        if len(inside):
            top = int(counts.rung[inside].max())
            acts = int(counts.unique[inside].sum())
            words += f": {acts} hostile {'act' if acts == 1 else 'acts'}, up to {rung_names()[top - 1]}"
        came = [day for day in mine if first <= day <= last + _AFTER]
        told = ", ".join(f"{names[day]} on {iso_day(day)}".strip() for day in came)
        found.append(f"{words}; {told or 'no onset known'}; then quiet for {later - last} days")
    return found[::-1][:_NAMED]
