"""A quote opened: its lines, what became of them, and the next step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from wiseparts_nb.card import Card, Row, To
from wiseparts_nb.customer.brands import brand_name
from wiseparts_nb.customer.details.detail import (
    Detail,
    Selection,
    absent,
    facts,
    listing,
    quantity,
    total,
)
from wiseparts_nb.customer.quoted import OUTCOMES
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Listing, Money, Text, Value

__all__ = ["quote_detail"]

LINES = f"""
select found.customer_id, found.quote_id, found.issued_on, found.line_no, found.brand, product.name as product, line.quantity,
       found.net, found.outcome
from ({OUTCOMES}) as found
left join quote_lines as line
  on line.quote_id = found.quote_id and line.line_no = found.line_no and line.customer_id = found.customer_id
left join products as product on product.product_id = line.product_id
where found.quote_id = $quote
"""
OF_OUTCOME = f"select * from ({LINES}) as line where outcome = $outcome"
HEAD = """
select quote.customer_id, quote.issued_on, quote.valid_until_on, quote.channel, quote.subject, quote.next_step, person.name as who
from quotes as quote
left join staff as person on person.staff_id = quote.staff_id
where quote.quote_id = $quote and quote.issued_on <= $as_of
"""
ORDERS = """
select placed.customer_id, placed.order_id, placed.ordered_on, line.invoice_id
from orders as placed
left join (
    select distinct customer_id, order_id, invoice_id from sales_lines where sold_on <= $as_of
) as line on line.order_id = placed.order_id and line.customer_id = placed.customer_id
where placed.quote_id = $quote and placed.ordered_on <= $as_of
"""

STATES = ("won", "open", "lost")
"""A quote with an ordered line is won, whatever else of it is open; one with an open line is open."""


def quote_detail(source: Source, name: str) -> Detail:
    """Open a quote by its number; the figure is the net value of the lines that make it won, open or lost.

    Raises
    ------
    InputError
        This customer has no such quote.
    """
    customer = source.customer_ids[0]
    heads = source.rows(HEAD, quote=name).of(customer)
    if not heads:
        raise absent("quote", name)
    lines = source.rows(LINES, quote=name).of(customer)
    state = next(one for one in STATES if any(line.outcome == one for line in lines))
    counted = [line for line in lines if line.outcome == state]
    orders = source.rows(ORDERS, quote=name).of(customer)
    cards = (
        Card("quote_facts", "", facts(*_known(heads[0], state, orders))),
        *_lines(state, counted, [line for line in lines if line.outcome != state]),
    )
    named: dict[str, Value] = {"amount": Money(total(counted)), "quote": name}
    return Detail(
        Text("quote_detail.context", {"quote": name}),
        Text(f"quote_detail.title.{state}", named),
        cards,
        Selection(OF_OUTCOME, {"quote": name, "outcome": state}, len(counted), "net"),
        links=tuple(_invoices(orders)),
    )


def _known(
    head: Any, state: str, orders: Sequence[Any]
) -> Iterator[tuple[str, Value | None, str | None]]:
    yield "status", Text(f"quote_detail.{state}"), None
    yield "subject", head.subject, None
    yield "issued", Day(head.issued_on), None
    yield "valid_until", Day(head.valid_until_on) if head.valid_until_on else None, None
    yield "next_step", head.next_step, None
    yield "who", head.who, None
    yield "channel", head.channel, None
    placed = sorted({(one.ordered_on, one.order_id) for one in orders})
    dated = tuple(
        Text("detail.dated", {"name": order, "day": Day(on, "short")}) for on, order in placed
    )
    yield "order", Listing(dated) if dated else None, None


def _lines(state: str, counted: Sequence[Any], others: Sequence[Any]) -> Iterator[Card]:
    """List the lines of the figure with their total, then those that are not in it."""
    columns = ("product", "brand", "quantity", "net")
    title = Text(f"quote_detail.lines.{state}")
    yield listing(
        "quote_lines", title, columns, _rows(counted), amount=Money(total(counted), "cents")
    )
    for other in STATES:
        own = [line for line in others if line.outcome == other]
        if own:
            title = Text(f"quote_detail.lines.{other}")
            yield listing(f"quote_lines_{other}", title, columns, _rows(own))


def _rows(lines: Sequence[Any]) -> list[Row]:
    return [
        Row(
            (
                line.product,
                brand_name(line.brand),
                quantity(line.quantity),
                Money(line.net, "cents"),
            )
        )
        for line in sorted(lines, key=lambda line: line.line_no or 0)
    ]


def _invoices(orders: Sequence[Any]) -> Iterator[To]:
    for name in sorted({one.invoice_id for one in orders if one.invoice_id}):
        yield To(Text("quote_detail.open_invoice", {"invoice": name}), f"invoice:{name}")
