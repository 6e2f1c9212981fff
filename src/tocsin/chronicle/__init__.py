"""Wires a ledger to the rooms that join articles: what they find is kept in it, so that asking reads rows.

    Ledger -> days that changed -> origins, developments, disputes, stories, positions, channels -> Ledger
    Ledger -> what was found -> Brief, timeline, listings

Algorithm: `settle` finds anew what changed days can concern. Up to two thousand articles, that is everything, and the
answers are those of the same articles read as files. In a larger ledger, articles are joined within windows of days
(windows.py). What an article says of issues, channels, measures and military activity (its signs) is joined over all
articles always, from rows that hold nothing else. A question about a span of days joins the signs of that span.
"""

from tocsin.chronicle.asking import (
    Asked,
    Titled,
    Watched,
    brief,
    list_activities,
    list_channels,
    list_disputes,
    list_positions,
    list_stances,
    list_stories,
    timeline,
    watch,
)
from tocsin.chronicle.settling import is_settled, settle

__all__ = [
    "Asked", "Titled", "Watched", "brief", "is_settled", "list_activities", "list_channels", "list_disputes",
    "list_positions", "list_stances", "list_stories", "settle", "timeline", "watch",
]  # fmt: skip
