"""Month projection and agreement forecast: numbers in, numbers out.

From a table of days, `project`. From a database: `ORDER_DAYS_SQL` gives the `week_of` the pool,
`sums_sql` the sums, `pool_of_sums` the pool's constants and `project_sums` the projection.
"""

from __future__ import annotations

from wiseparts_nb.projection.backtest import backtest, backtest_text
from wiseparts_nb.projection.outcome import chance_of
from wiseparts_nb.projection.pool import Pool
from wiseparts_nb.projection.projecting import pool_of, project, project_sums
from wiseparts_nb.projection.sums_sql import (
    ORDER_DAYS_SQL,
    order_days_parameters,
    pool_of_sums,
    sums_parameters,
    sums_sql,
    week_of,
)

__all__ = [
    "ORDER_DAYS_SQL",
    "Pool",
    "backtest",
    "backtest_text",
    "chance_of",
    "order_days_parameters",
    "pool_of",
    "pool_of_sums",
    "project",
    "project_sums",
    "sums_parameters",
    "sums_sql",
    "week_of",
]
