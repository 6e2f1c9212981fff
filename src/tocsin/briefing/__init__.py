"""Briefing: the day's page, put together from records alone; every line stands on a stored sentence."""

from tocsin.briefing.lines import Brief, BriefLine, BriefSection
from tocsin.briefing.page import write_brief
from tocsin.briefing.wording import differing

__all__ = ["Brief", "BriefLine", "BriefSection", "differing", "write_brief"]
