"""Price agreements and promotions (C44 to C46)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.customer.cards import sayings
from tests.customer.conftest import MakeSource
from wiseparts_nb.card import Table
from wiseparts_nb.customer.offers import WIDGET, Offer, Offers, card, offers
from wiseparts_nb.widget import value_of

NOW = date(2026, 11, 23)


def agreement(number: str, starts: date, ends: date | None, **more: object) -> dict[str, object]:
    one = {"price_agreement_id": number, "customer_id": "C-1", "name": f"Prices {number}"}
    return one | {"starts_on": starts, "ends_on": ends} | more


def promotion(number: str, ends: date | None, **more: object) -> dict[str, object]:
    one = {"promotion_id": number, "name": f"Offer {number}", "starts_on": NOW, "ends_on": ends}
    return one | more


def test_offers_in_force(make: MakeSource) -> None:
    source = make(
        NOW,
        customers=[{"customer_id": "C-1"}, {"customer_id": "P-1", "kind": "prospect"}],
        brands=[{"brand_id": "K", "name": "Kerval"}],
        price_agreements=[
            agreement("R-1", NOW, NOW, brand_id="K", discount_rate=0.125),  # one day long
            agreement("R-2", date(2024, 2, 29), None),
            agreement("X-1", NOW + timedelta(1), None),
            agreement("X-2", date(2026, 1, 1), NOW - timedelta(1)),
        ],
        promotions=[
            promotion("M-1", date(2026, 12, 24), discount_rate=0.2),
            promotion("M-2", date(2026, 12, 23), customer_id="C-1"),
            promotion("M-3", date(2026, 12, 23), customer_id="P-1"),
            promotion("X-1", None, starts_on=NOW + timedelta(1)),
        ],
    )
    everyone = Offer("promotion", "M-1", "Offer M-1", None, 0.2, date(2026, 12, 24), 31)
    found = offers(source)["C-1"]
    assert found == Offers(
        (
            Offer("price_agreement", "R-1", "Prices R-1", "Kerval", 0.125, NOW, 0),
            Offer("promotion", "M-2", "Offer M-2", None, None, date(2026, 12, 23), 30),
            everyone,
            Offer("price_agreement", "R-2", "Prices R-2", None, None, None, None),
        )
    )
    assert [one.ends_soon for one in found.offers] == [True, True, False, False]
    prospect = Offer("promotion", "M-3", "Offer M-3", None, None, date(2026, 12, 23), 30)
    assert offers(source)["P-1"] == Offers((prospect, everyone))
    for customer in ("C-1", "P-1"):
        assert offers(source.narrowed(customer))[customer] == offers(source)[customer]


def test_nothing_in_force(make: MakeSource) -> None:
    source = make(NOW, price_agreements=[agreement("R-1", date(2026, 1, 1), date(2026, 6, 1))])
    reason = value_of(WIDGET, source.narrowed("C-1")).reason
    words = "no price agreement or promotion is in force"
    assert source.locale("en").show(reason) == words


def offer(ends: date | None = None, **more: Any) -> Offer:
    left = None if ends is None else (ends - NOW).days
    fields: dict[str, Any] = {
        "kind": "promotion",
        "offer_id": "M-1",
        "name": "{day} Winter",
        "brand": None,
    }
    fields |= {"discount_rate": None, "ends_on": ends, "days_left": left}
    return Offer(**fields | more)


@pytest.mark.parametrize(
    ("ends", "words", "tone"),
    [
        (NOW, "23 Nov, today", "warn"),
        (NOW + timedelta(1), "24 Nov, in 1 day", "warn"),
        (NOW + timedelta(30), "23 Dec, in 30 days", "warn"),
        (NOW + timedelta(31), "24 Dec 2026", "neutral"),
        (None, "no end", "neutral"),
    ],
)
def test_the_end_of_an_offer(ends: date | None, words: str, tone: str) -> None:
    shown = card(Offers((offer(ends),)))
    (table,) = shown.parts
    assert isinstance(table, Table)
    assert table.rows[0].tone == tone
    assert words in sayings(shown)


@pytest.mark.parametrize(
    ("rate", "words"),
    [(0.2, "−20%"), (0.125, "−12.5%"), (0.07, "−7%"), (0.0, "0%"), (0.1 + 0.2, "−30%")],
)
def test_a_discount_has_a_decimal_only_where_it_needs_one(rate: float, words: str) -> None:
    assert words in sayings(card(Offers((offer(discount_rate=rate),))))


def test_card_counts_what_ends_soon() -> None:
    shown = card(Offers((offer(NOW), offer(NOW), *(offer() for _ in range(5)))))
    (table,) = shown.parts
    assert isinstance(table, Table)
    assert len(table.rows) == 5
    assert {"7 in force", "2 end within 30 days."} <= set(sayings(shown))
    assert card(Offers((offer(),))).message is None
