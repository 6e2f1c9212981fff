"""Who took part in an act: the slots of its frame filled with parties."""

from tocsin.events.slots.casting import Cast, Casting
from tocsin.events.slots.pairs import sides_of

__all__ = ["Cast", "Casting", "sides_of"]
