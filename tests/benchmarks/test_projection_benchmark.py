"""How long a projection takes: 2 M lines summed in SQL, 1 000 customers after that, one alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import perf_counter
from typing import Any

import duckdb
import pytest

from tests.projection.histories import made_pool
from wiseparts_nb.projection import (
    pool_of,
    pool_of_sums,
    project,
    project_sums,
    sums_parameters,
    sums_sql,
)

PERIOD = (date(2025, 10, 1), date(2025, 10, 10), date(2025, 10, 31), ())
WEEK = (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)
LINES_SQL = """
create table sales_lines as
select
    'C-' || (hash(line) % 20000) as customer_id,
    date '2022-01-01' + cast(hash(line + 7) % 1400 as integer) as sold_on,
    'I-' || line as invoice_id,
    cast(hash(line + 3) % 100000 / 100.0 - 30 as decimal(18, 2)) as net
from range(2000000) as lines(line)
"""

pytestmark = pytest.mark.benchmark


def best(call: Callable[[], Any], *, of: int = 3) -> tuple[float, Any]:
    """Fewest milliseconds of a few calls, and what the last one returned."""
    times: list[float] = []
    result = None
    for _ in range(of):
        begin = perf_counter()
        result = call()
        times.append(1000 * (perf_counter() - begin))
    return min(times), result


def test_two_million_lines_and_a_thousand_customers():
    connection = duckdb.connect(config={"threads": 2})
    connection.execute(LINES_SQL)
    bound = sums_parameters(WEEK, *PERIOD)
    sql, sums = best(lambda: connection.execute(sums_sql(), bound).df())
    pool = pool_of_sums(sums, WEEK, *PERIOD)
    thousand, _ = best(lambda: project_sums(sums.head(1000), pool, *PERIOD))
    one, _ = best(lambda: project_sums(sums.head(1), pool, *PERIOD))
    print(f"\nSQL 2 M lines {sql:.0f} ms, 1 000 customers {thousand:.1f} ms, one {one:.1f} ms")
    assert sql <= 3000
    assert thousand <= 50
    assert one <= 50


def test_one_customer_from_its_days():
    history = made_pool(200, days=650)
    pool = pool_of(history, *PERIOD)
    own = history[history["customer_id"] == "C-0001"]
    one, _ = best(lambda: project(own, *PERIOD, pool=pool))
    many, _ = best(lambda: project(history, *PERIOD))
    print(f"\none customer from days {one:.1f} ms, 200 customers {many:.1f} ms")
    assert one <= 50
