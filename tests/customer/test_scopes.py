"""Every KPI through the lens: one customer as among all, through one wholesaler, and all sales of the same end customer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.customer.conftest import MakeSource
from tests.customer.rows import BRANDS, Rows, utc
from wiseparts_nb.agreements.register import open_register
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.agreements.tiers import Tier
from wiseparts_nb.customer.catalogue import CATALOGUE
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.source import Source
from wiseparts_nb.widget import Widget, rows_of

NOW = date(2026, 11, 23)
HOUSES: Rows = [{"wholesaler_id": one, "name": one} for one in ("W-1", "W-2")]
CUSTOMERS: Rows = [
    {"customer_id": "C-1", "tax_number": "FR1", "wholesaler_id": "W-1"},
    {"customer_id": "C-2", "tax_number": "FR1", "wholesaler_id": "W-2"},
    {"customer_id": "C-3", "tax_number": None, "wholesaler_id": "W-1"},
    {
        "customer_id": "FR1",
        "tax_number": None,
        "wholesaler_id": "W-2",
    },  # an id that looks like a tax number
    {"customer_id": "P-1", "kind": "prospect"},
]
SALES_TABLES = ("orders", "order_lines", "quotes", "quote_lines", "sales_lines")


def trade(customer: str, house: str) -> dict[str, Rows]:
    """Two years of sales, orders and quotes of one customer through one wholesaler, unlike any other's."""
    seed = sum(map(ord, customer + house))
    rows: dict[str, Rows] = {name: [] for name in SALES_TABLES}
    own: dict[str, object] = {"customer_id": customer}
    for n in range(40):
        on = NOW - timedelta(19 * n + seed % 7)
        key = f"{customer}-{house}-{n}"
        net = Decimal(seed * (n % 5 + 1)) / 4
        line = own | {"brand_id": "KA"[n % 2], "net": net}
        rows["sales_lines"].append(
            line | {"invoice_id": f"F-{key}", "sold_on": on, "wholesaler_id": house}
        )
        if n % 3:
            continue
        status = ("won", "lost", "open")[n // 3 % 3]
        decided = None if status == "open" else min(on + timedelta(9), NOW)
        head = own | {"wholesaler_id": house}
        rows["quotes"].append(head | {"quote_id": f"Q-{key}", "issued_on": on, "status": status})
        rows["quote_lines"].append(
            line | {"quote_id": f"Q-{key}", "status": status, "decided_on": decided}
        )
        when: dict[str, object] = {
            "ordered_on": on,
            "expected_on": NOW + timedelta(n // 6),
            "status": "open",
        }
        rows["orders"].append(head | {"order_id": f"B-{key}"} | when)
        rows["order_lines"].append(line | {"order_id": f"B-{key}"})
    return rows


def relations(customer: str) -> dict[str, Rows]:
    """One row of everything else."""
    own: dict[str, object] = {"customer_id": customer}
    at = {"happened_at": utc("2026-11-20 09:00"), "kind": "quote_sent"}
    money: dict[str, object] = {
        "amount": Decimal(900),
        "amount_due": Decimal(900),
        "status": "open",
    }
    days = {"issued_on": date(2026, 9, 1), "due_on": date(2026, 11, 1)}
    done = {"kind": "visit", "status": "done", "starts_at": utc("2026-09-01 09:00")}
    term = {"starts_on": date(2026, 1, 1), "name": f"Prices {customer}"}
    task = {"subject": customer, "due_on": NOW, "created_at": utc("2026-11-02 09:00")}
    return {
        "activities": [own | {"activity_id": f"A-{customer}"} | done],
        "contacts": [own | {"contact_id": f"K-{customer}", "name": customer}],
        "due_documents": [
            own | {"due_document_id": f"D-{customer}", "kind": "invoice"} | money | days
        ],
        "notes": [
            own
            | {"note_id": f"N-{customer}", "written_at": utc("2026-11-20 09:00"), "body": customer}
        ],
        "price_agreements": [own | {"price_agreement_id": f"R-{customer}"} | term],
        "promotions": [own | {"promotion_id": f"M-{customer}"} | term],
        "system_events": [own | {"system_event_id": f"E-{customer}"} | at],
        "tasks": [own | {"task_id": f"T-{customer}"} | task],
    }


def merged(*some: dict[str, Rows]) -> dict[str, Rows]:
    return {
        name: [row for one in some for row in one.get(name, [])]
        for name in dict.fromkeys(name for one in some for name in one)
    }


def company(make: MakeSource, *sales: dict[str, Rows]) -> Source:
    others = [relations(str(row["customer_id"])) for row in CUSTOMERS]
    everyone: dict[str, Rows] = {
        "promotions": [{"promotion_id": "M-0", "name": "For all", "starts_on": date(2026, 1, 1)}]
    }
    rows = merged(*sales, *others, everyone)
    return make(NOW, customers=CUSTOMERS, wholesalers=HOUSES, brands=BRANDS, **rows)


def same(found: Source, expected: Source, customer: str, *, but: str = "") -> None:
    """Hold every KPI of one source, ``but`` one, to that of another, over the same constants of the projection."""
    shared = replace(expected, shared=found.shared)
    assert not [
        name
        for name, value in every(found, customer).items()
        if name != but and value != every(shared, customer)[name]
    ]


def every(source: Source, customer: str) -> dict[str, object]:
    return {one.name: one.kpi(source).get(customer) for one in CATALOGUE}


def behind(source: Source, one: Widget) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the rows behind a number."""
    found = rows_of(one, source)
    return found.source.table(found.sql, **found.values)


@pytest.fixture(autouse=True)
def agreement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An agreement of all customers, each alone, in a store of the test's own."""
    monkeypatch.setenv("WISEPARTS_STORE", f"sqlite:///{tmp_path}/store.sqlite")
    terms = Terms(
        description="Bonus 2026",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        customers=("C-1", "C-2", "C-3", "FR1"),
        tiers=(Tier(Decimal(1000), Decimal("0.02")),),
        scope="each",
        reference_tier=1,
    )
    register = open_register(Settings())
    drafted = register.create(terms, by="U-1")
    register.approve(drafted.agreement_id, by="U-1", seen=drafted.revision)


def test_one_customer_is_as_among_all(make: MakeSource) -> None:
    source = company(make, *(trade(customer, "W-1") for customer in ("C-1", "C-2", "FR1")))
    for row in CUSTOMERS:
        customer = str(row["customer_id"])
        same(source.narrowed(customer), source, customer)
    assert None not in every(source, "C-1").values()  # else there would be nothing to compare


def test_all_sales_of_the_same_end_customer(make: MakeSource) -> None:
    source = company(
        make, trade("C-1", "W-1"), trade("C-2", "W-2"), trade("C-3", "W-1"), trade("FR1", "W-2")
    )
    handed = {
        name: [row | {"customer_id": "C-1"} for row in rows]
        for name, rows in trade("C-2", "W-2").items()
    }
    combined = company(make, trade("C-1", "W-1"), handed, trade("C-3", "W-1"), trade("FR1", "W-2"))
    # an agreement names customers, not tax numbers: it counts the same sales as ever
    everywhere = source.narrowed("C-1", all_sales=True)
    same(everywhere, combined.narrowed("C-1"), "C-1", but="agreements")
    named = (one.kpi(everywhere)["C-1"] for one in CATALOGUE if one.name == "agreements")
    assert list(named) == [every(source.narrowed("C-1"), "C-1")["agreements"]]
    for alone in ("C-3", "FR1"):  # without a tax number nobody else is the same
        same(source.narrowed(alone, all_sales=True), source.narrowed(alone), alone)
    both = replace(source, scope=replace(source.scope, all_sales=True), queries=[], _found={})
    same(both, source.narrowed("C-2", all_sales=True), "C-2")


def test_through_one_wholesaler(make: MakeSource) -> None:
    source = company(make, trade("C-1", "W-1"), trade("C-1", "W-2"), trade("C-3", "W-1"))
    alone = company(make, trade("C-1", "W-2"))
    same(source.narrowed("C-1", wholesaler_id="W-2"), alone.narrowed("C-1"), "C-1")
    whole, part = (
        every(one, "C-1") for one in (source, source.narrowed("C-1", wholesaler_id="W-2"))
    )
    sold = {
        "sales_trend",
        "last_12_months",
        "sales_by_brand",
        "open_quotes",
        "order_ratios",
        "quotes_by_brand",
    }
    assert {name for name in sold if whole[name] == part[name]} == set()
    assert whole["due_amounts"] == part["due_amounts"]


@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
@pytest.mark.parametrize("one", CATALOGUE, ids=lambda one: one.name)
def test_the_rows_behind_a_number_are_the_customers_own(make: MakeSource, one: Widget) -> None:
    source = company(make, trade("C-1", "W-1"), trade("C-2", "W-2"))
    columns, rows = behind(source, one)
    assert columns[0] == "customer_id"
    assert columns == list(dict.fromkeys(columns))
    own = [row for row in rows if row[0] == "C-1"]
    assert own
    assert sorted(behind(source.narrowed("C-1"), one)[1], key=repr) == sorted(own, key=repr)
