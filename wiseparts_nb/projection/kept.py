"""The pool's constants of one source and day, kept in the snapshot so that one customer is projected at once."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from wiseparts_nb.period import Period
from wiseparts_nb.projection.pool import Pool
from wiseparts_nb.projection.sums_sql import (
    ORDER_DAYS_SQL,
    order_days_parameters,
    pool_of_sums,
    sums_parameters,
    sums_sql,
    week_of,
)
from wiseparts_nb.scope import Scope
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.engine import DuckDB
from wiseparts_nb.source.snapshot import Snapshot
from wiseparts_nb.source.source import Source, period_of

__all__ = ["keep_pool", "pool_at", "projection_sums"]

KEPT = "select as_of, calendar, pool from main.projection_pool"


def projection_sums(source: Source, pool: Pool) -> pd.DataFrame:
    """Return the sums that the model takes, of every customer in scope with a sale up to ``as_of``."""
    period = source.period
    bound = sums_parameters(
        pool.week, period.month_start, period.as_of, period.month_end, period.closed
    )
    return _in_order(source.rows(sums_sql(), **bound).frame())


def _in_order(sums: pd.DataFrame) -> pd.DataFrame:
    """Order by customer: floats add up to the same on every engine only in the same order."""
    return sums.sort_values("customer_id", ignore_index=True)


def pool_at(source: Source) -> Pool:
    """Return the constants of all customers on ``as_of``, kept in the snapshot or measured now.

    They are sums over everybody and name nobody, so they do not depend on the scope.
    """
    asked = f"projection pool {source.as_of}"
    if asked not in source.shared:
        source.shared[asked] = _kept(source) or _measured(source.widened())
    return source.shared[asked]


def _kept(source: Source) -> Pool | None:
    if not isinstance(source.engine, DuckDB):
        return None
    try:
        rows = source.engine.table(KEPT, {})[1]
    except duckdb.CatalogException:
        return None
    wanted = (source.as_of, _calendar(source.period))
    return next(
        (Pool.from_json(pool) for as_of, calendar, pool in rows if (as_of, calendar) == wanted),
        None,
    )


def _measured(source: Source) -> Pool:
    period = source.period
    days = (period.month_start, period.as_of)
    order_days = source.frame(ORDER_DAYS_SQL, **order_days_parameters(*days)).sort_values("date")
    week = week_of(order_days, *days, period.closed)
    bound = sums_parameters(week, *days, period.month_end, period.closed)
    sums = _in_order(source.rows(sums_sql(), **bound).frame())
    return pool_of_sums(sums, week, *days, period.month_end, period.closed)


def keep_pool(
    connection: duckdb.DuckDBPyConnection, snapshot: Snapshot, settings: Settings
) -> None:
    """Measure the constants of a snapshot that is being written, for its own day, and keep them in it."""
    period = period_of(snapshot, settings)
    source = Source(DuckDB(connection), snapshot, period, settings, Scope())
    connection.execute("create table projection_pool (as_of date, calendar text, pool text)")
    row = [snapshot.as_of, _calendar(period), _measured(source).to_json()]
    connection.execute("insert into projection_pool values (?, ?, ?)", row)


def _calendar(period: Period) -> str:
    """Tell two calendars apart: a closure more is another pool."""
    closed: list[date] = sorted(
        day for day in period.closed if abs((day - period.as_of).days) <= _REACH
    )
    fields: dict[str, Any] = {
        "weekend": sorted(period.weekend),
        "closed": [day.isoformat() for day in closed],
    }
    return json.dumps(fields)


_REACH = 800
"""Days around ``as_of`` whose closures the sums can see."""
