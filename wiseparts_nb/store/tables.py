"""The tables of the store and how they came about, version by version."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Column, DateTime, Integer, MetaData, Table, Text, select
from sqlalchemy.engine import Connection

from wiseparts_nb.errors import StoreError

__all__ = [
    "CONTRACTS_SINCE",
    "SCHEMA",
    "STEPS",
    "contract_numbers",
    "contract_versions",
    "contracts",
    "create",
    "upgrade",
    "version_of",
    "view_settings",
]

_tables = MetaData()
_store_version = Table("store_version", _tables, Column("version", Integer, nullable=False))
view_settings = Table(
    "view_settings",
    _tables,
    Column("reader", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),  # UTC, for SQLite keeps no zone
)
contract_numbers = (
    Table(  # counted, so that a number is never given twice, even of what was removed
        "contract_numbers",
        _tables,
        Column("kind", Text, primary_key=True),
        Column("last", Integer, nullable=False),
    )
)
contracts = Table(
    "contracts",
    _tables,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("terms", Text, nullable=False),
    Column("approved", Text),
    Column("written", Text, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)
contract_versions = Table(
    "contract_versions",
    _tables,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("terms", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("approved_at", DateTime(timezone=True), nullable=False),
)


def _first(connection: Connection) -> None:
    _tables.create_all(connection, tables=[_store_version, view_settings], checkfirst=False)
    connection.execute(_store_version.insert().values(version=0))


def _with_contracts(connection: Connection) -> None:
    added = [contract_numbers, contracts, contract_versions]
    _tables.create_all(connection, tables=added, checkfirst=False)
    for kind in ("agreement", "goal"):
        connection.execute(contract_numbers.insert().values(kind=kind, last=0))


STEPS: tuple[Callable[[Connection], None], ...] = (_first, _with_contracts)
"""What makes each version of the tables from the one before. A step that was released is never changed."""
CONTRACTS_SINCE = 2
"""The version that brought ``contracts``, their versions and their numbers."""

SCHEMA = "workbench"
"""Where the tables stand in PostgreSQL."""
_TURN = 7_461_305_528
"""A number of our own, by which upgrades of one PostgreSQL take turns."""
_FOUND = {
    "sqlite": "select name from sqlite_master where name = 'store_version'",
    "postgresql": "select to_regclass('store_version')",
}


def version_of(connection: Connection) -> int:
    """Return the version of the tables, 0 where there are none yet.

    Raises
    ------
    StoreError
        They are of a version that is not known yet, or the file holds something else.
    """
    dialect = connection.dialect.name
    if connection.exec_driver_sql(_FOUND[dialect]).scalar() is None:
        if dialect == "sqlite":  # a file of ours is never without
            raise StoreError("it is no store of the workbench")
        return 0
    version = connection.execute(select(_store_version.columns.version)).scalar_one()
    if version > len(STEPS):
        raise StoreError(f"a newer workbench made it, version {version} and not {len(STEPS)}")
    return version


def create(connection: Connection) -> None:
    """Make the tables of this version, in a transaction of the caller."""
    _take_steps(connection, 0)


def upgrade(connection: Connection) -> None:
    """Begin a change, on tables of this version: processes that find older ones take turns, and the first brings them up."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("pragma synchronous = full")
        connection.exec_driver_sql("begin immediate")
    elif version_of(connection) < len(STEPS):
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({_TURN})")
        connection.exec_driver_sql(f"create schema if not exists {SCHEMA}")
    _take_steps(connection, version_of(connection))


def _take_steps(connection: Connection, version: int) -> None:
    for step in STEPS[version:]:
        step(connection)
    if version < len(STEPS):
        connection.execute(_store_version.update().values(version=len(STEPS)))
