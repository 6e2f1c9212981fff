"""The ledger: readings kept for good, each thing once, with corrections, versions and counts."""

from tocsin.ledger.corrections import Correction, dump, load, strike
from tocsin.ledger.daily import DEVELOPMENTS, SAID, DailyEvent
from tocsin.ledger.findings import Day, Finding, Settled, Wanted
from tocsin.ledger.queries import Filter, Found, ListedArticle, ListedEvent, ListedStatement, Point
from tocsin.ledger.status import Status, Version
from tocsin.ledger.store import Ledger, open_ledger, read_daily_events
from tocsin.ledger.verification import Verdict
from tocsin.ledger.writing import ANY_DAY, Receipt

__all__ = [
    "ANY_DAY", "DEVELOPMENTS", "SAID", "Correction", "DailyEvent", "Day", "Filter", "Finding", "Found", "Ledger",
    "ListedArticle", "ListedEvent", "ListedStatement", "Point", "Receipt", "Settled", "Status", "Verdict", "Version",
    "Wanted", "dump", "load", "open_ledger", "read_daily_events", "strike",
]  # fmt: skip
