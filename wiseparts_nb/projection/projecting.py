"""The public face: from a history, or from its sums, to one row per customer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd

from wiseparts_nb.errors import InputError
from wiseparts_nb.projection.confidence import OVER, confidence_of
from wiseparts_nb.projection.model import months_seen, rest_of
from wiseparts_nb.projection.outcome import DECILES, Outcome, outcome_of, quantile
from wiseparts_nb.projection.plan import Plan, plan_of
from wiseparts_nb.projection.pool import Pool, pool_of_columns
from wiseparts_nb.projection.sums import Daily, columns_of, daily_of, sums_of
from wiseparts_nb.projection.workdays import Workdays, day_number, week_begins, weekday_weights

__all__ = ["pool_of", "project", "project_sums"]


def project(  # noqa: PLR0913 - four facts of the calendar, three choices
    history: pd.DataFrame,
    start: date,
    as_of: date,
    end: date,
    closed: Collection[date],
    *,
    pool: Pool | None = None,
    rhythm: bool = True,
    known: pd.Series | None = None,
) -> pd.DataFrame:
    """Project each customer's total of a period from what was sold up to a day.

    Parameters
    ----------
    history
        One row per customer and day: `customer_id`, `date`, `orders` (how many, 0 on a day of
        returns alone), `amount` in any metric. Rows after `as_of` are not read.
    start, end
        First and last day of the period.
    as_of
        Last day that is known.
    closed
        Days without trade, past and future: public holidays, own closures.
    pool
        Constants of the whole pool, if `history` holds only a part of it; None measures them here.
    rhythm
        Let past months speak for a customer invoiced at fixed times; only where the period is a
        calendar month. Agreements leave it out.
    known
        Sales already certain for the rest of the period, by customer id; added to `to_date`.

    Returns
    -------
    pandas.DataFrame
        A row per customer with a day up to `as_of`, sorted by `customer_id`: `to_date`, `mean`
        (for totals over customers), `q10`..`q90` (`q50` for one customer), `p0` (chance of nothing
        more), `confidence` and its `reason`, `orders_left`, `order_value`, and the `rest_shape`
        and `rest_scale` that `chance_of` reads.

    Raises
    ------
    InputError
        `start` is after `end`, or a column is missing.
    """
    first, today, last = _days(start, as_of, end)
    shut = frozenset(map(day_number, closed))
    daily = daily_of(history, today)
    workdays = pool.workdays(shut) if pool else _workdays(daily, first, today, shut)
    plan = plan_of(first, today, last, workdays)
    sums = sums_of(daily, plan)
    pool = pool or pool_of_columns(columns_of(sums), plan, workdays)
    return _project(sums, plan, workdays, pool=pool, rhythm=rhythm, known=known)


def project_sums(  # noqa: PLR0913 - as `project`
    sums: pd.DataFrame,
    pool: Pool,
    start: date,
    as_of: date,
    end: date,
    closed: Collection[date],
    *,
    rhythm: bool = True,
    known: pd.Series | None = None,
) -> pd.DataFrame:
    """Project from the sums that SQL made; the rest is as in `project`."""
    workdays = pool.workdays(frozenset(map(day_number, closed)))
    plan = plan_of(*_days(start, as_of, end), workdays)
    return _project(sums, plan, workdays, pool=pool, rhythm=rhythm, known=known)


def pool_of(
    history: pd.DataFrame, start: date, as_of: date, end: date, closed: Collection[date]
) -> Pool:
    """Measure the constants that `project` would use, to project single customers with them."""
    first, today, last = _days(start, as_of, end)
    daily = daily_of(history, today)
    workdays = _workdays(daily, first, today, frozenset(map(day_number, closed)))
    plan = plan_of(first, today, last, workdays)
    return pool_of_columns(columns_of(sums_of(daily, plan)), plan, workdays)


def _days(start: date, as_of: date, end: date) -> tuple[int, int, int]:
    first, today, last = day_number(start), day_number(as_of), day_number(end)
    if first > last:
        raise InputError(
            f"The period starts on {start}, after its end on {end}. Swap the two days."
        )
    return first, today, last


def _workdays(daily: Daily, start: int, as_of: int, closed: frozenset[int]) -> Workdays:
    before = week_begins(start, as_of)
    return Workdays(weekday_weights(daily.day, daily.ordered, before=before, closed=closed), closed)


def _project(
    sums: pd.DataFrame,
    plan: Plan,
    workdays: Workdays,
    *,
    pool: Pool,
    rhythm: bool,
    known: pd.Series | None,
) -> pd.DataFrame:
    column = columns_of(sums)
    rest = rest_of(column, plan, workdays, pool=pool, rhythm=rhythm)
    outcome = outcome_of(rest) if plan.left >= OVER else _nothing(len(sums))
    to_date = column["period_sales"]
    if known is not None:
        to_date = to_date + known.reindex(sums["customer_id"]).fillna(0.0).to_numpy(np.float64)
    total = {"to_date": to_date, "mean": to_date + outcome.mean}
    total |= {f"q{round(100 * q)}": to_date + quantile(outcome, q) for q in DECILES}
    grade, reason = confidence_of(
        total["mean"],
        total["q50"],
        half=(total["q90"] - total["q10"]) / 2,
        months=months_seen(column["first_age"], plan),
        order_days=column["order_days"],
        left=plan.left,
    )
    return pd.DataFrame(
        {
            "customer_id": sums["customer_id"].to_numpy(),
            **total,
            "p0": outcome.p0,
            "confidence": grade,
            "reason": reason,
            "orders_left": rest.orders,
            "order_value": rest.value,
            "rest_shape": outcome.shape,
            "rest_scale": outcome.scale,
        }
    )


def _nothing(count: int) -> Outcome:
    return Outcome(np.zeros(count), np.ones(count), np.ones(count), np.zeros(count))
