"""The limits of the house: sizes, names, and nothing of the workshop in the shop."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
CODE = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "tools").rglob("*.py"))]
VAGUE = {"utils", "util", "helpers", "helper", "manager", "common", "base", "misc"}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_file_has_at_most_500_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_function_has_at_most_60_lines_without_its_docstring(path: Path) -> None:
    for function in functions(path):
        lines = (function.end_lineno or 0) - function.lineno + 1
        if ast.get_docstring(function) is not None:
            docstring = function.body[0]
            lines -= (docstring.end_lineno or 0) - docstring.lineno + 1
        assert lines <= 60, f"{function.name} has {lines} lines"


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_function_takes_at_most_seven_parameters(path: Path) -> None:
    if path.name.endswith("cli.py"):
        return  # a command's signature is its options
    for function in functions(path):
        given = function.args
        names = [a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs) if a.arg not in ("self", "cls")]
        assert len(names) <= 7, f"{function.name} takes {len(names)}"


def test_a_folder_holds_at_most_12_modules() -> None:
    for folder in {path.parent for path in SOURCES}:
        assert len([path for path in folder.glob("*.py") if path.name != "__init__.py"]) <= 12, folder


def test_names_explain_themselves() -> None:
    assert not [name(path) for path in CODE if path.stem in VAGUE or path.parent.name in VAGUE]


def test_no_exception_is_caught_without_a_name_but_at_the_edge_where_articles_are_isolated() -> None:
    nameless = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else ""
                if not caught or re.search(r"\b(Exception|BaseException)\b", caught):
                    nameless.append((name(path), caught))
    assert nameless == [("src/tocsin/pipeline.py", "Exception")]


def test_no_path_of_a_machine_is_committed() -> None:
    machine = re.compile("|".join(("/" + "work/", "/" + "root/", "/" + "home/[a-z]")))
    for path in [*CODE, *ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "Makefile", ROOT / "pyproject.toml"]:
        assert not machine.search(path.read_text(encoding="utf-8")), name(path)


def test_the_readme_has_at_most_150_lines() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150
