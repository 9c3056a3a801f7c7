"""Sales trend (C3 to C5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.customer.conftest import MakeSource
from tests.customer.rows import monthly, said, sold
from wiseparts_nb.card import Bars, Metric
from wiseparts_nb.customer.sales_trend import WIDGET, EarlierMonth, SalesTrend, card, sales_trend
from wiseparts_nb.text import Money, Percent
from wiseparts_nb.widget import value_of

NOW = date(2026, 11, 23)
"""The 15th working day of its month in France, as 21 Oct 2026 and 24 Nov 2025 are."""


def test_equal_working_days(make: MakeSource) -> None:
    source = make(
        NOW,
        sales_lines=[
            sold(date(2026, 11, 1), "700.00"),
            sold(NOW, "400.00"),
            sold(date(2026, 11, 24), "9999.00"),
            sold(date(2026, 10, 21), "1000.00"),
            sold(date(2026, 10, 22), "5000.00"),
            sold(date(2025, 11, 24), "2000.00"),
            sold(date(2025, 11, 25), "3000.00"),
            sold(date(2025, 1, 1), "200.00"),
        ],
    )
    found = sales_trend(source)["C-1"]
    assert found == SalesTrend(
        as_of=NOW,
        to_date=Decimal("1100.00"),
        elapsed_days=15,
        working_days=20,
        previous=EarlierMonth(date(2026, 10, 1), Decimal("1000.00"), Decimal("6000.00"), 0.1),
        last_year=EarlierMonth(date(2025, 11, 1), Decimal("2000.00"), Decimal("5000.00"), -0.45),
        year_to_date=Decimal("7100.00"),
        last_year_to_date=Decimal("2200.00"),
        year_change=float(Decimal(49) / Decimal(22)),
        rolling=(*[Decimal(5200)] * 2, *[Decimal(5000)] * 9, Decimal(11000)),
    )
    assert sales_trend(source.narrowed("C-1"))["C-1"] == found


def test_rolling_sums_are_of_whole_months(make: MakeSource) -> None:
    running = sales_trend(make(date(2026, 11, 29), sales_lines=monthly(NOW, [100] * 24)))["C-1"]
    assert running.rolling == (Decimal(1200),) * 12
    growing = make(date(2026, 11, 30), sales_lines=monthly(NOW, list(range(100, 340, 10))))
    over = sales_trend(growing)["C-1"].rolling
    assert (over[0], over[-1]) == (sum(range(110, 230, 10)), sum(range(220, 340, 10)))


def test_returns_and_a_month_without_sales_before(make: MakeSource) -> None:
    source = make(NOW, sales_lines=[sold(date(2026, 11, 2), "-80.00")])
    found = sales_trend(source)["C-1"]
    assert found.to_date == Decimal("-80.00")
    assert (found.previous.change, found.last_year.change, found.year_change) == (None, None, None)
    assert "n/a" in said(card(found))


def test_a_new_customer_is_new_not_infinite(make: MakeSource) -> None:
    found = sales_trend(make(NOW, sales_lines=[sold(NOW, "10.00")]))["C-1"]
    assert said(card(found)).count("new") == 3


def test_first_day_of_a_month(make: MakeSource) -> None:
    """On Sunday 1 November no working day is over: nothing compares, sales still count."""
    lines = [sold(date(2026, 11, 1), "50.00"), sold(date(2026, 10, 1), "900.00")]
    found = sales_trend(make(date(2026, 11, 1), sales_lines=lines))["C-1"]
    assert (found.elapsed_days, found.to_date) == (0, Decimal("50.00"))
    assert found.previous == EarlierMonth(date(2026, 10, 1), Decimal(0), Decimal("900.00"), None)
    month = card(found).parts[0]
    assert isinstance(month, Metric)
    assert month.changes == ()
    assert "Net sales, 1 Nov 2026" in [text.replace("\u00a0", " ") for text in said(card(found))]


def test_leap_day_is_the_end_of_its_month(make: MakeSource) -> None:
    lines = [sold(date(2024, 2, 29), "600.00"), sold(date(2023, 2, 28), "500.00")]
    found = sales_trend(make(date(2024, 2, 29), sales_lines=lines))["C-1"]
    assert found.last_year.same_days == found.last_year.whole == Decimal("500.00")
    assert found.last_year.change == 0.2


def test_nothing_sold(make: MakeSource) -> None:
    old = [sold(date(2024, 11, 30), "900.00")]
    source = make(NOW, sales_lines=old)
    assert sales_trend(source).get("C-1") is None
    hidden = value_of(WIDGET, source.narrowed("C-1"))
    assert source.locale("en").show(hidden.reason) == "no sales in the last 24 months"


def test_card() -> None:
    value = SalesTrend(
        as_of=NOW,
        to_date=Decimal(36214),
        elapsed_days=15,
        working_days=20,
        previous=EarlierMonth(date(2026, 10, 1), Decimal(33870), Decimal(52641), 0.0692),
        last_year=EarlierMonth(date(2025, 11, 1), Decimal(40120), Decimal(55876), -0.0974),
        year_to_date=Decimal(539728),
        last_year_to_date=Decimal(559304),
        year_change=-0.035,
        rolling=tuple(map(Decimal, range(600, 612))),
    )
    shown = card(value)
    month, bars, year = shown.parts
    assert isinstance(month, Metric)
    assert isinstance(bars, Bars)
    assert isinstance(year, Metric)
    assert [(one.value, one.better, one.up) for one in month.changes] == [
        (Percent(0.0692, signed=True), True, True),
        (Percent(-0.0974, signed=True), False, False),
    ]
    assert [(bar.value, bar.role) for bar in bars.bars] == [
        (Money(Decimal(36214)), "actual"),
        (Money(Decimal(33870)), "earlier"),
        (Money(Decimal(40120)), "earlier"),
    ]
    assert year.trend == tuple(map(float, range(600, 612)))
    words = said(shown)
    assert "same 15 working days" in words
    assert "vs October" in words
    assert "Below last year on the same working days." in words
    assert "Whole months: October 2026 (€52,641), November 2025 (€55,876)." in words


def test_a_change_that_rounds_to_nothing_has_no_arrow(make: MakeSource) -> None:
    lines = [sold(NOW, "10000.00"), sold(date(2026, 10, 2), "9999.00")]
    month = card(sales_trend(make(NOW, sales_lines=lines))["C-1"]).parts[0]
    assert isinstance(month, Metric)
    assert (month.changes[0].better, month.changes[0].up) == (None, None)


def test_the_year_is_compared_on_equal_working_days(make: MakeSource) -> None:
    """Monday 5 January 2026 is the year's second working day, as Friday 3 January 2025 was."""
    lines = [
        sold(date(2026, 1, 5), "900.00"),
        sold(date(2025, 1, 3), "600.00"),
        sold(date(2025, 1, 5), "5000.00"),
    ]
    found = sales_trend(make(date(2026, 1, 5), sales_lines=lines))["C-1"]
    assert (found.elapsed_days, found.year_to_date) == (2, Decimal(900))
    assert (found.last_year_to_date, found.year_change) == (Decimal(600), 0.5)
    over = sales_trend(make(date(2026, 12, 31), sales_lines=lines))["C-1"]
    assert over.last_year_to_date == Decimal(5600)
