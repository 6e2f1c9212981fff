"""Writes the brief as one self-contained HTML page: no script, no font or image from elsewhere; it prints."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tocsin.briefing import Brief
from tocsin.desk.brief.words import footer, headline, one_line, reported, where

if TYPE_CHECKING:
    from jinja2 import Template


@cache
def _template() -> Template:
    """Load the page; every value is escaped as it is filled in."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    pages = Environment(
        loader=PackageLoader("tocsin.desk.brief", ""), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    pages.filters["one_line"] = one_line
    pages.filters["reported"] = reported
    pages.filters["where"] = where
    return pages.get_template("brief.html.jinja")


def as_html(brief: Brief) -> str:
    """Return the brief as an HTML document."""
    return _template().render(brief=brief, headline=headline(brief), footer=footer(brief))
