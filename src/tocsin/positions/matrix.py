"""Joins the stances of many articles into positions: party by issue, each with its phases, and compares two parties.

Algorithm: the signs of one party on one issue, in order of day, make phases; a phase ends where the party takes another
stance. Silence does not end a stance, and a day's silence gives way to what is said on the same day. A phase's strength
is 1 - 0.5^n for its n articles. Two parties agree on an issue where their stances are the same, oppose each other
where one is for and the other against, and talk past each other otherwise; the gap is the distance between for (1),
conditional (0.5), silent (0) and against (-1).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from tocsin.positions.joining.finding import gather_marks, split_key
from tocsin.positions.joining.marks import Mark
from tocsin.positions.stances import FITS_ALL, listed_issues
from tocsin.records import Phase, Position, Reading
from tocsin.text import content_id

_VALUE = {"for": 1.0, "conditional": 0.5, "silent": 0.0, "against": -1.0}
_NEARLY_ALL = 0.8  # share of the targets of an issue that is taken for the target where none is named
_MOST = 0.6  # share of the fuller names of a topic that its bare name is taken for
_TOPIC = 2  # sentences from which a topic that no list names stands in a matrix
_OF = frozenset(("of", "on", "to", "against", "for", "over"))
_OUTVOTES = 3  # sentences around a single contrary one that make it a slip


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What two parties hold on one issue: `relation` is "agree", "oppose" or "talk past each other".

    `trend` says whether the gap between them narrows, widens or stays since their first stances; `moved` is the
    position whose last shift changed it, None where it stays.
    """

    issue: str
    first: Position
    second: Position
    relation: Literal["agree", "oppose", "talk past each other"]
    gap: float
    trend: Literal["narrows", "widens", "unchanged"]
    moved: Position | None


class Naming(msgspec.Struct, frozen=True):
    """Under which names issues stand: `full` gives those without a target one, `names` are the user's, which merge."""

    full: dict[str, str] = {}
    names: dict[str, str] = {}

    def of(self, issue: str) -> str:
        """Return the name under which an issue stands."""
        issue = self.full.get(issue, issue)
        return self.names.get(issue, self.names.get(_base(issue), issue))


def name_issues(counts: Mapping[str, int], names: Mapping[str, str] | None = None) -> Naming:
    """Say under which names issues stand; `counts` tells how many sentences take sides on each.

    An issue without a target goes by the one with which nearly all of its kind are named, if there is one.
    """
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for issue, number in counts.items():
        if _base(issue) != issue:
            named[_base(issue)][issue] += number
    full = {
        base: issue for base, count in named.items()
        for issue, most in count.most_common(1) if base in FITS_ALL and most >= _NEARLY_ALL * count.total()
    }  # fmt: skip
    return Naming({**_by_head(counts), **full}, dict(names or {}))


def _by_head(counts: Mapping[str, int]) -> dict[str, str]:
    """Map the bare names of topics ("zone") to the full one that most go by ("joint fishing zone"), if there is one."""
    fuller: dict[str, Counter[str]] = defaultdict(Counter)
    for issue, number in counts.items():
        if " " in issue and not is_listed(issue):
            words = issue.split()
            of = next((k for k, word in enumerate(words) if k and word in _OF), len(words))
            fuller[words[of - 1]][issue] += number
    return {
        head: issue for head, count in fuller.items()
        for issue, most in count.most_common(1)
        if head in counts and not is_listed(head) and most >= _MOST * count.total()
    }  # fmt: skip


def is_listed(issue: str) -> bool:
    """Tell whether an issue is one of those that are listed, with or without whom it is on."""
    return issue in listed_issues() or _base(issue) in listed_issues() or issue.split(" of ")[0] in listed_issues()


def is_shown(issue: str, weight: int) -> bool:
    """Tell whether a matrix shows an issue with `weight` sentences: a topic that no list names from the second."""
    return weight >= _TOPIC or is_listed(issue)


def choose_shown(positions: Sequence[Position]) -> tuple[Position, ...]:
    """Return the positions that a matrix shows, in order."""
    weights: Counter[str] = Counter()
    for position in positions:
        weights[position.issue] += sum(len(phase.evidence) for phase in position.phases)
    return tuple(position for position in positions if is_shown(position.issue, weights[position.issue]))


def gather_positions(readings: Iterable[Reading], names: Mapping[str, str] | None = None) -> tuple[Position, ...]:
    """Return the positions of all parties, the issues with the most sentences first, then by party.

    `names` maps issues to the names under which the user wants them; issues of one name are merged.
    """
    return join_positions(gather_marks(readings, "stance"), names)


