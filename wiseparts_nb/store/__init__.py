"""The workbench's own store: what people set and the workbench must remember, in SQLite or PostgreSQL.

SQLite by default, for it needs no set-up; PostgreSQL where several machines share one store. Never DuckDB: one process may
hold that. A connection lives for one reading or one change, so a store may be shared by threads and survives a fork.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.engine import Connection

from wiseparts_nb.errors import InputError, UnknownNameError
from wiseparts_nb.locale import LANGUAGES
from wiseparts_nb.settings import Settings
from wiseparts_nb.store.places import Place, place_of, told
from wiseparts_nb.store.tables import upgrade, version_of, view_settings

__all__ = ["VIEW_SETTINGS", "Store", "open_store"]

VIEW_SETTINGS: Mapping[str, tuple[bool | str, ...]] = {
    "all_sales": (False, True),
    "language": LANGUAGES,
    "theme": ("auto", "dark", "light"),
}
"""What a reader may set on a page, each with the values it may have."""


@dataclass(frozen=True)
class Store:
    """The store at one place; nothing is created before the first change.

    Every method raises :class:`~wiseparts_nb.errors.StoreError`, one sentence, where the store cannot be used.
    """

    place: Place

    def remembered(self, reader: str) -> dict[str, bool | str]:
        """Return what a reader set, by the names of ``VIEW_SETTINGS``; what was never set is absent."""
        columns = view_settings.columns
        asked = select(columns.name, columns.value).where(columns.reader == reader)
        found = {name: _value(name, text) for name, text in self.read(asked)}
        return {name: value for name, value in found.items() if value is not None}

    def remember(self, reader: str, name: str, value: bool | str) -> None:  # noqa: FBT001 - a switch is a value
        """Keep a setting of a reader; the last change holds.

        Raises
        ------
        UnknownNameError
            There is no such setting.
        InputError
            It cannot have this value.
        """
        if name not in VIEW_SETTINGS:
            raise UnknownNameError("view setting", name, VIEW_SETTINGS)
        known = _value(name, str(value))
        if known != value or type(known) is not type(value):  # 1 is no switch, though 1 == True
            choices = ", ".join(map(repr, VIEW_SETTINGS[name]))
            raise InputError(f"The view setting {name!r} is {value!r}; it can be {choices}.")
        changed = {"value": str(value), "changed_at": datetime.now(UTC)}
        added = _insert(self.place.dialect).values(reader=reader, name=name, **changed)
        with self.change() as connection:
            connection.execute(
                added.on_conflict_do_update(index_elements=["reader", "name"], set_=changed)
            )

    def read(
        self, asked: Select[*tuple[Any, ...]], *, since: int = 1
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return rows, none where nothing was ever written or the tables are older than version ``since``."""
        with told(self.place, "read"):
            if not self.place.is_there:
                return ()
            with self.place.engine.connect() as connection:
                there = version_of(connection) >= since
                return connection.execute(asked).all() if there else ()

    @contextmanager
    def change(self) -> Generator[Connection]:
        """Open a transaction on tables of this version: what is done in it holds as a whole, or an error undoes it."""
        with told(self.place, "written"):
            self.place.make()
            with self.place.engine.begin() as connection:
                upgrade(connection)
                yield connection


def _insert(dialect: str) -> Any:
    """Return an insertion of settings that can become an update, which each database spells in its own way."""
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:  # a tenth of a second to import
        from sqlalchemy.dialects.postgresql import insert
    return insert(view_settings)


def _value(name: str, text: str) -> bool | str | None:
    """Return the value that a setting had when it was written as ``text``; None where it has no such value (any more)."""
    return {str(choice): choice for choice in VIEW_SETTINGS.get(name, ())}.get(text)


def open_store(settings: Settings) -> Store:
    """Open the store that the settings name; a SQLite file is created by the first change, for its owner alone.

    A relative file is looked for here and in the folders above, like the snapshots: a notebook's kernel starts in the
    notebook's own folder.

    Raises
    ------
    StoreError
        The address is none, the file is damaged, of a newer version or no store of the workbench, or the server does not answer.
    """
    store = Store(place_of(settings))
    store.remembered("")  # whatever is wrong with it is told now
    return store
