"""Events: who did what to whom, coded in PLOVER with modality."""

from tocsin.events.coding import code_events

__all__ = ["code_events"]
