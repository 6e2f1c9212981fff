"""Each thing that happened is counted once, however many report it."""

from __future__ import annotations

import msgspec

from tocsin.records import Article, Event, Party, Place, Reading, Trigger
from tocsin.stories import gather_developments


def reading(
    name: str, text: str, kind: str, *, modality: str = "asserted", day: str = "2019-04-02", mode: str | None = None
) -> Reading:
    """Make a reading with one event of Drennia against Halvera, triggered by the sentence's third word."""
    trigger = text.split()[1]
    start = text.index(trigger)
    event = Event(
        id=f"e-{name}", type=kind, mode=mode, contexts=(), cameo=None, score=-5.0,
        actors=(Party(text="Drennia", span=(0, 7), country="DRN"),),
        recipients=(Party(text="Halvera", span=(text.index("Halvera"), text.index("Halvera") + 7), country="HLV"),),
        symmetric=False, modality=modality, attributed_to=None, date=None, place=None,  # type: ignore[arg-type]
        trigger=Trigger(trigger, (start, start + len(trigger))), sentence=(0, len(text)), confidence=0.8, rule="test",
    )  # fmt: skip
    article = Article(id=name, text=text, published=day, outlet=f"The {name.title()}")
    return Reading(article=article, events=(event,))


def test_reports_of_one_event_are_one_development_with_its_reports_outlets_and_origins_counted() -> None:
    readings = [
        reading("gull", "Drennia shelled a Halvera patrol boat off Varrin, killing nine.", "ASSAULT"),
        reading("tern", "Drennia shelled Halvera boats near Varrin on Tuesday.", "ASSAULT"),
        reading("copy", "Drennia shelled Halvera boats near Varrin on Tuesday.", "ASSAULT", day="2019-04-03"),
    ]
    (found,) = gather_developments(readings, {"gull": 0, "tern": 1, "copy": 1})
    assert (found.count.reports, len(found.count.outlets), found.count.origins) == (3, 3, 2)
    assert {evidence.article for evidence in found.evidence} == {"gull", "tern", "copy"}


def test_the_same_act_a_week_later_is_another_development() -> None:
    readings = [
        reading("gull", "Drennia shelled a Halvera patrol boat off Varrin.", "ASSAULT"),
        reading("tern", "Drennia shelled a Halvera patrol boat off Varrin.", "ASSAULT", day="2019-04-11"),
    ]
    assert len(gather_developments(readings, {})) == 2


def test_what_is_only_feared_does_not_join_what_happened() -> None:
    readings = [
        reading("gull", "Drennia shelled a Halvera patrol boat.", "ASSAULT"),
        reading("tern", "Drennia shelled a Halvera patrol boat.", "ASSAULT", modality="hypothetical"),
    ]
    assert len(gather_developments(readings, {})) == 2


def test_every_event_is_in_exactly_one_development() -> None:
    readings = [
        reading(f"n{i}", f"Drennia warned Halvera {i} times.", "THREATEN", day=f"2019-04-{i:02}") for i in range(1, 20)
    ]
    developments = gather_developments(readings, {})
    assert sorted(event for found in developments for event in found.events) == sorted(f"e-n{i}" for i in range(1, 20))


def test_figures_on_which_the_reports_differ_stand_side_by_side() -> None:
    readings = [
        reading("gull", "Drennia shelled a Halvera patrol boat off Varrin and nine men were killed.", "ASSAULT"),
        reading("tern", "Drennia shelled a Halvera patrol boat off Varrin, where 14 died.", "ASSAULT"),
        reading("knot", "Drennia shelled a Halvera patrol boat off Varrin and killed nine.", "ASSAULT"),
    ]
    (found,) = gather_developments(readings, {})
    (dead,) = found.details
    assert dead.unit == "dead"
    assert [(figure.value, figure.outlets) for figure in dead.figures] == [
        (9.0, ("The Gull", "The Knot")),
        (14.0, ("The Tern",)),
    ]


def test_reports_that_agree_have_no_differing_details() -> None:
    readings = [
        reading("gull", "Drennia shelled a Halvera patrol boat off Varrin and nine men were killed.", "ASSAULT"),
        reading("tern", "Drennia shelled a Halvera patrol boat off Varrin, killing 9.", "ASSAULT"),
    ]
    (found,) = gather_developments(readings, {})
    assert found.details == ()


def test_a_party_known_only_by_its_words_does_not_keep_two_reports_apart() -> None:
    named = reading("gull", "Drennia shelled a Halvera patrol boat off Varrin.", "ASSAULT")
    event = named.events[0]
    words = msgspec.structs.replace(event, id="e-x", recipients=(Party(text="patrol boat", span=(18, 29)),))
    other = msgspec.structs.replace(reading("tern", named.article.text, "ASSAULT"), events=(words,))
    assert len(gather_developments([named, other], {})) == 1


def test_two_acts_of_different_modes_are_kept_apart() -> None:
    readings = [
        reading("gull", "Drennia shelled Halvera before dawn near Varrin.", "ASSAULT", mode="heavy-weapons"),
        reading("tern", "Drennia attacked Halvera with rifles at noon near Lode.", "ASSAULT", mode="firearms"),
    ]
    assert len(gather_developments(readings, {})) == 2


def test_two_events_of_one_sentence_are_two() -> None:
    text = "Drennia shelled a Halvera patrol boat and bombed the harbour of Halvera near Varrin on Tuesday."
    one, other = reading("gull", text, "ASSAULT"), reading("gull", text, "ASSAULT")
    bombed = Trigger("bombed", (text.index("bombed"), text.index("bombed") + 6))
    second = msgspec.structs.replace(other.events[0], id="e-second", trigger=bombed)
    both = msgspec.structs.replace(one, events=(*one.events, second))
    assert len(gather_developments([both], {})) == 2


def test_the_same_act_of_the_same_two_on_one_day_is_one_whatever_the_words() -> None:
    readings = [
        reading("gull", "Drennia warned its neighbour Halvera that patience was at an end.", "THREATEN"),
        reading("tern", "Drennia warned against any drilling; in Halvera nobody slept.", "THREATEN"),
    ]
    assert len(gather_developments(readings, {})) == 1


def test_force_in_one_place_is_one_whether_told_as_attack_or_seizure() -> None:
    varrin = Place(text="Varrin", span=(0, 6))
    readings = [
        reading("gull", "Drennia stormed the Halvera customs house at Varrin at dawn.", "ASSAULT"),
        reading("tern", "Drennia seized the Halvera customs house at Varrin, witnesses said.", "COERCE", mode="seize"),
    ]
    placed = [
        msgspec.structs.replace(one, events=(msgspec.structs.replace(one.events[0], place=varrin),)) for one in readings
    ]
    assert len(gather_developments(placed, {})) == 1
    assert len(gather_developments(readings, {})) == 2


def test_reports_without_a_day_are_one_only_where_their_words_say_so() -> None:
    readings = [
        reading("gull", "Drennia shelled a Halvera patrol boat off Varrin, killing nine.", "ASSAULT"),
        reading("tern", "Drennia shelled Halvera villages; the school of Oste burned down.", "ASSAULT"),
        reading("knot", "Drennia shelled a Halvera patrol boat off Varrin and nine died.", "ASSAULT"),
    ]
    undated = [
        msgspec.structs.replace(one, article=msgspec.structs.replace(one.article, published=None)) for one in readings
    ]
    assert sorted(len(found.events) for found in gather_developments(undated, {})) == [1, 2]
