"""Settings come from the environment, and a bad one is named with what is wanted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tocsin.errors import UsageError
from tocsin.settings import settings


@pytest.fixture(autouse=True)
def _fresh_settings() -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_a_variable_overrides_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_MAX_ARTICLE_CHARS", "5000")
    assert settings().max_article_chars == 5000


def test_a_variable_that_is_no_number_is_named_with_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_MAX_ARTICLE_CHARS", "many")
    with pytest.raises(UsageError, match=r"TOCSIN_MAX_ARTICLE_CHARS='many': a whole number is wanted"):
        settings()
