"""Who held which office when, by name and by office and day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.parties.offices import (
    Spell,
    all_spells,
    fold_name,
    held_at,
    holders,
    known_names,
    office_kinds,
    spells_in,
    spells_of,
    surnames,
    validate_offices,
)

DAYS = st.dates(date(1990, 1, 1), date(2026, 12, 31))


def spell(person: str, start: str, end: str | None = None, office: str = "president", single: bool = True) -> Spell:
    last = {4: f"{end}-12-31", 7: f"{end}-28", 10: end}[len(end)] if end else "9999-12-31"
    first = {4: f"{start}-01-01", 7: f"{start}-01", 10: start}[len(start)]
    return Spell(
        person=person, aliases=(), sex="m", country="FRA", office=office, kind="head_of_state", title=None,
        sectors=("GOV",), start=start, end=end, first=first, last=last or "", single=single, source="test", line="t:1",
    )  # fmt: skip


def people(name: str) -> set[str]:
    return {found.person for found in spells_of(name)}


def test_the_date_decides_which_office_a_person_holds() -> None:
    medvedev = [s for s in spells_of("Dmitry Medvedev") if s.kind in ("head_of_state", "head_of_government")]
    assert {s.office for s in medvedev if held_at(s, "2010-06-01")} == {"president"}
    assert {s.office for s in medvedev if held_at(s, "2014-06-01")} == {"prime minister"}
    assert not [s for s in medvedev if held_at(s, "2022-06-01")]


@pytest.mark.parametrize(
    ("day", "holder"),
    [("2014-01-15", "Viktor Yanukovych"), ("2014-06-20", "Petro Poroshenko"), ("2022-03-01", "Volodymyr Zelensky")],
)
def test_an_office_has_its_holder_of_the_day(day: str, holder: str) -> None:
    assert [s.person for s in holders("UKR", "president", day)] == [holder]


def test_a_vacant_office_has_no_holder() -> None:
    assert holders("UKR", "president", "2014-04-01") == ()


def test_both_persons_hold_the_office_on_the_day_of_a_handover() -> None:
    assert [s.person for s in holders("NATO", "secretary general", "2014-10-01")] == [
        "Anders Fogh Rasmussen",
        "Jens Stoltenberg",
    ]


def test_a_day_of_grace_follows_the_end_unless_there_is_a_successor() -> None:
    gone = spell("A", "2010-01-01", "2014-02-22")
    assert held_at(gone, "2014-02-23")
    assert not held_at(gone, "2014-02-24")
    assert [s.person for s in holders("GBR", "prime minister", "2016-07-14")] == ["Theresa May"]


def test_month_and_year_precision_include_the_whole_month_and_year() -> None:
    found = spell("A", "2010", "2014-02")
    assert held_at(found, "2010-01-01")
    assert held_at(found, "2014-02-28")
    assert not held_at(found, "2009-12-31")


def test_a_month_or_year_of_an_article_meets_every_spell_within_it() -> None:
    found = spell("A", "2014-02-10", "2014-03-20")
    assert held_at(found, "2014")
    assert held_at(found, "2014-03")
    assert not held_at(found, "2014-05")
    assert held_at(found, "2014-02-12T10:00:00Z")


@given(DAYS, st.integers(0, 3000), DAYS)
def test_a_spell_holds_on_exactly_its_days_and_the_day_after(start: date, length: int, day: date) -> None:
    end = start + timedelta(days=length)
    found = spell("A", start.isoformat(), end.isoformat())
    assert held_at(found, day.isoformat()) == (start <= day <= end + timedelta(days=1))


@pytest.mark.parametrize(
    ("written", "person"),
    [
        ("Yanukovich", "Viktor Yanukovych"),
        ("Zelenskyy", "Volodymyr Zelensky"),
        ("ZELENSKIY", "Volodymyr Zelensky"),
        ("Qaddafi", "Muammar Gaddafi"),
        ("Moammar Gadhafi", "Muammar Gaddafi"),
        ("Sergey Lavrov", "Sergei Lavrov"),
        ("Bashar Assad", "Bashar al-Assad"),
        ("Abe Shinzo", "Shinzo Abe"),
        ("Orbán Viktor", "Viktor Orbán"),
        ("Jong-un Kim", "Kim Jong-un"),
        ("Recep Tayyip Erdoğan", "Recep Tayyip Erdoğan"),
        ("Erdogan", "Recep Tayyip Erdoğan"),
        ("von der Leyen", "Ursula von der Leyen"),
        ("bin Salman", "Mohammed bin Salman"),
        ("Suu Kyi", "Aung San Suu Kyi"),
        ("Lula", "Luiz Inácio Lula da Silva"),
        ("Mohamed ElBaradei", "Mohamed ElBaradei"),
        ("Ban Ki-Moon", "Ban Ki-moon"),
    ],
)
def test_spellings_transliterations_and_name_orders_resolve(written: str, person: str) -> None:
    assert person in people(written)


def test_a_family_name_that_comes_first_stands_for_the_person_and_the_given_name_does_not() -> None:
    assert "Xi Jinping" in people("Xi")
    assert "Xi Jinping" not in people("Jinping")
    assert "Abiy Ahmed" in people("Abiy")


def test_full_names_come_before_surnames() -> None:
    found = spells_of("Ban")
    assert found[0].person == "Ban Ki-moon"


def test_an_unknown_name_finds_nobody() -> None:
    assert spells_of("Xqwz Vbnm") == ()


@pytest.mark.parametrize(
    ("person", "aliases", "alone"),
    [
        ("Bashar al-Assad", (), ("al assad", "assad")),
        ("Ursula von der Leyen", (), ("von der leyen", "leyen")),
        ("Mohammed bin Salman", (), ("bin salman",)),
        ("Staffan de Mistura", (), ("de mistura", "mistura")),
        ("Robert Kennedy Jr.", (), ("kennedy",)),
        ("Abdullah II", (), ("abdullah",)),
        ("Boutros Boutros-Ghali", (), ("ghali",)),
        ("Xanana Gusmão", ("Xanana",), ("gusmao", "xanana")),
        ("Petro Poroshenko", ("Poroschenko",), ("poroshenko",)),
    ],
)
def test_the_surname_takes_its_particles_and_leaves_suffixes(
    person: str, aliases: tuple[str, ...], alone: tuple[str, ...]
) -> None:
    assert surnames(person, aliases) == alone


def test_where_the_family_name_comes_first_the_given_name_is_no_surname() -> None:
    assert surnames("Xi Jinping", ("Xi",), "CHN") == ("xi",)
    assert "Ban Ki-moon" not in people("moon")


@pytest.mark.parametrize("written", ["Abdulaziz bin Saud", "Abdul Aziz bin Saud", "Abd al-Aziz bin Saud"])
def test_abdul_is_found_joined_apart_and_with_its_article(written: str) -> None:
    assert people(written)


def test_abdul_of_an_alias_is_found_in_every_form_too() -> None:
    assert people("Salman bin Abd al-Aziz") == people("Salman bin Abdulaziz") == {"Salman"}


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_more(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)


def test_one_person_bears_one_name_in_every_country_and_organisation() -> None:
    assert {(s.country, s.office) for s in spells_of("Jens Stoltenberg")} >= {
        ("NOR", "prime minister"),
        ("NATO", "secretary general"),
    }


def test_every_known_name_finds_somebody() -> None:
    assert all(spells_of(name) for name in known_names())


def test_a_spell_takes_its_kind_from_its_office() -> None:
    assert {s.kind for s in all_spells() if s.office == "foreign minister"} == {"foreign_minister"}
    assert office_kinds()["prime minister"].single


def test_spells_in_an_office_are_ordered_by_their_start() -> None:
    starts = [s.first for s in spells_in("USA", "foreign minister")]
    assert starts == sorted(starts) and len(starts) > 8


def test_an_overlap_in_a_single_holder_office_is_a_problem() -> None:
    found = validate_offices([spell("A", "2010-01-01", "2014-02-22"), spell("B", "2013-01-01", "2015-01-01")])
    assert len(found) == 1 and "A is there until 2014-02-22" in found[0]


def test_a_handover_on_one_day_or_within_one_month_is_no_overlap() -> None:
    assert validate_offices([spell("A", "2010-01-01", "2014-02-22"), spell("B", "2014-02-22")]) == []
    assert validate_offices([spell("A", "2010-01-01", "2014-02"), spell("B", "2014-02")]) == []
    assert validate_offices([spell("A", "2010", "2014"), spell("B", "2014-03", "2015")]) == []


def test_two_in_office_at_once_are_no_problem_where_the_office_is_shared() -> None:
    assert validate_offices([spell("A", "2010", single=False), spell("B", "2011", single=False)]) == []


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        (spell("A", "2015-01-01", "2014-01-01"), "before the start"),
        (spell("A", "2015-13-01"), "not a date"),
        (spell("A", "2015-02-30"), "not a date"),
        (spell("A", "2015-01-01", office="grand vizier"), "not in offices_kinds.csv"),
    ],
)
def test_a_fault_of_one_spell_is_named(wrong: Spell, what: str) -> None:
    assert [problem for problem in validate_offices([wrong]) if what in problem]
