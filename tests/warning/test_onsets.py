from __future__ import annotations

from pathlib import Path

import pytest

from tocsin.errors import UsageError
from tocsin.warning.onsets import of_kind, read_onsets
from tocsin.warning.series import iso_day


def test_onsets_of_a_pair_within_90_days_merge_into_the_first(tmp_path: Path) -> None:
    path = tmp_path / "onsets.csv"
    path.write_text("a,b,onset,what,kind\nTGO,BEN,2001-01-01,x,K\nBEN,TGO,2001-03-01,y,K\nBEN,TGO,2001-06-20,z,K\n")
    found = of_kind(read_onsets(path), "K")
    assert [(onset.pair, iso_day(onset.day)) for onset in found] == [
        (("BEN", "TGO"), "2001-01-01"),
        (("BEN", "TGO"), "2001-06-20"),
    ]


def test_onsets_of_another_kind_neither_count_nor_merge(tmp_path: Path) -> None:
    path = tmp_path / "onsets.csv"
    path.write_text("a,b,onset,what,kind\nTGO,BEN,2001-01-01,x,L\nBEN,TGO,2001-03-01,y,K\n")
    assert [onset.what for onset in of_kind(read_onsets(path), "K")] == ["y"]


def test_a_row_that_is_no_onset_is_named(tmp_path: Path) -> None:
    path = tmp_path / "onsets.csv"
    path.write_text("a,b,onset\nTGO,BEN,soon\n")
    with pytest.raises(UsageError, match="TGO,BEN,soon"):
        read_onsets(path)
