"""Segment lists of all customers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.customer.cards import sayings
from tests.customer.conftest import MakeSource
from tests.customer.rows import Rows, sold
from wiseparts_nb.card import Bars, Named, Table, To
from wiseparts_nb.customer.segment_lists import SegmentCustomer, SegmentList, card, segment_lists
from wiseparts_nb.errors import UnknownNameError
from wiseparts_nb.source.source import Source

NOW = date(2026, 11, 23)
BOUGHT = {
    "active": [(date(2026, 11, 2), "100.50"), (date(2026, 5, 20), "50"), (date(2025, 11, 30), "7000")],
    "steady": [(date(2026, 11, 2), "400"), (date(2026, 5, 20), "5")],
    "new": [(date(2026, 11, 3), "10")],
    "recovered": [(date(2026, 11, 4), "20"), (date(2025, 1, 4), "900")],
    "inactive": [(date(2025, 12, 4), "30")],
    "never": [],
}  # fmt: skip
TRADES = {"active": "electrician", "steady": "plumber", "new": "electrician"}


def source_of(make: MakeSource, trades: dict[str, str] = TRADES) -> Source:
    customers: Rows = [
        {"customer_id": one, "name": f"<i>{one}</i>", "kind": "customer", "trade": trades.get(one)}
        for one in BOUGHT
    ]
    sales = [sold(on, net, customer_id=one) for one, some in BOUGHT.items() for on, net in some]
    return make(NOW, customers=customers, sales_lines=sales)


def test_by_purchase(make: MakeSource) -> None:
    activity, trade = segment_lists(source_of(make))
    assert (activity.type, trade.type) == ("activity", "trade")
    assert [
        (one.segment, [own.customer_id for own in one.customers]) for one in activity.segments
    ] == [
        ("active", ["steady", "active"]),
        ("new", ["new"]),
        ("recovered", ["recovered"]),
        ("inactive", ["inactive"]),
        ("never", ["never"]),
    ]
    assert activity.segments[0].customers[1] == SegmentCustomer(
        "active", "<i>active</i>", Decimal("150.50"), date(2026, 11, 2)
    )
    assert activity.segments[0].net == Decimal("555.50")
    assert activity.segments[-1].customers[0].last_on is None


def test_by_trade_where_there_is_one(make: MakeSource) -> None:
    _, trade = segment_lists(source_of(make))
    assert [(one.segment, len(one.customers)) for one in trade.segments] == [
        ("electrician", 2),
        ("plumber", 1),
        (None, 3),
    ]
    assert sum((one.net for one in trade.segments), Decimal(0)) == Decimal("615.50")
    assert trade.count == len(BOUGHT)
    assert [one.type for one in segment_lists(source_of(make, {}))] == ["activity"]


@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
def test_card(make: MakeSource) -> None:
    activity, trade = segment_lists(source_of(make))
    bars, table = card(activity).parts
    assert isinstance(bars, Bars)
    assert isinstance(table, Table)
    assert [(bar.key, bar.amount) for bar in bars.bars][:2] == [
        ("segment:activity.active", 2),
        ("segment:activity.new", 1),
    ]
    assert [row.key for row in table.rows] == ["customer:steady", "customer:active"]
    assert table.rows[0].cells[0] == Named("<i>steady</i>", "steady")
    assert "Active: 2 customers, €556 net sales in 12 months." in sayings(card(activity))
    _, short = card(activity, segment="active", limit=1).parts
    assert isinstance(short, Table)
    last = short.rows[-1].cells[0]
    assert isinstance(last, To)
    assert last.key == "segment:activity.active"
    assert short.total == table.total
    assert "Not stated: 3 customers, €50 net sales in 12 months." in sayings(
        card(trade, segment="")
    )
    with pytest.raises(UnknownNameError, match="Did you mean 'active'"):
        card(activity, segment="activ")


def test_the_list_of_one_customer_in_scope(make: MakeSource) -> None:
    activity, _ = segment_lists(source_of(make).narrowed("new"))
    own = SegmentCustomer("new", "<i>new</i>", Decimal(10), date(2026, 11, 3))
    assert activity.segments == (SegmentList("new", (own,)),)
