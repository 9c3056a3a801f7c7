"""How an agreement stands: actual, tiers, bonus, expected to date, projected, by customer and by month (A18 to A23, A28)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wiseparts_nb.agreements.terms import Status, Terms
from wiseparts_nb.source.source import Source

__all__ = ["Month", "Performance", "Share", "Standing", "performance", "performances"]


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
class Share:
    """One customer's part: its own standing. Where the customers are pooled, its expected amount is its part of the pool's.

    ``months`` are its amounts month by month, in the order of the performance's. ``name`` is empty of a customer that left the data.
    """

    customer_id: str
    name: str
    standing: Standing
    months: tuple[Decimal, ...]


@dataclass(frozen=True)
class Month:
    """One month of the period up to ``as_of``, its first and last perhaps in part.

    ``actual`` and ``year_before`` (the same days) are of the month; ``expected`` is the cumulative amount that is expected by its last
    day in the period or ``as_of``, ``cumulative`` what had come by then.
    """

    month: date
    actual: Decimal
    year_before: Decimal
    cumulative: Decimal
    expected: Decimal | None


@dataclass(frozen=True)
class Performance:
    """One agreement as of one day.

    Attributes
    ----------
    status, final
        Where the period stands; final once the days of grace are over, and no late line can come.
    total
        The customers together. Where each counts alone (``scope`` each) its amounts and bonuses are sums, ``expected`` is the target of
        one x the customers, ``reached`` the tiers that every customer reached, ``missing`` and ``next_bonus`` are None, and ``chances`` are the mean over the customers.
    reached_by
        Of each tier, how many customers reached it alone; of pooled customers all or none.
    shares
        The customers, the largest actual first.
    months
        History by month.
    path
        The cumulative amount at the end of each day that changed it.
    reached_on
        Of each tier the first day from which the pool's amount stayed at or above its threshold until ``as_of``, None where it is not reached (or ``scope`` is each).
    lines, unvalued
        Lines that counted, and those of them without a value in the metric (no cost: no margin), which count as nothing.
    working_days_left
        After ``as_of`` until the end.
    """

    terms: Terms
    as_of: date
    status: Status
    final: bool
    total: Standing
    reached_by: tuple[int, ...]
    shares: tuple[Share, ...]
    months: tuple[Month, ...]
    path: tuple[tuple[date, Decimal], ...]
    reached_on: tuple[date | None, ...]
    lines: int
    unvalued: int
    working_days_left: int


def performances(source: Source, terms: Sequence[Terms]) -> tuple[Performance, ...]:
    """Return how agreements stand, all in one pass over the sales; ``path`` and ``reached_on`` are those of ``performance`` alone.

    Raises
    ------
    InputError
        One has no period, no customer or no tier yet.
    """
    raise NotImplementedError


def performance(source: Source, terms: Terms) -> Performance:
    """Return how one agreement stands, asked once per source.

    Raises
    ------
    InputError
        It has no period, no customer or no tier yet.
    """
    raise NotImplementedError
