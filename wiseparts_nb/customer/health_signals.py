"""The rules of account health: each turns one finding into points, with the figure that a reader can check (C61 to C63).

Points are whole numbers, so that they add up to the score exactly. Rules that hurt are positive, rules that help negative.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from wiseparts_nb.customer.changes import relative_change
from wiseparts_nb.text import Day, Money, Number, Percent, Points, Text, Value

__all__ = [
    "Rule",
    "Signal",
    "conversion_signal",
    "overdue_signal",
    "quotes_signal",
    "sales_signal",
    "silence_signal",
    "tasks_signal",
    "visit_signal",
]

Rule = Literal[
    "sales_down",
    "silence",
    "overdue",
    "no_visit",
    "overdue_tasks",
    "quotes_down",
    "sales_up",
    "quotes_up",
    "conversion_up",
]

NOTICED_CHANGE = 0.05
"""A change of three months' sales below 5 % either way is no signal."""
NOTICED_QUOTES = 0.10
"""Quotes count as rising from this fraction on, as falling from twice as much."""
NOTICED_POINTS = 0.03
"""Conversion counts from this gain on."""
SILENT_GAPS, SILENT_DAYS = 3.0, 30
"""Silence: three times the usual gap between order-days, and at least 30 days."""
OVERDUE_FROM = Decimal(100)
"""Less than this amount overdue is no signal."""
VISIT_DAYS = 60
"""Days without a visit after which one is missing."""
LONG_OVERDUE_DAYS = 60
"""Days late after which the oldest document counts by itself."""
MOST_TASKS = 3
"""Overdue tasks that count."""

MOST: Mapping[Rule, int] = {
    "sales_down": 40,
    "silence": 45,
    "overdue": 30,
    "no_visit": 6,
    "overdue_tasks": 3 * MOST_TASKS,
    "quotes_down": 6,
    "sales_up": -15,
    "quotes_up": -8,
    "conversion_up": -4,
}
"""The most points of each rule; where they do not depend on a figure, its points."""


@dataclass(frozen=True)
class Signal:
    """One finding. ``points`` add to the score; ``figure`` and ``args`` are the numbers of its sentence."""

    rule: Rule
    points: int
    figure: Value
    args: Mapping[str, Value] = field(default_factory=dict[str, "Value"])
    amount: Value | None = None


def sales_signal(
    now: Sequence[Decimal], before: Sequence[Decimal], months: tuple[date, date]
) -> Signal | None:
    """Three whole months against the same months a year before, the customer's own season: 1.5 points a percent down."""
    total, earlier = sum(now, Decimal(0)), sum(before, Decimal(0))
    change = relative_change(total, earlier, months=sum(amount > 0 for amount in before))
    if change is None or abs(change) < NOTICED_CHANGE:
        return None
    first, last = (Day(month, "month") for month in months)
    args = {"first": first, "last": last, "now": Money(total), "before": Money(earlier)}
    rule: Rule = "sales_down" if change < 0 else "sales_up"
    points = (
        min(MOST[rule], round(-150 * change))
        if change < 0
        else max(MOST[rule], -round(60 * change))
    )
    return Signal(
        rule, points, Percent(change, signed=True), args, Money(total - earlier, signed=True)
    )


def silence_signal(last_on: date, order_days: int, as_of: date) -> Signal | None:
    """Days since the last order against the usual gap between order-days: 10 points and 5 for each gap.

    ``order_days`` are those of the year that ended with ``last_on``: silence itself does not make the usual gap longer.
    """
    silent = (as_of - last_on).days
    gap = 365 / max(order_days, 1)
    if silent < SILENT_DAYS or silent < SILENT_GAPS * gap:
        return None
    args = {"day": Day(last_on), "n": Number(max(round(gap), 1))}
    points = min(MOST["silence"], 10 + round(5 * silent / gap))
    return Signal("silence", points, Text("health.days", {"n": Number(silent)}), args)


def overdue_signal(overdue: Decimal, payable: Decimal, days_late: int) -> Signal | None:
    """Overdue money: 25 points times its share of what is due, 5 more when the oldest is later than 60 days."""
    if overdue < OVERDUE_FROM:
        return None
    share = float(overdue / payable)
    points = round(25 * share) + (5 if days_late > LONG_OVERDUE_DAYS else 0)
    args = {"share": Percent(share, digits=0), "n": Number(days_late)}
    return Signal("overdue", points, Money(overdue), args)


def visit_signal(last_on: date, calls: int, as_of: date) -> Signal | None:
    """No visit for more than 60 days, where none is planned: 6 points. ``calls`` are those of the last 90 days."""
    days = (as_of - last_on).days
    if days <= VISIT_DAYS:
        return None
    args = {"day": Day(last_on, "short"), "n": Number(calls)}
    return Signal("no_visit", MOST["no_visit"], Text("health.days", {"n": Number(days)}), args)


def tasks_signal(late: int, subject: str, due_on: date) -> Signal | None:
    """Overdue tasks: 3 points each, up to three. ``subject`` and ``due_on`` are those of the first."""
    if not late:
        return None
    args = {"subject": subject, "day": Day(due_on, "short"), "n": Number(late)}
    count = Text("health.tasks", {"n": Number(late)})
    return Signal("overdue_tasks", 3 * min(late, MOST_TASKS), count, args)


def quotes_signal(now: Decimal, before: Decimal) -> Signal | None:
    """Quoted value of 90 days against the 90 days before: 8 points for a rise of 10 %, 6 against for a fall of 20 %."""
    change = relative_change(now, before)
    if change is None or -2 * NOTICED_QUOTES < change < NOTICED_QUOTES:
        return None
    args = {"now": Money(now), "before": Money(before)}
    amount = Money(now - before, signed=True)
    rule: Rule = "quotes_up" if change > 0 else "quotes_down"
    return Signal(rule, MOST[rule], Percent(change, digits=0, signed=True), args, amount)


def conversion_signal(now: float, before: float) -> Signal | None:
    """More quotes become orders than a year before: 4 points for 3 points of conversion."""
    gained = round(now - before, 9)  # 0.43 - 0.4 is 3 points
    if gained < NOTICED_POINTS:
        return None
    args = {"share": Percent(now, digits=0), "before": Percent(before, digits=0)}
    return Signal("conversion_up", MOST["conversion_up"], Points(gained), args)
