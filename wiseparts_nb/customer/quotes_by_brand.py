"""Quotes by brand: what this customer asks us to quote, and in which brands (C6 to C9)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wiseparts_nb.card import Bar, Bars, Card
from wiseparts_nb.customer.brands import brand_key, brand_name, folded
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Money, Number, Percent, Text
from wiseparts_nb.widget import Widget

__all__ = ["WIDGET", "BrandQuotes", "QuotesByBrand", "card", "quotes_by_brand"]

ROWS = """
select line.customer_id, quote.issued_on, line.quote_id, line.line_no, brand.name as brand, line.quantity, line.net, line.status
from quotes as quote
join quote_lines as line on line.quote_id = quote.quote_id and line.customer_id = quote.customer_id
left join brands as brand on brand.brand_id = line.brand_id
where quote.issued_on between $days_90_start and $as_of
"""
BY_BRAND = f"""
select customer_id, brand, sum(net) as net, count(distinct quote_id) as quotes
from ({ROWS}) as quoted
group by customer_id, brand
"""

HALF = 0.5
"""One brand with at least this share is a concentration by itself; else the first two are named."""


@dataclass(frozen=True)
class BrandQuotes:
    """One brand's part. ``brand`` None gathers lines without a brand; ``share`` is of the total value, 0..1."""

    brand: str | None
    net: Decimal
    quotes: int
    share: float


@dataclass(frozen=True)
class QuotesByBrand:
    """Quoted value by brand over 90 days, the largest first and "no brand" last; the shares sum to 1."""

    brands: tuple[BrandQuotes, ...]
    net: Decimal


def quotes_by_brand(source: Source) -> Answers[QuotesByBrand]:
    """Share of quoted net value by brand, quotes issued in the 90 days that end with ``as_of``.

    A quote of several brands counts once in each. None where nothing of value was quoted in that time.
    """
    return source.answers(_value, brands=BY_BRAND)


def _value(brands: list[Any]) -> QuotesByBrand | None:
    total = sum((row.net for row in brands), Decimal(0))
    if total <= 0:
        return None
    parts = [BrandQuotes(row.brand, row.net, row.quotes, float(row.net / total)) for row in brands]
    return QuotesByBrand(
        tuple(sorted(parts, key=lambda part: (part.brand is None, -part.net, part.brand or ""))),
        total,
    )


def card(value: QuotesByBrand) -> Card:
    """Draw a bar per brand, small brands folded after the sixth; the sentence names the concentration."""
    first, *others = value.brands
    top = value.brands[: 2 if others and first.share < HALF else 1]
    together = Percent(sum(part.share for part in top), digits=0)
    message = Text(
        "quotes_by_brand.message",
        {"n": Number(len(top)), "brand": brand_name(first.brand), "share": together},
    )
    shown, rest = folded(value.brands)
    bars = [
        Bar(
            brand_name(part.brand),
            float(part.net),
            Money(part.net),
            share=Percent(part.share, digits=0),
            key=brand_key(part.brand),
        )
        for part in shown
    ]
    if rest:
        net = sum((part.net for part in rest), Decimal(0))
        label = Text("other_brands", {"n": Number(len(rest))})
        bars.append(
            Bar(
                label,
                float(net),
                Money(net),
                role="other",
                share=Percent(float(net / value.net), digits=0),
            )
        )
    return Card(
        "quotes_by_brand",
        Text("quotes_by_brand.title"),
        (Bars(tuple(bars)),),
        meta=Text("quotes_by_brand.meta"),
        message=message,
    )


WIDGET = Widget("quotes_by_brand", quotes_by_brand, card, ROWS, "quotes", ("quotes", "quote_lines"))
