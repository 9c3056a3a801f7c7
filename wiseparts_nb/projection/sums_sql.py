"""Step 2 in SQL: the sums of every customer in one pass, on DuckDB and PostgreSQL.

Both texts read `sales_lines (customer_id, sold_on, net, ...)`, which a lens may shadow, and take
named parameters. Decays are rounded to nine digits and multiplied as decimals: decimals add up to
the same sum in any order, so two engines, or two runs on several threads, agree to the last digit.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Literal, TypeAlias, get_args

import numpy as np
import pandas as pd

from wiseparts_nb.errors import UnknownNameError
from wiseparts_nb.projection.plan import PAST_MONTHS, plan_of
from wiseparts_nb.projection.pool import Pool, pool_of_columns
from wiseparts_nb.projection.sums import columns_of
from wiseparts_nb.projection.workdays import (
    WINDOW,
    Workdays,
    date_of,
    day_number,
    day_numbers,
    week_begins,
    weekday_weights,
)

__all__ = [
    "ORDER_DAYS_SQL",
    "Metric",
    "Parameters",
    "grouped_sums_sql",
    "order_days_parameters",
    "pool_of_sums",
    "sums_parameters",
    "sums_sql",
    "week_of",
]

Metric: TypeAlias = Literal["net", "gross", "quantity", "margin"]
Parameters: TypeAlias = dict[str, date | float]

ORDER_DAYS_SQL = """
select sold_on as date, count(*) as order_days
from (
    select customer_id, sold_on
    from sales_lines
    where sold_on >= cast($since as date) and sold_on < cast($before as date)
    group by customer_id, sold_on
    having sum(net) > 0
) as ordered
group by sold_on
"""
"""Order-days of the whole pool by date, for `week_of`."""

SUMS_SQL = """
with
{before}months as ({months}),
days as materialized (
    select
        {keys},
        sold_on,
        cast(cast($as_of as date) - sold_on as integer) as age,
        case when sum(net) > 0 then 1 else 0 end as ordered,
        cast(sum(coalesce({metric}, 0)) as decimal(28, 3)) as amount
    from {lines}
    where sold_on <= cast($as_of as date)
    group by {keys}, sold_on
),
decayed as (
    select
        {keys},
        sold_on,
        age,
        ordered,
        amount,
        cast(power(cast(0.5 as double), cast(age as double) / 60) as decimal(10, 9)) as short_decay,
        cast(power(cast(0.5 as double), cast(age as double) / 365) as decimal(10, 9)) as long_decay
    from days
),
totals as materialized (
    select
        {keys},
        coalesce(max(case when ordered = 1 then age end), max(age)) as first_age,
        min(case when ordered = 1 then age end) as last_age,
        sum(ordered) as order_days,
        sum(amount * short_decay) as recent_sales,
        sum(case when ordered = 1 then short_decay else 0 end) as recent_orders,
        sum(amount * long_decay) as long_sales,
        sum(case when ordered = 1 then long_decay else 0 end) as long_orders,
        sum(cast(cast(amount as decimal(19, 2)) * cast(amount as decimal(19, 2)) as decimal(28, 4))
            * long_decay) as long_squares,
        sum(case when sold_on >= cast($start as date) and sold_on <= cast($end as date)
            then amount else 0 end) as period_sales,
        sum(case when sold_on >= cast($start as date) and sold_on <= cast($end as date)
            then ordered else 0 end) as period_orders
    from decayed
    group by {keys}
),
weeks as (
    select {keys}, sum(bought) as week_orders, sum(bought * bought) as week_squares
    from (
        select {keys}, cast(floor(age / 7.0) as integer) as week, count(*) as bought
        from days
        where ordered = 1 and age < 364
        group by {keys}, cast(floor(age / 7.0) as integer)
    ) as by_week
    group by {keys}
),
by_month as (
    select
        {days_keys},
        months.month,
        months.share,
        sum(days.ordered) as bought,
        sum(case when days.sold_on > months.cut then days.ordered else 0 end) as rest,
        sum(days.amount) as amount
    from days
    join months on cast(date_trunc('month', days.sold_on) as date) = months.month
    group by {days_keys}, months.month, months.share
),
past as (
    select
        {by_month_keys},
        sum(rest) as rest_orders,
        sum(rest * rest) as rest_squares,
        sum(bought * share) as expected_rest,
        sum(case when amount > 0 then 1 else 0 end) as sold_months
    from by_month
    join totals on {totals_of_by_month}
    where cast($as_of as date) - by_month.month <= totals.first_age
    group by {by_month_keys}
)
select
    {totals_keys},
    first_age,
    last_age,
    cast(order_days as double) as order_days,
    cast(recent_sales as double) as recent_sales,
    cast(recent_orders as double) as recent_orders,
    cast(long_sales as double) as long_sales,
    cast(long_orders as double) as long_orders,
    cast(long_squares as double) as long_squares,
    cast(period_sales as double) as period_sales,
    cast(period_orders as double) as period_orders,
    cast(coalesce(week_orders, 0) as double) as week_orders,
    cast(coalesce(week_squares, 0) as double) as week_squares,
    cast(coalesce(rest_orders, 0) as double) as rest_orders,
    cast(coalesce(rest_squares, 0) as double) as rest_squares,
    cast(coalesce(expected_rest, 0) as double) as expected_rest,
    cast(coalesce(sold_months, 0) as double) as sold_months
