"""Headlines without a verb, or with a bare passive, are parsed anew; anything else is left as it was."""

from __future__ import annotations

import pytest

from tocsin.reading import analyse
from tocsin.reading.headlines import reword
from tocsin.records import Article, Sentence

STORY = "\n\nNothing more was known at first, and calls went unanswered.\n"


def headline(text: str) -> Sentence:
    return next(analyse([Article(id="t", text=text + STORY)])).sentences[0]


@pytest.mark.parametrize(
    ("text", "verb", "lemma"),
    [
        ("Police fire tear gas on marchers", "fire", "fire"),
        ("Army shells rebel town", "shells", "shell"),
        ("Sudan rebels attack oil town", "attack", "attack"),
    ],
)
def test_a_verb_that_reads_like_a_noun_is_found(text: str, verb: str, lemma: str) -> None:
    found = headline(text)
    i = found.words.index(verb)
    assert (found.tags[i], found.lemmas[i], found.heads[i]) == ("VBP", lemma, i)
    assert "nsubj" in [found.deps[c] for c in found.children[i]]


def test_a_bare_participle_becomes_a_passive() -> None:
    found = headline("Two envoys told to leave")
    assert found.words == ("Two", "envoys", "told", "to", "leave")
    assert found.deps[1] == "nsubjpass"
    assert found.heads[1] == 2


def test_the_words_keep_their_places_in_the_text() -> None:
    text = "Delhi, Dhaka swap prisoners"
    found = headline(text)
    assert [text[a:b] for a, b in zip(found.starts, found.ends, strict=True)] == list(found.words)
    assert all(i in found.children[head] for i, head in enumerate(found.heads) if head != i)


@pytest.mark.parametrize(
    "text",
    [
        "Police drama wins award",
        "Troops fired on the crowd.",
        "Chelsea attack plans",
        "Air strikes in Idlib",
        "Gold rallies",
    ],
)
def test_what_reads_well_is_not_reworded(text: str) -> None:
    assert reword(headline(text)) is None
