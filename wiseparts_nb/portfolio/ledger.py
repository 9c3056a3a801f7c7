"""What the rules of account health look at, for all customers at once: one pass over columns instead of a page a customer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wiseparts_nb.customer import activities_by_type, due_amounts, health, open_quotes, upcoming
from wiseparts_nb.customer.health_evidence import Evidence, judged_months, open_month
from wiseparts_nb.customer.monthly_sales import MONTHLY_SALES
from wiseparts_nb.customer.quoted import CONVERSION
from wiseparts_nb.period import Period, month_after
from wiseparts_nb.portfolio.columns import Cents, Columns, money
from wiseparts_nb.source.source import Source

__all__ = [
    "Ledger",
    "Pending",
    "Waiting",
    "Winnings",
    "evidence",
    "ledger",
    "local_days",
    "month_number",
]

MONTHS = 24
"""Months of sales, the running one the last."""


PENDING = """
select customer_id, count(*) as activities, min(starts_at) as oldest_at
from activities
where status = 'planned' and starts_at < $as_of_start_at
group by customer_id
"""
"""Activities that were planned for a day that has passed, and neither done nor cancelled."""


@dataclass(frozen=True)
class Winnings:
    """Quotes decided and won by customer, in 12 months and the 12 before; ``decided_net`` and ``won_net`` of the last 12."""

    decided: Cents
    won: Cents
    decided_before: Cents
    won_before: Cents
    decided_net: Cents
    won_net: Cents


@dataclass(frozen=True)
class Waiting:
    """Open quotes by customer: their ``net`` in cents, and the number of the ``largest`` one, None where none is open."""

    net: Cents
    largest: list[str | None]


@dataclass(frozen=True)
class Pending:
    """Activities by customer whose planned day has passed without a word: ``count``, and the day of the ``oldest``."""

    count: Cents
    oldest: list[date | None]


@dataclass(frozen=True)
class Ledger:
    """The customers in scope with their sales by month (cents, 24 months that end with the running one) and their quotes."""

    columns: Columns
    period: Period
    months: npt.NDArray[np.int64]
    winnings: Winnings
    waiting: Waiting
    pending: Pending

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each customer stands."""
        return {customer_id: place for place, customer_id in enumerate(self.columns.customers)}

    def nets(self, place: int, months: list[date]) -> tuple[Decimal, ...]:
        """Return a customer's net sales of some months; those before the 24 are zero."""
        first = month_number(self.period.as_of) - MONTHS + 1
        asked = (month_number(month) - first for month in months)
        return tuple(
            money(self.months[place, at]) if 0 <= at < MONTHS else Decimal(0) for at in asked
        )

    def whole(self) -> list[date]:
        """Return the months that are over of the twelve that end with the running one."""
        months = self.period.months
        return [month for month in months if month < open_month(self.period)]


def month_number(day: date) -> int:
    """Count months."""
    return day.year * 12 + day.month - 1


def ledger(source: Source) -> Ledger:
    """Return sales and quotes of all customers in scope, read once a source."""
    return source.once("ledger", lambda: _ledger(source))


def _ledger(source: Source) -> Ledger:
    columns = Columns(source, pd.Index(list(source.customer_ids)))
    return Ledger(
        columns,
        source.period,
        _months(columns),
        _winnings(columns),
        _waiting(columns),
        _pending(columns),
    )


def _months(columns: Columns) -> npt.NDArray[np.int64]:
    frame = columns.frame(MONTHLY_SALES)
    months = pd.to_datetime(frame["month"])
    first = month_number(columns.source.as_of) - MONTHS + 1
    at = months.dt.year * 12 + months.dt.month - 1 - first
    cells = frame["place"] * MONTHS + at
    cents = (frame["net"].astype(float) * 100).round()
    added = np.bincount(cells.astype(int), cents, minlength=columns.count * MONTHS)
    return np.rint(added).astype(np.int64).reshape(columns.count, MONTHS)


def _winnings(columns: Columns) -> Winnings:
    frame = columns.frame(CONVERSION)
    start = pd.Timestamp(month_after(columns.source.as_of, -11))
    now = pd.to_datetime(frame["month"]) >= start
    counts = {name: frame[name].astype(float) for name in ("decided", "won")}
    return Winnings(
        decided=columns.sums(frame, counts["decided"], chosen=now),
        won=columns.sums(frame, counts["won"], chosen=now),
        decided_before=columns.sums(frame, counts["decided"], chosen=~now),
        won_before=columns.sums(frame, counts["won"], chosen=~now),
        decided_net=columns.cents(frame, "decided_net", chosen=now),
        won_net=columns.cents(frame, "won_net", chosen=now),
    )


def _waiting(columns: Columns) -> Waiting:
    lines = columns.frame(open_quotes.BY_BRAND)
    lines = lines.assign(net=lines["net"].astype(float).round(2))
    quotes = lines.groupby(["place", "quote_id"], as_index=False)["net"].sum()
    quotes = quotes.assign(net=quotes["net"].round(2))
    order = quotes.sort_values(["place", "net", "quote_id"], ascending=[True, False, True])
    return Waiting(columns.cents(quotes, "net"), columns.first(order, "quote_id"))


