from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from wiseparts_nb.projection.workdays import (
    Workdays,
    date_of,
    day_number,
    month_ahead,
    weekday_weights,
)

WEEK = (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)
PLAIN = Workdays(WEEK, frozenset())
MAY = day_number(date(2025, 5, 1))


def test_a_weekday_weighs_what_the_pool_orders_on_it():
    days = np.arange(MAY - 182, MAY)  # 26 whole weeks
    orders = np.array([20.0, 10, 10, 10, 10, 0.3, 0])[pd.to_datetime(days, unit="D").day_of_week]
    week = weekday_weights(days, orders, before=MAY, closed=())
    assert week == pytest.approx((5 / 3, 5 / 6, 5 / 6, 5 / 6, 5 / 6, 0, 0))


def test_closed_days_and_days_outside_the_window_do_not_count():
    days = np.arange(MAY - 400, MAY + 50)
    monday = pd.to_datetime(days, unit="D").day_of_week == 0
    inside = (days >= MAY - 182) & (days < MAY)
    closed = {int(day) for day in days[monday & inside][:5]}
    orders = np.where(monday & inside & ~np.isin(days, list(closed)), 2.0, 1.0)
    orders[~inside] = 99.0
    week = weekday_weights(days, orders, before=MAY, closed=closed)
    assert week[0] / week[1] == pytest.approx(2.0)


def test_a_pool_without_orders_works_monday_to_friday():
    none = np.array([], dtype=np.int64)
    assert weekday_weights(none, np.array([]), before=MAY, closed=()) == WEEK


def test_a_span_weighs_its_open_days():
    shut = Workdays(WEEK, frozenset({MAY}))
    assert PLAIN.between(MAY, MAY + 30) == 22
    assert shut.between(MAY, MAY + 30) == 21
    assert PLAIN.between(MAY, MAY - 1) == 0


def test_weights_sum_back_from_a_day():
    friday = day_number(date(2025, 5, 9))
    ages = np.array([-1, 0, 4, 6])
    assert PLAIN.back_from(friday, ages).tolist() == [0, 1, 5, 5]
    decayed = PLAIN.back_from(friday, np.array([1]), half_life=1.0)
    assert decayed.tolist() == [1.5]


@pytest.mark.parametrize(
    ("month", "left", "day"),
    [
        (date(2025, 4, 1), 0.0, date(2025, 4, 30)),
        (date(2025, 4, 1), 3.0, date(2025, 4, 27)),  # after a weekend
        (date(2025, 2, 1), 20.0, date(2025, 2, 2)),  # the 1st and 2nd are a weekend
        (date(2025, 2, 1), 23.0, date(2025, 2, 2)),  # more than the month holds
        (date(2024, 2, 1), 1.0, date(2024, 2, 28)),  # a leap day is a working day
    ],
    ids=["over", "after a weekend", "a whole month", "more than a month", "leap day"],
)
def test_a_past_month_is_cut_where_as_much_was_left(month: date, left: float, day: date):
    assert date_of(PLAIN.cut(day_number(month), left)[0]) == day


def test_months_are_counted_over_years():
    assert date_of(month_ahead(day_number(date(2025, 1, 31)), -12)) == date(2024, 1, 1)
    assert date_of(month_ahead(day_number(date(2024, 12, 1)), 1)) == date(2025, 1, 1)
