"""Step 10: how far a projection can be trusted, and why."""

from __future__ import annotations

import numpy as np

from wiseparts_nb.projection.arrays import Floats
from wiseparts_nb.projection.spread import quotient

__all__ = ["MONTHS", "ORDER_DAYS", "OVER", "confidence_of"]

OVER = 0.5
"""Business weight under which nothing more is expected of a period."""

HIGH, MEDIUM = 0.20, 0.50
"""Half the 80 % range over the mean, up to which a projection has the grade."""

MONTHS, ORDER_DAYS = 5, 6
"""What a customer must have shown before anything can be said."""

GRADE = {"period_over": "high", "narrow_range": "high", "usual_range": "medium"}


def confidence_of(
    mean: Floats, median: Floats, *, half: Floats, months: Floats, order_days: Floats, left: float
) -> tuple[list[str], list[str]]:
    """Grade each projection by half the width of its 80 % range over its mean.

    Where P90 is still "nothing more" the range is empty but the mean is not: the distance of mean
    and median then stands for the range.

    Parameters
    ----------
    mean, median
        Of the total.
    half
        Half the distance of P10 and P90.
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
    width = quotient(np.maximum(half, np.abs(mean - median)), mean, otherwise=np.inf)
    cases = {
        "period_over": np.full(mean.shape, left < OVER),
        "few_months": months < MONTHS,
        "few_orders": order_days < ORDER_DAYS,
        "nothing_expected": mean <= 0,
        "narrow_range": width <= HIGH,
        "usual_range": width <= MEDIUM,
    }
    reasons = np.select(list(cases.values()), list(cases), "wide_range").tolist()
    return [GRADE.get(reason, "low") for reason in reasons], reasons
