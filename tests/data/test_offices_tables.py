"""The tables of office holders: well formed, complete for the great powers, right where we checked by hand."""

from __future__ import annotations

import pytest

from tocsin.parties.offices import all_spells, fold_name, holders, validate_offices

GREAT = {
    "USA": ("president", "foreign minister"),
    "GBR": ("prime minister", "foreign minister", "defence minister"),
    "FRA": ("president", "prime minister", "foreign minister"),
    "DEU": ("chancellor", "foreign minister", "defence minister"),
    "CHN": ("president", "prime minister", "foreign minister"),
    "JPN": ("prime minister", "foreign minister"),
    "ISR": ("prime minister",),
    "IND": ("prime minister", "president"),
    "TUR": ("president",),
    "UN": ("secretary general",),
}
CRISES = [
    ("UKR", "acting president", "2014-03-10", "Oleksandr Turchynov"),
    ("UKR", "prime minister", "2014-03-10", "Arseniy Yatsenyuk"),
    ("UKR", "foreign minister", "2014-03-10", "Andriy Deshchytsia"),
    ("UKR", "defence minister", "2014-03-10", "Ihor Tenyukh"),
    ("UKR", "interior minister", "2014-03-10", "Arsen Avakov"),
    ("RUS", "foreign minister", "2014-03-10", "Sergei Lavrov"),
    ("RUS", "defence minister", "2014-03-10", "Sergei Shoigu"),
    ("RUS", "ambassador to the un", "2014-03-10", "Vitaly Churkin"),
    ("RUS", "spokesman", "2014-03-10", "Dmitry Peskov"),
    ("USA", "foreign minister", "2013-09-10", "John Kerry"),
    ("USA", "defence minister", "2013-09-10", "Chuck Hagel"),
    ("USA", "national security adviser", "2013-09-10", "Susan Rice"),
    ("USA", "ambassador to the un", "2013-09-10", "Samantha Power"),
    ("GBR", "foreign minister", "2013-09-10", "William Hague"),
    ("FRA", "foreign minister", "2013-09-10", "Laurent Fabius"),
    ("SYR", "foreign minister", "2013-09-10", "Walid al-Moallem"),
    ("SYR", "president", "2013-09-10", "Bashar al-Assad"),
    ("EGY", "president", "2012-12-01", "Mohamed Morsi"),
    ("EGY", "president", "2013-08-14", "Adly Mansour"),
    ("EGY", "defence minister", "2013-08-14", "Abdel Fattah el-Sisi"),
    ("IRQ", "prime minister", "2014-06-12", "Nouri al-Maliki"),
    ("IRQ", "prime minister", "2014-10-12", "Haider al-Abadi"),
    ("IRN", "foreign minister", "2013-11-24", "Mohammad Javad Zarif"),
    ("IRN", "supreme leader", "2013-11-24", "Ali Khamenei"),
    ("LBY", "leader", "2011-03-20", "Muammar Gaddafi"),
    ("ISR", "foreign minister", "2014-07-20", "Avigdor Lieberman"),
    ("PSE", "president", "2014-07-20", "Mahmoud Abbas"),
    ("GEO", "president", "2008-08-08", "Mikheil Saakashvili"),
    ("PAK", "president", "2002-01-10", "Pervez Musharraf"),
    ("IND", "prime minister", "1999-06-10", "Atal Bihari Vajpayee"),
    ("KOR", "president", "2010-11-23", "Lee Myung-bak"),
    ("PRK", "supreme leader", "2010-11-23", "Kim Jong-il"),
    ("YUG", "president", "1999-04-01", "Slobodan Milošević"),
    ("IRQ", "president", "1990-08-02", "Saddam Hussein"),
    ("USA", "defence minister", "1990-08-02", "Dick Cheney"),
    ("NATO", "secretary general", "1999-04-01", "Javier Solana"),
    ("EU", "high representative", "2013-11-24", "Catherine Ashton"),
    ("IAEA", "director general", "2005-06-01", "Mohamed ElBaradei"),
    ("OSCE", "chairperson-in-office", "2014-05-07", "Didier Burkhalter"),
    ("AU", "chairperson", "2014-05-07", "Nkosazana Dlamini-Zuma"),
    ("LAS", "secretary general", "2012-05-07", "Nabil Elaraby"),
    ("IMF", "managing director", "2012-05-07", "Christine Lagarde"),
    ("TWN", "president", "1996-03-10", "Lee Teng-hui"),
    ("VEN", "president", "2014-02-20", "Nicolás Maduro"),
    ("THA", "junta leader", "2014-06-01", "Prayuth Chan-ocha"),
    ("NGA", "president", "2014-05-01", "Goodluck Jonathan"),
]


def test_the_tables_hold_no_contradiction() -> None:
    assert validate_offices() == []


def test_every_spell_says_what_it_rests_on() -> None:
    assert all(spell.source for spell in all_spells())


def test_the_tables_hold_what_the_country_index_promises() -> None:
    assert len(all_spells()) >= 4000
    assert len({spell.country for spell in all_spells() if spell.kind == "head_of_state"}) >= 150
    assert len({spell.country for spell in all_spells() if spell.kind == "foreign_minister"}) >= 150
    assert len({spell.country for spell in all_spells() if spell.kind == "defence_minister"}) >= 130


@pytest.mark.parametrize("country", GREAT)
def test_the_leading_offices_of_the_great_powers_are_filled_in_every_month(country: str) -> None:
    empty = [
        f"{office} {year}-{month:02}"
        for office in GREAT[country]
        for year in range(1991, 2025)
        for month in range(1, 13)
        if not holders(country, office, f"{year}-{month:02}")
    ]
    assert empty == []


@pytest.mark.parametrize(("country", "office", "day", "person"), CRISES)
def test_the_principals_of_a_crisis_are_in_office(country: str, office: str, day: str, person: str) -> None:
    assert [spell.person for spell in holders(country, office, day)] == [person]


def test_no_alias_repeats_its_own_person() -> None:
    repeated = [f"{spell.line} {alias}" for spell in all_spells() for alias in spell.aliases if alias == spell.person]
    assert repeated == []


def test_spells_of_one_person_agree_on_aliases_and_sex() -> None:
    known: dict[str, tuple[tuple[str, ...], str | None]] = {}
    for spell in all_spells():
        assert known.setdefault(spell.person, (spell.aliases, spell.sex)) == (spell.aliases, spell.sex), spell.person


def test_two_persons_of_one_country_do_not_share_a_full_name() -> None:
    seen: dict[tuple[str, str], str] = {}
    for spell in all_spells():
        key = (spell.country, fold_name(spell.person))
        assert seen.setdefault(key, spell.person) == spell.person or spell.country == "PRK", spell.line
