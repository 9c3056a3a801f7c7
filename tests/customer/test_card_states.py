"""Widgets without a figure: empty with what was there last, or hidden."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.customer.cards import sayings
from tests.customer.conftest import MakeSource
from tests.customer.rows import BRANDS, Rows, ordered, quoted, sold, utc
from wiseparts_nb.card import Card, Timeline
from wiseparts_nb.customer.card_states import shown
from wiseparts_nb.customer.catalogue import CATALOGUE, widget
from wiseparts_nb.customer.details import detail
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.source import Source
from wiseparts_nb.widget import Hidden

NOW = date(2026, 11, 23)
LONG_AGO = date(2023, 3, 6)
EMPTY = {
    "activities_by_type": "event:A-1",
    "due_amounts": "due:F-1",
    "last_12_months": "invoice:F-1",
    "latest_events": "event:A-1",
    "month_projection": "invoice:F-1",
    "offers": "offer:R-1",
    "open_quotes": "quote:Q-1",
    "order_ratios": None,
    "quotes_by_brand": "quote:Q-1",
    "upcoming": "event:A-1",
}


def source_of(make: MakeSource, settings: Settings | None = None, **more: Rows) -> Source:
    """A customer that had some of everything long ago, beside one that has it today."""
    own: dict[str, object] = {"customer_id": "C-1"}
    quotes, quote_lines = quoted("Q-1", LONG_AGO, ("K", "2140", "lost"), status="lost")
    orders, order_lines = ordered("O-1", LONG_AGO, ("K", "900"))
    other: dict[str, object] = {
        "customer_id": "C-2",
        "activity_id": "A-9",
        "kind": "call",
        "status": "done",
    }
    rows: dict[str, Rows] = {
        "customers": [{"customer_id": one, "name": one, "kind": "customer"} for one in ("C-1", "C-2", "C-3")],
        "brands": BRANDS,
        "quotes": quotes,
        "quote_lines": quote_lines,
        "orders": orders,
        "order_lines": order_lines,
        "sales_lines": [sold(LONG_AGO, "900.40", "K", invoice_id="F-1")],
        "due_documents": [
            own
            | {"due_document_id": "F-1", "kind": "invoice", "status": "paid", "issued_on": LONG_AGO, "due_on": LONG_AGO}
            | {"amount": Decimal(900), "amount_due": Decimal(0)}
        ],
        "price_agreements": [
            own | {"price_agreement_id": "R-1", "name": "Old prices", "starts_on": LONG_AGO, "ends_on": LONG_AGO}
        ],
        "activities": [
            own | {"activity_id": "A-1", "kind": "visit", "status": "done", "starts_at": utc("2023-03-06 09:00")} | {"subject": "Cables"},
            other | {"starts_at": utc("2026-11-20 09:00")},
        ],
    }  # fmt: skip
    return make(NOW, settings=settings, **(rows | more))


def entry_of(card: Card) -> tuple[str | None, str]:
    (part,) = card.parts
    assert isinstance(part, Timeline)
    (entry,) = part.entries
    return entry.key, sayings(card)[-1]


@pytest.mark.parametrize("name", EMPTY)
def test_what_was_there_last_is_named_and_opens(make: MakeSource, name: str) -> None:
    source = source_of(make).narrowed("C-1")
    found = shown(widget(name), source)
    assert isinstance(found, Card)
    key, words = entry_of(found)
    assert key == EMPTY[name]
    assert words != sayings(found)[0]
    if key:
        assert detail(source, key).cards


@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
def test_the_words_of_an_empty_card(make: MakeSource) -> None:
    found = shown(widget("quotes_by_brand"), source_of(make).narrowed("C-1"))
    assert isinstance(found, Card)
    assert sayings(found) == [
        "Quotes by brand",
        "6 Mar 2023",
        "The last one was Q-1, for €2,140",
        "No quotes in the last 90 days.",
    ]
    activity = shown(widget("activities_by_type"), source_of(make).narrowed("C-1"))
    assert isinstance(activity, Card)
    assert "The last one: Visit, Cables" in sayings(activity)


@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
def test_who_never_had_any_misses_nothing(make: MakeSource) -> None:
    source = source_of(make).narrowed("C-3")
    found = {one.name: shown(one, source) for one in CATALOGUE}
    assert {name for name, one in found.items() if isinstance(one, Card)} <= {
        "segments",
        "customer_record",
        "health",
    }


@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
def test_hidden_by_a_switch_or_by_nature(make: MakeSource) -> None:
    off = source_of(make, Settings(features_off=("quotes",))).narrowed("C-1")
    found = shown(widget("quotes_by_brand"), off)
    assert isinstance(found, Hidden)
    assert found.reason.id == "hidden.feature_off"
    prospects: Rows = [{"customer_id": "C-1", "name": "P", "kind": "prospect"}]
    prospect = source_of(make, customers=prospects).narrowed("C-1")
    assert isinstance(shown(widget("last_12_months"), prospect), Hidden)
    assert isinstance(shown(widget("quotes_by_brand"), prospect), Card)


@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
def test_a_widget_with_a_figure_shows_its_own_card(make: MakeSource) -> None:
    source = source_of(make, sales_lines=[sold(NOW, "10", "K")]).narrowed("C-1")
    one = widget("last_12_months")
    assert shown(one, source) == one.card(one.kpi(source)["C-1"])
