"""Stories: which articles share an origin, which tell one story, and which reports tell of one development."""

from typing import TYPE_CHECKING, Any

from tocsin.stories.developments import gather_developments
from tocsin.stories.origins import find_origins, origin_of
from tocsin.stories.pasted import take_out_pasted
from tocsin.stories.timeline import find_timeline, weigh_development

if TYPE_CHECKING:
    from tocsin.stories.clusters import find_stories

__all__ = [
    "find_origins", "find_stories", "find_timeline", "gather_developments", "origin_of", "take_out_pasted",
    "weigh_development",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import the clustering on first use: scipy takes longer to load than a question to a ledger may."""
    if name != "find_stories":
        raise AttributeError(f"module 'tocsin.stories' has no attribute {name!r}")
    from tocsin.stories.clusters import find_stories

    return find_stories
