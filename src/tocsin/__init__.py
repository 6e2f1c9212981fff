"""Tocsin reads the news of an international crisis, records who did and said what, and rings when it escalates.

>>> import tocsin
>>> reading = tocsin.read("Norway expelled two Danish diplomats on Monday.", date="2019-03-05")
>>> [(event.type, event.mode) for event in reading.events]
[('SANCTION', 'expel')]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tocsin.briefing import Brief
    from tocsin.ledger import Ledger, open_ledger
    from tocsin.pipeline import brief, read, read_all
    from tocsin.records import Article, Event, Party, Reading, Statement

__all__ = [
    "Article",
    "Brief",
    "Event",
    "Ledger",
    "Party",
    "Reading",
    "Statement",
    "brief",
    "open_ledger",
    "read",
    "read_all",
]

_HOME = {"Ledger": "ledger", "brief": "pipeline", "open_ledger": "ledger", "read": "pipeline", "read_all": "pipeline"}


def __getattr__(name: str) -> Any:
    """Import the public names on first use: every program that loads spaCy imports this package for its component."""
    if name not in __all__:
        raise AttributeError(f"module 'tocsin' has no attribute {name!r}")
    return getattr(import_module(f"tocsin.{_HOME.get(name, 'records')}"), name)
