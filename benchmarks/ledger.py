"""Measures a ledger: writing many readings, then every listing.

    python benchmarks/ledger.py [ARTICLES] [--number 100000] [--length 1000] [--thin] [--only-write] [--db FILE]

ARTICLES is any input of `tocsin read` (the demo crisis where none is named); it is read once, and its readings are
repeated as articles of their own, each with another text, outlet and day (ten years of news in its order), until there
are NUMBER of them. LENGTH joins shorter articles until they have so many characters, and cuts longer ones to the
paragraphs that begin within them; THIN leaves out every other event and statement, of which the demo crisis has twice
as many as newspapers have. Prints readings a second, how long it takes to join them, the size of the file, the
milliseconds of each question (the first time it is asked, and the median of five), and of each command from its start
to its end the processor and wall seconds, the best of three, and the wall seconds of the first time; the questions are
about the two parties that have most to do with each other. Then come the commands that took more than a second, and
what it costs to add ten articles more and to join them: of a day after all others, of a day amid them, of ten days.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec

from tocsin import chronicle, intake, pipeline
from tocsin.ledger import Filter, Ledger, open_ledger
from tocsin.lexicon import DATA
from tocsin.records import Article, Reading

_FIRST = date(2010, 1, 1)
_DAYS = 3650


def multiply(readings: list[Reading], number: int) -> Iterator[Reading]:
    """Yield `number` readings, each of another text, in fifty outlets, in order of day but for a few days."""
    chance = random.Random(1)
    for i in range(number):
        reading = readings[chance.randrange(len(readings))]
        day = (_FIRST + timedelta(i * _DAYS // number + chance.randrange(-3, 4))).isoformat()
        article = msgspec.structs.replace(
            reading.article, id=f"copy-{i}", text=f"{reading.article.text}\n\nNumber {i}.", published=day,
            url=f"https://{i % 50}.example/{i}", outlet=f"Outlet {i % 50}",
        )  # fmt: skip
        events = tuple(
            msgspec.structs.replace(event, id=f"e-{i:06x}{k:04x}xx", date=day) for k, event in enumerate(reading.events)
        )
        statements = tuple(
            msgspec.structs.replace(statement, id=f"s-{i:06x}{k:04x}xx")
            for k, statement in enumerate(reading.statements)
        )
        yield msgspec.structs.replace(reading, article=article, events=events, statements=statements)


def shorten(reading: Reading, length: int) -> Reading:
    """Return a reading of the paragraphs that begin within so many characters."""
    kept = [block for block in reading.blocks if block.span[0] < length] or list(reading.blocks[:1])
    end = kept[-1].span[1] if kept else 0
    statements = tuple(said for said in reading.statements if said.content.spans[-1][1] <= end)
    return msgspec.structs.replace(
        reading, article=msgspec.structs.replace(reading.article, text=reading.article.text[:end], boilerplate=()),
        blocks=tuple(kept), sentences=tuple(one for one in reading.sentences if one.span[1] <= end),
        quotes=(), times=(),
        statements=tuple(said for said in statements if said.cue is None or said.cue.span[1] <= end),
        events=tuple(event for event in reading.events if event.sentence[1] <= end),
        channels=tuple(sign for sign in reading.channels if sign.sentence[1] <= end),
        signs=tuple(sign for sign in reading.signs if sign.sentence[1] <= end),
    )  # fmt: skip


def thin(reading: Reading) -> Reading:
    """Return a reading without every other event, statement and sign."""
    return msgspec.structs.replace(
        reading, events=reading.events[::2], statements=reading.statements[::2], signs=reading.signs[::2]
    )  # fmt: skip


def lengthen(articles: list[Article], length: int) -> list[Article]:
    """Join articles one after the other until they have so many characters."""
    made: list[Article] = []
    parts: list[Article] = []
    for article in articles:
        parts.append(article)
        if sum(len(part.text) for part in parts) >= length:
            made.append(msgspec.structs.replace(parts[0], text="\n\n".join(part.text for part in parts)))
            parts = []
    return made or articles


def find_dyad(ledger: Ledger) -> tuple[str, str]:
    """Return the codes of the two parties between which most events are."""
    points = ledger.series(by="year", split=("source", "target"))
    totals: Counter[tuple[str, str]] = Counter()
    for point in points:
        if point.source and point.target and point.source.isupper() and point.target.isupper():
            totals[point.source, point.target] += point.events
    return totals.most_common(1)[0][0]


def questions(ledger: Ledger, one: str, other: str) -> dict[str, Callable[[], int]]:
    """Name the questions that are timed; each returns the number of its answers."""
    asked = {
        "newest events": Filter(limit=50),
        "events of a party": Filter(party=one, limit=50),
        "events of a dyad": Filter(between=(one, other), limit=50),
        "events of a type and span": Filter(types=("THREATEN",), since="2014-01-01", until="2014-06-30", limit=50),
        "events of a modality": Filter(modality="hypothetical", limit=50),
        "events of an outlet": Filter(outlet="Outlet 7", limit=50),
        "events at a place": Filter(place=other, limit=50),
        "events with words": Filter(text='"foreign minister" sanctions', limit=50),
        "party, type, outlet, words": Filter(party=one, types=("ACCUSE",), outlet="Outlet 7", text="border", limit=50),
        "nothing found": Filter(party="nobody at all", outlet="Outlet 7", limit=50),
    }
    found: dict[str, Callable[[], int]] = {
        name: lambda wanted=wanted: sum(1 for _ in ledger.events(wanted)) for name, wanted in asked.items()
    }
    for name, wanted in {
        "quotes of a party": Filter(party=one, limit=50),
        "quotes of an act and span": Filter(acts=("threaten",), since="2014-01-01", limit=50),
        "quotes with words": Filter(text="international law", limit=50),
    }.items():
        found[name] = lambda wanted=wanted: sum(1 for _ in ledger.statements(wanted))
    found["search of articles"] = lambda: sum(1 for _ in ledger.search("gas pipeline", Filter(limit=20)))
    found["series of a dyad, by day"] = lambda: sum(1 for _ in ledger.series(Filter(between=(one, other))))
    found["series of a party, by month"] = lambda: sum(1 for _ in ledger.series(Filter(party=other), by="month"))
    found["readings of a day"] = lambda: sum(1 for _ in ledger.readings("2014-03-14", "2014-03-14"))
    found["status"] = lambda: ledger.status().articles
    found["parties of a surname"] = lambda: len(ledger.surnamed("minister"))
    found["daily events of a month"] = lambda: sum(1 for _ in ledger.daily_events("2014-03-01", "2014-03-31"))
    return found


COMMANDS = (
    "brief", "brief --from 2014-03-01 --to 2014-03-07", "positions", "positions --party RUS",
    "positions --between RUS UKR", "positions --from 2014-01-01 --to 2014-12-31", "disputes", "disputes --party RUS",
    "disputes --between RUS UKR --from 2014-01-01", "channels", "channels --party RUS",
    "channels --from 2014-01-01 --to 2014-12-31", "military", "military --party UKR", "measures",
    "measures --from 2014-01-01 --to 2014-12-31", "timeline", "timeline --from 2014-01-01 --to 2014-12-31", "stories",
    "stories --from 2014-03-01 --to 2014-03-31", "events", "events --between RUS UKR --type THREATEN",
    "events --party RUS --text border", "events --outlet 'Outlet 7' --from 2014-01-01",
    "quotes --by RUS --act deny",
    "quotes --by Tarsk", "quotes --about UKR --from 2014-01-01", "search 'gas pipeline'", "status", "warn",
)  # fmt: skip


def time_commands(db: str, one: str, other: str) -> None:
    """Run each command from its start to its end and print the seconds."""
    print(f"{'':67} {'lines':>6} {'CPU s':>7} {'wall s':>7} {'first':>7}   load {os.getloadavg()[0]:.1f}")
    slow = []
    for given in COMMANDS:
        words = given.replace("RUS", one).replace("UKR", other)
        command = f'"{sys.executable}" -c "from tocsin.desk.cli import main; main()" {words}'
        walls, used = [], []
        for _ in range(4):
            began, before = time.perf_counter(), os.times()
            done = subprocess.run(["sh", "-c", command], env={**os.environ, "TOCSIN_DB": db}, capture_output=True)
            after = os.times()
            walls.append(time.perf_counter() - began)
            used.append(after.children_user + after.children_system - before.children_user - before.children_system)
        lines = done.stdout.count(b"\n")
        print(f"tocsin {words:60} {lines:6} {min(used):7.2f} {min(walls[1:]):7.2f} {walls[0]:7.2f}", flush=True)
        if done.returncode:
            print(f"  exit status {done.returncode}: {done.stderr.decode().strip().splitlines()[-1:]}")
        if min(used) > 1:
            slow.append(words)
    print("more than a second of processor time:", "; ".join(slow) or "none")


def time_adding(ledger: Ledger) -> None:
    """Add ten articles of the ledger under other names, and print the seconds that writing and joining them take."""
    days = [day for day, _ in ledger.count_articles() if day]
    amid = days[len(days) // 2]
    told = list(ledger.readings(amid, amid))
    chance = random.Random(time.time_ns())
    for name, given in (
        ("a day after all others", [(date.fromisoformat(days[-1]) + timedelta(1)).isoformat()] * 10),
        ("a day amid them", [amid] * 10),
        ("ten days", chance.sample(days, 10)),
    ):
        made = [
            _rename(told[i % len(told)], f"{chance.getrandbits(40):x}", day) for i, day in enumerate(given)
        ]  # fmt: skip
        began, used = time.perf_counter(), time.process_time()
        ledger.add(made)
        written = time.process_time() - used
        chronicle.settle(ledger)
        took, used = time.perf_counter() - began, time.process_time() - used
        print(f"ten more of {name}: {took:.1f} s, {used:.1f} s of processor time ({written:.2f} to write)", flush=True)


def _rename(reading: Reading, name: str, day: str) -> Reading:
    """Return a reading as one of an article of its own."""
    article = msgspec.structs.replace(
        reading.article, id=name, text=f"{reading.article.text}\n\nAgain {name}.", url=f"https://again.example/{name}",
        published=day,
    )  # fmt: skip
    return msgspec.structs.replace(
        reading, article=article,
        events=tuple(
            msgspec.structs.replace(one, id=f"e-{name}{k:04x}", date=day) for k, one in enumerate(reading.events)
        ),
        statements=tuple(
            msgspec.structs.replace(one, id=f"s-{name}{k:04x}") for k, one in enumerate(reading.statements)
        ),
    )  # fmt: skip


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", default=str(DATA / "demo"))
    parser.add_argument("--number", type=int, default=100_000)
    parser.add_argument(
        "--length", type=int, help="cut articles to the paragraphs that begin within so many characters"
    )
    parser.add_argument("--db", default="ledger-benchmark.db", help="file or URL; a ledger that is there is only asked")
    parser.add_argument("--thin", action="store_true", help="leave out every other event and statement")
    parser.add_argument("--only-write", action="store_true", help="neither join nor ask")
    parser.add_argument("--verify", action="store_true")
    given = parser.parse_args()
    with open_ledger(given.db) as ledger:
        if not ledger.status().articles:
            taken = [found for found in intake.read_inputs([given.articles], stdin=None) if isinstance(found, Article)]
            if given.length:
                taken = lengthen(taken, given.length)
            own = Path(given.articles) / "parties.csv"
            readings = list(pipeline.read_all(taken, own_parties=own if own.exists() else None))
            if given.length:
                readings = [shorten(reading, given.length) for reading in readings]
            if given.thin:
                readings = [thin(reading) for reading in readings]
            made = list(multiply(readings, min(given.number, 2000)))
            events = sum(len(reading.events) for reading in made) / len(made)
            said = sum(len(reading.statements) for reading in made) / len(made)
            size = sum(len(reading.article.text) for reading in made) / len(made)
            print(f"an article has {size:.0f} characters, {events:.1f} events and {said:.1f} statements")
            making = time.perf_counter()
            for _ in multiply(readings, 2000):
                pass
            making = (time.perf_counter() - making) / 2000 * given.number
            began, used = time.perf_counter(), time.process_time()
            ledger.add(multiply(readings, given.number))
            took, used = time.perf_counter() - began - making, time.process_time() - used - making
            print(f"{given.number} readings written in {took:.1f} s: {given.number / took:.0f} a second, "
                  f"{given.number / used:.0f} a second of processor time", flush=True)  # fmt: skip
        if given.only_write:
            return
        if ledger.unsettled():
            began, used = time.perf_counter(), time.process_time()
            days = chronicle.settle(ledger)
            took, used = time.perf_counter() - began, time.process_time() - used
            print(f"{days} days joined in {took:.0f} s ({used:.0f} s of processor time)", flush=True)
        if Path(given.db).exists():
            print(f"{Path(given.db).stat().st_size / 1e6:.0f} MB")
        one, other = find_dyad(ledger)
        for name, ask in questions(ledger, one, other).items():
            times = []
            for _ in range(6):
                began = time.perf_counter()
                answers = ask()
                times.append((time.perf_counter() - began) * 1000)
            print(f"{name:32} {answers:7} answers  {times[0]:7.1f} ms first  {statistics.median(times[1:]):7.1f} ms")
        time_commands(given.db, one, other)
        time_adding(ledger)
        if given.verify:
            began = time.perf_counter()
            verdict = ledger.verify()
            print(f"verified {verdict.versions} articles, {verdict.spans} spans in {time.perf_counter() - began:.0f} s")
            print(*(verdict.faults or ("no fault",)), sep="\n")


if __name__ == "__main__":
    main()
