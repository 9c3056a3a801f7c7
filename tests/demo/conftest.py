"""The default demo company, inserted once into tables that enforce every rule of the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest

from wiseparts_nb.demo import Company, company
from wiseparts_nb.source.schema import ddl

Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def demo() -> Company:
    return company()


@pytest.fixture(scope="session")
def filled(demo: Company) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": "1"}) as connection:
        connection.execute(ddl())
        demo.fill(connection)
        yield connection


@pytest.fixture(scope="session")
def ask(filled: duckdb.DuckDBPyConnection) -> Ask:
    """Return the rows of a query on the default company."""

    def rows(sql: str, *values: object) -> list[tuple[Any, ...]]:
        return filled.execute(sql, list(values)).fetchall()

    return rows
