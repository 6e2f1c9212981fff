"""The cue lexicon is large, readable and checked when it is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from tocsin.errors import DataError
from tocsin.statements.cues import adjective_cues, load_cues, noun_cues, phrase_cues, rules, verb_cues, word_group

HEADER = "lemma\tkind\tact\tframes\n"


def write(folder: Path, rows: str) -> Path:
    path = folder / "verbs.tsv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return path


def test_the_lexicon_holds_more_than_900_cues() -> None:
    phrases = phrase_cues()
    number = sum(map(len, (phrases.source, phrases.owner, phrases.survey, phrases.hearsay)))
    assert len(verb_cues()) + len(noun_cues()) + len(adjective_cues()) + number >= 900


def test_a_cue_has_another_act_in_another_frame() -> None:
    assert verb_cues()["ask"].act_in("wh") == "ask"
    assert verb_cues()["ask"].act_in("obj-inf") == "urge"


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("say\tspeech\tutter\tthat5", "'utter' is no act"),
        ("say\tspeech\tstate\tthat9", "'that9' is no frame"),
        ("say\tnoise\tstate\tthat5", "'noise' is no kind"),
        ("say\tspeech\tstate|inf=promise\tthat5", "none of its frames"),
        ("say\tspeech\tinf=promise\tinf5", "no usual act"),
        ("say\tspeech\tstate\tthat5\nsay\tspeech\tstate\tthat5", "stands here twice"),
        ("say\tspeech\tstate", "the column frames is empty"),
    ],
)
def test_a_broken_row_is_refused_with_file_and_line(row: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=complaint) as refusal:
        load_cues(write(tmp_path, row), "lemma")
    assert "verbs.tsv:" in str(refusal.value)


def test_an_unknown_group_of_words_is_refused() -> None:
    with pytest.raises(DataError, match="missing"):
        word_group("unheard")


def test_each_rule_is_explained_in_one_sentence() -> None:
    assert all(explanation.count(". ") == 0 for explanation in rules().values())
