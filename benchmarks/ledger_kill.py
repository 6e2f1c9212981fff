"""Kills a process that adds to a ledger, again and again, and proves that nothing was lost and nothing doubled.

    python benchmarks/ledger_kill.py [--kills 1000] [--writers 1] [--seed 1] [--join]

Each round forks processes that add a share of the readings in an order of their own and write the hash of each article
to a pipe once its commit has returned. After a random time they get SIGKILL. Then the ledger is opened and verified
(every article with its reading, rows, counts), every acknowledged article must be there, and none twice. Rounds go on
on the same ledger; when all readings are in it, a new ledger is begun. With `--join` the processes join what they have
added as well, and when all is in, what is found must be what joining all at once gives. Prints one line at the end;
exit status 1 where anything was lost, doubled or left half.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from tocsin import chronicle, positions
from tocsin.ledger import Filter, Ledger, Receipt, open_ledger
from tocsin.records import ChannelSign, Party, Reading, Sign


class Result(msgspec.Struct):
    """What the kills did: rounds, how many hit a running add, acknowledged articles, and every fault in words."""

    kills: int = 0
    amid: int = 0
    acknowledged: int = 0
    unacknowledged: int = 0
    ledgers: int = 0
    faults: list[str] = msgspec.field(default_factory=list)


def add_until_killed(target: str, readings: Sequence[Reading], pipe: int, started: int, join: bool) -> None:
    """Add readings in small commits and write each committed hash to the pipe; runs in a child."""
    os.write(started, b"x")

    def acknowledge(receipt: Receipt) -> None:
        os.write(pipe, "".join(f"{name}\n" for name in receipt.added).encode())

    with open_ledger(target) as ledger:
        for start in range(0, len(readings), 4):
            ledger.add(readings[start : start + 4], acknowledge=acknowledge)
            if join:
                with ledger.alone() as alone:
                    if alone:
                        chronicle.settle(ledger, whole=0)


def kill_once(
    target: str, readings: Sequence[Reading], *, writers: int, longest: float, chance: random.Random, join: bool = False
) -> tuple[set[str], bool]:
    """Start writers, kill them after a random time; return the acknowledged hashes, and whether one was still at it."""
    source, pipe = os.pipe()
    ready, started = os.pipe()
    children = []
    for _ in range(writers):
        order = chance.sample(readings, len(readings))
        child = os.fork()
        if child == 0:
            os.close(source)
            try:
                add_until_killed(target, order, pipe, started, join)
            finally:
                os._exit(0)
        children.append(child)
    os.close(pipe)
    os.close(started)
    os.read(ready, 1)
    time.sleep(chance.random() * longest)
    for child in children:
        os.kill(child, signal.SIGKILL)
    ends = [os.waitpid(child, 0)[1] for child in children]
    with os.fdopen(source, "rb") as file:
        said = file.read()
    os.close(ready)
    return set(said.decode().split("\n")[: said.count(b"\n")]), any(map(os.WIFSIGNALED, ends))


def check(ledger: Ledger, acknowledged: set[str], result: Result) -> int:
    """Hold a ledger against what was acknowledged; return the number of its articles."""
    there = [row.hash for row in ledger.articles(Filter(standing="all"))]
    if lost := acknowledged - set(there):
        result.faults.append(f"{len(lost)} acknowledged articles are lost")
    if len(there) != len(set(there)):
        result.faults.append(f"{len(there) - len(set(there))} articles are there twice")
    result.faults.extend(ledger.verify().faults)
    result.unacknowledged = max(result.unacknowledged, len(set(there) - acknowledged))
    return len(there)


def check_joined(ledger: Ledger) -> list[str]:
    """Finish joining, and name what differs from what joining all articles at once gives."""
    chronicle.settle(ledger, whole=0)
    held = sorted(ledger.readings(), key=lambda reading: (reading.article.published or "", reading.article.id))
    asked = chronicle.Asked()
    channels = sorted(positions.gather_channels(held), key=lambda channel: channel.since or "", reverse=True)
    pairs = {
        "channels": (chronicle.list_channels(ledger, asked), channels),
        "military": (
            chronicle.list_activities(ledger, "military", asked),
            positions.gather_activities(held, "military"),
        ),
        "measures": (chronicle.list_activities(ledger, "measure", asked), positions.gather_activities(held, "measure")),
        "positions": (chronicle.list_positions(ledger, asked), positions.gather_positions(held)),
    }
    return [f"{name} are not those of all articles" for name, (one, other) in pairs.items() if list(one) != list(other)]


def run(
    targets: Sequence[str] | Path,
    readings: Sequence[Reading],
    *,
    kills: int,
    writers: int = 1,
    seed: int = 1,
    join: bool = False,
) -> Result:
    """Kill `kills` times; `targets` is a folder for SQLite files, or names of ledgers to be used in turn."""
    chance = random.Random(seed)
    result = Result()
    number = -1
    acknowledged: set[str] = set()
    target = ""
    longest = 0.5
    while result.kills < kills:
        if not target:
            number += 1
            target = str(targets / f"kill-{number}.db") if isinstance(targets, Path) else targets[number % len(targets)]
            acknowledged = set()
            result.ledgers += 1
        said, amid = kill_once(target, readings, writers=writers, longest=longest, chance=chance, join=join)
        result.kills += 1
        result.amid += amid
        longest = min(2.0, longest * 1.05) if amid else max(0.05, longest * 0.9)
        acknowledged |= said
        result.acknowledged += len(said)
        with open_ledger(target) as ledger:
            if check(ledger, acknowledged, result) == len(readings):
                again = ledger.add(readings)
                if again.added or again.known != len(readings):
                    result.faults.append(f"{len(again.added)} articles were added a second time")
                if join:
                    result.faults.extend(check_joined(ledger))
                target = ""
    return result


def with_signs(reading: Reading, number: int) -> Reading:
    """Return a reading that says something of an issue, a channel and a measure as well, each time a little else."""
    sentence = reading.sentences[0].span if reading.sentences else (0, len(reading.article.text))
    one, other = ("DRN", "HLV", "OSM")[number % 3], ("HLV", "OSM", "DRN")[number // 2 % 3]
    party = Party(text=one, span=(0, 3), name=one, country=one)
    state = ("for", "against", "conditional")[number // 5 % 3]
    stance = Sign(
        group="stance", kind=("talks", "sanctions on HLV")[number % 2], name="talks", state=state, parties=(party,),
        span=(0, 3), sentence=sentence, cue="accepts",
    )  # fmt: skip
    deed = Sign(
        group=("measure", "military")[number % 2], kind=("embargo", "deployment")[number % 2], name="embargo",
        state=("in force", "lifted", "announced")[number // 7 % 3], parties=(party,), span=(0, 3), sentence=sentence,
        cue="began", others=(other,) if other != one else (),
    )  # fmt: skip
    channel = ChannelSign(
        kind="talks", name="gas talks", state=("proposed", "held", "refused")[number // 4 % 3],
        parties=tuple(sorted({one, other})), span=(0, 3), sentence=sentence,
    )  # fmt: skip
    return msgspec.structs.replace(reading, signs=(stance, deed), channels=(channel,))


def main() -> None:
    """Run the benchmark on readings that it makes itself."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--writers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--join", action="store_true", help="join articles as well, and compare what is found")
    given = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "ledger"))
    from planted import crisis

    readings = list(crisis(given.articles))
    if given.join:
        readings = [with_signs(reading, number) for number, reading in enumerate(readings)]
    with tempfile.TemporaryDirectory() as folder:
        result = run(
            Path(folder), readings, kills=given.kills, writers=given.writers, seed=given.seed, join=given.join
        )  # fmt: skip
    print(
        f"{result.kills} kills, {result.amid} of them amid an add, {result.ledgers} ledgers filled, "
        f"{result.acknowledged} articles acknowledged, at most {result.unacknowledged} there unacknowledged, "
        f"{len(result.faults)} faults"
    )
    print(*dict.fromkeys(result.faults), sep="\n")
    sys.exit(1 if result.faults else 0)


if __name__ == "__main__":
    main()
