"""Briefing: the day's page, put together from records alone; every line stands on a stored sentence."""

from tocsin.briefing.page import write_brief

__all__ = ["write_brief"]
