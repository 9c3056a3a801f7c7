"""The days of the demo company: which are worked, and how much is invoiced on each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays
import numpy as np

from wiseparts_nb.demo.arrays import Days, Floats, Ints

__all__ = ["Calendar", "calendar"]

MONTHS_BEFORE = 38
"""Complete months of history before the month of the as-of day: three years to compare, and two to spare."""
DAYS_AHEAD = 75
"""Days drawn beyond the as-of day: they become open orders and open quotes."""
WEEKDAYS = (1.0, 1.12, 1.05, 1.08, 0.84, 0.05, 0.0)
"""Monday to Sunday; a few Saturday counters, no Sundays."""
AUGUST, MID_AUGUST = 0.6, 0.4
"""August is quiet in France, and quieter around the fifteenth."""


@dataclass(frozen=True)
class Calendar:
    """Days from the start of the history to some weeks after the as-of day; every array has one entry a day.

    Attributes
    ----------
    month
        Months since the start.
    weight
        Invoicing to expect, 1 on an ordinary Monday and 0 on a closed day.
    open_days
        Places of the days with a weight above 0.
    today, this_month
        Place of the as-of day, and its month.
    """

    as_of: date
    days: Days
    month: Ints
    weight: Floats
    open_days: Ints
    today: int
    this_month: int

    @property
    def months(self) -> int:
        """How many months the days touch."""
        return int(self.month[-1]) + 1

    @property
    def months_ago(self) -> Ints:
        """For each month, how many lie between it and the as-of month; 0 for those ahead."""
        return np.maximum(self.this_month - np.arange(self.months), 0)

    def shifted(self, places: Ints, open_days: Ints) -> Ints:
        """Move by a number of open days (negative: back), staying within the calendar."""
        at = np.searchsorted(self.open_days, places, side="right") - 1 + open_days
        return self.open_days[np.clip(at, 0, len(self.open_days) - 1)]

    def month_ends(self, places: Ints) -> Ints:
        """Return the last open day of the month of each day."""
        last = np.searchsorted(self.month[self.open_days], self.month[places], side="right") - 1
        return self.open_days[last]

    def place(self, day: date) -> int:
        """Return the place of a day, which may lie outside the calendar."""
        return self.today + (day - self.as_of).days


@cache
def calendar(as_of: date) -> Calendar:
    """Return the days of a company that is looked at on `as_of`, closed as French trade is."""
    start = np.datetime64(as_of, "M") - MONTHS_BEFORE
    days = np.arange(start.astype("datetime64[D]"), np.datetime64(as_of) + DAYS_AHEAD)
    month = (days.astype("datetime64[M]") - start).astype(np.int64)
    weight = _weights(days)
    return Calendar(
        as_of=as_of,
        days=days,
        month=month,
        weight=weight,
        open_days=np.flatnonzero(weight > 0),
        today=int(np.searchsorted(days, np.datetime64(as_of))),
        this_month=int(MONTHS_BEFORE),
    )


def _weights(days: Days) -> Floats:
    dates: list[date] = days.tolist()
    years = range(dates[0].year, dates[-1].year + 1)
    closed = set(holidays.country_holidays("FR", years=years)) | _christmas(years)
    return np.array([0.0 if day in closed else _weight(day) for day in dates])


def _weight(day: date) -> float:
    weight = WEEKDAYS[day.weekday()]
    if day.month != 8:  # noqa: PLR2004 - August
        return weight
    return weight * (MID_AUGUST if 8 <= day.day <= 21 else AUGUST)  # noqa: PLR2004 - two weeks


def _christmas(years: range) -> set[date]:
    eves = (date(year, 12, 24) for year in (years.start - 1, *years))
    return {eve + timedelta(days=ahead) for eve in eves for ahead in range(9)}
