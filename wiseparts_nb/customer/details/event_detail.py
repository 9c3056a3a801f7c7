"""An event opened: the whole record, whether done, planned, written or told by a system (C22)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wiseparts_nb.card import Card, Entry, Note, Part, Timeline, To
from wiseparts_nb.customer.details.detail import Detail, absent, facts, selected
from wiseparts_nb.customer.latest_events import event_icon, event_name
from wiseparts_nb.errors import InputError
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Moment, Money, Text, Value

__all__ = ["event_detail", "event_owner"]

RECORDS = """
select done.customer_id, 'activity' as sort, done.kind, done.activity_id as record_id, done.starts_at as happened_at, done.status,
       done.subject, done.body, person.name as who, guest.name as contact, cast(null as text) as reference,
       cast(null as decimal(18, 2)) as amount, cast(null as date) as due_on, cast(null as timestamp) as completed_at
from activities as done
left join staff as person on person.staff_id = done.staff_id
left join contacts as guest on guest.contact_id = done.contact_id and guest.customer_id = done.customer_id
where done.activity_id = $record
union all
select made.customer_id, 'task_created', 'task', made.task_id, made.created_at,
       case when made.completed_at < $as_of_end_at then 'done' else 'open' end,
       made.subject, null, person.name, null, null, null, made.due_on,
       case when made.completed_at < $as_of_end_at then made.completed_at end
from tasks as made
left join staff as person on person.staff_id = made.staff_id
where made.task_id = $record and made.created_at < $as_of_end_at
union all
select written.customer_id, 'note', 'note', written.note_id, written.written_at, null, null, written.body, person.name,
       null, null, null, null, null
from notes as written
left join staff as person on person.staff_id = written.staff_id
where written.note_id = $record and written.written_at < $as_of_end_at
union all
select told.customer_id, 'system', told.kind, told.system_event_id, told.happened_at, null, null, told.body, null,
       null, told.reference, told.amount, null, null
from system_events as told
where told.system_event_id = $record and told.happened_at < $as_of_end_at
"""
NAMED = """
select quote.customer_id, 'quote' as kind, quote.quote_id as record_id
from quotes as quote where quote.quote_id = $reference and quote.issued_on <= $as_of
union
select placed.customer_id, 'quote' as kind, placed.quote_id as record_id
from orders as placed where placed.order_id = $reference and placed.quote_id is not null and placed.ordered_on <= $as_of
union
select paid.customer_id, 'due' as kind, paid.due_document_id as record_id
from due_documents as paid where paid.due_document_id = $reference and paid.issued_on <= $as_of
union
select line.customer_id, 'invoice' as kind, line.invoice_id as record_id
from sales_lines as line where (line.invoice_id = $reference or line.order_id = $reference) and line.sold_on <= $as_of
"""
"""What a system event refers to by its number, or what an order it refers to came from and became."""


def event_detail(source: Source, name: str) -> Detail:
    """Open an activity, a task, a note or a system event by its id: when, who, with whom, and its words in full.

    Raises
    ------
    InputError
        This customer has no such record.
    """
    rows, found = selected(source, RECORDS, record=name)
    if not found:
        raise absent("event", name)
    found.sort(key=lambda row: row.sort)  # two records of one id are both shown
    links = tuple(link for row in found for link in _links(source, row.reference))
    first = found[0]
    return Detail(
        Text("event_detail.context", {"day": Day(source.period.local_day(first.happened_at))}),
        _title(first),
        tuple(map(_card, found)),
        rows,
        links=links,
    )


def event_owner(source: Source, name: str) -> str:
    """Return the customer of an event by its id, for a page about all customers in scope.

    Raises
    ------
    InputError
        None of them has such a record.
    """
    _, found = source.table(f"select customer_id, sort from ({RECORDS}) as record", record=name)
    if not found:
        raise InputError(f"There is no event {name!r}. Open it from the list of activities.")
    return min(found, key=lambda row: (row[1], row[0]))[0]


def _title(row: Any) -> Text:
    what = _name(row)
    if row.amount is not None:
        return Text("event_detail.of_amount", {"what": what, "amount": Money(row.amount)})
    if row.subject:
        return Text("event_detail.of_subject", {"what": what, "subject": row.subject})
    return Text("event_detail.title", {"what": what})


def _name(row: Any) -> Value:
    """Name the record: a task is one task, created once and perhaps completed."""
    return Text("activity.task") if row.kind == "task" else event_name(row.sort, row.kind)


def _card(row: Any) -> Card:
    icon: Any = event_icon(row.sort, row.kind)
    tone = "bad" if row.kind == "invoice_overdue" else "neutral"
    entry = Entry(Moment(row.happened_at), icon, _state(row), row.who, tone=tone)
    known = facts(
        ("subject", row.subject, None),
        ("contact", row.contact, None),
        ("reference", row.reference, None),
        ("amount", None if row.amount is None else Money(row.amount, "cents"), None),
        ("due", None if row.due_on is None else Day(row.due_on), None),
        ("completed", None if row.completed_at is None else Moment(row.completed_at), None),
    )
    words: tuple[Part, ...] = (Note(row.body),) if row.body else ()
    return Card(f"event_{row.sort}", "", (Timeline((entry,)), *known, *words))


def _state(row: Any) -> Text:
    what = _name(row)
    if row.status in _STATES:
        return Text(f"event_detail.{row.status}", {"what": what})
    return Text("latest_events.bare", {"what": what})


_STATES = ("planned", "done", "cancelled", "open")


def _links(source: Source, reference: str | None) -> Iterator[To]:
    """Lead on to the quote, the due document or the invoice that an event refers to."""
    if reference is None:
        return
    found = source.rows(NAMED, reference=reference).of(source.customer_ids[0])
    for kind, record in sorted((row.kind, row.record_id) for row in found):
        yield To(Text(f"event_detail.open_{kind}", {"record": record}), f"{kind}:{record}")
