"""Words by which a claim denies, calls something false or gives no answer, and predicates that cannot both hold."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from tocsin.lexicon import cell_values, read_table

ADMITS = re.compile(r"admit|acknowledg|conced|confess|own", re.IGNORECASE)
CHARGES = re.compile(r"accus|blam|alleg|charg|condemn|denounc", re.IGNORECASE)
DENIES = re.compile(r"den(?:y|ies|ied|ying|ial)|dismiss|refut|rebut|disput|reject", re.IGNORECASE)
EVADES = re.compile(
    r"\b(?:looking into|no comment|not (?:immediately )?comment|would study|neither confirm|confirm(?:ed|s)? n?or den|"
    r"(?:declin|refus)\w+ to (?:\w+ )?(?:comment|say|answer|discuss)|"
    r"(?:no|any) (?:comment|answer|response|reply)|not (?:immediately |directly )?(?:respond|answer|reply)|"
    r"not be drawn|said nothing)|n['’]t be drawn",
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
    r"\bslander\b|\ba fabrication\b|"
    r"\ba (?:pure |complete |clumsy )?(?:fairy[- ]tale|myth|fiction|fantasy|hoax|invention|smear)\b|"
    r"\b(?:made[- ]up|libel|rubbish|disinformation|not true)\b",
    re.IGNORECASE,
)
OTHERS = re.compile(r"\b(?:additional|another|other|others|including|further|among them|elsewhere)\b", re.IGNORECASE)
SPELL = re.compile(r"\b(?:since|so far|each (?:day|week|month)|past (?:day|week|month|year)|over the)\b", re.IGNORECASE)
NOT = re.compile(r"\b(?:no|not|never|nor|neither|hardly|without)\b|n['’]t\b")
_WORDS = re.compile(r"\w+")
REACH = 60  # code points before a predicate in which a "not" leaves open what is meant


class Predicate(NamedTuple):
    """Predicates that cannot both hold: topic, whether they are loose, a pattern of each side, and the longest word of
    each, without one of which neither pattern is looked for.
    """

    topic: str
    loose: bool
    pro: re.Pattern[str]
    contra: re.Pattern[str]
    words: frozenset[str]


@cache
def predicates() -> tuple[Predicate, ...]:
    """Load the contrary predicates."""
    return tuple(
        Predicate(
            row["topic"], row["loose"] == "yes", _pattern(row["for"]), _pattern(row["against"]),
            frozenset(max(_WORDS.findall(phrase), key=len) for phrase in cell_values(f"{row['for']}|{row['against']}")),
        )
        for row in read_table("positions/contraries.tsv", ("topic", "for", "against"))
    )  # fmt: skip


def _pattern(cell: str) -> re.Pattern[str]:
    """Compile the phrases of a cell so that the more specific is tried first; "*" stands for up to two words."""
    phrases = (re.escape(phrase) for phrase in sorted(cell_values(cell), key=len, reverse=True))
    return re.compile(r"\b(?:" + "|".join(phrase.replace(r"\ \*\ ", r" (?:\S+ ){0,2}") for phrase in phrases) + r")\b")
