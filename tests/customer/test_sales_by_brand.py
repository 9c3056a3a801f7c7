"""Sales by brand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.customer.conftest import MakeSource
from tests.customer.rows import BRANDS, monthly, said, sold
from wiseparts_nb.card import Panels
from wiseparts_nb.customer.sales_by_brand import BrandSales, SalesByBrand, card, sales_by_brand
from wiseparts_nb.text import Money, Number, Percent, Text

NOW = date(2026, 11, 23)
NOTHING = Decimal(0)


def test_brands_beside_the_year_before(make: MakeSource) -> None:
    lines = [
        *monthly(NOW, [100] * 12 + [110] * 12, "K"),
        sold(date(2025, 11, 25), "5000.00", "K"),
        sold(NOW, "30.00", "A"),
        sold(NOW, "900.00", None),
    ]
    source = make(NOW, brands=BRANDS, sales_lines=lines)
    found = sales_by_brand(source)["C-1"]
    assert found.brands == (
        BrandSales("Kerval", (Decimal(110),) * 12, (Decimal(100),) * 12, 0.1),
        BrandSales("Arcotec", (*[NOTHING] * 11, Decimal(30)), (NOTHING,) * 12, None),
        BrandSales(None, (*[NOTHING] * 11, Decimal(900)), (NOTHING,) * 12, None),
    )
    assert found.brands[0].total == 1320
    assert sales_by_brand(source.narrowed("C-1"))["C-1"] == found


def test_two_brands_of_one_name_are_one(make: MakeSource) -> None:
    twins = [{"brand_id": "K", "name": "Kerval"}, {"brand_id": "K2", "name": "Kerval"}]
    lines = [sold(NOW, "30.00", "K"), sold(NOW, "40.00", "K2")]
    (only,) = sales_by_brand(make(NOW, brands=twins, sales_lines=lines))["C-1"].brands
    assert (only.brand, only.total) == ("Kerval", 70)


def test_nothing_sold(make: MakeSource) -> None:
    assert sales_by_brand(make(NOW)).get("C-1") is None


def test_small_brands_share_the_sixth_panel() -> None:
    months = tuple(date(2026, month, 1) for month in range(1, 13))
    brands = tuple(
        BrandSales(f"B{n}", (Decimal(1000 - n),) * 12, (Decimal(1000),) * 12, -n / 1000)
        for n in range(8)
    )
    shown = card(SalesByBrand(date(2026, 12, 15), months, brands))
    (part,) = shown.parts
    assert isinstance(part, Panels)
    assert len(part.panels) == 6
    assert (part.panels[0].change, part.panels[0].better) == (Percent(0.0, 0, signed=True), None)
    last = part.panels[-1]
    assert last.label == Text("other_brands", {"n": Number(3)})
    assert last.total == Money(Decimal((995 + 994 + 993) * 12), "short")
    assert (last.change, last.better) == (Percent(-0.006, 0, signed=True), False)
    assert (last.months[0].actual, last.months[0].earlier) == (995 + 994 + 993, 3000)
    assert said(shown)
