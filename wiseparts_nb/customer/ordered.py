"""Orders, or invoices in their place where a source has no orders."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wiseparts_nb.source.source import Source

__all__ = [
    "ORDERED",
    "BrandOrders",
    "brand_orders",
    "has_orders",
    "orders_by_brand",
    "orders_by_month",
]

ORDERED = """
select placed.customer_id, placed.order_id, placed.ordered_on, line.line_no, brand.name as brand, line.net
from orders as placed
join order_lines as line on line.order_id = placed.order_id and line.customer_id = placed.customer_id
left join brands as brand on brand.brand_id = line.brand_id
where placed.status <> 'cancelled' and placed.ordered_on between $year_before_start and $as_of
"""
"""Lines of the orders placed in the last 24 months, cancelled ones left out."""

_INVOICED = """
select line.customer_id, coalesce(line.order_id, line.invoice_id) as order_id, line.sold_on as ordered_on, line.line_no,
       brand.name as brand, line.net
from sales_lines as line
left join brands as brand on brand.brand_id = line.brand_id
where line.sold_on between $year_before_start and $as_of
"""


@dataclass(frozen=True)
class BrandOrders:
    """One brand's part of the orders' value; ``brand`` None gathers lines without one."""

    brand: str | None
    net: Decimal
    share: float


def has_orders(source: Source) -> bool:
    """Whether the source has orders of its own; where not, every invoiced order number or else invoice is an order."""
    return "order_lines" in source.snapshot.filled


def orders_by_month(source: Source) -> str:
    """Return the query of count and net value per customer and month, over 24 months.

    An order belongs to the month it was placed in. Credits and returns (orders of no positive value) are no orders.
    """
    return f"""
select customer_id, cast(date_trunc('month', ordered_on) as date) as month, count(*) as placed, sum(net) as net
from (
    select customer_id, order_id, min(ordered_on) as ordered_on, sum(net) as net
    from ({_rows(source)}) as line
    group by customer_id, order_id
    having sum(net) > 0
) as one_order
group by customer_id, cast(date_trunc('month', ordered_on) as date)
"""


def orders_by_brand(source: Source) -> str:
    """Return the query of net value per customer and brand, over 12 months."""
    return f"""
select customer_id, brand, sum(net) as net
from ({_rows(source)}) as line
where ordered_on >= $twelve_months_start
group by customer_id, brand
"""


def _rows(source: Source) -> str:
    return ORDERED if has_orders(source) else _INVOICED


def brand_orders(rows: list[Any]) -> tuple[BrandOrders, ...]:
    """Return every brand's part of one customer's orders, the largest first and "no brand" last; none without a value."""
    total = sum((row.net for row in rows), Decimal(0))
    if total <= 0:
        return ()
    parts = [BrandOrders(row.brand, row.net, float(row.net / total)) for row in rows]
    return tuple(sorted(parts, key=lambda one: (one.brand is None, -one.net, one.brand or "")))
