"""Snapshots: read-only DuckDB files that appear whole or not at all.

A snapshot is written under a working name, sorted for reading, synced to disk, renamed, and only then does the link
``current.duckdb`` point to it. Readers open the real path behind the link, so a publish never waits for them nor they for it.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb

from wiseparts_nb.errors import SourceError
from wiseparts_nb.source.quoting import literal
from wiseparts_nb.source.schema import Table, fingerprint, tables

__all__ = [
    "CURRENT",
    "Load",
    "Prepare",
    "Snapshot",
    "current",
    "describe",
    "described",
    "publish",
    "working_folder",
]

CURRENT = "current.duckdb"
_ABANDONED = timedelta(hours=1)
_BLOCK_BYTES = 64 * 1024
"""A page reads a few rows of many tables: of DuckDB's usual 256 KiB blocks its process would keep 20 MB more."""
_WAY_OUT = "Make one with `wiseparts load MAPPING.toml` (or `wiseparts demo`)."
_FRAME = """
create table snapshot (id text, as_of date, created_at timestamp, company text, currency text, country text,
                       subdivision text, zone text, source text, schema text);
create table loads (table_name text, source text, taken bigint, rejected bigint, excluded bigint);
"""
_FINDINGS = """
create table rejects (source text, source_row bigint, table_name text, field text, value text, rule text);
create table exclusions (table_name text, name text, rows bigint);
"""


@dataclass(frozen=True)
class Load:
    """Where one table came from, and how many rows were taken, rejected by a rule, or excluded on purpose."""

    table: str
    source: str
    taken: int
    rejected: int
    excluded: int = 0


@dataclass(frozen=True)
class Snapshot:
    """What a snapshot says about itself.

    Attributes
    ----------
    as_of
        The last day that the numbers include.
    created_at
        When it was published, UTC.
    currency, country, subdivision, zone
        ISO 4217 code; ISO 3166 codes whose holidays count (subdivision None: the whole country); IANA time zone.
    source
        A short label of where the rows came from.
    loads
        One entry a table that has rows.
    """

    path: Path
    id: str
    as_of: date
    created_at: datetime
    company: str
    currency: str
    country: str
    subdivision: str | None
    zone: str
    source: str
    loads: tuple[Load, ...]

    @property
    def filled(self) -> frozenset[str]:
        """Names of the tables that have rows."""
        return frozenset(load.table for load in self.loads if load.taken)


Prepare = Callable[[duckdb.DuckDBPyConnection, Snapshot], None]
"""Runs last, over the sorted tables of a snapshot that is not in place yet, and may add tables of its own."""


def publish(  # noqa: PLR0913 - what a snapshot must know about itself, each by name
    folder: Path,
    fill: Callable[[duckdb.DuckDBPyConnection], None],
    *,
    as_of: date,
    company: str,
    currency: str,
    country: str,
    zone: str,
    source: str,
    subdivision: str | None = None,
    loads: Sequence[Load] = (),
    prepare: Prepare | None = None,
    keep: int = 3,
    memory_limit: str = "1GB",
    threads: int = 2,
) -> Snapshot:
    """Write a new snapshot and make it the current one.

    Parameters
    ----------
    fill
        Inserts into the canonical tables (and, if it has any, into ``rejects`` and ``exclusions``) of the connection it
        is given. No constraint is checked here: rows from outside go through :func:`wiseparts_nb.source.ingest.load`.
    loads
        What is known of each table's origin; a table that is filled but not listed is counted and said to be from `source`.
    prepare
        Runs last, over the sorted tables, and may add tables of its own.
    keep
        How many snapshots stay in the folder, this one included.
    memory_limit, threads
        Bounds of the writer; sorting spills to disk beyond them.

    Raises
    ------
    SourceError
        The folder cannot be written. Errors of `fill` and `prepare` pass through; the current snapshot is then unchanged.
    """
    config = {
        "memory_limit": memory_limit,
        "threads": str(threads),
        "default_block_size": str(_BLOCK_BYTES),
    }
    about = (company, currency, country, subdivision, zone, source)
    with working_folder(folder, "snapshot") as work:
        with _connect(work / "filled.duckdb", config) as con:
            con.begin()
            for table in tables().values():
                con.execute(table.bare_ddl())
            con.execute(_FINDINGS)
            con.commit()
            fill(con)
        created_at = datetime.now(UTC).replace(microsecond=0)
        name, path = _new_name(folder, created_at)
        with _connect(work / "sorted.duckdb", config) as con:
            _copy_sorted(con, work / "filled.duckdb")
            con.execute(_FRAME)
            con.execute(
                "insert into snapshot values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [name, as_of, created_at.replace(tzinfo=None), *about, fingerprint()],
            )
            for load in _complete(con, loads, source):
                con.execute("insert into loads values (?, ?, ?, ?, ?)", list(astuple(load)))
            if prepare is not None:
                prepare(con, _told(con, path, "main"))
        snapshot = _put_in_place(work / "sorted.duckdb", path)
    _prune(folder, keep)
    return snapshot


