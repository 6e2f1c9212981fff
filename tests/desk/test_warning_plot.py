"""The plot of a pair: the same drawing as SVG and as PNG."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from PIL import Image
from typer.testing import CliRunner

from tocsin.desk.cli import app
from tocsin.desk.warning.drawing import Box, Line, Words, as_png, as_svg

SHAPES = [
    Box(10, 10, 20, 30, "#ff0000", note="two <threats>"),
    Box(40, 10, 20, 30, "#0000ff", 0.5),
    Line(((5, 50), (95, 50)), "#000000", dashed=True),
    Words(50, 20, "alarm", "middle"),
]


def test_a_drawing_is_well_formed_svg_with_its_notes() -> None:
    root = ElementTree.fromstring(as_svg(SHAPES, 100, 60))
    assert [child.tag.rsplit("}")[-1] for child in root] == ["rect", "rect", "rect", "polyline", "text"]
    assert root[1][0].text == "two <threats>"


def test_the_png_shows_the_same_colours_at_the_same_places() -> None:
    image = Image.open(io.BytesIO(as_png(SHAPES, 100, 60)))
    assert image.size == (200, 120)
    assert image.getpixel((30, 70)) == (255, 0, 0)
    red, green, blue = image.getpixel((100, 70))  # type: ignore[misc]
    assert blue == 255 and 100 < red < 160 and red == green
    row = [image.getpixel((x, 100))[0] < 128 for x in range(10, 190)]  # type: ignore[index]
    assert 0.4 < sum(row) / len(row) < 0.8, "dashed"


def test_a_pair_of_a_feed_is_plotted_both_ways(tmp_path: Path) -> None:
    feed = tmp_path / "feed.csv"
    rows = [f"2019-0{1 + n // 28}-{1 + n % 28:02},BEN,TGO,{code},1" for n in range(84) for code in ("130", "040")]
    feed.write_text("date,source,target,cameo,count\n" + "\n".join(rows) + "\n")
    for name in ("plot.svg", "plot.png"):
        asked = ["warn", "plot", "--events", str(feed), "--between", "Togo", "Benin", "-o", str(tmp_path / name)]
        assert CliRunner().invoke(app, asked).exit_code == 0
    assert ElementTree.parse(tmp_path / "plot.svg").getroot().tag.endswith("svg")
    assert Image.open(tmp_path / "plot.png").size[0] == 1920
