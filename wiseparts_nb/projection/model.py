"""Steps 3 to 7: how many order-days are left for each customer, and what one is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wiseparts_nb.projection.arrays import Columns, Days, Floats
from wiseparts_nb.projection.plan import Plan
from wiseparts_nb.projection.pool import Pool
from wiseparts_nb.projection.rates import order_rate
from wiseparts_nb.projection.spread import dispersion, quotient, variation
from wiseparts_nb.projection.workdays import Workdays

__all__ = ["Left", "Rest", "months_seen", "rest_ahead", "rest_of"]

SILENCE = np.array([0.15, 0.4, 0.8, 1.3, 2.0, 3.5])
"""Order-days expected since the last one, at which a customer's rate is believed less."""

RETURNING = np.array([1.0, 1.0, 1.0, 1.0, 0.95, 0.8, 0.4])
"""Share of the rate that is believed up to each bound of `SILENCE`, and beyond the last."""

RHYTHM = 5
"""Past months that can show a rhythm."""

MONTH = 21.0
"""Business days of a month."""


@dataclass(frozen=True)
class Rest:
    """What is still to come: order-days (mean, variance), value of one (mean, squared variation)."""

    orders: Floats
    variance: Floats
    value: Floats
    variation: Floats


@dataclass(frozen=True)
class Left:
    """Business weight that is left in the running month, and after it; one number, or one for each row."""

    in_month: float | Floats
    beyond: float | Floats


def rest_of(column: Columns, plan: Plan, workdays: Workdays, *, pool: Pool, rhythm: bool) -> Rest:
    """Project the rest of the period from each customer's sums and the pool's constants."""
    left = Left(plan.left_in_month, plan.left_beyond)
    rest = rest_ahead(column, plan.as_of, workdays, pool=pool, left=left)
    if not (rhythm and plan.whole_month):
        return rest
    orders, variance = _rhythm(column, plan, rest.orders, rest.variance)
    return Rest(orders, variance, rest.value, rest.variation)


def rest_ahead(column: Columns, as_of: int, workdays: Workdays, *, pool: Pool, left: Left) -> Rest:
    """Project the days that are left, the same for all or each row its own; without the rhythm of months."""
    rate = pool.level * order_rate(column, as_of, workdays, pool.rate)
    weight = left.beyond + left.in_month * _profile(column, pool)
    orders = rate * weight * _returning(column, rate, as_of, workdays)
    value, scatter = _value(column, pool)
    return Rest(orders, _variance(column, orders, weight, pool), value, scatter)


def months_seen(first_age: Floats | Days, plan: Plan) -> Floats:
    """Count the complete months, twelve at most, that began no earlier than the first order."""
    begins = np.array([cut.first for cut in plan.cuts])
    return (begins >= (plan.as_of - first_age)[:, None]).sum(axis=1).astype(np.float64)


def _value(column: Columns, pool: Pool) -> tuple[Floats, Floats]:
    """Step 4: mean and squared variation of the value of an order-day."""
    orders = column["long_orders"]
    long = quotient(np.maximum(column["long_sales"], 0), orders)
    mean = (np.maximum(column["recent_sales"], 0) + 4 * long) / (column["recent_orders"] + 4)
    return mean, (orders * variation(column) + 5 * pool.variation) / (orders + 5)


def _profile(column: Columns, pool: Pool) -> Floats:
    """Step 5, g: whether this customer's orders come late in the month."""
    return (column["rest_orders"] + 10 * pool.profile) / (column["expected_rest"] + 10)


def _returning(column: Columns, rate: Floats, as_of: int, workdays: Workdays) -> Floats:
    """Step 5, R: a customer silent for far longer than usual may not come back."""
    silent = np.where(np.isnan(column["last_age"]), column["first_age"], column["last_age"])
    since = workdays.back_from(as_of, silent.astype(np.int64) - 1)
    return RETURNING[np.searchsorted(SILENCE, rate * since)]


def _variance(column: Columns, orders: Floats, weight: Floats, pool: Pool) -> Floats:
    """Step 6: scatter of the orders themselves, of the estimated rate, and of the rate's drift."""
    own, evidence = dispersion(column)
    phi = (evidence * own + 6 * pool.dispersion) / (evidence + 6)
    sampling = phi * (orders + orders**2 / (column["recent_orders"] + 4))
    return sampling + 0.01 * orders**2 * (weight / MONTH)


def _rhythm(column: Columns, plan: Plan, orders: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Step 7: past months tell more than the rate about a customer invoiced at fixed times."""
    months = months_seen(column["first_age"], plan)
    n = np.maximum(months, 2)
    mean = column["rest_orders"] / n
    scatter = np.maximum(column["rest_squares"] - n * mean**2, 0) / (n - 1)
    own = (scatter + 0.05) * (1 + 1 / n)
    steady = (months >= RHYTHM) & (column["sold_months"] >= 0.8 * months) & (own < 0.25 * variance)
    return np.where(steady, mean, orders), np.where(steady, own, variance)
