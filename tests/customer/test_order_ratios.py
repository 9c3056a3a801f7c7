"""Order ratios (C33 to C35)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.customer.conftest import MakeSource
from tests.customer.rows import BRANDS, ordered, quoted, said, sold
from wiseparts_nb.card import Bars, Metric, Note
from wiseparts_nb.customer.order_ratios import (
    AverageOrder,
    BrandOrders,
    Conversion,
    OrderRatios,
    card,
    order_ratios,
)
from wiseparts_nb.text import Percent, Points

NOW = date(2026, 11, 23)


def test_conversion_by_count_and_by_value(make: MakeSource) -> None:
    quotes = [
        quoted("Q1", date(2026, 11, 2), ("K", "60.00", "won"), ("K", "20.00", "lost")),
        quoted("Q2", date(2026, 10, 2), ("K", "100.00", "lost"), status="lost"),
        quoted("Q3", date(2026, 10, 3), ("K", "999.00", "open")),
        quoted("Q4", date(2026, 10, 4), ("K", "20.00", "lost"), ("K", "999.00", "open")),
        quoted("Q5", date(2025, 12, 1), ("K", "100.00", "won"), status="won"),
        quoted("Q0", date(2025, 11, 30), ("K", "50.00", "lost"), status="lost"),
        quoted("Q9", date(2026, 11, 24), ("K", "50.00", "won"), status="won"),
    ]
    source = make(
        NOW,
        brands=BRANDS,
        quotes=[head for heads, _ in quotes for head in heads],
        quote_lines=[line for _, lines in quotes for line in lines],
    )
    found = order_ratios(source)["C-1"]
    assert found == OrderRatios(
        conversion=Conversion(
            won=2,
            decided=3,
            by_count=2 / 3,
            by_value=160 / 300,
            earlier=0.0,
            months=(1.0, 0.0, 1.0),
        ),
        average_order=None,
        brands=(),
        from_invoices=True,
    )
    assert order_ratios(source.narrowed("C-1"))["C-1"] == found


def test_a_decision_after_the_day_of_the_numbers_is_not_known_yet(make: MakeSource) -> None:
    quotes, lines = quoted("Q1", date(2026, 11, 2), ("K", "60.00", "won"), status="won")
    lines[0]["decided_on"] = date(2026, 11, 24)
    later, later_lines = quoted("Q2", date(2026, 11, 2), ("K", "9.00", "open"), status="expired")
    later[0]["valid_until_on"] = NOW
    rows = {"quotes": quotes + later, "quote_lines": lines + later_lines}
    assert order_ratios(make(NOW, **rows)).get("C-1") is None
    found = order_ratios(make(date(2026, 11, 24), **rows))["C-1"].conversion
    assert found is not None
    assert (found.won, found.decided) == (1, 2)


def test_quotes_whose_lines_have_no_status(make: MakeSource) -> None:
    won, won_lines = quoted("Q1", date(2026, 11, 2), ("K", "60.00", None), status="won")
    lost, lost_lines = quoted("Q2", date(2026, 11, 2), ("K", "20.00", None), status="lost")
    bare, _ = quoted("Q3", date(2026, 11, 2), status="lost")
    still, still_lines = quoted("Q4", date(2026, 11, 2), ("K", "20.00", None))
    source = make(
        NOW, quotes=won + lost + bare + still, quote_lines=won_lines + lost_lines + still_lines
    )
    found = order_ratios(source)["C-1"].conversion
    assert found is not None
    assert (found.won, found.decided, found.by_value) == (1, 3, 0.75)


def test_average_order_and_brands(make: MakeSource) -> None:
    placed = [
        ordered("O1", date(2026, 11, 2), ("K", "600.00"), ("A", "200.00"), (None, "100.00")),
        ordered("O2", date(2026, 9, 2), ("K", "300.00")),
        ordered("O3", date(2026, 9, 3), ("A", "9999.00"), status="cancelled"),
        ordered("O0", date(2025, 11, 2), ("A", "750.00")),
    ]
    source = make(
        NOW,
        brands=BRANDS,
        orders=[head for heads, _ in placed for head in heads],
        order_lines=[line for _, lines in placed for line in lines],
        sales_lines=[sold(NOW, "5.00")],
    )
    found = order_ratios(source)["C-1"]
    assert found == OrderRatios(
        conversion=None,
        average_order=AverageOrder(
            orders=2,
            net=Decimal(1200),
            average=Decimal(600),
            earlier=Decimal(750),
            change=-0.2,
            months=(Decimal(300), Decimal(900)),
        ),
        brands=(
            BrandOrders("Kerval", Decimal(900), 0.75),
            BrandOrders("Arcotec", Decimal(200), 1 / 6),
            BrandOrders(None, Decimal(100), 1 / 12),
        ),
        from_invoices=False,
    )


def test_without_orders_invoices_are_counted(make: MakeSource) -> None:
    """Two invoices of one order are one order; a credit note of its own is none."""
    lines = [
        sold(date(2026, 10, 31), "100.00", "K", order_id="O1"),
        sold(date(2026, 11, 2), "200.00", "K", order_id="O1"),
        sold(date(2026, 11, 3), "100.00", "A"),
        sold(date(2026, 11, 4), "-50.00", "A"),
    ]
    found = order_ratios(make(NOW, brands=BRANDS, sales_lines=lines))["C-1"]
    assert found.average_order is not None
    assert (found.average_order.orders, found.average_order.average) == (2, 200)
    assert found.from_invoices
    assert "Last 12 months, invoices counted as orders" in said(card(found))


def test_a_small_base_has_no_percentage(make: MakeSource) -> None:
    placed = [ordered("O1", NOW, ("K", "60.00")), ordered("O0", date(2025, 3, 2), ("K", "30.00"))]
    rows = {"orders": [*placed[0][0], *placed[1][0]], "order_lines": [*placed[0][1], *placed[1][1]]}
    average = order_ratios(make(NOW, brands=BRANDS, **rows))["C-1"].average_order
    assert average is not None
    assert (average.earlier, average.change) == (30, None)


def test_nothing_ordered_nothing_decided(make: MakeSource) -> None:
    quotes, lines = quoted("Q1", NOW, ("K", "60.00", "open"))
    assert order_ratios(make(NOW, quotes=quotes, quote_lines=lines)).get("C-1") is None


def test_card() -> None:
    brands = tuple(BrandOrders(f"B{n}", Decimal(10 - n), (10 - n) / 49) for n in range(8))
    conversion = Conversion(61, 148, 61 / 148, 0.38, 0.365, (0.3, 0.4, 0.41))
    average = AverageOrder(61, Decimal(45262), Decimal(742), Decimal(801), -0.074, (Decimal(742),))
    first, second, bars = card(OrderRatios(conversion, average, brands, False)).parts
    assert isinstance(first, Metric)
    assert isinstance(second, Metric)
    assert isinstance(bars, Bars)
    assert (first.value, first.reference) == (Percent(61 / 148, digits=0), 0.365)
    assert first.changes[0].value == Points(61 / 148 - 0.365)
    assert (first.changes[0].up, second.changes[0].up) == (True, False)
    assert len(bars.bars) == 6
    words = said(card(OrderRatios(conversion, average, brands, False)))
    assert "61 of 148 decided, 38% by value" in words
    assert "vs last year (€801)" in words


def test_card_without_quotes_says_so() -> None:
    average = AverageOrder(1, Decimal(10), Decimal(10), None, None, (Decimal(10),))
    shown = card(OrderRatios(None, average, (), True))
    assert isinstance(shown.parts[-1], Note)
    assert "No quote was won or lost in the last 12 months." in said(shown)
