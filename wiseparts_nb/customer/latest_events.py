"""Latest events: what happened with this customer, newest first (C14 to C22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, Literal

from wiseparts_nb.card import Card, Entry, Timeline
from wiseparts_nb.locale import messages
from wiseparts_nb.period import Period
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Moment, Money, Number, Text, Value
from wiseparts_nb.widget import Widget

__all__ = [
    "WIDGET",
    "Event",
    "LatestEvents",
    "card",
    "event_icon",
    "event_name",
    "event_words",
    "latest_events",
]

ACTIVITIES = """
select done.customer_id, 'activity' as sort, done.kind, done.activity_id as record_id, done.starts_at as happened_at,
       done.subject, done.body, person.name as who, cast(null as text) as reference, cast(null as decimal(18, 2)) as amount
from activities as done
left join staff as person on person.staff_id = done.staff_id
where done.status = 'done' and done.starts_at >= $days_90_start_at and done.starts_at < $as_of_end_at
"""
TASKS_CREATED = """
select made.customer_id, 'task_created' as sort, 'task' as kind, made.task_id as record_id, made.created_at as happened_at,
       made.subject, cast(null as text) as body, person.name as who, cast(null as text) as reference,
       cast(null as decimal(18, 2)) as amount
from tasks as made
left join staff as person on person.staff_id = made.staff_id
where made.created_at >= $days_90_start_at and made.created_at < $as_of_end_at
"""
TASKS_DONE = TASKS_CREATED.replace("'task_created'", "'task_done'").replace(
    "made.created_at", "made.completed_at"
)
NOTES = """
select written.customer_id, 'note' as sort, 'note' as kind, written.note_id as record_id, written.written_at as happened_at,
       cast(null as text) as subject, written.body, person.name as who, cast(null as text) as reference,
       cast(null as decimal(18, 2)) as amount
from notes as written
left join staff as person on person.staff_id = written.staff_id
where written.written_at >= $days_90_start_at and written.written_at < $as_of_end_at
"""
SYSTEM = """
select told.customer_id, 'system' as sort, told.kind, told.system_event_id as record_id, told.happened_at,
       cast(null as text) as subject, told.body, cast(null as text) as who, told.reference, told.amount
from system_events as told
where told.happened_at >= $days_90_start_at and told.happened_at < $as_of_end_at
"""
ROWS = f"{ACTIVITIES} union all {TASKS_CREATED} union all {TASKS_DONE} union all {NOTES} union all {SYSTEM}"
NEWEST = f"""
select customer_id, sort, kind, record_id, happened_at, subject, body, who, reference, amount, in_all
from (
    select *, rank() over (partition by customer_id order by happened_at desc) as place,
           count(*) over (partition by customer_id) as in_all
    from ({ROWS}) as happened
) as ranked
where place <= 50
"""

KEPT = 50
"""Events that are fetched, and a few more where several are of one instant: which stay is decided here, not by a collation."""

SHOWN = 6
"""Events on the card, which says how many there are."""


@dataclass(frozen=True)
class Event:
    """One thing that happened. ``sort`` is where it was logged, ``kind`` what it was, ``who`` logged it (None: the system)."""

    sort: Literal["activity", "task_created", "task_done", "note", "system"]
    kind: str
    record_id: str
    at: datetime
    on: date
    subject: str | None
    body: str | None
    who: str | None
    reference: str | None
    amount: Decimal | None


@dataclass(frozen=True)
class LatestEvents:
    """The newest ``KEPT`` events of 90 days, newest first, and how many there were."""

    events: tuple[Event, ...]
    count: int


def latest_events(source: Source) -> Answers[LatestEvents]:
    """List activities done, tasks created or completed, notes and system events of the 90 days that end with ``as_of``.

    None where nothing happened in that time.
    """
    return source.answers(partial(_value, source.period), events=NEWEST)


def _value(period: Period, *, events: list[Any]) -> LatestEvents | None:
    if not events:
        return None
    found = [
        Event(
            row.sort,
            row.kind,
            row.record_id,
            row.happened_at,
            period.local_day(row.happened_at),
            row.subject,
            row.body,
            row.who,
            row.reference,
            row.amount,
        )
        for row in events
    ]
    found.sort(key=lambda one: one.record_id, reverse=True)
    found.sort(key=lambda one: one.sort)
    found.sort(key=lambda one: one.at, reverse=True)
    return LatestEvents(tuple(found[:KEPT]), events[0].in_all)


def card(value: LatestEvents) -> Card:
    """List the newest events: icon, when, what, who."""
    entries = tuple(map(_entry, value.events[:SHOWN]))
    return Card(
        "latest_events",
        Text("latest_events.title"),
        (Timeline(entries),),
        meta=Text("latest_events.meta", {"n": Number(value.count)}),
    )


def _entry(event: Event) -> Entry:
    tone = "bad" if event.kind == "invoice_overdue" else "neutral"
    return Entry(
        Moment(event.at, "short"),
        event_icon(event.sort, event.kind),
        event_words(event),
        event.who,
        tone=tone,
        key=f"event:{event.record_id}",
    )


def event_icon(sort: str, kind: str) -> Any:
    """Return the icon of an event: of an activity its own, else of its sort."""
    if sort == "system":
        return _SYSTEM_ICONS.get(kind.partition("_")[0], "system")
    return kind


_SYSTEM_ICONS = {"quote": "quote", "order": "order", "invoice": "due", "credit": "due"}
"""Icons of system events by their first word."""


def event_words(event: Event) -> Text:
    """Say what happened in a sentence of its sort."""
    what = event_name(event.sort, event.kind)
    if event.sort == "system" and event.amount is not None:
        args = {"what": what, "amount": Money(event.amount)}
        if event.reference:
            return Text("latest_events.of_amount", args | {"reference": event.reference})
        return Text("latest_events.amount", args)
    detail = event.subject or event.body or event.reference
    if event.sort == "system" and isinstance(what, Text):  # a body would say the same again
        detail = event.reference or event.body
    if detail:
        return Text("latest_events.entry", {"what": what, "detail": detail})
    return Text("latest_events.bare", {"what": what})


def event_name(sort: str, kind: str) -> Value:
    """Name an event; a system event that has no words here keeps its own."""
    if sort == "activity":
        return Text(f"activity.{kind}")
    if sort != "system":
        return Text(f"latest_events.{sort}")
    name = f"latest_events.system.{kind}"
    if name in messages()["en"]:
        return Text(name)
    own = kind.replace("_", " ").strip()
    return own[:1].upper() + own[1:]


WIDGET = Widget(
    "latest_events",
    latest_events,
    card,
    ROWS,
    "activities",
    ("activities", "notes", "tasks", "system_events"),
)
