"""A brand opened: twelve months of its sales, its quotes and its orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from wiseparts_nb.card import Card, Metric, MonthBar, Months, Row, To
from wiseparts_nb.customer.brands import brand_name
from wiseparts_nb.customer.changes import change
from wiseparts_nb.customer.details.detail import Detail, absent, listing, selected, total
from wiseparts_nb.customer.ordered import orders_by_brand
from wiseparts_nb.customer.quotes_by_brand import ROWS
from wiseparts_nb.customer.sales_by_brand import MONTHLY_BY_BRAND, BrandSales, brand_sales
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Money, Number, Text, Value

__all__ = ["brand_detail"]

SOLD = """
select line.customer_id, line.sold_on, line.invoice_id, line.line_no, brand.name as brand, product.name as product,
       line.quantity, line.net
from sales_lines as line
left join brands as brand on brand.brand_id = line.brand_id
left join products as product on product.product_id = line.product_id
where line.sold_on between $twelve_months_start and $as_of and coalesce(brand.name, '') = $brand
"""
BRAND = "select brand_id from brands where name = $brand"
QUOTED = f"select * from ({ROWS}) as quoted where coalesce(brand, '') = $brand"


def brand_detail(source: Source, name: str) -> Detail:
    """Open a brand by its name, no name being "no brand": net sales of 12 months beside the year before.

    Its quotes are those of 90 days and its orders those of 12 months, as on the cards. The running month of the year before
    is cut after as many working days.

    Raises
    ------
    InputError
        There is no such brand.
    """
    customer, brand = source.customer_ids[0], name or None
    months = [row for row in source.rows(MONTHLY_BY_BRAND).of(customer) if row.brand == brand]
    quotes = source.rows(QUOTED, brand=name).of(customer)
    orders = source.rows(orders_by_brand(source)).of(customer)
    ordered = sum((row.net for row in orders if row.brand == brand), Decimal(0))
    if not (months or quotes or ordered or source.table(BRAND, brand=name)[1]):
        raise absent("sales, quotes or orders of", name)
    rows, _ = selected(source, SOLD, "net", brand=name)
    sales = brand_sales(source.period, brand, months)
    named: dict[str, Value] = {"brand": brand_name(brand), "amount": Money(sales.total)}
    return Detail(
        Text("brand_detail.context", {"brand": brand_name(brand)}),
        Text("brand_detail.title", named),
        (*_months(source, sales), *_quotes(quotes), *_orders(ordered)),
        rows,
        tuple(_changes(sales)),
        (To(Text("detail.analyse"), f"analytics:brand:{name}"),),
    )


def _changes(sales: BrandSales) -> Iterator[Any]:
    if sales.total or any(sales.earlier):
        earlier = Money(sum(sales.earlier, Decimal(0)))
        text = Text("brand_detail.against", {"amount": earlier})
        yield change(sales.change, text, new=not any(sales.earlier))


def _months(source: Source, sales: BrandSales) -> Iterator[Card]:
    if any(sales.months) or any(sales.earlier):
        triples = zip(source.period.months, sales.months, sales.earlier, strict=True)
        bars = tuple(MonthBar(month, net, earlier) for month, net, earlier in triples)
        footer = Text("sales_by_brand.footer", {"day": Day(source.as_of, "short")})
        yield Card("brand_months", Text("brand_detail.months"), (Months(bars),), footer=footer)


def _quotes(lines: Sequence[Any]) -> Iterator[Card]:
    """List the quotes with lines of the brand, the largest first; an amount is that of the brand's lines."""
    if not lines:
        return
    nets: dict[tuple[str, Any], Decimal] = defaultdict(Decimal)
    for line in lines:
        nets[line.quote_id, line.issued_on] += line.net
    found = sorted(nets.items(), key=lambda one: (-one[1], one[0]))
    rows = [
        Row((quote, Day(on, "short"), Money(net, "cents")), key=f"quote:{quote}")
        for (quote, on), net in found
    ]
    meta = Text(
        "brand_detail.quotes_meta", {"n": Number(len(found)), "amount": Money(total(lines))}
    )
    title, columns = Text("detail.quotes"), ("quote", "date", "net")
    yield listing(
        "brand_quotes", title, columns, rows, amount=Money(total(lines), "cents"), meta=meta
    )


def _orders(net: Decimal) -> Iterator[Card]:
    if net:
        figure = Metric(Text("brand_detail.ordered"), Money(net))
        yield Card("brand_orders", Text("detail.orders"), (figure,))
