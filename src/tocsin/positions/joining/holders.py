"""Says whom a party counts for when it holds a position or makes a claim."""

from __future__ import annotations

import re

from tocsin.records import Party

RULERS = frozenset(("GOV", "MIL", "JUD", "SPY", "COP", "IGO"))
_MEDIA = frozenset(("JRN", "MED"))
_STATE = re.compile(
    r"\b(?:state|official|government)(?:[- ](?:run|owned))? (?:\w+ )?(?:tele|TV|news|media|radio)", re.IGNORECASE
)
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
    if party.country and (not party.sectors or RULERS & set(party.sectors) or is_state_media(party)):
        return party.country
    return party.name or party.text


def is_state_media(party: Party) -> bool:
    """Tell whether a party is a state's own broadcaster or news agency, which speaks for it."""
    return bool(party.country) and not _MEDIA.isdisjoint(party.sectors) and _STATE.search(party.text) is not None
