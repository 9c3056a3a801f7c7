"""Breakdowns: rows, rest, no brand and total, on both engines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.analytics.sales import DAYS, FULL, Filling, fillings
from tests.customer.conftest import MakeSource
from tests.customer.rows import BRANDS, sold
from wiseparts_nb.analytics.amounts import Compared
from wiseparts_nb.analytics.breakdown import BreakdownRow, breakdown, breakdowns, by_month
from wiseparts_nb.analytics.cut import MEASURES, Cut
from wiseparts_nb.analytics.dimensions import DIMENSIONS

NOW = date(2026, 11, 23)
NOTHING = Decimal(0)


def money(now: str, before: str, change: float | None = None) -> Compared:
    return Compared(Decimal(now), Decimal(before), change)


def test_brands_now_and_a_year_before(make: MakeSource) -> None:
    lines = [
        sold(date(2025, 12, 1), "600", "K"),  # the first day of the span
        sold(date(2025, 11, 30), "7777", "K"),  # between the two spans
        sold(date(2025, 11, 25), "5000", "K"),  # after as many working days of last November
        sold(date(2025, 11, 3), "1000", "K"),
        sold(NOW, "200", "A"),
        sold(date(2026, 3, 1), "300", None),
        sold(date(2024, 12, 1), "100", None),
    ]
    found = breakdown(
        source := make(NOW, brands=BRANDS, sales_lines=lines), Cut.of({}, source), by="brand"
    )
    assert found.rows == (
        BreakdownRow("K", "Kerval", money("600", "1000", -0.4), 600 / 1100),
        BreakdownRow("A", "Arcotec", money("200", "0"), 200 / 1100),
    )
    assert found.none == BreakdownRow("", None, money("300", "100"), 300 / 1100)
    assert (found.rest, found.folded) == (None, 0)
    assert found.total == BreakdownRow("", None, money("1100", "1100", 0.0), 1.0)
    assert (found.lines, found.unknown) == (3, 0)
    assert breakdown(source.narrowed("C-1"), found.cut, by="brand") == found


def test_small_values_are_folded_but_never_a_single_one(make: MakeSource) -> None:
    brands = [{"brand_id": f"B{at}", "name": f"Brand {at}"} for at in range(5)]
    lines = [sold(NOW, str(100 - at), f"B{at}") for at in range(5)] + [sold(NOW, "1")]
    source = make(NOW, brands=brands, sales_lines=lines)
    cut = Cut.of({"against": "nothing"}, source)
    found = breakdown(source, cut, by="brand", limit=3)
    assert [row.name for row in found.rows] == ["Brand 0", "Brand 1", "Brand 2"]
    assert found.rest is not None
    assert found.rest.amounts == Compared(Decimal(97 + 96), None, None)
    assert found.folded == 2
    assert found.none is not None
    assert found.none.amounts.now == 1
    assert len(breakdown(source, cut, by="brand", limit=4).rows) == 5


def test_equal_amounts_rank_by_the_year_before_and_then_by_id(make: MakeSource) -> None:
    products = [{"product_id": one, "name": "The same"} for one in "bac"]
    lines = [sold(NOW, "5", product_id=one) for one in "bac"]
    lines.append(sold(date(2025, 11, 3), "9", product_id="c"))
    source = make(NOW, products=products, sales_lines=lines)
    found = breakdown(source, Cut.of({}, source), by="product")
    assert [row.id for row in found.rows] == ["c", "a", "b"]


def test_returns_and_a_negative_total(make: MakeSource) -> None:
    lines = [sold(NOW, "-500", "K", quantity=-5), sold(NOW, "100", "A", quantity=1)]
    source = make(NOW, brands=BRANDS, sales_lines=lines)
    found = breakdown(source, Cut.of({}, source), by="brand")
    assert [(row.id, row.amounts.now, row.share) for row in found.rows] == [
        ("A", Decimal(100), None),
        ("K", Decimal(-500), None),
    ]
    assert found.total.amounts == money("-400", "0")
    pieces = breakdown(source, Cut.of({"measure": "quantity"}, source), by="brand")
    assert pieces.total.amounts.now == -4


def test_a_margin_without_cost_is_not_zero(make: MakeSource) -> None:
    lines = [
        sold(NOW, "100", "K", margin=Decimal(30)),
        sold(NOW, "100", "K"),
        sold(NOW, "100", "A"),
        sold(NOW, "100", None, margin=Decimal(10)),
    ]
    source = make(NOW, brands=BRANDS, sales_lines=lines)
    cut = Cut.of({"measure": "margin"}, source)
    found = breakdown(source, cut, by="brand")
    assert [(row.id, row.amounts.now, row.share) for row in found.rows] == [
        ("K", Decimal(30), 0.75),
        ("A", None, None),
    ]
    assert found.total.amounts.now == 40
    assert (found.lines, found.unknown) == (4, 2)
    alone = breakdown(source, cut.narrowed("brand", "A"), by="brand")
    assert alone.total.amounts == Compared(None, NOTHING, None)


def test_filters_meet_and_the_group_without_one_is_addressable(make: MakeSource) -> None:
    lines = [
        sold(NOW, "1", "K", branch_id="P"),
        sold(NOW, "2", "K"),
        sold(NOW, "4", None, branch_id="P"),
        sold(NOW, "8", "A"),
        sold(date(2026, 10, 5), "16", "K"),
    ]
    branches = [{"branch_id": "P", "name": "Paris"}]
    source = make(NOW, brands=BRANDS, branches=branches, sales_lines=lines)

    def total(**fields: str | list[str]) -> Decimal | None:
        return breakdown(source, Cut.of(fields, source), by="brand").total.amounts.now

    assert total(brand="K") == 19
    assert total(brand=["K", ""]) == 23
    assert total(brand="", branch="Paris") == 4
    assert total(brand="K", month="2026-10") == 16
    assert total(brand="K", branch="", month=["2026-10", "2026-11"]) == 18


def test_a_month_filter_compares_with_that_month_alone(make: MakeSource) -> None:
    lines = [
        *(sold(date(2026, month, 1), str(month)) for month in range(1, 12)),
        *(sold(date(2025, month, 1), str(100 * month)) for month in range(1, 13)),
    ]
    source = make(NOW, sales_lines=lines)
    cut = Cut.of({}, source)
    months = by_month(source, cut)
    assert [row.id for row in months.rows] == [
        "2025-12",
        *(f"2026-{one:02}" for one in range(1, 12)),
    ]
    october = months.rows[-2]
    assert october == BreakdownRow(
        "2026-10", "2026-10", money("10", "1000", -0.99), float(Decimal(10) / 1266)
    )
    for row in months.rows:
        alone = breakdown(source, cut.narrowed("month", row.id), by="brand")
        assert alone.total.amounts == row.amounts


def test_spans_may_overlap_the_earlier_one(make: MakeSource) -> None:
    lines = [sold(date(year, 5, 4), str(year)) for year in (2023, 2024, 2025)]
    source = make(NOW, sales_lines=lines)
    cut = Cut.of({"span": "2024-01-01..2025-12-31"}, source)
    found = breakdowns(source, cut, by=("month", "brand"))
    for one in found.values():
        assert one.total.amounts == money("4049", "4047", 2 / 4047)


def test_customers_are_a_dimension_where_several_are_in_scope(make: MakeSource) -> None:
    customers = [
        {"customer_id": one, "name": one.lower(), "kind": "customer"} for one in ("C-1", "C-2")
    ]
    lines = [sold(NOW, "1"), sold(NOW, "2", customer_id="C-2")]
    source = make(NOW, customers=customers, sales_lines=lines)
    found = breakdown(source, Cut.of({}, source), by="customer")
    assert [(row.id, row.name, row.amounts.now) for row in found.rows] == [
        ("C-2", "c-2", 2),
        ("C-1", "c-1", 1),
    ]


def test_nothing_sold(make: MakeSource) -> None:
    source = make(NOW)
    for by, one in breakdowns(source, Cut.of({}, source), by=tuple(DIMENSIONS)).items():
        assert one.total.amounts == money("0", "0"), by
        assert one.lines == 0
        assert sum(row.amounts.now or 0 for row in one.parts) == 0


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    filling=fillings(),
    measure=st.sampled_from(MEASURES),
    span=st.sampled_from(
        ["last_12_months", "this_month", "year_to_date", f"{DAYS[0]}..{DAYS[-1]}", "2026-02"]
    ),
    against=st.sampled_from(["year_before", "span_before", "nothing"]),
    limit=st.sampled_from([1, 2, None]),
)
def test_every_dimension_sums_to_the_same_total(
    make: MakeSource, filling: Filling, measure: str, span: str, against: str, limit: int | None
) -> None:
    source = make(NOW, sales_lines=filling, **FULL)
    cut = Cut.of({"measure": measure, "span": span, "against": against}, source)
    found = breakdowns(source, cut, by=tuple(DIMENSIONS), limit=limit)
    whole = found["month"].total
    for one in found.values():
        assert one.total == whole
        for side in ("now", "before"):
            known = [getattr(row.amounts, side) for row in one.parts]
            expected = getattr(whole.amounts, side)
            assert sum(one for one in known if one is not None) == (expected or 0)
        shares = [row.share for row in one.parts if row.share is not None]
        if whole.share is not None:
            assert sum(shares) == pytest.approx(1)
    counted = [
        line[measure] for line in filling if cut.span.first <= line["sold_on"] <= cut.span.last
    ]
    values = [one for one in counted if one is not None]
    assert (found["brand"].lines, found["brand"].unknown) == (
        len(counted),
        len(counted) - len(values),
    )
    assert (whole.amounts.now or 0) == sum(values)


def test_a_name_for_each_of_very_many(make: MakeSource) -> None:
    products = [{"product_id": f"P{at}", "name": f"Product {at}"} for at in range(600)]
    sales = [sold(NOW, "1", product_id=f"P{at}") for at in range(601)]
    source = make(NOW, products=products, sales_lines=sales)
    found = breakdown(source, Cut.of({}, source), by="product", limit=None)
    assert {row.id: row.name for row in found.rows} == {
        **{f"P{at}": f"Product {at}" for at in range(600)},
        "P600": "P600",
    }
