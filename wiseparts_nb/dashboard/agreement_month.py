"""One month of an agreement, opened: what each customer brought, and the lines that count as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.counting import COUNTED, counted_values
from wiseparts_nb.agreements.performance import Month, Performance
from wiseparts_nb.agreements.wording import amount
from wiseparts_nb.card import Card, Change, Column, Named, Portion, Row, Table
from wiseparts_nb.customer.details.detail import Detail, Selection
from wiseparts_nb.errors import InputError
from wiseparts_nb.period import month_end
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Number, Text, Value

__all__ = ["LINES", "agreement_month", "month_lines"]

LINES = f"""
with {COUNTED}
select
    counted.customer_id, buyer.name as customer, counted.sold_on, counted.invoice_id, counted.net, counted.amount
from counted
left join customers as buyer on buyer.customer_id = counted.customer_id
where counted.sold_on between counted.starts_on and counted.ends_on
  and counted.sold_on between $detail_start and $detail_end
order by counted.sold_on, counted.invoice_id, counted.customer_id, counted.net
"""
"""The lines that count in a month; ``amount`` is in the agreement's metric and adds up to the month's."""


def agreement_month(source: Source, agreement: Agreement, found: Performance, name: str) -> Detail:
    """Open a month (``2026-10``) of an agreement: what counted, by customer, beside the year before.

    Raises
    ------
    InputError
        It is no month of the agreement's period, or one that is still to come.
    """
    at, month = _month(found, name)
    _, lines = month_lines(source, agreement, name)
    told: dict[str, Value] = {
        "amount": amount(month.actual, found.terms.metric),
        "month": Day(month.month, "month_year"),
    }
    return Detail(
        Text("agreement_page.month_context", {"name": agreement.in_force.description}),
        Text("agreement_page.month_title", told),
        (_by_customer(found, at),),
        Selection(LINES, _bound(agreement, name), len(lines), "amount"),
        (_change(found, month),),
    )


def month_lines(source: Source, agreement: Agreement, name: str) -> tuple[list[str], list[Any]]:
    """Return the columns and rows of the lines that count in a month."""
    return source.table(LINES, **_bound(agreement, name))


def _bound(agreement: Agreement, name: str) -> Mapping[str, Any]:
    start = _first_day(name)
    days = {"detail_start": start, "detail_end": month_end(start)}
    return counted_values([agreement.in_force]) | days


def _first_day(name: str) -> date:
    try:
        return date.fromisoformat(f"{name}-01")
    except ValueError:
        raise InputError(f"{name!r} is no month. Write it as 2026-10.") from None


def _month(found: Performance, name: str) -> tuple[int, Month]:
    start = _first_day(name)
    for at, month in enumerate(found.months):
        if month.month.replace(day=1) == start:
            return at, month
    raise InputError(
        f"The agreement has no sales to count in {name}: it is outside its period, or after {found.as_of}. Open one of its months."
    )


def _by_customer(found: Performance, at: int) -> Card:
    brought = [(one, one.months[at]) for one in found.shares]
    brought.sort(key=lambda pair: -pair[1])
    metric = found.terms.metric
    rows = tuple(
        Row(
            (
                Named(one.name or one.customer_id, one.customer_id),
                Portion(float(part), amount(part, metric)),
            ),
            key=f"customer:{one.customer_id}",
        )
        for one, part in brought
        if part
    )
    total = sum((part for _, part in brought), Decimal(0))
    heads = (
        Column(Text("agreement_page.customer")),
        Column(Text("agreement_page.brought"), "right"),
    )
    summed = Row((Text("agreement_page.together", {"n": Number(len(rows))}), amount(total, metric)))
    return Card(
        "month_customers", Text("agreement_page.by_customer"), (Table(heads, rows, summed),)
    )


def _change(found: Performance, month: Month) -> Change:
    metric, difference = found.terms.metric, month.actual - month.year_before
    up = None if not difference else difference > 0
    told = {"amount": amount(month.year_before, metric)}
    return Change(
        amount(difference, metric, signed=True), Text("agreement_page.against", told), up, up
    )
