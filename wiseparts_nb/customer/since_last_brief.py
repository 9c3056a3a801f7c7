"""What changed since the last brief: only what exceeds the customer's own noise, or that nothing did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any, Literal

from wiseparts_nb.card import Card, Finding, Findings, Note, Part, Tone
from wiseparts_nb.customer.monthly_sales import MONTHLY_SALES, nets
from wiseparts_nb.period import Period, month_after
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Money, Number, Text
from wiseparts_nb.widget import Widget

__all__ = ["WIDGET", "Kind", "Novelty", "SinceLastBrief", "card", "since_last_brief"]

SALES = """
select customer_id, sum(case when sold_on > $since then net else 0 end) as now,
       sum(case when sold_on <= $since then net else 0 end) as before
from sales_lines
where sold_on > $since_before and sold_on <= $as_of
group by customer_id
"""
ORDERS = """
select placed.customer_id, 'orders' as kind, placed.ordered_on as day, placed.order_id as reference, sum(line.net) as amount
from orders as placed
join order_lines as line on line.order_id = placed.order_id and line.customer_id = placed.customer_id
where placed.ordered_on > $since and placed.ordered_on <= $as_of and placed.status <> 'cancelled'
group by placed.customer_id, placed.ordered_on, placed.order_id
"""
QUOTES = """
select asked.customer_id, 'quotes' as kind, asked.issued_on as day, asked.quote_id as reference, sum(line.net) as amount
from quotes as asked
join quote_lines as line on line.quote_id = asked.quote_id and line.customer_id = asked.customer_id
where asked.issued_on > $since and asked.issued_on <= $as_of
group by asked.customer_id, asked.issued_on, asked.quote_id
"""
LOST = """
select customer_id, 'lost' as kind, max(decided_on) as day, quote_id as reference, sum(net) as amount
from quote_lines
where status = 'lost' and decided_on > $since and decided_on <= $as_of
group by customer_id, quote_id
"""
OVERDUE = """
select customer_id, 'overdue' as kind, due_on as day, due_document_id as reference, amount_due as amount
from due_documents
where status <> 'paid' and amount_due > 0 and issued_on <= $as_of and due_on >= $since and due_on < $as_of
"""
ROWS = f"{ORDERS} union all {QUOTES} union all {LOST} union all {OVERDUE}"

LEAST = Decimal(250)
"""Anything below this amount is no news."""

Kind = Literal["sales", "orders", "quotes", "lost", "overdue"]


@dataclass(frozen=True)
class Novelty:
    """Something that happened since then: how many, what they come to, and the largest's number (None for sales)."""

    kind: Kind
    count: int
    amount: Decimal
    reference: str | None


@dataclass(frozen=True)
class SinceLastBrief:
    """What is new after ``since`` and up to ``as_of``.

    ``sales`` are net sales since then and ``sales_before`` those of as many days before; their difference is news only beyond
    ``noise``, the customer's usual difference from month to month. ``novelties`` are sorted by amount; empty means that
    nothing material changed.
    """

    since: date
    as_of: date
    sales: Decimal
    sales_before: Decimal
    noise: Decimal
    novelties: tuple[Novelty, ...]

    @property
    def sales_moved(self) -> bool:
        """Whether sales differ from the time before by more than the customer's own noise."""
        return abs(self.sales - self.sales_before) > max(self.noise, LEAST)


def since_last_brief(source: Source) -> Answers[SinceLastBrief]:
    """Compare the days after the last brief with as many days before it, and list what came new.

    Noise = mean absolute difference between consecutive whole months of the last year, scaled to the days compared. New
    orders, quotes, lost quote lines and documents fallen overdue count from ``LEAST`` on. None for a customer with nothing
    new and no sales in two years.
    """
    value = partial(_value, source.period)
    return source.answers(
        value,
        sales=SALES,
        months=MONTHLY_SALES,
        orders=ORDERS,
        quotes=QUOTES,
        lost=LOST,
        overdue=OVERDUE,
    )


def _value(
    period: Period, *, sales: list[Any], months: list[Any], **new: list[Any]
) -> SinceLastBrief | None:
    if not sales and not months and not any(new.values()):
        return None
    now, before = (sales[0].now, sales[0].before) if sales else (Decimal(0), Decimal(0))
    found = [_novelty(rows) for rows in new.values() if rows]
    material = sorted(
        (one for one in found if one.amount >= LEAST), key=lambda one: (-one.amount, one.kind)
    )
    return SinceLastBrief(
        period.since, period.as_of, now, before, _noise(period, months), tuple(material)
    )


def _novelty(rows: list[Any]) -> Novelty:
    largest = max(rows, key=lambda row: (row.amount, row.reference))
    return Novelty(
        rows[0].kind, len(rows), sum((row.amount for row in rows), Decimal(0)), largest.reference
    )


def _noise(period: Period, months: list[Any]) -> Decimal:
    """Return the usual difference between two spans of as many days as lie since the last brief."""
    net = nets(months, [month_after(period.as_of, back) for back in range(-12, 0)])
    steps = [abs(later - earlier) for earlier, later in pairwise(net)]
    days = max((period.as_of - period.since).days, 1)
    scale = Decimal(days) / Decimal(30)
    return (sum(steps, Decimal(0)) / len(steps) * scale.sqrt()).quantize(Decimal("0.01"))


def card(value: SinceLastBrief) -> Card:
    """List what is new, sales first where they moved; one sentence says when nothing material changed."""
    findings = [_sales(value)] if value.sales_moved else []
    findings += [_finding(one) for one in value.novelties]
    part: Part = Findings(tuple(findings)) if findings else Note(Text("since_last_brief.unchanged"))
    return Card(
        "since_last_brief",
        Text("since_last_brief.title"),
        (part,),
        meta=Text("since_last_brief.meta", {"day": Day(value.since)}),
    )


def _sales(value: SinceLastBrief) -> Finding:
    more = value.sales > value.sales_before
    days = Number((value.as_of - value.since).days)
    args = {"before": Money(value.sales_before), "n": days, "noise": Money(value.noise)}
    text = Text("since_last_brief.sales_up" if more else "since_last_brief.sales_down", args)
    return Finding("good" if more else "bad", "up" if more else "down", Money(value.sales), text)


_TONES: dict[str, Tone] = {"orders": "good", "quotes": "neutral", "lost": "bad", "overdue": "bad"}
_MARKS: dict[str, Literal["up", "down", "flat", "alert"]] = {
    "orders": "up",
    "quotes": "flat",
    "lost": "down",
    "overdue": "alert",
}


def _finding(one: Novelty) -> Finding:
    text = Text(
        f"since_last_brief.{one.kind}", {"n": Number(one.count), "reference": one.reference or ""}
    )
    return Finding(_TONES[one.kind], _MARKS[one.kind], Money(one.amount), text)


WIDGET = Widget(
    "since_last_brief",
    since_last_brief,
    card,
    ROWS,
    "sales",
    ("sales_lines", "orders", "quotes", "due_documents"),
)
