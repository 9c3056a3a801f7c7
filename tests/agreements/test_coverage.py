"""Coverage: counts, the year before, advice and overlaps; drafts that lack anything are answered all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.agreements.trade import CUSTOMERS, TODAY, YEAR, opened, tiers, trade
from tests.customer.conftest import Store
from wiseparts_nb.agreements.advice import LEAST
from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.coverage import Coverage, coverage
from wiseparts_nb.agreements.terms import Narrowing, Terms

SALES = trade()
NEXT = replace(
    YEAR,
    starts_on=date(2024, 10, 1),
    ends_on=date(2024, 12, 31),
    tiers=tiers(1_000, 6_000, 90_000),
)


@pytest.fixture(scope="module")
def store() -> Store:
    return Store()


def covered(store: Store, terms: Terms, *others: Terms) -> Coverage:
    with opened(store, SALES) as source:
        return coverage(source, terms, [_approved(f"A-{k}", one) for k, one in enumerate(others)])


def _approved(agreement_id: str, terms: Terms) -> Agreement:
    at = datetime(2024, 1, 1, tzinfo=UTC)
    return Agreement(agreement_id, terms, terms, "approved", 1, 1, "U-1", at)


def test_what_counts_in_the_last_12_months(store: Store):
    year = [one for one in SALES if date(2023, 9, 19) <= one["sold_on"] <= TODAY]
    own = [one for one in year if one["customer_id"] in NEXT.customers]
    known = [one for one in own if one["brand_id"] == "K"]
    found = covered(store, replace(NEXT, brands=Narrowing(("K",)), customers=(*CUSTOMERS[:4], "X")))
    assert (found.customers, found.buying) == (4, len({one["customer_id"] for one in known}))
    assert (found.lines, found.all_lines) == (len(known), len(own))
    assert found.amount == sum(one["net"] for one in known)


def test_the_year_before_and_the_days_of_its_tiers(store: Store):
    found = covered(store, NEXT)
    days = sorted(
        (one["sold_on"], one["net"])
        for one in SALES
        if date(2023, 10, 1) <= one["sold_on"] <= date(2023, 12, 31)
        and one["customer_id"] in NEXT.customers
    )
    total = sum((net for _, net in days), Decimal(0))
    assert found.year_before == total
    for tier, day in zip(NEXT.tiers, found.reached_before, strict=True):
        assert (day is not None) == (total >= tier.threshold)
        if day:
            assert sum(net for on, net in days if on <= day) >= tier.threshold
    expected = next(at for at, tier in enumerate(NEXT.tiers, 1) if tier.threshold > total)
    assert found.reference_tier == expected


def test_the_last_tier_is_proposed_where_all_were_reached(store: Store):
    assert covered(store, replace(NEXT, tiers=tiers(1, 2, 3))).reference_tier == 3


@pytest.mark.parametrize("scope", ["pooled", "each"])
def test_advice_is_round_and_within_reach(store: Store, scope: str):
    found = covered(store, replace(NEXT, scope=scope))  # pyright: ignore[reportArgumentType]
    assert found.advice is not None
    threshold = found.advice.threshold
    assert threshold == threshold.quantize(Decimal(10) ** (threshold.adjusted() - 1))
    assert found.year_before
    at_the_floor = scope == "pooled" and threshold <= found.year_before * LEAST * Decimal("1.1")
    assert at_the_floor or 0.78 <= found.advice.chance <= 0.92
    assert scope == "each" or threshold >= found.year_before * LEAST
    again = covered(store, replace(NEXT, scope=scope, tiers=tiers(int(threshold))))  # pyright: ignore[reportArgumentType]
    assert again.outlook
    assert again.outlook.chances == (found.advice.chance,)


def test_advice_lies_above_what_is_reached_already(store: Store):
    running = replace(NEXT, starts_on=date(2024, 1, 1))
    found = covered(store, running)
    assert found.advice
    assert found.advice.chance < 1


@pytest.mark.parametrize(
    "terms",
    [
        Terms(),
        replace(NEXT, starts_on=None),
        replace(NEXT, customers=()),
        replace(NEXT, customers=("X", "Y")),
        replace(NEXT, starts_on=date(2025, 1, 1)),
        replace(NEXT, starts_on=date(1, 1, 1), ends_on=date(1, 12, 31)),
        replace(NEXT, starts_on=date(9999, 1, 1), ends_on=date(9999, 12, 31)),
        replace(NEXT, starts_on=date(2000, 1, 1), ends_on=date(9999, 12, 31)),
        replace(NEXT, tiers=(), scope="each"),
        replace(NEXT, brands=Narrowing(("nobody",)), families=Narrowing(("none",))),
        replace(NEXT, tiers=tiers(-5, 70, 3)),
        replace(NEXT, metric="margin"),
    ],
)
def test_a_draft_that_lacks_something_is_answered(store: Store, terms: Terms):
    found = covered(store, terms, NEXT)
    assert len(found.reached_before) == len(terms.tiers)
    assert 0 <= found.buying <= found.customers
    assert 0 <= found.lines <= found.all_lines
    if terms.days is None or terms.days < 1:
        assert (found.outlook, found.advice, found.year_before) == (None, None, None)


def test_without_any_sales(store: Store):
    with opened(store, []) as source:
        found = coverage(source, NEXT)
    assert (found.amount, found.year_before, found.advice) == (0, None, None)


@pytest.mark.parametrize(
    ("other", "meets"),
    [
        ({}, True),
        ({"customers": ("C-9",)}, False),
        ({"customers": ("C-9", "C-2")}, True),
        ({"starts_on": date(2025, 1, 1), "ends_on": date(2025, 3, 1)}, False),
        ({"starts_on": date(2024, 12, 31), "ends_on": date(2025, 3, 1)}, True),
        ({"brands": Narrowing(("A",))}, False),
        ({"brands": Narrowing(("A", "K"))}, True),
        ({"brands": Narrowing((), ("K",))}, False),
        ({"brands": Narrowing((), ("A",))}, True),
        ({"families": Narrowing(("F",)), "branches": Narrowing((), ("S",))}, True),
        ({"ends_on": None}, False),
    ],
)
def test_overlaps(store: Store, other: dict[str, object], meets: bool):
    mine = replace(NEXT, brands=Narrowing(("K",)))
    found = covered(store, mine, replace(NEXT, description="Other", **other))  # pyright: ignore[reportArgumentType]
    assert [one.agreement_id for one in found.overlaps] == ["A-0"] * meets
    if meets:
        assert found.overlaps[0].description == "Other"
        assert set(found.overlaps[0].customers) <= set(mine.customers)
