"""Quotes by brand (C6 to C9)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.customer.conftest import MakeSource
from wiseparts_nb.card import Bars
from wiseparts_nb.customer.quotes_by_brand import BrandQuotes, QuotesByBrand, card, quotes_by_brand
from wiseparts_nb.text import Number, Text

BRANDS = [{"brand_id": "K", "name": "Kerval"}, {"brand_id": "A", "name": "Arcotec"}]


def quote(
    number: str, on: date, *lines: tuple[str | None, str]
) -> tuple[dict[str, object], list[dict[str, object]]]:
    head: dict[str, object] = {"quote_id": number, "customer_id": "C-1", "issued_on": on}
    return head, [
        {
            "quote_id": number,
            "customer_id": "C-1",
            "line_no": place,
            "brand_id": brand,
            "net": Decimal(net),
        }
        for place, (brand, net) in enumerate(lines, 1)
    ]


def test_shares_of_the_quoted_value(make: MakeSource) -> None:
    first, first_lines = quote(
        "Q1", date(2026, 11, 23), ("K", "60.00"), ("A", "20.00"), (None, "10.00")
    )
    second, second_lines = quote("Q2", date(2026, 8, 26), ("K", "10.00"))
    old, old_lines = quote("Q0", date(2026, 8, 25), ("A", "999.00"))
    later, later_lines = quote("Q9", date(2026, 11, 24), ("A", "999.00"))
    source = make(
        date(2026, 11, 23),
        brands=BRANDS,
        quotes=[first, second, old, later],
        quote_lines=first_lines + second_lines + old_lines + later_lines,
    )
    assert quotes_by_brand(source)["C-1"] == QuotesByBrand(
        brands=(
            BrandQuotes("Kerval", Decimal("70.00"), 2, 0.7),
            BrandQuotes("Arcotec", Decimal("20.00"), 1, 0.2),
            BrandQuotes(None, Decimal("10.00"), 1, 0.1),
        ),
        net=Decimal("100.00"),
    )
    assert quotes_by_brand(source.narrowed("C-1"))["C-1"] == quotes_by_brand(source)["C-1"]


def test_nothing_quoted(make: MakeSource) -> None:
    assert quotes_by_brand(make(date(2026, 11, 23))).get("C-1") is None


def test_small_brands_are_folded() -> None:
    brands = tuple(BrandQuotes(f"B{n}", Decimal(10 - n), 1, (10 - n) / 49) for n in range(8))
    (bars,) = card(QuotesByBrand(brands, Decimal(49))).parts
    assert isinstance(bars, Bars)
    assert len(bars.bars) == 6
    assert bars.bars[-1].label == Text("other_brands", {"n": Number(3)})
    assert bars.bars[-1].amount == 5 + 4 + 3
