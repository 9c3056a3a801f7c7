"""Segments: active, inactive, recovered or new by purchase, beside the customer's trade and tier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Literal

from wiseparts_nb.card import Card, Column, Row, Table
from wiseparts_nb.customer.trade import trade_name
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Number, Text, Value
from wiseparts_nb.widget import Widget

__all__ = ["WIDGET", "Activity", "Segments", "card", "segments"]

ROWS = """
select customer_id, sold_on, sum(net) as net
from sales_lines
where sold_on <= $as_of
group by customer_id, sold_on
having sum(net) > 0
"""
PURCHASES = f"""
select day.customer_id, min(day.sold_on) as first_on, max(day.sold_on) as last_on,
       min(case when day.sold_on >= $active_start then day.sold_on end) as first_active_on,
       max(case when day.sold_on < $active_start then day.sold_on end) as last_before_on
from ({ROWS}) as day
group by day.customer_id
"""
CUSTOMERS = "select customer_id, trade, tier from customers"

Activity = Literal["active", "inactive", "recovered", "new", "never"]


@dataclass(frozen=True)
class Segments:
    """How a customer is classed.

    ``activity`` over the time frame of ``days``: ``active`` bought in it, ``inactive`` bought only before it, ``new`` bought
    first in it, ``recovered`` bought in it again after a pause at least as long, ``never`` has not bought. ``trade`` and
    ``tier`` are the source's own words.
    """

    activity: Activity
    days: int
    first_on: date | None
    last_on: date | None
    trade: str | None
    tier: str | None


def segments(source: Source) -> Answers[Segments]:
    """Class each customer by its purchases within the time frame of the settings (``active_days``, ending with ``as_of``).

    A purchase is a day of positive net sales: goods only brought back are none. Never None for a customer of the source.
    """
    days = source.settings.active_days
    bound = {"active_start": source.period.days_back(days)}
    return source.answers(partial(_value, days), bound, customers=CUSTOMERS, purchases=PURCHASES)


def _value(days: int, *, customers: list[Any], purchases: list[Any]) -> Segments | None:
    if not customers:
        return None
    (customer,) = customers
    bought = purchases[0] if purchases else None
    first_on, last_on = (bought.first_on, bought.last_on) if bought else (None, None)
    return Segments(_activity(days, bought), days, first_on, last_on, customer.trade, customer.tier)


def _activity(days: int, bought: Any) -> Activity:
    if bought is None:
        return "never"
    if bought.first_active_on is None:
        return "inactive"
    if bought.last_before_on is None:
        return "new"
    pause = bought.first_active_on - bought.last_before_on
    return "recovered" if pause >= timedelta(days=days) else "active"


def card(value: Segments) -> Card:
    """List one segment a row, with what it rests on."""
    rows = [Row((Text("segments.activity"), Text(f"segments.{value.activity}"), _basis(value)))]
    rows += [
        Row((Text(f"segments.{name}"), own, Text("segments.from_source")))
        for name, own in (("trade", trade_name(value.trade)), ("tier", trade_name(value.tier)))
        if own
    ]
    columns = tuple(Column(Text(f"segments.{name}")) for name in ("type", "segment", "basis"))
    return Card("segments", Text("segments.title"), (Table(columns, tuple(rows)),))


def _basis(value: Segments) -> Value | None:
    if value.last_on is None:
        return None
    return Text("segments.last_purchase", {"day": Day(value.last_on), "n": Number(value.days)})


WIDGET = Widget("segments", segments, card, ROWS, "segments", ("customers",))
