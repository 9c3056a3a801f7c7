"""What a projection is asked: the period, the day, and the days that matter to its sums."""

from __future__ import annotations

from dataclasses import dataclass

from wiseparts_nb.projection.workdays import Workdays, month_ahead

__all__ = ["PAST_MONTHS", "Cut", "Plan", "plan_of"]

PAST_MONTHS = 12


@dataclass(frozen=True)
class Cut:
    """One past month, and the day of it that compares with today.

    Parameters
    ----------
    first, last
        The month, as day numbers.
    after
        Day after which the month still had the business weight that is left today.
    share
        Share of the month's weight after that day, 0..1.
    """

    first: int
    last: int
    after: int
    share: float


@dataclass(frozen=True)
class Plan:
    """A period, an as-of day and everything that the calendar alone says about them.

    Parameters
    ----------
    start, end, as_of
        Day numbers; `start` and `end` belong to the period.
    left_in_month
        Business weight of the period's days left in the running month.
    left_beyond
        Business weight of the period's days left after the running month.
    whole_month
        The period is exactly one calendar month, so past months compare with it.
    cuts
        The last twelve complete months before the day `as_of`, oldest first.
    """

    start: int
    end: int
    as_of: int
    left_in_month: float
    left_beyond: float
    whole_month: bool
    cuts: tuple[Cut, ...]

    @property
    def left(self) -> float:
        """Business weight left in the period."""
        return self.left_in_month + self.left_beyond


def plan_of(start: int, as_of: int, end: int, workdays: Workdays) -> Plan:
    """Lay out the days left of a period and the comparable days of the past months."""
    month_end = month_ahead(as_of, 1) - 1
    ahead = max(as_of + 1, start)
    in_month = workdays.between(ahead, min(end, month_end))
    beyond = workdays.between(max(ahead, month_end + 1), end)
    whole = start == month_ahead(start) and end == month_ahead(start, 1) - 1
    compared = in_month + beyond if whole else workdays.between(as_of + 1, month_end)
    cuts = tuple(
        _cut(month_ahead(as_of, -k), compared, workdays) for k in range(PAST_MONTHS, 0, -1)
    )
    return Plan(start, end, as_of, in_month, beyond, whole, cuts)


def _cut(month: int, left: float, workdays: Workdays) -> Cut:
    after, share = workdays.cut(month, left)
    return Cut(month, month_ahead(month, 1) - 1, after, round(share, 9))
