"""Segments by purchase, trade and tier."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest

from tests.customer.cards import sayings
from tests.customer.conftest import MakeSource
from tests.customer.rows import Rows, sold
from wiseparts_nb.card import Table
from wiseparts_nb.customer.segments import Activity, Segments, card, segments
from wiseparts_nb.settings import Settings

NOW = date(2026, 11, 23)


def ago(days: int, net: str = "10.00") -> dict[str, object]:
    return sold(NOW - timedelta(days), net)


def test_by_purchase(make: MakeSource) -> None:
    histories: dict[str, Rows] = {
        "never": [],
        "returns": [ago(1, "-5.00")],
        "undone": [ago(1), ago(1, "-10.00")],
        "later": [ago(-1)],
        "new": [ago(89), ago(0)],
        "active": [ago(90), ago(1)],
        "paused": [ago(140), ago(51), ago(50)],  # 89 days between
        "recovered": [ago(141), ago(51), ago(50)],
        "inactive": [ago(400), ago(90)],
    }
    sales = [row | {"customer_id": name} for name, rows in histories.items() for row in rows]
    customers = [{"customer_id": name} for name in histories]
    source = make(NOW, settings=Settings(active_days=90), customers=customers, sales_lines=sales)
    found = {name: one.activity for name, one in segments(source).items()}
    assert found == {
        "never": "never",
        "returns": "never",
        "undone": "never",
        "later": "never",
        "new": "new",
        "active": "active",
        "paused": "active",
        "recovered": "recovered",
        "inactive": "inactive",
    }
    whole = segments(source)["recovered"]
    first, last = NOW - timedelta(141), NOW - timedelta(50)
    assert whole == Segments("recovered", 90, first, last, None, None)
    assert segments(source.narrowed("recovered"))["recovered"] == whole


@pytest.mark.parametrize("activity", get_args(Activity))
def test_card(activity: Activity) -> None:
    last = None if activity == "never" else NOW
    shown = card(Segments(activity, 180, last, last, "Plumbers {n}", None))
    (table,) = shown.parts
    assert isinstance(table, Table)
    assert [row.cells[1] for row in table.rows][1:] == ["Plumbers {n}"]
    assert (table.rows[0].cells[2] is None) == (activity == "never")
    words = sayings(shown)
    assert ("last purchase 23 Nov 2026; active within 180 days" in words) == (activity != "never")
