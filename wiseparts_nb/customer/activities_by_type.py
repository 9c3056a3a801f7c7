"""Activities by type: how we are in touch with this customer, and whether calls crowd out visits (C29 to C32)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from wiseparts_nb.card import Bar, Bars, Card, Dots, DotsRow
from wiseparts_nb.period import Period
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Number, Percent, Text
from wiseparts_nb.widget import Widget

__all__ = [
    "LAST_VISIT",
    "PLANNED_VISITS",
    "WIDGET",
    "ActivitiesByType",
    "ActivityType",
    "activities_by_type",
    "card",
]

ROWS = """
select customer_id, starts_at, kind, subject, staff_id, activity_id
from activities
where status = 'done' and starts_at >= $days_90_start_at and starts_at < $as_of_end_at
"""
LAST_VISIT = """
select customer_id, max(starts_at) as visited_at
from activities
where status = 'done' and kind = 'visit' and starts_at < $as_of_end_at
group by customer_id
"""
PLANNED_VISITS = """
select customer_id, count(*) as visits
from activities
where status = 'planned' and kind = 'visit' and starts_at >= $as_of_start_at
group by customer_id
"""

CALLS_PER_VISIT = 4
"""From this many calls a visit on, a meeting in person is suggested."""

KINDS = ("visit", "call", "meeting", "online_meeting", "email", "other")


@dataclass(frozen=True)
class ActivityType:
    """One kind of activity: how many, its share of all (0..1), and the local days on which it happened."""

    kind: str
    count: int
    share: float
    days: tuple[date, ...]


@dataclass(frozen=True)
class ActivitiesByType:
    """``count`` activities done from ``start`` to ``as_of``, the most frequent kind first.

    ``last_visit_on`` is the day of the last visit ever (None: never), ``planned_visits`` how many are planned from ``as_of``
    on. ``visit_suggested`` is True with at least ``CALLS_PER_VISIT`` calls for each visit and no visit planned.
    """

    types: tuple[ActivityType, ...]
    count: int
    last_visit_on: date | None
    planned_visits: int
    visit_suggested: bool
    start: date
    as_of: date

    def count_of(self, kind: str) -> int:
        """Return how many of one kind were done."""
        return sum(one.count for one in self.types if one.kind == kind)


def activities_by_type(source: Source) -> Answers[ActivitiesByType]:
    """Count activities done in the 90 days that end with ``as_of``, by kind.

    Planned and cancelled ones are not counted as done. None where nothing was done in that time.
    """
    value = partial(_value, source.period)
    return source.answers(value, done=ROWS, visits=LAST_VISIT, planned=PLANNED_VISITS)


def _value(
    period: Period, *, done: list[Any], visits: list[Any], planned: list[Any]
) -> ActivitiesByType | None:
    if not done:
        return None
    found = filter(None, (_type(period, kind, done) for kind in KINDS))
    types = tuple(sorted(found, key=lambda one: -one.count))
    calls, seen = (sum(row.kind == kind for row in done) for kind in ("call", "visit"))
    ahead = planned[0].visits if planned else 0
    return ActivitiesByType(
        types=types,
        count=len(done),
        last_visit_on=period.local_day(visits[0].visited_at) if visits else None,
        planned_visits=ahead,
        visit_suggested=not ahead and calls >= CALLS_PER_VISIT * max(seen, 1),
        start=period.days_back(90),
        as_of=period.as_of,
    )


def _type(period: Period, kind: str, done: Sequence[Any]) -> ActivityType | None:
    days = tuple(sorted(period.local_day(row.starts_at) for row in done if row.kind == kind))
    return ActivityType(kind, len(days), len(days) / len(done), days) if days else None


def card(value: ActivitiesByType) -> Card:
    """Draw a bar per kind and a strip with one dot an activity; the sentence compares visits with calls."""
    bars = tuple(
        Bar(
            _name(one.kind),
            one.count,
            Number(one.count),
            share=Percent(one.share, digits=0),
            key=f"activity_kind:{one.kind}",
        )
        for one in value.types
    )
    dots = tuple(DotsRow(_name(one.kind), one.days) for one in value.types)
    label = Text("activities_by_type.dots", {"day": Day(value.start, "short")})
    return Card(
        "activities_by_type",
        Text("activities_by_type.title"),
        (Bars(bars), Dots(dots, value.start, value.as_of, label)),
        meta=Text("activities_by_type.meta"),
        message=_message(value),
    )


def _name(kind: str) -> Text:
    return Text(f"activity.{kind}")


def _message(value: ActivitiesByType) -> Text:
    calls, visits = value.count_of("call"), value.count_of("visit")
    counts = {"calls": Text("activity.calls", {"n": Number(calls)}), "n": Number(visits)}
    if value.visit_suggested:
        return Text("activities_by_type.few_visits", counts)
    return Text("activities_by_type.balance", counts)


WIDGET = Widget("activities_by_type", activities_by_type, card, ROWS, "activities", ("activities",))
