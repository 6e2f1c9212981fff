"""Early warning: which pair of parties is heading for a crisis, at what cost in false alarms, and on what evidence."""

from tocsin.warning.account import Setting, Warned
from tocsin.warning.book import Book, decode_book, encode_book, load_book, save_book
from tocsin.warning.coverage import reporting_of
from tocsin.warning.feeds import Feed, read_feeds
from tocsin.warning.feeds.developments import Known, series_of
from tocsin.warning.forecast.samples import Span, Split
from tocsin.warning.forecast.views import VIEWS
from tocsin.warning.forecast.weights import Weights, fit_weights, load_weights, save_weights
from tocsin.warning.onsets import Onset, read_onsets
from tocsin.warning.picture import Picture, picture
from tocsin.warning.series import Collector, Series, day_number, iso_day, merge_groups
from tocsin.warning.signals import signals_of
from tocsin.warning.trial.backtest import Plan, run_backtest
from tocsin.warning.watch import present, walk

__all__ = [
    "VIEWS",
    "Book",
    "Collector",
    "Feed",
    "Known",
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
    "decode_book",
    "encode_book",
    "fit_weights",
    "iso_day",
    "load_book",
    "load_weights",
    "merge_groups",
    "picture",
    "present",
    "read_feeds",
    "read_onsets",
    "reporting_of",
    "run_backtest",
    "save_book",
    "save_weights",
    "series_of",
    "signals_of",
    "walk",
]
