"""What a widget shows on the page: its card, why it is hidden, or that it is empty now and what was there last.

A customer that never had any of something doesn't miss it: such a widget stays hidden. One that had some is told since when
there is none, with the last one to open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wiseparts_nb.card import Card, Entry, Timeline
from wiseparts_nb.customer.latest_events import event_icon, event_name
from wiseparts_nb.customer.offers import STARTED
from wiseparts_nb.customer.ordered import has_orders
from wiseparts_nb.customer.quoted import OUTCOMES
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Moment, Money, Text, Value
from wiseparts_nb.widget import Hidden, Widget, value_of

__all__ = ["shown"]

QUOTE = f"""
select customer_id, quote_id as record_id, issued_on as happened_on, sum(net) as amount
from ({OUTCOMES}) as line_outcome
group by customer_id, quote_id, issued_on
order by issued_on desc, quote_id desc
limit 1
"""
INVOICE = """
select customer_id, invoice_id as record_id, max(sold_on) as happened_on, sum(net) as amount
from sales_lines
where sold_on <= $as_of
group by customer_id, invoice_id
order by max(sold_on) desc, invoice_id desc
limit 1
"""
ORDER = """
select placed.customer_id, placed.order_id as record_id, placed.ordered_on as happened_on, sum(line.net) as amount
from orders as placed
join order_lines as line on line.order_id = placed.order_id and line.customer_id = placed.customer_id
where placed.status <> 'cancelled' and placed.ordered_on <= $as_of
group by placed.customer_id, placed.order_id, placed.ordered_on
order by placed.ordered_on desc, placed.order_id desc
limit 1
"""
DOCUMENT = """
select customer_id, due_document_id as record_id, issued_on as happened_on, amount
from due_documents
where kind = 'invoice' and issued_on <= $as_of
order by issued_on desc, due_document_id desc
limit 1
"""
OFFER = f"""
select customer_id, offer_id as record_id, ends_on as happened_on, name
from ({STARTED}) as started
where ends_on < $as_of
order by ends_on desc, offer_id desc
limit 1
"""
ACTIVITY = """
select done.customer_id, 'activity' as sort, done.activity_id as record_id, done.kind, done.starts_at as happened_at, done.subject,
       person.name as who
from activities as done
left join staff as person on person.staff_id = done.staff_id
where done.status = 'done' and done.starts_at < $as_of_end_at
order by done.starts_at desc, done.activity_id desc
limit 1
"""
EVENT = """
select happened.customer_id, happened.sort, happened.record_id, happened.kind, happened.happened_at, happened.subject,
       person.name as who
from (
    select customer_id, 'activity' as sort, activity_id as record_id, kind, starts_at as happened_at, subject, staff_id
    from activities where status = 'done'
    union all
    select customer_id, 'task_created', task_id, 'task', created_at, subject, staff_id from tasks
    union all
    select customer_id, 'note', note_id, 'note', written_at, null, staff_id from notes
    union all
    select customer_id, 'system', system_event_id, kind, happened_at, reference, null from system_events
) as happened
left join staff as person on person.staff_id = happened.staff_id
where happened.happened_at < $as_of_end_at
order by happened.happened_at desc, happened.record_id desc
limit 1
"""


def shown(widget: Widget, source: Source) -> Card | Hidden:
    """Return a widget's card for the one customer in scope, the card of its empty state, or why it is hidden.

    It is empty where the customer had some once and has none in the widget's time; it is hidden where the customer never had
    any, the feature is off, a prospect has none by nature, or the source holds nothing of the kind.
    """
    return source.once(f"shown.{widget.name}", lambda: _shown(widget, source))


def _shown(widget: Widget, source: Source) -> Card | Hidden:
    found = value_of(widget, source)
    if not isinstance(found, Hidden):
        return widget.card(found)
    if found.reason.id != f"{widget.name}.nothing" or widget.name not in _LAST:
        return found
    last = _LAST[widget.name](source)
    return found if last is None else _card(found, last)


def _card(found: Hidden, last: Entry) -> Card:
    message = Text(f"card_states.{found.name}")
    return Card(found.name, found.title, (Timeline((last,)),), message=message)


def _document(source: Source, kind: str, sql: str, icon: Any) -> Entry | None:
    """Return the last document of a kind, which its number opens."""
    for row in source.rows(sql).of(source.customer_ids[0]):
        named: dict[str, Value] = {"record": row.record_id, "amount": Money(row.amount)}
        key = None if kind == "order" else f"{kind}:{row.record_id}"
        return Entry(Day(row.happened_on), icon, Text("card_states.last_document", named), key=key)
    return None


def _quote(source: Source) -> Entry | None:
    return _document(source, "quote", QUOTE, "quote")


def _invoice(source: Source) -> Entry | None:
    return _document(source, "invoice", INVOICE, "order")


def _order(source: Source) -> Entry | None:
    return _document(source, "order", ORDER, "order") if has_orders(source) else _invoice(source)


def _due(source: Source) -> Entry | None:
    return _document(source, "due", DOCUMENT, "due")


def _offer(source: Source) -> Entry | None:
    for row in source.rows(OFFER).of(source.customer_ids[0]):
        text = Text("card_states.last_offer", {"name": row.name})
        return Entry(Day(row.happened_on), "other", text, key=f"offer:{row.record_id}")
    return None


def _activity(source: Source) -> Entry | None:
    return _happened(source, ACTIVITY)


def _event(source: Source) -> Entry | None:
    return _happened(source, EVENT)


def _happened(source: Source, sql: str) -> Entry | None:
    for row in source.rows(sql).of(source.customer_ids[0]):
        named: dict[str, Value] = {"what": event_name(row.sort, row.kind)}
        name = "last_event"
        if row.subject:
            name, named = "last_event_about", named | {"subject": row.subject}
        icon = event_icon(row.sort, row.kind)
        text = Text(f"card_states.{name}", named)
        return Entry(Moment(row.happened_at), icon, text, row.who, key=f"event:{row.record_id}")
    return None


_LAST: Mapping[str, Callable[[Source], Entry | None]] = {
    "activities_by_type": _activity,
    "due_amounts": _due,
    "last_12_months": _invoice,
    "latest_events": _event,
    "month_projection": _invoice,
    "offers": _offer,
    "open_quotes": _quote,
    "order_ratios": _order,
    "quotes_by_brand": _quote,
    "upcoming": _activity,
}
"""What was there last, by widget; one that is not here would only say again what another says."""
