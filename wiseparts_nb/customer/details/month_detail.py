"""A month opened: where the difference from the year before went, and its largest invoices (C28)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from wiseparts_nb.card import Card, Change, Column, Delta, Difference, Row, Table, To
from wiseparts_nb.customer.brands import brand_key, brand_name, folded
from wiseparts_nb.customer.changes import change, relative_change
from wiseparts_nb.customer.details.detail import Detail, absent, listing, selected, total
from wiseparts_nb.errors import InputError
from wiseparts_nb.period import Period, month_after, month_end
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Money, Number, Text, Value

__all__ = ["SHOWN", "Invoice", "Span", "invoices", "largest_invoices", "month_detail", "span"]

SOLD = """
select line.customer_id, line.sold_on, line.invoice_id, line.line_no, line.order_id, brand.name as brand, product.name as product,
       line.quantity, line.net
from sales_lines as line
left join brands as brand on brand.brand_id = line.brand_id
left join products as product on product.product_id = line.product_id
where line.sold_on between $detail_start and $detail_end
"""
BY_BRAND = """
select line.customer_id, brand.name as brand,
       sum(case when line.sold_on >= $detail_start then line.net else 0 end) as net,
       sum(case when line.sold_on < $detail_start then line.net else 0 end) as earlier
from sales_lines as line
left join brands as brand on brand.brand_id = line.brand_id
where line.sold_on between $detail_start and $detail_end or line.sold_on between $base_start and $base_end
group by line.customer_id, brand.name
"""

SHOWN = 6
"""Invoices that are listed; the rows behind the figure have them all."""


@dataclass(frozen=True)
class Span:
    """The days of a month and of the same month a year before.

    A running month ends with ``as_of``, and the year before after as many working days; ``days`` is their number, None for
    whole months.
    """

    start: date
    end: date
    base_start: date
    base_end: date
    days: int | None = None


@dataclass(frozen=True)
class Invoice:
    """One invoice; ``brand`` is the one with most of it."""

    invoice_id: str
    on: date
    brand: str | None
    net: Decimal


@dataclass(frozen=True)
class _Brand:
    brand: str | None
    net: Decimal
    earlier: Decimal


def month_detail(source: Source, name: str) -> Detail:
    """Open a month (``2026-10``): net sales by brand beside the year before, and the largest invoices.

    Raises
    ------
    InputError
        It is no month, or one in which this customer has no sales to show.
    """
    days = span(source.period, _month(source.period, name))
    bound = {"detail_start": days.start, "detail_end": days.end}
    base = {"base_start": days.base_start, "base_end": days.base_end}
    rows, lines = selected(source, SOLD, "net", **bound)
    brands = _brands(source.rows(BY_BRAND, **bound, **base).of(source.customer_ids[0]))
    if not lines and not brands:
        raise absent("sales in", name)
    net, earlier = total(brands), total(brands, "earlier")
    cards = (
        _by_brand(days, brands, net - earlier),
        *largest_invoices("month_invoices", invoices(lines)),
    )
    recent = days.start in source.period.months
    named = {"amount": Money(net), "month": Day(days.start, "month" if recent else "month_year")}
    return Detail(
        Text("month_detail.context", {"month": Day(days.start, "month_year")}),
        Text("month_detail.title", named),
        cards,
        rows,
        (_change(days, net, earlier),),
        (To(Text("detail.analyse"), f"analytics:month:{name}"),),
    )


def span(period: Period, month: date) -> Span:
    """Return the days of the month that begins with ``month``, and those it is compared with."""
    base = month_after(month, -12)
    if month == period.month_start and period.as_of != period.month_end:
        ends = (period.as_of, base, period.same_days_end(base))
        return Span(month, *ends, period.elapsed_days)
    return Span(month, month_end(month), base, month_end(base))


def _month(period: Period, name: str) -> date:
    try:
        month = date.fromisoformat(f"{name}-01")
    except ValueError:
        raise InputError(f"{name!r} is no month. Write it as 2026-10.") from None
    if month > period.as_of:
        raise InputError(f"The data end on {period.as_of}, before {name}. Open an earlier month.")
    return month


def _brands(rows: Sequence[Any]) -> list[_Brand]:
    """Put those first that made the sums, be it now or a year before, and "no brand" last."""
    found = [_Brand(row.brand, row.net, row.earlier) for row in rows if row.net or row.earlier]
    found.sort(key=lambda one: (one.brand is None, -max(one.net, one.earlier), one.brand or ""))
    return found


def _change(days: Span, net: Decimal, earlier: Decimal) -> Change:
    named: dict[str, Value] = {"amount": Money(earlier)}
    if days.days is None:
        text = Text("month_detail.against", named | {"month": Day(days.base_start, "month_year")})
    else:
        ends = {"end": Day(days.base_end), "n": Number(days.days)}
        text = Text("month_detail.same_days", named | ends)
    return change(relative_change(net, earlier), text, new=not earlier)


def _by_brand(days: Span, brands: Sequence[_Brand], difference: Decimal) -> Card:
    shown, rest = folded(brands)
    rows = [_row(brand_name(one.brand), [one], brand_key(one.brand)) for one in shown]
    if rest:
        rows.append(_row(Text("other_brands", {"n": Number(len(rest))}), rest))
    months = (Column(_head(days, month), "right") for month in (days.start, days.base_start))
    columns = (Column(Text("detail.brand")), *months, Column(Text("detail.difference"), "right"))
    all_brands = _row(Text("detail.total"), brands)
    shown_difference = Delta(Money(difference, signed=True), _better(difference), None)
    whole = replace(all_brands, cells=(*all_brands.cells[:-1], shown_difference))
    return Card("month_by_brand", _where(difference), (Table(columns, tuple(rows), whole),))


def _head(days: Span, month: date) -> Text:
    named: dict[str, Value] = {"month": Day(month, "axis_year")}
    if days.days is None:
        return Text("month_detail.whole", named)
    return Text("month_detail.part", named | {"n": Number(days.days)})


def _row(label: Value, brands: Sequence[_Brand], key: str | None = None) -> Row:
    net, earlier = total(brands), total(brands, "earlier")
    gap = Difference(
        float(net - earlier), Money(net - earlier, signed=True), _better(net - earlier)
    )
    return Row((label, Money(net), Money(earlier), gap), key=key)


def _better(difference: Decimal) -> bool | None:
    return difference > 0 if difference else None


def _where(difference: Decimal) -> Text:
    if not difference:
        return Text("month_detail.by_brand")
    name = "gained" if difference > 0 else "lost"
    return Text(f"month_detail.{name}", {"amount": Money(abs(difference))})


def invoices(lines: Sequence[Any]) -> list[Invoice]:
    """Return the invoices of sales lines, the largest first."""
    by_invoice: dict[str, list[Any]] = defaultdict(list)
    for line in lines:
        by_invoice[line.invoice_id].append(line)
    found = [_invoice(name, own) for name, own in by_invoice.items()]
    return sorted(found, key=lambda one: (-one.net, one.invoice_id))


def _invoice(name: str, lines: Sequence[Any]) -> Invoice:
    nets: dict[str | None, Decimal] = defaultdict(Decimal)
    for line in lines:
        nets[line.brand] += line.net
    brand = min(nets, key=lambda one: (-nets[one], one is None, one or ""))
    return Invoice(name, min(line.sold_on for line in lines), brand, total(lines))


def largest_invoices(name: str, bills: Sequence[Invoice]) -> Iterator[Card]:
    """List the largest invoices with their sum; no card without any."""
    shown = bills[:SHOWN]
    rows = [
        Row(
            (one.invoice_id, Day(one.on, "short"), brand_name(one.brand), Money(one.net, "cents")),
            key=f"invoice:{one.invoice_id}",
        )
        for one in shown
    ]
    named: dict[str, Value] = {"n": Number(len(bills)), "amount": Money(total(shown))}
    more = len(bills) > len(shown)
    meta = Text(
        "month_detail.largest" if more else "month_detail.all",
        named | {"shown": Number(len(shown))} if more else named,
    )
    if bills:
        columns = ("invoice", "date", "main_brand", "net")
        yield listing(name, Text("detail.invoices"), columns, rows, meta=meta)
