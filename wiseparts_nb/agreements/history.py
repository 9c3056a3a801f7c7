"""What counted for agreements, customer by customer and month by month, in one pass over the sales; and day by day for one.

Amounts are whole thousandths in SQL and in sums here, which are exact and quick, and become decimals at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from wiseparts_nb.agreements.counting import COUNTED, counted_values
from wiseparts_nb.agreements.terms import Metric, Terms
from wiseparts_nb.source.source import Source

__all__ = ["Tally", "customer_names", "daily_amounts", "exact", "month_number", "tallies"]

_IN_PERIOD = "sold_on between starts_on and ends_on"
_A_YEAR_BEFORE = "sold_on between starts_before and ends_before"
_BY_MONTH = f"""
with {COUNTED}
select
    customer_id,
    pact,
    cast(extract(year from sold_on) * 12 + extract(month from sold_on) - 1 as integer) as month,
    cast(coalesce(sum(amount) filter (where {_IN_PERIOD}), 0) * 1000 as bigint) as actual,
    cast(coalesce(sum(amount) filter (where sold_on between starts_before and as_of_before), 0)
        * 1000 as bigint) as before,
    cast(coalesce(sum(amount) filter (where {_A_YEAR_BEFORE}), 0) * 1000 as bigint) as whole_before,
    count(*) filter (where {_IN_PERIOD}) as lines,
    count(amount) filter (where {_IN_PERIOD}) as valued
from counted
where {_IN_PERIOD} or {_A_YEAR_BEFORE}
group by 1, 2, 3
"""
_ORDERS = f"""
with {COUNTED}
select customer_id, pact, count(*) as orders
from (
    select customer_id, pact, invoice_id
    from counted
    where {_IN_PERIOD}
    group by customer_id, pact, invoice_id
    having sum(net) > 0
) as one_order
group by customer_id, pact
"""
_BY_DAY = f"""
with {COUNTED}
select sold_on, sum(amount) as amount
from counted
where {_IN_PERIOD}
group by sold_on
having sum(amount) <> 0
order by sold_on
"""
_NAMES = f"""
with {COUNTED}
select distinct customers.customer_id, customers.name
from customers
join member on member.customer_id = customers.customer_id
"""


_NOTHING, _NO_MONEY = Decimal("0.000"), Decimal("0.00")


@dataclass
class Tally:
    """What counted for one customer of an agreement; amounts in thousandths.

    Attributes
    ----------
    year_before
        The same days a year before: from the period's first day to ``as_of`` or the earlier end.
    whole_before
        The whole period a year before, as far as it is known.
    orders
        Invoices with positive net sales, by the lines of them that count.
    lines, valued
        Lines, and those that have a value in the metric.
    months, months_before
        ``actual`` and ``year_before`` by number of the month (:func:`month_number`); one that is missing had nothing.
    """

    actual: int = 0
    year_before: int = 0
    whole_before: int = 0
    orders: int = 0
    lines: int = 0
    valued: int = 0
    months: dict[int, int] = field(default_factory=dict[int, int])
    months_before: dict[int, int] = field(default_factory=dict[int, int])


def tallies(source: Source, terms: Sequence[Terms]) -> tuple[Mapping[str, Tally], ...]:
    """Return what counted for every customer of every agreement, zeros where nothing did."""
    bound = counted_values(terms)
    found = tuple({one: Tally() for one in pact.customers} for pact in terms)
    columns = ("pact", "customer_id", "month", "actual", "before", "whole_before", "lines")
    for pact, customer, month, actual, before, whole, lines, valued in _rows(
        source, _BY_MONTH, bound, (*columns, "valued")
    ):
        tally = found[pact][customer]
        if lines:
            tally.actual += actual
            tally.lines += lines
            tally.valued += valued
            tally.months[month] = actual
        if before:
            tally.year_before += before
            tally.months_before[month] = before
        tally.whole_before += whole
    for pact, customer, orders in _rows(source, _ORDERS, bound, ("pact", "customer_id", "orders")):
        found[pact][customer].orders = orders
    return found


def _rows(
    source: Source, sql: str, bound: Mapping[str, str], columns: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """Return rows by way of columns of whole numbers, which come out exactly and four times as fast as row by row."""
    frame = source.rows(sql, **bound).frame()
    return zip(*(frame[name].tolist() for name in columns), strict=True)


def daily_amounts(source: Source, terms: Terms) -> tuple[tuple[date, Decimal], ...]:
    """Return the amounts of the days of the period, without those that came to nothing."""
    return tuple(
        (day, exact(int(amount * 1000), terms.metric))
        for day, amount in source.table(_BY_DAY, **counted_values((terms,)))[1]
    )


def customer_names(source: Source, terms: Sequence[Terms]) -> Mapping[str, str]:
    """Return the names of the agreements' customers, without those that left the data."""
    return dict(source.table(_NAMES, **counted_values(terms))[1])


def exact(thousandths: int, metric: Metric) -> Decimal:
    """Return an amount with the decimals of its metric: two of money, three of a quantity."""
    if not thousandths:  # most months of most customers
        return _NOTHING if metric == "quantity" else _NO_MONEY
    if metric == "quantity":
        return Decimal(thousandths).scaleb(-3)
    return Decimal(thousandths // 10).scaleb(-2)


def month_number(day: date) -> int:
    """Count a day's month from year 0, as the queries do."""
    return day.year * 12 + day.month - 1
