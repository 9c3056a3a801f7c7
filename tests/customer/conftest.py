"""Rows in, dataclass out: a KPI test states its rows and what it expects, on DuckDB and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import pytest

from wiseparts_nb.period import Period
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.engine import DuckDB, Engine, PostgreSQL
from wiseparts_nb.source.postgres import postgres_ddl
from wiseparts_nb.source.schema import tables
from wiseparts_nb.source.snapshot import Load, Snapshot
from wiseparts_nb.source.source import Source

Filling = Mapping[str, Sequence[Mapping[str, Any]]]

MakeSource = Callable[..., Source]
"""``make(as_of, sales_lines=[{...}], ...) -> Source``: columns left out are NULL, customers are added when none are given."""

DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "customers": {"name": "A customer", "kind": "customer"},
    "sales_lines": {"line_no": 1, "quantity": 1},
    "quotes": {"status": "open"},
    "quote_lines": {"line_no": 1},
    "orders": {"status": "delivered"},
    "order_lines": {"line_no": 1},
}


@dataclass
class Store:
    """Empty databases of this process, made once and emptied after each test."""

    url: str | None = None
    free: list[Any] = field(default_factory=list[Any])

    def filled(self, rows: Filling) -> tuple[Engine, Callable[[], None]]:
        """Return an engine over a database with these rows, and what gives the database back."""
        return _duckdb(self, rows) if self.url is None else _postgres(self, self.url, rows)


@pytest.fixture(scope="session")
def stores() -> dict[str, Store]:
    """The stores by engine."""
    return {}


@pytest.fixture(params=["duckdb", "postgres"])
def make(request: pytest.FixtureRequest, stores: dict[str, Store]) -> Iterator[MakeSource]:
    """Return a function that makes a source from rows, on each engine."""
    if request.param not in stores:
        url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
        stores[request.param] = Store(url)
    with ExitStack() as closing:

        def source(
            as_of: date, *, settings: Settings | None = None, **rows: Sequence[Mapping[str, Any]]
        ) -> Source:
            filled = {
                name: [dict(DEFAULTS.get(name, {})) | dict(row) for row in some]
                for name, some in rows.items()
            }
            filled.setdefault(
                "customers", [{"customer_id": "C-1", "name": "A customer", "kind": "customer"}]
            )
            engine, give_back = stores[request.param].filled(filled)
            closing.callback(give_back)
            return Source(
                engine,
                _snapshot(as_of, filled),
                Period(as_of, "Europe/Paris", "FR"),
                settings or Settings(),
            )

        yield source


def _snapshot(as_of: date, filled: Filling) -> Snapshot:
    return Snapshot(
        path=Path("test.duckdb"),
        id="test",
        as_of=as_of,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        company="Test",
        currency="EUR",
        country="FR",
        subdivision=None,
        zone="Europe/Paris",
        source="test",
        loads=tuple(Load(name, "test", len(some), 0) for name, some in filled.items()),
    )


def _inserts(rows: Filling, *, mark: str, schema: str = "") -> Iterator[tuple[str, list[Any]]]:
    """Yield one statement for a table's rows of the same columns: row by row took most of a test."""
    for name, some in rows.items():
        by_columns: dict[tuple[str, ...], list[Any]] = {}
        for row in some:
            by_columns.setdefault(tuple(row), []).extend(row.values())
        for columns, values in by_columns.items():
            one = f"({', '.join([mark] * len(columns))})"
            marks = ", ".join([one] * (len(values) // len(columns)))
            yield f"insert into {schema}{name} ({', '.join(columns)}) values {marks}", values


def _duckdb(store: Store, rows: Filling) -> tuple[Engine, Callable[[], None]]:
    connection = store.free.pop() if store.free else duckdb.connect()
    made = connection.execute("select count(*) from duckdb_tables()").fetchone()
    if made == (0,):
        connection.execute(";".join(table.bare_ddl() for table in tables().values()))
    for statement, values in _inserts(rows, mark="?"):
        connection.execute(statement, values)

    def give_back() -> None:
        made = connection.execute("select table_name from duckdb_tables()").fetchall()
        for (name,) in made:
            if name in rows:
                connection.execute(f"delete from {name}")
            elif name not in tables():
                connection.execute(f"drop table {name}")  # what a test kept beside them
        store.free.append(connection)

    return DuckDB(connection), give_back


def _postgres(store: Store, url: str, rows: Filling) -> tuple[Engine, Callable[[], None]]:
    import psycopg

    schema = store.free.pop() if store.free else f"test_{uuid4().hex[:12]}"
    with psycopg.connect(url) as connection:
        if connection.execute("select to_regnamespace(%s)", [schema]).fetchone() == (None,):
            connection.execute(postgres_ddl(schema, constrained=False).encode())
        for statement, values in _inserts(rows, mark="%s", schema=f"{schema}."):
            connection.execute(statement.encode(), values)
    engine = PostgreSQL(url, schema=schema)

    def give_back() -> None:
        engine.close()
        with psycopg.connect(url) as connection:
            for name in rows:
                connection.execute(f"delete from {schema}.{name}".encode())
        store.free.append(schema)

    return engine, give_back
