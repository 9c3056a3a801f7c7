"""Open quotes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.customer.conftest import MakeSource
from tests.customer.rows import BRANDS, quoted, said
from wiseparts_nb.card import Table
from wiseparts_nb.customer.open_quotes import OpenQuote, OpenQuotes, card, open_quotes
from wiseparts_nb.text import Money

NOW = date(2026, 11, 23)


def test_open_lines_of_undecided_quotes(make: MakeSource) -> None:
    told = {"subject": "Cabling", "next_step": "Call back"}
    quotes = [
        quoted("Q1", date(2026, 11, 2), ("K", "60.00", "open"), ("A", "90.00", "open"), **told),
        quoted("Q2", date(2024, 1, 2), (None, "300.00", "open"), ("K", "999.00", "lost")),
        quoted("Q3", date(2026, 11, 2), ("K", "9.00", "won"), ("K", "9.00", "open"), status="won"),
        quoted("Q4", date(2026, 11, 2), ("K", "9.00", "open"), status="expired"),
        quoted("Q5", date(2026, 11, 24), ("K", "9.00", "open")),
    ]
    source = make(
        NOW,
        brands=BRANDS,
        quotes=[head for heads, _ in quotes for head in heads],
        quote_lines=[line for _, lines in quotes for line in lines],
    )
    found = open_quotes(source)["C-1"]
    assert found == OpenQuotes(
        quotes=(
            OpenQuote("Q2", date(2024, 1, 2), None, None, Decimal(300), None),
            OpenQuote("Q1", date(2026, 11, 2), "Arcotec", "Cabling", Decimal(150), "Call back"),
        ),
        net=Decimal(450),
    )
    assert open_quotes(source.narrowed("C-1"))["C-1"] == found


def test_a_quote_won_later_was_open(make: MakeSource) -> None:
    quotes, lines = quoted("Q1", date(2026, 11, 2), ("K", "60.00", "won"), status="won")
    lines[0]["decided_on"] = date(2026, 11, 24)
    rows = {"quotes": quotes, "quote_lines": lines}
    assert open_quotes(make(NOW, **rows))["C-1"].net == 60
    assert open_quotes(make(date(2026, 11, 24), **rows)).get("C-1") is None


def test_a_prospect_sees_its_quotes(make: MakeSource) -> None:
    quotes, lines = quoted("Q1", NOW, ("K", "60.00", None))
    people = [{"customer_id": "C-1", "name": "A prospect", "kind": "prospect"}]
    assert (
        open_quotes(make(NOW, customers=people, quotes=quotes, quote_lines=lines))["C-1"].net == 60
    )


def test_five_are_shown_with_their_total() -> None:
    quotes = tuple(
        OpenQuote(f"Q{n}", NOW, "Kerval" if n else None, None, Decimal(100 - n), None)
        for n in range(9)
    )
    shown = card(OpenQuotes(quotes, Decimal(864)))
    (table,) = shown.parts
    assert isinstance(table, Table)
    assert [row.cells[0] for row in table.rows] == ["Q0", "Q1", "Q2", "Q3", "Q4"]
    assert table.total is not None
    assert table.total.cells[4] == Money(Decimal(490))
    words = said(shown)
    assert "The 5 largest of 9, €864 in all" in words
    assert "Total of these 5 quotes" in words
    assert "1 open quote" in said(card(OpenQuotes(quotes[:1], Decimal(100))))
