"""Parts add up to their whole, whatever the rows: shares to 1, buckets and credits to the total, months to the sales."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from math import isclose

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.customer.conftest import MakeSource
from tests.customer.rows import BRANDS, Rows, sold
from wiseparts_nb.customer.due_amounts import due_amounts
from wiseparts_nb.customer.last_12_months import last_12_months
from wiseparts_nb.customer.order_ratios import order_ratios
from wiseparts_nb.customer.quotes_and_orders_by_brand import quotes_and_orders_by_brand
from wiseparts_nb.customer.sales_by_brand import sales_by_brand
from wiseparts_nb.customer.sales_trend import sales_trend
from wiseparts_nb.period import Period

FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
CUSTOMERS = ["C-1", "C-2"]
PEOPLE: Rows = [{"customer_id": one, "name": one, "kind": "customer"} for one in CUSTOMERS]

days = st.dates(FIRST, LAST)
amounts = st.decimals(Decimal("-9999.99"), Decimal("99999.99"), places=2)
brands = st.sampled_from(["K", "A", None])
lines = st.lists(st.tuples(st.sampled_from(CUSTOMERS), days, amounts, brands), max_size=25)

# One engine is enough: the tests of each KPI hold PostgreSQL to the same answers.
on_duckdb = pytest.mark.parametrize("make", ["duckdb"], indirect=True)
bounded = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@on_duckdb
@bounded
@given(as_of=days, drawn=lines)
def test_months_add_up_to_the_sales(
    make: MakeSource, as_of: date, drawn: list[tuple[str, date, Decimal, str | None]]
) -> None:
    sales = [sold(on, str(net), brand, customer_id=who) for who, on, net, brand in drawn]
    source = make(as_of, customers=PEOPLE, brands=BRANDS, sales_lines=sales)
    start = Period(as_of).bounds["twelve_months_start"]
    months, by_brand, trend = last_12_months(source), sales_by_brand(source), sales_trend(source)
    for customer in months:
        mine = [row for row in drawn if row[0] == customer and row[1] <= as_of]
        own = [(on, net) for _, on, net, _ in mine]
        total = sum((net for on, net in own if on >= start), Decimal(0))
        assert sum(one.net for one in months[customer].months) == total
        if customer in by_brand:
            assert sum(one.total for one in by_brand[customer].brands) == total
        else:  # no brand to show
            assert all(brand is None for _, on, _, brand in mine if on >= start)
        this_year = sum((net for on, net in own if on.year == as_of.year), Decimal(0))
        assert trend[customer].year_to_date == this_year
        assert trend[customer].to_date == months[customer].months[-1].net
        assert trend[customer].last_year.whole == months[customer].months[-1].earlier


@on_duckdb
@bounded
@given(drawn=lines)
def test_shares_add_up_to_one(
    make: MakeSource, drawn: list[tuple[str, date, Decimal, str | None]]
) -> None:
    sales = [sold(on, str(net), brand, customer_id=who) for who, on, net, brand in drawn]
    quotes = [
        {"quote_id": f"Q{place}", "customer_id": who, "issued_on": LAST - (on - FIRST) / 10}
        for place, (who, on, _, _) in enumerate(drawn)
    ]
    quote_lines = [
        {"quote_id": f"Q{place}", "customer_id": who, "net": abs(net), "brand_id": brand}
        for place, (who, _, net, brand) in enumerate(drawn)
    ]
    rows = {"sales_lines": sales, "quotes": quotes, "quote_lines": quote_lines}
    source = make(LAST, customers=PEOPLE, brands=BRANDS, **rows)
    for ratios in order_ratios(source).values():
        assert not ratios.brands or isclose(sum(one.share for one in ratios.brands), 1)
    for both in quotes_and_orders_by_brand(source).values():
        assert isclose(sum(one.quoted for one in both.brands), 1)
        assert isclose(sum(one.ordered for one in both.brands), 1)
        assert isclose(sum(one.gap for one in both.brands), 0, abs_tol=1e-9)


documents = st.lists(
    st.tuples(st.sampled_from(CUSTOMERS), days, st.integers(0, 90), amounts), max_size=20
)


def due(place: int, who: str, on: date, terms: int, amount: Decimal) -> dict[str, object]:
    key: dict[str, object] = {"due_document_id": f"F{place}", "customer_id": who, "status": "open"}
    dated = {"issued_on": on, "due_on": on + timedelta(days=terms)}
    kind = "credit" if amount < 0 else "invoice"
    return key | dated | {"kind": kind, "amount": amount, "amount_due": amount}


@on_duckdb
@bounded
@given(as_of=days, drawn=documents)
def test_ages_and_credits_add_up_to_the_balance(
    make: MakeSource, as_of: date, drawn: list[tuple[str, date, int, Decimal]]
) -> None:
    rows = [due(place, *row) for place, row in enumerate(drawn)]
    for customer, found in due_amounts(make(as_of, customers=PEOPLE, due_documents=rows)).items():
        own = [amount for who, on, _, amount in drawn if who == customer and on <= as_of]
        assert found.total == sum(own)
        assert sum(bucket.amount for bucket in found.buckets) + found.credits == found.total
        assert sum(one.amount for one in found.buckets[1:]) == found.overdue
        assert isclose(sum(bucket.share for bucket in found.buckets), 1)
        assert sum(one.amount_due for one in found.documents) == found.total - found.credits
