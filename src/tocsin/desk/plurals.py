"""Writes numbers with their nouns."""

from __future__ import annotations


def plural(number: int, noun: str) -> str:
    """Write a number and its noun: "1 report", "3 reports"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
