"""Cards of a cut: their figures, their sums, their keys and their words in every language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.analytics.sales import FULL, Filling, fillings
from tests.customer.cards import sayings
from tests.customer.conftest import MakeSource
from tests.customer.rows import BRANDS, sold
from wiseparts_nb.analytics.breakdown import breakdown, breakdowns, by_month
from wiseparts_nb.analytics.cards import breakdown_card, lines_card, month_card, totals_card
from wiseparts_nb.analytics.cut import MEASURES, Cut, dimensions_of
from wiseparts_nb.analytics.lines import lines
from wiseparts_nb.analytics.totals import totals
from wiseparts_nb.card import Card, Delta, Difference, Metric, Months, Note, Portion, Row, Table
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Money, Number, Text

NOW = date(2026, 11, 23)


def company(make: MakeSource) -> Source:
    margin = {"margin": Decimal(100), "gross": Decimal(500)}
    lines_sold = [
        sold(NOW, "400", "K", quantity=4, **margin),
        sold(date(2025, 11, 24), "1000", "K", quantity=5, **margin),
        sold(NOW, "300", "A", quantity=3, **margin),
        sold(date(2026, 10, 1), "50", None, quantity=1),
        sold(date(2025, 10, 1), "20", None, quantity=1),
    ]
    return make(NOW, brands=BRANDS, sales_lines=lines_sold)


def table_of(card: Card) -> Table:
    (found,) = [part for part in card.parts if isinstance(part, Table)]
    return found


def test_a_table_of_brands(make: MakeSource) -> None:
    source = company(make)
    card = breakdown_card(breakdown(source, Cut.of({}, source), by="brand"))
    table = table_of(card)
    assert table.rows[0] == Row(
        (
            "Kerval",
            Portion(400.0, Money(Decimal("400.00"))),
            table.rows[0].cells[2],
            Money(Decimal("1000.00")),
            Difference(-600.0, Money(Decimal("-600.00"), signed=True), better=False),
        ),
        key="brand:K",
    )
    assert [row.key for row in table.rows] == ["brand:K", "brand:A", "brand:"]
    assert table.rows[-1].cells[0] == Text("analytics.none.brand")
    assert table.total is not None
    assert table.total.key is None
    said = sayings(card)
    assert "Net sales, 1 Dec 2025–23 Nov 2026" in said
    assert "Largest decline: Kerval, −€600; in all −€270." in said
    assert "Ranked by net sales of this period. Select a row to narrow the page to it." in said
    assert "−€270" in said


def test_the_brand_that_vanished_is_named_though_it_is_folded(make: MakeSource) -> None:
    brands = [{"brand_id": f"B{at}", "name": f"Brand {at}"} for at in range(4)]
    sales = [sold(NOW, "10", f"B{at}") for at in range(3)] + [sold(date(2025, 11, 3), "900", "B3")]
    source = make(NOW, brands=brands, sales_lines=sales)
    found = breakdown(source, Cut.of({}, source), by="brand", limit=2)
    assert found.folded == 2
    card = breakdown_card(found)
    said = sayings(card)
    # the two folded ones moved more than any row: a bar of theirs would flatten the rows' own
    assert table_of(card).rows[-1].cells[-1] == Delta(
        Money(Decimal(-890), signed=True), better=False, up=False
    )
    assert "Largest decline: Brand 3, −€900; in all −€870." in said
    assert "2 other brands" in said
    assert "Ranked by net sales; the 2 that follow are folded into one row." in said


def test_totals_in_words(make: MakeSource) -> None:
    source = company(make)
    card = totals_card(totals(source, Cut.of({"measure": "margin"}, source)))
    metrics = [part for part in card.parts if isinstance(part, Metric)]
    assert [one.label for one in metrics] == [
        Text("analytics.measure.margin"),
        Text("analytics.margin_rate"),
        Text("analytics.measure.net"),
        Text("analytics.measure.gross"),
        Text("analytics.measure.quantity"),
    ]
    said = sayings(card)
    assert "Margin, 1 Dec 2025–23 Nov 2026: €200, up from €100 a year before." in said
    # 200 of the 700 with a cost, after 100 of 1000
    assert said[said.index("28.6%") :][:3] == ["28.6%", "+18.6 pts", "vs 10.0%"]
    assert "1 line has no cost (33.3% of the lines) and is not in the margin." in said
    assert said[-1] == (
        "Compared with 1 Dec 2024–24 Nov 2025; a part month counts the same working days."
    )
    french = sayings(card, "fr")
    assert "Marge, 1er déc. 2025–23 nov. 2026 : 200 €, contre 100 € un an plus tôt." in french


def test_a_source_without_cost_or_gross_has_neither(make: MakeSource) -> None:
    source = make(NOW, sales_lines=[sold(NOW, "10")])
    cut = Cut.of({"measure": "margin"}, source)
    card = totals_card(totals(source, cut))
    assert [one.label for one in card.parts if isinstance(one, Metric)] == [
        Text("analytics.measure.net"),
        Text("analytics.measure.quantity"),
    ]
    assert any("not known, for no line has a value." in said for said in sayings(card))
    table = table_of(breakdown_card(breakdown(source, cut, by="month")))
    assert table.rows[-1].cells[1:] == (None, None, Money(Decimal(0)), None)


def test_the_months(make: MakeSource) -> None:
    source = company(make)
    card = month_card(by_month(source, Cut.of({"measure": "quantity"}, source)))
    chart = card.parts[0]
    assert isinstance(chart, Months)
    assert chart.unit == "quantity"
    assert (chart.months[0].month, len(chart.months)) == (date(2025, 12, 1), 12)
    assert (chart.months[-1].actual, chart.months[-1].earlier) == (7, 5)
    said = sayings(card)
    assert "Quantity, 1 Dec 2025–23 Nov 2026: 8, up from 6 a year before." in said
    assert "Largest rise: November 2026, +2; in all +2." in said
    alone = month_card(by_month(source, Cut.of({"against": "nothing"}, source)))
    assert "Largest: November 2026, 93% of the total." in sayings(alone)
    assert isinstance(alone.parts[0], Months)
    assert {bar.earlier for bar in alone.parts[0].months} == {None}


def test_a_small_base_of_three_months_is_fair(make: MakeSource) -> None:
    earlier = [sold(date(2025, month, 3), "50") for month in (3, 4, 5)]
    source = make(NOW, sales_lines=[*earlier, sold(NOW, "300")])
    cut = Cut.of({"span": "year_to_date"}, source)
    assert totals(source, cut).chosen.amounts.change == 1.0
    assert totals(source, cut.spanning("2026-05")).chosen.amounts.change is None


def test_nothing_sold(make: MakeSource) -> None:
    source = make(NOW)
    cut = Cut.of({"span": "2026-10"}, source)
    expected = "Net sales, October 2026: no sales. Choose another period or remove a filter."
    cards = [
        totals_card(totals(source, cut)),
        month_card(by_month(source, cut)),
        breakdown_card(breakdown(source, cut, by="brand")),
        lines_card(lines(source, cut)),
    ]
    for card in cards:
        assert expected in sayings(card)


def test_a_month_without_a_working_day_yet(make: MakeSource) -> None:
    sunday = date(2026, 11, 1)
    source = make(sunday, sales_lines=[sold(sunday, "5")])
    card = totals_card(totals(source, Cut.of({"span": "this_month"}, source)))
    assert sayings(card)[-1] == ("This month has had no working day yet, so nothing is compared.")


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    filling=fillings(),
    measure=st.sampled_from(MEASURES),
    against=st.sampled_from(["year_before", "span_before", "nothing"]),
)
def test_every_card_shows_parts_that_sum_to_its_total(
    make: MakeSource, filling: Filling, measure: str, against: str
) -> None:
    source = make(NOW, sales_lines=filling, **FULL)
    cut = Cut.of({"measure": measure, "against": against}, source)
    whole = totals(source, cut).chosen.amounts
    every = dimensions_of(source)
    for one in breakdowns(source, cut, by=every, limit=1).values():
        card = breakdown_card(one)
        sayings(card)
        tables = [part for part in card.parts if isinstance(part, Table)]
        for table in tables:
            assert table.total is not None
            for at in (1, 3, 4)[: 1 if against == "nothing" else 3]:
                cells = [amount_of(row.cells[at]) for row in table.rows]
                total = amount_of(table.total.cells[at])
                if at != 4 or None not in (whole.now, whole.before):
                    missing = at == 4 and any(row.cells[4] is None for row in table.rows)
                    assert missing or sum(filter(None, cells)) == (total or 0)
            assert amount_of(table.total.cells[1]) == whole.now
    sayings(totals_card(totals(source, cut)))
    months = month_card(by_month(source, cut))
    sayings(months)
    assert isinstance(months.parts[0], Months)
    assert sum(bar.actual for bar in months.parts[0].months) == (whole.now or 0)


def amount_of(cell: object) -> Decimal | None:
    if isinstance(cell, Portion | Difference | Delta):
        cell = cell.value
    match cell:
        case Money(amount=amount):
            return amount
        case Number(value=value):
            return Decimal(value)
        case _:
            assert cell is None
            return None


def test_lines_are_the_span_and_only_the_span(make: MakeSource) -> None:
    source = company(make)
    cut = Cut.of({}, source)
    found = lines(source, cut, limit=2)
    assert [(one.sold_on, one.net) for one in found.rows] == [(NOW, 400), (NOW, 300)]
    assert (found.count, found.net, found.offset) == (3, 750, 0)
    rest = lines(source, cut, limit=2, offset=2)
    assert [one.brand for one in rest.rows] == [None]
    card = lines_card(rest)
    said = sayings(card)
    assert "3 lines, net sales of €750.00." in said
    assert "Lines 3 to 3 of 3, the newest first." in said
    assert table_of(card).rows[0].key == f"invoice:{rest.rows[0].invoice_id}"
    alone = lines(source.narrowed("C-1"), Cut.of({"brand": ""}, source), limit=9)
    assert [one.net for one in alone.rows] == [50]
    assert not alone.several_customers
    assert alone.measures == ("quantity", "net")


def test_lines_come_in_the_order_of_code_points(make: MakeSource) -> None:
    numbers = ["a-1", "B-1", "_9", "É1", "10", "9"]
    sales = [sold(NOW, "1", invoice_id=one) for one in numbers]
    source = make(NOW, sales_lines=sales)
    found = lines(source, Cut.of({}, source), limit=9)
    assert [one.invoice_id for one in found.rows] == sorted(numbers)


@pytest.mark.parametrize("name", ["<b>x</b>", "{total}", "**bold**", "=1+1", "a\nb", "Ünïcode"])
def test_hostile_names_stay_names(make: MakeSource, name: str) -> None:
    source = make(
        NOW,
        brands=[{"brand_id": name, "name": name}],
        sales_lines=[sold(NOW, "9", name), sold(NOW, "1")],
    )
    cut = Cut.of({"brand": [name, ""]}, source)
    card = breakdown_card(breakdown(source, cut, by="brand"))
    assert f"Largest rise: {name}, +€9; in all +€10." in sayings(card)
    assert table_of(card).rows[0].key == f"brand:{name}"
    assert not [part for part in card.parts if isinstance(part, Note)]
