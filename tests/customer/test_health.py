"""Account health (C60 to C63): what each rule finds, and that the points add up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.customer.conftest import MakeSource
from tests.customer.rows import Rows, monthly, quoted, sold, utc
from wiseparts_nb.customer.health import WIDGET, health
from wiseparts_nb.customer.health_signals import (
    Signal,
    conversion_signal,
    overdue_signal,
    quotes_signal,
    sales_signal,
    silence_signal,
    tasks_signal,
    visit_signal,
)
from wiseparts_nb.text import Money, Number, Text
from wiseparts_nb.widget import hidden, value_of

NOW = date(2026, 11, 23)
MONTHS = (date(2026, 8, 1), date(2026, 10, 1))


def found(signal: Signal | None) -> tuple[str, int] | None:
    return None if signal is None else (signal.rule, signal.points)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (950.01, 1000, None),
        (950, 1000, ("sales_down", 8)),
        (800, 1000, ("sales_down", 30)),
        (0, 1000, ("sales_down", 40)),
        (-500, 1000, ("sales_down", 40)),
        (1049.99, 1000, None),
        (1050, 1000, ("sales_up", -3)),
        (9000, 1000, ("sales_up", -15)),
        (100, 499, None),  # too small a base of one month
        (100, 0, None),
        (100, -800, None),
    ],
)
def test_sales(now: float, before: float, expected: tuple[str, int] | None) -> None:
    three, earlier = ((Decimal(str(one)), Decimal(0), Decimal(0)) for one in (now, before))
    assert found(sales_signal(three, earlier, MONTHS)) == expected


def test_a_small_base_of_three_months_is_one() -> None:
    before = (Decimal(100), Decimal(100), Decimal(100))
    assert found(sales_signal((Decimal(90), Decimal(90), Decimal(90)), before, MONTHS)) == (
        "sales_down",
        15,
    )


@pytest.mark.parametrize(
    ("days", "order_days", "expected"),
    [
        (29, 73, None),  # every fifth day
        (30, 73, ("silence", 40)),
        (40, 73, ("silence", 45)),
        (59, 18, None),
        (61, 18, ("silence", 25)),
        (1094, 1, None),
        (1095, 1, ("silence", 25)),
    ],
)
def test_silence(days: int, order_days: int, expected: tuple[str, int] | None) -> None:
    assert found(silence_signal(NOW - timedelta(days), order_days, NOW)) == expected


@pytest.mark.parametrize(
    ("overdue", "payable", "late", "expected"),
    [
        ("0", "0", 0, None),
        ("99.99", "99.99", 200, None),
        ("100.00", "100.00", 60, ("overdue", 25)),
        ("100.00", "100.00", 61, ("overdue", 30)),
        ("100.00", "400.00", 10, ("overdue", 6)),
    ],
)
def test_overdue(overdue: str, payable: str, late: int, expected: tuple[str, int] | None) -> None:
    assert found(overdue_signal(Decimal(overdue), Decimal(payable), late)) == expected


@pytest.mark.parametrize(("days", "expected"), [(60, None), (61, ("no_visit", 6))])
def test_visits(days: int, expected: tuple[str, int] | None) -> None:
    assert found(visit_signal(NOW - timedelta(days), 3, NOW)) == expected


@pytest.mark.parametrize(("late", "points"), [(1, 3), (2, 6), (3, 9), (7, 9)])
def test_tasks(late: int, points: int) -> None:
    assert found(tasks_signal(late, "Call", NOW)) == ("overdue_tasks", points)
    assert tasks_signal(0, "Call", NOW) is None


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (1099, 1000, None),
        (1100, 1000, ("quotes_up", -8)),
        (801, 1000, None),
        (800, 1000, ("quotes_down", 6)),
        (0, 500, ("quotes_down", 6)),
        (0, 499, None),
    ],
)
def test_quotes(now: int, before: int, expected: tuple[str, int] | None) -> None:
    assert found(quotes_signal(Decimal(now), Decimal(before))) == expected


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (0.43, 0.4, ("conversion_up", -4)),  # 3 points, which binary fractions miss
        (0.429, 0.4, None),
        (0.2, 0.4, None),
    ],
)
def test_conversion(now: float, before: float, expected: tuple[str, int] | None) -> None:
    assert found(conversion_signal(now, before)) == expected


def due(number: str, late: int, amount: str) -> dict[str, object]:
    money: dict[str, object] = {
        "amount": Decimal(amount),
        "amount_due": Decimal(amount),
        "status": "open",
    }
    days = {"issued_on": date(2026, 1, 2), "due_on": NOW - timedelta(late)}
    return {"due_document_id": number, "customer_id": "C-1", "kind": "invoice"} | days | money


def activity(number: str, kind: str, at: str, status: str = "done") -> dict[str, object]:
    one: dict[str, object] = {"activity_id": number, "customer_id": "C-1", "kind": kind}
    return one | {"status": status, "starts_at": utc(at)}


def late_task() -> dict[str, object]:
    task: dict[str, object] = {"task_id": "T-1", "customer_id": "C-1", "subject": "Call"}
    return task | {"due_on": NOW - timedelta(1), "created_at": utc("2026-11-02 09:00")}


def ending_promotion() -> dict[str, object]:
    return {
        "promotion_id": "M-1",
        "name": "Winter",
        "starts_on": NOW,
        "ends_on": NOW + timedelta(2),
    }


def failing(customer: str = "C-1") -> dict[str, Rows]:
    """A customer with every reason for concern, and a conversion that rises."""
    quotes: Rows = []
    lines: Rows = []
    for number, on, net, status in (
        ("Q-1", date(2026, 7, 1), "4000.00", "won"),
        ("Q-2", date(2026, 10, 1), "1000.00", "open"),
        ("Q-3", date(2025, 7, 1), "1000.00", "lost"),
    ):
        head, own = quoted(number, on, (None, net, status), status=status)
        quotes += head
        lines += [one | {"decided_on": on if status != "open" else None} for one in own]
    sales = monthly(date(2026, 9, 1), [900] * 12 + [500] * 9)
    rows: dict[str, Rows] = {
        "sales_lines": [
            *sales,
            *(sold(date(2026, 9, 1) - timedelta(7 * n), "1.00") for n in range(40)),
        ],
        "quotes": quotes,
        "quote_lines": lines,
        "due_documents": [
            due("F-1", 61, "600.00"),
            due("F-2", 3, "200.00"),
            due("F-3", -5, "200.00"),
        ],
        "activities": [
            activity("A-1", "visit", "2026-08-01 09:00"),  # before the 90 days
            activity("A-2", "call", "2026-11-02 09:00"),
        ],
        "tasks": [late_task()],
        "promotions": [ending_promotion()],
    }
    return {
        name: [row if name == "promotions" else row | {"customer_id": customer} for row in some]
        for name, some in rows.items()
    }


def test_everything_at_once(make: MakeSource) -> None:
    source = make(NOW, customers=[{"customer_id": "C-1"}, {"customer_id": "C-2"}], **failing())
    one = health(source)["C-1"]
    assert [(signal.rule, signal.points) for signal in one.signals] == [
        ("silence", 45),
        ("sales_down", 40),
        ("overdue", 25),
        ("quotes_down", 6),
        ("no_visit", 6),
        ("overdue_tasks", 3),
        ("conversion_up", -4),
    ]
    assert (one.score, one.state) == (121, "risk")
    assert one.worst is one.signals[0]
    assert one.best is one.signals[-1]
    assert one.signal("sales_up") is None
    silence = one.signal("silence")
    assert silence is not None
    assert silence.figure == Text("health.days", {"n": Number(83)})
    visit = one.signal("no_visit")
    assert visit is not None
    assert visit.args["n"] == Number(1)
    overdue = one.signal("overdue")
    assert overdue is not None
    assert overdue.figure == Money(Decimal("800.00"))
    assert one.months_below == 10
    assert [step.rule for step in one.proposals] == ["silence", "open_quote", "payment", "offer"]
    assert health(source.narrowed("C-1"))["C-1"] == one
    assert health(source).get("C-2") is None


def test_a_customer_gone_for_long_is_silent_and_unseen(make: MakeSource) -> None:
    weekly = [sold(date(2025, 7, 28) - timedelta(7 * n), "100.00") for n in range(60)]
    visit = activity("A-1", "visit", "2025-08-03 22:30")  # the 4th in Paris
    one = health(make(NOW, sales_lines=weekly, activities=[visit]))["C-1"]
    assert [(signal.rule, signal.points) for signal in one.signals] == [
        ("silence", 45),
        ("no_visit", 6),
    ]
    assert one.signals[0].args["n"] == Number(7)  # the rhythm it had, not the silence since
    assert one.signals[1].figure == Text("health.days", {"n": Number(476)})
    assert one.state == "risk"


@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
class TestEdges:
    """On one engine: the facts above hold them together."""

    def test_a_planned_visit_is_enough(self, make: MakeSource) -> None:
        rows = failing()
        rows["activities"].append(activity("A-3", "visit", "2026-12-24 09:00", "planned"))
        assert health(make(NOW, **rows))["C-1"].signal("no_visit") is None

    def test_a_steady_customer_is_healthy(self, make: MakeSource) -> None:
        one = health(make(NOW, sales_lines=monthly(NOW, [800] * 24)))["C-1"]
        assert (one.state, one.score, one.signals, one.worst, one.best) == (
            "healthy",
            0,
            (),
            None,
            None,
        )

    def test_on_the_last_day_of_a_month_it_counts_as_whole(self, make: MakeSource) -> None:
        nets = [1000] * 12 + [1000] * 9 + [500] * 3
        sales = monthly(date(2026, 11, 1), nets)
        before, on_it = (
            health(make(day, sales_lines=sales))["C-1"]
            for day in (date(2026, 11, 29), date(2026, 11, 30))
        )
        assert [one.args["first"] for one in before.signals if one.rule == "sales_down"] != [
            one.args["first"] for one in on_it.signals if one.rule == "sales_down"
        ]
        assert (before.months_below, on_it.months_below) == (0, 3)
        down = on_it.signal("sales_down")
        assert down is not None
        assert down.args["now"] == Money(Decimal(1500))

    def test_nothing_to_judge(self, make: MakeSource) -> None:
        prospect = [{"customer_id": "P-1", "kind": "prospect"}]
        assert hidden(value_of(WIDGET, make(NOW, customers=prospect).narrowed("P-1")))
        visit = activity("A-1", "visit", "2026-05-01 09:00") | {"customer_id": "P-1"}
        source = make(NOW, customers=prospect, activities=[visit]).narrowed("P-1")
        assert found(health(source)["P-1"].worst) == ("no_visit", 6)
        late = failing("P-1")["tasks"]
        assert health(make(NOW, customers=prospect, tasks=late))["P-1"].score == 3


KINDS = ("visit", "call", "email")
sales_drawn = st.lists(st.tuples(st.integers(0, 800), st.integers(-2000, 9000)), max_size=30)
quotes_drawn = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 5000), st.sampled_from(["open", "won", "lost"])),
    max_size=6,
)
dues_drawn = st.lists(st.tuples(st.integers(-30, 200), st.integers(1, 3000)), max_size=4)
seen_drawn = st.lists(st.tuples(st.integers(0, 200), st.sampled_from(KINDS)), max_size=6)


@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sales=sales_drawn, quotes=quotes_drawn, dues=dues_drawn, seen=seen_drawn)
def test_points_add_up(
    make: MakeSource,
    sales: list[tuple[int, int]],
    quotes: list[tuple[int, int, str]],
    dues: list[tuple[int, int]],
    seen: list[tuple[int, str]],
) -> None:
    def ago(days: int) -> date:
        return NOW - timedelta(days)

    documents = [
        quoted(f"Q-{place}", ago(days), (None, str(net), status), status=status)
        for place, (days, net, status) in enumerate(quotes)
    ]
    source = make(
        NOW,
        sales_lines=[sold(ago(days), str(net)) for days, net in sales],
        quotes=flat(head for head, _ in documents),
        quote_lines=flat(lines for _, lines in documents),
        due_documents=[
            due(f"F-{place}", late, str(amount)) for place, (late, amount) in enumerate(dues)
        ],
        activities=[
            activity(f"A-{place}", kind, f"{ago(days)} 09:00")
            for place, (days, kind) in enumerate(seen)
        ],
    )
    one = health(source).get("C-1")
    if one is None:
        assert not any((sales, quotes, dues)) or all(net <= 0 for _, net in sales)
        return
    points = [signal.points for signal in one.signals]
    assert one.score == sum(points)
    assert all(isinstance(point, int) for point in points)
    assert points == sorted(points, reverse=True)
    assert one.state == (
        "risk" if one.score >= 40 else "attention" if one.score >= 12 else "healthy"
    )
    assert len(one.proposals) <= 4


def flat(some: Iterable[Any]) -> Rows:
    return [row for rows in some for row in rows]
