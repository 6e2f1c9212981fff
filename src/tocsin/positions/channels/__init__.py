"""Channels and off-ramps between parties: talks, hotlines, envoys, ceasefires, proposals, and their state."""

from tocsin.positions.channels.finding import find_channels

__all__ = ["find_channels"]
