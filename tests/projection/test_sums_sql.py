from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pandas as pd
import psycopg
import pytest
from pandas.testing import assert_frame_equal

from tests.projection.histories import made_pool
from wiseparts_nb.errors import UnknownNameError
from wiseparts_nb.projection import (
    ORDER_DAYS_SQL,
    order_days_parameters,
    pool_of,
    pool_of_sums,
    project,
    project_sums,
    sums_parameters,
    sums_sql,
    week_of,
)
from wiseparts_nb.projection.sums import SUM_COLUMNS
from wiseparts_nb.source.engine import DuckDB, Engine, PostgreSQL

HISTORY = made_pool(40)
CLOSED = (date(2025, 5, 1), date(2024, 12, 25), date(2024, 12, 26))
PERIODS = {
    "month": (date(2025, 5, 1), date(2025, 5, 12), date(2025, 5, 31)),
    "first day": (date(2025, 4, 1), date(2025, 4, 1), date(2025, 4, 30)),
    "leap day": (date(2024, 2, 1), date(2024, 2, 29), date(2024, 2, 29)),
    "quarter": (date(2025, 4, 1), date(2025, 5, 12), date(2025, 6, 30)),
}
TABLE = "customer_id text, sold_on date, invoice_id text, net decimal(18, 2)"


def sales_lines() -> list[tuple[str, Any, str, float]]:
    """Two lines of one day and customer for each day of the history, in two invoices."""
    lines: list[tuple[str, Any, str, float]] = []
    for number, row in enumerate(HISTORY.to_dict("records")):
        part = round(row["amount"] / 3, 2)
        day = row["date"].date()
        lines.append((row["customer_id"], day, f"A{number}", part))
        lines.append((row["customer_id"], day, f"B{number}", round(row["amount"] - part, 2)))
    return lines


@pytest.fixture(scope="module")
def duck() -> Iterator[Engine]:
    connection = duckdb.connect()
    connection.execute(f"create table sales_lines ({TABLE})")
    lines = pd.DataFrame(sales_lines(), columns=["customer_id", "sold_on", "invoice_id", "net"])
    connection.register("lines", lines)
    connection.execute("insert into sales_lines from lines")
    yield DuckDB(connection)
    connection.close()


@pytest.fixture(scope="module")
def postgres(postgres_url: str) -> Iterator[Engine]:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("create schema projection_sums")
        connection.execute(f"create table projection_sums.sales_lines ({TABLE})")
        with connection.cursor().copy("copy projection_sums.sales_lines from stdin") as copy:
            for line in sales_lines():
                copy.write_row(line)
    engine = PostgreSQL(postgres_url)
    engine._connection.execute("set search_path to projection_sums")
    yield engine
    engine.close()
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("drop schema projection_sums cascade")


def sums_by(engine: Engine, start: date, as_of: date, end: date) -> tuple[Any, pd.DataFrame]:
    """The pool's week and the sums, as a caller with a database gets them."""
    bound = order_days_parameters(start, as_of)
    columns, rows = engine.table(ORDER_DAYS_SQL, bound)
    week = week_of(pd.DataFrame(rows, columns=columns), start, as_of, CLOSED)
    bound = sums_parameters(week, start, as_of, end, CLOSED)
    columns, rows = engine.table(sums_sql(), bound)
    sums = pd.DataFrame(rows, columns=columns).sort_values("customer_id", ignore_index=True)
    return week, sums


@pytest.mark.parametrize("period", PERIODS.values(), ids=PERIODS)
def test_sql_and_pandas_project_the_same(duck: Engine, period: tuple[date, date, date]):
    week, sums = sums_by(duck, *period)
    assert tuple(sums.columns) == SUM_COLUMNS
    pool = pool_of_sums(sums, week, *period, CLOSED)
    assert pool.week == pytest.approx(pool_of(HISTORY, *period, CLOSED).week)
    from_sql = project_sums(sums, pool, *period, CLOSED)
    assert_frame_equal(from_sql, project(HISTORY, *period, CLOSED), rtol=1e-9, atol=1e-9)


@pytest.mark.needs_postgres
@pytest.mark.parametrize("period", PERIODS.values(), ids=PERIODS)
def test_duckdb_and_postgresql_sum_to_the_last_digit(
    duck: Engine, postgres: Engine, period: tuple[date, date, date]
):
    week, sums = sums_by(duck, *period)
    other_week, other = sums_by(postgres, *period)
    assert other_week == week
    assert other.to_dict("records") == sums.astype(object).to_dict("records")


def test_an_empty_table_has_no_sums():
    connection = duckdb.connect()
    connection.execute(f"create table sales_lines ({TABLE})")
    period = PERIODS["month"]
    week, sums = sums_by(DuckDB(connection), *period)
    assert len(sums) == 0
    pool = pool_of_sums(sums, week, *period, CLOSED)
    assert len(project_sums(sums, pool, *period, CLOSED)) == 0


def test_only_metrics_that_lines_carry_are_summed():
    assert "coalesce(quantity, 0)" in sums_sql("quantity")
    with pytest.raises(UnknownNameError, match="Did you mean 'margin'"):
        sums_sql("margins")  # pyright: ignore[reportArgumentType]
