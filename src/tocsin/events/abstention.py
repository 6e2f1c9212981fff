"""When to keep silent: sport, markets, weather, culture, crime without politics, metaphors.

Algorithm: the cues of abstention.tsv in a sentence add up per domain. A domain that reaches its limit silences the
sentence, unless what the act says is beyond that domain: troops, sanctions or envoys do not occur in a cup final.
"""

from __future__ import annotations

from tocsin.events.acts import Act
from tocsin.events.scene import Scene

BUSINESS = 2
LIMIT = {"sport": 3, "market": 4, "weather": 4, "culture": 4, "crime": 2, "obituary": 3, "metaphor": 3}


def silent_domains(scene: Scene) -> frozenset[str]:
    """Return the domains whose cues reach their limit in a sentence."""
    cues = scene.lex.abstention
    totals: dict[str, int] = {}
    lowers, lemmas = scene.s.lowers, scene.lemmas
    before_low, before = "", ""
    for low, lemma in zip(lowers, lemmas, strict=True):
        found = cues.get(lemma)
        pair = cues.get(f"{before} {lemma}") or cues.get(f"{before_low} {low}") if before else None
        for domain, weight in (*(found or ()), *(pair or ())):
            totals[domain] = totals.get(domain, 0) + weight
        before_low, before = low, lemma
    found = {domain for domain, total in totals.items() if total >= LIMIT[domain]}
    if totals.get("market", 0) >= BUSINESS:
        found.add("business")
    return frozenset(found)


# What even a sentence of the domain may report: an embargo among grain prices, an arrest among crimes of state.
ALLOWED = {
    "sport": frozenset(("SANCTION", "ASSAULT")),
    "market": frozenset(("SANCTION", "ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "THREATEN")),
    "weather": frozenset(("AID", "ASSAULT")),
    "culture": frozenset[str](),
    "crime": frozenset[str](),
    "obituary": frozenset[str](),
    "metaphor": frozenset[str](),
}


def is_silenced(act: Act, domains: frozenset[str], *, political: bool) -> bool:
    """Tell whether an act must not come out; `political` says that a state, an organ of it or an armed group takes part.

    A metaphor silences whatever it carries, the other domains only what has no political party.
    """
    for domain in domains - {"business"}:
        if domain == "metaphor" and act.type in ("ASSAULT", "COERCE", "MOBILIZE"):
            return True
        if domain in ("sport", "obituary") and act.type not in ALLOWED[domain]:
            return True
        if not political and act.type not in ALLOWED[domain]:
            return True
    return False
