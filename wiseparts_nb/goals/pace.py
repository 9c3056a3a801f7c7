"""Where orders and activities will land: the pace of the last thirteen weeks, named so wherever it is shown.

The rest of the period is taken as working days left x the amount of a working day over those weeks. Its spread has two
sources, measured and not assumed: weeks differ (their variance, for counts at least a Poisson one), and thirteen of them
know the pace only so well (variance / working days seen). Mean and variance give a gamma distribution: what is still to
come is never negative, and large weeks are likelier than a bell curve says. A season within the weeks left is not seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import variance

from scipy.stats import gamma

from wiseparts_nb.goals.counting import PACE_DAYS
from wiseparts_nb.goals.split import days_between
from wiseparts_nb.period import Period

__all__ = ["Rest", "rest"]

_WEEK = 7
_FEWEST = 0.5
"""Of a count that never happened in the weeks seen, half a one is assumed: never is not certain."""
_LOW, _HIGH = 0.1, 0.9


@dataclass(frozen=True)
class Rest:
    """What is still to come: its mean, its 10 % and 90 % quantiles, and the distribution that they are of (None: nothing comes)."""

    mean: float
    shape: float | None = None
    scale: float = 1.0

    @property
    def low(self) -> float:
        """The 10 % quantile."""
        return self._quantile(_LOW)

    @property
    def high(self) -> float:
        """The 90 % quantile."""
        return self._quantile(_HIGH)

    def chance(self, missing: float) -> float:
        """Return the chance that at least ``missing`` will come."""
        if missing <= 0:
            return 1.0
        if self.shape is None:
            return 0.0
        return float(gamma.sf(missing, self.shape, scale=self.scale))

    def _quantile(self, share: float) -> float:
        return 0.0 if self.shape is None else float(gamma.ppf(share, self.shape, scale=self.scale))


def rest(
    days: Mapping[date, Decimal], period: Period, *, start: date, end: date, counts: bool
) -> Rest:
    """Return what will come from the day after ``as_of``, or from ``start`` where that is later, to ``end``."""
    first = max(start, period.as_of + timedelta(days=1))
    left = period.working_days(first, end) if first <= end else 0
    weeks = _weeks(days, period.as_of)
    worked = period.working_days(period.days_back(PACE_DAYS), period.as_of)
    if not left or not worked:
        return Rest(0.0)
    mean = sum(weeks) / worked * left
    spread = variance(weeks) * len(weeks) / worked  # of one working day
    if counts:
        spread = max(spread, max(sum(weeks), _FEWEST) / worked)
    total = spread * left * (1 + left / worked)
    if mean <= 0 and counts:
        mean = _FEWEST / worked * left
        return Rest(0.0, mean**2 / total, total / mean)
    if mean <= 0 or total <= 0:
        return Rest(max(mean, 0.0))
    return Rest(mean, mean**2 / total, total / mean)


def _weeks(days: Mapping[date, Decimal], as_of: date) -> Sequence[float]:
    """Return the amounts of the weeks that end with ``as_of``, the oldest first."""
    starts = (as_of - timedelta(days=back - 1) for back in range(PACE_DAYS, 0, -_WEEK))
    ends = ((start, start + timedelta(days=_WEEK - 1)) for start in starts)
    return [
        float(sum((days.get(day, Decimal(0)) for day in days_between(*both)), Decimal(0)))
        for both in ends
    ]
