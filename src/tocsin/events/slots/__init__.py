"""Who took part in an act: the slots of its frame filled with parties."""

from tocsin.events.slots.casting import Cast, Casting
from tocsin.events.slots.pairs import sides_of
from tocsin.events.slots.ranking import Ranking

__all__ = ["Cast", "Casting", "Ranking", "sides_of"]
