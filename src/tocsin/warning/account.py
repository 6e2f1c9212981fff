"""Says everything about one pair at one day: what `tocsin warn` prints of an alarm that rings, stands or ends.

A warning shows its probability and baseline, its components with their shares, the events and sentences that rang it,
what would be left without the strongest of them, past episodes and what came of them, open off-ramps, what was said
and nearly happened, and how much was reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec
import numpy as np

from tocsin.records import Channel
from tocsin.warning.book import Level
from tocsin.warning.coverage import Coverage, Reporting, age, coverage_of
from tocsin.warning.detector import LOOKS, Surprise, bounds, surprise
from tocsin.warning.episodes import past_episodes
from tocsin.warning.feeds.codes import TYPES, rung_names
from tocsin.warning.feeds.developments import Key, Told
from tocsin.warning.forecast.panel import CLASSES, Panel
from tocsin.warning.forecast.views import GROUPS
from tocsin.warning.forecast.weights import Weights
from tocsin.warning.series import Counts, iso_day
from tocsin.warning.signals import Signal, signals_between

_WATCH, _ALERT = 4.0, 0.2  # times the budget
_COOPERATION = CLASSES.index("cooperation")
_EVIDENCE = 8
_NAMED = 6
_UNHEARD = 183  # days
_OPEN = ("proposed", "agreed", "open", "held")


class Sight(msgspec.Struct, frozen=True):
    """One piece of evidence: a day's event with its direction and type, and how many reports told of it."""

    date: str
    source: str
    target: str
    type: str
    rung: str | None
    reports: int
    sentence: str | None = None
    article: str | None = None
    origins: int | None = None


class Warned(msgspec.Struct, frozen=True, kw_only=True):
    """A change of one pair's alarm, as `tocsin warn --format jsonl` prints it (the fields of the contract first).

    `probability` and `interval` are null where no weights are fitted; `detector` then says what the detector saw.
    `components` are in nats, `shares` how much of their sum of rises each has; `coverage` says what was reported,
    `past` which episodes there were and what came of them, `signals` what was said and nearly happened.
    """

    dyad: tuple[str, str]
    date: str
    level: Level
    probability: dict[str, float | None]
    interval: dict[str, list[float] | None]
    trend: Literal["deteriorated", "improved", "unchanged"]
    components: dict[str, float]
    evidence: list[Sight]
    status: Literal["rings", "stands", "stood down"]
    reason: str
    baseline: float | None = None
    detector: dict[str, float | str] | None = None
    without_strongest: str | None = None
    coverage: dict[str, float | str]
    past: list[str] = []
    off_ramps: list[str] = []
    calibrated: bool = False
    crisiswatch: list[str] = []
    shares: dict[str, float] = {}
    signals: dict[str, list[str]] = {}


class Setting(NamedTuple):
    """How to watch: the budget in false alarms per dyad-year, weights or None, the step ("day" or "month").

    Only pairs of parties in `between` are told of (all where it is empty); every pair is judged.

    What is known beside the series: `told` the sentences behind its entries, `channels` and `signals` between parties,
    `reporting` the articles that it is made of, `groups` the groups of the user's own that a party belongs to.
    """

    budget: float = 0.5
    weights: Weights | None = None
    step: str = "day"
    told: Mapping[Key, Sequence[Told]] = {}
    channels: Sequence[Channel] = ()
    signals: Sequence[Signal] = ()
    reporting: Reporting | None = None
    groups: Mapping[str, Sequence[str]] = {}
    between: frozenset[str] = frozenset()

    def shows(self, dyad: tuple[str, str]) -> bool:
        """Tell whether a pair is asked for."""
        return not self.between or set(dyad) <= self.between


def describe(panel: Panel, pair: int, setting: Setting, state: tuple[Level, str, str]) -> Warned:
    """Say everything about one pair at the panel's day."""
    level, status, reason = state
    seen = surprise(panel, np.array([pair]))
    evidence = sights(panel, pair, setting)
    weights = setting.weights
    probability: dict[str, float | None] = {"30d": None, "90d": None}
    interval: dict[str, list[float] | None] = {"30d": None, "90d": None}
    components = _detector_components(panel, pair)
    coverage = coverage_of(panel, pair, setting.told, setting.reporting)
    if weights is not None:
        probability, interval = weights.probabilities(panel, pair, coverage.widening)
        components = weights.components(panel, pair)
    trend = _trend(panel, pair, "" if weights is not None and status == "rings" else status)
    if not reason:
        reason = _reason(seen, panel.names[pair])
        if weights is not None:
            reason = _forecast_reason(float(probability["90d"] or 0), weights.climate, components) + "; " + reason
    onsets = [*panel.own.onsets, *panel.other.onsets]
    return Warned(
        dyad=panel.names[pair], date=iso_day(panel.day - 1), level=level, probability=probability, interval=interval,
        trend=trend, components=components, evidence=evidence, status=status,  # type: ignore[arg-type]
        reason=reason, baseline=weights.climate if weights else None,
        detector=_seen(seen, coverage), without_strongest=_without_strongest(panel, pair, setting, evidence),
        coverage=coverage.told, past=past_episodes(panel, pair, onsets), off_ramps=_off_ramps(panel, pair, setting),
        calibrated=weights is not None, crisiswatch=_crisiswatch(trend, level, panel, pair),
        shares=_shares(components), signals=_signals(panel, pair, setting),
    )  # fmt: skip


