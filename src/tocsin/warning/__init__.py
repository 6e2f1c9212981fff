"""Early warning: which pair of parties is heading for a crisis, at what cost in false alarms, and on what evidence."""

from tocsin.warning.backtest import Plan, run_backtest
from tocsin.warning.feeds import Feed, read_feeds
from tocsin.warning.onsets import read_onsets
from tocsin.warning.samples import Span, Split
from tocsin.warning.series import Series, day_number, iso_day, merge_groups
from tocsin.warning.views import VIEWS

__all__ = [
    "VIEWS",
    "Feed",
    "Plan",
    "Series",
    "Span",
    "Split",
    "day_number",
    "iso_day",
    "merge_groups",
    "read_feeds",
    "read_onsets",
    "run_backtest",
]
