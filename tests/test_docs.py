"""The reference documentation tells of every command, option, setting and field, and its examples run."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import msgspec
import typer.main

import tocsin
from tocsin.desk.cli import app
from tocsin.desk.export import json_schema
from tocsin.lexicon import read_table
from tocsin.records import Article, Event, Party, Statement
from tocsin.settings import Settings

ROOT = Path(__file__).parents[1]
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
FORMAT = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")


def test_every_command_is_documented() -> None:
    group = typer.main.get_command(app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        children = getattr(command, "commands", None)
        for full in [f"{name} {child}" for child in children] if children else [name]:
            assert f"`tocsin {full}" in COMMANDS, full


def test_every_setting_is_documented_with_its_default() -> None:
    for field in msgspec.structs.fields(Settings):
        default = "" if field.default is None else f" {field.default}"
        assert f"`TOCSIN_{field.name.upper()}` |{default} |" in COMMANDS, field.name


def test_every_field_of_the_output_is_documented() -> None:
    for record in (Article, Statement, Event, Party):
        for field in msgspec.structs.fields(record):
            assert f"`{field.name}`" in FORMAT, f"{record.__name__}.{field.name}"


def test_the_schema_stands_in_the_package_as_it_is_printed() -> None:
    kept = ROOT / "src" / "tocsin" / "data" / "schema" / "tocsin-1.json"
    assert msgspec.json.decode(kept.read_bytes()) == msgspec.json.decode(msgspec.json.encode(json_schema()))


def test_the_examples_of_the_readme_hold() -> None:
    results = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert results.attempted > 5
    assert results.failed == 0


def test_the_example_of_the_package_holds() -> None:
    results = doctest.testmod(tocsin)
    assert results.attempted > 2
    assert results.failed == 0


def test_every_link_of_the_documents_leads_to_a_file() -> None:
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")):
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_type_mode_and_context_is_documented_with_its_score() -> None:
    events = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
    for row in read_table("plover/types.tsv"):
        assert re.search(rf"\| `{row['type']}`( \*)? \| {row['quad']} \| {row['score']} \|", events), row["type"]
    for row in read_table("plover/modes.tsv"):
        assert not row["mode"] or f"`{row['mode']}`" in events
    for row in read_table("plover/contexts.tsv"):
        assert f"`{row['context']}`" in events
