"""Joins the signs of many articles into measures and military activities, each with its changes of state."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tocsin.positions.naming import commonest
from tocsin.records import Activity, Change, Reading, Sign
from tocsin.text import content_id, days_between

_GAP_DAYS = 40
_BLIND_DAYS = 5  # over which a sign without a doer, or aid to one who is not named, is taken for the same
_COMMON = frozenset((
    "of", "troop", "troops", "force", "forces", "soldier", "soldiers", "army", "military", "unit", "units", "armed",
    "dispatch", "withdrawal", "deployment", "call", "up", "closure", "navy", "ship", "ships", "the",
))  # fmt: skip

_Told = tuple[str, Sign, Reading]  # day, what was said, where


def gather_activities(readings: Sequence[Reading], group: str) -> tuple[Activity, ...]:
    """Join the signs of a group ("measure", "military") into activities, in order of their first day.

    A measure of several parties is one of each; an exercise of several is one.
    """
    signs = sorted(
        (
            (sign.date or (r.article.published or "")[:10], one, r)
            for r in readings for sign in r.signs if sign.group == group for one in _by_each(sign)
        ),
        key=lambda item: (item[0], item[2].article.id, item[1].span),
    )  # fmt: skip
    runs: list[list[_Told]] = []
    for item in signs:
        run = next((run for run in reversed(runs) if _same(run, item)), None)
        if run is None:
            runs.append([item])
        else:
            run.append(item)
    return tuple(_activity(run) for run in runs)


def _by_each(sign: Sign) -> list[Sign]:
    """Return the sign of a measure once for each of its parties; a border has two sides."""
    if sign.group != "measure" or sign.kind == "border closure" or len(sign.parties) < 2:
        return [sign]
    return [msgspec.structs.replace(sign, parties=(party,)) for party in sign.parties]


def _same(run: Sequence[_Told], item: _Told) -> bool:
    """Tell whether a sign tells of the same activity as a run of signs."""
    day, sign, _ = item
    if run[0][1].kind != sign.kind:
        return False
    gap = days_between(run[-1][0] or None, day or None)
    if gap is not None and gap > (_GAP_DAYS if sign.group == "measure" else 10):
        return False
    by = {p.key for _, s, _ in run for p in s.parties}
    on = {key for _, s, _ in run for key in s.others}
    mine, theirs = {p.key for p in sign.parties}, set(sign.others)
    if not mine and not (on & theirs and (run[-1][2] is item[2] or (gap or 0) <= _BLIND_DAYS)):
        return False
    if sign.kind == "aid" and not (on & theirs) and (gap is None or gap > _BLIND_DAYS):
        return False
    if sign.kind == "near miss":
        return bool((by | on) & (mine | theirs)) and (gap is None or gap <= 3)
    if sign.group == "military" and sign.kind not in ("exercise", "withdrawal") and not _alike(run, item):
        return False
    return (not by or not mine or bool(by & mine)) and (not on or not theirs or bool(on & theirs))


def _alike(run: Sequence[_Told], item: _Told) -> bool:
    """Tell whether two sentences on troops can tell of the same ones: by their words or by their place."""
    _, sign, _ = item
    mine = _own_words(sign)
    return any(
        (sign.place is not None and sign.place == other.place) or mine & _own_words(other)
        or (not mine and not _own_words(other) and (sign.place is None or other.place is None))
        for _, other, _ in run
    )  # fmt: skip


def _own_words(sign: Sign) -> set[str]:
    """Return the words of a name by which it can be told from others of its kind."""
    return set(sign.name.lower().replace("-", " ").split()) - _COMMON - {sign.cue.lower(), *sign.kind.split()}


def _activity(run: Sequence[_Told]) -> Activity:
    """Make the record of a run of signs; a repeated state is no change."""
    changes: list[Change] = []
    for day, sign, reading in run:
        if not changes or changes[-1].state != sign.state:
            evidence = reading.article.quote(sign.sentence)
            changes.append(Change(state=sign.state, date=day or None, evidence=evidence))
    by = tuple(sorted({p.key for _, s, _ in run for p in s.parties}))
    on = tuple(sorted({key for _, s, _ in run for key in s.others} - set(by)))
    kind = run[0][1].kind
    return Activity(
        id=content_id("m-", kind, *by, "on", *on, changes[0].evidence.article), kind=kind,
        name=commonest(s.name for _, s, _ in run), by=by, on=on,
        place=next((s.place for _, s, _ in run if s.place), None), state=changes[-1].state, since=changes[-1].date,
        changes=tuple(changes),
    )  # fmt: skip
