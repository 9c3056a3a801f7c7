"""Totals of any span of days for every customer, read from one cumulated history."""

from __future__ import annotations

import numpy as np
import pandas as pd

from wiseparts_nb.projection.arrays import Bools, Floats
from wiseparts_nb.projection.sums import Daily

__all__ = ["SETTLED", "Ledger"]

STRIDE = 1 << 24  # more days than a calendar has, so customers never touch
SETTLED, ALIVE, YEAR = 150, 184, 365


class Ledger:
    """What the customers of a history really bought, and who was worth projecting when."""

    def __init__(self, daily: Daily) -> None:
        self.customers = daily.customers
        self._base = np.arange(len(daily.customers)) * STRIDE
        self._key = daily.code * STRIDE + daily.day
        self._sales = np.concatenate([[0.0], np.cumsum(daily.amount)])
        self._orders = np.concatenate([[0.0], np.cumsum(daily.ordered)])
        ordered = (
            pd.Series(daily.day[daily.ordered > 0]).groupby(daily.code[daily.ordered > 0]).min()
        )
        self.first = ordered.reindex(range(len(self.customers)), fill_value=STRIDE).to_numpy()

    def sales(self, first: int, last: int) -> Floats:
        """Sum the sales from the day `first` to the day `last`, both included."""
        return self._between(self._sales, first, last)

    def eligible(self, start: int, *, largest: int) -> Bools:
        """Choose who is backtested in a period: established, alive, and among the largest.

        First order 150 days before `start` or earlier, an order in the last 184 days, positive
        sales over the last 365.
        """
        year = self.sales(start - YEAR, start - 1)
        alive = self._between(self._orders, start - ALIVE, start - 1) > 0
        chosen = alive & (self.first <= start - SETTLED) & (year > 0)
        if chosen.sum() > largest:
            ranked = np.argsort(np.where(chosen, -year, np.inf), kind="stable")
            chosen[ranked[largest:]] = False
        return chosen

    def _between(self, cumulated: Floats, first: int, last: int) -> Floats:
        low = np.searchsorted(self._key, self._base + first, side="left")
        high = np.searchsorted(self._key, self._base + last, side="right")
        return cumulated[high] - cumulated[low]
