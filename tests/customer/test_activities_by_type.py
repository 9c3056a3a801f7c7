"""Activities by type (C29 to C32)."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count

import pytest

from tests.customer.cards import sayings
from tests.customer.conftest import MakeSource
from tests.customer.rows import utc
from wiseparts_nb.card import Bars, Dots
from wiseparts_nb.customer.activities_by_type import (
    WIDGET,
    ActivitiesByType,
    ActivityType,
    activities_by_type,
    card,
)
from wiseparts_nb.widget import value_of

NOW = date(2026, 11, 23)
START = date(2026, 8, 26)

_NUMBERS = count(1)


def activity(kind: str, at: datetime, status: str = "done", **more: object) -> dict[str, object]:
    one = {"activity_id": f"A-{next(_NUMBERS)}", "customer_id": "C-1", "kind": kind}
    return one | {"starts_at": at, "status": status} | more


def test_counts_days_and_shares(make: MakeSource) -> None:
    # Paris is two hours ahead of UTC in August and one in November
    done = [
        activity("call", utc("2026-08-25 22:00")),  # 26 August there: the first of the 90 days
        activity("call", utc("2026-11-23 22:59")),
        activity("email", utc("2026-11-20 23:30")),  # the 21st there
        activity("visit", utc("2026-11-02 09:00")),
    ]
    others = [
        activity("call", utc("2026-08-25 21:59")),
        activity("call", utc("2026-11-23 23:00")),
        activity("call", utc("2026-11-20 09:00"), "cancelled"),
        activity("call", utc("2026-11-20 09:00"), "planned"),
        activity("visit", utc("2026-11-23 08:00"), "planned"),
        activity("visit", utc("2026-11-22 08:00"), "planned"),  # never held
        activity("meeting", utc("2026-11-20 09:00"), customer_id="C-2"),
    ]
    customers = [{"customer_id": one} for one in ("C-1", "C-2")]
    source = make(NOW, customers=customers, activities=done + others)
    found = activities_by_type(source)["C-1"]
    assert found == ActivitiesByType(
        types=(
            ActivityType("call", 2, 0.5, (START, NOW)),
            ActivityType("visit", 1, 0.25, (date(2026, 11, 2),)),
            ActivityType("email", 1, 0.25, (date(2026, 11, 21),)),
        ),
        count=4,
        last_visit_on=date(2026, 11, 2),
        planned_visits=1,
        visit_suggested=False,
        start=START,
        as_of=NOW,
    )
    assert activities_by_type(source.narrowed("C-1"))["C-1"] == found
    assert activities_by_type(source)["C-2"].count_of("call") == 0
    assert sum(one.share for one in found.types) == 1


def test_on_a_leap_day(make: MakeSource) -> None:
    done = [
        activity("call", utc("2024-02-29 12:00")),
        activity("call", utc("2023-12-02 12:00")),
    ]
    found = activities_by_type(make(date(2024, 2, 29), activities=done))["C-1"]
    assert (found.start, found.count) == (date(2023, 12, 2), 2)


def test_hidden_when_nothing_was_done(make: MakeSource) -> None:
    visits = [
        activity("visit", utc("2026-01-05 09:00")),
        activity("visit", utc("2026-12-01 09:00"), "planned"),
    ]
    source = make(NOW, activities=visits).narrowed("C-1")
    reason = value_of(WIDGET, source).reason
    assert source.locale("en").show(reason) == "no activity in the last 90 days"
    absent = make(NOW).narrowed("C-1")
    reason = value_of(WIDGET, absent).reason
    assert absent.locale("fr").show(reason) == "la source n’a pas ces données\u00a0: activités"


def value(visits: int, calls: int, planned: int = 0) -> ActivitiesByType:
    total = visits + calls
    types = tuple(
        ActivityType(kind, times, times / total, (NOW,) * times)
        for kind, times in (("call", calls), ("visit", visits))
        if times
    )
    suggested = not planned and calls >= 4 * max(visits, 1)
    return ActivitiesByType(types, total, NOW, planned, suggested, START, NOW)


@pytest.mark.parametrize(
    ("visits", "calls", "planned", "suggested"),
    [(0, 3, 0, False), (0, 4, 0, True), (2, 7, 0, False), (2, 8, 0, True), (2, 8, 1, False)],
)
@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
def test_a_visit_is_suggested_where_calls_crowd_it_out(
    make: MakeSource, visits: int, calls: int, planned: int, suggested: bool
) -> None:
    at = utc("2026-11-03 09:00")
    rows = [activity("visit", at) for _ in range(visits)]
    rows += [activity("call", at) for _ in range(calls)]
    rows += [activity("visit", utc("2026-12-03 09:00"), "planned") for _ in range(planned)]
    assert activities_by_type(make(NOW, activities=rows))["C-1"].visit_suggested is suggested


def test_card() -> None:
    shown = card(value(1, 9))
    bars, dots = shown.parts
    assert isinstance(bars, Bars)
    assert isinstance(dots, Dots)
    assert [bar.amount for bar in bars.bars] == [9, 1]
    assert sum(len(row.days) for row in dots.rows) == 10
    assert (dots.start, dots.end) == (START, NOW)
    assert "1 visit for 9 calls. Plan a meeting in person." in sayings(shown)
    assert "2 visits and 1 call." in sayings(card(value(2, 1)))
