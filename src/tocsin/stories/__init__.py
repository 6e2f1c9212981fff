"""Stories: which articles share an origin, and which reports tell of one development."""

from tocsin.stories.developments import gather_developments
from tocsin.stories.origins import find_origins, origin_of

__all__ = ["find_origins", "gather_developments", "origin_of"]
