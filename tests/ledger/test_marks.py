"""Marks stand under their keys, and what joining them gave is put in place at once, on both databases."""

from __future__ import annotations

from tocsin import chronicle, positions
from tocsin.ledger import Correction, Finding, Ledger, Mark, Part, Rejoined, Settled, Stale
from tocsin.records import Article, ChannelSign, Party, Reading, Sign


def mark(key: str, at: str, n: int = 1, body: bytes = b"x", kind: str = "channel") -> Mark:
    return Mark(kind, key, at, n, 0, at, body)


def put(ledger: Ledger, days: tuple[str, ...] | None, *marks: Mark) -> None:
    ledger.settle(Settled(about=days, mark_kinds=("channel", "stance"), marks=list(marks)))


def test_marks_that_change_make_their_keys_stale_from_the_first_to_the_last_change(ledger: Ledger) -> None:
    put(ledger, None, mark("talks", "2019-01-01"), mark("talks", "2019-01-09"), mark("envoy", "2019-01-05"))
    assert ledger.joined.stale() == [
        Stale("channel", "envoy", "2019-01-05", "2019-01-05", 1),
        Stale("channel", "talks", "2019-01-01", "2019-01-09", 1),
    ]
    assert ledger.joined.tallies("channel") == {"talks": 2, "envoy": 1}
    ledger.joined.put([Rejoined(kind="channel", stale=ledger.joined.stale())])
    assert ledger.joined.stale() == []
    put(ledger, ("2019-01-05", "2019-01-09"), mark("talks", "2019-01-09"))  # the envoy's is withdrawn
    assert ledger.joined.stale() == [Stale("channel", "envoy", "2019-01-05", "2019-01-05", 1)]
    assert ledger.joined.tallies("channel") == {"talks": 2}
    assert ledger.verify().faults == ()


def test_marks_are_given_by_key_and_moment_or_by_days(ledger: Ledger) -> None:
    put(ledger, None, *(mark("talks", f"2019-01-0{i}", body=bytes([i])) for i in range(1, 6)))
    assert ledger.joined.of_key("channel", "talks") == [b"\x01", b"\x02", b"\x03", b"\x04", b"\x05"]
    assert ledger.joined.of_key("channel", "talks", "2019-01-02", "2019-01-04") == [b"\x02", b"\x03"]
    assert ledger.joined.between("channel", "2019-01-04", None) == [("talks", b"\x04"), ("talks", b"\x05")]


def rejoined(stale: list[Stale], since: str = "", until: str | None = None, **given: object) -> Rejoined:
    made = Rejoined(kind="channel", stale=stale, key="talks", since=since, until=until, **given)  # type: ignore[arg-type]
    return made


def test_joining_replaces_a_stretch_of_a_key_and_nothing_where_the_key_changed_again(ledger: Ledger) -> None:
    put(ledger, None, mark("talks", "2019-01-01"))
    noted = ledger.joined.stale()
    found = Finding(kind="channel", id="c-1", part="talks", body=b"head")
    parts = [Part("c-1", day, 1, day.encode()) for day in ("", "2019-02-01", "2019-03-01")]
    moments = {"2019-02-01": b"february", "2019-03-01": b"march"}
    ledger.joined.put([rejoined(noted, found=[found], parts=parts, moments=moments)])
    assert ledger.joined.moments("channel", "talks") == moments
    assert [part.day for part in ledger.joined.parts("channel")["c-1"]] == ["", "2019-02-01", "2019-03-01"]
    assert [part.day for part in ledger.joined.parts("channel", ["c-1"], 2)["c-1"]] == ["2019-02-01", "2019-03-01"]
    put(ledger, None, mark("talks", "2019-02-09"))
    amid = rejoined(
        ledger.joined.stale(), "2019-02-01", "2019-03-01", found=[found], parts=[Part("c-1", "2019-02-01", 2, b"new")]
    )
    put(ledger, None, mark("talks", "2019-02-10"))  # while it is being joined
    ledger.joined.put([amid])
    assert [part.body for part in ledger.joined.parts("channel")["c-1"]][1] == b"2019-02-01"
    again = rejoined(
        ledger.joined.stale(), "2019-02-01", "2019-03-01", found=[found], parts=[Part("c-1", "2019-02-01", 2, b"new")]
    )
    ledger.joined.put([again])
    assert [part.body for part in ledger.joined.parts("channel")["c-1"]] == [b"", b"new", b"2019-03-01"]
    assert ledger.joined.moments("channel", "talks") == moments and ledger.joined.stale() == []
    assert ledger.verify().faults == ()


def test_a_party_that_only_a_channel_names_is_merged_there_too(ledger: Ledger) -> None:
    text = "Ostmark and Halvera resumed their talks."
    channel = ChannelSign(
        kind="talks", name="talks", state="open", parties=("HLV", "OSM"), span=(34, 39), sentence=(0, 40)
    )
    party = Party(text="Ostmark", span=(0, 7), name="Ostmark", country="OSM")
    stance = Sign(
        group="stance", kind="talks", name="talks", state="for", parties=(party,), span=(34, 39), sentence=(0, 40),
        cue="resumed",
    )  # fmt: skip
    article = Article(id="gull-1", text=text, outlet="The Gull", published="2019-04-02")
    ledger.add([Reading(article=article, signs=(stance,), channels=(channel,))])
    chronicle.settle(ledger, whole=0)
    ledger.correct([Correction(kind="merge-party", target="OSM", to="DRN")])
    chronicle.settle(ledger, whole=0)
    asked = chronicle.Asked()
    assert chronicle.list_channels(ledger, asked) == list(positions.gather_channels(list(ledger.readings())))
    assert [channel.parties for channel in chronicle.list_channels(ledger, asked)] == [("DRN", "HLV")]
    assert [held.party for held in chronicle.list_stances(ledger)] == ["DRN"]
