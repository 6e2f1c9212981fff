"""Events: who did what to whom, coded in PLOVER with modality."""

from tocsin.events.coding import code_events
from tocsin.events.explaining import RULES, explain_event

__all__ = ["RULES", "code_events", "explain_event"]
