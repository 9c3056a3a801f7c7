"""Where a store may be: a SQLite file of one machine, or a PostgreSQL; and what either says when it cannot be used."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from sqlalchemy.engine import Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from wiseparts_nb.errors import StoreError
from wiseparts_nb.settings import Settings
from wiseparts_nb.store.tables import SCHEMA, create

__all__ = ["Place", "place_of", "told"]

WAIT_SECONDS = 10
"""How long a change waits for those of others, and a connection for a server."""
_SERVERS = ("postgresql://", "postgresql+psycopg://")


@dataclass(frozen=True)
class Place:
    """Where a store is; ``file`` is None in PostgreSQL."""

    engine: Engine
    file: Path | None

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    @property
    def is_there(self) -> bool:
        """False while a file was never written."""
        return self.file is None or self.file.exists()

    def make(self) -> None:
        """Create the file where there is none: aside, then moved into place whole.

        Of two processes that do so at once one's is kept, and nobody ever sees half a store.
        """
        if self.file is None or self.file.exists():
            return
        folder = self.file.parent
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".store-", dir=folder) as aside:
            new = Path(aside) / self.file.name
            new.touch(mode=0o600)
            _fill(new)
            with suppress(FileExistsError):
                self.file.hardlink_to(new)
        _sync(folder)


def place_of(settings: Settings) -> Place:
    """Return the place that the settings name.

    Raises
    ------
    StoreError
        It is no address, or psycopg is not installed.
    """
    if (written := settings.store_file) is not None:
        file = _nearest(written)
        return Place(_engine("sqlite", lambda: _sqlite(file)), file)
    if settings.store.startswith(_SERVERS):
        url = settings.store.replace("+psycopg", "", 1)
        return Place(_engine("postgresql+psycopg", lambda: _postgresql(url)), None)
    kind = settings.store.partition(":")[0]
    raise StoreError(
        f"The setting 'store' begins with {kind!r}; it is sqlite:///FILE or postgresql://USER@HOST/DATABASE."
    )


def _nearest(file: Path) -> Path:
    """Return the file as seen from here or from a folder above: where it is, or else where its folder is."""
    places = [place / file for place in (Path.cwd(), *Path.cwd().parents)]
    there = [place for place in places if place.exists()]
    beside = [place for place in places if place.parent.is_dir()]
    return (there or beside or places)[0]


def _engine(dialect: str, connect: Callable[[], Any]) -> Engine:
    try:
        return create_engine(f"{dialect}://", creator=connect, poolclass=NullPool)
    except ModuleNotFoundError:
        raise StoreError(
            "A store in PostgreSQL needs psycopg: pip install 'wiseparts-nb[postgres]'."
        ) from None


def _sqlite(file: Path) -> sqlite3.Connection:
    """Connect to a file that is there; a transaction begins where it is asked for, not by itself."""
    address = f"file:{quote(str(file))}?mode=rw"
    return sqlite3.connect(address, uri=True, timeout=WAIT_SECONDS, isolation_level=None)


def _postgresql(url: str) -> Any:
    import psycopg

    options = f"-c search_path={SCHEMA} -c timezone=UTC -c lock_timeout={WAIT_SECONDS}s"
    try:
        return psycopg.connect(url, options=options, connect_timeout=WAIT_SECONDS)
    except psycopg.ProgrammingError:  # its words repeat the address, password and all
        raise StoreError("the setting is no address of a PostgreSQL") from None


def _fill(new: Path) -> None:
    with _engine("sqlite", lambda: _sqlite(new)).connect() as connection:
        connection.exec_driver_sql("pragma journal_mode = wal")  # the file remembers it
        connection.exec_driver_sql("pragma synchronous = full")
        connection.exec_driver_sql("begin immediate")
        create(connection)
        connection.commit()


def _sync(folder: Path) -> None:
    """Have the name of a new file on the disk, not its bytes alone."""
    if os.name == "nt":  # where folders cannot be opened
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def told(place: Place, done: str) -> Generator[None]:
    """Turn what a database or a disk says into one sentence.

    Raises
    ------
    StoreError
        The store could not be ``done`` (read, written).
    """
    try:
        yield
    except StoreError as error:
        reason = str(error)
    except DBAPIError as error:
        reason = " ".join(str(error.orig).split()).rstrip(".?")
    except OSError as error:
        reason = error.strerror or str(error)
    else:
        return
    name = "in PostgreSQL" if place.file is None else str(place.file)
    raise StoreError(
        f"The workbench's own store {name} cannot be {done}: {reason}; see the setting 'store'."
    )
