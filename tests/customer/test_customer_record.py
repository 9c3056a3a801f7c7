"""Customer record (C69)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.customer.cards import sayings
from tests.customer.conftest import MakeSource
from wiseparts_nb.card import Table
from wiseparts_nb.customer.customer_record import Contact, CustomerRecord, card, customer_record

NOW = date(2026, 11, 23)
ABSENT = """trade tier tax_number street postal_code city country phone email website language
customer_since_on payment_terms_days wholesaler"""
EMPTY: dict[str, Any] = dict.fromkeys(ABSENT.split())
FULL: dict[str, Any] = {
    "trade": "Boat builder",
    "tier": "A",
    "tax_number": "FR12",
    "street": "1 quai **Nord**",
    "postal_code": "44000",
    "city": "Nantes",
    "country": "FR",
    "phone": "+33 2",
    "email": "a@example.com",
    "website": "example.com",
    "language": "fr",
    "customer_since_on": date(2020, 2, 29),
    "payment_terms_days": 0,
}


def test_a_full_and_an_empty_record(make: MakeSource) -> None:
    full = {"customer_id": "C-1", "name": "<b>Quai</b> & Fils", "kind": "customer", **FULL}
    reps = {"wholesaler_id": "W-1", "sales_rep_1_id": "S-2", "sales_rep_3_id": "S-1"}
    person = {"customer_id": "C-1", "email": None, "phone": None}
    site = {"customer_id": "C-1", "city": None}
    source = make(
        NOW,
        wholesalers=[{"wholesaler_id": "W-1", "name": "Réseau Sud"}],
        staff=[{"staff_id": "S-1", "name": "Ana Gil"}, {"staff_id": "S-2", "name": "Luc Roy"}],
        customers=[full | reps, {"customer_id": "P-1", "name": "A prospect", "kind": "prospect"}],
        contacts=[
            person | {"contact_id": "K-2", "name": "Zoé", "role": "Owner"},
            person | {"contact_id": "K-1", "name": "Yan", "role": None, "email": "y@example.com"},
            {"contact_id": "K-3", "customer_id": "P-1", "name": "Somebody else"},
        ],
        customer_branches=[
            site | {"customer_branch_id": "B-2", "name": "Depot", "city": "Rezé"},
            site | {"customer_branch_id": "B-1", "name": "Shop"},
        ],
    )
    found = customer_record(source)
    assert found["C-1"] == CustomerRecord(
        customer_id="C-1",
        name="<b>Quai</b> & Fils",
        kind="customer",
        **FULL,
        wholesaler="Réseau Sud",
        sales_reps=("Luc Roy", "Ana Gil"),
        contacts=(Contact("Yan", None, "y@example.com", None), Contact("Zoé", "Owner", None, None)),
        sites=("Shop", "Depot, Rezé"),
    )
    others = (Contact("Somebody else", None, None, None),)
    assert found["P-1"] == CustomerRecord(
        "P-1", "A prospect", "prospect", **EMPTY, sales_reps=(), contacts=others, sites=()
    )
    for customer in ("C-1", "P-1"):
        assert customer_record(source.narrowed(customer))[customer] == found[customer]


def test_card() -> None:
    contacts = (Contact("Zoé", "Owner", None, "+33 6"),)
    record: dict[str, Any] = {"customer_id": "C-1", "name": "Quai", "kind": "customer"}
    people: dict[str, Any] = {
        "sales_reps": ("Luc Roy",),
        "contacts": contacts,
        "sites": ("Shop", "Depot"),
    }
    shown = card(CustomerRecord(**record, **FULL, wholesaler=None, **people))
    fields, persons = shown.parts
    assert isinstance(fields, Table)
    assert isinstance(persons, Table)
    assert persons.rows[0].cells == ("Zoé", "Owner", "+33 6", None)
    cells = [row.cells[1] for row in fields.rows]
    assert {"1 quai **Nord**, 44000 Nantes, FR", "Boat builder", "Luc Roy", "Shop; Depot"} <= {
        one for one in cells if isinstance(one, str)
    }
    assert {"0 days", "29 Feb 2020", "Customer"} <= set(sayings(shown))


def test_what_is_absent_has_no_row() -> None:
    record: dict[str, Any] = {"customer_id": "P-1", "name": "A prospect", "kind": "prospect"}
    (fields,) = card(CustomerRecord(**record, **EMPTY, sales_reps=(), contacts=(), sites=())).parts
    assert isinstance(fields, Table)
    assert [row.cells[0] for row in fields.rows] != []
    assert len(fields.rows) == 2
