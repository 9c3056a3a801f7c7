"""Agreements that might have been: past periods in which what became of them is known, to test the outlook on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd

from wiseparts_nb.agreements.terms import Narrowing, Terms
from wiseparts_nb.agreements.tiers import Tier
from wiseparts_nb.projection.arrays import Days
from wiseparts_nb.projection.cases import CHECKPOINTS
from wiseparts_nb.projection.ledger import SETTLED, Ledger
from wiseparts_nb.projection.sums import daily_of
from wiseparts_nb.projection.workdays import date_of, day_number, month_ahead
from wiseparts_nb.source.source import Source

__all__ = ["MULTIPLES", "Past", "Trial", "past_of", "trials"]

_PARTS = {"families": "brand_family_id", "brands": "brand_id"}
"""Filters that a part of the range may be told by, and their columns."""
MULTIPLES = (0.8, 1.0, 1.2)
"""Tiers, as multiples of the sales of the period before."""
MONTHS = (3, 6)
"""Lengths of the periods; each begins a length after the other."""
LARGEST = 300
"""Customers, by sales of the year before, that are tested in a period."""
POOLED = 10
"""Customers of a pool."""

_DAYS = """
select customer_id, {part} as part, sold_on as date, cast(sum(net) as double precision) as amount
from sales_lines
group by customer_id, {part}, sold_on
"""
_MARK = "\x1f"
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Past:
    """The sales of a source by customer, and by customer and part of the range; ``part`` names the filter that tells the parts."""

    customers: Ledger
    parts: Ledger
    part: str
    first: int
    last: int


@dataclass(frozen=True)
class Trial:
    """One agreement that might have been, as of one day of its period, and what became of it.

    Attributes
    ----------
    kind
        ``single`` or ``pooled`` customers; ``whole`` range or a ``part`` of it.
    share
        How much of the period has passed.
    to_date
        What each customer brought by ``as_of``; ``actual`` what all brought by the end.
    """

    kind: str
    terms: Terms
    as_of: date
    share: float
    to_date: Mapping[str, Decimal]
    actual: float


def past_of(source: Source) -> Past:
    """Read the sales of a source, in parts by family, or else by brand."""
    found = {name: source.frame(_DAYS.format(part=column)) for name, column in _PARTS.items()}
    several = (name for name, frame in found.items() if len(set(frame["part"].dropna())) > 1)
    part = next(several, "brands")
    days = found[part].sort_values(["customer_id", "part", "date"], ignore_index=True)
    days["orders"] = (days["amount"] > 0).astype(int)
    within = days.dropna(subset="part")
    within = within.assign(customer_id=within["customer_id"] + _MARK + within["part"].astype(str))
    last = day_number(days["date"].max()) if len(days) else day_number(source.as_of)
    first = day_number(days["date"].min()) if len(days) else last
    return Past(Ledger(daily_of(days, last)), Ledger(daily_of(within, last)), part, first, last)


def trials(past: Past) -> Iterator[tuple[date, list[Trial]]]:
    """Yield the day each round of agreements is looked at from, and the agreements: at 25, 50 and 75 % of each period."""
    for start, months in _periods(past):
        end = month_ahead(start, months) - 1
        chosen = list(_chosen(past, start, end, month_ahead(start, -months)))
        for share in CHECKPOINTS:
            as_of = start + round(share * (end - start + 1)) - 1
            yield date_of(as_of), [_seen(one, (start, end), as_of, share) for one in chosen]


def _periods(past: Past) -> Iterator[tuple[int, int]]:
    begin = month_ahead(past.first + SETTLED, 1)
    for months in MONTHS:
        start = begin
        while month_ahead(start, months) - 1 <= past.last:
            yield start, months
            start = month_ahead(start, months)


@dataclass(frozen=True)
class _Chosen:
    """Customers that have an agreement in a period, on a part of the range or on all of it."""

    kind: str
    ledger: Ledger
    rows: Days
    customers: tuple[str, ...]
    narrowing: Mapping[str, Narrowing]
    before: float
    actual: float


def _chosen(past: Past, start: int, end: int, previous: int) -> Iterator[_Chosen]:
    """Choose who has an agreement: those that the month's backtest takes, alone and in pools."""
    for scope, ledger in (("whole", past.customers), ("part", past.parts)):
        rows = np.flatnonzero(ledger.eligible(start, largest=LARGEST))
        before, actual = ledger.sales(previous, start - 1), ledger.sales(start, end)
        pools = [("single", np.array([row])) for row in rows]
        pools += [("pooled", pool) for pool in _pools(ledger, rows)]
        for size, members in pools:
            if before[members].sum() > 0:
                names = [str(ledger.customers[row]).split(_MARK) for row in members]
                part = {past.part: Narrowing((names[0][1],))} if scope == "part" else {}
                yield _Chosen(
                    f"{size}, {scope}",
                    ledger,
                    members,
                    tuple(name[0] for name in names),
                    part,
                    float(before[members].sum()),
                    float(actual[members].sum()),
                )


def _pools(ledger: Ledger, rows: Days) -> Iterator[Days]:
    """Pool customers of the same part, ten by ten, large ones with small ones."""
    parts = pd.Series([str(name).partition(_MARK)[2] for name in ledger.customers[rows]])
    for _, same in parts.groupby(parts):
        members = rows[same.index.to_numpy()]
        count = max(round(len(members) / POOLED), 1)
        yield from (members[k::count] for k in range(count) if len(members[k::count]) > 1)


def _seen(one: _Chosen, period: tuple[int, int], as_of: int, share: float) -> Trial:
    start, end = period
    reached = one.ledger.sales(start, as_of)[one.rows]
    tiers = tuple(Tier(Decimal(str(one.before * k)).quantize(_CENT), Decimal(0)) for k in MULTIPLES)
    terms = Terms(
        starts_on=date_of(start),
        ends_on=date_of(end),
        customers=one.customers,
        tiers=tiers,
        families=one.narrowing.get("families", Narrowing()),
        brands=one.narrowing.get("brands", Narrowing()),
    )
    amounts = [Decimal(str(amount)).quantize(_CENT) for amount in reached.tolist()]
    return Trial(
        one.kind,
        terms,
        date_of(as_of),
        share,
        dict(zip(one.customers, amounts, strict=True)),
        one.actual,
    )
