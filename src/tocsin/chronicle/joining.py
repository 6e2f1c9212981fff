"""Joins marks into positions, channels, measures, military activity and turns of stance, key by key.

Only the keys whose marks changed are joined anew (ledger/joined/marks.py). A position and the turns of a stance are
made of all marks of their keys. Channels and activities are joined in order of time from the last moment before the
change, and no further than to the first moment behind it at which nothing differs from what was joined before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from tocsin import positions
from tocsin.ledger import Finding, Ledger, Part, Rejoined, Stale, Wanted
from tocsin.positions import Mark, Naming, Run
from tocsin.records import Activity, Change, Channel, Dispute, Position
from tocsin.text import content_id

RUNS = ("channel", "measure", "military")
_STATE = "issues"  # under which the ledger keeps what it was joined with
_STRETCH = 256  # marks between two moments
_AT_ONCE = 64  # keys in one transaction

pack = msgspec.msgpack.Encoder().encode
unpack_mark = msgspec.msgpack.Decoder(Mark).decode
_unpack_runs = msgspec.msgpack.Decoder(list[Run]).decode
_T = TypeVar("_T")
_Running = TypeVar("_Running", Channel, Activity)


class State(msgspec.Struct, frozen=True):
    """What a ledger was joined with: the names of issues, and whether all of its articles were joined together."""

    naming: Naming = Naming()
    whole: bool = True


def read_state(ledger: Ledger) -> State | None:
    """Return what a ledger was joined with; None where it never was."""
    kept = ledger.kept(_STATE)
    return msgspec.json.decode(kept, type=State) if kept else None


def rejoin(ledger: Ledger, names: Mapping[str, str] | None, whole: bool) -> None:
    """Join the keys anew whose marks changed, and the issues that go by another name.

    Where not all articles are joined together (`whole`), turns of stance are found here, over all time.
    """
    before = read_state(ledger)
    if before is None or before.whole != whole:
        turns = ledger.joined.tallies("turn")
        ledger.joined.note_stale({("turn", key): ("", "9999") for key in turns})
    stale: dict[str, list[Stale]] = defaultdict(list)
    for one in ledger.joined.stale():
        stale[one.kind].append(one)
    for some in _some(stale["turn"]):
        ledger.joined.put([_rejoin_turns(ledger, some, whole)])
    for some in _some([one for kind in RUNS for one in stale[kind]]):
        ledger.joined.put([_rejoin_runs(ledger, one) for one in some])
    counts = _count_issues(ledger.joined.tallies("stance"))
    after = State(positions.name_issues(counts, names), whole)
    if stale["stance"] or after != before:
        _rejoin_positions(ledger, stale["stance"], (before or after).naming, after.naming)
    if after != before:
        ledger.keep(_STATE, msgspec.json.encode(after).decode())


def _some(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """Cut what is to be joined into parts that are each put in place at once."""
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]


def _count_issues(tallies: Mapping[str, int]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for key, number in tallies.items():
        counts[positions.split_key(key)[1]] += number
    return counts


def weigh_issues(ledger: Ledger) -> Counter[str]:
    """Return how many sentences take sides on each issue, by the name under which it stands."""
    naming = (read_state(ledger) or State()).naming
    weights: Counter[str] = Counter()
    for issue, number in _count_issues(ledger.joined.tallies("stance")).items():
        weights[naming.of(issue)] += number
    return weights


def _rejoin_positions(ledger: Ledger, stale: Sequence[Stale], before: Naming, after: Naming) -> None:
    """Join the positions anew that changed marks belong to, and those whose issues have changed their names."""
    noted = {one.key: one for one in stale}
    keys = set(ledger.joined.tallies("stance"))
    issues = {issue for _, issue in map(positions.split_key, keys)}
    renamed = {issue for issue in issues if before.of(issue) != after.of(issue)}
    changed = set(noted) | {key for key in keys if positions.split_key(key)[1] in renamed}
    touched: dict[tuple[str, str], list[Stale]] = defaultdict(list)
    for key in sorted(changed):
        holder, issue = positions.split_key(key)
        touched[holder, before.of(issue)].extend(filter(None, (noted.get(key),)))
        touched[holder, after.of(issue)].extend(filter(None, (noted.get(key),)))
    held: dict[tuple[str, str], list[str]] = defaultdict(list)
    holders = {holder for holder, _ in touched}
    for key in sorted(keys):
        holder, issue = positions.split_key(key)
        if holder in holders:
            held[holder, after.of(issue)].append(key)
    for some in _some(list(touched)):
        found = []
        for holder, issue in some:
            marks = [mark for key in held.get((holder, issue), ()) for mark in _marks(ledger, "stance", key)]
            if marks:
                found.append(_of_position(positions.join_position(holder, issue, marks)))
        settled = {one for unit in some for one in touched[unit] if _is_kept(one, before, after)}
        gone = [content_id("p-", *unit) for unit in some]
        ledger.joined.put([Rejoined(kind="position", stale=sorted(settled, key=_key), found=found, gone=gone)])
    rest = [one for one in stale if not _is_kept(one, before, after)]
    if rest:  # of each, the positions under both names are in place now
        ledger.joined.put([Rejoined(kind="position", stale=rest)])


def _key(one: Stale) -> str:
    return one.key


def _is_kept(one: Stale, before: Naming, after: Naming) -> bool:
    """Tell whether the issue of a key goes by the name that it had."""
    issue = positions.split_key(one.key)[1]
    return before.of(issue) == after.of(issue)


def _rejoin_turns(ledger: Ledger, stale: Sequence[Stale], whole: bool) -> Rejoined:
    """Find the turns of stance of some sides on some issues anew."""
    found: list[Finding] = []
    gone: list[str] = []
    for one in stale:
        wanted = Wanted(kinds=("lasting dispute",), part=one.key)
        gone.extend(old.id for old in ledger.findings(wanted, bodies=False))
        if not whole:
            turns = positions.join_turns(_marks(ledger, "turn", one.key))
            found.extend(of_disputes("lasting dispute", turns, one.key))
    return Rejoined(kind="lasting dispute", stale=stale, found=found, gone=gone)


def _marks(ledger: Ledger, kind: str, key: str, since: str = "", until: str | None = None) -> list[Mark]:
    """Return the marks of a key from a moment on, to before another, in order."""
    found = [unpack_mark(body) for body in ledger.joined.of_key(kind, key, since, until)]
    found.sort(key=lambda mark: mark.order)
    return found


class _Walk:
    """Joins the runs of a key from a moment on, and cuts what it finds into stretches."""

    def __init__(self, kind: str, key: str, since: str, runs: Iterable[Run]) -> None:
        self.day = since
        self.parts: list[Part] = []
        self.moments: dict[str, bytes] = {}
        self.joining = positions.Joining(kind, key, runs)
        self._taken = 0
        self._last = since

    def take(self, marks: Iterable[Mark]) -> None:
        """Join marks; a stretch that is long ends with its day."""
        for mark in marks:
            day = mark.order[0][:10]
            if self._taken >= _STRETCH and day > self._last and len(day) == 10:
                self.cut(day, pack(self.joining.live(day)))
            self.joining.take(mark)
            self._taken, self._last = self._taken + 1, day

    def cut(self, day: str | None, moment: bytes = b"") -> None:
        """End the stretch before a day, at which things stand as `moment` says."""
        for id, changes in self.joining.pop_changes().items():
            self.parts.append(Part(id, self.day, len(changes), pack(changes)))
        if day is not None:
            self.moments[day] = moment
            self.day, self._taken, self._last = day, 0, day

    @property
    def is_empty(self) -> bool:
        """Whether no mark was taken in this stretch."""
        return not self._taken


def _rejoin_runs(ledger: Ledger, stale: Stale) -> Rejoined:
    """Join the channels or activities of a kind anew, from the last moment before the first change."""
    kind, key = stale.kind, stale.key
    moments = ledger.joined.moments(kind, key)
    since = max((day for day in moments if day <= stale.first), default="")
    walk = _Walk(kind, key, since, _unpack_runs(moments[since]) if since else ())
    until: str | None = None
    same: set[str] = set()
    at = since
    for stop in (*(day for day in moments if day > since), None):
        walk.take(_marks(ledger, kind, key, at, stop))
        if stop is None:
            break
        live, was = walk.joining.live(stop), _unpack_runs(moments[stop])
        if stop > stale.last and live == was:
            until, same = stop, {run.id for run in live}
            break
        if not walk.is_empty:
            walk.cut(stop, pack(live))
        at = stop
    walk.cut(None)
    old = ledger.findings(Wanted(kinds=(kind,), part=key, since=since or None), bodies=False)
    gone = {one.id for one in old if until is None or one.first < until} - same
    runs = [run for id, run in walk.joining.runs.items() if id not in same]
    return Rejoined(
        kind=kind, stale=[stale], found=[_of_run(kind, key, run) for run in runs],
        gone=[id for id in gone if id not in walk.joining.runs], key=key, since=since, until=until, parts=walk.parts,
        moments=walk.moments,
    )  # fmt: skip


def _of_run(kind: str, key: str, run: Run) -> Finding:
    record = positions.make_record(kind, run, ())
    parties = record.parties if isinstance(record, Channel) else tuple(sorted({*record.by, *record.on}))
    return Finding(
        kind=kind, id=run.id, part=key, body=pack(record), first=run.first or "", last=run.since or "",
        parties=parties, topic=run.kind, state=run.state,
    )  # fmt: skip


def with_changes(
    ledger: Ledger, kind: str, rows: Iterable[Finding], type: type[_Running], least: int | None
) -> list[_Running]:
    """Return channels or activities with their changes, or with `least` with at least so many of the latest."""
    found = [msgspec.msgpack.decode(row.body, type=type) for row in rows]
    ids = None if least is None and len(found) > _STRETCH else [one.id for one in found]
    parts = ledger.joined.parts(kind, ids, least)
    decode = msgspec.msgpack.Decoder(list[Change]).decode
    return [
        msgspec.structs.replace(
            one, changes=tuple(change for part in parts.get(one.id, ()) for change in decode(part.body))
        )
        for one in found
    ]  # fmt: skip


def of_disputes(kind: str, disputes: Iterable[Dispute], part: str = "") -> Iterator[Finding]:
    """Yield the findings that disputes are."""
    for place, dispute in enumerate(disputes):
        days = sorted((side.evidence.published or "")[:10] for side in (dispute.first, dispute.second))
        sides = [side.party for side in (dispute.first, dispute.second) if side.party is not None]
        parties = {key for party in sides for key in (party.country, party.name or party.text) if key}
        yield Finding(
            kind=kind, id=dispute.id, body=pack(dispute), place=0 if part else place, weight=dispute.confidence,
            first=days[0], last=days[-1], parties=tuple(sorted(parties)), topic=dispute.topic, state=dispute.kind,
            part=part,
        )  # fmt: skip


def _of_position(position: Position) -> Finding:
    return Finding(
        kind="position", id=position.id, body=pack(position), first=position.since or "", last=position.since or "",
        parties=(position.party, position.name), topic=position.issue, state=position.stance,
        part=positions.make_key(position.party, position.issue),
    )  # fmt: skip
