"""Sales of a small company whose every line is on some edge: of a period, of a filter, of a tier."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from tests.agreements.oracle import Line
from tests.customer.conftest import MakeSource
from wiseparts_nb.source.source import Source

__all__ = ["AS_OF", "EDGES", "NAMES", "line", "source_of"]

AS_OF = date(2024, 11, 20)
NAMES = {"C-1": "Atelier Un", "C-2": "Atelier Deux", "C-3": "Atelier Trois"}
_NUMBERS = count(1)


def line(customer: str, on: date, net: str, **more: Any) -> Line:
    """Return a sales line with gross a quarter above net, and margin where it has a cost."""
    amount = Decimal(net)
    number = {"invoice_id": f"F-{next(_NUMBERS)}", "line_no": 1, "customer_id": customer}
    amounts = {"net": amount, "gross": amount * Decimal("1.25"), "quantity": amount / 8}
    cost = more.pop("cost", None)
    margin = {} if cost is None else {"cost": Decimal(cost), "margin": amount - Decimal(cost)}
    exact = {
        name: one.quantize(Decimal("0.001" if name == "quantity" else "0.01"))
        for name, one in amounts.items()
    }
    return number | {"sold_on": on} | exact | margin | more


_K = {"brand_id": "K", "brand_family_id": "K-1", "branch_id": "S-1"}
_A = {"brand_id": "A", "brand_family_id": "A-1", "branch_id": "S-2"}

EDGES: tuple[Line, ...] = (
    line("C-1", date(2023, 12, 31), "64", cost="40", **_K),
    line("C-1", date(2024, 1, 1), "800", cost="500", **_K),
    line("C-1", date(2024, 2, 29), "1600.08", cost="1000", **_K),
    line("C-1", date(2024, 3, 1), "120", **_K),
    line("C-1", date(2024, 3, 2), "-240.16", cost="-150", **_K),
    line("C-1", date(2024, 6, 30), "2400", cost="1700", **_A),
    line("C-1", date(2024, 7, 1), "88.88", cost="60", **_A),
    line("C-1", AS_OF, "480", cost="300"),
    line("C-1", date(2024, 11, 21), "999999", cost="1", **_K),
    line("C-2", date(2024, 1, 1), "320", gross=None, cost="200", brand_id="K"),
    line("C-2", date(2024, 2, 28), "-640", cost="-400", **_A),
    line("C-2", date(2024, 5, 5), "1000", cost="900", brand_family_id="K-1", branch_id="S-3"),
    line("C-2", date(2024, 6, 30), "56", **_K),
    line("C-3", date(2024, 4, 4), "5000", cost="1", **_K),
    line("C-1", date(2022, 12, 31), "8", cost="4", **_K),
    line("C-1", date(2023, 1, 1), "16", cost="8", **_K),
    line("C-1", date(2023, 2, 28), "32", cost="16", **_A),
    line("C-1", date(2023, 3, 1), "48", cost="16"),
    line("C-2", date(2023, 6, 30), "72", cost="70", **_K),
    line("C-2", date(2023, 11, 20), "80", cost="60", **_A),
    line("C-2", date(2023, 11, 21), "88", cost="60", **_A),
    line("C-9", date(2024, 4, 4), "7", cost="1", **_K),
    line("C-2", date(2024, 8, 8), "40", invoice_id="F-TWO", **_K),
    line("C-2", date(2024, 8, 8), "-40", invoice_id="F-TWO", line_no=2, **_A),
)
"""Three customers and one that left the data; 20 November 2024 is today. An invoice that is taken back whole is no order."""


def source_of(make: MakeSource, lines: tuple[Line, ...] = EDGES, *, as_of: date = AS_OF) -> Source:
    """Return a source of these lines, with the customers that have a name."""
    customers = [
        {"customer_id": one, "name": name, "kind": "customer"} for one, name in NAMES.items()
    ]
    return make(as_of, customers=customers, sales_lines=lines)
