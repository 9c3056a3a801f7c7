"""Rows of several customers, short to write."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tests.customer.rows import Rows, monthly

__all__ = ["NOW", "due", "of", "people", "year_and_year"]

NOW = date(2026, 11, 23)
LAST_WHOLE = date(2026, 10, 1)


def people(*ids: str, **same: object) -> Rows:
    """Return customers of these ids, named after them."""
    return [{"customer_id": one, "name": f"Name {one}", "kind": "customer"} | same for one in ids]


def of(customer_id: str, rows: Rows) -> Rows:
    """Return rows that belong to a customer."""
    return [row | {"customer_id": customer_id} for row in rows]


def year_and_year(customer_id: str, before: int, now: int) -> Rows:
    """Return sales of two years to the last whole month, the same amount each month of a year."""
    return of(customer_id, monthly(LAST_WHOLE, [before] * 12 + [now] * 12))


def due(customer_id: str, number: str, late: int, amount: str) -> dict[str, object]:
    """Return an open invoice that was due ``late`` days ago."""
    money = {"amount": abs(Decimal(amount)), "amount_due": Decimal(amount)}
    days = {"issued_on": date(2026, 1, 2), "due_on": NOW - timedelta(late)}
    kind = "invoice" if Decimal(amount) > 0 else "credit"
    head: dict[str, object] = {
        "due_document_id": number,
        "customer_id": customer_id,
        "kind": kind,
        "status": "open",
    }
    return head | days | money
