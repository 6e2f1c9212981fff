"""Early warning: which pair of parties is heading for a crisis, at what cost in false alarms, and on what evidence."""

from tocsin.warning.book import Book, load_book, save_book
from tocsin.warning.feeds import Feed, read_feeds
from tocsin.warning.feeds.developments import series_of
from tocsin.warning.forecast.samples import Span, Split
from tocsin.warning.forecast.views import VIEWS
from tocsin.warning.forecast.weights import Weights, fit_weights, load_weights, save_weights
from tocsin.warning.onsets import Onset, read_onsets
from tocsin.warning.picture import Picture, picture
from tocsin.warning.series import Series, day_number, iso_day, merge_groups
from tocsin.warning.trial.backtest import Plan, run_backtest
from tocsin.warning.watch import Setting, Warned, present, walk

__all__ = [
    "VIEWS",
    "Book",
    "Feed",
    "Onset",
    "Picture",
    "Plan",
    "Series",
    "Setting",
    "Span",
    "Split",
    "Warned",
    "Weights",
    "day_number",
    "fit_weights",
    "iso_day",
    "load_book",
    "load_weights",
    "merge_groups",
    "picture",
    "present",
    "read_feeds",
    "read_onsets",
    "run_backtest",
    "save_book",
    "save_weights",
    "series_of",
    "walk",
]
