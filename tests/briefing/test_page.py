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
    mode: str | None = None
    day: str | None = "2019-04-02"
    published: str | None = None
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
            id=f"e-{item.name}", type=item.type, mode=item.mode, contexts=(), cameo=None, score=item.score,
            actors=(party,), recipients=(), symmetric=False, modality="asserted", attributed_to=None, date=item.day,
            place=None, trigger=Trigger("did", (item.at, item.at + 3)), sentence=span, confidence=0.8, rule="test",
        )  # fmt: skip
        article = Article(id=item.name, text=text, published=item.published or item.day, outlet="The Gull")
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


def test_the_opening_is_news_of_the_latest_day() -> None:
    word = Told("word", type="ACCUSE", score=-2.0, day="2019-04-04", at=0)
    brief = brief_of(Told("battle", day="2019-04-02", origins=9), word)
    assert brief.opening.evidence[0].article == "word"
    assert "first of 1 of the latest day that articles open with" in (brief.opening.note or "")


def test_what_stands_deep_in_one_article_does_not_open_the_brief() -> None:
    assert opening(Told("background"), Told("visit", type="CONSULT", score=2.5, at=0)) == "visit"


def test_an_old_thing_told_on_the_latest_day_is_no_news_of_it() -> None:
    brief = brief_of(Told("battle", day="2019-04-01"), Told("recalled", day="2019-04-02", published="2019-04-20", at=0))
    assert "latest day" not in (brief.opening.note or "")


def test_gravity_still_orders_what_a_wrong_date_has_made_old() -> None:
    brief = brief_of(
        Told("word", type="ACCUSE", score=-2.0, day="2014-04-02"),
        Told("threat", type="THREATEN", score=-8.0, day="2014-04-02"),
        Told("misdated", type="CONSULT", score=1.0, day="2099-01-01"),
    )  # fmt: skip
    happened = next(section for section in brief.sections if section.title == "What happened")
    order = [line.evidence[0].article for line in happened.lines]
    assert order.index("threat") < order.index("word")


def test_a_resignation_is_no_military_move() -> None:
    brief = brief_of(
        Told("minister", type="RETREAT", score=4.5, mode="resign"), Told("brigade", type="MOBILIZE", score=-6.5)
    )
    parts = {section.title: [line.evidence[0].article for line in section.lines] for section in brief.sections}
    assert parts["What happened"] == ["minister"]
    assert parts["Attacks and military moves"] == ["brigade"]


def test_a_full_page_does_not_tell_its_opening_twice() -> None:
    brief = brief_of(*(Told(f"party{i}", at=0) for i in range(9)))
    listed = [line.evidence[0].article for section in brief.sections for line in section.lines]
    assert brief.opening.evidence[0].article not in listed
    assert len(listed) == 8


def test_the_opening_says_its_day_and_what_it_is() -> None:
    assert (brief_of(Told("Drennia")).opening.note or "").startswith("2019-04-02 attack")


def test_what_nobody_known_does_is_left_out_but_for_force() -> None:
    brief = brief_of(
        Told("She", type="AID", score=5.0, country=None), Told("gunmen", country=None), Told("Drennia"),
    )  # fmt: skip
    listed = {line.evidence[0].article for section in brief.sections for line in section.lines}
    assert listed == {"gunmen", "Drennia"}


def test_what_the_main_parties_do_comes_before_a_fight_elsewhere() -> None:
    elsewhere = Told("Ostia", country="OST")
    told = [Told(f"Drennia{i}", type="ACCUSE", score=-4.0, day="2019-03-01") for i in range(5)]
    assert opening(*told, Told("Drennia", type="THREATEN", score=-7.0), elsewhere) == "Drennia"


def test_a_vigil_does_not_open_the_brief_before_sanctions() -> None:
    vigil = Told("Drennians", type="PROTEST", score=-6.5, mode="demo")
    assert opening(vigil, Told("Drennia", type="SANCTION", score=-5.6)) == "Drennia"


def test_an_opening_that_is_listed_is_no_second_line_of_a_later_section() -> None:
    days = ("2019-03-01", "2019-03-12", "2019-03-20")
    brief = brief_of(*(Told(f"party{i}{day}", day=day, at=0) for day in days for i in range(4)))
    lines = [line.text for section in brief.sections for line in section.lines]
    assert len(lines) == len(set(lines))
