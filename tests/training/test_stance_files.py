"""The training sentences of the stance model keep their format, and the check of it sees planted faults."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEADER = "id\tstances\tsentence\n"


def run_check(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tools" / "check_stances.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_stance_files_have_no_fault() -> None:
    result = run_check()
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("s_1-001\tP1 for I1\t[P1 Peru] backs [I1 the [P2 Chilean] plan].", "brackets"),
        ("s_1-001\tP1 likes I1\t[P1 Peru] backs the [I1 plan].", "is no stance"),
        ("s_1-001\tP1 for I2\t[P1 Peru] backs the [I1 plan].", "has no mark"),
        ("s_2-001\tP1 for I1\t[P1 Peru] backs the [I1 plan].", "does not follow"),
        ("s_1-001\t\tPeru backs the [I1 plan].", "no party"),
        ("s_1-001\t[P1 Peru] backs the [I1 plan].", "2 columns"),
    ],
)
def test_a_planted_fault_is_named(tmp_path: Path, row: str, fault: str) -> None:
    (tmp_path / "s_1.tsv").write_text(HEADER + row + "\n", encoding="utf-8")
    result = run_check(str(tmp_path))
    assert result.returncode == 1
    assert fault in result.stdout


def test_a_sentence_that_stands_twice_is_named(tmp_path: Path) -> None:
    row = "\tP1 for I1\t[P1 Peru] backs the [I1 plan].\n"
    (tmp_path / "s_1.tsv").write_text(f"{HEADER}s_1-001{row}s_1-002{row}", encoding="utf-8")
    assert "s_1.tsv:3: the sentence stands twice" in run_check(str(tmp_path)).stdout


def test_an_empty_folder_is_wrong_usage(tmp_path: Path) -> None:
    assert run_check(str(tmp_path)).returncode == 2
