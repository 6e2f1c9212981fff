"""The brief's own words say what the records say."""

from __future__ import annotations

from tocsin.briefing.wording import called
from tocsin.records import Party


def test_several_holders_of_an_office_are_named_in_the_plural() -> None:
    many = Party(text="three Danish diplomats", span=(0, 22), name="diplomat of Denmark", country="DNK")
    one = Party(text="the Danish diplomat", span=(0, 19), name="diplomat of Denmark", country="DNK")
    assert (called(many), called(one)) == ("diplomats of Denmark", "diplomat of Denmark")


def test_a_name_that_ends_in_s_in_the_text_keeps_its_spelling() -> None:
    bank = Party(text="the Bank of Norways", span=(0, 19), name="Bank of Norway", country="NOR")
    assert called(bank) == "Bank of Norway"


def test_a_party_without_a_name_is_called_as_it_is_written() -> None:
    assert called(Party(text="masked men", span=(0, 10))) == "masked men"
