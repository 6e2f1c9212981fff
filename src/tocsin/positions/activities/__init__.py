"""Measures (sanctions, embargoes, expulsions) and military activity (exercises, deployments, near misses)."""

from tocsin.positions.activities.finding import find_activities
from tocsin.positions.activities.gathering import gather_activities

__all__ = ["find_activities", "gather_activities"]
