"""An invoice opened: its lines, the order it came from, and what is still to be paid of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wiseparts_nb.card import Card, Row
from wiseparts_nb.customer.brands import brand_name
from wiseparts_nb.customer.details.detail import (
    Detail,
    absent,
    facts,
    listing,
    quantity,
    selected,
    total,
)
from wiseparts_nb.customer.due_amounts import due_status
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Listing, Money, Text, Value

__all__ = ["DOCUMENT", "LINES", "invoice_detail", "invoice_lines"]

LINES = """
select line.customer_id, line.sold_on, line.invoice_id, line.line_no, line.order_id, brand.name as brand, product.name as product,
       line.quantity, line.net
from sales_lines as line
left join brands as brand on brand.brand_id = line.brand_id
left join products as product on product.product_id = line.product_id
where line.invoice_id = $invoice and line.sold_on <= $as_of
"""
ORDERS = """
select placed.customer_id, placed.order_id, placed.ordered_on, placed.quote_id
from orders as placed
where placed.ordered_on <= $as_of
  and placed.order_id in (select line.order_id from sales_lines as line where line.invoice_id = $invoice)
"""
DOCUMENT = """
select customer_id, due_document_id, kind, issued_on, due_on, amount, amount_due, status
from due_documents
where due_document_id = $invoice and issued_on <= $as_of
"""


def invoice_detail(source: Source, name: str) -> Detail:
    """Open an invoice by its number.

    Raises
    ------
    InputError
        This customer has no such invoice.
    """
    rows, lines = selected(source, LINES, "net", invoice=name)
    if not lines:
        raise absent("invoice", name)
    orders = source.rows(ORDERS, invoice=name).of(source.customer_ids[0])
    due = source.rows(DOCUMENT, invoice=name).of(source.customer_ids[0])
    known = (
        ("date", Day(min(line.sold_on for line in lines)), None),
        ("order", _orders(orders), None),
        *(("quote", one.quote_id, f"quote:{one.quote_id}") for one in orders if one.quote_id),
        *(("payment", due_status(source.as_of, one), f"due:{name}") for one in due),
    )
    return Detail(
        Text("invoice_detail.context", {"invoice": name}),
        Text("invoice_detail.title", {"amount": Money(total(lines), "cents"), "invoice": name}),
        (Card("invoice_facts", "", facts(*known)), invoice_lines(lines)),
        rows,
    )


def _orders(orders: Sequence[Any]) -> Value | None:
    named = sorted((one.ordered_on, one.order_id) for one in orders)
    shown = tuple(
        Text("detail.dated", {"name": order, "day": Day(on, "short")}) for on, order in named
    )
    return Listing(shown) if shown else None


def invoice_lines(lines: Sequence[Any]) -> Card:
    """List an invoice's lines with their total."""
    rows = [
        Row(
            (
                line.product,
                brand_name(line.brand),
                quantity(line.quantity),
                Money(line.net, "cents"),
            )
        )
        for line in sorted(lines, key=lambda line: line.line_no)
    ]
    columns = ("product", "brand", "quantity", "net")
    return listing(
        "invoice_lines", Text("detail.lines"), columns, rows, amount=Money(total(lines), "cents")
    )
