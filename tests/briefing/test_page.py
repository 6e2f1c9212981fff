"""The page puts first what matters, and stands on stored sentences."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.briefing import Brief, write_brief
from tocsin.records import Article, Count, Detail, Development, Event, Figure, Party, Reading, Trigger


@dataclass
class Told:
    """What a planted development is made of."""

    name: str
    type: str = "ASSAULT"
    score: float = -10.0
    day: str | None = "2019-04-02"
    origins: int = 1
    at: int = 900
    country: str | None = "DRN"
    details: tuple[Detail, ...] = ()


def brief_of(*told: Told) -> Brief:
    """Write the brief of planted developments, one article each."""
    readings, developments = [], []
    for item in told:
        text = " " * item.at + f"{item.name} did something to somebody."
        span = (item.at, len(text))
        party = Party(text=item.name, span=(item.at, item.at + len(item.name)), country=item.country)
        event = Event(
            id=f"e-{item.name}", type=item.type, mode=None, contexts=(), cameo=None, score=item.score, actors=(party,),
            recipients=(), symmetric=False, modality="asserted", attributed_to=None, date=item.day, place=None,
            trigger=Trigger("did", (item.at, item.at + 3)), sentence=span, confidence=0.8, rule="test",
        )  # fmt: skip
        article = Article(id=item.name, text=text, published=item.day, outlet="The Gull")
        readings.append(Reading(article=article, events=(event,)))
        developments.append(
            Development(
                id=f"d-{item.name}", lead=event, events=(event.id,), date=item.day, details=item.details,
                count=Count(item.origins, ("The Gull",), item.origins),
                evidence=(article.quote(span, event.id),),
            )
        )  # fmt: skip
    return write_brief(
        readings, developments=developments, disputes=(), channels=(), origins=[[item.name] for item in told]
    )


def opening(*told: Told) -> str:
    return brief_of(*told).opening.evidence[0].article


def test_an_attack_comes_before_a_complaint() -> None:
    assert opening(Told("word", type="ACCUSE", score=-2.0), Told("blow")) == "blow"


def test_what_more_independent_origins_report_comes_first() -> None:
    assert opening(Told("one"), Told("four", origins=4)) == "four"


def test_what_has_no_date_is_not_taken_for_news_of_the_day() -> None:
    assert opening(Told("undated", day=None), Told("today")) == "today"


def test_what_an_article_opens_with_comes_before_its_twentieth_paragraph() -> None:
    assert opening(Told("late"), Told("early", at=0)) == "early"


def test_what_known_parties_do_comes_before_what_unknown_ones_do() -> None:
    assert opening(Told("gunmen", country=None), Told("Drennia")) == "Drennia"


def test_figures_on_which_reports_differ_are_named_with_who_gives_them() -> None:
    seven = Figure(value=7, words="seven died", articles=("a",), outlets=("The Gull",))
    nine = Figure(value=9, words="nine died", articles=("b",), outlets=("The Tern",))
    brief = brief_of(Told("other", origins=3), Told("blow", details=(Detail(unit="dead", figures=(seven, nine)),)))
    notes = [line.note or "" for section in brief.sections for line in section.lines]
    assert any("reports differ, dead: 7 (The Gull), 9 (The Tern)" in note for note in notes)


def test_every_line_stands_on_a_stored_sentence() -> None:
    brief = brief_of(Told("one"), Told("two", type="ACCUSE", score=-2.0), Told("three", day=None))
    assert all(line.evidence for section in brief.sections for line in section.lines)
    assert "did something" in brief.opening.text
