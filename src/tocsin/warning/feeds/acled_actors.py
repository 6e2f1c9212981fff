"""Finds the state behind an actor of ACLED ("Military Forces of Kenya (2013-2022) Border Police" is Kenya)."""

from __future__ import annotations

import re

from tocsin.warning.feeds.codes import country_code

_FORCES = re.compile(
    r"(?:Military Forces|Police Forces|Government|Private Security Forces|Coast Guard|Navy|Air Force) of "
    r"(?:the )?(?P<state>[^(:]+?)\s*(?:\(|:|$)"
)


def state_behind(actor: str) -> str | None:
    """Return the code of the state whose forces an actor is, or None where it is no state's."""
    found = _FORCES.match(actor.strip())
    return country_code(found["state"]) if found else None
