"""Words by which a claim denies, calls something false or gives no answer, and predicates that cannot both hold."""

from __future__ import annotations

import re
from functools import cache

from tocsin.lexicon import cell_values, read_table

ADMITS = re.compile(r"admit|acknowledg|conced|confess|own", re.IGNORECASE)
CHARGES = re.compile(r"accus|blam|alleg|charg|condemn|denounc", re.IGNORECASE)
DENIES = re.compile(r"den(?:y|ies|ied|ying|ial)|dismiss|refut|rebut|disput|reject", re.IGNORECASE)
EVADES = re.compile(
    r"looking into|no comment|not (?:immediately )?comment|would study|neither confirm|confirm(?:ed|s)? n?or den|"
    r"(?:declin|refus)\w+ to (?:\w+ )?(?:comment|say|answer|discuss)|"
    r"(?:no|any) (?:comment|answer|response|reply)|not (?:immediately |directly )?(?:respond|answer|reply)|"
    r"(?:not|n['’]t) be drawn|said nothing",
    re.IGNORECASE,
)
FLAT = re.compile(
    r"\bnever\b|not (?:a single|one)\b|nothing (?:to do with|of the (?:kind|sort))|\bno \w+ had (?:a hand|a part|any)|"
    r"\b(?:is|are|was|were|be) (?:no|not any)\b|^no (?:member|soldier|citizen|weapon|unit|one)s?\b",
    re.IGNORECASE,
)
FALSE = re.compile(
    r"\bno (?:evidence|proof|truth|basis)\b|fabricat\w+|\b(?:clumsy|pure) invention|"
    r"\b(?:false|grotesque|absurd|a lie|(?:are|were|all|of) lies|baseless|groundless|unfounded|untrue|nonsense)\b|"
    r"\bslander\b|\ba fabrication\b",
    re.IGNORECASE,
)
SPELL = re.compile(r"\b(?:since|so far|each (?:day|week|month)|past (?:day|week|month|year)|over the)\b", re.IGNORECASE)
NOT = re.compile(r"\b(?:no|not|never|nor|neither|hardly|without)\b|n['’]t\b")
REACH = 60  # code points before a predicate in which a "not" leaves open what is meant


@cache
def predicates() -> tuple[tuple[str, bool, re.Pattern[str], re.Pattern[str]], ...]:
    """Load the contrary predicates: topic, whether they are loose, and a pattern of each side."""
    return tuple(
        (row["topic"], row["loose"] == "yes", _pattern(row["for"]), _pattern(row["against"]))
        for row in read_table("positions/contraries.tsv", ("topic", "for", "against"))
    )


def _pattern(cell: str) -> re.Pattern[str]:
    """Compile the phrases of a cell so that the more specific is tried first; "*" stands for up to two words."""
    phrases = (re.escape(phrase) for phrase in sorted(cell_values(cell), key=len, reverse=True))
    return re.compile(r"\b(?:" + "|".join(phrase.replace(r"\ \*\ ", r" (?:\S+ ){0,2}") for phrase in phrases) + r")\b")
