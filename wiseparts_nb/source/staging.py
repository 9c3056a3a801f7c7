"""What every staged source shares: where it is staged, the view under its name, and the checks of its header."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import duckdb

from wiseparts_nb.errors import ConfigurationError, IngestError, UnknownNameError
from wiseparts_nb.source.quoting import identifier
from wiseparts_nb.source.templates import import_types

__all__ = ["Staging", "checked_header", "require", "show", "show_empty", "unreadable"]


@dataclass(frozen=True)
class Staging:
    """The loader's own database while sources arrive in it.

    Attributes
    ----------
    con
        Has the schemas ``staged`` and ``work`` and the table ``work.rejects``.
    root
        Where relative paths start.
    work
        A folder for temporary files.
    """

    con: duckdb.DuckDBPyConnection
    root: Path
    work: Path


def show(at: Staging, name: str, rows: str, *, template: str | None, header: Iterable[str]) -> None:
    """Show the SELECT `rows` as the source `name`; a filled-in template gets the columns that it leaves out as NULL."""
    absent = [column for column in import_types().get(template or "", ()) if column not in header]
    more = "".join(f", cast(null as varchar) as {identifier(column)}" for column in absent)
    at.con.execute(f"create view {name} as select *{more} from ({rows})")


def show_empty(at: Staging, name: str, template: str | None) -> None:
    """Show a template that nobody filled in, for a file that is optional and not there."""
    at.con.execute(f"create table staged.{name} (source_row bigint)")
    show(at, name, f"select * from staged.{name}", template=template, header=())


def checked_header(
    name: str, path: Path, header: list[str], template: str | None = None
) -> list[str]:
    """The header itself.

    Raises
    ------
    IngestError
        A column has no name, or the name of another, or the one that the loader adds.
    ConfigurationError
        The file is said to be a template and has a column that is not one of it, or another delimiter than stated.
    """
    where = f"[sources.{name}] {path.name}"
    if template and len(header) == 1 and (other := re.search(r"[;\t|]", header[0])):
        raise ConfigurationError(
            f"{where} has one column only, with {other[0]!r} in its name. State delimiter = {other[0]!r} in the mapping."
        )
    if not any(header):
        raise IngestError(
            f"{where} has no header row: it is empty there. Check the file and header_row."
        )
    for at, column in enumerate(header):
        if not column:
            raise IngestError(
                f"{where}: column {at + 1} has no name in the header. Name it or remove it."
            )
        if column.casefold() in (earlier.casefold() for earlier in header[:at]):
            raise IngestError(
                f"{where}: the header names {column!r} twice. Rename one of the columns."
            )
        if column.casefold() == "source_row":
            raise IngestError(
                f"{where}: a column is called source_row, which the loader adds. Rename it."
            )
        if template and column not in import_types()[template]:
            unknown = UnknownNameError(
                f"column of the {template} template", column, import_types()[template]
            )
            raise ConfigurationError(f"{where}: {unknown}")
    return header


def require(name: str, path: Path) -> Path:
    """The path of a file that is there and not empty.

    Raises
    ------
    ConfigurationError
        There is no such file; the nearest name beside it is offered.
    IngestError
        The file is empty.
    """
    if path.is_file() and path.stat().st_size:
        return path
    if path.is_file():
        raise IngestError(f"[sources.{name}] {path} is empty: it has not even a header.")
    there = (
        [one.name for one in path.parent.iterdir() if one.is_file()] if path.parent.is_dir() else []
    )
    near = get_close_matches(path.name, there, n=1)
    hint = f"Did you mean {near[0]!r}?" if near else "Check path, root and --root."
    raise ConfigurationError(f"[sources.{name}] There is no file {path}. {hint}")


def unreadable(name: str, path: Path, error: duckdb.Error) -> IngestError:
    """A file that the engine cannot make sense of."""
    if "state machine reached an invalid state" in str(error):
        said = "ends its lines in several ways (CR LF and LF). Save it again with one kind of line end."
        return IngestError(f"[sources.{name}] {path.name} {said}")
    return IngestError(f"[sources.{name}] {path.name} cannot be read: {str(error).splitlines()[0]}")
