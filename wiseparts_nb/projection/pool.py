"""The constants of a pool of customers, so that one customer can be projected without the others."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from wiseparts_nb.projection.arrays import Floats
from wiseparts_nb.projection.plan import Plan
from wiseparts_nb.projection.spread import dispersion, variation
from wiseparts_nb.projection.workdays import Workdays

__all__ = ["Pool", "pool_of_sums"]


@dataclass(frozen=True)
class Pool:
    """What a customer borrows from all customers.

    Parameters
    ----------
    week
        Business weight of Monday to Sunday, mean 1 over open days.
    rate
        Order-days a business day (p).
    variation
        Squared coefficient of variation of an order-day's value (c_pool).
    dispersion
        Variance over mean of weekly order-days (phi_pool).
    profile
        Order-days left in a month like today, over those a flat month would leave (g_pool).
    """

    week: tuple[float, ...]
    rate: float
    variation: float
    dispersion: float
    profile: float

    def to_json(self) -> str:
        """Write the constants as one JSON object."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Pool:
        """Read what `to_json` wrote."""
        fields = json.loads(text)
        return cls(**{**fields, "week": tuple(fields["week"])})

    def workdays(self, closed: Collection[int]) -> Workdays:
        """Return the pool's calendar with closures."""
        return Workdays(self.week, frozenset(closed))


def pool_of_sums(sums: pd.DataFrame, plan: Plan, workdays: Workdays) -> Pool:
    """Pool the sums of many customers into the constants of steps 3 to 6."""
    exposure = workdays.back_from(plan.as_of, sums["first_age"].to_numpy(), 365.0)
    orders = _column(sums, "long_orders")
    settled = orders > 2
    c = variation(_column(sums, "long_sales"), orders, _column(sums, "long_squares"))[settled]
    phi, evidence = dispersion(sums)
    return Pool(
        week=workdays.week,
        rate=_ratio(orders.sum(), exposure.sum(), 0.05),
        variation=float(np.median(c)) if c.size else 1.0,
        dispersion=_ratio((phi * evidence).sum(), evidence.sum(), 1.0),
        profile=float((_column(sums, "rest_orders").sum() + 200) / (_column(sums, "expected_rest").sum() + 200)),
    )


def _column(sums: pd.DataFrame, name: str) -> Floats:
    return sums[name].to_numpy(dtype=np.float64)


def _ratio(part: float, whole: float, otherwise: float) -> float:
    return float(part / whole) if part > 0 and whole > 0 else otherwise
