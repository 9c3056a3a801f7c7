"""How much a customer's order-days and their values scatter."""

from __future__ import annotations

import numpy as np
import pandas as pd

from wiseparts_nb.projection.arrays import Floats

__all__ = ["dispersion", "variation"]


def variation(sales: Floats, orders: Floats, squares: Floats) -> Floats:
    """Squared coefficient of variation of an order-day's value, within 0..6."""
    mean = np.divide(np.maximum(sales, 0), orders, out=np.zeros_like(sales), where=orders > 0)
    usable = mean > 0
    second = np.divide(squares, orders, out=np.zeros_like(sales), where=orders > 0)
    c = np.divide(second, mean**2, out=np.full_like(sales, 7.0), where=usable) - 1
    return np.clip(np.where(orders > 0, c, 0.0), 0, 6)


def dispersion(sums: pd.DataFrame) -> tuple[Floats, Floats]:
    """Variance over mean of the weekly order-days, within 0..4, and how much evidence it rests on."""
    weeks = np.minimum(sums["first_age"].to_numpy() // 7 + 1, 52).astype(np.float64)
    total = sums["week_orders"].to_numpy(dtype=np.float64)
    mean = total / weeks
    spread = sums["week_squares"].to_numpy(dtype=np.float64) - weeks * mean**2
    variance = np.divide(spread, weeks - 1, out=np.zeros_like(mean), where=weeks > 1)
    phi = np.divide(variance, mean, out=np.zeros_like(mean), where=mean > 0)
    return np.clip(phi, 0, 4), weeks * np.minimum(mean, 1) * (weeks > 1)
