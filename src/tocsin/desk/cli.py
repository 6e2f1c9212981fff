"""The command line: `tocsin read | brief | explain | resolve | parties | schema | doctor | demo`, and the ledger's.

Results go to standard output and nothing else does; progress and skipped inputs go to standard error. The exit status
is 0, 1 where some input was skipped, 2 for wrong usage. A command loads what it needs when it runs: `tocsin --help`
and the questions to a ledger do not wait for a language model.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from tocsin.desk import positions_cli
from tocsin.desk.ledger import ledger_cli, opening
from tocsin.desk.options import (
    READ,
    SET_UP,
    At,
    Date,
    Db,
    Inputs,
    Output,
    OwnParties,
    Paths,
    Processes,
    Since,
    Until,
)
from tocsin.desk.warning import cli as warning_cli
from tocsin.errors import TocsinError, UsageError

_INTERRUPTED = 130  # the exit status after Ctrl-C

app = typer.Typer(
    name="tocsin",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Reads the news of an international crisis, records who did and said what, and rings when it escalates.",
)
parties_app = typer.Typer(no_args_is_help=True, help="Work with a parties file of your own.")


def _print_version(asked: bool) -> None:
    """Print the version and end, where it is asked for."""
    if asked:
        from importlib.metadata import version

        sys.stdout.write(f"tocsin {version('tocsin')}\n")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""


class ReadFormat(StrEnum):
    """Formats of `tocsin read`."""

    table = "table"
    jsonl = "jsonl"


class BriefFormat(StrEnum):
    """Formats of `tocsin brief`."""

    terminal = "terminal"
    markdown = "markdown"
    html = "html"
    json = "json"


@app.command(
    rich_help_panel=READ,
    epilog="Examples: `tocsin read article.txt`, `pbpaste | tocsin read -`, `tocsin read -f jsonl news/ > out.jsonl`",
)
def read(
    paths: Inputs,
    format: Annotated[ReadFormat, typer.Option("--format", "-f", help="How to print.")] = ReadFormat.table,
    parties: OwnParties = None,
    processes: Processes = 1,
    date: Date = None,
) -> None:
    """Read articles and print their statements and events."""
    from tocsin.desk import runs

    raise typer.Exit(runs.read(paths, format.value, own_parties=parties, processes=processes, date=date))


@app.command(
    rich_help_panel=READ,
    epilog="Examples: `tocsin brief news/`, `tocsin brief --db crisis.db --from 2014-03-10 -f html -o brief.html`",
)
def brief(
    paths: Paths = None,
    db: Db = None,
    since: Since = None,
    until: Until = None,
    format: Annotated[BriefFormat, typer.Option("--format", "-f", help="How to print.")] = BriefFormat.terminal,
    parties: OwnParties = None,
    processes: Processes = 1,
    output: Output = None,
    date: Date = None,
) -> None:
    """Print the morning brief of articles or of a ledger's latest days, each line with the sentence it stands on."""
    if not paths:
        from tocsin import chronicle
        from tocsin.desk.brief import deliver_brief

        with opening.opened(db) as ledger:
            opening.settled(ledger, db)
            deliver_brief(chronicle.brief(ledger, since, until), format.value, output)
        return
    if db is not None:
        raise UsageError("give either files or --db; `tocsin add` puts files into a ledger")
    from tocsin.desk import runs

    asked = runs.Days(since, until, date)
    raise typer.Exit(
        runs.brief(paths, format.value, own_parties=parties, processes=processes, output=output, days=asked)
    )


@app.command(
    rich_help_panel=READ,
    epilog="Examples: `tocsin explain e-1f2e3d4c5b6a`, `tocsin explain e-1f2e3d4c5b6a news/`, "
    "`tocsin explain pronoun-subject`",
)
def explain(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="Id of an event or statement, or name of a rule.")],
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH", help="The inputs that it was read from; else the ledger.")
    ] = None,
    db: Db = None,
    parties: OwnParties = None,
) -> None:
    """Say in plain words why an event or statement was coded as it is."""
    from tocsin.desk import runs

    raise typer.Exit(runs.explain(identifier, paths or [], db, own_parties=parties))


@app.command(
    rich_help_panel=SET_UP,
    epilog='Examples: `tocsin resolve --date 2014-03-14 "Secretary Kerry"`, `tocsin resolve -f jsonl names.jsonl`',
)
def resolve(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME|FILE", help='Names, or a JSONL file of {"surface", "date"?}.')
    ],
    date: At = None,
    format: Annotated[ReadFormat, typer.Option("--format", "-f", help="How to print.")] = ReadFormat.table,
    parties: OwnParties = None,
) -> None:
    """Say whom a name, office or phrase means at a date."""
    from tocsin.desk import names as naming

    raise typer.Exit(naming.resolve(names, date=date, format=format.value, own_parties=parties))


@parties_app.command("check", epilog="Example: tocsin parties check my-parties.csv")
def parties_check(
    file: Annotated[Path, typer.Argument(help="The parties file to check.")],
) -> None:
    """Check a parties file of your own and name every line that is wrong."""
    from tocsin.desk import names

    raise typer.Exit(names.check_parties(file))


@app.command(rich_help_panel=SET_UP)
def schema() -> None:
    """Print the JSON Schema of `tocsin read --format jsonl`."""
    from tocsin.desk import runs

    raise typer.Exit(runs.schema())


@app.command(rich_help_panel=SET_UP)
def doctor() -> None:
    """Check the installation and say what to do about anything that is missing."""
    from tocsin.desk import checks

    raise typer.Exit(checks.doctor())


@app.command(rich_help_panel=SET_UP, epilog="Example: tocsin demo --output brief.html")
def demo(output: Output = None) -> None:
    """Read the demo crisis that comes with Tocsin and print its morning brief."""
    from tocsin.desk import runs

    raise typer.Exit(runs.demo(output))


ledger_cli.register(app)
positions_cli.register(app)
warning_cli.add_commands(app)
app.add_typer(parties_app, name="parties", rich_help_panel=SET_UP)


def main() -> None:
    """Run the command line and turn Tocsin's own errors into one line on standard error."""
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except SystemExit as end:
        if end.code == _INTERRUPTED:
            Console(stderr=True, highlight=False).print("tocsin: interrupted")
        if not isinstance(end.__context__, BrokenPipeError):
            raise
        _leave_output()
    except BrokenPipeError:
        _leave_output()
    except TocsinError as error:
        Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(f"tocsin: {error}")
        sys.exit(2)
    except KeyboardInterrupt:
        Console(stderr=True, highlight=False).print("tocsin: interrupted")
        sys.exit(_INTERRUPTED)
    except OSError as error:
        # standard output could not be written to (a full disk); inputs' own errors never come this far
        Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(
            f"tocsin: the output cannot be written ({error.strerror}); make room or choose another place"
        )
        sys.stdout = None  # or the interpreter would try to flush it once more
        sys.exit(2)


def _leave_output() -> NoReturn:
    """End quietly where the reader of our output has gone (`| head`); what is still to be written goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(0)
