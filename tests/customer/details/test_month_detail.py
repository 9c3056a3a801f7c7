"""A month opened."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.customer.conftest import MakeSource
from tests.customer.details.opening import downloaded, opened, rows_of, said
from tests.customer.rows import BRANDS, Rows, sold
from wiseparts_nb.card import Difference, Row, Table
from wiseparts_nb.errors import InputError
from wiseparts_nb.locale import Locale
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Money, Text

NOW = date(2026, 11, 23)
AGO = date(2025, 10, 31)
SALES: Rows = [
    sold(date(2026, 10, 1), "700.50", "K", invoice_id="F-A"),
    sold(date(2026, 10, 1), "200.00", "A", invoice_id="F-A", line_no=2),
    sold(date(2026, 10, 31), "-50.00", "A", invoice_id="F-B"),
    sold(date(2026, 10, 15), "20.00", None, invoice_id="F-C"),
    sold(AGO, "1500.00", "A"),
    sold(date(2026, 9, 30), "1.00", "K"),
    sold(date(2026, 11, 1), "2.00", "K"),
    sold(date(2026, 10, 9), "9000.00", "K", customer_id="C-2"),
]
TWO: Rows = [{"customer_id": one, "name": one, "kind": "customer"} for one in ("C-1", "C-2")]


def source_of(make: MakeSource, sales: Rows = SALES, as_of: date = NOW) -> Source:
    return make(as_of, customers=TWO, brands=BRANDS, sales_lines=sales)


def cells(row: Row) -> list[object]:
    """The cells of a row, amounts as numbers."""
    return [cell.amount if isinstance(cell, Money | Difference) else cell for cell in row.cells]


def test_where_the_difference_went(make: MakeSource) -> None:
    source = source_of(make)
    found = opened(source, "month:2026-10")
    assert said(found)[:3] == [
        "€870 net sales in October",
        "vs October 2025 (€1,500)",
        "Analyse these sales",
    ]
    assert found.context == Text(
        "month_detail.context", {"month": Day(date(2026, 10, 1), "month_year")}
    )
    arcotec, kerval, none, total = rows_of(found, "month_by_brand")
    assert cells(kerval) == ["Kerval", Decimal("700.50"), Decimal(0), 700.5]
    assert cells(arcotec) == ["Arcotec", Decimal("150.00"), Decimal("1500.00"), -1350.0]
    assert (none.key, kerval.key, total.key) == ("brand:", "brand:Kerval", None)
    assert total.cells[1:3] == (Money(Decimal("870.50")), Money(Decimal("1500.00")))
    assert downloaded(source, found) == Decimal("870.50")


def test_the_largest_invoices(make: MakeSource) -> None:
    many = [
        sold(date(2026, 10, day), f"{day}.25", "K", invoice_id=f"F-{day}") for day in range(1, 9)
    ]
    found = opened(source_of(make, many), "month:2026-10")
    rows = rows_of(found, "month_invoices")
    assert [row.key for row in rows] == [f"invoice:F-{day}" for day in (8, 7, 6, 5, 4, 3)]
    assert rows[0].cells == (
        "F-8",
        Day(date(2026, 10, 8), "short"),
        "Kerval",
        Money(Decimal("8.25"), "cents"),
    )
    meta = found.cards[1].meta
    assert isinstance(meta, Text)
    assert (meta.id, meta.args["amount"]) == ("month_detail.largest", Money(Decimal("34.50")))
    first = rows_of(opened(source_of(make), "month:2026-10"), "month_invoices")[0]
    assert first.cells[2:] == ("Kerval", Money(Decimal("900.50"), "cents"))


def test_a_running_month_counts_as_many_working_days(make: MakeSource) -> None:
    sales = [
        sold(date(2026, 11, 23), "1000.00", "K"),
        sold(date(2025, 11, 24), "500.00", "K"),  # the 15th working day, as 23 Nov 2026 is
        sold(date(2025, 11, 25), "7.00", "K"),
    ]
    found = opened(source_of(make, sales), "month:2026-11")
    assert said(found)[1] == "vs the same 15 working days up to 24 Nov 2025 (€500)"
    part = found.cards[0].parts[0]
    assert isinstance(part, Table)
    heads = [Locale().text(column.label) for column in part.columns]
    assert heads == ["Brand", "Nov 2026, 15 days", "Nov 2025, 15 days", "Difference"]
    assert rows_of(found, "month_by_brand")[-1].cells[2] == Money(Decimal("500.00"))
    whole = opened(source_of(make, sales, date(2026, 11, 30)), "month:2026-11")
    assert said(whole)[1] == "vs November 2025 (€507)"


def test_small_brands_are_folded_and_add_up(make: MakeSource) -> None:
    brands: Rows = [{"brand_id": f"B{n}", "name": f"Brand {n}"} for n in range(9)]
    sales = [sold(date(2026, 10, 5), str(100 - n), f"B{n}") for n in range(9)]
    found = opened(make(NOW, brands=brands, sales_lines=sales), "month:2026-10")
    *shown, total = rows_of(found, "month_by_brand")
    assert len(shown) == 6
    assert shown[-1].key is None
    amounts = [cell.amount for row in shown if isinstance(cell := row.cells[1], Money)]
    assert total.cells[1] == Money(sum(amounts, Decimal(0)))


@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("2026-13", "'2026-13' is no month"),
        ("", "'' is no month"),
        ("2026-12", "The data end on 2026-11-23"),
        ("2020-01", "no sales in '2020-01'"),
    ],
)
def test_no_such_month(make: MakeSource, name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        opened(source_of(make), f"month:{name}")


def test_a_month_without_sales_beside_one_with(make: MakeSource) -> None:
    source = source_of(make, [sold(AGO, "1500.00", "A")])
    found = opened(source, "month:2026-10")
    assert said(found)[0] == "€0 net sales in October"
    assert [card.name for card in found.cards] == ["month_by_brand"]
    assert downloaded(source, found) == 0
