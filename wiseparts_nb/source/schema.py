"""The canonical tables as values, read from ``schema.sql`` by the engine that will hold them.

Nobody lists a column twice: the loader's rules, the templates and the snapshot all follow from the one DDL file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType

import duckdb

from wiseparts_nb.errors import UnknownNameError

__all__ = ["Check", "Column", "Reference", "Table", "ddl", "fingerprint", "table", "tables"]


@dataclass(frozen=True)
class Check:
    """A condition over the columns of one row; NULL passes, as in SQL.

    Attributes
    ----------
    expression
        SQL over the bare column names.
    columns
        The columns it reads.
    """

    expression: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Reference:
    """A column whose values are keys of another table, or NULL."""

    column: str
    table: str
    key: str


@dataclass(frozen=True)
class Column:
    """A column of a canonical table.

    Attributes
    ----------
    type
        As DuckDB spells it: ``VARCHAR``, ``DECIMAL(18,2)``, ``DATE`` ...
    required
        True where NULL is refused.
    """

    name: str
    type: str
    required: bool


@dataclass(frozen=True)
class Table:
    """A canonical table: its columns in order and what every row must obey."""

    name: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    references: tuple[Reference, ...]
    checks: tuple[Check, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def day(self) -> str | None:
        """The column that dates a row (``sold_on`` of a sales line), None where nothing does."""
        dated = [c.name for c in self.columns if c.type in ("DATE", "TIMESTAMP")]
        return dated[0] if dated else None

    @property
    def rows_of_a_customer(self) -> bool:
        """True where rows carry a ``customer_id``: a snapshot sorts such a table by it."""
        return "customer_id" in self.names

    def bare_ddl(self) -> str:
        """CREATE TABLE with names and types alone: a published snapshot carries no index."""
        return f"create table {self.name} ({', '.join(f'{c.name} {c.type}' for c in self.columns)})"


@cache
def ddl() -> str:
    """The text of ``schema.sql``."""
    return files("wiseparts_nb.source").joinpath("schema.sql").read_text(encoding="utf-8")


@cache
def fingerprint() -> str:
    """Eight hex digits that change with the tables, not with a comment or a space in ``schema.sql``."""
    return sha256(" ".join(re.sub(r"--.*", "", ddl()).split()).encode()).hexdigest()[:8]


@cache
def tables() -> Mapping[str, Table]:
    """Every canonical table by name; a table comes after those that it refers to."""
    with duckdb.connect() as con:
        con.execute(ddl())
        columns = con.execute(
            """select table_name, column_name, data_type, not is_nullable
               from duckdb_columns() where not internal order by table_oid, column_index"""
        ).fetchall()
        constraints = con.execute(
            """select table_name, constraint_type, expression, constraint_column_names,
                      referenced_table, referenced_column_names
               from duckdb_constraints() order by table_oid, constraint_index"""
        ).fetchall()
    names = dict.fromkeys(name for name, *_ in columns)
    return MappingProxyType({name: _table(name, columns, constraints) for name in names})


def table(name: str) -> Table:
    """One canonical table.

    Raises
    ------
    UnknownNameError
        No table is called so.
    """
    if name not in tables():
        raise UnknownNameError("table", name, tables())
    return tables()[name]


def _table(name: str, columns: list[tuple[str, ...]], constraints: list[tuple[str, ...]]) -> Table:
    own = [rule[1:] for rule in constraints if rule[0] == name]
    return Table(
        name=name,
        columns=tuple(Column(*c[1:3], required=bool(c[3])) for c in columns if c[0] == name),
        primary_key=next((tuple(rule[2]) for rule in own if rule[0] == "PRIMARY KEY"), ()),
        references=tuple(
            Reference(column=rule[2][0], table=rule[3], key=rule[4][0])
            for rule in own
            if rule[0] == "FOREIGN KEY"
        ),
        checks=tuple(Check(rule[1], tuple(rule[2])) for rule in own if rule[0] == "CHECK"),
    )
