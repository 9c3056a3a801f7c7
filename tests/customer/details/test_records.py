"""Documents, quotes, offers and activities opened: what each says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.customer.cards import sayings
from tests.customer.conftest import MakeSource
from tests.customer.details.opening import downloaded, opened, rows_of, said
from tests.customer.rows import BRANDS, Rows, ordered, quoted, sold, utc
from wiseparts_nb.card import Timeline, To
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Money, Number, Percent, Text

NOW = date(2026, 11, 23)
OWN: dict[str, object] = {"customer_id": "C-1"}
PRODUCTS: Rows = [{"product_id": "P-1", "name": "<b>Breaker</b>", "brand_id": "K"}]


def document(name: str, due_on: date, left: str, **more: object) -> dict[str, object]:
    paid = {"amount": Decimal(1000), "amount_due": Decimal(left), "status": "open"}
    return (
        OWN
        | {
            "due_document_id": name,
            "kind": "invoice",
            "issued_on": date(2026, 9, 1),
            "due_on": due_on,
        }
        | paid
        | more
    )


def source_of(make: MakeSource) -> Source:
    quotes, quote_lines = quoted(
        "Q-1",
        date(2026, 11, 2),
        ("K", "400", "won"),
        ("A", "30", "lost"),
        ("A", "70", "won"),
        status="won",
        valid_until_on=date(2026, 12, 2),
        next_step="<i>Call</i>",
    )
    orders, order_lines = ordered("O-1", date(2026, 11, 9), ("K", "400"), quote_id="Q-1")
    line = {"product_id": "P-1", "quantity": Decimal("2.500"), "order_id": "O-1"}
    return make(
        NOW,
        brands=BRANDS,
        products=PRODUCTS,
        quotes=quotes,
        quote_lines=quote_lines,
        orders=orders,
        order_lines=order_lines,
        sales_lines=[
            sold(date(2026, 11, 12), "400.10", "K", invoice_id="F-1", **line),
            sold(date(2026, 11, 12), "-0.20", None, invoice_id="F-1", line_no=2),
            sold(date(2026, 11, 1), "9.00", "A", invoice_id="F-2"),
            sold(date(2026, 9, 30), "5.00", "K", invoice_id="F-0"),
        ],
        due_documents=[
            document("F-1", date(2026, 11, 22), "600.50"),
            document("F-3", date(2026, 10, 24), "80", status="disputed"),
            document("F-4", date(2026, 10, 23), "40"),
            document("F-5", NOW, "7"),
            document("F-6", date(2026, 11, 1), "-90", kind="credit"),
            document("F-7", date(2026, 11, 1), "0", status="paid"),
        ],
        price_agreements=[
            OWN
            | {"price_agreement_id": "R-1", "name": "Kerval prices", "brand_id": "K", "discount_rate": 0.35}
            | {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 12, 31)}
        ],
        promotions=[
            {"promotion_id": "M-1", "name": "Autumn", "starts_on": date(2026, 9, 1), "ends_on": date(2026, 9, 30)}
        ],
        activities=[
            OWN | {"activity_id": f"A-{n}", "kind": kind, "status": status, "starts_at": utc(at), "subject": "Prices"}
            for n, (kind, status, at) in enumerate(
                [
                    ("visit", "done", "2026-11-02 09:00"),
                    ("visit", "done", "2026-11-09 09:00"),
                    ("visit", "planned", "2026-12-01 09:00"),
                    ("visit", "done", "2026-08-01 09:00"),
                    ("call", "done", "2026-11-03 09:00"),
                ]
            )
        ],
    )  # fmt: skip


def test_an_invoice(make: MakeSource) -> None:
    source = source_of(make)
    found = opened(source, "invoice:F-1")
    assert said(found) == ["€399.90 net in invoice F-1", "Invoices › F-1"]
    first, second, total = rows_of(found, "invoice_lines")
    assert first.cells == (
        "<b>Breaker</b>",
        "Kerval",
        Number(Decimal("2.500"), 1),
        Money(Decimal("400.10"), "cents"),
    )
    assert second.cells[1] == Text("no_brand")
    assert total.cells[-1] == Money(Decimal("399.90"), "cents")
    known = sayings(found.cards[0])
    assert {"O-1, 9 Nov", "1 day late"} <= set(known)
    assert {"quote:Q-1", "due:F-1"} == {
        cell.key
        for row in rows_of(found, "invoice_facts")
        for cell in row.cells
        if isinstance(cell, To)
    }
    assert downloaded(source, found) == Decimal("399.90")


def test_a_due_document(make: MakeSource) -> None:
    source = source_of(make)
    found = opened(source, "due:F-1")
    assert said(found)[0] == "€600.50 due, 1 day late"
    assert {"€1,000.00", "€399.50", "€600.50"} <= set(sayings(found.cards[0]))
    assert [card.name for card in found.cards] == ["due_facts", "invoice_lines"]
    assert [link.key for link in found.links] == ["invoice:F-1"]
    titles = {name: said(opened(source, f"due:{name}"))[0] for name in ("F-5", "F-6", "F-7")}
    assert titles == {
        "F-5": "€7.00 due on 23 Nov 2026",
        "F-6": "−€90.00 credit still open",
        "F-7": "€0.00 due: this document is paid",
    }
    assert len(opened(source, "due:F-5").cards) == 1  # no lines of it among the sales


def test_the_documents_of_an_age(make: MakeSource) -> None:
    source = source_of(make)
    late = opened(source, "age:days_1_30")
    assert said(late)[0] == "1–30 days late: €680"
    *rows, total = rows_of(late, "age_documents")
    assert [row.key for row in rows] == ["due:F-3", "due:F-1"]
    assert total.cells[-1] == Money(Decimal("680.50"), "cents")
    found = {
        age: said(opened(source, f"age:{age}"))[0]
        for age in ("not_due", "days_31_60", "over_90", "credits")
    }
    assert found == {
        "not_due": "Not due: €7",
        "days_31_60": "31–60 days late: €40",
        "over_90": "Over 90 days late: €0",
        "credits": "Credits: −€90",
    }


def test_a_quote_with_its_order(make: MakeSource) -> None:
    source = source_of(make)
    found = opened(source, "quote:Q-1")
    assert said(found)[0] == "€470 ordered of quote Q-1"
    assert {"won", "2 Dec 2026", "<i>Call</i>", "O-1, 9 Nov"} <= {
        *sayings(found.cards[0]),
        *(str(row.cells[1]) for row in rows_of(found, "quote_facts")),
    }
    assert [len(rows_of(found, name)) for name in ("quote_lines", "quote_lines_lost")] == [3, 1]
    assert downloaded(source, found) == Decimal(470)
    assert [link.key for link in found.links] == ["invoice:F-1"]


def test_a_quote_without_lines(make: MakeSource) -> None:
    quotes, _ = quoted("Q-2", date(2026, 11, 2))
    found = opened(make(NOW, quotes=quotes), "quote:Q-2")
    assert said(found)[0] == "€0 open in quote Q-2"


def test_an_offer_and_what_was_sold_under_it(make: MakeSource) -> None:
    source = source_of(make)
    found = opened(source, "offer:R-1")
    assert said(found)[0] == "Kerval prices: €400 net sales since 1 Oct 2026"
    assert downloaded(source, found) == Decimal("400.10")
    assert rows_of(found, "offer_terms")[2].cells[1] == Percent(-0.35, digits=0)
    assert [row.key for row in rows_of(found, "offer_invoices")] == ["invoice:F-1"]
    over = opened(source, "offer:M-1")  # of all brands, and over
    assert said(over)[0] == "Autumn: €5 net sales since 1 Sept 2026"
    assert Day(date(2026, 9, 30)) in rows_of(over, "offer_terms")[-1].cells


def test_the_activities_of_a_kind(make: MakeSource) -> None:
    found = opened(source_of(make), "activity_kind:visit")
    assert said(found) == ["Visit: 2 in the last 90 days", "Activities by type › Visit"]
    (part,) = found.cards[0].parts
    assert isinstance(part, Timeline)
    assert [entry.key for entry in part.entries] == ["event:A-1", "event:A-0"]
    assert found.rows.count == 2


def test_a_brand(make: MakeSource) -> None:
    source = source_of(make)
    found = opened(source, "brand:Kerval")
    assert said(found)[0] == "Kerval: €405 net sales in 12 months"
    assert [card.name for card in found.cards] == ["brand_months", "brand_quotes", "brand_orders"]
    assert rows_of(found, "brand_quotes")[0].cells[-1] == Money(Decimal(400), "cents")
    assert downloaded(source, found) == Decimal("405.10")
    assert said(opened(source, "brand:"))[0] == "No brand: €0 net sales in 12 months"


def test_long_lists_say_what_they_leave_out(make: MakeSource) -> None:
    lines = [sold(date(2026, 11, 2), "10", "K", invoice_id="F-1", line_no=n) for n in range(1, 31)]
    found = opened(make(NOW, brands=BRANDS, sales_lines=lines), "invoice:F-1")
    *rows, total = rows_of(found, "invoice_lines")
    assert (len(rows), total.cells[-1]) == (20, Money(Decimal(300), "cents"))
    assert {"20 of 30", "Total of all 30"} <= set(sayings(found.cards[1]))
