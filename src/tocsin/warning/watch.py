"""Walks a feed day by day, rings alarms and stands them down, and says for each on what it stands.

Without weights the detector decides (detector.py), with weights the calibrated forecast does; both ring at the user's
budget of false alarms per dyad-year. `watch` is reached at four times the budget, `alert` at a fifth of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec
import numpy as np

from tocsin.records import Channel
from tocsin.warning.book import Book, Level, stand_down_reason
from tocsin.warning.detector import LOOKS, Surprise, age, surprise
from tocsin.warning.feeds.codes import TYPES, rung_names
from tocsin.warning.feeds.developments import Key, Told
from tocsin.warning.forecast.panel import CLASSES, Panel
from tocsin.warning.forecast.views import GROUPS, watched
from tocsin.warning.forecast.weights import Weights
from tocsin.warning.onsets import Onset
from tocsin.warning.series import Counts, Series, iso_day

_HOSTILE = 3  # the rung of reduced relations
_WATCH, _ALERT = 4.0, 0.2  # times the budget
_COOPERATION = CLASSES.index("cooperation")
_EVIDENCE = 8
_THIN = 0.5  # share of the usual volume
_STEPS_DOWN = {TYPES.index(name) for name in ("RETREAT", "CONCEDE", "SUPPORT", "AGREE")}


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


class Setting(NamedTuple):
    """How to watch: the budget in false alarms per dyad-year, pairs to show (all where empty), weights or None."""

    budget: float = 0.5
    between: tuple[str, ...] = ()
    weights: Weights | None = None
    step: str = "day"
    told: Mapping[Key, list[Told]] = {}
    channels: Sequence[Channel] = ()


def walk(
    series: Series, onsets: Sequence[Onset], setting: Setting, book: Book, span: tuple[int, int]
) -> Iterator[Warned]:
    """Judge every day of `span` (first, last) that the book has not seen; yield rings and stand-downs in order."""
    own, other = _own_and_other(onsets, setting.weights)
    panel = Panel(series, own, other)
    index = {name: number for number, name in enumerate(panel.names)}
    days = np.arange(max(span[0], book.seen_until + 1), span[1] + 1)
    if series.monthly or setting.step == "month":
        months = (days + 1).astype("datetime64[D]")
        days = days[months == months.astype("datetime64[M]").astype("datetime64[D]")]  # the last day of each month
    for day in days.tolist():
        panel.advance(day + 1)  # what became known on the day itself counts for its evening
        thin = _share(panel, 14) < _THIN
        for alarm in [alarm for alarm in book.alarms if alarm.ended is None]:
            pair = index.get(alarm.dyad)
            if pair is None:
                continue
            last_hostile, steps = _last_hostile(panel, pair)
            reason = stand_down_reason(alarm, day, last_hostile, steps, silent=thin)
            if reason is not None:
                alarm.ended, alarm.reason = day, reason
                yield describe(panel, pair, setting, ("watch", "stood down", reason))
        yield from _rings(panel, setting, book, day)
        book.seen_until = day


def _rings(panel: Panel, setting: Setting, book: Book, day: int) -> Iterator[Warned]:
    """Ring the alarms of one day."""
    if setting.weights is None:
        seen = surprise(panel)
        ringing = seen.pairs[seen.rate <= setting.budget]
        levels = {
            int(pair): level_of(float(rate), setting.budget) for pair, rate in zip(seen.pairs, seen.rate, strict=True)
        }
    else:
        pairs = watched(panel)
        odds = setting.weights.log_odds(panel, pairs)
        ringing = pairs[odds >= setting.weights.threshold(setting.budget)]
        levels = {
            int(pair): setting.weights.level(float(odd), setting.budget) for pair, odd in zip(pairs, odds, strict=True)
        }
    for pair in ringing.tolist():
        dyad = panel.names[pair]
        if setting.between and not set(dyad) <= set(setting.between):
            continue
        standing = book.standing(dyad)
        level = levels[pair] or "warning"
        if standing is not None:
            standing.confirmed = day
            if level == "alert":
                standing.level = level
        elif book.may_ring(dyad, day, _last_hostile(panel, pair)[0]):
            book.ring(dyad, level, iso_day(day), day)
            yield describe(panel, pair, setting, (level, "rings", ""))


def level_of(rate: float, budget: float) -> Level | None:
    """Return the level that a nominal rate of false alarms reaches at a budget, or None."""
    if rate <= budget * _ALERT:
        return "alert"
    return "warning" if rate <= budget else "watch" if rate <= budget * _WATCH else None


def present(series: Series, onsets: Sequence[Onset], setting: Setting, book: Book, day: int) -> Iterator[Warned]:
    """Describe every pair that is at watch or above, or under a standing alarm, on the evening of a day."""
    panel = Panel(series, *_own_and_other(onsets, setting.weights))
    panel.advance(day + 1)
    if setting.weights is None:
        seen = surprise(panel)
        levels = [level_of(rate, setting.budget) for rate in seen.rate.tolist()]
        pairs = seen.pairs
    else:
        pairs = watched(panel)
        levels = [setting.weights.level(odd, setting.budget) for odd in setting.weights.log_odds(panel, pairs).tolist()]
    for pair, level in zip(pairs.tolist(), levels, strict=True):
        dyad = panel.names[pair]
        if setting.between and not set(dyad) <= set(setting.between):
            continue
        standing = book.standing(dyad)
        if standing is not None:
            yield describe(panel, pair, setting, (standing.level, "stands", f"stands since {standing.rang}"))
        elif level is not None:
            yield describe(panel, pair, setting, ("watch", "stands", "watched; no alarm stands"))


def describe(panel: Panel, pair: int, setting: Setting, state: tuple[Level, str, str]) -> Warned:
    """Say everything about one pair at the panel's day."""
    level, status, reason = state
    seen = surprise(panel, np.array([pair]))
    evidence = sights(panel, pair, setting)
    weights = setting.weights
    probability: dict[str, float | None] = {"30d": None, "90d": None}
    interval: dict[str, list[float] | None] = {"30d": None, "90d": None}
    components = _detector_components(panel, pair)
    coverage = _coverage(panel, pair)
    if weights is not None:
        probability, interval = weights.probabilities(panel, pair, float(coverage["share_of_usual"]))
        components = weights.components(panel, pair)
    trend = _trend(panel, pair, status)
    return Warned(
        dyad=panel.names[pair], date=iso_day(panel.day - 1), level=level, probability=probability, interval=interval,
        trend=trend, components=components, evidence=evidence, status=status,  # type: ignore[arg-type]
        reason=reason or _reason(seen, panel.names[pair]), baseline=weights.climate if weights else None,
        detector=_seen(seen), without_strongest=_without_strongest(panel, pair, setting, evidence),
        coverage=coverage, past=_past(panel, pair), off_ramps=_off_ramps(panel, pair, setting),
        calibrated=weights is not None, crisiswatch=_crisiswatch(trend, level, panel, pair),
    )  # fmt: skip


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
                told.origins,
            )
            for told in sentences
        ] or [plain]
    return found[:_EVIDENCE]


