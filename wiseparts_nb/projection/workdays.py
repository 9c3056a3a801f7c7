"""Business weight of a day: how much of a normal open day's trade it carries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import pandas as pd

from wiseparts_nb.projection.arrays import Days, Floats

__all__ = [
    "WINDOW",
    "Workdays",
    "date_of",
    "day_number",
    "day_numbers",
    "month_ahead",
    "week_begins",
    "weekday_weights",
]

EPOCH = date(1970, 1, 1)
WINDOW = 182
RARE = 0.02
ORDINARY_WEEK = (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)


def day_number(day: date | str | np.datetime64) -> int:
    """Days from 1970-01-01 to `day`: dates as the plain integers that arrays can add."""
    return int(pd.Timestamp(day).to_datetime64().astype("datetime64[D]").astype(np.int64))


def day_numbers(dates: pd.Series) -> Days:
    """Return `day_number` of every date of a column."""
    stamps = pd.to_datetime(dates).to_numpy(dtype="datetime64[D]")
    return stamps.astype(np.int64)


def month_ahead(day: int, months: int = 0) -> int:
    """Return the first day of the month that lies `months` after the month of `day`."""
    month = np.datetime64(day, "D").astype("datetime64[M]") + months
    return int(month.astype("datetime64[D]").astype(np.int64))


def date_of(number: int) -> date:
    """Return the date of a day number."""
    return EPOCH + timedelta(days=number)


def week_begins(start: int, as_of: int) -> int:
    """Return the day before which the weekdays are measured: the period, or its running month."""
    return min(max(start, month_ahead(as_of)), as_of + 1)


def weekday_weights(
    days: Days, orders: Floats, *, before: int, closed: Collection[int]
) -> tuple[float, ...]:
    """Measure the seven weights, Monday first, from a pool's order-days.

    Mean number of order-days on each weekday over the 182 days before day `before`, closed days
    apart; a weekday under 2 % of the best counts 0; scaled to mean 1 over the open days.

    Parameters
    ----------
    days, orders
        Day numbers and the order-days of the whole pool on each; other days have none.
    before
        First day that is not read.
    closed
        Known closures as day numbers.
    """
    shut = np.array(sorted(closed), dtype=np.int64)
    seen = (days >= before - WINDOW) & (days < before) & ~np.isin(days, shut)
    first = int(days[seen].min(initial=before))
    window = np.arange(first, before)
    count = np.bincount(_weekday(window[~np.isin(window, shut)]), minlength=7)
    total = np.bincount(_weekday(days[seen]), weights=orders[seen], minlength=7)
    mean = total / np.maximum(count, 1)
    mean[mean < RARE * mean.max()] = 0.0
    if not mean.any():
        return ORDINARY_WEEK
    open_mean = (mean * count).sum() / count[mean > 0].sum()
    return tuple(float(weight) for weight in mean / open_mean)


def _weekday(days: Days) -> Days:
    return (days + 3) % 7  # 1970-01-01 was a Thursday


@dataclass(frozen=True)
class Workdays:
    """The calendar of a pool: seven weekday weights, and closures that weigh nothing."""

    week: tuple[float, ...]
    closed: frozenset[int]

    @cached_property
    def _week(self) -> Floats:
        return np.array(self.week)

    @cached_property
    def _closed(self) -> Days:
        return np.array(sorted(self.closed), dtype=np.int64)

    def weights(self, first: int, last: int) -> Floats:
        """Return the weight of each day from `first` to `last`, both included."""
        days = np.arange(first, last + 1)
        weights = self._week[_weekday(days)]
        weights[np.isin(days, self._closed)] = 0.0
        return weights

    def between(self, first: int, last: int) -> float:
        """Return W(first..last), the business weight of a span; 0 if it is empty."""
        return float(self.weights(first, last).sum())

    def back_from(self, as_of: int, ages: Days, half_life: float | None = None) -> Floats:
        """Sum weights from `as_of` back to each age, the older ones decayed if a half-life is given.

        An age of 0 counts the day `as_of` alone, an age of -1 nothing.
        """
        oldest = int(ages.max(initial=0))
        weights = self.weights(as_of - oldest, as_of)[::-1]
        if half_life is not None:
            weights = weights * 0.5 ** (np.arange(oldest + 1) / half_life)
        return np.concatenate([[0.0], np.cumsum(weights)])[ages + 1]

    def cut(self, month: int, left: float) -> tuple[int, float]:
        """Find the day of a month that left the same business weight as today leaves.

        Parameters
        ----------
        month
            First day of the month.
        left
            Business weight left today.

        Returns
        -------
        tuple
            The day after which `left` remained (the day before the month if the month holds
            less), and the share of the month's weight after it.
        """
        last = month_ahead(month, 1) - 1
        after = np.concatenate([np.cumsum(self.weights(month, last)[::-1])[::-1], [0.0]])
        gap = np.abs(after - left)
        # Of equal days take the latest: days that weigh nothing belong to what is over.
        index = int(np.flatnonzero(gap <= gap.min() + 1e-9)[-1])
        share = after[index] / after[0] if after[0] > 0 else 0.0
        return month + index - 1, float(share)
