"""What is new since the last brief."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.customer.cards import sayings
from tests.customer.conftest import MakeSource
from tests.customer.rows import Rows, monthly, ordered, quoted, sold
from wiseparts_nb.card import Findings, Note
from wiseparts_nb.customer.since_last_brief import (
    WIDGET,
    Novelty,
    SinceLastBrief,
    card,
    since_last_brief,
)
from wiseparts_nb.widget import value_of

NOW = date(2026, 11, 23)
SINCE = date(2026, 11, 9)


def due(number: str, on: date, amount: str, **more: object) -> dict[str, object]:
    money: dict[str, object] = {"amount": Decimal(amount), "amount_due": Decimal(amount)}
    dates = {"issued_on": date(2026, 5, 1), "due_on": on}
    one = {"due_document_id": number, "customer_id": "C-1", "kind": "invoice", "status": "open"}
    return money | dates | one | more


def what_came() -> dict[str, Rows]:
    """Two weeks with everything that is news, and what is not."""
    orders = [
        ordered("B-1", date(2026, 11, 10), (None, "300.00"), (None, "100.00")),
        ordered("B-2", NOW, (None, "200.00")),
        ordered("X-1", SINCE, (None, "9000.00")),
        ordered("X-2", NOW + timedelta(1), (None, "9000.00")),
        ordered("X-3", NOW, (None, "9000.00"), status="cancelled"),
    ]
    quotes = [
        quoted("Q-1", date(2026, 11, 10), (None, "250.00", "open")),
        quoted("Q-2", date(2026, 9, 1), (None, "400.00", "lost"), (None, "50.00", "lost")),
    ]
    for _, lines in quotes:
        for place, line in enumerate(lines):
            line["decided_on"] = date(2026, 11, 12 + place) if line["status"] == "lost" else None
    return {
        "sales_lines": [
            *monthly(date(2026, 10, 1), [600] * 6 + [1000] * 6),
            sold(NOW, "2000.00"),
            sold(NOW + timedelta(1), "9000.00"),
            sold(SINCE, "100.00"),  # the day of the brief belongs to the time before
            sold(date(2026, 10, 27), "20.00"),
            sold(date(2026, 10, 26), "9000.00"),
        ],
        "orders": [head for heads, _ in orders for head in heads],
        "order_lines": [line for _, lines in orders for line in lines],
        "quotes": [head for heads, _ in quotes for head in heads],
        "quote_lines": [line for _, lines in quotes for line in lines],
        "due_documents": [
            due("F-1", SINCE, "500.00"),  # late from the day after
            due("F-2", date(2026, 11, 22), "700.00", status="disputed"),
            due("X-1", NOW, "9000.00"),  # not late yet
            due("X-2", date(2026, 11, 8), "9000.00"),  # known last time
            due("X-3", date(2026, 11, 20), "9000.00", status="paid"),
            due("X-4", date(2026, 11, 20), "-9000.00", kind="credit"),
        ],
    }


def test_what_came_after_the_last_brief(make: MakeSource) -> None:
    source = make(NOW, **what_came()).since(SINCE)
    found = since_last_brief(source)["C-1"]
    months = [600] * 6 + [1000] * 5 + [10020]  # one step of 400 and one of 9020
    assert len(months) == 12
    noise = Decimal(9420) / 11 * (Decimal(14) / 30).sqrt()
    assert found == SinceLastBrief(
        since=SINCE,
        as_of=NOW,
        sales=Decimal(2000),
        sales_before=Decimal(120),
        noise=noise.quantize(Decimal("0.01")),
        novelties=(
            Novelty("overdue", 2, Decimal(1200), "F-2"),
            Novelty("orders", 2, Decimal(600), "B-1"),
            Novelty("lost", 1, Decimal(450), "Q-2"),
            Novelty("quotes", 1, Decimal(250), "Q-1"),
        ),
    )
    assert found.sales_moved
    assert since_last_brief(source.narrowed("C-1"))["C-1"] == found


def test_four_weeks_where_there_was_no_brief(make: MakeSource) -> None:
    source = make(
        NOW, sales_lines=[sold(date(2026, 10, 27), "10.00"), sold(date(2026, 10, 26), "20.00")]
    )
    found = since_last_brief(source)["C-1"]
    assert (found.since, found.sales, found.sales_before) == (date(2026, 10, 26), 10, 20)
    assert since_last_brief(source.since(NOW + timedelta(3)))["C-1"] == found
    today = since_last_brief(source.since(NOW))["C-1"]
    assert (today.since, today.sales, today.sales_moved, today.novelties) == (NOW, 0, False, ())


@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
class TestThresholds:
    """On one engine: what counts as news."""

    @pytest.mark.parametrize(("net", "news"), [("249.99", 0), ("250.00", 1)])
    def test_small_things_are_no_news(self, make: MakeSource, net: str, news: int) -> None:
        heads, lines = ordered("B-1", NOW, (None, net))
        found = since_last_brief(make(NOW, orders=heads, order_lines=lines))["C-1"]
        assert len(found.novelties) == news
        assert (found.noise, found.sales_moved) == (0, False)

    def test_nothing_to_compare(self, make: MakeSource) -> None:
        old = [sold(date(2024, 11, 30), "10.00")]
        source = make(NOW, sales_lines=old).narrowed("C-1")
        reason = value_of(WIDGET, source).reason
        words = "nothing is new and there are no sales in the last two years"
        assert source.locale("en").show(reason) == words


QUIET = SinceLastBrief(SINCE, NOW, Decimal(1500), Decimal(1000), Decimal(500), ())


@pytest.mark.parametrize(
    ("sales", "noise", "moved"),
    [(1500, 500, False), (1501, 500, True), (499, 500, True), (1250, 0, False), (1251, 0, True)],
)
def test_sales_are_news_beyond_their_noise(sales: int, noise: int, moved: bool) -> None:
    assert replace(QUIET, sales=Decimal(sales), noise=Decimal(noise)).sales_moved is moved


def test_card() -> None:
    new: dict[Any, str] = {"orders": "good", "quotes": "neutral", "lost": "bad", "overdue": "bad"}
    novelties = tuple(
        Novelty(kind, place, Decimal(900), f"{{n}} {place}") for place, kind in enumerate(new, 1)
    )
    for sales, tone in ((5000, "good"), (10, "bad")):
        for since in (SINCE, NOW - timedelta(1)):
            shown = card(replace(QUIET, since=since, sales=Decimal(sales), novelties=novelties))
            (findings,) = shown.parts
            assert isinstance(findings, Findings)
            assert [one.tone for one in findings.findings] == [tone, *new.values()]
            words = sayings(shown)
            assert any(said.startswith("1 new order") for said in words)
            assert any("1 day," in said for said in words) == (since != SINCE)


def test_one_sentence_says_that_nothing_changed() -> None:
    shown = card(QUIET)
    assert isinstance(shown.parts[0], Note)
    assert {"Nothing material changed.", "after 9 Nov 2026"} <= set(sayings(shown))
