"""Amounts due (C36 to C40)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.customer.conftest import MakeSource
from tests.customer.rows import said
from wiseparts_nb.card import Bars, Metric, Table
from wiseparts_nb.customer.due_amounts import (
    WIDGET,
    AgeBucket,
    DueAmounts,
    DueDocument,
    card,
    due_amounts,
)
from wiseparts_nb.settings import Settings
from wiseparts_nb.text import Money, Percent, Text
from wiseparts_nb.widget import hidden, value_of

NOW = date(2026, 11, 23)


def due(number: str, late: int, amount: str, **more: object) -> dict[str, object]:
    document = {"due_document_id": number, "customer_id": "C-1", "kind": "invoice"}
    document |= {"issued_on": date(2026, 5, 1), "due_on": NOW - timedelta(days=late)}
    money = {"amount": Decimal(amount), "amount_due": Decimal(amount), "status": "open"}
    return document | money | more


def test_balance_by_age(make: MakeSource) -> None:
    documents = [
        due("F1", 91, "10.00"),
        due("F2", 11, "100.00", amount_due=Decimal("60.00"), status="disputed"),
        due("F3", 0, "130.00"),
        due("G1", 40, "-50.00", kind="credit"),
        due("F4", 500, "70.00", amount_due=Decimal(0)),
        due("F5", 500, "70.00", status="paid"),
        due("F6", -10, "70.00", issued_on=date(2026, 11, 24)),
    ]
    source = make(NOW, due_documents=documents)
    found = due_amounts(source)["C-1"]
    issued = date(2026, 5, 1)
    assert found == DueAmounts(
        as_of=NOW,
        total=Decimal("150.00"),
        overdue=Decimal("70.00"),
        credits=Decimal("-50.00"),
        buckets=(
            AgeBucket("not_due", Decimal(130), 1, 0.65),
            AgeBucket("days_1_30", Decimal(60), 1, 0.3),
            AgeBucket("days_31_60", Decimal(0), 0, 0.0),
            AgeBucket("days_61_90", Decimal(0), 0, 0.0),
            AgeBucket("over_90", Decimal(10), 1, 0.05),
        ),
        documents=(
            DueDocument("F1", issued, date(2026, 8, 24), Decimal(10), 91, False),
            DueDocument("F2", issued, date(2026, 11, 12), Decimal(60), 11, True),
            DueDocument("F3", issued, NOW, Decimal(130), 0, False),
        ),
    )
    assert found.overdue_share == 0.35
    assert due_amounts(source.narrowed("C-1"))["C-1"] == found


@pytest.mark.parametrize(
    ("late", "age"),
    [
        (-1, "not_due"),
        (0, "not_due"),
        (1, "days_1_30"),
        (30, "days_1_30"),
        (31, "days_31_60"),
        (60, "days_31_60"),
        (61, "days_61_90"),
        (90, "days_61_90"),
        (91, "over_90"),
    ],
)
def test_limits_of_the_ages(make: MakeSource, late: int, age: str) -> None:
    found = due_amounts(make(NOW, due_documents=[due("F1", late, "10.00")]))["C-1"]
    assert [bucket.age for bucket in found.buckets if bucket.documents] == [age]


def test_the_same_documents_on_an_earlier_day(make: MakeSource) -> None:
    found = due_amounts(make(date(2026, 11, 20), due_documents=[due("F1", 2, "10.00")]))["C-1"]
    assert (found.overdue, found.documents[0].days_late) == (0, 0)


def test_hidden_when_nothing_is_due(make: MakeSource) -> None:
    credits_only = [due("G1", 40, "-50.00", kind="credit")]
    source = make(NOW, due_documents=credits_only).narrowed("C-1")
    assert due_amounts(source).get("C-1") is None
    assert source.locale("en").show(value_of(WIDGET, source).reason) == "nothing is due"


def test_hidden_when_the_feature_is_off_or_the_source_has_none(make: MakeSource) -> None:
    off = make(
        NOW,
        due_documents=[due("F1", 2, "10.00")],
        settings=Settings(features_off=("due_documents",)),
    ).narrowed("C-1")
    assert hidden(value_of(WIDGET, off))
    absent = make(NOW).narrowed("C-1")
    reason = value_of(WIDGET, absent).reason
    assert absent.locale("en").show(reason) == "the source has no due documents"


def test_card(make: MakeSource) -> None:
    documents = [
        due("F1", 47, "8300.00"),
        due("F2", 11, "10120.00"),
        due("F3", -7, "9860.00", status="disputed"),
        due("F4", -9, "13580.00"),
        due("G1", 0, "-1000.00", kind="credit"),
    ]
    shown = card(due_amounts(make(NOW, due_documents=documents))["C-1"])
    total, bars, table = shown.parts
    assert isinstance(total, Metric)
    assert isinstance(bars, Bars)
    assert isinstance(table, Table)
    assert total.value == Money(Decimal(40860))
    assert (total.changes[0].value, total.changes[0].better) == (Money(Decimal(18420)), False)
    assert [(bar.role, bar.share) for bar in bars.bars] == [
        ("earlier", Percent(23440 / 41860, digits=0)),
        ("late", Percent(10120 / 41860, digits=0)),
        ("late", Percent(8300 / 41860, digits=0)),
        ("other", None),
    ]
    assert bars.bars[-1].label == Text("due_amounts.credits")
    assert [(row.key, row.tone) for row in table.rows] == [
        ("due:F1", "bad"),
        ("due:F2", "bad"),
        ("due:F3", "warn"),
    ]
    words = [text.replace("\u00a0", " ") for text in said(shown)]
    assert "overdue (44%)" in words
    assert "up to 47 days late" in words
    assert "disputed, due 30 Nov" in words
    assert "4 open invoices in all." in words


def test_nothing_overdue_is_said(make: MakeSource) -> None:
    shown = card(due_amounts(make(NOW, due_documents=[due("F1", -3, "10.00")]))["C-1"])
    assert "nothing is overdue" in said(shown)
    late = due("F1", 3, "10.00", status="disputed")
    assert "disputed, 3 days late" in said(
        card(due_amounts(make(NOW, due_documents=[late]))["C-1"])
    )
