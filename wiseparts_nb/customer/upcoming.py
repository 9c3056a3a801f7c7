"""Upcoming: planned visits, calls and meetings, and tasks with their due dates, overdue tasks first (C41 to C43)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from wiseparts_nb.card import Card, Entry, Note, Part, Timeline
from wiseparts_nb.period import Period
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Moment, Number, Text
from wiseparts_nb.widget import Widget

__all__ = ["WIDGET", "Commitment", "Upcoming", "card", "upcoming"]

PLANNED = """
select planned.customer_id, planned.activity_id as record_id, planned.kind, planned.starts_at, cast(null as date) as due_on,
       planned.subject, person.name as who, guest.name as contact
from activities as planned
left join staff as person on person.staff_id = planned.staff_id
left join contacts as guest on guest.contact_id = planned.contact_id and guest.customer_id = planned.customer_id
where planned.status = 'planned' and planned.starts_at >= $as_of_start_at and planned.starts_at < $ahead_end_at
"""
OPEN_TASKS = """
select open_task.customer_id, open_task.task_id as record_id, 'task' as kind, cast(null as timestamp) as starts_at, open_task.due_on,
       open_task.subject, person.name as who, cast(null as text) as contact
from tasks as open_task
left join staff as person on person.staff_id = open_task.staff_id
where open_task.due_on <= $ahead_end and open_task.created_at < $as_of_end_at
  and (open_task.completed_at is null or open_task.completed_at >= $as_of_end_at)
"""
ROWS = f"{PLANNED} union all {OPEN_TASKS}"

SHOWN = 6
"""Entries on the card; the rest is counted."""


@dataclass(frozen=True)
class Commitment:
    """Something planned. ``on`` is its local day; ``at`` its instant in UTC, None for a task; ``overdue`` a task not done in time."""

    record_id: str
    kind: str
    on: date
    at: datetime | None
    subject: str
    who: str | None
    contact: str | None
    overdue: bool


@dataclass(frozen=True)
class Upcoming:
    """Overdue tasks, then the commitments of the next 30 days by day; a day's tasks after its activities."""

    commitments: tuple[Commitment, ...]
    visit_planned: bool

    @property
    def overdue(self) -> tuple[Commitment, ...]:
        """Tasks whose day has passed."""
        return tuple(one for one in self.commitments if one.overdue)

    @property
    def meeting(self) -> Commitment | None:
        """The next visit or meeting."""
        meetings = (
            one for one in self.commitments if one.kind in {"visit", "meeting", "online_meeting"}
        )
        return next(meetings, None)


def upcoming(source: Source) -> Answers[Upcoming]:
    """List planned activities and tasks due from ``as_of`` to 30 days later, and tasks that are overdue.

    A task without a due day is not listed, one completed later than ``as_of`` still is. None where nothing is planned and
    no task is due.
    """
    return source.answers(partial(_value, source.period), planned=PLANNED, open_tasks=OPEN_TASKS)


def _value(period: Period, *, planned: list[Any], open_tasks: list[Any]) -> Upcoming | None:
    found = [_commitment(period, row) for row in (*planned, *open_tasks)]
    if not found:
        return None
    found.sort(key=_order)
    return Upcoming(tuple(found), any(one.kind == "visit" for one in found))


def _order(one: Commitment) -> tuple[Any, ...]:
    at = () if one.at is None else (one.at,)
    return (not one.overdue, one.on, not at, at, one.record_id)


def _commitment(period: Period, row: Any) -> Commitment:
    on = row.due_on or period.local_day(row.starts_at)
    return Commitment(
        row.record_id,
        row.kind,
        on,
        row.starts_at,
        row.subject or "",
        row.who,
        row.contact,
        overdue=on < period.as_of,
    )


def card(value: Upcoming) -> Card:
    """List what comes, with a warning where no visit is planned."""
    entries = tuple(map(_entry, value.commitments[:SHOWN]))
    parts: list[Part] = [Timeline(entries)]
    more = len(value.commitments) - len(entries)
    if more:
        parts.append(Note(Text("upcoming.more", {"n": Number(more)})))
    if not value.visit_planned:
        parts.append(Note(Text("upcoming.no_visit"), tone="warn"))
    return Card("upcoming", Text("upcoming.title"), tuple(parts), meta=Text("upcoming.meta"))


def _entry(one: Commitment) -> Entry:
    icon: Any = one.kind
    at = Day(one.on, "weekday") if one.at is None else Moment(one.at, "short")
    tone = "bad" if one.overdue else "neutral"
    return Entry(at, icon, _words(one), one.who, tone=tone, key=f"event:{one.record_id}")


def _words(one: Commitment) -> Text:
    if one.overdue:
        return Text("upcoming.overdue_task", {"subject": one.subject})
    kind = Text(f"activity.{one.kind}")
    if one.subject:
        return Text("upcoming.entry", {"kind": kind, "subject": one.subject})
    return Text("upcoming.bare", {"kind": kind})


WIDGET = Widget("upcoming", upcoming, card, ROWS, "activities", ("activities", "tasks"))
