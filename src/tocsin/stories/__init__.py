"""Stories: which articles share an origin, which tell one story, and which reports tell of one development."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tocsin.stories.developments import gather_developments
from tocsin.stories.origins import find_origins, origin_of
from tocsin.stories.pasted import take_out_pasted
from tocsin.stories.timeline import find_timeline, weigh_development

if TYPE_CHECKING:
    from tocsin.stories.clusters import find_stories
    from tocsin.stories.pins import rearrange

__all__ = [
    "find_origins", "find_stories", "find_timeline", "gather_developments", "origin_of", "rearrange",
    "take_out_pasted", "weigh_development",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import the clustering on first use: scipy takes longer to load than a question to a ledger may."""
    home = {"find_stories": "clusters", "rearrange": "pins"}.get(name)
    if home is None:
        raise AttributeError(f"module 'tocsin.stories' has no attribute {name!r}")
    return getattr(import_module(f"tocsin.stories.{home}"), name)
