"""How much a customer's order-days and their values scatter."""

from __future__ import annotations

import numpy as np

from wiseparts_nb.projection.arrays import Columns, Floats

__all__ = ["dispersion", "quotient", "variation"]

WEEKS = 52.0


def quotient(part: Floats, whole: Floats, *, otherwise: float = 0.0) -> Floats:
    """Divide where `whole` is positive; `otherwise` elsewhere."""
    return np.divide(part, whole, out=np.full_like(part, otherwise), where=whole > 0)


def variation(column: Columns) -> Floats:
    """Squared coefficient of variation of an order-day's value, within 0..6.

    c = Q2 / N2 / v2^2 - 1 with v2 = max(S2, 0) / N2; 6 where the returns ate the sales.
    """
    orders = column["long_orders"]
    mean = quotient(np.maximum(column["long_sales"], 0), orders)
    second = quotient(column["long_squares"], orders)
    c = quotient(second, mean**2, otherwise=7.0) - 1
    return np.clip(np.where(orders > 0, c, 0.0), 0, 6)


def dispersion(column: Columns) -> tuple[Floats, Floats]:
    """Variance over mean of the weekly order-days, within 0..4, and the evidence it rests on.

    The evidence is weeks x min(mean, 1), over the weeks since the first order, 52 at most.
    """
    weeks = np.minimum(column["first_age"] // 7 + 1, WEEKS)
    mean = column["week_orders"] / weeks
    variance = quotient(column["week_squares"] - weeks * mean**2, weeks - 1)
    phi = np.clip(quotient(variance, mean), 0, 4)
    return phi, np.where(weeks > 1, weeks * np.minimum(mean, 1), 0.0)