def _last_hostile(panel: Panel, pair: int) -> tuple[int, int]:
    """Return the last day of reduced relations or worse, and how many steps down came after it."""
    counts, rows = panel.series.counts, panel.rows(pair)
    hostile = rows[counts.rung[rows] >= _HOSTILE]
    last = int(counts.day[hostile].max()) if len(hostile) else -(1 << 30)
    after = rows[(counts.day[rows] > last) & np.isin(counts.kind[rows], list(_STEPS_DOWN))]
    return last, len(np.unique(counts.day[after]))


def _seen(seen: Surprise) -> dict[str, float | str]:
    """Return what the detector saw of one pair."""
    names = ("escalatory", "conflict")
    return {
        "nominal_false_alarms_a_year": round(float(min(seen.rate[0], 1e6)), 5), "days": int(seen.window[0]),
        "events": names[int(seen.group[0])], "count": float(seen.number[0]),
        "expected": round(float(seen.expected[0]), 3),
        "rung": rung_names()[int(seen.rung[0]) - 1] if seen.rung[0] else "none",
        "first_in_a_year": "yes" if seen.first[0] else "no",
    }  # fmt: skip


def _reason(seen: Surprise, dyad: tuple[str, str]) -> str:
    """Say in one sentence why an alarm rings."""
    found = _seen(seen)
    words = (
        f"{found['count']:.0f} {found['events']} events in {found['days']} days between {dyad[0]} and {dyad[1]}, "
        f"{found['expected']:.1f} expected"
    )
    if found["rung"] != "none":
        words += f"; highest rung: {found['rung']}" + (", the first in a year" if seen.first[0] else "")
    return words


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