def current(folder: Path) -> Path:
    """The real path of the newest published snapshot.

    Raises
    ------
    SourceError
        Nothing was published in the folder, or what was is gone.
    """
    link = folder / CURRENT
    if not os.path.lexists(link):
        raise SourceError(f"There is no snapshot in {folder.absolute()}. {_WAY_OUT}")
    if not link.exists():
        raise SourceError(f"{link} points to {str(link.readlink())!r}, which is gone. {_WAY_OUT}")
    return link.resolve()


def describe(path: Path) -> Snapshot:
    """What the snapshot in a file says about itself.

    Raises
    ------
    SourceError
        The file is missing, empty, cut off, not a DuckDB file, not a snapshot, or of another version of the tables.
    """
    _require_file(path)
    with duckdb.connect(config={"threads": "1", "memory_limit": "256MB"}) as con:
        try:
            con.execute(f"attach {literal(path)} as s (read_only)")
        except duckdb.Error as error:
            raise SourceError(_unreadable(path, error)) from error
        return described(con, path, "s")


def described(con: duckdb.DuckDBPyConnection, path: Path, catalog: str = "main") -> Snapshot:
    """What a snapshot that is open already says about itself: the database ``catalog`` of a connection.

    Raises
    ------
    SourceError
        It is not a snapshot, or of another version of the tables.
    """
    _require_ours(con, path, catalog)
    return _told(con, path, catalog)


def _told(con: duckdb.DuckDBPyConnection, path: Path, catalog: str) -> Snapshot:
    """Read what a snapshot says about itself, in the database that is attached as ``catalog``."""
    *about, created_at = con.execute(
        f"""select id, as_of, company, currency, country, subdivision, zone, source, created_at
            from {catalog}.snapshot"""
    ).fetchall()[0]
    loads = con.execute(
        f"select table_name, source, taken, rejected, excluded from {catalog}.loads order by rowid"
    ).fetchall()
    name, as_of, company, currency, country, subdivision, zone, source = about
    return Snapshot(
        path=path.resolve(),
        id=name,
        as_of=as_of,
        created_at=created_at.replace(tzinfo=UTC),
        company=company,
        currency=currency,
        country=country,
        subdivision=subdivision,
        zone=zone,
        source=source,
        loads=tuple(Load(*load) for load in loads),
    )


@contextmanager
def working_folder(folder: Path, name: str) -> Generator[Path]:
    """A folder for half-written files, beside the snapshots (same disk) and gone afterwards.

    A process killed half way leaves it behind; the next one removes what nobody has written to for an hour.

    Raises
    ------
    SourceError
        The folder cannot be made, or its disk is full.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        work = folder / f"{name}-{os.getpid()}-{secrets.token_hex(4)}.tmp"
        work.mkdir(mode=0o700)
    except OSError as error:
        way_out = "Choose a folder that you may write to."
        raise SourceError(f"Cannot write in {folder}: {error.strerror}. {way_out}") from error
    try:
        yield work
    except Exception as error:
        if os.strerror(errno.ENOSPC) not in str(error):
            raise
        way_out = "Free some space or choose another folder; nothing was published."
        raise SourceError(f"The disk of {folder} is full. {way_out}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _sweep(folder: Path) -> None:
    for left in folder.glob("*-*.tmp"):
        written = max((p.stat().st_mtime for p in (left, *left.glob("*")) if p.exists()), default=0)
        if left.is_dir() and time.time() - written > _ABANDONED.total_seconds():
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _connect(path: Path, config: dict[str, str]) -> Generator[duckdb.DuckDBPyConnection]:
    spill = str(path.with_suffix(".spill"))
    try:
        with duckdb.connect(str(path), config={**config, "temp_directory": spill}) as con:
            yield con
            con.execute("checkpoint")
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        said = "The snapshot could not be written; the one in use is unchanged"
        raise SourceError(f"{said}: {str(error).splitlines()[0]}") from error


def _copy_sorted(con: duckdb.DuckDBPyConnection, filled: Path) -> None:
    """Copy every table in reading order: a customer's lines lie together, oldest first (see data.md for what it buys)."""
    con.execute(f"attach {literal(filled)} as filled (read_only)")
    con.begin()
    for table in tables().values():
        con.execute(table.bare_ddl())
        order = f" order by {', '.join(_reading_order(table))}" if table.rows_of_a_customer else ""
        con.execute(f"insert into {table.name} select * from filled.{table.name}{order}")
    con.execute(_FINDINGS)
    for name in ("rejects", "exclusions"):
        con.execute(f"insert into {name} select * from filled.{name}")
    con.commit()
    con.execute("detach filled")


