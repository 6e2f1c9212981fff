"""The ledger: readings kept for good, each thing once, with corrections, versions and counts."""

from tocsin.ledger.corrections import Correction, dump, load, strike
from tocsin.ledger.daily import DailyEvent
from tocsin.ledger.queries import Filter, Found, ListedArticle, ListedEvent, ListedStatement, Point
from tocsin.ledger.status import Status, Version
from tocsin.ledger.store import Ledger, open_ledger, read_daily_events
from tocsin.ledger.verification import Verdict
from tocsin.ledger.writing import Receipt

__all__ = [
    "Correction", "DailyEvent", "Filter", "Found", "Ledger", "ListedArticle", "ListedEvent", "ListedStatement", "Point",
    "Receipt", "Status", "Verdict", "Version", "dump", "load", "open_ledger", "read_daily_events", "strike",
]  # fmt: skip
