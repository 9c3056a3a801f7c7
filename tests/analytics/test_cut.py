"""Cuts: what an address spells, what it means in days, and how a broken one is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.analytics.sales import FULL
from tests.customer.conftest import MakeSource
from wiseparts_nb.analytics.cut import MEASURES, Cut
from wiseparts_nb.analytics.spans import (
    AGAINST,
    SPANS,
    Against,
    Comparison,
    comparison,
    pieces,
    span_of,
)
from wiseparts_nb.errors import InputError, UnknownNameError
from wiseparts_nb.period import Period, month_end
from wiseparts_nb.source.source import Source

NOW = date(2026, 11, 23)
PERIOD = Period(NOW, "Europe/Paris", "FR")


def days(first: str, last: str) -> tuple[date, date]:
    return date.fromisoformat(first), date.fromisoformat(last)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("this_month", ("2026-11-01", "2026-11-23")),
        ("last_month", ("2026-10-01", "2026-10-31")),
        ("last_3_months", ("2026-09-01", "2026-11-23")),
        ("last_12_months", ("2025-12-01", "2026-11-23")),
        ("year_to_date", ("2026-01-01", "2026-11-23")),
        ("2026-11", ("2026-11-01", "2026-11-23")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2026-03-05..2026-04-01", ("2026-03-05", "2026-04-01")),
        ("2026-03-05..2027-01-01", ("2026-03-05", "2026-11-23")),
        ("2026-11-23..2026-11-23", ("2026-11-23", "2026-11-23")),
    ],
)
def test_spans(name: str, expected: tuple[str, str]) -> None:
    span = span_of(name, PERIOD)
    assert (span.first, span.last) == days(*expected)


@pytest.mark.parametrize(
    ("name", "against", "expected", "working_days"),
    [
        # 15 working days of November 2026 up to the 23rd; the 15th of November 2025 is the 24th
        ("last_12_months", "year_before", ("2024-12-01", "2025-11-24"), True),
        ("this_month", "year_before", ("2025-11-01", "2025-11-24"), True),
        ("this_month", "span_before", ("2026-10-01", "2026-10-21"), True),
        ("last_3_months", "span_before", ("2026-06-01", "2026-08-21"), True),
        ("2026-10", "year_before", ("2025-10-01", "2025-10-31"), False),
        ("2026-10", "span_before", ("2026-09-01", "2026-09-30"), False),
        ("2025-02", "year_before", ("2024-02-01", "2024-02-29"), False),
        ("2024-02", "year_before", ("2023-02-01", "2023-02-28"), False),
        # 7 working days of April 2026 up to the 10th (Easter Monday is the 6th)
        ("2026-03-05..2026-04-10", "year_before", ("2025-03-05", "2025-04-09"), True),
        ("2026-04-05..2026-04-10", "year_before", ("2025-04-05", "2025-04-10"), False),
        ("2026-03-05..2026-03-14", "span_before", ("2026-02-23", "2026-03-04"), False),
        ("2024-02-29..2024-03-31", "year_before", ("2023-02-28", "2023-03-31"), False),
    ],
)
def test_comparisons(
    name: str, against: Against, expected: tuple[str, str], working_days: bool
) -> None:
    found = comparison(span_of(name, PERIOD), against, PERIOD)
    assert found == Comparison(*days(*expected), working_days)


def test_the_year_to_date_is_that_of_the_customers_page() -> None:
    found = comparison(span_of("year_to_date", PERIOD), "year_before", PERIOD)
    assert found == Comparison(date(2025, 1, 1), PERIOD.last_year_same_end, working_days=True)
    over = Period(date(2026, 12, 31), "Europe/Paris", "FR")
    found = comparison(span_of("year_to_date", over), "year_before", over)
    assert found == Comparison(*days("2025-01-01", "2025-12-31"), working_days=False)


def test_a_month_without_a_working_day_yet_compares_with_nothing() -> None:
    sunday = Period(date(2026, 11, 1), "Europe/Paris", "FR")
    found = comparison(span_of("this_month", sunday), "year_before", sunday)
    assert found == Comparison(date(2025, 11, 1), date(2025, 10, 31), working_days=True)


@settings(max_examples=150)
@given(
    as_of=st.dates(date(2023, 1, 1), date(2027, 12, 31)),
    name=st.sampled_from([*SPANS, "own"]),
    own=st.tuples(st.integers(0, 800), st.integers(0, 800)),
    against=st.sampled_from(AGAINST),
)
def test_pieces_are_exactly_the_span_and_the_earlier_one(
    as_of: date, name: str, own: tuple[int, int], against: Against
) -> None:
    period = Period(as_of, "Europe/Paris", "FR")
    if name == "own":
        first, last = (as_of - timedelta(days=back) for back in sorted(own, reverse=True))
        name = f"{first}..{last}"
    span = span_of(name, period)
    earlier = comparison(span, against, period)
    found = pieces(span, earlier, against)
    counted = [day for one in found for day in every(one.first, one.last)]
    assert counted == every(span.first, span.last)
    assert all(one.month <= one.first <= one.last <= month_end(one.month) for one in found)
    before = [day for one in found if one.before for day in every(*one.before)]
    assert before == (every(earlier.first, earlier.last) if earlier else [])


@pytest.fixture
def full(make: MakeSource) -> Source:
    return make(NOW, **FULL)


def every(first: date, last: date) -> list[date]:
    return [first + timedelta(days=at) for at in range((last - first).days + 1)]


_VALUES = {
    "brand": ["K", "A", "", "Brand K"],
    "family": ["K1", ""],
    "product": ["P1", "P3", ""],
    "branch": ["N", "S", ""],
    "wholesaler": ["W", ""],
    "customer": ["C-1", "C-2"],
}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choices=st.data())
def test_an_address_read_and_spelled_again_is_the_same(
    choices: st.DataObject, full: Source
) -> None:
    fields: dict[str, str | list[str]] = {
        "measure": choices.draw(st.sampled_from(MEASURES)),
        "against": choices.draw(st.sampled_from(AGAINST)),
        "span": choices.draw(st.sampled_from([*SPANS, "2026-10", "2024-02-29..2026-03-05"])),
    }
    for dimension, values in _VALUES.items():
        fields[dimension] = choices.draw(st.lists(st.sampled_from(values), max_size=3))
    if choices.draw(st.booleans()):
        months = [f"{one.month:%Y-%m}" for one in Cut.of(fields, full).pieces]
        fields["month"] = choices.draw(st.lists(st.sampled_from(months), max_size=3))
    cut = Cut.of(fields, full)
    assert Cut.of(cut.fields(), full) == cut
    assume(cut.filters)
    dimension, ids = next(iter(cut.filters.items()))
    assert cut.without(dimension).narrowed(dimension, *ids) == cut


def test_the_default_has_no_fields(make: MakeSource) -> None:
    source = make(NOW, **FULL)
    cut = Cut.of({"lang": "fr", "open": "brand:K", "span": "", "from": "", "to": ""}, source)
    assert cut.fields() == {}
    assert (cut.measure, cut.span.name, cut.against, cut.filters) == (
        "net",
        "last_12_months",
        "year_before",
        {},
    )


def test_fields_are_short(make: MakeSource) -> None:
    source = make(NOW, **FULL)
    asked = {"from": "2026-01-05", "to": "2026-03-31", "brand": ["Brand K", ""], "measure": "net"}
    assert Cut.of(asked, source).fields() == {"span": "2026-01-05..2026-03-31", "brand": ("", "K")}


def test_a_name_means_every_id_of_that_name(make: MakeSource) -> None:
    brands = [{"brand_id": one, "name": "Kerval"} for one in ("B1", "B2")]
    brands.append({"brand_id": "Kerval", "name": "Another"})
    source = make(NOW, brands=brands)
    assert Cut.of({"brand": "Kerval"}, source).filters == {"brand": ("Kerval",)}
    source = make(NOW, brands=brands[:2])
    assert Cut.of({"brand": "Kerval"}, source).filters == {"brand": ("B1", "B2")}


def test_the_customer_in_scope_is_no_filter(make: MakeSource) -> None:
    source = make(NOW, **FULL)
    assert Cut.of({"customer": "C-2"}, source.narrowed("C-1")).filters == {}
    assert Cut.of({"customer": "C-2"}, source).filters == {"customer": ("C-2",)}


@pytest.mark.parametrize(
    ("fields", "error", "said"),
    [
        ({"measure": "nett"}, UnknownNameError, "Unknown measure 'nett'. Did you mean 'net'?"),
        ({"against": "never"}, UnknownNameError, "Unknown comparison 'never'."),
        ({"span": "last_12_month"}, UnknownNameError, "Did you mean 'last_12_months'? Write a month as 2026-10"),
        ({"span": "2026-13"}, InputError, "'2026-13' is no day of the calendar"),
        ({"span": "2026-02-30..2026-03-01"}, InputError, "'2026-02-30' is no day of the calendar"),
        ({"span": "0001-01-01..2026-01-01"}, InputError, "begins on 1900-01-01 or later"),
        ({"span": "2026-12"}, InputError, "begins on 2026-12-01, but the data end on 2026-11-23"),
        ({"from": "2026-05-01", "to": "2026-04-01"}, InputError, "Give the earlier day first"),
        ({"brand": "Brand L"}, UnknownNameError, "Unknown brand 'Brand L'. Did you mean 'Brand "),
        ({"branch": "'; drop table"}, UnknownNameError, "Unknown branch \"'; drop table\". There is: N, S."),
        ({"month": "2025-01"}, InputError, "The month '2025-01' is not among those of the span, 2025-12 to 2026-11"),
        ({"month": ""}, InputError, "The month '' is not among"),
        ({"customer": ""}, InputError, "The customer is empty"),
        ({"customer": "C-3"}, UnknownNameError, "Did you mean 'C-"),
    ],
)  # fmt: skip
def test_a_broken_value_is_named(
    make: MakeSource, fields: dict[str, str], error: type[Exception], said: str
) -> None:
    source = make(NOW, **FULL)
    with pytest.raises(error) as found:
        Cut.of(fields, source)
    assert said in str(found.value)


def test_only_closed_names_reach_the_sql(make: MakeSource) -> None:
    cut = Cut.of({}, make(NOW, **FULL))
    wrong: list[dict[str, Any]] = [
        {"measure": "net) from sales_lines --"},
        {"against": "x"},
        {"filters": {"net": ("1",)}},
    ]
    for change in wrong:
        with pytest.raises(UnknownNameError):
            replace(cut, **change)


def test_another_span_opens_the_months(make: MakeSource) -> None:
    source = make(NOW, **FULL)
    cut = Cut.of({"month": "2026-10", "brand": "K"}, source)
    assert cut.spanning("2024-02").fields() == {"span": "2024-02", "brand": "K"}
    with pytest.raises(InputError):
        replace(cut, span=span_of("2024-02", PERIOD))
