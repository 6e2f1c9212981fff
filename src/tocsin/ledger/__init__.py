"""The ledger: readings kept for good, each thing once, with corrections, versions and counts."""

from tocsin.ledger.corrections import Correction, dump, load, strike
from tocsin.ledger.queries import Filter, Found, ListedArticle, ListedEvent, ListedStatement, Point
from tocsin.ledger.status import Status, Version
from tocsin.ledger.store import Ledger, open_ledger
from tocsin.ledger.verification import Verdict
from tocsin.ledger.writing import Receipt

__all__ = [
    "Correction", "Filter", "Found", "Ledger", "ListedArticle", "ListedEvent", "ListedStatement", "Point", "Receipt",
    "Status", "Verdict", "Version", "dump", "load", "open_ledger", "strike",
]  # fmt: skip
