"""What is still to come in each agreement's period, of each customer and of all together, as distributions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np
from scipy import special

from wiseparts_nb.agreements.pair_sums import PairSums, pair_sums
from wiseparts_nb.agreements.pooling import moments_of, outcome_of_moments, together
from wiseparts_nb.agreements.swing import swing_at
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.projection.arrays import Bools
from wiseparts_nb.projection.confidence import OVER
from wiseparts_nb.projection.kept import pool_at
from wiseparts_nb.projection.model import Left, rest_ahead
from wiseparts_nb.projection.outcome import Outcome, outcome_of, quantile
from wiseparts_nb.projection.plan import plan_of
from wiseparts_nb.projection.pool import Pool
from wiseparts_nb.projection.workdays import Workdays, day_number
from wiseparts_nb.source.source import Source

__all__ = ["NOTHING", "NO_REST", "Rest", "Rests", "chance_of_more", "rests"]


@dataclass(frozen=True)
class Rest:
    """What is still to come: mean, 10 % and 90 % quantile to the cent; nothing with chance ``p0``, else a gamma."""

    mean: Decimal
    low: Decimal
    high: Decimal
    p0: float
    shape: float
    scale: float


@dataclass(frozen=True)
class Rests:
    """What is still to come of all customers together, whose mean is the sum of theirs, and of each that bought before."""

    total: Rest
    customers: Mapping[str, Rest]


NO_REST = Rest(Decimal(0), Decimal(0), Decimal(0), 1.0, 1.0, 0.0)
NOTHING = Rests(NO_REST, {})
"""Of a period that is over."""


def chance_of_more(rest: Rest, amount: float) -> float:
    """Return the chance that at least ``amount`` comes; that anything comes, where it is not positive."""
    if rest.scale <= 0:
        return 0.0
    return float((1 - rest.p0) * special.gammaincc(rest.shape, max(amount, 0.0) / rest.scale))


def rests(source: Source, terms: Sequence[Terms]) -> list[Rests]:
    """Project what is still to come in agreements that are not over, all in one pass.

    Raises
    ------
    InputError
        One has no period yet.
    """
    if not terms:
        return []
    pool = pool_at(source)
    workdays = pool.workdays({day_number(day) for day in source.period.closed})
    sums = pair_sums(source, terms, pool=pool)
    left = _left(terms, source.as_of, workdays)
    single = _single(sums, left, source.as_of, workdays=workdays, pool=pool)
    weight = np.asarray(left.in_month + left.beyond)
    swing = swing_at(source, workdays)
    moments = together(moments_of(single), sums.pact, len(terms), left=weight, swing=swing)
    pooled = outcome_of_moments(moments)
    bounds = np.searchsorted(sums.pact, np.arange(len(terms) + 1)).tolist()
    each, totals = _listed(single), _listed(pooled)
    found: list[Rests] = []
    for at, total in enumerate(totals):
        own = slice(bounds[at], bounds[at + 1])
        customers = dict(zip(sums.customers[own], each[own], strict=True))
        mean = sum((one.mean for one in customers.values()), Decimal(0))
        found.append(Rests(replace(total, mean=mean), customers))
    return found


def _left(terms: Sequence[Terms], as_of: date, workdays: Workdays) -> Left:
    """Return the business weight that is left of each agreement."""
    found: dict[tuple[date | None, date | None], tuple[float, float]] = {}
    for one in terms:
        days = (one.starts_on, one.ends_on)
        if days not in found and one.starts_on and one.ends_on:
            start, end = day_number(one.starts_on), day_number(one.ends_on)
            plan = plan_of(start, day_number(as_of), end, workdays)
            found[days] = (plan.left_in_month, plan.left_beyond)
    both = np.array([found[one.starts_on, one.ends_on] for one in terms], dtype=np.float64)
    return Left(both[:, 0], both[:, 1])


def _single(sums: PairSums, left: Left, as_of: date, *, workdays: Workdays, pool: Pool) -> Outcome:
    """Return the outcome of each customer of each agreement."""
    own = Left(*(np.asarray(part)[sums.pact] for part in (left.in_month, left.beyond)))
    rest = rest_ahead(sums.column, day_number(as_of), workdays, pool=pool, left=own)
    expected = sums.bought & (np.asarray(own.in_month + own.beyond) >= OVER)
    return _only(expected, outcome_of(rest))


def _only(where: Bools, outcome: Outcome) -> Outcome:
    """Expect nothing elsewhere."""
    return Outcome(
        np.where(where, outcome.mean, 0.0),
        np.where(where, outcome.p0, 1.0),
        np.where(where, outcome.shape, 1.0),
        np.where(where, outcome.scale, 0.0),
    )


def _listed(outcome: Outcome) -> list[Rest]:
    numbers = (
        *(outcome.mean, quantile(outcome, 0.1), quantile(outcome, 0.9)),
        *(outcome.p0, outcome.shape, outcome.scale),
    )
    return [
        Rest(_cents(mean), _cents(low), _cents(high), p0, shape, scale)
        for mean, low, high, p0, shape, scale in zip(
            *(one.tolist() for one in numbers), strict=True
        )
    ]


def _cents(amount: float) -> Decimal:
    return Decimal(round(amount * 100)).scaleb(-2)