def _pending(columns: Columns) -> Pending:
    frame = columns.frame(PENDING)
    days = local_days(frame["oldest_at"], columns.source.period)
    counts = columns.sums(frame, frame["activities"].astype(float))
    return Pending(counts, columns.first(frame.assign(day=days), "day"))


def evidence(source: Source) -> list[Evidence]:
    """Return what the rules look at in each customer in scope, in their order; the same as the customer page gathers."""
    return source.once("evidence", lambda: list(_evidence(source)))


def _evidence(source: Source) -> Iterator[Evidence]:
    book = ledger(source)
    columns = book.columns
    gathered: dict[str, list[Any]] = {
        **_sales(book),
        **_orders(columns),
        **_quoted(columns),
        **_due(columns),
        **_visits(columns),
        **_tasks(columns),
        **_conversion(book.winnings),
    }
    for values in zip(*gathered.values(), strict=True):
        yield Evidence(**dict(zip(gathered, values, strict=True)))


def _sales(book: Ledger) -> dict[str, list[Any]]:
    whole = judged_months(book.period)
    before = [month_after(month, -12) for month in whole]
    places = range(book.columns.count)
    return {
        "sales": [book.nets(place, whole) for place in places],
        "sales_before": [book.nets(place, before) for place in places],
    }


def _orders(columns: Columns) -> dict[str, list[Any]]:
    frame = columns.frame(health.ORDER_DAYS)
    days = pd.to_datetime(frame["last_on"]).dt.date
    return {
        "last_order_on": columns.first(frame.assign(day=days), "day"),
        "order_days": columns.sums(frame, frame["order_days"]).tolist(),
    }


def _quoted(columns: Columns) -> dict[str, list[Any]]:
    frame = columns.frame(health.QUOTED)
    return {
        "quoted": list(map(money, columns.cents(frame, "now"))),
        "quoted_before": list(map(money, columns.cents(frame, "before"))),
    }


def _due(columns: Columns) -> dict[str, list[Any]]:
    frame = columns.frame(due_amounts.ROWS)
    as_of = pd.Timestamp(columns.source.as_of)
    owed = frame["amount_due"].astype(float) > 0
    late = (as_of - pd.to_datetime(frame["due_on"])).dt.days
    overdue = owed & (late > 0)
    oldest = np.zeros(columns.count, np.int64)
    np.maximum.at(oldest, frame["place"][overdue], late[overdue])
    payable = columns.cents(frame, "amount_due", chosen=owed)
    # without anything late the rules have nothing to look at
    payable = np.where(oldest > 0, payable, 0)
    return {
        "overdue": list(map(money, columns.cents(frame, "amount_due", chosen=overdue))),
        "payable": list(map(money, payable)),
        "days_late": oldest.tolist(),
    }


def _visits(columns: Columns) -> dict[str, list[Any]]:
    visited = columns.frame(activities_by_type.LAST_VISIT)
    days = local_days(visited["visited_at"], columns.source.period)
    booked = columns.sums(columns.frame(activities_by_type.PLANNED_VISITS))
    done = columns.frame(activities_by_type.ROWS)
    return {
        "last_visit_on": columns.first(visited.assign(day=days), "day"),
        "visit_planned": (booked > 0).tolist(),
        "calls": columns.sums(done, chosen=done["kind"] == "call").tolist(),
    }


def local_days(instants: pd.Series, period: Period) -> pd.Series:
    """Return the organisation's days of UTC instants."""
    utc = pd.to_datetime(instants).dt.tz_localize("UTC")
    return utc.dt.tz_convert(period.zone).dt.date


def _tasks(columns: Columns) -> dict[str, list[Any]]:
    frame = columns.frame(upcoming.OPEN_TASKS)
    frame = frame.assign(due_on=pd.to_datetime(frame["due_on"]))
    frame = frame[frame["due_on"] < pd.Timestamp(columns.source.as_of)]
    frame = frame.sort_values(["place", "due_on", "record_id"])
    task = zip(frame["subject"].fillna(""), frame["due_on"].dt.date, strict=True)
    first = columns.first(frame.assign(task=pd.Series(list(task), frame.index, object)), "task")
    return {"late_task": first, "late_tasks": columns.sums(frame).tolist()}


def _conversion(won: Winnings) -> dict[str, list[Any]]:
    now, before = _ratio(won.won, won.decided), _ratio(won.won_before, won.decided_before)
    judged = [None if one is None else earlier for one, earlier in zip(now, before, strict=True)]
    return {"conversion": now, "conversion_before": judged}


def _ratio(part: Cents, whole: Cents) -> list[float | None]:
    pairs = zip(part.tolist(), whole.tolist(), strict=True)
    return [one / of if of else None for one, of in pairs]
