"""Quotes and orders by brand."""

from __future__ import annotations

from datetime import date

from tests.customer.conftest import MakeSource
from tests.customer.rows import BRANDS, ordered, quoted, said, sold
from wiseparts_nb.card import Dumbbell
from wiseparts_nb.customer.quotes_and_orders_by_brand import (
    BrandShares,
    QuotesAndOrdersByBrand,
    card,
    quotes_and_orders_by_brand,
)

NOW = date(2026, 11, 23)


def test_shares_side_by_side(make: MakeSource) -> None:
    quotes, lines = quoted("Q1", NOW, ("K", "30.00", "open"), ("A", "70.00", "lost"))
    orders, order_lines = ordered("O1", date(2025, 12, 1), ("K", "75.00"), (None, "25.00"))
    source = make(
        NOW,
        brands=BRANDS,
        quotes=quotes,
        quote_lines=lines,
        orders=orders,
        order_lines=order_lines,
    )
    found = quotes_and_orders_by_brand(source)["C-1"]
    assert found.brands == (
        BrandShares("Kerval", 0.3, 0.75),
        BrandShares("Arcotec", 0.7, 0.0),
        BrandShares(None, 0.0, 0.25),
    )
    assert found.held_back == BrandShares("Arcotec", 0.7, 0.0)
    assert "Arcotec is quoted more than it is ordered (−70 pts): ask why." in said(card(found))
    assert quotes_and_orders_by_brand(source.narrowed("C-1"))["C-1"] == found


def test_only_one_of_both_is_nothing(make: MakeSource) -> None:
    quotes, lines = quoted("Q1", NOW, ("K", "30.00", "open"))
    assert (
        quotes_and_orders_by_brand(make(NOW, quotes=quotes, quote_lines=lines)).get("C-1") is None
    )
    assert quotes_and_orders_by_brand(make(NOW, sales_lines=[sold(NOW, "9.00")])).get("C-1") is None


def test_small_gaps_are_left_alone() -> None:
    near = QuotesAndOrdersByBrand((BrandShares("Kerval", 0.52, 0.5), BrandShares("A", 0.48, 0.5)))
    assert near.held_back is None
    assert "Brands are ordered about as much as they are quoted." in said(card(near))
    nameless = QuotesAndOrdersByBrand((BrandShares("A", 0.1, 0.9), BrandShares(None, 0.9, 0.1)))
    assert nameless.held_back is None


def test_small_brands_are_folded() -> None:
    brands = tuple(BrandShares(f"B{n}", 0.125, 0.125) for n in range(8))
    (part,) = card(QuotesAndOrdersByBrand(brands)).parts
    assert isinstance(part, Dumbbell)
    assert [(row.hollow, row.filled) for row in part.rows][-1] == (0.375, 0.375)
    assert {row.better for row in part.rows} == {None}
