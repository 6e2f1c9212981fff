"""Positions: who stands where on what, what is disputed, which channels are open, which measures are in force."""

from tocsin.positions.activities import gather_activities
from tocsin.positions.channels import find_channels
from tocsin.positions.disputes import find_disputes
from tocsin.positions.gathering import gather_channels
from tocsin.positions.matrix import Comparison, compare, gather_positions
from tocsin.positions.signs import find_signs

__all__ = [
    "Comparison", "compare", "find_channels", "find_disputes", "find_signs", "gather_activities", "gather_channels",
    "gather_positions",
]  # fmt: skip