def _coverage(panel: Panel, pair: int) -> dict[str, float | str]:
    """Say how much the feed reports now against the usual, and how much of the pair."""
    share = min(_share(panel, 14), _share(panel, 28))
    words = "usual"
    if age(panel) < 365:
        words = f"short: the feed begins {age(panel)} days ago, so little is known of what is usual"
    if share < _THIN:
        words = "thin: the feed reports less than half of the usual, which is no sign of calm"
    return {
        "share_of_usual": round(share, 3), "events_28d": int(panel.counts[28][pair].sum()), "note": words,
    }  # fmt: skip


def _share(panel: Panel, days: int) -> float:
    """Return what the feed reported in its last days as a share of the usual (of three years, or since it began)."""
    known = panel.series.counts.day
    span = max(days, min(1095, age(panel)))
    recent, usual = (
        np.searchsorted(known, np.int32(panel.day)) - np.searchsorted(known, np.int32(panel.day - n))
        for n in (days, span)
    )
    return float(recent) / max(1e-9, float(usual) * days / span)


def _trend(panel: Panel, pair: int, status: str) -> Literal["deteriorated", "improved", "unchanged"]:
    """Compare the last 28 days with the 28-day mean of the last 90: CrisisWatch's words."""
    if status != "stands":
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


def _past(panel: Panel, pair: int) -> list[str]:
    """Name the nearest past onsets of the pair."""
    dyad = panel.names[pair]
    found = [onset for past in (panel.own, panel.other) for onset in past.onsets if onset.pair == dyad]
    found = sorted((onset for onset in found if onset.day < panel.day), key=lambda onset: -onset.day)[:3]
    return [f"{iso_day(onset.day)} {onset.what} ({onset.kind})".strip() for onset in found]


def _off_ramps(panel: Panel, pair: int, setting: Setting) -> list[str]:
    """Name the channels and proposals between both parties that are open at the panel's day, with their state."""
    both = set(panel.names[pair])
    today = iso_day(panel.day - 1)
    found = []
    for channel in setting.channels:
        past = [change for change in channel.changes if change.date is not None and change.date <= today]
        if both <= set(channel.parties) and past and past[-1].state in _OPEN:
            found.append(f"{channel.name}: {past[-1].state} since {past[-1].date}")
    return found


_OPEN = ("proposed", "agreed", "open", "held")


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
    less = Panel(panel.series._replace(counts=Counts(*(column[kept] for column in counts))))
    less.advance(panel.day)
    rate = float(surprise(less, np.array([pair])).rate[0])
    reached = level_of(rate, setting.budget)
    told = f"{strongest.type} by {strongest.source} on {strongest.date}"
    return f"without {told} it would be at {reached}" if reached else f"without {told} it would be silent"


def _own_and_other(onsets: Sequence[Onset], weights: Weights | None) -> tuple[list[Onset], list[Onset]]:
    """Divide the onsets into the kind that the weights were fitted on and the others."""
    kind = weights.kind if weights else None
    if kind is None:
        return list(onsets), []
    return [onset for onset in onsets if onset.kind == kind], [onset for onset in onsets if onset.kind != kind]
