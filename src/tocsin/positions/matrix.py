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

from tocsin.positions.stances import FITS_ALL
from tocsin.records import Party, Phase, Position, Reading, Sign
from tocsin.text import content_id

_VALUE = {"for": 1.0, "conditional": 0.5, "silent": 0.0, "against": -1.0}
_RULERS = frozenset(("GOV", "MIL", "JUD", "SPY", "COP", "IGO", "ELI"))
_NEARLY_ALL = 0.8  # share of the targets of an issue that is taken for the target where none is named
_OUTVOTES = 6  # sentences around a single contrary one that make it a slip
_Dated = tuple[str, Sign, Reading]


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


def holder_key(party: Party) -> str:
    """Return what a holder of positions counts as: its state, or its own name where it does not speak for the state."""
    if party.country and party.sectors and not _RULERS & set(party.sectors):
        return party.name or party.text
    return party.country or party.name or party.text


def gather_positions(readings: Iterable[Reading], names: Mapping[str, str] | None = None) -> tuple[Position, ...]:
    """Return the positions of all parties, the issues with the most sentences first, then by party.

    `names` maps issues to the names under which the user wants them; issues of one name are merged.
    """
    readings = list(readings)
    full = _full_names(sign.kind for reading in readings for sign in reading.signs if sign.group == "stance")
    told: dict[tuple[str, str], list[_Dated]] = defaultdict(list)
    called: dict[str, Counter[str]] = defaultdict(Counter)
    weight: Counter[str] = Counter()
    for reading in readings:
        for sign in reading.signs:
            if sign.group != "stance":
                continue
            issue = full.get(sign.kind, sign.kind)
            issue = (names or {}).get(issue, (names or {}).get(_base(issue), issue))
            party = sign.parties[0]
            key = holder_key(party)
            told[key, issue].append((reading.article.published or "", sign, reading))
            called[key][key if key == party.country else party.name or party.text] += 1
            weight[issue] += 1
    found = [
        _position(key, called[key].most_common(1)[0][0], issue, signs) for (key, issue), signs in told.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda p: (-weight[p.issue], p.issue, p.party)))


def _base(issue: str) -> str:
    """Return an issue without whom it is on ("sanctions" of "sanctions on RUS")."""
    return issue.rsplit(" ", 2)[0] if issue.split(" ")[-1].isupper() else issue


def _full_names(issues: Iterable[str]) -> dict[str, str]:
    """Map issues without a target to the one with which nearly all of their kind are named, if there is one."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for issue in issues:
        if _base(issue) != issue:
            counts[_base(issue)][issue] += 1
    return {
        base: named for base, count in counts.items()
        for named, most in count.most_common(1) if base in FITS_ALL and most >= _NEARLY_ALL * count.total()
    }  # fmt: skip


def _position(key: str, name: str, issue: str, signs: list[_Dated]) -> Position:
    """Make one position with its phases."""
    signs.sort(key=lambda item: (item[0], item[2].article.id, item[1].span))
    attached = {item[2].article.id for item in signs if item[1].state == "conditional"}
    signs = [item for item in signs if item[1].state != "for" or item[2].article.id not in attached]
    spoken = [item for item in signs if item[1].state != "silent"]
    runs: list[list[_Dated]] = []
    for item in signs:
        stance = item[1].state
        if stance == "silent" and ((runs and runs[-1][0][1].state != "silent") or item[0] in {s[0] for s in spoken}):
            continue
        if runs and runs[-1][0][1].state == stance:
            runs[-1].append(item)
        else:
            runs.append([item])
    runs = _smooth(runs)
    phases = [_phase(run, runs[i + 1] if i + 1 < len(runs) else None) for i, run in enumerate(runs)]
    return Position(
        id=content_id("p-", key, issue), party=key, name=name, issue=issue, stance=phases[-1].stance,
        since=phases[-1].start, phases=tuple(phases),
    )  # fmt: skip


def _smooth(runs: list[list[_Dated]]) -> list[list[_Dated]]:
    """Drop a single sentence that stands against several before and after it, and join these."""
    smooth: list[list[_Dated]] = []
    for i, run in enumerate(runs):
        after = runs[i + 1] if i + 1 < len(runs) else []
        alone = bool(smooth) and bool(after) and len(run) == 1
        if alone and smooth[-1][0][1].state == after[0][1].state and len(smooth[-1]) + len(after) >= _OUTVOTES:
            continue
        if smooth and smooth[-1][0][1].state == run[0][1].state:
            smooth[-1] = [*smooth[-1], *run]
        else:
            smooth.append(run)
    return smooth


def _phase(run: Sequence[_Dated], after: Sequence[_Dated] | None) -> Phase:
    """Make one phase of the sentences that agree."""
    evidence = [reading.article.quote(sign.sentence, sign.attributed_to) for _, sign, reading in run]
    return Phase(
        stance=run[0][1].state, start=run[0][0][:10] or None, end=(after[0][0][:10] or None) if after else None,
        strength=round(1 - 0.5 ** len({e.article for e in evidence}), 3), evidence=tuple(evidence),
    )  # fmt: skip


def compare(positions: Iterable[Position], one: str, other: str) -> tuple[Comparison, ...]:
    """Set two parties against each other on every issue on which both are known to stand somewhere."""
    held: dict[str, dict[str, Position]] = defaultdict(dict)
    for position in positions:
        if position.party in (one, other):
            held[position.issue][position.party] = position
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
