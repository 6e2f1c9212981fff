"""What a verb or noun of a sentence is as an act (act.py), and how that is found out (resolving.py)."""

from tocsin.events.acts.act import Act
from tocsin.events.acts.resolving import Acts

__all__ = ["Act", "Acts"]
