"""Where goals will land: sales by the outlook of the customers, orders and activities by the pace of the last thirteen weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, cast

from wiseparts_nb.agreements.outlook import Outlooks, outlooks
from wiseparts_nb.agreements.terms import Metric, Terms
from wiseparts_nb.agreements.tiers import Tier
from wiseparts_nb.goals.counting import Counted, Customers
from wiseparts_nb.goals.pace import Rest, rest
from wiseparts_nb.goals.terms import COUNTS, SALES, GoalTerms
from wiseparts_nb.source.source import Source

__all__ = ["Landing", "landings"]

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Landing:
    """Where one goal will land, with its 80 % range and the chance of each level; ``members`` by staff id, summing to ``projected``."""

    projected: Decimal
    low: Decimal
    high: Decimal
    chances: tuple[float, ...]
    members: dict[str, Decimal]
    method: Literal["outlook", "pace", "final"]


def landings(
    source: Source,
    terms: Sequence[GoalTerms],
    amounts: Sequence[Counted],
    customers: Sequence[Customers],
) -> tuple[Landing, ...]:
    """Return where goals will land; what is over has landed. The outlooks of all sales goals are made in one pass."""
    open_sales = [
        at
        for at, one in enumerate(terms)
        if one.measure in SALES and one.status(source.as_of) != "expired" and customers[at].staff
    ]
    asked = [_as_agreement(terms[at], customers[at]) for at in open_sales]
    looked = outlooks(source, asked, [customers[at].actual for at in open_sales]) if asked else ()
    made = dict(zip(open_sales, looked, strict=True))
    return tuple(
        _of_outlook(made[at], customers[at]) if at in made else _of_pace(source, one, amounts[at])
        for at, one in enumerate(terms)
    )


def _as_agreement(terms: GoalTerms, customers: Customers) -> Terms:
    """Return the terms of an agreement over the same sales: the customers together, levels as tiers without a bonus."""
    return Terms(
        description=terms.description,
        metric=cast("Metric", terms.measure),
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        customers=tuple(customers.staff),
        tiers=tuple(Tier(one, Decimal(0)) for one in terms.levels),
        reference_tier=1 if terms.levels else None,
    )


def _of_outlook(found: Outlooks, customers: Customers) -> Landing:
    members: defaultdict[str, Decimal] = defaultdict(Decimal)
    for customer_id, staff_id in customers.staff.items():
        members[staff_id] += found.customers[customer_id].projected
    total = found.total
    return Landing(total.projected, total.low, total.high, total.chances, dict(members), "outlook")


def _of_pace(source: Source, terms: GoalTerms, amounts: Counted) -> Landing:
    start, end = terms.starts_on, terms.ends_on
    assert start is not None  # noqa: S101  # a goal that is followed has a period
    assert end is not None  # noqa: S101  # as above
    until = min(end, source.as_of)
    own = {one: amounts.of(one, start, until) for one in amounts.amounts}
    actual = sum(own.values(), Decimal(0))
    if terms.status(source.as_of) == "expired" or terms.measure in SALES:
        chances = tuple(float(actual >= one and actual > 0) for one in terms.levels)
        return Landing(actual, actual, actual, chances, own, "final")
    counts = terms.measure in COUNTS

    def coming_of(days: Mapping[date, Decimal]) -> Rest:
        return rest(days, source.period, start=start, end=end, counts=counts)

    coming = coming_of(amounts.by_day())
    members = {
        one: own[one] + _cents(coming_of(days).mean) for one, days in amounts.amounts.items()
    }
    half = 0.5 if counts else 0.0
    chances = tuple(coming.chance(float(one - actual) - half) for one in terms.levels)
    projected = sum(members.values(), Decimal(0))
    low = min(actual + _cents(coming.low), projected)
    high = max(actual + _cents(coming.high), projected)
    return Landing(projected, low, high, chances, members, "pace")


def _cents(amount: float) -> Decimal:
    return Decimal(repr(amount)).quantize(_CENT)
