"""Step 2 in pandas: about fifteen decayed sums a customer, from one row per customer and day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from wiseparts_nb.errors import InputError
from wiseparts_nb.projection.arrays import Bools, Columns, Days, Floats
from wiseparts_nb.projection.plan import Plan
from wiseparts_nb.projection.rates import LONG, SHORT, decay
from wiseparts_nb.projection.workdays import day_numbers

__all__ = ["SUM_COLUMNS", "Daily", "columns_of", "daily_of", "sums_of"]

WEEKS = 52

SUM_COLUMNS = (
    "customer_id",
    "first_age",
    "last_age",
    "order_days",
    "recent_sales",
    "recent_orders",
    "long_sales",
    "long_orders",
    "long_squares",
    "period_sales",
    "period_orders",
    "week_orders",
    "week_squares",
    "rest_orders",
    "rest_squares",
    "expected_rest",
    "sold_months",
)
"""What step 2 hands to the model: ages in days before the as-of day, the rest plain sums."""


class Daily:
    """The days of a history up to the as-of day, as arrays sorted by customer and day."""

    __slots__ = ("amount", "code", "customers", "day", "ordered")

    def __init__(
        self, customers: pd.Index, code: Days, day: Days, ordered: Floats, amount: Floats
    ) -> None:
        self.customers = customers
        self.code = code
        self.day = day
        self.ordered = ordered
        self.amount = amount

    def total(self, values: Floats, where: Bools | None = None) -> Floats:
        """Sum `values` by customer, over the days `where`."""
        code = self.code if where is None else self.code[where]
        added = values if where is None else values[where]
        return np.bincount(code, added, len(self.customers)).astype(np.float64)


def daily_of(history: pd.DataFrame, as_of: int) -> Daily:
    """Read a history up to the day `as_of`: nothing after it gets past this function.

    Raises
    ------
    InputError
        A column is missing.
    """
    missing = [c for c in ("customer_id", "date", "orders", "amount") if c not in history]
    if missing:
        raise InputError(
            f"The history has no column {', '.join(missing)}; it has {', '.join(map(str, history.columns))}. "
            "Give one row per customer and day with customer_id, date, orders and amount."
        )
    days = day_numbers(history["date"])
    known = days <= as_of
    code, customers = pd.factorize(history["customer_id"].to_numpy()[known], sort=True)
    day = days[known]
    order = np.lexsort((day, code))
    code, day = code[order], day[order]
    amount = history["amount"].to_numpy(dtype=np.float64)[known][order]
    orders = history["orders"].to_numpy(dtype=np.float64)[known][order]
    starts = _starts(code, day)
    if len(starts) < len(code):  # several rows of one day are one day
        amount, orders = np.add.reduceat(amount, starts), np.add.reduceat(orders, starts)
        code, day = code[starts], day[starts]
    ordered = (orders > 0).astype(np.float64)
    return Daily(pd.Index(customers), code, day, ordered, amount)


def sums_of(daily: Daily, plan: Plan) -> pd.DataFrame:
    """Sum a history into the columns of `SUM_COLUMNS`, one row per customer."""
    age = plan.as_of - daily.day
    first_age, last_age = _ages(daily, age)
    short, long = decay(age, SHORT), decay(age, LONG)
    inside = (daily.day >= plan.start) & (daily.day <= plan.end)
    columns = {
        "customer_id": daily.customers,
        "first_age": first_age,
        "last_age": last_age,
        "order_days": daily.total(daily.ordered),
        "recent_sales": daily.total(daily.amount * short),
        "recent_orders": daily.total(daily.ordered * short),
        "long_sales": daily.total(daily.amount * long),
        "long_orders": daily.total(daily.ordered * long),
        "long_squares": daily.total(daily.amount**2 * long),
        "period_sales": daily.total(daily.amount, inside),
        "period_orders": daily.total(daily.ordered, inside),
        **_weekly(daily, age),
        **_monthly(daily, plan, first_age),
    }
    return pd.DataFrame(columns, columns=list(SUM_COLUMNS))


def columns_of(sums: pd.DataFrame) -> Columns:
    """Return the sums as float arrays, whatever number types a database gave; NULL becomes NaN."""
    numbers = [name for name in SUM_COLUMNS if name != "customer_id"]
    return {name: sums[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in numbers}


def _ages(daily: Daily, age: Days) -> tuple[Days, Floats]:
    """Ages of the first and last order-day; without one, of the first day, and NaN."""
    begins = np.searchsorted(daily.code, np.arange(len(daily.customers)))
    first = age[begins]
    last = np.full(len(first), np.nan)
    code, ordered = daily.code[daily.ordered > 0], age[daily.ordered > 0]
    first[code[::-1]] = ordered[::-1]  # days are sorted, so the value written last is the oldest
    last[code] = ordered
    return first, last


def _weekly(daily: Daily, age: Days) -> dict[str, Floats]:
    recent = age < 7 * WEEKS
    cell = daily.code[recent] * WEEKS + age[recent] // 7
    weeks = np.bincount(cell, daily.ordered[recent], len(daily.customers) * WEEKS)
    weeks = weeks.reshape(-1, WEEKS)
    return {"week_orders": weeks.sum(axis=1), "week_squares": (weeks**2).sum(axis=1)}


def _monthly(daily: Daily, plan: Plan, first_age: Days) -> dict[str, Floats]:
    """Sum the past months that began no earlier than the customer's first day."""
    bounds = np.array([cut.first for cut in plan.cuts] + [plan.cuts[-1].last + 1])
    month = np.searchsorted(bounds, daily.day, side="right") - 1
    after = np.array([cut.after for cut in plan.cuts])
    share = np.array([cut.share for cut in plan.cuts])
    shape = (len(daily.customers), len(after))
    seen = (month >= 0) & (month < len(after))
    month, code, day = month[seen], daily.code[seen], daily.day[seen]
    begun = bounds[:-1] >= (plan.as_of - first_age)[:, None]

    def by_month(values: Floats) -> Floats:
        cells = np.bincount(code * shape[1] + month, values, shape[0] * shape[1])
        return cells.astype(np.float64).reshape(shape) * begun

    orders = by_month(daily.ordered[seen])
    rest = by_month(daily.ordered[seen] * (day > after[month]))
    return {
        "rest_orders": rest.sum(axis=1),
        "rest_squares": (rest**2).sum(axis=1),
        "expected_rest": (orders * share).sum(axis=1),
        "sold_months": (by_month(daily.amount[seen]) > 0).sum(axis=1).astype(np.float64),
    }


def _starts(code: Days, day: Days) -> Days:
    fresh = np.ones(len(code), dtype=bool)
    fresh[1:] = (code[1:] != code[:-1]) | (day[1:] != day[:-1])
    return np.flatnonzero(fresh)
