"""Month projection (C10 to C13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.customer.cards import sayings
from tests.customer.conftest import MakeSource
from tests.customer.rows import Rows, ordered, sold
from wiseparts_nb.card import Metric, Path
from wiseparts_nb.customer.month_projection import (
    WIDGET,
    MonthProjection,
    card,
    month_projection,
)
from wiseparts_nb.locale import messages
from wiseparts_nb.period import month_after
from wiseparts_nb.projection.kept import keep_pool, pool_at
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.engine import DuckDB
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Money, Percent, Text
from wiseparts_nb.widget import value_of

NOW = date(2026, 11, 13)
NAMES = ("regular", "monthly", "irregular", "new", "few", "recent", "gone", "nothing")
CUSTOMERS: Rows = [{"customer_id": name} for name in NAMES]

on_duckdb = pytest.mark.parametrize("make", ["duckdb"], indirect=True)


def histories(as_of: date) -> Rows:
    """One customer of each rhythm, up to a day and one sale beyond it."""
    weeks = [as_of - timedelta(7 * n) for n in range(70)]
    ends = [month_after(as_of, back) - timedelta(1) for back in range(-15, 2)]
    days = {
        "regular": [(day, "100.25") for day in (*weeks, *(day - timedelta(2) for day in weeks))],
        "monthly": [(day, "1000.00") for day in ends],
        "irregular": [(as_of - timedelta(9 * n * n), str(90 * (1 + n**3))) for n in range(8)],
        "new": [(as_of - timedelta(n), "80.00") for n in range(0, 40, 3)],
        "few": [(as_of - timedelta(60 * n), "500.00") for n in range(5)],
        "recent": [(as_of - timedelta(400), "10.00"), (as_of - timedelta(420), "10.00")],
        "gone": [(as_of - timedelta(401), "10.00"), (as_of - timedelta(5), "-10.00")],
    }
    rows = [sold(on, net, customer_id=name) for name, some in days.items() for on, net in some]
    return [*rows, sold(as_of + timedelta(1), "99999.00", customer_id="regular")]


def test_each_rhythm_for_one_as_for_all(make: MakeSource) -> None:
    source = make(NOW, customers=CUSTOMERS, sales_lines=histories(NOW))
    found = dict(month_projection(source))
    assert set(found) == {"regular", "monthly", "irregular", "new", "few", "recent"}
    for name in NAMES:
        assert month_projection(source.narrowed(name)).get(name) == found.get(name)
    regular = found["regular"]
    sales = [(day, Decimal("100.25")) for day in (4, 6, 11, 13)]
    assert regular.path == tuple(
        (date(2026, 11, day), place * net) for place, (day, net) in enumerate(sales, 1)
    )
    assert (regular.to_date, regular.known) == (Decimal("401.00"), 0)
    assert (regular.last_month, regular.last_year) == (9 * Decimal("100.25"), 8 * Decimal("100.25"))
    assert regular.to_date < regular.low < regular.projected < regular.high
    assert abs(regular.projected - 802) < 110
    monthly = found["monthly"]
    assert (monthly.to_date, monthly.path) == (0, ())
    assert abs(monthly.projected - 1000) < 100
    assert (found["new"].reason, found["few"].reason) == ("few_months", "few_orders")
    assert found["new"].too_early
    assert found["few"].too_early
    assert (found["new"].first_on, found["new"].order_days) == (NOW - timedelta(39), 14)
    assert (found["new"].months, found["new"].expected_on) == (0, date(2027, 4, 1))
    assert (found["few"].months, found["few"].order_days) == (7, 5)
    assert not regular.too_early
    assert found["irregular"].confidence == "low"
    assert found["recent"].projected == found["recent"].to_date == 0
    assert found["recent"].last_year == 0


def test_open_orders_are_known(make: MakeSource) -> None:
    heads: Rows = []
    lines: Rows = []
    for number, expected, more in (
        ("B-1", date(2026, 11, 14), {}),
        ("B-2", date(2026, 11, 30), {"ordered_on": NOW}),
        ("X-1", NOW, {}),
        ("X-2", date(2026, 12, 1), {}),
        ("X-3", None, {}),
        ("X-4", date(2026, 11, 20), {"status": "cancelled"}),
        ("X-5", date(2026, 11, 20), {"status": "delivered"}),
        ("X-6", date(2026, 11, 20), {"ordered_on": date(2026, 11, 14)}),
    ):
        head, own = ordered(number, date(2026, 11, 9), (None, "40.10"), (None, "2.05"))
        heads += [
            one | {"customer_id": "regular", "status": "open", "expected_on": expected} | more
            for one in head
        ]
        lines += [one | {"customer_id": "regular"} for one in own]
    sales = histories(NOW)
    source = make(NOW, customers=CUSTOMERS, sales_lines=sales, orders=heads, order_lines=lines)
    with_orders = month_projection(source)["regular"]
    alone = month_projection(make(NOW, customers=CUSTOMERS, sales_lines=sales))["regular"]
    assert with_orders.known == Decimal("84.30")
    assert with_orders.projected - alone.projected == Decimal("84.30")
    assert (with_orders.to_date, with_orders.path) == (alone.to_date, alone.path)
    assert month_projection(source.narrowed("regular"))["regular"] == with_orders


@on_duckdb
def test_a_month_that_is_over(make: MakeSource) -> None:
    end = date(2026, 11, 30)
    found = month_projection(make(end, customers=CUSTOMERS, sales_lines=histories(end)))["regular"]
    assert found.low == found.projected == found.high == found.to_date > 0
    assert (found.confidence, found.reason) == ("high", "period_over")
    shown = card(found)
    path = shown.parts[1]
    assert isinstance(path, Path)
    assert path.projected == ()
    words = sayings(shown)
    assert "the month is over" in words
    assert "Confidence: high. No working day is left this month." in words


@on_duckdb
@pytest.mark.parametrize("first", [date(2026, 11, 1), date(2026, 12, 1), date(2024, 2, 29)])
def test_on_the_first_and_on_a_leap_day(make: MakeSource, first: date) -> None:
    source = make(first, customers=CUSTOMERS, sales_lines=histories(first))
    for one in month_projection(source).values():
        assert one.low <= one.projected <= one.high
        assert one.month == first.replace(day=1)
        assert one.path_last_year == tuple(sorted(one.path_last_year))
        assert {day.month for day, _ in one.path_last_year} <= {first.month}
        sayings(card(one))


@on_duckdb
def test_last_year_lies_on_the_days_with_as_many_working_days(make: MakeSource) -> None:
    rows = [
        sold(date(2025, 11, 1), "1.00"),  # a Saturday before any working day
        sold(date(2025, 11, 3), "2.00"),  # the first one; 2 November 2026 is its like
        sold(date(2025, 11, 8), "4.00"),  # a Saturday after the fifth
        sold(date(2025, 11, 12), "8.00"),  # after the 11th, a holiday in both years: the seventh
        sold(date(2025, 11, 28), "16.00"),  # the nineteenth of nineteen; this year has twenty
        sold(NOW, "5.00"),
    ]
    found = month_projection(make(NOW, sales_lines=rows))["C-1"]
    assert found.last_year == 31
    assert found.path_last_year == (
        (date(2026, 11, 1), Decimal(1)),
        (date(2026, 11, 2), Decimal(3)),
        (date(2026, 11, 6), Decimal(7)),
        (date(2026, 11, 10), Decimal(15)),
        (date(2026, 11, 27), Decimal(31)),
    )


@on_duckdb
def test_constants_kept_in_the_snapshot(make: MakeSource) -> None:
    source = make(NOW, customers=CUSTOMERS, sales_lines=histories(NOW))
    measured, pool = dict(month_projection(source)), pool_at(source)
    assert isinstance(source.engine, DuckDB)
    keep_pool(source.engine.connection, source.snapshot, Settings())

    kept = afresh(source)
    assert pool_at(kept) == pool
    assert kept.queries == []
    assert dict(month_projection(kept)) == measured

    one = afresh(source).narrowed("irregular")
    assert month_projection(one)["irregular"] == measured["irregular"]
    assert one.queries
    assert all(query.bound.get("lens_customer") == "irregular" for query in one.queries)

    closed = replace(source.period, closures=frozenset({date(2026, 11, 20)}))
    earlier = replace(source.period, as_of=NOW - timedelta(1))
    for other in (closed, earlier):
        asked = replace(afresh(source), period=other)
        pool_at(asked)
        assert asked.shared  # the kept constants are of another calendar or day: measured


def afresh(source: Source) -> Source:
    return replace(source, queries=[], _found={}, shared={})


@on_duckdb
def test_hidden_without_a_recent_sale(make: MakeSource) -> None:
    source = make(NOW, customers=CUSTOMERS, sales_lines=histories(NOW))
    reason = value_of(WIDGET, source.narrowed("gone")).reason
    assert source.locale("en").show(reason) == "no sale in the last 400 days"
    assert dict(month_projection(make(NOW))) == {}


VALUE = MonthProjection(
    month=date(2026, 11, 1),
    as_of=NOW,
    ends_on=date(2026, 11, 30),
    to_date=Decimal(20000),
    known=Decimal(0),
    projected=Decimal(50400),
    low=Decimal(45900),
    high=Decimal(55200),
    mean=Decimal(50500),
    nothing_more=0.01,
    confidence="high",
    reason="narrow_range",
    last_month=Decimal(48000),
    last_year=Decimal(0),
    path=((date(2026, 11, 3), Decimal(8000)), (NOW, Decimal(20000))),
    path_last_year=((date(2026, 11, 5), Decimal(9000)),),
    first_on=date(2023, 2, 1),
    order_days=300,
)


def test_card() -> None:
    shown = card(VALUE)
    metric, path = shown.parts
    assert isinstance(metric, Metric)
    assert isinstance(path, Path)
    assert [(point.day.day, point.amount) for point in path.actual] == [(3, 8000), (13, 20000)]
    assert [(point.day.day, point.amount, point.low) for point in path.projected] == [
        (13, 20000, None),
        (30, 50400, 45900),
    ]
    words = sayings(shown)
    caption = metric.caption
    assert isinstance(caption, Text)
    assert (caption.args["low"], caption.args["high"]) == (Money(VALUE.low), Money(VALUE.high))
    assert [change.better for change in metric.changes] == [
        True
    ]  # nothing to compare with last year
    assert "+5.0%" in words
    assert "Confidence: high. Orders are regular: ±9% around the projection." in words


def test_too_little_history_says_what_is_missing_and_until_when() -> None:
    early = replace(VALUE, reason="few_months", first_on=date(2026, 10, 12))
    assert (early.months, early.expected_on) == (0, date(2027, 4, 1))
    august = replace(early, first_on=date(2026, 8, 1))
    assert (august.months, august.expected_on) == (3, date(2027, 1, 1))
    shown = card(august)
    assert (
        "We need 5 whole months since the first order; this customer has 3. First projection expected on 1 Jan 2027."
        in sayings(shown)
    )
    assert [part.kind for part in shown.parts] == ["note"]
    both = sayings(card(replace(august, order_days=4)))
    assert (
        "We need 5 whole months and 6 days with orders; this customer has 3 and 4. First projection on 1 Jan 2027 at the earliest."
        in both
    )
    few = sayings(card(replace(VALUE, reason="few_orders", order_days=4)))
    assert (
        "We need 6 days with orders; this customer has 4. The projection begins with the next ones."
        in few
    )


def test_the_spread_is_what_the_confidence_is_graded_by() -> None:
    assert VALUE.spread == 4650 / 50500
    skewed = replace(
        VALUE, low=Decimal(0), projected=Decimal(0), high=Decimal(0), mean=Decimal(300)
    )
    assert skewed.spread == 1
    assert replace(VALUE, mean=Decimal(0)).spread is None


def test_every_reason_has_words() -> None:
    reasons = [name for name in messages()["en"] if name.startswith("month_projection.because.")]
    assert len(reasons) == 5
    for name in reasons:
        sayings(card(replace(VALUE, reason=name.rpartition(".")[2], mean=Decimal(0))))
    nothing = replace(VALUE, projected=VALUE.to_date, nothing_more=0.62)
    metric = card(nothing).parts[0]
    assert isinstance(metric, Metric)
    chance = Percent(0.62, digits=0)
    assert metric.caption == Text("month_projection.nothing_more", {"chance": chance})
    sayings(card(nothing))
