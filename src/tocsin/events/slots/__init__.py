"""Who took part in an act: the slots of its frame filled with parties."""

from tocsin.events.slots.casting import Cast, Casting

__all__ = ["Cast", "Casting"]
