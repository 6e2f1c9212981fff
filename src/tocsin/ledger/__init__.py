"""The ledger: readings kept for good, each thing once, with corrections, versions and counts."""

from tocsin.ledger.collecting import uncollected
from tocsin.ledger.corrections import Correction, dump, load, strike
from tocsin.ledger.counts import Point
from tocsin.ledger.identity import number_of
from tocsin.ledger.joined import Day, Finding, Mark, Part, Rejoined, Settled, Stale, Wanted
from tocsin.ledger.joined.daily import DEVELOPMENTS, SAID, DailyEvent
from tocsin.ledger.queries import Filter, Found, ListedArticle, ListedEvent, ListedStatement
from tocsin.ledger.rows import day_of
from tocsin.ledger.status import Status, Version
from tocsin.ledger.store import Ledger, open_ledger, read_daily_events
from tocsin.ledger.verification import Verdict
from tocsin.ledger.writing import Receipt

__all__ = [
    "DEVELOPMENTS", "SAID", "Correction", "DailyEvent", "Day", "Filter", "Finding", "Found", "Ledger", "ListedArticle",
    "ListedEvent", "ListedStatement", "Mark", "Part", "Point", "Receipt", "Rejoined", "Settled", "Stale", "Status",
    "Verdict", "Version", "Wanted", "day_of", "dump", "load", "number_of", "open_ledger", "read_daily_events", "strike",
    "uncollected",
]  # fmt: skip
