"""The training sentences keep their format, and the check of it sees planted faults."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEADER = "id\ttype\tmode\tmodality\tcontexts\tsentence\n"


def run_check(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tools" / "check_training.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_training_files_have_no_fault() -> None:
    result = run_check()
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("aid_1-001\tAID\t\tasserted\t\t[A Peru] [T sent [R Chile] blankets].", "brackets"),
        ("aid_1-001\tAID\t\tasserted\t\t[A Peru] [T sent] blankets abroad.", "needs a recipient"),
        ("aid_1-001\tAID\t\tfuture\t\t[A Peru] will [T send] [R Chile] blankets.", "future AID is AGREE"),
        ("aid_1-001\tAID\tvisit\tasserted\t\t[A Peru] [T sent] [R Chile] blankets.", "no mode"),
        ("aid_1-001\tAID\t\tperhaps\t\t[A Peru] [T sent] [R Chile] blankets.", "unknown modality"),
        ("aid_1-001\tAID\t\tasserted\tcooking\t[A Peru] [T sent] [R Chile] blankets.", "unknown context"),
        ("aid_1-001\tAID\t\tasserted\t[A Peru] [T sent] [R Chile] blankets.", "5 columns"),
        ("aid_9-001\tAID\t\tasserted\t\t[A Peru] [T sent] [R Chile] blankets.", "does not follow"),
        ("aid_1-001\tNULL\tsport\tasserted\t\tPeru beat Chile on penalties.", "wrong file"),
    ],
)
def test_a_planted_fault_is_named(tmp_path: Path, row: str, fault: str) -> None:
    (tmp_path / "aid_1.tsv").write_text(HEADER + row + "\n", encoding="utf-8")
    result = run_check(str(tmp_path))
    assert result.returncode == 1
    assert fault in result.stdout


def test_a_sentence_that_repeats_another_is_named(tmp_path: Path) -> None:
    rows = (
        "aid_1-001\tAID\t\tasserted\t\t[A Peru] [T sent] [R its southern neighbour Chile] ten thousand blankets.\n"
        "aid_1-002\tAID\t\tasserted\t\t[A Peru] [T sent] [R its southern neighbour Chile] ten thousand tents.\n"
    )
    (tmp_path / "aid_1.tsv").write_text(HEADER + rows, encoding="utf-8")
    result = run_check(str(tmp_path))
    assert "aid_1.tsv:3: much like aid_1.tsv:2" in result.stdout


def test_an_empty_folder_is_wrong_usage(tmp_path: Path) -> None:
    assert run_check(str(tmp_path)).returncode == 2