def _shares(components: Mapping[str, float]) -> dict[str, float]:
    """Return how much of the sum of what speaks for an alarm each component has."""
    total = sum(max(0.0, value) for value in components.values())
    return {name: round(max(0.0, value) / total, 3) if total else 0.0 for name, value in components.items()}


def _signals(panel: Panel, pair: int, setting: Setting) -> dict[str, list[str]]:
    """Quote the signals of the last four weeks, newest first, three of a kind at most."""
    days = (iso_day(panel.day - 28), iso_day(panel.day - 1))
    found = signals_between(setting.signals, panel.names[pair], days, setting.groups)
    return {
        kind: [f"{one.day}: {one.words} [{one.article}]" for one in reversed(signals[-3:])]
        for kind, signals in found.items()
    }


def sights(panel: Panel, pair: int, setting: Setting) -> list[Sight]:
    """Return the strongest events of the last 28 days, highest rung first, then newest."""
    counts = panel.series.counts
    rows = panel.rows(pair)
    a, b = panel.names[pair]
    inside = rows[(counts.day[rows] >= panel.day - 28) & (counts.rung[rows] > 0)]
    order = sorted(inside.tolist(), key=lambda i: (-int(counts.rung[i]), -int(counts.day[i])))
    found = []
    for row in order[:_EVIDENCE]:
        ends = (b, a) if counts.way[row] else (a, b)
        day, kind = int(counts.day[row]), int(counts.kind[row])
        rung, reports = rung_names()[counts.rung[row] - 1], int(counts.copies[row])
        plain = Sight(iso_day(day), *ends, TYPES[kind], rung, reports)
        sentences = setting.told.get((*ends, day, kind), [])
        found += [
            Sight(
                told.date or iso_day(day),
                *ends,
                TYPES[kind],
                rung,
                told.reports,
                told.sentence,
                told.article,
                len(told.sources),
            )
            for told in sentences
        ] or [plain]
    return found[:_EVIDENCE]


def level_of(rate: float, budget: float) -> Level | None:
    """Return the level that a nominal rate of false alarms reaches at a budget, or None."""
    if rate <= budget * _ALERT:
        return "alert"
    return "warning" if rate <= budget else "watch" if rate <= budget * _WATCH else None


def level_at(panel: Panel, pair: int, setting: Setting) -> Level | None:
    """Return the level that a pair reaches at the panel's day, or None."""
    pairs = np.array([pair])
    if setting.weights is None:
        return level_of(float(surprise(panel, pairs).rate[0]), setting.budget)
    level: Level | None = setting.weights.level(float(setting.weights.log_odds(panel, pairs)[0]), setting.budget)
    return level


def _seen(seen: Surprise, coverage: Coverage) -> dict[str, float | str]:
    """Return what the detector saw of one pair."""
    names = ("escalatory", "conflict")
    low, high = bounds(seen, coverage.widening)
    return {
        "nominal_false_alarms_a_year": round(float(min(seen.rate[0], 1e6)), 5),
        "nominal_low": round(low, 5), "nominal_high": round(high, 5), "days": int(seen.window[0]),
        "events": names[int(seen.group[0])], "count": float(seen.number[0]),
        "expected": round(float(seen.expected[0]), 3),
        "rung": rung_names()[int(seen.rung[0]) - 1] if seen.rung[0] else "none",
        "first_in_a_year": "yes" if seen.first[0] else "no",
    }  # fmt: skip


def _reason(seen: Surprise, dyad: tuple[str, str]) -> str:
    """Say in one sentence why an alarm rings."""
    names = ("escalatory", "conflict")
    words = (
        f"{seen.number[0]:.0f} {names[int(seen.group[0])]} events in {seen.window[0]} days between {dyad[0]} and "
        f"{dyad[1]}, {seen.expected[0]:.1f} expected"
    )
    if seen.rung[0]:
        words += f"; highest rung: {rung_names()[int(seen.rung[0]) - 1]}"
        words += ", the first in a year" if seen.first[0] else ""
    return words