from totals
left join weeks on {weeks_of_totals}
left join past on {past_of_totals}
"""

MONTH_ROW = (
    "select cast($month_{k} as date) as month, cast($cut_{k} as date) as cut,"
    " cast($share_{k} as decimal(10, 9)) as share"
)


def sums_sql(metric: Metric = "net") -> str:
    """Write the query of the sums: a row per customer, in the columns that the model takes.

    An order-day is a day whose net sales are positive, in every metric: goods sold at a loss were
    ordered all the same, and a day of returns is none.

    Raises
    ------
    UnknownNameError
        The metric is not a column that can be projected.
    """
    if metric not in get_args(Metric):
        raise UnknownNameError("metric", str(metric), get_args(Metric))
    return _written(("customer_id",), lines="sales_lines", metric=metric)


def grouped_sums_sql(before: str, keys: Sequence[str], *, lines: str) -> str:
    """Write the same of ``lines`` that have been chosen already: a row per value of ``keys``, such as agreement and customer.

    ``before`` is the text of the common table expressions that make ``lines``, which have the ``keys``, ``sold_on``,
    ``net``, and ``amount`` in any metric.
    """
    return _written(keys, lines=lines, metric="amount", before=f"{before.strip()},\n")


def _written(keys: Sequence[str], *, lines: str, metric: str, before: str = "") -> str:
    def of(table: str) -> str:
        return ", ".join(f"{table}.{key}" for key in keys)

    def same(one: str, other: str) -> str:
        return " and ".join(f"{one}.{key} = {other}.{key}" for key in keys)

    rows = (MONTH_ROW.format(k=k) for k in range(1, PAST_MONTHS + 1))
    return SUMS_SQL.format(
        before=before,
        months="\n    union all ".join(rows),
        metric=metric,
        lines=lines,
        keys=", ".join(keys),
        days_keys=of("days"),
        by_month_keys=of("by_month"),
        totals_keys=of("totals"),
        totals_of_by_month=same("totals", "by_month"),
        weeks_of_totals=same("weeks", "totals"),
        past_of_totals=same("past", "totals"),
    )


def order_days_parameters(start: date, as_of: date) -> Parameters:
    """Bind `ORDER_DAYS_SQL`."""
    before = week_begins(day_number(start), day_number(as_of))
    return {"since": date_of(before - WINDOW), "before": date_of(before)}


def week_of(
    order_days: pd.DataFrame, start: date, as_of: date, closed: Collection[date]
) -> tuple[float, ...]:
    """Measure the seven business weights from what `ORDER_DAYS_SQL` returned."""
    shut = frozenset(map(day_number, closed))
    before = week_begins(day_number(start), day_number(as_of))
    days, orders = day_numbers(order_days["date"]), order_days["order_days"].to_numpy(np.float64)
    return weekday_weights(days, orders, before=before, closed=shut)


def sums_parameters(
    week: tuple[float, ...], start: date, as_of: date, end: date, closed: Collection[date]
) -> Parameters:
    """Bind `sums_sql`: the period, and the comparable day of each of the last twelve months."""
    workdays = Workdays(week, frozenset(map(day_number, closed)))
    plan = plan_of(day_number(start), day_number(as_of), day_number(end), workdays)
    bound: Parameters = {"start": start, "as_of": as_of, "end": end}
    for k, cut in enumerate(plan.cuts, start=1):
        bound |= {
            f"month_{k}": date_of(cut.first),
            f"cut_{k}": date_of(cut.after),
            f"share_{k}": cut.share,
        }
    return bound


def pool_of_sums(
    sums: pd.DataFrame,
    week: tuple[float, ...],
    start: date,
    as_of: date,
    end: date,
    closed: Collection[date],
) -> Pool:
    """Pool the sums of all customers into the constants that one of them needs alone."""
    workdays = Workdays(week, frozenset(map(day_number, closed)))
    plan = plan_of(day_number(start), day_number(as_of), day_number(end), workdays)
    return pool_of_columns(columns_of(sums), plan, workdays)
