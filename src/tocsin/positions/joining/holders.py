"""Says whom a party counts for when it holds a position or makes a claim."""

from __future__ import annotations

from tocsin.records import Party

RULERS = frozenset(("GOV", "MIL", "JUD", "SPY", "COP", "IGO"))
PRONOUNS = frozenset((
    "he", "she", "it", "they", "we", "i", "you", "who", "which", "that", "some", "many", "one",
    "others", "those", "these", "most", "few", "several", "another", "both", "all", "critics", "analysts",
))  # fmt: skip


def holder_key(party: Party) -> str:
    """Return what a holder of positions counts as: its state, or its own name where it does not speak for the state."""
    if party.country and party.sectors and "ELI" not in party.sectors and RULERS.isdisjoint(party.sectors):
        return party.name or party.text
    return party.country or party.name or party.text


def side_of(party: Party | None) -> str:
    """Return whom a party counts for: its state where it speaks for the state, else its own name; "" if unknown."""
    if party is None or (not party.country and not party.name and party.text.lower() in PRONOUNS):
        return ""
    if party.country and (not party.sectors or RULERS & set(party.sectors)):
        return party.country
    return party.name or party.text
