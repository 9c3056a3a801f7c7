"""Steps 3 to 7: how many order-days are left for each customer, and what one is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from wiseparts_nb.projection.arrays import Days, Floats
from wiseparts_nb.projection.plan import Plan
from wiseparts_nb.projection.pool import Pool
from wiseparts_nb.projection.spread import dispersion, variation
from wiseparts_nb.projection.workdays import Workdays

__all__ = ["Rest", "months_seen", "rest_of"]

SILENCE = np.array([0.15, 0.4, 0.8, 1.3, 2.0, 3.5])
"""Order-days expected since the last one, at which a customer's rate is believed less."""

RETURNING = np.array([1.0, 1.0, 1.0, 1.0, 0.95, 0.8, 0.4])
"""Share of the rate that is believed up to each bound of `SILENCE`, and beyond the last."""

MONTH_OF_DAYS = 21.0


@dataclass(frozen=True)
class Rest:
    """What is still to come: order-days (mean and variance), value of one (mean, squared variation)."""

    orders: Floats
    variance: Floats
    value: Floats
    variation: Floats


def rest_of(sums: pd.DataFrame, plan: Plan, workdays: Workdays, *, pool: Pool, rhythm: bool) -> Rest:
    """Project the rest of the period from each customer's sums and the pool's constants."""
    column = {name: sums[name].to_numpy(dtype=np.float64) for name in sums if name != "customer_id"}
    first_age = sums["first_age"].to_numpy(dtype=np.int64)
    rate = _rate(column, first_age, plan, workdays, pool)
    value, scatter = _value(column, pool)
    weight = plan.left_beyond + plan.left_in_month * _profile(column, pool)
    orders = rate * weight * _returning(column, rate, plan, workdays)
    weekly, evidence = dispersion(sums)
    phi = (evidence * weekly + 6 * pool.dispersion) / (evidence + 6)
    variance = phi * (orders + orders**2 / (column["recent_orders"] + 4))
    variance += 0.01 * orders**2 * (weight / MONTH_OF_DAYS)
    if rhythm and plan.whole_month:
        orders, variance = _rhythm(column, months_seen(first_age, plan), orders, variance)
    return Rest(orders, variance, value, scatter)


def months_seen(first_age: Days, plan: Plan) -> Floats:
    """Count the complete months, twelve at most, that began no earlier than the first day."""
    begins = np.array([cut.first for cut in plan.cuts])
    return (begins >= (plan.as_of - first_age)[:, None]).sum(axis=1).astype(np.float64)


def _rate(
    column: dict[str, Floats], first_age: Days, plan: Plan, workdays: Workdays, pool: Pool
) -> Floats:
    """Step 3: order-days a business day, the recent past on top of the long memory on top of the pool."""
    short = workdays.back_from(plan.as_of, first_age, 60.0)
    long = workdays.back_from(plan.as_of, first_age, 365.0)
    memory = (column["long_orders"] + 10 * pool.rate) / (long + 10)
    return (column["recent_orders"] + 4) / (short + 4 / memory)


def _value(column: dict[str, Floats], pool: Pool) -> tuple[Floats, Floats]:
    """Step 4: mean and squared variation of the value of an order-day."""
    orders = column["long_orders"]
    long = np.divide(
        np.maximum(column["long_sales"], 0), orders, out=np.zeros_like(orders), where=orders > 0
    )
    mean = (np.maximum(column["recent_sales"], 0) + 4 * long) / (column["recent_orders"] + 4)
    own = variation(column["long_sales"], orders, column["long_squares"])
    return mean, (orders * own + 5 * pool.variation) / (orders + 5)


def _profile(column: dict[str, Floats], pool: Pool) -> Floats:
    """Step 5, g: whether this customer's orders come late in the month."""
    return (column["rest_orders"] + 10 * pool.profile) / (column["expected_rest"] + 10)


def _returning(column: dict[str, Floats], rate: Floats, plan: Plan, workdays: Workdays) -> Floats:
    """Step 5, R: a customer silent for far longer than usual may not come back."""
    last_age = np.where(np.isnan(column["last_age"]), column["first_age"], column["last_age"])
    since = workdays.back_from(plan.as_of, last_age.astype(np.int64) - 1)
    return RETURNING[np.searchsorted(SILENCE, rate * since)]


def _rhythm(
    column: dict[str, Floats], months: Floats, orders: Floats, variance: Floats
) -> tuple[Floats, Floats]:
    """Step 7: past months tell more than the rate about a customer invoiced at fixed times."""
    n = np.maximum(months, 2)
    mean = column["rest_orders"] / n
    scatter = np.maximum(column["rest_squares"] - n * mean**2, 0) / (n - 1)
    own = (scatter + 0.05) * (1 + 1 / n)
    steady = (months >= 5) & (column["sold_months"] >= 0.8 * months) & (own < 0.25 * variance)
    return np.where(steady, mean, orders), np.where(steady, own, variance)
