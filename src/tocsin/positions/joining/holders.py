"""Says whom a party counts for when it holds a position or makes a claim."""

from __future__ import annotations

import re

from tocsin.records import Party

RULERS = frozenset(("GOV", "MIL", "JUD", "SPY", "COP", "IGO"))
_STATE = re.compile(
    r"\b(?:state|official|government)(?:[- ](?:run|owned))? (?:\w+ )?(?:tele|TV|news|media|radio)", re.IGNORECASE
)
_HEADS = re.compile(
    r"(?:\w+ )?(?:leader|commander|chief|head|chair\w*|spokes\w+|secretary-general|president|deputy) "
    r"of (?:the )?([A-Z].+)"
)
FIGHTING = frozenset(("OPP", "REB", "SEP", "INS", "UAF"))  # sectors of those who oppose or fight a state
PRONOUNS = frozenset((
    "he", "she", "it", "they", "we", "i", "you", "who", "which", "that", "some", "many", "one",
    "others", "those", "these", "most", "few", "several", "another", "both", "all", "critics", "analysts",
))  # fmt: skip


def holder_key(party: Party) -> str:
    """Return what a holder of positions counts as: its state, or its own name where it does not speak for the state."""
    if party.country and party.sectors and "ELI" not in party.sectors and RULERS.isdisjoint(party.sectors):
        return _movement(party) or party.name or party.text
    return party.country or party.name or party.text


def side_of(party: Party | None) -> str:
    """Return whom a party counts for: its state where it speaks for the state, else its own name; "" if unknown."""
    if party is None or (not party.country and not party.name and party.text.lower() in PRONOUNS):
        return ""
    if party.country and (not party.sectors or RULERS & set(party.sectors) or is_state_media(party)):
        return party.country
    return _movement(party) or party.name or party.text


def _movement(party: Party) -> str | None:
    """Return the movement for which its head speaks ("leader of the Highland Union"), by the office held."""
    match = _HEADS.match(party.office or "") if not FIGHTING.isdisjoint(party.sectors) else None
    return match.group(1) if match is not None else None


def is_state_media(party: Party) -> bool:
    """Tell whether a party is a state's own broadcaster or news agency, which speaks for it."""
    return bool(party.country) and "JRN" in party.sectors and _STATE.search(party.text) is not None
