"""Any sales at all, for what must hold of every one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from hypothesis import strategies as st

__all__ = ["DAYS", "FULL", "Filling", "fillings"]

Filling = list[dict[str, Any]]

DAYS = tuple(
    date(year, month, day)
    for year, month, day in (
        *((2024, 2, 29), (2024, 11, 4), (2024, 12, 31), (2025, 1, 1), (2025, 2, 28), (2025, 11, 3)),
        *(
            (2025, 11, 24),
            (2025, 11, 30),
            (2025, 12, 1),
            (2026, 2, 28),
            (2026, 3, 1),
            (2026, 11, 23),
        ),
    )
)
"""First and last days of months and of the usual spans as of 23 November 2026, and a leap day."""

_IDS = {
    "brand_id": ("K", "A", None),
    "brand_family_id": ("K1", "K2", None),
    "product_id": ("P1", "P2", "P3", None),
    "branch_id": ("N", "S", None),
    "wholesaler_id": ("W", None),
    "customer_id": ("C-1", "C-2"),
}

FULL: dict[str, Filling] = {
    "brands": [{"brand_id": one, "name": f"Brand {one}"} for one in "KA"],
    "brand_families": [{"brand_family_id": one, "name": one} for one in ("K1", "K2")],
    "products": [{"product_id": one, "name": one} for one in ("P1", "P2", "P3")],
    "branches": [{"branch_id": one, "name": one} for one in "NS"],
    "wholesalers": [{"wholesaler_id": "W", "name": "W"}],
    "customers": [{"customer_id": one, "name": one, "kind": "customer"} for one in ("C-1", "C-2")],
}
"""Every value that the lines may carry, with its name."""


@st.composite
def fillings(draw: st.DrawFn) -> Filling:
    """Up to a dozen invoice lines: returns, null ids, amounts without gross or margin."""
    numbers = count(1)
    amounts = st.decimals(min_value=-900, max_value=900, places=2)

    def line() -> dict[str, Any]:
        ids = {column: draw(st.sampled_from(values)) for column, values in _IDS.items()}
        own = {"invoice_id": f"F-{next(numbers)}", "sold_on": draw(st.sampled_from(DAYS))}
        known = {"net": draw(amounts), "quantity": Decimal(draw(st.integers(-9, 9)))}
        lacking = {one: draw(st.none() | amounts) for one in ("gross", "margin")}
        return own | ids | known | lacking

    return [line() for _ in range(draw(st.integers(0, 12)))]
