"""Words show attitudes, with their particles and idioms; each stands in one row of its kind."""

from __future__ import annotations

from collections import Counter

import pytest

from tocsin import pipeline
from tocsin.lexicon import cell_values, read_table
from tocsin.positions.stances.attitudes import SIGNS, attitude_of
from tocsin.records import Article

KINDS = {"verb", "phrasal", "noun", "adjective", "adverb"}
UNSIGNED = {"conditional", "silent", "doubt", "judge", "say", "no", "maybe"}


def shown(text: str, word: str) -> str:
    (reading,) = pipeline.read_in_full([Article(id="a", text=text)])
    sentence = reading.sentences[0]
    return attitude_of(sentence, sentence.words.index(word))


@pytest.mark.parametrize(
    ("text", "word", "attitude"),
    [
        ("Norway spurned the offer.", "spurned", "against"),
        ("Norway endorsed the offer.", "endorsed", "for"),
        ("Norway signed off on the sale.", "signed", "for"),
        ("Norway scrapped the tax.", "scrapped", "end"),
        ("Norway met the envoy.", "met", ""),
    ],
)
def test_a_word_shows_its_attitude(text: str, word: str, attitude: str) -> None:
    assert shown(text, word) == attitude


def test_every_row_names_a_known_kind_and_attitude_and_no_word_stands_twice() -> None:
    rows = list(read_table("positions/attitudes.tsv", ("kind", "attitude", "words")))
    assert {row["kind"] for row in rows} == KINDS
    assert {row["attitude"] for row in rows} <= SIGNS.keys() | UNSIGNED
    words = Counter((row["kind"], word) for row in rows for word in cell_values(row["words"]))
    assert [word for word, times in words.items() if times > 1] == []
    assert all(len(word.split()) > 1 for kind, word in words if kind == "phrasal")
