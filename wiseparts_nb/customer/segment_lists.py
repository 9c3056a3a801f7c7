"""Segment lists: which customers are active, recovered or gone, and those of each trade and tier, with what they buy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args

from wiseparts_nb.card import Bar, Bars, Card, Column, Named, Row, Table, To
from wiseparts_nb.customer.segments import Activity, segments
from wiseparts_nb.customer.trade import trade_name
from wiseparts_nb.errors import UnknownNameError
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Money, Number, Percent, Text, Value

__all__ = [
    "LISTED",
    "SegmentCustomer",
    "SegmentList",
    "SegmentType",
    "card",
    "segment_lists",
]

NAMES = "select customer_id, name from customers"
SOLD = """
select customer_id, sum(net) as net
from sales_lines
where sold_on between $twelve_months_start and $as_of
group by customer_id
"""

LISTED = 10
"""Customers on a card that is not asked for all of them."""

_ACTIVITIES: tuple[Activity, ...] = ("active", "new", "recovered", "inactive", "never")
_Type = Literal["activity", "trade", "tier"]


@dataclass(frozen=True)
class SegmentCustomer:
    """One customer of a segment: net sales of 12 months and the day of the last purchase (None: never bought)."""

    customer_id: str
    name: str
    net: Decimal
    last_on: date | None


@dataclass(frozen=True)
class SegmentList:
    """The customers of one segment, those with the highest sales first; ``segment`` None gathers those without one."""

    segment: str | None
    customers: tuple[SegmentCustomer, ...]

    @property
    def net(self) -> Decimal:
        """Net sales of 12 months of all of them."""
        return sum((one.net for one in self.customers), Decimal(0))


@dataclass(frozen=True)
class SegmentType:
    """One way to class customers; every customer in scope is in exactly one of its ``segments``."""

    type: _Type
    segments: tuple[SegmentList, ...]

    @property
    def count(self) -> int:
        """How many customers are classed."""
        return sum(len(one.customers) for one in self.segments)


def segment_lists(source: Source) -> tuple[SegmentType, ...]:
    """Class all customers in scope by purchase (see ``segments``), by trade and by tier.

    Trade and tier are left out where the source states none. Net sales are those of the 12 months that end with the running
    one.
    """
    found, names, sold = segments(source), source.rows(NAMES), source.rows(SOLD)
    grouped: dict[str, dict[str | None, list[SegmentCustomer]]] = {
        name: defaultdict(list) for name in get_args(_Type)
    }
    for customer_id, own in found.items():
        net = sum((row.net for row in sold.of(customer_id)), Decimal(0))
        (named,) = names.of(customer_id)
        one = SegmentCustomer(customer_id, named.name, net, own.last_on)
        for name in grouped:
            grouped[name][getattr(own, name)].append(one)
    return tuple(
        SegmentType(name, tuple(_lists(name, grouped[name])))
        for name in get_args(_Type)
        if any(segment is not None for segment in grouped[name])
    )


def _lists(name: str, grouped: Mapping[str | None, list[SegmentCustomer]]) -> Iterator[SegmentList]:
    """Yield purchases in the order of their life, trades and tiers by the number of customers."""

    def order(segment: str | None) -> tuple[Any, ...]:
        if name == "activity":
            return (_ACTIVITIES.index(segment),) if segment in _ACTIVITIES else ()
        return segment is None, -len(grouped[segment]), segment or ""

    for segment in sorted(grouped, key=order):
        customers = sorted(grouped[segment], key=lambda one: (-one.net, one.name, one.customer_id))
        yield SegmentList(segment, tuple(customers))


def card(one: SegmentType, *, segment: str | None = None, limit: int | None = LISTED) -> Card:
    """Draw a bar a segment by number of customers, and list the customers of one segment, by default of the first.

    ``limit`` None lists all. A bar's key is ``segment:<type>.<segment>``, the list's last row leads to all of it.

    Raises
    ------
    UnknownNameError
        There is no such segment.
    """
    listed = _chosen(one, segment)
    table = _table(one, listed, limit)
    named: dict[str, Value] = {"n": Number(len(listed.customers)), "amount": Money(listed.net)}
    message = Text("segment_lists.message", named | {"segment": _name(one, listed)})
    return Card(
        f"segment_{one.type}",
        Text(f"segments.{one.type}"),
        (Bars(tuple(_bars(one))), table),
        meta=Text("segment_lists.meta", {"n": Number(one.count)}),
        message=message,
    )


def _chosen(one: SegmentType, segment: str | None) -> SegmentList:
    if segment is None:
        return one.segments[0]
    for listed in one.segments:
        if (listed.segment or "") == segment:
            return listed
    raise UnknownNameError("segment", segment, [each.segment or "" for each in one.segments])


def _name(one: SegmentType, listed: SegmentList) -> Value:
    if one.type == "activity":
        return Text(f"segments.{listed.segment}")
    return trade_name(listed.segment) or Text("segment_lists.unstated")


def _key(one: SegmentType, listed: SegmentList) -> str:
    return f"segment:{one.type}.{listed.segment or ''}"


def _bars(one: SegmentType) -> Iterator[Bar]:
    for listed in one.segments:
        count = len(listed.customers)
        share = Percent(count / one.count, digits=0)
        yield Bar(_name(one, listed), count, Number(count), share=share, key=_key(one, listed))


def _table(one: SegmentType, listed: SegmentList, limit: int | None) -> Table:
    shown = listed.customers[:limit]
    rows = [_row(customer) for customer in shown]
    if len(shown) < len(listed.customers):
        all_of_them = Text("segment_lists.show_all", {"n": Number(len(listed.customers))})
        rows.append(Row((To(all_of_them, _key(one, listed)), None, None)))
    columns = (
        Column(Text("segment_lists.customer")),
        Column(Text("segment_lists.last_purchase")),
        Column(Text("segment_lists.net"), "right"),
    )
    total = Row((Text("segment_lists.total"), None, Money(listed.net)))
    return Table(columns, tuple(rows), total)


def _row(customer: SegmentCustomer) -> Row:
    last = None if customer.last_on is None else Day(customer.last_on)
    name = Named(customer.name, customer.customer_id)
    return Row((name, last, Money(customer.net)), key=f"customer:{customer.customer_id}")
