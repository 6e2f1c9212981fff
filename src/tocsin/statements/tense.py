"""When something is said, seen from the article's day: the tense of the cue's verb and the times that date it.

Algorithm: the cue's verb group gives the tense; a verb without one of its own ("adding that", "and urged", "to tell")
takes that of the verb it hangs on. An expression of time dates the cue where the nearest verb or noun cue above it in
the parse is the cue itself; it can push the past back ("said last month") and the present forward ("speaks on Friday").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from tocsin.records import Reading, Span, Tense, TimeMention
from tocsin.statements.cues import word_group
from tocsin.statements.tree import Candidate, Tree

_DAYS_BEFORE = 7  # a news story is told of for about a week
_LONG = frozenset(("month", "season", "year"))
_PAST_AUX = frozenset(("did", "was", "were", "got"))
_PRESENT_AUX = frozenset(("do", "does", "is", "are", "am", "'s", "’s", "'re", "’re", "can"))
_FUTURE_AUX = frozenset(("will", "shall", "'ll", "’ll", "wo", "sha"))
_PERFECT_AUX = frozenset(("has", "have", "'ve", "’ve"))
_PLUPERFECT_AUX = frozenset(("had",))
_OPEN_AUX = frozenset(("would", "'d", "’d", "may", "might", "must", "should", "ought"))
_AUXILIARIES = frozenset(("aux", "auxpass"))
_NOT = frozenset(("neg", "preconj"))
_FARTHEST = 6  # verbs between a cue without tense and the one that it hangs on


def tense_of(candidate: Candidate, reading: Reading, spans: Sequence[Span]) -> Tense | None:
    """Return when a statement was or will be made, or None where neither its cue nor a time tells.

    `spans` is its content in code points: a time inside it says when something else happened. Without the article's
    day only times that are historical in themselves count.
    """
    tree = candidate.tree
    verb = _verb_of(candidate)
    found = _tense_at(tree, verb, _FARTHEST) if verb is not None else None
    anchors = {candidate.verb} if verb is None else {candidate.verb, verb}
    if found in ("past", "present", None):
        when = _dated(tree, anchors, reading, spans)
        if when == "earlier" and (found is not None or verb is None):
            return "earlier"
        if when == "future" and found == "present":
            return "future"
    if found == "past" and any(tree.lowers[c] in word_group("before") for a in anchors for c in tree.children[a]):
        return "earlier"
    return found


def _verb_of(candidate: Candidate) -> int | None:
    """Return the verb of a cue: the cue itself, or the verb that lends itself to a noun ("made the claim that").

    "according to" has none.
    """
    tree = candidate.tree
    if tree.is_verb(candidate.verb):
        return None if candidate.rule == "phrase" and tree.tags[candidate.verb] == "VBG" else candidate.verb
    for first, last in candidate.cue:
        for i in range(first, last + 1):
            if tree.tags[i][0] == "V":
                return i
    head = tree.heads[candidate.verb]  # an adjective behind its copula: "was adamant that"
    return head if tree.lemmas[head] == "be" and tree.deps[candidate.verb] in ("acomp", "attr") else None


def _tense_at(tree: Tree, v: int, farthest: int) -> Tense | None:
    """Return the tense of the verb group of v, or of the verb that it hangs on."""
    helping = [tree.lowers[c] for c in tree.children[v] if c < v and tree.deps[c] in _AUXILIARIES]
    found = _group_tense(tree, v, helping)
    if found is not None or not _OPEN_AUX.isdisjoint(helping) or not farthest:
        return found
    head = tree.heads[v]
    while head != tree.heads[head] and not tree.is_verb(head):
        head = tree.heads[head]
    if "to" in helping:
        return _tense_ahead(tree, v, head, farthest)
    if head == v or not tree.is_verb(head):
        return "past" if tree.tags[v] == "VBN" else None
    if tree.tags[v] == "VBN" and tree.deps[v] in ("acl", "relcl"):
        return "past"
    return _tense_at(tree, head, farthest - 1)


def _group_tense(tree: Tree, v: int, helping: Sequence[str]) -> Tense | None:
    """Return what a verb and its auxiliaries tell by themselves: "will say", "had said", "said"."""
    if not helping:
        tag = tree.tags[v]
        return "past" if tag == "VBD" else "present" if tag in ("VBZ", "VBP") else None
    first = helping[0]
    if first in _FUTURE_AUX:
        return "future"
    if first in _PLUPERFECT_AUX or ("been" in helping and first in ("'d", "’d")):
        return "earlier"
    if first in ("would", "could"):  # "would not say" tells of a refusal, "would say" of nothing that was said
        refuses = any(tree.deps[c] in _NOT for c in tree.children[v])
        return "past" if refuses else None
    if first in _PERFECT_AUX or first in _PAST_AUX:
        return "past"
    if first in ("'s", "’s") and tree.tags[v] == "VBN" and "being" not in helping:
        return "past"
    return "present" if first in _PRESENT_AUX else None


def _tense_ahead(tree: Tree, v: int, head: int, farthest: int) -> Tense | None:
    """Return the tense of an infinitive: "is to tell" and "plans to tell" lie ahead, "went on to tell" does not."""
    above = tree.heads[v]  # an adjective in "is due to tell"; the infinitive itself in a headline
    if above == v or tree.lemmas[above] == "be":
        return "future"
    if not word_group("coming").isdisjoint((tree.lemmas[above], tree.lowers[above])):
        return "future"
    return _tense_at(tree, head, farthest - 1) if head != v and tree.is_verb(head) else None


def _dated(tree: Tree, anchors: set[int], reading: Reading, spans: Sequence[Span]) -> Tense | None:
    """Return "earlier" or "future" where a time that dates the cue lies well before or behind the article's day."""
    times = reading.times
    if not times:
        return None
    start, end = tree.sentence.span
    published = reading.article.published
    for k in range(bisect_left(times, start, key=_starts), len(times)):
        time = times[k]
        if time.span[0] >= end:
            break
        if any(a <= time.span[0] < b for a, b in spans) or not _dates(tree, anchors, time):
            continue
        when = _distance(time, published and published[:10])
        if when is not None:
            return when
    return None


def _starts(time: TimeMention) -> int:
    return time.span[0]


def _dates(tree: Tree, anchors: set[int], time: TimeMention) -> bool:
    """Tell whether the nearest verb above a time in the parse, or a noun cue on the way, is the cue."""
    first = bisect_left(tree.ends, time.span[0] + 1)
    if first >= tree.n:
        return False
    at = first
    for _ in range(tree.n):
        head = tree.heads[at]
        if head in anchors:
            return True
        if head == at or tree.is_verb(head):
            return False
        at = head
    return False


def _distance(time: TimeMention, day: str | None) -> Tense | None:
    """Return how far a time lies from the article's ISO day: well before it, behind it, or neither (None)."""
    if time.historical:
        return "earlier"
    if day is None:
        return None
    if time.start > day:
        return "future"
    if time.end >= day:
        return None
    days = (date.fromisoformat(day) - date.fromisoformat(time.end)).days
    return "earlier" if days > _DAYS_BEFORE or time.precision in _LONG else None
