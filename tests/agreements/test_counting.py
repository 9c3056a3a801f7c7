"""Counting: which lines count, on both engines, against the obvious walk through them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.agreements.lines import AS_OF, EDGES, source_of
from tests.agreements.oracle import counting_lines
from tests.customer.conftest import MakeSource
from wiseparts_nb.agreements.counting import COUNTED, counted_values
from wiseparts_nb.agreements.terms import Narrowing, Terms
from wiseparts_nb.errors import InputError
from wiseparts_nb.source.source import Source

YEAR = Terms(
    "The year", starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31), customers=("C-1", "C-2")
)
NARROWINGS = {
    "nothing": Narrowing(),
    "one": Narrowing(("K",)),
    "two": Narrowing(("K", "A")),
    "without one": Narrowing((), ("K",)),
    "include and exclude": Narrowing(("K", "A"), ("A",)),
    "the same in both": Narrowing(("K",), ("K",)),
    "part of an id": Narrowing(("K-",), ("A-",)),
    "unknown": Narrowing(("Z",)),
}
SHARED = {"families": ("K-1", "A-1"), "branches": ("S-1", "S-2")}
TERMS = (
    YEAR,
    *(replace(YEAR, brands=one) for one in NARROWINGS.values()),
    *(replace(YEAR, families=Narrowing(ids[:1], ids[1:])) for ids in (SHARED["families"],)),
    *(replace(YEAR, branches=Narrowing((), ids[:1])) for ids in (SHARED["branches"],)),
    replace(
        YEAR,
        brands=Narrowing(("K", "A")),
        families=Narrowing((), ("A-1",)),
        branches=Narrowing(("S-1",)),
    ),
    replace(YEAR, customers=("C-2",), metric="margin"),
    replace(YEAR, customers=("C-9", "C-0")),
    replace(YEAR, customers=()),
)


def _counted(source: Source, terms: tuple[Terms, ...]) -> dict[int, list[tuple[object, ...]]]:
    asked = f"with {COUNTED} select pact, invoice_id, net, amount from counted"
    found: dict[int, list[tuple[object, ...]]] = {at: [] for at in range(len(terms))}
    for pact, *line in source.table(asked, **counted_values(terms))[1]:
        found[pact].append(tuple(line))
    return found


def test_each_filter_lets_the_obvious_lines_through(make: MakeSource):
    known = [one for one in EDGES if one["sold_on"] <= AS_OF]
    found = _counted(source_of(make), TERMS)
    for at, terms in enumerate(TERMS):
        obvious = [
            (one["invoice_id"], one["net"], one.get(terms.metric))
            for one in counting_lines(terms, known)
        ]
        assert sorted(found[at], key=str) == sorted(obvious, key=str), terms


def test_agreements_count_alone_as_they_do_among_many(make: MakeSource):
    source = source_of(make)
    together = _counted(source, TERMS)
    for at, terms in enumerate(TERMS):
        assert sorted(_counted(source, (terms,))[0]) == sorted(together[at])


def test_nothing_counts_where_nothing_is_asked(make: MakeSource):
    assert _counted(source_of(make), ()) == {}


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "before"),
    [
        ("2024-02-29", "2024-11-30", ("2023-02-28", "2023-11-30", "2023-11-20")),
        ("2023-03-01", "2024-02-29", ("2022-03-01", "2023-02-28", "2023-02-28")),
        ("2025-01-01", "2025-12-31", ("2024-01-01", "2024-12-31", "2023-11-20")),
    ],
)
def test_a_year_before_a_leap_day_is_28_february(
    make: MakeSource, starts_on: str, ends_on: str, before: tuple[str, ...]
):
    days = {"starts_on": date.fromisoformat(starts_on), "ends_on": date.fromisoformat(ends_on)}
    asked = f"with {COUNTED} select starts_before, ends_before, as_of_before from pact"
    found = source_of(make).table(asked, **counted_values((replace(YEAR, **days),)))[1]
    assert found == [tuple(map(date.fromisoformat, before))]


def test_without_a_period_nothing_can_be_counted():
    with pytest.raises(InputError, match="no first or last day"):
        counted_values((replace(YEAR, ends_on=None),))
