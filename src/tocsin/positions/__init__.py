"""Positions: who stands where on what, what is disputed, which channels are open, which measures are in force."""

from tocsin.positions.channels import find_channels
from tocsin.positions.disputes import find_disputes, find_turns, join_turns
from tocsin.positions.joining.finding import JOINS, find_marks, make_key, split_key
from tocsin.positions.joining.holders import side_of
from tocsin.positions.joining.marks import Mark, Run
from tocsin.positions.joining.runs import Joining, gather_activities, gather_channels, join_runs, make_record
from tocsin.positions.matrix import (
    Comparison,
    Naming,
    choose_shown,
    compare,
    gather_positions,
    is_shown,
    join_position,
    join_positions,
    name_issues,
)
from tocsin.positions.signs import find_signs

__all__ = [
    "JOINS", "Comparison", "Joining", "Mark", "Naming", "Run", "choose_shown", "compare", "find_channels",
    "find_disputes",
    "find_marks", "find_signs", "find_turns", "gather_activities", "gather_channels", "gather_positions",
    "is_shown",
    "join_position", "join_positions", "join_runs", "join_turns", "make_key", "make_record", "name_issues", "side_of",
    "split_key",
]  # fmt: skip
