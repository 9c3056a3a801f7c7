"""What a command prints: one result on stdout, notes and progress on stderr, plain where nobody looks at a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from typing import Any

__all__ = ["document", "lines", "note", "say", "table", "working"]


def note(text: str, *, quiet: bool = False) -> None:
    """Print something that is not the result."""
    if not quiet:
        sys.stderr.write(f"{text}\n")


def say(text: str) -> None:
    """Print a result in words."""
    sys.stdout.write(f"{text}\n")


def document(value: Any) -> None:
    """Print one JSON document; it holds plain values only."""
    say(json.dumps(value, indent=1, ensure_ascii=False))


def lines(values: Iterable[Any]) -> None:
    """Print one JSON object a line."""
    for value in values:
        say(json.dumps(value, ensure_ascii=False))


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str = "") -> None:
    """Print a table: numbers to the right; in colour on a terminal, else aligned and never cut."""
    cells = [["" if value is None else str(value) for value in row] for row in rows]
    right = [_is_numeric(row[place] for row in cells) for place in range(len(columns))]
    if sys.stdout.isatty():
        _print_rich(title, columns, cells, right)
        return
    shown = [list(columns), *cells]
    widths = [max(len(row[place]) for row in shown) for place in range(len(columns))]
    for row in shown:
        padded = (
            value.rjust(width) if numeric else value.ljust(width)
            for value, width, numeric in zip(row, widths, right, strict=True)
        )
        say("  ".join(padded).rstrip())


def _print_rich(
    title: str, columns: Sequence[str], cells: list[list[str]], right: list[bool]
) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=title or None, title_justify="left", box=None, pad_edge=False)
    for column, numeric in zip(columns, right, strict=True):
        drawn.add_column(column, justify="right" if numeric else "left", header_style="bold")
    for row in cells:
        drawn.add_row(*map(Text, row))  # values are never markup
    Console().print(drawn)


def _is_numeric(values: Iterable[str]) -> bool:
    found = [value.replace(",", "").replace(".", "").lstrip("-") for value in values if value]
    return bool(found) and all(value.isdigit() for value in found)


@contextmanager
def working(text: str, *, quiet: bool = False) -> Generator[None, None, None]:
    """Say that something takes a while: a spinner on a terminal, one line elsewhere."""
    if quiet or not sys.stderr.isatty():
        note(f"{text} ...", quiet=quiet)
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text):
        yield