def _forecast_reason(probability: float, usual: float, components: Mapping[str, float]) -> str:
    """Say in one clause what the forecast is and which views raise it most."""
    highest = sorted((value, name) for name, value in components.items() if value > 0)[-2:]
    words = f"an onset within 90 days has a probability of {probability:.3f}, {usual:.3f} being usual"
    return words + (f", mostly by {' and '.join(name for _, name in reversed(highest))}" if highest else "")


def _detector_components(panel: Panel, pair: int) -> dict[str, float]:
    """Return each window's share of the surprise, in nats over what is usual."""
    found = {}
    conflict = GROUPS["escalation"]
    for window in LOOKS:
        count = float(panel.counts[window][pair, conflict].sum())
        usual = float(panel.counts[1095][pair, conflict].sum() - panel.counts[max(28, window)][pair, conflict].sum())
        expected = (usual + 0.5) / max(28, min(1095, age(panel))) * window
        found[f"change.{window}d"] = round(float(max(0.0, np.log((count + 0.1) / (expected + 0.1)))), 3)
    found["ladder"] = float((panel.rung_last[pair] >= panel.day - 28).nonzero()[0].max(initial=0))
    found["level"] = round(float(np.log1p(panel.counts[365][pair, GROUPS["conflict"]].sum())), 3)
    return found


def _trend(panel: Panel, pair: int, status: str) -> Literal["deteriorated", "improved", "unchanged"]:
    """Compare the last 28 days with the 28-day mean of the 62 before: CrisisWatch's words.

    An alarm that the detector rings has deteriorated, one that is stood down has improved.
    """
    if status in ("rings", "stood down"):
        return "deteriorated" if status == "rings" else "improved"
    columns = GROUPS["escalation"]
    month, quarter = (float(panel.counts[window][pair, columns].sum()) for window in (28, 90))
    usual = (quarter - month) * 28 / 62
    if month >= usual + 2 and month > 1.5 * usual:
        return "deteriorated"
    return "improved" if usual >= month + 2 and usual > 1.5 * month else "unchanged"


def _crisiswatch(trend: str, level: str, panel: Panel, pair: int) -> list[str]:
    """Return CrisisWatch's marks: conflict risk alert, resolution opportunity."""
    marks = []
    if level == "alert" and trend == "deteriorated":
        marks.append("conflict risk alert")
    month = panel.counts[28][pair]
    if month[_COOPERATION] >= 3 and month[_COOPERATION] > month[GROUPS["escalation"]].sum():
        marks.append("resolution opportunity")
    return marks


def _off_ramps(panel: Panel, pair: int, setting: Setting) -> list[str]:
    """Name the channels and proposals between both parties that are open, newest word first, with that word.

    One of which nothing was heard for half a year is no longer taken to be open.
    """
    today, oldest = iso_day(panel.day - 1), iso_day(panel.day - _UNHEARD)
    found = []
    for channel in setting.channels:
        concerned = {name for party in channel.parties for name in (party, *setting.groups.get(party, ()))}
        past = [change for change in channel.changes if change.date is not None and change.date <= today]
        if set(panel.names[pair]) <= concerned and past and past[-1].state in _OPEN and (past[-1].date or "") >= oldest:
            last = past[-1]
            told = f"{last.evidence.text} [{last.evidence.article}]"
            found.append((last.date, f"{channel.kind}, {channel.name}: {last.state} since {last.date}: {told}"))
    return [told for _, told in sorted(found, reverse=True)[:_NAMED]]


def _without_strongest(panel: Panel, pair: int, setting: Setting, evidence: list[Sight]) -> str | None:
    """Say whether the alarm would still ring without its strongest piece of evidence."""
    if not evidence:
        return None
    strongest, counts = evidence[0], panel.series.counts
    rows = panel.rows(pair)
    way = int((strongest.source, strongest.target) != panel.names[pair])
    same = (counts.way[rows] == way) & (counts.kind[rows] == TYPES.index(strongest.type))
    same &= counts.rung[rows] == rung_names().index(strongest.rung or "") + 1
    latest = counts.day[rows][same].max(initial=0)
    same &= counts.day[rows] == latest
    kept = np.ones(len(counts.day), dtype=bool)
    kept[rows[same]] = False
    less = Panel(
        panel.series._replace(counts=Counts(*(column[kept] for column in counts))), panel.own.onsets, panel.other.onsets
    )
    less.advance(panel.day)
    reached = level_at(less, pair, setting)
    told = f"{strongest.type} by {strongest.source} on {strongest.date}"
    return f"without {told} it would be at {reached}" if reached else f"without {told} it would be silent"
