from __future__ import annotations

from tocsin.records import Activity, Change, Channel, Content, Evidence, Party, Statement
from tocsin.warning.signals import signals_between, signals_of

DYAD = ("BEN", "TGO")


def party(code: str) -> Party:
    return Party(text=code, span=(0, 3), country=code)


def said(act: str, text: str, speaker: str = "BEN", to: str | None = "TGO") -> tuple[Statement, str, str]:
    statement = Statement(
        id="s", speaker=party(speaker), anonymous=False, cue=None, addressee=party(to) if to else None,
        content=Content(text, ((0, len(text)),)), form="indirect", act=act, confidence=0.9, rule="r",  # type: ignore[arg-type]
    )  # fmt: skip
    return statement, "2021-03-04", "a1"


def change(state: str, day: str) -> Change:
    return Change(state=state, date=day, evidence=Evidence(article="a2", span=(0, 4), text=f"It was {state}."))


def found(*statements: tuple[Statement, str, str], channels: list[Channel] | None = None,
          activities: list[Activity] | None = None) -> dict[str, int]:  # fmt: skip
    signals = signals_of(statements, channels or [], activities or [])
    return {
        kind: len(some)
        for kind, some in signals_between(signals, DYAD, ("2021-02-20", "2021-03-20"), {"NER": ("BEN",)}).items()
    }


def test_threats_ultimatums_and_refusals_between_both_are_signals() -> None:
    assert found(
        said("threaten", "We shall answer"),
        said("demand", "Togo must leave within ten days"),
        said("decline", "no talks", speaker="TGO", to="BEN"),
        said("threaten", "We shall answer", to="GHA"),
        said("threaten", "We shall answer", to=None),
        said("praise", "good neighbours"),
    ) == {"threat": 1, "ultimatum": 1, "refusal": 1}


def test_a_closed_channel_and_a_near_miss_are_signals_in_their_time() -> None:
    channel = Channel(
        id="c", kind="hotline", name="hotline", parties=DYAD, state="suspended", since="2021-03-10",
        changes=(change("open", "2021-03-01"), change("suspended", "2021-03-10"), change("broken", "2020-03-10")),
    )  # fmt: skip
    miss = Activity(
        id="m", kind="near miss", name="nearly collided", by=("BEN",), on=("TGO",), place=None, state="held",
        since="2021-03-02", changes=(change("held", "2021-03-02"),),
    )  # fmt: skip
    assert found(channels=[channel], activities=[miss]) == {"channel closed": 1, "near miss": 1}


def test_a_members_signals_are_those_of_its_group() -> None:
    assert found(said("threaten", "We shall answer", speaker="NER")) == {"threat": 1}
