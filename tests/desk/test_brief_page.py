"""The brief's page in a real browser, and its other forms."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tocsin import pipeline
from tocsin.briefing import Brief
from tocsin.desk.brief import as_html, as_markdown
from tocsin.records import Article

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HOSTILE = "Norway expelled a Danish diplomat, <script>alert('x')</script> [the](http://x) *ministry* said."


@pytest.fixture(scope="module")
def brief() -> Brief:
    texts = [
        HOSTILE,
        "Norway accused Denmark of arming the rebels, a charge that Copenhagen denied.",
        "Norway and Denmark held talks in Geneva on Monday.",
    ]
    articles = [
        Article(id=f"a{i}", text=text, published="2019-03-04", outlet="The Gull") for i, text in enumerate(texts)
    ]
    return pipeline.brief(pipeline.read_all(articles), skipped=[("x.bin", "it is binary; give text")])


def test_the_articles_words_cannot_break_out_of_the_page(brief: Brief) -> None:
    page = as_html(brief)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_page_loads_nothing_from_elsewhere(brief: Brief) -> None:
    page = as_html(brief)
    assert "src=" not in page
    assert "<link" not in page
    assert "url(" not in page


def test_markdown_keeps_the_articles_words_from_becoming_markup(brief: Brief) -> None:
    text = as_markdown(brief)
    assert r"\[the\](http://x) \*ministry\*" in text
    assert "x.bin" in text


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (apt-get install chromium)")
def test_a_browser_shows_every_section_and_line(brief: Brief, tmp_path: Path) -> None:
    page = tmp_path / "brief.html"
    page.write_text(as_html(brief), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    command = [str(CHROMIUM), *options, f"--user-data-dir={tmp_path}/profile", "--dump-dom", page.as_uri()]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    for section in brief.sections:
        assert section.title in shown
    assert shown.count("<li>") >= sum(len(section.lines) for section in brief.sections)
    assert "alert('x')" in shown
    assert "<script>" not in shown
