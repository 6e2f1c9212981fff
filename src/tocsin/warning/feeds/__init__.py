"""Event feeds: GDELT, ICEWS, POLECAT, ACLED, plain tables and Tocsin's own exports, read into one series."""

from tocsin.warning.feeds.reading import Feed, read_feeds

__all__ = ["Feed", "read_feeds"]
