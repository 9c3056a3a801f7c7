"""The invoice lines behind a cut: the last step of a drill-down, and what an export holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wiseparts_nb.analytics.cut import Cut, Measure
from wiseparts_nb.analytics.selection import selection
from wiseparts_nb.analytics.totals import totals
from wiseparts_nb.source.source import Source

__all__ = ["Line", "Lines", "lines"]

_LINES = """
select part.*, customer.name as customer, product.name as product, brand.name as brand
from (
    select line.invoice_id, line.line_no, line.sold_on, line.customer_id, line.product_id, line.brand_id,
           line.quantity, line.gross, line.net, line.margin
    from sales_lines as line
    where {selected}
    order by line.sold_on desc, line.invoice_id collate "C", line.line_no
    limit $lines_limit offset $lines_offset
) as part
left join customers as customer on customer.customer_id = part.customer_id
left join products as product on product.product_id = part.product_id
left join brands as brand on brand.brand_id = part.brand_id
order by part.sold_on desc, part.invoice_id collate "C", part.line_no
"""
"""Ordered by code point, the same on every engine; names are joined to the few lines that are left."""

_SHOWN: tuple[Measure, ...] = ("quantity", "gross", "net", "margin")


@dataclass(frozen=True)
class Line:
    """One invoice line; None is what the source does not know."""

    invoice_id: str
    line_no: int
    sold_on: date
    customer_id: str
    product_id: str | None
    brand_id: str | None
    quantity: Decimal
    gross: Decimal | None
    net: Decimal
    margin: Decimal | None
    customer: str | None
    product: str | None
    brand: str | None


@dataclass(frozen=True)
class Lines:
    """Some of a cut's lines, the newest first, from ``offset`` on; ``count`` and ``net`` are of all of them.

    ``measures`` are those that any line of the cut has.
    """

    cut: Cut
    rows: tuple[Line, ...]
    offset: int
    count: int
    net: Decimal
    measures: tuple[Measure, ...]
    several_customers: bool


def lines(source: Source, cut: Cut, *, limit: int = 50, offset: int = 0) -> Lines:
    """Return the invoice lines of the span of a cut (not of the earlier one), by date, invoice and line."""
    selected = selection(cut)
    window = {"lines_limit": limit, "lines_offset": offset}
    sql = _LINES.format(selected=selected.only_now)
    found = source.table(sql, **selected.values, **window)[1]
    whole = totals(source, cut)
    known = {one.measure: one.amounts.now for one in whole.measures}
    return Lines(
        cut,
        tuple(Line(*row) for row in found),
        offset,
        whole.lines,
        known["net"] or Decimal(0),
        tuple(one for one in _SHOWN if known.get(one) is not None),
        source.scope.customer_id is None,
    )
