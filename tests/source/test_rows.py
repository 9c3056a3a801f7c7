"""Rows as lists and as arrays: the same plain values either way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiseparts_nb.source.engine import DuckDB
from wiseparts_nb.source.rows import Answers, ListRows, NumpyRows, Rows

TYPES = """customer_id text, net decimal(18, 2), quantity decimal(18, 3), sold_on date, starts_at timestamp, lines integer,
name text, open boolean, rate double"""
EMPTY = ("C-2", None, None, None, None, None, None, None, None)

amounts = st.decimals(Decimal("-99999999999.99"), Decimal("99999999999.99"), places=2)
drawn = st.tuples(
    st.sampled_from(["C-1", "C-2", "Ç'3"]),
    st.none() | amounts,
    st.none() | st.decimals(Decimal("-9999999999.999"), Decimal("9999999999.999"), places=3),
    st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    st.none()
    | st.datetimes(datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2200-01-01")),
    st.none() | st.integers(-(2**31), 2**31 - 1),
    st.none()
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5),
    st.none() | st.booleans(),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
)


@pytest.fixture(scope="module")
def engine() -> DuckDB:
    connection = duckdb.connect()
    connection.execute(f"create table given ({TYPES})")
    return DuckDB(connection)


def both(
    engine: DuckDB, rows: list[tuple[Any, ...]], sql: str = "select * from given"
) -> tuple[Rows, Rows]:
    """The rows of a query, fetched for one customer and for all."""
    connection = engine.connection
    connection.execute("delete from given")
    for row in rows:
        connection.execute("insert into given values (?, ?, ?, ?, ?, ?, ?, ?, ?)", list(row))
    one, many = engine.rows(sql, {}, many=False), engine.rows(sql, {}, many=True)
    assert isinstance(one, ListRows)
    assert isinstance(many, NumpyRows)
    return one, many


def test_edges(engine: DuckDB) -> None:
    at = datetime.fromisoformat("2026-11-23 23:59:59.999999")
    rows: list[tuple[Any, ...]] = [
        ("C-1", Decimal("9999.99"), Decimal("9999.995"), date(2024, 2, 29), at, 0, "", False, 0.1),
        ("C-1", Decimal("-0.01"), Decimal("-0.001"), date(1, 1, 1), at, -1, "é", True, -0.0),
        ("C-1", Decimal("-99999999999.99"), Decimal("0.005"), None, None, None, None, None, 1e300),
        ("C-1", Decimal("1.10"), Decimal("2.675"), date(9999, 12, 31), None, 7, "x", None, None),
        EMPTY,
    ]
    one, many = both(engine, rows)
    assert [tuple(row) for row in one.of("C-1")] == rows[:4]
    assert [tuple(row) for row in many.of("C-2")] == [EMPTY]
    for rows_ in (one, many):
        assert rows_.of("nobody") == []
        assert rows_.count == 5
        assert len(rows_.frame()) == 5
    assert many.of("C-1") == one.of("C-1")
    assert [row.net for row in many.of("C-1")] == [row[1] for row in rows[:4]]


@given(rows=st.lists(drawn, max_size=6))
def test_the_same_values_and_types(engine: DuckDB, rows: list[tuple[Any, ...]]) -> None:
    one, many = both(engine, rows)
    for customer in {row[0] for row in rows}:
        first, second = (sorted(found.of(customer), key=repr) for found in (one, many))
        assert first == second
        assert [list(map(type, row)) for row in first] == [list(map(type, row)) for row in second]


@given(rows=st.lists(drawn, min_size=1, max_size=6))
def test_sums_and_counts_are_exact(engine: DuckDB, rows: list[tuple[Any, ...]]) -> None:
    sql = """select customer_id, sum(net) as net, sum(case when open then 1 else 0 end) as opened, count(*) as n,
             max(sold_on) as last_on from given group by customer_id"""
    one, many = both(engine, rows, sql)
    for customer in {row[0] for row in rows}:
        (row,) = many.of(customer)
        assert [row] == one.of(customer)
        own = [given for given in rows if given[0] == customer]
        nets = [given[1] for given in own if given[1] is not None]
        assert row.net == (sum(nets, Decimal(0)) if nets else None)
        assert (row.opened, row.n) == (sum(bool(given[7]) for given in own), len(own))
        assert type(row.opened) is int


def test_nothing_found(engine: DuckDB) -> None:
    for rows in both(engine, []):
        assert (rows.count, rows.of("C-1"), len(rows.frame())) == (0, [], 0)
        assert "net" in rows.frame()


@dataclass(frozen=True)
class Value:
    net: Decimal
    on: date | None
    parts: tuple[int, ...] = ()


def test_answers_are_a_mapping() -> None:
    values = {"C-1": Value(Decimal("1.50"), date(2026, 11, 23)), "C-3": Value(Decimal(2), None)}
    asked: list[str] = []

    def value(customer_id: str) -> Value | None:
        asked.append(customer_id)
        return values.get(customer_id)

    answers = Answers(lambda: ["C-1", "C-2", "C-3"], value)
    assert asked == []
    assert answers["C-1"] == values["C-1"]
    assert asked == ["C-1"]
    assert answers.get("C-2") is None
    assert answers.get("C-2", "nothing") == "nothing"
    with pytest.raises(KeyError, match="C-2"):
        answers["C-2"]
    assert "C-2" not in answers
    assert (list(answers), len(answers), dict(answers)) == (["C-1", "C-3"], 2, values)
    frame = answers.frame()
    assert frame.index.name == "customer_id"
    assert list(frame.columns) == ["net", "on"]
    assert frame["net"].to_dict() == {"C-1": 1.5, "C-3": 2.0}
    plain = Answers(lambda: ["C-1"], lambda _: 3).frame()
    assert plain["value"].to_dict() == {"C-1": 3}
