"""Customers side by side, by the numbers of their own pages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.customer.cards import sayings
from tests.customer.conftest import MakeSource
from tests.customer.rows import sold, utc
from tests.portfolio.customers import NOW, due, people, year_and_year
from wiseparts_nb.card import Panels, Table
from wiseparts_nb.customer.last_12_months import last_12_months
from wiseparts_nb.errors import InputError, UnknownNameError
from wiseparts_nb.portfolio.comparison import comparison
from wiseparts_nb.portfolio.comparison_cards import activities_card, figures_card, trends_card
from wiseparts_nb.source.source import Source

IDS = ("C-1", "C-2", "C-3", "C-4", "C-5", "C-6")


def made(make: MakeSource) -> Source:
    call = {"activity_id": "A-1", "customer_id": "C-1", "kind": "call", "status": "done"}
    return make(
        NOW,
        customers=people(*IDS),
        sales_lines=[
            *year_and_year("C-1", 1000, 1100),
            *year_and_year("C-2", 0, 300),
            sold(NOW, "50.00"),
        ],
        due_documents=[due("C-1", "F-1", 5, "120.00"), due("C-1", "F-2", -5, "80.00")],
        activities=[call | {"starts_at": utc("2026-11-20 09:00")}],
    )


def test_each_has_its_own_pages_numbers(make: MakeSource) -> None:
    source = made(make)
    value = comparison(source, ["C-2", "C-1", "C-3"])
    second, first, third = value.customers
    assert [one.account.customer_id for one in value.customers] == ["C-2", "C-1", "C-3"]
    # December to October, and the running month; a year before also the working days of November
    assert first.net == Decimal(11 * 1100 + 50)
    assert first.earlier == Decimal(10 * 1000 + 1000 + 1100)
    assert first.change == pytest.approx(12150 / 12100 - 1)
    assert first.due is not None
    assert (first.due.total, first.due.overdue) == (Decimal(200), Decimal(120))
    assert first.activities is not None
    assert first.months == last_12_months(source.narrowed("C-1"))["C-1"]
    assert (second.net, second.change) == (Decimal(3300), None)
    assert (third.net, third.months, third.due, third.change) == (Decimal(0), None, None, None)


def test_the_cards(make: MakeSource) -> None:
    value = comparison(made(make), ["C-1", "C-2"])
    (panels,) = trends_card(value).parts
    assert isinstance(panels, Panels)
    for panel, one in zip(panels.panels, value.customers, strict=True):
        assert sum(month.actual for month in panel.months) == one.net
    assert {"Name C-1", "€12,150", "+0.4%", "n/a"} <= set(
        [str(one.label) for one in panels.panels] + sayings(trends_card(value))
    )
    shown = sayings(figures_card(value))
    assert {"€200", "€120"} <= set(shown)
    assert "Conversion" not in shown
    (figures,) = figures_card(value).parts
    assert isinstance(figures, Table)
    assert [row.key for row in figures.rows] == ["customer:C-1", "customer:C-2"]
    activities = activities_card(value)
    assert activities is not None
    assert "Call" in sayings(activities)
    assert activities_card(comparison(made(make), ["C-2"])) is None


def test_a_company_is_compared(demo: Source) -> None:
    value = comparison(demo, demo.customer_ids[:5])
    for card in (trends_card(value), figures_card(value), activities_card(value)):
        assert card is not None
        assert sayings(card)


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ([], "Name the customers to compare, from 1 to 5"),
        (IDS, "6 customers are too many to compare: name at most 5"),
        (["C-1", "C-2", "C-1"], "Customer 'C-1' is named twice"),
    ],
)
def test_what_can_not_be_compared(make: MakeSource, ids: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        comparison(made(make), ids)


def test_an_unknown_customer(make: MakeSource) -> None:
    with pytest.raises(UnknownNameError, match="Unknown customer 'C-9'"):
        comparison(made(make), ["C-1", "C-9"])
