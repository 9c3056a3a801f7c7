"""Periods: what a running month is compared with, and the bounds that a query may name."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiseparts_nb.period import Period, month_after, month_end, month_start

days = st.dates(date(2001, 1, 1), date(2090, 12, 31))


def french(day: date, **more: frozenset[int] | frozenset[date]) -> Period:
    return Period(day, "Europe/Paris", "FR", **more)  # pyright: ignore[reportArgumentType]


@given(day=days, months=st.integers(-30, 30))
def test_months(day: date, months: int) -> None:
    assert month_start(day) <= day <= month_end(day)
    assert month_end(day) + timedelta(1) == month_after(day)
    assert month_after(month_after(day, months), -months) == month_start(day)


def test_twelve_months_end_with_the_running_one() -> None:
    months = french(date(2026, 11, 23)).months
    assert (months[0], months[-1], len(months)) == (date(2025, 12, 1), date(2026, 11, 1), 12)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), 20),  # the 11th is a holiday
        (date(2026, 11, 7), date(2026, 11, 8), 0),
        (date(2026, 5, 1), date(2026, 5, 1), 0),
        (date(2026, 11, 10), date(2026, 11, 9), 0),
        (date(2024, 2, 29), date(2024, 2, 29), 1),
    ],
)
def test_working_days(start: date, end: date, count: int) -> None:
    assert french(date(2026, 11, 23)).working_days(start, end) == count


def test_closures_subdivisions_and_weekends() -> None:
    day = date(2026, 11, 23)
    assert not french(day, closures=frozenset({day})).is_working(day)
    assert not french(day, weekend=frozenset({0})).is_working(day)
    assert french(day, weekend=frozenset({0})).is_working(date(2026, 11, 22))
    assert Period(day).is_working(date(2026, 5, 1))  # no country, no holiday
    epiphany = date(2026, 1, 6)
    assert Period(day, country="DE").is_working(epiphany)
    assert not Period(day, country="DE", subdivision="BY").is_working(epiphany)


@pytest.mark.parametrize(
    ("as_of", "month", "end"),
    [
        # 23 November is the fifteenth working day of 2026's; October reached it on the 21st, last year's on the 24th
        (date(2026, 11, 23), date(2026, 10, 1), date(2026, 10, 21)),
        (date(2026, 11, 23), date(2025, 11, 1), date(2025, 11, 24)),
        (date(2026, 11, 1), date(2026, 10, 1), date(2026, 9, 30)),  # a Sunday: no working day yet
        (
            date(2026, 11, 30),
            date(2026, 10, 1),
            date(2026, 10, 31),
        ),  # the last day: the whole month
        (date(2026, 10, 30), date(2026, 2, 1), date(2026, 2, 28)),  # it never had as many
        (date(2024, 2, 29), date(2023, 2, 1), date(2023, 2, 28)),
    ],
)
def test_as_many_working_days(as_of: date, month: date, end: date) -> None:
    assert french(as_of).same_days_end(month) == end


@given(day=days, back=st.integers(1, 24))
def test_the_same_days_are_as_many_or_all_there_are(day: date, back: int) -> None:
    period = Period(day)
    month = month_after(day, -back)
    end = period.same_days_end(month)
    assert month - timedelta(1) <= end <= month_end(month)
    if day == period.month_end:
        assert end == month_end(month)
    elif end < month_end(month):
        assert period.working_days(month, end) == period.elapsed_days


def test_the_year_is_compared_as_the_month() -> None:
    assert french(date(2026, 12, 31)).last_year_same_end == date(2025, 12, 31)
    assert french(date(2026, 1, 1)).last_year_same_end == date(2024, 12, 31)
    period = french(date(2026, 11, 23))
    end = period.last_year_same_end
    worked = period.working_days(date(2026, 1, 1), date(2026, 11, 23))
    assert period.working_days(date(2025, 1, 1), end) == worked
    assert period.is_working(end)


def test_days_begin_where_the_organisation_is() -> None:
    period = french(date(2026, 11, 23))
    assert period.instant(date(2026, 11, 23)) == datetime.fromisoformat("2026-11-22 23:00")
    assert period.instant(date(2026, 7, 1)) == datetime.fromisoformat("2026-06-30 22:00")
    assert period.local_day(datetime.fromisoformat("2026-11-22 23:30")) == date(2026, 11, 23)
    assert period.local_day(datetime.fromisoformat("2026-11-22 22:30")) == date(2026, 11, 22)


@given(
    day=days, zone=st.sampled_from(["Europe/Paris", "America/Sao_Paulo", "Asia/Kathmandu", "UTC"])
)
def test_an_instant_lies_in_its_day(day: date, zone: str) -> None:
    period = Period(day, zone)
    assert period.local_day(period.instant(day)) == day
    assert period.local_day(period.instant(day) - timedelta(microseconds=1)) == day - timedelta(1)


@pytest.mark.parametrize(
    ("last_brief_on", "since"),
    [
        (None, date(2026, 10, 26)),
        (date(2026, 11, 9), date(2026, 11, 9)),
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 24), date(2026, 10, 26)),  # made later: not known then
    ],
)
def test_since_the_last_brief(last_brief_on: date | None, since: date) -> None:
    assert Period(date(2026, 11, 23), last_brief_on=last_brief_on).since == since


@given(day=days)
def test_bounds_are_in_their_order(day: date) -> None:
    period = Period(day, "Europe/Paris")
    bounds = period.bounds
    pairs = [
        ("month_start", "as_of"),
        ("as_of", "month_end"),
        ("previous_month_start", "previous_month_end"),
        ("previous_month_same_end", "previous_month_end"),
        ("previous_month_end", "month_start"),
        ("year_before_start", "twelve_months_start"),
        ("twelve_months_start", "month_start"),
        ("last_year_start", "year_start"),
        ("days_90_before_start", "days_90_start"),
        ("days_90_start", "days_30_start"),
        ("days_30_start", "as_of"),
        ("since_before", "since"),
        ("as_of_start_at", "as_of_end_at"),
        ("days_90_start_at", "as_of_start_at"),
        ("as_of_end_at", "ahead_end_at"),
    ]
    for first, second in pairs:
        assert str(bounds[first]) <= str(bounds[second])
    assert bounds["days_90_start"] == day - timedelta(89)
    assert bounds["ahead_end_at"] == period.instant(day + timedelta(31))
    assert all(
        isinstance(value, datetime) == name.endswith("_at") for name, value in bounds.items()
    )
