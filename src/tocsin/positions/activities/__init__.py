"""Measures (sanctions, embargoes, expulsions) and military activity (exercises, deployments, near misses)."""

from tocsin.positions.activities.finding import find_activities

__all__ = ["find_activities"]