def join_positions(
    marked: Mapping[tuple[str, str], Sequence[Mark]], names: Mapping[str, str] | None = None
) -> tuple[Position, ...]:
    """Return the positions that marks of stances make, the issues with the most sentences first, then by party."""
    counts: Counter[str] = Counter()
    for (_, key), marks in marked.items():
        counts[split_key(key)[1]] += len(marks)
    naming = name_issues(counts, names)
    told: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for (_, key), marks in marked.items():
        holder, issue = split_key(key)
        told[holder, naming.of(issue)].extend(marks)
    weights: Counter[str] = Counter()
    for issue, number in counts.items():
        weights[naming.of(issue)] += number
    found = [join_position(holder, issue, marks) for (holder, issue), marks in told.items()]
    return tuple(sorted(found, key=lambda p: (-weights[p.issue], p.issue, p.party)))


def _base(issue: str) -> str:
    """Return an issue without whom it is on ("sanctions" of "sanctions on RUS")."""
    return issue.rsplit(" ", 2)[0] if issue.split(" ")[-1].isupper() else issue


def join_position(holder: str, issue: str, marks: Iterable[Mark]) -> Position:
    """Make one position with its phases, of the marks of its holder on its issue."""
    signs = sorted(marks, key=lambda mark: mark.order)
    attached = {mark.article for mark in signs if mark.state == "conditional"}
    signs = [mark for mark in signs if mark.state != "for" or mark.article not in attached]
    spoken = {mark.published or "" for mark in signs if mark.state != "silent"}
    runs: list[list[Mark]] = []
    for mark in signs:
        stance = mark.state
        if stance == "silent" and ((runs and runs[-1][0].state != "silent") or (mark.published or "") in spoken):
            continue
        if runs and runs[-1][0].state == stance:
            runs[-1].append(mark)
        else:
            runs.append([mark])
    runs = _smooth(runs)
    phases = [_phase(run, runs[i + 1] if i + 1 < len(runs) else None) for i, run in enumerate(runs)]
    return Position(
        id=content_id("p-", holder, issue), party=holder, name=holder, issue=issue, stance=phases[-1].stance,
        since=phases[-1].start, phases=tuple(phases),
    )  # fmt: skip


def _smooth(runs: list[list[Mark]]) -> list[list[Mark]]:
    """Drop a single sentence that stands against several before and after it, and join these."""
    smooth: list[list[Mark]] = []
    for i, run in enumerate(runs):
        after = runs[i + 1] if i + 1 < len(runs) else []
        alone = bool(smooth) and bool(after) and len(run) == 1
        if alone and smooth[-1][0].state == after[0].state and len(smooth[-1]) + len(after) >= _OUTVOTES:
            continue
        if smooth and smooth[-1][0].state == run[0].state:
            smooth[-1].extend(run)
        else:
            smooth.append(list(run))
    return smooth


def _phase(run: Sequence[Mark], after: Sequence[Mark] | None) -> Phase:
    """Make one phase of the sentences that agree."""
    return Phase(
        stance=run[0].state, start=(run[0].published or "")[:10] or None,
        end=((after[0].published or "")[:10] or None) if after else None,
        strength=round(1 - 0.5 ** len({mark.article for mark in run}), 3),
        evidence=tuple(mark.quote(mark.attributed_to) for mark in run),
    )  # fmt: skip


def compare(positions: Iterable[Position], one: str, other: str) -> tuple[Comparison, ...]:
    """Set two parties, by key in any case, against each other on every issue on which both stand somewhere."""
    held: dict[str, dict[str, Position]] = defaultdict(dict)
    one, other = one.lower(), other.lower()
    for position in positions:
        if position.party.lower() in (one, other):
            held[position.issue][position.party.lower()] = position
    return tuple(_compare(both[one], both[other]) for both in held.values() if one in both and other in both)


def _compare(first: Position, second: Position) -> Comparison:
    """Compare two positions on one issue."""
    gap = abs(_VALUE[first.stance] - _VALUE[second.stance])
    before = abs(_VALUE[first.phases[0].stance] - _VALUE[second.phases[0].stance])
    moved = max((p for p in (first, second) if len(p.phases) > 1), key=lambda p: p.since or "", default=None)
    same = first.stance == second.stance
    return Comparison(
        issue=first.issue, first=first, second=second,
        relation="agree" if same else "oppose" if gap == 2 else "talk past each other",
        gap=gap, trend="narrows" if gap < before else "widens" if gap > before else "unchanged",
        moved=moved if gap != before else None,
    )  # fmt: skip
