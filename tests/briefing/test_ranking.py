"""What matters on the morning of a brief comes first, and no article or quarrel fills a section."""

from __future__ import annotations

from tocsin.briefing.ranking import (
    TIMELESS,
    Clock,
    find_main_parties,
    is_known,
    set_clock,
    spread,
    weigh_channel,
    weigh_development,
)
from tocsin.records import Change, Channel, Count, Development, Event, Evidence, Party, Trigger


def channel(kind: str, parties: tuple[str, ...], day: str) -> Channel:
    evidence = Evidence(article="a", span=(0, 4), text="text", published=day)
    change = Change(state="open", date=day, evidence=evidence)
    return Channel(id="c", kind=kind, name=kind, parties=parties, state="open", since=day, changes=(change,))


def test_news_of_a_full_day_is_old_the_day_after() -> None:
    clock = set_clock(["2019-04-01"] * 90 + ["2019-04-02"] * 90)
    assert clock == Clock("2019-04-02", 1.5)
    assert clock.freshness("2019-04-02") == 1.0
    assert clock.freshness("2019-03-30") == 0.25


def test_where_articles_are_months_apart_news_ages_slowly() -> None:
    days = [f"2018-{month:02}-01" for month in range(1, 13)] + ["2019-10-01"]
    assert set_clock(days).freshness("2018-12-01") > 0.2


def test_without_days_nothing_is_fresher_than_the_rest() -> None:
    assert set_clock([]) == TIMELESS
    assert TIMELESS.freshness(None) == TIMELESS.freshness("2019-04-02") == 1.0


def test_a_ceasefire_of_two_comes_before_what_one_proposes() -> None:
    clock = Clock("2019-04-02")
    assert weigh_channel(channel("ceasefire", ("DRN", "HLV"), "2019-04-01"), clock) > weigh_channel(
        channel("talks", ("DRN",), "2019-04-01"), clock
    )


def test_no_source_fills_a_list() -> None:
    taken, left = spread(["a1", "a2", "a3", "b1", "c1"], lambda item: item[0], 2, total=3)
    assert (taken, left) == (["a1", "a2", "b1"], 2)


def told(text: str, *countries: str, type_: str = "SANCTION", score: float = -6.0) -> Development:
    first, *others = (Party(text=code, span=(0, 1), country=code) for code in countries)
    event = Event(
        id=f"e-{text}", type=type_, mode=None, contexts=(), cameo=None, score=score, actors=(first,),
        recipients=tuple(others), symmetric=False, modality="asserted", attributed_to=None, date="2019-04-02",
        place=None, trigger=Trigger("did", (0, 3)), sentence=(0, len(text)), confidence=0.8, rule="test",
    )  # fmt: skip
    evidence = Evidence(article=text, span=(700, 700 + len(text)), text=text, published="2019-04-02")
    return Development(
        id=text, lead=event, events=(event.id,), date="2019-04-02", count=Count(1, (), 1), evidence=(evidence,)
    )


def test_words_of_looking_back_make_background_of_what_one_article_tells() -> None:
    news = told("Drennia banned ships of Halvera.", "DRN", "HLV")
    recalled = told("Drennia, which last year banned ships of Halvera, did not comment.", "DRN", "HLV")
    assert weigh_development(news, TIMELESS) > 2 * weigh_development(recalled, TIMELESS)


def test_a_sentence_that_leans_on_the_one_before_weighs_less() -> None:
    leaning = told("That led Drennia to ban ships of Halvera.", "DRN", "HLV")
    assert weigh_development(leaning, TIMELESS) < weigh_development(
        told("The raid led Drennia to ban ships of Halvera.", "DRN", "HLV"), TIMELESS
    )


def test_the_main_parties_are_those_of_most_articles() -> None:
    news = [told(f"Ban {i}.", "DRN", "HLV") for i in range(4)] + [told("Other.", "OST")]
    assert find_main_parties(news) == {"DRN": 1.0, "HLV": 1.0, "OST": 0.25}


def test_a_deal_of_two_states_weighs_more_than_a_word_of_one() -> None:
    deal = told("Drennia and Halvera made peace.", "DRN", "HLV", type_="AGREE", score=6.0)
    word = told("Drennia agreed.", "DRN", type_="AGREE", score=6.0)
    assert weigh_development(deal, TIMELESS) > 1.5 * weigh_development(word, TIMELESS)


def test_a_pronoun_without_a_name_is_nobody_known() -> None:
    assert not is_known(Party(text="She", span=(0, 3), country="DRN"))
    assert is_known(Party(text="She", span=(0, 3), country="DRN", name="Irma Vost"))
