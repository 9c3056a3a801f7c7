"""Two years of made sales of a few customers, the same each time: regular and rare buyers, two brands, returns."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from tests.agreements.lines import line
from tests.agreements.oracle import Line
from tests.customer.conftest import Store, _snapshot
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.agreements.tiers import Tier
from wiseparts_nb.period import Period
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.source import Source

__all__ = ["CUSTOMERS", "TODAY", "YEAR", "opened", "so_far", "tiers", "trade"]

TODAY = date(2024, 9, 17)
CUSTOMERS = ("C-1", "C-2", "C-3", "C-4", "C-5", "C-6")
YEAR = Terms(
    "Growth",
    starts_on=date(2024, 1, 1),
    ends_on=date(2024, 12, 31),
    customers=CUSTOMERS[:4],
)


def tiers(*thresholds: int) -> tuple[Tier, ...]:
    """Return tiers at these thresholds."""
    return tuple(Tier(Decimal(one), Decimal("0.01")) for one in thresholds)


def trade(*, times: int = 1, last: date = TODAY) -> list[Line]:
    """Return the sales up to a day; amounts are multiplied."""
    random, lines = np.random.default_rng(4), []
    for at, customer in enumerate(CUSTOMERS):
        for k in range((TODAY - date(2022, 9, 1)).days + 1):
            day = date(2022, 9, 1) + timedelta(days=k)
            buys, amount, brand = random.random(), random.gamma(2, 60), random.random() < 0.7
            if day.weekday() < 5 and buys < 0.5 / (at + 1) ** 1.5:
                net = -amount if buys < 0.01 / (at + 1) ** 1.5 else amount
                sold = str(Decimal(f"{net:.2f}") * times)
                lines.append(line(customer, day, sold, brand_id="K" if brand else "A"))
    return [one for one in lines if one["sold_on"] <= last]


@contextmanager
def opened(store: Store, lines: Sequence[Line], *, as_of: date = TODAY) -> Generator[Source]:
    """Open a source of these lines as of a day."""
    rows = {
        "customers": [{"customer_id": one, "name": one, "kind": "customer"} for one in CUSTOMERS],
        "sales_lines": lines,
    }
    engine, give_back = store.filled(rows)
    yield Source(engine, _snapshot(as_of, rows), Period(as_of, "Europe/Paris", "FR"), Settings())
    give_back()


def so_far(lines: Sequence[Line], terms: Terms, as_of: date = TODAY) -> dict[str, Decimal]:
    """Return what each customer brought in the period by a day, of all brands."""
    assert terms.starts_on
    assert terms.ends_on
    found = dict.fromkeys(terms.customers, Decimal(0))
    for one in lines:
        inside = terms.starts_on <= one["sold_on"] <= min(terms.ends_on, as_of)
        if inside and one["customer_id"] in found:
            found[one["customer_id"]] += one["net"]
    return found
