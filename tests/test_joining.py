"""However articles come into a ledger and leave it, what joins them is what joining all at once gives."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from tocsin import chronicle, positions
from tocsin.chronicle import joining, settling, windows
from tocsin.ledger import Correction, Ledger, Wanted, open_ledger
from tocsin.records import Article, ChannelSign, Party, Reading, Sign

EVERYTHING = chronicle.Asked()
CODES = ("DRN", "HLV", "OSM")
ISSUES = ("talks", "sanctions", "sanctions on DRN", "sanctions on HLV", "recognition of OSM", "ceasefire")
STANCES = ("for", "against", "conditional", "silent")
CUES = ("accept", "refuse", "neither", "urged")
CHANNELS = (("talks", "gas talks"), ("envoy", "the envoy"), ("accord", "trade accord"))
STATES = ("proposed", "agreed", "held", "refused", "concluded")
DEEDS = (
    ("measure", "sanctions", "in force"), ("measure", "embargo", "lifted"), ("military", "deployment", "announced"),
    ("military", "exercise", "held"), ("military", "near miss", "held"),
)  # fmt: skip


def stance(who: int, issue: int, state: int, cue: int) -> Sign:
    party = Party(text=CODES[who], span=(0, 3), name=CODES[who], country=CODES[who])
    return Sign(
        group="stance", kind=ISSUES[issue], name=ISSUES[issue], state=STANCES[state], parties=(party,), span=(0, 3),
        sentence=(0, 1), cue=CUES[cue],
    )  # fmt: skip


def deed(what: int, who: int, whom: int) -> Sign:
    group, kind, state = DEEDS[what]
    party = Party(text=CODES[who], span=(0, 3), name=CODES[who], country=CODES[who])
    others = (CODES[whom],) if whom != who else ()
    return Sign(
        group=group, kind=kind, name=f"{kind} of marines", state=state, parties=(party,), span=(0, 3), sentence=(0, 1),
        cue="began", others=others, place=("Varrin", None)[whom % 2],
    )  # fmt: skip


def channel(what: int, state: int, who: tuple[str, ...]) -> ChannelSign:
    kind, name = CHANNELS[what]
    return ChannelSign(
        kind=kind, name=name, state=STATES[state], parties=tuple(sorted(who)), span=(0, 3), sentence=(0, 1)
    )  # fmt: skip


any_stance = st.builds(stance, st.integers(0, 2), st.integers(0, 5), st.integers(0, 3), st.integers(0, 3))
any_deed = st.builds(deed, st.integers(0, 4), st.integers(0, 2), st.integers(0, 2))
any_channel = st.builds(
    channel, st.integers(0, 2), st.integers(0, 4), st.sets(st.sampled_from(CODES)).map(tuple)
)  # fmt: skip
told = st.tuples(st.lists(st.one_of(any_stance, any_deed), max_size=3), st.lists(any_channel, max_size=2))


def write(number: int, day: int | None, said: tuple[list[Sign], list[ChannelSign]], address: int) -> Reading:
    """Make an article of a line for each sign; days lie far enough apart for runs to end."""
    signs, channels = said
    lines = [f"Article {number} of the Gull, line {i}." for i in range(len(signs) + len(channels) + 1)]
    spans, at = [], 0
    for line in lines:
        spans.append((at, at + len(line)))
        at += len(line) + 1
    published = None if day is None else f"2019-{1 + day * 8 // 28 % 12:02}-{1 + day * 8 % 28:02}"
    article = Article(
        id=f"gull-{number}", text="\n".join(lines), outlet="The Gull", published=published,
        url=f"https://gull.example/{address}",
    )  # fmt: skip
    placed = [
        msgspec.structs.replace(sign, span=(span[0], span[0] + 3), sentence=span)
        for sign, span in zip([*signs, *channels], spans, strict=False)
    ]
    return Reading(
        article=article, signs=tuple(s for s in placed if isinstance(s, Sign)),
        channels=tuple(s for s in placed if isinstance(s, ChannelSign)),
    )  # fmt: skip


articles = st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 40)), told, st.integers(0, 25)), max_size=24).map(
    lambda made: [write(number, *one) for number, one in enumerate(made)]
)
CORRECTIONS = (
    Correction(kind="merge-party", target="OSM", to="HLV", by="Mira", at="2020-01-01"),
    Correction(kind="mute", target="Article 1 of the Gull, line 0.", by="Mira", at="2020-01-01"),
)


def kept(ledger: Ledger) -> dict[str, Any]:
    return {
        "channels": chronicle.list_channels(ledger, EVERYTHING),
        "military": chronicle.list_activities(ledger, "military", EVERYTHING),
        "measures": chronicle.list_activities(ledger, "measure", EVERYTHING),
        "positions": chronicle.list_positions(ledger, EVERYTHING),
        "stances": [(one.party, one.issue, one.stance) for one in chronicle.list_stances(ledger)],
        "turns": {one.id for one in ledger.findings(Wanted(kinds=("lasting dispute",)))},
    }


def joined(ledger: Ledger, *, whole: bool) -> dict[str, Any]:
    held = sorted(ledger.readings(), key=lambda reading: (reading.article.published or "", reading.article.id))
    channels = positions.gather_channels(held)
    stances = positions.gather_positions(held)
    return {
        "channels": sorted(channels, key=lambda channel: channel.since or "", reverse=True),
        "military": list(positions.gather_activities(held, "military")),
        "measures": list(positions.gather_activities(held, "measure")),
        "positions": list(stances),
        "stances": [(one.party, one.issue, one.stance) for one in stances],
        "turns": set() if whole else {one.id for one in positions.find_turns(held)},
    }


@pytest.fixture(autouse=True)
def short_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "_STRETCH", 2)


@effort(max_examples=15, deadline=None)
@given(made=articles, order=st.randoms(use_true_random=False), whole=st.sampled_from([0, 6, 2000]))
def test_articles_in_any_order_and_any_portions_give_what_all_at_once_give(
    made: list[Reading], order: Any, whole: int
) -> None:
    order.shuffle(made)
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "test.db") as ledger:
        while made:
            size = order.randint(1, 6)
            ledger.add(made[:size])
            made = made[size:]
            if order.random() < 0.2:
                ledger.correct([CORRECTIONS[order.randint(0, 1)]])
            elif order.random() < 0.2 and ledger.corrections():
                ledger.lift(ledger.corrections()[0].id)
            if order.random() < 0.7:
                chronicle.settle(ledger, whole=whole)
        chronicle.settle(ledger, whole=whole)
        assert chronicle.is_settled(ledger)
        small = sum(number for _, number in ledger.count_articles()) <= whole
        found, wanted = kept(ledger), joined(ledger, whole=small)
        for name, value in wanted.items():
            assert found[name] == value, name
        assert ledger.verify().faults == ()


def crisis(number: int) -> Iterator[Reading]:
    for i in range(number):
        signs = [stance(i % 3, i % 6, i // 3 % 4, i % 4), deed(i % 5, i % 3, i // 2 % 3)]
        yield write(i, i % 41, (signs, [channel(i % 3, i % 5, CODES[i % 2 : 2 + i % 2])]), i)


def test_an_article_more_asks_only_for_its_own_keys_and_days(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "test.db") as ledger:
        ledger.add(crisis(60))
        chronicle.settle(ledger, whole=0)
        late = write(99, 41, ([stance(0, 0, 1, 1)], [channel(0, 2, ("DRN", "HLV"))]), 99)
        ledger.add([late])
        asked: list[tuple[str, str]] = []
        for window in windows.cut(list(ledger.unsettled()), ledger.count_articles(), 0):
            ledger.settle(settling._settle_window(ledger, window, {}))
        for one in ledger.joined.stale():
            asked.append((one.kind, one.key.replace("\x1f", " ")))
            assert one.first == one.last == late.article.published
        assert asked == [("channel", "talks"), ("stance", "DRN talks"), ("turn", "DRN talks")]


@pytest.mark.skipif(os.name != "posix", reason="processes are forked and killed by signal")
def test_a_settling_that_is_killed_at_any_instant_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    with open_ledger(path) as ledger:
        ledger.add(crisis(150))
    for round in range(12):
        child = os.fork()
        if child == 0:
            with open_ledger(path) as ledger:
                chronicle.settle(ledger, whole=0)
            os._exit(0)
        time.sleep(0.02 * (round + 1))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with open_ledger(path) as ledger:
            assert ledger.verify().faults == ()
            ledger.add(write(1000 + i, i, ([stance(1, 4, 0, 0)], []), 1000 + i) for i in (round, 40 - round))
    with open_ledger(path) as ledger:
        chronicle.settle(ledger, whole=0)
        found, wanted = kept(ledger), joined(ledger, whole=False)
        for name, value in wanted.items():
            assert found[name] == value, name
