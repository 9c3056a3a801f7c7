"""Options that several commands share, and words of the command line turned into values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from wiseparts_nb.errors import InputError, UnknownNameError

__all__ = ["AsJson", "AsOf", "Config", "Language", "Quiet", "User", "day_of", "names_of"]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="YYYY-MM-DD", help="Day of the numbers; default: the data's own."
    ),
]
Config = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Configuration; default: wiseparts.toml here."),
]
Language = Annotated[str | None, typer.Option("--lang", metavar="LANG", help="en, fr or es.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Print nothing but the result.")]
User = Annotated[
    str | None,
    typer.Option(
        "--reader", metavar="USER", help="Through this user's wholesaler; default: the setting."
    ),
]


def day_of(text: str | None) -> date | None:
    """Return the day that a person wrote; None where none was.

    Raises
    ------
    InputError
        It is not a day.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"{text!r} is not a day. Write it as year-month-day: 2026-11-23."
        ) from None


def names_of(text: str, known: Sequence[str], *, what: str) -> tuple[str, ...]:
    """Return the names of a list with commas, each once.

    Raises
    ------
    UnknownNameError
        One of them is not ``known``.
    """
    names = tuple(dict.fromkeys(filter(None, (part.strip() for part in text.split(",")))))
    for name in names or ("",):
        if name not in known:
            raise UnknownNameError(what, name, known)
    return names
