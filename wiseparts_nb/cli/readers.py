"""Who types a command, as far as their rights matter to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wiseparts_nb.access import Reader, machine_reader

if TYPE_CHECKING:
    from wiseparts_nb.settings import Settings

__all__ = ["reader_at_work"]


def reader_at_work(settings: Settings, user_id: str | None) -> Reader:
    """Return the user who is named, by the setting where none is; else the one person of this machine, for whom no data are read.

    Raises
    ------
    UnknownNameError
        There is no such user.
    """
    named = user_id or settings.reader
    if not named:
        return machine_reader()
    from wiseparts_nb.source.source import open_source
    from wiseparts_nb.source.users import reader_of

    return reader_of(open_source(settings), named)
