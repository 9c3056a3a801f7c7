"""A published snapshot of made sales, and a store with agreements over it: what a report is made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

from tests.agreements.trade import CUSTOMERS, TODAY, YEAR, trade
from wiseparts_nb.agreements.register import open_register
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.agreements.tiers import Tier
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.snapshot import publish

__all__ = ["POOLED", "STATES", "agree", "publish_trade"]

POOLED = replace(
    YEAR,
    description="Growth 2024",
    customers=CUSTOMERS,
    tiers=(
        Tier(Decimal(9000), Decimal("0.02")),
        Tier(Decimal(25000), Decimal("0.03")),
        Tier(Decimal(60000), Decimal("0.045")),
    ),
    reference_tier=2,
    observations="Agreed at the fair.",
)
STATES: dict[str, Terms] = {
    "active": POOLED,
    "each": replace(POOLED, scope="each", tiers=POOLED.tiers[:2]),
    "quantity": replace(POOLED, metric="quantity"),
    "margin": replace(POOLED, metric="margin", tier_basis="incremental"),
    "upcoming": replace(POOLED, starts_on=date(2025, 1, 1), ends_on=date(2025, 6, 30)),
    "closing": replace(POOLED, ends_on=date(2024, 9, 15)),
    "final": replace(POOLED, ends_on=date(2024, 8, 31)),
    "none_reached": replace(
        POOLED, ends_on=date(2024, 8, 31), tiers=POOLED.tiers[2:], reference_tier=1
    ),
    "last_reached": replace(POOLED, tiers=POOLED.tiers[:1], reference_tier=1),
    "no_reference": replace(POOLED, reference_tier=None),
    "zero_tier": replace(POOLED, tiers=(Tier(Decimal(0), Decimal("0.01")),), reference_tier=1),
    "last_day": replace(POOLED, ends_on=TODAY),
}
"""Terms by the state that they bring about on the day of the data."""


def publish_trade(folder: Path) -> None:
    """Publish the made sales."""

    def fill(connection: duckdb.DuckDBPyConnection) -> None:
        for one in CUSTOMERS:
            row = [one, f"Customer {one}", "customer", "Lyon"]
            connection.execute(
                "insert into customers (customer_id, name, kind, city) values (?, ?, ?, ?)", row
            )
        lines = trade()
        names = list(lines[0])
        marks = ", ".join("?" for _ in names)
        connection.executemany(
            f"insert into sales_lines ({', '.join(names)}) values ({marks})",
            [[one[name] for name in names] for one in lines],
        )

    publish(
        folder, fill, as_of=TODAY, company="Test", currency="EUR", country="FR",
        zone="Europe/Paris", source="test",
    )  # fmt: skip


def agree(settings: Settings, *terms: Terms) -> tuple[str, ...]:
    """Write agreements into the store and approve them; return their ids."""
    register = open_register(settings)
    drafts = [register.create(one, by="local:tester") for one in terms]
    for one in drafts:
        register.approve(one.agreement_id, by="local:tester", seen=one.revision)
    return tuple(one.agreement_id for one in drafts)
