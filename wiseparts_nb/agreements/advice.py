"""A first tier within reach: a round threshold that is reached with a chance of 80 to 90 %.

Of the amounts with such a chance the roundest is taken: 100 000 before 95 000 before 94 000. None is below ``LEAST`` of last
year's result under the same terms, which would pay for losing half; where that floor lies higher, the threshold has the lower chance
that is told with it. Customers who count alone are too unlike for such a floor. Nothing is advised where nothing is expected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

__all__ = ["LEAST", "Advice", "Chances", "advice"]

SURE, LIKELY = 0.9, 0.8
"""Chances between which a first tier is within reach."""
LEAST, ABOVE = Decimal("0.5"), Decimal("1.1")
"""Of last year's result at least, and how far above that least a rounder amount is looked for."""
STEPS = 40
ROUND = (5, 2, 1)


@dataclass(frozen=True)
class Advice:
    """A first tier within reach: ``threshold`` is round, ``chance`` (0..1) of reaching it, ``reached_before`` whether last year did."""

    threshold: Decimal
    chance: float
    reached_before: bool


Chances = Callable[[Sequence[Decimal]], Sequence[float]]
"""The chance of each of some thresholds."""


def advice(
    most: Decimal, least: Decimal, *, last_year: Decimal | None, chances: Chances
) -> Advice | None:
    """Return a first tier within reach; amounts are those of one customer where each counts alone.

    Parameters
    ----------
    most
        Amount above which nothing is likely.
    least
        What is reached already, or by far too little: the threshold is above it.
    last_year
        Result of the same period a year before; None where data do not reach back.
    chances
        Gives the chance of thresholds.
    """
    low, high = _reach(most, chances)
    threshold = _roundest(max(low, least), max(high, least * ABOVE))
    if threshold is None or threshold <= 0:
        return None
    (chance,) = chances([threshold])
    if not chance:
        return None
    return Advice(threshold, chance, last_year is not None and last_year >= threshold)


def _reach(most: Decimal, chances: Chances) -> tuple[Decimal, Decimal]:
    """Return the amounts that are reached with the chances ``SURE`` and ``LIKELY``, the lower amount first."""
    amounts = [most * step / STEPS for step in range(1, STEPS + 1)]
    falling = np.array([1.0, *chances(amounts)])
    amount = np.array([0.0, *map(float, amounts)])
    low, high = np.interp([1 - SURE, 1 - LIKELY], 1 - falling, amount)
    return Decimal(repr(float(low))), Decimal(repr(float(high)))


def _roundest(low: Decimal, high: Decimal) -> Decimal | None:
    """Return the roundest amount from low to high, the highest of equally round ones."""
    if high <= 0:
        return None
    found = next((one for step in _steps(high) if (one := high // step * step) >= low), None)
    return None if found is None else Decimal(f"{found:f}")


def _steps(high: Decimal) -> Iterator[Decimal]:
    """Yield 5, 2 and 1 of each power of ten, from that of the amount down to one cent's."""
    for exponent in range(high.adjusted(), -3, -1):
        yield from (Decimal(digit).scaleb(exponent) for digit in ROUND)
