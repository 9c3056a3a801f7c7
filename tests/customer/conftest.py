"""Rows in, dataclass out: a KPI test states its rows and what it expects, on DuckDB and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
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


@pytest.fixture(params=["duckdb", "postgres"])
def make(request: pytest.FixtureRequest) -> Iterator[MakeSource]:
    """Return a function that makes a source from rows, on each engine."""
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
            url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
            engine = _duckdb(filled) if url is None else _postgres(url, filled)
            closing.callback(engine.close)
            snapshot = Snapshot(
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
            period = Period(as_of, "Europe/Paris", "FR")
            return Source(engine, snapshot, period, settings or Settings())

        yield source


def _duckdb(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Engine:
    connection = duckdb.connect()
    for table in tables().values():
        connection.execute(table.bare_ddl())
    for name, some in rows.items():
        for row in some:
            marks = ", ".join("?" * len(row))
            connection.execute(
                f"insert into {name} ({', '.join(row)}) values ({marks})", list(row.values())
            )
    return DuckDB(connection)


def _postgres(url: str, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Engine:
    import psycopg

    schema = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(url) as connection:
        connection.execute(postgres_ddl(schema, constrained=False).encode())
        for name, some in rows.items():
            for row in some:
                marks = ", ".join(["%s"] * len(row))
                statement = f"insert into {schema}.{name} ({', '.join(row)}) values ({marks})"
                connection.execute(statement.encode(), list(row.values()))
    return PostgreSQL(url, schema=schema)
