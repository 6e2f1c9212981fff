"""Draws a pair's series as SVG, without a drawing library: counts by week, ladder, alarms and onsets."""

from __future__ import annotations

from html import escape

from tocsin.errors import SetupError
from tocsin.warning import Picture, iso_day

_WIDTH, _LEFT, _RIGHT = 960, 70, 20
_BARS, _LADDER, _GAP, _TOP = 220, 90, 34, 48
_COLOURS = {"escalation": "#b2182b", "other_conflict": "#f4a582", "cooperation": "#4393c3"}
_LABELS = {"escalation": "escalatory events", "other_conflict": "other conflict", "cooperation": "cooperation (down)"}


def as_svg(found: Picture) -> str:
    """Return the plot as a whole SVG document; times run left to right, cooperation hangs below the line."""
    height = _TOP + _BARS + _GAP + _LADDER + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{height}" fill="white"/>',
        f'<text x="{_LEFT}" y="20" font-size="15">{escape(" – ".join(found.dyad))}</text>',
    ]
    parts += _alarms(found) + _bars(found) + _rungs(found) + _axis(found, height) + _onsets(found) + _legend()
    return "\n".join([*parts, "</svg>\n"])


def as_png(svg: str) -> bytes:
    """Return the plot as PNG; raises SetupError where the optional package cairosvg is not installed."""
    try:
        import cairosvg  # type: ignore[import-not-found]
    except ImportError as error:
        raise SetupError(
            "a PNG needs the package cairosvg: run `pip install cairosvg`, or write an .svg file"
        ) from error
    return bytes(cairosvg.svg2png(bytestring=svg.encode()))


def _x(found: Picture, day: int) -> float:
    """Return where a day stands."""
    first = found.starts[0]
    return _LEFT + (day - first) / max(1, found.last + 1 - first) * (_WIDTH - _LEFT - _RIGHT)


def _bars(found: Picture) -> list[str]:
    """Draw the counts of each week: conflict upwards, cooperation downwards."""
    most_up = max((a + b for a, b in zip(found.escalation, found.other_conflict, strict=True)), default=0)
    most_down = max(found.cooperation, default=0)
    unit = _BARS / max(1, most_up + most_down)
    line = _TOP + most_up * unit
    parts = [f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{line:.1f}" y2="{line:.1f}" stroke="#666"/>']
    parts.append(f'<text x="{_LEFT - 8}" y="{_TOP + 10}" text-anchor="end">{most_up}</text>')
    if most_down:
        parts.append(f'<text x="{_LEFT - 8}" y="{_TOP + _BARS}" text-anchor="end">{most_down}</text>')
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
                parts.append(
                    f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{count * unit:.1f}" '
                    f'fill="{_COLOURS[key]}"><title>{iso_day(start)}: {count} {_LABELS[key]}</title></rect>'
                )
    return parts


def _rungs(found: Picture) -> list[str]:
    """Draw the highest rung of each week as steps."""
    bottom = _TOP + _BARS + _GAP + _LADDER
    points = []
    ends = [*found.starts[1:], found.last + 1]
    for start, end, rung in zip(found.starts, ends, found.highest, strict=True):
        y = bottom - rung / 8 * _LADDER
        points += [f"{_x(found, start):.1f},{y:.1f}", f"{_x(found, end):.1f},{y:.1f}"]
    return [
        f'<polyline points="{" ".join(points)}" fill="none" stroke="#444"/>',
        f'<text x="{_LEFT - 8}" y="{bottom - _LADDER + 10}" text-anchor="end">war</text>',
        f'<text x="{_LEFT - 8}" y="{bottom}" text-anchor="end">quiet</text>',
    ]


def _alarms(found: Picture) -> list[str]:
    """Shade the time in which an alarm stood."""
    parts = []
    for rang, ended in found.alarms:
        x, end = _x(found, rang), _x(found, found.last + 1 if ended is None else ended)
        told = f"alarm {iso_day(rang)} to {iso_day(ended) if ended is not None else 'now'}"
        parts.append(
            f'<rect x="{x:.1f}" y="{_TOP}" width="{max(1.0, end - x):.1f}" height="{_BARS + _GAP + _LADDER}" '
            f'fill="#fee08b" opacity="0.6"><title>{told}</title></rect>'
        )
    return parts


def _onsets(found: Picture) -> list[str]:
    """Draw the onsets as dashed lines."""
    return [
        f'<line x1="{_x(found, day):.1f}" x2="{_x(found, day):.1f}" y1="{_TOP}" y2="{_TOP + _BARS + _GAP + _LADDER}" '
        f'stroke="black" stroke-dasharray="4 3"><title>onset {iso_day(day)}</title></line>'
        for day in found.onsets
    ]


def _axis(found: Picture, height: int) -> list[str]:
    """Write about eight dates along the bottom."""
    step = max(1, len(found.starts) // 8)
    return [
        f'<text x="{_x(found, day):.1f}" y="{height - 14}" text-anchor="middle">{iso_day(day)}</text>'
        for day in found.starts[::step]
    ]


def _legend() -> list[str]:
    """Explain the colours."""
    parts, x = [], 200
    for key, label in _LABELS.items():
        parts.append(f'<rect x="{x}" y="10" width="12" height="12" fill="{_COLOURS[key]}"/>')
        parts.append(f'<text x="{x + 18}" y="20">{label}</text>')
        x += 160
    parts.append(f'<rect x="{x}" y="10" width="12" height="12" fill="#fee08b"/>')
    parts.append(f'<text x="{x + 18}" y="20">alarm stands; dashed line: onset</text>')
    return parts
