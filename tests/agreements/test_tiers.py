"""Tiers: met to the cent, a zero tier, both bases; more sales never earn less."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiseparts_nb.agreements.tiers import BASES, Basis, Tier, bonus, missing, next_tier, reached

SEED = (
    Tier(Decimal(0), Decimal("0.05")),
    Tier(Decimal(5000), Decimal("0.08")),
    Tier(Decimal(10000), Decimal("0.12")),
)
"""The tiers of the seed document."""

amounts = st.decimals(-1_000_000, 10_000_000, places=2)


@st.composite
def rising(draw: st.DrawFn) -> tuple[Tier, ...]:
    thresholds = sorted(draw(st.sets(st.decimals(0, 5_000_000, places=2), min_size=1, max_size=6)))
    rates = sorted(
        draw(
            st.lists(
                st.decimals(0, 1, places=3), min_size=len(thresholds), max_size=len(thresholds)
            )
        )
    )
    return tuple(map(Tier, thresholds, rates))


@pytest.mark.parametrize(
    ("amount", "tier", "left"),
    [
        ("-20", 0, "20"),
        ("0", 0, "0"),
        ("0.01", 1, "4999.99"),
        ("4999.99", 1, "0.01"),
        ("5000.00", 2, "5000"),
        ("9999.99", 2, "0.01"),
        ("9999.995", 2, "0.005"),
        ("10000", 3, None),
    ],
)
def test_a_threshold_is_met_to_the_cent(amount: str, tier: int, left: str | None):
    assert reached(SEED, Decimal(amount)) == tier
    assert missing(SEED, Decimal(amount)) == (None if left is None else Decimal(left))


@pytest.mark.parametrize(
    ("amount", "basis", "earned"),
    [
        ("4000", "retrospective", "200.00"),
        ("6000", "retrospective", "480.00"),
        ("12000", "retrospective", "1440.00"),
        ("4000", "incremental", "200.00"),
        ("6000", "incremental", "330.00"),
        ("12000", "incremental", "890.00"),
        ("-5", "retrospective", "0.00"),
        ("33.33", "incremental", "1.67"),
    ],
)
def test_a_bonus_is_on_the_whole_or_by_slices(amount: str, basis: Basis, earned: str):
    assert bonus(SEED, Decimal(amount), basis) == Decimal(earned)


def test_without_tiers_nothing_is_reached():
    assert reached((), Decimal(100)) == 0
    assert next_tier((), Decimal(100)) is None
    assert bonus((), Decimal(100), "incremental") == 0


@given(rising(), amounts, amounts, st.sampled_from(BASES))
def test_more_sales_never_lower_the_tier_or_the_bonus(
    tiers: tuple[Tier, ...], one: Decimal, other: Decimal, basis: Basis
):
    low, high = sorted((one, other))
    assert reached(tiers, low) <= reached(tiers, high)
    assert bonus(tiers, low, basis) <= bonus(tiers, high, basis)


@given(rising(), amounts)
def test_what_is_missing_reaches_the_next_tier(tiers: tuple[Tier, ...], amount: Decimal):
    left = missing(tiers, amount)
    if left is None:
        assert reached(tiers, amount) == len(tiers)
    else:
        topped_up = max(amount + left, Decimal("0.01"))
        assert reached(tiers, topped_up) > reached(tiers, amount)
