"""Step 10: how far a projection can be trusted, and why."""

from __future__ import annotations

import numpy as np

from wiseparts_nb.projection.arrays import Floats

__all__ = ["confidence_of"]

HIGH, MEDIUM = 0.20, 0.50

GRADE = {"period_over": "high", "narrow_range": "high", "usual_range": "medium"}


def confidence_of(
    mean: Floats, low: Floats, high: Floats, *, months: Floats, order_days: Floats, left: float
) -> tuple[list[str], list[str]]:
    """Grade each projection by half the width of its 80 % range over its mean.

    Parameters
    ----------
    mean, low, high
        Mean, P10 and P90 of the total.
    months
        Complete months since the first order.
    order_days
        Order-days ever.
    left
        Business weight left in the period.

    Returns
    -------
    tuple
        The grades (high, medium, low) and the reasons: `period_over`, `few_months`, `few_orders`,
        `nothing_expected`, `narrow_range`, `usual_range`, `wide_range`.
    """
    width = np.divide((high - low) / 2, mean, out=np.full_like(mean, np.inf), where=mean > 0)
    cases = {
        "period_over": np.full(mean.shape, left < 0.5),
        "few_months": months < 5,
        "few_orders": order_days < 6,
        "nothing_expected": mean <= 0,
        "narrow_range": width <= HIGH,
        "usual_range": width <= MEDIUM,
    }
    reasons = np.select(list(cases.values()), list(cases), "wide_range").tolist()
    return [GRADE.get(reason, "low") for reason in reasons], reasons
