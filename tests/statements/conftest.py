from __future__ import annotations

from collections.abc import Callable

import pytest

from tocsin.reading import analyse
from tocsin.records import Article, Reading


@pytest.fixture(scope="session")
def parsed() -> Callable[[str], Reading]:
    """Return a function that lays out and parses a text, without parties."""
    seen: dict[str, Reading] = {}

    def parse(text: str) -> Reading:
        if text not in seen:
            seen[text] = next(analyse([Article(id="passage", text=text)]))
        return seen[text]

    return parse
