"""What a goal asks: whose, which measure, by when, how much, and in which steps. Written by people, so a draft may be wrong.

Terms are plain values that never raise: :mod:`.problems` says what is wrong with them, field by field.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from wiseparts_nb.agreements.terms import Metric

__all__ = [
    "ACTIVITY_KINDS",
    "COUNTS",
    "MEASURES",
    "PACES",
    "SALES",
    "SERVING",
    "STEPS",
    "GoalTerms",
    "Measure",
    "Pace",
    "Serving",
    "Status",
    "Step",
]

Measure = Literal["net", "gross", "margin", "quantity", "orders", "order_value", "activities"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
SALES: tuple[Metric, ...] = get_args(Metric)
"""Measures over the sales of the customers whom a person serves; the others count what the person did."""
COUNTS: tuple[Measure, ...] = ("orders", "activities")
"""Measures of whole things."""
Serving = Literal["first", "any"]
"""first: the customers of whom the person is the first sales rep; any: also those of whom they are the second or third."""
SERVING: tuple[Serving, ...] = get_args(Serving)
Step = Literal["none", "month", "quarter"]
"""The sub-periods."""
STEPS: tuple[Step, ...] = get_args(Step)
Pace = Literal["calendar", "working", "season"]
"""What the target is spread over: calendar days, working days, or last year's own months."""
PACES: tuple[Pace, ...] = get_args(Pace)
ACTIVITY_KINDS = ("visit", "call", "meeting", "online_meeting", "email", "other")
Status = Literal["upcoming", "active", "expired"]


@dataclass(frozen=True)
class GoalTerms:
    """The terms of one goal; ``None`` and empty are what a draft has not said yet.

    Attributes
    ----------
    staff, teams
        Ids of those whose goal it is; a team stands for the staff that belong to it on the day of the data. Together they
        have one target.
    serving
        Whose customers' sales count; a customer served by two of them counts once, for whoever comes first.
    kinds
        Which activities count, all when empty.
    target
        To be reached by the last day; ``stretch`` has levels above it, rising.
    step, pace
        The sub-periods, and what the target is spread over.
    """

    description: str = ""
    staff: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    measure: Measure = "net"
    serving: Serving = "first"
    kinds: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    target: Decimal | None = None
    stretch: tuple[Decimal, ...] = ()
    step: Step = "month"
    pace: Pace = "working"
    observations: str = ""

    @property
    def levels(self) -> tuple[Decimal, ...]:
        """The target and what lies above it, rising."""
        return () if self.target is None else (self.target, *self.stretch)

    def status(self, as_of: date) -> Status | None:
        """Return where the period stands on a day, None while it has no dates."""
        if self.starts_on is None or self.ends_on is None:
            return None
        if as_of < self.starts_on:
            return "upcoming"
        return "active" if as_of <= self.ends_on else "expired"
