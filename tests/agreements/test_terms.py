"""Terms: status by dates, the elapsed share with both ends included, the expected path."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.agreements.tiers import Tier

YEAR = Terms(
    "Lighting growth",
    starts_on=date(2024, 1, 1),
    ends_on=date(2024, 12, 31),
    tiers=(Tier(Decimal(150_000), Decimal("0.02")), Tier(Decimal(366_000), Decimal("0.03"))),
    reference_tier=2,
)


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        (date(2023, 12, 31), "upcoming"),
        (date(2024, 1, 1), "active"),
        (date(2024, 12, 31), "active"),
        (date(2025, 1, 5), "closing"),
        (date(2025, 1, 6), "expired"),
    ],
)
def test_the_status_comes_from_the_dates(as_of: date, status: str):
    assert YEAR.status(as_of) == status


def test_the_expected_path_counts_calendar_days_of_a_leap_year_with_both_ends():
    assert YEAR.days == 366
    assert YEAR.expected_to_date(date(2023, 12, 31)) == 0
    assert YEAR.expected_to_date(date(2024, 1, 1)) == 1000
    assert YEAR.expected_to_date(date(2024, 2, 29)) == 60_000
    assert YEAR.expected_to_date(date(2024, 12, 31)) == 366_000
    assert YEAR.expected_to_date(date(2025, 6, 1)) == 366_000


def test_a_draft_without_dates_or_reference_has_no_path():
    assert Terms().status(date(2024, 1, 1)) is None
    assert Terms().expected_to_date(date(2024, 1, 1)) is None
    assert replace(YEAR, reference_tier=None).expected_to_date(date(2024, 5, 1)) is None
    assert replace(YEAR, reference_tier=3).reference_target is None
