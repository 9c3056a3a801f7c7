"""Quotes and orders by brand: what is asked for beside what is bought."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wiseparts_nb.card import Card, Dumbbell, DumbbellRow
from wiseparts_nb.customer.brands import brand_name, folded
from wiseparts_nb.customer.ordered import brand_orders, orders_by_brand
from wiseparts_nb.customer.quotes_by_brand import BY_BRAND, ROWS
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Number, Points, Text, Value
from wiseparts_nb.widget import Widget

__all__ = [
    "GAP",
    "WIDGET",
    "BrandShares",
    "QuotesAndOrdersByBrand",
    "card",
    "quotes_and_orders_by_brand",
]

GAP = 0.03
"""A brand quoted more than ordered by less than this is not worth a question."""


@dataclass(frozen=True)
class BrandShares:
    """One brand's shares (0..1) of the ``quoted`` and of the ``ordered`` value; ``brand`` None: lines without one."""

    brand: str | None
    quoted: float
    ordered: float

    @property
    def gap(self) -> float:
        """Ordered less quoted: negative where a brand is quoted more than it is ordered."""
        return self.ordered - self.quoted


@dataclass(frozen=True)
class QuotesAndOrdersByBrand:
    """Every brand that was quoted or ordered, the most ordered first; each kind of share sums to 1."""

    brands: tuple[BrandShares, ...]

    @property
    def held_back(self) -> BrandShares | None:
        """The brand that is quoted more than it is ordered by most, and by at least ``GAP``."""
        named = [one for one in self.brands if one.brand is not None and one.gap <= -GAP]
        return min(named, key=lambda one: one.gap, default=None)


def quotes_and_orders_by_brand(source: Source) -> Answers[QuotesAndOrdersByBrand]:
    """Share of quoted net value over 90 days beside the share of ordered net value over 12 months, by brand.

    Gap = share of orders - share of quotes. Without orders in the source, invoices count as orders. None where either is
    without a value.
    """
    return source.answers(_value, quotes=BY_BRAND, orders=orders_by_brand(source))


def _value(quotes: list[Any], orders: list[Any]) -> QuotesAndOrdersByBrand | None:
    quoted = {one.brand: one.share for one in brand_orders(quotes)}
    ordered = {one.brand: one.share for one in brand_orders(orders)}
    if not quoted or not ordered:
        return None
    brands = [
        BrandShares(brand, quoted.get(brand, 0.0), ordered.get(brand, 0.0))
        for brand in quoted.keys() | ordered.keys()
    ]
    return QuotesAndOrdersByBrand(tuple(sorted(brands, key=_place)))


def _place(one: BrandShares) -> tuple[bool, float, float, str]:
    return one.brand is None, -one.ordered, -one.quoted, one.brand or ""


def card(value: QuotesAndOrdersByBrand) -> Card:
    """Draw two dots a brand; the sentence names the brand that is quoted more than it is ordered."""
    rows = Dumbbell(
        tuple(_rows(value.brands)),
        Text("quotes_and_orders_by_brand.quotes"),
        Text("quotes_and_orders_by_brand.orders"),
    )
    held_back = value.held_back
    message = Text("quotes_and_orders_by_brand.even")
    if held_back is not None:
        named: dict[str, Value] = {
            "brand": brand_name(held_back.brand),
            "gap": Points(held_back.gap, digits=0),
        }
        message = Text("quotes_and_orders_by_brand.held_back", named)
    return Card(
        "quotes_and_orders_by_brand",
        Text("quotes_and_orders_by_brand.title"),
        (rows,),
        meta=Text("quotes_and_orders_by_brand.meta"),
        message=message,
    )


def _rows(brands: Sequence[BrandShares]) -> Iterator[DumbbellRow]:
    shown, rest = folded(brands)
    for one in shown:
        yield _row(brand_name(one.brand), one.quoted, one.ordered)
    if rest:
        label = Text("other_brands", {"n": Number(len(rest))})
        yield _row(label, sum(one.quoted for one in rest), sum(one.ordered for one in rest))


def _row(label: Value, quoted: float, ordered: float) -> DumbbellRow:
    points = round(ordered - quoted, 2)
    better = points > 0 if points else None
    return DumbbellRow(label, quoted, ordered, Points(ordered - quoted, digits=0), better)


WIDGET = Widget(
    "quotes_and_orders_by_brand",
    quotes_and_orders_by_brand,
    card,
    ROWS,
    "quotes",
    ("quotes", "quote_lines"),
    prospects=False,
)
