"""The outlook: what is exact, what never rises or falls, and that engine, company and future do not matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import holidays
import pandas as pd
import pytest

from tests.agreements.lines import line
from tests.agreements.oracle import Line
from tests.agreements.trade import CUSTOMERS, TODAY, YEAR, opened, so_far, tiers, trade
from tests.customer.conftest import Store
from wiseparts_nb.agreements.outlook import Outlook, Outlooks, outlooks
from wiseparts_nb.agreements.swing import ORDINARY, swing_of
from wiseparts_nb.agreements.terms import Narrowing, Terms
from wiseparts_nb.projection import project

SALES = trade()
TIERS = tiers(20_000, 24_000, 26_000, 28_000, 30_000, 34_000, 60_000)
KINDS = (
    replace(YEAR, tiers=TIERS),
    replace(YEAR, tiers=TIERS, scope="each"),
    replace(YEAR, tiers=tiers(10_000, 20_000), brands=Narrowing(("K",))),
    replace(YEAR, tiers=tiers(100, 2_000), metric="quantity", customers=("C-2",)),
    replace(YEAR, tiers=tiers(500), starts_on=date(2024, 9, 1), ends_on=date(2024, 9, 30)),
    replace(YEAR, tiers=tiers(9_000), starts_on=date(2025, 1, 1), ends_on=date(2025, 6, 30)),
    replace(YEAR, tiers=tiers(1, 90_000), starts_on=date(2024, 1, 1), ends_on=TODAY),
)


@pytest.fixture(scope="module")
def store() -> Store:
    return Store()


@pytest.fixture(scope="module")
def landed(store: Store) -> tuple[Outlooks, ...]:
    """Where all kinds land."""
    return found(store, KINDS)


def found(
    store: Store, terms: Sequence[Terms], lines: Sequence[Line] = SALES, *, as_of: date = TODAY
) -> tuple[Outlooks, ...]:
    with opened(store, lines, as_of=as_of) as source:
        return outlooks(source, terms, [so_far(lines, one, as_of) for one in terms])


def test_the_whole_is_the_sum_of_its_customers(landed: tuple[Outlooks, ...]):
    for terms, outlook in zip(KINDS, landed, strict=True):
        assert tuple(outlook.customers) == terms.customers
        assert outlook.total.projected == sum(one.projected for one in outlook.customers.values())
        for one in (outlook.total, *outlook.customers.values()):
            assert one.low <= one.projected <= one.high
            assert len(one.chances) == len(terms.tiers)
            assert all(0 <= chance <= 1 for chance in one.chances)
            assert all(lower >= higher for lower, higher in pairwise(one.chances))


def test_a_customer_lands_where_the_projection_says(store: Store):
    history = _history(SALES)
    assert YEAR.starts_on
    assert YEAR.ends_on
    projected = project(
        history, YEAR.starts_on, TODAY, YEAR.ends_on, _closed(), rhythm=False
    ).set_index("customer_id")
    (outlook,) = found(store, [YEAR])
    for customer, one in outlook.customers.items():
        row = projected.loc[customer]
        assert float(one.projected) == pytest.approx(row["mean"], abs=0.02)
        assert float(one.low) == pytest.approx(row["q10"], abs=0.02)
        assert float(one.high) == pytest.approx(max(row["q90"], row["mean"]), abs=0.02)


def _history(lines: Sequence[Line]) -> pd.DataFrame:
    frame = pd.DataFrame(lines)[["customer_id", "sold_on", "net"]]
    frame = frame.assign(net=frame["net"].astype(float))
    days = frame.groupby(["customer_id", "sold_on"], as_index=False)["net"].sum()
    return pd.DataFrame(
        {
            "customer_id": days["customer_id"],
            "date": pd.to_datetime(days["sold_on"]),
            "amount": days["net"],
            "orders": (days["net"] > 0).astype(int),
        }
    )


def _closed() -> set[date]:
    return set(holidays.country_holidays("FR", years=range(2021, 2026)))


def test_a_pool_of_one_is_its_customer(store: Store):
    one = replace(YEAR, customers=("C-3",), tiers=tiers(2_000, 3_000, 4_000))
    (outlook,) = found(store, [one])
    own, total = outlook.customers["C-3"], outlook.total
    assert abs(own.low - total.low) <= Decimal("0.01")
    assert abs(own.high - total.high) <= Decimal("0.01")
    assert own.chances == pytest.approx(total.chances, abs=2e-6)


def test_a_pool_is_surer_than_the_sum_of_its_ranges(landed: tuple[Outlooks, ...]):
    outlook = landed[0]
    width = sum(one.high - one.low for one in outlook.customers.values())
    assert outlook.total.high - outlook.total.low < width


def test_where_each_counts_alone_the_chance_is_the_mean(landed: tuple[Outlooks, ...]):
    outlook = landed[1]
    each = [one.chances for one in outlook.customers.values()]
    means = [sum(column) / len(each) for column in zip(*each, strict=True)]
    assert outlook.total.chances == pytest.approx(means, abs=1e-6)


def test_one_alone_lands_as_among_many(store: Store, landed: tuple[Outlooks, ...]):
    assert tuple(found(store, [one])[0] for one in KINDS) == landed
    assert found(store, KINDS[::-1]) == landed[::-1]


def test_nothing_after_today_is_read(store: Store, landed: tuple[Outlooks, ...]):
    later = [line("C-1", TODAY + timedelta(days=k), "9000", brand_id="K") for k in (1, 5, 40)]
    assert found(store, KINDS, [*SALES, *later]) == landed


def test_amounts_times_eight_land_eight_times_as_far(store: Store, landed: tuple[Outlooks, ...]):
    larger = [
        replace(one, tiers=tiers(*(int(tier.threshold) * 8 for tier in one.tiers))) for one in KINDS
    ]
    for small, large in zip(landed, found(store, larger, trade(times=8)), strict=True):
        assert float(large.total.projected) == pytest.approx(
            8 * float(small.total.projected), abs=1
        )
        assert float(large.total.high) == pytest.approx(8 * float(small.total.high), abs=1)
        assert large.total.chances == pytest.approx(small.total.chances, abs=1e-4)


def _said(amount: Decimal, *chances: float) -> Outlook:
    return Outlook(amount, amount, amount, chances)


def test_on_the_last_day_all_is_said(landed: tuple[Outlooks, ...]):
    outlook = landed[-1]
    actual = so_far(SALES, KINDS[-1])
    assert outlook.total == _said(sum(actual.values(), Decimal(0)), 1.0, 0.0)
    assert {one: own.projected for one, own in outlook.customers.items()} == actual


def test_a_tier_of_zero_asks_for_a_sale(store: Store):
    zero = replace(YEAR, customers=("C-9", "C-6"), tiers=tiers(0))
    over = replace(zero, starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
    running, past = found(store, [zero, over])
    assert running.customers["C-9"] == _said(Decimal(0), 0.0)
    assert 0.5 < running.total.chances[0] <= 1
    assert past.total.chances == (0.0,)


def test_without_sales_or_agreements_nothing_is_projected(store: Store):
    assert found(store, []) == ()
    for outlook in found(store, KINDS, []):
        assert outlook.total.projected == 0
        assert set(outlook.total.chances) == {0.0}


def test_a_steady_company_swings_less_than_a_seasonal_one():
    assert swing_of([]) == ORDINARY
    assert swing_of([100.0] * 27) < swing_of([100.0] * 3) == ORDINARY
    assert swing_of([100.0, 100.0, 100.0, 140.0, 60.0, 100.0] * 4) > ORDINARY
    assert swing_of([0.0] * 20) == ORDINARY


@pytest.mark.needs_postgres
def test_duckdb_and_postgresql_land_on_the_same_cent(
    landed: tuple[Outlooks, ...], postgres_url: str
):
    assert found(Store(postgres_url), KINDS) == landed


def test_customers_that_others_do_not_name_change_nothing(store: Store):
    fewer = [replace(YEAR, customers=CUSTOMERS[:2], tiers=TIERS)]
    (alone,) = found(store, fewer)
    among = found(store, [replace(YEAR, customers=CUSTOMERS), *fewer])[1]
    assert alone == among
