"""Where an amount stands against the tiers: alone, as the sum of customers who each count alone, or as a part of a pool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wiseparts_nb.agreements.outlook import Outlook
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.agreements.tiers import bonus, next_tier, reached

__all__ = ["Counted", "Standing", "alone", "expected_of_all", "parted", "parts_of_pool", "together"]

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Standing:
    """Where one amount stands against the tiers: that of the customers together, or of one of them.

    Attributes
    ----------
    actual
        Counted from the period's first day to ``as_of``, in the agreement's metric.
    year_before
        The same days a year before (29 February counts as 28).
    orders
        Invoices with positive net sales that counted; ``average_order`` is the amount of one.
    reached
        How many tiers are reached; ``missing`` what the next one still asks for, None after the last.
    bonus
        Earned so far, to the cent; ``next_bonus`` what would be earned with exactly the next tier's threshold, None after the last.
    projected_bonus
        Earned if the period lands at ``projected``.
    expected
        Where it should be by ``as_of`` (reference target x elapsed share), None without a target.
    straight
        Actual / elapsed share: the named floor method; None before the period.
    projected, low, high
        Where the period will land, with the 80 % range; equal to ``actual`` once it is over.
    chances
        The chance (0..1) of each tier, 1 for one that is reached for good.
    whole_before
        What the whole period brought a year before, as far as it is known.
    """

    actual: Decimal
    year_before: Decimal
    orders: int
    reached: int
    missing: Decimal | None
    bonus: Decimal
    next_bonus: Decimal | None
    projected_bonus: Decimal
    expected: Decimal | None
    straight: Decimal | None
    projected: Decimal
    low: Decimal
    high: Decimal
    chances: tuple[float, ...]
    whole_before: Decimal = Decimal(0)

    @property
    def gap(self) -> Decimal | None:
        """Actual minus expected; None without a target."""
        return None if self.expected is None else self.actual - self.expected

    @property
    def ahead(self) -> bool | None:
        """The thumb: up where actual is at least what is expected by now; None without a target."""
        return None if self.gap is None else self.gap >= 0

    @property
    def average_order(self) -> Decimal | None:
        """The amount of one order, None without any."""
        return self.actual / self.orders if self.orders and self.actual > 0 else None


@dataclass(frozen=True)
class Counted:
    """What counted, and where it will land: all that a standing needs beside the terms.

    ``whole_before`` is what the whole period brought a year before, as far as it is known.
    """

    actual: Decimal
    year_before: Decimal
    whole_before: Decimal
    orders: int
    outlook: Outlook


def alone(terms: Terms, counted: Counted, as_of: date) -> Standing:
    """Return where one amount stands against the tiers: a pool's, or that of a customer who counts alone."""
    tiers, basis = terms.tiers, terms.tier_basis
    ahead = next_tier(tiers, counted.actual)
    outlook = counted.outlook
    return Standing(
        actual=counted.actual,
        year_before=counted.year_before,
        orders=counted.orders,
        reached=reached(tiers, counted.actual),
        missing=None if ahead is None else max(ahead.threshold - counted.actual, Decimal(0)),
        bonus=bonus(tiers, counted.actual, basis),
        next_bonus=None if ahead is None else bonus(tiers, ahead.threshold, basis),
        projected_bonus=bonus(tiers, outlook.projected, basis),
        expected=terms.expected_to_date(as_of),
        straight=_straight(counted.actual, terms.elapsed_share(as_of)),
        projected=outlook.projected,
        low=outlook.low,
        high=outlook.high,
        chances=outlook.chances,
        whole_before=counted.whole_before,
    )


def together(terms: Terms, each: Sequence[Standing], outlook: Outlook, *, as_of: date) -> Standing:
    """Return the sum of customers who each have the tiers for themselves."""
    actual = _sum([one.actual for one in each])
    return Standing(
        actual=actual,
        year_before=_sum([one.year_before for one in each]),
        orders=sum(one.orders for one in each),
        reached=min(one.reached for one in each),
        missing=None,
        bonus=_sum([one.bonus for one in each]),
        next_bonus=None,
        projected_bonus=_sum([one.projected_bonus for one in each]),
        expected=expected_of_all(terms, as_of),
        straight=_straight(actual, terms.elapsed_share(as_of)),
        projected=outlook.projected,
        low=outlook.low,
        high=outlook.high,
        chances=outlook.chances,
        whole_before=_sum([one.whole_before for one in each]),
    )


def parts_of_pool(
    terms: Terms, pool: Standing, customers: Sequence[Counted], *, as_of: date
) -> tuple[Standing, ...]:
    """Return the parts of a pool that its customers have; amounts and bonuses add up exactly to the pool's.

    Tiers are the pool's: ``reached``, ``missing`` and ``chances`` are those of all together. Bonuses are parted by what each
    brought (``projected_bonus`` by what each is projected to bring), ``expected`` by what each brought in the whole period a
    year before: a customer who was new then is expected nothing of.
    """
    elapsed = terms.elapsed_share(as_of)
    brought = [one.actual for one in customers]
    bonuses = parted(pool.bonus, brought)
    next_bonuses = (
        [None] * len(brought) if pool.next_bonus is None else parted(pool.next_bonus, brought)
    )
    projected = parted(pool.projected_bonus, [one.outlook.projected for one in customers])
    before = [one.whole_before for one in customers]
    expected = [None] * len(brought) if pool.expected is None else parted(pool.expected, before)
    return tuple(
        Standing(
            actual=one.actual,
            year_before=one.year_before,
            orders=one.orders,
            reached=pool.reached,
            missing=pool.missing,
            bonus=bonuses[at],
            next_bonus=next_bonuses[at],
            projected_bonus=projected[at],
            expected=expected[at],
            straight=_straight(one.actual, elapsed),
            projected=one.outlook.projected,
            low=one.outlook.low,
            high=one.outlook.high,
            chances=pool.chances,
            whole_before=one.whole_before,
        )
        for at, one in enumerate(customers)
    )


def expected_of_all(terms: Terms, as_of: date) -> Decimal | None:
    """Return where all customers together should be: the target of the pool, or of one for each of them."""
    expected = terms.expected_to_date(as_of)
    if expected is None or terms.scope == "pooled":
        return expected
    return _sum([expected] * len(set(terms.customers)))


def parted(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Part an amount to the cent by weights, equally where none is above zero; the parts add up to it exactly.

    A weight below zero counts as none. What rounding leaves goes to the first of the largest weight.
    """
    positive = [max(one, Decimal(0)) for one in weights]
    whole = _sum(positive)
    if not whole:
        positive, whole = [Decimal(1)] * len(weights), Decimal(len(weights))
    parts = [(amount * one / whole).quantize(_CENT, "ROUND_DOWN") for one in positive]
    largest = positive.index(max(positive))
    parts[largest] = amount - _sum([*parts[:largest], *parts[largest + 1 :]])
    return parts


def _straight(actual: Decimal, elapsed: Decimal | None) -> Decimal | None:
    return actual / elapsed if elapsed else None


def _sum(amounts: Sequence[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
