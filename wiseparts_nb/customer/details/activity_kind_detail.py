"""A kind of activity opened: every one of 90 days, the newest first (C29)."""

from __future__ import annotations

from typing import Any

from wiseparts_nb.card import Card, Entry, Timeline
from wiseparts_nb.customer.activities_by_type import KINDS
from wiseparts_nb.customer.details.detail import Detail, selected
from wiseparts_nb.errors import UnknownNameError
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Moment, Number, Text

__all__ = ["activity_kind_detail"]

DONE = """
select done.customer_id, done.activity_id, done.kind, done.starts_at, done.subject, person.name as who
from activities as done
left join staff as person on person.staff_id = done.staff_id
where done.status = 'done' and done.kind = $kind and done.starts_at >= $days_90_start_at and done.starts_at < $as_of_end_at
"""


def activity_kind_detail(source: Source, name: str) -> Detail:
    """Open a kind of activity (``visit``): those done in the 90 days that end with ``as_of``.

    Raises
    ------
    UnknownNameError
        There is no such kind.
    """
    if name not in KINDS:
        raise UnknownNameError("kind of activity", name, KINDS)
    rows, found = selected(source, DONE, kind=name)
    found.sort(key=lambda row: row.activity_id)
    found.sort(key=lambda row: row.starts_at, reverse=True)
    what = Text(f"activity.{name}")
    since = {"day": Day(source.period.days_back(90))}
    entries = tuple(map(_entry, found))
    card = Card(
        "activities_of_kind", Text("activity_kind_detail.since", since), (Timeline(entries),)
    )
    return Detail(
        Text("activity_kind_detail.context", {"what": what}),
        Text("activity_kind_detail.title", {"what": what, "n": Number(len(found))}),
        (card,) if found else (),
        rows,
    )


def _entry(row: Any) -> Entry:
    icon: Any = row.kind
    text = row.subject or Text(f"activity.{row.kind}")
    at = Moment(row.starts_at, "short")
    return Entry(at, icon, text, row.who, key=f"event:{row.activity_id}")
