"""Places: where a name lies, and where an article's events take place.

Algorithm: gazetteer.py knows which places bear a name, toponyms.py decides among them by what else the text names, and
finding.py finds names of places in running text.
"""

from tocsin.parties.places.finding import find_places, resolve_toponyms
from tocsin.parties.places.gazetteer import Spot
from tocsin.parties.places.toponyms import locate

__all__ = ["Spot", "find_places", "locate", "resolve_toponyms"]
