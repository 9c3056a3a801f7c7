"""What the rules of account health look at in one customer, and the signals that they find in it.

The customer page gathers it from the customer's own KPIs, the portfolio from sums over all customers at once; both are judged here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wiseparts_nb.customer.changes import relative_change
from wiseparts_nb.customer.health_signals import (
    Signal,
    conversion_signal,
    overdue_signal,
    quotes_signal,
    sales_signal,
    silence_signal,
    tasks_signal,
    visit_signal,
)
from wiseparts_nb.period import Period, month_after

__all__ = ["Evidence", "judged_months", "open_month", "signals"]

NOTHING = Decimal(0)
JUDGED = 3
"""Whole months of sales that are judged together."""


@dataclass(frozen=True)
class Evidence:
    """What is known of one customer on a day; what it has nothing of keeps its default.

    ``sales`` are those of the last three whole months, ``sales_before`` of the same months a year before. ``payable`` is
    what is due before credits, ``days_late`` those of the oldest document; ``late_task`` the subject and day of the first
    overdue task. Conversions are fractions of the last 12 months and of the 12 before.
    """

    sales: tuple[Decimal, ...] = (NOTHING,) * JUDGED
    sales_before: tuple[Decimal, ...] = (NOTHING,) * JUDGED
    last_order_on: date | None = None
    order_days: int = 0
    quoted: Decimal = NOTHING
    quoted_before: Decimal = NOTHING
    overdue: Decimal = NOTHING
    payable: Decimal = NOTHING
    days_late: int = 0
    last_visit_on: date | None = None
    visit_planned: bool = False
    calls: int = 0
    late_task: tuple[str, date] | None = None
    late_tasks: int = 0
    conversion: float | None = None
    conversion_before: float | None = None

    @property
    def sales_change(self) -> float | None:
        """Three whole months against the year before, None without a fair base."""
        bought = sum(amount > 0 for amount in self.sales_before)
        now, before = sum(self.sales, NOTHING), sum(self.sales_before, NOTHING)
        return relative_change(now, before, months=bought)

    @property
    def quotes_change(self) -> float | None:
        """90 days of quotes against the 90 before, None without a fair base."""
        return relative_change(self.quoted, self.quoted_before)


def open_month(period: Period) -> date:
    """Return the month that is not whole yet: the next one on a month's last day."""
    return month_after(period.as_of, 1 if period.as_of == period.month_end else 0)


def judged_months(period: Period) -> list[date]:
    """Return the last three whole months."""
    return [month_after(open_month(period), back) for back in range(-JUDGED, 0)]


def signals(evidence: Evidence, period: Period) -> tuple[Signal, ...]:
    """Return what the rules find, the worst first."""
    found = [one for one in _found(evidence, period) if one is not None]
    return tuple(sorted(found, key=lambda one: -one.points))


def _found(evidence: Evidence, period: Period) -> Iterator[Signal | None]:
    months = judged_months(period)
    yield sales_signal(evidence.sales, evidence.sales_before, (months[0], months[-1]))
    if evidence.last_order_on is not None:
        yield silence_signal(evidence.last_order_on, evidence.order_days, period.as_of)
    yield quotes_signal(evidence.quoted, evidence.quoted_before)
    yield overdue_signal(evidence.overdue, evidence.payable, evidence.days_late)
    if evidence.last_visit_on is not None and not evidence.visit_planned:
        yield visit_signal(evidence.last_visit_on, evidence.calls, period.as_of)
    if evidence.late_task is not None:
        yield tasks_signal(evidence.late_tasks, *evidence.late_task)
    if evidence.conversion is not None and evidence.conversion_before is not None:
        yield conversion_signal(evidence.conversion, evidence.conversion_before)
