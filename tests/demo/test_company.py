"""The demo company as a whole: repeatable, complete, lawful, and of the size asked for."""

from __future__ import annotations

import time
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from wiseparts_nb.demo import AS_OF, Company, company, publish_demo
from wiseparts_nb.errors import InputError
from wiseparts_nb.source.schema import ddl, tables


def test_same_seed_same_rows(demo: Company):
    again = company(customers=200, seed=1, as_of=AS_OF).frames()
    for name, frame in demo.frames().items():
        pd.testing.assert_frame_equal(frame, again[name], obj=name)


def test_another_seed_is_another_company(demo: Company):
    other = company(seed=2).frames()
    assert not demo.frames()["sales_lines"].equals(other["sales_lines"])
    assert (
        demo.frames()["customers"]["name"].to_list()[15:]
        != other["customers"]["name"].to_list()[15:]
    )


@pytest.mark.parametrize("name", list(tables()))
def test_every_table_is_filled_in_every_column(name: str, filled: duckdb.DuckDBPyConnection):
    columns = ", ".join(f"count({column.name})" for column in tables()[name].columns)
    counts = filled.execute(f"select {columns} from {name}").fetchall()[0]
    empty = [
        column.name
        for column, count in zip(tables()[name].columns, counts, strict=True)
        if not count
    ]
    assert empty == []


def test_two_hundred_customers_take_seconds():
    start = time.process_time()
    with duckdb.connect(config={"threads": "1"}) as connection:
        for table in tables().values():
            connection.execute(table.bare_ddl())
        company().fill(connection)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(("customers", "lines"), [(40, 2_000), (60, 60_000), (100, 200_000)])
def test_lines_are_about_as_many_as_asked_for(customers: int, lines: int):
    made = company(customers=customers, lines=lines)
    count = sum(len(piece["sales_lines"]) for piece in made.pieces() if "sales_lines" in piece)
    assert count == pytest.approx(lines, rel=0.08)


def test_blocks_never_share_a_key():
    made = company(customers=1_100, lines=30_000)
    assert len(made._blocks()) == 2
    with duckdb.connect(config={"threads": "1"}) as connection:
        connection.execute(ddl())
        made.fill(connection)
        found = connection.execute("select count(distinct customer_id) from notes").fetchall()
    assert found == [(1_100,)]


@pytest.mark.parametrize("as_of", [date(2026, 8, 15), date(2025, 1, 1), date(2028, 2, 29)])
def test_nothing_is_known_after_the_day(as_of: date):
    frames = company(customers=40, as_of=as_of).frames()
    known = {
        "sales_lines": "sold_on",
        "orders": "ordered_on",
        "quotes": "issued_on",
        "quote_lines": "decided_on",
        "due_documents": "issued_on",
        "notes": "written_at",
        "tasks": "completed_at",
        "system_events": "happened_at",
        "proposals": "decided_on",
    }
    for table, column in known.items():
        assert frames[table][column].max() < pd.Timestamp(as_of + timedelta(days=1)), table
    activities = frames["activities"]
    done = activities[activities["status"] == "done"]
    assert done["starts_at"].max() < pd.Timestamp(as_of)
    first = frames["sales_lines"]["sold_on"].min()
    assert first < pd.Timestamp(as_of) - pd.DateOffset(months=37)


def test_names_are_unique_and_no_name_hides_in_another(demo: Company):
    names = demo.frames()["customers"]["name"].to_list()
    assert len(set(names)) == 200
    assert [(one, other) for one, other in permutations(names, 2) if one in other] == []


def test_many_names_stay_unique():
    names = company(customers=5_000).market.customers.names
    assert len(set(names)) == 5_000


def test_each_odd_amount_is_told_of_its_own_customer_only(demo: Company):
    notes = demo.frames()["notes"]
    amounts = demo.odd_amounts
    assert len(set(amounts.values())) == 200
    for customer_id, amount in amounts.items():
        told = notes[notes["body"].str.replace(",", ".").str.contains(amount, regex=False)]
        assert told["customer_id"].to_list() == [customer_id]


def test_a_snapshot_is_published(tmp_path: Path):
    snapshot = publish_demo(tmp_path, customers=30, lines=3_000)
    assert snapshot.filled == frozenset(tables())
    assert (snapshot.as_of, snapshot.currency, snapshot.country) == (AS_OF, "EUR", "FR")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"customers": 5}, "20 to 50000 customers, not 5"),
        ({"customers": 200, "lines": 10}, "10 lines are too few for 200 customers"),
        ({"seed": -1}, "A seed is 0 or more, not -1"),
    ],
)
def test_impossible_sizes_are_refused(arguments: dict[str, int], told: str):
    with pytest.raises(InputError, match=told):
        company(**arguments)  # pyright: ignore[reportArgumentType]
