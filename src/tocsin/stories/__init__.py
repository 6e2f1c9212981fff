"""Stories: which articles share an origin, which tell one story, and which reports tell of one development."""

from tocsin.stories.clusters import find_stories
from tocsin.stories.developments import gather_developments
from tocsin.stories.origins import find_origins, origin_of
from tocsin.stories.pasted import take_out_pasted
from tocsin.stories.timeline import find_timeline, weigh_development

__all__ = [
    "find_origins", "find_stories", "find_timeline", "gather_developments", "origin_of", "take_out_pasted",
    "weigh_development",
]  # fmt: skip
