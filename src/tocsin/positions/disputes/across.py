"""Sets what a party flatly denies in one article against what is told in another.

Against another party: within a week, where they share two of the words that the "not" goes before and most of the words
of one. Against itself: what it later says to have been done, in the words that it denied. Denials are looked up by the
words that they deny, so that the cost grows with the articles and not with their pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from tocsin.positions.disputes.claims import foreign, make_dispute
from tocsin.positions.disputes.cues import FLAT
from tocsin.positions.disputes.pairing import Look
from tocsin.records import Dispute
from tocsin.text import days_between

_DAYS = 7
_LONG = 45  # days after which words are not held against who said them
_LATEST = 40  # denials of one word that are looked through, the latest
_FEW = 2  # words in common that tell too little
_BRIEF = 12  # words of a denial that is wholly of what it denies
_MANY = 4  # words in common that tell enough
_EACH = 2  # claims that one denial is set against
_OPEN = frozenset(("modal", "calls"))
_CLAIMS = frozenset(("state", "accuse", "warn"))


def find_across(looked: Sequence[Sequence[Look]]) -> Iterator[Dispute]:
    """Yield what is denied in one article and told in another; `looked` holds the claims of each article."""
    looks = [look for held in looked for look in held if look.claim.known and look.claim.country and look.claim.day]
    looks.sort(key=lambda look: (look.claim.day or "", look.claim.reading.article.id, look.claim.order))
    denials = [look for look in looks if is_flat(look)]
    yield from _contradicted(looks, denials)
    yield from _taken_back(looks, denials)


def is_flat(look: Look) -> bool:
    """Tell whether a claim says outright that something is not so."""
    claim = look.claim
    if not look.denied or not _OPEN.isdisjoint(look.signs):
        return False
    flat = FLAT.search(claim.text) is not None or "zero" in look.signs
    return claim.statement.act == "deny" or (claim.statement.act == "state" and flat)


def _is_told(look: Look) -> bool:
    """Tell whether a claim says that something is so."""
    return not look.has_not and look.claim.statement.act in _CLAIMS and _OPEN.isdisjoint(look.signs)


def _contradicted(looks: Sequence[Look], denials: Sequence[Look]) -> Iterator[Dispute]:
    """Pair a flat denial with what another party says, in the week around it, in the words that are denied."""
    by_pair: dict[tuple[str, str], list[Look]] = defaultdict(list)
    words: set[str] = set()
    for denial in denials:
        words |= denial.denied
        for pair in combinations(sorted(denial.denied), 2):
            by_pair[pair].append(denial)
    told: dict[int, list[tuple[int, Look, Look]]] = defaultdict(list)
    for look in looks:
        if not _is_told(look):
            continue
        met = {
            id(denial): denial
            for pair in combinations(sorted(look.stems & words), 2)
            for denial in by_pair.get(pair, ())[-_LATEST:]
        }
        for denial in met.values():
            if _conflict(look, denial):
                number = len(look.stems & denial.stems) + len(look.names & denial.names)
                told[id(denial)].append((number, look, denial))
    for found in told.values():
        for _, look, denial in sorted(found, key=lambda one: -one[0])[:_EACH]:
            one, other = sorted((look, denial), key=lambda side: side.claim.day or "")
            shared = ", ".join(sorted(look.lemmas & denial.lemmas)[:4])
            reason = f"{denial.claim.name} says no to what {look.claim.name} says in another article ({shared})"
            yield make_dispute("contrary", one.claim, other.claim, 0.55, reason)


def _conflict(look: Look, denial: Look) -> bool:
    """Tell whether what one party says is what another denies in another article."""
    a, b = look.claim, denial.claim
    if a.reading is b.reading or not foreign(a, b) or a.side == b.side:
        return False
    days = days_between(a.day, b.day)
    shared = look.stems & denial.stems
    alike = len(shared) * 2 >= min(len(look.stems), len(denial.stems))
    wholly = len(denial.words) <= _BRIEF and len(shared) * 3 >= len(denial.stems) * 2
    answers = wholly and bool(b.named & look.keys)
    of_one = answers or bool(a.named & denial.keys) or (len(shared) > _FEW and bool(look.names & denial.names))
    return days is not None and days <= _DAYS and alike and of_one


def _taken_back(looks: Sequence[Look], denials: Sequence[Look]) -> Iterator[Dispute]:
    """Pair what a party denied with its later word that it was so."""
    by_word: dict[tuple[str, str], list[Look]] = defaultdict(list)
    for denial in denials:
        for stem in denial.denied:
            by_word[denial.claim.side, stem].append(denial)
    for look in looks:
        if look.has_not or not _OPEN.isdisjoint(look.signs) or not ({"past", "assent"} & set(look.signs)):
            continue
        met = {
            id(denial): denial for stem in look.stems for denial in by_word.get((look.claim.side, stem), ())[-_LATEST:]
        }  # fmt: skip
        fits = [(_reversed(denial, look), denial) for denial in met.values()]
        fit, before = max(fits, key=lambda found: found[0], default=(0, look))
        if fit:
            shared = ", ".join(sorted(look.lemmas & before.lemmas)[:4])
            reason = (
                f"{before.claim.name} said that it was not so ({before.claim.day}), "
                f"{look.claim.name} that it was ({look.claim.day}): {shared}"
            )
            yield make_dispute("reversal", before.claim, look.claim, 0.55, reason)


def _reversed(denial: Look, look: Look) -> int:
    """Return how many words of a denial its party later says to be so; 0 where too few to tell."""
    gap = days_between(look.claim.day, denial.claim.day)
    if gap is None or not 0 < gap <= _LONG or (denial.claim.day or "") >= (look.claim.day or ""):
        return 0
    shared = denial.stems & look.stems
    number = len(shared) + len(denial.names & look.names)
    denied = len(denial.denied & shared)
    if not denied or not denial.names & look.names:
        return 0
    return number if number > _MANY else 0
