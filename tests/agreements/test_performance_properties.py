"""Properties of performance, on invented lines: what can never be, whatever was sold."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agreements.lines import AS_OF, line
from tests.agreements.oracle import Line, expected
from tests.agreements.test_performance import YEAR
from tests.customer.conftest import Store, _snapshot
from wiseparts_nb.agreements.history import exact, tallies
from wiseparts_nb.agreements.performance import Performance, performance, performances
from wiseparts_nb.agreements.terms import METRICS, SCOPES, Narrowing, Terms
from wiseparts_nb.agreements.tiers import BASES
from wiseparts_nb.period import Period
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.source import Source

CUSTOMERS = ("C-1", "C-2", "C-3")
BRANDS = (None, "K", "A", "B")
EXAMPLES = settings(max_examples=10)
"""Each asks a database several times over."""

days = st.integers(-700, 40).map(lambda away: AS_OF + timedelta(days=away))
cents = st.integers(-300_000, 300_000).map(lambda one: str(Decimal(one).scaleb(-2)))
sums = st.integers(0, 300_000).map(lambda one: str(Decimal(one).scaleb(-2)))
narrowings = st.builds(
    Narrowing,
    st.lists(st.sampled_from(BRANDS[1:]), max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from(BRANDS[1:]), max_size=2, unique=True).map(tuple),
)
agreements = st.builds(
    replace,
    st.just(YEAR),
    customers=st.lists(st.sampled_from(CUSTOMERS), min_size=1, unique=True).map(tuple),
    metric=st.sampled_from(METRICS),
    scope=st.sampled_from(SCOPES),
    tier_basis=st.sampled_from(BASES),
    brands=narrowings,
    starts_on=st.dates(date(2023, 1, 1), date(2024, 6, 30)),
    ends_on=st.dates(date(2024, 7, 1), date(2025, 12, 31)),
)


def sales(nets: st.SearchStrategy[str]) -> st.SearchStrategy[list[Line]]:
    one = st.builds(
        line,
        st.sampled_from(CUSTOMERS),
        days,
        nets,
        brand_id=st.sampled_from(BRANDS),
        cost=st.one_of(st.none(), sums),
    )
    return st.lists(one, min_size=1, max_size=12)


@pytest.fixture(scope="module")
def store() -> Store:
    """One in-memory DuckDB for all examples."""
    return Store()


@contextmanager
def sold(store: Store, lines: list[Line]) -> Generator[Source]:
    """A source of these lines."""
    named = [{"customer_id": one, "name": one, "kind": "customer"} for one in CUSTOMERS]
    rows = {"customers": named, "sales_lines": lines}
    engine, give_back = store.filled(rows)
    yield Source(engine, _snapshot(AS_OF, rows), Period(AS_OF, "Europe/Paris", "FR"), Settings())
    give_back()


def found(store: Store, lines: list[Line], terms: Terms) -> Performance:
    with sold(store, lines) as source:
        return performance(source, terms)


@settings(max_examples=25)
@given(sales(cents), st.lists(agreements, min_size=1, max_size=4))
def test_the_sums_are_those_of_the_oracle(store: Store, lines: list[Line], terms: list[Terms]):
    with sold(store, lines) as source:
        tallied = tallies(source, terms)
    for own, one in zip(tallied, terms, strict=True):
        obvious = expected(one, lines, AS_OF)
        amounts = {customer: exact(tally.actual, one.metric) for customer, tally in own.items()}
        before = {customer: exact(tally.year_before, one.metric) for customer, tally in own.items()}
        assert amounts == obvious.actual
        assert before == obvious.year_before
        assert {customer: tally.orders for customer, tally in own.items()} == obvious.orders


@EXAMPLES
@given(sales(cents), sales(sums), agreements)
def test_more_sales_never_lower_the_tier_or_the_bonus(
    store: Store, lines: list[Line], more: list[Line], terms: Terms
):
    terms = replace(terms, metric="net")
    fewer, total = found(store, lines, terms).total, found(store, [*lines, *more], terms).total
    assert total.actual >= fewer.actual
    assert total.reached >= fewer.reached
    assert total.bonus >= fewer.bonus


@EXAMPLES
@given(sales(sums), agreements)
def test_filters_only_reduce_sales(store: Store, lines: list[Line], terms: Terms):
    terms = replace(terms, metric="gross")
    with sold(store, lines) as source:
        narrow, wide = performances(source, (terms, replace(terms, brands=Narrowing())))
    assert narrow.total.actual <= wide.total.actual
    assert narrow.total.year_before <= wide.total.year_before
    assert narrow.lines <= wide.lines


@EXAMPLES
@given(sales(cents), agreements)
def test_customers_sum_to_all_together(store: Store, lines: list[Line], terms: Terms):
    performed = found(store, lines, terms)
    own = [one.standing for one in performed.shares]
    assert sum(one.actual for one in own) == performed.total.actual
    assert sum(one.year_before for one in own) == performed.total.year_before
    assert sum(one.orders for one in own) == performed.total.orders
    assert sum(one.bonus for one in own) == performed.total.bonus
    assert sum(one.expected or 0 for one in own) == performed.total.expected
    assert sum(one.projected for one in own) == performed.total.projected
    assert sum(one.actual for one in performed.months) == performed.total.actual
    assert [one[1] for one in performed.path][-1:] in ([], [performed.total.actual])


@EXAMPLES
@given(sales(cents), st.lists(agreements, min_size=2, max_size=4))
def test_neither_company_nor_order_changes_an_agreement(
    store: Store, lines: list[Line], terms: list[Terms]
):
    with sold(store, lines) as source:
        among = performances(source, terms)
        backwards = performances(source.afresh(), terms[::-1])
        alone = performance(source.afresh(), terms[0])
    assert among == backwards[::-1]
    assert among[0] == replace(alone, path=(), reached_on=())
    assert found(store, lines[::-1], terms[0]) == alone


@EXAMPLES
@given(sales(cents), sales(cents), agreements)
def test_nothing_sold_after_the_day_matters(
    store: Store, lines: list[Line], later: list[Line], terms: Terms
):
    after = [{**one, "sold_on": AS_OF + timedelta(days=1 + at)} for at, one in enumerate(later)]
    assert found(store, [*lines, *after], terms) == found(store, lines, terms)
