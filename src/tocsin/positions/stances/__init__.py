"""Finds where the sentences of an article put parties for or against issues, conditionally for them, or silent."""

from tocsin.positions.stances.finding import FITS_ALL, find_stances
from tocsin.positions.stances.words import listed_issues

__all__ = ["FITS_ALL", "find_stances", "listed_issues"]
