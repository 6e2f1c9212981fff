"""Writes a drawing of a few plain shapes as SVG or as PNG, so that both show the same."""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

_SCALE = 2  # pixels of the PNG for one unit
_FONT = 12
_DASH = (4, 3)


class Box(NamedTuple):
    """A filled rectangle by its upper left corner; `note` is shown by a pointer that rests on it, in the SVG."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    opacity: float = 1.0
    note: str = ""


class Line(NamedTuple):
    """A line through points, dashed or not."""

    points: tuple[tuple[float, float], ...]
    colour: str
    dashed: bool = False
    note: str = ""


class Words(NamedTuple):
    """A text on its base line, its `anchor` (start, middle, end) at x."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    size: int = _FONT


Shape = Box | Line | Words


def as_svg(shapes: Sequence[Shape], width: int, height: int) -> str:
    """Return a whole SVG document on white."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="{_FONT}">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        *map(_element, shapes),
        "</svg>\n",
    ]
    return "\n".join(lines)


def _element(shape: Shape) -> str:
    """Return one shape as an element of SVG."""
    if isinstance(shape, Words):
        return (
            f'<text x="{shape.x:.1f}" y="{shape.y:.1f}" text-anchor="{shape.anchor}" font-size="{shape.size}">'
            f"{escape(shape.text)}</text>"
        )
    note = f"<title>{escape(shape.note)}</title>" if shape.note else ""
    if isinstance(shape, Box):
        return (
            f'<rect x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.width:.1f}" height="{shape.height:.1f}" '
            f'fill="{shape.fill}" opacity="{shape.opacity:g}">{note}</rect>'
        )
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in shape.points)
    dash = f' stroke-dasharray="{_DASH[0]} {_DASH[1]}"' if shape.dashed else ""
    return f'<polyline points="{points}" fill="none" stroke="{shape.colour}"{dash}>{note}</polyline>'


def as_png(shapes: Sequence[Shape], width: int, height: int) -> bytes:
    """Return a PNG on white, two pixels for each unit of the SVG."""
    from PIL import Image, ImageColor, ImageDraw, ImageFont  # loaded where a PNG is asked for, and nowhere else

    image = Image.new("RGBA", (width * _SCALE, height * _SCALE), "white")
    for shape in shapes:
        layer = Image.new("RGBA", image.size, (0, 0, 0, 0)) if isinstance(shape, Box) and shape.opacity < 1 else image
        draw = ImageDraw.Draw(layer)
        if isinstance(shape, Words):
            font = ImageFont.load_default(shape.size * _SCALE)
            anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.anchor]
            draw.text((shape.x * _SCALE, shape.y * _SCALE), shape.text, fill="black", font=font, anchor=anchor)
        elif isinstance(shape, Box):
            colour = (*ImageColor.getrgb(shape.fill)[:3], round(shape.opacity * 255))
            corner = [shape.x, shape.y, shape.x + shape.width, shape.y + shape.height]
            draw.rectangle([place * _SCALE for place in corner], fill=colour)
            if layer is not image:
                image.alpha_composite(layer)
        else:
            for one, other in zip(shape.points, shape.points[1:], strict=False):
                for part in _dashes(one, other) if shape.dashed else [(one, other)]:
                    draw.line([(x * _SCALE, y * _SCALE) for x, y in part], fill=shape.colour, width=_SCALE)
    found = io.BytesIO()
    image.convert("RGB").save(found, "PNG", optimize=True)
    return found.getvalue()


def _dashes(
    one: tuple[float, float], other: tuple[float, float]
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Cut a line into dashes."""
    length = max(1e-9, ((other[0] - one[0]) ** 2 + (other[1] - one[1]) ** 2) ** 0.5)

    def at(distance: float) -> tuple[float, float]:
        share = min(1.0, distance / length)
        return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share

    step = sum(_DASH)
    return [(at(start), at(start + _DASH[0])) for start in range(0, int(length) + 1, step)]
