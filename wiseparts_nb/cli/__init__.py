"""The command line, ``wiseparts``: each command parses its arguments, calls one function and prints one result.

Results go to stdout, everything else to stderr. Exit codes: 0 all done, 2 some failed, 3 none made, 4 refused. Heavy libraries
are imported inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.exceptions import TyperException

from wiseparts_nb.cli import agreements, batches, goals, kpis, pages, programs, snapshots
from wiseparts_nb.cli.output import note
from wiseparts_nb.errors import WisePartsError

__all__ = ["app", "main"]

REFUSED = 4

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Figures, meeting briefs and reports of a parts distributor.",
    epilog="Start with: wiseparts demo && wiseparts run parameters/meeting_briefs.yaml --limit 12",
)
app.command(epilog="Example: wiseparts demo --customers 50 --lines 20000 --seed 7")(snapshots.demo)
app.command(
    epilog="Example: wiseparts load parameters/mappings/templates.toml --rejects rejects.csv"
)(snapshots.load)
app.command(epilog="Example: wiseparts template sales --out sales.xlsx")(snapshots.template)
app.command(epilog="Example: wiseparts status --json")(snapshots.status)
app.command(epilog="Example: wiseparts kpi sales_trend --customer C-0001 --explain")(kpis.kpi)
app.command(epilog="Example: wiseparts run parameters/meeting_briefs.yaml --only C-0001 --lang fr")(
    batches.run
)
app.command(epilog="Example: wiseparts backtest --months 6")(kpis.backtest)
app.add_typer(agreements.agreements, name="agreements")
app.add_typer(goals.goals, name="goals")
app.command(epilog="Example: wiseparts dashboards --port 8866")(pages.dashboards)
app.command(epilog="Example: wiseparts lab --no-browser")(programs.lab)
app.command(epilog="Example: wiseparts doctor --json")(programs.doctor)


@app.callback()
def _about(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of an error. May stand anywhere.")
    ] = False,
) -> None:
    del debug  # read by main, which sees every error


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; an error is one message on stderr, with ``--debug`` a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    try:
        code = app(
            [word for word in given if word != "--debug"], "wiseparts", standalone_mode=False
        )
        sys.stdout.flush()
    except WisePartsError as error:
        if debug:
            raise
        note(f"wiseparts: {error}")
        return error.exit_code
    except TyperException as error:
        return _misspelt(error)
    except (KeyboardInterrupt, typer.Abort):
        note("wiseparts: stopped")
        return 130
    except (
        BrokenPipeError,
        SystemExit,
    ):  # `... | head` has seen enough; Typer makes the one of the other
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # a mistake of ours: its traceback only when asked for
        if debug:
            raise
        note(f"wiseparts: unexpected {type(error).__name__}: {error}")
        note(
            "This is a mistake of the program, not yours. Add --debug to see where, and report it."
        )
        return 1
    return code if isinstance(code, int) else 0


def _misspelt(error: TyperException) -> int:
    message = error.format_message()
    if message:
        note(f"wiseparts: {message}")
    context = getattr(error, "ctx", None)
    if context is not None:
        note(
            f"Type '{context.command_path} --help' for what there is."
            if message
            else context.get_help()
        )
    return REFUSED
