"""Briefing: the day's page, put together from records alone; every line stands on a stored sentence."""

from tocsin.briefing.lines import Brief, BriefLine, BriefSection
from tocsin.briefing.page import write_brief

__all__ = ["Brief", "BriefLine", "BriefSection", "write_brief"]
