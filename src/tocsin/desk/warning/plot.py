"""Draws a pair's series: counts by week, ladder, alarms and onsets."""

from __future__ import annotations

from typing import NamedTuple

from tocsin.desk.warning.drawing import Box, Line, Shape, Words
from tocsin.warning import Picture, iso_day

_WIDTH, _LEFT, _RIGHT = 960, 70, 20
_BARS, _LADDER, _GAP, _TOP = 220, 90, 34, 48
_BOTTOM = _TOP + _BARS + _GAP + _LADDER
_COLOURS = {"escalation": "#b2182b", "other_conflict": "#f4a582", "cooperation": "#4393c3"}
_LABELS = {"escalation": "escalatory events", "other_conflict": "other conflict", "cooperation": "cooperation (down)"}
_ALARM = "#fee08b"


class Plot(NamedTuple):
    """A plot as shapes, with its size."""

    shapes: list[Shape]
    width: int
    height: int


def draw(found: Picture) -> Plot:
    """Lay a picture out; times run left to right, cooperation hangs below the line."""
    shapes: list[Shape] = [Words(_LEFT, 20, " and ".join(found.dyad), size=15)]
    shapes += _alarms(found) + _bars(found) + _rungs(found) + _axis(found) + _onsets(found) + _legend()
    return Plot(shapes, _WIDTH, _BOTTOM + 40)


def _x(found: Picture, day: int) -> float:
    """Return where a day stands."""
    first = found.starts[0]
    return _LEFT + (day - first) / max(1, found.last + 1 - first) * (_WIDTH - _LEFT - _RIGHT)


def _bars(found: Picture) -> list[Shape]:
    """Draw the counts of each week: conflict upwards, cooperation downwards."""
    most_up = max((a + b for a, b in zip(found.escalation, found.other_conflict, strict=True)), default=0)
    most_down = max(found.cooperation, default=0)
    unit = _BARS / max(1, most_up + most_down)
    line = _TOP + most_up * unit
    shapes: list[Shape] = [Line(((_LEFT, line), (_WIDTH - _RIGHT, line)), "#666666")]
    shapes.append(Words(_LEFT - 8, _TOP + 10, str(most_up), "end"))
    if most_down:
        shapes.append(Words(_LEFT - 8, _TOP + _BARS, str(most_down), "end"))
    ends = [*found.starts[1:], found.last + 1]
    for number, start in enumerate(found.starts):
        x, width = _x(found, start), max(0.6, (_x(found, ends[number]) - _x(found, start)) * 0.85)
        sharp, other, down = found.escalation[number], found.other_conflict[number], found.cooperation[number]
        for count, y, key in (
            (sharp, line - sharp * unit, "escalation"),
            (other, line - (sharp + other) * unit, "other_conflict"),
            (down, line, "cooperation"),
        ):
            if count:
                told = f"{iso_day(start)}: {count} {_LABELS[key]}"
                shapes.append(Box(x, y, width, count * unit, _COLOURS[key], note=told))
    return shapes


def _rungs(found: Picture) -> list[Shape]:
    """Draw the highest rung of each week as steps."""
    points: list[tuple[float, float]] = []
    ends = [*found.starts[1:], found.last + 1]
    for start, end, rung in zip(found.starts, ends, found.highest, strict=True):
        y = _BOTTOM - rung / 8 * _LADDER
        points += [(_x(found, start), y), (_x(found, end), y)]
    return [
        Line(tuple(points), "#444444"),
        Words(_LEFT - 8, _BOTTOM - _LADDER + 10, "war", "end"),
        Words(_LEFT - 8, _BOTTOM, "quiet", "end"),
    ]


def _alarms(found: Picture) -> list[Shape]:
    """Shade the time in which an alarm stood."""
    shapes: list[Shape] = []
    for rang, ended in found.alarms:
        x, end = _x(found, rang), _x(found, found.last + 1 if ended is None else ended)
        told = f"alarm {iso_day(rang)} to {iso_day(ended) if ended is not None else 'now'}"
        shapes.append(Box(x, _TOP, max(1.0, end - x), _BOTTOM - _TOP, _ALARM, 0.6, told))
    return shapes


def _onsets(found: Picture) -> list[Shape]:
    """Draw the onsets as dashed lines."""
    return [
        Line(((x, _TOP), (x, _BOTTOM)), "#000000", dashed=True, note=f"onset {iso_day(day)}")
        for day in found.onsets
        for x in [_x(found, day)]
    ]


def _axis(found: Picture) -> list[Shape]:
    """Write about eight dates along the bottom."""
    step = max(1, len(found.starts) // 8)
    return [Words(_x(found, day), _BOTTOM + 26, iso_day(day), "middle") for day in found.starts[::step]]


def _legend() -> list[Shape]:
    """Explain the colours."""
    shapes: list[Shape] = []
    x = 200
    for fill, label in [*((_COLOURS[key], label) for key, label in _LABELS.items()), (_ALARM, "alarm; dashed: onset")]:
        shapes += [Box(x, 10, 12, 12, fill), Words(x + 18, 20, label)]
        x += 160
    return shapes
