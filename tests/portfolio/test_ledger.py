"""All customers at once are judged as each is on its own page."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.customer.conftest import MakeSource
from tests.customer.rows import quoted, sold, utc
from tests.portfolio.customers import NOW, due, of, people, year_and_year
from wiseparts_nb.customer.health import health
from wiseparts_nb.customer.health_evidence import Evidence, signals
from wiseparts_nb.portfolio.ledger import evidence
from wiseparts_nb.portfolio.triage import triage
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.source import Source, open_source


def held_to_the_pages(source: Source) -> int:
    """Compare each customer's signals and score with its page's; return how many signals there are."""
    pages, seen = health(source), 0
    for one in triage(source).judged:
        own = pages.get(one.account.customer_id)
        assert one.signals == (own.signals if own else ()), one.account.customer_id
        assert one.score == (own.score if own else 0) == sum(s.points for s in one.signals)
        assert one.state == (own.state if own else "healthy")
        seen += len(one.signals)
    return seen


def test_every_demo_customer_is_judged_as_on_its_page(demo: Source) -> None:
    assert held_to_the_pages(demo) > 80


@pytest.mark.needs_data
def test_every_customer_of_the_wholesaler_is_judged_as_on_its_page(online_retail: Settings) -> None:
    source = open_source(online_retail)
    assert held_to_the_pages(source) > 1000
    source.close()


def test_what_is_gathered(make: MakeSource) -> None:
    head, lines = quoted("D-1", NOW, ("K", "700.00", "won"))
    old, old_lines = quoted("D-2", NOW - timedelta(100), ("K", "1000.00", "lost"))
    won, won_lines = quoted("D-3", date(2025, 3, 1), ("K", "50.00", "won"))
    day = NOW - timedelta(70)
    source = make(
        NOW,
        customers=people("C-1", "C-2"),
        sales_lines=[*year_and_year("C-1", 100, 80), sold(NOW, "-5.00")],
        brands=[{"brand_id": "K", "name": "Kerval"}],
        quotes=head + old + won,
        quote_lines=lines + old_lines + won_lines,
        due_documents=[
            due("C-1", "F-1", 47, "300.00"),
            due("C-1", "F-2", -3, "100.00"),
            due("C-1", "F-3", 90, "-50.00"),
            due("C-2", "F-4", -3, "100.00"),
        ],
        activities=[
            {"activity_id": "A-1", "customer_id": "C-1", "kind": "visit", "status": "done",
             "starts_at": utc("2026-09-13 23:30")},
            {"activity_id": "A-2", "customer_id": "C-1", "kind": "call", "status": "done",
             "starts_at": utc("2026-11-20 09:00")},
            {"activity_id": "A-3", "customer_id": "C-2", "kind": "visit", "status": "planned",
             "starts_at": utc("2026-11-27 09:00")},
        ],
        tasks=[
            {"task_id": f"T-{late}", "customer_id": "C-1", "subject": f"Call {late}",
             "created_at": utc("2026-01-05 09:00"), "due_on": NOW - timedelta(late)}
            for late in (0, 3, 9)
        ],
    )  # fmt: skip
    first, second = evidence(source)
    assert first == Evidence(
        sales=(Decimal(80),) * 3,
        sales_before=(Decimal(100),) * 3,
        last_order_on=date(2026, 10, 1),
        order_days=12,
        quoted=Decimal(700),
        quoted_before=Decimal(1000),
        overdue=Decimal(300),
        payable=Decimal(400),
        days_late=47,
        last_visit_on=day,
        calls=1,
        late_task=("Call 9", NOW - timedelta(9)),
        late_tasks=2,
        conversion=0.5,
        conversion_before=1.0,
    )
    assert second == Evidence(visit_planned=True)
    assert held_to_the_pages(source) == len(signals(first, source.period)) == 5


ids = st.sampled_from(["C-1", "C-2", "C-3"])
days = st.dates(date(2024, 11, 1), date(2026, 12, 31))
amounts = st.decimals(Decimal("-999.99"), Decimal("9999.99"), places=2)


@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    as_of=st.dates(date(2026, 9, 1), date(2026, 12, 31)),
    sales=st.lists(st.tuples(ids, days, amounts), max_size=30),
    owed=st.lists(st.tuples(ids, st.integers(-40, 90), amounts.filter(bool)), max_size=8),
)
def test_any_rows_are_judged_as_on_the_page(
    make: MakeSource,
    as_of: date,
    sales: list[tuple[str, date, Decimal]],
    owed: list[tuple[str, int, Decimal]],
) -> None:
    source = make(
        as_of,
        customers=people("C-1", "C-2", "C-3"),
        sales_lines=[row for who, on, net in sales for row in of(who, [sold(on, str(net))])],
        due_documents=[
            due(who, f"F-{n}", late, str(net)) for n, (who, late, net) in enumerate(owed)
        ],
    )
    held_to_the_pages(source)
