"""Tells which signs are of one measure or military activity.

Signs of one kind are of one where neither who does it nor whom it is done to differs. A gap of forty days ends a
measure, one of ten a military activity, one of three a near miss. Of troops, the words or the place must be alike as
well. A measure of several parties is one of each; an exercise of several is one.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.positions.joining.marks import Mark, Run
from tocsin.positions.naming import commonest
from tocsin.records import Activity, Change, Party, Sign
from tocsin.text import days_between

_GAPS = {"measure": 40, "military": 10}  # days
_NEAR_MISS_DAYS = 3
_BLIND_DAYS = 5  # over which a sign without a doer, or aid to one who is not named, is taken for the same
_GIVEN = frozenset(("aid", "arms supply"))
_COMMON = frozenset((
    "of", "troop", "troops", "force", "forces", "soldier", "soldiers", "army", "military", "unit", "units", "armed",
    "dispatch", "withdrawal", "deployment", "call", "up", "closure", "navy", "ship", "ships", "the",
))  # fmt: skip


def gap_days(group: str, kind: str) -> int:
    """Return the days after which an activity is over."""
    return _NEAR_MISS_DAYS if kind == "near miss" else _GAPS[group]


def each_party(sign: Sign) -> list[tuple[Party, ...]]:
    """Return the parties of a sign; those of a measure each for itself, but for a border, which has two sides."""
    if sign.group != "measure" or sign.kind == "border closure" or len(sign.parties) < 2:
        return [sign.parties]
    return [(party,) for party in sign.parties]


def find_activity(live: Sequence[Run], mark: Mark, group: str) -> Run | None:
    """Return the activity that a mark belongs to among those that are not over, the latest."""
    return next((run for run in reversed(live) if _is_same(run, mark, group)), None)


def _is_same(run: Run, mark: Mark, group: str) -> bool:
    """Tell whether a mark tells of the same activity as a run."""
    mine, theirs = set(mark.parties), set(mark.others)
    gap = days_between(run.last or None, mark.order[0] or None)
    if not mine and not (run.on & theirs and (run.article == mark.article or (gap or 0) <= _BLIND_DAYS)):
        return False
    if mark.kind == "aid" and not (run.on & theirs) and (gap is None or gap > _BLIND_DAYS):
        return False
    if mark.kind in _GIVEN and bool(run.on) != bool(theirs):
        return False  # to one who is not named: perhaps to another
    if mark.kind == "near miss":
        return bool((run.by | run.on) & (mine | theirs))
    if group == "military" and mark.kind not in ("exercise", "withdrawal") and not _is_alike(run, mark):
        return False
    return (not run.by or not mine or bool(run.by & mine)) and (not run.on or not theirs or bool(run.on & theirs))


def _is_alike(run: Run, mark: Mark) -> bool:
    """Tell whether a sentence on troops can tell of the same ones as a run: by their words or by their place."""
    mine = _own_words(mark)
    if mark.place in run.places or mine & run.words:
        return True
    return not mine and (run.nowhere or (run.bare and not mark.place))


def _own_words(mark: Mark) -> set[str]:
    """Return the words of a name by which it can be told from others of its kind."""
    return set(mark.name.lower().replace("-", " ").split()) - _COMMON - {mark.cue.lower(), *mark.kind.split()}


def add_to_activity(run: Run, mark: Mark) -> Change | None:
    """Note that a mark belongs to an activity; return the change that it makes, if it does."""
    words = _own_words(mark)
    run.by.update(mark.parties)
    run.on.update(mark.others)
    run.words.update(words)
    run.bare = run.bare or not words
    run.nowhere = run.nowhere or not (words or mark.place)
    if mark.place:
        run.places.add(mark.place)
        run.place = run.place or mark.place
    return run.note(mark)


def make_activity(run: Run, changes: Sequence[Change]) -> Activity:
    """Make the record of an activity; it holds the changes that are given."""
    return Activity(
        id=run.id, kind=run.kind, name=commonest(run.names), by=tuple(sorted(run.by)),
        on=tuple(sorted(run.on - run.by)), place=run.place, state=run.state, since=run.since, changes=tuple(changes),
    )  # fmt: skip
