"""What an outlet pastes under its articles is counted as nobody's news from the third article on."""

from __future__ import annotations

from tocsin.records import Article, Event, Reading, Trigger
from tocsin.stories import take_out_pasted

NOTE = "Drennia has held the eastern bank since the war of 1974, when its army crossed the river Sarn."
NEWS = (
    "The mayor of Varrin opened a bridge on Monday and praised the engineers who had built it in a year.",
    "Fishermen in Keth found a sea mine in their nets and towed it to the harbour master, who was at lunch.",
    "A court in Marenta acquitted two clerks who had been charged with selling maps of the strait abroad.",
    "The ferry to Ostrel will sail twice a day from May, the company said, if the pier is repaired in time.",
)


def article(number: int, *paragraphs: str, outlet: str | None = "The Gull") -> Reading:
    """Make an article with one event in each paragraph."""
    text = "\n\n".join(paragraphs)
    events = []
    for paragraph in paragraphs:
        span = (text.index(paragraph), text.index(paragraph) + len(paragraph))
        events.append(
            Event(
                id=f"e-{number}-{span[0]}", type="ASSAULT", mode=None, contexts=(), cameo=None, score=-9.0, actors=(),
                recipients=(), symmetric=False, modality="asserted", attributed_to=None, date=None, place=None,
                trigger=Trigger("x", (span[0], span[0] + 1)), sentence=span, confidence=0.8, rule="test",
            )
        )  # fmt: skip
    return Reading(
        article=Article(id=f"a{number}", text=text, published=f"2019-04-0{number}", outlet=outlet), events=tuple(events)
    )


def test_a_pasted_paragraph_is_boilerplate_from_the_third_article_on() -> None:
    found = take_out_pasted([article(i, NEWS[i - 1], NEWS[i % 4] + f" ({i})", NOTE) for i in (1, 2, 3, 4)])
    assert [len(reading.events) for reading in found] == [3, 3, 2, 2]
    mark = found[2].article.boilerplate[-1]
    assert found[2].article.text[slice(*mark.span)] == NOTE
    assert mark.kind == "pasted"


def test_the_order_of_input_does_not_matter() -> None:
    readings = [article(i, NEWS[i - 1], NEWS[i % 4] + f" ({i})", NOTE) for i in (1, 2, 3, 4)]
    forwards = {reading.article.id: reading for reading in take_out_pasted(readings)}
    backwards = {reading.article.id: reading for reading in take_out_pasted(readings[::-1])}
    assert forwards == backwards


def test_another_outlets_paragraph_and_one_without_an_outlet_are_left() -> None:
    outlets = ("The Gull", "The Tern", "The Knot", None)
    readings = [
        article(i, NEWS[i - 1], NEWS[i % 4] + f" ({i})", NOTE, outlet=outlet) for i, outlet in enumerate(outlets, 1)
    ]
    assert take_out_pasted(readings) == readings


def test_versions_of_one_story_are_not_taken_for_something_pasted() -> None:
    readings = [article(i, NEWS[0], NEWS[1], NEWS[2], NOTE + f" ({i})") for i in (1, 2, 3)]
    assert take_out_pasted(readings) == readings
