"""A target over its period: sub-periods sum to it, and what is expected rises from nothing to all of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiseparts_nb.goals.split import days_between, spread, stretches, year_before
from wiseparts_nb.goals.terms import MEASURES, PACES, STEPS, GoalTerms
from wiseparts_nb.period import Period

PERIOD = Period(date(2026, 11, 23), "Europe/Paris", "FR")


@pytest.mark.parametrize(
    ("start", "end", "step", "expected"),
    [
        ("2026-01-01", "2026-03-31", "none", ["2026-01-01 2026-03-31"]),
        ("2026-01-15", "2026-03-02", "month", ["2026-01-15 2026-01-31", "2026-02-01 2026-02-28", "2026-03-01 2026-03-02"]),
        ("2026-02-10", "2026-07-01", "quarter", ["2026-02-10 2026-03-31", "2026-04-01 2026-06-30", "2026-07-01 2026-07-01"]),
        ("2024-02-29", "2024-02-29", "month", ["2024-02-29 2024-02-29"]),
    ],
)  # fmt: skip
def test_sub_periods_follow_the_calendar(start: Any, end: Any, step: Any, expected: list[str]):
    found = stretches(date.fromisoformat(start), date.fromisoformat(end), step)
    assert [f"{first} {last}" for first, last in found] == expected


@settings(max_examples=50, deadline=None)
@given(
    start=st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    days=st.integers(0, 400),
    target=st.decimals("0.01", "9999999", places=2),
    step=st.sampled_from(STEPS),
    pace=st.sampled_from(PACES),
    measure=st.sampled_from(MEASURES),
    season=st.dictionaries(st.integers(0, 400), st.decimals("-900", "9000", places=2), max_size=20),
)
def test_sub_periods_sum_to_the_target_and_nothing_is_expected_twice(
    start: date, days: int, season: dict[int, Decimal], **terms: Any
):
    end = start + timedelta(days=days)
    brought = {year_before(start) + timedelta(days=at): amount for at, amount in season.items()}
    found = spread(GoalTerms(starts_on=start, ends_on=end, **terms), PERIOD, season=brought)
    assert found is not None
    assert sum(found.part(*one) for one in stretches(start, end, terms["step"])) == terms["target"]
    path = [found.expected(day) for day in days_between(start - timedelta(days=1), end)]
    assert path == sorted(path)
    assert (path[0], path[-1]) == (0, terms["target"])


def test_a_season_is_spread_as_the_year_before_came_in():
    terms = GoalTerms(
        starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 28), target=Decimal(1000), pace="season"
    )
    brought = {date(2025, 1, 6): Decimal(30), date(2025, 2, 17): Decimal(70)}
    found = spread(terms, PERIOD, season=brought)
    assert found is not None
    assert found.pace == "season"
    assert found.expected(date(2026, 1, 31)) == 300
    ten = PERIOD.working_days(date(2026, 2, 1), date(2026, 2, 13))
    share = Decimal(700 * ten) / PERIOD.working_days(date(2026, 2, 1), date(2026, 2, 28))
    assert found.expected(date(2026, 2, 13)) == 300 + share.quantize(Decimal("0.01"))


@pytest.mark.parametrize(
    ("pace", "season", "days", "used"),
    [
        ("season", None, 30, "working"),
        ("season", {}, 30, "working"),
        ("working", None, 1, "calendar"),
    ],
)
def test_without_a_season_or_a_working_day_the_target_is_spread_otherwise(
    pace: Any, season: Any, days: int, used: str
):
    start = date(2026, 8, 1)  # a Saturday
    end = start + timedelta(days=days)
    terms = GoalTerms(starts_on=start, ends_on=end, target=Decimal(10), pace=pace)
    found = spread(terms, PERIOD, season=season)
    assert found is not None
    assert found.pace == used
