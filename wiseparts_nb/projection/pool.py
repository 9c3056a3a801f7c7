"""The constants of a pool of customers, so that one customer can be projected without the others."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from wiseparts_nb.projection.arrays import Columns
from wiseparts_nb.projection.plan import Plan
from wiseparts_nb.projection.rates import order_rate, pool_level, pool_rate
from wiseparts_nb.projection.spread import dispersion, variation
from wiseparts_nb.projection.workdays import Workdays

__all__ = ["Pool", "pool_of_columns"]


SETTLED = 2.0
"""Decayed order-days from which a customer's own scatter counts in the pool's."""


@dataclass(frozen=True)
class Pool:
    """What a customer borrows from all customers.

    Parameters
    ----------
    week
        Business weight of Monday to Sunday, mean 1 over open days.
    rate
        Order-days a business day (p).
    level
        Recent order-days over those that the rates of the customers expected.
    variation
        Squared coefficient of variation of an order-day's value (c_pool).
    dispersion
        Variance over mean of weekly order-days (phi_pool).
    profile
        Order-days left in a month like today, over those a flat month would leave (g_pool).
    """

    week: tuple[float, ...]
    rate: float
    level: float
    variation: float
    dispersion: float
    profile: float

    def to_json(self) -> str:
        """Write the constants as one JSON object."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Pool:
        """Read what `to_json` wrote."""
        fields: dict[str, Any] = json.loads(text)
        fields["week"] = tuple(fields["week"])
        return cls(**fields)

    def workdays(self, closed: Collection[int]) -> Workdays:
        """Return the pool's calendar with closures."""
        return Workdays(self.week, frozenset(closed))


def pool_of_columns(column: Columns, plan: Plan, workdays: Workdays) -> Pool:
    """Pool the sums of many customers into the constants of steps 3 to 6."""
    rate = pool_rate(column, plan.as_of, workdays)
    own = order_rate(column, plan.as_of, workdays, rate)
    scatter = variation(column)[column["long_orders"] > SETTLED]
    phi, evidence = dispersion(column)
    return Pool(
        week=workdays.week,
        rate=rate,
        level=pool_level(column, plan.as_of, workdays, own),
        variation=float(np.median(scatter)) if scatter.size else 1.0,
        dispersion=float((phi * evidence).sum() / evidence.sum()) if evidence.any() else 1.0,
        profile=float((column["rest_orders"].sum() + 200) / (column["expected_rest"].sum() + 200)),
    )
