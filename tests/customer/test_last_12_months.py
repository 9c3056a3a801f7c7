"""Last 12 months (C23 to C28)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.customer.conftest import MakeSource
from tests.customer.rows import Rows, monthly, said, sold
from wiseparts_nb.card import Months, Note
from wiseparts_nb.customer.last_12_months import (
    Landing,
    Last12Months,
    MonthSales,
    UnusualMonth,
    card,
    last_12_months,
)
from wiseparts_nb.customer.month_patterns import MonthRun
from wiseparts_nb.customer.month_projection import month_projection
from wiseparts_nb.settings import Settings

NOW = date(2026, 11, 23)
YEAR_BEFORE = [1000] * 8 + [500] + [1000] * 3
"""December to November; August is low."""


def test_twelve_months_beside_the_year_before(make: MakeSource) -> None:
    this_year = [1100] * 5 + [900] * 3 + [400] + [900] * 2 + [300]
    lines = monthly(NOW, YEAR_BEFORE + this_year)
    found = last_12_months(make(NOW, sales_lines=lines))["C-1"]
    assert found.months[0] == MonthSales(date(2025, 12, 1), Decimal(1100), Decimal(1000), 0.1)
    assert found.months[8] == MonthSales(date(2026, 8, 1), Decimal(400), Decimal(500), -0.2)
    assert (found.months[-1].net, found.months[-1].earlier) == (300, 1000)
    assert (found.run, found.before) == (MonthRun(False, 6), MonthRun(True, 5))
    assert (found.season, found.unusual, found.whole) == ((date(2026, 8, 1),), (), False)
    words = said(card(found))
    assert "Growth until April, then 6 months below last year." in words
    assert "Low season in both years: August." in words


def test_one_customer_is_as_among_all(make: MakeSource) -> None:
    others: Rows = [{"customer_id": "C-1", "name": "One", "kind": "customer"}]
    others.append({"customer_id": "C-2", "name": "Two", "kind": "customer"})
    more = [line | {"customer_id": "C-2"} for line in monthly(NOW, [700] * 24)]
    source = make(NOW, customers=others, sales_lines=[*monthly(NOW, [900] * 24), *more])
    assert last_12_months(source.narrowed("C-2"))["C-2"] == last_12_months(source)["C-2"]
    assert [one.net for one in last_12_months(source)["C-2"].months] == [700] * 12


def test_months_without_sales_are_zero(make: MakeSource) -> None:
    source = make(NOW, sales_lines=[sold(date(2026, 3, 31), "60.00"), sold(NOW, "-20.00")])
    found = last_12_months(source)["C-1"]
    assert [one.net for one in found.months] == [0, 0, 0, 60, 0, 0, 0, 0, 0, 0, 0, -20]
    assert {one.change for one in found.months} == {None}
    assert "Too few sales a year before to compare with." in said(card(found))


def test_the_running_month_is_projected(make: MakeSource) -> None:
    lines = [
        sold(date(2023 + month // 12, month % 12 + 1, day), "250.00")
        for month in range(12, 46)
        for day in (3, 10, 17, 24)
    ]
    source = make(NOW, sales_lines=[*lines, sold(date(2026, 11, 3), "250.00")])
    found, ahead = last_12_months(source)["C-1"], month_projection(source)["C-1"]
    assert found.projection == Landing(ahead.projected, ahead.low, ahead.high)
    assert found.months[-1].change == float((ahead.projected - 1000) / 1000)
    assert found.months[-1].net == 250
    part = card(found).parts[0]
    assert isinstance(part, Months)
    last = part.months[-1]
    assert (last.actual, last.projected, last.low) == (250, ahead.projected, ahead.low)
    assert any(text.startswith("November is projected at €") for text in said(card(found)))


def test_without_the_projection_a_running_month_is_not_compared(make: MakeSource) -> None:
    lines = monthly(NOW, [1000] * 24)
    source = make(NOW, sales_lines=lines, settings=Settings(features_off=("projection",)))
    found = last_12_months(source)["C-1"]
    assert (found.projection, found.months[-1].change) == (None, None)
    words = [text.replace("\u00a0", " ") for text in said(card(found))]
    assert "November runs to 23 Nov and is not compared with a whole month." in words


def test_a_month_that_is_over_is_compared(make: MakeSource) -> None:
    found = last_12_months(make(date(2026, 11, 30), sales_lines=monthly(NOW, [1000] * 24)))["C-1"]
    assert (found.whole, found.months[-1].change, found.projection) == (True, 0.0, None)
    assert card(found).footer is None


def test_an_unusual_month_is_told(make: MakeSource) -> None:
    lines = monthly(NOW, [1000] * 15 + [2500] + [1000] * 8)
    found = last_12_months(make(NOW, sales_lines=lines))["C-1"]
    high = UnusualMonth(date(2026, 3, 1), Decimal(2500), Decimal(1000), True)
    assert found.unusual == (high,)
    notes = [part for part in card(found).parts if isinstance(part, Note)]
    assert len(notes) == 1
    assert any(text.startswith("High month: March 2026, €2,500") for text in said(card(found)))


def test_nothing_sold(make: MakeSource) -> None:
    assert last_12_months(make(NOW)).get("C-1") is None


def words_of(nets: list[int], *, season: int = 0, up: bool | None = None) -> list[str]:
    days = [date(2025 + (11 + place) // 12, (11 + place) % 12 + 1, 1) for place in range(12)]
    months = tuple(
        MonthSales(day, Decimal(net), Decimal(1000), None)
        for day, net in zip(days, nets, strict=True)
    )
    last = None if up is None else MonthRun(up, 4)
    before = None if up is None else MonthRun(not up, 3)
    return said(card(Last12Months(NOW, months, False, last, before, tuple(days[:season]), ())))


def test_every_sentence_exists_in_three_languages() -> None:
    mixed = [900, 1100] * 6
    assert "Above last year in 5 of 11 months." in words_of(mixed)
    assert "Low season in both years: December and January." in words_of(mixed, season=2)
    assert "Low season in both years: December, January and February." in words_of(mixed, season=3)
    assert "Decline until June, then 4 months above last year." in words_of(mixed, up=True)
    assert "Net sales, in thousands" in words_of(mixed)
