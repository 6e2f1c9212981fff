"""Joins marks of one key into runs, each a channel, a measure or a military activity with its changes of state.

Marks are taken in order of time. A mark goes to a run that is not over and that it fits (gathering.py for channels,
activities/gathering.py for activities), else it begins one. What fits a run is told by a few facts (`Run`), without the
marks before: those facts can be kept, and joining goes on from there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tocsin.positions import gathering
from tocsin.positions.activities import gathering as activities
from tocsin.positions.joining.finding import gather_marks
from tocsin.positions.joining.marks import Mark, Run
from tocsin.records import Activity, Change, Channel, Reading
from tocsin.text import content_id, days_between

CHANNEL = "channel"


class Joining:
    """Joins the marks of one join and key, in order, from the runs that were not over at the beginning.

    `runs` are all that it has met, by id.
    """

    def __init__(self, join: str, key: str, runs: Iterable[Run] = ()) -> None:
        self._join = join
        self._longest = gathering.GAP_DAYS if join == CHANNEL else activities.gap_days(join, key)
        self._live = list(runs)
        self._day = ""
        self._changes: dict[str, list[Change]] = defaultdict(list)
        self.runs = {run.id: run for run in self._live}

    def take(self, mark: Mark) -> None:
        """Put a mark to its run."""
        day = mark.order[0]
        if day != self._day:
            self.live(day)
            self._day = day
        channel = self._join == CHANNEL
        found = gathering.find_channel(self._live, mark) if channel else None
        run = found if channel else activities.find_activity(self._live, mark, self._join)
        if run is None:
            if channel and not gathering.begins_channel(mark):
                return
            by = () if channel else mark.parties
            id = content_id("c-" if channel else "m-", mark.kind, mark.article, mark.span, *by)
            run = Run(id, mark.kind, day[:10] or None)
            self.runs[run.id] = run
            self._live.append(run)
        change = gathering.add_to_channel(run, mark) if channel else activities.add_to_activity(run, mark)
        if change is not None:
            self._changes[run.id].append(change)

    def live(self, day: str) -> list[Run]:
        """Return the runs that are not over on a day, the oldest first."""
        self._live = [run for run in self._live if not self._is_over(run, day)]
        return self._live

    def _is_over(self, run: Run, day: str) -> bool:
        gap = days_between(run.last or None, day or None)
        return gap is not None and gap > self._longest

    def pop_changes(self) -> dict[str, list[Change]]:
        """Return the changes since this was last asked, by run."""
        found, self._changes = self._changes, defaultdict(list)
        return found


def make_record(join: str, run: Run, changes: Sequence[Change]) -> Channel | Activity:
    """Make the record of a run; it holds the changes that are given."""
    return gathering.make_channel(run, changes) if join == CHANNEL else activities.make_activity(run, changes)


def gather_channels(readings: Sequence[Reading]) -> tuple[Channel, ...]:
    """Join the signs of many articles into channels, each with its changes of state, in order of their first day."""
    return tuple(one for one in join_runs(CHANNEL, gather_marks(readings, CHANNEL)) if isinstance(one, Channel))


def gather_activities(readings: Sequence[Reading], group: str) -> tuple[Activity, ...]:
    """Join the signs of a group ("measure", "military") into activities, in order of their first day."""
    return tuple(one for one in join_runs(group, gather_marks(readings, group)) if isinstance(one, Activity))


def join_runs(join: str, marked: Mapping[tuple[str, str], Sequence[Mark]]) -> Iterator[Channel | Activity]:
    """Return the channels or activities that marks make, in order of their first day."""
    found: list[tuple[str, str, Channel | Activity]] = []
    for (_, key), marks in marked.items():
        joining = Joining(join, key)
        for mark in marks:
            joining.take(mark)
        changes = joining.pop_changes()
        found.extend((run.first or "", id, make_record(join, run, changes[id])) for id, run in joining.runs.items())
    found.sort(key=lambda one: one[:2])
    return (record for *_, record in found)
