"""Performance: every metric, basis and scope against the oracle; days, months, tiers and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from tests.agreements.lines import AS_OF, EDGES, NAMES, line, source_of
from tests.agreements.oracle import bonus_of, expected
from tests.customer.conftest import MakeSource
from wiseparts_nb.agreements.performance import Performance, performance, performances
from wiseparts_nb.agreements.standing import parted
from wiseparts_nb.agreements.terms import METRICS, SCOPES, Narrowing, Terms
from wiseparts_nb.agreements.tiers import BASES, Tier, reached
from wiseparts_nb.errors import InputError
from wiseparts_nb.scope import Scope

YEAR = Terms(
    "Growth",
    starts_on=date(2024, 1, 1),
    ends_on=date(2024, 12, 31),
    customers=("C-1", "C-2", "C-9"),
    tiers=(
        Tier(Decimal(0), Decimal("0.01")),
        Tier(Decimal("500.05"), Decimal("0.0225")),
        Tier(Decimal(5000), Decimal("0.035")),
    ),
    reference_tier=3,
)
PERIODS = (
    {},
    {"starts_on": date(2024, 2, 29), "ends_on": date(2024, 6, 30)},
    {"starts_on": date(2023, 3, 1), "ends_on": date(2024, 2, 29)},
    {"starts_on": date(2023, 1, 1), "ends_on": date(2025, 12, 31)},
    {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)},
    {"starts_on": AS_OF, "ends_on": AS_OF},
)
FILTERS = (
    {},
    {"brands": Narrowing(("K", "A"), ("A",)), "branches": Narrowing((), ("S-3",))},
    {"families": Narrowing((), ("A-1",))},
)


def _matches(found: Performance, terms: Terms) -> None:
    obvious = expected(terms, EDGES, found.as_of)
    own = {one.customer_id: one.standing for one in found.shares}
    assert {one: standing.actual for one, standing in own.items()} == obvious.actual
    assert {one: standing.year_before for one, standing in own.items()} == obvious.year_before
    assert {one: standing.orders for one, standing in own.items()} == obvious.orders
    assert {one.month: one.actual for one in found.months} == obvious.months
    assert found.total.actual == sum(obvious.actual.values())
    assert found.total.year_before == sum(obvious.year_before.values())
    assert (found.lines, found.unvalued) == (obvious.lines, obvious.unvalued)
    tiers_reached = [reached(terms.tiers, amount) for amount in obvious.actual.values()]
    if terms.scope == "each":
        assert found.total.bonus == sum(bonus_of(terms, one) for one in obvious.actual.values())
        assert [own[one].reached for one in obvious.actual] == tiers_reached
        assert found.reached_by == tuple(
            sum(one > at for one in tiers_reached) for at in range(len(terms.tiers))
        )
    else:
        assert found.total.bonus == bonus_of(terms, found.total.actual)
        assert found.total.reached == reached(terms.tiers, found.total.actual)


def test_every_metric_basis_scope_period_and_filter(make: MakeSource):
    chosen = product(METRICS, BASES, SCOPES, PERIODS, FILTERS)
    asked = tuple(
        replace(YEAR, metric=metric, tier_basis=basis, scope=scope, **period, **filters)
        for metric, basis, scope, period, filters in chosen
    )
    source = source_of(make)
    for terms, found in zip(asked, performances(source, asked), strict=True):
        assert found.terms is terms
        _matches(found, terms)
    for terms in asked[::19]:
        found = performance(source, terms)
        assert found.path == expected(terms, EDGES, AS_OF).path


def test_one_stands_alone_as_it_does_among_many(make: MakeSource):
    asked = (
        YEAR,
        replace(YEAR, metric="quantity"),
        replace(YEAR, scope="each", customers=("C-2",)),
    )
    source = source_of(make)
    among = performances(source, asked)
    for terms, found in zip(asked, among, strict=True):
        alone = performance(source.afresh(), terms)
        assert replace(alone, path=(), reached_on=()) == found
    backwards = performances(source.afresh(), asked[::-1])
    assert backwards == among[::-1]


def test_a_source_is_asked_once(make: MakeSource):
    source = source_of(make)
    first = performance(source, YEAR)
    asked = len(source.queries)
    assert performance(source, replace(YEAR)) == first
    assert len(source.queries) == asked


def test_the_parts_of_a_pool_add_up_to_it(make: MakeSource):
    found = performance(source_of(make), YEAR)
    for name in ("actual", "year_before", "bonus", "projected_bonus", "next_bonus", "expected"):
        parts = [getattr(one.standing, name) for one in found.shares]
        whole = getattr(found.total, name)
        assert (parts == [None] * 3) if whole is None else (sum(parts) == whole)
    for at, month in enumerate(found.months):
        assert sum(one.months[at] for one in found.shares) == month.actual
    assert [one.customer_id for one in found.shares] == ["C-1", "C-2", "C-9"]
    assert {one.name for one in found.shares} == {NAMES["C-1"], NAMES["C-2"], ""}


def test_a_customer_that_left_the_data_keeps_its_row(make: MakeSource):
    source = source_of(make, EDGES[:4])
    found = performance(source, replace(YEAR, customers=("C-1", "C-0")))
    last = found.shares[-1]
    assert (last.customer_id, last.name) == ("C-0", "")
    assert (last.standing.actual, last.standing.year_before, last.standing.orders) == (0, 0, 0)
    assert set(last.months) == {0}


def test_a_threshold_is_met_to_the_cent_and_a_zero_tier_with_the_first_sale(make: MakeSource):
    terms = replace(YEAR, customers=("C-1",))
    days = [date(2024, 1, 1), date(2024, 1, 2), date(2024, 1, 3)]
    lines = [line("C-1", on, net) for on, net in zip(days, ("0.01", "500.03", "0.01"), strict=True)]
    found = [
        performance(source_of(make, tuple(lines), as_of=day), terms).total
        for day in (date(2023, 12, 31), *days)
    ]
    assert [one.reached for one in found] == [0, 1, 1, 2]
    assert [one.missing for one in found] == [
        Decimal(0),
        Decimal("500.04"),
        Decimal("0.01"),
        Decimal("4499.95"),
    ]


def test_a_tier_is_reached_from_the_day_on_which_it_stayed_reached(make: MakeSource):
    lines = (
        line("C-1", date(2024, 1, 5), "600"),
        line("C-1", date(2024, 2, 5), "-599"),
        line("C-2", date(2024, 3, 5), "499.05"),
        line("C-2", date(2024, 4, 5), "100"),
    )
    found = performance(source_of(make, lines), YEAR)
    assert found.reached_on == (date(2024, 1, 5), date(2024, 3, 5), None)
    each = performance(source_of(make, lines), replace(YEAR, scope="each"))
    assert each.reached_on == (None, None, None)


def test_months_are_whole_but_the_first_and_last(make: MakeSource):
    terms = replace(YEAR, starts_on=date(2024, 2, 29), customers=("C-1",))
    found = performance(source_of(make), terms)
    months = {one.month: one for one in found.months}
    assert list(months) == [date(2024, month, 1) for month in range(2, 12)]
    assert months[date(2024, 2, 1)].actual == Decimal("1600.08")
    assert months[date(2024, 2, 1)].year_before == 32  # from 28 February on
    assert months[date(2024, 4, 1)].actual == 0
    assert months[date(2024, 3, 1)].cumulative == Decimal("1479.92")
    assert months[date(2024, 3, 1)].expected == terms.expected_to_date(date(2024, 3, 31))
    assert found.months[-1].expected == found.total.expected == terms.expected_to_date(AS_OF)
    assert sum(one.year_before for one in found.months) == found.total.year_before


@pytest.mark.parametrize(
    ("changed", "status", "final", "days_left"),
    [
        ({"ends_on": date(2024, 11, 29)}, "active", False, 7),
        ({"ends_on": AS_OF}, "active", False, 0),
        ({"ends_on": date(2024, 11, 15)}, "closing", False, 0),
        ({"ends_on": date(2024, 11, 14)}, "expired", True, 0),
        ({"starts_on": date(2024, 12, 23), "ends_on": date(2024, 12, 31)}, "upcoming", False, 6),
    ],
)
def test_the_days_tell_the_status(
    make: MakeSource, changed: dict[str, Any], status: str, final: bool, days_left: int
):
    found = performance(source_of(make), replace(YEAR, **changed))
    assert (found.status, found.final, found.working_days_left) == (status, final, days_left)
    if status == "upcoming":
        assert (found.total.actual, found.total.straight, found.months, found.path) == (
            0,
            None,
            (),
            (),
        )
    if status in {"closing", "expired"}:
        total = found.total
        assert total.projected == total.low == total.high == total.straight == total.actual
        assert set(total.chances) <= {0.0, 1.0}


def test_a_wholesaler_narrows_the_lines(make: MakeSource):
    lines = (
        line("C-1", date(2024, 3, 5), "600", wholesaler_id="W-1"),
        line("C-1", date(2024, 3, 5), "70", wholesaler_id="W-2"),
    )
    source = source_of(make, lines)
    through = source.scoped(Scope(wholesaler_id="W-2"))
    assert performance(source, YEAR).total.actual == 670
    assert performance(through, YEAR).total.actual == 70


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"starts_on": None}, "has no first or last day"),
        ({"ends_on": date(2023, 1, 1)}, "ends before it begins"),
        ({"customers": ()}, "has no customer"),
        ({"tiers": ()}, "has no tier"),
    ],
)
def test_terms_that_say_too_little_are_refused(
    make: MakeSource, changed: dict[str, Any], words: str
):
    source = source_of(make)
    with pytest.raises(InputError, match=f"'Growth' {words}"):
        performance(source, replace(YEAR, **changed))
    with pytest.raises(InputError, match=words):
        performances(source, (YEAR, replace(YEAR, **changed)))


def test_without_agreements_nothing_is_asked(make: MakeSource):
    source = source_of(make)
    assert performances(source, ()) == ()
    assert source.queries == []


@pytest.mark.parametrize(
    ("whole", "weights", "parts"),
    [
        ("10.00", ["1", "1", "1"], ["3.34", "3.33", "3.33"]),
        ("10.01", ["0", "0"], ["5.01", "5"]),
        ("10.01", ["-4", "1"], ["0", "10.01"]),
        ("10.01", ["5", "0", "15"], ["2.50", "0", "7.51"]),
        ("10.01234", ["1", "1"], ["5.01234", "5"]),
    ],
)
def test_parts_add_up_to_the_cent(whole: str, weights: list[str], parts: list[str]):
    found = parted(Decimal(whole), list(map(Decimal, weights)))
    assert found == list(map(Decimal, parts))
    assert sum(found) == Decimal(whole)