def _reading_order(table: Table) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("customer_id", *filter(None, [table.day]), *table.primary_key)))


def _complete(con: duckdb.DuckDBPyConnection, loads: Sequence[Load], source: str) -> Iterator[Load]:
    known = {load.table: load for load in loads}
    for name in tables():
        if name in known:
            yield known[name]
        elif rows := con.execute(f"select count(*) from {name}").fetchall()[0][0]:
            yield Load(name, source, taken=rows, rejected=0)


def _new_name(folder: Path, created_at: datetime) -> tuple[str, Path]:
    while True:
        name = f"{created_at:%Y-%m-%dT%H%M}-{secrets.token_hex(2)}"
        path = folder / f"snapshot-{name}.duckdb"
        if not path.exists():
            return name, path


def _put_in_place(written: Path, path: Path) -> Snapshot:
    written.chmod(0o440)
    _sync(written)
    written.rename(path)
    link = written.with_name(CURRENT)
    link.symlink_to(path.name)
    link.replace(path.with_name(CURRENT))
    _sync(path.parent)
    return describe(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _prune(folder: Path, keep: int) -> None:
    in_use = current(folder)
    others = [p for p in folder.glob("snapshot-*.duckdb") if p.resolve() != in_use]
    others.sort(key=lambda p: p.stat().st_mtime_ns, reverse=True)
    for old in others[max(keep - 1, 0) :]:
        old.unlink(missing_ok=True)


def _require_file(path: Path) -> None:
    if not path.exists():
        raise SourceError(f"There is no snapshot at {path}. {_WAY_OUT}")
    if not path.is_file():
        raise SourceError(f"{path} is a folder; a snapshot is one file. {_WAY_OUT}")
    if path.stat().st_size == 0:
        raise SourceError(f"{path} is empty; a snapshot is never. {_WAY_OUT}")


def _unreadable(path: Path, error: duckdb.Error) -> str:
    reason = str(error)
    if "not a valid DuckDB" in reason:
        return f"{path} is not a DuckDB file. {_WAY_OUT}"
    if "Could not read" in reason or "attempted to read" in reason:
        return f"{path} is cut off: part of the file is missing. {_WAY_OUT}"
    if "Corrupt" in reason:
        return f"{path} is damaged: its checksum does not match. {_WAY_OUT}"
    return f"{path} cannot be opened: {reason.splitlines()[0]} {_WAY_OUT}"


def _require_ours(con: duckdb.DuckDBPyConnection, path: Path, catalog: str) -> None:
    try:
        rows = con.execute(f"select schema from {catalog}.snapshot").fetchall()
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise SourceError(f"{path} is a DuckDB file but not a snapshot. {_WAY_OUT}") from error
    except duckdb.Error as error:
        raise SourceError(_unreadable(path, error)) from error
    if not rows:
        raise SourceError(f"{path} is a DuckDB file but not a whole snapshot. {_WAY_OUT}")
    if rows[0][0] != fingerprint():
        versions = f"{rows[0][0]}, this programme reads {fingerprint()}"
        rebuild = "Rebuild it with `wiseparts load` or `wiseparts demo`."
        raise SourceError(f"{path} has another version of the tables ({versions}). {rebuild}")
