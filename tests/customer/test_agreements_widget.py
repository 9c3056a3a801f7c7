"""A customer's agreements: its own performance in those that run, and the rows that add up to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.customer.conftest import MakeSource
from tests.customer.rows import said, sold
from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.register import Register, open_register
from wiseparts_nb.agreements.terms import Notices, Terms
from wiseparts_nb.agreements.tiers import Tier
from wiseparts_nb.card import Note, Table
from wiseparts_nb.customer.agreements import WIDGET, agreements
from wiseparts_nb.explain import explain, plain
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Text
from wiseparts_nb.widget import Hidden, rows_of, value_of

NOW = date(2026, 11, 23)
Agree = Callable[..., Agreement]
BONUS = Terms(
    description="Bonus 2026",
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 12, 31),
    customers=("C-1", "C-2"),
    tiers=(Tier(Decimal(1000), Decimal("0.02")), Tier(Decimal(4000), Decimal("0.03"))),
    reference_tier=2,
    notices=Notices(("buyer@example.org",)),
)
CUSTOMERS = [{"customer_id": one, "name": f"Customer {one}"} for one in ("C-1", "C-2", "C-3")]
SALES = [
    sold(date(2026, 3, 2), "900"),
    sold(date(2026, 4, 1), "-100"),
    sold(date(2025, 3, 2), "700"),  # before the period
    sold(date(2026, 5, 4), "1500", customer_id="C-2"),
    sold(date(2026, 5, 4), "9000", customer_id="C-3"),
]


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Register:
    """The register of an empty store, which the test's settings name."""
    monkeypatch.setenv("WISEPARTS_STORE", f"sqlite:///{tmp_path}/store.sqlite")
    return open_register(Settings())


@pytest.fixture
def agree(register: Register) -> Agree:
    """``agree(scope="each")`` approves the bonus with other terms."""

    def approved(**other: object) -> Agreement:
        terms = replace(BONUS, **other)  # pyright: ignore[reportArgumentType]
        drafted = register.create(terms, by="U-1")
        return register.approve(drafted.agreement_id, by="U-1", seen=drafted.revision)

    return approved


@pytest.fixture
def source(make: MakeSource, register: Register) -> Source:
    """Three customers, two of them in the bonus."""
    del register  # it names the store
    return make(NOW, customers=CUSTOMERS, sales_lines=SALES)


def test_own_part_of_a_pool(source: Source, agree: Agree) -> None:
    agree()
    (one,) = agreements(source.narrowed("C-1"))["C-1"].agreements
    assert (one.own.actual, one.together.actual, one.customers) == (800, 2300, 2)
    assert one.counted is one.together
    assert one.counted.reached == 1
    assert (one.status, one.days_left) == ("active", 38)
    assert agreements(source)["C-1"].agreements == (one,)
    assert set(agreements(source)) == {"C-1", "C-2"}


def test_each_customer_for_itself(source: Source, agree: Agree) -> None:
    agree(scope="each")
    (one,) = agreements(source)["C-2"].agreements
    assert one.counted is one.own
    assert (one.own.actual, one.own.reached) == (1500, 1)


@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
def test_only_what_was_approved_and_runs(source: Source, agree: Agree, register: Register) -> None:
    register.create(BONUS, by="U-1")  # a draft
    agree(starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    agree(starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    closing = agree(ends_on=date(2026, 11, 20))  # late lines may still come
    found = agreements(source)["C-1"].agreements
    assert [one.agreement_id for one in found] == [closing.agreement_id]
    changed = register.reopen(closing.agreement_id, by="U-1", seen=closing.revision)
    register.save(
        closing.agreement_id, replace(BONUS, customers=("C-3",)), by="U-1", seen=changed.revision
    )
    again = agreements(source.afresh())
    assert set(again) == {"C-1", "C-2"}, "the approved version stays in force"


def test_the_rows_add_up_to_the_actual(source: Source, agree: Agree) -> None:
    first = agree()
    second = agree(starts_on=date(2026, 4, 1), metric="quantity")
    behind = rows_of(WIDGET, source.narrowed("C-1"))
    columns, rows = behind.source.table(behind.sql, **behind.values)
    assert columns[0] == "customer_id"
    sums = {first.agreement_id: Decimal(0), second.agreement_id: Decimal(0)}
    for customer, agreement, *_, amount in rows:
        assert customer == "C-1"
        sums[agreement] += amount
    found = agreements(source)["C-1"].agreements
    assert {one.agreement_id: one.own.actual for one in found} == sums
    told = explain(WIDGET, source.narrowed("C-1"))
    assert told.rows == len(rows) == 3
    assert told.queries
    assert "reference target x elapsed share" in told.definition


@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
def test_no_recipient_leaves_with_the_figures(source: Source, agree: Agree) -> None:
    agree()
    assert "example.org" not in str(plain(agreements(source)["C-1"]))


@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
def test_nothing_to_show_and_why(source: Source, agree: Agree) -> None:
    none = value_of(WIDGET, source.narrowed("C-3"))
    assert isinstance(none, Hidden)
    assert none.reason == Text("agreements.nothing")
    agree()
    off = replace(
        source.narrowed("C-1"), settings=source.settings.model_copy(update={"features_off": ("agreements",)})
    )  # fmt: skip
    hidden = value_of(WIDGET, off)
    assert isinstance(hidden, Hidden)
    assert hidden.reason == Text("hidden.feature_off")


@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
def test_the_card_leads_to_each_and_shows_no_margin(source: Source, agree: Agree) -> None:
    shown = agree()
    agree(metric="margin", description="Margin deal")
    card = WIDGET.card(agreements(source)["C-1"])
    (table,) = (part for part in card.parts if isinstance(part, Table))
    assert [row.key for row in table.rows] == [f"agreement:{shown.agreement_id}"]
    assert any(isinstance(part, Note) for part in card.parts)
    words = said(card)
    assert "2 agreements" in words
    assert any(one.startswith("1 agreement counts margins") for one in words)
    for language in ("fr", "es"):
        assert said(card, language)
