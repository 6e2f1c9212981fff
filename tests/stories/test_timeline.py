"""A timeline names the days that matter, each by a sentence that told it as news."""

from __future__ import annotations

from tocsin.records import Count, Development, Event, Evidence, Party, Trigger
from tocsin.stories import find_timeline


def told(
    name: str, day: str, *, origins: int = 1, score: float = -5.0, seen: tuple[tuple[str, int], ...]
) -> Development:
    """Make a development of a day; `seen` gives the day and place in the article of each report."""
    party = Party(text="Drennia", span=(0, 7), country="DRN")
    event = Event(
        id=f"e-{name}", type="ASSAULT", mode=None, contexts=(), cameo=None, score=score, actors=(party,),
        recipients=(), symmetric=False, modality="asserted", attributed_to=None, date=day, place=None,
        trigger=Trigger("did", (0, 3)), sentence=(0, 10), confidence=0.8, rule="test",
    )  # fmt: skip
    evidence = tuple(
        Evidence(article=f"{name}{i}", span=(at, at + 10), text=f"{name} {published} {at}", published=published)
        for i, (published, at) in enumerate(seen)
    )
    return Development(
        id=name, lead=event, events=(event.id,), date=day, count=Count(origins, (), origins), evidence=evidence
    )


def test_the_heaviest_days_are_kept_in_order() -> None:
    found = find_timeline(
        [
            told("raid", "2019-04-09", origins=4, seen=(("2019-04-09", 0),)),
            told("note", "2019-04-01", score=-1.0, seen=(("2019-04-01", 0),)),
            told("blow", "2019-04-05", origins=2, seen=(("2019-04-05", 0),)),
        ],
        days=2,
    )
    assert [item.id for item in found] == ["blow", "raid"]


def test_a_day_is_told_by_what_was_news_and_not_by_what_was_recalled_later() -> None:
    (found,) = find_timeline(
        [
            told("recalled", "2019-04-05", seen=(("2019-06-01", 0),)),
            told("reported", "2019-04-05", seen=(("2019-04-06", 0),)),
        ],
        days=1,
    )
    assert found.id == "reported"


def test_what_an_article_opens_with_tells_the_day_rather_than_a_line_far_down() -> None:
    (found,) = find_timeline(
        [
            told("aside", "2019-04-05", seen=(("2019-04-05", 4000),)),
            told("lede", "2019-04-05", seen=(("2019-04-05", 10),)),
        ],
        days=1,
    )
    assert found.id == "lede"


def test_the_sentence_shown_is_the_one_nearest_to_the_head_of_a_new_report() -> None:
    (found,) = find_timeline(
        [told("blow", "2019-04-05", seen=(("2019-04-05", 900), ("2019-05-05", 0), ("2019-04-06", 40)))], days=1
    )
    assert found.evidence[0].text == "blow 2019-04-06 40"
