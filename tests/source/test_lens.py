"""The lens: every canonical table with a customer is narrowed, whatever a query does with it."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from wiseparts_nb.scope import Scope
from wiseparts_nb.source.lens import SALES_TABLES, through_lens
from wiseparts_nb.source.schema import Table, tables

PERSONAL = [table for table in tables().values() if "customer_id" in table.names]
ONE = Scope("C-1")
ANY = {
    "BIGINT": 1,
    "INTEGER": 1,
    "DOUBLE": 0.5,
    "DATE": "2026-01-01",
    "TIMESTAMP": "2026-01-01 00:00",
}


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """Every table with one row each of two customers, through two wholesalers."""
    with duckdb.connect() as connection:
        for table in tables().values():
            connection.execute(table.bare_ddl())
            for number in ("1", "2"):
                connection.execute(
                    f"insert into {table.name} values ({', '.join('?' * len(table.names))})",
                    [_value(column.name, column.type, number) for column in table.columns],
                )
        yield connection


def _value(name: str, kind: str, number: str) -> object:
    if name == "customer_id":
        return f"C-{number}"
    if name in {"wholesaler_id", "quote_id", "order_id"}:
        return f"X-{number}"
    return ANY.get(kind, number)


def count(connection: duckdb.DuckDBPyConnection, sql: str, scope: Scope) -> int:
    text, bound = through_lens(sql, scope, "main")
    return len(connection.execute(text, bound).fetchall())


def test_which_tables_name_a_customer() -> None:
    assert len(PERSONAL) >= 17
    assert {"customers", "sales_lines", "promotions", "engagements"} <= {
        table.name for table in PERSONAL
    }
    assert set(tables()) >= SALES_TABLES


@pytest.mark.parametrize("table", PERSONAL, ids=lambda table: table.name)
@pytest.mark.parametrize(
    "sql",
    [
        "select customer_id from {table}",
        "SELECT customer_id FROM {TABLE}",
        'select x.customer_id from "{table}" as x',
        "with own as (select * from {table}) select customer_id from own",
        "select customer_id from (select * from {table}) as inner_rows",
        "select customer_id from {table} union all select customer_id from {table} where 1 = 0",
        "select a.customer_id from {table} as a join {table} as b on true",
    ],
)
def test_a_table_is_narrowed(connection: duckdb.DuckDBPyConnection, table: Table, sql: str) -> None:
    asked = sql.format(table=table.name, TABLE=table.name.upper())
    text, bound = through_lens(asked, ONE, "main")
    assert {row[0] for row in connection.execute(text, bound).fetchall()} == {"C-1"}
    text, bound = through_lens(asked, Scope(), "main")
    assert bound == {}
    assert {row[0] for row in connection.execute(text).fetchall()} == {"C-1", "C-2"}


@pytest.mark.parametrize("table", sorted(SALES_TABLES))
def test_sales_are_narrowed_to_a_wholesaler(
    connection: duckdb.DuckDBPyConnection, table: str
) -> None:
    sql = f"select customer_id from {table}"
    assert count(connection, sql, Scope("C-1", "X-1")) == 1
    assert count(connection, sql, Scope("C-1", "X-2")) == 0
    assert count(connection, sql, Scope(None, "X-2")) == 1


def test_other_tables_stay_whole(connection: duckdb.DuckDBPyConnection) -> None:
    assert count(connection, "select * from brands", ONE) == 2
    assert count(connection, "select * from notes", Scope("C-1", "X-2")) == 1


def test_a_promotion_for_everyone_is_everybodys(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("insert into promotions (promotion_id) values ('for all')")
    assert count(connection, "select * from promotions", ONE) == 2
    connection.execute("delete from promotions where promotion_id = 'for all'")


@pytest.mark.parametrize(
    ("numbers", "mine", "theirs"),
    [
        (("FR1", "FR1"), 2, 2),
        (("FR1", "FR2"), 1, 1),
        ((None, None), 1, 1),
        (("FR1", None), 1, 1),
        (("C-2", None), 1, 1),  # a tax number that reads like the other's id
    ],
)
def test_the_same_end_customer(
    connection: duckdb.DuckDBPyConnection,
    numbers: tuple[str | None, str | None],
    mine: int,
    theirs: int,
) -> None:
    for customer, number in zip(("C-1", "C-2"), numbers, strict=True):
        connection.execute(
            "update customers set tax_number = ? where customer_id = ?", [number, customer]
        )
    for table in SALES_TABLES:
        sql = f"select customer_id from {table}"
        assert count(connection, sql, Scope("C-1", all_sales=True)) == mine
        assert count(connection, sql, Scope("C-2", "X-2", all_sales=True)) == theirs
        assert count(connection, sql, Scope(all_sales=True)) == mine + theirs
    assert count(connection, "select * from due_documents", Scope("C-1", all_sales=True)) == 1


def test_a_query_of_no_table_is_left_alone() -> None:
    assert through_lens("select 1", ONE, "main") == ("select 1", {})


def test_who_is_asked_about_is_bound_and_never_written() -> None:
    hostile = "x'; drop table customers; --"
    text, bound = through_lens("select * from orders", Scope(hostile, hostile), "main")
    assert hostile not in text
    assert set(bound.values()) == {hostile}
