"""Where an agreement's period will land: projected, with an 80 % range and the chance of each tier.

The projection of a month (:mod:`wiseparts_nb.projection`) on the lines that count, in the agreement's metric, for the days of the
period after ``as_of``; the amount so far is added exactly. Customers together: :mod:`.pooling`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from wiseparts_nb.agreements.rests import NO_REST, NOTHING, Rest, Rests, chance_of_more, rests
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.agreements.tiers import Tier
from wiseparts_nb.source.source import Source

__all__ = ["Outlook", "Outlooks", "outlooks"]

_DIGITS = 6
"""Digits of a chance: the last bits of a float differ from one processor to the next."""


@dataclass(frozen=True)
class Outlook:
    """Where an amount will land at the period's end.

    ``projected`` is the mean, which adds up over customers; ``low`` and ``high`` are the 10 % and 90 % quantiles, widened to hold
    the mean where a large order is possible but unlikely. ``chances`` has the chance (0..1) of reaching each tier, in their order.
    """

    projected: Decimal
    low: Decimal
    high: Decimal
    chances: tuple[float, ...]


@dataclass(frozen=True)
class Outlooks:
    """The outlook of the customers together, and of each of them."""

    total: Outlook
    customers: Mapping[str, Outlook]


def outlooks(
    source: Source, terms: Sequence[Terms], actual: Sequence[Mapping[str, Decimal]]
) -> tuple[Outlooks, ...]:
    """Return where each agreement will land, all of them in one pass.

    ``actual`` has what each customer of each agreement has reached by ``as_of``, exactly; it is added to the projected rest.
    A tier that is reached has chance 1 (the rest is never negative), and every tier 0 or 1 once the period is over.

    Raises
    ------
    InputError
        An agreement has no period yet.
    """
    ahead = [
        at for at, one in enumerate(terms) if one.ends_on is None or one.ends_on > source.as_of
    ]
    found = dict(zip(ahead, rests(source, [terms[at] for at in ahead]), strict=True))
    return tuple(
        _landed(one, reached, found.get(at, NOTHING))
        for at, (one, reached) in enumerate(zip(terms, actual, strict=True))
    )


def _landed(terms: Terms, actual: Mapping[str, Decimal], ahead: Rests) -> Outlooks:
    customers = {
        customer: _outlook(
            terms.tiers,
            actual.get(customer, Decimal(0)),
            ahead.customers.get(customer, NO_REST),
        )
        for customer in dict.fromkeys(terms.customers)
    }
    so_far = sum((actual.get(customer, Decimal(0)) for customer in customers), Decimal(0))
    total = _outlook(terms.tiers, so_far, ahead.total)
    if terms.scope == "each" and customers:
        each = np.array([one.chances for one in customers.values()])
        chances = tuple(each.mean(axis=0).round(_DIGITS).tolist())
        total = replace(total, chances=chances)
    return Outlooks(total, customers)


def _outlook(tiers: Sequence[Tier], actual: Decimal, rest: Rest) -> Outlook:
    return Outlook(
        actual + rest.mean,
        actual + min(rest.low, rest.mean),
        actual + max(rest.high, rest.mean),
        tuple(_chance(one.threshold, actual, rest) for one in tiers),
    )


def _chance(threshold: Decimal, actual: Decimal, rest: Rest) -> float:
    """Return the chance of a threshold; one of zero asks for a sale."""
    if actual >= threshold and actual > 0:
        return 1.0
    return round(chance_of_more(rest, float(threshold - actual)), _DIGITS)
