"""Order ratios: quotes that become orders, the average order, and orders by brand (C33 to C35)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from wiseparts_nb.card import Bar, Bars, Card, Metric, Note, Part
from wiseparts_nb.customer.brands import brand_key, brand_name, folded
from wiseparts_nb.customer.changes import change, change_in_points, relative_change
from wiseparts_nb.customer.ordered import (
    BrandOrders,
    brand_orders,
    has_orders,
    orders_by_brand,
    orders_by_month,
)
from wiseparts_nb.customer.quoted import CONVERSION, OUTCOMES
from wiseparts_nb.period import Period, month_after
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Money, Number, Percent, Text
from wiseparts_nb.widget import Widget

__all__ = [
    "ROWS",
    "WIDGET",
    "AverageOrder",
    "Conversion",
    "OrderRatios",
    "card",
    "order_ratios",
]

ROWS = f"select * from ({OUTCOMES}) as line_outcome where issued_on >= $twelve_months_start"


@dataclass(frozen=True)
class Conversion:
    """Quotes that became orders: ``won`` of ``decided``, as a fraction ``by_count`` and ``by_value`` (None: of no value).

    ``earlier`` is ``by_count`` of the 12 months before, None without a decision then; ``months`` that of each month with
    decisions, the oldest first.
    """

    won: int
    decided: int
    by_count: float
    by_value: float | None
    earlier: float | None
    months: tuple[float, ...]


@dataclass(frozen=True)
class AverageOrder:
    """Net sales of ``orders`` over their number; ``earlier`` that of the 12 months before, ``change`` the fraction between."""

    orders: int
    net: Decimal
    average: Decimal
    earlier: Decimal | None
    change: float | None
    months: tuple[Decimal, ...]


@dataclass(frozen=True)
class OrderRatios:
    """Ratios of the 12 months that end with the running one; a part is None where the customer has nothing of it.

    ``from_invoices`` says that the source has no orders and invoices stand in their place.
    """

    conversion: Conversion | None
    average_order: AverageOrder | None
    brands: tuple[BrandOrders, ...]
    from_invoices: bool


def order_ratios(source: Source) -> Answers[OrderRatios]:
    """Conversion = quotes with a won line / quotes decided, issued in 12 months; average order = net / orders.

    Open quotes are neither won nor lost; by value the conversion adds up lines. Both are set beside the 12 months
    before. Orders by brand are shares of net value. None where no quote was decided and nothing was ordered.
    """
    return source.answers(
        partial(_value, source.period, not has_orders(source)),
        quotes=CONVERSION,
        orders=orders_by_month(source),
        brands=orders_by_brand(source),
    )


def _value(
    period: Period,
    from_invoices: bool,  # noqa: FBT001  # bound by partial
    *,
    quotes: list[Any],
    orders: list[Any],
    brands: list[Any],
) -> OrderRatios | None:
    conversion = _conversion(*_years(period, quotes))
    average = _average(*_years(period, orders))
    if conversion is None and average is None:
        return None
    return OrderRatios(conversion, average, brand_orders(brands), from_invoices)


def _years(period: Period, rows: list[Any]) -> tuple[list[Any], list[Any]]:
    """Split months into the last twelve and the twelve before, the oldest first."""
    start = month_after(period.as_of, -11)
    months = sorted(rows, key=lambda row: row.month)
    return [row for row in months if row.month >= start], [
        row for row in months if row.month < start
    ]


def _conversion(rows: Sequence[Any], before: Sequence[Any]) -> Conversion | None:
    decided = sum(row.decided for row in rows)
    if decided == 0:
        return None
    won, earlier = sum(row.won for row in rows), sum(row.decided for row in before)
    net = sum(row.decided_net for row in rows)
    return Conversion(
        won=int(won),
        decided=int(decided),
        by_count=float(won / decided),
        by_value=float(sum(row.won_net for row in rows) / net) if net > 0 else None,
        earlier=float(sum(row.won for row in before) / earlier) if earlier else None,
        months=tuple(float(row.won / row.decided) for row in rows if row.decided),
    )


def _average(rows: Sequence[Any], before: Sequence[Any]) -> AverageOrder | None:
    orders, earlier_orders = sum(row.placed for row in rows), sum(row.placed for row in before)
    if orders == 0:
        return None
    net, earlier_net = (sum((row.net for row in some), Decimal(0)) for some in (rows, before))
    average = net / orders
    earlier = earlier_net / earlier_orders if earlier_orders else None
    return AverageOrder(
        orders=orders,
        net=net,
        average=average,
        earlier=earlier,
        change=None if earlier is None else relative_change(average, earlier, months=len(before)),
        months=tuple(row.net / row.placed for row in rows),
    )


def card(value: OrderRatios) -> Card:
    """Draw both ratios with last year's as reference, and the orders' brands."""
    meta = "from_invoices" if value.from_invoices else "meta"
    return Card(
        "order_ratios",
        Text("order_ratios.title"),
        tuple(_parts(value)),
        meta=Text(f"order_ratios.{meta}"),
        footer=Text("order_ratios.footer"),
    )


def _parts(value: OrderRatios) -> Iterator[Part]:
    if value.conversion:
        yield _conversion_metric(value.conversion)
    if value.average_order:
        yield _average_metric(value.average_order)
    if value.brands:
        yield Bars(tuple(_bars(value.brands)), Text("order_ratios.brands"))
    if value.conversion is None:
        yield Note(Text("order_ratios.no_quotes"))


def _conversion_metric(one: Conversion) -> Metric:
    named = {"won": Number(one.won), "n": Number(one.decided)}
    caption = Text("order_ratios.of_quotes", named)
    if one.by_value is not None:
        by_value = {"share": Percent(one.by_value, digits=0)}
        caption = Text("order_ratios.of_quotes_and_value", named | by_value)
    changes = ()
    if one.earlier is not None:
        against = Text("order_ratios.against", {"earlier": Percent(one.earlier)})
        changes = (change_in_points(one.by_count - one.earlier, against),)
    return Metric(
        Text("order_ratios.conversion"),
        Percent(one.by_count, digits=0),
        caption=caption,
        changes=changes,
        trend=one.months,
        reference=one.earlier,
    )


def _average_metric(one: AverageOrder) -> Metric:
    changes = ()
    if one.earlier is not None:
        against = Text("order_ratios.against", {"earlier": Money(one.earlier)})
        changes = (change(one.change, against),)
    return Metric(
        Text("order_ratios.average"),
        Money(one.average),
        caption=Text("order_ratios.orders", {"n": Number(one.orders)}),
        changes=changes,
        trend=tuple(map(float, one.months)),
        reference=None if one.earlier is None else float(one.earlier),
    )


def _bars(brands: Sequence[BrandOrders]) -> Iterator[Bar]:
    shown, rest = folded(brands)
    for one in shown:
        share = Percent(one.share, digits=0)
        yield Bar(brand_name(one.brand), one.share, share, key=brand_key(one.brand))
    if rest:
        share = sum(one.share for one in rest)
        label = Text("other_brands", {"n": Number(len(rest))})
        yield Bar(label, share, Percent(share, digits=0), role="other")


WIDGET = Widget(
    "order_ratios", order_ratios, card, ROWS, "orders", ("sales_lines",), prospects=False
)
