"""Positions: what is disputed between parties, and which channels and off-ramps are open."""

from tocsin.positions.channels import find_channels, gather_channels
from tocsin.positions.disputes import find_disputes

__all__ = ["find_channels", "find_disputes", "gather_channels"]
